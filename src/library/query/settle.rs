//! From what the texts tell to the answer: the rows of the segments become hits, the rest is searched, and all of it is counted.

use std::sync::{Mutex, PoisonError};

use super::{
    Columns, Context, Filter, Hit, Look, Panel, Personal, Query,
    candidates::{self, Stock},
    score::score,
    sweep::{self, May, Row},
};
use crate::library::{Snapshot, pool};

/// Between two looks at the cancel flag: characters searched.
const CANCEL_EVERY_CHARS: usize = 1 << 19;

/// With fewer documents to count, another thread is not worth its start.
const MANY_ROWS: usize = 3_000;

/// Told a document whose text matches and the filters that keep it out: whether it is wanted.
type Choice<'a> = dyn FnMut(&Look<'_>, u8) -> bool + 'a;

/// What the text of a question finds.
pub(super) struct Found<'a> {
    snapshot: &'a Snapshot,
    filter: &'a Filter,
    query: Query,
    personal: Personal<'a>,
    cancelled: &'a dyn Fn() -> bool,
    /// Where the documents lie, and for each segment the rows of those that match or may; `None` when all have to be searched.
    swept: Option<(&'a Stock, Vec<Vec<Row>>)>,
}

impl<'a> Found<'a> {
    /// `None` when `cancelled` says so.
    pub(super) fn of(
        snapshot: &'a Snapshot,
        filter: &'a Filter,
        personal: Personal<'a>,
        cancelled: &'a dyn Fn() -> bool,
    ) -> Option<Self> {
        if cancelled() {
            return None;
        }
        let query = filter.query();
        // Whatever filter were taken away, another would still keep the others out.
        let may = |look: &Look<'_>| filter.narrow.failing(look, &look.brief(), personal.tags).count_ones() <= 1;
        let may: Option<&May<'_>> = if filter.narrow.is_empty() { None } else { Some(&may) };
        let swept = match candidates::lying(snapshot, &query) {
            None => None,
            Some(stock) => Some((stock, sweep::sweep(&query, (snapshot, stock), may, cancelled)?)),
        };
        Some(Self { snapshot, filter, query, personal, cancelled, swept })
    }

    /// True when nothing is asked of the text.
    pub(super) const fn is_open(&self) -> bool {
        self.query.is_empty()
    }

    /// How many there are at most.
    fn most(&self) -> usize {
        let rows = self.swept.as_ref().map(|(_, rows)| rows.iter().map(Vec::len).sum());
        rows.unwrap_or(self.snapshot.documents.len())
    }

