//! Has the system tell when something changes in the open folder. The thread sleeps until then; it waits for quiet before it tells
//! the window, and then rests a while, so that a folder that is written to all the time costs little.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

use super::{Outbox, spawn};
use crate::{
    app::{
        action::Action,
        watching::{Trouble, WatchAction},
    },
    corpus::Target,
    library::reads,
};

/// A change is told when nothing more has happened for so long.
const QUIET: Duration = Duration::from_millis(400);
/// Where it never gets quiet, after this time.
const LONGEST: Duration = Duration::from_secs(2);
/// After it was told, nothing is told for so long; twice as long each time while it never gets quiet.
const REST: Duration = Duration::from_secs(1);
/// But not longer than this.
const MOST_REST: Duration = Duration::from_secs(30);

/// What the thread waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Note {
    Stirred,
    /// A folder came, which is to be watched, too.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere the system watches all below a folder"))]
    Folder(PathBuf),
    Failed(Trouble),
    Stop,
}

/// The running watch, if any. Dropping it ends the thread.
#[derive(Debug, Default)]
pub struct WatchJob {
    notes: Option<Sender<Note>>,
}

impl WatchJob {
    /// Starts to watch; what was watched before is left. `number` comes back with everything that is told.
    pub fn start(&mut self, number: u64, target: Target, outbox: &Outbox) {
        self.stop();
        let (sender, notes) = channel();
        self.notes = Some(sender.clone());
        spawn("watch", outbox, move |outbox| {
            let stirred = Arc::new(AtomicBool::new(false));
            let told = |action| outbox.send(Action::Watch(action));
            match system::watch(&target, &sender, &stirred) {
                Ok(mut watcher) => {
                    // Something may have happened while the watch was set up.
                    told(WatchAction::Stirred(number));
                    let mut came = |folder: &Path| system::watch_folder(&mut watcher, folder);
                    let trouble = follow(&notes, &stirred, &mut came, &|| told(WatchAction::Stirred(number)));
                    drop(watcher);
                    if let Some(trouble) = trouble {
                        told(WatchAction::Unwatched(number, trouble));
                    }
                }
                Err(Some(trouble)) => told(WatchAction::Unwatched(number, trouble)),
                Err(None) => {}
            }
        });
    }

    /// Watches nothing any more.
    pub fn stop(&mut self) {
        if let Some(notes) = self.notes.take() {
            // It may have ended by itself.
            let _ = notes.send(Note::Stop);
        }
    }
}

