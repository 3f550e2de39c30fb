//! The ledger in the window, through accessible names: the switch of views, kinds, sorting, grouping, filters, sentences.

use crate::support::hands;
use crate::support::ledger;
use crate::support::window;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{click, has, press, press_with, state, type_text};
use ledger::{PAGES, WIDE, act, answered, desk, names, read};
use shuangcheng::{
    app::{
        action::{Action, PlaceUse},
        ledger::{Column, GroupKey, Grouping, LedgerAction, Row, View, Wish},
    },
    corpus::Target,
    facts::{Kind, Status},
    place::{PlaceId, gazetteer},
};
use window::{Desk, folder_of, open};

fn place(name: &str) -> PlaceId {
    gazetteer().lookup(name)[0]
}

/// The rows as they are read aloud.
fn rows(desk: &Desk) -> Vec<String> {
    let nodes = desk.harness.query_all_by(|node| node.role() == Role::ListBoxOption);
    nodes.map(|node| node.accesskit_node().label().unwrap()).collect()
}

#[test]
fn the_switch_shows_the_table_and_back() {
    let folder = folder_of(&PAGES);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    desk.harness.get_by_label("台账").click();
    desk.settle();
    assert_eq!(state(&desk).ledger.view, View::Ledger);
    assert!(
        rows(&desk).iter().any(|row| row.starts_with("协议，《涪江水运合作协议》，") && row.contains("遂宁")),
        "{:?}",
        rows(&desk)
    );
    press_with(&mut desk, Modifiers::COMMAND, Key::Num1);
    assert_eq!(state(&desk).ledger.view, View::Reader);
    press_with(&mut desk, Modifiers::COMMAND, Key::Num4);
    assert_eq!(state(&desk).ledger.view, View::Ledger);
    let _ = desk.harness.get_by_label_contains("项合作");
}

#[test]
fn kinds_bear_counts_and_choose() {
    let (_folder, mut desk) = desk();
    let all = names(&desk).len();
    let _ = desk.harness.get_by_label(&format!("全部 {all}"));
    desk.harness.get_by_label("协议 1").click();
    answered(&mut desk);
    assert_eq!(state(&desk).ledger.wish.kinds, [Kind::Agreement].into());
    assert_eq!(names(&desk).len(), 1);
    let _ = desk.harness.get_by_label(&format!("全部 {all}"));
    desk.harness.get_by_label("协议 1").click();
    answered(&mut desk);
    assert_eq!(names(&desk).len(), all);
}

#[test]
fn headings_sort_and_turn_round() {
    let (_folder, mut desk) = desk();
    let by_date = names(&desk);
    desk.harness.get_by_label("时间，升序").click();
    answered(&mut desk);
    let turned = names(&desk);
    assert!(state(&desk).ledger.wish.descending);
    assert_ne!(turned, by_date);
    desk.harness.get_by_label("类别").click();
    answered(&mut desk);
    let ledger = &state(&desk).ledger;
    assert_eq!(ledger.wish.sort, Column::Kind);
    let kinds: Vec<Kind> = ledger.listed.facts.iter().map(|&f| ledger.book.fact(f).unwrap().kind).collect();
    assert!(kinds.is_sorted(), "{kinds:?}");
}

#[test]
fn rows_are_grouped_by_pair_city_kind_status_and_year() {
    let (_folder, mut desk) = desk();
    for group in Grouping::ALL {
        act(&mut desk, LedgerAction::Wish(Wish { group: Some(group), ..Wish::default() }));
        let listed = &state(&desk).ledger.listed;
        assert!(matches!(listed.rows[0], Row::Head(0)), "{group:?}");
        let counted: u32 = listed.heads.iter().map(|head| head.count).sum();
        assert_eq!(counted as usize, listed.rows.iter().filter(|row| matches!(row, Row::Fact(_))).count());
        assert!(counted as usize >= listed.facts.len(), "every fact stands somewhere");
    }
    act(&mut desk, LedgerAction::Wish(Wish { group: Some(Grouping::Pair), ..Wish::default() }));
    let listed = &state(&desk).ledger.listed;
    let (a, b) = (place("潼南"), place("遂宁"));
    assert_eq!(listed.heads[0].key, GroupKey::Pair(a.min(b), a.max(b)), "most facts first");
    let _ = desk.harness.get_by_role_and_label(Role::Heading, &format!("潼南 × 遂宁 {} 项合作", listed.heads[0].count));
}

