//! What a line looks like by itself, before its neighbours are asked.

use std::cell::RefCell;

use super::{
    captions::is_caption,
    features::{Coverage, End, Feat, coverage},
    labelled::labelled,
    openers::{is_address_only, is_crumb, is_disclaimer, is_page_numbers, opener, starts_notice},
    seen::{Seen, value_of},
    signs::Signs,
    vocab::{Label, vocab},
};
use crate::text::punct::is_han;

/// The look of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Running text.
    Prose,
    /// Date, source or writer, and nothing of the article's wording.
    Byline,
    /// Editors and photographers.
    Credit,
    /// A picture caption.
    Caption,
    /// A path through the site: 首页 > 新闻 > 正文.
    Crumb,
    /// Opens a list of other articles.
    Related,
    /// Opens readers' comments.
    Comments,
    /// Previous and next article.
    Neighbour,
    /// Disclaimers and imprints: furniture even when they are sentences.
    Legal,
    /// Certainly furniture: controls, counters, program residue.
    Furniture,
    /// Furniture where other furniture is.
    Doubtful,
    /// A channel name, which may also be a heading.
    Nav,
    /// A title with date, source or author on the same line.
    TitleAndByline,
    /// Anything else that is short.
    Open,
}

impl Shape {
    /// True for what never belongs to an article.
    pub(super) const fn is_furniture(self) -> bool {
        matches!(self, Self::Crumb | Self::Related | Self::Comments | Self::Neighbour | Self::Legal | Self::Furniture)
    }
}

thread_local! {
    /// The looks of lines met before.
    static SHAPES: RefCell<Seen<Shape>> = const { RefCell::new(Seen::new()) };
}

/// Looks at one line. What it looks like depends on its text alone, without the blanks at its edges.
pub(super) fn shape(feat: &Feat<'_>) -> Shape {
    SHAPES.with(|seen| value_of(seen, feat.src, || look_at(feat)))
}

fn look_at(feat: &Feat<'_>) -> Shape {
    let fold = undecorated(feat.fold());
    if is_residue(feat) {
        // 来源:{{source}}: the place of the byline, with nothing filled in.
        let template = feat.chars <= 120
            && feat.signs.has(Signs::LABELS)
            && feat.han >= 2
            && feat.src.contains(['{', '$', '['])
            && feat
                .fields_of(fold)
                .first()
                .is_some_and(|f| f.at == 0 && matches!(f.label, Label::Source | Label::Writer | Label::Date));
        return if template { Shape::Byline } else { Shape::Furniture };
    }
    // "title":"…" as programs write.
    if feat.chars <= 120 && ["\"title\":", "'title':", "\"标题\":"].iter().any(|m| fold.starts_with(m)) {
        return Shape::Open;
    }
    if feat.chars <= 160
        && let Some(shape) = short_shape(feat, fold)
    {
        return shape;
    }
    if feat.chars <= 1200 && vocab().start.start_of(fold).is_some_and(|w| w.chars().count() >= 3) {
        // 电话, 地址 and the like open sentences too.
        if feat.chars <= 60 || starts_notice(fold) {
            return Shape::Legal;
        }
    }
    if feat.chars <= 220 && feat.signs.has(Signs::NOTICES) && is_disclaimer(feat.fold()) {
        return Shape::Legal;
    }
    if feat.is_prose() { Shape::Prose } else { Shape::Open }
}

fn short_shape(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    if feat.signs.has(Signs::ARROW.and(Signs::DIVIDER)) && is_crumb(feat, fold) {
        return Some(Shape::Crumb);
    }
    if let Some(shape) = opener(feat, fold) {
        return Some(shape);
    }
    if let Some(shape) = labelled(feat, fold) {
        return Some(shape);
    }
    if feat.chars <= 80 && vocab().start.start_of(fold).is_some() {
        return Some(Shape::Legal);
    }
    // Rows of links have no sentences.
    let sentences = feat.stops >= 2 || feat.end == End::Stop && feat.is_prose();
    if feat.signs.has(Signs::NAVIGATION)
        && !sentences
        && let Some(shape) = covered(feat, coverage(fold, COVERED))
    {
        return Some(shape);
    }
    if is_caption(feat, fold) {
        return Some(Shape::Caption);
    }
    let says_end = || matches!(fold.trim_matches(|c: char| !c.is_alphanumeric()), "end" | "the end");
    if is_page_numbers(fold) || feat.signs.has(Signs::LATIN) && (is_address_only(fold) || says_end()) {
        return Some(Shape::Furniture);
    }
    let phrases = if feat.signs.has(Signs::PHRASES) { vocab().phrase.find(fold) } else { Vec::new() };
    if !phrases.is_empty() {
        let weight: usize = phrases.iter().map(|(_, _, w)| w.chars().count()).sum();
        if phrases.len() >= 2 && feat.chars <= 90 || weight * 3 >= feat.chars {
            return Some(Shape::Legal);
        }
        if !feat.is_prose() && feat.chars <= 60 {
            return Some(Shape::Doubtful);
        }
    }
    if is_token_row(feat) {
        return Some(Shape::Doubtful);
    }
    None
}

