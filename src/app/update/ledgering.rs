//! The ledger, the timeline and the network: when facts are read, what is asked, which fact is chosen.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    correcting, notify,
    selecting::{select, show_spot},
};
use crate::{
    app::{
        action::Action,
        effect::Effect,
        fact_form::{self, FactForm},
        forms::Step,
        here::Here,
        ledger::{Book, LedgerAction, LedgerEffect, LedgerQuestion, LedgerState, Report, Row, View},
        notice::{Notice, NoticeButton},
        state::{Overlay, Pane, State},
        timeline::{self, Camera},
    },
    export::write::Overwrite,
    facts::{BY_USER, Fact, timeline::Sure},
    library::Corrections,
};

/// Applies one action.
pub(super) fn update(state: &mut State, action: LedgerAction) -> Vec<Effect> {
    match action {
        LedgerAction::Show(view) => {
            state.ledger.view = view;
            state.sidebar_popover = false;
            state.filter_popover = false;
            vec![]
        }
        LedgerAction::Progress { generation, read, all } => {
            if generation == state.ledger.read_generation && state.ledger.reading.is_some() {
                state.ledger.reading = Some((read, all));
            }
            vec![]
        }
        LedgerAction::Read(book) => read(state, book),
        LedgerAction::People(people) => {
            if people.generation != state.ledger.book.generation {
                return vec![];
            }
            state.ledger.people = people;
            ask(state)
        }
        LedgerAction::Listed(listed) => {
            if listed.generation > state.ledger.listed.generation || state.ledger.listed.generation == 0 {
                state.ledger.listed = listed;
                return followed(state);
            }
            vec![]
        }
        LedgerAction::Wish(wish) => {
            state.ledger.wish = wish;
            ask(state)
        }
        LedgerAction::Choose { fact, row } => {
            choose(state, fact, row);
            vec![]
        }
        LedgerAction::Step(by) => step(state, by),
        LedgerAction::End { last } => {
            let rows = state.ledger.listed.rows.len();
            // From beyond the end one step leads back in.
            step_from(state, if last { rows } else { 0 }, if last { -1 } else { 0 })
        }
        LedgerAction::Witness(by) => {
            let count = state.ledger.fact().map_or(0, |fact| fact.witnesses.len());
            if count > 0 {
                state.ledger.witness = (state.ledger.witness.min(count - 1) + count).saturating_add_signed(by) % count;
            }
            vec![]
        }
        LedgerAction::ShowWitness(witness) => {
            state.ledger.witness = witness;
            vec![]
        }
        LedgerAction::OpenWitness => open_witness(state),
        LedgerAction::Lanes(by) => {
            state.ledger.timeline.by = by;
            state.ledger.timeline.camera = None;
            vec![]
        }
        LedgerAction::Look(timeline) => {
            state.ledger.timeline = timeline;
            vec![]
        }
        LedgerAction::Zoom(steps) => {
            let about = zoom(state, steps);
            about.map(|fact| Effect::Ledger(LedgerEffect::ShowFact(fact))).into_iter().collect()
        }
        LedgerAction::Along(by) => along(state, by),
        LedgerAction::Across(by) => across(state, by),
        LedgerAction::Mark(fact) => {
            if !state.ledger.marked.remove(&fact) {
                state.ledger.marked.insert(fact);
            }
            vec![]
        }
        LedgerAction::Unmark => {
            state.ledger.marked.clear();
            vec![]
        }
        LedgerAction::Correct => {
            if let (Some(chosen), Some(corrections)) = (state.ledger.chosen, &state.corrections) {
                let form = FactForm::of(&state.ledger.book, chosen, corrections);
                state.overlay = form.map(|form| Overlay::Fact(Box::new(form)));
            }
            vec![]
        }
        LedgerAction::Add(span) => {
            if let Some(document) = state.document().filter(|_| state.corrections.is_some()) {
                let form = FactForm::found(document, span);
                state.overlay = form.map(|form| Overlay::Fact(Box::new(form)));
            }
            vec![]
        }
        LedgerAction::Hide => say(state, |ledger, said| Some(fact_form::hide(&ledger.book, ledger.chosen?, said))),
        LedgerAction::Revert => say(state, |ledger, said| Some(fact_form::revert(&ledger.book, ledger.chosen?, said))),
        LedgerAction::Split => {
            say(state, |ledger, said| Some(fact_form::split(&ledger.book, ledger.chosen?, ledger.witness, said)))
        }
        LedgerAction::Merge => {
            let effects = say(state, |ledger, said| {
                let facts: Vec<u32> = ledger.marked.iter().copied().collect();
                (facts.len() > 1).then(|| fact_form::merge(&ledger.book, &facts, said))
            });
            state.ledger.marked.clear();
            effects
        }
        LedgerAction::Here(lens) => {
            if let Some(document) = state.document() {
                state.overlay = Some(Overlay::Here(Box::new(Here::of(document, lens))));
            }
            vec![]
        }
        LedgerAction::Margin => {
            state.ledger.margin = !state.ledger.margin;
            vec![]
        }
        LedgerAction::Spot(span) => {
            state.overlay = None;
            state.pane = Pane::Reader;
            show_spot(state, span)
        }
        LedgerAction::Find(fact) => {
            state.ledger.view = View::Ledger;
            choose(state, Some(fact), 0);
            let mut effects = vec![Effect::Ledger(LedgerEffect::ShowChoice)];
            if state.ledger.chosen_row().is_none() {
                // It is asked for by itself: what hides it gives way.
                state.ledger.follow = Some(0);
                state.ledger.wish = state.ledger.wish.open();
                effects.extend(super::update(state, Action::ClearFilters));
                effects.extend(ask(state));
            }
            effects
        }
        LedgerAction::Save(report) => {
            let folder = state.settings.export.folder.clone();
            vec![Effect::SaveSettings, Effect::Ledger(LedgerEffect::PickSave(report, folder))]
        }
        LedgerAction::PickedSave { report, to: Some(to), .. } => save(state, report, to, Overwrite::Replace),
        LedgerAction::PickedSave { report, to: None, instead } => {
            if let Some(to) = instead {
                let notice = Notice::failed("notice-no-dialog", to.display().to_string(), "ledger-no-dialog-next", "")
                    .with(NoticeButton::SaveReport { report, to });
                notify(state, notice);
            }
            vec![]
        }
        LedgerAction::SaveTo { report, to } => save(state, report, to, Overwrite::Never),
        LedgerAction::Saved { report, file, result } => {
            super::exporting::told(state, file, result, NoticeButton::SaveReportElsewhere(report))
        }
    }
}

