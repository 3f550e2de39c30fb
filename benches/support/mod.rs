//! Generated pages for measuring: the same seed gives the same bytes. Words and frames are in the two text files beside this one.

use std::{collections::BTreeMap, fmt::Write as _};

use fastrand::Rng;
use shuangcheng::place::{Level, PlaceId, gazetteer};

/// Bytes of a page before furniture: between these two, evenly.
const BODY_BYTES: std::ops::Range<usize> = 1300..3800;

/// Everything pages are made of.
pub struct Generator {
    words: BTreeMap<char, Vec<&'static str>>,
    frames: BTreeMap<&'static str, Vec<&'static str>>,
    /// Places with the running sum of their weights.
    places: Vec<(PlaceId, f64)>,
    seed: u64,
}

/// A made page.
pub struct Page {
    /// Path below the folder.
    pub path: String,
    /// Its bytes, in one of the encodings pages are saved in.
    pub bytes: Vec<u8>,
}

impl Generator {
    /// A generator of endlessly many pages.
    pub fn new(seed: u64) -> Self {
        let lines = |text: &'static str| text.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        let words = lines(include_str!("words.txt"))
            .filter_map(|l| l.split_once('\t'))
            .filter_map(|(slot, words)| Some((slot.chars().next()?, words.split(' ').collect())))
            .collect();
        let mut frames: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut part = "";
        for line in lines(include_str!("templates.txt")) {
            match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                Some(name) => part = name,
                None => frames.entry(part).or_default().push(line),
            }
        }
        // A collector's folder is about one corner of the country: its cities come often, others seldom.
        let g = gazetteer();
        let mut sum = 0.0;
        let near = [500_000, 510_000];
        let places = g
            .iter()
            .filter(|(_, place)| matches!(place.level, Level::City | Level::County))
            .map(|(id, place)| {
                let home = near.contains(&(place.adcode / 10_000 * 10_000));
                sum += match (home, place.level) {
                    (true, Level::City) => 40.0,
                    (true, _) => 2.0,
                    (false, Level::City) => 1.0,
                    _ => 0.1,
                };
                (id, sum)
            })
            .collect();
        Self { words, frames, places, seed }
    }

    /// Page number `n`.
    pub fn page(&self, n: u64) -> Page {
        let mut rng = Rng::with_seed(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n);
        let own: Vec<PlaceId> = (0..1 + rng.usize(..3)).map(|_| self.place(&mut rng)).collect();
        let title = self.fill(self.frame("title", &mut rng), &own, "", &mut rng);
        let site = self.word('S', &mut rng);
        let (year, month, day) = (rng.u32(2016..2026), rng.u32(1..13), rng.u32(1..29));
        let mut text = String::with_capacity(4096);
        if rng.f32() < 0.8 {
            text.push_str(&self.fill(self.frame("head", &mut rng), &own, &title, &mut rng).replace("\\n", "\n"));
            text.push_str("\n\n");
        }
        if rng.f32() < 0.9 {
            text.push_str(&title);
            text.push('\n');
        }
        let person = self.person(&mut rng);
        let _ = match rng.u8(..5) {
            0 => writeln!(text, "\n{site}    {year}年{month:02}月{day:02}日\n"),
            1 => writeln!(text, "发布时间:{year}-{month:02}-{day:02} 08:{day:02}   来源: {site}\n"),
            2 => writeln!(text, "时间:{year}-{month:02}-{day:02} 10:{day:02}:00\n\n□{site}记者 {person}\n"),
            3 => write!(text, "{year}年{month}月{day}日,"),
            _ => Ok(()),
        };
        let indent = ["", "  ", "\u{3000}\u{3000}"][rng.usize(..3)];
        let gap = ["\n", "\n\n"][rng.usize(..2)];
        let until = text.len() + rng.usize(BODY_BYTES);
        while text.len() < until {
            text.push_str(indent);
            if rng.f32() < 0.08 {
                text.push_str(&self.fill(self.frame("heading", &mut rng), &own, "", &mut rng));
            } else {
                for _ in 0..1 + rng.usize(..5) {
                    text.push_str(&self.fill(self.frame("sentence", &mut rng), &own, "", &mut rng));
                }
            }
            text.push_str(gap);
        }
        if rng.bool() {
            let _ = writeln!(text, "({site}记者 {person} {})", self.person(&mut rng));
        }
        text.push_str(&self.fill(self.frame("foot", &mut rng), &own, &title, &mut rng).replace("\\n", "\n"));
        let bytes = match rng.u8(..100) {
            0..6 => encoding_rs::GB18030.encode(&text).0.into_owned(),
            6..9 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            9..19 => text.replace('\n', "\r\n").into_bytes(),
            _ => text.into_bytes(),
        };
        Page { path: format!("{site}/{year}/{n:06}.txt"), bytes }
    }

    fn place(&self, rng: &mut Rng) -> PlaceId {
        let whole = self.places.last().map_or(0.0, |p| p.1);
        let at = rng.f64() * whole;
        self.places[self.places.partition_point(|p| p.1 <= at).min(self.places.len() - 1)].0
    }

    fn frame(&self, part: &str, rng: &mut Rng) -> &'static str {
        let all = &self.frames[part];
        all[rng.usize(..all.len())]
    }

    /// The first words of a slot come oftener, as in a language.
    fn word(&self, slot: char, rng: &mut Rng) -> &'static str {
        let all = &self.words[&slot];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a short list")]
        #[expect(clippy::cast_precision_loss, reason = "a share of a short list")]
        let at = (rng.f64() * rng.f64() * all.len() as f64) as usize;
        all[at]
    }

    fn person(&self, rng: &mut Rng) -> String {
        let mut name = self.word('s', rng).to_owned();
        name.push_str(self.word('g', rng));
        if rng.f32() < 0.7 {
            name.push_str(self.word('g', rng));
        }
        name
    }

    fn fill(&self, frame: &str, own: &[PlaceId], title: &str, rng: &mut Rng) -> String {
        let g = gazetteer();
        let mut out = String::with_capacity(frame.len() * 2);
        let mut rest = frame;
        while let Some((before, slot)) = rest.split_once('{') {
            out.push_str(before);
            let (slot, after) = slot.split_once('}').unwrap_or((slot, ""));
            rest = after;
            let _ = match slot {
                "P" => write!(out, "{}", g.get(own[0]).short),
                "F" => write!(out, "{}", g.get(own[rng.usize(..own.len())]).name),
                "Q" => {
                    let beside = own.len() > 1 && rng.f32() < 0.6;
                    let place = g.get(if beside { own[1] } else { self.place(rng) });
                    write!(out, "{}", if rng.bool() { &place.short } else { &place.name })
                }
                "H" => write!(out, "{}", self.person(rng)),
                "t" => write!(out, "{title}"),
                "N" => write!(out, "{}", 1 + rng.u32(..30) * rng.u32(1..30)),
                "Y" => write!(out, "{}", rng.u32(2016..2026)),
                "M" => write!(out, "{}", rng.u32(1..13)),
                "y" => write!(out, "{}", rng.u32(1..29)),
                "%" => write!(out, "{}.{}%", rng.u32(1..100), rng.u32(..10)),
                other => write!(out, "{}", self.word(other.chars().next().unwrap_or_default(), rng)),
            };
        }
        out.push_str(rest);
        out
    }
}
