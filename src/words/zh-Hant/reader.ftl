# reader: the reading view
reader-copy = 複製
reader-copy-source = 連同出處複製
reader-select-all = 全選
reader-original = 原文
reader-original-tip = 顯示網頁原樣，逐行註明類別（O）
reader-quote = 引用
reader-quote-tip = 複製選取文字和出處；沒有選取時複製題名和出處
reader-export = 匯出
reader-export-tip = 把這篇文章存成檔案
reader-export-md = Markdown…
reader-export-html = 網頁 HTML…
reader-export-txt = 純文字…
reader-furniture-folded = 已收起 { $n } 行網頁導航
reader-furniture-open = 網頁導航 { $n } 行
reader-furniture-show = 顯示
reader-furniture-hide = 收起
reader-date-day = { $year } 年 { $month } 月 { $day } 日
reader-date-month = { $year } 年 { $month } 月
reader-date-year = { $year } 年
reader-date-inferred = { $date }（推定）
reader-place-count = { $n } 個地名
reader-go-to = 到「{ $heading }」
reader-quote-title = 《{ $title }》
reader-quote-join = { $line }，{ $part }
place-only = 只看{ $place }
place-counts = 本文提及 { $named } 次{ $joint ->
    [0] 。
   *[other] ，另以合稱 { $joint } 次。
}
place-how-named = 識別為地名「{ $text }」。
place-how-joint = 出自合稱「{ $text }」。
place-level-province = 省級
place-level-city = 地級
place-level-county = 縣級
place-level-zone = 新區
kind-furniture = 網頁雜項
kind-title = 標題
kind-subtitle = 副題
kind-byline = 署名
kind-heading = 小標題
kind-paragraph = 正文
kind-question = 問
kind-answer = 答
kind-caption = 圖說
kind-credit = 編審
