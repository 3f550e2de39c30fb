# timeline: facts in the order of time
