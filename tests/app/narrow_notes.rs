//! Notes where the margin is too narrow for their words: read and written at their sign, by keys and pointer.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{has, press, press_with, state, type_text};
use shuangcheng::corpus::Target;
use window::{Desk, folder_of, open};

const PAGE: &str = "两区签订修路协议\n2021-03-05 来源：测试日报\n\n　　甲区和乙区的代表到会，双方签订了修路的协议，会议由甲区主持。\n　　协议写明先修桥，再修路，修好之后两区共同照看，费用各出一半。\n";

/// A small window with a note in it.
fn desk(size: (f32, f32)) -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&[("a.txt", PAGE)]);
    let mut desk = open(size, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().marks.is_some() && w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    press(&mut desk, Key::Enter);
    let paragraph = desk
        .harness
        .get_by(|node| node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with("甲区和乙区")))
        .rect();
    let at = paragraph.left_top() + egui::vec2(18.0 * 8.5, 16.0);
    desk.harness.hover_at(at);
    for _ in 0..2 {
        for pressed in [true, false] {
            let button = PointerButton::Primary;
            desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            desk.harness.step();
        }
    }
    desk.settle();
    press(&mut desk, Key::C);
    type_text(&mut desk, "要问清楚");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert_eq!(notes(&desk), ["要问清楚"]);
    (folder, desk)
}

fn notes(desk: &Desk) -> Vec<String> {
    let state = state(desk);
    let document = state.document().unwrap();
    let placed = state.marks.as_ref().unwrap().placed(document.hash, &document.path, &document.page().article.text);
    placed.iter().map(|placed| placed.mark.note.clone()).collect()
}

fn focused(desk: &Desk) -> Option<String> {
    desk.harness.query_all_by(|node| node.is_focused()).last()?.accesskit_node().label()
}

#[test]
fn a_note_is_read_and_changed_at_its_sign_by_keys() {
    let (_folder, mut desk) = desk((900.0, 600.0));
    desk.harness.get_by_label("批注：要问清楚").focus();
    desk.settle();
    press(&mut desk, Key::Enter);
    assert_eq!(focused(&desk).as_deref(), Some("批注内容"));
    assert!(state(&desk).overlay.is_none(), "at the sign, not over the window");
    let card = desk.harness.get_by_label("批注内容").rect();
    assert!(desk.harness.ctx.content_rect().contains_rect(card), "{card:?}");
    press(&mut desk, Key::End);
    type_text(&mut desk, "费用");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert_eq!(notes(&desk), ["要问清楚费用"]);
    assert_eq!(focused(&desk).as_deref(), Some("批注：要问清楚费用"), "the sign has the focus again");
    press(&mut desk, Key::Enter);
    type_text(&mut desk, "不要了");
    press(&mut desk, Key::Escape);
    assert!(!has(&desk, "批注内容"));
    assert_eq!(notes(&desk), ["要问清楚费用"], "Esc keeps nothing");
}

#[test]
fn a_press_elsewhere_keeps_what_was_written_and_the_note_can_be_removed() {
    let (_folder, mut desk) = desk((900.0, 600.0));
    desk.harness.get_by_label("批注：要问清楚").click();
    desk.settle();
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    type_text(&mut desk, "已经问过");
    let at = egui::pos2(60.0, 560.0);
    desk.harness.hover_at(at);
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        desk.harness.step();
    }
    desk.settle();
    assert_eq!(notes(&desk), ["已经问过"]);
    desk.harness.get_by_label("批注：已经问过").click();
    desk.settle();
    desk.harness.get_by_label("删除").click();
    desk.settle();
    assert!(notes(&desk).is_empty());
}

#[test]
fn at_twice_the_size_the_card_lies_inside_the_window() {
    let (_folder, mut desk) = desk((900.0, 600.0));
    for _ in 0..10 {
        press_with(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::Plus);
    }
    desk.settle();
    assert!((desk.harness.ctx.zoom_factor() - 2.0).abs() < 0.01);
    desk.harness.get_by_label("批注：要问清楚").focus();
    desk.settle();
    press(&mut desk, Key::Enter);
    let whole = desk.harness.ctx.content_rect();
    for name in ["批注内容", "保存", "删除"] {
        let rect = desk.harness.get_by_label(name).rect();
        assert!(whole.contains_rect(rect), "{name} at {rect:?} in {whole:?}");
    }
}
