//! A schematic map: places as dots, lines between those that are named together. As large as its rectangle: it stands in a panel or
//! fills a window.
//!
//! Click a dot to use it, Alt+click to exclude it, drag a box over several; drag with another button or scroll to move, turn the wheel
//! or pinch to zoom. With the keyboard it is one stop: arrows go from dot to dot, Enter uses it, + − 0 zoom.

mod backdrop;
mod labels;
mod paint;
pub mod projection;
pub mod strands;

use egui::{
    CursorIcon, Event as Input, EventFilter, Id, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton,
    Popup, PopupKind, Pos2, Rect, RectAlign, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use self::{
    paint::{Names, Scene},
    projection::{Camera, Margins},
};
use super::{
    Mark,
    button::{Button, Kind},
    icon::Icon,
    line, menu, put,
};
use crate::{
    app::theme::{RADIUS, Theme},
    facts::Kind as FactKind,
    place::PlaceId,
    words::Words,
};

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// Which.
    pub place: PlaceId,
    /// Its name beside the dot.
    pub name: String,
    /// Its name and count, as they are read aloud.
    pub label: String,
    /// Where it is on the plane (see [`projection::project`]).
    pub at: Pos2,
    /// Its area stands for so many articles. A dot without any is only hinted at.
    pub articles: u32,
    /// In the filter?
    pub mark: Mark,
}

impl Dot {
    /// Whether it can be used: one without articles cannot, unless it is in the filter.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.articles > 0 || self.mark != Mark::None
    }
}

/// A line between two dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which, by their positions in the model.
    pub dots: (usize, usize),
    /// Its width stands for so many sentences.
    pub sentences: u32,
    /// How many of each kind, where it stands for facts: its strands, in the order of [`FactKind::ALL`].
    pub kinds: [u32; FactKind::ALL.len()],
}

/// What the map shows.
#[derive(Clone, Debug, PartialEq)]
pub struct MapModel {
    /// The places, most articles first.
    pub dots: Vec<Dot>,
    /// The lines, strongest first.
    pub links: Vec<Link>,
    /// The part of the plane that is shown at first.
    pub home: Rect,
    /// Message of the partners of a dot, with `{ $list }` in it.
    pub together: &'static str,
    /// Another number for other contents.
    pub revision: u64,
}

impl Default for MapModel {
    fn default() -> Self {
        Self { dots: vec![], links: vec![], home: Rect::NOTHING, together: "map-together", revision: 0 }
    }
}

/// What the map keeps between frames.
#[derive(Debug, Default)]
pub struct MapState {
    /// Where the person moved it to; `None` at home.
    camera: Option<Camera>,
    /// The dot that the keys are on.
    current: Option<PlaceId>,
    /// Where a box began.
    corner: Option<Pos2>,
    /// The last turn of the wheel came from a touch pad, which moves the map.
    scroll_moves: bool,
    /// The dot whose menu was opened last.
    menu: Option<PlaceId>,
    /// What was pressed since the pointer moved last: what it rests on is not told again.
    pressed: Option<Pressed>,
    scene: Option<Scene>,
    names: Names,
}

/// What was pressed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    Key,
    Button,
}

/// What the person did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Clicked a dot.
    Use {
        /// Which.
        place: PlaceId,
        /// Alt was held.
        exclude: bool,
    },
    /// Drew a box around these.
    Choose {
        /// Which.
        places: Vec<PlaceId>,
        /// Shift or Ctrl was held: beside what is chosen already.
        add: bool,
    },
    /// Switched the backdrop.
    Backdrop(bool),
}

/// How it looks.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Colours.
    pub theme: &'a Theme,
    /// Words.
    pub words: &'a Words,
    /// With coast and rivers.
    pub backdrop: bool,
}

/// Below the map: room for its buttons, points.
const STRIP: f32 = 26.0;
/// A click so near a dot means it, points.
const NEAR: f32 = 9.0;
/// One press of a zoom button or key.
const ZOOM_STEP: f32 = 1.5;
/// How far one scrolled point zooms.
const WHEEL_STEP: f32 = 0.0027;
/// Places named in the tip of a dot.
const PARTNERS: usize = 3;
/// A shorter drag is no box, points.
const LEAST_BOX: f32 = 5.0;

