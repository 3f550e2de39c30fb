//! A [`Measure`] over the bytes of a font file: skrifa reads it, harfrust shapes words as the screen will.

use std::{borrow::Cow, collections::HashMap};

use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};

use super::{class::class_of, measure::Measure};

/// The reading serif, both faces: 0 with simplified, 1 with traditional forms.
// A static, since a constant is copied into each part of the program that names it.
pub static SERIF: &[u8] = include_bytes!("../../fonts/ShuangchengSerif-Regular.ttc");

/// Words remembered, and the longest of them in bytes; beyond that shaping is repeated, so that memory stays bounded.
const MAX_WORDS: usize = 50_000;
const MAX_WORD_BYTES: usize = 48;

/// One face of a font file.
pub struct FontMeasure {
    bytes: Cow<'static, [u8]>,
    index: u32,
    units_per_em: f32,
    shaper: harfrust::ShaperData,
    buffer: Option<harfrust::UnicodeBuffer>,
    words: HashMap<Box<str>, Box<[f32]>>,
    chars: HashMap<char, f32>,
}

impl std::fmt::Debug for FontMeasure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FontMeasure(face {}, {} bytes)", self.index, self.bytes.len())
    }
}

impl FontMeasure {
    /// Reads face `index` of a font file; `None` when the bytes are no font or have no such face.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>, index: u32) -> Option<Self> {
        let bytes = bytes.into();
        let font = FontRef::from_index(&bytes, index).ok()?;
        let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(1));
        let shaper = harfrust::ShaperData::new(&font);
        Some(Self { bytes, index, units_per_em, shaper, buffer: None, words: HashMap::new(), chars: HashMap::new() })
    }

    /// True when the face has a glyph for every character.
    #[must_use]
    pub fn has_all(&self, text: &str) -> bool {
        FontRef::from_index(&self.bytes, self.index).is_ok_and(|font| {
            let map = font.charmap();
            text.chars().all(|c| map.map(c).is_some())
        })
    }

    fn shape(&mut self, word: &str) -> Vec<f32> {
        let Ok(font) = FontRef::from_index(&self.bytes, self.index) else { return vec![0.5; word.chars().count()] };
        let shaper = self.shaper.shaper(&font).build();
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(word);
        buffer.guess_segment_properties();
        let glyphs = shaper.shape(buffer, harfrust::ShapeOptions::new());
        let mut by_byte = vec![0.0_f32; word.len() + 1];
        for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
            if let Some(width) = by_byte.get_mut(info.cluster as usize) {
                *width += position.x_advance as f32 / self.units_per_em;
            }
        }
        self.buffer = Some(glyphs.clear());
        word.char_indices().map(|(byte, _)| by_byte.get(byte).copied().unwrap_or(0.0).max(0.0)).collect()
    }
}

impl Measure for FontMeasure {
    fn word(&mut self, word: &str, out: &mut Vec<f32>) {
        if let Some(widths) = self.words.get(word) {
            out.extend_from_slice(widths);
            return;
        }
        let widths = self.shape(word);
        out.extend_from_slice(&widths);
        if word.len() <= MAX_WORD_BYTES && self.words.len() < MAX_WORDS {
            self.words.insert(word.into(), widths.into());
        }
    }

    fn advance(&mut self, c: char) -> f32 {
        if let Some(width) = self.chars.get(&c) {
            return *width;
        }
        let width = FontRef::from_index(&self.bytes, self.index)
            .ok()
            .and_then(|font| {
                let glyph = font.charmap().map(c)?;
                font.glyph_metrics(Size::unscaled(), LocationRef::default()).advance_width(glyph)
            })
            .map_or(1.0, |units| units / self.units_per_em);
        self.chars.insert(c, width);
        width
    }
}

/// Two faces in one: words and their spaces by the face for Latin letters, as far as it has them; all else by the face for Han characters.
#[derive(Debug)]
pub struct PairMeasure {
    /// For Han characters and their punctuation.
    pub han: FontMeasure,
    /// For Latin letters and digits.
    pub latin: FontMeasure,
}

impl Measure for PairMeasure {
    fn word(&mut self, word: &str, out: &mut Vec<f32>) {
        if self.latin.has_all(word) { self.latin.word(word, out) } else { self.han.word(word, out) }
    }

    fn advance(&mut self, c: char) -> f32 {
        if class_of(c).is_narrow() && self.latin.has_all(c.encode_utf8(&mut [0; 4])) {
            self.latin.advance(c)
        } else {
            self.han.advance(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serif(index: u32) -> FontMeasure {
        FontMeasure::new(SERIF, index).unwrap()
    }

    #[test]
    fn both_faces_measure_han_as_one_em() {
        for face in [0, 1] {
            let mut font = serif(face);
            for c in "汉漢，。“”（）—…".chars() {
                assert!((font.advance(c) - 1.0).abs() < 1e-6, "{c} in face {face}: {}", font.advance(c));
            }
        }
    }

    #[test]
    fn words_have_one_width_a_character_and_are_remembered() {
        let mut font = serif(0);
        let (mut first, mut again) = (vec![], vec![]);
        font.word("Office2020", &mut first);
        font.word("Office2020", &mut again);
        assert_eq!(first.len(), 10);
        assert_eq!(first, again);
        assert!(first.iter().sum::<f32>() > 3.0);
    }

    #[test]
    fn a_pair_takes_words_from_one_face_and_han_from_the_other() {
        let sans = || FontMeasure::new(&include_bytes!("../../fonts/ShuangchengSans-Regular.ttc")[..], 0).unwrap();
        let mut pair = PairMeasure { han: serif(0), latin: sans() };
        let (mut of_pair, mut of_sans, mut of_serif) = (vec![], vec![], vec![]);
        pair.word("Office", &mut of_pair);
        sans().word("Office", &mut of_sans);
        serif(0).word("Office", &mut of_serif);
        assert_eq!(of_pair, of_sans);
        assert_ne!(of_pair, of_serif);
        assert!((pair.advance('汉') - 1.0).abs() < 1e-6 && (pair.advance('，') - 1.0).abs() < 1e-6);
        assert!((pair.advance(' ') - sans().advance(' ')).abs() < 1e-6);
    }

    #[test]
    fn no_font_is_no_measure() {
        assert!(FontMeasure::new(&b"not a font"[..], 0).is_none());
        assert!(FontMeasure::new(SERIF, 9).is_none());
    }
}
