//! The sentences that tell facts, page by page: what is searched for among all facts is looked for in one walk through the texts.

use std::ops::Range;

use super::table::Table;

/// The sentences of all facts, numbered in the order of the pages and of their texts. They take 12 bytes each, 4 for each fact that one
/// tells, and 4 for each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretches {
    /// The first one of each page, and how many there are.
    starts: Vec<u32>,
    /// First character of each and one past its last, in characters of the page's text.
    chars: Vec<(u32, u32)>,
    /// Where the facts of each end.
    ends: Vec<u32>,
    /// The facts that they tell.
    facts: Vec<u32>,
}

impl Stretches {
    /// Those of a ledger.
    #[must_use]
    pub fn of_table(table: &Table) -> Self {
        let facts = || (0_u32..).take(table.len());
        let mut counts = vec![0_u32; table.page_count()];
        for member in facts().flat_map(|fact| table.witnesses(fact)) {
            counts.get_mut(member.page as usize).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        let mut next: Vec<u32> = Vec::with_capacity(counts.len());
        for count in &counts {
            next.push(sum);
            sum += count;
        }
        let mut told = vec![((0, 0), 0); sum as usize];
        for fact in facts() {
            for member in table.witnesses(fact) {
                // Who belongs to no page of the folder is told by none.
                let Some(at) = next.get_mut(member.page as usize) else { continue };
                if let Some(slot) = told.get_mut(*at as usize) {
                    *slot = (member.chars, fact);
                }
                *at += 1;
            }
        }
        let mut all = Self { starts: Vec::with_capacity(counts.len() + 1), ..Self::default() };
        let (mut rest, number) = (told.as_mut_slice(), |count: usize| u32::try_from(count).unwrap_or(u32::MAX));
        for count in counts {
            all.starts.push(number(all.chars.len()));
            let Some((page, others)) = rest.split_at_mut_checked(count as usize) else { break };
            rest = others;
            page.sort_unstable();
            for same in page.chunk_by(|a, b| a.0 == b.0) {
                all.chars.extend(same.first().map(|(chars, _)| *chars));
                all.facts.extend(same.iter().map(|(_, fact)| *fact));
                all.ends.push(number(all.facts.len()));
            }
        }
        all.starts.push(number(all.chars.len()));
        all.chars.shrink_to_fit();
        all.ends.shrink_to_fit();
        all.facts.shrink_to_fit();
        all
    }

    /// Sentences by page, sorted, each of which tells the fact of its number.
    #[cfg(test)]
    pub(super) fn of_sentences(all: &[(u32, (u32, u32))], pages: usize) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap();
        let numbers: Vec<u32> = (0..).take(all.len()).collect();
        Self {
            starts: (0..=pages).map(|page| number(all.partition_point(|one| (one.0 as usize) < page))).collect(),
            chars: all.iter().map(|one| one.1).collect(),
            ends: numbers.iter().map(|at| at + 1).collect(),
            facts: numbers,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.chars.len()
    }

    /// True when no sentence tells a fact.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// How many pages they belong to.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Those of a page, by number.
    #[must_use]
    pub fn of_page(&self, page: u32) -> Range<u32> {
        let at = page as usize;
        self.starts.get(at).zip(self.starts.get(at + 1)).map_or(0..0, |(from, to)| *from..*to)
    }

    /// The page of one.
    #[must_use]
    pub fn page_of(&self, number: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= number)).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// First character of one and one past its last, in characters of its page's text.
    #[must_use]
    pub fn chars(&self, number: u32) -> (usize, usize) {
        self.chars.get(number as usize).map_or((0, 0), |&(from, to)| (from as usize, to as usize))
    }

    /// The facts that one tells, rising.
    #[must_use]
    pub fn facts(&self, number: u32) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let from = (number as usize).checked_sub(1).map_or(Some(0), end);
        from.zip(end(number as usize)).and_then(|(from, to)| self.facts.get(from..to)).unwrap_or_default()
    }

    /// Bytes of memory that they take.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        (self.starts.len() + self.chars.len() * 2 + self.ends.len() + self.facts.len()) * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{
        facts::{book::Pages, kept::PageKey, store::Store},
        library::{Corrections, document_of},
    };

    #[test]
    fn every_witness_has_its_sentence_once() {
        let texts = [
            "甲\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元。测试长江大桥力争2030年建成。",
            "无事",
            "乙\n\n　　遂宁市与潼南区签订《涪江水运合作协议》。去年，遂宁、潼南共建测试产业园，总投资3亿元，签订《测试协议》。",
        ];
        let (mut store, mut pages) = (Store::default(), Pages::default());
        for (number, text) in texts.iter().enumerate() {
            let document = document_of(&format!("{number}.txt"), text.as_bytes());
            let key = PageKey::of(&document, &Corrections::default());
            store.read(&document, key);
            pages.add(&document, key, &Corrections::default(), &store.readings);
        }
        let facts = store.ledger(pages).facts;
        let told = facts.stretches();
        let all = |page: u32| told.of_page(page).flat_map(move |n| told.facts(n).iter().map(move |f| (page, n, *f)));
        let ours: BTreeSet<_> = (0..3).flat_map(all).map(|(page, n, fact)| (page, told.chars(n), fact)).collect();
        let chars = |(from, to): (u32, u32)| (from as usize, to as usize);
        let witnesses = (0..)
            .take(facts.len())
            .flat_map(|fact| facts.table.witnesses(fact).map(move |member| (member.page, chars(member.chars), fact)));
        let wanted: BTreeSet<_> = witnesses.collect();
        assert!(wanted.len() >= 4 && told.of_page(1).is_empty() && told.pages() == 3);
        assert_eq!(ours, wanted);
        assert!((0..3).all(|page| told.of_page(page).all(|number| told.page_of(number) == page)));
        let spans: BTreeSet<_> = wanted.iter().map(|(page, chars, _)| (page, chars)).collect();
        assert_eq!(told.len(), spans.len(), "each sentence once");
    }
}