/// Draws the map into the next `size` of `ui`. `menu` fills the menu that a dot opens under the other button.
pub fn show(
    ui: &mut Ui,
    size: Vec2,
    model: &MapModel,
    state: &mut MapState,
    look: Look<'_>,
    menu: &mut dyn FnMut(&mut Ui, &Dot),
) -> Vec<Event> {
    let (canvas, ground) = ui.allocate_exact_size(size, Sense::CLICK | Sense::DRAG);
    let Look { theme, words, .. } = look;
    let empty = !model.dots.iter().any(Dot::is_live);
    let name = words.t(if empty { "map-empty" } else { "map-name" });
    ground.widget_info(|| WidgetInfo::labeled(Role::Group, true, &*name));
    ui.painter().rect(canvas, f32::from(RADIUS), theme.paper, theme.hairline(), StrokeKind::Inside);
    if empty {
        let text = line(ui, &name, Theme::sans(12.5), theme.ink3, canvas.width() - 24.0);
        let left = canvas.center().x - text.size().x / 2.0;
        put(ui, text, left, canvas.center().y);
        return vec![];
    }
    let mut child = ui.new_child(UiBuilder::new().max_rect(canvas).id_salt("map"));
    child.set_clip_rect(canvas.shrink(1.0).intersect(ui.clip_rect()));
    let mut map = Map { canvas, model, state, look, events: vec![] };
    map.show(&mut child, &ground, menu);
    map.events
}

/// One frame of it.
struct Map<'a> {
    canvas: Rect,
    model: &'a MapModel,
    state: &'a mut MapState,
    look: Look<'a>,
    events: Vec<Event>,
}

