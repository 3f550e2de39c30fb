//! A segment: one file with what is known of many documents. Written once, never changed; searched where it lies.
//!
//! It has parts, one behind the other: folded texts (`u16`, one behind the other), joints (pairs of `u32`), packed sketches, grams, pages,
//! cards, columns (`table`), and the rows that say where everything of each document stands. Rows, cards and columns are checked when a segment is opened, a text before
//! it is first searched, the grams before they are first used, a page when it is fetched. A further kind of record beside the page would be a part of
//! its own, with a length and a checksum in each row as the page has them.

mod choice;
mod rows;
mod sounds;

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU8, Ordering},
    },
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

pub(super) use self::rows::Row;
use self::{
    choice::Titles,
    rows::{directory, rows_of},
    sounds::Sounds,
};
use super::{
    Context,
    grams::{self, Grams},
    mapped::Mapped,
    packed,
    record::{self, Record},
    table::{self, Table},
};
use crate::{
    article::Block,
    library::{Brief, Card, Page, Paired},
    place::PlaceId,
    text::{date::PartialDate, encoding::Encoding, find::Joint},
};

/// First bytes of a segment.
const MAGIC: &[u8; 16] = b"shuangcheng seg\n";

/// Longest record, in bytes: the text of the longest file that is read, and what is known of it.
const MOST_RECORD_BYTES: usize = 512 << 20;

/// File name endings: whole, in the making, and the sign that something of a segment was found to be damaged.
pub(super) const ENDING: &str = ".seg";
pub(super) const UNFINISHED: &str = "new-";
pub(super) const DAMAGED: &str = ".bad";

/// Parts begin at multiples of this, so that numbers can be read where they lie.
const ALIGN: u64 = 8;

/// What the system says of a file: all of it must be the same for its record to be good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Stat {
    /// Size, bytes.
    pub size: u64,
    /// When its content was changed, nanoseconds since 1970. Programs can set it back.
    pub modified_ns: i128,
    /// When anything of it was changed, likewise; nobody can set it back. 0 where the system has no such time.
    pub changed_ns: i128,
}

/// What a record was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Key {
    /// Its file.
    pub stat: Stat,
    /// False when the file was changed so shortly before it was read that a later change could bear the same time.
    pub settled: bool,
    /// Encoding chosen by the user.
    pub forced: Option<Encoding>,
    /// Fingerprint of the corrections in it.
    pub edits: u64,
}

/// Where the things of a document stand.
#[derive(Clone, Copy, Debug)]
struct Entry {
    text: (u32, u32),
    joints: (u32, u32),
    hashes: (u32, u32),
    card: (u32, u32),
    page: (u64, u32),
    text_check: u64,
    page_check: u64,
    cut: bool,
}

/// A part of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    at: u64,
    len: u64,
    check: u64,
}

/// What the list of segments says of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Info {
    /// File name.
    pub name: String,
    /// Length of the file.
    pub bytes: u64,
    text: Part,
    numbers: Part,
    hashes: Part,
    grams: Part,
    pages: Part,
    cards: Part,
    table: Part,
    rows: Part,
    /// Records in it.
    pub count: u32,
    /// Numbers of those that are replaced or gone, rising.
    pub dead: Vec<u32>,
}

impl Info {
    pub(super) fn is_dead(&self, number: u32) -> bool {
        self.dead.binary_search(&number).is_ok()
    }

    /// Records that are in use.
    pub(super) fn live(&self) -> u32 {
        self.count.saturating_sub(u32::try_from(self.dead.len()).unwrap_or(u32::MAX))
    }
}

/// The value that all of `bytes` is; `None` when they are something else.
pub(super) fn whole<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    whole_of(bytes)
}

/// The same of what lies in the bytes.
fn whole_of<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes::<T>(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// The checksum of what is searched and compared.
fn text_check(folded: &[u16], joints: &[u32], hashes: &[u8]) -> u64 {
    let text = xxh3_64(bytemuck::cast_slice(folded));
    if joints.is_empty() && hashes.is_empty() {
        return text;
    }
    let text = if joints.is_empty() { text } else { xxh3_64_with_seed(bytemuck::cast_slice(joints), text) };
    xxh3_64_with_seed(hashes, text)
}

/// The checksum of a page: of its own bytes and of the text that it cannot be read without.
fn page_check(page: &[u8], text_check: u64) -> u64 {
    xxh3_64_with_seed(page, text_check)
}

/// What a document brings to a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub folded: &'a [u16],
    pub joints: &'a [Joint],
    pub hashes: &'a [u32],
    pub record: &'a Record,
    pub card: &'a Card,
    pub cut: bool,
}

