//! Second stage: where a line may end. Inside Latin runs UAX #14 decides, everywhere else the kinsoku rules.

use std::sync::LazyLock;

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed,
    options::{LineBreakOptions, LineBreakStrictness},
};

use super::{
    class::{Class, class_of, is_glue, is_unit_square, never_starts_line},
    items::{Break, Item},
    options::{Kinsoku, Options},
};

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> = LazyLock::new(|| {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    LineSegmenter::new_for_non_complex_scripts(options)
});

/// Marks the breaks inside one Latin run, whose text is `text`. Between the letters of a word only an emergency may break, in an address
/// also a line that would else be too loose.
pub(super) fn inside_run(run: &mut [Item], text: &str) {
    let Some(start) = run.first().map(|item| item.byte as usize) else { return };
    let mut before: Option<(Item, char)> = None;
    for item in run.iter_mut() {
        if let Some((a, earlier)) = before {
            item.brk = letter_break(earlier, a.ch, item);
        }
        before = Some((*item, before.map_or(' ', |(a, _)| a.ch)));
    }
    // numbers and single words, the common case, have no break inside
    let number = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':' | b'%');
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) || text.bytes().all(number) {
        return;
    }
    let mut items = run.iter_mut().peekable();
    for at in SEGMENTER.segment_str(text) {
        while items.peek().is_some_and(|item| (item.byte as usize) < start + at) {
            items.next();
        }
        if at > 0
            && let Some(item) = items.peek_mut()
            && item.byte as usize == start + at
            && item.class != Class::Space
            && class_of(item.ch) != Class::Mark
        {
            item.brk = Break::Allowed;
        }
    }
    let mut word = 0;
    while word < run.len() {
        let len = run.iter().skip(word).take_while(|item| item.class != Class::Space).count();
        if let Some(letters) = run.get_mut(word..word + len) {
            address(letters);
        }
        word += len + 1;
    }
}

