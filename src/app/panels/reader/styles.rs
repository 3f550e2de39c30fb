//! How each kind of block is set and painted: sizes, spaces, faces, colours.

use egui::FontFamily;

use super::plan::StyleId;
use crate::{
    app::{
        fonts::{self, Latin, OwnFont},
        state::{Face, Layout, ShownScript},
        theme::Theme,
        widgets::page_line::Look,
    },
    article::BlockKind,
    text::{
        convert::{hk_forms, to_hans, to_hant, to_hk},
        restore::restore,
        script::Script,
    },
    typeset::{
        Convention, FixedMeasure, Measure, Options,
        font::{FontMeasure, PairMeasure},
        page::{Align, BlockStyle},
    },
};

/// Serif, bold sans, sans, what the user chose: indices of the measures.
const SERIF: usize = 0;
const BOLD: usize = 1;
const SANS: usize = 2;
const OWN: usize = 3;

/// Left margin for the kind of each line in the original view, times the text size.
pub const LABEL_MARGIN_EM: f32 = 4.5;

/// The conventions of a script. Mixed text is set as simplified: its marks are the mainland's.
#[must_use]
pub fn convention(script: Script, shown: ShownScript) -> Convention {
    let hant = match shown {
        ShownScript::Source => script == Script::Hant,
        ShownScript::Hans => false,
        ShownScript::Hant | ShownScript::Hk => script != Script::None,
    };
    if hant { Convention::Hant } else { Convention::Hans }
}

/// What turns the characters of the source into those shown, one to one.
#[must_use]
pub fn display(script: Script, shown: ShownScript, restored: bool) -> fn(&str) -> String {
    if shown == ShownScript::Hk {
        return match (restored, script == Script::Hant) {
            (false, false) => to_hk,
            (true, false) => |text| to_hk(&restore(text)),
            (false, true) => hk_forms,
            (true, true) => |text| hk_forms(&restore(text)),
        };
    }
    let (hans, hant) = match shown {
        ShownScript::Source => (false, false),
        ShownScript::Hans => (script != Script::Hans, false),
        ShownScript::Hant | ShownScript::Hk => (false, script != Script::Hant),
    };
    match (restored, hans, hant) {
        (false, false, false) => str::to_owned,
        (true, false, false) => restore,
        (false, true, _) => to_hans,
        (true, true, _) => |text| to_hans(&restore(text)),
        (false, _, true) => to_hant,
        (true, _, true) => |text| to_hant(&restore(text)),
    }
}

/// The measures of a convention's faces, in the order of the styles' indices. `face`: that of running text without a font of the user's.
#[must_use]
pub fn faces(
    convention: Convention,
    own: Option<&OwnFont>,
    face: Face,
    latin: Option<&Latin>,
) -> Vec<Box<dyn Measure>> {
    let index = u32::from(convention == Convention::Hant);
    let mut faces: Vec<Box<dyn Measure>> = [fonts::SERIF, fonts::BOLD, fonts::SANS]
        .map(|bytes| FontMeasure::new(bytes, index))
        .into_iter()
        .map(|font| font.map_or_else(|| Box::new(FixedMeasure) as Box<dyn Measure>, |font| Box::new(font)))
        .collect();
    if own.is_none() && latin.is_none() {
        return faces;
    }
    let han = match own {
        Some(own) => FontMeasure::new(own.data.to_vec(), own.index),
        None => FontMeasure::new(fonts::embedded(face), index),
    };
    let latin = latin.and_then(|latin| {
        let (bytes, index) = latin.bytes();
        FontMeasure::new(bytes, index)
    });
    faces.push(match (han, latin) {
        (Some(han), Some(latin)) => Box::new(PairMeasure { han, latin }),
        (Some(han), None) => Box::new(han),
        (None, _) => Box::new(FixedMeasure),
    });
    faces
}

/// The measure of running text. `own`: there is a fourth one.
fn reading_face(layout: &Layout, own: bool) -> usize {
    match (own, layout.face) {
        (true, _) => OWN,
        (false, Face::Serif) => SERIF,
        (false, Face::Sans) => SANS,
    }
}