/// Has the facts of the newest snapshot read, once its list is on screen.
pub(super) fn read_when_listed(state: &mut State) -> Vec<Effect> {
    let snapshot = &state.listing.snapshot;
    let of = (snapshot.scan, snapshot.revision);
    let newest = snapshot.revision == state.snapshot.revision;
    if !newest || state.loading.is_some() || state.ledger.read_of == Some(of) {
        return vec![];
    }
    state.ledger.read_of = Some(of);
    state.ledger.read_generation += 1;
    state.ledger.reading = Some((0, u32::try_from(snapshot.documents.len()).unwrap_or(u32::MAX)));
    let (generation, snapshot) = (state.ledger.read_generation, Arc::clone(snapshot));
    vec![Effect::Ledger(LedgerEffect::Read { generation, snapshot })]
}

/// Another folder: nothing of the old one stays on screen.
pub(super) fn forget(state: &mut State) {
    let ledger = &mut state.ledger;
    ledger.book = Arc::default();
    ledger.listed = Arc::default();
    ledger.reading = None;
    ledger.read_of = None;
    // What is still being read or asked is of the old folder.
    ledger.read_generation += 1;
    ledger.ask_generation += 1;
    ledger.wish.pair = None;
    ledger.wish.who = None;
    ledger.people = Arc::default();
    ledger.marked.clear();
    ledger.chosen = None;
}

fn read(state: &mut State, book: Arc<Book>) -> Vec<Effect> {
    if book.generation != state.ledger.read_generation {
        return vec![];
    }
    let row = state.ledger.chosen_row();
    let chosen = chosen_in(&state.ledger, &book);
    // Marks outlive what else is put right, and what is read while the folder is.
    let marked = state.ledger.marked.iter().filter_map(|&fact| state.ledger.book.fact(fact));
    let marked = marked.filter_map(|fact| Some(same_in(&fact, 0, &book)?.0)).collect();
    // What was put right may stand elsewhere now.
    if book.snapshot.corrections != state.ledger.book.snapshot.corrections && state.ledger.book.generation > 0 {
        state.ledger.follow = row;
    }
    if book.complete {
        state.ledger.reading = None;
    }
    (state.ledger.chosen, state.ledger.witness) = match chosen {
        Some((fact, witness)) => (Some(fact), witness),
        None => (None, 0),
    };
    state.ledger.marked = marked;
    state.ledger.book = book;
    // Those of the older facts have other numbers.
    state.ledger.people = Arc::default();
    ask(state)
}

