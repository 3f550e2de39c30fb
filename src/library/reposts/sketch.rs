//! A short stand-in for an article's wording, by which two articles are compared without reading them again.

use crate::{
    article::{Article, BlockKind},
    text::units,
};

/// Characters of one gram.
const GRAM: usize = 5;
/// Grams that are kept of an article: those with the smallest hashes (a bottom-k sketch, Broder 1997).
const KEPT: usize = 64;
/// So many grams must be comparable, or nothing is said.
const LEAST_GRAMS: usize = 12;

/// The smallest hashes of the five-character runs of an article's running text, folded, without marks and blanks. Sorted, no hash twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Box<[u32]>);

impl Sketch {
    /// The sketch of an article; `folded` is its folded text, one unit a character.
    #[must_use]
    pub fn of(article: &Article, folded: &[u16]) -> Self {
        // Among so many characters about twice as many hashes as are kept lie below this; where they do not, all are looked at.
        let most = usize::try_from(article.chars).unwrap_or(usize::MAX) / (KEPT * 2);
        let guess = u32::try_from(most).ok().and_then(|most| u32::MAX.checked_div(most)).unwrap_or(u32::MAX);
        let few = Self::below(article, folded, guess);
        if few.len() == KEPT || guess == u32::MAX { Self(few) } else { Self(Self::below(article, folded, u32::MAX)) }
    }

    /// The smallest hashes that are not above `limit`.
    fn below(article: &Article, folded: &[u16], limit: u32) -> Box<[u32]> {
        let mut grams = Grams { recent: 0, seen: 0, smallest: Vec::with_capacity(KEPT * 4), limit };
        let mut at = 0;
        for block in &article.blocks {
            let chars = block.span.of(&article.text).chars().count();
            let text = folded.get(at..at + chars).unwrap_or_default();
            at += chars;
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Question | BlockKind::Answer) {
                grams.add(text);
            }
        }
        grams.close()
    }

    /// A sketch that was kept; `None` when these cannot be the hashes of one.
    pub(in crate::library) fn kept(hashes: Vec<u32>) -> Option<Self> {
        (hashes.len() <= KEPT && hashes.is_sorted_by(|a, b| a < b)).then(|| Self(hashes.into()))
    }

    /// The hashes, smallest first.
    #[must_use]
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// Share of the shorter article's grams that the other one has too, estimated: 1 for a copy and for a part of the other.
    /// `None` where too little can be compared.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<f32> {
        likeness(&self.0, &other.0)
    }
}

/// [`Sketch::likeness`] of the hashes of two sketches.
pub(super) fn likeness(one: &[u32], other: &[u32]) -> Option<f32> {
    // Above its last hash a full sketch says nothing of its article's grams.
    let limit =
        |hashes: &[u32]| if hashes.len() < KEPT { u32::MAX } else { hashes.last().copied().unwrap_or(u32::MAX) };
    let limit = limit(one).min(limit(other));
    let below = |hashes: &[u32]| hashes.partition_point(|&hash| hash <= limit);
    let (a, b) = (one.get(..below(one))?, other.get(..below(other))?);
    let fewest = a.len().min(b.len());
    if fewest < LEAST_GRAMS {
        return None;
    }
    let shared = a.iter().filter(|hash| b.binary_search(hash).is_ok()).count();
    #[expect(clippy::cast_precision_loss, reason = "at most 64")]
    Some(shared as f32 / fewest as f32)
}

/// Letters and digits; marks differ between sites.
fn is_said(unit: u16) -> bool {
    // Nearly all stand in the first range.
    matches!(unit, 0x3400..=0x9FFF)
        || matches!(unit, 0xF900..=0xFAFF | units::BEYOND)
        || u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

/// Gathers the smallest hashes of a stream of characters.
struct Grams {
    /// The last four characters, the newest in the lowest bits.
    recent: u64,
    seen: usize,
    smallest: Vec<u32>,
    /// Greater hashes are not needed.
    limit: u32,
}

impl Grams {
    fn add(&mut self, text: &[u16]) {
        let (mut recent, mut seen, mut limit) = (self.recent, self.seen, self.limit);
        for &unit in text.iter().filter(|&&unit| is_said(unit)) {
            let oldest = recent >> 48;
            recent = recent << 16 | u64::from(unit);
            seen += 1;
            let hash = mix(recent ^ oldest.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            if hash > limit || seen < GRAM {
                continue;
            }
            self.smallest.push(hash);
            if self.smallest.len() >= KEPT * 4 {
                self.shrink();
                limit = limit.min(self.limit);
            }
        }
        (self.recent, self.seen, self.limit) = (recent, seen, limit);
    }

    fn shrink(&mut self) {
        self.smallest.sort_unstable();
        self.smallest.dedup();
        self.smallest.truncate(KEPT);
        self.limit = self.smallest.get(KEPT - 1).copied().unwrap_or(self.limit);
    }

    fn close(mut self) -> Box<[u32]> {
        self.shrink();
        self.smallest.into()
    }
}

/// The finaliser of `MurmurHash3` (Appleby, public domain), its upper half.
fn mix(mut bits: u64) -> u32 {
    bits = (bits ^ bits >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    bits = (bits ^ bits >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    u32::try_from((bits ^ bits >> 33) >> 32).unwrap_or_default()
}
