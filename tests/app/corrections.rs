//! Putting things right in the window, through accessible names: by keyboard, by pointer, and back.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{click, has, press, press_with, state, type_text};
use shuangcheng::{app::state::Overlay, article::BlockKind, corpus::Target, library::userdata::UserData};
use window::{Desk, folder_of, open};

const WIDE: (f32, f32) = (1440.0, 900.0);

const PAGE: &str = "首页 | 新闻 | 登录 | 注册\n两区开会商量修路\n2021-03-05 来源：测试日报\n\n　　重庆市江北区的代表到会，江北表示同意，遂宁市派人旁听。\n　　双桥圈的规划今天通过，会议在江北举行，讨论了道路和桥梁。\n\n版权所有 测试日报\n";
const OTHER: &str = "双桥圈明年开工\n2020-04-01 来源：测试日报\n\n　　双桥圈的道路明年开工，遂宁市先修，桥梁后修。\n";

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

/// The title in the list and the one over the article.
fn shown_as(desk: &Desk, title: &str) -> (bool, bool) {
    let role = |role: Role| desk.harness.query_all_by_label(title).any(|node| node.accesskit_node().role() == role);
    (role(Role::ListBoxOption), role(Role::Heading))
}

/// True when the filter panel counts `n` articles of a place.
fn counted(desk: &Desk, place: &str, n: u32) -> bool {
    has(desk, &format!("{place}，{n} 篇"))
}

/// Waits until the documents on screen have the corrections, and the list follows.
fn mended(desk: &mut Desk) {
    desk.wait(|w| {
        let state = w.state();
        state.corrections.as_ref().is_some_and(|wanted| **wanted == *state.snapshot.corrections)
            && state.listing.snapshot.revision == state.snapshot.revision
    });
    desk.settle();
}

#[test]
fn a_title_is_put_right_and_back() {
    let (_folder, mut desk) = desk();
    assert_eq!(shown_as(&desk, "两区开会商量修路"), (true, true));
    press(&mut desk, Key::E);
    assert_eq!(focused(&desk).as_deref(), Some("标题"), "the first field has the cursor");
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    type_text(&mut desk, "修路会议");
    press(&mut desk, Key::Tab);
    assert_eq!(focused(&desk).as_deref(), Some("日期"), "and Tab leads to the next one");
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    type_text(&mut desk, "昨天");
    press(&mut desk, Key::Enter);
    assert!(matches!(state(&desk).overlay, Some(Overlay::Article(_))), "what is no date is not kept");
    desk.harness.get_by(|node| node.role() == Role::TextInput && node.label().as_deref() == Some("日期")).focus();
    desk.settle();
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    type_text(&mut desk, "2021年2月");
    press(&mut desk, Key::Enter);
    assert_eq!(state(&desk).overlay, None);
    mended(&mut desk);
    assert_eq!(shown_as(&desk, "修路会议"), (true, true));
    let article = &state(&desk).document().unwrap().page().article;
    assert_eq!(article.published.date.unwrap().to_string(), "2021-02");
    assert_eq!(article.source.as_ref().unwrap().value, "测试日报", "untouched fields stay as they were read");
    // Quietly said beside source and date; no page in need of a second look.
    assert!(has(&desk, "已订正") && state(&desk).listing.remark_count() == 0);
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert_eq!(shown_as(&desk, "两区开会商量修路"), (true, true));
    click(&mut desk, "重做");
    mended(&mut desk);
    assert_eq!(shown_as(&desk, "修路会议"), (true, true));
    assert_eq!(state(&desk).notices.len(), 1, "one message about corrections at a time");
}

#[test]
fn escape_leaves_a_form_without_a_trace() {
    let (_folder, mut desk) = desk();
    press(&mut desk, Key::E);
    type_text(&mut desk, "多余");
    press(&mut desk, Key::Escape);
    assert_eq!(state(&desk).overlay, None);
    assert_eq!(state(&desk).selected.as_deref(), Some("a.txt"));
    assert!(state(&desk).done.is_empty() && shown_as(&desk, "两区开会商量修路") == (true, true));
}

