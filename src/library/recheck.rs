//! Looks whether a folder is still as a snapshot has it, and reads only what is new or changed.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use super::{
    ContentHash, DocIx, Document, Overrides, Problem, Snapshot, pool,
    read::{self, Job},
    scan::{Cancel, OpenError, PATIENCE, Target, job_of, next_revision},
    walk::{Found, Listing},
};

/// What happened to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It was not there before.
    New,
    /// It has other content.
    Changed,
    /// It lay here, with the same content.
    Moved(String),
    /// It is not there any more.
    Gone,
}

/// A file that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What happened.
    pub turn: Turn,
    /// As it is now; as it was, when it is gone or kept.
    pub document: Arc<Document>,
    /// The snapshot keeps the document as it was, as it was asked to.
    pub kept: bool,
}

/// What looking again has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Recheck {
    /// The folder as it is now; the snapshot from before when nothing has changed.
    pub snapshot: Arc<Snapshot>,
    /// What is not as it was, by path.
    pub changes: Vec<Change>,
}

/// A file that has to be read.
struct Fresh {
    job: Job,
    was: Option<Arc<Document>>,
}

/// Lists `target` again and compares size and time of each file with `before`. A document of a path in `keep` stays as it was, even
/// when its file is gone; the changes tell. Everything else is as if the target were opened anew. `None` when `cancel` was set.
///
/// # Errors
/// Only when the target itself cannot be listed.
pub fn recheck(
    before: &Arc<Snapshot>,
    target: &Target,
    overrides: &Overrides,
    keep: &BTreeSet<String>,
    cancel: &Cancel,
) -> Result<Option<Recheck>, OpenError> {
    let listing = match target {
        Target::BuiltIn => return Ok(Some(Recheck { snapshot: Arc::clone(before), changes: vec![] })),
        Target::Folder(root) => Listing::folder(root)?,
        Target::Files(paths) => Listing::files(paths)?,
    };
    let mut seen = vec![false; before.documents.len()];
    let mut documents: Vec<Arc<Document>> = Vec::with_capacity(before.documents.len());
    let mut problems = Vec::new();
    let mut fresh = VecDeque::new();
    let mut next_at = DocIx(0);
    for found in listing {
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let (path, real_path) = match found {
            Found::Problem(problem) => {
                problems.push(problem);
                continue;
            }
            Found::File(path, real_path) => (path, real_path),
        };
        // Files come by path, as the documents stand.
        let next = before.get(next_at).is_some_and(|document| document.path == path).then_some(next_at);
        let at = next.or_else(|| before.find(&path));
        next_at = at.map_or(next_at, |at| DocIx(at.0.saturating_add(1)));
        if let Some(slot) = at.and_then(|ix| seen.get_mut(ix.0 as usize)) {
            *slot = true;
        }
        let was = at.and_then(|ix| before.get(ix));
        match was.filter(|document| is_as_it_was(document, &real_path)) {
            Some(document) => documents.push(Arc::clone(document)),
            None => fresh.push_back(Fresh { job: job_of(path, real_path, overrides), was: was.cloned() }),
        }
    }
    let Some(read) = read_all(fresh, cancel) else { return Ok(None) };
    let mut gone: Vec<Arc<Document>> =
        before.documents.iter().zip(seen).filter(|(_, seen)| !seen).map(|(document, _)| Arc::clone(document)).collect();
    let mut came = Vec::new();
    let mut changes = Vec::new();
    let mut touched = false;
    for (was, outcome) in read {
        match (was, outcome) {
            (Some(was), Ok(document)) if was.hash == document.hash => {
                touched = true;
                documents.push(Arc::new(document));
            }
            (Some(was), Ok(_)) if keep.contains(&was.path) => {
                changes.push(Change { turn: Turn::Changed, document: Arc::clone(&was), kept: true });
                documents.push(was);
            }
            (Some(_), Ok(document)) => {
                let document = Arc::new(document);
                changes.push(Change { turn: Turn::Changed, document: Arc::clone(&document), kept: false });
                documents.push(document);
            }
            (None, Ok(document)) => came.push(Arc::new(document)),
            (was, Err(problem)) => {
                problems.push(problem);
                gone.extend(was);
            }
        }
    }
    came.sort_by(|a, b| a.path.cmp(&b.path));
    gone.sort_by(|a, b| a.path.cmp(&b.path));
    place_moved(came, gone, keep, &mut documents, &mut changes);
    problems.sort();
    changes.sort_by(|a, b| a.document.path.cmp(&b.document.path));
    let same = !touched && changes.iter().all(|change| change.kept) && problems == before.problems;
    if same {
        return Ok(Some(Recheck { snapshot: Arc::clone(before), changes }));
    }
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let revision = next_revision();
    let snapshot = Snapshot {
        columns: super::columns::Cached::default(),
        reposts: super::reposts::Cached::after(before, &documents),
        root: before.root.clone(),
        documents,
        problems,
        revision,
        scan: revision,
        corrections: Arc::clone(&overrides.corrections),
        complete: true,
        waiting: None,
    };
    Ok(Some(Recheck { snapshot: Arc::new(snapshot), changes }))
}

