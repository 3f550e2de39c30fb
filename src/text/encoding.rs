//! Bytes → text: which encoding a file is in, and its decoded text without a byte-order mark.
//!
//! In order: the user's choice, a byte-order mark, valid UTF-8, UTF-16 by the places of its zero bytes, then whichever decoding of a few
//! samples reads most like everyday Chinese. What reads like none is binary or foreign: `Unknown`, decoded as damaged UTF-8.

use std::sync::LazyLock;

use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::punct::{Class, class_of, is_han};

/// The encodings saved pages come in. `Unknown` means that no decoding was free of damage; the text is then lossy UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without byte-order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GB18030, which covers GB2312 and GBK.
    Gb18030,
    /// Big5 with the Hong Kong supplement.
    Big5,
    /// None of them fits.
    #[default]
    Unknown,
}

impl Encoding {
    /// Every choice a person can make, in menu order.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Gb18030, Self::Big5, Self::Utf16Le, Self::Utf16Be];

    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::Unknown => "unknown",
        }
    }

    fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 | Self::Unknown => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
        }
    }

    /// U+FEFF in this encoding.
    const fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Unknown => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Gb18030 => b"\x84\x31\x95\x33",
            Self::Big5 => b"",
        }
    }
}

/// A decoded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte-order mark; undecodable bytes are U+FFFD.
    pub text: String,
    /// The encoding used.
    pub encoding: Encoding,
    /// How many U+FFFD decoding put in. Those that the file itself holds are not counted.
    pub replacements: usize,
}

/// Decodes a file. `forced` is the user's own choice for this file.
#[must_use]
pub fn decode(bytes: &[u8], forced: Option<Encoding>) -> Decoded {
    match forced {
        Some(encoding) if encoding != Encoding::Unknown => decode_as(bytes, encoding),
        _ => decode_as(bytes, detect(bytes)),
    }
}

/// Decodes bytes whose encoding is known; strips its own byte-order mark.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    let bytes = bytes.strip_prefix(encoding.mark()).unwrap_or(bytes);
    if matches!(encoding, Encoding::Utf8 | Encoding::Unknown)
        && let Ok(text) = simdutf8::basic::from_utf8(bytes)
    {
        return Decoded { text: text.to_owned(), encoding, replacements: 0 };
    }
    let (text, damaged) = encoding.decoder().decode_without_bom_handling(bytes);
    let replacements = if damaged { replacements(&text, bytes, encoding) } else { 0 };
    Decoded { text: text.into_owned(), encoding, replacements }
}

/// U+FFFD of `text` that `bytes` did not hold already.
fn replacements(text: &str, bytes: &[u8], encoding: Encoding) -> usize {
    let own = match encoding {
        Encoding::Utf8 | Encoding::Unknown => memmem::find_iter(bytes, "\u{FFFD}").count(),
        Encoding::Gb18030 => memmem::find_iter(bytes, b"\x84\x31\xA4\x37").count(),
        Encoding::Utf16Le => bytes.chunks_exact(2).filter(|unit| unit == b"\xFD\xFF").count(),
        Encoding::Utf16Be => bytes.chunks_exact(2).filter(|unit| unit == b"\xFF\xFD").count(),
        Encoding::Big5 => 0,
    };
    memmem::find_iter(text.as_bytes(), "\u{FFFD}").count().saturating_sub(own)
}

/// Tells the encoding of a file.
fn detect(bytes: &[u8]) -> Encoding {
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        if bytes.starts_with(encoding.mark()) {
            return encoding;
        }
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return encoding;
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() || is_damaged_utf8(bytes) {
        return Encoding::Utf8;
    }
    likeliest(bytes)
}

/// The encoding that reads most like everyday Chinese; of equals, the commoner.
fn likeliest(bytes: &[u8]) -> Encoding {
    // In this order of preference; asked first is the one that is nearly always meant, since its score ends the reading of the others soon.
    const ORDER: [Encoding; 5] =
        [Encoding::Utf8, Encoding::Gb18030, Encoding::Big5, Encoding::Utf16Le, Encoding::Utf16Be];
    let mut best = (PLAUSIBLE, usize::MAX);
    for rank in [1, 2, 0, 3, 4] {
        let Some(score) = ORDER.get(rank).and_then(|&encoding| score(bytes, encoding, best.0)) else { continue };
        if score > best.0 || score == best.0 && rank < best.1 && best.1 != usize::MAX {
            best = (score, rank);
        }
    }
    ORDER.get(best.1).copied().unwrap_or_default()
}

