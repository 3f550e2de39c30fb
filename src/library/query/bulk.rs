//! Words, places and dates told for all documents of a segment at once, column by column, instead of document by document. What it says is
//! what [`super::tally`] says; where it cannot say anything, that is asked.

use std::borrow::Cow;

use super::{
    known::Known,
    look::Kept,
    matching::{Plan, Query, Rank},
    score::score,
    sweep::Row,
    term::Term,
    test::Test,
    tree::Having,
};
use crate::library::cache::{Bits, Segment};

/// Documents looked at between two looks at the cancel flag.
const CANCEL_EVERY: usize = 256;

/// With fewer documents than one of so many, they and their titles are sooner looked at one by one than all together.
const FEW_OF: usize = 12;

/// The documents of a segment that match, and how often.
struct Column<'a> {
    yes: Bits,
    /// By number; empty where there are no hits to count.
    hits: Cow<'a, [u32]>,
    /// Those of which the page has to tell how often, if any.
    unsure: Option<Bits>,
}

/// What is asked of the documents of a segment.
#[derive(Clone, Copy)]
struct Asked<'a> {
    segment: &'a Segment,
    known: &'a Known<'a>,
    stop: &'a dyn Fn() -> bool,
}

impl Query {
    /// The rows of the documents that match, of those that may (`None`: all); `None` when that cannot be told together, or when `stop`
    /// says so.
    pub(super) fn rows_at_once(
        &self,
        (segment, known): (&Segment, &Known<'_>),
        within: Option<&Bits>,
        newest: Option<i16>,
        stop: &dyn Fn() -> bool,
    ) -> Option<Vec<Row>> {
        // Where hits of several words may lie over each other, they have to be looked at.
        if self.is_empty() || !self.is_apart() || !self.plans().iter().all(Plan::is_told_at_once) {
            return None;
        }
        // Columns for a few documents would cost more than the documents.
        let few = within.is_some_and(|within| within.count() < segment.len() / FEW_OF);
        if few && self.plans().iter().any(|plan| !matches!(plan, Plan::Test(Test::Source(_)))) {
            return None;
        }
        let all = || Bits::all(segment.len());
        let found = all_of(self.plans(), Asked { segment, known, stop }, within.cloned().unwrap_or_else(all))?;
        let count = found.yes.count();
        let mut ranks = Ranks::default();
        if count > 0 {
            self.plans().iter().try_for_each(|plan| ranks.add(plan, segment, (&found.yes, count)))?;
        }
        let mut rows = Vec::with_capacity(count);
        found.yes.each(|number| {
            let Ok(at) = u32::try_from(number) else { return };
            let hits = found.hits.get(number).copied().unwrap_or(0);
            let of = (segment.units(at), segment.date(at));
            let score = score(of, ranks.of(number), hits as usize, newest);
            let sure = !found.unsure.as_ref().is_some_and(|unsure| unsure.has(number));
            rows.push(Row { number: at, hits, score, cut: false, sure });
        });
        Some(rows)
    }
}

impl Plan {
    /// True for what [`Plan::at_once`] may tell.
    fn is_told_at_once(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_told_at_once),
            Self::Not(part) => part.is_told_at_once(),
            Self::Term(term) => term.is_folded() && term.sound().is_none() && !term.folded_needle().units().is_empty(),
            Self::Test(test) => test.is_told_at_once(),
            Self::Near(..) | Self::Pattern(_) | Self::Spoken(_) => false,
        }
    }

    /// True when texts have to be read for it.
    fn reads(&self, known: &Known<'_>) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.reads(known)),
            Self::Not(part) => part.reads(known),
            Self::Term(term) => known.counts(term.folded_needle()).is_none(),
            _ => false,
        }
    }

    /// The documents within these that match, and how often.
    fn at_once<'a>(&self, asked: Asked<'a>, within: &Bits) -> Option<Column<'a>> {
        match self {
            Self::All(parts) => {
                let mut all = all_of(parts, asked, within.clone())?;
                // What does not hold all of them has no hits.
                let others = Bits::all(all.hits.len()).without(&all.yes);
                let hits = all.hits.to_mut();
                others.each(|number| hits.get_mut(number).into_iter().for_each(|hits| *hits = 0));
                Some(all)
            }
            Self::Any(parts) => {
                let mut sum = Column::of(Bits::none(asked.segment.len()));
                for part in parts {
                    let Column { yes, hits, unsure: None } = part.at_once(asked, within)? else { return None };
                    sum.add(hits, &yes);
                    sum.yes = sum.yes.or(&yes);
                }
                Some(sum)
            }
            Self::Not(part) => Some(Column::of(within.clone().without(&part.at_once(asked, within)?.yes))),
            Self::Term(term) => term.at_once(asked, within),
            Self::Test(Test::Source(term)) => {
                let hits = |folded: &[u16], sound: &str| {
                    Some(u32::try_from(term.count_in_line(folded, || sound)?).unwrap_or(u32::MAX))
                };
                let told = asked.segment.told_by_sources(|_, folded, sound| hits(folded, sound));
                let ((yes, hits), printing) = told?;
                let yes = yes.and(within);
                let unsure = yes.clone().without(&printing);
                Some(Column { yes, hits: Cow::Owned(hits), unsure: (unsure.count() > 0).then_some(unsure) })
            }
            Self::Test(test) => Some(Column::of(test.documents(asked.segment)?.and(within))),
            Self::Near(..) | Self::Pattern(_) | Self::Spoken(_) => None,
        }
    }
}

