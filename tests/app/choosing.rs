//! Several articles at once, tags, type-ahead, and groups that open in the list.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shuangcheng::{app::action::Action, corpus::Target};

use crate::support::{
    hands::{press, press_with, state},
    window::{Desk, folder_of, open},
};

const BODY: &str = "　　甲区和乙区的代表昨天在河边的渡口碰头，商定明年春天合修一座跨界的桥，费用由两家平摊。\n　　桥长三百二十米，施工期间渡船照开，过河的学生不用绕路，桥头还要设一个小小的市集。\n　　渡口的老人说，撑了四十年的船，总算要歇一歇了，桥名还没有定，两边各想了三个名字。\n";

fn desk() -> (tempfile::TempDir, Desk) {
    let first = format!("两区合修跨界桥\n2021-03-09 来源：河边日报\n{BODY}");
    let short = BODY.lines().take(2).collect::<Vec<_>>().join("\n");
    let second = format!("一座桥的来历\n2021-03-08 来源：渡口网\n{short}\n");
    let other = "水质互相通报\n2021-03-07 来源：河边日报\n　　水务部门约定水质数据每天互相通报，谁先发现异样谁先关闸，巡河员由沿岸的村民担任。\n";
    let folder = folder_of(&[("a.txt", &first), ("b.txt", &second), ("c.txt", other)]);
    let desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    (folder, desk)
}

fn click_with(desk: &mut Desk, title: &str, modifiers: Modifiers) {
    let at = desk.harness.get_by_role_and_label(Role::ListBoxOption, title).rect().center_top() + egui::vec2(0.0, 20.0);
    desk.harness.hover_at(at);
    desk.harness.event(egui::Event::ModifiersChanged(modifiers));
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        desk.harness.step();
    }
    desk.harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    desk.settle();
}

#[test]
fn several_rows_are_chosen_and_tagged() {
    let (_folder, mut desk) = desk();
    click_with(&mut desk, "两区合修跨界桥", Modifiers::NONE);
    click_with(&mut desk, "水质互相通报", Modifiers::COMMAND);
    assert_eq!(state(&desk).chosen.docs.len(), 2);
    assert_eq!(state(&desk).selected.as_deref(), Some("a.txt"));
    click_with(&mut desk, "两区合修跨界桥", Modifiers::SHIFT);
    assert_eq!(state(&desk).chosen.docs.len(), 3);
    press(&mut desk, Key::Escape);
    assert!(state(&desk).chosen.docs.is_empty());
    press_with(&mut desk, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(state(&desk).chosen.docs.len(), 2);
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    assert_eq!(state(&desk).chosen.docs.len(), 3);
    desk.harness.get_by_label("操作").click();
    desk.settle();
    desk.harness.get_by_label("新标签…").click();
    desk.settle();
    desk.harness.event(egui::Event::Text("待核".into()));
    desk.settle();
    press(&mut desk, Key::Enter);
    desk.settle();
    assert_eq!(state(&desk).tags.iter().count(), 3);
    desk.wait(|w| w.state().listing.answer.narrow.tags == [("待核".to_owned(), 3)]);
    desk.settle();
    desk.harness.get_by_label("标签").click();
    desk.settle();
    desk.harness.get_by_label("待核，3 篇").click();
    desk.wait(|w| w.state().filter.narrow.tags.contains("待核"));
}

#[test]
fn capitals_and_han_characters_go_to_titles() {
    let (_folder, mut desk) = desk();
    click_with(&mut desk, "两区合修跨界桥", Modifiers::NONE);
    desk.harness.event(egui::Event::ModifiersChanged(Modifiers::SHIFT));
    desk.harness.event(egui::Event::Text("S".into()));
    desk.harness.step();
    desk.harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    desk.wait(|w| w.state().selected.as_deref() == Some("c.txt"));
    for _ in 0..120 {
        desk.harness.step();
    }
    desk.harness.event(egui::Event::Text("一".into()));
    desk.wait(|w| w.state().selected.as_deref() == Some("b.txt"));
}

#[test]
fn a_group_opens_below_its_row() {
    let (_folder, mut desk) = desk();
    click_with(&mut desk, "两区合修跨界桥", Modifiers::NONE);
    press(&mut desk, Key::ArrowRight);
    assert!(state(&desk).open_groups.contains("a.txt"));
    let below = desk.harness.get_by_label("内容相近：一座桥的来历").rect();
    let own = desk.harness.get_by_role_and_label(Role::ListBoxOption, "一座桥的来历").rect();
    assert!(below.bottom() <= own.top() + 1.0, "the row of its own comes after");
    desk.harness.get_by_label("内容相近：一座桥的来历").click();
    desk.settle();
    assert_eq!(state(&desk).selected.as_deref(), Some("b.txt"));
    desk.harness.state_mut().push(Action::Select("a.txt".into()));
    desk.settle();
    press(&mut desk, Key::ArrowLeft);
    assert!(state(&desk).open_groups.is_empty());
    let switches = desk.harness.query_all_by_label_contains("展开与").count();
    assert_eq!(switches, 2);
    let first = desk.harness.get_by_label("展开与《两区合修跨界桥》内容相近的 1 篇");
    assert!(first.accesskit_node().role() == Role::DisclosureTriangle);
    first.click();
    desk.settle();
    assert_eq!(state(&desk).open_groups.len(), 1);
    // From an article that stands only below another one the keys go on to the next row.
    desk.harness.state_mut().push(Action::ListOneOfEach(true));
    desk.wait(|w| w.state().listing.answer.hits.len() == 2);
    desk.harness.state_mut().push(Action::Select("b.txt".into()));
    desk.settle();
    assert!(state(&desk).selected_row().is_none());
    press(&mut desk, Key::J);
    assert_eq!(state(&desk).selected.as_deref(), Some("c.txt"));
}
