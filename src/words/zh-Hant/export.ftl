# export: facts at the end of an exported file
export-source = 來源
export-date = 日期
export-authors = 作者
export-cities = 城市
export-file = 檔案
export-sha256 = SHA-256
export-punctuation = 標點
export-punctuation-source = 原文標點
export-punctuation-restored = 已還原全形標點
