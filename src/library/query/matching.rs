//! A search text, compiled; and where a document matches it.

use super::{
    near,
    pattern::Pattern,
    sound::spoken,
    tally::are_apart,
    term::Term,
    test::Test,
    tree::{Advice, Being, Marked, Node, Parsed, Reach},
};
use crate::{
    library::{Document, Tags},
    place::PlaceId,
    text::{
        find::{Joined, Joint, merged},
        span::ByteRange,
    },
};

/// Character ranges of a text: first character and one past the last.
pub(super) type Spans = Vec<(usize, usize)>;

/// How a hit relates to the words as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchedBy {
    /// The very characters.
    Exact,
    /// Across 简体 and 繁體.
    Script,
    /// Across full width and half width, or upper and lower case.
    Width,
    /// By sound: a place, the title or the source, on request the text.
    Pinyin,
}

impl MatchedBy {
    /// The machine name printed by `search`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Script => "script",
            Self::Width => "width",
            Self::Pinyin => "pinyin",
        }
    }
}

/// What the person did with the documents. Who is not asked does not narrow.
#[derive(Clone, Copy)]
pub struct Personal<'a> {
    /// Read, unread, starred.
    pub is: &'a dyn Fn(&Document, Being) -> bool,
    /// Has such marks.
    pub has: &'a dyn Fn(&Document, Marked) -> bool,
    /// The tags; `None` lets everything through.
    pub tags: Option<&'a Tags>,
}

impl std::fmt::Debug for Personal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Personal")
    }
}

/// A search text, compiled. Empty queries match everything.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// All of them must hold; the cheap ones come first.
    parts: Vec<Plan>,
    /// What to tell the person.
    advice: Vec<Advice>,
    /// No hit of one part can lie over a hit of another one.
    apart: bool,
}

/// A part of a query, compiled.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Near(Reach, Vec<Self>),
    Term(Box<Term>),
    Pattern(Box<Pattern>),
    Spoken(String),
    Test(Test),
}

/// Where a document matches.
#[derive(Clone, Debug, Default)]
pub(super) struct Match {
    /// Character ranges of the text, sorted, not overlapping.
    pub units: Spans,
    /// Byte ranges of places found by sound, and of fields.
    pub bytes: Vec<ByteRange>,
    /// What its title and its places say of it.
    pub rank: Rank,
    /// There may be more hits: a regular expression was ended.
    pub cut: bool,
}

/// What its title and its places say of how well a document matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rank {
    /// Parts that match in the title.
    pub title_parts: u32,
    /// Parts that name a place the document is about.
    pub primary_parts: u32,
    /// The title is what was searched for, or begins with it.
    pub title_begins: bool,
}

/// What tells the rank of a document: its folded title and how that sounds, and the places it is about.
#[derive(Clone, Copy)]
pub(super) struct Ranked<'a> {
    pub title: &'a [u16],
    pub title_key: &'a dyn Fn() -> &'a str,
    pub primary: &'a [PlaceId],
}

/// What evaluating a part of a query needs beside the document.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub personal: Option<Personal<'a>>,
    /// A long search is to end: what it says then does not count.
    pub stop: &'a dyn Fn() -> bool,
}

impl Query {
    /// Compiles what a person typed (see [`super::parse`]). With `literal`, each line of `text` is one plain string.
    #[must_use]
    pub fn new(text: &str, literal: bool) -> Self {
        Self::of(&if literal { super::parse::literal(text) } else { super::parse::parse(text) }, false)
    }

    /// Compiles what was understood of a text. With `exact`, all words are meant in their very characters.
    #[must_use]
    pub fn of(parsed: &Parsed, exact: bool) -> Self {
        let mut parts: Vec<Plan> =
            parsed.parts.iter().map(|(_, node)| Plan::of(node, exact, true)).filter(|plan| !plan.is_open()).collect();
        parts.sort_by_key(Plan::cost);
        Self::of_plans(parts, parsed.advice.clone())
    }

    fn of_plans(mut parts: Vec<Plan>, advice: Vec<Advice>) -> Self {
        for at in 0..parts.len() {
            let (before, rest) = parts.split_at_mut(at);
            if let Some(Plan::Term(term)) = rest.first_mut() {
                let same = |plan: &Plan| matches!(plan, Plan::Term(other) if term.has_hits_of(other));
                let again = before.iter().any(same);
                term.set_again(again);
            }
        }
        let mut shapes = Vec::new();
        parts.iter().for_each(|part| part.shapes(&mut shapes));
        let apart = are_apart(&shapes);
        Self { parts, advice, apart }
    }

