//! What must hold for every paragraph, whatever its characters: composition over a font of fixed widths.

use std::sync::Arc;

use proptest::prelude::*;
use shuangcheng::{
    text::span::ByteRange,
    typeset::{
        Break, Convention, FixedMeasure, Item, Kinsoku, Line, Measure, Options, break_lines,
        class::{Class, class_of, never_starts_line},
        itemize,
        lines::solid_range,
        page::{Align, BlockSpec, BlockStyle, Content, Page},
        place,
    },
};

/// Mostly what pages hold, with every kind of trouble in between.
fn text(max: usize) -> impl Strategy<Value = String> {
    let char = prop_oneof![
        12 => prop::sample::select("遂潼甲乙丙丁戊己庚辛壬癸两地一体化発展".chars().collect::<Vec<_>>()),
        5 => prop::sample::select("，。、；：？！“”‘’（）《》「」『』【】—…·～／％￥々".chars().collect::<Vec<_>>()),
        3 => prop::sample::select("abcXYZ019.,:;%()-/'\"".chars().collect::<Vec<_>>()),
        2 => prop::sample::select(vec![' ', '\u{3000}', '\t', '\u{a0}', '\u{301}', '\u{fe0f}', '\u{200b}', '\u{2e3a}', '\u{5d0}', '😀', '\u{200d}', '👩', '🇨', '㎡', '\u{20000}', '\u{fffd}', '９']),
        1 => any::<char>(),
    ];
    prop::collection::vec(char, 0..max).prop_map(|chars| chars.into_iter().collect())
}

fn options() -> impl Strategy<Value = Options> {
    let kinsoku =
        prop::sample::select(vec![Kinsoku::Off, Kinsoku::Basic, Kinsoku::Gb, Kinsoku::Strict, Kinsoku::Strict]);
    (any::<bool>(), any::<bool>(), 0..=2_u8, any::<bool>(), 0..5_u8, kinsoku).prop_map(
        |(hant, justify, indent, hang, grid, kinsoku)| {
            let options = Options {
                convention: if hant { Convention::Hant } else { Convention::Hans },
                justify,
                indent: f32::from(indent),
                hang,
                kinsoku,
                ..Options::default()
            };
            if grid == 0 { options.on_grid() } else { options }
        },
    )
}

/// A measure in em: whole, or any.
fn measure() -> impl Strategy<Value = f32> {
    prop_oneof![(1..41_u8).prop_map(f32::from), (1.0..41.0_f32)]
}

fn set(text: &str, measure: f32, options: &Options) -> (Vec<Item>, Vec<Line>) {
    let items = itemize(text, text, options, &mut FixedMeasure);
    let mut lines = vec![];
    break_lines(&items, measure, options, &mut lines);
    (items, lines)
}

fn style(options: Options) -> BlockStyle {
    BlockStyle {
        options,
        face: 0,
        size: 18.0,
        pitch: 35.0,
        before: 0.0,
        after: 14.0,
        inset: 0.0,
        align: Align::Start,
        balance: false,
    }
}

fn page(text: &str, options: Options, width: f32) -> Page {
    let mut at = 0;
    let mut specs = vec![];
    for line in text.split_inclusive('\n') {
        let range = ByteRange::new(at, at + line.trim_end_matches('\n').len());
        specs.push(BlockSpec { content: Content::Source(range), style: 0, label_bytes: 0, tag: 0 });
        at += line.len();
    }
    Page::new(text.into(), str::to_owned, specs, vec![style(options)], width)
}

