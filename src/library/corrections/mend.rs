//! A snapshot with other corrections: only the pages they touch are read again, from the text in memory.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use memchr::memmem;

use super::{Corrections, Difference};
use crate::{
    library::{Document, Snapshot, pool, read, reposts, scan},
    text::fold::fold_units,
};

/// How long the calling thread waits for a result before it looks at the cancel flag again.
const PATIENCE: Duration = Duration::from_millis(50);

/// Pages that are read again on the calling thread: starting threads would take longer.
const FEW: usize = 8;

impl Snapshot {
    /// The same folder with other corrections. `None` when `cancel` was set meanwhile.
    #[must_use]
    pub fn mended(&self, corrections: &Arc<Corrections>, cancel: &AtomicBool) -> Option<Self> {
        let difference = self.corrections.difference(corrections);
        let touched: Vec<usize> = (0..self.documents.len())
            .filter(|&i| self.documents.get(i).is_some_and(|d| touches(&difference, d)))
            .collect();
        let mut documents = self.documents.clone();
        let again = |i: usize| self.documents.get(i).map(|document| (i, read::again(document, corrections)));
        let mut put = |(i, document): (usize, Document)| {
            if let Some(slot) = documents.get_mut(i) {
                *slot = Arc::new(document);
            }
        };
        if touched.len() <= FEW {
            touched.into_iter().filter_map(again).for_each(&mut put);
        } else {
            let mut waiting: VecDeque<usize> = touched.into();
            pool::with_workers("mender", pool::default_workers(pool::WINDOW_CORES), again, |desk| {
                while !cancel.load(Ordering::Relaxed) && (!waiting.is_empty() || desk.in_flight() > 0) {
                    while let Some(i) = waiting.pop_front() {
                        if let Err(i) = desk.try_submit(i) {
                            waiting.push_front(i);
                            break;
                        }
                    }
                    if let Some(outcome) = desk.receive(PATIENCE) {
                        outcome.flatten().into_iter().for_each(&mut put);
                    }
                }
            });
        }
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        // A line that is furniture now is no wording any more.
        let reworded = documents
            .iter()
            .zip(&self.documents)
            .any(|(now, was)| !Arc::ptr_eq(now, was) && now.hashes() != was.hashes());
        let reposts =
            if reworded { reposts::Cached::kept_in(None) } else { reposts::Cached::of(&self.reposts).alone() };
        Some(Self {
            columns: super::super::columns::Cached::default(),
            reposts,
            root: self.root.clone(),
            documents,
            problems: self.problems.clone(),
            revision: scan::next_revision(),
            scan: self.scan,
            complete: self.complete,
            corrections: Arc::clone(corrections),
            waiting: self.waiting.clone(),
        })
    }
}

fn touches(difference: &Difference, document: &Document) -> bool {
    difference.pages.contains(&document.hash)
        || difference.paths.contains(&document.path)
        || difference.words.iter().any(|word| holds(document, word))
}

/// True when the page says the word, whatever its script.
pub(in crate::library) fn holds(document: &Document, word: &str) -> bool {
    let word = fold_units(word);
    let (text, word): (&[u8], &[u8]) = (bytemuck::cast_slice(document.folded()), bytemuck::cast_slice(&word));
    let units = memmem::find_iter(text, word);
    units.into_iter().any(|at| at % 2 == 0)
}