/// UTF-16 by its zero bytes: the line ends, digits and blanks of a page have them, all in the same half of the units. Sure only when the
/// text then also holds no other control characters.
fn utf16_by_zeros(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..SAMPLE_BYTES.min(bytes.len() & !1)).unwrap_or_default();
    memchr::memchr(0, sample)?;
    let mut zeros = [0_usize; 2];
    for unit in sample.chunks_exact(2) {
        zeros[0] += usize::from(unit[0] == 0);
        zeros[1] += usize::from(unit[1] == 0);
    }
    let units = sample.len() / 2;
    let [even, odd] = zeros;
    let (encoding, many, few) =
        if odd > even { (Encoding::Utf16Le, odd, even) } else { (Encoding::Utf16Be, even, odd) };
    if units < 2 || many == 0 || few * 20 > many {
        return None;
    }
    let (text, damaged) = encoding.decoder().decode_without_bom_handling(sample);
    let readable = text.chars().filter(|&c| is_readable(c)).count();
    let common = text.chars().filter(|&c| everyday(c) > 0).count();
    // Text of letters: half the bytes are zero. Chinese text: few zeros, but most characters are everyday ones.
    let plausible = many * 2 >= units || common * 3 >= units;
    (plausible && readable * 50 >= units * 49 && (!damaged || readable * 100 >= units * 99)).then_some(encoding)
}

/// Characters that text is made of: no controls but line ends and tabs, no private use, no U+FFFD, no noncharacters.
const fn is_readable(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}')
}

/// Mostly valid UTF-8 with a few bad bytes: at least four times as many sequences of three or four bytes as errors. GBK and Big5 read as
/// UTF-8 have errors almost everywhere.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sequences, mut errors, mut left) = (0_usize, 0_usize, bytes.len());
    for chunk in bytes.utf8_chunks() {
        sequences += chunk.valid().bytes().filter(|&byte| byte >= 0xE0).count();
        errors += usize::from(!chunk.invalid().is_empty());
        left = left.saturating_sub(chunk.valid().len() + chunk.invalid().len());
        // Every sequence takes three bytes, so no more of them can follow.
        if sequences + left / 3 < errors * 4 {
            return false;
        }
    }
    sequences >= errors * 4
}

/// Bytes of one sample; three are taken: from the first byte beyond ASCII on, the middle, and the end.
const SAMPLE_BYTES: usize = 4096;
/// The least score of Chinese text, of a thousand.
const PLAUSIBLE: i64 = 400;

/// How everyday a BMP character is: a thousand for the commonest and for Chinese marks, half of that for the first level of the two
/// legacy character sets, nothing for the rest.
static EVERYDAY: LazyLock<Box<[i16]>> = LazyLock::new(|| {
    let mut table = vec![0_i16; 0x1_0000];
    let mut set = |c: char, points: i16| {
        if let Some(slot) = table.get_mut(u32::from(c) as usize) {
            *slot = points;
        }
    };
    for (encoding, leads) in [(GB18030, 0xB0..=0xD7_u8), (BIG5, 0xA4..=0xC6_u8)] {
        let first = if encoding == GB18030 { 0xA1 } else { 0x40_u8 };
        for lead in leads {
            // What is no character becomes damage, which is not Han.
            let row: Vec<u8> = (first..=0xFE).flat_map(|trail| [lead, trail]).collect();
            let (text, _) = encoding.decode_without_bom_handling(&row);
            text.chars().filter(|&c| is_han(c)).for_each(|c| set(c, 500));
        }
    }
    for c in include_str!("data/everyday.txt").chars().filter(|c| !c.is_whitespace()) {
        set(c, 1000);
    }
    for c in "·①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９％□■●★◆→".chars() {
        set(c, 1000);
    }
    for c in (0x80..=0xFFFF).filter_map(char::from_u32) {
        if matches!(
            class_of(c),
            Class::Open
                | Class::Close
                | Class::Pause
                | Class::Stop
                | Class::Dash
                | Class::Ellipsis
                | Class::IdeographicSpace
        ) {
            set(c, 1000);
        }
    }
    table.into()
});

