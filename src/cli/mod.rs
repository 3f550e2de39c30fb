//! Floor 10, headless commands over the same library as the window: `inspect`, `search`, `export`, `ledger`, `dates`,
//! `typeset`.
//!
//! Results go to standard output, remarks to standard error. Exit code 0: done; 1: done, but some files could not be read
//! in full; 2: wrong use, or nothing could be opened.

mod args;
mod dates;
mod export;
mod grammar;
mod inspect;
pub mod io;
mod ledger;
mod search;
mod table;
mod typeset;

use std::{ffi::OsString, path::PathBuf};

use crate::{
    article::RemarkCode,
    library::{
        Document, Overrides, Problem,
        cache::{Cache, Place},
        scan::Target,
        userdata::{self, UserData, UserDataError},
    },
    place::{PlaceId, gazetteer},
    words::{Language, Words, licences},
};
use io::Output;

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// Open the window.
    Window(WindowRequest),
    /// A headless command was carried out; end with this code.
    Exit(u8),
}

/// How the window was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowRequest {
    /// A folder, or files; empty: what was open last.
    pub paths: Vec<PathBuf>,
    /// Where the user's own data is kept, instead of the platform's folder.
    pub data_dir: Option<PathBuf>,
    /// Where documents are kept between runs.
    pub cache: Place,
    /// Print how long starting took.
    pub trace_start: bool,
    /// Print how long the frames took.
    pub trace_frames: bool,
}

/// Reads the command line (program name first) and carries out a headless command, if it is one.
#[must_use]
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Parsed {
    let words = Words::new(Language::of_locale(&io::locale()));
    let mut output = Output::new();
    match args::read(arguments, &words) {
        Ok(args::Request::Window(request)) => Parsed::Window(request),
        Ok(args::Request::Command(command)) => {
            let result = match &command {
                args::Command::Inspect(wanted) => inspect::run(wanted, &words, &mut output),
                args::Command::Search(wanted) => search::run(wanted, &words, &mut output),
                args::Command::Export(wanted) => export::run(wanted, &words, &mut output),
                args::Command::Typeset(wanted) => typeset::run(wanted, &words, &mut output),
                args::Command::Dates(wanted) => dates::run(wanted, &mut output),
                args::Command::Ledger(wanted) => ledger::run(wanted, &words, &mut output),
                args::Command::Licences => output.text(licences::licences()).map(|()| Done::Clean),
                args::Command::Show(text) => output.text(text).map(|()| Done::Clean),
            };
            let result = result.and_then(|done| output.flush().map(|()| done));
            Parsed::Exit(match result {
                Ok(done) => done.code(),
                Err(end) => end.report(&words, &mut output),
            })
        }
        Err(wrong) => {
            output.remark(&wrong);
            Parsed::Exit(2)
        }
    }
}

/// How a command ended that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Done {
    /// Every file was read.
    Clean,
    /// Some files were not read, or not in full.
    WithRemarks,
    /// Nothing could be opened, or the command was used wrongly.
    Nothing,
}

impl Done {
    const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::WithRemarks => 1,
            Self::Nothing => 2,
        }
    }
}

/// Why a command stopped half-way.
#[derive(Debug)]
pub(crate) enum End {
    /// Nobody reads our output any more; that is no failure.
    PipeClosed,
    /// A file or standard input could not be read.
    Read {
        /// Which.
        path: String,
        /// The system's words.
        detail: String,
    },
    /// Standard output or a file could not be written.
    Write {
        /// Which.
        path: String,
        /// The system's words.
        detail: String,
    },
    /// The command cannot be carried out; what to say.
    Use(String),
}

impl End {
    fn report(&self, words: &Words, output: &mut Output) -> u8 {
        match self {
            Self::PipeClosed => 0,
            Self::Read { path, detail } => {
                let (path, detail) = (path.as_str().into(), detail.as_str().into());
                output.remark(&words.tn("cli-read-failed", &[("path", path), ("detail", detail)]));
                2
            }
            Self::Write { path, detail } => {
                let (path, detail) = (path.as_str().into(), detail.as_str().into());
                output.remark(&words.tn("cli-write-failed", &[("path", path), ("detail", detail)]));
                2
            }
            Self::Use(message) => {
                output.remark(message);
                2
            }
        }
    }
}

