//! The window as a person uses it, through accessible names: opening, filtering, searching, exporting, keys.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/window.rs"]
mod window;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use shuangcheng::{
    app::{
        action::{Action, PlaceUse},
        state::{Overlay, Pane},
    },
    corpus::Target,
    place::gazetteer,
};
use window::open;

const WIDE: (f32, f32) = (1440.0, 900.0);

#[test]
fn the_built_in_articles_are_there_at_the_start() {
    let desk = open(WIDE, false, None);
    let state = desk.harness.state().state();
    assert_eq!(state.listing.answer.hits.len(), 5);
    assert!(state.selected.is_some());
    assert_eq!(state.target, Some(Target::BuiltIn));
    assert!(state.notices.is_empty(), "{:?}", state.notices);
    let _ = desk.harness.get_by_label("搜索文集");
}

#[test]
fn another_folder_opens_and_f5_keeps_the_selection() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..12 {
        write(
            folder.path(),
            &format!("页{i:02}.txt"),
            &format!("测试县开会商量第{i}件事\n2021年3月{}日\n\n　　会议在遂宁市举行，讨论了道路。\n", i + 1),
        );
    }
    let mut desk = open(WIDE, false, None);
    desk.harness.state_mut().push(Action::Open(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().listing.answer.hits.len() == 12 && w.state().loading.is_none());
    desk.harness.state_mut().push(Action::Select("页07.txt".into()));
    desk.settle();
    desk.harness.key_press(Key::F5);
    desk.settle();
    desk.wait(|w| w.state().loading.is_none());
    assert_eq!(desk.harness.state().state().selected.as_deref(), Some("页07.txt"));
}

#[test]
fn an_unreadable_folder_gives_a_notice_and_keeps_what_was_open() {
    let mut desk = open(WIDE, false, None);
    desk.harness.state_mut().push(Action::Open(Target::Folder("/no/such/folder".into())));
    desk.wait(|w| !w.state().notices.is_empty());
    desk.settle();
    let state = desk.harness.state().state();
    assert_eq!(state.notices[0].what, "notice-open-missing");
    assert_eq!(state.listing.answer.hits.len(), 5);
    desk.harness.get_by_label("输入路径…").click();
    desk.settle();
    assert!(matches!(desk.harness.state().state().overlay, Some(Overlay::PathField { .. })));
}

#[test]
fn a_city_narrows_the_list_and_clearing_widens_it() {
    let mut desk = open(WIDE, false, None);
    let city = gazetteer().lookup("潼南")[0];
    let before = desk.harness.state().state().listing.generation;
    desk.harness.state_mut().push(Action::UsePlace(city, PlaceUse::Include));
    desk.wait(|w| w.state().listing.generation > before);
    let shown = desk.harness.state().state().listing.answer.hits.len();
    assert!((1..=5).contains(&shown), "{shown}");
    desk.harness.state_mut().push(Action::UsePlace(city, PlaceUse::Exclude));
    desk.wait(|w| w.state().listing.answer.hits.len() == 5 - shown);
    desk.harness.state_mut().push(Action::ClearFilters);
    desk.wait(|w| w.state().listing.answer.hits.len() == 5);
}

#[test]
fn searching_by_keyboard_alone() {
    let mut desk = open(WIDE, false, None);
    desk.harness.key_press(Key::Slash);
    desk.settle();
    desk.harness.event(egui::Event::Text("不会有的字句".into()));
    desk.wait(|w| w.state().listing.answer.hits.is_empty());
    desk.settle();
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.harness.key_press(Key::Escape);
    desk.wait(|w| w.state().listing.answer.hits.len() == 5);
    desk.settle();
    let first = desk.harness.state().state().selected_row();
    desk.harness.key_press(Key::J);
    desk.settle();
    assert_ne!(desk.harness.state().state().selected_row(), first);
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert_eq!(desk.harness.state().state().pane, Pane::Reader);
    desk.harness.key_press(Key::Questionmark);
    desk.settle();
    assert_eq!(desk.harness.state().state().overlay, Some(Overlay::Shortcuts));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert_eq!(desk.harness.state().state().overlay, None);
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    desk.settle();
    assert!(!desk.harness.state().state().settings.sidebar_open);
}

#[test]
fn an_export_is_written_and_said() {
    let mut desk = open(WIDE, false, None);
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("文章.md");
    let path = desk.harness.state().state().selected.clone().unwrap();
    desk.harness.state_mut().push(Action::PickedSave {
        path,
        format: "md".into(),
        to: Some(to.clone()),
        instead: None,
    });
    desk.wait(|w| !w.state().notices.is_empty());
    assert_eq!(desk.harness.state().state().notices[0].what, "notice-exported");
    assert!(std::fs::read_to_string(to).unwrap().starts_with("---\n"));
}

/// Writes a file of a test's own folder.
fn write(folder: &std::path::Path, name: &str, text: &str) {
    use std::io::Write as _;
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
}