/// A file that came and one with the same content that went are one that was moved. The others are new, and gone or kept.
fn place_moved(
    came: Vec<Arc<Document>>,
    gone: Vec<Arc<Document>>,
    keep: &BTreeSet<String>,
    documents: &mut Vec<Arc<Document>>,
    changes: &mut Vec<Change>,
) {
    let mut by_content: BTreeMap<ContentHash, VecDeque<Arc<Document>>> = BTreeMap::new();
    for document in gone {
        by_content.entry(document.hash).or_default().push_back(document);
    }
    for document in came {
        let was = by_content.get_mut(&document.hash).and_then(VecDeque::pop_front);
        let turn = was.map_or(Turn::New, |was| Turn::Moved(was.path.clone()));
        changes.push(Change { turn, document: Arc::clone(&document), kept: false });
        documents.push(document);
    }
    for document in by_content.into_values().flatten() {
        let kept = keep.contains(&document.path);
        if kept {
            documents.push(Arc::clone(&document));
        }
        changes.push(Change { turn: Turn::Gone, document, kept });
    }
}

/// True when a file has the size and the time that its document was read with.
fn is_as_it_was(document: &Document, real_path: &Path) -> bool {
    document.lies_at(real_path)
        && read::stat_at(real_path)
            .is_some_and(|stat| (stat.size, stat.modified_ns) == (document.bytes, document.modified_ns))
}

type Outcome = (Option<Arc<Document>>, Result<Document, Problem>);

