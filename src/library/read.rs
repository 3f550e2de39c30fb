//! One file's bytes → one [`Document`]: reading in pieces up to a limit, decoding, understanding, sort keys.

use std::{
    fs::{File, Metadata},
    io::{self, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::UNIX_EPOCH,
};

use super::{
    ContentHash, Corrections, Document, Problem, ProblemKind,
    cache::{Fetched, Lookup, Segment, Stat},
    document::{FileFacts, Whole},
};
use crate::{
    article::{self, Article, FileKind, RemarkCode},
    place::{self, Tagging},
    text::{
        encoding::{self, Encoding},
        fold,
    },
};

/// Bytes of one file that are read; the rest of a longer file is not shown.
pub const READ_LIMIT_BYTES: usize = 64 << 20;

/// Between two looks at the cancel flag.
const PIECE_BYTES: usize = 256 << 10;

/// How far back a long file is shortened to find a safe place to end.
const SAFE_CUT_BYTES: usize = 64 << 10;

/// A file to read.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Path to show.
    pub path: String,
    /// Path to open.
    pub real_path: PathBuf,
    /// Encoding chosen by the user.
    pub forced: Option<Encoding>,
    /// What the user put right.
    pub corrections: Arc<Corrections>,
}

/// The bytes of a file and what the system says about it.
#[derive(Debug)]
pub(super) struct Content {
    bytes: Vec<u8>,
    size: u64,
    pub modified_ns: i128,
    truncated: bool,
    /// `None` when the file was still being changed.
    pub stat: Option<Stat>,
}

impl Content {
    /// Hash of the bytes.
    pub(super) fn hash(&self) -> ContentHash {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        hasher.update(&self.bytes);
        if self.truncated {
            // The rest of a longer file is not read; its length at least tells two of them apart.
            hasher.update(&self.size.to_le_bytes());
        }
        ContentHash(hasher.digest128())
    }
}

