# search: what is told about a search text, results in context, saved views
search-advice-quote = 引號沒有成對：從引號起到末尾按一個片語搜尋
search-advice-group = 括號沒有成對：按原樣搜尋
search-advice-operator = 「{ $operator }」的一邊沒有詞，沒有用上
search-advice-field = 「{ $field }:」後面還沒有內容，沒有用上
search-advice-place = 沒有叫「{ $place }」的地方：按原樣搜尋
search-advice-date = 看不懂日期「{ $date }」：寫成 2020、2020-07 或 2020-01..2020-07
search-advice-value = 「{ $field }:」沒有「{ $value }」這一項：按原樣搜尋
search-advice-near = 只有詞可以要求同句、同段；其餘條件照常起作用
search-advice-pattern = 正則式 /{ $pattern }/ 有誤，按原樣搜尋（{ $details }）
search-advice-pattern-large = 正則式 /{ $pattern }/ 太大，按原樣搜尋
