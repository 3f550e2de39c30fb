# reader: the reading view
reader-copy = Copy
reader-copy-source = Copy with source
reader-select-all = Select all
reader-original = Original
reader-original-tip = Show the page as saved, with the kind of each line (O)
reader-quote = Quote
reader-quote-tip = Copy the selected text with its source; with nothing selected, the title and source
reader-export = Export
reader-export-tip = Save this article as a file
reader-export-md = Markdown…
reader-export-html = Web page (HTML)…
reader-export-txt = Plain text…
reader-furniture-folded = { $n ->
    [one] 1 line of page navigation hidden
   *[other] { $n } lines of page navigation hidden
}
reader-furniture-open = { $n ->
    [one] 1 line of page navigation
   *[other] { $n } lines of page navigation
}
reader-furniture-show = Show
reader-furniture-hide = Hide
reader-date-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
reader-date-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
reader-date-year = { $year }
reader-date-inferred = { $date } (inferred)
reader-place-count = { $n ->
    [one] 1 place
   *[other] { $n } places
}
reader-go-to = Go to “{ $heading }”
place-only = Only { $place }
place-counts = { $named ->
    [0] Not named by itself here
    [one] Named once here
   *[other] Named { $named } times here
}{ $joint ->
    [0] .
    [one] ; once in a joint name.
   *[other] ; { $joint } times in joint names.
}
place-how-named = Recognised by its name “{ $text }”.
place-how-joint = Part of the joint name “{ $text }”.
place-rule-full-name = Recognised by its full name “{ $text }”.
place-rule-short-name = Recognised by its short name “{ $text }”.
place-rule-old-name = Recognised by its older name “{ $text }”.
place-rule-other-name = Recognised by another of its names, “{ $text }”.
place-rule-by-rank = Recognised by “{ $text }”: the highest-ranking place with this name.
place-rule-by-province = Recognised by “{ $text }”: the article names its province.
place-rule-by-city = Recognised by “{ $text }”: the article names its city.
place-rule-by-full-name = Recognised by “{ $text }”: the article also gives its full name.
place-rule-in-list = Recognised by “{ $text }”: listed with places in the same region.
place-rule-after-its-container = Recognised by “{ $text }”: right after the region it lies in.
place-rule-joint = Part of the joint name “{ $text }”.
place-rule-joint-longer = Part of the joint name “{ $text }”, within a longer word.
place-rule-joint-in-list = Part of the joint name “{ $text }”, listed with others.
place-rule-known-joint = Part of the well-known joint name “{ $text }”.
place-rule-letter-after-verb = Recognised by its abbreviation “{ $text }”, after a verb.
place-rule-regions = Part of “{ $text }”, a joint name of provinces.
place-level-municipality = municipality
place-level-province = province
place-level-city = city
place-level-county = county
place-level-zone = new area
kind-furniture = clutter
kind-title = title
kind-subtitle = subtitle
kind-byline = byline
kind-heading = heading
kind-paragraph = text
kind-question = question
kind-answer = answer
kind-caption = caption
kind-credit = credit
reader-is-place = Selection is a place…
reader-line-kind = This line is…
place-not-here = Not a place here
place-another = Another place…
place-mention-of = { $n } of { $count }
place-next-mention = Next mention
place-previous-mention = Previous mention
place-rule-corrected = Corrected by you: “{ $text }”.
place-refused = Does not look like a place here.
place-refused-across-words = Falls across two words.
place-refused-inside-word = Part of a longer word.
place-refused-person-name = A person’s name.
place-refused-school = Name of a school or institution.
place-refused-company = Name of a company.
place-refused-media = Name of a news outlet.
place-refused-product = Name of a product.
place-refused-water-or-hill = Name of a river, lake or mountain.
place-refused-road = Name of a road.
place-refused-airport = Name of an airport or station.
place-refused-town = Name of a town, street or neighbourhood.
place-refused-history = A historical name.
place-refused-foreign = A foreign name.
place-refused-common-word = An ordinary word here.
place-refused-namesake = Several places have this name; the text does not say which is meant.
place-refused-unsupported = Nothing else in the text supports it.
place-refused-part-of-province = Means part of a province.
place-refused-corrected = You said this is not a place.
reader-kind-name = Correct the kind: { $kind }, { $line }
reader-kind-tip = Correct the kind of this line
reader-corrected-tip = See your corrections
place-refused-contested = The characters around it form other words.
place-refused-number = Runs together with a number.
place-refused-work = Name of a work.
place-rule-joint-again = Part of the joint name “{ $text }”, recognised elsewhere in the article.
place-rule-two-alike = Part of the joint name “{ $text }”, beside another one.
place-rule-provinces = Part of the joint name of provinces “{ $text }”.
place-rule-joint-over-name = Part of the joint name “{ $text }”, not the place of the same form.
find-count = { $at }/{ $all }
find-none = Not found
find-close = Close find
reader-search-folder = Search the folder for the selection
reader-pinyin = Pinyin
reader-script-hant = Traditional
reader-script-hans = Simplified
keys-marking = Notes
cmd-highlight = Highlight
cmd-highlight-yellow = Yellow
cmd-highlight-green = Green
cmd-highlight-blue = Blue
cmd-highlight-red = Red
colour-yellow = Yellow
colour-green = Green
colour-blue = Blue
colour-red = Red
cmd-note = Note
cmd-bookmark = Bookmark
cmd-marks = All notes and bookmarks
mark-note = Write a note…
mark-remove = Remove
note-name = Text of the note
note-hint = Write something… (Ctrl+Enter saves)
note-of = Note: { $note }
bookmark-of = Bookmark: { $quote }
bookmark-tip = Remove the bookmark
marks-none = No notes or bookmarks yet. Select text and press H to highlight it or C to write a note, or use the right mouse button; press B to set a bookmark here.
marks-export-md = Export Markdown…
marks-export-json = Export JSON…
marks-merge = Import…
marks-remove = Remove
marks-remove-name = Remove note: { $what }
marks-edit = Edit
marks-edit-name = Edit note: { $what }
marks-show-name = Show note: { $what }
marks-lost = (the article has changed; this passage is no longer found)
marks-lost-in = { $page } (the article has changed; this passage is no longer found)
marks-bookmark-before = Bookmark:{" "}
marks-write = Export notes
marks-read = Import notes
marks-file = Notes
marks-file-name = shuangcheng-notes
path-no-dialog-marks = No file dialog is available here. Notes will be saved to the file below; an existing file will not be overwritten.
path-no-dialog-marks-read = No file dialog is available here. Type or paste the path of a notes file.
path-read-marks = Import
notice-marks-written = Notes saved to { $name }
notice-marks-not-written = Notes were not saved: { $name }
notice-marks-not-read = Notes were not imported: { $name }
notice-marks-not-read-next = This file is damaged, or was not exported by Shuangcheng. Your own notes are unchanged.
notice-marks-merged = Notes imported: { $name }
notice-mark-removed = Note removed
notice-redone = Done again
reader-marks = Notes { $n }
layout-paragraph = Spacing
layout-own-sans = Shuangcheng Sans
layout-strong = Heavier text
layout-justify = Justified
layout-hang = Hanging marks
script-source = As written
script-hans = Simplified
script-hant = Traditional
theme-white = White
theme-sepia = Sepia
theme-contrast = High contrast
cmd-script = As written, simplified, traditional, Hong Kong
cmd-back = Back
cmd-forward = Forward
cmd-fullscreen = Full screen
status-left = { $n } min left
cmd-dots = Emphasis dots
cmd-spell = Pinyin above the selection
cmd-spell-all = Pinyin above the article
layout-pinyin = Pinyin
cmd-beside = Two articles side by side
cmd-other-side = Keys to the other article
cmd-next-difference = Next difference
cmd-previous-difference = Previous difference
row-beside = Show beside the article
beside-close = Close side by side
beside-swap = Swap
beside-same = No differences
beside-differences = { $n } differences
beside-alike = { $n }% alike
beside-mark = Show what differs
beside-first = First: { $title }
beside-second = Second: { $title }
layout-latin = Latin font
layout-latin-same = Same as text
cmd-aloud = Read aloud from here, or stop
reader-aloud = Read aloud
reader-aloud-stop = Stop
script-hk = Hong Kong
theme-own = Your own colours
colour-paper = Paper
colour-ink = Ink
colour-accent = Accent
colour-hue = Hue
colour-saturation = Saturation
colour-value = Lightness
colour-clear = Contrast of ink and paper { $n }: easy to read
colour-faint = Contrast of ink and paper only { $n }: strengthened on screen so that it can be read
colour-reset = Back to the first colours
