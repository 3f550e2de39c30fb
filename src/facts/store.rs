//! What was read of the pages of a folder, and how it was put together, as files beside the pages that are kept: whoever opens the folder
//! again, in the window or by a command, has its ledger without reading.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use super::{
    Claim, Fact, Told, claims, groups, in_order,
    kept::{Merged, PageKey, Readings},
    ordered_rows, put_in_order, rows,
};
use crate::{
    library::{
        Document,
        cache::{Place, Side},
        scan::Target,
    },
    text::pinyin,
};

/// The readings of a folder, and where they are kept on the disk.
#[derive(Debug, Default)]
pub struct Store {
    /// What was read.
    pub readings: Readings,
    /// The folder whose files were looked at.
    root: Option<PathBuf>,
    /// Readings, and how they were put together.
    pub(crate) files: Option<(Side, Side)>,
}

/// The ledger of a folder.
#[derive(Debug, Default)]
pub struct Rows {
    /// In the order of the ledger.
    pub facts: Vec<Fact>,
    /// For each its place in the order of the names, when that was kept.
    pub names: Option<Vec<u32>>,
    /// How they were put together, when that was not kept and can be.
    merged: Option<Merged>,
}

impl Store {
    /// What is kept of a folder; nothing when `root` is none.
    #[must_use]
    pub fn of(place: &Place, root: Option<PathBuf>) -> Self {
        let Some(root) = root else { return Self::default() };
        let target = Target::Folder(root.clone());
        let side = |name| Side::of(place, &target, name);
        let files = side("readings").zip(side("ledger"));
        let body = files.as_ref().and_then(|(readings, _)| readings.read());
        let readings = body.map(|body| Readings::of_bytes(&body)).unwrap_or_default();
        Self { readings, root: Some(root), files }
    }

    /// True when it is that of this folder.
    #[must_use]
    pub fn is_of(&self, root: Option<&PathBuf>) -> bool {
        self.root.as_ref() == root && (root.is_some() || !self.readings.is_empty())
    }

    /// True when everything in it lies on the disk as well.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.files.is_some() && self.readings.fresh == 0
    }

    /// What a document says, read now or before.
    pub fn said_of(&mut self, document: &Document, key: PageKey) -> Vec<(String, Claim)> {
        if let Some(said) = self.readings.get(key) {
            return said;
        }
        let page = document.page();
        let found = catch_unwind(AssertUnwindSafe(|| claims(&page.article, &page.tagging, document.folded())));
        let found = found.unwrap_or_else(|_| {
            log::error!("the facts of {} could not be read", document.path);
            vec![]
        });
        self.readings.add(key, &found, &page.article.text);
        found.into_iter().map(|claim| (claim.sentence.of(&page.article.text).to_owned(), claim)).collect()
    }

    /// The ledger of what all pages tell, put together anew only when it was not kept.
    #[must_use]
    pub fn rows(&self, keys: &[PageKey], mut told: Vec<Told>) -> Rows {
        let of = PageKey::of_all(keys);
        let plain = !told.iter().any(|one| one.edit.is_some());
        put_in_order(&mut told);
        let file = self.files.as_ref().map(|(_, ledger)| ledger).filter(|_| plain);
        let known = file.and_then(Side::read).and_then(|body| Merged::of_bytes(&body, of, told.len()));
        if let Some(known) = known {
            let facts = ordered_rows(&known.groups, told);
            return Rows { facts, names: Some(known.names), merged: None };
        }
        let count = u32::try_from(told.len()).unwrap_or(u32::MAX);
        let groups = groups(&mut told);
        let (facts, order): (Vec<Fact>, Vec<usize>) = in_order(rows(&groups, told)).into_iter().unzip();
        let groups = order.into_iter().filter_map(|at| groups.get(at).cloned()).collect();
        let merged = file.map(|_| Merged { of, told: count, groups, names: vec![] });
        Rows { facts, names: None, merged }
    }

    /// Writes the readings of these pages when enough of them are new, or many are of pages that are gone; and how they were put together,
    /// with the order of their names, when that is new.
    pub fn save(&mut self, keys: &[PageKey], rows: &mut Rows) {
        let names = |rows: &mut Rows| rows.names.take().unwrap_or_else(|| order_of_names(&rows.facts));
        let merged = rows.merged.take().map(|merged| Merged { names: names(rows), ..merged });
        self.write(keys, merged);
    }

    /// The same where the order of the names is known.
    pub fn save_with(&mut self, keys: &[PageKey], rows: &mut Rows, names: impl FnOnce() -> Vec<u32>) {
        let merged = rows.merged.take().map(|merged| Merged { names: names(), ..merged });
        self.write(keys, merged);
    }

    fn write(&mut self, keys: &[PageKey], merged: Option<Merged>) {
        // Articles that are gone need not be remembered.
        let gone = self.readings.len().saturating_sub(keys.len());
        if gone > 0 {
            self.readings.keep_only(keys);
        }
        let Some((readings, ledger)) = &self.files else { return };
        if self.readings.fresh * 50 > keys.len() || gone * 4 > keys.len() {
            match readings.write(&self.readings.to_bytes()) {
                Ok(()) => self.readings.fresh = 0,
                // The cache of pages tells when nothing can be written.
                Err(error) => log::info!("what was read of the facts is not kept: {error}"),
            }
        }
        if let Some(merged) = merged
            && let Err(error) = ledger.write(&merged.to_bytes())
        {
            log::info!("how facts were put together is not kept: {error}");
        }
    }
}

/// For each fact its place in the order of the names.
#[must_use]
pub fn order_of_names(facts: &[Fact]) -> Vec<u32> {
    let mut names: Vec<(String, usize)> =
        facts.iter().enumerate().map(|(at, fact)| (pinyin::sort_key(&fact.name), at)).collect();
    names.sort_unstable();
    let mut order = vec![0; facts.len()];
    for (place, (_, at)) in (0..).zip(names) {
        if let Some(slot) = order.get_mut(at) {
            *slot = place;
        }
    }
    order
}
