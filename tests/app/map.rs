//! The map of the filter panel as a person uses it, through accessible names: dots, boxes, keys, zoom, backdrop.

use crate::support::window;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shuangcheng::{
    app::state::{Settings, State},
    corpus::{Mode, Target},
    place::{PlaceId, gazetteer},
};
use window::{Desk, folder_of, open};

const WIDE: (f32, f32) = (1440.0, 900.0);

fn state(desk: &Desk) -> &State {
    desk.harness.state().state()
}

fn place(name: &str) -> PlaceId {
    gazetteer().lookup(name)[0]
}

/// The dots by their names: “遂宁 4 篇”.
fn dots(desk: &Desk) -> Vec<(String, Rect)> {
    let nodes = desk.harness.query_all_by(|node| {
        node.role() == Role::CheckBox
            && node.label().is_some_and(|name| name.contains(' ') && !name.contains('，') && name.ends_with('篇'))
    });
    nodes.map(|node| (node.accesskit_node().label().unwrap(), node.rect())).collect()
}

fn dot(desk: &Desk, city: &str) -> (String, Rect) {
    let found = dots(desk).into_iter().find(|(name, _)| name.starts_with(&format!("{city} ")));
    found.unwrap_or_else(|| panic!("{city} is not among {:?}", dots(desk)))
}

fn answered(desk: &mut Desk) {
    desk.settle();
    desk.wait(|w| w.state().listing.generation == w.state().ask_generation);
    desk.settle();
}

fn button(desk: &mut Desk, at: Pos2, pressed: bool, modifiers: Modifiers) {
    desk.harness.event(Event::PointerMoved(at));
    desk.harness.step();
    desk.harness.event_modifiers(
        Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers },
        modifiers,
    );
    desk.harness.step();
}

fn drag(desk: &mut Desk, from: Pos2, to: Pos2, modifiers: Modifiers) {
    button(desk, from, true, modifiers);
    for step in [0.3, 0.6, 1.0] {
        desk.harness.event(Event::PointerMoved(from + (to - from) * step));
        desk.harness.step();
    }
    button(desk, to, false, modifiers);
    answered(desk);
}

#[test]
fn dots_bear_the_counts_of_the_tree() {
    let desk = open(WIDE, false, None);
    let dots = dots(&desk);
    assert!(dots.len() > 5, "{dots:?}");
    for (name, _) in &dots {
        let (city, count) = name.trim_end_matches(" 篇").split_once(' ').unwrap();
        let rows = &state(&desk).listing.answer.facets;
        let known = rows.iter().any(|row| {
            let place = gazetteer().get(row.place);
            place.short == city && row.count.to_string() == count
        });
        assert!(known, "{name}");
    }
}

#[test]
fn a_click_on_a_dot_filters_and_another_with_alt_excludes() {
    let mut desk = open(WIDE, false, None);
    let at = dot(&desk, "潼南").1.center();
    button(&mut desk, at, true, Modifiers::NONE);
    button(&mut desk, at, false, Modifiers::NONE);
    answered(&mut desk);
    assert_eq!(state(&desk).filter.include, [place("潼南")].into());
    let shown = state(&desk).listing.answer.hits.len();
    assert!((1..5).contains(&shown), "{shown}");
    button(&mut desk, at, true, Modifiers::NONE);
    button(&mut desk, at, false, Modifiers::NONE);
    answered(&mut desk);
    assert!(state(&desk).filter.include.is_empty());
    button(&mut desk, at, true, Modifiers::ALT);
    button(&mut desk, at, false, Modifiers::ALT);
    answered(&mut desk);
    assert_eq!(state(&desk).filter.exclude, [place("潼南")].into());
    assert_eq!(state(&desk).listing.answer.hits.len(), 5 - shown);
}

#[test]
fn a_screen_reader_presses_dots() {
    let mut desk = open(WIDE, false, None);
    let name = dot(&desk, "遂宁").0;
    desk.harness.get_by_label(&name).click_accesskit();
    answered(&mut desk);
    assert_eq!(state(&desk).filter.include, [place("遂宁")].into());
}

