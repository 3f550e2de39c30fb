//! The reading view through the eyes of a reader: what it shows, where it goes, what can be selected and copied.

use crate::support::cpu_renderer;
use crate::support::picture;

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use shuangcheng::{
    app::{
        action::{Action, ReaderCommand},
        fonts,
        panels::reader::{self, ReaderModel, ReaderView},
        state::{Layout, Place, ShownScript},
        theme::Theme,
    },
    library::{Document, document_of},
    text::span::ByteRange,
    words::{Language, Words},
};

struct Desk {
    model: ReaderModel,
    view: ReaderView,
    theme: Theme,
    words: Words,
    actions: Vec<Action>,
}

fn page(name: &str, text: &str) -> Arc<Document> {
    Arc::new(document_of(name, text.as_bytes()))
}

fn model(document: Arc<Document>) -> ReaderModel {
    ReaderModel {
        side: reader::Side::Main,
        paired: false,
        leads: true,
        compared: None,
        document,
        layout: Layout::default(),
        own_font: None,
        latin: None,
        hits: Arc::default(),
        current_hit: None,
        find: None,
        original: false,
        furniture_open: false,
        place: Place::default(),
        has_voice: false,
        aloud: None,
        has_keys: true,
        marks: None,
        colour: shuangcheng::library::marks::Colour::Yellow,
        facts: vec![],
        can_correct: true,
        last_format: "md",
    }
}

fn harness(model: ReaderModel, dark: bool, size: [f32; 2]) -> Harness<'static, Desk> {
    let theme = Theme::of(dark);
    let desk = Desk {
        model,
        view: ReaderView::default(),
        theme: theme.clone(),
        words: Words::new(Language::Hans),
        actions: vec![],
    };
    Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .allow_missing_glyphs()
        .renderer(cpu_renderer::CpuRenderer::default())
        .with_context_setup(move |ctx| {
            ctx.set_fonts(fonts::definitions(false, None));
            theme.apply(ctx);
        })
        .build_ui_state(
            |ui, desk: &mut Desk| {
                let Desk { model, view, theme, words, actions } = desk;
                reader::show(ui, model, view, theme, words, actions);
            },
            desk,
        )
}

#[test]
fn look() {
    let Ok(path) = std::env::var("LOOK") else { return };
    let text = std::fs::read_to_string(&path).unwrap();
    let mut model = model(page("look.txt", &text));
    model.original = std::env::var("ORIGINAL").is_ok();
    model.furniture_open = std::env::var("OPEN").is_ok();
    if let Ok(word) = std::env::var("FIND") {
        model.hits = Arc::new(text.match_indices(&word).map(|(at, w)| ByteRange::new(at, at + w.len())).collect());
        model.current_hit = Some(0);
    }
    let width = std::env::var("WIDTH").map_or(820.0, |w| w.parse().unwrap());
    let mut harness = harness(model, std::env::var("DARK").is_ok(), [width, 820.0]);
    harness.run_steps(4);
    for _ in 0..std::env::var("PAGES").map_or(0, |w| w.parse().unwrap()) {
        harness.state_mut().view.inbox.push(ReaderCommand::PageDown);
        harness.run_steps(2);
    }
    if std::env::var("ALL").is_ok() {
        harness.state_mut().view.inbox.push(ReaderCommand::SelectAll);
        harness.run_steps(2);
    }
    if let Ok(at) = std::env::var("HOVER") {
        let (x, y) = at.split_once(',').unwrap();
        harness.hover_at(egui::pos2(x.parse().unwrap(), y.parse().unwrap()));
        harness.run_steps(80);
    }
    harness.render().unwrap().save(std::env::var("OUT").unwrap_or("/tmp/look.png".into())).unwrap();
}

const INTERVIEW: &str = include_str!("../../seeds/01-interview.txt");
const CONFERENCE: &str = include_str!("../../seeds/05-conference.txt");

fn open(text: &str) -> Harness<'static, Desk> {
    let mut harness = harness(model(page("page.txt", text)), false, [1000.0, 800.0]);
    harness.run_steps(3);
    harness
}

fn command(harness: &mut Harness<'_, Desk>, command: ReaderCommand) {
    harness.state_mut().view.inbox.push(command);
    harness.run_steps(2);
}

fn place(harness: &Harness<'_, Desk>) -> Place {
    let moved = |action: &Action| match action {
        Action::ReaderMoved(place) => Some(*place),
        _ => None,
    };
    let Some(place) = harness.state().actions.iter().rev().find_map(moved) else {
        panic!("the view says where it stands")
    };
    place
}

