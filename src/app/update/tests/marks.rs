//! Highlights and notes as the state knows them.

use super::*;

/// The spans and colours of the shown article's marks.
fn marks_of(desk: &Desk) -> Vec<(String, MarkKind)> {
    let document = desk.state.document().unwrap();
    let marks = desk.state.marks.as_ref().unwrap();
    let page = document.page();
    let text = &page.article.text;
    let placed = marks.placed(document.hash, &document.path, text);
    placed.iter().map(|p| (p.span.unwrap().of(text).to_owned(), p.mark.kind)).collect()
}

#[test]
fn highlights_change_colour_swallow_others_and_come_back() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    desk.act(Action::MarksMerged { root: Some("/文集".into()), marks: Arc::default(), taken: 0 });
    let piece = |words: &str| {
        let start = FIRST.find(words).unwrap();
        ByteRange::new(start, start + words.len())
    };
    desk.act(Action::Highlight(piece("道路和桥梁"), Colour::Yellow));
    desk.act(Action::Highlight(piece("道路和桥梁"), Colour::Red));
    assert_eq!(marks_of(&desk), [("道路和桥梁".to_owned(), MarkKind::Highlight(Colour::Red))]);
    desk.act(Action::ToggleBookmark(FIRST.find("道路今年").unwrap()));
    desk.act(Action::Highlight(piece("讨论了道路和桥梁，双方"), Colour::Green));
    let whole = [
        ("讨论了道路和桥梁，双方".to_owned(), MarkKind::Highlight(Colour::Green)),
        ("道路今年动工，明年完工，沿线各镇都将受益。".to_owned(), MarkKind::Bookmark),
    ];
    assert_eq!(marks_of(&desk), whole);
    desk.act(Action::UndoCorrection);
    assert_eq!(marks_of(&desk)[0], ("道路和桥梁".to_owned(), MarkKind::Highlight(Colour::Red)));
    desk.act(Action::RedoCorrection);
    assert_eq!(marks_of(&desk), whole);
    desk.act(Action::Highlight(piece("讨论了道路和桥梁，双方"), Colour::Green));
    desk.act(Action::ToggleBookmark(FIRST.find("道路今年").unwrap()));
    assert!(marks_of(&desk).is_empty(), "the same again takes it away");
    for _ in 0..6 {
        desk.act(Action::UndoCorrection);
    }
    assert!(marks_of(&desk).is_empty() && desk.state.done.is_empty());
}

#[test]
fn a_note_is_written_and_listed() {
    let mut desk = Desk::two();
    desk.act(Action::Select("a.txt".into()));
    desk.act(Action::MarksMerged { root: Some("/文集".into()), marks: Arc::default(), taken: 0 });
    let start = FIRST.find("先修桥").unwrap();
    desk.act(Action::EditNote(ByteRange::new(start, start + 9)));
    let Some(Overlay::Note(mut form)) = desk.state.overlay.clone() else { panic!("the form is open") };
    form.kept.mark.note = " 为什么先修桥？ ".into();
    desk.act(Action::ShowOverlay(Overlay::Note(form)));
    desk.act(Action::SaveForm);
    desk.act(Action::ShowOverlay(Overlay::Marks));
    let lines = Arc::clone(&desk.state.lists.marks);
    let notes: Vec<_> = lines.iter().map(|line| (line.path.as_str(), line.placed.mark.note.as_str())).collect();
    assert_eq!(notes, [("a.txt", "为什么先修桥？")]);
    desk.act(Action::EditMark(lines[0].placed.key.clone()));
    desk.act(Action::CloseOverlay);
    assert_eq!(desk.state.overlay, Some(Overlay::Marks), "the form leads back to the list");
    desk.act(Action::SetMarks(vec![(lines[0].placed.key.clone(), None)]));
    assert!(desk.state.lists.marks.is_empty() && desk.state.overlay == Some(Overlay::Marks));
}
