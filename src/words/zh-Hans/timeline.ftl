# timeline: facts in the order of time
cmd-later-fact = 往后一项
cmd-earlier-fact = 往前一项
cmd-next-lane = 下一道
cmd-previous-lane = 上一道
timeline-by-parties = 按合作方分道
timeline-by-city = 按城市
timeline-by-kind = 按类别
timeline-legend = 虚线：日期由上下文推定 · 空心：年份未知
timeline-left-out = 另有 { $n } 项没有日期
timeline-no-year = 年份未知
timeline-empty = 没有写明日期的事项
timeline-nearer = 放大时间
timeline-farther = 缩小时间
timeline-all = 全部时间
timeline-svg = SVG 图
timeline-png = PNG 图