fn copied(harness: &mut Harness<'_, Desk>) -> Option<String> {
    harness.state_mut().actions.clear();
    command(harness, ReaderCommand::Copy);
    harness.state().actions.iter().find_map(|action| match action {
        Action::Copy(text) => Some(text.clone()),
        _ => None,
    })
}

/// The first body paragraph: its text and the middle of its first line on screen.
fn paragraph(harness: &Harness<'_, Desk>, starts: &str) -> (String, egui::Rect) {
    let node =
        harness.get_by(|node| node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with(starts)));
    (node.accesskit_node().value().unwrap_or_default(), node.rect())
}

const TWO: &str = "两地共建园区\n\n某某日报  2020年7月29日\n\n首段写两地的由来，有二十个字以上才像正文，所以再加一句。\n\n次段写下一步，also with English words, 也要足够长才会被当成正文的一段。\n";

#[test]
fn the_article_is_text_for_those_who_listen() {
    let harness = open(TWO);
    let (text, rect) = paragraph(&harness, "首段");
    assert!(text.ends_with("再加一句。"), "{text}");
    assert!(rect.width() > 300.0);
}

#[test]
fn space_pages_with_a_line_kept_and_the_way_back_is_the_same() {
    let mut harness = open(&INTERVIEW.repeat(4));
    assert_eq!(place(&harness).byte, 0);
    command(&mut harness, ReaderCommand::PageDown);
    let second = place(&harness);
    assert!(second.byte > 300, "{second:?}");
    command(&mut harness, ReaderCommand::PageDown);
    let third = place(&harness);
    assert!(third.byte > second.byte && third.fraction > second.fraction);
    command(&mut harness, ReaderCommand::Bottom);
    assert!(place(&harness).fraction > 0.99);
    command(&mut harness, ReaderCommand::Top);
    assert_eq!(place(&harness).byte, 0);
}

#[test]
fn a_place_is_found_again_in_another_width_and_size() {
    let mut harness = open(&CONFERENCE.repeat(3));
    for _ in 0..3 {
        command(&mut harness, ReaderCommand::PageDown);
    }
    let before = place(&harness).byte;
    harness.state_mut().model.layout.size_pt = 24.0;
    harness.run_steps(3);
    let after = place(&harness).byte;
    // the same line or the one that now holds its first character
    assert!(after <= before && before - after < 200, "{before} then {after}");
}

#[test]
fn selecting_all_copies_source_characters_paragraph_by_paragraph() {
    let mut harness = open(TWO);
    assert_eq!(copied(&mut harness), None);
    command(&mut harness, ReaderCommand::SelectAll);
    let text = copied(&mut harness).expect("something is selected");
    assert!(text.contains("所以再加一句。\n次段写下一步"), "{text}");
    // the source's own comma, although a full-width one is shown
    assert!(text.contains("words, 也要"), "{text}");
}

#[test]
fn a_drag_selects_and_a_double_click_takes_a_word() {
    let mut harness = open(TWO);
    let (_, rect) = paragraph(&harness, "首段");
    let line = rect.top() + 17.0;
    harness.drag_at(egui::pos2(rect.left() + 37.0, line));
    harness.run_steps(1);
    harness.hover_at(egui::pos2(rect.left() + 37.0 + 72.0, line));
    harness.run_steps(1);
    harness.drop_at(egui::pos2(rect.left() + 37.0 + 72.0, line));
    harness.run_steps(1);
    assert_eq!(copied(&mut harness).as_deref(), Some("首段写两"));
    harness.run_steps(60);
    let (_, rect) = paragraph(&harness, "次段");
    let at = egui::pos2(rect.left() + 36.0 + 18.0 * 9.5, rect.top() + 17.0);
    for _ in 0..2 {
        harness.drag_at(at);
        harness.run_steps(1);
        harness.drop_at(at);
        harness.run_steps(1);
    }
    let word = copied(&mut harness).expect("a word is selected");
    assert!(["also", "with", "English"].contains(&word.as_str()), "{word}");
}

#[test]
fn shift_and_arrows_select_from_the_keyboard() {
    let mut harness = open(TWO);
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowRight);
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowRight);
    harness.run_steps(2);
    assert_eq!(copied(&mut harness).map(|t| t.chars().count()), Some(2));
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowLeft);
    harness.run_steps(2);
    assert_eq!(copied(&mut harness).map(|t| t.chars().count()), Some(1));
}

