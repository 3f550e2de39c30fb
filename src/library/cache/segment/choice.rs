//! Which documents of a segment may be what is asked for, told by its index, its columns and its titles.

use memchr::memmem::Finder;

use super::{Segment, record, sounds::Sounds, table};
use crate::{
    library::{Brief, cache::Bits, query::Dates},
    place::PlaceId,
    text::{count::Needle, date::PartialDate, find, fold, span::ByteRange},
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

impl Segment {
    /// The documents that may have `needle` in their texts; `None` when they must all be looked at.
    pub(in crate::library) fn documents_with(&self, needle: &[u16]) -> Option<Bits> {
        self.grams()?.having(needle)
    }

    /// The documents that have one character, or two side by side, in their texts, and how often each has them; `None` when that is not known.
    pub(in crate::library) fn counts_of(&self, needle: &[u16]) -> Option<(Bits, Vec<u32>)> {
        self.grams()?.counts(needle)
    }

    /// The documents of which `test` holds; `None` when they must all be looked at.
    pub(in crate::library) fn documents_where(
        &self,
        test: impl Fn(Brief<'_>, Option<PartialDate>) -> bool,
    ) -> Option<Bits> {
        let mut found = Bits::none(self.entries.len());
        for (number, date) in (0_u32..).zip(&self.dates) {
            if test(self.brief(number)?, *date) {
                found.add(number as usize);
            }
        }
        Some(found)
    }

    /// The documents that [`Dates::holds`] holds of.
    pub(in crate::library) fn documents_dated(&self, dates: &Dates) -> Bits {
        let (from, to) = dates.days();
        let of = |date: &Option<PartialDate>| date.map_or(Dates::NO_DAYS, Dates::days_of);
        let days = self.days.get_or_init(|| self.dates.iter().map(of).collect());
        let open = dates.is_open();
        Bits::of(days, |(first, last)| open | ((*last >= from) & (*first <= to)))
    }

    /// The documents that answer to one of these places (sorted), or are about it.
    pub(in crate::library) fn documents_naming(&self, places: &[PlaceId], primary: bool) -> Option<Bits> {
        Some(self.table()?.naming(places, primary))
    }

    /// The documents of whose source, the same folded, and how it sounds, `test` holds; it is asked once for each source.
    pub(in crate::library) fn sources_where(&self, test: impl Fn(&str, &[u16], &str) -> bool) -> Option<Bits> {
        Some(self.table()?.sources_where(test))
    }

    /// What `told` says of the source of each document, the same folded, and how it sounds; and the documents that print theirs in its very
    /// characters.
    pub(in crate::library) fn told_by_sources(
        &self,
        told: impl Fn(&str, &[u16], &str) -> Option<u32>,
    ) -> Option<((Bits, Vec<u32>), Bits)> {
        let table = self.table()?;
        Some((table.told_by_sources(told), table.printing_sources()))
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

    /// Tells each document whose title has it, and whether it begins with it; false when they must all be looked at.
    pub(in crate::library) fn each_title_with(&self, needle: &Needle, mut tell: impl FnMut(usize, bool)) -> bool {
        let units = needle.units();
        if units.is_empty() || units.contains(&PARTED) {
            return false;
        }
        let Titles { all, ends, .. } = self.titles();
        let (mut number, mut start, mut told) = (0, 0, None);
        for at in find::find_units_with(all, units, needle.finder()) {
            while let Some(end) = ends.get(number).map(|end| *end as usize).filter(|end| *end <= at) {
                (number, start) = (number + 1, end + 1);
            }
            if told != Some(number) {
                told = Some(number);
                tell(number, at == start);
            }
        }
        true
    }

    /// The documents in whose titles some syllables begin with these letters (see [`crate::text::pinyin::begins_with`]).
    pub(in crate::library) fn titles_sounding(&self, letters: &str) -> Bits {
        self.sounds().with(letters)
    }

    /// Works out how the titles sound, unless that is known.
    pub(in crate::library) fn hear_titles(&self) {
        let _ = self.sounds();
    }

    /// Works out all that a first question would have to wait for.
    pub(in crate::library) fn make_ready(&self) {
        let _ = (self.grams(), self.titles(), self.sounds());
    }

    /// Brings in the columns, unless they are.
    pub(in crate::library) fn bring_in(&self) {
        let _ = self.table();
    }

    /// True when it is known.
    pub(in crate::library) fn has_heard(&self) -> bool {
        self.sounds.get().is_some()
    }

    /// How often a document names one of these places (sorted), or what lies in one of these cities; `None` when only its mentions tell.
    pub(in crate::library) fn said(&self, number: u32, places: &[PlaceId]) -> Option<usize> {
        let mut said =
            self.table()?.said(number).filter(|(place, count)| *count > 0 && places.binary_search(place).is_ok());
        // Mentions of several places may be the same.
        match (said.next(), said.next()) {
            (None, _) => Some(0),
            (Some((_, count)), None) if count < table::OFTEN => Some(count.into()),
            _ => None,
        }
    }

    /// Where the page of a document prints its title, and its source; `None` when it is damaged.
    pub(in crate::library) fn origins(&self, number: u32) -> Option<[Option<ByteRange>; 2]> {
        record::origins_of(self.checked_page(number)?.0)
    }

    /// Where a document names which places; `None` when that is damaged.
    pub(in crate::library) fn mentions(&self, number: u32) -> Option<Vec<(ByteRange, Vec<PlaceId>)>> {
        record::mentions_of(self.checked_page(number)?.0)
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

    fn sounds(&self) -> &Sounds {
        self.sounds.get_or_init(|| {
            Sounds::of(self.entries.iter().map(|entry| record::title_of(self.card_bytes(entry)).unwrap_or_default()))
        })
    }

    /// How its title sounds (see [`crate::text::pinyin::sort_key`]).
    pub(in crate::library) fn title_key(&self, number: u32) -> Option<&str> {
        self.sounds().key(number as usize)
    }
}
