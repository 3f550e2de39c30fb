# search: what is told about a search text, results in context, saved views
search-advice-quote = The quote is not closed: everything behind it is looked for as one phrase
search-advice-group = The bracket is not closed: it is looked for as it stands
search-advice-operator = “{ $operator }” has no word on one side and does nothing
search-advice-field = Nothing stands behind “{ $field }:” yet, so it does nothing
search-advice-place = No place is called “{ $place }”: it is looked for as it stands
search-advice-date = “{ $date }” is no date; write 2020, 2020-07 or 2020-01..2020-07
search-advice-value = “{ $field }:” has no “{ $value }”: it is looked for as it stands
search-advice-near = Only words can be near each other; the rest simply has to hold
search-advice-pattern = The regular expression /{ $pattern }/ has a mistake and is looked for as it stands ({ $details })
search-advice-pattern-large = The regular expression /{ $pattern }/ is too large and is looked for as it stands