/// A segment in the making, in memory.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: Vec<u16>,
    numbers: Vec<u32>,
    hashes: Vec<u8>,
    pages: Vec<u8>,
    cards: Vec<u8>,
    table: table::Writer,
    rows: Vec<Row>,
}

impl Writer {
    /// Bytes so far, but for the rows.
    pub(super) fn len(&self) -> usize {
        self.text.len() * 2 + self.numbers.len() * 4 + self.hashes.len() + self.pages.len() + self.cards.len()
    }

    /// Takes in a document; one that is too large for our numbers is left out, and is read anew each time.
    pub(super) fn put(&mut self, path: String, key: Key, hash: [u8; 16], parts: &Parts<'_>) -> bool {
        let Parts { folded, joints, hashes, record, card: whole_card, cut } = parts;
        let Some(mentions) = record::mentions_of(&record.page) else { return false };
        let hashes_at = self.hashes.len();
        packed::pack_rising(hashes, &mut self.hashes);
        let hashes = self.hashes.len() - hashes_at;
        let lens = [folded.len(), joints.len(), hashes, record.card.len(), record.page.len()];
        let [Ok(units), Ok(joint_count), Ok(hashes), Ok(card), Ok(page)] = lens.map(u32::try_from) else {
            self.hashes.truncate(hashes_at);
            return false;
        };
        let fits = u32::try_from(self.text.len() + folded.len()).is_ok()
            && u32::try_from(self.numbers.len() + 2 * joints.len()).is_ok()
            && u32::try_from(self.hashes.len()).is_ok()
            && u32::try_from(self.cards.len() + record.card.len()).is_ok();
        if !fits || record.page.len() > MOST_RECORD_BYTES {
            self.hashes.truncate(hashes_at);
            return false;
        }
        self.text.extend_from_slice(folded);
        self.numbers.extend(joints.iter().flat_map(|joint| [joint.start, joint.end]));
        self.cards.extend_from_slice(&record.card);
        self.pages.extend_from_slice(&record.page);
        self.table.put(whole_card, &mentions);
        let sketch = self.hashes.get(hashes_at..).unwrap_or_default();
        let text_check = text_check(folded, bytemuck::cast_slice(joints), sketch);
        self.rows.push(Row {
            path,
            key,
            hash,
            date: whole_card.date.map(|date| (date.year, date.month, date.day)),
            units,
            joints: joint_count,
            hashes,
            card,
            page,
            cut: *cut,
            text_check,
            page_check: page_check(&record.page, text_check),
        });
        true
    }

    /// Writes the file, and gives it its name once all of it is on the disk. The rows are handed back.
    pub(super) fn close(self, folder: &Path) -> io::Result<(Info, Vec<Row>)> {
        let Self { text, numbers, hashes, pages, cards, table, rows } = self;
        let table = table.close().map_err(io::Error::other)?;
        let directory = directory(&rows).map_err(io::Error::other)?;
        let grams = grams::build(searched(&text, &numbers, &rows));
        let file = tempfile::Builder::new().prefix(UNFINISHED).rand_bytes(12).tempfile_in(folder)?;
        let mut file = BufWriter::with_capacity(256 << 10, file);
        file.write_all(MAGIC)?;
        let mut at = MAGIC.len() as u64;
        let mut part = |bytes: &[u8]| -> io::Result<Part> {
            let gap = at.next_multiple_of(ALIGN) - at;
            file.write_all([0; ALIGN as usize].get(..usize::try_from(gap).unwrap_or(0)).unwrap_or_default())?;
            at += gap;
            file.write_all(bytes)?;
            let part = Part { at, len: bytes.len() as u64, check: xxh3_64(bytes) };
            at += part.len;
            Ok(part)
        };
        let mut info = Info {
            name: String::new(),
            bytes: 0,
            text: part(bytemuck::cast_slice(&text))?,
            numbers: part(bytemuck::cast_slice(&numbers))?,
            hashes: part(&hashes)?,
            grams: part(&grams)?,
            pages: part(&pages)?,
            cards: part(&cards)?,
            table: part(&table)?,
            rows: part(&directory)?,
            count: u32::try_from(rows.len()).map_err(io::Error::other)?,
            dead: vec![],
        };
        info.bytes = at;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let unfinished = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        info.name = format!("{}{ENDING}", unfinished.trim_start_matches(UNFINISHED));
        file.persist_noclobber(folder.join(&info.name))?;
        Ok((info, rows))
    }
}

