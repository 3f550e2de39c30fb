//! What stands between the paragraphs: the line with source, date and cities, folded furniture, heading bars, the kinds of original lines;
//! and the text for people who listen.

use egui::{Align2, CursorIcon, Rect, Role, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{
    access,
    model::ReaderModel,
    plan::{Row, StyleId},
    styles::{self, kind_id},
    view::ReaderView,
};
use crate::{
    app::{
        action::{Action, PlaceUse},
        state::Overlay,
        theme::Theme,
        title::minutes_of,
        widgets::{
            button::{Button, Kind},
            icon::{self, Icon},
            page::Port,
        },
    },
    article::{Article, BlockKind, RemarkCode},
    place::gazetteer,
    text::date::{Certainty, PartialDate},
    typeset::page::{BlockSpec, Content, Page},
    words::{Language, Words},
};

/// Draws everything that is not set text, for the blocks in view.
#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
pub(super) fn show(
    ui: &mut Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    port: Port,
    width: f32,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(shown) = &view.shown else { return };
    let mut meta_height = view.meta_height;
    let first = shown.page.block_at(port.top);
    let end = port.heights().end;
    for (index, block) in shown.page.blocks().iter().enumerate().skip(first).take_while(|(_, block)| block.top < end) {
        let top = port.screen_y(block.top);
        let rect = Rect::from_min_size(pos2(port.left, top), vec2(width, block.height));
        let style = StyleId::of(&block.spec);
        match style {
            StyleId::Room => match shown.plan.rows.get(block.spec.tag as usize) {
                Some(Row::Meta) => meta_height = meta(ui, model, rect, theme, words, actions),
                Some(Row::Rule) => {
                    ui.painter().hline(rect.x_range(), ui.painter().round_to_pixel_center(top + 6.0), theme.hairline());
                }
                Some(Row::Furniture { group, lines }) => {
                    furniture(ui, model, rect, *group, *lines, theme, words, actions);
                }
                Some(Row::Top) | None => {}
            },
            _ => {
                match style {
                    StyleId::Heading => bar(ui, rect, theme.accent, 4.0),
                    StyleId::Remark => bar(ui, rect, theme.amber, 3.0),
                    StyleId::Original | StyleId::OriginalApart => {
                        kind(ui, &block.spec, rect, model, theme, words, actions);
                    }
                    _ => {}
                }
                let id = label(ui, &shown.page, index, rect, style);
                access::lines(ui, &shown.page, port, index, id, model.side);
            }
        }
    }
    view.meta_height = meta_height;
}

fn bar(ui: &Ui, rect: Rect, color: egui::Color32, thick: f32) {
    // The glyphs stand a little below the middle of their line.
    let inside = rect.shrink2(vec2(0.0, 3.0)).translate(vec2(0.0, 1.0));
    let bar = Rect::from_min_size(inside.min, vec2(thick, inside.height()));
    ui.painter_at(ui.clip_rect()).rect_filled(bar, 0.0, color);
}

/// The block as text for assistive technology.
fn label(ui: &Ui, page: &Page, index: usize, rect: Rect, style: StyleId) -> egui::Id {
    let response = ui.interact(rect, ui.scope_id().with(("block", index)), Sense::hover());
    response.widget_info(|| {
        let role = if matches!(style, StyleId::Heading | StyleId::Title) { Role::Heading } else { Role::Label };
        let block = page.blocks().get(index);
        let text = match block.map(|b| &b.spec.content) {
            Some(Content::Source(range)) => range.of(page.text()),
            Some(Content::Own(words)) => words,
            _ => "",
        };
        WidgetInfo::labeled(role, true, text)
    });
    response.id
}

/// What a line of the original page is, at its left; pressed, it asks what it should be.
fn kind(
    ui: &Ui,
    spec: &BlockSpec,
    rect: Rect,
    model: &ReaderModel,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let (Some(kind), Content::Source(span)) = (BlockKind::ALL.get(spec.tag as usize), &spec.content) else { return };
    let size = model.layout.size_pt;
    let color = match kind {
        BlockKind::Furniture => theme.ink3,
        BlockKind::Title | BlockKind::Heading | BlockKind::Subtitle => theme.accent,
        _ => theme.place,
    };
    let at = pos2(rect.left() + size * styles::LABEL_MARGIN_EM - 16.0, rect.top() + size * 0.8);
    let text = words.t(&kind_id(*kind)).into_owned();
    let painter = ui.painter_at(ui.clip_rect());
    if !model.can_correct {
        painter.text(at, Align2::RIGHT_CENTER, text, Theme::sans(12.0), color);
        return;
    }
    let galley = painter.layout_no_wrap(text.clone(), Theme::sans(12.0), color);
    let around = Align2::RIGHT_CENTER.anchor_size(at, galley.size()).expand2(vec2(6.0, 4.0));
    // The L key is the way without a pointer: a page may have thousands of lines.
    let response = ui.interact(around, ui.scope_id().with(("kind", span.start)), Sense::CLICK);
    let line: String = span.of(&model.document.page().article.text).trim().chars().take(20).collect();
    let name = words.tn("reader-kind-name", &[("kind", text.into()), ("line", line.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() {
        painter.rect_filled(around, 5.0, theme.hover);
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    painter.galley(around.min + vec2(6.0, 4.0), galley, color);
    if response.on_hover_text(words.t("reader-kind-tip")).clicked() {
        actions.push(Action::CorrectLine(span.start));
    }
}

/// Source, date, authors and primary cities. Returns the height it took.
fn meta(ui: &mut Ui, model: &ReaderModel, rect: Rect, theme: &Theme, words: &Words, actions: &mut Vec<Action>) -> f32 {
    let article = &model.document.page().article;
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("meta"));
    let parts = meta_parts(article, model.display(), words);
    let inner = child.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(14.0, 6.0);
        ui.spacing_mut().interact_size.y = 24.0;
        for part in parts {
            ui.label(egui::RichText::new(part).font(Theme::sans(13.5)).color(theme.ink2));
        }
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.spacing_mut().button_padding = vec2(10.0, 1.0);
        for city in model.document.page().tagging.cities.iter().filter(|city| city.primary) {
            let name = &gazetteer().get(city.place).short;
            let text = egui::RichText::new(name).font(Theme::sans(12.5)).color(theme.on_place);
            let button = egui::Button::new(text)
                .fill(theme.place)
                .stroke(Stroke::NONE)
                .corner_radius(11)
                // A name is not broken: the next line has room for it.
                .wrap_mode(egui::TextWrapMode::Extend)
                .min_size(vec2(0.0, 22.0));
            let tip = words.tn("place-only", &[("place", name.as_str().into())]);
            if ui.add(button).on_hover_text(tip).clicked() {
                actions.push(Action::UsePlace(city.place, PlaceUse::Only));
            }
        }
        if article.remarks.contains(&RemarkCode::Corrected) {
            let text = words.t("note-corrected");
            let button = Button::new(Kind::Quiet, &text).height(22.0).text_pt(12.5).show(ui, theme);
            if button.on_hover_text(words.t("reader-corrected-tip")).clicked() {
                actions.push(Action::ShowOverlay(Overlay::Corrections));
            }
        }
    });
    inner.response.rect.height().max(24.0) + 8.0
}

fn meta_parts(article: &Article, display: fn(&str) -> String, words: &Words) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(article.source.as_ref().map(|source| display(&source.value)));
    parts.extend(article.published.date.map(|date| date_words(date, article.published.certainty, words)));
    let names: Vec<String> = article.authors.iter().map(|a| display(&a.value)).collect();
    if !names.is_empty() {
        parts.push(names.join(if words.language() == Language::En { ", " } else { "　" }));
    }
    parts.push(words.tn("row-minutes", &[("n", minutes_of(article.chars).into())]));
    parts
}

fn date_words(date: PartialDate, certainty: Certainty, words: &Words) -> String {
    let number = |value: Option<u8>| i32::from(value.unwrap_or(0));
    let args = [
        ("year", date.year.to_string().into()),
        ("month", number(date.month).into()),
        ("day", number(date.day).into()),
    ];
    let id = match (date.month, date.day) {
        (Some(_), Some(_)) => "reader-date-day",
        (Some(_), None) => "reader-date-month",
        _ => "reader-date-year",
    };
    let date = words.tn(id, &args);
    if certainty == Certainty::Inferred { words.tn("reader-date-inferred", &[("date", date.into())]) } else { date }
}

/// One dashed row that opens and folds the furniture.
#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
fn furniture(
    ui: &Ui,
    model: &ReaderModel,
    rect: Rect,
    group: usize,
    lines: usize,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let row = Rect::from_min_size(rect.min + vec2(0.0, 4.0), vec2(rect.width(), 30.0));
    let open = model.furniture_open;
    let text = words.tn(if open { "reader-furniture-open" } else { "reader-furniture-folded" }, &[("n", lines.into())]);
    let button = words.t(if open { "reader-furniture-hide" } else { "reader-furniture-show" });
    let response = ui.interact(row, ui.scope_id().with(("furniture", group)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{text} {button}")));
    if response.clicked() {
        actions.push(Action::ToggleFurniture);
    }
    let painter = ui.painter_at(ui.clip_rect());
    let stroke = Stroke::new(1.0, if response.hovered() || response.has_focus() { theme.ink3 } else { theme.line });
    let edge = row.shrink(0.5);
    let corners = [edge.left_top(), edge.right_top(), edge.right_bottom(), edge.left_bottom(), edge.left_top()];
    painter.extend(Shape::dashed_line(&corners, stroke, 4.0, 3.0));
    let icon_at = Rect::from_center_size(pos2(row.left() + 17.0, row.center().y), vec2(10.0, 10.0));
    icon::paint(&painter, icon_at, if open { Icon::Down } else { Icon::Right }, theme.ink3);
    painter.text(pos2(row.left() + 30.0, row.center().y), Align2::LEFT_CENTER, text, Theme::sans(13.0), theme.ink3);
    let color = if response.hovered() { theme.accent } else { theme.ink2 };
    painter.text(pos2(row.right() - 14.0, row.center().y), Align2::RIGHT_CENTER, button, Theme::sans(13.0), color);
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
}
