//! What each character can stand for in a joint abbreviation.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    gazetteer::{Level, PlaceId, fold, gazetteer},
    persons::is_surname,
};
use crate::text::{
    classes::{BMP, Classes},
    fold::fold_char,
};

const RARE: &str = include_str!("data/rare_chars.tsv");
/// Letters of provinces and cities that hardly stand for anything else.
const TELLING: &str = "渝沪粤桂皖赣闽黔滇鄂豫湘冀鲁浙陕蓉穗甬邕泸潼";

/// The character opens the name of a place, or is its letter.
pub(super) const INITIAL: u8 = 1;
/// It hardly ever stands for anything but a place.
pub(super) const ANCHOR: u8 = 2;
/// It seldom does.
pub(super) const HALF_ANCHOR: u8 = 4;
/// It is the letter of a province or of what stands among provinces.
pub(super) const PROVINCE: u8 = 8;
/// It says that two places follow that begin alike: 两巫.
pub(super) const PAIR: u8 = 16;

/// What each character can stand for.
pub(super) struct Table {
    class: Classes,
    /// One bit for every character of [`ANCHOR`] or [`PAIR`].
    pub telling: Box<[u64; BMP / 64]>,
    /// Cities and counties by first character or letter, with what each costs by rank.
    pub places: BTreeMap<char, Vec<(PlaceId, f32)>>,
    /// Provinces by letter.
    pub provinces: BTreeMap<char, PlaceId>,
}

impl Table {
    fn build() -> Self {
        let g = gazetteer();
        let mut this = Self {
            class: Classes::new(),
            telling: Box::new([0; BMP / 64]),
            places: BTreeMap::new(),
            provinces: BTreeMap::new(),
        };
        for &(letter, id) in g.letters() {
            let place = g.get(id);
            this.mark(letter, INITIAL);
            if place.level == Level::Province {
                this.provinces.insert(letter, id);
                this.mark(letter, PROVINCE);
            } else {
                let cost = if place.level == Level::County { 100.0 } else { 0.0 };
                this.places.entry(letter).or_default().push((id, cost));
                // Municipalities, Hong Kong and Macau stand among provinces.
                if matches!(place.adcode % 10_000, 0) {
                    this.provinces.insert(letter, id);
                    this.mark(letter, PROVINCE);
                }
            }
        }
        for (id, place) in g.iter().filter(|&(id, _)| !g.is_township(id)) {
            let Some(first) = place.short.chars().next().map(fold_char) else { continue };
            let cost = match place.level {
                Level::City if place.adcode % 100 == 0 => 0.0,
                Level::City => 60.0,
                Level::County => 130.0,
                Level::Province | Level::Zone => continue,
            };
            let list = this.places.entry(first).or_default();
            if !list.iter().any(|&(known, _)| known == id) {
                list.push((id, cost));
            }
            this.mark(first, INITIAL);
        }
        let mut lines = RARE.lines().filter(|line| !line.starts_with('#'));
        for (line, class) in [(lines.next(), ANCHOR), (lines.next(), HALF_ANCHOR)] {
            for c in fold(line.unwrap_or_default()).chars().filter(|&c| !is_surname(c)) {
                this.mark(c, class);
            }
        }
        for c in TELLING.chars() {
            this.mark(c, ANCHOR);
        }
        this.mark('两', PAIR);
        for unit in 0..=u16::MAX {
            if this.class.of_unit(unit) & (ANCHOR | PAIR) != 0 {
                this.telling[usize::from(unit / 64)] |= 1 << (unit % 64);
            }
        }
        this
    }

    fn mark(&mut self, c: char, bit: u8) {
        self.class.add(c, bit);
    }

    /// The bits of the character of a unit.
    pub fn class_of_unit(&self, unit: u16) -> u8 {
        self.class.of_unit(unit)
    }

    /// The bits of a character.
    pub fn class(&self, c: char) -> u8 {
        self.class.of(c)
    }
}

/// The table of this build, made once.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(Table::build);
    &TABLE
}
