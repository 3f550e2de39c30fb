//! Highlights, notes and bookmarks in the window: by keys, by pointer, through a changed file, into files and back.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use hands::{click, has, press, press_with, state, type_text};
use shuangcheng::{
    app::state::Overlay,
    corpus::Target,
    library::{
        marks::{Colour, MarkKind},
        userdata::UserData,
    },
};
use window::{Desk, folder_of, open};

const WIDE: (f32, f32) = (1440.0, 900.0);

const PAGE: &str = "两区签订修路协议\n2021-03-05 来源：测试日报\n\n　　甲区和乙区的代表到会，双方签订了修路的协议，会议由甲区主持。\n　　协议写明先修桥，再修路，修好之后两区共同照看，费用各出一半。\n";

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&[("a.txt", PAGE)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().marks.is_some() && w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    press(&mut desk, Key::Enter);
    (folder, desk)
}

/// The middle of the `nth` cell on the first line of the paragraph that begins with `starts`: two cells of indent, 18 points a cell.
fn cell(desk: &Desk, starts: &str, nth: u8) -> egui::Pos2 {
    let node = desk
        .harness
        .get_by(|node| node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with(starts)));
    egui::pos2(node.rect().left() + 18.0 * (f32::from(nth) + 2.5), node.rect().top() + 16.0)
}

fn point(desk: &mut Desk, at: egui::Pos2, button: PointerButton, times: u8) {
    // Not the second click of an earlier double one.
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

/// The marks of the shown article: its words, or what was lost.
fn marked(desk: &Desk) -> Vec<(String, MarkKind)> {
    let state = state(desk);
    let document = state.document().unwrap();
    let text = &document.page().article.text;
    let placed = state.marks.as_ref().unwrap().placed(document.hash, &document.path, text);
    placed.iter().map(|p| (p.span.map_or("?", |span| span.of(text)).to_owned(), p.mark.kind)).collect()
}

fn highlight(colour: Colour) -> MarkKind {
    MarkKind::Highlight(colour)
}

#[test]
fn keys_highlight_note_and_bookmark_and_all_of_it_is_kept() {
    let (folder, mut desk) = desk();
    let at = cell(&desk, "甲区和乙区", 19);
    point(&mut desk, at, PointerButton::Primary, 2);
    press(&mut desk, Key::Num2);
    assert_eq!(marked(&desk), [("协议".to_owned(), highlight(Colour::Green))]);
    point(&mut desk, at, PointerButton::Primary, 2);
    press(&mut desk, Key::C);
    assert!(matches!(&state(&desk).overlay, Some(Overlay::Note(form)) if form.known), "the highlight gets the note");
    type_text(&mut desk, "何时签的？");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert_eq!(state(&desk).overlay, None);
    assert!(has(&desk, "批注：何时签的？"), "the margin says so");
    press(&mut desk, Key::B);
    assert_eq!(marked(&desk).len(), 2);
    press(&mut desk, Key::M);
    assert_eq!(state(&desk).overlay, Some(Overlay::Marks));
    assert!(has(&desk, "编辑批注：协议"));
    press(&mut desk, Key::Escape);
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    assert!(!has(&desk, "批注：何时签的？"));
    assert_eq!(marked(&desk), [("协议".to_owned(), highlight(Colour::Green))]);
    press_with(&mut desk, Modifiers::COMMAND, Key::Y);
    assert!(has(&desk, "批注：何时签的？"));
    drop(desk.harness);
    let kept = UserData::open(desk.data.path()).unwrap().marks(Some(folder.path())).unwrap();
    let notes: Vec<&str> = kept.iter().map(|(_, kept)| kept.mark.note.as_str()).collect();
    assert_eq!(notes, ["何时签的？"]);
}

#[test]
fn the_menu_and_the_card_of_a_highlight() {
    let (_folder, mut desk) = desk();
    let at = cell(&desk, "甲区和乙区", 19);
    point(&mut desk, at, PointerButton::Primary, 2);
    point(&mut desk, at, PointerButton::Secondary, 1);
    click(&mut desk, "红色");
    assert_eq!(marked(&desk), [("协议".to_owned(), highlight(Colour::Red))]);
    // Elsewhere first, so that nothing is selected.
    let (off, on) = (cell(&desk, "协议写明", 3), cell(&desk, "甲区和乙区", 19));
    point(&mut desk, off, PointerButton::Primary, 1);
    point(&mut desk, on, PointerButton::Primary, 1);
    click(&mut desk, "蓝色");
    assert_eq!(marked(&desk), [("协议".to_owned(), highlight(Colour::Blue))]);
    point(&mut desk, off, PointerButton::Primary, 1);
    point(&mut desk, on, PointerButton::Primary, 1);
    click(&mut desk, "删除");
    assert!(marked(&desk).is_empty());
    click(&mut desk, "撤销");
    assert_eq!(marked(&desk).len(), 1);
}

#[test]
fn marks_outlive_a_new_name_and_an_edit_and_what_is_gone_is_said_to_be() {
    let (folder, mut desk) = desk();
    for nth in [0, 19] {
        let at = cell(&desk, "甲区和乙区", nth);
        point(&mut desk, at, PointerButton::Primary, 2);
        press(&mut desk, Key::H);
    }
    let first = marked(&desk);
    assert_eq!(first.len(), 2);
    std::fs::rename(folder.path().join("a.txt"), folder.path().join("c.txt")).unwrap();
    press(&mut desk, Key::F5);
    desk.wait(|w| w.state().loading.is_none() && w.state().selected.as_deref() == Some("c.txt"));
    desk.settle();
    assert_eq!(marked(&desk), first, "under a new name");
    // Under the path that it had when it was marked, with other content.
    std::fs::remove_file(folder.path().join("c.txt")).unwrap();
    let edited = format!("新的一行。\n{}", PAGE.replace("修路的协议", "修路的文件"));
    std::io::Write::write_all(&mut std::fs::File::create(folder.path().join("a.txt")).unwrap(), edited.as_bytes())
        .unwrap();
    press(&mut desk, Key::F5);
    desk.wait(|w| w.state().loading.is_none() && w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    assert_eq!(marked(&desk)[1].0, "?", "what is gone is not guessed");
    assert_eq!(marked(&desk)[0], first[0]);
    press(&mut desk, Key::M);
    assert!(
        desk.harness
            .query_all_by(|n| n.value().or(n.label()).is_some_and(|t| t.contains("找不到这一处")))
            .next()
            .is_some()
    );
}

#[test]
fn marks_go_to_files_and_come_back() {
    let (_folder, mut desk) = desk();
    let at = cell(&desk, "甲区和乙区", 19);
    point(&mut desk, at, PointerButton::Primary, 2);
    press(&mut desk, Key::C);
    type_text(&mut desk, "记一笔");
    click(&mut desk, "保存");
    for (button, name) in [("导出 Markdown…", "双城批注.md"), ("导出 JSON…", "双城批注.json")] {
        press(&mut desk, Key::M);
        click(&mut desk, button);
        desk.wait(|w| matches!(w.state().overlay, Some(Overlay::PathField { .. })));
        desk.settle();
        press(&mut desk, Key::Enter);
        let file = desk.data.path().join(name);
        desk.wait(|w| w.state().notices.iter().any(|n| n.what == "notice-marks-written" && n.name.ends_with(name)));
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains("记一笔") && text.contains("协议"), "{text}");
        desk.settle();
    }
    press(&mut desk, Key::M);
    click(&mut desk, "删除批注：协议");
    assert!(marked(&desk).is_empty());
    click(&mut desk, "导入…");
    desk.wait(|w| matches!(w.state().overlay, Some(Overlay::PathField { .. })));
    desk.settle();
    let file = desk.data.path().join("双城批注.json");
    type_text(&mut desk, file.to_str().unwrap());
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().notices.iter().any(|n| n.what == "notice-marks-merged"));
    desk.settle();
    assert_eq!(marked(&desk).len(), 1);
    assert!(has(&desk, "批注：记一笔"));
}