#[test]
fn a_place_that_is_none_leaves_the_filter_and_comes_back() {
    let (_folder, mut desk) = desk();
    assert!(counted(&desk, "遂宁市", 2) || counted(&desk, "遂宁", 2));
    let name = if counted(&desk, "遂宁市", 2) { "遂宁市" } else { "遂宁" };
    press(&mut desk, Key::P);
    assert_eq!(state(&desk).overlay, Some(Overlay::Places));
    click(&mut desk, "遂宁市不是地名");
    mended(&mut desk);
    assert!(counted(&desk, name, 1), "the other page still counts");
    assert!(has(&desk, "遂宁市：恢复识别结果"), "the list says how to take it back");
    press(&mut desk, Key::Escape);
    click(&mut desk, "整个文件夹都这样");
    mended(&mut desk);
    assert!(!counted(&desk, name, 1) && !counted(&desk, name, 2));
    assert!(!has(&desk, "整个文件夹都这样"));
    click(&mut desk, "撤销");
    mended(&mut desk);
    assert!(counted(&desk, name, 1));
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert!(counted(&desk, name, 2) && state(&desk).corrections.as_ref().unwrap().is_empty());
}

#[test]
fn a_namesake_is_chosen_for_a_place_here_or_everywhere() {
    let (folder, mut desk) = desk();
    press(&mut desk, Key::P);
    click(&mut desk, "订正江北");
    assert_eq!(focused(&desk).as_deref(), Some("添加地名：汉字或拼音"));
    assert!(has(&desk, "现在读作：江北区"));
    let save = |desk: &Desk| !desk.harness.get_by_label("保存").accesskit_node().is_disabled();
    assert!(!save(&desk), "nothing is chosen yet");
    click(&mut desk, "江北区 县级 · 浙江省 · 宁波市");
    assert!(save(&desk) && has(&desk, "去掉江北区"));
    click(&mut desk, "整个文件夹");
    press(&mut desk, Key::Escape);
    assert_eq!(state(&desk).overlay, Some(Overlay::Places), "a form leads back to its list");
    // The same by keys: find, choose, save.
    click(&mut desk, "订正江北");
    type_text(&mut desk, "宁波");
    press(&mut desk, Key::Enter);
    assert_eq!(focused(&desk).as_deref(), Some("添加地名：汉字或拼音"), "another place may follow");
    assert!(has(&desk, "去掉宁波市"));
    press(&mut desk, Key::Enter);
    mended(&mut desk);
    assert_eq!(state(&desk).overlay, Some(Overlay::Places));
    let mentions = &state(&desk).document().unwrap().page().tagging.mentions;
    assert_eq!(mentions.iter().filter(|m| m.rule == shuangcheng::place::CORRECTED).count(), 2, "in the whole article");
    press(&mut desk, Key::Escape);
    assert!(counted(&desk, "宁波", 1) || counted(&desk, "宁波市", 1));
    // It is kept.
    drop(desk.harness);
    let kept = UserData::open(desk.data.path()).unwrap().corrections(Some(folder.path())).unwrap();
    assert_eq!(kept.len(), 1);
}

#[test]
fn a_line_is_given_another_kind_by_key_and_by_its_label() {
    let (_folder, mut desk) = desk();
    press(&mut desk, Key::Enter);
    press(&mut desk, Key::L);
    assert!(matches!(&state(&desk).overlay, Some(Overlay::Line(form)) if form.kind == BlockKind::Title));
    assert_eq!(focused(&desk).as_deref(), Some("标题"));
    press(&mut desk, Key::Escape);
    press(&mut desk, Key::O);
    click(&mut desk, "订正类别：正文，双桥圈的规划今天通过，会议在江北举行，讨");
    click(&mut desk, "小标题");
    click(&mut desk, "保存");
    mended(&mut desk);
    assert!(has(&desk, "订正类别：小标题，双桥圈的规划今天通过，会议在江北举行，讨"));
    press(&mut desk, Key::O);
    assert!(has(&desk, "到“双桥圈的规划今天通过，会议在江北举行，讨论了道路和桥梁。”"), "the outline has it");
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert!(!has(&desk, "到“双桥圈的规划今天通过，会议在江北举行，讨论了道路和桥梁。”"));
}

#[test]
fn a_compound_of_ones_own_counts_in_the_whole_folder_and_is_listed() {
    let (_folder, mut desk) = desk();
    click(&mut desk, "更多");
    click(&mut desk, "我的订正");
    assert_eq!(state(&desk).overlay, Some(Overlay::Corrections));
    click(&mut desk, "新增合称或别名…");
    assert_eq!(focused(&desk).as_deref(), Some("词语"));
    type_text(&mut desk, "双桥圈");
    press(&mut desk, Key::Tab);
    for city in ["mianyang", "德阳"] {
        desk.harness.get_by_label("添加地名：汉字或拼音").focus();
        desk.settle();
        type_text(&mut desk, city);
        press(&mut desk, Key::Enter);
    }
    press(&mut desk, Key::Enter);
    mended(&mut desk);
    assert_eq!(state(&desk).overlay, Some(Overlay::Corrections), "back in the list");
    assert!(has(&desk, "“双桥圈”：绵阳市、德阳市") && has(&desk, "整个文件夹"));
    for city in ["绵阳", "德阳"] {
        assert!(counted(&desk, city, 2) || counted(&desk, &format!("{city}市"), 2), "{city}");
    }
    click(&mut desk, "取消订正：“双桥圈”：绵阳市、德阳市");
    mended(&mut desk);
    assert!(!has(&desk, "“双桥圈”：绵阳市、德阳市"));
    assert!(!counted(&desk, "绵阳", 2) && !counted(&desk, "绵阳市", 2));
}

