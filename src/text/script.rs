//! Which Chinese script a text is written in.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{
    classes::{BMP, boxed},
    punct::is_han,
    units,
};

/// Script of a text, by its characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Script {
    /// Simplified.
    Hans,
    /// Traditional, whether written so or converted.
    Hant,
    /// Substantial shares of both.
    Mixed,
    /// No Han characters to tell by.
    #[default]
    None,
}

impl Script {
    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hans => "hans",
            Self::Hant => "hant",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}

/// What one character says about the script.
const SAYS_NOTHING: u8 = 0;
const SAYS_HANS: u8 = 1;
const SAYS_HANT: u8 = 2;
/// Added for every Han character.
const IS_HAN: u8 = 4;

/// Votes of the BMP characters that exist in one script only. 于, 划, 范, 后, 里 and others that both scripts write have none, so
/// leftovers of a conversion weigh nothing.
static VOTES: LazyLock<Box<[u8; BMP]>> = LazyLock::new(|| {
    let mut votes = boxed(SAYS_NOTHING);
    let mut set = |c: char, vote: u8| {
        if let Some(slot) = votes.get_mut(u32::from(c) as usize) {
            *slot = vote;
        }
    };
    for line in include_str!("data/t2s.txt").lines() {
        let mut chars = line.chars();
        let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) else { continue };
        for mark in chars {
            match mark {
                't' => set(traditional, SAYS_HANT),
                's' => set(simplified, SAYS_HANS),
                _ => {}
            }
        }
    }
    for (vote, unit) in votes.iter_mut().zip(0_u32..) {
        if char::from_u32(unit).is_some_and(is_han) {
            *vote |= IS_HAN;
        }
    }
    votes
});

/// Fewer telling characters than this never make a text mixed.
const MIXED_LEAST: usize = 20;
/// Both scripts must have at least one telling character in this many.
const MIXED_SHARE: usize = 4;
/// Texts up to this many bytes are read whole; of longer ones, evenly spread pieces of this many bytes together.
const SAMPLE_BYTES: usize = 1 << 20;
const PIECES: usize = 16;

/// Tells the script of `text`. Han text without any telling character is traditional when it quotes with 「」, else simplified.
#[must_use]
pub fn detect(text: &str) -> Script {
    let mut count = Count::default();
    if text.len() <= SAMPLE_BYTES {
        count.add(text);
    } else {
        for piece in 0..PIECES {
            let start = text.floor_char_boundary(text.len() / PIECES * piece);
            let end = text.floor_char_boundary(start + SAMPLE_BYTES / PIECES);
            count.add(text.get(start..end).unwrap_or_default());
        }
    }
    count.verdict()
}

/// The same for a text whose units are known (see [`units::of`]).
#[must_use]
pub fn detect_units(text: &str, units: &[u16]) -> Script {
    // What stands beyond the BMP has to be looked at itself.
    if text.len() > SAMPLE_BYTES || units.contains(&units::BEYOND) {
        return detect(text);
    }
    let votes = &*VOTES;
    let mut count = Count::default();
    let mut said = [0_usize; 8];
    for &unit in units {
        said[usize::from(votes[usize::from(unit)] & 7)] += 1;
    }
    count.take(&said, text);
    count.verdict()
}

#[derive(Default)]
struct Count {
    hans: usize,
    hant: usize,
    han: usize,
    corner_quotes: usize,
}

impl Count {
    fn add(&mut self, text: &str) {
        let votes = &*VOTES;
        // How many characters said each of the eight things.
        let mut said = [0_usize; 8];
        for c in text.chars() {
            let vote = votes.get(u32::from(c) as usize).copied().unwrap_or_else(|| u8::from(is_han(c)) * IS_HAN);
            said[usize::from(vote & 7)] += 1;
        }
        self.take(&said, text);
    }

    /// Adds how many characters of `text` said what.
    fn take(&mut self, said: &[usize; 8], text: &str) {
        let of = |bit: u8| (0_u8..8).filter(|v| v & bit != 0).map(|v| said[usize::from(v)]).sum::<usize>();
        self.hans += of(SAYS_HANS);
        self.hant += of(SAYS_HANT);
        self.han += of(IS_HAN);
        self.corner_quotes += memchr::memmem::find_iter(text.as_bytes(), "「").count();
    }

    const fn verdict(&self) -> Script {
        let (hans, hant) = (self.hans, self.hant);
        let telling = hans + hant;
        if self.han == 0 {
            Script::None
        } else if telling >= MIXED_LEAST && hans * MIXED_SHARE >= telling && hant * MIXED_SHARE >= telling {
            Script::Mixed
        } else if hant > hans || (hant == hans && self.corner_quotes > 0) {
            Script::Hant
        } else {
            Script::Hans
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_by_characters_of_one_script() {
        for (text, script) in [
            ("两地将共同编制发展规划", Script::Hans),
            ("兩地將共同編制發展規劃", Script::Hant),
            ("示范點設于縣城,謀划三條線路,復制經驗", Script::Hant),
            ("王曉、李國華出席会议并讲话,介绍项目建设进展情况。两县还将继续扩大开放。", Script::Hans),
            ("", Script::None),
            ("GDP 5%, see http://a.cn", Script::None),
            ("山水田土", Script::Hans),
            ("「山水田土」", Script::Hant),
        ] {
            assert_eq!(detect(text), script, "{text}");
        }
    }

    #[test]
    fn two_scripts_side_by_side_are_mixed() {
        let text = "两地将共同编制发展规划,兩地將共同編制發展規劃。".repeat(4);
        assert_eq!(detect(&text), Script::Mixed);
    }

    #[test]
    fn long_texts_are_sampled_throughout() {
        let text = format!("{}{}", "山".repeat(600_000), "兩地將共同編制發展規劃".repeat(40_000));
        assert_eq!(detect(&text), Script::Hant);
    }
}
