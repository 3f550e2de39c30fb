//! What the shown article holds, through accessible names: its facts in a list and in the margin, its numbers, its actions.

use crate::support::hands;
use crate::support::window;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{press, press_with, state, type_text};
use shuangcheng::{app::ledger::View, corpus::Target};
use window::{Desk, folder_of, open};

const PAGE: &str = "两地推进水运\n2021年3月6日 来源：测试日报\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元，疏浚航道35公里，配套投资3200万元。各部门要按月报告进展，年底总结。\n　　一、航道提升行动。疏浚浅滩，增设航标。责任单位：市交通局、市水利局。\n　　二、港口共建行动。共同建设一座港口，由市发展改革委牵头推进。\n";

fn page() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&[("甲.txt", PAGE)]);
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().ledger.book.complete);
    desk.settle();
    (folder, desk)
}

fn links(desk: &Desk) -> Vec<String> {
    let nodes = desk.harness.query_all_by(|node| node.role() == Role::Link);
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn facts_are_listed_and_lead_to_their_sentence() {
    let (_folder, mut desk) = page();
    press(&mut desk, Key::T);
    let row = links(&desk).into_iter().find(|link| link.starts_with("《涪江水运合作协议》，协议 · 已签约")).unwrap();
    desk.harness.get_by_label(&row).click();
    desk.settle();
    assert!(state(&desk).overlay.is_none());
    let hits = &state(&desk).reader.hits;
    assert_eq!(hits.len(), 1);
    assert!(hits[0].of(&state(&desk).document().unwrap().page().article.text).contains("签订"));
}

#[test]
fn facts_stand_in_the_margin_on_demand() {
    let (_folder, mut desk) = page();
    let marked = |desk: &Desk| links(desk).iter().any(|link| link == "《涪江水运合作协议》");
    assert!(!marked(&desk));
    press(&mut desk, Key::I);
    assert!(marked(&desk), "{:?}", links(&desk));
    desk.harness.get_by_label("《涪江水运合作协议》").click();
    desk.settle();
    assert_eq!(state(&desk).ledger.view, View::Ledger);
    assert!(state(&desk).ledger.fact().unwrap().name.contains("水运"));
    press_with(&mut desk, Modifiers::COMMAND, Key::Num1);
    press(&mut desk, Key::I);
    assert!(!marked(&desk));
}

#[test]
fn numbers_are_sorted_and_actions_have_their_offices() {
    let (_folder, mut desk) = page();
    press(&mut desk, Key::T);
    let numbers = |desk: &Desk| -> Vec<String> {
        links(desk).into_iter().filter(|l| l.contains("亿元") || l.contains("公里") || l.contains("万元")).collect()
    };
    desk.harness.get_by_label("数字 3").click();
    desk.settle();
    assert!(numbers(&desk)[1].starts_with("35公里"), "{:?}", numbers(&desk));
    desk.harness.get_by_label("按大小排").click();
    desk.settle();
    assert!(numbers(&desk)[0].starts_with("12亿元　= 1200000000 元"), "{:?}", numbers(&desk));
    assert!(numbers(&desk)[1].starts_with("3200万元"));
    desk.harness.get_by_label("行动 2").click();
    desk.settle();
    let rows = links(&desk);
    assert!(rows.contains(&"一、航道提升行动，责任单位：市交通局、市水利局".to_owned()), "{rows:?}");
    assert!(rows.contains(&"二、港口共建行动，责任单位：市发展改革委".to_owned()), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("疏浚浅滩")));
    press(&mut desk, Key::Escape);
    press(&mut desk, Key::Slash);
    type_text(&mut desk, "t");
    assert!(state(&desk).overlay.is_none(), "a letter in the search box is a letter");
}

#[test]
fn each_fact_of_the_article_stands_once_with_its_sentences() {
    let text = "两地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。\n　　会后，遂宁市与潼南区就签订《涪江水运合作协议》答问。\n　　双方签订《涪江水运合作协议》后成立水运发展领导小组。\n";
    let folder = folder_of(&[("甲.txt", text)]);
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().ledger.book.complete);
    desk.settle();
    let witnesses =
        state(&desk).ledger.book.facts.iter().find(|fact| fact.name.contains("水运合作")).unwrap().witnesses.len();
    assert!(witnesses > 1, "{witnesses}");
    press(&mut desk, Key::T);
    let rows = links(&desk);
    assert_eq!(rows.iter().filter(|row| row.starts_with("《涪江水运合作协议》，协议")).count(), 1, "{rows:?}");
    let sentences = rows.iter().filter(|row| row.contains("《涪江水运合作协议》") && row.ends_with('。')).count();
    assert!(sentences >= witnesses, "{rows:?}");
}

#[test]
fn offices_that_speak_of_an_action_stand_with_it() {
    let text = "全会热议两项行动\n2021年3月6日\n\n　　方案从两个方面部署今年的工作，各地要抓紧落实，不得拖延，确保年底前见到成效。\n　　一、航道提升行动。市测试局负责人表示，要疏浚浅滩，加快建设码头。\n　　二、港口共建行动。新区要把港口修起来，年底前投入使用。\n";
    let folder = folder_of(&[("甲.txt", text)]);
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().ledger.book.complete);
    desk.settle();
    press(&mut desk, Key::T);
    desk.harness.get_by_label("行动 2").click();
    desk.settle();
    let rows = links(&desk);
    assert!(rows.contains(&"一、航道提升行动，谈到它的单位：市测试局".to_owned()), "{rows:?}");
    assert!(rows.contains(&"二、港口共建行动，1 条措施".to_owned()), "{rows:?}");
}
