//! Searching as a person does: typing, offers, why nothing is found, all hits in context, saved views, stars.

use crate::support::window;

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shuangcheng::{
    app::{
        action::{Action, PlaceUse},
        ledger::{LedgerAction, View},
        searching::SearchAction,
        state::{Overlay, Pane},
    },
    corpus::{Sort, Target},
    library::query::SpotOrder,
    place::gazetteer,
};
use window::{Desk, folder_of, open, start};

const WIDE: (f32, f32) = (1440.0, 900.0);

fn pages() -> tempfile::TempDir {
    folder_of(&[
        (
            "一.txt",
            "两地合作建桥\n2020年7月29日 来源：江边日报\n\n　　遂宁市与潼南区开展合作，桥梁动工。\n　　双方还将合作修路，合作办学。\n",
        ),
        ("二.txt", "園區開工\n2021年3月1日 來源：江邊晚報\n\n　　遂寧市的園區今天開工，雙方的合作有了成果。\n"),
        ("三.txt", "教育消息\n2021年5月2日 来源：江边日报\n\n　　潼南区的学校开学了，路也修好了。\n"),
    ])
}

fn desk() -> (Desk, tempfile::TempDir) {
    let folder = pages();
    (open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf()))), folder)
}

fn act(desk: &mut Desk, action: Action) {
    desk.harness.state_mut().push(action);
    desk.settle();
    desk.wait(|w| w.state().listing.generation == w.state().ask_generation);
    desk.settle();
}

fn search(desk: &mut Desk, text: &str) {
    act(desk, Action::SetSearch(text.into()));
}

fn shown(desk: &Desk) -> Vec<String> {
    let listing = &desk.harness.state().state().listing;
    (0..listing.answer.hits.len()).filter_map(|row| listing.document(row)).map(|d| d.path.clone()).collect()
}

#[test]
fn a_list_says_how_often_and_how_it_matched() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    assert_eq!(shown(&desk), ["一.txt", "二.txt"], "a hit in the title comes first");
    let _ = desk.harness.get_by_label("5 处命中 · 看语境");
    search(&mut desk, "园区");
    assert_eq!(shown(&desk), ["二.txt"]);
    act(&mut desk, Action::SetSort(Sort::Date));
    assert_eq!(desk.harness.state().state().settings.search_sort, Sort::Date);
    search(&mut desk, "");
    assert_eq!(desk.harness.state().state().sort(), Sort::Date);
    assert_eq!(desk.harness.state().state().settings.sort, Sort::Date);
}

/// Puts the answer to another question on screen, as while the new one is worked on.
fn put_old_answer(desk: &mut Desk) {
    let mut old = (*desk.harness.state().state().listing).clone();
    old.filter.text = "以前的".into();
    old.generation += 1;
    desk.harness.state_mut().push(Action::Answered(old.into()));
    desk.harness.step();
}

#[test]
fn an_old_answer_says_that_it_is_one() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    put_old_answer(&mut desk);
    desk.settle();
    let _ = desk.harness.get_by_label("正在搜索…");
    assert!(desk.harness.query_by_label("/ 3 篇").is_none(), "the count is that of another question");
    assert!(desk.harness.query_by_label_contains("毫秒").is_none());
    let generation = desk.harness.state().state().ask_generation;
    act_and_step(&mut desk, Action::Search(SearchAction::GivenUp(generation)));
    let _ = desk.harness.get_by_label("没有搜完：太费时");
    // The old answer bore a number of its own.
    search(&mut desk, "毫无");
    search(&mut desk, "毫无踪影");
    let _ = desk.harness.get_by_label("没有符合的文章");
    put_old_answer(&mut desk);
    assert!(desk.harness.query_by_label("没有符合的文章").is_none(), "nobody knows yet");
    let _ = desk.harness.get_by_label("正在搜索…");
}

fn act_and_step(desk: &mut Desk, action: Action) {
    desk.harness.state_mut().push(action);
    desk.harness.step();
    desk.harness.step();
}

#[test]
fn the_first_article_is_that_of_the_new_answer() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    // Typed, and Enter before the answer is there.
    desk.harness.state_mut().push(Action::SetSearch("园区".into()));
    desk.harness.state_mut().push(Action::SelectFirst);
    desk.wait(|w| w.state().listing.filter.text == "园区" && !w.state().auto_selected);
    assert_eq!(desk.harness.state().state().selected.as_deref(), Some("二.txt"));
}