#[test]
fn the_filter_panel_and_the_search_box_hold_for_facts() {
    let (_folder, mut desk) = desk();
    let all = names(&desk);
    desk.harness.state_mut().push(Action::UsePlace(place("泸州"), PlaceUse::Include));
    answered(&mut desk);
    let ours = names(&desk);
    assert!(!ours.is_empty() && ours.len() < all.len());
    let ledger = &state(&desk).ledger;
    assert!(ledger.listed.facts.iter().all(|&f| ledger.book.fact(f).unwrap().involves(place("泸州"))));
    desk.harness.state_mut().push(Action::UsePlace(place("泸州"), PlaceUse::Exclude));
    answered(&mut desk);
    assert_eq!(names(&desk).len(), all.len() - ours.len());
    desk.harness.state_mut().push(Action::ClearFilters);
    answered(&mut desk);
    assert_eq!(names(&desk), all);
    // Across scripts, and only facts whose own sentence says it.
    press(&mut desk, Key::Slash);
    type_text(&mut desk, "水運合作");
    answered(&mut desk);
    assert_eq!(names(&desk), ["《涪江水运合作协议》"]);
    desk.harness.state_mut().push(Action::SetSearch("没有这样的话".into()));
    answered(&mut desk);
    let _ = desk.harness.get_by_label("没有符合条件的事项");
    desk.harness.get_by_label("清除全部条件").click();
    answered(&mut desk);
    assert_eq!(names(&desk), all);
}

#[test]
fn a_row_shows_its_sentences_one_by_one_and_leads_to_the_article() {
    let (_folder, mut desk) = desk();
    let row = rows(&desk).into_iter().find(|row| row.contains("水运合作协议")).unwrap();
    desk.harness.get_by_label(&row).click();
    desk.settle();
    let fact = state(&desk).ledger.fact().unwrap();
    assert_eq!((fact.witnesses.len(), fact.status), (2, Status::Signed));
    let _ = desk.harness.get_by_label_contains("出处 1 / 2");
    let _ = desk.harness.get_by_label_contains("总投资");
    // Twelve here, fifteen there: side by side.
    let _ = desk.harness.get_by_label("数额说法不一");
    let _ = desk.harness.get_by_label_contains("12亿元（1 处）");
    desk.harness.get_by_label_contains("15亿元（1 处）").click();
    desk.settle();
    let shown = state(&desk).ledger.witness;
    press(&mut desk, Key::ArrowRight);
    assert_ne!(state(&desk).ledger.witness, shown);
    press(&mut desk, Key::ArrowRight);
    assert_eq!(state(&desk).ledger.witness, shown);
    let wanted = state(&desk).ledger.book.witness(state(&desk).ledger.chosen.unwrap(), shown).unwrap().0.clone();
    desk.harness.get_by_label("在正文中打开").click();
    desk.settle();
    assert_eq!(state(&desk).ledger.view, View::Reader);
    assert_eq!(state(&desk).selected.as_deref(), Some(&*wanted.file));
    assert_eq!(*state(&desk).reader.hits, [wanted.span], "the sentence is marked");
}

#[test]
fn of_many_things_told_differently_some_are_shown_until_all_are_wanted() {
    let page = |n: u32| {
        let text = format!(
            "签约{n}\n2021年4月{n}日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资{}亿元。\n",
            n + 10
        );
        (format!("{n:02}.txt"), text)
    };
    let pages: Vec<(String, String)> = (1..=12).map(page).collect();
    let files: Vec<(&str, &str)> = pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder_of(&files);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    desk.harness.get_by_label("台账").click();
    desk.settle();
    let row = rows(&desk).into_iter().find(|row| row.contains("水运合作协议")).unwrap();
    desk.harness.get_by_label(&row).click();
    desk.settle();
    let told = |desk: &Desk| desk.harness.query_all_by_label_contains("亿元（1 处）").count();
    assert_eq!(told(&desk), 8);
    desk.harness.get_by_label("另有 4 种").click();
    desk.settle();
    assert_eq!(told(&desk), 12);
    assert!(!has(&desk, "另有 4 种"));
}

