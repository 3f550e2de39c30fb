//! Around the column: outline, progress line, scroll bar with the hit strip, and the buttons at the top.

use std::collections::BTreeSet;

use egui::{CornerRadius, CursorIcon, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{
    model::ReaderModel,
    right_strip,
    view::{ReaderView, last_top},
};
use crate::{
    app::{
        action::{Action, ReaderCommand},
        command,
        state::Overlay,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            menu,
            page::Port,
        },
    },
    export::Format,
    words::Words,
};

/// Room that the buttons take at the top right, points; the longest language decides. The one for reading aloud takes more.
const BUTTONS_WIDTH: f32 = 226.0;
const ALOUD_WIDTH: f32 = 92.0;
/// Least room at the left of the column for the outline, points.
const OUTLINE_ROOM: f32 = 92.0;
const OUTLINE_WIDTH: f32 = 150.0;
/// Headings listed at most; a page with more has no useful outline.
const OUTLINE_ENTRIES: usize = 40;
/// Ticks drawn at most in the hit strip.
const MAX_TICKS: usize = 2_000;

/// The label that every heading opens with, colon included, such as 关键词:; empty when they share none. The outline is too
/// narrow to repeat it.
fn shared_label<'a>(mut headings: impl Iterator<Item = &'a str>) -> &'a str {
    let Some(first) = headings.next() else { return "" };
    let label = first.split_inclusive([':', '：']).next().filter(|label| label.len() < first.len()).unwrap_or_default();
    let mut others = headings.peekable();
    if others.peek().is_some() && others.all(|heading| heading.starts_with(label)) { label } else { "" }
}

/// Room that the buttons of an article take, points.
pub(super) fn buttons_width(model: &ReaderModel) -> f32 {
    BUTTONS_WIDTH + if model.has_voice { ALOUD_WIDTH } else { 0.0 }
}

/// The headings in the left margin, the current one in accent. Needs room beside the column.
pub(super) fn outline(
    ui: &Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    port: Port,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let room = port.left - port.view.left();
    let Some(shown) = view.shown.as_ref().filter(|_| room >= OUTLINE_ROOM && !model.original) else { return };
    let headings = &shown.plan.outline;
    let article = &model.document.page().article;
    let width = (room - 36.0).min(OUTLINE_WIDTH);
    let left = port.left - width - 20.0;
    // as far down as the head of the article, and there it stays
    let mut y = port.view.top() + 118.0;
    let top = |offset: usize| shown.page.pos_of(offset).map_or(0.0, |pos| shown.page.top_of(pos));
    let line = port.top + f64::from(port.view.height()) * 0.3;
    let middle = port.top + f64::from(port.view.height()) * 0.5;
    let current = headings
        .iter()
        .rposition(|heading| top(heading.span.start) <= line)
        .or_else(|| headings.first().filter(|heading| top(heading.span.start) <= middle).map(|_| 0));
    let display = model.display();
    let mut go = None;
    let prefix = shared_label(headings.iter().map(|heading| heading.span.of(&article.text)));
    for (index, heading) in headings.iter().take(OUTLINE_ENTRIES).enumerate() {
        let is_current = current == Some(index);
        let source = heading.span.of(&article.text);
        let source = source.strip_prefix(prefix).unwrap_or(source);
        let text = display(source);
        let font = if is_current { Theme::bold(13.0) } else { Theme::sans(13.0) };
        let mut job = egui::text::LayoutJob::simple(text.clone(), font, egui::Color32::PLACEHOLDER, width);
        job.wrap =
            egui::text::TextWrapping { max_width: width, max_rows: 2, break_anywhere: true, ..Default::default() };
        let galley = ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
        let rect = Rect::from_min_size(pos2(left, y), vec2(width, (galley.size().y + 6.0).max(24.0)));
        if rect.bottom() > port.view.bottom() - 70.0 {
            break;
        }
        let response = ui.interact(rect, ui.scope_id().with(("outline", index)), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::Link,
                true,
                is_current,
                words.tn("reader-go-to", &[("heading", text.as_str().into())]),
            )
        });
        let color = if is_current || response.has_focus() {
            theme.accent
        } else if response.hovered() {
            theme.ink
        } else {
            theme.ink2
        };
        ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y * 0.5), galley, color);
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked() {
            go = Some(heading.span.start);
        }
        y = rect.bottom();
    }
    let places: BTreeSet<_> =
        model.document.page().tagging.mentions.iter().flat_map(|m| m.places.iter().copied()).collect();
    if !places.is_empty() && y + 60.0 < port.view.bottom() {
        y += if headings.is_empty() { 0.0 } else { 22.0 };
        let text = words.tn("reader-place-count", &[("n", places.len().into())]);
        let rect = Rect::from_min_size(pos2(left, y), vec2(width, 24.0));
        let response = ui.interact(rect, ui.scope_id().with("places"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &text));
        let lit = response.hovered() || response.has_focus();
        let color = if lit { theme.accent } else { theme.ink3 };
        ui.painter().text(pos2(left, y + 12.0), egui::Align2::LEFT_CENTER, text, Theme::sans(13.0), color);
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.on_hover_text(words.t("cmd-places")).clicked() {
            actions.push(Action::ShowOverlay(Overlay::Places));
        }
    }
    if let Some(offset) = go {
        view.show_offset(offset, 24.0, port.view.height(), true);
        ui.ctx().request_repaint();
    }
}

