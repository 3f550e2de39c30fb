//! The whole way by keyboard alone: what is not reached by Tab, arrows and shortcuts is not there for some people.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{press, press_with, state, type_text};
use shuangcheng::app::{
    panels,
    state::{Overlay, Pane},
};
use window::{Desk, folder_of, open};

const WIDE: (f32, f32) = (1440.0, 900.0);

/// The name of the control with the focus.
fn focused(desk: &Desk) -> Option<String> {
    let node = desk.harness.query_all_by(|node| node.is_focused()).last()?;
    node.accesskit_node().label()
}

/// Presses Tab until the control whose name begins so has the focus.
fn tab_to(desk: &mut Desk, name: &str) {
    let mut seen = vec![];
    for _ in 0..90 {
        desk.harness.key_press(Key::Tab);
        desk.harness.run_steps(2);
        let now = focused(desk);
        if now.as_ref().is_some_and(|now| now.starts_with(name)) {
            return;
        }
        let named = now.as_ref().is_some_and(|name| name.chars().any(|c| ('一'..='鿿').contains(&c)));
        assert!(named, "{now:?} is no name in the person's language, after {:?}", seen.last());
        seen.push(now);
    }
    panic!("Tab does not come to {name}: {seen:?}");
}

#[test]
fn the_list_and_the_article() {
    let mut desk = open(WIDE, false, None);
    let row = |desk: &Desk| state(desk).selected_row();
    press(&mut desk, Key::Home);
    assert_eq!(row(&desk), Some(0));
    press(&mut desk, Key::J);
    press(&mut desk, Key::ArrowDown);
    assert_eq!(row(&desk), Some(2));
    press(&mut desk, Key::K);
    assert_eq!(row(&desk), Some(1));
    press(&mut desk, Key::End);
    assert_eq!(row(&desk), Some(4));
    assert!(state(&desk).read.contains(&state(&desk).document().unwrap().hash), "what is looked at is read");
    press(&mut desk, Key::Home);
    press(&mut desk, Key::Enter);
    assert_eq!(state(&desk).pane, Pane::Reader);
    assert_eq!(state(&desk).reader.place.byte, 0);
    press(&mut desk, Key::Space);
    let below = state(&desk).reader.place.byte;
    assert!(below > 0, "a page down");
    press(&mut desk, Key::ArrowDown);
    assert!(state(&desk).reader.place.byte > below, "a line down");
    assert_eq!(row(&desk), Some(0), "the arrows belong to the article now");
    press_with(&mut desk, Modifiers::SHIFT, Key::Space);
    press(&mut desk, Key::Home);
    assert_eq!(state(&desk).reader.place.byte, 0);
    press(&mut desk, Key::O);
    assert!(state(&desk).reader.original);
    press(&mut desk, Key::Escape);
    assert_eq!(state(&desk).pane, Pane::List);
}

#[test]
fn searching_and_going_from_hit_to_hit() {
    for shortcut in [(Modifiers::NONE, Key::Slash), (Modifiers::COMMAND | Modifiers::SHIFT, Key::F)] {
        let mut desk = open(WIDE, false, None);
        press_with(&mut desk, shortcut.0, shortcut.1);
        assert_eq!(focused(&desk).as_deref(), Some("搜索文集"));
        type_text(&mut desk, "合作");
        desk.wait(|w| w.state().listing.filter.text == "合作");
        press(&mut desk, Key::Enter);
        desk.wait(|w| w.state().reader.hits.len() > 1);
        press(&mut desk, Key::F3);
        let first = state(&desk).reader.current_hit.unwrap();
        press(&mut desk, Key::F3);
        assert_eq!(state(&desk).reader.current_hit, Some(first + 1));
        press_with(&mut desk, Modifiers::SHIFT, Key::F3);
        assert_eq!(state(&desk).reader.current_hit, Some(first));
    }
}

#[test]
fn filtering_by_a_city() {
    let mut desk = open(WIDE, false, None);
    tab_to(&mut desk, "筛选城市");
    type_text(&mut desk, "tongnan");
    tab_to(&mut desk, "潼南");
    press(&mut desk, Key::Space);
    desk.wait(|w| !w.state().filter.include.is_empty() && w.state().listing.answer.hits.len() < 5);
    desk.settle();
    tab_to(&mut desk, "去掉：潼南");
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().listing.answer.hits.len() == 5);
}

