//! Pinyin with tone marks, for people who read: each Han character in the reading of the word it stands in.

use pinyin::{ToPinyin, ToPinyinMulti};

use super::{fold::fold_char, pinyin::syllables};

/// One entry a character of `text`: its syllable with the tone mark, nothing where it has none.
#[must_use]
pub fn toned(text: &str) -> Vec<Option<&'static str>> {
    text.chars().zip(syllables(text)).map(|(c, plain)| reading(c, &plain)).collect()
}

/// The reading of `c` that sounds like `plain`: of several tones the commonest one.
fn reading(c: char, plain: &str) -> Option<&'static str> {
    let c = if c.to_pinyin().is_some() { c } else { fold_char(c) };
    let common = c.to_pinyin()?;
    let fits = |pinyin: pinyin::Pinyin| pinyin.plain().replace('ü', "v") == plain;
    if fits(common) {
        return Some(common.with_tone());
    }
    let other = c.to_pinyin_multi().into_iter().flatten().find(|other| fits(*other));
    Some(other.unwrap_or(common).with_tone())
}

/// The syllables of `text` with blanks between them; other characters as they are.
#[must_use]
pub fn spelled(text: &str) -> String {
    let mut out = String::new();
    let mut after_syllable = false;
    for (c, syllable) in text.chars().zip(toned(text)) {
        match syllable {
            Some(syllable) => {
                if out.chars().next_back().is_some_and(char::is_alphanumeric) {
                    out.push(' ');
                }
                out.push_str(syllable);
            }
            None => {
                if after_syllable && c.is_alphanumeric() {
                    out.push(' ');
                }
                out.push(c);
            }
        }
        after_syllable = syllable.is_some();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_decide_the_reading() {
        assert_eq!(spelled("重庆的市长"), "chóng qìng de shì zhǎng");
        assert_eq!(spelled("重要"), "zhòng yào");
        assert_eq!(spelled("兩地GDP，增"), "liǎng dì GDP，zēng");
        assert_eq!(toned("a，"), [None, None]);
    }
}
