//! A window with a small folder of facts, and what hands do in its ledger.

use shuangcheng::{
    app::{
        action::Action,
        ledger::{LedgerAction, View},
    },
    corpus::Target,
};

use crate::{
    support::hands::state,
    support::window::{Desk, folder_of, open},
};

/// Size of the window.
pub const WIDE: (f32, f32) = (1440.0, 900.0);

/// The pages of the folder.
pub const PAGES: [(&str, &str); 4] = [
    (
        "甲.txt",
        "两地签约\n2021年3月6日 来源：测试日报\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元。\n　　双方同日成立水运发展领导小组。\n",
    ),
    (
        "乙.txt",
        "水运协议落地\n2021年4月2日 来源：样例晚报\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资15亿元。\n",
    ),
    (
        "丙.txt",
        "泸州大桥\n2019年10月8日 来源：测试日报\n\n　　泸州市与永川区共同建设的测试长江大桥开工，预计2020年底建成。\n",
    ),
    ("丁.txt", "绵阳的园区\n2022年5月3日\n\n　　5月2日，绵阳市与北碚区共建的测试科技产业园揭牌成立。\n"),
];

/// The folder and the window with its ledger open.
pub fn desk() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&PAGES);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    act(&mut desk, LedgerAction::Show(View::Ledger));
    (folder, desk)
}

/// Waits until the facts are read.
pub fn read(desk: &mut Desk) {
    desk.wait(|w| w.state().ledger.book.complete && w.state().ledger.listed.book.complete);
    desk.wait(|w| w.state().ledger.people.generation == w.state().ledger.book.generation);
    answered(desk);
}

/// Waits until what is on screen is what was asked for.
pub fn answered(desk: &mut Desk) {
    desk.settle();
    desk.wait(|w| w.state().listing.generation == w.state().ask_generation);
    desk.wait(|w| w.state().ledger.listed.generation == w.state().ledger.ask_generation);
    desk.settle();
}

/// Does something and waits for what follows.
pub fn act(desk: &mut Desk, action: LedgerAction) {
    desk.harness.state_mut().push(Action::Ledger(action));
    answered(desk);
}

/// The names of the facts in their order.
pub fn names(desk: &Desk) -> Vec<String> {
    let ledger = &state(desk).ledger;
    ledger.listed.facts.iter().map(|&fact| ledger.book.fact(fact).unwrap().name.clone()).collect()
}
