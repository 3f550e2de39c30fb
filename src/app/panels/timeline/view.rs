//! Draws the timeline: only the lanes and marks in view.

use std::sync::Arc;

use egui::{
    CursorIcon, EventFilter, Id, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::picture::days;
use crate::{
    app::{
        action::Action,
        ledger::{LedgerAction, Listed, Report},
        panels::{
            ledger::{Card, detail, detail_height, pill, report_id, waits},
            sidebar::counted,
        },
        state::State,
        theme::Theme,
        timeline::{Camera, Label, LaneBy, LaneFacts, NAME_PT, TimelineState, WHEN_PT, events, lanes, shown_first},
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            line, menu, put,
        },
    },
    facts::timeline::{
        Drawn, Event, GUTTER, LABEL_X, LABELS_AT, LINE_AT, Lane, Mark, Plan, ROW, Sure, plan, thinned, ticks,
    },
    words::{Language, Words},
};

/// Room at both sides, points.
const SIDE: f32 = 22.0;
/// Height of the words of the ticks, points.
const AXIS: f32 = 30.0;
/// Two dots of a lane stand at least so far apart, points; a lane has no more of them than this, but for those with labels.
const APART: f64 = 6.0;
const MOST_DOTS: f64 = 220.0;
/// Radius of a dot, points.
const DOT: f32 = 5.5;

/// Id of the timeline, which is one stop of the Tab key.
#[must_use]
pub fn timeline_id() -> Id {
    Id::unique("timeline")
}

/// What the lanes were made from.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    generation: u64,
    book: u64,
    by: LaneBy,
    whole: bool,
    language: Language,
}

/// What the timeline keeps between frames.
#[derive(Debug, Default)]
pub struct TimelineView {
    /// Bring the chosen fact into view.
    pub show_choice: bool,
    /// Bring this fact into view.
    pub show_fact: Option<u32>,
    /// What is said of the chosen fact.
    card: Card,
    key: Option<Key>,
    lanes: Vec<LaneFacts>,
    events: Vec<Vec<Event>>,
    labels: Vec<Vec<Label>>,
    reach: Option<(i32, i32)>,
    /// Dated facts beyond what is shown at first.
    beyond: usize,
    left_out: usize,
    plan: Arc<Plan>,
    planned_for: f64,
    /// How far the lanes are scrolled up, points.
    top: f32,
}

impl TimelineView {
    fn prepare(&mut self, listed: &Listed, now: TimelineState, words: &Words) {
        let TimelineState { by, whole, .. } = now;
        let (generation, book) = (listed.generation, listed.book.generation);
        let key = Key { generation, book, by, whole, language: words.language() };
        if self.key.as_ref() == Some(&key) {
            return;
        }
        if self.key.as_ref().is_none_or(|old| old.by != by || old.book != key.book) {
            self.top = 0.0;
        }
        (self.lanes, self.left_out) = lanes(listed, by);
        (self.events, self.labels) = self.lanes.iter().map(|lane| events(&listed.book, lane, words)).unzip();
        let first = shown_first(&listed.book, &self.lanes, whole);
        (self.reach, self.beyond) = (first.map(|first| first.0), first.map_or(0, |first| first.1));
        self.planned_for = 0.0;
        self.key = Some(key);
    }

    fn plan(&mut self, day_pt: f64) {
        if (self.planned_for - day_pt).abs() > day_pt * 1e-9 {
            self.plan = Arc::new(plan(&self.events, day_pt));
            self.planned_for = day_pt;
        }
    }
}