impl Drop for WatchJob {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Tells of changes until it is told to stop, or cannot go on. `came` watches a folder that came.
fn follow(
    notes: &Receiver<Note>,
    stirred: &AtomicBool,
    came: &mut dyn FnMut(&Path) -> Result<(), Trouble>,
    tell: &dyn Fn(),
) -> Option<Trouble> {
    let mut rest = REST;
    // A folder that came is watched before anybody looks what is in it.
    let mut watched = |note: Note| match note {
        Note::Folder(folder) => came(&folder).map_or_else(Note::Failed, |()| Note::Stirred),
        note => note,
    };
    loop {
        match notes.recv().map(&mut watched) {
            Ok(Note::Stirred | Note::Folder(_)) => {}
            Ok(Note::Failed(trouble)) => return Some(trouble),
            Ok(Note::Stop) | Err(_) => return None,
        }
        let began = Instant::now();
        let quiet = loop {
            stirred.store(false, Ordering::Relaxed);
            match notes.recv_timeout(QUIET).map(&mut watched) {
                Err(RecvTimeoutError::Timeout) => break true,
                Ok(Note::Stirred | Note::Folder(_)) if began.elapsed() > LONGEST => break false,
                // A thousand files in a second are one note in each of these.
                Ok(Note::Stirred | Note::Folder(_)) => std::thread::sleep(QUIET / 8),
                Ok(Note::Failed(trouble)) => return Some(trouble),
                Ok(Note::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            }
        };
        tell();
        rest = if quiet { REST } else { (rest * 2).min(MOST_REST) };
        let ends = Instant::now() + rest;
        let mut more = false;
        while let Some(left) = ends.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            match notes.recv_timeout(left).map(&mut watched) {
                Err(RecvTimeoutError::Timeout) => break,
                // The flag stays up: no more notes come until the rest is over, but of folders.
                Ok(Note::Stirred | Note::Folder(_)) => more = true,
                Ok(Note::Failed(trouble)) => return Some(trouble),
                Ok(Note::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        stirred.store(false, Ordering::Relaxed);
        if more {
            tell();
        }
    }
}

/// True for what can be an article or a folder: hidden files and other kinds stir nothing.
fn concerns(path: &Path, whole: bool) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return true };
    // Only what is there can be asked whether it is a folder, and what came or went matters most.
    !name.starts_with('.') && (reads(name) || whole && path.extension().is_none_or(|_| path.is_dir() || !path.exists()))
}

#[cfg(any(target_os = "linux", windows))]
mod system {
    use std::{path::PathBuf, sync::mpsc::Sender};

    use notify::{
        Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, event::ModifyKind,
    };

    use super::{Arc, AtomicBool, Note, Ordering, Path, Target, Trouble, concerns};
    #[cfg(target_os = "linux")]
    use crate::library::folders_below;

    /// Begins to watch. `Err(None)`: there is nothing to watch.
    pub(super) fn watch(
        target: &Target,
        notes: &Sender<Note>,
        stirred: &Arc<AtomicBool>,
    ) -> Result<RecommendedWatcher, Option<Trouble>> {
        let roots = roots(target);
        if roots.is_empty() {
            return Err(None);
        }
        if roots.iter().any(|(root, _)| super::remote::is(root)) {
            return Err(Some(Trouble::Remote));
        }
        let (notes, stirred) = (notes.clone(), Arc::clone(stirred));
        let deep = roots.iter().any(|(_, mode)| *mode == RecursiveMode::Recursive);
        let heard = move |event: notify::Result<Event>| {
            if let Ok(event) = &event
                && deep
            {
                folders_of(event).for_each(|folder| drop(notes.send(Note::Folder(folder.clone()))));
            }
            let note = match event {
                Ok(event) if is_news(&event) => Note::Stirred,
                Ok(_) => return,
                Err(error) => Note::Failed(trouble(&error)),
            };
            // One note is enough until it was taken.
            if note != Note::Stirred || !stirred.swap(true, Ordering::Relaxed) {
                let _ = notes.send(note);
            }
        };
        let mut watcher = RecommendedWatcher::new(heard, Config::default()).map_err(|error| Some(trouble(&error)))?;
        for (root, mode) in roots {
            match mode {
                RecursiveMode::Recursive => watch_folder(&mut watcher, &root).map_err(Some)?,
                RecursiveMode::NonRecursive => watch_alone(&mut watcher, &root).map_err(Some)?,
            }
        }
        Ok(watcher)
    }

    /// Watches a folder and all below it. Linux has each folder watched by itself; asked for all of them, the watcher would look at every
    /// file, where the names of the files tell.
    #[cfg(target_os = "linux")]
    pub(super) fn watch_folder(watcher: &mut RecommendedWatcher, root: &Path) -> Result<(), Trouble> {
        watch_alone(watcher, root)?;
        for folder in folders_below(root) {
            match watch_alone(watcher, &folder) {
                // It went meanwhile, which its parent tells.
                Err(_) if !folder.exists() => {}
                result => result?,
            }
        }
        Ok(())
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn watch_folder(watcher: &mut RecommendedWatcher, root: &Path) -> Result<(), Trouble> {
        watcher.watch(root, RecursiveMode::Recursive).map_err(|error| trouble(&error))
    }

    fn watch_alone(watcher: &mut RecommendedWatcher, folder: &Path) -> Result<(), Trouble> {
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| {
            log::info!("{} is not watched: {error}", folder.display());
            trouble(&error)
        })
    }

    /// Folders that came, which are not watched yet.
    fn folders_of(event: &Event) -> impl Iterator<Item = &PathBuf> {
        // A link to a folder is told of as a file.
        let came = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
        let hidden =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().first() == Some(&b'.'));
        event.paths.iter().filter(move |path| cfg!(target_os = "linux") && came && !hidden(path) && path.is_dir())
    }

    /// Folders with all below them; of single files the folders they lie in.
    fn roots(target: &Target) -> Vec<(PathBuf, RecursiveMode)> {
        let paths = match target {
            Target::BuiltIn => vec![],
            Target::Folder(folder) => vec![folder.clone()],
            Target::Files(files) => files.clone(),
        };
        let root = |path: PathBuf| {
            if path.is_dir() {
                return Some((path, RecursiveMode::Recursive));
            }
            path.parent().map(|folder| (folder.to_path_buf(), RecursiveMode::NonRecursive))
        };
        let mut roots: Vec<_> = paths.into_iter().filter_map(root).collect();
        roots.sort_by(|a, b| a.0.cmp(&b.0));
        roots.dedup_by(|a, b| a.0 == b.0);
        roots
    }

    fn is_news(event: &Event) -> bool {
        // What came or went may be a folder; what was written to may not.
        let whole = match event.kind {
            EventKind::Access(_) => return false,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
            EventKind::Modify(_) => false,
            EventKind::Any | EventKind::Other => return event.need_rescan(),
        };
        event.need_rescan() || event.paths.iter().any(|path: &PathBuf| concerns(Path::new(path), whole))
    }

    fn trouble(error: &notify::Error) -> Trouble {
        match &error.kind {
            ErrorKind::MaxFilesWatch => Trouble::Limit,
            // "Too many open files": each program may have so many watchers.
            ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(24 | 28)) => Trouble::Limit,
            ErrorKind::Generic(_)
            | ErrorKind::Io(_)
            | ErrorKind::PathNotFound
            | ErrorKind::WatchNotFound
            | ErrorKind::InvalidConfig(_) => Trouble::Denied,
        }
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod system {
    use std::sync::mpsc::Sender;

    use super::{Arc, AtomicBool, Note, Target, Trouble};

    /// Here the folder is looked through when the window comes to the front.
    pub(super) fn watch(_: &Target, _: &Sender<Note>, _: &Arc<AtomicBool>) -> Result<(), Option<Trouble>> {
        Err(None)
    }
}

#[cfg(any(target_os = "linux", windows))]
mod remote {
    use std::path::Path;

    /// Kinds of file systems whose files others change without the system being told.
    #[cfg_attr(windows, expect(dead_code, reason = "there the system tells of shares, too"))]
    const KINDS: [&str; 14] = [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.s3fs",
        "virtiofs",
    ];

    /// True when a path lies on such a file system.
    #[cfg(target_os = "linux")]
    pub(super) fn is(path: &Path) -> bool {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|mounts| is_on(&real, &mounts))
    }

    #[cfg(windows)]
    pub(super) fn is(_: &Path) -> bool {
        false
    }

    /// The same with the system's list of mounts: the last one over the path counts.
    #[cfg_attr(windows, expect(dead_code, reason = "there is no such list"))]
    pub(super) fn is_on(path: &Path, mounts: &str) -> bool {
        let mount = |line: &str| {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
            let (before, after) = line.split_once(" - ")?;
            let place = before.split(' ').nth(4)?.replace("\\040", " ");
            let kind = after.split(' ').next()?.to_owned();
            path.starts_with(&place).then_some((place.len(), kind))
        };
        let over = mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length);
        over.is_some_and(|(_, kind)| KINDS.contains(&kind.as_str()))
    }
}

