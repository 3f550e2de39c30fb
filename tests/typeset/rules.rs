//! The numbered rules swept over whole paragraphs: both scripts, every measure from 5 to 40 em, the reading face's own widths.

use shuangcheng::typeset::{
    Break, Convention, Item, Line, Options, Placed, break_lines,
    class::{Class, never_starts_line},
    font::{FontMeasure, SERIF},
    itemize,
    lines::solid_range,
    place,
};

struct Swept<'a> {
    items: &'a [Item],
    options: &'a Options,
    measure: f32,
    lines: &'a [Line],
}

impl Swept<'_> {
    fn placed(&self, line: &Line) -> Vec<Placed> {
        let mut out = vec![];
        place(self.items, line, self.options, &mut out);
        out.truncate(solid_range(self.items, line).len());
        out
    }

    fn text(&self, line: &Line) -> String {
        self.items[line.start as usize..line.end as usize].iter().map(|item| item.ch).collect()
    }
}

/// Calls `check` for every passage and measure.
fn sweep(options: impl Fn(Options) -> Options, mut check: impl FnMut(&Swept<'_>)) {
    let mut count = 0;
    for (script, text) in
        include_str!("../cases/passages.txt").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
    {
        let convention = if script == "hant" { Convention::Hant } else { Convention::Hans };
        let options = options(Options { convention, ..Options::default() });
        let mut font = FontMeasure::new(SERIF, u32::from(script == "hant")).expect("the reading face");
        let items = itemize(text, text, &options, &mut font);
        let mut lines = vec![];
        for step in 0..=140_u8 {
            let measure = 5.0 + f32::from(step) * 0.25;
            break_lines(&items, measure, &options, &mut lines);
            check(&Swept { items: &items, options: &options, measure, lines: &lines });
            count += 1;
        }
    }
    assert!(count > 2000);
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Rules 4–12 and 14: what starts and ends lines. In so narrow a column that a cluster of marks is wider than the line, one is broken.
#[test]
fn starts_and_ends() {
    for hang in [false, true] {
        sweep(
            |options| Options { hang, ..options },
            |set| {
                for pair in set.lines.windows(2) {
                    let (last, first) = (set.placed(&pair[0]), &set.items[pair[1].start as usize]);
                    let last = &set.items[last[last.len() - 1].item as usize];
                    let text = (set.text(&pair[0]), set.text(&pair[1]));
                    assert!(first.class == Class::Latin || !never_starts_line(first.ch), "{text:?} at {}", set.measure);
                    assert!(!matches!(last.class, Class::Open | Class::PreUnit | Class::Solidus), "{text:?}");
                    assert!(!(last.class == Class::Dash && first.class == Class::Dash), "{text:?}");
                    assert!(!(last.class == Class::Ellipsis && first.class == Class::Ellipsis), "{text:?}");
                }
            },
        );
    }
}

/// Rules 15–18: numbers with what belongs to them, words. Only addresses are broken inside, and words longer than the line.
#[test]
fn numbers_and_words() {
    sweep(
        |options| options,
        |set| {
            for pair in set.lines.windows(2) {
                let first = &set.items[pair[1].start as usize];
                if first.brk == Break::Allowed {
                    continue;
                }
                let letters = |at: &usize| set.items[*at].class == Class::Latin;
                let start = pair[1].start as usize;
                let from = (0..start).rev().take_while(letters).last().unwrap_or(start);
                let to = (start..set.items.len()).take_while(letters).last().unwrap_or(start);
                let word: String = set.items[from..=to].iter().map(|item| item.ch).collect();
                let width: f32 = set.items[from..=to].iter().map(|item| item.body).sum();
                let address = word.contains("://") || word.contains("www.") || word.contains('@');
                assert!(address || width > set.measure - 2.0, "{word} is broken at {}", set.measure);
            }
        },
    );
}

/// Rules 1, 19, 20 and 21: the indent, full lines, the last line. Nothing is wider than the measure.
#[test]
fn widths() {
    sweep(
        |options| options,
        |set| {
            let (mut natural, last) = (0.0_f32, set.lines.len() - 1);
            for (n, line) in set.lines.iter().enumerate() {
                let placed = set.placed(line);
                let end = placed[placed.len() - 1].end;
                let text = set.text(line);
                assert!(end <= set.measure + 1e-3, "{text} ends at {end} of {}", set.measure);
                if n < last {
                    let word =
                        placed.len() == 1 || placed.iter().all(|p| set.items[p.item as usize].class == Class::Latin);
                    assert!((end - set.measure).abs() < 2e-3 || word, "{text} ends at {end}");
                }
                natural += end;
            }
            let line = &set.lines[last];
            assert!(line.stretch_gap == 0.0 && line.stretch_word == 0.0 && line.stretch_latin == 0.0);
            let body = set.text(line).chars().filter(|c| c.is_alphanumeric()).count();
            assert!(body >= 2 || set.measure < 6.0 || natural < set.measure, "{} at {}", set.text(line), set.measure);
            let start = set.placed(&set.lines[0])[0].start;
            assert!((start - 2.0).abs() < 1e-4, "the first line starts at {start}");
        },
    );
}

/// Rules 2, 3 and 31: marks at the edges give up their empty half.
#[test]
fn edges() {
    sweep(
        |options| options,
        |set| {
            for line in set.lines {
                let placed = set.placed(line);
                let (first, last) = (&placed[0], &placed[placed.len() - 1]);
                let item = |p: &Placed| set.items[p.item as usize];
                if item(first).class == Class::Open {
                    assert!((first.end - first.start - 0.5).abs() < 1e-3 || item(first).trail > 0.0);
                    assert!((first.start - line.indent).abs() < 1e-4);
                }
                let mark = item(last);
                if matches!(mark.class, Class::Close | Class::Pause | Class::Stop) && mark.body < 1.0 && !line.last {
                    let width = last.end - last.start;
                    assert!(width <= 0.5 + mark.lead + 1e-3, "{} takes {width} at the end", mark.ch);
                }
            }
        },
    );
}

/// Rules 22, 23 and 42: every gap of a line that opens opens as far, and no further than ⅛ em in a column as wide as a book's.
#[test]
fn openings() {
    // before a long number, or with little but an address on the line, there may be nothing else to do
    let (mut loose, mut all) = (0, 0);
    sweep(
        |options| options,
        |set| {
            for line in set.lines {
                let placed = set.placed(line);
                let text = set.text(line);
                let mut gaps = vec![];
                for pair in placed.windows(2) {
                    let [a, b] = [&pair[0], &pair[1]].map(|p| set.items[p.item as usize]);
                    let gap = pair[1].start - pair[0].end;
                    if is_han(a.ch) && is_han(b.ch) {
                        gaps.push(gap);
                    }
                    let whole = |class| matches!(class, Class::Latin | Class::Dash | Class::Ellipsis);
                    if a.class == b.class && whole(a.class) {
                        assert!(gap.abs() < 1e-3, "{text} is torn at {}{}", a.ch, b.ch);
                    }
                    let fixed = |class| matches!(class, Class::Connector | Class::Solidus);
                    if (fixed(a.class) || fixed(b.class)) && !line.seams {
                        assert!(gap.abs() < 1e-3, "{text} opens at {}{}", a.ch, b.ch);
                    }
                }
                let (least, most) = gaps.iter().fold((f32::MAX, 0.0_f32), |(l, m), g| (l.min(*g), m.max(*g)));
                assert!(gaps.is_empty() || most - least < 2e-3, "{text} opens unevenly: {gaps:?}");
                all += usize::from(set.measure >= 20.0);
                loose += usize::from(set.measure >= 20.0 && most > 0.126);
            }
        },
    );
    assert!(loose * 50 < all, "{loose} of {all} lines are loose");
}

/// Rules 32 and 33: the gap between Han and Latin.
#[test]
fn latin_gaps() {
    sweep(
        |options| options,
        |set| {
            for line in set.lines {
                for pair in set.placed(line).windows(2) {
                    let [a, b] = [&pair[0], &pair[1]].map(|p| set.items[p.item as usize]);
                    let gap = pair[1].start - pair[0].end;
                    let meets = |a: char, b: char| is_han(a) && b.is_ascii_alphanumeric();
                    if meets(a.ch, b.ch) || meets(b.ch, a.ch) {
                        assert!(gap >= 0.125 - 1e-3, "{}{} are {gap} apart", a.ch, b.ch);
                        assert!(line.stretch_gap > 0.0 || gap <= 0.5 + 1e-3, "{}{} are {gap} apart", a.ch, b.ch);
                        if line.last && line.shrink.iter().all(|used| *used == 0.0) {
                            assert!((gap - 0.25).abs() < 1e-3);
                        }
                    }
                    let mark = |class: Class| class.is_mark();
                    if (mark(a.class) && b.class == Class::Latin || a.class == Class::Latin && mark(b.class))
                        && line.stretch_gap == 0.0
                    {
                        assert!(gap.abs() < 1e-3, "{}{} are {gap} apart", a.ch, b.ch);
                    }
                }
            }
        },
    );
}

/// Rule 38: with hanging marks every line ends at the measure with its text or has one mark beyond it.
#[test]
fn hanging() {
    let mut hung = 0;
    sweep(
        |options| Options { hang: true, ..options },
        |set| {
            for line in set.lines.iter().filter(|line| !line.last) {
                let placed = set.placed(line);
                let last = placed[placed.len() - 1];
                let beyond = placed.iter().filter(|p| p.end > set.measure + 1e-3).count();
                assert!(beyond <= 1, "{} marks hang from {}", beyond, set.text(line));
                if beyond == 1 {
                    hung += 1;
                    assert!(matches!(set.items[last.item as usize].class, Class::Pause | Class::Stop));
                    assert!((last.start - set.measure).abs() < 2e-3 || last.start < set.measure, "{}", set.text(line));
                    assert!(set.options.convention == Convention::Hans);
                }
            }
        },
    );
    assert!(hung > 100, "{hung}");
}