impl Map<'_> {
    fn home(&self) -> Camera {
        // Names stand at the sides, buttons below.
        let side = (self.canvas.width() * 0.13).min(60.0);
        Camera::fit(self.model.home, self.canvas, Margins { side, top: 18.0, bottom: STRIP + 2.0 })
    }

    fn camera(&self) -> Camera {
        self.state.camera.unwrap_or_else(|| self.home())
    }

    /// Around all dots that can be used.
    fn reach(&self) -> Rect {
        projection::around(self.model.dots.iter().filter(|dot| dot.is_live()).map(|dot| dot.at))
    }

    fn show(&mut self, ui: &mut Ui, ground: &Response, menu: &mut dyn FnMut(&mut Ui, &Dot)) {
        let strip = Rect::from_min_max(pos2(self.canvas.left(), self.canvas.bottom() - STRIP), self.canvas.max);
        self.keys(ui);
        self.pointer(ui, ground);
        self.state.pressed = ui.input(|i| {
            let pressed = |event: &Input| match event {
                Input::Key { pressed: true, .. } | Input::Text(_) => Some(Pressed::Key),
                Input::PointerButton { pressed: true, .. } => Some(Pressed::Button),
                _ => None,
            };
            let before = self.state.pressed.filter(|_| i.pointer.delta() == Vec2::ZERO);
            i.events.iter().rev().find_map(pressed).or(before)
        });
        if ground.drag_started_by(PointerButton::Primary) {
            self.state.corner = ui.input(|i| i.pointer.press_origin());
        }
        let over_strip = |at: Pos2| strip.contains(at) && at.x > strip.right() - paint::BUTTONS_WIDTH;
        let at = ui.input(|i| i.pointer.hover_pos()).filter(|at| ground.contains_pointer() && !over_strip(*at));
        let scene = self.scene(ui, strip);
        scene.paint(ui);
        let near = at.and_then(|at| scene.nearest(at, NEAR)).filter(|_| self.state.corner.is_none());
        let current = self.current();
        for (index, dot) in self.model.dots.iter().enumerate().filter(|(_, dot)| dot.is_live()) {
            let Some(&(middle, radius)) = scene.circles.get(index) else { continue };
            let response = self.dot(ui, dot, middle, radius, current == Some(index), near == Some(index));
            // The pointer means the dot nearest to it, not the uppermost one.
            if response.clicked() {
                let by_pointer = ui.input(|i| i.pointer.button_clicked(PointerButton::Primary));
                let meant = near.filter(|_| by_pointer).and_then(|near| self.model.dots.get(near));
                self.click(ui, meant.unwrap_or(dot));
            }
            if response.secondary_clicked() {
                self.state.menu = Some(dot.place);
            }
            if self.state.menu == Some(dot.place) {
                menu::context(&response, self.look.theme, 200.0, |ui| menu(ui, dot));
            }
            let focused = response.has_focus();
            if focused {
                ui.painter().circle_stroke(middle, radius + 4.0, self.look.theme.focus_ring());
            }
            let pointed = near == Some(index) && self.state.pressed.is_none();
            let told = pointed || focused && (at.is_none() || self.state.pressed == Some(Pressed::Key));
            if near == Some(index) || told {
                scene.emphasise(ui, self.model, index, self.look.theme);
                if told {
                    // Above the dot: below it lie those that it is joined with as often as not, and the pointer.
                    Popup::from_response(&response)
                        .kind(PopupKind::Tooltip)
                        .align(RectAlign::TOP)
                        .show(|ui| ui.label(self.tip(index, dot)));
                }
            }
        }
        if let Some(meant) = near.and_then(|near| self.model.dots.get(near)) {
            ui.set_cursor_icon(CursorIcon::PointingHand);
            if ground.clicked() {
                self.click(ui, meant);
            }
        } else if ground.double_clicked()
            && let Some(at) = at
        {
            self.zoom(at, ZOOM_STEP * ZOOM_STEP);
        }
        self.selection(ui, ground, &scene);
        let outside = scene.outside;
        self.state.scene = Some(scene);
        self.buttons(ui, strip, outside);
    }

    /// The cached picture, or a new one where anything is different.
    fn scene(&mut self, ui: &Ui, strip: Rect) -> Scene {
        let key = paint::Key {
            revision: self.model.revision,
            canvas: self.canvas,
            camera: self.camera(),
            dark: self.look.theme.dark,
            backdrop: self.look.backdrop,
            pixels_per_point: ui.ctx().pixels_per_point(),
        };
        match self.state.scene.take().filter(|scene| scene.key == key) {
            Some(scene) => scene,
            None => {
                self.state.names.make(ui, key, self.model, self.look.theme);
                Scene::new(ui, key, self.model, &self.state.names, strip, self.look.theme)
            }
        }
    }

    /// Name, count, and the places that it is named with most often.
    fn tip(&self, index: usize, dot: &Dot) -> String {
        let words = self.look.words;
        let others = self.model.links.iter().filter_map(|link| {
            let other = match link.dots {
                (a, b) if a == index => b,
                (a, b) if b == index => a,
                _ => return None,
            };
            let name = self.model.dots.get(other)?.name.as_str();
            Some(words.tn("map-pair", &[("place", name.into()), ("n", link.sentences.into())]))
        });
        let others: Vec<String> = others.take(PARTNERS).collect();
        if others.is_empty() {
            return dot.label.clone();
        }
        let list = words.tn(self.model.together, &[("list", others.join(" · ").into())]);
        format!("{}\n{list}", dot.label)
    }

    fn id(ui: &Ui, place: PlaceId) -> Id {
        ui.scope_id().with(("dot", place.0))
    }

    fn dot(&self, ui: &Ui, dot: &Dot, middle: Pos2, radius: f32, current: bool, near: bool) -> Response {
        let half = if near { radius.max(NEAR) } else { radius.max(3.0) };
        let rect = Rect::from_center_size(middle, Vec2::splat(half * 2.0));
        // One stop for the Tab key, whatever the number of dots.
        let sense = if current { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, Self::id(ui, dot.place), sense);
        let included = dot.mark == Mark::Included;
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, included, &dot.label));
        if current && response.has_focus() {
            let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, arrows));
        }
        response
    }

    /// The dot that the keys are on: the last one, or the first of all.
    fn current(&self) -> Option<usize> {
        let live = |(_, dot): &(usize, &Dot)| dot.is_live();
        let mut dots = self.model.dots.iter().enumerate().filter(live);
        let known = dots.clone().find(|(_, dot)| Some(dot.place) == self.state.current);
        known.or_else(|| dots.next()).map(|(index, _)| index)
    }

    fn click(&mut self, ui: &Ui, dot: &Dot) {
        self.state.current = Some(dot.place);
        self.events.push(Event::Use { place: dot.place, exclude: ui.input(|i| i.modifiers.alt) });
    }

    fn keys(&mut self, ui: &Ui) {
        let Some((index, dot)) = self.current().and_then(|index| Some((index, self.model.dots.get(index)?))) else {
            return;
        };
        if !ui.memory(|m| m.has_focus(Self::id(ui, dot.place))) {
            return;
        }
        let pressed = |key: Key| ui.input(|i| i.modifiers.matches_logically(Modifiers::NONE) && i.key_pressed(key));
        let step = [
            (Key::ArrowLeft, vec2(-1.0, 0.0)),
            (Key::ArrowRight, vec2(1.0, 0.0)),
            (Key::ArrowUp, vec2(0.0, -1.0)),
            (Key::ArrowDown, vec2(0.0, 1.0)),
        ];
        if let Some((_, way)) = step.into_iter().find(|(key, _)| pressed(*key)) {
            let places: Vec<(usize, Pos2)> =
                self.model.dots.iter().enumerate().filter(|(_, d)| d.is_live()).map(|(i, d)| (i, d.at)).collect();
            if let Some(next) = next_in(&places, index, way).and_then(|next| self.model.dots.get(next)) {
                self.state.current = Some(next.place);
                ui.memory_mut(|m| m.request_focus(Self::id(ui, next.place)));
                self.bring_in(next.at);
            }
        }
        let middle = self.camera().on_screen(self.canvas, dot.at);
        if pressed(Key::Plus) || pressed(Key::Equals) {
            self.zoom(middle, ZOOM_STEP);
        } else if pressed(Key::Minus) {
            self.zoom(middle, 1.0 / ZOOM_STEP);
        } else if pressed(Key::Num0) {
            self.state.camera = None;
        }
    }

    /// Moves the map as far as a place must be moved to be seen.
    fn bring_in(&mut self, place: Pos2) {
        let mut camera = self.camera();
        let at = camera.on_screen(self.canvas, place);
        let inside = self.canvas.shrink(14.0).clamp(at);
        if inside != at {
            camera.centre += (at - inside) / camera.scale;
            self.state.camera = Some(camera);
        }
    }

    fn zoom(&mut self, at: Pos2, factor: f32) {
        let mut camera = self.camera();
        camera.zoom(self.canvas, at, factor);
        self.state.camera = Some(camera);
    }

    /// Moving and zooming.
    fn pointer(&mut self, ui: &Ui, ground: &Response) {
        let reach = self.reach();
        let pan = |map: &mut Self, delta: Vec2| {
            let mut camera = map.camera();
            camera.pan(delta, reach);
            map.state.camera = Some(camera);
        };
        if ground.dragged_by(PointerButton::Secondary) || ground.dragged_by(PointerButton::Middle) {
            ui.set_cursor_icon(CursorIcon::Grabbing);
            let delta = ground.drag_delta();
            if delta != Vec2::ZERO {
                pan(self, delta);
            }
        }
        let Some(at) = ui.input(|i| i.pointer.hover_pos()).filter(|_| ground.contains_pointer()) else { return };
        let (zoom, scroll, fingers) = ui.input(|i| {
            let unit = i.events.iter().rev().find_map(|event| match event {
                Input::MouseWheel { unit, .. } => Some(*unit == MouseWheelUnit::Point),
                _ => None,
            });
            let fingers = match i.scroll_source() {
                Some(MouseWheelSource::Trackpad | MouseWheelSource::Momentum) => Some(true),
                Some(MouseWheelSource::Wheel) => Some(false),
                _ => unit,
            };
            (i.zoom_delta(), i.smooth_scroll_delta(), fingers)
        });
        self.state.scroll_moves = fingers.unwrap_or(self.state.scroll_moves);
        if (zoom - 1.0).abs() > 1e-4 {
            self.zoom(at, zoom);
        } else if scroll != Vec2::ZERO && self.state.scroll_moves {
            pan(self, scroll);
        } else if scroll.y != 0.0 {
            self.zoom(at, (scroll.y * WHEEL_STEP).exp());
        }
    }

    /// A box being drawn.
    fn selection(&mut self, ui: &Ui, ground: &Response, scene: &Scene) {
        let Some(corner) = self.state.corner else { return };
        let now = ui.input(|i| i.pointer.interact_pos()).unwrap_or(corner);
        let area = Rect::from_two_pos(self.canvas.clamp(corner), self.canvas.clamp(now));
        if ground.drag_stopped() {
            self.state.corner = None;
            let chosen = inside(area, &scene.circles, &self.model.dots);
            if area.size().max_elem() >= LEAST_BOX && !chosen.is_empty() {
                let add = ui.input(|i| i.modifiers.shift || i.modifiers.command);
                self.events.push(Event::Choose { places: chosen, add });
            }
        } else if ground.dragged_by(PointerButton::Primary) {
            let theme = self.look.theme;
            ui.set_cursor_icon(CursorIcon::Crosshair);
            ui.painter().rect(area, 2.0, theme.map_box(), Stroke::new(1.0, theme.place), StrokeKind::Inside);
        } else {
            self.state.corner = None;
        }
    }

    fn buttons(&mut self, ui: &mut Ui, strip: Rect, outside: u32) {
        let Look { theme, words, backdrop } = self.look;
        let mut row = ui.new_child(
            UiBuilder::new()
                .max_rect(strip.shrink2(vec2(4.0, 2.0)))
                .layout(egui::Layout::right_to_left(egui::Align::Center)),
        );
        row.spacing_mut().item_spacing = vec2(1.0, 0.0);
        let press = |row: &mut Ui, icon: Icon, id: &str, on: bool| {
            let name = words.t(id);
            Button::icon(Kind::Quiet, icon, &name).height(22.0).pad(3.0).selected(on).show(row, theme).clicked()
        };
        let middle = self.canvas.center();
        if press(&mut row, Icon::Water, "map-backdrop", backdrop) {
            self.events.push(Event::Backdrop(!backdrop));
        }
        if press(&mut row, Icon::Fit, "map-fit", false) {
            self.state.camera = None;
        }
        if press(&mut row, Icon::Minus, "map-zoom-out", false) {
            self.zoom(middle, 1.0 / ZOOM_STEP);
        }
        if press(&mut row, Icon::Plus, "map-zoom-in", false) {
            self.zoom(middle, ZOOM_STEP);
        }
        if outside > 0 {
            let rest = row.available_width();
            row.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add_space(4.0);
                let text = words.tn("map-outside", &[("n", outside.into())]);
                let button = Button::new(Kind::Quiet, &text).height(20.0).pad(4.0).max_width(rest - 16.0).small();
                if button.show(ui, theme).clicked() {
                    let side = (self.canvas.width() * 0.08).min(40.0);
                    let margins = Margins { side, top: 14.0, bottom: STRIP };
                    self.state.camera = Some(Camera::fit(self.reach(), self.canvas, margins));
                }
            });
        }
    }
}

