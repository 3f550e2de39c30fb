//! First stage: the characters of a paragraph become boxes with a class, a width and adjustable empty parts.

use super::{
    breaks,
    class::{Class, class_of},
    measure::Measure,
    options::{Convention, Options},
};

/// Whether a line may end before a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Break {
    /// No.
    #[default]
    Never,
    /// Only when the line would else be wider than the measure (inside a long word).
    Emergency,
    /// Yes.
    Allowed,
}

/// One character with its space. Widths in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// The character shown.
    pub ch: char,
    /// Its role here.
    pub class: Class,
    /// Whether a line may end before it.
    pub brk: Break,
    /// Byte offset in the shown text.
    pub byte: u32,
    /// Byte offset in the source text.
    pub src: u32,
    /// Width without the adjustable parts.
    pub body: f32,
    /// Adjustable space before the body, inside the glyph's cell.
    pub lead: f32,
    /// Adjustable space after it.
    pub trail: f32,
}

impl Item {
    /// Width of the glyph's whole cell.
    #[must_use]
    pub fn cell(&self) -> f32 {
        self.lead + self.body + self.trail
    }
}

/// Turns a paragraph into items. `shown` is what is painted, `source` the same characters as the file has them (one to one). Linear in the
/// length; texts are bounded to 4 GiB.
#[must_use]
pub fn itemize(shown: &str, source: &str, options: &Options, measure: &mut dyn Measure) -> Vec<Item> {
    let mut items = boxes(shown, source);
    settle_classes(&mut items);
    fit_cells(&mut items, options);
    measure_runs(shown, &mut items, measure);
    settle_spaces(&mut items, options);
    breaks::between_runs(&mut items, options);
    items
}

/// One box for each character, classes still without regard to neighbours.
fn boxes(shown: &str, source: &str) -> Vec<Item> {
    let mut items = Vec::with_capacity(shown.len() / 3 + 4);
    let mut src = source.char_indices();
    for (byte, ch) in shown.char_indices() {
        let at = src.next().map_or(source.len(), |(at, _)| at);
        items.push(Item {
            ch,
            class: class_of(ch),
            brk: Break::Never,
            byte: u32::try_from(byte).unwrap_or(u32::MAX),
            src: u32::try_from(at).unwrap_or(u32::MAX),
            body: 1.0,
            lead: 0.0,
            trail: 0.0,
        });
    }
    items
}

/// Quotes and dots inside Latin text stay Latin; a dash alone is a connector; marks join the Latin word before them.
fn settle_classes(items: &mut [Item]) {
    let latin = |class: Option<Class>| matches!(class, Some(Class::Latin | Class::Space));
    let mut dashes = 0;
    for i in 0..items.len() {
        let before = i.checked_sub(1).and_then(|j| items.get(j)).map(|item| item.class);
        let after = items.get(i + 1).map(|item| item.class);
        let Some(item) = items.get_mut(i) else { break };
        match item.ch {
            // an apostrophe, or quotation marks around English words
            '’' if before == Some(Class::Latin) && after == Some(Class::Latin) => item.class = Class::Latin,
            '“' | '”' | '‘' | '’' if latin(before) && (latin(after) || after.is_none()) => {
                item.class = Class::Latin;
            }
            '·' | '•' | '‧' if before == Some(Class::Latin) && after == Some(Class::Latin) => {
                item.class = Class::Latin;
            }
            '⸺' | '⸻' => {}
            _ if item.class == Class::Dash => {
                dashes += 1;
                if dashes == 1 && after != Some(Class::Dash) {
                    item.class = Class::Connector;
                }
            }
            _ if item.class == Class::Mark && before == Some(Class::Latin) => item.class = Class::Latin,
            _ => {}
        }
        if item.class != Class::Dash {
            dashes = 0;
        }
    }
}

/// Splits the cells of marks into ink and adjustable space.
fn fit_cells(items: &mut [Item], options: &Options) {
    for item in items {
        let (lead, body, trail) = match item.class {
            Class::Open => (0.5, 0.5, 0.0),
            Class::Close => (0.0, 0.5, 0.5),
            Class::Pause if options.convention == Convention::Hant => (0.25, 0.5, 0.25),
            Class::Stop if options.convention == Convention::Hant => {
                if item.ch == '。' {
                    (0.25, 0.5, 0.25)
                } else {
                    (0.0, 1.0, 0.0)
                }
            }
            Class::Pause | Class::Stop => (0.0, 0.5, 0.5),
            Class::Middle => (0.0, 0.5, 0.0),
            Class::Dash if item.ch == '⸺' => (0.0, 2.0, 0.0),
            Class::Dash if item.ch == '⸻' => (0.0, 3.0, 0.0),
            Class::Mark => (0.0, 0.0, 0.0),
            _ => continue,
        };
        (item.lead, item.body, item.trail) = (lead, body, trail);
    }
}

/// Measures every Latin word as the font shapes it, and takes the break opportunities inside a run of words from UAX #14.
fn measure_runs(shown: &str, items: &mut [Item], measure: &mut dyn Measure) {
    let space = measure.advance(' ');
    let mut widths = Vec::new();
    let mut from = 0;
    while from < items.len() {
        if !items.get(from).is_some_and(|item| item.class.is_narrow()) {
            from += 1;
            continue;
        }
        let len = items.iter().skip(from).take_while(|item| item.class.is_narrow()).count();
        let byte_of = |items: &[Item], i: usize| items.get(i).map_or(shown.len(), |item| item.byte as usize);
        let mut word = from;
        while word < from + len {
            let Some(item) = items.get_mut(word) else { break };
            if item.class == Class::Space {
                item.body = space;
                word += 1;
                continue;
            }
            let letters =
                items.iter().skip(word).take(from + len - word).take_while(|i| i.class == Class::Latin).count().max(1);
            let text = shown.get(byte_of(items, word)..byte_of(items, word + letters)).unwrap_or_default();
            widths.clear();
            measure.word(text, &mut widths);
            for (item, width) in items.iter_mut().skip(word).zip(&widths) {
                item.body = *width;
            }
            word += letters;
        }
        let (start, end) = (byte_of(items, from), byte_of(items, from + len));
        if let (Some(run), Some(text)) = (items.get_mut(from..from + len), shown.get(start..end)) {
            breaks::inside_run(run, text);
        }
        from += len;
    }
}

/// Spaces shown for each literal space between Han, at most.
const MAX_HAN_SPACES: usize = 4;

/// A literal space beside Han is the gap between Han and Latin, not a space more; between Han up to four are kept; beside marks none.
fn settle_spaces(items: &mut [Item], options: &Options) {
    let wide = |class: Option<Class>| class.is_some_and(|c| !c.is_narrow());
    let solid = |class: Option<Class>| matches!(class, Some(Class::Han | Class::Latin));
    let mut from = 0;
    while from < items.len() {
        if items.get(from).is_none_or(|item| item.class != Class::Space) {
            from += 1;
            continue;
        }
        let len = items.iter().skip(from).take_while(|item| item.class == Class::Space).count();
        let before = from.checked_sub(1).and_then(|i| items.get(i)).map(|item| item.class);
        let after = items.get(from + len).map(|item| item.class);
        if wide(before) || wide(after) {
            let kept = match (solid(before) && solid(after), before == after) {
                (false, _) => 0,
                (true, true) => MAX_HAN_SPACES,
                (true, false) => 1,
            };
            for (k, item) in items.iter_mut().skip(from).take(len).enumerate() {
                item.class = Class::GapSpace;
                item.body = if k < kept { options.latin_gap } else { 0.0 };
            }
        }
        from += len;
    }
}
