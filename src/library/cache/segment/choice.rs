//! Which documents of a segment may be what is asked for, told by its index, its columns and its titles.

use memchr::memmem::Finder;

use super::{Segment, record};
use crate::{
    library::{Brief, cache::Bits},
    text::{date::PartialDate, find, fold, pinyin},
};

/// The titles of a segment's documents, folded, with a character between them that no title is searched for.
#[derive(Default)]
pub(super) struct Titles {
    all: Vec<u16>,
    ends: Vec<u32>,
    /// Documents whose titles have line ends, across which words are found.
    wrapped: Vec<u32>,
}

/// What parts two titles.
const PARTED: u16 = 0;

/// How they sound, one behind the other, and where each ends.
pub(super) struct Sounds {
    all: String,
    ends: Vec<u32>,
}

impl Segment {
    /// The documents that may have `needle` in their texts; `None` when they must all be looked at.
    pub(in crate::library) fn documents_with(&self, needle: &[u16]) -> Option<Bits> {
        let blocks = self.blocks_with(needle)?;
        let mut found = Bits::none(self.entries.len());
        let documents = blocks.iter().flat_map(|block| self.documents_of(block));
        documents.for_each(|number| found.add(number as usize));
        Some(found)
    }

    /// The documents of which `test` holds; `None` when they must all be looked at.
    pub(in crate::library) fn documents_where(
        &self,
        test: impl Fn(Brief<'_>, Option<PartialDate>) -> bool,
    ) -> Option<Bits> {
        let mut found = Bits::none(self.entries.len());
        for (number, entry) in (0_u32..).zip(&self.entries) {
            if test(self.brief(number)?, entry.date) {
                found.add(number as usize);
            }
        }
        Some(found)
    }

    /// The documents of whose source, and how it sounds, `test` holds; it is asked once for each source.
    pub(in crate::library) fn sources_where(&self, test: impl Fn(&str, &str) -> bool) -> Option<Bits> {
        Some(self.table()?.sources_where(test))
    }

    /// The documents whose titles may have `needle`; `None` when they must all be looked at.
    pub(in crate::library) fn titles_with(&self, needle: &[u16], finder: &Finder<'_>) -> Option<Bits> {
        if needle.is_empty() || needle.contains(&PARTED) {
            return None;
        }
        let titles = self.titles();
        let mut found = Bits::none(self.entries.len());
        titles.wrapped.iter().for_each(|number| found.add(*number as usize));
        for at in find::find_units_with(&titles.all, needle, finder) {
            found.add(titles.ends.partition_point(|end| *end as usize <= at));
        }
        Some(found)
    }

    /// The documents of which `test` holds for how their titles sound.
    pub(in crate::library) fn title_sounds_where(&self, test: impl Fn(&str) -> bool) -> Bits {
        let mut found = Bits::none(self.entries.len());
        let all = (0_u32..).take(self.entries.len());
        let holds = all.filter(|number| self.title_key(*number).is_some_and(&test));
        holds.for_each(|number| found.add(number as usize));
        found
    }

    fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| {
            let mut titles = Titles::default();
            for (number, entry) in (0_u32..).zip(&self.entries) {
                let title = record::title_of(self.card_bytes(entry)).unwrap_or_default();
                if title.contains(['\n', '\r']) {
                    titles.wrapped.push(number);
                }
                titles.all.extend(fold::fold_units(title));
                titles.ends.push(u32::try_from(titles.all.len()).unwrap_or(u32::MAX));
                titles.all.push(PARTED);
            }
            titles
        })
    }

    /// The title of a document, folded.
    pub(in crate::library) fn folded_title(&self, number: u32) -> Option<&[u16]> {
        let titles = self.titles();
        let end = *titles.ends.get(number as usize)? as usize;
        let before = number.checked_sub(1).and_then(|before| titles.ends.get(before as usize));
        titles.all.get(before.map_or(0, |end| *end as usize + 1)..end)
    }

    /// How its title sounds (see [`pinyin::sort_key`]).
    pub(in crate::library) fn title_key(&self, number: u32) -> Option<&str> {
        let Sounds { all, ends } = self.sounds.get_or_init(|| {
            let (mut all, mut ends) = (String::new(), Vec::with_capacity(self.entries.len()));
            for entry in &self.entries {
                all.push_str(&pinyin::sort_key(record::title_of(self.card_bytes(entry)).unwrap_or_default()));
                ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
            }
            Sounds { all, ends }
        });
        let end = *ends.get(number as usize)? as usize;
        let start = number.checked_sub(1).and_then(|before| ends.get(before as usize)).map_or(0, |end| *end as usize);
        all.get(start..end)
    }
}
