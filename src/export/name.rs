//! File names for exports, from a pattern people can change; legal on Windows, macOS and Linux.

use super::Format;
use crate::{library::Document, place::gazetteer};

/// The pattern until a person changes it.
pub const DEFAULT_PATTERN: &str = "{date} {title}";

/// Longest name, ending included, in bytes of UTF-8: short enough for every usual file system and for a folder path before it.
const MAX_BYTES: usize = 120;

/// The values a pattern can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// ISO date, as far as it is known.
    pub date: String,
    /// The shown title.
    pub title: String,
    /// The medium.
    pub source: String,
    /// The first primary city, else the most mentioned one.
    pub city: String,
    /// The page's own file name without its ending.
    pub file: String,
}

impl Fields {
    /// The fields of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let article = &document.page().article;
        let cities = &document.page().tagging.cities;
        let city = cities.iter().find(|city| city.primary).or_else(|| cities.first());
        let file = file_of(document);
        Self {
            date: article.published.date.map(|date| date.to_string()).unwrap_or_default(),
            title: article.shown_title(),
            source: article.source.as_ref().map(|source| source.value.clone()).unwrap_or_default(),
            city: city.map(|city| gazetteer().get(city.place).short.clone()).unwrap_or_default(),
            file: file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned(),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "date" => &self.date,
            "title" => &self.title,
            "source" => &self.source,
            "city" => &self.city,
            "file" => &self.file,
            _ => return None,
        })
    }
}

/// The last part of a document's path.
#[must_use]
pub fn file_of(document: &Document) -> &str {
    document.path.rsplit('/').next().unwrap_or_default()
}

/// The file name of a document: the pattern filled in, made legal, with the format's ending.
#[must_use]
pub fn file_name(pattern: &str, fields: &Fields, format: Format) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, tail)| Some((fields.get(name)?, tail))) {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            // Not a field: the brace is meant as it stands.
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    let stem = legal_stem(&out, MAX_BYTES - 1 - format.extension().len());
    let stem = if stem.is_empty() { legal_stem(&fields.file, MAX_BYTES - 1 - format.extension().len()) } else { stem };
    let stem = if stem.is_empty() { "article".to_owned() } else { stem };
    format!("{stem}.{}", format.extension())
}

/// A text made legal as the stem of a file name on every system; `file` when nothing is left of it.
#[must_use]
pub fn legal(text: &str) -> String {
    let stem = legal_stem(text, MAX_BYTES - 8);
    if stem.is_empty() { "file".to_owned() } else { stem }
}

/// Makes a text usable as the stem of a file name on every system: no separators, no characters Windows refuses (they become their
/// full-width twins), no control or direction characters, no blanks or dots at the edges, no device names, at most `max_bytes` long.
fn legal_stem(text: &str, max_bytes: usize) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = match c {
            '/' => '／',
            '\\' => '＼',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '"' => '＂',
            '<' => '＜',
            '>' => '＞',
            '|' => '｜',
            c if c.is_whitespace() => ' ',
            c if c.is_control() || is_invisible(c) => continue,
            c => c,
        };
        if c == ' ' && out.ends_with(' ') {
            continue;
        }
        if out.len() + c.len_utf8() > max_bytes {
            break;
        }
        out.push(c);
    }
    let trimmed = out.trim_matches([' ', '.']).trim_start_matches(['-', ' ', '.']);
    if is_device(trimmed) { format!("_{trimmed}") } else { trimmed.to_owned() }
}

/// Characters that show nothing and can make a name look like another.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
}

/// Names that Windows keeps for devices, whatever follows their first dot.
fn is_device(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    match base.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        _ => {
            let digit = base.strip_prefix("COM").or_else(|| base.strip_prefix("LPT"));
            matches!(digit, Some("0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(title: &str) -> Fields {
        Fields {
            date: "2020-07-29".to_owned(),
            title: title.to_owned(),
            source: "某日报".to_owned(),
            city: "遂宁".to_owned(),
            file: "page".to_owned(),
        }
    }

    #[test]
    fn patterns() {
        let f = fields("甲:乙?");
        for (pattern, name) in [
            (DEFAULT_PATTERN, "2020-07-29 甲：乙？.md"),
            ("{city}_{source}_{file}", "遂宁_某日报_page.md"),
            ("../../{title}", "／..／甲：乙？.md"),
            ("{unknown} {title", "{unknown} {title.md"),
            ("", "page.md"),
            ("...", "page.md"),
            ("a\u{202e}txt.exe\0", "atxt.exe.md"),
            ("{title}\n\t {date}", "甲：乙？ 2020-07-29.md"),
        ] {
            assert_eq!(file_name(pattern, &f, Format::Markdown), name, "{pattern}");
        }
    }

    #[test]
    fn unknown_fields_leave_no_hole() {
        let f = Fields { date: String::new(), ..fields("甲") };
        assert_eq!(file_name(DEFAULT_PATTERN, &f, Format::Text), "甲.txt");
        assert_eq!(file_name("", &Fields::default(), Format::Html), "article.html");
    }

    #[test]
    fn device_names_are_avoided() {
        for (title, name) in
            [("CON", "_CON.txt"), ("com1.x", "_com1.x.txt"), ("NUL .a", "_NUL .a.txt"), ("console", "console.txt")]
        {
            assert_eq!(file_name("{title}", &fields(title), Format::Text), name);
        }
    }

    proptest! {
        #[test]
        fn every_name_is_legal(pattern in "\\PC{0,40}", title in "[\\PC\0\n/\\\\:.\u{202e}]{0,200}") {
            let name = file_name(&format!("{pattern}{{title}}"), &fields(&title), Format::Html);
            prop_assert!(name.len() <= MAX_BYTES + 1, "{}", name.len());
            prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0', '\n']));
            prop_assert!(!name.starts_with(['.', ' ']) && name.ends_with(".html") && name.len() > 5);
            prop_assert!(!name.chars().any(char::is_control));
        }
    }
}
