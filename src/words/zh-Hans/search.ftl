# search: what is told about a search text, results in context, saved views
search-advice-quote = 引号没有成对：从引号起到末尾按一个短语查找
search-advice-group = 括号没有成对：按原样查找
search-advice-operator = “{ $operator }”的一边没有词，没有用上
search-advice-field = “{ $field }:”后面还没有内容，没有用上
search-advice-place = 没有叫“{ $place }”的地方：按原样查找
search-advice-date = 看不懂日期“{ $date }”：写成 2020、2020-07 或 2020-01..2020-07
search-advice-value = “{ $field }:”没有“{ $value }”这一项：按原样查找
search-advice-near = 只有词可以要求同句、同段；其余条件照常起作用
search-advice-pattern = 正则式 /{ $pattern }/ 有误，按原样查找（{ $details }）
search-advice-pattern-large = 正则式 /{ $pattern }/ 太大，按原样查找