/// The paths of a command as targets: the loose files together, each folder by itself, in the order given.
fn targets(paths: &[PathBuf]) -> Vec<Target> {
    let (folders, mut files): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|p| io::is_folder(p));
    let mut targets = Vec::new();
    for folder in folders {
        if !targets.contains(&Target::Folder(folder.clone())) {
            targets.push(Target::Folder(folder));
        }
    }
    if !files.is_empty() {
        files.sort();
        targets.insert(0, Target::Files(files));
    }
    targets
}

/// What the user put right in a target, and the encodings chosen there, when it is wanted.
fn overrides(own: &args::Own, target: &Target, words: &Words) -> Result<Overrides, End> {
    if !own.with_corrections {
        return Ok(Overrides::default());
    }
    // The window keeps it under the absolute path.
    let target = target.clone().absolute();
    read_kept(own, words, |data| data.overrides(target.root()))
}

/// Reads something of the user's data; its empty form when there is no data yet.
fn read_kept<T: Default>(
    own: &args::Own,
    words: &Words,
    read: impl FnOnce(&UserData) -> Result<T, UserDataError>,
) -> Result<T, End> {
    let folder = userdata::folder(own.data_dir.as_deref());
    let kept = UserData::open_to_read(&folder).and_then(|data| data.as_ref().map_or_else(|| Ok(T::default()), read));
    kept.map_err(|error| {
        let (path, detail) = (folder.join(userdata::FILE_NAME).display().to_string(), error.to_string());
        End::Use(words.tn("cli-corrections-unreadable", &[("path", path.into()), ("detail", detail.into())]))
    })
}

/// Writes what the cache has learnt; says on standard error when it could not.
fn finish(cache: Cache, words: &Words, output: &Output) {
    if let Some(trouble) = cache.finish() {
        let (path, detail) = (trouble.path.display().to_string(), words.system_said(&trouble.detail));
        output.remark(&words.tn("cli-cache-unwritable", &[("path", path.into()), ("detail", detail.into())]));
    }
}

/// Says on standard error that a file could not be read.
fn report_problem(problem: &Problem, words: &Words, output: &Output) {
    let message = problem_message(problem, words);
    let file = problem.path.as_str().into();
    output.remark(&words.tn("cli-file-remark", &[("file", file), ("message", message.into())]));
}

/// Why a file could not be read, with the system's own words in brackets.
fn problem_message(problem: &Problem, words: &Words) -> String {
    if problem.detail.is_empty() {
        words.problem(problem.kind).into_owned()
    } else {
        format!("{} ({})", words.problem(problem.kind), problem.detail)
    }
}

/// Says on standard error that a file was not read to its end; true when so.
fn report_cut(document: &Document, words: &Words, output: &Output) -> bool {
    let cut = document.is_cut();
    if cut {
        let (file, message) = (document.path.as_str().into(), words.remark(RemarkCode::Truncated).into());
        output.remark(&words.tn("cli-file-remark", &[("file", file), ("message", message)]));
    }
    cut
}

/// The places that names on the command line mean: each its best match.
fn places_named(names: &[String], words: &Words) -> Result<Vec<PlaceId>, End> {
    let place = |name: &String| {
        let unknown = || End::Use(words.tn("cli-unknown-place", &[("name", name.as_str().into())]));
        gazetteer().lookup(name.trim()).first().copied().ok_or_else(unknown)
    };
    names.iter().map(place).collect()
}

/// The canonical name of a place: short for provinces and cities, official for what is below them.
fn place_name(id: PlaceId) -> &'static str {
    let place = gazetteer().get(id);
    match place.level {
        crate::place::Level::Province | crate::place::Level::City | crate::place::Level::Zone => &place.short,
        crate::place::Level::County => &place.name,
    }
}