#[test]
fn words_in_small_letters_are_told_from_operators() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "建桥 or 开学");
    let _ = desk.harness.get_by_label("“or”按普通的词查找；要当作条件，请用大写 OR");
    search(&mut desk, "建桥 OR 开学");
    assert_eq!(shown(&desk).len(), 2);
    search(&mut desk, "合作 NOT 修路");
    assert_eq!(shown(&desk), ["二.txt"]);
    search(&mut desk, "遂宁～潼南");
    assert_eq!(shown(&desk), ["一.txt"]);
}

#[test]
fn a_text_that_is_not_understood_is_explained() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "\"合作 修");
    let _ = desk.harness.get_by_label("引号没有成对：从引号起到末尾按一个短语查找");
    search(&mut desk, "/(/");
    assert!(desk.harness.query_by_label_contains("正则式 /(/ 有误").is_some());
}

#[test]
fn nothing_found_says_why_and_offers_what_would_be() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作 毫无踪影");
    let _ = desk.harness.get_by_label("哪一篇里都没有毫无踪影。");
    desk.harness.get_by_label("去掉“毫无踪影” · 2 篇").click();
    desk.wait(|w| w.state().listing.filter.text == "合作");
    desk.settle();
    assert_eq!(shown(&desk).len(), 2);
    act(&mut desk, Action::UsePlace(gazetteer().lookup("绵阳")[0], PlaceUse::Include));
    desk.harness.get_by_label("不限地区 · 2 篇").click();
    desk.wait(|w| w.state().listing.answer.hits.len() == 2);
    act(&mut desk, Action::Search(SearchAction::Exact(true)));
    search(&mut desk, "園区");
    let _ = desk.harness.get_by_label("哪一篇里都没有園区。");
    desk.harness.get_by_label("简繁都算 · 1 篇").click();
    desk.wait(|w| w.state().listing.answer.hits.len() == 1);
    search(&mut desk, "kaixue");
    desk.harness.get_by_label("正文按拼音找 · 1 篇").click();
    desk.wait(|w| w.state().listing.filter.text == "py:kaixue" && w.state().listing.answer.hits.len() == 1);
    act(&mut desk, Action::Search(SearchAction::Exact(false)));
    search(&mut desk, "动工 ~ 办学");
    desk.harness.get_by_label("不必挨在一起 · 1 篇").click();
    desk.wait(|w| w.state().listing.filter.text == "动工 办学");
    search(&mut desk, "状态:星标");
    let _ = desk.harness.get_by_label("没有一篇符合状态:星标。");
    search(&mut desk, "建桥 开学");
    let _ = desk.harness.get_by_label("每一项都有，但没有同在一篇里。");
    desk.harness.get_by_label("有任一项就行 · 2 篇").click();
    desk.wait(|w| w.state().listing.answer.hits.len() == 2);
}

#[test]
fn all_hits_are_listed_sorted_and_opened() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    desk.harness.get_by_label("5 处命中 · 看语境").click();
    desk.wait(|w| w.state().search.spots.listed.found.spots.len() == 5);
    desk.settle();
    assert_eq!(desk.harness.state().state().ledger.view, View::Hits);
    let _ = desk.harness.get_by_label("5 处 · 2 篇");
    desk.harness.get_by_label("下文").click();
    desk.wait(|w| {
        let spots = &w.state().search.spots;
        spots.asked.1 == (SpotOrder::Right, false) && spots.listed.generation == spots.generation
    });
    desk.settle();
    let state = desk.harness.state().state();
    assert_eq!(state.search.spots.order, (SpotOrder::Right, false));
    let rows: Vec<String> = desk
        .harness
        .get_all_by_role(egui::accesskit::Role::ListBoxOption)
        .filter_map(|node| node.accesskit_node().label())
        .filter(|name| name.contains('—'))
        .collect();
    assert_eq!(rows.len(), 5, "{rows:?}");
    // ban, jian, qiao (behind the comma), xiu, you: marks come first.
    assert!(rows[0].contains("合作，桥梁"), "{rows:?}");
    assert!(rows[1].contains("合作办学"), "{rows:?}");
    desk.harness.key_press(Key::J);
    desk.harness.key_press(Key::J);
    desk.settle();
    assert_eq!(desk.harness.state().state().search.spots.chosen, Some(1));
    desk.harness.key_press(Key::Enter);
    desk.wait(|w| w.state().ledger.view == View::Reader);
    desk.settle();
    desk.wait(|w| w.state().reader.current_hit.is_some());
    let state = desk.harness.state().state();
    assert_eq!((state.ledger.view, state.pane), (View::Reader, Pane::Reader));
    assert_eq!(state.selected.as_deref(), Some("一.txt"));
    let hit = state.reader.hits[state.reader.current_hit.unwrap()];
    assert!(state.document().unwrap().page().article.text.get(hit.end..).unwrap().starts_with("办学"));
    // Esc and Ctrl+5 lead there and back.
    act(&mut desk, Action::Ledger(LedgerAction::Show(View::Hits)));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert_eq!(desk.harness.state().state().ledger.view, View::Reader);
    assert_eq!(desk.harness.state().state().filter.text, "合作");
}

