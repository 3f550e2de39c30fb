//! The folder that changes while it is open.

use std::collections::BTreeSet;

use super::*;
use crate::{
    app::watching::{Held, Look, Trouble, WatchAction},
    corpus::{Change, Recheck, Turn},
};

const THIRD: &str = "丁县新桥通车\n2022年5月6日 来源：测试日报\n\n　　新桥今天通车，遂宁市的居民来看。\n";

fn watch(action: WatchAction) -> Action {
    Action::Watch(action)
}

fn look_of(effects: &[Effect]) -> Option<&Look> {
    effects.iter().find_map(|effect| if let Effect::Look(look) = effect { Some(&**look) } else { None })
}

/// A look at a folder that now has these pages, as [`crate::corpus::recheck`] answers it.
fn found(look: &Look, pages: &[(&str, &str)]) -> Action {
    let mut changes = vec![];
    let mut documents = vec![];
    let before: Vec<&Arc<Document>> = look.before.documents.iter().collect();
    let mut gone: Vec<&Arc<Document>> =
        before.iter().copied().filter(|d| pages.iter().all(|(name, _)| *name != d.path)).collect();
    for (name, text) in pages {
        let now = Arc::new(document_of(name, text.as_bytes()));
        let was = before.iter().find(|d| d.path == *name);
        let (turn, kept) = match was {
            Some(was) if was.hash == now.hash => {
                documents.push(Arc::clone(was));
                continue;
            }
            Some(_) => (Turn::Changed, look.keep.contains(*name)),
            None => match gone.iter().position(|d| d.hash == now.hash) {
                Some(at) => (Turn::Moved(gone.remove(at).path.clone()), false),
                None => (Turn::New, false),
            },
        };
        let document = if kept { Arc::clone(was.unwrap()) } else { now };
        documents.push(Arc::clone(&document));
        changes.push(Change { turn, document, kept });
    }
    for document in gone {
        let kept = look.keep.contains(&document.path);
        if kept {
            documents.push(Arc::clone(document));
        }
        changes.push(Change { turn: Turn::Gone, document: Arc::clone(document), kept });
    }
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let revision = look.before.revision + 1;
    let snapshot = Arc::new(Snapshot { documents, complete: true, revision, scan: revision, ..Snapshot::default() });
    let result = Ok(Recheck { snapshot, changes });
    watch(WatchAction::Looked { number: look.number, before: look.before.revision, result })
}

impl Desk {
    /// The folder has these pages now, and is looked through.
    fn look(&mut self, pages: &[(&str, &str)]) -> Vec<Effect> {
        let effects = self.act(watch(WatchAction::Look));
        self.act(found(look_of(&effects).unwrap(), pages))
    }

    fn news(&self) -> Vec<(String, Turn)> {
        self.state.watch.news.iter().map(|(path, news)| (path.clone(), news.turn.clone())).collect()
    }
}

#[test]
fn new_files_come_in_and_nothing_else_moves() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    desk.act(Action::SetSearch("道路".into()));
    desk.act(Action::StepHit(1));
    desk.act(Action::ReaderMoved(Place { byte: 40, fraction: 0.2 }));
    let before = (desk.state.selected.clone(), desk.state.reader.clone(), desk.state.filter.clone());
    let effects = desk.look(&[("a.txt", FIRST), ("b.txt", SECOND), ("c.txt", THIRD)]);
    assert_eq!(before, (desk.state.selected.clone(), desk.state.reader.clone(), desk.state.filter.clone()));
    assert!(!effects.iter().any(|e| matches!(e, Effect::FindHits(_) | Effect::Reader(_))), "{effects:?}");
    assert_eq!(desk.state.snapshot.documents.len(), 3);
    assert_eq!(desk.state.listing.snapshot.documents.len(), 3);
    assert_eq!(desk.news(), [("c.txt".to_owned(), Turn::New)]);
    assert_eq!(desk.state.watch.news["c.txt"].title, "丁县新桥通车");
    desk.act(watch(WatchAction::PutAway));
    assert!(desk.news().is_empty());
}

#[test]
fn the_shown_article_stays_until_the_new_one_is_wanted() {
    let mut desk = Desk::two();
    desk.act(Action::Select("b.txt".into()));
    desk.look(&[("a.txt", FIRST), ("b.txt", THIRD)]);
    assert_eq!(desk.state.watch.held.get("b.txt"), Some(&Held::Changed));
    assert!(desk.state.document().unwrap().page().article.text.starts_with("丙市"), "what was read stays");
    assert_eq!(desk.news(), [("b.txt".to_owned(), Turn::Changed)]);
    desk.act(watch(WatchAction::PutAway));
    let effects = desk.look(&[("a.txt", FIRST), ("b.txt", THIRD)]);
    assert!(desk.news().is_empty(), "told once");
    assert_eq!(look_of(&effects), None);
    let effects = desk.act(watch(WatchAction::ShowNew("b.txt".into())));
    let look = look_of(&effects).unwrap().clone();
    assert_eq!(look.keep, BTreeSet::new());
    desk.act(found(&look, &[("a.txt", FIRST), ("b.txt", THIRD)]));
    assert!(desk.state.document().unwrap().page().article.text.starts_with("丁县"));
    assert!(desk.state.watch.held.is_empty() && desk.state.watch.wanted.is_empty());
    assert!(desk.news().is_empty(), "told already");
    assert_eq!(desk.state.selected.as_deref(), Some("b.txt"));
}

