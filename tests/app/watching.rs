//! A folder that changes while it is open.
#![expect(clippy::disallowed_methods, reason = "a test writes its own files")]

use std::fs;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use shuangcheng::{
    app::{action::Action, watching::WatchAction},
    corpus::Target,
};

use crate::support::{
    hands::state,
    window::{Desk, folder_of, open},
};

fn page(name: &str, day: u32) -> String {
    format!("{name}今天开会\n2021年3月{day}日 来源：测试日报\n\n　　会议在遂宁市举行，{name}的代表都来了。\n")
}

fn look(desk: &mut Desk) {
    let number = state(desk).watch.number;
    desk.harness.state_mut().push(Action::Watch(WatchAction::Look));
    desk.wait(|w| w.state().watch.number > number && !w.state().watch.looking);
    desk.settle();
}

#[test]
fn changes_come_in_quietly_and_the_shown_article_stays() {
    let files = [("a.txt", page("甲县", 1)), ("b.txt", page("乙县", 2)), ("c.txt", page("丙县", 3))];
    let folder = folder_of(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let root = folder.path();
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(root.to_path_buf())));
    desk.harness.state_mut().push(Action::Select("b.txt".into()));
    desk.settle();
    fs::write(root.join("b.txt"), page("丁县", 4)).unwrap();
    fs::write(root.join("e.txt"), page("戊县", 5)).unwrap();
    fs::remove_file(root.join("a.txt")).unwrap();
    look(&mut desk);
    desk.wait(|w| w.state().listing.snapshot.revision == w.state().snapshot.revision);
    desk.settle();
    assert!(state(&desk).document().unwrap().page().article.text.starts_with("乙县"), "the article that is being read");
    desk.harness.get_by_label("1 篇新、1 篇变、1 篇已不在").click();
    desk.settle();
    assert!(desk.harness.query_by_role_and_label(Role::MenuItem, "甲县今天开会").is_some(), "the one that went");
    desk.harness.get_by_role_and_label(Role::MenuItem, "戊县今天开会").click();
    desk.settle();
    assert_eq!(state(&desk).selected.as_deref(), Some("e.txt"));
    // The article that was left comes in as it is now.
    desk.wait(|w| w.state().watch.held.is_empty() && !w.state().watch.looking);
    desk.harness.state_mut().push(Action::Select("b.txt".into()));
    desk.settle();
    assert!(state(&desk).document().unwrap().page().article.text.starts_with("丁县"));
    fs::write(root.join("b.txt"), page("己县", 6)).unwrap();
    look(&mut desk);
    desk.harness.get_by_label("看新的").click();
    desk.wait(|w| w.state().document().is_some_and(|d| d.page().article.text.starts_with("己县")));
    desk.harness.get_by_label("知道了").click();
    desk.settle();
    assert!(state(&desk).watch.news.is_empty());
    fs::remove_file(root.join("b.txt")).unwrap();
    look(&mut desk);
    assert!(desk.harness.query_by_label_contains("文件已不在文件夹里").is_some());
    desk.harness.state_mut().push(Action::Select("c.txt".into()));
    desk.wait(|w| w.state().listing.snapshot.documents.len() == 2);
}

#[test]
fn a_folder_that_comes_back_is_found_by_itself() {
    let page = page("甲县", 1);
    let parent = folder_of(&[("文集/a.txt", page.as_str())]);
    let (folder, away) = (parent.path().join("文集"), parent.path().join("别处"));
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.clone())));
    fs::rename(&folder, &away).unwrap();
    look(&mut desk);
    assert!(desk.harness.query_by_label_contains("现在读不到这个文件夹").is_some());
    // Who reads anew meanwhile is told.
    desk.harness.state_mut().push(Action::Reload);
    desk.wait(|w| w.state().notices.iter().any(|notice| notice.what == "notice-open-missing"));
    desk.settle();
    assert_eq!(state(&desk).notices.len(), 1, "it is still away");
    fs::write(away.join("b.txt"), "乙县的新闻\n\n　　乙县今天开会。\n").unwrap();
    fs::rename(&away, &folder).unwrap();
    // Nobody presses a key, and the window does not come to the front.
    desk.wait(|w| !w.state().watch.lost && w.state().listing.snapshot.documents.len() == 2);
    desk.settle();
    assert!(desk.harness.query_by_label_contains("现在读不到这个文件夹").is_none());
    assert!(state(&desk).notices.is_empty(), "the card went with its reason");
}