#[test]
fn corrections_go_to_a_file_and_come_from_one_where_there_is_no_dialog() {
    let (_folder, mut desk) = desk();
    press(&mut desk, Key::P);
    click(&mut desk, "遂宁市不是地名");
    mended(&mut desk);
    press(&mut desk, Key::Escape);
    click(&mut desk, "更多");
    click(&mut desk, "我的订正");
    click(&mut desk, "导出订正…");
    desk.wait(|w| matches!(w.state().overlay, Some(Overlay::PathField { .. })));
    desk.settle();
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().notices.iter().any(|n| n.what == "notice-corrections-written"));
    let file = desk.data.path().join("双城订正.json");
    assert!(std::fs::read_to_string(&file).unwrap().contains("遂宁市"));
    desk.settle();
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert!(state(&desk).corrections.as_ref().unwrap().is_empty());
    click(&mut desk, "更多");
    click(&mut desk, "我的订正");
    click(&mut desk, "合并他人的订正…");
    desk.wait(|w| matches!(w.state().overlay, Some(Overlay::PathField { .. })));
    desk.settle();
    assert_eq!(focused(&desk).as_deref(), Some("文件路径"));
    type_text(&mut desk, file.to_str().unwrap());
    press(&mut desk, Key::Enter);
    desk.wait(|w| w.state().notices.iter().any(|n| n.what == "notice-corrections-merged"));
    mended(&mut desk);
    assert_eq!(state(&desk).corrections.as_ref().unwrap().len(), 1);
}

#[test]
fn the_pointer_reaches_everything() {
    let (_folder, mut desk) = desk();
    let page = desk.harness.get_by(|node| node.role() == Role::Document);
    let rect = page.rect();
    // A word is selected by a double click, and the menu is opened on it.
    let word = desk
        .harness
        .get_by(|node| node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with("双桥圈的规划")));
    let at = egui::pos2(word.rect().left() + 70.0, word.rect().top() + 14.0);
    assert!(rect.contains(at));
    desk.harness.hover_at(at);
    for _ in 0..2 {
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            desk.harness.step();
        }
    }
    desk.settle();
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        desk.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        desk.settle();
    }
    for item in ["复制", "这一行是…", "订正标题、日期、来源、作者"] {
        assert!(has(&desk, item), "{item}");
    }
    click(&mut desk, "选中的词是地名…");
    assert!(
        matches!(&state(&desk).overlay, Some(Overlay::Place(form)) if PAGE.contains(&form.word) && !form.word.is_empty())
    );
    press(&mut desk, Key::Escape);
    for item in ["这篇文章的地名", "订正标题、日期、来源、作者", "我的订正"] {
        click(&mut desk, "更多");
        click(&mut desk, item);
        assert!(state(&desk).overlay.is_some(), "{item}");
        click(&mut desk, "关闭");
        assert_eq!(state(&desk).overlay, None);
    }
}

#[test]
fn escape_closes_a_menu() {
    let (_folder, mut desk) = desk();
    click(&mut desk, "更多");
    assert!(has(&desk, "我的订正"));
    press(&mut desk, Key::Escape);
    assert!(!has(&desk, "我的订正"));
}

#[test]
fn what_was_said_of_a_page_that_left_the_folder_is_listed() {
    let (folder, mut desk) = desk();
    press(&mut desk, Key::P);
    click(&mut desk, "遂宁市不是地名");
    mended(&mut desk);
    press(&mut desk, Key::Escape);
    let path = state(&desk).selected.clone().unwrap();
    std::fs::remove_file(folder.path().join(&path)).unwrap();
    press(&mut desk, Key::F5);
    desk.wait(|w| w.state().loading.is_none() && w.state().listing.snapshot.documents.len() == 1);
    click(&mut desk, "更多");
    click(&mut desk, "我的订正");
    desk.wait(|w| !w.state().lists.waits);
    desk.settle();
    assert!(desk.harness.query_by_label_contains(&format!("{path} · 文件已不在这个文件夹里")).is_some());
    assert!(has(&desk, "取消订正：“遂宁市”不是地名") || desk.harness.query_by_label_contains("取消订正：").is_some());
}