/// What all of the parts hold of; where texts have to be read, of what the others leave.
fn all_of<'a>(parts: &[Plan], asked: Asked<'a>, within: Bits) -> Option<Column<'a>> {
    let mut sum = Column::of(within);
    for reads in [false, true] {
        for part in parts.iter().filter(|part| part.reads(asked.known) == reads) {
            let Column { yes, hits, unsure } = part.at_once(asked, &sum.yes)?;
            sum.add(hits, &yes);
            sum.yes = yes;
            sum.unsure = match (sum.unsure, unsure) {
                (Some(a), Some(b)) => Some(a.or(&b)),
                (a, b) => a.or(b),
            };
        }
    }
    Some(sum)
}

impl<'a> Column<'a> {
    /// These, without hits.
    const fn of(yes: Bits) -> Self {
        Self { yes, hits: Cow::Borrowed(&[]), unsure: None }
    }

    /// Adds hits of these documents.
    fn add(&mut self, hits: Cow<'a, [u32]>, of: &Bits) {
        if self.hits.is_empty() {
            self.hits = hits;
        } else if !hits.is_empty() {
            let sums = self.hits.to_mut();
            of.each(|number| {
                if let (Some(sum), Some(more)) = (sums.get_mut(number), hits.get(number)) {
                    *sum = sum.saturating_add(*more);
                }
            });
        }
    }
}

impl Term {
    fn at_once<'a>(&self, Asked { segment, known, stop }: Asked<'a>, within: &Bits) -> Option<Column<'a>> {
        if let Some((yes, counts)) = known.counts(self.folded_needle()) {
            let hits = if self.is_again() { &[] } else { counts };
            return Some(Column { yes: yes.clone().and(within), hits: Cow::Borrowed(hits), unsure: None });
        }
        let may = known.documents_with(self.folded_needle()).map(|may| may.clone().and(within));
        let (mut found, mut counts) = (Bits::none(segment.len()), vec![0; segment.len()]);
        for (at, number) in may.as_ref().unwrap_or(within).iter().enumerate() {
            if at % CANCEL_EVERY == 0 && stop() {
                return None;
            }
            let hits = Kept::of(segment, known, u32::try_from(number).ok()?).count(self.folded_needle())?;
            if hits > 0 {
                found.add(number);
                *counts.get_mut(number)? = u32::try_from(hits).unwrap_or(u32::MAX);
            }
        }
        let hits = if self.is_again() { Cow::Borrowed(&[][..]) } else { Cow::Owned(counts) };
        Some(Column { yes: found, hits, unsure: None })
    }
}

