//! Pinyin without tones, for sorting and for finding places and titles by their sound.
//!
//! A character's commonest reading comes from the `pinyin` crate; words and places that read otherwise (重庆, 六安, 市长) from
//! `data/pinyin_phrases.txt`. Traditional text is looked up in its folded form. ü is written `v`, as it is typed.

use std::{collections::BTreeMap, sync::LazyLock};

use pinyin::ToPinyin;

use super::{classes::Classes, fold::fold_char};

/// One line of the phrase file.
struct Phrase {
    chars: Vec<char>,
    syllables: Vec<&'static str>,
}

/// Phrases by first character, longest first.
static PHRASES: LazyLock<BTreeMap<char, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: BTreeMap<char, Vec<Phrase>> = BTreeMap::new();
    for line in include_str!("data/pinyin_phrases.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let chars: Vec<char> = words.next().unwrap_or_default().chars().map(fold_char).collect();
        let syllables: Vec<&'static str> = words.collect();
        if let Some(&first) = chars.first().filter(|_| chars.len() == syllables.len()) {
            phrases.entry(first).or_default().push(Phrase { chars, syllables });
        }
    }
    for group in phrases.values_mut() {
        group.sort_by_key(|phrase| std::cmp::Reverse(phrase.chars.len()));
    }
    phrases
});

/// True for the folded characters that open a phrase: few do.
static OPENS: LazyLock<Classes> = LazyLock::new(|| Classes::new().with(PHRASES.keys().copied(), 1));

/// Syllables of `text`, one string per Han character (its commonest reading, or that of the word it stands in), other characters as they
/// are, half width and lower case.
#[must_use]
pub fn syllables(text: &str) -> Vec<String> {
    let mut syllables = Vec::with_capacity(text.len() / 3);
    each(text, |syllable| syllables.push(syllable.to_owned()));
    syllables
}

/// Hands over the [`syllables`] one by one.
fn each(text: &str, mut tell: impl FnMut(&str)) {
    let mut rest = text.chars();
    let mut other = String::new();
    while let Some(c) = rest.clone().next() {
        let folded = fold_char(c);
        let phrase = (OPENS.of(folded) != 0).then(|| PHRASES.get(&folded)).flatten();
        let begins = |phrase: &&Phrase| {
            let mut chars = rest.clone().map(fold_char);
            phrase.chars.iter().all(|&c| chars.next() == Some(c))
        };
        if let Some(phrase) = phrase.and_then(|group| group.iter().find(begins)) {
            phrase.syllables.iter().for_each(|syllable| tell(syllable));
            rest.nth(phrase.chars.len() - 1);
            continue;
        }
        rest.next();
        match c.to_pinyin().or_else(|| folded.to_pinyin()).map(|pinyin| pinyin.plain()) {
            Some(plain) if !plain.is_ascii() => tell(&plain.replace('ü', "v")),
            Some(plain) => tell(plain),
            None => {
                // The character itself when it has no reading.
                other.clear();
                other.extend(folded.to_lowercase());
                tell(&other);
            }
        }
    }
}

/// A key that sorts texts by sound: syllables parted by blanks, punctuation left out, so that 《安》 sorts beside 安 and `xi an` before
/// `xian`. Digits come before letters.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2);
    each(text, |syllable| {
        if syllable.chars().any(char::is_alphanumeric) {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(syllable);
        }
    });
    key
}

/// The letters and digits of what somebody typed for a sound: small, without tone marks, `v` for ü; blanks, hyphens and apostrophes do not
/// count. `None` when it has other characters.
#[must_use]
pub fn letters_of(typed: &str) -> Option<String> {
    let mut letters = String::with_capacity(typed.len());
    for c in typed.chars() {
        let letter = match c {
            'a'..='z' | '0'..='9' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            'ā' | 'á' | 'ǎ' | 'à' | 'Ā' | 'Á' | 'Ǎ' | 'À' => 'a',
            'ē' | 'é' | 'ě' | 'è' | 'ê' | 'Ē' | 'É' | 'Ě' | 'È' => 'e',
            'ī' | 'í' | 'ǐ' | 'ì' => 'i',
            'ō' | 'ó' | 'ǒ' | 'ò' | 'Ō' | 'Ó' | 'Ǒ' | 'Ò' => 'o',
            'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
            'ü' | 'Ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
            'ń' | 'ň' | 'ǹ' => 'n',
            // Marks that some keyboards put behind the letter.
            '\u{300}' | '\u{301}' | '\u{304}' | '\u{306}' | '\u{30C}' | ' ' | '\'' | '’' | '-' => continue,
            '\u{308}' if letters.ends_with('u') => {
                letters.pop();
                'v'
            }
            _ => return None,
        };
        letters.push(letter);
    }
    Some(letters)
}

