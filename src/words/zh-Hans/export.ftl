# export: facts at the end of an exported file, and why a file could not be written
export-source = 来源
export-date = 日期
export-authors = 作者
export-cities = 城市
export-file = 文件
export-sha256 = SHA-256
export-punctuation = 标点
export-punctuation-source = 原文标点
export-punctuation-restored = 已还原全角标点
export-error-exists = 那里已有同名文件，没有动它。请换个名字。
export-error-inside-library = 那里属于打开的文集，文集只读不写。请换个文件夹。
export-error-no-folder = 那个文件夹已经不在了。请换一个。
export-error-not-a-file = 那里有一个同名的文件夹。请换个名字。
export-error-denied = 没有权限写入那里。请换个文件夹，例如“文档”。
export-error-full = 磁盘满了。请腾出空间，或换一个磁盘。
export-error-io = 系统没能写入。请检查磁盘是否连接好，或换个文件夹。