/// Draws it into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut TimelineView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let full = ui.max_rect().shrink2(vec2(SIDE, 0.0));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(full));
    let ui = &mut inner;
    ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
    let listed = &state.ledger.listed;
    view.prepare(listed, state.ledger.timeline, words);
    top(ui, state, view, theme, words, actions);
    let below = ui.available_rect_before_wrap();
    let card = detail_height(state, &mut view.card, below.size());
    let area = Rect::from_min_max(below.min, pos2(below.right(), below.bottom() - card));
    if view.lanes.is_empty() {
        let id = if waits(state, listed) { "ledger-waiting" } else { "timeline-empty" };
        let galley = line(ui, &words.t(id), Theme::sans(13.5), theme.ink3, area.width());
        put(ui, galley.clone(), area.center().x - galley.size().x / 2.0, area.top() + 90.0);
    } else {
        body(ui, area, state, view, theme, words, actions);
    }
    if card > 0.0 {
        let rect = Rect::from_min_max(pos2(below.left(), area.bottom()), below.max);
        let mut lower = ui.new_child(UiBuilder::new().max_rect(rect));
        detail(&mut lower, state, &mut view.card, theme, words, actions);
    }
}

const fn by_id(by: LaneBy) -> &'static str {
    match by {
        LaneBy::Parties => "timeline-by-parties",
        LaneBy::City => "timeline-by-city",
        LaneBy::Kind => "timeline-by-kind",
    }
}

fn top(ui: &mut Ui, state: &State, view: &TimelineView, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.add_space(16.0);
    let now = state.ledger.timeline;
    ui.horizontal(|ui| {
        ui.set_min_height(30.0);
        for by in LaneBy::ALL {
            if pill(ui, theme, &words.t(by_id(by)), "", now.by == by).clicked() {
                actions.push(Action::Ledger(LedgerAction::Lanes(by)));
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let text = words.t("ledger-save");
            let button = Button::new(Kind::Quiet, &text).trailing(Icon::Down).show(ui, theme);
            menu::under(&button, theme, 180.0, |ui| {
                for report in [Report::TimelineSvg, Report::TimelinePng] {
                    if menu::item(ui, theme, &words.t(report_id(report)), "", None, !view.lanes.is_empty()) {
                        actions.push(Action::Ledger(LedgerAction::Save(report)));
                    }
                }
            });
            for (icon, id, zoom) in [
                (Icon::Fit, "timeline-all", 0),
                (Icon::Plus, "timeline-nearer", 1),
                (Icon::Minus, "timeline-farther", -1),
            ] {
                if Button::icon(Kind::Quiet, icon, &words.t(id)).height(28.0).show(ui, theme).clicked() {
                    actions.push(Action::Ledger(LedgerAction::Zoom(zoom)));
                }
            }
            let mut legend = words.t("timeline-legend").into_owned();
            if view.beyond > 0 && now.camera.is_none() {
                let more = words.tn("timeline-beyond", &[("n", counted(view.beyond))]);
                legend = format!("{legend} · {more}");
            }
            if view.left_out > 0 {
                let more = words.tn("timeline-left-out", &[("n", counted(view.left_out))]);
                legend = format!("{legend} · {more}");
            }
            let galley = line(ui, &legend, Theme::sans(12.5), theme.ink3, ui.available_width() - 8.0);
            let (rect, _) = ui.allocate_exact_size(vec2(galley.size().x + 12.0, 30.0), Sense::hover());
            put(ui, galley, rect.left(), rect.center().y);
        });
    });
    ui.add_space(10.0);
}

/// Where things are in this frame.
struct Frame {
    /// The lanes, without the words of the ticks.
    lanes: Rect,
    /// From the left edge to where the dated line begins, points.
    gutter: f32,
    camera: Camera,
    top: f32,
}

impl Frame {
    #[expect(clippy::cast_possible_truncation, reason = "points on screen")]
    fn x(&self, mark: &Mark, undated: bool) -> f32 {
        if undated {
            self.lanes.left() + LABEL_X + mark.x as f32
        } else {
            let x = (mark.x - self.camera.left * self.camera.day_pt).clamp(-1e6, 1e6);
            self.lanes.left() + self.gutter + x as f32
        }
    }

    /// The marks of a lane that may be seen: those on screen, and their labels that reach into it.
    fn seen<'a>(&self, lane: &'a Lane) -> &'a [Mark] {
        /// No label is longer.
        const LABEL: f64 = 260.0;
        let from = self.camera.left * self.camera.day_pt - LABEL;
        let to = from + LABEL + f64::from(self.lanes.width());
        let first = lane.marks.partition_point(|mark| mark.x < from);
        let last = lane.marks.partition_point(|mark| mark.x <= to);
        lane.marks.get(first..last).unwrap_or_default()
    }
}

