//! Setting text, one core: paragraphs, long articles, scrolling and pointing; egui's own label beside it, on the same text and face.
//!
//! `cargo bench --bench typeset`

use std::sync::Arc;

use divan::{Bencher, black_box, counter::CharsCount};
use egui::{FontFamily, FontId};
use shuangcheng::{
    app::fonts,
    text::{restore::restore, span::ByteRange},
    typeset::{
        Line, Measure, Options, break_lines,
        font::{FontMeasure, SERIF},
        itemize,
        page::{Align, BlockSpec, BlockStyle, Content, Page},
    },
};

fn main() {
    divan::main();
}

const MEASURE_EM: f32 = 34.0;
const SIZE: f32 = 18.0;
const VIEW: f32 = 900.0;

/// Paragraphs of every kind, until there are `chars` characters. With `lines`, one paragraph a line, else all in one.
fn text(chars: usize, lines: bool) -> String {
    let passages: Vec<&str> =
        include_str!("../tests/cases/passages.txt").lines().filter_map(|line| line.strip_prefix("hans\t")).collect();
    let mut out = String::new();
    let mut count = 0;
    for (n, passage) in passages.iter().cycle().enumerate() {
        if count >= chars {
            break;
        }
        // no two paragraphs are alike: egui remembers what it has laid out
        let number = format!("第{n}段，");
        count += number.chars().count() + passage.chars().count();
        out.push_str(&number);
        out.push_str(passage);
        if lines {
            out.push('\n');
        }
    }
    out
}

fn font() -> FontMeasure {
    FontMeasure::new(SERIF, 0).unwrap_or_else(|| unreachable!("the reading face is a font"))
}

fn faces() -> Vec<Box<dyn Measure>> {
    vec![Box::new(font())]
}

fn style() -> BlockStyle {
    BlockStyle {
        options: Options::default(),
        face: 0,
        size: SIZE,
        pitch: 34.0,
        before: 0.0,
        after: 11.0,
        inset: 0.0,
        align: Align::Start,
        balance: false,
    }
}

fn page(text: &Arc<str>) -> Page {
    let mut at = 0;
    let mut specs = Vec::new();
    for line in text.split_inclusive('\n') {
        let range = ByteRange::new(at, at + line.trim_end_matches('\n').len());
        specs.push(BlockSpec { content: Content::Source(range), style: 0, label_bytes: 0, tag: 0 });
        at += line.len();
    }
    Page::new(Arc::clone(text), restore, specs, vec![style()], MEASURE_EM * SIZE)
}

/// From characters to lines, the whole text.
#[divan::bench(args = [10_000, 1_000_000])]
fn first_layout(bencher: Bencher<'_, '_>, chars: usize) {
    let text = text(chars, true);
    let mut font = font();
    let options = Options::default();
    let mut lines: Vec<Line> = Vec::new();
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| {
        for paragraph in text.lines() {
            let items = itemize(paragraph, paragraph, &options, &mut font);
            break_lines(&items, MEASURE_EM, &options, &mut lines);
            black_box(&lines);
        }
    });
}

/// The same by egui's label: its galley of the whole text.
#[divan::bench(args = [10_000, 1_000_000])]
fn first_layout_by_egui(bencher: Bencher<'_, '_>, chars: usize) {
    let text = text(chars, true);
    let ctx = egui::Context::default();
    ctx.set_fonts(fonts::definitions(false, None));
    ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
    let mut width = MEASURE_EM * SIZE;
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| {
        // another width each time, for the same reason; it rounds widths to whole points
        width += 1.0;
        let id = FontId::new(SIZE, FontFamily::Name("serif-sc".into()));
        ctx.fonts_mut(|fonts| black_box(fonts.layout(text.clone(), id, egui::Color32::BLACK, width)));
    });
}

/// New line ends for boxes that are there: what a new width costs when everything is set again.
#[divan::bench]
fn new_width_of_a_million(bencher: Bencher<'_, '_>) {
    let text = text(1_000_000, true);
    let mut font = font();
    let options = Options::default();
    let paragraphs: Vec<_> = text.lines().map(|p| itemize(p, p, &options, &mut font)).collect();
    let mut lines: Vec<Line> = Vec::new();
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| {
        for items in &paragraphs {
            break_lines(items, 30.0, &options, &mut lines);
            black_box(&lines);
        }
    });
}

/// Opening an article of a million characters: until the first view is set. One paragraph, and many.
#[divan::bench(args = [false, true])]
fn first_view_of_a_million(bencher: Bencher<'_, '_>, paragraphs: bool) {
    let text: Arc<str> = text(1_000_000, paragraphs).into();
    bencher.bench(|| {
        let mut page = page(&text);
        black_box(page.settle(0.0, VIEW, &mut faces()));
    });
}

/// A new width in the middle of a million characters: until the view is set again.
#[divan::bench(args = [false, true])]
fn new_width_in_view(bencher: Bencher<'_, '_>, paragraphs: bool) {
    let text: Arc<str> = text(1_000_000, paragraphs).into();
    let mut page = page(&text);
    let mut faces = faces();
    let mut top = page.settle(page.height() * 0.5, VIEW, &mut faces);
    let mut width = MEASURE_EM * SIZE;
    bencher.bench_local(|| {
        width = if width > 600.0 { 540.0 } else { MEASURE_EM * SIZE };
        let at = page.source_at(top);
        page.reshape(vec![style()], width);
        let pos = at.and_then(|at| page.pos_of(at)).unwrap_or_default();
        page.set_at(pos, &mut faces);
        top = page.settle(page.top_of(pos), VIEW, &mut faces);
        black_box(top);
    });
}

/// One step of scrolling through text that was not set before: the slowest is the worst frame.
#[divan::bench(args = [false, true], sample_size = 1, sample_count = 2000)]
fn scroll_step(bencher: Bencher<'_, '_>, paragraphs: bool) {
    let text: Arc<str> = text(1_000_000, paragraphs).into();
    let mut page = page(&text);
    let mut faces = faces();
    let mut top = page.settle(0.0, VIEW, &mut faces);
    bencher.bench_local(|| {
        top = page.settle((top + 300.0) % page.height(), VIEW, &mut faces);
        black_box(page.lines_between(top..top + f64::from(VIEW)).count())
    });
}

/// The character under a point.
#[divan::bench]
fn hit_test(bencher: Bencher<'_, '_>) {
    let text: Arc<str> = text(100_000, true).into();
    let mut page = page(&text);
    let top = page.settle(page.height() * 0.5, VIEW, &mut faces());
    let mut at = 0.0;
    bencher.bench_local(|| {
        at = (at + 37.0) % 600.0;
        black_box(page.hit(at, top + f64::from(at)))
    });
}

/// Punctuation of a million characters, restored.
#[divan::bench]
fn restored_punctuation(bencher: Bencher<'_, '_>) {
    let text = text(1_000_000, true).replace('，', ",").replace('：', ":").replace(['“', '”'], "\"");
    bencher.counter(CharsCount::of_str(&text)).bench(|| black_box(restore(&text)));
}