/// The dots whose middle lies in `area`, in their order; excluded ones stay excluded.
fn inside(area: Rect, circles: &[(Pos2, f32)], dots: &[Dot]) -> Vec<PlaceId> {
    let chosen = circles
        .iter()
        .zip(dots)
        .filter(|((at, _), dot)| dot.articles > 0 && dot.mark != Mark::Excluded && area.contains(*at));
    chosen.map(|(_, dot)| dot.place).collect()
}

/// The dot that an arrow key goes to: the nearest one that way, rather ahead than aside.
fn next_in(places: &[(usize, Pos2)], from: usize, way: Vec2) -> Option<usize> {
    /// Farther than anything on the plane, kilometres.
    const FAR: f32 = 1e5;
    let (_, here) = places.iter().find(|(index, _)| *index == from)?;
    let cost = |at: Pos2| {
        let (ahead, aside) = ((at - *here).dot(way), (at - *here).dot(way.rot90()).abs());
        // A quarter of the plane belongs to each key; where that is empty, the rest of the half.
        (ahead > 0.0).then(|| at.distance(*here) + if aside <= ahead { 0.0 } else { FAR })
    };
    let costs = places.iter().filter(|(index, _)| *index != from).filter_map(|(index, at)| Some((cost(*at)?, *index)));
    costs.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::place::{Level, gazetteer};

    fn dot(place: u16, articles: u32, mark: Mark) -> Dot {
        let (name, label) = (String::new(), String::new());
        Dot { place: PlaceId(place), name, label, at: Pos2::ZERO, articles, mark }
    }

    #[test]
    fn a_box_chooses_what_lies_in_it() {
        let dots = [
            dot(1, 3, Mark::None),
            dot(2, 2, Mark::Included),
            dot(3, 2, Mark::Excluded),
            dot(4, 0, Mark::None),
            dot(5, 1, Mark::None),
        ];
        let circles = [pos2(10.0, 10.0), pos2(20.0, 20.0), pos2(12.0, 12.0), pos2(15.0, 15.0), pos2(40.0, 10.0)]
            .map(|at| (at, 4.0));
        let area = Rect::from_two_pos(pos2(25.0, 25.0), pos2(5.0, 5.0));
        assert_eq!(inside(area, &circles, &dots), [PlaceId(1), PlaceId(2)]);
        assert!(inside(Rect::from_two_pos(pos2(60.0, 60.0), pos2(90.0, 90.0)), &circles, &dots).is_empty());
    }

    #[test]
    fn arrows_go_to_the_nearest_dot_that_way() {
        let places: Vec<(usize, Pos2)> =
            [pos2(0.0, 0.0), pos2(10.0, 1.0), pos2(6.0, 30.0), pos2(-5.0, 0.0)].into_iter().enumerate().collect();
        let go = |x, y| next_in(&places, 0, vec2(x, y));
        assert_eq!(go(1.0, 0.0), Some(1));
        assert_eq!(go(0.0, 1.0), Some(2));
        assert_eq!(go(-1.0, 0.0), Some(3));
        assert_eq!(go(0.0, -1.0), None);
    }

    const WAYS: [Vec2; 4] = [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)];

    proptest! {
        #[test]
        fn an_arrow_goes_that_way_whenever_something_lies_there(
            points in prop::collection::btree_set((0_u8..60, 0_u8..40), 1..30), from in 0_usize..30,
        ) {
            let places: Vec<(usize, Pos2)> =
                points.iter().map(|(x, y)| pos2(f32::from(*x), f32::from(*y))).enumerate().collect();
            let from = from % places.len();
            for way in WAYS {
                let ahead = |to: usize| (places[to].1 - places[from].1).dot(way) > 0.0;
                let next = next_in(&places, from, way);
                prop_assert_eq!(next.is_some(), (0..places.len()).any(ahead));
                prop_assert!(next.is_none_or(ahead));
            }
        }
    }

    #[test]
    fn arrows_reach_every_city_from_every_other() {
        let cities = gazetteer().iter().filter(|(_, place)| place.level == Level::City);
        let places: Vec<(usize, Pos2)> =
            cities.filter_map(|(_, place)| place.centre).map(|(n, e)| projection::project(n, e)).enumerate().collect();
        let reached = |steps: &dyn Fn(usize) -> Vec<usize>| {
            let mut seen = std::collections::BTreeSet::from([0]);
            let mut todo = vec![0];
            while let Some(at) = todo.pop() {
                todo.extend(steps(at).into_iter().filter(|next| seen.insert(*next)));
            }
            seen.len()
        };
        let next: Vec<Vec<usize>> =
            (0..places.len()).map(|at| WAYS.iter().filter_map(|way| next_in(&places, at, *way)).collect()).collect();
        assert_eq!(reached(&|at| next[at].clone()), places.len());
        // And the other way round: to the first from everywhere.
        let back = |to: usize| (0..places.len()).filter(|from| next[*from].contains(&to)).collect();
        assert_eq!(reached(&back), places.len());
    }
}