/// The settings of all block styles, in the order of [`StyleId::ALL`].
#[must_use]
pub fn styles(layout: &Layout, convention: Convention, own: bool) -> Vec<BlockStyle> {
    let size = layout.size_pt;
    // Pinyin needs room above its line.
    let pitch = (size * layout.line_height.max(if layout.pinyin { 1.95 } else { 0.0 })).round();
    let flush = Options { convention, justify: false, indent: 0.0, ..Options::default() };
    let body = BlockStyle {
        options: Options {
            convention,
            indent: layout.indent_em,
            justify: layout.justify,
            hang: layout.hang,
            ..Options::default()
        },
        face: reading_face(layout, own),
        size,
        pitch,
        before: 0.0,
        after: (size * layout.paragraph_em).round(),
        inset: 0.0,
        align: Align::Start,
        balance: false,
    };
    let small = |factor: f32, face: usize| BlockStyle {
        options: flush,
        face,
        size: (size * factor).round(),
        pitch: (size * factor * 1.75).round(),
        after: (size * 0.3).round(),
        ..body
    };
    StyleId::ALL
        .into_iter()
        .map(|id| match id {
            StyleId::Body | StyleId::Question => body,
            StyleId::Title | StyleId::OwnTitle => {
                let title = (size * 1.55).round();
                BlockStyle {
                    options: flush,
                    size: title,
                    pitch: (title * 1.42).round(),
                    balance: true,
                    after: (size * 0.35).round(),
                    ..body
                }
            }
            StyleId::Subtitle => BlockStyle {
                options: flush,
                size: (size * 0.92).round(),
                pitch: (size * 1.7).round(),
                balance: true,
                after: (size * 0.35).round(),
                ..body
            },
            StyleId::Heading => BlockStyle {
                options: flush,
                face: BOLD,
                size: (size * 1.12).round(),
                pitch: (size * 1.75).round(),
                // It belongs to what follows.
                before: (size * 0.6).round(),
                after: (size * 0.4).round(),
                inset: (size * 0.85).round(),
                balance: true,
                ..body
            },
            StyleId::Caption => BlockStyle {
                align: Align::Centre,
                before: (size * 0.2).round(),
                after: (size * 0.7).round(),
                ..small(0.8, SANS)
            },
            StyleId::Small => small(0.8, SANS),
            StyleId::Furniture => BlockStyle { inset: (size * 0.7).round(), after: 2.0, ..small(0.76, SANS) },
            StyleId::Original | StyleId::OriginalApart => BlockStyle {
                options: flush,
                size: (size * 0.9).round(),
                pitch: (size * 1.6).round(),
                inset: (size * LABEL_MARGIN_EM).round(),
                before: if id == StyleId::OriginalApart { (size * 0.7).round() } else { 0.0 },
                after: 2.0,
                ..body
            },
            StyleId::Remark => {
                BlockStyle { inset: (size * 0.7).round(), after: (size * 0.5).round(), ..small(0.78, SANS) }
            }
            StyleId::Room => BlockStyle { after: 0.0, ..body },
        })
        .collect()
}

/// The looks of all block styles, in the order of [`StyleId::ALL`]. `latin`: Latin letters of running text have a face of their own.
#[must_use]
pub fn looks(layout: &Layout, convention: Convention, latin: bool, theme: &Theme) -> Vec<Look> {
    let family = |name: &str| {
        let script = if convention == Convention::Hant { "tc" } else { "sc" };
        FontFamily::Name(format!("{name}-{script}").into())
    };
    let reading = match (&layout.font, layout.face) {
        (Some(_), _) => FontFamily::Name(fonts::READING.into()),
        (None, Face::Serif) => family("serif"),
        (None, Face::Sans) => family("sans"),
    };
    StyleId::ALL
        .into_iter()
        .map(|id| {
            let (face, color, strong) = match id {
                StyleId::Body => (reading.clone(), theme.ink, layout.strong),
                StyleId::Question | StyleId::Title => (reading.clone(), theme.ink, true),
                StyleId::OwnTitle => (reading.clone(), theme.ink2, false),
                StyleId::Subtitle => (reading.clone(), theme.ink2, false),
                StyleId::Heading => (family("bold"), theme.ink, false),
                StyleId::Original | StyleId::OriginalApart => (reading.clone(), theme.ink, false),
                StyleId::Caption | StyleId::Small => (family("sans"), theme.ink2, false),
                StyleId::Furniture => (family("sans"), theme.ink3, false),
                StyleId::Remark => (family("sans"), theme.amber, false),
                StyleId::Room => (family("sans"), theme.ink3, false),
            };
            let letters = if latin && face == reading { FontFamily::Name(fonts::LATIN.into()) } else { face.clone() };
            Look { family: face, latin: letters, label: family("bold"), color, strong }
        })
        .collect()
}

/// Message id of a kind of line, for the margin of the original view.
#[must_use]
pub fn kind_id(kind: BlockKind) -> String {
    format!("kind-{}", kind.name())
}
