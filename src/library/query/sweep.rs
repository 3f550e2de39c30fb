//! All segments of a folder asked one query: which of their documents match, how often and how well. Several threads share the segments
//! when there is much to look at.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{candidates::Candidates, look::Kept, matching::Query, score::score, tally::Told};
use crate::library::{
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

/// The rows of all segments. `None` when `cancelled` says so.
pub(super) fn sweep(
    query: &Query,
    candidates: &Candidates<'_>,
    newest: Option<i16>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Vec<Row>>> {
    let segments: Vec<(&Segment, Option<&Bits>)> = candidates.segments().collect();
    let documents: usize = segments.iter().map(|(segment, some)| some.map_or(segment.len(), Bits::count)).sum();
    let helpers = if documents < MANY_DOCUMENTS { 0 } else { pool::default_workers(0).saturating_sub(1) };
    let ended = AtomicBool::new(false);
    // What the person did is asked on this thread alone.
    let rows = pool::side_by_side(
        "asker",
        helpers,
        &segments,
        |(segment, some)| rows_of(query, segment, *some, newest, &|| ended.load(Ordering::Relaxed)),
        |(segment, some)| {
            let stop = || {
                let stop = cancelled();
                if stop {
                    ended.store(true, Ordering::Relaxed);
                }
                stop
            };
            rows_of(query, segment, *some, newest, &stop)
        },
    );
    rows.into_iter().collect()
}

fn rows_of(
    query: &Query,
    segment: &Segment,
    some: Option<&Bits>,
    newest: Option<i16>,
    stop: &dyn Fn() -> bool,
) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
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
        let kept = Kept::of(segment, number);
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