#[test]
fn dots_and_pinyin_for_a_selection() {
    let (_folder, mut desk) = desk();
    let at = cell(&desk, "甲区和乙区", 19);
    point(&mut desk, at, PointerButton::Primary, 2);
    press(&mut desk, Key::D);
    assert_eq!(marked(&desk), [("协议".to_owned(), MarkKind::Dots)]);
    point(&mut desk, at, PointerButton::Primary, 2);
    point(&mut desk, at, PointerButton::Secondary, 1);
    click(&mut desk, "着重号");
    assert!(marked(&desk).is_empty(), "the same again takes them away");
    // The word is wider than its characters now: what stands behind it moved to the right.
    let text = |desk: &mut Desk| desk.harness.render().unwrap();
    let before = text(&mut desk);
    point(&mut desk, at, PointerButton::Primary, 2);
    press(&mut desk, Key::Y);
    point(&mut desk, egui::pos2(at.x, at.y + 60.0), PointerButton::Primary, 1);
    assert_ne!(before, text(&mut desk), "pinyin shows");
    press_with(&mut desk, Modifiers::SHIFT, Key::Y);
    assert!(state(&desk).settings.layout.pinyin);
    press_with(&mut desk, Modifiers::SHIFT, Key::Y);
    assert!(!state(&desk).settings.layout.pinyin);
}
