//! First stage: the characters of a paragraph become boxes with a class, a width and adjustable empty parts.

use super::{
    breaks,
    class::{Class, class_of},
    clusters, context,
    measure::Measure,
    options::{Convention, Options},
};

/// Whether a line may end before a box; later ones are better places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Break {
    /// No: the box and the one before it are one sign, such as a letter and its accent.
    Inside,
    /// No, unless nothing else can be done.
    #[default]
    Never,
    /// No, by the rules for line starts and ends, which give way before pairs and numbers are torn.
    Kinsoku,
    /// Only when the line would else be wider than the measure (inside a long word).
    Emergency,
    /// Between two letters of an address, when the line would else be too wide or too loose.
    InAddress,
    /// After a dot, hyphen and so on in an address, likewise.
    AtJoint,
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
    context::settle(&mut items);
    fit_cells(&mut items, options);
    measure_runs(shown, &mut items, measure);
    settle_spaces(&mut items, options);
    drop_own_indent(&mut items, options);
    if options.grid {
        fill_cells(&mut items);
    }
    breaks::between_runs(&mut items, options);
    clusters::join(shown, &mut items);
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

/// Splits the cells of marks into ink and adjustable space.
fn fit_cells(items: &mut [Item], options: &Options) {
    let centred = options.convention == Convention::Hant;
    for i in 0..items.len() {
        let closing = items.get(i + 1).is_some_and(|next| next.class == Class::Close);
        let Some(item) = items.get_mut(i) else { break };
        let (lead, body, trail) = match item.class {
            Class::Open => (0.5, 0.5, 0.0),
            Class::Close => (0.0, 0.5, 0.5),
            Class::Stop if centred && item.ch != '。' => (0.0, 1.0, 0.0),
            // before a closing mark a centred one gives up both its sides, so that it stays in the middle
            Class::Pause | Class::Stop if centred && closing && options.compress_adjacent => (0.0, 0.5, 0.0),
            Class::Pause | Class::Stop if centred => (0.25, 0.5, 0.25),
            Class::Pause | Class::Stop => (0.0, 0.5, 0.5),
            Class::Middle if options.grid => (0.25, 0.5, 0.25),
            Class::Middle => (0.0, 0.5, 0.0),
            Class::Dash if item.ch == '⸺' => (0.0, 2.0, 0.0),
            Class::Dash if item.ch == '⸻' => (0.0, 3.0, 0.0),
            Class::Mark => (0.0, 0.0, 0.0),
            _ => continue,
        };
        (item.lead, item.body, item.trail) = (lead, body, trail);
    }
}

/// Blanks that open an indented paragraph are the source's own indent: they get no width, and an opening mark behind them stands at the
/// line start.
fn drop_own_indent(items: &mut [Item], options: &Options) {
    if options.indent <= 0.0 {
        return;
    }
    let blanks = items.iter().take_while(|item| item.class.is_space()).count();
    if blanks == items.len() {
        return;
    }
    for item in items.iter_mut().take(blanks) {
        item.class = Class::GapSpace;
        item.body = 0.0;
    }
    if blanks > 0
        && let Some(first) = items.get_mut(blanks)
        && first.class == Class::Open
        && options.trim_start
    {
        first.lead = 0.0;
    }
}

/// On a grid every run of Latin text fills whole cells: its blank is shared between both sides.
fn fill_cells(items: &mut [Item]) {
    let mut from = 0;
    while from < items.len() {
        if !items.get(from).is_some_and(|item| item.class.is_narrow()) {
            from += 1;
            continue;
        }
        let len =
            items.iter().skip(from).take_while(|item| item.class.is_narrow() || item.class == Class::Mark).count();
        let width: f32 = items.iter().skip(from).take(len).map(|item| item.body).sum();
        let blank = (width.ceil() - width) * 0.5;
        if let Some(first) = items.get_mut(from) {
            first.lead = blank;
        }
        if let Some(last) = items.get_mut(from + len - 1) {
            last.trail = blank;
        }
        from += len;
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
                // what has no shape has no width, whatever a font says of it
                let shapeless = class_of(item.ch) == Class::Mark && !context::is_accent(item.ch);
                item.body = if shapeless { 0.0 } else { *width };
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
