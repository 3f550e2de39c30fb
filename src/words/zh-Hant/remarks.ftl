# What a reader should know about a file, by remark code; and why a file could not be read.
remark-empty = 檔案裡沒有文字
remark-no-article = 只有網頁雜項，沒有正文
remark-repost-stamp = 頁面日期是轉載時間，不是事情發生的時間
remark-years-deleted = 文中的年份被刪去了
remark-decoding-damage = 有些位元組無法解碼，文字可能有缺損
remark-converted-script = 像是由機器轉換的繁體
remark-truncated = 檔案太長，只讀了開頭一部分
remark-no-title = 頁面沒有標題，顯示的標題是本程式取的
remark-encoding-forced = 編碼由您選定
problem-denied = 沒有讀取權限
problem-vanished = 找不到了，可能已被移走或刪除
problem-link-loop = 連結繞回了上層資料夾，沒有進入
problem-special = 不是一般檔案，沒有開啟
problem-io = 讀取失敗
problem-open-missing = 找不到「{ $path }」。請檢查路徑，或另選一個資料夾
problem-open-denied = 沒有權限讀取「{ $path }」。請檢查資料夾的權限
problem-open-io = 無法開啟「{ $path }」：{ $detail }