/// A finished segment.
pub(in crate::library) struct Segment {
    pub(super) info: Info,
    pub(super) context: Arc<Context>,
    entries: Vec<Entry>,
    /// Units of each text.
    units: Box<[u32]>,
    /// When each document was published.
    dates: Vec<Option<PartialDate>>,
    mapped: Mapped,
    path: PathBuf,
    /// For each document what is known of its text.
    texts: Box<[AtomicU8]>,
    /// The index is as it was written; known once it is asked for.
    indexed: OnceLock<bool>,
    /// The columns; `None` when they are damaged.
    table: OnceLock<Option<Table>>,
    titles: OnceLock<Titles>,
    /// The first and the last day that each document may be of.
    days: OnceLock<Box<[(i32, i32)]>>,
    sounds: OnceLock<Sounds>,
}

/// What is known of a text: nothing yet, as it was written, damaged.
const UNSEEN: u8 = 0;
const SOUND: u8 = 1;
const BROKEN: u8 = 2;

/// Text and joints of each document.
fn searched<'a>(
    text: &'a [u16],
    numbers: &'a [u32],
    rows: &'a [Row],
) -> impl Iterator<Item = (&'a [u16], &'a [Joint])> + Clone {
    let (mut text_at, mut number_at) = (0, 0);
    rows.iter().map(move |row| {
        let folded = cut(text, (text_at, row.units));
        let joints = cut(numbers, (number_at, row.joints * 2));
        text_at += row.units;
        number_at += row.joints * 2;
        (folded, bytemuck::cast_slice(joints))
    })
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Segment {
    /// Opens a segment; `None` when it is not the one the list speaks of, or when it was found to be damaged.
    pub(super) fn open(folder: &Path, info: Info, context: &Arc<Context>) -> Option<(Self, Vec<Row>)> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '-';
        if !info.name.ends_with(ENDING) || !info.name.chars().all(plain) {
            return None;
        }
        let path = folder.join(&info.name);
        if path.with_extension("bad").exists() {
            return None;
        }
        let mut file = File::open(&path).ok()?;
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() || metadata.len() != info.bytes {
            return None;
        }
        let mut magic = [0; MAGIC.len()];
        file.read_exact(&mut magic).ok()?;
        if magic != *MAGIC {
            return None;
        }
        let mapped = Mapped::of(&file).ok()?;
        let part = |part: Part| part_of(mapped.bytes(), part);
        let checked = |of: Part| part(of).filter(|bytes| xxh3_64(bytes) == of.check);
        let (rows, cards) = (checked(info.rows)?, checked(info.cards)?);
        checked(info.table)?;
        let (text, numbers, pages) = (part(info.text)?, part(info.numbers)?, part(info.pages)?);
        let hashes = part(info.hashes)?;
        // Where they do not lie as numbers must, they are not what was written.
        let (text, numbers) =
            (bytemuck::try_cast_slice::<u8, u16>(text).ok()?, bytemuck::try_cast_slice::<u8, u32>(numbers).ok()?);
        let rows = rows_of(rows)?;
        let (mut entries, mut dates) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        let (mut text_at, mut number_at, mut hash_at, mut card_at, mut page_at) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u64);
        for row in &rows {
            let joints = (number_at, row.joints.checked_mul(2)?);
            number_at = number_at.checked_add(joints.1)?;
            entries.push(Entry {
                text: (text_at, row.units),
                joints,
                hashes: (hash_at, row.hashes),
                card: (card_at, row.card),
                page: (page_at, row.page),
                text_check: row.text_check,
                page_check: row.page_check,
                cut: row.cut,
            });
            dates.push(match row.date {
                Some(date) => Some(record::date_of(date)?),
                None => None,
            });
            text_at = text_at.checked_add(row.units)?;
            hash_at = hash_at.checked_add(row.hashes)?;
            card_at = card_at.checked_add(row.card)?;
            page_at = page_at.checked_add(row.page.into())?;
        }
        let ends = [text_at, number_at, hash_at, card_at].map(|end| end as usize);
        let lens = [text.len(), numbers.len(), hashes.len(), cards.len()];
        if ends != lens || usize::try_from(page_at).ok()? != pages.len() || rows.len() != info.count as usize {
            return None;
        }
        let segment = Self {
            units: rows.iter().map(|row| row.units).collect(),
            texts: rows.iter().map(|_| AtomicU8::new(UNSEEN)).collect(),
            indexed: OnceLock::new(),
            table: OnceLock::new(),
            sounds: OnceLock::new(),
            titles: OnceLock::new(),
            days: OnceLock::new(),
            info,
            context: Arc::clone(context),
            entries,
            dates,
            mapped,
            path,
        };
        Some((segment, rows))
    }

    fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }

    fn part(&self, part: Part) -> &[u8] {
        part_of(self.mapped.bytes(), part).unwrap_or_default()
    }

    /// The folded text of a document, whether it is as it was written or not.
    fn text(&self, entry: &Entry) -> &[u16] {
        let all = bytemuck::try_cast_slice(self.part(self.info.text)).unwrap_or_default();
        cut(all, entry.text)
    }

    fn numbers(&self, of: (u32, u32)) -> &[u32] {
        cut(bytemuck::try_cast_slice(self.part(self.info.numbers)).unwrap_or_default(), of)
    }

    /// The packed hashes of the sketch of a document.
    fn sketch(&self, entry: &Entry) -> &[u8] {
        cut(self.part(self.info.hashes), entry.hashes)
    }

    /// The entry of a document whose text is as it was written. The first to ask for it has it looked through.
    fn sound(&self, number: u32) -> Option<&Entry> {
        let (entry, known) = (self.entry(number)?, self.texts.get(number as usize)?);
        let state = match known.load(Ordering::Relaxed) {
            UNSEEN => {
                let check = text_check(self.text(entry), self.numbers(entry.joints), self.sketch(entry));
                let state = if check == entry.text_check { SOUND } else { BROKEN };
                known.store(state, Ordering::Relaxed);
                if state == BROKEN {
                    self.mark();
                }
                state
            }
            state => state,
        };
        (state == SOUND).then_some(entry)
    }

    /// The index of its texts; `None` when all of them must be looked at.
    fn grams(&self) -> Option<Grams<'_>> {
        let bytes = self.part(self.info.grams);
        let sound = || {
            let sound = xxh3_64(bytes) == self.info.grams.check;
            if !sound {
                self.mark();
            }
            sound
        };
        if bytes.is_empty() || !*self.indexed.get_or_init(sound) {
            return None;
        }
        Grams::of(bytes, self.entries.len())
    }

    /// How many documents it has.
    pub(in crate::library) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The file of a document is longer than is read.
    pub(in crate::library) fn is_cut(&self, number: u32) -> bool {
        self.entry(number).is_some_and(|entry| entry.cut)
    }

    /// Has the next opening make anew what is in this segment. Whoever cannot write here leaves it to somebody else.
    fn mark(&self) {
        let _ = fs::File::create(self.path.with_extension("bad"));
    }

    /// The folded text of a document; `None` when it is damaged.
    pub(in crate::library) fn folded(&self, number: u32) -> Option<&[u16]> {
        self.sound(number).map(|entry| self.text(entry))
    }

    /// Both: its folded text and its joints.
    pub(in crate::library) fn searched(&self, number: u32) -> Option<(&[u16], &[Joint])> {
        let entry = self.sound(number)?;
        Some((self.text(entry), bytemuck::try_cast_slice(self.numbers(entry.joints)).ok()?))
    }

    /// Its joints.
    pub(in crate::library) fn joints(&self, number: u32) -> Option<&[Joint]> {
        bytemuck::try_cast_slice(self.numbers(self.sound(number)?.joints)).ok()
    }

    /// The hashes of its sketch.
    pub(in crate::library) fn hashes(&self, number: u32) -> Option<Vec<u32>> {
        packed::unpack_rising(self.sketch(self.sound(number)?))
    }

    /// When it was published.
    pub(in crate::library) fn date(&self, number: u32) -> Option<PartialDate> {
        self.dates.get(number as usize).copied().flatten()
    }

    /// Units of its folded text.
    pub(in crate::library) fn units(&self, number: u32) -> usize {
        self.units.get(number as usize).map_or(0, |units| *units as usize)
    }

    /// What lists, filters and counts ask of it.
    pub(in crate::library) fn brief(&self, number: u32) -> Option<Brief<'_>> {
        self.table()?.brief(number)
    }

    /// Every place it answers to, and the cities it names in one sentence.
    pub(in crate::library) fn places(&self, number: u32) -> Option<(&[PlaceId], &[Paired])> {
        let table = self.table()?;
        Some((table.named(number), table.pairs(number)))
    }

    /// The places it is about.
    pub(in crate::library) fn primary(&self, number: u32) -> Option<&[PlaceId]> {
        Some(self.table()?.primary(number))
    }

    fn table(&self) -> Option<&Table> {
        let table = self.table.get_or_init(|| {
            let table = Table::of(self.part(self.info.table), self.entries.len());
            if table.is_none() {
                self.mark();
            }
            table
        });
        table.as_ref()
    }

    fn card_bytes(&self, entry: &Entry) -> &[u8] {
        cut(self.part(self.info.cards), entry.card)
    }

    /// Its title.
    pub(in crate::library) fn title(&self, number: u32) -> Option<&str> {
        record::title_of(self.card_bytes(self.entry(number)?))
    }

    /// Its card.
    pub(in crate::library) fn card(&self, number: u32) -> Option<Card> {
        let entry = self.entry(number)?;
        record::decode_card(self.card_bytes(entry), self.date(number), entry.text.1, &self.brief(number)?)
    }

    /// Its page, for who has no card of it; `None` when it is damaged.
    pub(in crate::library) fn page_alone(&self, number: u32) -> Option<Page> {
        let (entry, brief) = (self.entry(number)?, self.brief(number)?);
        let card = record::decode_unheard(self.card_bytes(entry), self.date(number), entry.text.1, &brief)?;
        self.page(number, &card)
    }

    /// Its page; `None` when it is damaged.
    pub(in crate::library) fn page(&self, number: u32, card: &Card) -> Option<Page> {
        let found = self
            .checked_page(number)
            .and_then(|(page, folded)| record::decode_page(page, folded, card, &self.context.names));
        if found.is_none() {
            self.mark();
        }
        found
    }

    /// Its text and the blocks of it; `None` when they are damaged.
    pub(in crate::library) fn running(&self, number: u32) -> Option<(String, Vec<Block>)> {
        let (page, folded) = self.checked_page(number)?;
        record::running_of(page, folded)
    }

    fn checked_page(&self, number: u32) -> Option<(&[u8], &[u16])> {
        let entry = self.sound(number)?;
        let (from, len) = (usize::try_from(entry.page.0).ok()?, entry.page.1 as usize);
        let page = self.part(self.info.pages).get(from..from.checked_add(len)?)?;
        let folded = self.text(entry);
        (page_check(page, entry.text_check) == entry.page_check).then_some((page, folded))
    }

    /// Its record as it was written; `None` when it is damaged.
    pub(super) fn record(&self, number: u32) -> Option<Record> {
        let card = cut(self.part(self.info.cards), self.entry(number)?.card);
        Some(Record { card: card.to_vec(), page: self.checked_page(number)?.0.to_vec() })
    }
}

fn part_of(bytes: &[u8], part: Part) -> Option<&[u8]> {
    let (at, len) = (usize::try_from(part.at).ok()?, usize::try_from(part.len).ok()?);
    bytes.get(at..at.checked_add(len)?)
}

fn cut<T>(all: &[T], (at, len): (u32, u32)) -> &[T] {
    all.get(at as usize..at as usize + len as usize).unwrap_or_default()
}