fn faces() -> Vec<Box<dyn Measure>> {
    vec![Box::new(FixedMeasure)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_the_paragraph_and_fit(text in text(300), measure in measure(), options in options()) {
        // on a grid the hanging mark keeps its empty half
        let hung = if options.hang { if options.grid { 1.0 } else { 0.5 } } else { 0.0 };
        let (items, lines) = set(&text, measure, &options);
        prop_assert_eq!(items.len(), text.chars().count());
        let mut at = 0;
        for line in &lines {
            prop_assert_eq!(line.start, at);
            prop_assert!(line.end > line.start);
            at = line.end;
            let solid = solid_range(&items, line);
            let widest = items[solid.clone()].iter().map(Item::cell).fold(1.0, f32::max);
            prop_assert!(line.width <= measure.max(widest + line.indent) + hung + 1e-2, "{} > {measure}", line.width);
            let mut placed = vec![];
            place(&items, line, &options, &mut placed);
            prop_assert_eq!(placed.len(), (line.end - line.start) as usize);
            for pair in placed.windows(2) {
                prop_assert!(pair[0].right <= pair[1].left + 1e-3, "boxes do not overlap");
                prop_assert!(pair[0].end <= pair[1].start + 1e-3, "nor do their cells");
                prop_assert!(pair[0].start <= pair[0].left + 1e-3 && pair[0].right <= pair[0].end + 1e-3);
            }
            if let Some(last) = placed.last() {
                prop_assert!(last.right <= measure.max(widest + line.indent) + hung + 1e-2);
            }
        }
        prop_assert_eq!(at as usize, items.len());
    }

    #[test]
    fn forbidden_starts_and_ends_only_when_nothing_else_fits(text in text(200), measure in 5.0..41.0_f32, options in options()) {
        let (items, lines) = set(&text, measure, &options);
        for line in lines.iter().skip(1) {
            let first = &items[line.start as usize];
            let before = &lines[lines.iter().position(|l| l.start == line.start).unwrap() - 1];
            let allowed = items[before.start as usize + 1..before.end as usize].iter().any(|i| i.brk == Break::Allowed);
            if first.brk == Break::Allowed {
                let latin = first.class == Class::Latin;
                let strict = options.kinsoku == Kinsoku::Strict;
                prop_assert!(latin || !strict || !never_starts_line(first.ch), "line starts with {}", first.ch);
                let last = items[solid_range(&items, before)].last();
                let opens = last.is_some_and(|l| l.class == Class::Open);
                prop_assert!(!opens || options.kinsoku == Kinsoku::Off, "line ends with an opening mark");
            } else {
                // only an address, or a word too long for any line, is broken to keep the line from being loose
                let word = |at: &u32| items[*at as usize].class == Class::Latin;
                let letters: Vec<u32> =
                    (0..line.start).rev().take_while(word).chain((line.start..items.len() as u32).take_while(word)).collect();
                let width: f32 = letters.iter().map(|at| items[*at as usize].body).sum();
                let address = matches!(first.brk, Break::AtJoint | Break::InAddress);
                prop_assert!(
                    !allowed || address || width + line.indent > measure - 3.0,
                    "a forced break although a permitted one was there: {:?}",
                    first.ch
                );
            }
        }
    }

    #[test]
    fn full_lines_end_at_the_measure(han in 1_usize..200, measure in 5_u8..41) {
        let text: String = "两地携手，共建先行区；“一卡通”、轨道交通（含市域铁路）都在推进。".chars().cycle().take(han).collect();
        let options = Options::default();
        let (_, lines) = set(&text, f32::from(measure), &options);
        for line in lines.iter().filter(|l| !l.last) {
            prop_assert!((line.width - f32::from(measure)).abs() < 1e-2, "{} for {measure}", line.width);
            if measure >= 20 {
                prop_assert!(line.stretch_gap <= 0.125, "opened by {}", line.stretch_gap);
            }
        }
    }

    #[test]
    fn same_input_same_output(text in text(200), measure in measure(), options in options()) {
        prop_assert_eq!(set(&text, measure, &options), set(&text, measure, &options));
    }

    #[test]
    fn points_and_rectangles_agree(text in text(300), width in 90_u16..800, options in options()) {
        let text = text.replace('\r', " ");
        let mut page = page(&text, options, f32::from(width));
        page.settle(0.0, 1e6, &mut faces());
        // a space beside a mark has no width of its own to point at
        for (offset, c) in text.char_indices().filter(|(_, c)| !matches!(class_of(*c), Class::Space | Class::Mark) && *c != '\n') {
            let rects = page.source_rects(ByteRange::new(offset, offset + c.len_utf8()), 0.0..1e9);
            prop_assert!(rects.len() <= 1);
            let Some(rect) = rects.first().filter(|r| r.right - r.left > 1.0) else { continue };
            let pos = page.hit(rect.left + 0.2, rect.top + 1.0);
            prop_assert_eq!(page.source_of(pos), Some(offset));
            let under = page.char_at(rect.left + 0.2, rect.top + 1.0);
            prop_assert_eq!(page.source_of(under), Some(offset));
        }
    }

    #[test]
    fn copying_all_gives_the_source(text in text(400)) {
        let page = page(&text, Options::default(), 300.0);
        prop_assert_eq!(page.copy(page.first(), page.end()), text.strip_suffix('\n').unwrap_or(&text));
    }

    #[test]
    fn a_new_width_keeps_the_line_at_the_top(paragraphs in 1_usize..80, at in 0_u16..1000) {
        let text = "两地携手共建先行区，一卡通与轨道交通都在推进，园区共建也有了眉目，其余事项另行商定。\n".repeat(paragraphs);
        let mut page = page(&text, Options::default(), 600.0);
        let top = page.settle(page.height() * f64::from(at) / 1000.0, 500.0, &mut faces());
        let Some(offset) = page.source_at(top) else { return Ok(()) };
        page.reshape(vec![style(Options::default())], 333.0);
        let pos = page.pos_of(offset).unwrap();
        page.set_at(pos, &mut faces());
        let top = page.settle(page.top_of(pos), 500.0, &mut faces());
        let line = page.line_of(pos).unwrap();
        prop_assert!((line.top - top).abs() < 0.01, "line at {} in a view from {top}", line.top);
        prop_assert!(page.line_bytes(line).unwrap().contains(&pos.at));
    }
}

/// Counts what the composer asks of its font.
#[derive(Default)]
struct Counting(usize);

impl Measure for Counting {
    fn word(&mut self, word: &str, out: &mut Vec<f32>) {
        self.0 += word.len();
        out.extend(word.chars().map(|_| 0.5));
    }
    fn advance(&mut self, _: char) -> f32 {
        self.0 += 1;
        0.5
    }
}

/// A million characters in one line, of the kinds that made composers quadratic. The test would not end in any sensible time if one still did.
#[test]
fn a_million_characters_in_one_paragraph() {
    for unit in ["汉", "a", " ", "，", "“", "a ", "汉 ", "——", "\u{301}", "汉a1，“ ”—…", "http://a.b/"]
    {
        let text = unit.repeat(1_000_000 / unit.chars().count());
        let mut font = Counting::default();
        let items = itemize(&text, &text, &Options::default(), &mut font);
        assert!(font.0 <= text.len() + 1, "{unit}: {} measured for {} bytes", font.0, text.len());
        let mut lines = vec![];
        break_lines(&items, 34.0, &Options::default(), &mut lines);
        assert_eq!(lines.last().map(|l| l.end as usize), Some(items.len()), "{unit}");
    }
}

/// What a million characters take in memory beside their text.
#[test]
fn a_million_characters_need_little_memory() {
    let passages: String =
        include_str!("../cases/passages.txt").lines().filter_map(|l| l.strip_prefix("hans\t")).collect();
    let (items, lines) = set(&passages, 34.0, &Options::default());
    let bytes = items.len() * size_of::<Item>() + lines.len() * size_of::<Line>() + passages.len();
    let million = bytes * 1_000_000 / items.len();
    assert!(million <= 60_000_000, "{million} bytes");
}

/// Opening a long page sets only what is near the view.
#[test]
fn a_page_sets_what_is_near_the_view() {
    let one_line: Arc<str> = "两地共建先行区，各项工作都在推进。".repeat(60_000).into();
    let mut page = page(&one_line, Options::default(), 612.0);
    let top = page.settle(0.0, 900.0, &mut faces());
    assert!(top.abs() < 1e-9);
    assert!(page.items_in_memory() < 40_000, "{} boxes for the first view", page.items_in_memory());
    // jumping to the end sets the end, not everything between
    let top = page.settle(page.height() - 900.0, 900.0, &mut faces());
    assert!(page.items_in_memory() < 120_000, "{} boxes after a jump", page.items_in_memory());
    assert!(page.lines_between(top..top + 900.0).count() >= 20);
}
