//! The embedded faces in every egui family, the user's own reading font, and the list of families installed on the machine.

use std::{borrow::Cow, sync::Arc};

use egui::{FontData, FontDefinitions, FontFamily};
use skrifa::{
    MetadataProvider as _,
    instance::{LocationRef, Size},
};

use super::settings::Face;

/// The reading serif, both faces.
pub use crate::typeset::font::SERIF;

// Statics, since a constant is copied into each part of the program that names it.
/// The sans of the controls, both faces.
pub static SANS: &[u8] = include_bytes!("../../fonts/ShuangchengSans-Regular.ttc");
/// The bold sans of headings, both faces.
pub static BOLD: &[u8] = include_bytes!("../../fonts/ShuangchengSans-Bold.ttc");

/// Name of the family that the user chose for reading; the same as `serif-sc` until then.
pub const READING: &str = "reading";

/// Name of the family of Latin letters in running text, where it is another; the same as [`READING`] until then.
pub const LATIN: &str = "latin";

/// A face of our own collections: name, file, index in it (0 simplified, 1 traditional forms).
static FACES: [(&str, &&[u8], u32); 6] = [
    ("serif-sc", &SERIF, 0),
    ("serif-tc", &SERIF, 1),
    ("sans-sc", &SANS, 0),
    ("sans-tc", &SANS, 1),
    ("bold-sc", &BOLD, 0),
    ("bold-tc", &BOLD, 1),
];

/// A font of the user's, read from the system.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnFont {
    /// The file.
    pub data: Arc<Vec<u8>>,
    /// Which face of it.
    pub index: u32,
}

impl std::fmt::Debug for OwnFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnFont({} bytes, face {})", self.data.len(), self.index)
    }
}

/// What a font of the user's choice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontUse {
    /// Running text.
    Reading,
    /// Latin letters in it.
    Latin,
}

/// The face of Latin letters in running text, where it is another than that of the Han characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Latin {
    /// An embedded one.
    Embedded(Face),
    /// One of the user's.
    Own(OwnFont),
}

impl Latin {
    /// The file, and which face of it.
    #[must_use]
    pub fn bytes(&self) -> (Cow<'static, [u8]>, u32) {
        match self {
            Self::Embedded(face) => (embedded(*face).into(), 0),
            Self::Own(own) => (own.data.to_vec().into(), own.index),
        }
    }
}

/// The embedded file of a face.
#[must_use]
pub const fn embedded(face: Face) -> &'static [u8] {
    match face {
        Face::Serif => SERIF,
        Face::Sans => SANS,
    }
}

/// Where the baseline of a face stands below the middle of a line, em; as egui has it, which centres faces.
fn baseline(bytes: &[u8], index: u32) -> Option<f32> {
    let font = skrifa::FontRef::from_index(bytes, index).ok()?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let units = f32::from(metrics.units_per_em.max(1));
    Some((metrics.ascent + metrics.descent - metrics.leading) * 0.5 / units)
}

/// All families without a font of the user's for Latin letters; see [`definitions_with`].
#[must_use]
pub fn definitions(traditional: bool, own: Option<&OwnFont>) -> FontDefinitions {
    definitions_with(traditional, own, Face::Serif, None)
}

/// All families. `traditional`: the controls prefer traditional forms. Families: Proportional, Monospace, and by name `serif-sc`,
/// `serif-tc`, `sans-sc`, `sans-tc`, `bold-sc`, `bold-tc`, `serif-ui`, `bold-ui`, [`READING`], [`LATIN`]. `own`, else `face`: the face of
/// running text, on whose baseline the Latin letters are put.
#[must_use]
pub fn definitions_with(
    traditional: bool,
    own: Option<&OwnFont>,
    face: Face,
    latin: Option<&Latin>,
) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let last_resort: Vec<String> = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let mono_first: Vec<String> = fonts.families.get(&FontFamily::Monospace).cloned().unwrap_or_default();
    for (name, file, index) in FACES {
        let mut data = FontData::from_static(file);
        data.index = index;
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let chain = |first: &[&str]| -> Vec<String> {
        let sans = if traditional { ["sans-tc", "sans-sc"] } else { ["sans-sc", "sans-tc"] };
        let mut names: Vec<String> = Vec::new();
        for name in first.iter().chain(&sans).map(|n| (*n).to_owned()).chain(last_resort.iter().cloned()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let ui = if traditional { "tc" } else { "sc" };
    let (serif_ui, bold_ui) = (format!("serif-{ui}"), format!("bold-{ui}"));
    fonts.families.insert(FontFamily::Proportional, chain(&[]));
    for (family, first) in [
        ("serif-sc", vec!["serif-sc", "serif-tc"]),
        ("serif-tc", vec!["serif-tc", "serif-sc"]),
        ("sans-sc", vec!["sans-sc"]),
        ("sans-tc", vec!["sans-tc"]),
        ("bold-sc", vec!["bold-sc", "bold-tc"]),
        ("bold-tc", vec!["bold-tc", "bold-sc"]),
        ("serif-ui", vec![serif_ui.as_str(), "serif-sc"]),
        ("bold-ui", vec![bold_ui.as_str(), "bold-sc"]),
    ] {
        fonts.families.insert(FontFamily::Name(family.into()), chain(&first));
    }
    let mut reading = vec!["serif-sc", "serif-tc"];
    if let Some(own) = own {
        let mut data = FontData::from_owned(own.data.as_ref().clone());
        data.index = own.index;
        fonts.font_data.insert("own".to_owned(), Arc::new(data));
        reading.insert(0, "own");
    }
    let mut letters = reading.clone();
    fonts.families.insert(FontFamily::Name(READING.into()), chain(&reading));
    if let Some(latin) = latin {
        let (bytes, index) = latin.bytes();
        let han = own.map_or((embedded(face), 0), |own| (own.data.as_slice(), own.index));
        let shift = baseline(han.0, han.1).zip(baseline(&bytes, index)).map_or(0.0, |(han, latin)| han - latin);
        let mut data = match bytes {
            Cow::Borrowed(bytes) => FontData::from_static(bytes),
            Cow::Owned(bytes) => FontData::from_owned(bytes),
        };
        data.index = index;
        data.tweak.y_offset_factor = shift;
        fonts.font_data.insert(LATIN.to_owned(), Arc::new(data));
        letters.insert(0, LATIN);
    }
    fonts.families.insert(FontFamily::Name(LATIN.into()), chain(&letters));
    let mut mono = mono_first;
    mono.extend(chain(&[]));
    fonts.families.insert(FontFamily::Monospace, mono);
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_han_and_latin() {
        let mut fonts =
            egui::epaint::text::Fonts::new(egui::epaint::text::TextOptions::default(), definitions(false, None));
        let families: Vec<FontFamily> = definitions(false, None).families.into_keys().collect();
        assert!(families.len() >= 11);
        for family in families {
            let id = egui::FontId::new(16.0, family.clone());
            assert!(fonts.has_glyphs(&id, "遂寧潼南双城 Ab1，。「」〔〕·…—"), "{family:?}");
        }
    }
}