#[test]
fn by_keyboard_alone() {
    let (_folder, mut desk) = desk();
    let count = names(&desk).len();
    press(&mut desk, Key::ArrowDown);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(0));
    press(&mut desk, Key::J);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(1));
    press(&mut desk, Key::ArrowUp);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(0));
    press(&mut desk, Key::End);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(count - 1));
    press(&mut desk, Key::PageDown);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(count - 1));
    press(&mut desk, Key::Home);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(0));
    // Headings are no stops.
    act(&mut desk, LedgerAction::Wish(Wish { group: Some(Grouping::Kind), ..Wish::default() }));
    press(&mut desk, Key::Home);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(1));
    press(&mut desk, Key::Enter);
    assert_eq!(state(&desk).ledger.view, View::Reader);
}

#[test]
fn what_was_due_and_has_no_later_word_is_found() {
    let (_folder, mut desk) = desk();
    assert_eq!(state(&desk).ledger.listed.overdue, 1, "{:?}", names(&desk));
    act(&mut desk, LedgerAction::Wish(Wish { overdue: true, ..Wish::default() }));
    assert!(names(&desk)[0].contains("大桥"), "{:?}", names(&desk));
    desk.harness.get_by_label("去掉：到期未见下文").click();
    answered(&mut desk);
    assert!(names(&desk).len() > 1);
}

#[test]
fn another_folder_brings_its_own_facts() {
    let (_folder, mut desk) = desk();
    press(&mut desk, Key::ArrowDown);
    assert!(state(&desk).ledger.chosen.is_some());
    let other = folder_of(&[("戊.txt", "一件小事\n\n　　大家都说这样的日子越过越好，往后还会更好。\n")]);
    desk.harness.state_mut().push(Action::Open(Target::Folder(other.path().to_path_buf())));
    desk.settle();
    desk.wait(|w| w.state().loading.is_none() && w.state().listing.snapshot.documents.len() == 1);
    read(&mut desk);
    assert!(state(&desk).ledger.chosen.is_none() && names(&desk).is_empty());
    let _ = desk.harness.get_by_label("这些文章里没有认出合作事项");
}

