//! The reading view.

pub mod model;

use egui::{RichText, ScrollArea, Ui};

pub use model::ReaderModel;

use crate::{
    app::{
        action::{Action, ReaderCommand},
        theme::Theme,
    },
    article::BlockKind,
    words::Words,
};

/// What the reading view keeps between frames.
#[derive(Debug, Default)]
pub struct ReaderView {
    /// Commands since the last frame; the view takes them out.
    pub inbox: Vec<ReaderCommand>,
}

/// Draws the article.
pub fn show(
    ui: &mut Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let _ = words;
    let article = &model.document.article;
    for command in std::mem::take(&mut view.inbox) {
        if command == ReaderCommand::CopyWithSource {
            actions.push(Action::Copy(article.shown_title()));
        }
    }
    ScrollArea::vertical().id_salt(&model.document.path).auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(48, 32)).show(ui, |ui| {
            ui.set_max_width(model.layout.measure_em * model.layout.size_pt);
            ui.label(RichText::new(article.shown_title()).font(Theme::serif(26.0)).color(theme.ink));
            for block in article.blocks.iter().filter(|b| b.kind != BlockKind::Furniture && b.kind != BlockKind::Title)
            {
                let text = block.span.of(&article.text);
                ui.label(RichText::new(text).font(Theme::serif(model.layout.size_pt)).color(theme.ink));
            }
        });
    });
}