#[test]
fn exporting_where_there_is_no_file_dialog() {
    let mut desk = open(WIDE, false, None);
    let title = state(&desk).document().unwrap().page().article.shown_title();
    press_with(&mut desk, Modifiers::COMMAND, Key::E);
    desk.wait(|w| !w.state().notices.is_empty());
    desk.settle();
    assert_eq!(state(&desk).notices[0].what, "notice-no-dialog");
    tab_to(&mut desk, "存到那里");
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().notices.iter().any(|n| n.what == "notice-exported"));
    let written: Vec<_> = std::fs::read_dir(desk.data.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let written = written.iter().find(|path| path.extension().is_some_and(|ending| ending == "md")).unwrap();
    assert!(std::fs::read_to_string(written).unwrap().contains(&title));
    desk.settle();
    assert!(desk.harness.query_by_label("存到那里").is_none(), "a used notice goes away");
}

#[test]
fn opening_a_folder_where_there_is_no_file_dialog() {
    let folder = folder_of(&[("a.txt", "甲县开会\n2021年3月1日\n\n　　会议在遂宁市举行。\n")]);
    let mut desk = open(WIDE, false, None);
    press_with(&mut desk, Modifiers::COMMAND, Key::O);
    desk.wait(|w| w.state().overlay.is_some());
    desk.settle();
    let _ = desk
        .harness
        .get_by(|node| node.label().or(node.value()).is_some_and(|t| t.starts_with("这里没有可用的文件对话框")));
    assert_eq!(focused(&desk).as_deref(), Some("文件夹路径"));
    type_text(&mut desk, &folder.path().display().to_string());
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().listing.answer.hits.len() == 1 && w.state().loading.is_none());
    assert_eq!(state(&desk).overlay, None);
}

#[test]
fn the_list_of_shortcuts_and_escape() {
    let mut desk = open(WIDE, false, None);
    press(&mut desk, Key::Questionmark);
    assert_eq!(state(&desk).overlay, Some(Overlay::Shortcuts));
    press(&mut desk, Key::J);
    assert_eq!(state(&desk).selected_row(), Some(0), "letters do nothing under it");
    press(&mut desk, Key::Escape);
    assert_eq!(state(&desk).overlay, None);
    press(&mut desk, Key::F1);
    assert_eq!(state(&desk).overlay, Some(Overlay::Shortcuts));
    press(&mut desk, Key::F1);
    assert_eq!(state(&desk).overlay, None);
}

#[test]
fn the_window_itself() {
    let mut desk = open(WIDE, false, None);
    press_with(&mut desk, Modifiers::COMMAND, Key::B);
    assert!(!state(&desk).settings.sidebar_open);
    press_with(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    assert!(!state(&desk).settings.filter_open);
    press_with(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    assert!(state(&desk).dark());
    let size = state(&desk).settings.layout.size_pt;
    press_with(&mut desk, Modifiers::COMMAND, Key::Plus);
    assert!(state(&desk).settings.layout.size_pt > size);
    press_with(&mut desk, Modifiers::COMMAND, Key::Num0);
    assert_eq!(state(&desk).settings.layout.size_pt, size);
}

#[test]
fn letters_of_one_frame_are_one_word() {
    let page = |title: &str| format!("{title}\n2021年3月4日 来源：测试日报\n\n　　会议在遂宁市举行，讨论了道路。\n");
    let pages: Vec<(String, String)> =
        ["大县修路", "独县修路", "东县修路"].iter().map(|title| (format!("{title}.txt"), page(title))).collect();
    let files: Vec<(&str, &str)> = pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder_of(&files);
    let mut desk = open(WIDE, false, Some(shuangcheng::corpus::Target::Folder(folder.path().to_path_buf())));
    press(&mut desk, Key::Home);
    let key = |key, modifiers| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    // Shift is let go of before the frame is over.
    desk.harness.input_mut().events.extend([
        key(Key::D, Modifiers::SHIFT),
        egui::Event::Text("D".into()),
        key(Key::U, Modifiers::NONE),
        egui::Event::Text("u".into()),
    ]);
    desk.harness.step();
    desk.wait(|w| w.state().selected.as_deref() == Some("独县修路.txt"));
}

#[test]
fn who_goes_by_keys_goes_on_in_the_view_that_was_called() {
    let (_folder, mut desk) = crate::support::ledger::desk();
    press_with(&mut desk, Modifiers::COMMAND, Key::Num1);
    assert_eq!(desk.harness.ctx.memory(|m| m.focused()), None, "nobody goes by keys");
    desk.harness.get_by_label("版面").focus();
    desk.settle();
    for (key, id) in [
        (Key::Num4, panels::ledger::table_id()),
        (Key::Num3, panels::timeline::timeline_id()),
        (Key::Num1, panels::sidebar::list_id()),
    ] {
        press_with(&mut desk, Modifiers::COMMAND, key);
        assert_eq!(desk.harness.ctx.memory(|m| m.focused()), Some(id), "{key:?}");
    }
}
