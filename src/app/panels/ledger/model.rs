//! What the rows of the ledger say, as plain data.

use std::time::{Duration, Instant};

use crate::{
    app::ledger::GroupKey,
    facts::{Fact, Party, Status, When},
    library::{
        Document, document_of,
        query::{Query, hits_until},
    },
    place::gazetteer,
    text::{date::Certainty, span::ByteRange},
    words::{Language, Words},
};

/// Where the columns stand in a table of some width, points from its left edge. A width of 0 hides a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns {
    /// Left edge and width of kind, name, parties, date, amount, status and witnesses.
    pub at: [(f32, f32); 7],
}

/// Space between two columns, points.
const GAP: f32 = 12.0;

impl Columns {
    /// The columns of a table so wide. Narrow tables lose numbers first, then witnesses, then kinds. Kinds and statuses are longer in
    /// Latin letters.
    #[must_use]
    pub fn of(width: f32, language: Language) -> Self {
        let (kind, status) = if language == Language::En { (74.0, 134.0) } else { (52.0, 76.0) };
        let mut widths = [kind, 0.0, 190.0, 150.0, 150.0, status, 56.0];
        let drop = |widths: &mut [f32; 7], at: usize, below: f32| {
            if width < below
                && let Some(column) = widths.get_mut(at)
            {
                *column = 0.0;
            }
        };
        drop(&mut widths, 4, 860.0);
        drop(&mut widths, 6, 720.0);
        drop(&mut widths, 0, 560.0);
        if width < 760.0 {
            widths[2] = 130.0;
            widths[3] = 110.0;
        }
        let others: f32 = widths.iter().filter(|w| **w > 0.0).map(|w| w + GAP).sum();
        widths[1] = (width - others - 16.0).max(120.0);
        let mut at = [(0.0, 0.0); 7];
        let mut x = 8.0;
        for (slot, width) in at.iter_mut().zip(widths) {
            *slot = (x, width);
            if width > 0.0 {
                x += width + GAP;
            }
        }
        Self { at }
    }
}

/// A date as people read it: `2020-03`, `2020-01—2023-01`, `2020-04 起`, a day without a year with a word about that.
#[must_use]
pub fn date_words(when: &When, words: &Words) -> String {
    value_words(&when.value, words)
}

/// The same for the bare value.
#[must_use]
pub fn value_words(value: &str, words: &Words) -> String {
    let bare = |part: &str| part.trim_start_matches("--").to_owned();
    let shown = match value.split_once('/') {
        Some((from, "..")) => words.tn("date-from", &[("date", bare(from).into())]),
        Some(("..", to)) => words.tn("date-until", &[("date", bare(to).into())]),
        Some((from, to)) => format!("{}—{}", bare(from), bare(to)),
        None => bare(value),
    };
    if value.starts_with("--") { words.tn("date-no-year", &[("date", shown.into())]) } else { shown }
}

/// What the date column says: when it happened, and by when it is to be.
#[must_use]
pub fn when_words(fact: &Fact, words: &Words) -> String {
    let date = fact.date.as_ref().map(|when| date_words(when, words));
    let due = fact.deadline.as_ref().map(|when| words.tn("date-due", &[("date", date_words(when, words).into())]));
    match (date, due) {
        (Some(date), Some(due)) => words.tn("date-and-due", &[("date", date.into()), ("due", due.into())]),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "—".to_owned(),
    }
}

/// What the amount column says.
#[must_use]
pub fn amounts(fact: &Fact) -> String {
    let shown: Vec<&str> = fact.quantities.iter().take(3).map(|amount| amount.text.as_str()).collect();
    let more = if fact.quantities.len() > 3 { " …" } else { "" };
    format!("{}{more}", shown.join(" / "))
}

/// Those who take part, cities first, as chips; the second says whether it is a city.
#[must_use]
pub fn parties(fact: &Fact) -> Vec<(String, bool)> {
    let chip = |party: &Party| match party {
        Party::City(city) => (gazetteer().get(*city).short.clone(), true),
        Party::Body(name) => (name.clone(), false),
    };
    fact.parties.iter().map(chip).collect()
}

/// The heading of a group.
#[must_use]
pub fn head_words(key: GroupKey, words: &Words) -> String {
    let place = |id| gazetteer().get(id).short.clone();
    match key {
        GroupKey::Pair(a, b) => format!("{} × {}", place(a), place(b)),
        GroupKey::City(city) => place(city),
        GroupKey::Kind(kind) => words.fact_kind(kind).into_owned(),
        GroupKey::Status(status) => words.fact_status(status).into_owned(),
        GroupKey::Year(year) => year.to_string(),
        GroupKey::Other => words.t("ledger-group-other").into_owned(),
    }
}

