//! The embedded faces in every egui family, the user's own reading font, and the list of families installed on the machine.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The reading serif, both faces.
pub use crate::typeset::font::SERIF;

// Statics, since a constant is copied into each part of the program that names it.
/// The sans of the controls, both faces.
pub static SANS: &[u8] = include_bytes!("../../fonts/ShuangchengSans-Regular.ttc");
/// The bold sans of headings, both faces.
pub static BOLD: &[u8] = include_bytes!("../../fonts/ShuangchengSans-Bold.ttc");

/// Name of the family that the user chose for reading; the same as `serif-sc` until then.
pub const READING: &str = "reading";

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

/// All families. `traditional`: the controls prefer traditional forms. Families: Proportional, Monospace, and by name `serif-sc`,
/// `serif-tc`, `sans-sc`, `sans-tc`, `bold-sc`, `bold-tc`, `serif-ui`, `bold-ui`, [`READING`].
#[must_use]
pub fn definitions(traditional: bool, own: Option<&OwnFont>) -> FontDefinitions {
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
    fonts.families.insert(FontFamily::Name(READING.into()), chain(&reading));
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