#[test]
fn folded_furniture_asks_to_be_opened() {
    let harness = open(CONFERENCE);
    let row = harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("已收起")));
    row.click();
    let mut harness = harness;
    harness.run_steps(2);
    assert!(harness.state().actions.contains(&Action::ToggleFurniture));
}

#[test]
fn the_next_hit_comes_into_view() {
    let text = CONFERENCE.repeat(3);
    let mut harness = open(&text);
    let hits: Vec<ByteRange> = text.match_indices("行动").map(|(at, w)| ByteRange::new(at, at + w.len())).collect();
    let last = hits.len() - 1;
    let at = hits[last].start;
    harness.state_mut().model.hits = Arc::new(hits);
    harness.state_mut().model.current_hit = Some(last);
    command(&mut harness, ReaderCommand::ShowHit);
    let top = place(&harness).byte;
    assert!(top < at && at - top < 4_000, "hit at {at}, view from {top}");
}

#[test]
fn empty_and_odd_pages_are_shown_without_complaint() {
    for text in [
        "",
        "\n\n\n",
        "\u{0}\u{1}\u{feff}",
        "。。。。",
        "\u{202e}abc\u{301}",
        "a",
        &"字".repeat(200_000),
        &"\n".repeat(5_000),
    ] {
        for original in [false, true] {
            let mut model = model(page("odd.txt", text));
            model.original = original;
            let mut harness = harness(model, false, [400.0, 300.0]);
            harness.run_steps(2);
            command(&mut harness, ReaderCommand::Bottom);
            command(&mut harness, ReaderCommand::SelectAll);
            command(&mut harness, ReaderCommand::CopyWithSource);
        }
    }
}

#[test]
fn pictures() {
    for (name, text, dark, size) in [
        ("reader-light", INTERVIEW, false, [900.0, 700.0]),
        ("reader-dark", CONFERENCE, true, [900.0, 700.0]),
        ("reader-narrow", CONFERENCE, false, [520.0, 560.0]),
    ] {
        let mut harness = harness(model(page("page.txt", text)), dark, size);
        harness.run_steps(4);
        picture::compare(&harness.render().expect("it can be drawn"), name);
    }
}

#[test]
fn the_other_script_is_shown_word_by_word_and_copied_never() {
    let text = "某市理发店发展协会成立\n\n某某日报  2020年7月29日\n\n协会成立之后,理发店的面貌有了发展，头发也干净了，这一段够长。\n";
    let mut model = model(page("page.txt", text));
    model.layout.script = ShownScript::Hant;
    assert_eq!(model.display()("头发,发展之后"), "頭髮，發展之後", "restored and converted");
    let mut harness = harness(model, false, [900.0, 600.0]);
    harness.run_steps(3);
    command(&mut harness, ReaderCommand::SelectAll);
    assert!(copied(&mut harness).unwrap().contains("协会成立之后,理发店的面貌有了发展，头发也干净了"));
    let desk = harness.state_mut();
    desk.model.original = true;
    assert_eq!(desk.model.display()("头发,发展"), "头发,发展", "the page as it came");
}

/// Prints what a frame costs while a very long article is scrolled:
/// `cargo test --release --test app scrolling_cost -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement; it prints and takes a while"]
fn scrolling_cost() {
    let paragraph =
        "　　两地商量修路，会议在测试厅举行，讨论了道路和桥梁，双方同意先修桥；GDP 增长 5.2%，“十四五”期间再修三条。\n";
    let one_line = paragraph.trim().repeat(1_000_000 / paragraph.trim().chars().count());
    for (name, text) in
        [("paragraphs", paragraph.repeat(1_000_000 / paragraph.chars().count())), ("one line", one_line)]
    {
        let began = std::time::Instant::now();
        let document = page("long.txt", &format!("很长的一篇\n\n{text}"));
        let read = began.elapsed();
        // Fonts are given to the context and some frames are drawn in it.
        let began = std::time::Instant::now();
        let mut harness = harness(model(document), false, [1000.0, 800.0]);
        let shown = began.elapsed();
        let mut frames = Vec::new();
        for turn in 0..600_u32 {
            let command = match turn {
                200 => ReaderCommand::Bottom,
                400 => ReaderCommand::Top,
                _ if turn % 3 == 0 => ReaderCommand::PageDown,
                _ => ReaderCommand::LineDown,
            };
            harness.state_mut().view.inbox.push(command);
            let began = std::time::Instant::now();
            harness.step();
            frames.push(began.elapsed());
        }
        frames.sort_unstable();
        let at = |share: usize| frames[(frames.len() * share / 1000).min(frames.len() - 1)];
        println!(
            "{name}: read in {read:?}, then shown in {shown:?}; frames: p50 {:?}, p95 {:?}, p99 {:?}, worst {:?}",
            at(500),
            at(950),
            at(990),
            at(1000)
        );
    }
}