#[test]
fn what_is_shown_is_saved_in_four_formats() {
    let (_folder, mut desk) = desk();
    desk.harness.get_by_label("协议 1").click();
    answered(&mut desk);
    for (menu, ending) in [("CSV 表格", "csv"), ("XLSX 表格", "xlsx"), ("Markdown", "md"), ("JSON", "json")] {
        desk.harness.get_by_label("导出").click();
        desk.settle();
        desk.harness.get_by_label(menu).click();
        desk.settle();
        // There are no dialogs here: a place is proposed.
        desk.wait(|w| !w.state().notices.is_empty());
        desk.settle();
        desk.harness.get_by_label("存到那里").click();
        desk.settle();
        desk.wait(|w| w.state().notices.iter().any(|notice| notice.what == "notice-exported"));
        let notice = state(&desk).notices.last().unwrap();
        assert!(notice.name.ends_with(ending), "{notice:?}");
        let bytes = std::fs::read(desk.data.path().join(&notice.name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        // The parts of XLSX are packed: what is in them is tested where they are made.
        assert!(ending == "xlsx" || text.contains("《涪江水运合作协议》"), "{ending}: {text}");
        assert!(!text.contains("测试科技产业园"), "only what is shown");
        match ending {
            "csv" => assert!(text.starts_with('\u{feff}')),
            "xlsx" => assert!(text.starts_with("PK") && text.contains("xl/worksheets/sheet3.xml")),
            "md" => assert!(text.starts_with("| 序号 | 类别 | 名称 |") && text.contains("](file:///"), "{text}"),
            _ => assert!(serde_json::from_str::<serde_json::Value>(&text).unwrap().as_array().unwrap().len() == 1),
        }
        let id = notice.id;
        desk.harness.state_mut().push(Action::Dismiss(id));
        desk.settle();
    }
}

#[test]
fn people_and_organisations_that_carry_facts_choose_rows() {
    let pages = [
        (
            "甲.txt",
            "两地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，遂宁市委书记李明轩出席签约仪式。\n　　当天，遂宁市商务局与潼南区商务局签订《商贸合作协议》。\n",
        ),
        ("乙.txt", "开工\n2022年4月6日\n\n　　4月6日，泸州市测试长江大桥开工。市长何时到场，市长热线没有说。\n"),
    ];
    let folder = folder_of(&pages);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    answered(&mut desk);
    let all = names(&desk).len();
    desk.harness.get_by_label("人物与机构").click();
    desk.settle();
    desk.harness.get_by_role_and_label(Role::TextInput, "查找姓名或机构").focus();
    desk.settle();
    type_text(&mut desk, "李");
    assert!(!has(&desk, "潼南区商务局"), "only who is looked for");
    desk.harness.get_by_label_contains("李明轩（遂宁市委书记）").click();
    answered(&mut desk);
    assert_eq!(state(&desk).ledger.wish.who.as_deref(), Some("李明轩"));
    assert_eq!(names(&desk), ["《涪江水运合作协议》"], "of {all}");
    // A chip says so, and takes it away.
    desk.harness.get_by_label("去掉：李明轩").click();
    answered(&mut desk);
    assert_eq!(names(&desk).len(), all);
    // In the card of a fact.
    desk.harness.get_by_label_contains("《商贸合作协议》，").click();
    desk.settle();
    desk.harness.get_by_label("潼南区商务局").click();
    answered(&mut desk);
    assert_eq!(names(&desk), ["《商贸合作协议》"]);
}

/// Opens the condition of a column, types into a line of it, and closes it.
fn ask_column(desk: &mut Desk, column: &str, field: &str, text: &str) {
    click(desk, &format!("按{column}筛选"));
    desk.harness.get_by_role_and_label(Role::TextInput, field).focus();
    desk.settle();
    press_with(desk, Modifiers::COMMAND, Key::A);
    if text.is_empty() {
        press(desk, Key::Delete);
    }
    type_text(desk, text);
    answered(desk);
    press(desk, Key::Escape);
    answered(desk);
}

#[test]
fn every_column_has_its_condition() {
    let (_folder, mut desk) = desk();
    let all = names(&desk);
    let names_with = |desk: &Desk, words: &[&str]| {
        let names = names(desk);
        names.len() == words.len() && words.iter().all(|word| names.iter().any(|name| name.contains(word)))
    };
    ask_column(&mut desk, "数额", "数额", "10亿元以上");
    assert!(names_with(&desk, &["水运合作协议"]), "{:?} {:?}", names(&desk), state(&desk).ledger.wish);
    click(&mut desk, "去掉：数额：10亿元以上");
    answered(&mut desk);
    ask_column(&mut desk, "时间", "日期", "2021-03..2021-04");
    assert!(names_with(&desk, &["水运合作协议", "领导小组"]), "{:?}", names(&desk));
    ask_column(&mut desk, "时间", "日期", "哪天");
    assert_eq!(names(&desk), all, "what is not understood leaves nothing out");
    ask_column(&mut desk, "时间", "日期", "");
    ask_column(&mut desk, "时间", "期限", "2020");
    assert!(names_with(&desk, &["大桥"]), "{:?}", names(&desk));
    ask_column(&mut desk, "时间", "期限", "");
    ask_column(&mut desk, "事项", "名称含", "產業");
    assert!(names_with(&desk, &["产业园"]), "{:?}", names(&desk));
    ask_column(&mut desk, "事项", "名称含", "");
    click(&mut desk, "按出处筛选");
    click(&mut desk, "出处 2 处以上");
    answered(&mut desk);
    assert!(names_with(&desk, &["水运合作协议"]), "{:?}", names(&desk));
}

#[test]
fn plans_without_a_deadline_that_nobody_speaks_of_again_are_picked_out() {
    let pages = [
        ("甲.txt", "修路\n2021年3月6日\n\n　　遂宁市与潼南区计划建设测试快速通道。\n"),
        ("乙.txt", "开工\n2022年4月6日\n\n　　4月6日，泸州市测试长江大桥开工。\n"),
    ];
    let folder = folder_of(&pages);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    assert_eq!(state(&desk).ledger.listed.quiet, 1);
    desk.harness.get_by_role_and_label(Role::Button, "进展").click();
    desk.settle();
    click(&mut desk, "谋划一年未见下文");
    answered(&mut desk);
    assert_eq!(names(&desk), ["测试快速通道"]);
}

#[test]
fn the_history_leads_to_its_sentences_and_the_rule_is_told() {
    let pages = [
        ("甲.txt", "签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。\n"),
        ("乙.txt", "再议\n2021年5月6日\n\n　　遂宁市与潼南区计划签订《涪江水运合作协议》。\n"),
    ];
    let folder = folder_of(&pages);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    act(&mut desk, LedgerAction::Choose { fact: Some(0), row: 0 });
    assert!(has(&desk, "谁与谁签订、签署什么（signs）"), "the rule in words");
    let fact = state(&desk).ledger.fact().unwrap();
    let before = state(&desk).ledger.witness;
    let other = fact.witnesses.iter().position(|one| one.status != fact.witnesses[before].status).unwrap();
    assert_eq!(fact.witnesses[other].status, Status::Signed);
    // The later report still speaks of a plan, which takes nothing back.
    click(&mut desk, "2021-03-05 … 2021-05-06（2 次） 已签约：看这一处");
    assert_eq!(state(&desk).ledger.witness, other);
}

#[test]
fn a_row_that_was_put_right_stays_in_sight() {
    let pages: Vec<(String, String)> = (0..60)
        .map(|n| {
            let (month, day) = (n / 28 + 1, n % 28 + 1);
            let text = format!(
                "协议{n}\n2021年{month}月{day}日\n\n　　{month}月{day}日，遂宁市与潼南区签订《第{n}号测试合作协议》。\n"
            );
            (format!("{n:03}.txt"), text)
        })
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder_of(&pages);
    let mut desk = open((1100.0, 700.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    let third = state(&desk).ledger.listed.facts[3];
    act(&mut desk, LedgerAction::Choose { fact: Some(third), row: 3 });
    press(&mut desk, Key::E);
    // Its date sends it to the end of the table.
    desk.harness.get_by_role_and_label(Role::TextInput, "日期").focus();
    desk.settle();
    press_with(&mut desk, Modifiers::COMMAND, Key::A);
    type_text(&mut desk, "2025");
    click(&mut desk, "保存");
    desk.wait(|w| {
        w.state().ledger.book.facts.table.by_user().contains(&1)
            && w.state().ledger.listed.book.facts.table.by_user().contains(&1)
    });
    answered(&mut desk);
    assert_eq!(state(&desk).ledger.chosen_row(), Some(59));
    let row = desk.harness.query_all_by_label_contains("第3号测试合作协议").find(|node| node.rect().height() < 40.0);
    let rect = row.expect("it is drawn").rect();
    assert!(rect.top() > 100.0 && rect.bottom() < 700.0, "{rect:?}");
}

#[test]
fn the_menu_of_the_card_shows_all_it_has() {
    let (_folder, mut desk) = desk();
    let first = state(&desk).ledger.listed.facts[0];
    act(&mut desk, LedgerAction::Choose { fact: Some(first), row: 0 });
    click(&mut desk, "有误？改正或隐藏");
    let items: Vec<egui::Rect> =
        desk.harness.query_all_by(|node| node.role() == Role::MenuItem).map(|node| node.rect()).collect();
    assert_eq!(items.len(), 8);
    let all = items.iter().fold(egui::Rect::NOTHING, |all, rect| all.union(*rect));
    assert!(all.top() > 0.0 && all.bottom() < WIDE.1, "{all:?}");
}

#[test]
fn the_filter_of_a_column_has_the_cursor_at_once() {
    let (_folder, mut desk) = desk();
    let all = names(&desk).len();
    click(&mut desk, "按事项筛选");
    type_text(&mut desk, "大桥");
    answered(&mut desk);
    assert!(names(&desk).len() < all, "{:?}", state(&desk).ledger.wish.cells);
}
