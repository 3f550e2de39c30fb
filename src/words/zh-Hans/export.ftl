# export: facts at the end of an exported file
export-source = 来源
export-date = 日期
export-authors = 作者
export-cities = 城市
export-file = 文件
export-sha256 = SHA-256
export-punctuation = 标点
export-punctuation-source = 原文标点
export-punctuation-restored = 已还原全角标点
