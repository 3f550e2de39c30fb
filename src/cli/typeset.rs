//! `typeset`: text set in lines of a given width, as text or as the place of every character.

use serde::Serialize;

use super::{Done, End, args::Typeset, io, io::Output};
use crate::{
    text::{encoding::decode, restore::restore_as_typed, script},
    typeset::{
        Convention, FixedMeasure, Item, Line, Measure, Options, Placed, break_lines,
        font::{FontMeasure, SERIF},
        itemize,
        lines::solid_range,
        place,
    },
    words::Words,
};

/// A longer paragraph is set window by window, so that one line of any size needs bounded memory.
const WINDOW_BYTES: usize = 1 << 20;
/// Lines at the end of a window that are set again in the next one: what follows them may change them.
const UNSETTLED_LINES: usize = 4;

pub(super) fn run(wanted: &Typeset, words: &Words, output: &mut Output) -> Result<Done, End> {
    let bytes = io::read_input(wanted.file.as_deref())?;
    let decoded = decode(&bytes, None);
    drop(bytes);
    let text = decoded.text;
    let convention = wanted.convention.unwrap_or_else(|| match script::detect(&text) {
        script::Script::Hant => Convention::Hant,
        _ => Convention::Hans,
    });
    let options = Options { convention, indent: wanted.indent, hang: wanted.hang, ..Options::default() };
    let mut setter = Setter { wanted, options, font: font(convention), lines: Vec::new(), placed: Vec::new() };
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (paragraph, after) = split_line(rest);
        rest = after;
        if wanted.as_is {
            setter.paragraph(paragraph, output)?;
        } else {
            setter.paragraph(&restore_as_typed(paragraph), output)?;
        }
    }
    if decoded.replacements > 0 {
        let name = wanted.file.as_deref().map_or_else(|| "stdin".to_owned(), |path| path.display().to_string());
        let message = words.remark(crate::article::RemarkCode::DecodingDamage);
        output.remark(&words.tn("cli-file-remark", &[("file", name.into()), ("message", message.into())]));
        return Ok(Done::WithRemarks);
    }
    Ok(Done::Clean)
}

/// The reading face of a convention.
fn font(convention: Convention) -> Box<dyn Measure> {
    match FontMeasure::new(SERIF, u32::from(convention == Convention::Hant)) {
        Some(font) => Box::new(font),
        None => Box::new(FixedMeasure),
    }
}

/// The first line without its end (LF, CRLF or CR), and what follows.
fn split_line(text: &str) -> (&str, &str) {
    let Some(end) = memchr::memchr2(b'\n', b'\r', text.as_bytes()) else { return (text, "") };
    let (line, rest) = text.split_at(end);
    (line, rest.strip_prefix("\r\n").or_else(|| rest.get(1..)).unwrap_or_default())
}

struct Setter<'a> {
    wanted: &'a Typeset,
    options: Options,
    font: Box<dyn Measure>,
    lines: Vec<Line>,
    placed: Vec<Placed>,
}

impl Setter<'_> {
    /// Sets one paragraph and prints its lines. One without characters has no lines; as text it stays an empty one.
    fn paragraph(&mut self, shown: &str, output: &mut Output) -> Result<(), End> {
        if shown.is_empty() && !self.wanted.jsonl {
            return output.line("");
        }
        let mut options = self.options;
        let mut rest = shown;
        while !rest.is_empty() {
            let window = rest.get(..floor_char_boundary(rest, WINDOW_BYTES)).unwrap_or(rest);
            let items = itemize(window, window, &options, self.font.as_mut());
            break_lines(&items, self.wanted.measure, &options, &mut self.lines);
            let whole = window.len() == rest.len();
            let settled =
                if whole { self.lines.len() } else { self.lines.len().saturating_sub(UNSETTLED_LINES).max(1) };
            for line in self.lines.iter().take(settled) {
                print(window, &items, line, &options, self.wanted.jsonl, &mut self.placed, output)?;
            }
            let next = self.lines.get(settled).and_then(|line| items.get(line.start as usize));
            rest = next
                .and_then(|item| rest.get(item.byte as usize..))
                .unwrap_or_else(|| rest.get(window.len()..).unwrap_or_default());
            options.indent = 0.0;
        }
        Ok(())
    }
}

/// The greatest boundary between characters at or below `at`.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// A character, its left edge and its width.
#[derive(Serialize)]
struct Place(char, f64, f64);

fn print(
    shown: &str,
    items: &[Item],
    line: &Line,
    options: &Options,
    jsonl: bool,
    placed: &mut Vec<Placed>,
    output: &mut Output,
) -> Result<(), End> {
    if !jsonl {
        let byte = |at: u32| items.get(at as usize).map_or(shown.len(), |item| item.byte as usize);
        return output.line(shown.get(byte(line.start)..byte(line.end)).unwrap_or_default());
    }
    place(items, line, options, placed);
    let solid = solid_range(items, line).len();
    let places: Vec<Place> = placed
        .iter()
        .enumerate()
        .filter_map(|(i, p)| {
            let item = items.get(p.item as usize)?;
            let width = if i < solid { p.end - p.start } else { 0.0 };
            Some(Place(item.ch, round(p.start), round(width)))
        })
        .collect();
    output.json(&places)
}

/// To a ten-thousandth of an em: what is below is noise.
fn round(em: f32) -> f64 {
    // no "-0.0"
    (f64::from(em) * 1e4).round() / 1e4 + 0.0
}
