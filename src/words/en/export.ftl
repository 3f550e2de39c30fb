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
export-error-exists = A file with that name is already there and was left unchanged. Choose another name.
export-error-inside-library = That folder is part of the open library, which is only read. Choose another folder.
export-error-no-folder = That folder no longer exists. Choose another.
export-error-not-a-file = A folder with that name is already there. Choose another name.
export-error-denied = No permission to write there. Choose another folder, such as Documents.
export-error-full = The disk is full. Free some space, or choose another disk.
export-error-io = The file could not be written. Check that the disk is connected, or choose another folder.
