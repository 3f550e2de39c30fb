//! Every action has an effect that can be seen, in the state or in what is asked for.

mod choosing;
mod marks;
mod watching;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::update;
use crate::{
    app::{
        action::{Action, NarrowChange, OpenFailure, PlaceUse, ReaderCommand, SaveFailure},
        effect::{Effect, HitsQuestion, Question, UserChange},
        fonts::{FontUse, OwnFont},
        jobs::voice::Voice,
        ledger::{LedgerAction, View},
        lists::ListQuestion,
        notice::{Notice, NoticeButton},
        reading_place,
        searching::SearchAction,
        state::{
            ExportSettings, FacetGroup, Layout, Listing, MarksFormat, Overlay, OwnColours, Pane, PathUse, Place,
            Recent, State, ThemeChoice, WindowPlace,
        },
        watching::WatchAction,
    },
    corpus::{Document, Mode, Progress, Snapshot, Sort, Target, ask},
    export::write::Overwrite,
    library::{
        ContentHash,
        corrections::{Correction, Kept},
        document_of,
        marks::{Colour, KeptMark, Mark, MarkKey, MarkKind},
        query::hits_in,
    },
    place::gazetteer,
    text::{anchor::Anchor, compare::Differences, encoding::Encoding, span::ByteRange},
    words::Language,
};

/// Navigation first, so that there is furniture that folds.
const FIRST: &str = "首页 | 新闻 | 登录 | 注册\n设为首页 | 加入收藏 | 手机版\n甲县与乙县商量修路\n2021年3月4日 来源：测试日报\n\n　　会议在遂宁市举行，讨论了道路和桥梁，双方同意先修桥。\n　　道路今年动工，明年完工，沿线各镇都将受益。\n\n相关推荐\n版权所有 测试日报 道路\n";
const SECOND: &str = "丙市公布道路计划\n2020年1月2日 来源：测试晚报\n\n　　潼南区的道路计划今天公布，共有三条道路。\n";

/// A state with the jobs that answer questions, on the same thread.
struct Desk {
    state: State,
    /// Everything that was asked for, also by answers.
    effects: Vec<Effect>,
}

impl Desk {
    /// These pages are open and listed.
    fn with(pages: &[(&str, &str)]) -> Self {
        let mut desk = Self { state: State::default(), effects: vec![] };
        desk.act(Action::Open(Target::Folder("/文集".into())));
        desk.finish(pages);
        desk.effects.clear();
        desk
    }

    fn two() -> Self {
        Self::with(&[("a.txt", FIRST), ("b.txt", SECOND)])
    }

    /// The opening under way ends with these pages.
    fn finish(&mut self, pages: &[(&str, &str)]) {
        let documents = pages.iter().map(|(name, text)| Arc::new(document_of(name, text.as_bytes()))).collect();
        let snapshot = Snapshot { documents, complete: true, ..Snapshot::default() };
        self.act(Action::OpenDone { generation: self.state.open_generation, result: Ok(Arc::new(snapshot)) });
    }

    /// Runs an action and answers what it asks; the effects of both.
    fn act(&mut self, action: Action) -> Vec<Effect> {
        let mut all = vec![];
        let mut actions = vec![action];
        while !actions.is_empty() {
            let effects = update(&mut self.state, actions.remove(0));
            for effect in &effects {
                match effect {
                    Effect::Ask(question) => actions.push(Action::Answered(Arc::new(answer(question)))),
                    Effect::FindTitle(question) => {
                        let found = |path| Action::Choice(crate::app::choosing::ChoiceAction::TitleFound(path));
                        actions.extend(question.answer().map(found));
                    }
                    Effect::List(question) => actions.push(Action::Listed(question.clone().answer())),
                    Effect::FindHits(question) => actions.push(found(question)),
                    _ => {}
                }
            }
            all.extend(effects);
        }
        self.effects.extend(all.iter().cloned());
        all
    }
}

