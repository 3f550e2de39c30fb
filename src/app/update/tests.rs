//! Every action has an effect that can be seen, in the state or in what is asked for.

use std::sync::Arc;

use super::update;
use crate::{
    app::{
        action::{Action, ReaderCommand},
        effect::{Effect, HitsQuestion, Question, UserChange},
        reading_place,
        state::{Listing, Place, State},
    },
    corpus::{Document, Snapshot, Target, ask},
    library::{document_of, query::hits_in},
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
        text: question.filter.text.clone(),
        answer,
        row_of,
        generation: question.generation,
        ..Listing::default()
    }
}

fn found(question: &HitsQuestion) -> Action {
    let hits = Arc::new(hits_in(&question.document, &question.text));
    Action::HitsFound { generation: question.generation, hits }
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
fn an_article_chosen_while_searching_shows_its_first_hit_once() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    assert!(!desk.act(Action::SetSearch("道路".into())).contains(&SHOW_HIT));
    assert!(desk.act(Action::Select("b.txt".into())).contains(&SHOW_HIT));
    assert_eq!(desk.state.reader.current_hit, Some(0));
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
    assert_eq!((document.article.text.as_ref(), &place), (changed.as_str(), kept));
    let found = Place { byte: reading_place::find(&changed, &place), fraction: 0.0 };
    let show = Effect::Reader(ReaderCommand::ShowPlace);
    assert_eq!(desk.act(Action::PlaceKnown { hash: document.hash, place: found }), [show]);
    assert_eq!(desk.state.reader.place.byte, changed.find("讨论了").unwrap());
    // A search wants its hit.
    desk.act(Action::SetSearch("道路".into()));
    desk.act(Action::Select("b.txt".into()));
    let hash = desk.state.document().unwrap().hash;
    assert_eq!(desk.act(Action::PlaceKnown { hash, place: found }), []);
}