/// What the system says of a file.
pub(super) fn stat_of(metadata: &Metadata) -> Stat {
    #[cfg(unix)]
    let changed_ns = {
        use std::os::unix::fs::MetadataExt;
        i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let changed_ns = 0;
    Stat { size: metadata.len(), modified_ns: modified_ns(metadata), changed_ns }
}

/// The same of a path; `None` when there is no such file, or it is something else.
pub(super) fn stat_at(path: &Path) -> Option<Stat> {
    std::fs::metadata(path).ok().filter(Metadata::is_file).map(|metadata| stat_of(&metadata))
}

/// Reads and understands one file, or takes from the cache what is known of it; a failure of our own becomes a problem of that
/// file. `None` when `cancel` was set meanwhile.
pub(crate) fn read(job: Job, cache: &Lookup<'_>, cancel: &AtomicBool) -> Option<Result<Fetched, Problem>> {
    let path = job.path.clone();
    catch_unwind(AssertUnwindSafe(|| cache.fetch(job, cancel)))
        .unwrap_or_else(|_| Some(Err(Problem { path, kind: ProblemKind::Internal, detail: String::new() })))
}

/// The same without a cache. A file that has the very bytes of `was` needs no understanding again.
pub(super) fn read_alone(job: Job, was: Option<&Document>, cancel: &AtomicBool) -> Option<Result<Document, Problem>> {
    let path = job.path.clone();
    catch_unwind(AssertUnwindSafe(|| {
        let content = match load(&job, cancel)? {
            Ok(content) => content,
            Err(problem) => return Some(Err(problem)),
        };
        let hash = content.hash();
        Some(Ok(match was.filter(|was| was.hash == hash) {
            Some(was) => {
                let mut now = was.clone();
                (now.modified_ns, now.real_path) = (content.modified_ns, Some(job.real_path));
                now
            }
            None => document_at(job, content, hash),
        }))
    }))
    .unwrap_or_else(|_| Some(Err(Problem { path, kind: ProblemKind::Internal, detail: String::new() })))
}

/// The bytes of a file; `None` when `cancel` was set meanwhile.
pub(super) fn load(job: &Job, cancel: &AtomicBool) -> Option<Result<Content, Problem>> {
    match read_settled(&job.real_path, cancel) {
        Ok(content) => content.filter(|_| !cancel.load(Ordering::Relaxed)).map(Ok),
        Err(error) => Some(Err(problem(job.path.clone(), &error))),
    }
}

/// The document of a file's bytes.
pub(super) fn document_at(job: Job, content: Content, hash: ContentHash) -> Document {
    let kind = FileKind::of_name(&job.real_path.to_string_lossy());
    understand(job.path, Some(job.real_path), kind, content, hash, job.forced, &job.corrections)
}

/// The page of a document whose file of the cache turned out to be damaged: made anew from the document's own file. Without that, or when
/// it is another by now, what is left is an empty page, and false.
pub(super) fn rescue(document: &Document, segment: &Segment) -> (Whole, bool) {
    log::warn!("what was kept of {} is damaged, and is made anew", document.path);
    let overrides = segment.overrides();
    let fresh = document.real_path.clone().and_then(|real_path| {
        let forced = overrides.encodings.get(&document.path).copied();
        let job = Job { path: document.path.clone(), real_path, forced, corrections: overrides.corrections };
        let content = load(&job, &AtomicBool::new(false))?.ok()?;
        let hash = content.hash();
        (hash == document.hash).then(|| document_at(job, content, hash))
    });
    match fresh {
        Some(fresh) => (fresh.into_whole(), true),
        None => (document_of(&document.path, b"").into_whole(), false),
    }
}

/// A document of bytes that are in memory: the built-in articles and tests.
#[must_use]
pub fn document_of(path: &str, bytes: &[u8]) -> Document {
    corrected_document_of(path, bytes, &Corrections::default())
}

/// The same with what the user put right.
pub(crate) fn corrected_document_of(path: &str, bytes: &[u8], corrections: &Corrections) -> Document {
    let size = bytes.len() as u64;
    let content = Content { bytes: bytes.to_vec(), size, modified_ns: 0, truncated: false, stat: None };
    let hash = content.hash();
    understand(path.to_owned(), None, FileKind::of_name(path), content, hash, None, corrections)
}

/// What the system said, as a problem of this path.
pub(crate) fn problem(path: String, error: &io::Error) -> Problem {
    let kind = match error.kind() {
        io::ErrorKind::PermissionDenied => ProblemKind::Denied,
        io::ErrorKind::NotFound => ProblemKind::Vanished,
        io::ErrorKind::InvalidInput => ProblemKind::Special,
        _ => ProblemKind::Io,
    };
    Problem { path, kind, detail: error.to_string() }
}

/// Reads a file, once more when it changed under our hands. `None` when cancelled.
fn read_settled(path: &Path, cancel: &AtomicBool) -> io::Result<Option<Content>> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        // A pipe or a device could block for ever when opened, so its kind is asked first.
        regular(&std::fs::metadata(path)?)?;
        let mut file = File::open(path)?;
        let before = file.metadata()?;
        regular(&before)?;
        let Some((bytes, truncated)) = read_pieces(&mut file, before.len(), READ_LIMIT_BYTES, cancel)? else {
            return Ok(None);
        };
        let after = file.metadata()?;
        let settled = stat_of(&before) == stat_of(&after) && (truncated || after.len() == bytes.len() as u64);
        if settled || attempt == 2 {
            let size = if truncated { after.len().max(bytes.len() as u64) } else { bytes.len() as u64 };
            let stat = settled.then(|| stat_of(&after));
            return Ok(Some(Content { bytes, size, modified_ns: modified_ns(&after), truncated, stat }));
        }
    }
}

fn regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")) }
}

fn modified_ns(metadata: &Metadata) -> i128 {
    let Ok(modified) = metadata.modified() else { return 0 };
    match modified.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(0),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(0),
    }
}

/// Up to `limit` bytes and whether there were more; `None` when cancelled.
fn read_pieces(
    file: &mut impl Read,
    expected: u64,
    limit: usize,
    cancel: &AtomicBool,
) -> io::Result<Option<(Vec<u8>, bool)>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(limit).min(limit) + 1);
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        // One byte beyond the limit tells a file of just that size from a longer one.
        let want = (limit + 1).saturating_sub(bytes.len()).min(PIECE_BYTES);
        let got = file.by_ref().take(want as u64).read_to_end(&mut bytes)?;
        if got < want {
            return Ok(Some((bytes, false)));
        }
        if bytes.len() > limit {
            bytes.truncate(limit);
            bytes.truncate(safe_end(&bytes));
            return Ok(Some((bytes, true)));
        }
    }
}

