//! How each kind of block is set and painted: sizes, spaces, faces, colours.

use egui::FontFamily;

use super::plan::StyleId;
use crate::{
    app::{fonts, state::Layout, theme::Theme, widgets::page_line::Look},
    article::BlockKind,
    text::script::Script,
    typeset::{
        Convention, FixedMeasure, Measure, Options,
        font::FontMeasure,
        page::{Align, BlockStyle},
    },
};

/// Reading face, bold sans, sans: indices of the measures.
const SERIF: usize = 0;
const BOLD: usize = 1;
const SANS: usize = 2;

/// Left margin for the kind of each line in the original view, times the text size.
pub const LABEL_MARGIN_EM: f32 = 4.5;

/// The conventions of a script. Mixed text is set as simplified: its marks are the mainland's.
#[must_use]
pub fn convention(script: Script) -> Convention {
    if script == Script::Hant { Convention::Hant } else { Convention::Hans }
}

/// The measures of a convention's faces, in the order of the styles' indices.
#[must_use]
pub fn faces(convention: Convention) -> Vec<Box<dyn Measure>> {
    let index = u32::from(convention == Convention::Hant);
    [fonts::SERIF, fonts::BOLD, fonts::SANS]
        .into_iter()
        .map(|bytes| match FontMeasure::new(bytes, index) {
            Some(font) => Box::new(font) as Box<dyn Measure>,
            None => Box::new(FixedMeasure),
        })
        .collect()
}

/// The settings of all block styles, in the order of [`StyleId::ALL`].
#[must_use]
pub fn styles(layout: &Layout, convention: Convention) -> Vec<BlockStyle> {
    let size = layout.size_pt;
    let pitch = (size * layout.line_height).round();
    let flush = Options { convention, justify: false, indent: 0.0, ..Options::default() };
    let body = BlockStyle {
        options: Options { convention, indent: layout.indent_em, ..Options::default() },
        face: SERIF,
        size,
        pitch,
        before: 0.0,
        after: (size * 0.6).round(),
        inset: 0.0,
        align: Align::Start,
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
                    after: (size * 0.35).round(),
                    ..body
                }
            }
            StyleId::Subtitle => BlockStyle {
                options: flush,
                size: (size * 0.92).round(),
                pitch: (size * 1.7).round(),
                after: (size * 0.35).round(),
                ..body
            },
            StyleId::Heading => BlockStyle {
                options: flush,
                face: BOLD,
                size: (size * 1.12).round(),
                pitch: (size * 1.75).round(),
                before: (size * 0.55).round(),
                after: (size * 0.75).round(),
                inset: (size * 0.85).round(),
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

/// The looks of all block styles, in the order of [`StyleId::ALL`].
#[must_use]
pub fn looks(layout: &Layout, convention: Convention, theme: &Theme) -> Vec<Look> {
    let family = |name: &str| {
        let script = if convention == Convention::Hant { "tc" } else { "sc" };
        FontFamily::Name(format!("{name}-{script}").into())
    };
    let reading = if layout.font.is_some() { FontFamily::Name(fonts::READING.into()) } else { family("serif") };
    StyleId::ALL
        .into_iter()
        .map(|id| {
            let (face, color, strong) = match id {
                StyleId::Body => (reading.clone(), theme.ink, false),
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
            Look { family: face, label: family("bold"), color, strong }
        })
        .collect()
}

/// Message id of a kind of line, for the margin of the original view.
#[must_use]
pub fn kind_id(kind: BlockKind) -> String {
    format!("kind-{}", kind.name())
}
