# export: facts at the end of an exported file, and why a file could not be written
export-source = Source
export-date = Date
export-authors = Authors
export-cities = Cities
export-file = File
export-sha256 = SHA-256
export-punctuation = Punctuation
export-punctuation-source = as in the source
export-punctuation-restored = restored to full width
export-error-exists = A file of that name is there already and was left as it is. Choose another name.
export-error-inside-library = That place lies in the open library, which is only read. Choose another folder.
export-error-no-folder = The folder is not there any more. Choose another one.
export-error-not-a-file = A folder bears that name. Choose another name.
export-error-denied = You may not write there. Choose another folder, for example Documents.
export-error-full = The disk is full. Make room, or choose another disk.
export-error-io = The system could not write it. Check that the disk is connected, or choose another folder.