#[test]
fn a_file_that_went_leaves_when_it_is_left() {
    let mut desk = Desk::two();
    desk.act(Action::Select("b.txt".into()));
    desk.look(&[("a.txt", FIRST)]);
    assert_eq!(desk.state.watch.held.get("b.txt"), Some(&Held::Gone));
    assert!(desk.state.document().is_some() && desk.state.selected_row().is_some());
    let effects = desk.act(Action::Select("a.txt".into()));
    let look = look_of(&effects).expect("it was left").clone();
    desk.act(found(&look, &[("a.txt", FIRST)]));
    assert_eq!(desk.state.snapshot.documents.len(), 1);
    assert_eq!(desk.state.selected.as_deref(), Some("a.txt"));
    assert_eq!(desk.news(), [("b.txt".to_owned(), Turn::Gone)]);
    // Beside counts as shown, too.
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    desk.act(Action::ShowBeside("b.txt".into()));
    desk.look(&[("a.txt", FIRST)]);
    assert!(desk.state.beside_document().is_some());
    assert!(look_of(&desk.act(Action::ToggleBeside)).is_some());
}

#[test]
fn a_renamed_file_is_followed() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    desk.act(Action::Select("b.txt".into()));
    desk.act(Action::ReaderMoved(Place { byte: 12, fraction: 0.1 }));
    desk.state.encodings.insert("b.txt".into(), Encoding::Utf8);
    let effects = desk.look(&[("a.txt", FIRST), ("z.txt", SECOND)]);
    assert_eq!(desk.state.selected.as_deref(), Some("z.txt"));
    assert_eq!(desk.state.reader.place.byte, 12);
    assert_eq!(desk.news(), [("z.txt".to_owned(), Turn::Moved("b.txt".into()))]);
    assert_eq!(desk.state.encodings.get("z.txt"), Some(&Encoding::Utf8));
    assert!(effects.iter().any(
        |e| matches!(e, Effect::User(UserChange::SetEncoding { path, encoding: Some(_), .. }) if path == "z.txt")
    ));
    assert_eq!(desk.state.back.first().map(|visit| visit.path.as_str()), Some("a.txt"));
}

#[test]
fn one_look_at_a_time_and_none_while_opening() {
    let mut desk = Desk::two();
    let number = desk.state.watch.watched.unwrap();
    let first = look_of(&desk.act(watch(WatchAction::Stirred(number)))).unwrap().clone();
    assert_eq!(look_of(&desk.act(watch(WatchAction::Stirred(number)))), None);
    assert_eq!(look_of(&desk.act(watch(WatchAction::Stirred(number + 1)))), None, "of another opening");
    let effects = desk.act(found(&first, &[("a.txt", FIRST), ("b.txt", SECOND)]));
    let second = look_of(&effects).expect("once more").clone();
    assert!(second.number > first.number);
    assert_eq!(look_of(&desk.act(found(&second, &[("a.txt", FIRST), ("b.txt", SECOND)]))), None);
    // An answer to a snapshot that is not there any more is of no use: the folder is looked through again.
    let stale = look_of(&desk.act(watch(WatchAction::Look))).unwrap().clone();
    desk.state.snapshot = Arc::new(Snapshot { revision: 90, ..(*desk.state.snapshot).clone() });
    let effects = desk.act(found(&stale, &[("a.txt", FIRST)]));
    assert_eq!(desk.state.snapshot.documents.len(), 2);
    let again = look_of(&effects).unwrap().clone();
    desk.act(Action::Reload);
    assert_eq!(look_of(&desk.act(watch(WatchAction::Look))), None);
    desk.finish(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    desk.act(found(&again, &[("a.txt", FIRST)]));
    assert_eq!(desk.state.snapshot.documents.len(), 2, "the folder was read as a whole since");
    desk.act(Action::Open(Target::BuiltIn));
    desk.finish(&[("a.txt", FIRST)]);
    assert_eq!(look_of(&desk.act(watch(WatchAction::Look))), None, "built in");
}

#[test]
fn trouble_is_said_once_and_a_lost_folder_keeps_what_was_read() {
    let mut desk = Desk::two();
    let number = desk.state.watch.watched.unwrap();
    desk.act(watch(WatchAction::Unwatched(number, Trouble::Limit)));
    assert_eq!(desk.state.watch.trouble, Some(Trouble::Limit));
    desk.act(watch(WatchAction::PutAway));
    desk.act(watch(WatchAction::Unwatched(number, Trouble::Limit)));
    assert_eq!(desk.state.watch.trouble, None);
    let look = look_of(&desk.act(watch(WatchAction::Look))).unwrap().clone();
    let failure = OpenFailure { reason: "notice-open-missing", path: "/文集".into(), details: String::new() };
    desk.act(watch(WatchAction::Looked { number: look.number, before: look.before.revision, result: Err(failure) }));
    assert!(desk.state.watch.lost && desk.state.notices.is_empty());
    assert_eq!(desk.state.snapshot.documents.len(), 2);
    let effects = desk.look(&[("a.txt", FIRST), ("b.txt", SECOND)]);
    assert!(!desk.state.watch.lost);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Watch(_, Some(_)))), "it is watched again");
}
