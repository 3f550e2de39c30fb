//! The window as a person uses it, through accessible names: opening, filtering, searching, exporting, keys.

use crate::support::window;

use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shuangcheng::{
    app::{
        action::{Action, PlaceUse},
        state::{Overlay, Pane},
    },
    corpus::Target,
    place::gazetteer,
};
use window::{folder_of, open};

const WIDE: (f32, f32) = (1440.0, 900.0);

/// A folder with so many pages, newer ones behind.
fn pages(count: usize) -> tempfile::TempDir {
    let text = |i: usize| {
        let body = "　　会议在遂宁市举行，讨论了道路，也讨论了桥梁和学校。\n".repeat(20);
        format!("测试县开会商量第{i}件事\n2021年3月{}日\n\n{body}", i % 28 + 1)
    };
    let files: Vec<(String, String)> = (0..count).map(|i| (format!("页{i:04}.txt"), text(i))).collect();
    folder_of(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

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
    let folder = pages(12);
    let mut desk = open(WIDE, false, None);
    desk.harness.state_mut().push(Action::Open(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().listing.answer.hits.len() == 12 && w.state().loading.is_none());
    desk.harness.state_mut().push(Action::Select("页0007.txt".into()));
    desk.settle();
    desk.harness.key_press(Key::F5);
    desk.settle();
    desk.wait(|w| w.state().loading.is_none());
    assert_eq!(desk.harness.state().state().selected.as_deref(), Some("页0007.txt"));
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
    let folder = folder_of(&[("一.txt", "题目\n\n　　正文。\n")]);
    desk.harness.state_mut().push(Action::Open(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().listing.answer.hits.len() == 1 && w.state().loading.is_none());
    assert!(desk.harness.state().state().notices.is_empty(), "another folder was opened: nobody waits for the first");
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

#[test]
fn stopping_keeps_what_was_read() {
    let folder = pages(1500);
    let mut desk = open(WIDE, false, None);
    desk.harness.state_mut().push(Action::Open(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().loading.is_some() && w.state().listing.snapshot.documents.len() > 5);
    desk.harness.step();
    desk.harness.get_by_label("停止").click();
    desk.wait(|w| w.state().loading.is_none());
    desk.settle();
    let state = desk.harness.state().state();
    let read = state.snapshot.documents.len();
    assert!((6..1500).contains(&read), "{read}");
    assert!(state.selected.is_some() && state.notices.is_empty(), "{:?}", state.notices);
    desk.harness.key_press(Key::F5);
    desk.settle();
    desk.wait(|w| w.state().loading.is_none() && w.state().listing.answer.hits.len() == 1500);
}

#[test]
fn files_are_listed_before_they_are_read() {
    let folder = pages(1500);
    let mut desk = open(WIDE, false, None);
    desk.harness.state_mut().push(Action::Open(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().loading.is_some() && w.state().listing.snapshot.waiting.is_some());
    // As it is before the first article is there.
    let mut first = (*desk.harness.state().state().listing).clone();
    first.answer.hits.clear();
    first.rows.clear();
    first.generation += 1;
    let waiting = first.snapshot.waiting.clone().unwrap();
    desk.harness.state_mut().push(Action::Answered(first.into()));
    desk.harness.step();
    let _ = desk.harness.get_by_label(waiting.path(0).unwrap());
    let _ = desk.harness.get_by_label("/ 1,500");
    desk.harness.get_by_label("停止").click();
    desk.wait(|w| w.state().loading.is_none());
    desk.settle();
    assert!(desk.harness.query_by_label(waiting.path(0).unwrap()).is_none());
}

#[test]
#[cfg(unix)]
fn files_that_need_a_second_look_are_listed_and_open() {
    let folder = folder_of(&[
        ("好.txt", "甲县开会\n2021年3月1日\n\n　　会议在遂宁市举行，讨论了道路。\n"),
        ("空.txt", ""),
        ("下/栏.txt", "首页 | 新闻 | 登录 | 注册\n设为首页 | 加入收藏 | 手机版\n版权所有 测试网\n"),
    ]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("下/回头")).unwrap();
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.harness.get_by_label("3 个文件有说明").click();
    desk.settle();
    assert_eq!(desk.harness.state().state().overlay, Some(Overlay::Problems));
    let _ = desk.harness.get_by(|node| node.value().is_some_and(|text| text.starts_with("下/回头 ")));
    let rows = |name| desk.harness.get_all_by_label(name).filter(|n| n.accesskit_node().role() == Role::Button);
    assert_eq!(rows("空.txt").count(), 1);
    rows("〔首页 | 新闻 | 登录 | 注册〕").next().unwrap().click();
    desk.wait(|w| w.state().overlay.is_none());
    desk.settle();
    let state = desk.harness.state().state();
    assert_eq!((state.selected.as_deref(), state.pane), (Some("下/栏.txt"), Pane::Reader));
}

#[test]
fn the_next_hit_opens_the_folded_lines_it_stands_in() {
    let page = "首页 | 新闻 | 登录 | 注册\n设为首页 | 加入收藏 | 手机版\n甲县与乙县商量修路\n2021年3月4日 来源：测试日报\n\n　　会议在遂宁市举行，讨论了道路和桥梁，双方同意先修桥。\n\n版权所有 测试日报 道路\n";
    let folder = folder_of(&[("a.txt", page)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.harness.state_mut().push(Action::SetSearch("道路".into()));
    desk.wait(|w| w.state().reader.hits.len() == 2);
    let shown = |desk: &window::Desk| desk.harness.query_by_label("版权所有 测试日报 道路").is_some();
    desk.harness.key_press(Key::F3);
    desk.settle();
    assert!(!shown(&desk));
    desk.harness.key_press(Key::F3);
    desk.settle();
    assert!(shown(&desk));
}

#[test]
fn an_article_opens_where_it_was_left() {
    let mut desk = open(WIDE, false, None);
    let byte = |desk: &window::Desk| desk.harness.state().state().reader.place.byte;
    desk.harness.key_press(Key::Home);
    desk.settle();
    desk.harness.key_press(Key::Space);
    desk.settle();
    let left = byte(&desk);
    assert!(left > 0);
    desk.harness.key_press(Key::J);
    desk.settle();
    assert_eq!(byte(&desk), 0);
    desk.harness.key_press(Key::K);
    desk.wait(|w| w.state().reader.place.byte == left);
    desk.settle();
    assert_eq!(byte(&desk), left);
}

#[test]
fn a_folder_that_cannot_be_opened_at_the_start_is_told_of() {
    let mut desk = open(WIDE, false, Some(Target::Folder("/no/such/folder".into())));
    desk.wait(|w| w.state().target == Some(Target::BuiltIn) && w.state().loading.is_none());
    desk.settle();
    let told: Vec<&str> = desk.harness.state().state().notices.iter().map(|notice| notice.what).collect();
    assert_eq!(told, ["notice-open-missing"]);
}