/// Reads the files on worker threads; `None` when cancelled.
fn read_all(mut waiting: VecDeque<Fresh>, cancel: &Cancel) -> Option<Vec<Outcome>> {
    if waiting.is_empty() {
        return Some(vec![]);
    }
    let work = |Fresh { job, was }: Fresh| {
        let outcome = read::read_alone(job, was.as_deref(), cancel)?;
        Some((was, outcome))
    };
    let mut all = Vec::with_capacity(waiting.len());
    pool::with_workers("checker", pool::default_workers(pool::WINDOW_CORES), work, |desk| {
        while !cancel.load(Ordering::Relaxed) && (!waiting.is_empty() || desk.in_flight() > 0) {
            while let Some(fresh) = waiting.pop_front() {
                if let Err(fresh) = desk.try_submit(fresh) {
                    waiting.push_front(fresh);
                    break;
                }
            }
            if let Some(outcome) = desk.receive(PATIENCE) {
                all.extend(outcome.flatten());
            }
        }
    });
    (!cancel.load(Ordering::Relaxed)).then_some(all)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use std::fs;

    use super::*;
    use crate::library::scan::open;

    fn look(before: &Arc<Snapshot>, root: &Path, keep: &[&str]) -> Recheck {
        let keep = keep.iter().map(|path| (*path).to_owned()).collect();
        let target = Target::Folder(root.to_path_buf());
        recheck(before, &target, &Overrides::default(), &keep, &Cancel::default()).unwrap().unwrap()
    }

    fn opened(root: &Path) -> Arc<Snapshot> {
        let target = Target::Folder(root.to_path_buf());
        open(&target, &Overrides::default(), &Cancel::default(), &mut |_, _| {}).unwrap()
    }

    fn page(n: u32) -> String {
        format!("第{n}号会议\n2021年3月{}日 来源：测试日报\n\n　　会议在遂宁市举行，讨论了第{n}号桥。\n", n % 28 + 1)
    }

    /// As if it were opened anew: the same documents, problems and groups.
    fn assert_as_new(found: &Recheck, root: &Path) {
        let new = opened(root);
        assert_eq!(found.snapshot.documents, new.documents);
        assert_eq!(found.snapshot.problems, new.problems);
        assert_eq!(found.snapshot.reposts(), new.reposts());
    }

    fn told(found: &Recheck) -> Vec<String> {
        let one = |change: &Change| {
            let kept = if change.kept { " kept" } else { "" };
            format!("{} {:?}{kept}", change.document.path, change.turn)
        };
        found.changes.iter().map(one).collect()
    }

    #[test]
    fn what_came_changed_moved_and_went_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for n in 0..6 {
            fs::write(root.join(format!("{n}.txt")), page(n)).unwrap();
        }
        let before = opened(root);
        let same = look(&before, root, &[]);
        assert!(Arc::ptr_eq(&same.snapshot, &before) && same.changes.is_empty());
        fs::write(root.join("0.txt"), page(100)).unwrap();
        fs::remove_file(root.join("1.txt")).unwrap();
        fs::create_dir(root.join("下")).unwrap();
        fs::rename(root.join("2.txt"), root.join("下/新名.txt")).unwrap();
        fs::write(root.join("9.txt"), page(9)).unwrap();
        // Only its time is another.
        fs::write(root.join("3.txt"), page(3)).unwrap();
        let found = look(&before, root, &[]);
        let turns = ["0.txt Changed", "1.txt Gone", "9.txt New", "下/新名.txt Moved(\"2.txt\")"];
        assert_eq!(told(&found), turns);
        assert!(found.snapshot.revision > before.revision);
        assert_as_new(&found, root);
        let four = |snapshot: &Snapshot| Arc::clone(snapshot.get(snapshot.find("4.txt").unwrap()).unwrap());
        assert!(Arc::ptr_eq(&four(&before), &four(&found.snapshot)), "what is as it was is not read again");
    }

    #[test]
    fn what_is_being_read_stays_until_it_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for n in 0..3 {
            fs::write(root.join(format!("{n}.txt")), page(n)).unwrap();
        }
        let before = opened(root);
        fs::write(root.join("0.txt"), page(100)).unwrap();
        fs::remove_file(root.join("1.txt")).unwrap();
        let found = look(&before, root, &["0.txt", "1.txt"]);
        assert_eq!(told(&found), ["0.txt Changed kept", "1.txt Gone kept"]);
        assert!(Arc::ptr_eq(&found.snapshot, &before), "nothing else has changed");
        fs::write(root.join("5.txt"), page(5)).unwrap();
        let found = look(&before, root, &["0.txt", "1.txt"]);
        assert_eq!(found.snapshot.documents.len(), 4);
        assert_eq!(found.snapshot.documents[1], before.documents[1]);
        let found = look(&found.snapshot, root, &["0.txt"]);
        assert_eq!(told(&found), ["0.txt Changed kept", "1.txt Gone"]);
        let found = look(&found.snapshot, root, &[]);
        assert_eq!(told(&found), ["0.txt Changed"]);
        assert_as_new(&found, root);
        // A file that was moved is not gone, whoever reads it.
        fs::rename(root.join("2.txt"), root.join("7.txt")).unwrap();
        let found = look(&found.snapshot, root, &["2.txt"]);
        assert_eq!(told(&found), ["7.txt Moved(\"2.txt\")"]);
        assert_as_new(&found, root);
    }

    #[test]
    fn any_series_of_changes_leads_to_what_a_new_opening_finds() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("d")).unwrap();
        let mut random = fastrand::Rng::with_seed(7);
        let mut snapshot = opened(root);
        for step in 0..40 {
            for _ in 0..random.usize(0..4) {
                let place = if random.bool() { "d/" } else { "" };
                let path = root.join(format!("{place}{}.txt", random.u32(0..8)));
                let other = root.join(format!("{}.txt", random.u32(0..8)));
                match random.u32(0..5) {
                    0 => drop(fs::remove_file(path)),
                    1 => drop(fs::rename(path, other)),
                    2 => drop(fs::copy(path, other)),
                    _ => fs::write(path, page(random.u32(0..12))).unwrap(),
                }
            }
            let found = look(&snapshot, root, &[]);
            let new = opened(root);
            assert_eq!(found.snapshot.documents, new.documents, "step {step}");
            assert_eq!(found.snapshot.reposts(), new.reposts(), "step {step}");
            snapshot = found.snapshot;
        }
        fs::remove_dir_all(root.join("d")).unwrap();
        assert_as_new(&look(&snapshot, root, &[]), root);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("文集");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.txt"), page(1)).unwrap();
        let before = opened(&root);
        fs::rename(&root, folder.path().join("别处")).unwrap();
        let target = Target::Folder(root.clone());
        let found = recheck(&before, &target, &Overrides::default(), &BTreeSet::new(), &Cancel::default());
        assert!(matches!(found, Err(OpenError::Missing(path)) if path == root));
        let stopped = Cancel::default();
        stopped.store(true, Ordering::Relaxed);
        let target = Target::Folder(folder.path().to_path_buf());
        assert_eq!(recheck(&before, &target, &Overrides::default(), &BTreeSet::new(), &stopped).unwrap(), None);
    }
}