    /// The query of one node.
    #[must_use]
    pub fn of_node(node: &Node, exact: bool) -> Self {
        let plan = Plan::of(node, exact, true);
        Self::of_plans(if plan.is_open() { vec![] } else { vec![plan] }, vec![])
    }

    /// What to tell the person about the text.
    #[must_use]
    pub fn advice(&self) -> &[Advice] {
        &self.advice
    }

    /// True when it narrows nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Its parts, which must all hold.
    pub(super) fn plans(&self) -> &[Plan] {
        &self.parts
    }

    /// True when no hit of one part can lie over a hit of another one.
    pub(super) const fn is_apart(&self) -> bool {
        self.apart
    }

    /// True when it has a regular expression.
    #[must_use]
    pub fn has_pattern(&self) -> bool {
        self.parts.iter().any(Plan::has_pattern)
    }

    /// A query for each word that must occur, alone; what must not occur and what is no word is left out.
    #[must_use]
    pub fn words(&self) -> Vec<Self> {
        let texts = self.parts.iter().filter(|plan| plan.is_text());
        texts.map(|plan| Self::of_plans(vec![plan.clone()], vec![])).collect()
    }

    /// Where `document` matches; `None` when it does not.
    pub(super) fn find(&self, document: &Document, context: Context<'_>) -> Option<Match> {
        let mut found = self.find_unranked(document, context)?;
        if self.ranks() {
            let title = document.folded_title();
            let title_key = || document.title_key();
            found.rank = self.rank(Ranked { title: &title, title_key: &title_key, primary: document.brief().primary });
        }
        Some(found)
    }

    /// The same without what titles and places say.
    pub(super) fn find_unranked(&self, document: &Document, context: Context<'_>) -> Option<Match> {
        let mut found = Match::default();
        for plan in &self.parts {
            if !plan.holds(document, context, &mut found) {
                return None;
            }
        }
        found.units = merged(std::mem::take(&mut found.units));
        Some(found)
    }

    /// True when titles and places say something about how well a document matches.
    pub(super) fn ranks(&self) -> bool {
        self.parts.iter().any(Plan::ranks)
    }

    /// What they say.
    pub(super) fn rank(&self, ranked: Ranked<'_>) -> Rank {
        let mut rank = Rank::default();
        for plan in &self.parts {
            let (at, primary) = plan.rank(ranked);
            rank.title_parts += u32::from(at.is_some());
            rank.title_begins |= at == Some(0);
            rank.primary_parts += u32::from(primary);
        }
        rank
    }

    /// The hits of a match as byte ranges of the text, in order, not overlapping.
    pub(super) fn ranges(document: &Document, found: &Match) -> Vec<ByteRange> {
        if found.units.is_empty() && found.bytes.is_empty() {
            return vec![];
        }
        // Of a page that has nothing but places of known bytes nothing need be fetched.
        let units =
            (!found.units.is_empty()).then(|| unit_ranges_to_bytes(&document.page().article.text, &found.units));
        let mut ranges = units.unwrap_or_default();
        ranges.extend(found.bytes.iter().map(|r| (r.start, r.end)));
        merged(ranges).into_iter().map(|(start, end)| ByteRange::new(start, end)).collect()
    }

    /// Number of hits of a match; the length of [`Query::ranges`].
    pub(super) fn count(document: &Document, found: &Match) -> usize {
        if found.bytes.is_empty() { found.units.len() } else { Self::ranges(document, found).len() }
    }

    /// By which ways `document` matches, sorted; empty when it does not match or nothing in the text was asked for.
    #[must_use]
    pub fn matched_by(&self, document: &Document) -> Vec<MatchedBy> {
        let mut ways = Vec::new();
        self.parts.iter().for_each(|plan| plan.ways(document, &mut ways));
        ways.sort_unstable();
        ways.dedup();
        ways
    }

    /// Folded strings that matching documents have: of each row at least one. For an index that chooses candidates: a row whose string may
    /// stand across line ends holds for the text with its lines put together (see [`Joined`]).
    #[must_use]
    pub fn needles(&self) -> Vec<Vec<&[u16]>> {
        self.parts.iter().filter_map(Plan::needles).collect()
    }
}

