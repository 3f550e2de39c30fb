//! Reading in the window, by keys and through accessible names: finding in the article, looking words up.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{click, has, press, press_with, state, type_text};
use shuangcheng::{
    app::{
        action::Action,
        state::{Layout, Pane, ShownScript, ThemeChoice},
    },
    corpus::Target,
};
use window::{Desk, folder_of, open};

const WIDE: (f32, f32) = (1440.0, 900.0);

/// A page of both scripts and widths: 协议 stands in it four times, however it is written.
const PAGE: &str = "两区签订修路协议\n2021-03-05 来源：测试日报\n\n　　甲区和乙区的代表到会，双方签订了修路的协议，会议由甲区主持。\n　　協議写明先修桥，再修路。代表说，GDP 增长百分之五，頭髮长了要剪。\n　　协议从明年起算，两区各派两人照看。\n";
const OTHER: &str =
    "甲区的桥今年开工\n2020-04-01 来源：测试日报\n\n　　甲区的桥今年开工，由乙区协助，路在后面修，桥在前面修。\n";

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&[("a.txt", PAGE), ("b.txt", OTHER)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().corrections.is_some() && w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    (folder, desk)
}

fn focused(desk: &Desk) -> Option<String> {
    let node = desk.harness.query_all_by(|node| node.is_focused()).last()?;
    node.accesskit_node().label()
}

/// Where a character of the paragraph that begins with `starts` stands on the screen: the middle of its `nth` cell on the first line.
fn cell(desk: &Desk, starts: &str, nth: u8) -> egui::Pos2 {
    let node = desk
        .harness
        .get_by(|node| node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with(starts)));
    // Two cells of indent; 18 points a cell.
    egui::pos2(node.rect().left() + 18.0 * (f32::from(nth) + 2.5), node.rect().top() + 16.0)
}

fn point(desk: &mut Desk, at: egui::Pos2, button: PointerButton, times: u8) {
    desk.harness.hover_at(at);
    for _ in 0..times {
        for pressed in [true, false] {
            desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            desk.harness.step();
        }
    }
    desk.settle();
}

/// What Ctrl+C copies.
fn copied(desk: &mut Desk) -> Option<String> {
    desk.harness.event(egui::Event::Copy);
    (0..4).find_map(|_| {
        desk.harness.step();
        desk.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    })
}

#[test]
fn finding_in_the_article_counts_steps_and_folds() {
    let (_folder, mut desk) = desk();
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    assert_eq!(focused(&desk).as_deref(), Some("在文中查找"));
    type_text(&mut desk, "协议");
    desk.wait(|w| w.state().reader.hits.len() == 4);
    desk.settle();
    assert!(has(&desk, "1/4") || has(&desk, "2/4"), "traditional 協議 is found too");
    assert_eq!(state(&desk).listing.answer.hits.len(), 2, "the list is not narrowed");
    let first = state(&desk).reader.current_hit.unwrap();
    press(&mut desk, Key::Enter);
    assert_eq!(state(&desk).reader.current_hit, Some((first + 1) % 4));
    assert_eq!(focused(&desk).as_deref(), Some("在文中查找"), "Enter keeps the cursor there");
    press_with(&mut desk, Modifiers::SHIFT, Key::Enter);
    assert_eq!(state(&desk).reader.current_hit, Some(first));
    press(&mut desk, Key::F3);
    click(&mut desk, "上一处命中");
    assert_eq!(state(&desk).reader.current_hit, Some(first));
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    type_text(&mut desk, "ｇｄｐ");
    desk.wait(|w| w.state().reader.hits.len() == 1);
    desk.settle();
    assert!(has(&desk, "1/1"), "width and case are folded, and the old words are typed over");
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    type_text(&mut desk, "没有的话");
    desk.wait(|w| w.state().reader.hits.is_empty());
    desk.settle();
    assert!(has(&desk, "没有找到"));
    press(&mut desk, Key::Escape);
    assert_eq!(state(&desk).find, None);
    assert_eq!(state(&desk).pane, Pane::Reader);
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    assert_eq!(state(&desk).find.as_deref(), Some("没有的话"), "the last words are kept");
}

