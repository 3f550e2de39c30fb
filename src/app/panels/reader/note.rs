//! The note at a sign, where the margin has no room for its words: read and written in a small card beside the sign.

use egui::{Event, Id, Key, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, TextEdit, Ui};

use super::{
    model::{ReaderModel, Side},
    view::ReaderView,
};
use crate::{
    app::{
        action::Action,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            page::Port,
        },
    },
    library::marks::{MOST_CHARS, MarkKey},
    words::Words,
};

/// Width of the card, points; less in a narrow view.
const WIDTH: f32 = 300.0;
/// Height that the words take at most, points; beyond that they scroll.
const MOST_HEIGHT: f32 = 190.0;
/// Characters of the passage that are shown.
const QUOTE_CHARS: usize = 34;

/// The note whose card is open.
#[derive(Clone, Debug)]
pub(super) struct OpenNote {
    key: MarkKey,
    /// As it is being written.
    draft: String,
    /// The sign it belongs to, which has the focus again afterwards.
    sign: Id,
    /// Where the sign stood when it was opened.
    at: Rect,
    /// The card is new: its field waits for the cursor.
    fresh: bool,
}

/// Id of the card of one article.
fn card_id(side: Side) -> Id {
    Id::unique(("note-card", side))
}

/// Opens the card of a note at its sign.
pub(super) fn open(ui: &Ui, view: &mut ReaderView, side: Side, key: MarkKey, draft: String, sign: &egui::Response) {
    view.note = Some(OpenNote { key, draft, sign: sign.id, at: sign.rect, fresh: true });
    Popup::open_id(ui.ctx(), card_id(side));
}

/// Shows the open card. What was written is kept when it closes, unless Esc closed it.
pub(super) fn show(
    ui: &Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    port: Port,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(note) = &mut view.note else { return };
    let kept = model.marks.as_ref().and_then(|marks| marks.get(&note.key)).cloned();
    let Some(mut kept) = kept else {
        view.note = None;
        return;
    };
    let id = card_id(model.side);
    let mut remove = false;
    let width = WIDTH.min(port.view.width() - 40.0);
    let popup = Popup::new(id, ui.ctx().clone(), note.at.intersect(port.view), ui.layer_id()).open_memory(None);
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).frame(theme.card().inner_margin(12));
    popup.gap(4.0).width(width).show(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 6.0;
        let mut quote: String = kept.mark.at.quote.chars().take(QUOTE_CHARS).collect();
        if quote.len() < kept.mark.at.quote.len() {
            quote.push('…');
        }
        ui.add(egui::Label::new(RichText::new(quote).font(Theme::serif(13.5)).color(theme.ink2)).wrap());
        let field = id.with("field");
        let room = MOST_HEIGHT.min(port.view.height() - 130.0).max(44.0);
        ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
            let edit = TextEdit::multiline(&mut note.draft)
                .id(field)
                .font(Theme::sans(13.5))
                .text_color(theme.ink)
                .hint_text(RichText::new(words.t("note-hint")).font(Theme::sans(13.5)).color(theme.ink3))
                .char_limit(MOST_CHARS)
                .desired_rows(3)
                .desired_width(f32::INFINITY);
            ui.add(edit);
        });
        let name = words.t("note-name");
        ui.ctx().accesskit_node_builder(field, |node| node.set_label(&*name));
        if std::mem::take(&mut note.fresh) {
            ui.memory_mut(|m| m.request_focus(field));
        }
        // As the key was pressed: Ctrl may be up again by now.
        let saves = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if modifiers.command);
        if ui.input(|i| i.events.iter().any(saves)) {
            ui.close();
        }
        ui.horizontal(|ui| {
            remove = Button::new(Kind::Link, &words.t("mark-remove")).height(26.0).show(ui, theme).clicked();
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if Button::new(Kind::Accent, &words.t("correct-save")).height(28.0).show(ui, theme).clicked() || remove {
                    ui.close();
                }
            });
        });
    });
    if Popup::is_id_open(ui.ctx(), id) {
        return;
    }
    let Some(note) = view.note.take() else { return };
    let (dropped, elsewhere) =
        ui.input(|i| (i.key_pressed(Key::Escape), i.pointer.any_pressed() || i.pointer.any_click()));
    let draft = note.draft.trim();
    if remove {
        actions.push(Action::SetMarks(vec![(note.key, None)]));
    } else if !dropped && draft != kept.mark.note {
        draft.clone_into(&mut kept.mark.note);
        if kept.mark.is_sane() {
            actions.push(Action::SetMarks(vec![(note.key, Some(kept))]));
        }
    }
    // Who wrote by keys goes on where the card was opened; who clicked elsewhere is there.
    if !elsewhere {
        ui.memory_mut(|m| m.request_focus(note.sign));
    }
}
