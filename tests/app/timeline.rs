//! The timeline in the window, through accessible names: lanes, zoom, keys, sentences, and what is saved of it.

use crate::support::hands;
use crate::support::ledger;
use crate::support::window;

use egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hands::{press, press_with, state, type_text};
use ledger::{PAGES, WIDE, act, answered, desk, names, read};
use shuangcheng::{
    app::{
        action::Action,
        ledger::{LedgerAction, Report, View},
        timeline::{LaneBy, days_of},
    },
    corpus::Target,
};
use window::{Desk, folder_of, open};

/// The window with a timeline: the pages of the ledger, and one whose days have no year.
fn line() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&PAGES);
    let more = "年初的事\n\n　　8月7日，泸州市成立测试航运发展领导小组。\n";
    std::io::Write::write_all(&mut std::fs::File::create(folder.path().join("戊.txt")).unwrap(), more.as_bytes())
        .unwrap();
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Num3);
    assert_eq!(state(&desk).ledger.view, View::Timeline);
    (folder, desk)
}

fn labels(desk: &Desk, role: Role) -> Vec<String> {
    let nodes = desk.harness.query_all_by(|node| node.role() == role);
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

/// Where a mark stands.
fn x_of(desk: &Desk, name: &str) -> f32 {
    let nodes = desk.harness.query_all_by(|node| {
        node.role() == Role::ListBoxOption && node.label().is_some_and(|label| label.contains(name))
    });
    nodes
        .map(|node| node.rect().center().x)
        .next()
        .unwrap_or_else(|| panic!("{name}: {:?}", labels(desk, Role::ListBoxOption)))
}

#[test]
fn facts_stand_in_lanes_in_the_order_of_time() {
    let (_folder, mut desk) = line();
    let lanes = labels(&desk, Role::Heading);
    assert!(lanes.iter().any(|lane| lane.starts_with("潼南 × 遂宁 ")), "{lanes:?}");
    assert!(x_of(&desk, "大桥") < x_of(&desk, "水运合作") && x_of(&desk, "水运合作") < x_of(&desk, "产业园"));
    assert!(x_of(&desk, "航运发展领导小组") < x_of(&desk, "大桥"), "what has no year stands before all years");
    let _ = desk.harness.get_by_label_contains("领导小组，08-07");
    desk.harness.get_by_label("按类别").click();
    answered(&mut desk);
    assert_eq!(state(&desk).ledger.timeline.by, LaneBy::Kind);
    assert!(labels(&desk, Role::Heading).iter().any(|lane| lane.starts_with("协议 ")));
    desk.harness.get_by_label("按城市").click();
    answered(&mut desk);
    assert!(labels(&desk, Role::Heading).iter().any(|lane| lane.starts_with("遂宁 ")));
}

#[test]
fn it_is_zoomed_and_moved_and_shown_whole_again() {
    let (_folder, mut desk) = line();
    let apart = |desk: &Desk| x_of(desk, "水运合作") - x_of(desk, "大桥");
    let before = apart(&desk);
    press(&mut desk, Key::Minus);
    assert!((apart(&desk) / before - 1.0 / 1.6).abs() < 0.02);
    press(&mut desk, Key::Num0);
    assert!((apart(&desk) - before).abs() < 1.0);
    let at = egui::pos2(x_of(&desk, "大桥"), 700.0);
    desk.harness.event(Event::PointerMoved(at));
    desk.harness.event(Event::Zoom(1.25));
    desk.harness.run_steps(4);
    assert!((apart(&desk) / before - 1.25).abs() < 0.02, "{}", apart(&desk) / before);
    assert!((x_of(&desk, "大桥") - at.x).abs() < 1.5, "what is under the pointer stays there");
    desk.harness.get_by_label("全部时间").click();
    desk.settle();
    assert!(state(&desk).ledger.timeline.camera.is_none());
    assert!((apart(&desk) - before).abs() < 1.0);
}

#[test]
fn a_click_shows_the_sentence_and_keys_go_along_and_across() {
    let (_folder, mut desk) = line();
    let mark = labels(&desk, Role::ListBoxOption).into_iter().find(|label| label.contains("水运合作")).unwrap();
    desk.harness.get_by_label(&mark).click_accesskit();
    desk.settle();
    assert!(state(&desk).ledger.fact().unwrap().name.contains("水运合作"));
    let _ = desk.harness.get_by_label_contains("出处 1 / 2");
    let day = |desk: &Desk| {
        let ledger = &state(desk).ledger;
        days_of(&ledger.book, ledger.chosen.unwrap()).unwrap().0
    };
    let mut seen = vec![day(&desk)];
    for _ in 0..4 {
        press(&mut desk, Key::ArrowRight);
        seen.push(day(&desk));
    }
    let lane = state(&desk).ledger.fact().unwrap().parties.clone();
    press(&mut desk, Key::ArrowDown);
    assert_ne!(state(&desk).ledger.fact().unwrap().parties, lane);
    press(&mut desk, Key::ArrowUp);
    assert_eq!(state(&desk).ledger.fact().unwrap().parties, lane);
    press(&mut desk, Key::Enter);
    assert_eq!(state(&desk).ledger.view, View::Reader);
}

#[test]
fn it_obeys_the_search_box() {
    let (_folder, mut desk) = line();
    press(&mut desk, Key::Slash);
    type_text(&mut desk, "大桥");
    answered(&mut desk);
    assert_eq!(labels(&desk, Role::ListBoxOption).len(), names(&desk).len());
    assert_eq!(labels(&desk, Role::Heading).iter().filter(|lane| lane.contains('×')).count(), 1);
}

#[test]
fn it_is_saved_as_drawing_and_picture() {
    let (_folder, mut desk) = desk();
    act(&mut desk, LedgerAction::Show(View::Timeline));
    for report in [Report::TimelineSvg, Report::TimelinePng] {
        let to = desk.data.path().join(format!("线.{}", report.extension()));
        desk.harness.state_mut().push(Action::Ledger(LedgerAction::SaveTo { report, to: to.clone() }));
        desk.settle();
        desk.wait(|w| w.state().notices.iter().any(|notice| notice.what == "notice-exported"));
        let bytes = std::fs::read(to).unwrap();
        if report == Report::TimelineSvg {
            let text = String::from_utf8(bytes).unwrap();
            for sign in ["时间线：", "写明日期", "日期由上下文推定", "年份未知", "一段时间"] {
                assert!(text.contains(sign), "{sign}: {text}");
            }
            let dots = text.matches("<circle ").count();
            assert_eq!(
                text.matches("</title></circle>").count(),
                dots - 3,
                "every dot but those of the signs has its name"
            );
            assert!(text.contains("潼南 × 遂宁") && text.contains("水运合作协议") && text.contains(">2021"), "{text}");
        } else {
            let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
            assert!(picture.width() > 1500 && picture.height() > 300);
            let ink = picture.pixels().filter(|pixel| pixel.0[0] < 100).count();
            assert!(ink > 2000, "{ink}");
        }
        let id = state(&desk).notices.last().unwrap().id;
        desk.harness.state_mut().push(Action::Dismiss(id));
        desk.settle();
    }
}

#[test]
fn zooming_never_leads_to_where_nothing_is() {
    let (_folder, mut desk) = line();
    let dots = |desk: &Desk| {
        let nodes = desk.harness.query_all_by(|node| node.role() == Role::ListBoxOption);
        nodes.filter(|node| (20.0..1_100.0).contains(&node.rect().left())).count()
    };
    for _ in 0..12 {
        press(&mut desk, Key::Plus);
        assert!(dots(&desk) > 0, "nothing is in sight");
    }
    press(&mut desk, Key::Num0);
    // The chosen one stays in sight, wherever it is.
    let park = state(&desk).ledger.book.facts.iter().position(|fact| fact.name.contains("产业园")).unwrap();
    act(&mut desk, LedgerAction::Choose { fact: Some(u32::try_from(park).unwrap()), row: 0 });
    for _ in 0..12 {
        press(&mut desk, Key::Plus);
        let x = x_of(&desk, "产业园");
        assert!((20.0..1_100.0).contains(&x), "{x}");
    }
}

#[test]
fn plus_is_typed_with_shift() {
    let (_folder, mut desk) = line();
    let apart = |desk: &Desk| x_of(desk, "水运合作") - x_of(desk, "大桥");
    let before = apart(&desk);
    press_with(&mut desk, Modifiers::SHIFT, Key::Plus);
    let placed = state(&desk).ledger.timeline.camera.is_some();
    assert!(placed, "before {before}");
}

#[test]
fn a_lane_with_very_many_facts_leaves_the_others_theirs() {
    let mut many = String::from("一年的事\n2021年12月30日\n\n");
    for n in 0..400 {
        let (month, day) = (1 + n % 12, 1 + n % 28);
        many.push_str(&format!("　　2021年{month}月{day}日，遂宁市与潼南区共建的测试第{n}号产业园揭牌成立。\n"));
    }
    let many: Vec<(String, String)> =
        (0..3).map(|at| (format!("多{at}.txt"), many.replace("测试", &format!("测试{at}")))).collect();
    let mut pages: Vec<(&str, &str)> = PAGES.to_vec();
    pages.extend(many.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let folder = folder_of(&pages);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Num3);
    assert!(state(&desk).ledger.listed.facts.len() > 900, "{}", state(&desk).ledger.listed.facts.len());
    let marks = labels(&desk, Role::ListBoxOption);
    for name in ["大桥", "测试科技产业园"] {
        assert!(marks.iter().any(|label| label.contains(name)), "{name} of another lane is drawn");
    }
    assert!(marks.iter().any(|label| label.contains("这里另有")), "what stands too close is counted");
    assert!(marks.len() < 700, "{}", marks.len());
}

#[test]
fn a_few_facts_far_from_all_others_do_not_press_these_together() {
    let mut many = String::from("一年的事\n2021年12月30日\n\n");
    for n in 0..200 {
        let (month, day) = (1 + n % 12, 1 + n % 28);
        many.push_str(&format!("　　2021年{month}月{day}日，遂宁市与潼南区共建的测试第{n}号产业园揭牌成立。\n"));
    }
    let old = "旧事\n2021年12月30日\n\n　　1985年3月5日，泸州市与永川区签订《测试旧码头合作协议》。\n";
    let folder = folder_of(&[("多.txt", many.as_str()), ("旧.txt", old)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    read(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Num3);
    let years = |desk: &Desk| {
        let ledger = &state(desk).ledger;
        let (lanes, _) = shuangcheng::app::timeline::lanes(&ledger.listed, ledger.timeline.by);
        shuangcheng::app::timeline::shown_first(&ledger.book, &lanes, ledger.timeline.whole).unwrap()
    };
    let ((from, to), beyond) = years(&desk);
    assert!(to - from < 800 && beyond == 1, "{from}..{to}, {beyond}");
    assert!(desk.harness.query_by_label_contains("测试旧码头").is_none());
    press(&mut desk, Key::Num0);
    let ((from, to), beyond) = years(&desk);
    assert!(to - from > 12_000 && beyond == 0, "all of time is all of it");
    let _ = x_of(&desk, "测试旧码头");
}