/// The chosen fact in a new book, with the witness that is shown: one that this witness tells too, under the same name; the user may have
/// given what was added another name.
fn chosen_in(ledger: &LedgerState, book: &Book) -> Option<(u32, usize)> {
    same_in(&*ledger.fact()?, ledger.witness, book)
}

/// The same for any fact and one of its witnesses.
fn same_in(old: &Fact, witness: usize, book: &Book) -> Option<(u32, usize)> {
    let shown = old.witnesses.get(witness).or_else(|| old.witnesses.first())?;
    let page = book.snapshot.find(&shown.file)?;
    let told = book.table().told_in(page.0);
    let same = |named: bool| {
        let is = |&&[fact, witness]: &&[u32; 2]| {
            let told = book.fact(fact).and_then(|fact| fact.witnesses.get(witness as usize).cloned());
            told.is_some_and(|told| {
                told.span == shown.span && if named { told.name == shown.name } else { told.rule == shown.rule }
            })
        };
        told.iter().filter(is).min().map(|&[fact, witness]| (fact, witness as usize))
    };
    same(true).or_else(|| same(false).filter(|_| shown.rule == BY_USER))
}

/// New rows are there: what is no longer among them is not chosen any more.
fn followed(state: &mut State) -> Vec<Effect> {
    // Rows of older facts say nothing of the chosen one, which is counted among the new.
    if state.ledger.listed.book.generation != state.ledger.book.generation {
        return vec![];
    }
    let follow = state.ledger.follow.take();
    if state.ledger.chosen.is_some() && state.ledger.chosen_row().is_none() {
        choose(state, None, 0);
    }
    let Some(row) = follow else { return vec![] };
    if state.ledger.chosen.is_none() {
        return step_from(state, row, 0);
    }
    vec![Effect::Ledger(LedgerEffect::ShowChoice)]
}

/// Asks for the rows.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    if state.ledger.book.generation == 0 {
        return vec![];
    }
    state.ledger.ask_generation += 1;
    vec![Effect::Ledger(LedgerEffect::Ask(Box::new(LedgerQuestion {
        generation: state.ledger.ask_generation,
        book: Arc::clone(&state.ledger.book),
        people: Arc::clone(&state.ledger.people),
        listing: Arc::clone(&state.listing),
        filter: state.filter.clone(),
        wish: state.ledger.wish.clone(),
        today: state.ledger.today,
    })))]
}

fn choose(state: &mut State, fact: Option<u32>, row: usize) {
    if state.ledger.chosen != fact {
        state.ledger.witness = 0;
    }
    state.ledger.chosen = fact;
    state.ledger.row = row;
}

fn step(state: &mut State, by: isize) -> Vec<Effect> {
    match state.ledger.chosen_row() {
        Some(row) => step_from(state, row, by),
        None => step_from(state, 0, 0),
    }
}

/// To the fact so many facts away from a row; headings are passed over.
fn step_from(state: &mut State, row: usize, by: isize) -> Vec<Effect> {
    let rows = &state.ledger.listed.rows;
    let facts: Vec<(usize, u32)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| match row {
            Row::Fact(fact) => Some((at, *fact)),
            Row::Head(_) => None,
        })
        .collect();
    let from = facts.partition_point(|(at, _)| *at < row);
    let Some(last) = facts.len().checked_sub(1) else { return vec![] };
    let Some(&(row, fact)) = facts.get(from.saturating_add_signed(by).min(last)) else { return vec![] };
    choose(state, Some(fact), row);
    vec![Effect::Ledger(LedgerEffect::ShowChoice)]
}

/// Zooms about the chosen fact, or else about the one that is nearest to the middle, so that it never leads to where nothing is. Returns the
/// fact that is to be in sight.
fn zoom(state: &mut State, steps: i8) -> Option<u32> {
    let (lanes, _) = timeline::lanes(&state.ledger.listed, state.ledger.timeline.by);
    let book = &state.ledger.book;
    let first = timeline::shown_first(book, &lanes, state.ledger.timeline.whole);
    let reach = first.map_or((18_000, 18_365), |first| first.0);
    let width = f64::from(state.ledger.timeline.width);
    let camera = state.ledger.timeline.camera.unwrap_or_else(|| Camera::fit(reach, state.ledger.timeline.width));
    if steps == 0 {
        state.ledger.timeline.camera = None;
        state.ledger.timeline.whole = true;
        return None;
    }
    let day = |fact: u32| {
        let (days, sure) = timeline::days_of(book, fact)?;
        (sure != Sure::NoYear).then(|| f64::from(days.0))
    };
    let from_middle = |day: f64| (camera.x(day) - width / 2.0).abs();
    let dated = lanes.iter().flat_map(|lane| &lane.facts).filter_map(|&fact| Some((fact, day(fact)?)));
    let nearest = || dated.clone().min_by(|a, b| from_middle(a.1).total_cmp(&from_middle(b.1)).then(a.0.cmp(&b.0)));
    let chosen = state.ledger.chosen.and_then(|fact| Some((fact, day(fact)?)));
    let about = chosen.or_else(nearest);
    let day = about.map_or_else(|| camera.left + width / 2.0 / camera.day_pt, |(_, day)| day);
    // What is in sight stays where it is; what is not comes to the middle.
    let x = camera.x(day);
    let x = if (0.0..=width).contains(&x) { x } else { width / 2.0 };
    let zoomed = camera.zoomed(timeline::ZOOM.powi(i32::from(steps)), 0.0);
    state.ledger.timeline.camera = Some(Camera { left: day - x / zoomed.day_pt, ..zoomed });
    about.map(|(fact, _)| fact)
}