fn answer(question: &Question) -> Listing {
    let unread = |document: &Document| !question.read.contains(&document.hash);
    let answer = ask(&question.snapshot, &question.filter, question.sort, &unread, &|| false).unwrap();
    let mut row_of = vec![u32::MAX; question.snapshot.documents.len()];
    for (row, hit) in answer.hits.iter().enumerate() {
        row_of[hit.doc.0 as usize] = u32::try_from(row).unwrap();
    }
    Listing {
        snapshot: Arc::clone(&question.snapshot),
        filter: question.filter.clone(),
        answer,
        row_of,
        generation: question.generation,
        ..Listing::default()
    }
}

fn found(question: &HitsQuestion) -> Action {
    let hits = Arc::new(hits_in(&question.document, &question.text));
    Action::HitsFound { generation: question.generation, beside: question.beside, hits }
}

const SHOW_HIT: Effect = Effect::Reader(ReaderCommand::ShowHit);

#[test]
fn hits_come_from_the_job_and_an_older_answer_is_of_no_use() {
    let mut desk = Desk::two();
    let effects = update(&mut desk.state, Action::SetSearch("道路".into()));
    let asked = effects.iter().find_map(|e| if let Effect::FindHits(q) = e { Some(q.clone()) } else { None }).unwrap();
    assert!(desk.state.reader.hits.is_empty(), "nothing is searched on the window's thread");
    desk.act(found(&asked));
    assert_eq!(desk.state.reader.hits.len(), 3);
    desk.act(Action::SetSearch("桥".into()));
    let newer = Arc::clone(&desk.state.reader.hits);
    assert_eq!(newer.len(), 2);
    desk.act(found(&asked));
    assert_eq!(desk.state.reader.hits, newer);
    desk.act(Action::SetSearch(" ".into()));
    assert!(desk.state.reader.hits.is_empty());
}

#[test]
fn an_article_chosen_while_searching_shows_a_hit_of_its_text_once() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    assert!(!desk.act(Action::SetSearch("道路".into())).contains(&SHOW_HIT));
    assert!(desk.act(Action::Select("b.txt".into())).contains(&SHOW_HIT));
    // The first one below the title, which is seen anyway.
    assert_eq!(desk.state.reader.current_hit, Some(1));
    assert!(!desk.act(Action::SetSearch("计划".into())).contains(&SHOW_HIT));
}

#[test]
fn a_hit_in_folded_lines_opens_them() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    desk.act(Action::SetSearch("道路".into()));
    for _ in 0..2 {
        desk.act(Action::StepHit(1));
    }
    assert!(!desk.state.reader.furniture_open, "two hits stand in the article");
    assert_eq!(desk.act(Action::StepHit(1)), [SHOW_HIT]);
    assert_eq!(desk.state.reader.current_hit, Some(2));
    assert!(desk.state.reader.furniture_open);
}

#[test]
fn a_place_is_kept_with_its_words_and_found_again_in_a_changed_text() {
    let mut desk = Desk::two();
    let byte = FIRST.find("讨论了").unwrap();
    let effects = desk.act(Action::ReaderMoved(Place { byte, fraction: 0.5 }));
    let [Effect::User(UserChange::SetPlace(_, kept))] = &effects[..] else { panic!("{effects:?}") };
    assert!(kept.offset == byte && kept.quote.starts_with("讨论了道路"), "{kept:?}");
    desk.act(Action::Reload);
    let changed = FIRST.replace("设为首页 | ", "");
    desk.finish(&[("a.txt", &changed), ("b.txt", SECOND)]);
    let asked = desk.effects.iter().rev().find_map(|e| match e {
        Effect::User(UserChange::FindPlace(document, place)) => Some((Arc::clone(document), place.clone())),
        _ => None,
    });
    let (document, place) = asked.unwrap();
    assert_eq!((document.page().article.text.as_ref(), &place), (changed.as_str(), kept));
    let found = Place { byte: reading_place::find(&changed, &place), fraction: 0.0 };
    let show = Effect::Reader(ReaderCommand::ShowPlace(found.byte));
    assert_eq!(desk.act(Action::PlaceKnown { hash: document.hash, place: found }), [show]);
    assert_eq!(desk.state.reader.place.byte, changed.find("讨论了").unwrap());
    // An article chosen without a search opens where it was left.
    desk.act(Action::Select("b.txt".into()));
    let hash = desk.state.document().unwrap().hash;
    let there = Place { byte: 30, fraction: 0.0 };
    assert_eq!(desk.act(Action::PlaceKnown { hash, place: there }).len(), 1);
    desk.act(Action::Select("a.txt".into()));
    // A search wants its hit.
    desk.act(Action::SetSearch("道路".into()));
    desk.act(Action::Select("b.txt".into()));
    let hash = desk.state.document().unwrap().hash;
    assert_eq!(desk.act(Action::PlaceKnown { hash, place: found }), []);
}

