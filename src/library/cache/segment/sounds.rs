//! How the titles of a segment sound, and which of them have which syllable.

use std::collections::HashMap;

use crate::{
    library::{cache::Bits, query::sounds_like},
    text::pinyin,
};

/// So many letters choose the titles; of more of them the first.
const MOST_LETTERS: usize = 16;

/// How the titles sound (see [`pinyin::sort_key`]), one behind the other, and where each ends.
pub(super) struct Sounds {
    all: String,
    ends: Vec<u32>,
    /// The documents whose titles have a syllable, sorted; what nobody can type is left out.
    having: Vec<(Box<str>, Bits)>,
}

impl Sounds {
    /// Of these titles.
    pub(super) fn of<'a>(titles: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let count = titles.len();
        let (mut all, mut ends) = (String::new(), Vec::with_capacity(count));
        for title in titles {
            all.push_str(&pinyin::sort_key(title));
            ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        let mut sounds = Self { all, ends, having: vec![] };
        let mut having: HashMap<&str, Bits> = HashMap::new();
        for number in 0..count {
            let syllables = sounds.key(number).unwrap_or_default().split(' ');
            for syllable in syllables.filter(|syllable| syllable.is_ascii() && !syllable.is_empty()) {
                having.entry(syllable).or_insert_with(|| Bits::none(count)).add(number);
            }
        }
        let mut having: Vec<(Box<str>, Bits)> =
            having.into_iter().map(|(syllable, titles)| (syllable.into(), titles)).collect();
        having.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        sounds.having = having;
        sounds
    }

    /// How the title of a document sounds.
    pub(super) fn key(&self, number: usize) -> Option<&str> {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        self.all.get(number.checked_sub(1).map_or(Some(0), end)?..end(number)?)
    }

    /// The documents in whose titles some syllables begin with these letters (see [`pinyin::begins_with`]).
    pub(super) fn with(&self, letters: &str) -> Bits {
        let mut found = Bits::none(self.ends.len());
        let heard = |number: &usize| self.key(*number).is_some_and(|key| sounds_like(key, letters));
        self.may_have(letters.as_bytes()).iter().filter(heard).for_each(|number| found.add(number));
        found
    }

    /// The documents whose titles have syllables that can spell the letters, in whatever order.
    fn may_have(&self, letters: &[u8]) -> Bits {
        let letters = letters.get(..MOST_LETTERS).unwrap_or(letters);
        // Which can spell the letters from the n-th on, from the end to the beginning.
        let mut from: Vec<Bits> = vec![Bits::all(self.ends.len()); letters.len() + 1];
        for at in (0..letters.len()).rev() {
            let rest = letters.get(at..).unwrap_or_default();
            let mut steps: Vec<Option<Bits>> = vec![None; rest.len() + 1];
            let first = rest.first().copied();
            let begins = |letter: Option<u8>| {
                let from = self.having.partition_point(|(syllable, _)| syllable.bytes().next() < letter);
                let rest = self.having.get(from..).unwrap_or_default();
                rest.iter().take_while(move |(syllable, _)| syllable.bytes().next() == letter)
            };
            // `u` is typed for `v`, too.
            let others = begins(Some(b'v').filter(|_| first == Some(b'u')));
            for (syllable, titles) in begins(first).chain(others) {
                for step in pinyin::steps(syllable.as_bytes(), rest) {
                    if let Some(taken) = steps.get_mut(step) {
                        *taken = Some(taken.take().map_or_else(|| titles.clone(), |taken| taken.or(titles)));
                    }
                }
            }
            let mut here = Bits::none(self.ends.len());
            for (step, taken) in steps.into_iter().enumerate() {
                if let Some((taken, behind)) = taken.zip(from.get(at + step)) {
                    here = here.or(&taken.and(behind));
                }
            }
            if let Some(slot) = from.get_mut(at) {
                *slot = here;
            }
        }
        from.swap_remove(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::default() })]
        /// Syllables choose the titles that sound so, and no others.
        #[test]
        fn titles_are_heard_by_their_syllables(
            titles in proptest::collection::vec("[遂宁水务绿中a1《》 ]{0,8}", 1..70),
            letters in "(sui|s|n|ning|nin|shui|sh|wu|lu|lv|zhong|zh|z|a|1){1,4}|[suizhn]{2,20}",
        ) {
            let sounds = Sounds::of(titles.iter().map(String::as_str));
            let wanted: Vec<usize> =
                (0..titles.len()).filter(|at| sounds_like(&pinyin::sort_key(&titles[*at]), &letters)).collect();
            proptest::prop_assert_eq!(sounds.with(&letters).iter().collect::<Vec<_>>(), wanted);
        }
    }
}
