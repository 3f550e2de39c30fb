//! The network in the map view, through accessible names: cities, the matrix of pairs, the facts of a pair, and what is saved.

use crate::support::hands;
use crate::support::ledger;
use crate::support::window;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use hands::{press, press_with, state, type_text};
use ledger::{PAGES, WIDE, act, answered, desk, names, read};
use shuangcheng::{
    app::{
        action::Action,
        ledger::{LedgerAction, Report, View, Wish},
    },
    corpus::Target,
    facts::Kind,
};
use window::{Desk, folder_of, open};

fn map() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&PAGES);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Num2);
    assert_eq!(state(&desk).ledger.view, View::Map);
    (folder, desk)
}

#[test]
fn pairs_bear_the_number_and_kinds_of_their_facts() {
    let (_folder, mut desk) = map();
    let network = &state(&desk).ledger.listed.network;
    assert_eq!(network.pairs.len(), 3, "{network:?}");
    let most = network.pairs[0].clone();
    assert_eq!(most.kinds.iter().sum::<u32>(), most.facts);
    let _ = desk.harness.get_by_label(&format!("遂宁 {} 项", most.facts));
    let cells = format!("潼南 × 遂宁 {} 项合作", most.facts);
    assert_eq!(desk.harness.get_all_by_label(&cells).count(), 2, "the matrix has two halves");
    // Only agreements: the others lose their lines.
    act(&mut desk, LedgerAction::Wish(Wish { kinds: [Kind::Agreement].into(), ..Wish::default() }));
    assert_eq!(state(&desk).ledger.listed.network.pairs.len(), 1);
}

#[test]
fn a_pair_shows_its_facts_and_a_fact_its_sentence() {
    let (_folder, mut desk) = map();
    let all = names(&desk).len();
    desk.harness.get_by_label_contains("北碚 × 绵阳 1 项合作，").click();
    answered(&mut desk);
    assert!(state(&desk).ledger.wish.pair.is_some());
    assert!(names(&desk).len() < all);
    assert_eq!(state(&desk).ledger.listed.network.pairs.len(), 3, "the matrix keeps the others");
    assert_eq!(state(&desk).ledger.listed.network.facts as usize, all, "and counts their facts");
    let row = desk.harness.get_by(|node| {
        node.role() == Role::ListBoxOption && node.label().is_some_and(|label| label.contains("产业园"))
    });
    row.click();
    desk.settle();
    assert!(state(&desk).ledger.fact().unwrap().name.contains("产业园"));
    let _ = desk.harness.get_by_label_contains("出处 1 / 1");
    desk.harness.get_by_label("去掉：北碚 × 绵阳").click();
    answered(&mut desk);
    assert_eq!(names(&desk).len(), all);
    press(&mut desk, Key::Slash);
    type_text(&mut desk, "大桥");
    answered(&mut desk);
    assert_eq!(state(&desk).ledger.listed.network.pairs.len(), 1, "it obeys the search box");
}

#[test]
fn it_is_saved_as_drawing_picture_and_table() {
    let (_folder, mut desk) = desk();
    act(&mut desk, LedgerAction::Show(View::Map));
    for report in [Report::NetworkSvg, Report::NetworkPng, Report::PairsCsv] {
        let to = desk.data.path().join(format!("网.{}", report.extension()));
        desk.harness.state_mut().push(Action::Ledger(LedgerAction::SaveTo { report, to: to.clone() }));
        desk.settle();
        desk.wait(|w| w.state().notices.iter().any(|notice| notice.what == "notice-exported"));
        let bytes = std::fs::read(to).unwrap();
        match report {
            Report::NetworkSvg => {
                let text = String::from_utf8(bytes).unwrap();
                assert!(
                    text.contains(">遂宁 ") && text.matches("<line ").count() == 4,
                    "three pairs, one of two kinds: {text}"
                );
                assert!(text.contains("城市合作图：") && text.contains(">协议<") && text.contains("线越宽"), "{text}");
            }
            Report::NetworkPng => assert!(image::load_from_memory(&bytes).unwrap().width() > 1500),
            _ => {
                let text = String::from_utf8(bytes).unwrap();
                assert!(text.starts_with("\u{feff}城市,合作方,事项,协议") && text.contains("潼南,遂宁,"), "{text}");
            }
        }
        let id = state(&desk).notices.last().unwrap().id;
        desk.harness.state_mut().push(Action::Dismiss(id));
        desk.settle();
    }
}