/// True when `query` (ASCII letters and digits; blanks and apostrophes do not count) spells the beginning of `text`: each syllable whole
/// or by its initial, the last one as far as it is typed: `suining`, `suin`, `sn`, `sning` for 遂宁.
#[must_use]
pub fn matches(text: &str, query: &str) -> bool {
    // No syllable is shorter than a letter: what stands further in cannot matter.
    let chars = query.chars().count().saturating_mul(2) + 8;
    let head: String = text.chars().take(chars).collect();
    matches_key(&sort_key(&head), query)
}

/// Like [`matches()`], for a text whose [`sort_key`] is known already.
#[must_use]
pub fn matches_key(key: &str, query: &str) -> bool {
    letters_of(query).is_some_and(|letters| begins_with(key, &letters))
}

/// How many of these letters a syllable can spell from the first one on: all that are left, its initial (of zh, ch, sh also both letters),
/// or the whole syllable.
pub fn steps(syllable: &[u8], letters: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let common = syllable.iter().zip(letters).take_while(|&(&a, &b)| a == b || (a == b'v' && b == b'u')).count();
    let rest = (common > 0 && common == letters.len()).then_some(common);
    let initial = (common > 0).then_some(1);
    let two = (common >= 2 && matches!(syllable, [b'z' | b'c' | b's', b'h', ..])).then_some(2);
    let whole = (common > 0 && common == syllable.len()).then_some(common);
    [rest, initial, two, whole].into_iter().flatten()
}