impl Test {
    /// True when it is known exactly which documents pass.
    fn is_told_at_once(&self) -> bool {
        match self {
            Self::Places { .. } | Self::Dates(_) | Self::Script(_) => true,
            Self::Has(having) => !matches!(having, Having::Marked(_)),
            Self::Source(term) => term.is_folded(),
            Self::Title(_) | Self::Author(_) | Self::File(_) | Self::Is(_) | Self::Tag { .. } => false,
        }
    }
}

/// What titles and places say of the documents of a segment, by number.
#[derive(Default)]
struct Ranks {
    ranks: Vec<Rank>,
}

/// Where in a title something stands.
const INSIDE: u8 = 1;
const FIRST: u8 = 2;

impl Ranks {
    fn of(&self, number: usize) -> Rank {
        self.ranks.get(number).copied().unwrap_or_default()
    }

    fn at(&mut self, number: usize, segment: &Segment) -> Option<&mut Rank> {
        if self.ranks.is_empty() {
            self.ranks.resize(segment.len(), Rank::default());
        }
        self.ranks.get_mut(number)
    }

    /// Adds what one part of the query says of these documents.
    fn add(&mut self, plan: &Plan, segment: &Segment, of: (&Bits, usize)) -> Option<()> {
        let (mut titles, mut about) = (vec![], None);
        plan.ranks_at_once(segment, of, &mut titles, &mut about)?;
        for (number, place) in (0..).zip(&titles).filter(|(_, place)| **place > 0) {
            let rank = self.at(number, segment)?;
            rank.title_parts += 1;
            rank.title_begins |= *place == FIRST;
        }
        if let Some(about) = about {
            about.and(of.0).each(|number| {
                self.at(number, segment).into_iter().for_each(|rank| rank.primary_parts += 1);
            });
        }
        Some(())
    }
}

impl Plan {
    /// Where its words stand in the titles of the documents, and which of them are about its places.
    fn ranks_at_once(
        &self,
        segment: &Segment,
        of: (&Bits, usize),
        titles: &mut Vec<u8>,
        about: &mut Option<Bits>,
    ) -> Option<()> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().try_for_each(|part| part.ranks_at_once(segment, of, titles, about))
            }
            Self::Term(term) => {
                term.in_titles(segment, of, titles)?;
                add_about(term.places(), segment, about)
            }
            Self::Test(Test::Places { places, .. }) => add_about(places, segment, about),
            Self::Test(_) | Self::Not(_) | Self::Near(..) | Self::Pattern(_) | Self::Spoken(_) => Some(()),
        }
    }
}

fn add_about(places: &[crate::place::PlaceId], segment: &Segment, about: &mut Option<Bits>) -> Option<()> {
    if !places.is_empty() {
        let these = segment.documents_naming(places, true)?;
        *about = Some(match about.take() {
            Some(about) => about.or(&these),
            None => these,
        });
    }
    Some(())
}

impl Term {
    /// Where it stands in the titles of these documents.
    fn in_titles(&self, segment: &Segment, (of, count): (&Bits, usize), titles: &mut Vec<u8>) -> Option<()> {
        titles.resize(segment.len(), 0);
        let mut put = |number: usize, first: bool| {
            if let Some(slot) = titles.get_mut(number) {
                *slot = (*slot).max(if first { FIRST } else { INSIDE });
            }
        };
        let needle = self.folded_needle();
        if count > segment.len() / FEW_OF
            && segment.each_title_with(needle, |number, first| {
                if of.has(number) {
                    put(number, first);
                }
            })
        {
            return Some(());
        }
        of.each(|number| {
            let title = u32::try_from(number).ok().and_then(|number| segment.folded_title(number));
            let at = title.and_then(|title| needle.first_in(title));
            at.into_iter().for_each(|at| put(number, at == 0));
        });
        Some(())
    }
}
