//! The title of a page whose head and text stand on one line.

use super::{
    features::Feat,
    fields::{first_date, is_medium},
    raw,
    title::{BEFORE_STAMP, Title},
    vocab::vocab,
};
use crate::text::punct::is_han;

/// The title of a page that is one line: what stands between the path through the site and the date or source.
pub(super) fn title(text: &str, feats: &[Feat<'_>], first: usize) -> Option<Title> {
    let feat = feats.get(first).filter(|f| first <= 1 && f.chars >= 120)?;
    let lead = raw::head(feat.fold(), 200);
    if let Some((start, end)) = headline(lead).or_else(|| repeated(lead)) {
        let span = feat.head.to_source(text, start, end);
        return Some(Title { span: Some(span), line: first, rule: BEFORE_STAMP, ..Title::default() });
    }
    let stamp = first_date(lead).filter(|(_, _, d)| d.day.is_some()).map(|(from, _, _)| from);
    // 字号:大 中 小 is no stamp; the head may go on behind it.
    let sizes = ["大 中 小", "小 中 大", "大中小", "小中大"].iter().find_map(|s| Some(lead.find(s)? + s.len()));
    let sizes = sizes.filter(|at| stamp.is_none_or(|stamp| *at + 18 <= stamp)).unwrap_or(0);
    let label = feat.fields_of(lead).iter().map(|f| f.at).find(|at| *at > 12 + sizes);
    let end = stamp.into_iter().chain(label).min()?;
    let head = lead.get(..end)?;
    let mut start = head.rfind('>').or_else(|| head.rfind(" \\ ").map(|at| at + 1)).map_or(0, |at| at + 1);
    if sizes > start {
        start = sizes + head.get(sizes..)?.find(|c| !matches!(c, ']' | '】' | ')'))?;
    }
    // Channel names at the end of the path.
    let mut channels = 0;
    loop {
        let rest = head.get(start..)?;
        start += rest.len() - rest.trim_start().len();
        let Some((word, rest)) = head.get(start..)?.split_once(' ') else { break };
        // Behind two channels a word of two characters is one more, where something longer follows.
        let short = channels >= 2 && word.chars().count() == 2 && rest.chars().count() >= 6;
        if !vocab().navigation.has(word) && !is_medium(word) && !short {
            break;
        }
        channels += 1;
        start += word.len();
    }
    let piece = head.get(start..)?.trim_end_matches([' ', '|', '(', '[']);
    let piece = without_masthead(piece, head);
    let piece = before_controls(said_once(piece));
    let count = piece.chars().count();
    if !(6..=60).contains(&count) || piece.contains('。') {
        return None;
    }
    let span = feat.head.to_source(text, start, start + piece.len());
    Some(Title { span: Some(span), line: first, rule: BEFORE_STAMP, ..Title::default() })
}

/// What the markup calls the headline.
fn headline(lead: &str) -> Option<(usize, usize)> {
    let start = lead.find("<h1").and_then(|at| Some(at + lead.get(at..)?.find('>')? + 1))?;
    let end = start + lead.get(start..)?.find("</h1")?;
    let said = lead.get(start..end)?;
    (said.chars().filter(|&c| is_han(c)).count() >= 4 && !said.contains('<')).then_some((start, end))
}

/// The longest run of words in the head that is said twice, one right behind the other, before the text begins.
fn repeated(lead: &str) -> Option<(usize, usize)> {
    let head = lead.split('。').next()?;
    let starts = head.match_indices(' ').map(|(at, _)| at + 1).chain([0]);
    let mut best: Option<(usize, usize)> = None;
    for start in starts {
        for (blank, _) in head.get(start..)?.match_indices(' ') {
            let said = head.get(start..start + blank)?;
            let again = head.get(start + blank..)?.trim_start();
            let twice =
                again.starts_with(said) && again.get(said.len()..).is_some_and(|r| r.starts_with(' ') || r.is_empty());
            let long = said.chars().filter(|&c| is_han(c)).count() >= 8;
            if twice && long && best.is_none_or(|(a, b)| b - a < blank) {
                best = Some((start, start + blank));
            }
        }
    }
    best
}

/// `piece` without the name of the site at its end: a medium, or the word that the page's one line begins with.
fn without_masthead<'a>(piece: &'a str, head: &str) -> &'a str {
    let root = head.split(['>', ' ', '|', '\\', '/']).find(|w| !w.is_empty()).unwrap_or_default();
    match piece.rsplit_once(' ') {
        Some((rest, last)) if is_medium(last) || root.starts_with(last) && last.chars().count() >= 3 => rest.trim_end(),
        _ => piece,
    }
}

/// `piece` up to the word at which it is said again, cut with dots, and whatever follows.
fn before_controls(piece: &str) -> &str {
    let mut blanks = piece.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
    blanks
        .find_map(|at| {
            let (first, rest) = (piece.get(..at)?, piece.get(at..)?.trim_start());
            let again = rest.split(['…', ' ']).next().filter(|w| w.chars().count() >= 6)?;
            first.starts_with(again).then_some(first)
        })
        .unwrap_or(piece)
}

/// Half of `piece` when it says the same twice.
fn said_once(piece: &str) -> &str {
    let mut blanks = piece.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
    blanks
        .find_map(|at| {
            let (first, second) = (piece.get(..at)?, piece.get(at..)?.trim_start());
            (first == second && first.chars().count() >= 4).then_some(first)
        })
        .unwrap_or(piece)
}