/// The break between two characters of a word that is too long for any line: not within a number, nor away from the mark it belongs to.
fn letter_break(earlier: char, a: char, item: &Item) -> Break {
    let b = item.ch;
    let digit = |c: char| c.is_ascii_digit();
    let never = item.class == Class::Space
        || class_of(b) == Class::Mark
        || matches!(b, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' | '"' | '\'' | '”' | '’')
        || matches!(a, '(' | '[' | '{' | '“' | '‘')
        || digit(a) && digit(b)
        || digit(earlier) && matches!(a, '.' | ',' | ':') && digit(b);
    if never { Break::Never } else { Break::Emergency }
}

/// Letters that stay together at both ends of an address; shorter words are none.
const ADDRESS_STUB: usize = 3;

/// Grades the breaks inside a web or mail address or a path: behind a joint first, between letters if need be.
fn address(word: &mut [Item]) {
    let count = |c: char| word.iter().filter(|item| item.ch == c).count();
    let follows = |pattern: &str| {
        word.iter().enumerate().any(|(i, _)| {
            let mut rest = word.iter().skip(i).map(|item| item.ch.to_ascii_lowercase());
            pattern.chars().all(|c| rest.next() == Some(c))
        })
    };
    let is_address = word.len() > 6
        && (count('/') >= 2
            || count('\\') >= 2
            || count('@') == 1 && count('.') >= 1
            || count('.') >= 2 && follows("www."));
    if !is_address {
        return;
    }
    let mut before = ' ';
    let len = word.len();
    for (i, item) in word.iter_mut().enumerate() {
        if item.brk == Break::Emergency || item.brk == Break::Never && before.is_ascii_punctuation() {
            let joint = matches!(
                before,
                '.' | '_' | '-' | '/' | '\\' | '?' | '&' | '=' | '#' | '%' | '~' | '@' | ':' | ';' | ',' | '+' | '|'
            );
            if joint && item.ch.is_alphanumeric() {
                item.brk = Break::AtJoint;
            } else if item.brk == Break::Emergency && (ADDRESS_STUB..=len - ADDRESS_STUB).contains(&i) {
                item.brk = Break::InAddress;
            }
        }
        before = item.ch;
    }
}

/// What the breaks at a box depend on beside its neighbours.
#[derive(Default)]
struct Context {
    /// The last box that is neither a space nor a mark.
    solid: Option<Item>,
    /// A space or joiner at which no line ends stands behind it.
    glued: bool,
    /// A straight quotation mark is open.
    quoted: bool,
}

/// Marks the breaks between boxes that are not both Latin.
pub(super) fn between_runs(items: &mut [Item], options: &Options) {
    let mut context = Context::default();
    let mut before: Option<Item> = None;
    let mut pair = 0;
    for item in items {
        let inside = |class| matches!(class, Class::Latin | Class::Space);
        if let Some(solid) = context.solid
            && before.is_some_and(|before| !(inside(before.class) && inside(item.class)))
        {
            item.brk = if solid.class == item.class && matches!(item.class, Class::Dash | Class::Ellipsis) {
                pair += 1;
                // a long row of dashes or dots may end a line behind whole pairs
                if pair % 2 == 0 { Break::Emergency } else { Break::Never }
            } else {
                may_break(&solid, item, &context, options)
            };
        } else if item.brk == Break::Allowed && options.kinsoku == Kinsoku::Strict && never_starts_line(item.ch) {
            // UAX #14 is less strict inside a run
            item.brk = Break::Never;
        }
        if !matches!(item.class, Class::Dash | Class::Ellipsis) {
            pair = 0;
        }
        if is_glue(item.ch) {
            context.glued = true;
        }
        if item.ch == '"' {
            context.quoted = !context.quoted;
        }
        if !item.class.is_space() && item.class != Class::Mark {
            context.glued = false;
            context.solid = Some(*item);
        }
        before = Some(*item);
        if context.solid.is_none() {
            // spaces that open a paragraph stay with what follows
            context.solid = Some(*item);
        }
    }
}

/// May a line end between `a` and `b`, two neighbours with at most spaces between them?
fn may_break(a: &Item, b: &Item, context: &Context, options: &Options) -> Break {
    if b.class.is_space() || b.class == Class::Mark || context.glued || is_glue(b.ch) {
        return Break::Never;
    }
    if keeps_to_number(a, b) || keeps_to_word(a, b, context) {
        return Break::Never;
    }
    let level = options.kinsoku;
    if level >= Kinsoku::Basic {
        let closing = matches!(
            b.class,
            Class::Close
                | Class::Pause
                | Class::Stop
                | Class::Middle
                | Class::Connector
                | Class::Solidus
                | Class::PostUnit
        );
        if closing || matches!(a.class, Class::Open | Class::PreUnit) {
            return Break::Kinsoku;
        }
    }
    if level >= Kinsoku::Gb && a.class == Class::Solidus {
        return Break::Kinsoku;
    }
    if level >= Kinsoku::Strict && never_starts_line(b.ch) {
        return Break::Kinsoku;
    }
    let wide_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    if wide_digit(b.ch) && (wide_digit(a.ch) || a.ch == '．') && !(a.ch.is_ascii() && b.ch.is_ascii()) {
        return Break::Emergency;
    }
    Break::Allowed
}

/// Units and signs of money stay with their number at every level.
fn keeps_to_number(a: &Item, b: &Item) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    match (a.class, b.class) {
        (Class::PreUnit, _) => digit(b.ch),
        (_, Class::PostUnit) => digit(a.ch),
        _ => digit(a.ch) && is_unit_square(b.ch),
    }
}

/// ASCII marks keep to the text they belong to, on whichever side it is.
fn keeps_to_word(a: &Item, b: &Item, context: &Context) -> bool {
    let closing = b.class == Class::Latin
        && (matches!(
            b.ch,
            ',' | '.' | '!' | '?' | ')' | ']' | '}' | ':' | ';' | '%' | '°' | '-' | '/' | '|' | '¢' | '”' | '’'
        ) || b.ch == '"' && context.quoted);
    let opening = a.class == Class::Latin
        && (matches!(a.ch, '(' | '[' | '{' | '$' | '€' | '£' | '¥' | '#' | '@' | '&' | '“' | '‘')
            || a.ch == '"' && context.quoted);
    closing || opening
}