#[test]
fn other_filters_narrow_the_list_and_go_with_the_rest() {
    use crate::{
        corpus::{Dates, Naming},
        text::date::PartialDate,
    };
    let mut desk = Desk::two();
    let shown = |desk: &Desk| desk.state.listing.answer.hits.len();
    let source = || Action::Narrow(NarrowChange::Source("测试日报".into()));
    desk.act(source());
    assert_eq!((shown(&desk), desk.state.filtered()), (1, true));
    let counts: Vec<_> = desk.state.listing.answer.narrow.sources.iter().map(|(s, n)| (s.as_str(), *n)).collect();
    assert_eq!(counts, [("测试日报", 1), ("测试晚报", 1)], "the other source keeps its count");
    desk.act(source());
    assert_eq!((shown(&desk), desk.state.filtered()), (2, false));
    let year = PartialDate { year: 2020, month: None, day: None };
    desk.act(Action::Narrow(NarrowChange::Dates(Dates { from: Some(year), to: Some(year) })));
    assert_eq!(shown(&desk), 1);
    desk.act(Action::Narrow(NarrowChange::Naming(Naming::Abbreviated)));
    assert_eq!(shown(&desk), 1, "how places are named matters only when one is asked for");
    desk.act(Action::ClearFilters);
    assert_eq!((shown(&desk), desk.state.filtered()), (2, false));
    desk.act(Action::ToggleFacets(FacetGroup::Dates));
    assert_eq!(desk.state.facets_open, Some(FacetGroup::Dates));
    desk.act(Action::ToggleFacets(FacetGroup::Dates));
    assert_eq!(desk.state.facets_open, None);
}

