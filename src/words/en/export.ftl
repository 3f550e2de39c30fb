# export: facts at the end of an exported file
export-source = Source
export-date = Date
export-authors = Authors
export-cities = Cities
export-file = File
export-sha256 = SHA-256
export-punctuation = Punctuation
export-punctuation-source = as in the source
export-punctuation-restored = restored to full width
