//! Pictures of the window, drawn without GPU or driver and compared with `tests/snapshots`. A window that is meant to look different:
//! `UPDATE_SNAPSHOTS=1 cargo test --test app pictures`, look at the pictures, and commit them.

use crate::support::picture;
use crate::support::window;

use egui_kittest::kittest::Queryable as _;
use picture::compare;
use shuangcheng::{
    app::{
        action::{Action, PlaceUse},
        fonts,
        here::Lens,
        ledger::{LedgerAction, View},
        panels::filter::map::model_of,
        searching::SearchAction,
        state::{Overlay, Settings, ThemeChoice},
        theme::Theme,
        widgets::map::{Look, MapState, show},
    },
    corpus::Target,
    library::query::SpotOrder,
    place::gazetteer,
    words::{Language, Words},
};
use window::{Desk, folder_of, open, open_with};

const WIDE: (f32, f32) = (1440.0, 900.0);
const MIDDLE: (f32, f32) = (1120.0, 720.0);
const NARROW: (f32, f32) = (900.0, 600.0);

/// Does something and waits for what follows.
fn act(desk: &mut Desk, action: Action) {
    let before = desk.harness.state().state().ask_generation;
    desk.harness.state_mut().push(action);
    desk.settle();
    desk.wait(|w| w.state().listing.generation == w.state().ask_generation);
    if desk.harness.state().state().ask_generation != before {
        desk.settle();
    }
}

/// Covers what is another each time.
fn cover(picture: &mut image::RgbaImage, rect: egui::Rect) {
    for y in rect.top() as u32..(rect.bottom() as u32).min(picture.height()) {
        for x in rect.left() as u32..(rect.right() as u32 + 1).min(picture.width()) {
            picture.put_pixel(x, y, image::Rgba([128, 128, 128, 255]));
        }
    }
}

fn look(desk: &mut Desk, name: &str) {
    desk.harness.remove_cursor();
    with_facts(desk);
    desk.settle();
    let mut picture = desk.harness.render().unwrap();
    // The time of a search is another each time.
    if let Some(timing) = desk.harness.query_by_label_contains("毫秒") {
        // As wide for one digit as for five.
        let rect = timing.rect();
        cover(&mut picture, egui::Rect::from_min_size(rect.min, egui::vec2(160.0, rect.height())));
    }
    compare(&picture, name);
}

#[test]
fn the_library() {
    for (name, size, dark) in [
        ("library-light", WIDE, false),
        ("library-dark", WIDE, true),
        ("narrow-light", NARROW, false),
        ("narrow-dark", NARROW, true),
    ] {
        look(&mut open(size, dark, None), name);
    }
}

/// Waits until the facts are read and their rows are there.
fn with_facts(desk: &mut Desk) {
    desk.wait(|w| {
        let ledger = &w.state().ledger;
        let known = ledger.people.generation == ledger.book.generation;
        known && ledger.listed.book.complete && ledger.listed.generation == ledger.ask_generation
    });
}

#[test]
fn the_ledger() {
    for (name, size, dark) in
        [("ledger-light", WIDE, false), ("ledger-dark", WIDE, true), ("ledger-narrow", NARROW, false)]
    {
        let mut desk = open(size, dark, None);
        with_facts(&mut desk);
        act(&mut desk, Action::Ledger(LedgerAction::Show(View::Ledger)));
        act(&mut desk, Action::Ledger(LedgerAction::Step(1)));
        with_facts(&mut desk);
        look(&mut desk, name);
    }
}

#[test]
fn the_timeline() {
    for (name, size, dark) in [("timeline-light", WIDE, false), ("timeline-dark", MIDDLE, true)] {
        let mut desk = open(size, dark, None);
        with_facts(&mut desk);
        act(&mut desk, Action::Ledger(LedgerAction::Show(View::Timeline)));
        act(&mut desk, Action::Ledger(LedgerAction::Along(1)));
        act(&mut desk, Action::Ledger(LedgerAction::Along(1)));
        look(&mut desk, name);
    }
}

#[test]
fn the_network() {
    for (name, size, dark) in [("network-light", WIDE, false), ("network-narrow", NARROW, true)] {
        let mut desk = open(size, dark, None);
        with_facts(&mut desk);
        act(&mut desk, Action::Ledger(LedgerAction::Show(View::Map)));
        look(&mut desk, name);
    }
}

#[test]
fn what_an_article_holds() {
    let mut desk = open(MIDDLE, false, None);
    with_facts(&mut desk);
    act(&mut desk, Action::Select("04-untitled.txt".into()));
    act(&mut desk, Action::Ledger(LedgerAction::Margin));
    act(&mut desk, Action::Ledger(LedgerAction::Here(Lens::Numbers)));
    look(&mut desk, "here");
}

#[test]
fn nothing_to_read() {
    let folder = folder_of(&[]);
    let inside = folder.path().join("新文件夹");
    std::fs::create_dir(&inside).unwrap();
    look(&mut open(NARROW, false, Some(Target::Folder(inside))), "welcome");
}

#[test]
fn filtering() {
    let mut desk = open(MIDDLE, false, None);
    let place = |name| gazetteer().lookup(name)[0];
    act(&mut desk, Action::UsePlace(place("潼南"), PlaceUse::Include));
    act(&mut desk, Action::UsePlace(place("绵阳"), PlaceUse::Exclude));
    look(&mut desk, "filter");
}