#[test]
fn who_goes_to_another_view_has_done_with_typing() {
    let (mut desk, _folder) = desk();
    act(&mut desk, Action::FocusSearch);
    search(&mut desk, "合作");
    desk.settle();
    let typing = |desk: &Desk| {
        let focused = desk.harness.query_all_by(|node| node.is_focused()).last();
        focused.is_some_and(|node| node.accesskit_node().label().as_deref() == Some("搜索文集"))
    };
    assert!(typing(&desk));
    act(&mut desk, Action::Ledger(LedgerAction::Show(View::Hits)));
    desk.settle();
    assert!(!typing(&desk));
}

#[test]
fn n_goes_from_article_to_article() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    act(&mut desk, Action::SetPane(Pane::Reader));
    desk.harness.key_press(Key::N);
    desk.wait(|w| w.state().selected.as_deref() == Some("二.txt") && w.state().reader.current_hit == Some(0));
    desk.harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::N);
    desk.wait(|w| w.state().selected.as_deref() == Some("一.txt"));
    assert_eq!(desk.harness.state().state().search.history.as_slice(), ["合作"]);
}

#[test]
fn typing_is_helped_by_offers() {
    let (mut desk, _folder) = desk();
    desk.harness.key_press(Key::Slash);
    desk.settle();
    desk.harness.get_by_label("搜索文集").type_text("suin");
    desk.wait(|w| w.state().listing.filter.text == "suin" && !w.state().listing.suggestions.is_empty());
    desk.settle();
    let _ = desk.harness.get_by_label("遂宁市");
    desk.harness.key_press(Key::ArrowDown);
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.wait(|w| w.state().filter.include.len() == 1);
    let state = desk.harness.state().state();
    assert_eq!(state.filter.text, "");
    desk.wait(|w| w.state().listing.answer.hits.len() == 2);
}

#[test]
fn offers_can_be_clicked() {
    let (mut desk, _folder) = desk();
    desk.harness.key_press(Key::Slash);
    desk.settle();
    desk.harness.get_by_label("搜索文集").type_text("江边");
    desk.wait(|w| w.state().listing.filter.text == "江边" && !w.state().listing.suggestions.is_empty());
    desk.settle();
    let offers = desk.harness.get_all_by_role(egui::accesskit::Role::MenuItem);
    let offer = offers.into_iter().find(|n| n.accesskit_node().label().is_some_and(|l| l == "江边日报")).unwrap();
    offer.click();
    desk.wait(|w| w.state().filter.narrow.sources.contains("江边日报"));
    desk.wait(|w| w.state().listing.answer.hits.len() == 2);
}

#[test]
fn views_searches_and_stars_outlive_the_window() {
    let (mut desk, folder) = desk();
    search(&mut desk, "合作");
    act(&mut desk, Action::Select("二.txt".into()));
    act(&mut desk, Action::Search(SearchAction::Star(None)));
    act(&mut desk, Action::Search(SearchAction::NameView("合作".into())));
    assert!(matches!(desk.harness.state().state().overlay, Some(Overlay::ViewName(_))));
    desk.harness.get_by_label("保存").click();
    desk.wait(|w| w.state().search.views.len() == 1);
    assert!(desk.harness.state().state().overlay.is_none());
    let Desk { harness, data } = desk;
    drop(harness);
    let settings =
        shuangcheng::app::state::Settings { language: Some(shuangcheng::words::Language::Hans), ..Default::default() };
    let mut desk = start(WIDE, settings, Some(Target::Folder(folder.path().to_path_buf())), data);
    desk.wait(|w| w.state().search.views.len() == 1);
    assert_eq!(desk.harness.state().state().search.history.as_slice(), ["合作"]);
    search(&mut desk, "is:starred");
    assert_eq!(shown(&desk), ["二.txt"]);
    act(&mut desk, Action::Search(SearchAction::UseView("合作".into())));
    assert_eq!(shown(&desk), ["一.txt", "二.txt"]);
    act(&mut desk, Action::Search(SearchAction::ForgetView("合作".into())));
    assert!(desk.harness.state().state().search.views.is_empty());
}

