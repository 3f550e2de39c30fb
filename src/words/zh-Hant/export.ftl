# export: facts at the end of an exported file, and why a file could not be written
export-source = 來源
export-date = 日期
export-authors = 作者
export-cities = 城市
export-file = 檔案
export-sha256 = SHA-256
export-punctuation = 標點
export-punctuation-source = 原文標點
export-punctuation-restored = 已還原全形標點
export-error-exists = 那裡已有同名檔案，未做更動。請換個名稱。
export-error-inside-library = 那裡屬於開啟的文集，文集只讀不寫。請換個資料夾。
export-error-no-folder = 那個資料夾已經不在了。請換一個。
export-error-not-a-file = 那裡有一個同名的資料夾。請換個名稱。
export-error-denied = 沒有權限寫入那裡。請換個資料夾，例如「文件」。
export-error-full = 磁碟空間已滿。請釋出空間，或換一個磁碟。
export-error-io = 系統無法寫入。請檢查磁碟是否已正確連接，或換個資料夾。
