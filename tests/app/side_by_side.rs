//! Two articles side by side: finding and marking in the one that has the keys, by keys, pointer and accessible names.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{press, press_with, state, type_text};
use shuangcheng::{app::state::Overlay, corpus::Target, library::marks::MarkKind};
use window::{Desk, folder_of, open};

const LEFT: &str = "两区签订修路协议\n2021-03-05 来源：测试日报\n\n　　甲区和乙区的代表到会，双方签订了修路的协议，会议由甲区主持。\n　　协议写明先修桥，再修路，修好之后两区共同照看，费用各出一半。\n";
const RIGHT: &str = "丙区的桥今年开工\n2020-04-01 来源：测试日报\n\n　　工人先到丙区，按照协议由丁区协助，路在后面修，桥在前面修，两年完成。\n　　丁区说，照协议办，先看图纸，再定工期，两边每月开一次会。\n";

fn desk(size: (f32, f32)) -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&[("a.txt", LEFT), ("b.txt", RIGHT)]);
    let mut desk = open(size, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().marks.is_some() && w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    press(&mut desk, Key::Enter);
    press(&mut desk, Key::V);
    assert_eq!(state(&desk).beside.as_ref().unwrap().path, "b.txt");
    desk.settle();
    (folder, desk)
}

fn focused(desk: &Desk) -> Option<String> {
    desk.harness.query_all_by(|node| node.is_focused()).last()?.accesskit_node().label()
}

fn paragraph(desk: &Desk, starts: &str) -> egui::Rect {
    desk.harness
        .get_by(|node| node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with(starts)))
        .rect()
}

fn twice(desk: &mut Desk, starts: &str, cell: f32, button: PointerButton, times: u8) {
    let at = paragraph(desk, starts).left_top() + egui::vec2(18.0 * (cell + 2.5), 16.0);
    for _ in 0..40 {
        desk.harness.step();
    }
    desk.harness.hover_at(at);
    for _ in 0..times {
        for pressed in [true, false] {
            desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            desk.harness.step();
        }
    }
    desk.settle();
}

/// Pages of the marks, and what they are.
fn marks(desk: &Desk) -> Vec<(String, MarkKind, String)> {
    let state = state(desk);
    let mut all = vec![];
    for document in &state.snapshot.documents {
        let text = &document.page().article.text;
        for placed in state.marks.as_ref().unwrap().placed(document.hash, &document.path, text) {
            let words = placed.span.map_or("?", |span| span.of(text));
            all.push((format!("{}: {words}", document.path), placed.mark.kind, placed.mark.note.clone()));
        }
    }
    all
}

#[test]
fn the_keys_go_from_one_article_to_the_other_and_say_where_they_are() {
    let (_folder, mut desk) = desk((1440.0, 900.0));
    for name in ["第一篇：两区签订修路协议", "第二篇：丙区的桥今年开工"] {
        assert_eq!(desk.harness.get_by_label(name).accesskit_node().role(), Role::Document);
    }
    press(&mut desk, Key::F6);
    assert_eq!(focused(&desk).as_deref(), Some("第二篇：丙区的桥今年开工"));
    assert!(state(&desk).beside.as_ref().unwrap().keys);
    press(&mut desk, Key::F6);
    assert_eq!(focused(&desk).as_deref(), Some("第一篇：两区签订修路协议"));
    assert!(!state(&desk).beside.as_ref().unwrap().keys);
    // A press on an article does the same.
    twice(&mut desk, "工人先到", 1.0, PointerButton::Primary, 1);
    assert!(state(&desk).beside.as_ref().unwrap().keys);
}

#[test]
fn words_are_found_in_the_article_that_has_the_keys_and_seen_in_both() {
    let (_folder, mut desk) = desk((1440.0, 900.0));
    press(&mut desk, Key::F6);
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    assert_eq!(focused(&desk).as_deref(), Some("在文中查找"));
    type_text(&mut desk, "协议");
    let found = |w: &shuangcheng::app::window::Window| {
        w.state().reader.hits.len() == 3 && w.state().beside.as_ref().unwrap().reader.hits.len() == 2
    };
    desk.wait(found);
    desk.settle();
    let field = desk.harness.get_by_label("在文中查找").rect();
    assert!(field.left() > paragraph(&desk, "工人先到").left() - 40.0, "the field stands over the second article");
    let at = |desk: &Desk| {
        let state = state(desk);
        (state.reader.current_hit, state.beside.as_ref().unwrap().reader.current_hit)
    };
    assert_eq!(at(&desk), (None, Some(0)));
    desk.harness.get_by_label("1/2");
    press(&mut desk, Key::F3);
    assert_eq!(at(&desk), (None, Some(1)));
    // The other article has the same words looked for, and its own place among them.
    press(&mut desk, Key::F6);
    press(&mut desk, Key::F3);
    assert_eq!(at(&desk), (Some(0), Some(1)));
    desk.harness.get_by_label("1/3");
    press(&mut desk, Key::Escape);
    assert_eq!(state(&desk).find, None);
    desk.wait(|w| w.state().reader.hits.is_empty() && w.state().beside.as_ref().unwrap().reader.hits.is_empty());
}

#[test]
fn the_second_article_is_marked_by_its_own_selection() {
    let (_folder, mut desk) = desk((1440.0, 900.0));
    twice(&mut desk, "工人先到", 5.0, PointerButton::Primary, 2);
    press(&mut desk, Key::H);
    let all = marks(&desk);
    assert_eq!(all.len(), 1);
    assert!(all[0].0.starts_with("b.txt: "), "{all:?}");
    press(&mut desk, Key::B);
    assert!(marks(&desk).iter().all(|(at, ..)| at.starts_with("b.txt: ")));
    assert_eq!(marks(&desk).len(), 2);
    twice(&mut desk, "丁区说", 0.0, PointerButton::Primary, 2);
    press(&mut desk, Key::C);
    assert!(matches!(state(&desk).overlay, Some(Overlay::Note(_))));
    type_text(&mut desk, "要问工期");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert!(marks(&desk).iter().any(|(at, _, note)| at.starts_with("b.txt: ") && note == "要问工期"));
    // The first one is marked by its own.
    press(&mut desk, Key::F6);
    twice(&mut desk, "甲区和乙区", 6.0, PointerButton::Primary, 2);
    press(&mut desk, Key::Num2);
    assert_eq!(marks(&desk).iter().filter(|(at, ..)| at.starts_with("a.txt: ")).count(), 1);
    // A ribbon of the second one is taken away while the keys are at the first.
    assert!(!state(&desk).beside.as_ref().unwrap().keys);
    let ribbon =
        desk.harness.query_all_by(|node| node.label().is_some_and(|l| l.starts_with("书签："))).last().unwrap();
    ribbon.click();
    desk.settle();
    assert!(!marks(&desk).iter().any(|(_, kind, _)| *kind == MarkKind::Bookmark), "{:?}", marks(&desk));
    assert!(state(&desk).beside.as_ref().unwrap().keys, "what is used has the keys");
}
