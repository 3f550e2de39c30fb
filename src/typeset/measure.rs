//! The one way in which composition learns about fonts.

use super::class::{Class, class_of};

/// Advance widths of one face, in em.
pub trait Measure {
    /// Appends one width for every character of `word`, which is shaped as a whole (kerning and ligatures included).
    fn word(&mut self, word: &str, out: &mut Vec<f32>);

    /// Width of one character on its own.
    fn advance(&mut self, c: char) -> f32;
}

/// A measure without a font: half an em for everything narrow, one em for Han and full-width forms. For tests, and for when no font can be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixedMeasure;

impl Measure for FixedMeasure {
    fn word(&mut self, word: &str, out: &mut Vec<f32>) {
        out.extend(word.chars().map(|c| if class_of(c) == Class::Mark { 0.0 } else { 0.5 }));
    }

    fn advance(&mut self, c: char) -> f32 {
        if class_of(c).is_narrow() { 0.5 } else { 1.0 }
    }
}