#[cfg(all(test, target_os = "linux"))]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use super::*;
    use crate::app::jobs::queue;

    /// The actions that come within some seconds, until one is wanted.
    fn wait(inbox: &crate::app::jobs::Inbox, wanted: impl Fn(&Action) -> bool) -> bool {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            while let Some(action) = inbox.next() {
                if wanted(&action) {
                    return true;
                }
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    #[test]
    fn a_change_below_the_folder_is_told_and_reading_is_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "甲").unwrap();
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let mut job = WatchJob::default();
        job.start(3, Target::Folder(folder.path().to_path_buf()), &outbox);
        let stirred = |action: &Action| *action == Action::Watch(WatchAction::Stirred(3));
        assert!(wait(&inbox, stirred), "once it is set up");
        std::fs::create_dir(folder.path().join("下")).unwrap();
        assert!(wait(&inbox, stirred), "a folder");
        std::fs::write(folder.path().join("下/b.txt"), "乙").unwrap();
        assert!(wait(&inbox, stirred), "a file in a new folder");
        std::thread::sleep(REST + 2 * QUIET);
        while inbox.next().is_some() {}
        // A link to elsewhere, a folder that was moved, and what is in it.
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(elsewhere.path().join("里/更里")).unwrap();
        for (what, act) in [
            (
                "a link",
                &(|| std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("链接")).unwrap()) as &dyn Fn(),
            ),
            ("behind it", &|| std::fs::write(elsewhere.path().join("里/更里/e.txt"), "戊").unwrap()),
            ("moved", &|| std::fs::rename(folder.path().join("下"), folder.path().join("上")).unwrap()),
            ("in it", &|| std::fs::write(folder.path().join("上/f.txt"), "己").unwrap()),
        ] {
            act();
            assert!(wait(&inbox, stirred), "{what}");
            std::thread::sleep(REST + 2 * QUIET);
            while inbox.next().is_some() {}
        }
        std::thread::sleep(REST + 2 * QUIET);
        while inbox.next().is_some() {}
        std::fs::read(folder.path().join("a.txt")).unwrap();
        std::fs::write(folder.path().join("c.part"), "丙").unwrap();
        std::fs::write(folder.path().join(".d.txt"), "丁").unwrap();
        std::thread::sleep(2 * QUIET);
        assert_eq!(inbox.next(), None);
    }

    #[test]
    fn a_folder_that_is_not_there_is_trouble() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let mut job = WatchJob::default();
        job.start(1, Target::Folder("/no/such/folder/here".into()), &outbox);
        assert!(wait(&inbox, |action| *action == Action::Watch(WatchAction::Unwatched(1, Trouble::Denied))));
    }

    #[test]
    fn files_of_other_machines_are_known_by_their_mount() {
        let mounts = "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 21 0:50 / /home/me/net rw - nfs4 box:/x rw\n41 21 0:51 / /mnt/my\\040box rw - cifs //box/y rw\n42 40 8:2 / /home/me/net/disk rw - ext4 /dev/sdb1 rw\n";
        for (path, expected) in [
            ("/home/me/a", false),
            ("/home/me/net/a/b", true),
            ("/home/me/network", false),
            ("/mnt/my box/c", true),
            ("/home/me/net/disk/d", false),
        ] {
            assert_eq!(remote::is_on(Path::new(path), mounts), expected, "{path}");
        }
    }
}