/// Every action once, in a state in which it has something to do. Each starts from two pages with the first one shown.
fn every_action() -> Vec<(Vec<Action>, Action)> {
    let city = gazetteer().lookup("遂宁")[0];
    let hash = document_of("a.txt", FIRST.as_bytes()).hash;
    let recents = vec![Recent { path: "/文集".into(), count: 2, pinned: false }];
    let place = Place { byte: 30, fraction: 0.5 };
    let folder = || Target::Folder("/别处".into());
    let search = || Action::SetSearch("道路".into());
    let layout = Layout { size_pt: 20.0, ..Layout::default() };
    let failure = OpenFailure { reason: "notice-open-missing", path: "/别处".into(), details: String::new() };
    let alone = |action| (vec![], action);
    let snapshot =
        Snapshot { documents: vec![Arc::new(document_of("c.txt", SECOND.as_bytes()))], ..Snapshot::default() };
    let saved = |to| Action::PickedSave { path: "a.txt".into(), format: "md".into(), to, instead: None };
    let told = || Action::UserData {
        root: Some("/文集".into()),
        read: vec![hash],
        encodings: BTreeMap::new(),
        corrections: Arc::default(),
        marks: Arc::default(),
        recents: vec![],
    };
    let known = |action| (vec![told()], action);
    let marked = || Action::SetMarks(vec![(marked_key(), Some(marked_piece()))]);
    let title = |text: &str| {
        let kept = Kept { correction: Correction::Title(Some(text.to_owned())), path: "a.txt".to_owned() };
        (kept.key(Some(ContentHash(1))), Some(kept))
    };
    vec![
        alone(Action::Open(folder())),
        alone(Action::OpenTyped("/别处".into())),
        alone(Action::Reload),
        (vec![Action::Reload], Action::CancelOpen),
        alone(Action::PickFolder),
        alone(Action::PickFiles),
        alone(Action::Dropped(vec!["/a.txt".into(), "/b.txt".into()])),
        alone(Action::Picked { target: None, unavailable: true }),
        (
            vec![Action::Open(folder())],
            Action::OpenProgress {
                generation: 2,
                progress: Progress::default(),
                snapshot: Some(Arc::new(snapshot)),
                elapsed_ms: 5,
            },
        ),
        (vec![Action::Open(folder())], Action::OpenDone { generation: 2, result: Err(failure) }),
        alone(search()),
        alone(Action::FocusSearch),
        alone(Action::Search(SearchAction::Star(None))),
        alone(Action::Watch(WatchAction::Look)),
        alone(Action::Choice(crate::app::choosing::ChoiceAction::All)),
        alone(Action::SetSort(Sort::Title)),
        alone(Action::ListOneOfEach(true)),
        alone(Action::UsePlace(city, PlaceUse::Include)),
        alone(Action::UsePlaces { places: vec![city], add: true }),
        alone(Action::SetMode(Mode::All)),
        alone(Action::Narrow(NarrowChange::Source("测试日报".into()))),
        alone(Action::ToggleFacets(FacetGroup::Dates)),
        (vec![search()], Action::ClearFilters),
        alone(Action::SetPlaceQuery("sui".into())),
        alone(Action::ToggleTree(city)),
        alone(Action::Answered(Arc::new(Listing { generation: 1000, ..Listing::default() }))),
        alone(Action::HitsFound { generation: 0, beside: false, hits: Arc::new(vec![ByteRange::new(0, 3)]) }),
        alone(Action::Select("b.txt".into())),
        alone(Action::ShowPage("b.txt".into())),
        alone(Action::SelectBy(1)),
        alone(Action::SelectFirst),
        alone(Action::SelectLast),
        alone(Action::ShowBeside("b.txt".into())),
        alone(Action::ToggleBeside),
        (vec![Action::ToggleBeside], Action::SwapBeside),
        (vec![Action::ToggleBeside], Action::SetBesideKeys(true)),
        (vec![Action::ToggleBeside], Action::OtherSide),
        (vec![Action::ToggleBeside], Action::BesideMoved(place)),
        (vec![Action::ToggleBeside], compared()),
        (vec![Action::ToggleBeside], Action::MarkDifferences(true)),
        (vec![Action::ToggleBeside, compared()], Action::StepDifference(1)),
        (vec![Action::Select("b.txt".into())], Action::GoBack),
        (vec![Action::Select("b.txt".into()), Action::GoBack], Action::GoForward),
        alone(Action::SetPane(Pane::Reader)),
        alone(Action::MarkRead { path: "b.txt".into(), read: true }),
        alone(Action::MarkAllRead),
        alone(Action::SetEncoding { path: "a.txt".into(), encoding: Some(Encoding::Big5) }),
        alone(Action::Reveal("real.txt".into())),
        alone(Action::CopyPath("a.txt".into())),
        alone(Action::CopyTitle("a.txt".into())),
        alone(Action::Copy("甲".into())),
        alone(Action::Reader(ReaderCommand::PageDown)),
        alone(Action::ReaderMoved(place)),
        alone(Action::ToggleOriginal),
        alone(Action::ToggleFurniture),
        (vec![Action::VoiceFound(Some(Voice::default()))], Action::ReadAloud),
        alone(Action::VoiceFound(Some(Voice::default()))),
        (
            vec![Action::VoiceFound(Some(Voice::default())), Action::ReadAloud],
            Action::Spoken { generation: 1, at: Some(ByteRange::new(0, 3)) },
        ),
        alone(Action::OpenFind("桥".into())),
        alone(Action::SetFind("桥".into())),
        (vec![Action::SetFind("桥".into())], Action::CloseFind),
        (vec![search()], Action::StepHit(1)),
        (vec![search()], Action::SetCurrentHit(Some(1))),
        alone(Action::SetLayout(layout)),
        alone(Action::StepTextSize(1)),
        alone(Action::StepScale(1)),
        known(Action::CorrectArticle(None)),
        known(Action::CorrectPlace(ByteRange::new(0, 3))),
        known(Action::CorrectLine(0)),
        known(Action::NotAPlace(ByteRange::new(0, 3))),
        (vec![told(), Action::NotAPlace(ByteRange::new(0, 3))], Action::PlaceAsRead(ByteRange::new(0, 3))),
        (vec![told(), Action::CorrectArticle(None)], Action::SaveForm),
        known(Action::Correct(vec![title("新题")])),
        (vec![told(), Action::NotAPlace(ByteRange::new(0, 3))], Action::WholeFolder),
        (vec![told(), Action::Correct(vec![title("新题")])], Action::UndoCorrection),
        (vec![told(), Action::Correct(vec![title("新题")]), Action::UndoCorrection], Action::RedoCorrection),
        known(Action::Mended(Arc::default())),
        alone(Action::Rescued(vec![crate::library::rescue::Rescued {
            path: "a.txt".into(),
            real_path: None,
            anew: false,
        }])),
        known(Action::Listed(ListQuestion::Marks(Arc::default(), Arc::default()).answer())),
        alone(Action::ExportCorrections),
        alone(Action::MergeCorrections),
        alone(Action::PickedExchange {
            file: Some("/x/a.json".into()),
            what: PathUse::WriteCorrections,
            instead: None,
        }),
        alone(Action::TypedExchange { text: "/x/a.json".into(), what: PathUse::ReadMarks }),
        alone(Action::CorrectionsMerged { root: None, corrections: Arc::default(), taken: 2 }),
        alone(Action::Ledger(LedgerAction::Show(View::Ledger))),
        known(Action::Highlight(ByteRange::new(0, 3), Colour::Red)),
        known(Action::EmphasiseDots(ByteRange::new(0, 3))),
        known(Action::ToggleBookmark(0)),
        known(Action::EditNote(ByteRange::new(0, 3))),
        (vec![told(), marked()], Action::EditMark(marked_key())),
        (vec![told(), marked()], Action::SetMarks(vec![(marked_key(), None)])),
        (vec![told(), marked()], Action::ShowMark("b.txt".into(), marked_key())),
        alone(Action::ExportMarks(MarksFormat::Markdown)),
        alone(Action::MergeMarks),
        alone(Action::MarksMerged { root: None, marks: Arc::default(), taken: 2 }),
        alone(Action::Export { path: None, format: None }),
        alone(saved(Some("/x/a.md".into()))),
        alone(Action::SaveTo { path: "a.txt".into(), format: "md".into(), to: "/x/a.md".into() }),
        alone(Action::Exported { path: "a.txt".into(), format: "md".into(), file: "/x/a.md".into(), result: Ok(()) }),
        alone(Action::SetExport(ExportSettings { open_after: true, ..ExportSettings::default() })),
        alone(Action::SetLanguage(Some(Language::En))),
        alone(Action::SetTheme(ThemeChoice::Dark)),
        alone(Action::SetColours(OwnColours::default())),
        alone(Action::ToggleTheme),
        alone(Action::SystemTheme(Some(true))),
        alone(Action::ToggleFullscreen),
        alone(Action::ToggleSidebar),
        alone(Action::ToggleFilter),
        alone(Action::ToggleMap),
        alone(Action::SetMapBackdrop(false)),
        alone(Action::SetWidths { sidebar: 300.0, filter: 250.0 }),
        alone(Action::SetWindow(WindowPlace { width: 900.0, height: 600.0, maximized: false })),
        alone(Action::ShowOverlay(Overlay::About)),
        (vec![Action::ShowOverlay(Overlay::About)], Action::CloseOverlay),
        alone(Action::Resized { filter_folds: true, sidebar_folds: false }),
        (vec![Action::ShowOverlay(Overlay::About)], Action::Escape),
        alone(Action::Notify(Notice::done("notice-exported", "a"))),
        (vec![Action::Notify(Notice::done("notice-exported", "a"))], Action::Dismiss(1)),
        alone(Action::OpenFile("/x/a.md".into())),
        alone(Action::RevealFile("/x/a.md".into())),
        alone(Action::FontFamilies(Arc::new(vec!["宋体".into()]))),
        alone(Action::FontLoaded(FontUse::Reading, OwnFont { data: Arc::default(), index: 0 })),
        alone(told()),
        alone(Action::Recents(recents.clone())),
        alone(Action::PlaceKnown { hash, place }),
        (vec![Action::Recents(recents.clone())], Action::PinRecent("/文集".into(), true)),
        (vec![Action::Recents(recents.clone())], Action::ForgetRecent("/文集".into())),
        (vec![Action::Recents(recents)], Action::ClearRecents),
    ]
}