/// How loud a status is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Only spoken of.
    Quiet,
    /// Agreed.
    Agreed,
    /// Under way.
    UnderWay,
    /// Done.
    Done,
}

/// The tone of a status.
#[must_use]
pub const fn tone(status: Status) -> Tone {
    match status {
        Status::Stated | Status::Planned | Status::Preliminary => Tone::Quiet,
        Status::Signed | Status::Approved | Status::Established => Tone::Agreed,
        Status::UnderConstruction => Tone::UnderWay,
        Status::Done => Tone::Done,
    }
}

/// Message of how sure a date is; `None` where it is printed in full.
#[must_use]
pub const fn certainty_id(certainty: Certainty) -> Option<&'static str> {
    match certainty {
        Certainty::Inferred => Some("ledger-date-inferred"),
        Certainty::Unknown => Some("ledger-date-unknown"),
        Certainty::Day | Certainty::Month | Certainty::Year => None,
    }
}

/// How a piece of a sentence is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not.
    None,
    /// Beside the sentence, for the sense.
    Around,
    /// The name.
    Name,
    /// One who takes part.
    Party,
    /// A date.
    Date,
    /// What is searched for.
    Hit,
}

/// Characters shown before and behind the sentence.
const AROUND: usize = 60;

/// Where the words that are searched for stand in a text.
#[must_use]
pub fn hits_in(text: &str, query: &Query) -> Vec<ByteRange> {
    let words = query.words();
    if words.is_empty() {
        return vec![];
    }
    let document = document_of("", text.as_bytes());
    let began = Instant::now();
    let mut hits: Vec<ByteRange> = words
        .iter()
        .filter_map(|word| hits_until(&document, word, &|| began.elapsed() > MOST_TIME))
        .flatten()
        .collect();
    hits.sort_unstable();
    hits
}

/// Longest time that is spent on the words of one sentence.
const MOST_TIME: Duration = Duration::from_millis(20);