fn body(
    ui: &mut Ui,
    area: Rect,
    state: &State,
    view: &mut TimelineView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let canvas = ui.interact(area, timeline_id(), Sense::click_and_drag());
    let name = words.t("view-timeline");
    canvas.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, &*name));
    if canvas.has_focus() {
        let arrows = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(timeline_id(), arrows));
        ui.painter().rect_stroke(area.expand(3.0), 4.0, theme.focus_ring(), StrokeKind::Inside);
    }
    let gutter = if view.events.iter().flatten().any(|event| event.sure == Sure::NoYear) { GUTTER } else { 0.0 };
    let width = area.width() - gutter;
    let now = state.ledger.timeline;
    let home = Camera::fit(view.reach.unwrap_or((18_000, 18_365)), width);
    let mut camera = now.camera.unwrap_or(home);
    steer(ui, &canvas, area.left() + gutter, view, &mut camera);
    view.plan(camera.day_pt);
    let choice = std::mem::take(&mut view.show_choice).then_some(state.ledger.chosen).flatten();
    if let Some(fact) = choice.or(view.show_fact) {
        bring_into_view(fact, view, width, area.height() - AXIS, &mut camera);
    }
    view.show_fact = None;
    let most = (view.plan.height - (area.height() - AXIS)).max(0.0);
    view.top = view.top.clamp(0.0, most).round();
    if camera != now.camera.unwrap_or(home) || (now.width - width).abs() > 0.5 {
        let moved = Some(camera).filter(|camera| *camera != home);
        actions.push(Action::Ledger(LedgerAction::Look(TimelineState { camera: moved, width, ..now })));
        ui.request_repaint();
    }
    let lanes = Rect::from_min_max(pos2(area.left(), area.top() + AXIS), area.max);
    let frame = Frame { lanes, gutter, camera, top: view.top };
    axis(ui, area, &frame, width, theme, words);
    let mut child = ui.new_child(UiBuilder::new().max_rect(lanes));
    child.set_clip_rect(lanes.intersect(ui.clip_rect()));
    let plan = Arc::clone(&view.plan);
    let first = plan.lanes.partition_point(|lane| lane.top + lane.height < frame.top);
    for (at, lane) in plan.lanes.iter().enumerate().skip(first) {
        if lane.top > frame.top + lanes.height() {
            break;
        }
        one_lane(&mut child, &frame, at, lane, state, view, theme, words, actions);
    }
}

