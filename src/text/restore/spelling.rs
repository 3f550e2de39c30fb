//! Other spellings of one mark, character for character: dashes made of two hyphens or bars, book-title marks and brackets of other
//! scripts, the wave between two numbers.

use super::{Side, is_transparent, side_of};
use crate::text::punct::{Class, class_of, is_blank, is_han};

/// Characters that a bracket may hold before its partner.
const MAX_INSIDE: usize = 80;

/// Writes the mark that is meant wherever Chinese stands on both sides. What decides is never changed by any restoring.
pub(super) fn settle(chars: &mut [char], kept: &[bool]) {
    for (open, close, to) in [('[', ']', ('［', '］')), ('≪', '≫', ('《', '》')), ('«', '»', ('《', '》'))]
    {
        if chars.contains(&open) {
            brackets(chars, kept, (open, close), to);
        }
    }
    for at in 0..chars.len() {
        let beside = |at: Option<usize>| {
            at.and_then(|at| chars.get(at))
                .is_some_and(|&c| is_han(c) || c.is_ascii_digit() || matches!(c, '%' | '℃' | '％'))
        };
        let to = match chars.get(at) {
            Some('⋯') => '…',
            Some('~' | '∼' | '〜') if beside(at.checked_sub(1)) && beside(Some(at + 1)) => '～',
            _ => continue,
        };
        if !is_kept(kept, at)
            && let Some(slot) = chars.get_mut(at)
        {
            *slot = to;
        }
    }
    // last, because it looks at the marks above
    if chars.iter().any(|&c| is_dash(c)) {
        dashes(chars, kept);
    }
}

fn is_kept(kept: &[bool], at: usize) -> bool {
    kept.get(at).copied().unwrap_or(false)
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '―' | '─' | '━' | '–' | '−')
}

/// Two equal bars between Chinese are a dash; one joins, and three or more draw a line.
fn dashes(chars: &mut [char], kept: &[bool]) {
    let mut before = Side::Edge;
    let mut pairs: Vec<(usize, Side)> = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let run = if is_dash(c) { chars.iter().skip(at).take_while(|&&d| d == c).count() } else { 0 };
        if run == 2 && !is_kept(kept, at) {
            pairs.push((at, before));
        }
        if run == 0 && !is_transparent(c) {
            before = side_of(c);
        }
        at += run.max(1);
    }
    let mut after = Side::Edge;
    let mut end = chars.len();
    for (at, before) in pairs.into_iter().rev() {
        let nearest = chars.iter().take(end).skip(at + 2).find(|&&c| !is_transparent(c) && !is_dash(c));
        after = nearest.map_or(after, |&c| side_of(c));
        end = at;
        let sides = [before, after];
        if sides.contains(&Side::Chinese) && sides.iter().all(|side| matches!(side, Side::Chinese | Side::Edge)) {
            for slot in chars.iter_mut().skip(at).take(2) {
                *slot = '—';
            }
        }
    }
}

/// Brackets around Chinese, unless they index something or name a link.
fn brackets(chars: &mut [char], kept: &[bool], (open, close): (char, char), to: (char, char)) {
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..chars.len() {
        let Some(&c) = chars.get(at) else { break };
        if c == open {
            starts.push(at);
        } else if c == close
            && let Some(from) = starts.pop()
        {
            let indexes = from.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(char::is_ascii_alphanumeric);
            let target = chars.get(at + 2).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '#' | '.'));
            let link = open == '[' && target && matches!(chars.get(at + 1), Some('(' | '（'));
            let inside = chars.get(from + 1..at).unwrap_or_default();
            let chinese = inside.len() <= MAX_INSIDE && inside.iter().any(|&c| is_han(c));
            // « and » with blanks inside point to other pages
            let blank = |c: Option<&char>| c.is_some_and(|&c| is_blank(c));
            let points = open != '[' && (blank(inside.first()) || blank(inside.last()));
            if chinese && !points && !link && !indexes && !is_kept(kept, at) && !is_kept(kept, from) {
                for (at, mark) in [(from, to.0), (at, to.1)] {
                    if let Some(slot) = chars.get_mut(at) {
                        *slot = mark;
                    }
                }
            }
        }
    }
}

