//! Putting facts right in the window: hidden, changed, put together, split off, added, taken back; and after the folder is opened again.

use std::sync::Arc;

use crate::support::hands;
use crate::support::ledger;
use crate::support::window;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use hands::{press, press_with, state, type_text};
use ledger::{PAGES, WIDE, act, answered, desk, names, read};
use shuangcheng::{
    app::{
        action::Action,
        ledger::{LedgerAction, View},
        state::Settings,
    },
    corpus::Target,
    facts::{BY_USER, Fact, Kind, Party, Status},
    text::span::ByteRange,
    words::Language,
};
use window::{Desk, folder_of, open, start};

/// The fact whose name has these words.
fn fact(desk: &Desk, words: &str) -> Arc<Fact> {
    let facts = &state(desk).ledger.book.facts;
    facts.iter().find(|fact| fact.name.contains(words)).unwrap_or_else(|| panic!("{words}: {:?}", names(desk)))
}

/// Chooses the fact whose name has these words.
fn choose(desk: &mut Desk, words: &str) -> u32 {
    let ledger = &state(desk).ledger;
    let index = ledger.book.facts.iter().position(|fact| fact.name.contains(words)).unwrap();
    let index = u32::try_from(index).unwrap();
    let row = ledger.listed.row_of(index, 0).unwrap();
    act(desk, LedgerAction::Choose { fact: Some(index), row });
    index
}

/// Waits until what was said of facts is in them.
fn mended(desk: &mut Desk) {
    desk.settle();
    desk.wait(|w| w.state().corrections.as_ref().is_some_and(|said| **said == *w.state().snapshot.corrections));
    desk.settle();
    desk.wait(|w| {
        let (state, ledger) = (w.state(), &w.state().ledger);
        ledger.book.complete
            && ledger.book.snapshot.revision == state.snapshot.revision
            && ledger.listed.book.snapshot.revision == state.snapshot.revision
    });
    answered(desk);
}

#[test]
fn a_fact_is_hidden_and_comes_back() {
    let (_folder, mut desk) = desk();
    let all = names(&desk).len();
    choose(&mut desk, "水运合作协议");
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    assert_eq!(names(&desk).len(), all - 1);
    assert!(!names(&desk).iter().any(|name| name.contains("水运合作协议")), "with both its sentences");
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert_eq!(names(&desk).len(), all);
}

#[test]
fn every_field_of_a_fact_is_put_right_and_outlives_a_new_start() {
    let folder = folder_of(&PAGES);
    let target = Target::Folder(folder.path().to_path_buf());
    let mut desk = open(WIDE, false, Some(target.clone()));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    choose(&mut desk, "产业园");
    press(&mut desk, Key::E);
    desk.harness.get_by_label("活动").click();
    desk.settle();
    desk.harness.get_by_label("在建").click();
    desk.settle();
    for (field, text) in [("事项", "北部园区"), ("参与方", "绵阳、测试集团"), ("日期", "2022年6月"), ("期限", "2030")]
    {
        let input = egui::accesskit::Role::TextInput;
        desk.harness.get_by_role_and_label(input, field).focus();
        desk.settle();
        press_with(&mut desk, Modifiers::COMMAND, Key::A);
        type_text(&mut desk, text);
    }
    desk.harness.get_by_label("保存").click();
    mended(&mut desk);
    let check = |desk: &Desk| {
        let fact = fact(desk, "北部园区");
        assert_eq!((fact.kind, fact.status), (Kind::Event, Status::UnderConstruction));
        assert_eq!(fact.by_user().len(), 6, "{:?}", fact.by_user());
        assert_eq!(fact.date.as_ref().map(|d| (d.value.as_str(), d.rule)), Some(("2022-06", BY_USER)));
        assert_eq!(fact.deadline.as_ref().map(|d| d.value.as_str()), Some("2030"));
        assert!(fact.parties.contains(&Party::Body("测试集团".into())) && fact.cities().count() == 1);
        assert!(fact.witnesses[0].sentence.contains("测试科技产业园"), "the sentence stays");
    };
    check(&desk);
    let data = desk.data;
    drop(desk.harness);
    // The page is renamed, another one gets a line more.
    std::fs::rename(folder.path().join("丁.txt"), folder.path().join("另.txt")).unwrap();
    let mut again = {
        let settings = Settings { language: Some(Language::Hans), ..Settings::default() };
        start(WIDE, settings, Some(target), data)
    };
    read(&mut again);
    check(&again);
}

#[test]
fn facts_are_put_together_and_split_off() {
    let (_folder, mut desk) = desk();
    let all = names(&desk).len();
    let one = choose(&mut desk, "大桥");
    press(&mut desk, Key::X);
    choose(&mut desk, "产业园");
    press(&mut desk, Key::X);
    assert!(state(&desk).ledger.marked.contains(&one) && state(&desk).ledger.marked.len() == 2);
    press(&mut desk, Key::C);
    mended(&mut desk);
    assert_eq!(names(&desk).len(), all - 1);
    assert!(state(&desk).ledger.marked.is_empty());
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert_eq!(names(&desk).len(), all);
    choose(&mut desk, "水运合作协议");
    press(&mut desk, Key::S);
    mended(&mut desk);
    assert_eq!(names(&desk).len(), all + 1);
    assert_eq!(names(&desk).iter().filter(|name| name.contains("水运合作协议")).count(), 2);
}

#[test]
fn a_fact_is_added_from_a_sentence_and_taken_back() {
    let (_folder, mut desk) = desk();
    act(&mut desk, LedgerAction::Show(View::Reader));
    desk.harness.state_mut().push(Action::Select("丁.txt".into()));
    answered(&mut desk);
    let text = state(&desk).document().unwrap().page().article.text.clone();
    let at = text.find("科技产业园").unwrap();
    let span = ByteRange::new(at, at + "科技产业园".len());
    desk.harness.state_mut().push(Action::Ledger(LedgerAction::Add(span)));
    desk.settle();
    // Parties and date are proposed; the name is what was selected.
    desk.harness.get_by_label("保存").click();
    mended(&mut desk);
    let added = state(&desk).ledger.book.facts.iter().find(|fact| fact.rule == BY_USER).unwrap();
    assert_eq!((added.name.as_str(), added.kind, added.cities().count()), ("科技产业园", Kind::Project, 2));
    assert_eq!(added.date.as_ref().map(|d| d.value.as_str()), Some("2022-05-02"));
    act(&mut desk, LedgerAction::Show(View::Ledger));
    let row = state(&desk).ledger.book.facts.iter().position(|fact| fact.rule == BY_USER).unwrap();
    act(&mut desk, LedgerAction::Choose { fact: Some(u32::try_from(row).unwrap()), row: 0 });
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    assert!(state(&desk).ledger.book.facts.iter().all(|fact| fact.rule != BY_USER));
    assert!(state(&desk).corrections.as_ref().unwrap().is_empty(), "nothing is kept of it");
}