#[test]
fn a_box_filters_by_the_cities_in_it() {
    let mut desk = open(WIDE, false, None);
    let around = |desk: &Desk, cities: &[&str]| {
        let all = cities.iter().map(|city| Rect::from_pos(dot(desk, city).1.center()));
        all.reduce(Rect::union).unwrap().expand(4.0)
    };
    let inside = |desk: &Desk, area: Rect| {
        let names = dots(desk).into_iter().filter(|(_, rect)| area.contains(rect.center()));
        names.map(|(name, _)| place(name.split(' ').next().unwrap())).collect::<std::collections::BTreeSet<_>>()
    };
    desk.harness.state_mut().push(shuangcheng::app::action::Action::SetMode(Mode::All));
    answered(&mut desk);
    let area = around(&desk, &["遂宁", "潼南"]);
    let wanted = inside(&desk, area);
    assert!(wanted.len() >= 2);
    drag(&mut desk, area.left_top(), area.right_bottom(), Modifiers::NONE);
    assert_eq!(state(&desk).filter.include, wanted);
    assert_eq!(state(&desk).filter.mode, Mode::Any, "hardly an article names all that lie in a box");
    let second = around(&desk, &["绵阳"]);
    let both: std::collections::BTreeSet<_> = wanted.union(&inside(&desk, second)).copied().collect();
    drag(&mut desk, second.right_top(), second.left_bottom(), Modifiers::SHIFT);
    assert_eq!(state(&desk).filter.include, both);
    drag(&mut desk, second.left_top(), second.right_bottom(), Modifiers::NONE);
    assert_eq!(state(&desk).filter.include, inside(&desk, second));
}

#[test]
fn by_keyboard_alone() {
    let mut desk = open(WIDE, false, None);
    let focused = |desk: &Desk| {
        let node = desk.harness.query_all_by(|node| node.is_focused()).last()?;
        node.accesskit_node().label()
    };
    let names: Vec<String> = dots(&desk).into_iter().map(|(name, _)| name).collect();
    let on_dot = |desk: &Desk| focused(desk).filter(|name| names.contains(name));
    for _ in 0..60 {
        desk.harness.key_press(Key::Tab);
        desk.harness.run_steps(2);
        if on_dot(&desk).is_some() {
            break;
        }
    }
    let first = on_dot(&desk).unwrap();
    let mut seen = std::collections::BTreeSet::from([first.clone()]);
    let arrows = [Key::ArrowUp, Key::ArrowRight, Key::ArrowDown, Key::ArrowLeft];
    for key in arrows.into_iter().cycle().take(12) {
        desk.harness.key_press(key);
        desk.harness.run_steps(3);
        seen.insert(on_dot(&desk).unwrap());
    }
    assert!(seen.len() > 2, "{seen:?}");
    let city = place(on_dot(&desk).unwrap().split(' ').next().unwrap());
    desk.harness.key_press(Key::Enter);
    answered(&mut desk);
    assert_eq!(state(&desk).filter.include, [city].into());
    desk.harness.key_press(Key::Enter);
    answered(&mut desk);
    assert!(state(&desk).filter.include.is_empty());
    // One stop for Tab, however many dots there are.
    desk.harness.key_press(Key::Tab);
    desk.harness.run_steps(2);
    assert!(on_dot(&desk).is_none(), "{:?}", focused(&desk));
}

#[test]
fn zooming_and_back() {
    let mut desk = open(WIDE, false, None);
    let apart = |desk: &Desk| dot(desk, "成都").1.center().distance(dot(desk, "重庆").1.center());
    let before = apart(&desk);
    desk.harness.get_by_label("放大").click();
    desk.settle();
    assert!((apart(&desk) / before - 1.5).abs() < 0.02);
    let at = dot(&desk, "遂宁").1.center();
    desk.harness.event(Event::PointerMoved(at));
    desk.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, -3.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    desk.harness.run_steps(20);
    assert!(apart(&desk) < before * 1.4);
    assert!(dot(&desk, "遂宁").1.center().distance(at) < 1.0, "what is under the pointer stays there");
    desk.harness.get_by_label("回到原位").click();
    desk.settle();
    assert!((apart(&desk) - before).abs() < 0.5);
}