fn everyday(c: char) -> i64 {
    EVERYDAY.get(u32::from(c) as usize).copied().unwrap_or(0).into()
}

/// How much like everyday Chinese the samples read in `encoding`: the mean over their characters beyond ASCII, where damage counts minus
/// five thousand and unreadable characters minus two. `None` as soon as it cannot reach `least` any more.
fn score(bytes: &[u8], encoding: Encoding, least: i64) -> Option<i64> {
    let (mut points, mut counted) = (0_i64, 0_i64);
    let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    let samples = samples(bytes, encoding);
    // No byte makes more than one character, and none counts more than a thousand.
    let mut left: usize = samples.iter().map(|sample| sample.len()).sum();
    let mut text = String::with_capacity(STEP_BYTES * 4);
    for sample in samples {
        let mut decoder = encoding.decoder().new_decoder_without_bom_handling();
        let steps = sample.len().div_ceil(STEP_BYTES);
        // The sample's end may have cut the last character apart, so damage counts when something follows it.
        let mut damage = false;
        for (step, piece) in sample.chunks(STEP_BYTES).enumerate() {
            text.clear();
            let _ = decoder.decode_to_string(piece, &mut text, step + 1 == steps);
            for c in text.chars() {
                if std::mem::replace(&mut damage, c == '\u{FFFD}') {
                    points -= 5000;
                    counted += 1;
                }
                points += match c {
                    '\u{FFFD}' => continue,
                    _ if !is_readable(c) => -2000,
                    // In the other encodings ASCII bytes are the same text and tell nothing.
                    _ if c.is_ascii() && !wide => continue,
                    _ => everyday(c),
                };
                counted += 1;
            }
            left -= piece.len();
            // Bytes that wait for the rest of their character count too.
            let more = i64::try_from(left + 4).unwrap_or(i64::MAX / 2000);
            if points + more * 1000 < least * (counted + more) {
                return None;
            }
        }
    }
    // A few bytes of anything can look like two or three wide characters.
    let fewest = if wide { 8 } else { 1 };
    Some(if counted < fewest { 0 } else { points / counted })
}

/// Bytes of a sample that are decoded at once; the buffer holds whatever they can become.
const STEP_BYTES: usize = 128;

