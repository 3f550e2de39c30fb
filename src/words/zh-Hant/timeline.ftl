# timeline: facts in the order of time
cmd-later-fact = 往後一項
cmd-earlier-fact = 往前一項
cmd-next-lane = 下一道
cmd-previous-lane = 上一道
timeline-by-parties = 按合作方分道
timeline-by-city = 按城市
timeline-by-kind = 按類別
timeline-legend = 虛線：日期由上下文推定 · 空心：年份未知
timeline-left-out = 另有 { $n } 項沒有日期
timeline-no-year = 年份未知
timeline-empty = 沒有寫明日期的事項
timeline-nearer = 放大時間
timeline-farther = 縮小時間
timeline-all = 全部時間
timeline-svg = SVG 圖
timeline-png = PNG 圖