    /// The documents that match, counted for all that they have; not in order. `None` when cancelled.
    pub(super) fn settle_whole(mut self, panel: &mut Panel, columns: &Columns) -> Option<Vec<Hit>> {
        let (snapshot, filter, tags) = (self.snapshot, self.filter, self.personal.tags);
        let most = self.most();
        let many = most > snapshot.documents.len() / 2;
        let Some((stock, rows)) = &mut self.swept else {
            return self.settle(&mut |look, failing| panel.count(columns, look, failing, filter, tags));
        };
        let stock = *stock;
        // What has to be searched is left to this thread.
        let sure: Vec<(usize, Vec<Row>)> = rows
            .iter_mut()
            .map(|rows| {
                let unsure: Vec<Row> = rows.extract_if(.., |row| !row.sure).collect();
                std::mem::replace(rows, unsure)
            })
            .enumerate()
            .collect();
        let hit = |look: &Look<'_>, row: &Row| Hit { doc: look.ix, hits: row.hits, score: row.score, cut: row.cut };
        // Where more than half of all match, what does not is sooner counted, and taken off.
        let mut all = if many { snapshot.whole_panel(columns).clone() } else { panel.clone() };
        let part = Panel::none(columns);
        let parts: Mutex<Vec<Panel>> = Mutex::default();
        let count = |(segment, rows): &(usize, Vec<Row>)| {
            let taken = parts.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut counts = taken.unwrap_or_else(|| part.clone());
            let mut hits = Vec::with_capacity(rows.len());
            let mut next = 0;
            let look = |row: &Row| stock.look(snapshot, *segment, row.number as usize);
            for row in rows {
                let Some(look) = look(row) else { continue };
                hits.push(hit(&look, row));
                if many {
                    counts.take_off(stock.looks(snapshot, *segment, next..row.number as usize), columns);
                    counts.count_tags(&look, tags);
                    next = row.number as usize + 1;
                } else {
                    counts.count(columns, &look, 0, filter, tags);
                }
            }
            if many {
                counts.take_off(stock.looks(snapshot, *segment, next..usize::MAX), columns);
            }
            parts.lock().unwrap_or_else(PoisonError::into_inner).push(counts);
            hits
        };
        let helpers = if most < MANY_ROWS { 0 } else { pool::default_workers(0).saturating_sub(1) };
        let mut hits: Vec<Hit> = pool::side_by_side_again("asker", helpers, &sure, count, count).concat();
        for part in parts.into_inner().unwrap_or_else(PoisonError::into_inner) {
            all.add(part);
        }
        if many {
            stock.loose(snapshot).for_each(|look| all.take_off(std::iter::once(look), columns));
        }
        *panel = all;
        let count = |look: &Look<'_>, failing: u8| panel.count(columns, look, failing, filter, tags);
        hits.append(&mut self.settle(&mut { count })?);
        Some(hits)
    }

    /// The documents that match and that `each` lets through; not in order. `None` when cancelled.
    pub(super) fn settle(self, each: &mut Choice<'_>) -> Option<Vec<Hit>> {
        let mut hits = Vec::with_capacity(self.most());
        let mut since_look = 0;
        let narrow = Some(&self.filter.narrow).filter(|narrow| !narrow.is_empty());
        let mut take = |look: &Look<'_>, row: Option<&Row>| -> Option<()> {
            let failing = narrow.map_or(0, |narrow| narrow.failing(look, &look.brief(), self.personal.tags));
            if failing.count_ones() > 1 {
                return Some(());
            }
            let hit = match row.filter(|row| row.sure) {
                Some(row) => Hit { doc: look.ix, hits: row.hits, score: row.score, cut: row.cut },
                None => {
                    since_look += look.document().units() + 1000;
                    if since_look > CANCEL_EVERY_CHARS {
                        since_look = 0;
                        if (self.cancelled)() {
                            return None;
                        }
                    }
                    let Some(hit) = self.searched(look) else { return Some(()) };
                    hit
                }
            };
            if each(look, failing) {
                hits.push(hit);
            }
            Some(())
        };
        match &self.swept {
            Some((stock, rows)) => {
                for (segment, rows) in rows.iter().enumerate() {
                    for row in rows {
                        if let Some(look) = stock.look(self.snapshot, segment, row.number as usize) {
                            take(&look, Some(row))?;
                        }
                    }
                }
                stock.loose(self.snapshot).try_for_each(|look| take(&look, None))?;
            }
            None => self.snapshot.iter().try_for_each(|(ix, document)| take(&Look::at(ix, document), None))?,
        }
        (!(self.cancelled)()).then_some(hits)
    }

    /// A document that has to be searched.
    fn searched(&self, look: &Look<'_>) -> Option<Hit> {
        let document = look.document();
        let context = Context { personal: Some(self.personal), stop: self.cancelled };
        let found = self.query.find(document, context)?;
        let count = Query::count(document, &found);
        let of = || score((document.units(), document.date()), found.rank, count, self.snapshot.newest());
        Some(Hit {
            doc: look.ix,
            hits: u32::try_from(count).unwrap_or(u32::MAX),
            score: if self.query.is_empty() { 0.0 } else { of() },
            cut: found.cut,
        })
    }
}