/// Where a shortened text may end without cutting a character in two, in any encoding we know.
fn safe_end(bytes: &[u8]) -> usize {
    let even = bytes.len() & !1;
    if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return even;
    }
    let from = bytes.len().saturating_sub(SAFE_CUT_BYTES);
    let tail = bytes.get(from..).unwrap_or_default();
    // Below 0x30 no byte is part of a longer character, neither in UTF-8 nor in GB18030 nor in Big5.
    if let Some(at) = tail.iter().rposition(|&b| (0x09..0x30).contains(&b)) {
        return (from + at + 1).min(bytes.len());
    }
    // No such byte near the end: drop the last character when UTF-8 says that bytes of it are missing.
    let cut_lead = tail.iter().rev().take(3).enumerate().find(|(_, byte)| **byte >= 0xC0);
    match cut_lead {
        Some((back, lead)) if back + 1 < utf8_len(*lead) => bytes.len() - back - 1,
        _ => bytes.len(),
    }
}

/// Length of the UTF-8 character that starts with `lead`.
const fn utf8_len(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}

fn understand(
    path: String,
    real_path: Option<PathBuf>,
    kind: FileKind,
    content: Content,
    hash: ContentHash,
    forced: Option<Encoding>,
    corrections: &Corrections,
) -> Document {
    let Content { bytes, size, modified_ns, truncated, stat: _ } = content;
    let decoded = encoding::decode(&bytes, forced);
    drop(bytes);
    let damaged = decoded.replacements > 0;
    let (edits, places) = corrections.edits(hash, &path);
    let (mut article, units) = article::read_units(decoded, kind, &edits);
    for (holds, code) in [
        (damaged, RemarkCode::DecodingDamage),
        (truncated, RemarkCode::Truncated),
        (forced.is_some(), RemarkCode::EncodingForced),
    ] {
        if holds && !article.remarks.contains(&code) {
            article.remarks.push(code);
        }
    }
    let tagging = place::tag_units(&article, &units, &places);
    let folded = fold::folded_units(units);
    let file = FileFacts { path, real_path, bytes: size, modified_ns, hash };
    document(file, article, folded, tagging)
}

/// The document with other corrections, from the text in memory.
pub(super) fn again(was: &Document, corrections: &Corrections) -> Document {
    let (edits, places) = corrections.edits(was.hash, &was.path);
    let mut article = article::read_again(&was.page().article, &edits);
    for code in [RemarkCode::Truncated, RemarkCode::EncodingForced] {
        if was.card().has(code) && !article.remarks.contains(&code) {
            article.remarks.push(code);
        }
    }
    let tagging = place::tag_with(&article, &places);
    document(was.file(), article, was.folded().to_vec(), tagging)
}

/// Puts together what the rest of the program asks for.
fn document(file: FileFacts, mut article: Article, folded: Vec<u16>, tagging: Tagging) -> Document {
    let by_hand = tagging.mentions.iter().any(|m| m.rule == place::CORRECTED)
        || tagging.rejected.iter().any(|r| r.rule == place::CORRECTED);
    if by_hand && !article.remarks.contains(&RemarkCode::Corrected) {
        article.remarks.push(RemarkCode::Corrected);
    }
    Document::here(file, Whole::new(article, tagging, folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(bytes: &[u8], limit: usize) -> (Vec<u8>, bool) {
        read_pieces(&mut &bytes[..], bytes.len() as u64, limit, &AtomicBool::new(false)).unwrap().unwrap()
    }

    #[test]
    fn a_long_file_ends_between_characters() {
        assert_eq!(cut(b"abc", 3), (b"abc".to_vec(), false));
        let text = "遂宁潼南".repeat(10);
        for limit in 1..text.len() {
            let (bytes, truncated) = cut(text.as_bytes(), limit);
            assert!(truncated && bytes.len() <= limit);
            assert!(
                std::str::from_utf8(&bytes).is_ok(),
                "limit {limit}: {:?}",
                &bytes[bytes.len().saturating_sub(5)..]
            );
            assert!(limit - bytes.len() < 3, "no more than the cut character is dropped");
        }
        let (bytes, _) = cut("第一行\n第二行".as_bytes(), 14);
        assert_eq!(bytes, "第一行\n".as_bytes());
        let (bytes, _) = cut(&[0xFF, 0xFE, 0x41, 0x4E, 0x0A, 0x00, 0x42, 0x4E], 7);
        assert_eq!(bytes.len(), 6);
    }

    #[test]
    fn cancelling_stops_between_pieces() {
        let stop = AtomicBool::new(true);
        assert!(read_pieces(&mut &b"abc"[..], 3, 10, &stop).unwrap().is_none());
    }
}
