//! Putting facts right in the window: hidden, changed, put together, split off, added, taken back; and after the folder is opened again.

use std::sync::Arc;

use crate::support::hands;
use crate::support::ledger;
use crate::support::window;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use hands::{click, has, press, press_with, state, type_text};
use ledger::{PAGES, WIDE, act, answered, desk, names, read};
use shuangcheng::{
    app::{
        action::Action,
        ledger::{LedgerAction, View},
        state::{Overlay, Settings},
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

/// Types into a field in place of what stands in it.
fn fill(desk: &mut Desk, field: &str, text: &str) {
    desk.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, field).focus();
    desk.settle();
    press_with(desk, Modifiers::COMMAND, Key::A);
    type_text(desk, text);
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
        fill(&mut desk, field, text);
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

/// What was said of facts, as it is listed among all corrections.
fn listed(desk: &mut Desk) -> Vec<(String, bool)> {
    desk.harness.state_mut().push(Action::ShowOverlay(Overlay::Corrections));
    desk.settle();
    desk.wait(|w| !w.state().lists.waits && !w.state().lists.corrections.is_empty());
    desk.settle();
    let lines = state(desk).lists.corrections.iter();
    let mut lines: Vec<(String, bool)> = lines.map(|line| (line.kept.path.clone(), line.lost)).collect();
    lines.sort();
    lines
}

#[test]
fn what_the_user_changed_is_marked_and_can_be_taken_back_by_itself() {
    let (_folder, mut desk) = desk();
    let before = names(&desk);
    choose(&mut desk, "产业园");
    press(&mut desk, Key::E);
    assert!(has(&desk, "还没有改动，所以不能保存。"), "why it cannot be saved");
    fill(&mut desk, "事项", "北部园区");
    fill(&mut desk, "数量", "12亿元；很多钱");
    assert!(has(&desk, "看不懂“很多钱”：请写数字和单位。"));
    fill(&mut desk, "数量", "12亿元；35公里");
    fill(&mut desk, "日期", "2022年5月至2023年6月");
    fill(&mut desk, "期限", "到2025年");
    click(&mut desk, "保存");
    mended(&mut desk);
    let changed = fact(&desk, "北部园区");
    assert_eq!(changed.date.as_ref().map(|d| d.value.as_str()), Some("2022-05/2023-06"));
    assert_eq!(changed.deadline.as_ref().map(|d| d.value.as_str()), Some("2025"));
    let amounts: Vec<(f64, &str)> = changed.quantities.iter().map(|q| (q.value, q.unit)).collect();
    assert_eq!(amounts, [(1.2e9, "元"), (35.0, "公里")]);
    // It is still the chosen one, its row says whose it is, and so does its card.
    assert_eq!(state(&desk).ledger.fact().map(|fact| fact.name.clone()).as_deref(), Some("北部园区"));
    let row = desk.harness.query_all_by_label_contains("，您改过").next().is_some();
    assert!(row && has(&desk, "您的修改") && has(&desk, "改名称、改日期、改期限、改数量"));
    // It is found by the name that no sentence has.
    desk.harness.state_mut().push(Action::SetSearch("北部".into()));
    answered(&mut desk);
    assert_eq!(names(&desk), ["北部园区"]);
    desk.harness.state_mut().push(Action::SetSearch(String::new()));
    answered(&mut desk);
    choose(&mut desk, "北部园区");
    click(&mut desk, "撤回对这一项的订正");
    mended(&mut desk);
    assert_eq!(names(&desk), before);
    assert!(state(&desk).corrections.as_ref().unwrap().is_empty());
}

#[test]
fn a_correction_whose_sentence_is_gone_is_told() {
    let (folder, mut desk) = desk();
    choose(&mut desk, "大桥");
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    choose(&mut desk, "产业园");
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    assert_eq!(listed(&mut desk), [("丁.txt".to_owned(), false), ("丙.txt".to_owned(), false)]);
    press(&mut desk, Key::Escape);
    let changed = PAGES[2].1.replace("共同建设的测试长江大桥开工", "商定的测试长江二桥动工");
    let mut file = std::fs::File::create(folder.path().join("丙.txt")).unwrap();
    std::io::Write::write_all(&mut file, changed.as_bytes()).unwrap();
    desk.harness.state_mut().push(Action::Reload);
    desk.settle();
    desk.wait(|w| w.state().loading.is_none() && w.state().ledger.book.snapshot.scan == w.state().snapshot.scan);
    read(&mut desk);
    assert_eq!(listed(&mut desk), [("丁.txt".to_owned(), false), ("丙.txt".to_owned(), true)]);
    assert!(
        desk.harness.query_all_by_label_contains("测试长江大桥开工，预计2020年底建成").next().is_some(),
        "its old sentence"
    );
}

#[test]
fn out_of_facts_that_were_put_together_one_comes_out_alone() {
    let (_folder, mut desk) = desk();
    let before = names(&desk);
    for words in ["大桥", "产业园", "水运合作协议"] {
        choose(&mut desk, words);
        press(&mut desk, Key::X);
    }
    // Something else that is put right in between takes no mark away.
    choose(&mut desk, "领导小组");
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert_eq!(names(&desk), before);
    choose(&mut desk, "大桥");
    assert!(has(&desk, "已标记 3 项"));
    click(&mut desk, "合并");
    mended(&mut desk);
    let merged = state(&desk).ledger.fact().expect("what was put together is chosen");
    assert_eq!((names(&desk).len(), merged.witnesses.len()), (before.len() - 2, 4));
    // The bridge comes out; the other three sentences stay together.
    let at = merged.witnesses.iter().position(|witness| witness.sentence.contains("大桥")).unwrap();
    act(&mut desk, LedgerAction::ShowWitness(at));
    press(&mut desk, Key::S);
    mended(&mut desk);
    assert_eq!(names(&desk).len(), before.len() - 1);
    let bridge = state(&desk).ledger.fact().unwrap();
    assert_eq!(bridge.witnesses.len(), 1);
    assert!(bridge.witnesses[0].sentence.contains("大桥"), "what came out is chosen");
    let facts = &state(&desk).ledger.book.facts;
    assert_eq!(facts.iter().map(|fact| fact.witnesses.len()).max(), Some(3));
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Z);
    mended(&mut desk);
    assert_eq!(names(&desk), before);
}

#[test]
fn the_next_row_is_chosen_when_one_is_hidden_and_nothing_when_it_is_filtered_away() {
    let (_folder, mut desk) = desk();
    let index = choose(&mut desk, "产业园");
    let row = state(&desk).ledger.listed.row_of(index, 0).unwrap();
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(row.min(names(&desk).len() - 1)));
    choose(&mut desk, "大桥");
    assert!(has(&desk, "在正文中打开"));
    desk.harness.state_mut().push(Action::SetSearch("水运".into()));
    answered(&mut desk);
    assert_eq!(state(&desk).ledger.chosen, None);
    assert!(!has(&desk, "在正文中打开"), "a card of what is not in the list");
}

#[test]
fn the_form_can_be_saved_in_a_low_window() {
    let folder = folder_of(&PAGES);
    let mut desk = open((900.0, 600.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    choose(&mut desk, "产业园");
    press(&mut desk, Key::E);
    let save = desk.harness.get_by_label("保存").rect();
    assert!(save.bottom() < 600.0 && save.top() > 0.0, "{save:?}");
    assert!(has(&desk, "几方之间用、或逗号分开；城市写简称就认得。"));
}

#[test]
fn what_was_done_is_told_for_a_while() {
    let (_folder, mut desk) = desk();
    choose(&mut desk, "产业园");
    press(&mut desk, Key::Delete);
    mended(&mut desk);
    assert_eq!(state(&desk).notices.len(), 1);
    for _ in 0..60 * 14 {
        desk.harness.step();
    }
    assert!(state(&desk).notices.is_empty(), "{:?}", state(&desk).notices);
}
