# timeline: facts in the order of time
cmd-later-fact = Later fact
cmd-earlier-fact = Earlier fact
cmd-next-lane = Next lane
cmd-previous-lane = Previous lane
timeline-by-parties = By partners
timeline-by-city = By city
timeline-by-kind = By kind
timeline-legend = Dashed: date worked out · hollow: year unknown
timeline-left-out = { $n } without a date
timeline-no-year = Year unknown
timeline-empty = No facts with a date
timeline-nearer = Zoom into time
timeline-farther = Zoom out of time
timeline-all = All of time
timeline-svg = SVG drawing
timeline-png = PNG picture