#[test]
fn filtering_in_a_small_window() {
    let mut desk = open(NARROW, false, None);
    act(&mut desk, Action::ToggleFilter);
    look(&mut desk, "narrow-filter");
}

/// The map as large as a window, seen for some frames; before one of them the atlas of glyphs is made anew.
fn large_map(frames: usize, renewed: Option<usize>) -> image::RgbaImage {
    let desk = open(WIDE, false, None);
    let words = Words::new(Language::Hans);
    let model = model_of(desk.harness.state().state(), &words);
    let mut map = MapState::default();
    let theme = Theme::of(true);
    let mut frame = 0;
    let mut harness = egui_kittest::Harness::builder()
        .with_size(egui::vec2(1000.0, 700.0))
        .with_theme(egui::Theme::Dark)
        .renderer(window::CpuRenderer::default())
        .build_ui(move |ui| {
            ui.ctx().set_fonts(fonts::definitions(renewed == Some(frame), None));
            frame += 1;
            theme.apply(ui.ctx());
            let look = Look { theme: &theme, words: &words, backdrop: true };
            let size = ui.available_size();
            show(ui, size, &model, &mut map, look, &mut |_, _| ());
        });
    harness.run_steps(frames);
    harness.render().unwrap()
}

#[test]
fn a_large_map() {
    compare(&large_map(4, None), "map");
}

#[test]
fn names_on_the_map_outlive_the_atlas_of_glyphs() {
    assert!(large_map(12, Some(6)) == large_map(12, None), "the same picture");
}

#[test]
fn searching() {
    let mut desk = open(MIDDLE, false, None);
    act(&mut desk, Action::SetSearch("先行区".into()));
    desk.wait(|w| !w.state().reader.hits.is_empty());
    act(&mut desk, Action::StepHit(1));
    look(&mut desk, "search");
    act(&mut desk, Action::SetSearch("先行区 毫无踪影 (甲".into()));
    look(&mut desk, "search-nothing");
    act(&mut desk, Action::ShowOverlay(Overlay::SearchHelp));
    look(&mut desk, "search-help");
}

#[test]
fn all_hits_in_context() {
    for (name, size, dark) in [("hits-light", WIDE, false), ("hits-dark", MIDDLE, true)] {
        let mut desk = open(size, dark, None);
        act(&mut desk, Action::SetSearch("合作".into()));
        act(&mut desk, Action::Ledger(LedgerAction::Show(View::Hits)));
        act(&mut desk, Action::Search(SearchAction::Order(SpotOrder::Right)));
        desk.wait(|w| w.state().search.spots.listed.generation == w.state().search.spots.generation);
        act(&mut desk, Action::Search(SearchAction::Choose(2)));
        look(&mut desk, name);
    }
}

#[test]
fn offers_below_the_search_box() {
    let mut desk = open(MIDDLE, false, None);
    desk.harness.key_press(egui::Key::Slash);
    desk.settle();
    act(&mut desk, Action::SetSearch("suin".into()));
    desk.harness.key_press(egui::Key::ArrowDown);
    desk.settle();
    look(&mut desk, "search-offers");
}

#[test]
fn overlays() {
    let mut desk = open(MIDDLE, false, None);
    act(&mut desk, Action::ShowOverlay(Overlay::Shortcuts));
    look(&mut desk, "shortcuts");
    act(&mut desk, Action::ShowOverlay(Overlay::About));
    look(&mut desk, "about");
}

#[test]
#[cfg(unix)]
fn files_with_remarks() {
    let folder = folder_of(&[
        ("好.txt", "甲县开会\n2021年3月1日\n\n　　会议在遂宁市举行，讨论了道路。\n"),
        ("空.txt", ""),
        ("栏.txt", "首页 | 新闻 | 登录 | 注册\n设为首页 | 加入收藏 | 手机版\n版权所有 测试网\n"),
    ]);
    std::os::unix::net::UnixListener::bind(folder.path().join("管道.txt")).unwrap();
    let library = folder.path().join("文集");
    std::fs::create_dir(&library).unwrap();
    for name in ["好.txt", "空.txt", "栏.txt", "管道.txt"] {
        std::fs::rename(folder.path().join(name), library.join(name)).unwrap();
    }
    let mut desk = open(MIDDLE, false, Some(Target::Folder(library)));
    act(&mut desk, Action::ShowOverlay(Overlay::Problems));
    look(&mut desk, "problems");
}

#[test]
fn articles() {
    let mut desk = open(MIDDLE, false, None);
    act(&mut desk, Action::Select("03-feature.txt".into()));
    look(&mut desk, "traditional-article");
    act(&mut desk, Action::Select("02-repost.txt".into()));
    act(&mut desk, Action::ToggleOriginal);
    look(&mut desk, "original");
}

#[test]
fn other_languages() {
    for (name, language) in [("hant", Language::Hant), ("en", Language::En)] {
        let settings = Settings { language: Some(language), theme: ThemeChoice::Light, ..Settings::default() };
        look(&mut open_with(MIDDLE, settings, None), name);
    }
}