#[test]
fn the_help_lists_what_can_be_typed() {
    let (mut desk, _folder) = desk();
    act(&mut desk, Action::ShowOverlay(Overlay::SearchHelp));
    let _ = desk.harness.get_by_label("/第.+条/");
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(desk.harness.state().state().overlay.is_none());
}

#[test]
fn the_hit_of_the_list_is_gone_to_and_counted() {
    let page = "首页 | 合作 | 登录 | 注册\n设为首页 | 加入收藏 | 手机版\n甲县与乙县商量修路\n2021年3月4日 来源：测试日报\n\n　　会议在遂宁市举行，双方同意先修桥。\n　　桥修好以后合作修路，也合作办学。\n";
    let folder = folder_of(&[("a.txt", page)]);
    let mut desk = open(WIDE, false, Some(Target::Folder(folder.path().to_path_buf())));
    search(&mut desk, "合作");
    desk.wait(|w| w.state().reader.hits.len() == 3);
    desk.harness.key_press(Key::F3);
    desk.settle();
    let state = desk.harness.state().state();
    assert_eq!((state.reader.current_hit, state.reader.furniture_open), (Some(1), false));
    let _ = desk.harness.get_by_label("命中 2 / 3");
    desk.harness.key_press(Key::F3);
    desk.settle();
    let _ = desk.harness.get_by_label("命中 3 / 3");
    search(&mut desk, "");
    assert!(desk.harness.query_by_label_contains("命中").is_none());
}

#[test]
fn what_is_found_by_sound_is_shown() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "hezuoj");
    assert_eq!(shown(&desk), ["一.txt"]);
    let state = desk.harness.state().state();
    let peek = state.search.peeks.get(&state.listing, state.listing.answer.hits[0].doc).unwrap();
    let text = &state.document().unwrap().page().article.text;
    let snippet = peek.snippet.as_ref().unwrap();
    assert_eq!((snippet.span.of(text), snippet.hits[0].of(text)), ("两地合作建桥", "合作建"));
    desk.wait(|w| w.state().reader.hits.len() == 1);
    search(&mut desk, "date:2021");
    let state = desk.harness.state().state();
    let all: Vec<String> = state
        .listing
        .answer
        .hits
        .iter()
        .filter_map(|hit| {
            let snippet = state.search.peeks.get(&state.listing, hit.doc)?.snippet.clone()?;
            let page = state.listing.snapshot.get(hit.doc)?.page();
            Some(snippet.span.of(&page.article.text).chars().take(5).collect())
        })
        .collect();
    assert_eq!(all.len(), 2, "{all:?}: no line stays empty");
}

#[test]
fn the_name_of_a_view_is_typed_over() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    act(&mut desk, Action::Search(SearchAction::NameView("合作".into())));
    desk.harness.event(egui::Event::Text("两地".into()));
    desk.settle();
    assert_eq!(desk.harness.state().state().overlay, Some(Overlay::ViewName("两地".into())));
}

#[test]
fn what_is_typed_quickly_behind_the_key_of_the_search_box_goes_into_it() {
    let (mut desk, _folder) = desk();
    search(&mut desk, "合作");
    let key = |key: Key, modifiers: egui::Modifiers| egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    // All of it comes within one frame, as it does on a slow machine.
    let plain = egui::Modifiers::NONE;
    desk.harness.input_mut().events.extend([
        key(Key::Slash, plain),
        egui::Event::Text("/".into()),
        key(Key::A, egui::Modifiers::COMMAND),
        key(Key::B, plain),
        egui::Event::Text("b".into()),
    ]);
    desk.settle();
    desk.wait(|w| w.state().listing.generation == w.state().ask_generation);
    let state = desk.harness.state().state();
    assert_eq!(state.filter.text, "b", "what stood in the box was chosen and typed over");
    assert!(state.chosen.docs.is_empty(), "the list is not chosen");
}
