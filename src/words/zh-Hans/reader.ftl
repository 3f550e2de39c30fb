# reader: the reading view
reader-copy = 复制
reader-copy-source = 连同出处复制
reader-select-all = 全选
reader-original = 原文
reader-original-tip = 显示网页原样，逐行注明类别（O）
reader-quote = 引用
reader-quote-tip = 复制选中文字和出处；没有选中时复制题名和出处
reader-export = 导出
reader-export-tip = 把这篇文章存成文件
reader-export-md = Markdown…
reader-export-html = 网页 HTML…
reader-export-txt = 纯文本…
reader-furniture-folded = 已收起 { $n } 行网页导航
reader-furniture-open = 网页导航 { $n } 行
reader-furniture-show = 显示
reader-furniture-hide = 收起
reader-date-day = { $year } 年 { $month } 月 { $day } 日
reader-date-month = { $year } 年 { $month } 月
reader-date-year = { $year } 年
reader-date-inferred = { $date }（推定）
reader-place-count = { $n } 个地名
reader-go-to = 到“{ $heading }”
reader-quote-title = 《{ $title }》
reader-quote-join = { $line }，{ $part }
place-only = 只看{ $place }
place-counts = 本文提及 { $named } 次{ $joint ->
    [0] 。
   *[other] ，另以合称 { $joint } 次。
}
place-how-named = 识别为地名“{ $text }”。
place-how-joint = 出自合称“{ $text }”。
place-level-province = 省级
place-level-city = 地级
place-level-county = 县级
place-level-zone = 新区
kind-furniture = 网页杂项
kind-title = 标题
kind-subtitle = 副题
kind-byline = 署名
kind-heading = 小标题
kind-paragraph = 正文
kind-question = 问
kind-answer = 答
kind-caption = 图说
kind-credit = 编审