#[test]
fn lines_and_selection_are_told_to_those_who_listen() {
    let mut harness = open(TWO);
    let document = |harness: &Harness<'_, Desk>| -> Vec<String> {
        let node = harness.get_by(|node| node.role() == Role::Document);
        let node = node.accesskit_node();
        assert!(node.supports_text_ranges());
        let whole = node.document_range().text();
        let selected = node.text_selection().map(|range| range.text()).unwrap_or_default();
        vec![whole, selected]
    };
    let [whole, selected] = document(&harness).try_into().unwrap();
    assert!(whole.contains("首段写两地的由来，有二十个字以上才像正文，所以再加一句。\n次段写下一步"), "{whole}");
    assert_eq!(selected, "");
    let (_, rect) = paragraph(&harness, "首段");
    let line = rect.top() + 17.0;
    harness.drag_at(egui::pos2(rect.left() + 37.0, line));
    harness.run_steps(1);
    harness.hover_at(egui::pos2(rect.left() + 37.0 + 72.0, line));
    harness.run_steps(1);
    harness.drop_at(egui::pos2(rect.left() + 37.0 + 72.0, line));
    harness.run_steps(2);
    assert_eq!(document(&harness)[1], "首段写两");
    command(&mut harness, ReaderCommand::SelectAll);
    assert!(document(&harness)[1].starts_with("两地共建园区\n"));
}

#[test]
fn the_card_of_a_place_goes_when_the_text_moves() {
    let first = "　　在遂宁市举行的会议讨论了道路和桥梁，双方同意先修桥，后修路，桥修好以后再修沿河的步道。\n";
    let rest =
        "　　会议还讨论了别的事情，双方同意先修桥，后修路，桥修好以后再修沿河的步道，步道要通到渡口。\n".repeat(60);
    let mut harness = open(&format!("两地共建园区\n\n某某日报  2020年7月29日\n\n{first}{rest}"));
    let (_, rect) = paragraph(&harness, "在遂宁市");
    harness.hover_at(egui::pos2(rect.left() + 36.0 + 36.0, rect.top() + 18.0));
    harness.run_steps(40);
    assert!(harness.query_by_label("只看遂宁").is_some());
    command(&mut harness, ReaderCommand::PageDown);
    assert!(harness.query_by_label("只看遂宁").is_none(), "another place may stand there now");
    command(&mut harness, ReaderCommand::PageUp);
    harness.run_steps(40);
    let (_, rect) = paragraph(&harness, "在遂宁市");
    assert!(harness.query_by_label("只看遂宁").is_none(), "the pointer only lay there: nobody asked");
    harness.hover_at(egui::pos2(rect.left() + 36.0 + 42.0, rect.top() + 18.0));
    harness.run_steps(40);
    assert!(harness.query_by_label("只看遂宁").is_some());
}

#[test]
fn the_name_of_a_city_is_not_broken() {
    let names = ["遂宁", "潼南", "攀枝花", "泸州", "绵阳", "都江堰"];
    let body =
        names.map(|name| format!("　　{name}市的代表来了，{name}的道路修好了，{name}的学校也开学了。\n")).concat();
    let text = format!("{}共建园区\n\n2020年7月29日 来源：江边日报\n\n{body}{body}", names.join("、"));
    for width in (440..520).step_by(8) {
        let mut harness = harness(model(page("page.txt", &text)), false, [width as f32, 800.0]);
        harness.run_steps(3);
        let chips: Vec<egui::Rect> = names
            .iter()
            .filter_map(|name| harness.query_by_role_and_label(Role::Button, name))
            .map(|node| node.rect())
            .collect();
        assert!(chips.len() > 2, "{}", chips.len());
        assert!(chips.iter().all(|rect| rect.height() < 30.0 && rect.right() < width as f32), "{width}: {chips:?}");
    }
}