/// Up to three pieces of a file, each starting where a character starts in every multi-byte encoding: the first byte beyond ASCII, or
/// behind a byte that is never the second half of a character.
fn samples(bytes: &[u8], encoding: Encoding) -> Vec<&[u8]> {
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return vec![bytes.get(..SAMPLE_BYTES).unwrap_or(bytes)];
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let mut samples: Vec<&[u8]> = Vec::with_capacity(3);
    let mut done = 0;
    for wish in [first, bytes.len() / 2, bytes.len().saturating_sub(SAMPLE_BYTES)] {
        let wish = wish.max(done);
        let window = bytes.get(wish..bytes.len().min(wish + SAMPLE_BYTES)).unwrap_or_default();
        let offset = if wish == first { Some(0) } else { window.iter().position(|&byte| byte < 0x30).map(|at| at + 1) };
        let Some(offset) = offset else { continue };
        let start = wish + offset;
        let end = bytes.len().min(start + SAMPLE_BYTES);
        if let Some(sample) = bytes.get(start..end).filter(|sample| !sample.is_empty()) {
            samples.push(sample);
            done = end;
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HANS: &str = "遂宁、潼南两地召开会议,研究推进交通互联互通。会议指出:要加快项目建设(含前期工作)!";
    const HANT: &str = "遂寧、潼南兩地召開會議,研究推進交通互聯互通。會議指出:要加快項目建設(含前期工作)!";

    fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
        match encoding {
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding.decoder().encode(text).0.into_owned(),
        }
    }

    fn check(text: &str, encoding: Encoding) {
        let bytes = encode(text, encoding);
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.encoding, decoded.replacements), (encoding, 0), "{text:?}");
        assert_eq!(decoded.text, text);
    }

    #[test]
    fn every_encoding_is_recognised() {
        for text in [HANS, HANT] {
            for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be] {
                check(text, encoding);
                check(&format!("title\r\n\r\n{text}\r\n2020-07-29\r\n").repeat(50), encoding);
            }
        }
        check(HANT, Encoding::Big5);
        check(&format!("{HANT}\n").repeat(200), Encoding::Big5);
        let hong_kong = [encode("「數字經濟」座談,香港", Encoding::Big5).as_slice(), b"\x9D\xF6"].concat();
        assert!(decode(&hong_kong, None).text.ends_with('喺'));
        assert_eq!(decode(&hong_kong, None), decode(&hong_kong, Some(Encoding::Big5)));
        assert_eq!(decode(&hong_kong, None).replacements, 0);
        check("会议", Encoding::Gb18030);
        check("plain ASCII", Encoding::Utf8);
        check("", Encoding::Utf8);
        check("plain ASCII in wide units", Encoding::Utf16Le);
        check("plain ASCII in wide units", Encoding::Utf16Be);
        check("无一字节为零的双字节文本也能认出来", Encoding::Utf16Le);
        check("无一字节为零的双字节文本也能认出来", Encoding::Utf16Be);
    }

    #[test]
    fn legacy_text_deep_in_a_page_of_markup_is_recognised() {
        let markup = "<div class=\"nav\"><a href=\"/index.html\">x</a></div>\n".repeat(2000);
        check(&format!("{markup}{HANS}{markup}"), Encoding::Gb18030);
        check(&format!("{markup}{HANT}{markup}"), Encoding::Big5);
    }

    #[test]
    fn byte_order_marks_are_stripped() {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
            let mut bytes = encoding.mark().to_vec();
            bytes.extend(encode("遂", encoding));
            for forced in [None, Some(encoding)] {
                let decoded = decode(&bytes, forced);
                assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.replacements), ("遂", encoding, 0));
            }
        }
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = HANS.repeat(3).into_bytes();
        bytes[40] = 0xFF;
        bytes.truncate(bytes.len() - 10);
        bytes.push(0xE4);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.encoding, Encoding::Utf8);
        assert!((2..=5).contains(&decoded.replacements), "{}", decoded.replacements);
        assert_eq!(decoded.text.matches('\u{FFFD}').count(), decoded.replacements);
    }

    #[test]
    fn damage_the_file_already_holds_is_not_ours() {
        assert_eq!(decode("遂\u{FFFD}宁".as_bytes(), None).replacements, 0);
        let bytes = [HANS.as_bytes(), "\u{FFFD}".as_bytes(), b"\xFF", HANS.as_bytes()].concat();
        assert_eq!(decode(&bytes, None).replacements, 1);
    }

    #[test]
    fn damaged_legacy_text_keeps_its_encoding() {
        let mut bytes = encode(&HANS.repeat(5), Encoding::Gb18030);
        bytes[31] = 0xFF;
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.encoding, Encoding::Gb18030);
        assert!(decoded.replacements > 0);
    }

    #[test]
    fn junk_is_unknown() {
        // A linear congruential generator: the same junk every time.
        let mut state = 1_u32;
        let junk: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(50_000)
        .collect();
        let decoded = decode(&junk, None);
        assert_eq!(decoded.encoding, Encoding::Unknown);
        assert!(decoded.replacements > 1000);
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80".as_slice(), &junk[..500]].concat();
        assert_eq!(decode(&png, None).encoding, Encoding::Unknown);
        assert_eq!(
            decode("caf\u{e9}".chars().map(|c| c as u8).collect::<Vec<u8>>().as_slice(), None).encoding,
            Encoding::Unknown
        );
    }

    #[test]
    fn zero_bytes_in_text_change_nothing() {
        let text = format!("\0{HANS}\0\0\u{1}tail");
        let decoded = decode(text.as_bytes(), None);
        assert_eq!((decoded.text, decoded.encoding), (text, Encoding::Utf8));
    }

    #[test]
    fn the_users_choice_is_followed() {
        let bytes = encode(HANT, Encoding::Big5);
        assert_eq!(decode(&bytes, Some(Encoding::Big5)).text, HANT);
        let wrong = decode(&bytes, Some(Encoding::Utf8));
        assert_eq!(wrong.encoding, Encoding::Utf8);
        assert!(wrong.replacements > 0);
        assert_eq!(decode(&bytes, Some(Encoding::Unknown)).encoding, Encoding::Big5);
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            for forced in Encoding::ALL.into_iter().map(Some).chain([None]) {
                let decoded = decode(&bytes, forced);
                prop_assert!(decoded.replacements <= decoded.text.chars().count());
                prop_assert!(forced.is_none() || Some(decoded.encoding) == forced);
            }
        }
    }
}
