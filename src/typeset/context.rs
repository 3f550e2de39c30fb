//! What a character is among its neighbours: quotation marks and dots inside Latin text stay Latin, a dash alone joins, marks go with the
//! word before them. Each pass walks the paragraph once.

use super::{class::Class, items::Item};

/// Settles the classes that depend on neighbours.
pub(super) fn settle(items: &mut [Item]) {
    quotes(items);
    let mut dashes = 0;
    for i in 0..items.len() {
        let before = i.checked_sub(1).and_then(|j| items.get(j)).map(|item| item.class);
        let after = items.get(i + 1).map(|item| (item.ch, item.class));
        let Some(item) = items.get_mut(i) else { break };
        match item.ch {
            '·' | '•' | '‧' if before == Some(Class::Latin) && after.is_some_and(|a| a.1 == Class::Latin) => {
                item.class = Class::Latin;
            }
            '⸺' | '⸻' => {}
            _ if item.class == Class::Dash => {
                dashes += 1;
                if dashes == 1 && after.is_none_or(|a| a.1 != Class::Dash) {
                    item.class = Class::Connector;
                }
            }
            _ if item.class == Class::Mark && before == Some(Class::Latin) => item.class = Class::Latin,
            // a blank that carries an accent is no blank
            _ if item.class.is_space() && after.is_some_and(|a| is_accent(a.0)) => {
                item.class = if item.class == Class::IdeoSpace { Class::Han } else { Class::Latin };
            }
            _ => {}
        }
        if item.class != Class::Dash {
            dashes = 0;
        }
    }
}

/// True for marks that are drawn on the character before them.
pub(super) const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}')
}

/// What stands beside a quotation mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Side {
    /// The paragraph's edge.
    #[default]
    Edge,
    Chinese,
    Latin,
}

/// The nearest character that says which language it belongs to; blanks, quotation marks, dashes and dots say nothing.
fn side_of(item: &Item) -> Option<Side> {
    match item.class {
        _ if is_quote(item.ch) => None,
        Class::Space | Class::Mark | Class::Dash | Class::Ellipsis | Class::Middle => None,
        Class::Latin => Some(Side::Latin),
        _ => Some(Side::Chinese),
    }
}

const fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’')
}

struct Quote {
    at: usize,
    before: Side,
    after: Side,
}

/// A pair of curly quotes is Latin when Latin text alone stands in it and around it; a single one when none of its neighbours is Chinese.
fn quotes(items: &mut [Item]) {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut side = Side::Edge;
    for (at, item) in items.iter().enumerate() {
        if is_quote(item.ch) {
            quotes.push(Quote { at, before: side, after: Side::Edge });
        } else if let Some(this) = side_of(item) {
            side = this;
        }
    }
    if quotes.is_empty() {
        return;
    }
    side = Side::Edge;
    let mut left = quotes.iter_mut().rev().peekable();
    for (at, item) in items.iter().enumerate().rev() {
        if let Some(quote) = left.next_if(|quote| quote.at == at) {
            quote.after = side;
        } else if let Some(this) = side_of(item) {
            side = this;
        }
        if left.peek().is_none() {
            break;
        }
    }
    let (mut double, mut single): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for k in 0..quotes.len() {
        let Some(quote) = quotes.get(k) else { break };
        let class = |at: Option<usize>| at.and_then(|at| items.get(at)).map(|item| item.class);
        let touching =
            class(quote.at.checked_sub(1)) == Some(Class::Latin) && class(Some(quote.at + 1)) == Some(Class::Latin);
        let Some(ch) = items.get(quote.at).map(|item| item.ch) else { break };
        let stack = if matches!(ch, '“' | '”') { &mut double } else { &mut single };
        let mut members = (k, k);
        match ch {
            // an apostrophe
            '’' if touching => {}
            '“' | '‘' => {
                stack.push(k);
                // settled with its partner; if none comes, below
                continue;
            }
            _ => members.0 = stack.pop().unwrap_or(k),
        }
        settle_quotes(items, &quotes, members);
    }
    for k in double.into_iter().chain(single) {
        settle_quotes(items, &quotes, (k, k));
    }
}

fn settle_quotes(items: &mut [Item], quotes: &[Quote], (first, last): (usize, usize)) {
    let (Some(open), Some(close)) = (quotes.get(first), quotes.get(last)) else { return };
    let sides = [open.before, open.after, close.before, close.after];
    if sides.contains(&Side::Latin) && !sides.contains(&Side::Chinese) {
        for at in [open.at, close.at] {
            if let Some(item) = items.get_mut(at) {
                item.class = Class::Latin;
            }
        }
    }
}
