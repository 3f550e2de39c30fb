//! Shows text in the other script, word by word: 头发 becomes 頭髮 and 发展 becomes 發展. One character in, one character out, so that
//! offsets stay; for display only.
//!
//! The longest word of the tables that begins at a place is converted as a whole; else the character's first choice is taken. No word is
//! exchanged for another one.

use std::{collections::HashMap, sync::LazyLock};

/// A word and what it becomes, as many characters on both sides.
type Word = (Box<[char]>, Box<[char]>);

/// What begins with one character.
#[derive(Debug, Default)]
struct Entry {
    /// The character alone.
    alone: Option<char>,
    /// Words and what they become, the longest first.
    words: Vec<Word>,
}

type Table = HashMap<char, Entry>;

/// Forms of Taiwan and those of Hong Kong, as many pairs as lines.
static HONG_KONG: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pair = |line: &str| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.next()?))
    };
    include_str!("data/hk.txt").lines().filter_map(pair).collect()
});

/// Longer paragraphs are worked on in pieces, so that a page of one line costs no more memory than one of many.
const PIECE_CHARS: usize = 1 << 16;

static TO_HANT: LazyLock<Table> = LazyLock::new(|| table(include_str!("data/s2t.txt").lines()));

static TO_HANS: LazyLock<Table> = LazyLock::new(|| {
    // The first two characters of a line of `t2s.txt` are the pair; marks follow.
    let characters = include_str!("data/t2s.txt").lines().filter_map(|line| {
        let end = line.char_indices().nth(2).map_or(line.len(), |(at, _)| at);
        line.get(..end)
    });
    table(characters.chain(include_str!("data/t2s_phrases.txt").lines()))
});

fn table<'a>(lines: impl Iterator<Item = &'a str>) -> Table {
    let mut table = Table::new();
    for line in lines {
        let mut from: Vec<char> = line.chars().collect();
        let to = from.split_off(from.len() / 2);
        let Some(&first) = from.first().filter(|_| from.len() == to.len()) else { continue };
        let entry = table.entry(first).or_default();
        match (from.len(), to.first()) {
            (1, Some(&to)) => entry.alone = Some(to),
            _ => entry.words.push((from.into(), to.into())),
        }
    }
    for entry in table.values_mut() {
        entry.words.sort_by(|(a, _), (b, _)| (b.len(), a).cmp(&(a.len(), b)));
    }
    table
}

/// `text` in traditional characters; as many characters as before.
#[must_use]
pub fn to_hant(text: &str) -> String {
    convert(text, &TO_HANT)
}

/// `text`, written in simplified characters or both, in the traditional forms of Hong Kong; as many characters as before.
#[must_use]
pub fn to_hk(text: &str) -> String {
    // 着 stays what it is, where Taiwan writes 著 in all its uses.
    let pairs = text.chars().zip(to_hant(text).chars().collect::<Vec<_>>());
    pairs.map(|(from, to)| if from == '着' { from } else { hk_form(to) }).collect()
}

/// `text`, written in traditional characters, in the forms of Hong Kong; as many characters as before.
#[must_use]
pub fn hk_forms(text: &str) -> String {
    text.chars().map(hk_form).collect()
}

fn hk_form(c: char) -> char {
    HONG_KONG.get(&c).copied().unwrap_or(c)
}

/// `text` in simplified characters; as many characters as before.
#[must_use]
pub fn to_hans(text: &str) -> String {
    convert(text, &TO_HANS)
}

fn convert(text: &str, table: &Table) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut piece = Vec::new();
    while chars.peek().is_some() {
        piece.clear();
        piece.extend(chars.by_ref().take(PIECE_CHARS));
        let mut at = 0;
        while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
            let entry = rest.first().and_then(|first| table.get(first));
            if let Some((from, to)) =
                entry.and_then(|entry| entry.words.iter().find(|(from, _)| rest.starts_with(from)))
            {
                out.extend(to.iter());
                at += from.len();
            } else {
                out.extend(entry.and_then(|entry| entry.alone).or(rest.first().copied()));
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_decide_between_characters() {
        for (hans, hant) in [
            ("头发发展", "頭髮發展"),
            ("皇后之后", "皇后之後"),
            ("干部擦干净", "幹部擦乾淨"),
            ("面条和方面", "麵條和方面"),
            ("为了里程和家里", "為了里程和家裡"),
            ("两地签订协议", "兩地簽訂協議"),
            ("GDP 5%，《a》", "GDP 5%，《a》"),
        ] {
            assert_eq!(to_hant(hans), hant);
        }
        for (hant, hans) in [("頭髮發展", "头发发展"), ("乾坤与乾淨", "乾坤与干净"), ("瞭解著作", "了解著作")]
        {
            assert_eq!(to_hans(hant), hans);
        }
    }

    #[test]
    fn hong_kong_has_forms_of_its_own() {
        for (hans, hk) in
            [("说着家里的税", "説着家裏的税"), ("著作与卫生", "著作與衞生"), ("温度", "温度"), ("户口", "户口")]
        {
            assert_eq!(to_hk(hans), hk);
        }
        assert_eq!(hk_forms("說明裡面的稅，臺灣與戶口"), "説明裏面的税，台灣與户口");
        assert_eq!(to_hk("理发店之后"), "理髮店之後");
        for (from, to) in HONG_KONG.iter() {
            assert!(from != to && !HONG_KONG.contains_key(to), "{from}{to}");
        }
    }

    proptest! {
        #[test]
        fn as_many_characters_as_before(text in "[头发后面干皇头髮發𠀀a，\n]{0,60}") {
            prop_assert_eq!(to_hant(&text).chars().count(), text.chars().count());
            prop_assert_eq!(to_hans(&text).chars().count(), text.chars().count());
            prop_assert_eq!(to_hk(&text).chars().count(), text.chars().count());
        }
    }
}