#[test]
fn finding_goes_along_to_the_next_article_and_leaves_the_folders_search_alone() {
    let (_folder, mut desk) = desk();
    press(&mut desk, Key::Slash);
    type_text(&mut desk, "开工");
    desk.wait(|w| w.state().listing.filter.text == "开工");
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().selected.as_deref() == Some("b.txt") && w.state().reader.hits.len() == 2);
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    type_text(&mut desk, "桥");
    desk.wait(|w| w.state().reader.hits.len() == 3);
    desk.settle();
    press(&mut desk, Key::Escape);
    desk.wait(|w| w.state().reader.hits.len() == 2);
}

#[test]
fn selected_words_are_looked_up_from_the_menu() {
    let (_folder, mut desk) = desk();
    let at = cell(&desk, "甲区和乙区", 19);
    point(&mut desk, at, PointerButton::Primary, 2);
    point(&mut desk, at, PointerButton::Secondary, 1);
    assert!(has(&desk, "xié yì") && has(&desk, "協議"), "pinyin, and the other script");
    click(&mut desk, "在文集里搜索选中的文字");
    desk.wait(|w| w.state().listing.filter.text == "协议");
    assert_eq!(state(&desk).listing.answer.hits.len(), 1);
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    assert_eq!(state(&desk).find.as_deref(), Some("协议"), "the selection is what is looked for");
}

#[test]
fn the_layout_card_sets_the_article_at_once_and_is_remembered() {
    let (_folder, mut desk) = desk();
    press(&mut desk, Key::Enter);
    click(&mut desk, "版面");
    let height = |desk: &Desk| {
        let starts = |text: String| text.starts_with("甲区和乙区");
        desk.harness.get_by(|n| n.role() == Role::Label && n.value().is_some_and(starts)).rect().height()
    };
    let before = height(&desk);
    let slider = desk.harness.get_by_label("行距");
    slider.focus();
    desk.harness.run_steps(2);
    for _ in 0..4 {
        press(&mut desk, Key::ArrowRight);
    }
    assert!(height(&desk) > before, "live");
    for name in ["两端对齐", "标点悬挂", "加重"] {
        desk.harness.get_by(|n| n.role() == Role::Button && n.label().as_deref() == Some(name)).click();
        desk.settle();
    }
    click(&mut desk, "繁体");
    click(&mut desk, "旧纸");
    let settings = &state(&desk).settings;
    assert!(!settings.layout.justify && settings.layout.hang && settings.layout.strong);
    assert_eq!((settings.layout.script, settings.theme), (ShownScript::Hant, ThemeChoice::Sepia));
    press(&mut desk, Key::Escape);
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    let copied = copied(&mut desk);
    assert!(copied.unwrap().contains("双方签订了修路的协议"), "what is copied is the source's own");
    press(&mut desk, Key::S);
    assert_eq!(state(&desk).settings.layout.script, ShownScript::Hk);
    press(&mut desk, Key::S);
    assert_eq!(state(&desk).settings.layout.script, ShownScript::Source);
    let file = desk.data.path().join("settings.json");
    desk.wait(|_| {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("\"sepia\"") && text.contains("\"hang\": true"))
    });
    click(&mut desk, "版面");
    click(&mut desk, "恢复默认");
    assert_eq!(state(&desk).settings.layout, Layout::default());
}