/// The same for letters that are as [`letters_of`] has them.
#[must_use]
pub fn begins_with(key: &str, letters: &str) -> bool {
    /// More letters have their places in memory of their own.
    const FEW: usize = 64;
    let letters = letters.as_bytes();
    if letters.is_empty() {
        return false;
    }
    let (mut few, mut many) = ([[false; FEW]; 2], vec![]);
    let halves = if letters.len() < FEW {
        few.as_flattened_mut().split_at_mut(FEW)
    } else {
        many.resize(2 * (letters.len() + 1), false);
        many.split_at_mut(letters.len() + 1)
    };
    // reached[n]: the syllables so far can spell the first n letters; from `low` to `high`.
    let (mut reached, mut next) = halves;
    reached[0] = true;
    let (mut low, mut high) = (0, 0);
    for syllable in key.split(' ').map(str::as_bytes) {
        let (mut next_low, mut next_high) = (usize::MAX, 0);
        for n in low..=high {
            if !std::mem::take(&mut reached[n]) {
                continue;
            }
            let rest = letters.get(n..).unwrap_or_default();
            for further in steps(syllable, rest) {
                if further == rest.len() {
                    return true;
                }
                next[n + further] = true;
                (next_low, next_high) = (next_low.min(n + further), next_high.max(n + further));
            }
        }
        if next_low > next_high {
            return false;
        }
        std::mem::swap(&mut reached, &mut next);
        (low, high) = (next_low, next_high);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        syllables(text).concat()
    }

    #[test]
    fn places_read_as_their_people_say() {
        for (place, pinyin) in [
            ("遂宁", "suining"),
            ("潼南", "tongnan"),
            ("重庆", "chongqing"),
            ("重慶市", "chongqingshi"),
            ("长沙", "changsha"),
            ("長沙", "changsha"),
            ("长春", "changchun"),
            ("成都", "chengdu"),
            ("乐山", "leshan"),
            ("乐清", "yueqing"),
            ("六安", "luan"),
            ("六盘水", "liupanshui"),
            ("亳州", "bozhou"),
            ("厦门", "xiamen"),
            ("廈門", "xiamen"),
            ("台州", "taizhou"),
            ("丽水", "lishui"),
            ("蚌埠", "bengbu"),
            ("荥阳", "xingyang"),
            ("荥经", "yingjing"),
            ("渑池", "mianchi"),
            ("西藏", "xizang"),
            ("佛山", "foshan"),
            ("阿勒泰", "aletai"),
            ("什邡", "shifang"),
            ("筠连", "junlian"),
            ("犍为", "qianwei"),
            ("绥化", "suihua"),
            ("吕梁", "lvliang"),
            ("东莞", "dongguan"),
            ("涪陵", "fuling"),
            ("泊头", "botou"),
            ("曾都", "zengdu"),
        ] {
            assert_eq!(joined(place), pinyin, "{place}");
        }
    }

    #[test]
    fn letters_are_those_that_are_typed() {
        for (typed, letters) in [
            ("Suìníng", Some("suining")),
            ("sui'ning", Some("suining")),
            ("lüshun", Some("lvshun")),
            ("lǚshùn", Some("lvshun")),
            ("lu\u{308}\u{30C}shu\u{300}n", Some("lvshun")),
            ("遂宁", None),
            ("a_b", None),
        ] {
            assert_eq!(letters_of(typed).as_deref(), letters, "{typed}");
        }
        assert!(matches("旅顺", "lüsh") && matches("旅顺", "lǚshùn") && matches("遂宁", "suìníng"));
    }

    #[test]
    fn titles_read_as_words() {
        assert_eq!(joined("市长调研重点项目"), "shizhangdiaoyanzhongdianxiangmu");
        assert_eq!(joined("率先协调银行业"), "shuaixianxietiaoyinhangye");
        assert_eq!(syllables("GDP增8%"), ["g", "d", "p", "zeng", "8", "%"]);
    }

    #[test]
    fn every_phrase_is_well_formed() {
        for line in include_str!("data/pinyin_phrases.txt").lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let word = words.next().unwrap();
            let syllables: Vec<&str> = words.collect();
            assert_eq!(word.chars().count(), syllables.len(), "{line}");
            for (c, syllable) in word.chars().zip(&syllables) {
                assert!(syllable.bytes().all(|b| b.is_ascii_lowercase()), "{line}");
                assert!(crate::text::punct::is_han(c), "{line}");
            }
        }
    }

    #[test]
    fn queries_by_sound() {
        for query in [
            "suining",
            "suin",
            "sn",
            "s",
            "sui",
            "sning",
            "SuiNing",
            "sui ning",
            "sui'n",
            "suiningshi",
            "snshi",
            "snsh",
            "sns",
        ] {
            assert!(matches("遂宁市", query), "{query}");
        }
        for query in ["", "n", "ning", "suinang", "遂", "suiningshix", "sux", "?"] {
            assert!(!matches("遂宁市", query), "{query}");
        }
        assert!(matches("重庆", "cq") && matches("重庆", "chq") && matches("重庆", "chongq"));
        assert!(matches("吕梁", "lvliang") && matches("吕梁", "luliang") && matches("吕梁", "lüliang"));
        assert!(matches("西安", "xian") && matches("西安", "xi'an"));
        assert!(matches("“三个一批”", "sangeyipi"));
        assert!(matches("2020年", "2020n"));
    }

    #[test]
    fn keys_sort_by_syllable() {
        let mut titles = ["先行", "西安", "《安》", "2020年", "重庆", "成都"];
        titles.sort_by_key(|title| sort_key(title));
        assert_eq!(titles, ["2020年", "《安》", "成都", "重庆", "西安", "先行"]);
    }

    /// Whether letters spell a key from its beginning, one way after the other.
    fn spelled(syllables: &[&str], letters: &str) -> bool {
        let Some((syllable, rest)) = syllables.split_first() else { return false };
        let same = |a: &str, b: &str| a.bytes().zip(b.bytes()).all(|(a, b)| a == b || (a == b'v' && b == b'u'));
        if letters.len() <= syllable.len() && same(syllable, letters) {
            return true;
        }
        let initials = if matches!(syllable.as_bytes(), [b'z' | b'c' | b's', b'h', ..]) { 2 } else { 1 };
        [syllable.len(), 1, initials].into_iter().any(|take| {
            let fits = take > 0 && syllable.get(..take).is_some_and(|part| same(part, letters));
            fits && letters.get(take..).is_some_and(|left| !left.is_empty() && spelled(rest, left))
        })
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::default() })]
        #[test]
        fn letters_are_spelled_one_way_or_another(key in "[a-bszhv]{1,3}( [a-bszhv]{1,3}){0,5}", letters in "[a-bszhvu]{1,6}") {
            let syllables: Vec<&str> = key.split(' ').collect();
            proptest::prop_assert_eq!(begins_with(&key, &letters), spelled(&syllables, &letters), "{} {}", key, letters);
            // Letters that have their places in memory of their own.
            let (long, many) = (key.repeat(40), letters.repeat(40));
            let syllables: Vec<&str> = long.split(' ').collect();
            if syllables.len() < 30 {
                proptest::prop_assert_eq!(begins_with(&long, &many), spelled(&syllables, &many));
            }
        }
    }
}
