//! Several articles at once, tags, type-ahead.

use super::*;
use crate::app::choosing::{ChoiceAction, Which};

const PAGES: [(&str, &str); 5] = [
    ("a.txt", "安县开会\n2021年3月9日\n\n　　会议在遂宁市举行，讨论了第一件事。\n"),
    ("b.txt", "北区修路\n2021年3月8日\n\n　　路修到了遂宁市，一共三条。\n"),
    ("c.txt", "城里通车\n2021年3月7日\n\n　　今天在潼南区通车。\n"),
    ("d.txt", "安乡种树\n2021年3月6日\n\n　　树种了一千棵，都活了。\n"),
    ("e.txt", "东村有桥\n2021年3月5日\n\n　　桥在河上，河在村东。\n"),
];

fn choose(action: ChoiceAction) -> Action {
    Action::Choice(action)
}

impl Desk {
    fn five() -> Self {
        let mut desk = Self::with(&PAGES);
        desk.act(Action::Select("b.txt".into()));
        desk
    }

    fn chosen(&self) -> String {
        let snapshot = &self.state.listing.snapshot;
        self.state.chosen.docs.iter().filter_map(|doc| snapshot.get(*doc)?.path.get(..1)).collect()
    }

    fn hash(&self, path: &str) -> ContentHash {
        self.state.snapshot.get(self.state.snapshot.find(path).unwrap()).unwrap().hash
    }
}

#[test]
fn articles_are_chosen_one_by_one_by_ranges_and_all() {
    let mut desk = Desk::five();
    desk.act(choose(ChoiceAction::Toggle("d.txt".into())));
    assert_eq!(desk.chosen(), "bd", "the shown one and this one");
    assert_eq!(desk.state.selected.as_deref(), Some("b.txt"), "what is read stays");
    desk.act(choose(ChoiceAction::Range("a.txt".into())));
    assert_eq!(desk.chosen(), "abcd");
    desk.act(choose(ChoiceAction::Step(2)));
    assert_eq!(desk.chosen(), "cd", "from the same end");
    desk.act(choose(ChoiceAction::Toggle("c.txt".into())));
    assert_eq!(desk.chosen(), "d");
    desk.act(choose(ChoiceAction::End { last: true }));
    assert_eq!(desk.chosen(), "cde");
    desk.act(choose(ChoiceAction::All));
    assert_eq!(desk.chosen(), "abcde");
    desk.act(Action::Escape);
    assert_eq!(desk.chosen(), "");
    desk.act(choose(ChoiceAction::Step(1)));
    assert_eq!(desk.chosen(), "bc");
    desk.act(Action::Select("e.txt".into()));
    assert_eq!(desk.chosen(), "");
}

#[test]
fn what_is_not_listed_is_not_chosen_and_new_files_take_none_away() {
    let mut desk = Desk::five();
    desk.act(choose(ChoiceAction::All));
    desk.act(Action::SetSearch("遂宁".into()));
    assert_eq!(desk.chosen(), "ab");
    desk.act(Action::SetSearch(String::new()));
    assert_eq!(desk.chosen(), "ab");
    // Every position is another one.
    let mut documents = desk.state.snapshot.documents.clone();
    documents.insert(0, Arc::new(document_of("0.txt", SECOND.as_bytes())));
    desk.state.snapshot = Arc::new(Snapshot { documents, complete: true, revision: 9, ..Snapshot::default() });
    desk.act(Action::SetSort(Sort::Title));
    assert_eq!(desk.chosen(), "ab");
}

#[test]
fn one_thing_is_done_with_all() {
    let mut desk = Desk::five();
    desk.act(choose(ChoiceAction::Range("d.txt".into())));
    let [b, c, d] = ["b.txt", "c.txt", "d.txt"].map(|path| desk.hash(path));
    let effects = desk.act(choose(ChoiceAction::MarkRead(Which::Chosen, true)));
    assert_eq!(effects, [Effect::User(UserChange::MarkRead(vec![c, d], true))], "the shown one is read already");
    let effects = desk.act(choose(ChoiceAction::Star(Which::Chosen, true)));
    assert_eq!(effects, [Effect::User(UserChange::Star(vec![b, c, d], true))]);
    desk.act(choose(ChoiceAction::Star(Which::One("c.txt".into()), false)));
    assert_eq!(*desk.state.search.starred, BTreeSet::from([b, d]));
    let effects = desk.act(choose(ChoiceAction::Export("md".into())));
    assert!(effects.contains(&Effect::PickExportFolder { format: "md".into(), start: None }));
    let to = Some("/出".into());
    let effects = desk.act(choose(ChoiceAction::PickedFolder { format: "md".into(), to, instead: None }));
    let all =
        effects.iter().find_map(|e| if let Effect::ExportAll { documents, .. } = e { Some(documents) } else { None });
    assert_eq!(all.unwrap().iter().map(|d| d.path.as_str()).collect::<Vec<_>>(), ["b.txt", "c.txt", "d.txt"]);
    let failed = Some(("/出/x.md".into(), SaveFailure { next: "write-full".into(), details: String::new() }));
    desk.act(choose(ChoiceAction::Exported { folder: "/出".into(), written: 2, failed }));
    assert_eq!(desk.state.notices.len(), 2);
}

#[test]
fn tags_are_given_taken_away_and_filter() {
    let mut desk = Desk::five();
    desk.act(choose(ChoiceAction::Range("c.txt".into())));
    desk.act(choose(ChoiceAction::NameTag(Which::Chosen, "待".into())));
    assert_eq!(desk.state.overlay, Some(Overlay::TagName(Which::Chosen, "待".into())));
    let effects = desk.act(choose(ChoiceAction::Tag(Which::Chosen, " #待核 ".into(), true)));
    let [b, c] = ["b.txt", "c.txt"].map(|path| desk.hash(path));
    assert!(effects.contains(&Effect::User(UserChange::Tag(vec![b, c], "待核".into(), true))));
    assert_eq!(desk.state.overlay, None);
    desk.act(choose(ChoiceAction::Tag(Which::One("c.txt".into()), "待核".into(), false)));
    assert_eq!(desk.state.tags.iter().collect::<Vec<_>>(), [(b, "待核")]);
    assert!(desk.act(choose(ChoiceAction::Tag(Which::Chosen, " , ".into(), true))).is_empty());
    desk.act(Action::Narrow(NarrowChange::Tag("待核".into())));
    assert!(desk.state.filtered() && desk.state.filter.narrow.tags.contains("待核"));
    desk.act(Action::ClearFilters);
    assert!(!desk.state.filtered());
}

#[test]
fn a_title_is_found_by_its_beginning() {
    let mut desk = Desk::five();
    let mut goes = |typed: &str| {
        desk.act(choose(ChoiceAction::TypeAhead(typed.into())));
        desk.state.selected.clone().unwrap()
    };
    assert_eq!(goes("A"), "d.txt");
    assert_eq!(goes("A"), "a.txt", "round and round");
    assert_eq!(goes("Ax"), "a.txt", "more letters stay where they fit");
    assert_eq!(goes("Anxi"), "a.txt");
    assert_eq!(goes("Anxiang"), "d.txt");
    assert_eq!(goes("东"), "e.txt");
    assert_eq!(goes("東"), "e.txt");
    assert_eq!(goes("Z"), "e.txt", "nothing begins so");
}