/// Turns typed quotation marks round in a paragraph where they cannot be meant as they are: ”…“, or both halves alike. Pairs that fit stay.
pub(super) fn turn_quotes(chars: &mut [char], kept: &[bool]) {
    for (open, close) in [('“', '”'), ('‘', '’')] {
        let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphanumeric);
        let quotes: Vec<usize> = (0..chars.len())
            .filter(|&at| chars.get(at).is_some_and(|&c| c == open || c == close) && !is_kept(kept, at))
            // an apostrophe is no quotation mark
            .filter(|&at| !(letter(at.checked_sub(1)) && letter(Some(at + 1))))
            .collect();
        if quotes.len() % 2 == 1 || is_balanced(chars, &quotes, open) {
            continue;
        }
        let typed = |at: usize| chars.get(at) == Some(&open);
        let sides = neighbours(chars, &quotes);
        let as_typed: i32 = quotes.iter().zip(&sides).map(|(&at, &sides)| fit(sides, typed(at))).sum();
        let in_turn: i32 = sides.iter().enumerate().map(|(k, &sides)| fit(sides, k % 2 == 0)).sum();
        // a quotation that began in an earlier paragraph ends behind a stop
        let begins_inside = sides
            .first()
            .and_then(|sides| sides.0)
            .is_some_and(|c| matches!(class_of(c), Class::Stop | Class::Pause | Class::Ellipsis));
        if in_turn > as_typed || in_turn == as_typed && !begins_inside {
            for (k, &at) in quotes.iter().enumerate() {
                if let Some(slot) = chars.get_mut(at) {
                    *slot = if k % 2 == 0 { open } else { close };
                }
            }
        }
    }
}

fn is_balanced(chars: &[char], quotes: &[usize], open: char) -> bool {
    let mut depth = 0_i32;
    let fits = quotes.iter().all(|&at| {
        depth += if chars.get(at) == Some(&open) { 1 } else { -1 };
        depth >= 0
    });
    fits && depth == 0
}

/// What stands before and behind each of the quotation marks at `quotes`, past other quotation marks: those may be turned themselves, and
/// what decides must not be changed by any restoring.
fn neighbours(chars: &[char], quotes: &[usize]) -> Vec<(Option<char>, Option<char>)> {
    let is_quote = |c: &char| matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'');
    let mut found = vec![(None, None); quotes.len()];
    let (mut last, mut next) = (None, quotes.iter().zip(&mut found).peekable());
    for (at, c) in chars.iter().enumerate() {
        if let Some((_, sides)) = next.next_if(|(quote, _)| **quote == at) {
            sides.0 = last;
        }
        last = if is_quote(c) { last } else { Some(*c) };
    }
    let (mut last, mut next) = (None, quotes.iter().zip(&mut found).rev().peekable());
    for (at, c) in chars.iter().enumerate().rev() {
        if let Some((_, sides)) = next.next_if(|(quote, _)| **quote == at) {
            sides.1 = last;
        }
        last = if is_quote(c) { last } else { Some(*c) };
    }
    found
}

/// How well the neighbours of a quotation mark go with its opening (or closing) something.
fn fit((before, after): (Option<char>, Option<char>), opens: bool) -> i32 {
    let class = |c: Option<char>| c.map(full).map(|c| (c, class_of(c)));
    let (before, after) = (class(before), class(after));
    let word = |side: Option<(char, Class)>| side.is_some_and(|(_, c)| matches!(c, Class::Han | Class::Other));
    let ends = |side: Option<(char, Class)>| {
        side.is_none_or(|(_, c)| matches!(c, Class::Pause | Class::Stop | Class::Close | Class::Dash))
    };
    let begins = |side: Option<(char, Class)>| side.is_none_or(|(c, class)| c == '：' || class == Class::Open);
    let stop = |side: Option<(char, Class)>| side.is_some_and(|(_, c)| matches!(c, Class::Stop | Class::Ellipsis));
    if opens {
        let pause = before.is_some_and(|(_, c)| c == Class::Pause);
        i32::from(begins(before) || pause) + i32::from(word(after)) - i32::from(ends(after)) - i32::from(stop(before))
    } else {
        i32::from(ends(after)) + i32::from(word(before) || stop(before)) - i32::from(begins(before))
    }
}

/// The full-width form of a folded mark.
const fn full(c: char) -> char {
    match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}