/// Dragging moves, the wheel moves up and down, with Ctrl or by pinching it zooms.
fn steer(ui: &Ui, canvas: &egui::Response, left: f32, view: &mut TimelineView, camera: &mut Camera) {
    if canvas.dragged() {
        let by = canvas.drag_delta();
        camera.left -= f64::from(by.x) / camera.day_pt;
        view.top -= by.y;
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
    if canvas.clicked() {
        canvas.request_focus();
    }
    if !canvas.contains_pointer() {
        return;
    }
    let (zoom, scroll, at) = ui.input(|i| (i.zoom_delta(), i.smooth_scroll_delta(), i.pointer.hover_pos()));
    if (zoom - 1.0).abs() > 1e-3 {
        let x = at.map_or(0.0, |at| f64::from(at.x - left));
        *camera = camera.zoomed(f64::from(zoom), x);
    } else {
        camera.left -= f64::from(scroll.x) / camera.day_pt;
        view.top -= scroll.y;
    }
}

/// Moves so that a fact is seen.
fn bring_into_view(wanted: u32, view: &mut TimelineView, width: f32, height: f32, camera: &mut Camera) {
    for (at, lane) in view.plan.lanes.iter().enumerate() {
        let is = |mark: &&Mark| {
            view.events.get(at).and_then(|events| events.get(mark.event)).is_some_and(|event| event.fact == wanted)
        };
        let dated = lane.marks.iter().find(is);
        if dated.or_else(|| lane.undated.iter().find(is)).is_none() {
            continue;
        }
        if lane.top < view.top || lane.top + lane.height > view.top + height {
            view.top = lane.top - ((height - lane.height) / 2.0).max(0.0);
        }
        if let Some(mark) = dated {
            let x = mark.x - camera.left * camera.day_pt;
            if x < 0.0 || x > f64::from(width) - 40.0 {
                camera.left = (mark.x - f64::from(width) * 0.4) / camera.day_pt;
            }
        }
        return;
    }
}

fn axis(ui: &Ui, area: Rect, frame: &Frame, width: f32, theme: &Theme, words: &Words) {
    let painter = ui.painter_at(area);
    let (first, last) = days(frame.camera, width);
    for tick in ticks(first, last, frame.camera.day_pt) {
        #[expect(clippy::cast_possible_truncation, reason = "points on screen")]
        let x = (area.left() + frame.gutter + frame.camera.x(f64::from(tick.day)) as f32).round();
        painter.vline(x, area.y_range(), theme.hairline());
        let galley = line(ui, &tick.text, Theme::sans(12.5), theme.ink3, 120.0);
        painter.galley(pos2(x + 6.0, area.top() + 4.0), galley, theme.ink3);
    }
    if frame.gutter > 0.0 {
        let x = area.left() + frame.gutter - 8.0;
        painter.extend(Shape::dashed_line(
            &[pos2(x, area.top()), pos2(x, area.bottom())],
            Stroke::new(1.0, theme.track),
            3.0,
            3.0,
        ));
        let galley = line(ui, &words.t("timeline-no-year"), Theme::sans(12.5), theme.ink3, frame.gutter - 20.0);
        painter.galley(pos2(area.left() + LABEL_X, area.top() + 4.0), galley, theme.ink3);
    }
}

#[expect(clippy::too_many_arguments, reason = "one caller, and a struct would only rename the arguments")]
fn one_lane(
    ui: &mut Ui,
    frame: &Frame,
    at: usize,
    lane: &Lane,
    state: &State,
    view: &TimelineView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let (Some(facts), Some(events), Some(labels)) = (view.lanes.get(at), view.events.get(at), view.labels.get(at))
    else {
        return;
    };
    let top = frame.lanes.top() + lane.top - frame.top;
    let line_y = (top + LINE_AT).round();
    let name = facts.key.name(words);
    let count = words.tn("ledger-count", &[("n", counted(facts.facts.len()))]);
    let head = ui.interact(
        Rect::from_min_size(pos2(frame.lanes.left(), top), vec2(frame.lanes.width(), LINE_AT - 8.0)),
        ui.scope_id().with(("lane", at)),
        Sense::hover(),
    );
    head.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{name} {count}")));
    let painter = ui.painter().clone();
    painter.hline(frame.lanes.x_range(), line_y, Stroke::new(1.5, theme.track));
    let apart = APART.max(f64::from(frame.lanes.width()) / MOST_DOTS);
    let chosen = |mark: &Mark| events.get(mark.event).is_some_and(|event| state.ledger.chosen == Some(event.fact));
    let undated = thinned(&lane.undated, apart, chosen).into_iter().map(|one| (one, true));
    let dated = thinned(frame.seen(lane), apart, chosen).into_iter().map(|one| (one, false));
    let seen: Vec<(Drawn, bool)> = undated.chain(dated).collect();
    let dated = painter.with_clip_rect(
        painter.clip_rect().intersect(Rect::everything_right_of(frame.lanes.left() + frame.gutter - 8.0)),
    );
    let of = |undated: bool| if undated || frame.gutter == 0.0 { &painter } else { &dated };
    let row_y = |row: u8| line_y + LABELS_AT + ROW * f32::from(row);
    for (Drawn { mark, .. }, undated) in &seen {
        let undated = *undated;
        let (x, Some(event)) = (frame.x(mark, undated), events.get(mark.event)) else { continue };
        #[expect(clippy::cast_possible_truncation, reason = "points on screen")]
        let long = (mark.end - mark.x).clamp(0.0, 1e6) as f32;
        if long > 2.0 * DOT && !undated {
            of(undated).hline(x..=x + long, line_y, Stroke::new(4.0, theme.map_link(0.28)));
        }
        if let Some(row) = mark.row {
            let (from, to) = (pos2(x, line_y), pos2(x, row_y(row) + 14.0));
            let stroke = Stroke::new(1.0, theme.map_link(0.5));
            if event.sure == Sure::Inferred {
                of(undated).extend(Shape::dashed_line(&[from, to], stroke, 3.0, 3.0));
            } else {
                of(undated).line_segment([from, to], stroke);
            }
        }
    }
    for (Drawn { mark, more }, undated) in &seen {
        let (more, undated) = (*more, *undated);
        let (Some(event), Some(label)) = (events.get(mark.event), labels.get(mark.event)) else { continue };
        let x = frame.x(mark, undated);
        let chosen = state.ledger.chosen == Some(event.fact);
        let dot = Rect::from_center_size(pos2(x, line_y), vec2(2.0 * DOT + 4.0, 2.0 * DOT + 4.0));
        let text = mark.row.map(|row| Rect::from_min_size(pos2(x + LABEL_X, row_y(row)), vec2(event.width, ROW - 3.0)));
        let id = ui.scope_id().with(("mark", at, event.fact));
        let response = ui.interact(dot, id, Sense::CLICK);
        let mut spoken = format!("{}，{}", label.name, label.when);
        if more > 0 {
            spoken = format!("{spoken}，{}", words.tn("timeline-more-here", &[("n", counted(more))]));
        }
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &spoken));
        let mut clicked = response.clicked();
        let mut hot = response.hovered();
        if let Some(text) = text {
            let label_response = ui.interact(text, id.with("label"), Sense::CLICK);
            clicked |= label_response.clicked();
            hot |= label_response.hovered();
            of(undated).rect_filled(text, 2.0, theme.paper);
            // The chosen one is red and bold; the one under the pointer is only underlined.
            let (ink, font) = match (chosen, hot) {
                (true, _) => (theme.accent, Theme::bold(NAME_PT)),
                (false, true) => (theme.place, Theme::sans(NAME_PT)),
                (false, false) => (theme.ink, Theme::sans(NAME_PT)),
            };
            let galley = line(ui, &label.name, font, ink, event.width + 14.0);
            let right = text.left() + galley.size().x;
            of(undated).galley(text.min.round(), galley, ink);
            if hot && !chosen {
                of(undated).hline(text.left()..=right, text.top() + 16.0, Stroke::new(1.0, ink));
            }
            let galley = line(ui, &label.when, Theme::sans(WHEN_PT), theme.ink3, event.width + 14.0);
            of(undated).galley(pos2(text.left(), text.top() + 16.0).round(), galley, theme.ink3);
        } else {
            response.on_hover_text(&spoken);
        }
        if hot && !chosen {
            of(undated).circle_filled(pos2(x, line_y), DOT + 4.0, theme.map_link(0.22));
        }
        let color = if chosen { theme.accent } else { theme.place };
        let ring = Stroke::new(if event.sure == Sure::Solid { 0.0 } else { 1.5 }, color);
        let fill = match event.sure {
            Sure::Solid => color,
            Sure::Inferred => theme.paper.lerp_to_gamma(color, 0.55),
            Sure::NoYear => theme.paper,
        };
        of(undated).circle(pos2(x, line_y), if chosen { DOT + 1.0 } else { DOT }, fill, ring);
        if chosen {
            of(undated).circle_stroke(pos2(x, line_y), DOT + 4.0, Stroke::new(1.5, color));
        }
        if clicked {
            actions.push(Action::Ledger(LedgerAction::Choose { fact: Some(event.fact), row: 0 }));
            ui.memory_mut(|m| m.request_focus(timeline_id()));
        }
    }
    let galley = line(ui, &name, Theme::bold(13.5), theme.ink2, frame.lanes.width() * 0.6);
    let ground = Rect::from_min_size(pos2(frame.lanes.left(), top + 5.0), galley.size() + vec2(8.0, 2.0));
    painter.rect_filled(ground, 0.0, theme.paper);
    painter.galley(ground.min, galley, theme.ink2);
}