/// The two pages of the desk, compared.
fn compared() -> Action {
    let of = (document_of("a.txt", FIRST.as_bytes()).hash, document_of("b.txt", SECOND.as_bytes()).hash);
    let piece = vec![ByteRange::new(0, 3)];
    let differences = Differences { left: piece.clone(), right: piece, places: vec![(0, 0)], alike: 0.9 };
    Action::Compared { of, differences: Arc::new(differences) }
}

fn marked_piece() -> KeptMark {
    let at = Anchor { start: 0, quote: "丙市".into(), ..Anchor::default() };
    let mark = Mark { at, kind: MarkKind::Highlight(Colour::Blue), note: String::new() };
    KeptMark { mark, path: "b.txt".into() }
}

fn marked_key() -> MarkKey {
    MarkKey { page: document_of("b.txt", SECOND.as_bytes()).hash, slot: marked_piece().mark.slot() }
}

fn name_of(action: &Action) -> String {
    format!("{action:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[test]
fn every_action_does_something() {
    let mut tried = BTreeSet::new();
    for (before, action) in every_action() {
        let mut desk = Desk::two();
        desk.act(Action::Select("a.txt".into()));
        // One page has a place on the disk.
        let mut snapshot = (*desk.state.snapshot).clone();
        let mut real = document_of("real.txt", SECOND.as_bytes());
        real.real_path = Some("/文集/real.txt".into());
        snapshot.documents.push(Arc::new(real));
        desk.state.snapshot = Arc::new(snapshot);
        before.into_iter().for_each(|action| drop(desk.act(action)));
        let name = name_of(&action);
        let state = desk.state.clone();
        let action = match action {
            Action::HitsFound { hits, .. } => {
                Action::HitsFound { generation: state.hits_generation, beside: false, hits }
            }
            Action::Listed(_) => {
                // Of the list that was asked for last.
                let snapshot = Arc::clone(&desk.state.snapshot);
                let question = ListQuestion::Marks(Arc::default(), snapshot);
                desk.state.lists.ask(question.clone());
                Action::Listed(question.answer())
            }
            other => other,
        };
        let state = desk.state.clone();
        let effects = update(&mut desk.state, action);
        assert!(desk.state != state || !effects.is_empty(), "{name} does nothing");
        tried.insert(name);
    }
    // The variants stand in the source four blanks in.
    let source = include_str!("../action.rs").split("pub enum Action {").nth(1).unwrap().split("\n}").next().unwrap();
    let known =
        source.lines().filter_map(|line| line.strip_prefix("    ")).filter(|l| l.starts_with(char::is_uppercase));
    for name in known.map(|l| l.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()) {
        assert!(tried.contains(&name), "{name} is not tried");
    }
}

#[test]
fn what_is_of_an_older_opening_or_of_no_page_is_let_pass() {
    let failure = OpenFailure { reason: "notice-open-missing", path: "/别处".into(), details: String::new() };
    for action in [
        Action::OpenDone { generation: 0, result: Err(failure) },
        Action::OpenProgress { generation: 0, progress: Progress::default(), snapshot: None, elapsed_ms: 1 },
        Action::Answered(Arc::default()),
        Action::HitsFound { generation: 0, beside: false, hits: Arc::new(vec![ByteRange::new(0, 1)]) },
        Action::Select("gone.txt".into()),
        Action::ShowPage("gone.txt".into()),
        Action::MarkRead { path: "gone.txt".into(), read: true },
        Action::Reveal("gone.txt".into()),
        Action::Export { path: Some("gone.txt".into()), format: None },
        Action::CancelOpen,
        Action::StepHit(1),
        Action::Picked { target: None, unavailable: false },
        Action::PickedSave { path: "a.txt".into(), format: "md".into(), to: None, instead: None },
        Action::Dropped(vec![]),
    ] {
        let mut desk = Desk::two();
        let before = desk.state.clone();
        let name = name_of(&action);
        assert_eq!(update(&mut desk.state, action), [], "{name}");
        assert_eq!(desk.state, before, "{name}");
    }
}

#[test]
fn including_and_excluding_take_each_others_place() {
    let city = gazetteer().lookup("潼南")[0];
    let mut desk = Desk::two();
    let rows = |desk: &Desk| desk.state.listing.answer.hits.len();
    desk.act(Action::UsePlace(city, PlaceUse::Include));
    assert_eq!((rows(&desk), desk.state.filter.include.len()), (1, 1));
    desk.act(Action::UsePlace(city, PlaceUse::Exclude));
    assert_eq!((rows(&desk), desk.state.filter.include.len(), desk.state.filter.exclude.len()), (1, 0, 1));
    desk.act(Action::UsePlace(city, PlaceUse::Exclude));
    assert_eq!((rows(&desk), desk.state.filtered()), (2, false));
    desk.act(Action::UsePlace(gazetteer().lookup("遂宁")[0], PlaceUse::Include));
    desk.act(Action::UsePlace(city, PlaceUse::Only));
    assert_eq!(desk.state.filter.include.iter().collect::<Vec<_>>(), [&city]);
    desk.act(Action::UsePlace(city, PlaceUse::Clear));
    assert!(!desk.state.filtered());
}

#[test]
fn escape_undoes_one_thing_at_a_time() {
    let mut desk = Desk::two();
    desk.act(Action::SetSearch("道路".into()));
    desk.act(Action::SetPane(Pane::Reader));
    desk.act(Action::Notify(Notice::done("notice-exported", "a")));
    desk.act(Action::ShowOverlay(Overlay::Shortcuts));
    let left = |desk: &Desk| {
        let state = &desk.state;
        (state.overlay.is_some(), state.pane == Pane::Reader, !state.filter.text.is_empty(), state.notices.len())
    };
    let expected =
        [(false, true, true, 1), (false, false, true, 1), (false, false, false, 1), (false, false, false, 0)];
    for step in expected {
        desk.act(Action::Escape);
        assert_eq!(left(&desk), step);
    }
}

#[test]
fn a_failed_export_says_why_and_offers_another_place() {
    let mut desk = Desk::two();
    let file = std::path::PathBuf::from("/x/甲.md");
    let result = Err(SaveFailure { next: "export-error-denied".into(), details: "os error 13".into() });
    desk.act(Action::Exported { path: "a.txt".into(), format: "html".into(), file, result });
    let notice = &desk.state.notices[0];
    assert_eq!((notice.name.as_str(), notice.next.as_ref()), ("甲.md", "export-error-denied"));
    assert_eq!(notice.buttons, [NoticeButton::SaveElsewhere { path: "a.txt".into(), format: "html".into() }]);
}

#[test]
fn without_a_dialog_the_article_can_be_saved_as_a_new_file() {
    let mut desk = Desk::two();
    let to = std::path::PathBuf::from("/文档/甲.md");
    let (path, format) = ("a.txt".to_owned(), "md".to_owned());
    desk.act(Action::PickedSave { path: path.clone(), format: format.clone(), to: None, instead: Some(to.clone()) });
    let offered = NoticeButton::SaveTo { path: path.clone(), format: format.clone(), to: to.clone() };
    assert_eq!(desk.state.notices[0].buttons, [offered]);
    let effects = desk.act(Action::SaveTo { path, format, to });
    let written = effects.iter().any(|e| matches!(e, Effect::Export { overwrite: Overwrite::Never, .. }));
    assert!(written && desk.state.settings.export.folder == Some("/文档".into()), "{effects:?}");
}

#[test]
fn a_format_of_another_program_in_the_settings_does_no_harm() {
    let mut desk = Desk::two();
    desk.state.settings.export.format = "wps".into();
    let effects = desk.act(Action::Export { path: None, format: None });
    assert!(effects.iter().any(|e| matches!(e, Effect::PickSave { format, .. } if format == "md")), "{effects:?}");
}
