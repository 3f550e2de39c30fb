//! Short pieces of a text around its hits, for result lists: cut at sentence borders, at clauses when sentences are long.

use super::{
    Document,
    query::{Places, Query, places_until, ranges_of, shown_until},
};
use crate::{
    article::Block,
    text::{sentence::sentences, span::ByteRange},
};

/// A sentence-bounded piece of the text around the best hits, for the list: its range and the hits inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The piece.
    pub span: ByteRange,
    /// Hits inside it; of a hit that is longer than a snippet, its beginning.
    pub hits: Vec<ByteRange>,
}

/// Hits looked at; the best of the first few hundred are good enough for a list.
const HITS_CONSIDERED: usize = 256;

/// Bytes of a line looked at on either side of a hit, so that a page that is one long line costs no more.
const REACH_BYTES: usize = 3000;

/// Marks after which a long sentence may be cut.
const CLAUSE_ENDS: [char; 9] = ['，', ',', '、', '；', ';', '：', ':', ' ', '\u{3000}'];

/// Marks that end a sentence or close something.
const CLOSING: [char; 10] = ['。', '！', '？', '”', '’', '」', '』', '）', '》', ')'];

/// Up to `limit` snippets of about `chars` characters each, in text order.
#[must_use]
pub fn snippets(document: &Document, text: &str, chars: usize, limit: usize) -> Vec<Snippet> {
    snippets_of(document, &Query::new(text, false), chars, limit)
}

/// [`snippets`] for a compiled query.
#[must_use]
pub fn snippets_of(document: &Document, query: &Query, chars: usize, limit: usize) -> Vec<Snippet> {
    snippets_until(document, query, (chars, limit), &|| false).unwrap_or_default()
}

/// The same, up to `limit` of about `chars` characters, for who may not want to wait: `None` when `stop` said so, which is asked on the way.
#[must_use]
pub fn snippets_until(
    document: &Document,
    query: &Query,
    (chars, limit): (usize, usize),
    stop: &dyn Fn() -> bool,
) -> Option<Vec<Snippet>> {
    let chars = chars.max(8);
    let (running, hits) = match places_until(document, query, stop)? {
        Places::Chars(units) if !units.is_empty() => {
            let running = document.running();
            let hits = ranges_of(running.text(), &units);
            (running, hits)
        }
        _ => {
            // Of most documents that were found by something else than their text nothing need be fetched.
            let hits = shown_until(document, query, stop)?;
            if hits.is_empty() {
                return Some(vec![]);
            }
            (document.running(), hits)
        }
    };
    let text = running.text();
    // An expression may hold all of the page: of a long hit the beginning is shown.
    let short = |hit: ByteRange| {
        let beyond = hit.of(text).char_indices().nth(chars).map(|(byte, _)| hit.start + byte);
        beyond.map_or(hit, |end| ByteRange::new(hit.start, end))
    };
    let hits: Vec<ByteRange> = hits.into_iter().take(HITS_CONSIDERED).map(short).collect();
    let mut pieces: Vec<(i32, Snippet)> = Vec::new();
    for hit in &hits {
        if pieces.last().is_some_and(|(_, last)| last.span.covers(*hit)) {
            continue;
        }
        let after = pieces.last().map_or(0, |(_, last)| last.span.end);
        let span = piece_around(text, *hit, after, chars);
        let inside: Vec<ByteRange> = hits.iter().copied().filter(|h| span.covers(*h)).collect();
        let mut different: Vec<&str> = inside.iter().map(|h| h.of(text)).collect();
        different.sort_unstable();
        different.dedup();
        let worth = 10 * small(different.len()) + small(inside.len()) + 5 * kind_worth(running.blocks(), hit.start);
        pieces.push((worth, Snippet { span, hits: inside }));
    }
    pieces.sort_by_key(|(worth, piece)| (std::cmp::Reverse(*worth), piece.span.start));
    pieces.truncate(limit);
    let mut pieces: Vec<Snippet> = pieces.into_iter().map(|(_, piece)| piece).collect();
    pieces.sort_by_key(|piece| piece.span.start);
    Some(pieces)
}

/// The beginning of the running text, about `chars` characters of it: for an article that was found by other things than its text.
#[must_use]
pub fn beginning(document: &Document, chars: usize) -> Option<Snippet> {
    use crate::article::BlockKind as K;
    let page = document.running();
    let text = page.text();
    let runs = page.blocks().iter().filter(|b| matches!(b.kind, K::Paragraph | K::Question | K::Answer));
    let spans = runs.map(|block| {
        let whole = block.span.of(text);
        let start = block.span.start + (whole.len() - whole.trim_start().len());
        ByteRange::new(start, block.span.start + whole.trim_end().len().max(start - block.span.start))
    });
    let span = spans.into_iter().find(|span| !span.is_empty())?;
    let end = span.of(text).char_indices().nth(chars).map_or(span.end, |(at, _)| span.start + at);
    Some(Snippet { span: ByteRange::new(span.start, end), hits: vec![] })
}

fn small(n: usize) -> i32 {
    i32::try_from(n.min(100)).unwrap_or(100)
}