impl Plan {
    fn of(node: &Node, exact: bool, by_sound: bool) -> Self {
        let list = |parts: &[Node]| -> Vec<Self> {
            let mut plans: Vec<Self> = parts.iter().map(|part| Self::of(part, exact, by_sound)).collect();
            plans.sort_by_key(Self::cost);
            plans
        };
        match node {
            Node::All(parts) => Self::All(list(parts)),
            Node::Any(parts) => Self::Any(list(parts)),
            Node::Near(reach, parts) => Self::Near(*reach, list(parts)),
            // What must not occur is meant as it is written.
            Node::Not(part) => Self::Not(Box::new(Self::of(part, exact, false))),
            Node::Words(words) => Self::Term(Box::new(Term::new(words, exact, by_sound))),
            Node::Pattern(typed) => match Pattern::new(typed) {
                Ok(pattern) => Self::Pattern(Box::new(pattern)),
                Err(_) => Self::Any(vec![]),
            },
            Node::Spoken(letters) => Self::Spoken(letters.clone()),
            Node::Field(field) => Self::Test(Test::new(field, exact)),
        }
    }

    /// True when it asks for nothing.
    fn is_open(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(Self::is_open),
            _ => false,
        }
    }

    const fn cost(&self) -> u8 {
        match self {
            Self::Test(_) => 0,
            Self::Term(_) | Self::All(_) | Self::Any(_) => 1,
            Self::Not(_) => 2,
            Self::Near(..) => 3,
            Self::Spoken(_) => 4,
            Self::Pattern(_) => 5,
        }
    }

    fn has_pattern(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => parts.iter().any(Self::has_pattern),
            Self::Not(part) => part.has_pattern(),
            Self::Pattern(_) => true,
            Self::Term(_) | Self::Spoken(_) | Self::Test(_) => false,
        }
    }

    fn is_text(&self) -> bool {
        match self {
            Self::Term(_) | Self::Pattern(_) | Self::Spoken(_) | Self::Near(..) => true,
            Self::Any(parts) => parts.iter().all(Self::is_text),
            Self::All(_) | Self::Not(_) | Self::Test(_) => false,
        }
    }

    /// True when `document` holds it; its hits go to `found`, and only then.
    fn holds(&self, document: &Document, context: Context<'_>, found: &mut Match) -> bool {
        // A text of a thousand words is long work on a large page.
        if (context.stop)() {
            return false;
        }
        match self {
            Self::All(parts) => {
                let (units, bytes) = (found.units.len(), found.bytes.len());
                let all = parts.iter().all(|part| part.holds(document, context, found));
                if !all {
                    found.units.truncate(units);
                    found.bytes.truncate(bytes);
                }
                all
            }
            Self::Any(parts) => {
                let mut any = false;
                for part in parts {
                    any |= part.holds(document, context, found);
                }
                any
            }
            Self::Not(part) => {
                // Who is not asked about the person does not narrow, whichever way it is put.
                if context.personal.is_none() && part.is_personal() {
                    return true;
                }
                !part.holds(document, context, &mut Match::default())
            }
            Self::Near(reach, parts) => {
                let spans = near::together(document, *reach, parts, context.stop, &mut found.cut);
                let any = !spans.is_empty();
                found.units.extend(spans);
                any
            }
            Self::Term(term) => term.holds(document, found),
            Self::Pattern(pattern) => {
                let hits = pattern.find(document, context.stop);
                let any = !hits.spans.is_empty();
                found.units.extend(hits.spans);
                found.cut |= hits.cut;
                any
            }
            Self::Spoken(letters) => {
                let spans = spoken_in(document.folded(), document.joints(), letters);
                let any = !spans.is_empty();
                found.units.extend(spans);
                any
            }
            Self::Test(test) => test.holds(document, context.personal, &mut found.bytes),
        }
    }

    fn is_personal(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => parts.iter().any(Self::is_personal),
            Self::Not(part) => part.is_personal(),
            Self::Test(test) => test.is_personal(),
            Self::Term(_) | Self::Pattern(_) | Self::Spoken(_) => false,
        }
    }

    /// The places in the text of what is words; nothing for the rest. `cut` is set where there may be more.
    pub(super) fn spans(&self, document: &Document, stop: &dyn Fn() -> bool, cut: &mut bool) -> Spans {
        if stop() {
            return Spans::new();
        }
        match self {
            Self::Term(term) => term.spans(document),
            Self::Pattern(pattern) => {
                let found = pattern.find(document, stop);
                *cut |= found.cut;
                found.spans
            }
            Self::Spoken(letters) => spoken_in(document.folded(), document.joints(), letters),
            Self::Any(parts) => parts.iter().flat_map(|part| part.spans(document, stop, cut)).collect(),
            Self::Near(reach, parts) => near::together(document, *reach, parts, stop, cut),
            Self::All(_) | Self::Not(_) | Self::Test(_) => Spans::new(),
        }
    }

    /// True when the title and the cities say something about how well it matches.
    fn ranks(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => parts.iter().any(Self::ranks),
            Self::Term(_) => true,
            Self::Test(test) => test.ranks(),
            Self::Not(_) | Self::Pattern(_) | Self::Spoken(_) => false,
        }
    }

    /// Where in the (folded) title one of its words stands first, and whether one of them names a place the document is about.
    fn rank(&self, ranked: Ranked<'_>) -> (Option<usize>, bool) {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => {
                parts.iter().fold((None, false), |(at, primary), part| {
                    let (here, about) = part.rank(ranked);
                    (at.into_iter().chain(here).min(), primary || about)
                })
            }
            Self::Term(term) => (term.in_title(ranked), term.is_primary(ranked)),
            Self::Test(test) => (test.in_title(ranked), test.is_primary(ranked)),
            Self::Not(_) | Self::Pattern(_) | Self::Spoken(_) => (None, false),
        }
    }

    fn ways(&self, document: &Document, ways: &mut Vec<MatchedBy>) {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => {
                parts.iter().for_each(|part| part.ways(document, ways));
            }
            Self::Term(term) => term.ways(document, ways),
            Self::Pattern(_) => ways.push(MatchedBy::Exact),
            Self::Spoken(_) => ways.push(MatchedBy::Pinyin),
            Self::Test(test) => test.ways(document, ways),
            Self::Not(_) => {}
        }
    }

    fn needles(&self) -> Option<Vec<&[u16]>> {
        match self {
            Self::Term(term) => term.needle().map(|needle| vec![needle]),
            Self::Any(parts) => {
                let all: Option<Vec<Vec<&[u16]>>> = parts.iter().map(Self::needles).collect();
                all.map(|rows| rows.into_iter().flatten().collect())
            }
            Self::All(parts) | Self::Near(_, parts) => parts.iter().find_map(Self::needles),
            Self::Not(_) | Self::Pattern(_) | Self::Spoken(_) | Self::Test(_) => None,
        }
    }
}