/// The lanes with their facts in the order of time, and where the chosen one stands.
fn in_time(state: &State) -> (Vec<Vec<u32>>, Option<(usize, usize)>) {
    let book = &state.ledger.book;
    let (lanes, _) = timeline::lanes(&state.ledger.listed, state.ledger.timeline.by);
    let mut lanes: Vec<Vec<u32>> = lanes.into_iter().map(|lane| lane.facts).collect();
    for lane in &mut lanes {
        lane.sort_by_key(|&fact| timeline::days_of(book, fact).map(|(days, sure)| (sure == Sure::NoYear, days, fact)));
    }
    let at = lanes.iter().enumerate().find_map(|(lane, facts)| {
        let at = facts.iter().position(|&fact| Some(fact) == state.ledger.chosen)?;
        Some((lane, at))
    });
    (lanes, at)
}

fn along(state: &mut State, by: isize) -> Vec<Effect> {
    let (lanes, at) = in_time(state);
    let (lane, at) = at.unwrap_or((0, 0));
    let Some(facts) = lanes.get(lane).filter(|facts| !facts.is_empty()) else { return vec![] };
    let to = if state.ledger.chosen.is_some() { at.saturating_add_signed(by).min(facts.len() - 1) } else { 0 };
    choose(state, facts.get(to).copied(), 0);
    vec![Effect::Ledger(LedgerEffect::ShowChoice)]
}

fn across(state: &mut State, by: isize) -> Vec<Effect> {
    let (lanes, at) = in_time(state);
    let Some((lane, _)) = at else { return along(state, 0) };
    let to = lane.saturating_add_signed(by).min(lanes.len().saturating_sub(1));
    let book = &state.ledger.book;
    let day = |fact: u32| timeline::days_of(book, fact).map_or(0, |(days, _)| days.0);
    let from = state.ledger.chosen.map_or(0, day);
    let nearest = lanes.get(to).and_then(|facts| facts.iter().copied().min_by_key(|&fact| (day(fact) - from).abs()));
    if to != lane {
        choose(state, nearest, 0);
    }
    vec![Effect::Ledger(LedgerEffect::ShowChoice)]
}

/// Says something of facts: one step that can be taken back.
fn say(state: &mut State, steps: impl FnOnce(&LedgerState, &Corrections) -> Option<Vec<Step>>) -> Vec<Effect> {
    let Some(said) = state.corrections.clone() else { return vec![] };
    let steps = steps(&state.ledger, &said).unwrap_or_default();
    correcting::correct(state, steps)
}

fn save(state: &mut State, report: Report, to: PathBuf, overwrite: Overwrite) -> Vec<Effect> {
    state.settings.export.folder = to.parent().map(Path::to_path_buf);
    let listed = Arc::clone(&state.ledger.listed);
    vec![
        Effect::SaveSettings,
        Effect::Ledger(LedgerEffect::Save { report, listed, timeline: state.ledger.timeline, to, overwrite }),
    ]
}

fn open_witness(state: &mut State) -> Vec<Effect> {
    let Some(chosen) = state.ledger.chosen else { return vec![] };
    let Some((witness, document)) = state.ledger.book.witness(chosen, state.ledger.witness) else { return vec![] };
    let (span, path) = (witness.span, document.path.clone());
    if state.snapshot.find(&path).is_none() {
        return vec![];
    }
    state.ledger.view = View::Reader;
    state.pane = Pane::Reader;
    state.overlay = None;
    let mut effects = select(state, path, false);
    effects.push(Effect::ShowSelection);
    effects.extend(show_spot(state, span));
    effects
}
