//! All segments of a folder asked one query: which of their documents match, how often and how well. Several threads share the segments
//! when there is much to look at.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{
    candidates::Stock,
    known::Known,
    look::{Kept, Look},
    matching::Query,
    score::score,
    tally::Told,
};
use crate::library::{
    Snapshot,
    cache::{Bits, Segment},
    pool,
};

/// With fewer documents to look at, another thread is not worth its start.
const MANY_DOCUMENTS: usize = 1_500;

/// Documents looked at between two looks at the cancel flag.
const CANCEL_EVERY: usize = 256;

/// A document that matches, or may.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Its number in the segment.
    pub number: u32,
    pub hits: u32,
    pub score: f32,
    pub cut: bool,
    /// False when it has to be searched.
    pub sure: bool,
}

/// Leaves out documents that cannot belong to the answer, whatever their texts say.
pub(super) type May<'a> = dyn Fn(&Look<'_>) -> bool + 'a;

/// The rows of all segments. `may` is asked before a text is looked at. `None` when `cancelled` says so.
pub(super) fn sweep(
    query: &Query,
    (snapshot, stock): (&Snapshot, &Stock),
    may: Option<&May<'_>>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Vec<Row>>> {
    // What the person did is asked on this thread alone.
    let allowed = |(at, segment): (usize, &Segment)| {
        may.map(|may| {
            let mut allowed = Bits::none(segment.len());
            (0..segment.len())
                .filter(|number| stock.look(snapshot, at, *number).is_some_and(|look| may(&look)))
                .for_each(|number| allowed.add(number));
            allowed
        })
    };
    let segments: Vec<(&Segment, Option<Bits>)> =
        stock.segments().enumerate().map(|(at, segment)| (segment, allowed((at, segment)))).collect();
    let helpers = if stock.len() < MANY_DOCUMENTS { 0 } else { pool::default_workers(0).saturating_sub(1) };
    let (newest, ended) = (snapshot.newest(), AtomicBool::new(false));
    let chosen = |segment: &Segment, known: &Known<'_>, allowed: Option<&Bits>| {
        let chosen = if stock.is_small() { None } else { query.documents(segment, known) };
        match (chosen, allowed) {
            (Some(chosen), Some(allowed)) => Some(chosen.and(allowed)),
            (chosen, allowed) => chosen.or_else(|| allowed.cloned()),
        }
    };
    let rows = |(segment, allowed): &(&Segment, Option<Bits>), stop: &dyn Fn() -> bool| {
        let known = if stock.is_small() { Known::default() } else { Known::of(query, segment) };
        let chosen = chosen(segment, &known, allowed.as_ref());
        let at_once = || query.rows_at_once((segment, &known), chosen.as_ref(), newest, stop);
        let at_once = if stock.is_small() { None } else { at_once() };
        at_once.map_or_else(|| rows_of(query, (segment, &known), chosen.as_ref(), newest, stop), Some)
    };
    let rows = pool::side_by_side_again(
        "asker",
        helpers,
        &segments,
        |segment| rows(segment, &|| ended.load(Ordering::Relaxed)),
        |segment| {
            let stop = || {
                let stop = cancelled();
                if stop {
                    ended.store(true, Ordering::Relaxed);
                }
                stop
            };
            rows(segment, &stop)
        },
    );
    rows.into_iter().collect()
}

fn rows_of(
    query: &Query,
    (segment, known): (&Segment, &Known<'_>),
    some: Option<&Bits>,
    newest: Option<i16>,
    stop: &dyn Fn() -> bool,
) -> Option<Vec<Row>> {
    let mut rows = Vec::with_capacity(some.map_or(0, Bits::count));
    let all = some.is_none().then(|| 0..segment.len());
    for (at, number) in some.into_iter().flat_map(Bits::iter).chain(all.into_iter().flatten()).enumerate() {
        if at % CANCEL_EVERY == 0 && stop() {
            return None;
        }
        let Ok(number) = u32::try_from(number) else { break };
        let unsure = Row { number, hits: 0, score: 0.0, cut: false, sure: false };
        if query.is_empty() {
            rows.push(Row { sure: true, ..unsure });
            continue;
        }
        let kept = Kept::of(segment, known, number);
        match query.tally(&kept, stop) {
            (Told::No, _) => {}
            (Told::Unsure, _) => rows.push(unsure),
            (Told::Yes(tally), rank) => rows.push(Row {
                hits: u32::try_from(tally.hits).unwrap_or(u32::MAX),
                score: score((kept.units(), kept.date()), rank, tally.hits, newest),
                cut: tally.cut,
                sure: true,
                ..unsure
            }),
        }
    }
    Some(rows)
}