/// The accent line along the top; and of two articles, a line down the side of the one that has the keys.
pub(super) fn progress(ui: &Ui, model: &ReaderModel, view: &ReaderView, rect: Rect, theme: &Theme) {
    let width = rect.width() * view.progress(rect.height());
    let color = if model.paired && !model.leads { theme.ink3 } else { theme.accent };
    ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(width, 2.0)), 0.0, color);
    if model.paired && model.leads {
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0.0, theme.accent);
    }
}

/// Scroll bar and hit strip.
pub(super) fn bar(ui: &Ui, model: &ReaderModel, view: &mut ReaderView, rect: Rect, theme: &Theme) {
    let Some(shown) = &view.shown else { return };
    let last = last_top(&shown.page, rect.height());
    let painter = ui.painter();
    let track = right_strip(rect, 2.0, 10.0);
    let whole = last + f64::from(rect.height());
    if last > 0.0 {
        let response = ui.interact(track, ui.scope_id().with("bar"), Sense::CLICK | Sense::DRAG);
        let thumb_height = (rect.height() * (f64::from(rect.height()) / whole) as f32).clamp(28.0, rect.height());
        let run = f64::from(rect.height() - thumb_height);
        let thumb_top = rect.top() + (view.top / last * run) as f32;
        if let Some(pointer) = response.interact_pointer_pos() {
            let grip = *view.bar_grip.get_or_insert_with(|| {
                let inside = pointer.y >= thumb_top && pointer.y <= thumb_top + thumb_height;
                f64::from(if inside { pointer.y - thumb_top } else { thumb_height * 0.5 })
            });
            view.top = ((f64::from(pointer.y - rect.top()) - grip) / run.max(1.0) * last).clamp(0.0, last);
            ui.ctx().request_repaint();
        } else {
            view.bar_grip = None;
        }
        let active = response.hovered() || response.dragged();
        let thick = if active { 8.0 } else { 4.0 };
        let thumb = Rect::from_min_size(pos2(track.right() - thick, thumb_top), vec2(thick, thumb_height));
        painter.rect_filled(thumb, CornerRadius::same(4), if active { theme.ink3 } else { theme.track });
    }
    // the strip: where in the page the hits are
    let strip = right_strip(rect, 14.0, 5.0);
    let mut drawn = f32::MIN;
    let step = (model.hits.len() / MAX_TICKS).max(1);
    for (index, hit) in model.hits.iter().enumerate().step_by(step) {
        let current = model.current_hit == Some(index);
        let Some(pos) = shown.page.pos_of(hit.start) else { continue };
        let y = rect.top() + (shown.page.top_of(pos) / whole * f64::from(rect.height())) as f32;
        if y - drawn < 2.0 && !current {
            continue;
        }
        drawn = y;
        let tick = Rect::from_min_size(pos2(strip.left(), y), vec2(strip.width(), 2.5));
        painter.rect_filled(tick, 1.0, if current { theme.accent } else { theme.amber });
    }
}

/// Original page, quote, export: at the top right, over the paper.
pub(super) fn buttons(
    ui: &mut Ui,
    model: &ReaderModel,
    marks: usize,
    rect: Rect,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let place =
        Rect::from_min_max(pos2(rect.left() + 40.0, rect.top() + 12.0), pos2(rect.right() - 20.0, rect.top() + 44.0));
    let mut child = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(egui::Layout::right_to_left(egui::Align::Center))
            .id_salt("reader-buttons"),
    );
    child.spacing_mut().item_spacing.x = 6.0;
    let text = words.t("reader-export");
    let export = Button::new(Kind::Outlined, &text).trailing(Icon::Down).height(28.0);
    let export = export.show(&mut child, theme).on_hover_text(words.t("reader-export-tip"));
    menu::under(&export, theme, 190.0, |ui| {
        for format in Format::ALL.map(Format::name) {
            let keys = if model.last_format == format { command::EXPORT.keys.first() } else { None };
            let keys = keys.map(|key| key.text(ui.ctx())).unwrap_or_default();
            if menu::item(ui, theme, &words.t(&format!("reader-export-{format}")), &keys, None, true) {
                actions.push(Action::Export { path: None, format: Some(format.to_owned()) });
            }
        }
    });
    if marks > 0 {
        let text = words.tn("reader-marks", &[("n", marks.into())]);
        let list = Button::new(Kind::Outlined, &text).height(28.0).show(&mut child, theme);
        if list.on_hover_text(words.t("cmd-marks")).clicked() {
            actions.push(Action::ShowOverlay(Overlay::Marks));
        }
    }
    let quote = Button::new(Kind::Outlined, &words.t("reader-quote")).height(28.0).show(&mut child, theme);
    if quote.on_hover_text(words.t("reader-quote-tip")).clicked() {
        actions.push(Action::Reader(ReaderCommand::CopyWithSource));
    }
    if model.has_voice {
        let (kind, id) = match model.aloud {
            Some(_) => (Kind::Accent, "reader-aloud-stop"),
            None => (Kind::Outlined, "reader-aloud"),
        };
        let aloud = Button::new(kind, &words.t(id)).height(28.0).show(&mut child, theme);
        if aloud.on_hover_text(words.t("cmd-aloud")).clicked() {
            actions.push(Action::ReadAloud);
        }
    }
    let kind = if model.original { Kind::Accent } else { Kind::Outlined };
    let original = Button::new(kind, &words.t("reader-original")).height(28.0).pad(11.0).show(&mut child, theme);
    if original.on_hover_text(words.t("reader-original-tip")).clicked() {
        actions.push(Action::ToggleOriginal);
    }
}