#[test]
fn back_and_forward_lead_to_where_one_was() {
    let long = PAGE.replace(
        "\n　　协议从",
        &"　　这是很长的一段，说的是修路和修桥，一句接一句，一页放不下。\n".repeat(60).replace("这是", "\n　　这是"),
    );
    let folder = folder_of(&[("a.txt", &long), ("b.txt", OTHER)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    press(&mut desk, Key::Enter);
    for _ in 0..2 {
        press(&mut desk, Key::Space);
    }
    let left_at = state(&desk).reader.place.byte;
    assert!(left_at > 0);
    press(&mut desk, Key::J);
    assert_eq!(state(&desk).selected.as_deref(), Some("b.txt"));
    press_with(&mut desk, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!((state(&desk).selected.as_deref(), state(&desk).reader.place.byte), (Some("a.txt"), left_at));
    press_with(&mut desk, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(state(&desk).selected.as_deref(), Some("b.txt"));
    assert!(state(&desk).forward.is_empty() && state(&desk).back.len() == 1);
}

#[test]
fn the_whole_screen_is_the_articles_alone() {
    let (_folder, mut desk) = desk();
    assert!(has(&desk, "更多"));
    press(&mut desk, Key::F11);
    assert!(state(&desk).fullscreen && !has(&desk, "更多") && has(&desk, "1 分钟"));
    press_with(&mut desk, Modifiers::COMMAND, Key::F);
    type_text(&mut desk, "桥");
    press(&mut desk, Key::Escape);
    assert!(state(&desk).fullscreen, "Esc closes the field first");
    press(&mut desk, Key::Escape);
    assert!(!state(&desk).fullscreen && has(&desk, "更多"));
}

#[test]
fn two_versions_stand_side_by_side_with_what_differs() {
    let reposted = "两区签订修路协议\n2021-03-06 来源：转载报\n\n　　甲區和乙區的代表到會,雙方簽訂了修路的協議,會議由乙區主持。\n　　协议写明先修桥，再修路。代表说，GDP 增长百分之五，头发长了要剪。\n　　又加了一段，说的是以后的事。\n";
    let folder = folder_of(&[("a.txt", PAGE), ("b.txt", reposted), ("c.txt", OTHER)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().listing.answer.hits.len() == 3);
    let path = |desk: &Desk| state(desk).selected.clone().unwrap();
    while path(&desk) != "a.txt" {
        press(&mut desk, Key::J);
    }
    press(&mut desk, Key::Enter);
    desk.harness.state_mut().push(Action::ShowBeside("b.txt".into()));
    desk.wait(|w| w.state().beside.as_ref().is_some_and(|beside| beside.differences.is_some()));
    desk.settle();
    let beside = state(&desk).beside.clone().unwrap();
    let differences = beside.differences.unwrap();
    let words = |text: &str, spans: &[shuangcheng::text::span::ByteRange]| -> Vec<String> {
        spans.iter().map(|span| span.of(text).to_owned()).collect()
    };
    assert_eq!(
        words(PAGE, &differences.left),
        ["甲", "协议从明年起算，两区各派两人照看。"],
        "no script, no width, no head"
    );
    assert_eq!(words(reposted, &differences.right), ["乙", "又加了一段，说的是以后的事。"]);
    assert!(beside.marked && has(&desk, "2 处不同"));
    press_with(&mut desk, Modifiers::ALT, Key::ArrowDown);
    assert!(has(&desk, "1/2"));
    click(&mut desk, "下一处不同");
    assert!(has(&desk, "2/2"));
    assert_eq!(desk.harness.query_all_by(|n| n.role() == Role::Document).count(), 2);
    if !state(&desk).beside.as_ref().unwrap().keys {
        press(&mut desk, Key::F6);
    }
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    let text = copied(&mut desk).unwrap();
    assert!(text.contains("又加了一段"), "the keys are at the second one: {text}");
    click(&mut desk, "对调");
    assert_eq!(path(&desk), "b.txt");
    desk.wait(|w| w.state().beside.as_ref().is_some_and(|beside| beside.differences.is_some()));
    press(&mut desk, Key::V);
    assert_eq!(state(&desk).beside, None);
    press(&mut desk, Key::V);
    assert_eq!(state(&desk).beside.as_ref().unwrap().path, "a.txt", "the one that was read before");
}