/// Where a text, also across its line ends, sounds like the letters.
pub(super) fn spoken_in(folded: &[u16], joints: &[Joint], letters: &str) -> Spans {
    if joints.is_empty() {
        return spoken(folded, letters);
    }
    let joined = Joined::of(folded, joints);
    spoken(&joined.units, letters).into_iter().map(|(a, b)| joined.source_of(a, b)).collect()
}

/// Character ranges (sorted by their starts) → byte ranges, in one pass over the text up to the last of them.
pub(super) fn unit_ranges_to_bytes(text: &str, units: &[(usize, usize)]) -> Spans {
    let mut edges: Vec<usize> = units.iter().flat_map(|&(start, end)| [start, end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut chars = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).enumerate();
    let mut now = (0, 0);
    let mut bytes = Vec::with_capacity(edges.len());
    for &edge in &edges {
        while now.0 < edge {
            let Some(next) = chars.next() else { break };
            now = next;
        }
        bytes.push(now.1);
    }
    let byte = |unit: usize| edges.binary_search(&unit).ok().and_then(|at| bytes.get(at)).copied().unwrap_or_default();
    units.iter().map(|&(start, end)| (byte(start), byte(end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_find_their_bytes() {
        assert_eq!(unit_ranges_to_bytes("a遂𠀀宁", &[(0, 1), (1, 3), (3, 4)]), [(0, 1), (1, 8), (8, 11)]);
        assert_eq!(unit_ranges_to_bytes("", &[]), []);
    }
}
