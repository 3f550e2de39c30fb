//! Second stage: where a line may end. Inside Latin runs UAX #14 decides, everywhere else the kinsoku rules.

use std::sync::LazyLock;

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed,
    options::{LineBreakOptions, LineBreakStrictness},
};

use super::{
    class::{Class, never_starts_line},
    items::{Break, Item},
    options::{Kinsoku, Options},
};

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> = LazyLock::new(|| {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    LineSegmenter::new_for_non_complex_scripts(options)
});

/// Marks the breaks inside one Latin run, whose text is `text`. Between the letters of a word only an emergency may break.
pub(super) fn inside_run(run: &mut [Item], text: &str) {
    let Some(start) = run.first().map(|item| item.byte as usize) else { return };
    for item in run.iter_mut().skip(1) {
        let glued = item.class == Class::Space || super::class::class_of(item.ch) == Class::Mark;
        item.brk = if glued { Break::Never } else { Break::Emergency };
    }
    // numbers and single words, the common case, have no break inside
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
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
            && item.brk != Break::Never
        {
            item.brk = Break::Allowed;
        }
    }
}

/// Marks the breaks between boxes that are not both Latin.
pub(super) fn between_runs(items: &mut [Item], options: &Options) {
    // the last box that is not a space, and the box just before
    let (mut solid, mut before): (Option<Item>, Option<Item>) = (None, None);
    for item in items {
        if let (Some(solid), Some(before)) = (solid, before) {
            let inside = |class| matches!(class, Class::Latin | Class::Space);
            if !(inside(before.class) && inside(item.class)) {
                item.brk = if may_break(&solid, item, options) { Break::Allowed } else { Break::Never };
            }
        }
        if !item.class.is_space() && item.class != Class::Mark {
            solid = Some(*item);
        }
        before = Some(*item);
        if solid.is_none() {
            // spaces that open a paragraph stay with what follows
            solid = Some(*item);
        }
    }
}

/// May a line end between `a` and `b`, two neighbours with at most spaces between them?
fn may_break(a: &Item, b: &Item, options: &Options) -> bool {
    if b.class.is_space() || b.class == Class::Mark {
        return false;
    }
    let digits = a.ch.is_ascii_digit() || b.ch.is_ascii_digit();
    if matches!((a.class, b.class), (Class::PreUnit, Class::Latin) | (Class::Latin, Class::PostUnit)) && digits {
        return false;
    }
    // ASCII marks keep to the Han text they belong to
    if b.class == Class::Latin && matches!(b.ch, ',' | '.' | '!' | '?' | ')' | ']' | '}' | ':' | ';' | '%' | '°') {
        return false;
    }
    if a.class == Class::Latin && matches!(a.ch, '(' | '[' | '{' | '$' | '#' | '@' | '&') {
        return false;
    }
    if a.class == Class::Dash && b.class == Class::Dash || a.class == Class::Ellipsis && b.class == Class::Ellipsis {
        return false;
    }
    let level = options.kinsoku;
    if level >= Kinsoku::Basic {
        let closing = matches!(
            b.class,
            Class::Close | Class::Pause | Class::Stop | Class::Middle | Class::Connector | Class::PostUnit
        );
        if closing || matches!(a.class, Class::Open | Class::PreUnit) {
            return false;
        }
    }
    if level >= Kinsoku::Gb && (a.class == Class::Solidus || b.class == Class::Solidus) {
        return false;
    }
    !(level >= Kinsoku::Strict && never_starts_line(b.ch))
}