/// Body text says most; a title is shown anyway.
fn kind_worth(blocks: &[Block], offset: usize) -> i32 {
    use crate::article::BlockKind as K;
    let at = blocks.partition_point(|b| b.span.end <= offset);
    match blocks.get(at).map(|b| b.kind) {
        Some(K::Paragraph | K::Question | K::Answer) => 3,
        Some(K::Heading | K::Subtitle | K::Caption) => 2,
        Some(K::Byline | K::Credit | K::Title) | None => 1,
        Some(K::Furniture) => 0,
    }
}

/// The sentence around `hit` (or the part of it that fits), not before byte `after`, without blank edges.
fn piece_around(text: &str, hit: ByteRange, after: usize, chars: usize) -> ByteRange {
    let line_start = back(text, hit.start, REACH_BYTES, |c| c == '\n' || c == '\r').max(after);
    let line_end = forward(text, hit.end, REACH_BYTES, |c| c == '\n' || c == '\r');
    let line = ByteRange::new(line_start, line_end).of(text);
    let mut span = ByteRange::new(line_start, line_end);
    let local = sentences(line);
    let holds = |s: &&ByteRange| s.end + line_start > hit.start && s.start + line_start < hit.end;
    if let (Some(first), Some(last)) = (local.iter().find(holds), local.iter().rev().find(holds)) {
        span = ByteRange::new(first.start + line_start, last.end + line_start);
    }
    // A hit may reach over a line end in hard-wrapped text.
    span = ByteRange::new(span.start.min(hit.start), span.end.max(hit.end));
    if span.of(text).chars().count() > chars {
        span = shortened(text, span, hit, chars);
    }
    let piece = span.of(text);
    // No piece begins with a mark that ends what stands before it.
    let stray = |c: char| c.is_whitespace() || CLAUSE_ENDS.contains(&c) || CLOSING.contains(&c);
    let left = piece.len() - piece.trim_start_matches(stray).len();
    let right = piece.len() - piece.trim_end().len();
    ByteRange::new((span.start + left).min(hit.start), span.end.saturating_sub(right).max(hit.end))
}

/// About `chars` characters of `span` around `hit`, a third of the room before it, cut after a clause when one is near.
fn shortened(text: &str, span: ByteRange, hit: ByteRange, chars: usize) -> ByteRange {
    let room = chars.saturating_sub(hit.of(text).chars().count());
    let before = ByteRange::new(span.start, hit.start).of(text);
    let lead: Vec<(usize, char)> = before.char_indices().rev().take(room / 3 + 1).collect();
    let start = if lead.len() > room / 3 {
        let clause = lead.iter().rev().find(|(_, c)| CLAUSE_ENDS.contains(c)).map(|(byte, c)| byte + c.len_utf8());
        span.start + clause.or_else(|| lead.last().map(|(byte, _)| *byte)).unwrap_or(before.len())
    } else {
        span.start
    };
    let used = ByteRange::new(start, hit.start).of(text).chars().count();
    let rest = ByteRange::new(hit.end, span.end).of(text);
    let tail: Vec<(usize, char)> = rest.char_indices().take(room.saturating_sub(used) + 1).collect();
    let end = if tail.len() > room.saturating_sub(used) {
        let clause = tail.iter().rev().find(|(_, c)| CLAUSE_ENDS.contains(c)).map(|(byte, _)| *byte);
        hit.end + clause.or_else(|| tail.last().map(|(byte, _)| *byte)).unwrap_or(0)
    } else {
        span.end
    };
    // A mark that belongs to what was cut off.
    let stray = ByteRange::new(start, hit.start).of(text);
    let start = start + (stray.len() - stray.trim_start_matches(CLAUSE_ENDS).len());
    ByteRange::new(start, end)
}

/// Byte after the nearest character before `from` that `stops`, at most `reach` bytes back.
fn back(text: &str, from: usize, reach: usize, stops: fn(char) -> bool) -> usize {
    let before = ByteRange::new(0, from).of(text);
    before
        .char_indices()
        .rev()
        .take_while(|(byte, c)| !stops(*c) && from - byte <= reach)
        .last()
        .map_or(from, |(byte, _)| byte)
}

/// Byte of the nearest character from `from` on that `stops`, at most `reach` bytes ahead.
fn forward(text: &str, from: usize, reach: usize, stops: fn(char) -> bool) -> usize {
    let rest = ByteRange::new(from, text.len()).of(text);
    rest.char_indices()
        .take_while(|(byte, c)| !stops(*c) && *byte <= reach)
        .last()
        .map_or(from, |(byte, c)| from + byte + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    #[test]
    fn a_hit_as_long_as_the_page_makes_no_longer_snippet() {
        let text = format!("题目\n\n前言。的{}这里完。", "一桥飞架，".repeat(200_000));
        let document = document_of("a.txt", text.as_bytes());
        for typed in ["/的.+这/", "/(?s).+/", "/一桥飞架，/"] {
            let found = snippets(&document, typed, 44, 2);
            assert!(!found.is_empty(), "{typed}");
            for Snippet { span, hits } in found {
                let shown = span.of(&document.page().article.text).chars().count();
                assert!(shown <= 60, "{typed}: {shown}");
                assert!(!hits.is_empty() && hits.iter().all(|hit| span.covers(*hit)), "{typed}");
            }
        }
    }
}