/// The sentence of a witness with what stands around it in its line, cut into pieces with their marks; `query` is what is searched for.
#[must_use]
pub fn context(fact: &Fact, witness: usize, document: &Document, query: &Query) -> Vec<(String, Mark)> {
    let Some(witness) = fact.witnesses.get(witness) else { return vec![] };
    let text = &document.page().article.text;
    let span = witness.span;
    let lines = &document.page().article.lines;
    let line = lines.get(lines.partition_point(|line| line.span.end <= span.start)).map_or(span, |line| line.span);
    let before = ByteRange::new(line.start.min(span.start), span.start).of(text);
    let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
    let cut = if from > 0 { "…" } else { "" };
    let before = before.get(from..).unwrap_or_default();
    // The indent of a paragraph is none of its words.
    let before = if cut.is_empty() { before.trim_start() } else { before };
    let mut pieces = vec![(format!("{cut}{before}"), Mark::Around)];
    let mut marks: Vec<(ByteRange, Mark)> = Vec::new();
    let sentence = span.of(text);
    let mut mark = |words: &str, mark: Mark| {
        if !words.is_empty() {
            let found = sentence.match_indices(words).map(|(at, _)| span.start + at);
            marks.extend(found.map(|at| (ByteRange::new(at, at + words.len()), mark)));
        }
    };
    mark(&witness.name, Mark::Name);
    for when in witness.date.iter().chain(&witness.deadline) {
        mark(&when.text, Mark::Date);
    }
    let g = gazetteer();
    let cities: Vec<_> = fact.cities().collect();
    let mentions = &document.page().tagging.mentions;
    let first = mentions.partition_point(|mention| mention.span.start < span.start);
    for mention in mentions.iter().skip(first).take_while(|mention| mention.span.end <= span.end) {
        let part = mention.places.iter().any(|&place| g.city_of(place).is_some_and(|city| cities.contains(&city)));
        if part {
            marks.push((mention.span, Mark::Party));
        }
    }
    let hits = hits_in(sentence, query);
    marks.extend(hits.iter().map(|hit| (ByteRange::new(span.start + hit.start, span.start + hit.end), Mark::Hit)));
    let marks = apart(marks);
    let mut at = span.start;
    for (piece, mark) in marks {
        if piece.start < at {
            continue;
        }
        pieces.push((ByteRange::new(at, piece.start).of(text).to_owned(), Mark::None));
        pieces.push((piece.of(text).to_owned(), mark));
        at = piece.end;
    }
    pieces.push((ByteRange::new(at, span.end).of(text).to_owned(), Mark::None));
    let after = ByteRange::new(span.end, line.end.max(span.end)).of(text);
    let until = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let cut = if until < after.trim_end().len() { "…" } else { "" };
    pieces.push((format!("{}{cut}", after.get(..until).unwrap_or_default().trim_end()), Mark::Around));
    for (piece, _) in &mut pieces {
        *piece = piece.replace(['\r', '\n'], "").trim_start_matches('\u{3000}').to_owned();
    }
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// Marks that do not lie over each other, in order. What is searched for goes first, then the name; of a mark that another one lies on what
/// is left of it stays.
fn apart(mut marks: Vec<(ByteRange, Mark)>) -> Vec<(ByteRange, Mark)> {
    let rank = |mark: Mark| match mark {
        Mark::Hit => 0,
        Mark::Name => 1,
        _ => 2,
    };
    marks.sort_by_key(|(at, mark)| (rank(*mark), at.start, std::cmp::Reverse(at.end)));
    let mut kept: Vec<(ByteRange, Mark)> = Vec::new();
    for (at, mark) in marks {
        let mut over: Vec<ByteRange> = kept.iter().map(|(at, _)| *at).filter(|other| other.overlaps(at)).collect();
        if rank(mark) > 1 && !over.is_empty() {
            continue;
        }
        over.sort_unstable();
        let mut from = at.start;
        for other in over {
            if other.start > from {
                kept.push((ByteRange::new(from, other.start), mark));
            }
            from = from.max(other.end);
        }
        if from < at.end {
            kept.push((ByteRange::new(from, at.end), mark));
        }
    }
    kept.sort_unstable_by_key(|(at, _)| *at);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{claims, ledger, tell},
        library::{Corrections, document_of},
    };

    #[test]
    fn columns_stand_side_by_side_at_any_width() {
        for width in [300.0_f32, 520.0, 640.0, 800.0, 1000.0, 1400.0, 3000.0] {
            let shown: Vec<_> = Columns::of(width, Language::Hans).at.into_iter().filter(|(_, w)| *w > 0.0).collect();
            for pair in shown.windows(2) {
                assert!(pair[0].0 + pair[0].1 <= pair[1].0, "{width}: {shown:?}");
            }
            let (x, w) = shown.last().unwrap();
            assert!(x + w <= width.max(520.0), "{width}: {shown:?}");
        }
    }

    #[test]
    fn dates_are_read_by_people() {
        let words = Words::new(Language::Hans);
        for (value, shown) in [
            ("2020-03", "2020-03"),
            ("2020-01/2023-01", "2020-01—2023-01"),
            ("2020-04/..", "2020-04 起"),
            ("--12-08", "12-08（年份不明）"),
            ("--12-08/--12-10", "12-08—12-10（年份不明）"),
        ] {
            assert_eq!(value_words(value, &words), shown);
        }
    }

    #[test]
    fn the_sentence_is_whole_and_its_parts_are_marked() {
        let text = "甲报道\n2021年3月5日\n\n　　此前已有准备。3月5日，遂宁市与潼南区签订《涪江水运合作协议》。会后各自回去。\n";
        let document = document_of("a.txt", text.as_bytes());
        let mut told = vec![];
        let read = claims(&document.page().article, &document.page().tagging, document.folded());
        tell(&document, read, &Corrections::default(), &mut told);
        let facts = ledger(told);
        let fact = facts.iter().find(|fact| fact.name.contains("水运")).unwrap();
        let pieces = context(fact, 0, &document, &Query::default());
        let whole: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        assert_eq!(whole, "此前已有准备。3月5日，遂宁市与潼南区签订《涪江水运合作协议》。会后各自回去。");
        let of = |mark| pieces.iter().filter(|(_, m)| *m == mark).map(|(p, _)| p.as_str()).collect::<Vec<_>>();
        assert!(of(Mark::Name).concat().contains("水运合作协议"), "{pieces:?}");
        assert_eq!(of(Mark::Date), ["3月5日"]);
        assert_eq!(of(Mark::Party).len(), 2, "{pieces:?}");
        assert_eq!(of(Mark::Around).len(), 2, "{pieces:?}");
        // What is searched for stands out of the name it lies in, in another script too.
        let pieces = context(fact, 0, &document, &Query::new("合作協議", false));
        let of = |mark| pieces.iter().filter(|(_, m)| *m == mark).map(|(p, _)| p.as_str()).collect::<Vec<_>>();
        assert_eq!(of(Mark::Hit), ["合作协议"]);
        assert!(of(Mark::Name).concat().contains("涪江水运"), "{pieces:?}");
        assert_eq!(pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>(), whole);
    }
}