/// A folded line without bullets and Markdown marks at its edges.
pub(super) fn undecorated(fold: &str) -> &str {
    fold.trim_start_matches(|c: char| {
        matches!(
            c,
            ' ' | '•'
                | '·'
                | '●'
                | '◆'
                | '■'
                | '★'
                | '☆'
                | '※'
                | '*'
                | '#'
                | '>'
                | '-'
                | '|'
                | '+'
                | '◇'
                | '○'
                | '►'
                | '▶'
        )
    })
    .trim_end_matches([' ', '|', '*', '#'])
}

/// Letters only: marks, blanks and digits taken out.
pub(super) fn bare(fold: &str) -> String {
    let mut letters = String::with_capacity(fold.len());
    letters.extend(fold.chars().filter(|&c| is_letter(c)));
    letters
}

pub(super) fn is_letter(c: char) -> bool {
    // The marks of Chinese text are asked about most often, and slowest to look up.
    is_han(c)
        || !matches!(c, '\u{2000}'..='\u{206f}' | '\u{3008}'..='\u{3020}' | '\u{ff00}'..='\u{ff0f}')
            && c.is_alphabetic()
}

fn is_residue(feat: &Feat<'_>) -> bool {
    let fold = feat.fold();
    // Nothing but tags; signs alone.
    if feat.chars == 0
        || feat.chars <= 4 && !fold.chars().any(|c| c.is_alphanumeric()) && !fold.contains(['*', '—', '-'])
    {
        return true;
    }
    // Push lines of boards: 推 name: …
    if let Some(rest) = ["推 ", "嘘 ", "→ "].iter().find_map(|w| fold.strip_prefix(w))
        && rest.split_once(':').is_some_and(|(name, _)| {
            (2..=16).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        })
    {
        return true;
    }
    // A line of Latin words on a page of Chinese.
    if feat.han == 0
        && (12..=60).contains(&feat.chars)
        && fold
            .split(' ')
            .filter(|w| w.len() > 1 && w.bytes().all(|b| b.is_ascii_alphabetic() || b == b',' || b == b'.'))
            .count()
            >= 3
    {
        return true;
    }
    if feat.chars > 3000 && (feat.han * 5 < feat.chars || (feat.stops + feat.commas) * 200 < feat.chars) {
        return true;
    }
    if feat.han * 4 < feat.chars && feat.code_signs * 8 >= feat.chars && feat.chars >= 3 {
        return true;
    }
    if feat.src.starts_with("![") || fold.starts_with("data:") {
        return true;
    }
    let hashtags = fold.split(' ').filter(|w| !w.is_empty());
    if feat.chars <= 120
        && fold.trim_start_matches(' ').starts_with('#')
        && hashtags.clone().count() >= 2
        && hashtags.clone().all(|w| w.starts_with('#') && w.len() > 1 && !w.starts_with("##"))
    {
        return true;
    }
    if feat.han == 0
        && feat.chars >= 4
        && fold.contains(['/', '\'', '`', '='])
        && fold.contains([',', ')', '.', ';'])
        && feat.code_signs + fold.matches(['\'', ',', '/']).count() >= 4
    {
        return true;
    }
    const STARTS: [&str; 16] = [
        "function",
        "var ",
        "document.",
        "window.",
        "insert into",
        "select ",
        "<script",
        "<div",
        "<!--",
        "</",
        "<p",
        "<span",
        "/*",
        "$(",
        "{{",
        "[!--",
    ];
    feat.han * 3 < feat.chars && STARTS.iter().any(|s| fold.starts_with(s))
}

/// A line is furniture when at least this share of it is furniture's words.
const COVERED: f32 = 0.75;

fn covered(feat: &Feat<'_>, cover: Coverage) -> Option<Shape> {
    // Controls and channels are neither listed with 、 nor end like clauses.
    let wording = feat.fold().contains('、') || feat.fold().ends_with(['。', ',', '，']);
    if cover.all < COVERED || wording {
        return None;
    }
    let tokens = feat.tokens().len();
    if cover.ui >= 0.5 || cover.words >= 4 && tokens >= 4 || cover.ui > 0.0 && cover.words >= 3 {
        return Some(Shape::Furniture);
    }
    if cover.words >= 3 && tokens >= 3 {
        return Some(Shape::Doubtful);
    }
    (cover.all > 0.99 && feat.chars <= 8).then_some(Shape::Nav)
}

/// A row of many short words without any mark of a sentence: city switchers, tag clouds, channel rows.
fn is_token_row(feat: &Feat<'_>) -> bool {
    if feat.stops > 0 || feat.commas > 1 || feat.end != End::Open || !feat.signs.has(Signs::PARTING) {
        return false;
    }
    let tokens = feat.tokens();
    let long = tokens.iter().filter(|t| t.chars().count() > 7).count();
    tokens.len() >= 5 && long * 5 <= tokens.len()
}
