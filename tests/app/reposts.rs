//! Articles that say the same: told under the row, listed in its menu, opened beside each other.

use crate::support::window::{Desk, folder_of, open};

use egui::{PointerButton, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use shuangcheng::{app::action::Action, corpus::Target, library::reposts::HeadReason};

const BODY: &str = "　　甲区和乙区的代表昨天在河边的渡口碰头，商定明年春天合修一座跨界的桥，费用由两家平摊。\n　　桥长三百二十米，施工期间渡船照开，过河的学生不用绕路，桥头还要设一个小小的市集。\n　　渡口的老人说，撑了四十年的船，总算要歇一歇了，桥名还没有定，两边各想了三个名字。\n";

fn right_click(desk: &mut Desk, title: &str) {
    let at = desk.harness.get_by_role_and_label(Role::ListBoxOption, title).rect().center();
    desk.harness.hover_at(at);
    for pressed in [true, false] {
        let button = PointerButton::Secondary;
        desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: egui::Modifiers::NONE });
        desk.harness.step();
    }
    desk.settle();
}

#[test]
fn a_repost_is_told_and_compared() {
    let first = format!("两区合修跨界桥\n2021-03-05 来源：河边日报\n{BODY}");
    let short = BODY.lines().take(2).collect::<Vec<_>>().join("\n");
    let second = format!("一座桥的来历\n2021-03-09 来源：渡口网\n{short}\n");
    let other = "另一件事\n2021-03-05 来源：河边日报\n　　水务部门约定水质数据每天互相通报，谁先发现异样谁先关闸，巡河员由沿岸的村民担任。\n";
    let folder = folder_of(&[("a.txt", &first), ("b.txt", &second), ("c.txt", other)]);
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    {
        let snapshot = &desk.harness.state().state().listing.snapshot;
        let groups = snapshot.reposts().groups();
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].reason, HeadReason::Fullest);
    }
    desk.harness.state_mut().push(Action::ListOneOfEach(true));
    desk.wait(|w| w.state().listing.answer.hits.len() == 2);
    desk.harness.state_mut().push(Action::ListOneOfEach(false));
    desk.wait(|w| w.state().listing.answer.hits.len() == 3);
    desk.settle();
    // The switch says of which article it opens how many others.
    let _ = desk.harness.get_by_role_and_label(Role::DisclosureTriangle, "展开与《两区合修跨界桥》内容相近的 1 篇");
    right_click(&mut desk, "一座桥的来历");
    let item = "两区合修跨界桥 · 河边日报 · 2021-03-05";
    desk.harness.get_by_label_contains(item).click();
    desk.settle();
    let state = desk.harness.state().state();
    assert_eq!(state.selected.as_deref(), Some("b.txt"));
    assert_eq!(state.beside.as_ref().map(|b| b.path.as_str()), Some("a.txt"));
}
