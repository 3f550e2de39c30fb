//! The fonts and colours of the layout card: chosen by name while the article shows them at once.

use crate::support::hands;
use crate::support::window;

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use hands::{has, press, state};
use shuangcheng::{
    app::{
        action::Action,
        jobs::voice::Voice,
        state::{Face, LatinFace, ShownScript, ThemeChoice},
    },
    corpus::Target,
    text::span::ByteRange,
};
use window::{Desk, folder_of, open};

const PAGE: &str = "两区签订修路协议\n2021-03-05 来源：测试日报\n\n　　甲区和乙区的代表到会，双方签订了 Typesetting and Reading 的协议，GDP 增长百分之五。\n　　协议写明先修桥，再修路，修好之后两区共同照看，费用各出一半。\n";

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = folder_of(&[("a.txt", PAGE)]);
    let mut desk = open((1440.0, 900.0), false, Some(Target::Folder(folder.path().to_path_buf())));
    desk.wait(|w| w.state().marks.is_some() && w.state().selected.as_deref() == Some("a.txt"));
    desk.settle();
    click(&mut desk, "版面");
    (folder, desk)
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.query_all_by_label(name).next().unwrap_or_else(|| panic!("no {name}")).click();
    desk.settle();
}

/// Where the line with these words ends, as those who listen are told.
fn right_of(desk: &Desk, words: &str) -> f32 {
    desk.harness
        .get_by(|node| node.role() == egui::accesskit::Role::TextRun && node.value().is_some_and(|v| v.contains(words)))
        .rect()
        .right()
}

#[test]
fn faces_are_chosen_in_the_card_which_stays_open() {
    let (_folder, mut desk) = desk();
    click(&mut desk, "正文字体 双城宋体");
    click(&mut desk, "双城黑体");
    assert_eq!(state(&desk).settings.layout.face, Face::Sans);
    assert!(has(&desk, "正文字体 双城黑体"), "the card is still there and says what holds");
    click(&mut desk, "双城宋体");
    assert_eq!(state(&desk).settings.layout.face, Face::Serif);
    click(&mut desk, "正文字体 双城宋体");
    assert!(!has(&desk, "双城黑体"), "the list is folded");
}

#[test]
fn latin_letters_have_a_face_of_their_own() {
    let (_folder, mut desk) = desk();
    assert_eq!(state(&desk).latin(), None);
    click(&mut desk, "西文字体 与正文相同");
    click(&mut desk, "双城黑体");
    assert_eq!(state(&desk).settings.layout.latin, LatinFace::Embedded(Face::Sans));
    assert!(state(&desk).latin().is_some());
    let han = right_of(&desk, "协议写明");
    click(&mut desk, "与正文相同");
    assert_eq!(state(&desk).latin(), None);
    assert!((right_of(&desk, "协议写明") - han).abs() < 0.1, "lines of Han alone stay as they are");
}

#[test]
fn ones_own_colours_are_mixed_in_the_card_and_can_be_taken_back() {
    let (_folder, mut desk) = desk();
    click(&mut desk, "自己的颜色");
    assert_eq!(state(&desk).settings.theme, ThemeChoice::Own);
    assert!(!has(&desk, "恢复原来的颜色"), "looking at the sliders changes nothing");
    click(&mut desk, "字");
    let first = state(&desk).settings.colours;
    desk.harness.get_by_label("明度").focus();
    desk.settle();
    for _ in 0..50 {
        press(&mut desk, Key::ArrowRight);
    }
    let colours = state(&desk).settings.colours;
    assert!(colours.ink.value > first.ink.value + 0.4 && colours.paper == first.paper, "{colours:?}");
    let warned = |desk: &Desk| desk.harness.query_all_by(|n| n.value().is_some_and(|l| l.contains("对比只有"))).count();
    assert_eq!(warned(&desk), 1, "grey on paper is hard to read, and the card says so");
    click(&mut desk, "恢复原来的颜色");
    assert_eq!(state(&desk).settings.colours, first);
    assert_eq!(warned(&desk), 0);
    click(&mut desk, "白");
    assert_eq!(state(&desk).settings.theme, ThemeChoice::White);
}

#[test]
fn the_forms_of_hong_kong_are_a_script_of_their_own() {
    let (_folder, mut desk) = desk();
    click(&mut desk, "香港");
    assert_eq!(state(&desk).settings.layout.script, ShownScript::Hk);
    let shown = desk.harness.query_all_by(|n| n.value().is_some_and(|v| v.contains("協議"))).count();
    assert!(shown > 0);
}

#[test]
fn the_button_for_reading_aloud_is_there_where_there_is_a_voice() {
    let (_folder, mut desk) = desk();
    assert!(!has(&desk, "朗读"), "no voice, no button");
    press(&mut desk, Key::Escape);
    desk.harness.state_mut().push(Action::VoiceFound(Some(Voice::default())));
    desk.settle();
    click(&mut desk, "朗读");
    assert!(has(&desk, "停止") || !has(&desk, "朗读") || state(&desk).aloud.is_none(), "it reads, or cannot");
    let generation = state(&desk).aloud_generation;
    assert_eq!(generation, 1);
    desk.harness.state_mut().push(Action::Spoken { generation: 99, at: Some(ByteRange::new(0, 3)) });
    desk.settle();
    assert_ne!(state(&desk).aloud.as_ref().and_then(|aloud| aloud.at), Some(ByteRange::new(0, 3)), "an older reading");
}