#[test]
fn dragging_with_another_button_and_scrolling_on_a_pad_move_the_map() {
    let mut desk = open(WIDE, false, None);
    let suining = |desk: &Desk| dot(desk, "遂宁").1.center();
    let (from, by) = (suining(&desk), egui::vec2(30.0, -12.0));
    let press = |desk: &mut Desk, pos: Pos2, pressed: bool| {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        desk.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        desk.harness.step();
    };
    desk.harness.event(Event::PointerMoved(from));
    desk.harness.step();
    press(&mut desk, from, true);
    for step in [0.5, 1.0] {
        desk.harness.event(Event::PointerMoved(from + by * step));
        desk.harness.step();
    }
    press(&mut desk, from + by, false);
    desk.settle();
    assert!(suining(&desk).distance(from + by) < 1.0, "{:?}", suining(&desk) - from);
    assert!(!desk.harness.ctx.any_popup_open(), "a drag is no click");
    desk.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(-20.0, 10.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: Modifiers::NONE,
    });
    desk.harness.run_steps(20);
    assert!(suining(&desk).distance(from + by + egui::vec2(-20.0, 10.0)) < 1.0);
    assert!(state(&desk).filter.include.is_empty() && state(&desk).filter.exclude.is_empty());
}

#[test]
fn the_backdrop_and_the_map_itself_are_switched_off_and_stay_off() {
    let mut desk = open(WIDE, false, None);
    let saved = |desk: &Desk| -> Settings {
        serde_json::from_slice(&std::fs::read(desk.data.path().join("settings.json")).unwrap()).unwrap()
    };
    desk.harness.get_by_label("海岸与江河").click();
    desk.settle();
    assert!(!state(&desk).settings.map_backdrop);
    assert!(!saved(&desk).map_backdrop);
    desk.harness.get_by_label("收起地图").click();
    desk.settle();
    assert!(dots(&desk).is_empty());
    assert!(!saved(&desk).map_open);
    desk.harness.get_by_label("展开地图").click();
    desk.settle();
    assert!(!dots(&desk).is_empty());
}

#[test]
fn without_places_the_map_says_so() {
    let folder = folder_of(&[("甲.txt", "一件小事\n\n　　大家都说这样的日子越过越好，往后还会更好。\n")]);
    let desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    let _ = desk.harness.get_by_label("还没有可以上图的地方");
    assert!(dots(&desk).is_empty());
}

#[test]
fn a_low_panel_opens_it_when_asked() {
    let mut desk = open((720.0, 450.0), false, None);
    desk.harness.state_mut().push(shuangcheng::app::action::Action::ToggleFilter);
    desk.settle();
    assert!(dots(&desk).is_empty());
    desk.harness.get_by_label("展开地图").click();
    desk.settle();
    assert!(!dots(&desk).is_empty());
    assert!(state(&desk).settings.map_open, "the setting is about panels with room");
}

#[test]
fn what_is_told_of_a_dot_goes_when_something_is_pressed() {
    let mut desk = open(WIDE, false, None);
    let (_, rect) = dot(&desk, "遂宁");
    let told = |desk: &Desk| desk.harness.query_by_label_contains("同句：").is_some();
    desk.harness.event(Event::PointerMoved(rect.center()));
    desk.harness.run_steps(6);
    assert!(told(&desk));
    desk.harness.key_press(Key::Num9);
    desk.harness.run_steps(6);
    assert!(!told(&desk), "the pointer rests, and nobody asks any more");
    desk.harness.event(Event::PointerMoved(rect.center() + egui::vec2(1.0, 0.0)));
    desk.harness.run_steps(6);
    assert!(told(&desk));
}
