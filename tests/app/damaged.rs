//! What is kept of a page on the disk turns out to be damaged while the window shows it.

#![expect(clippy::disallowed_methods, reason = "a test damages files of its own")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use shuangcheng::{
    app::{Launch, action::Action, state::Settings},
    corpus::{Cancel, Overrides, Snapshot, Target},
    library::{
        cache::{Cache, Place},
        rescue,
        scan::open_with,
    },
};

use crate::support::window::{folder_of, start_with};

const PAGE: &str = "甲地办会\n2021年3月5日\n\n　　甲地与丙地商量修路，定下日子。会后各自回去。\n";

fn read(target: &Target, cache: &Path) -> Arc<Snapshot> {
    let mut cache = Cache::open(&Place::new(Some(cache), None), target);
    let snapshot = open_with(target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {});
    assert_eq!(cache.finish(), None);
    snapshot.unwrap()
}

/// The files below a folder with this ending.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let own = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == ending));
    own.chain(folders.iter().flat_map(|folder| self::files(folder, ending))).collect()
}

/// Damages the cache so that the page cannot be had from it, and nobody knows that yet.
fn damage(target: &Target, cache: &Path) {
    read(target, cache);
    // This thread shall only find out.
    rescue::leave_to_others();
    let len = fs::read(&files(cache, "seg")[0]).unwrap().len();
    for at in (0..len).step_by(7) {
        for segment in files(cache, "seg") {
            let mut bytes = fs::read(&segment).unwrap();
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1;
            fs::write(&segment, bytes).unwrap();
        }
        let snapshot = read(target, cache);
        let listed = snapshot.documents[0].card().title.contains("甲地");
        let _ = snapshot.documents[0].page();
        if !rescue::found().is_empty() && listed {
            files(cache, "bad").into_iter().for_each(|sign| fs::remove_file(sign).unwrap());
            return;
        }
        read(target, cache);
    }
    panic!("nothing was damaged");
}

#[test]
fn a_damaged_page_is_read_again_from_its_file_and_that_is_said() {
    let folder = folder_of(&[("a.txt", PAGE)]);
    // Files that were just written are read again at each opening.
    let file = fs::File::options().append(true).open(folder.path().join("a.txt")).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(1_600_000_000)).unwrap();
    let cache = tempfile::tempdir().unwrap();
    let target = Target::Folder(folder.path().to_path_buf());
    damage(&target, cache.path());
    let place = Place::new(Some(cache.path()), None);
    let launch = Launch { target: Some(target), cache: place, ..Launch::default() };
    let mut desk = start_with((1100.0, 700.0), Settings::default(), launch, tempfile::tempdir().unwrap());
    desk.harness.state_mut().push(Action::Select("a.txt".into()));
    desk.wait(|window| window.state().notices.iter().any(|notice| notice.what == "notice-page-rescued"));
    desk.wait(|window| {
        let shown = window.state().document();
        shown.is_some_and(|document| document.page().article.text.contains("商量修路"))
    });
    desk.settle();
    assert_eq!(desk.harness.state().state().listing.answer.hits.len(), 1);
}
