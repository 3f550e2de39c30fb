//! What folding takes from a text, so that a text need not be kept beside its folded form: which characters are usual in it for a folded
//! form (full-width marks, traditional characters), and for each character that is not the usual one how far it stands from the one before,
//! and which of the characters of that form it is.

use std::sync::{LazyLock, OnceLock};

use crate::text::{
    classes::{BMP, boxed},
    convert, fold,
    punct::is_han,
};

/// Characters of the BMP that are not their own folded form, by that form, then by code.
static FORMS: LazyLock<Vec<(u16, u16)>> = LazyLock::new(|| {
    let folding = fold::folding();
    let mut forms: Vec<(u16, u16)> = Vec::with_capacity(BMP / 8);
    for unit in 0..=u16::MAX {
        let of = folding.of(unit);
        if of != unit && char::from_u32(unit.into()).is_some() {
            forms.push((of, unit));
        }
    }
    forms.sort_unstable();
    forms
});

/// For each character of the BMP its number among the characters of its folded form, from 1; 0 for one that is its own.
static NUMBERS: LazyLock<Box<[u16; BMP]>> = LazyLock::new(|| {
    let mut numbers = boxed(0);
    for alike in FORMS.chunk_by(|a, b| a.0 == b.0) {
        for (number, (_, form)) in (1..).zip(alike) {
            numbers[usize::from(*form)] = number;
        }
    }
    numbers
});

/// Number of a character that its folded form does not lead to: its code follows.
const WRITTEN_OUT: u32 = 0;

/// Number of a character that is its own folded form; those of [`NUMBERS`] follow.
const ITSELF: u32 = 1;

/// Marks that are usual in Chinese text, and what they are folded to.
const MARKS: [(char, char); 7] =
    [('，', ','), ('：', ':'), ('；', ';'), ('（', '('), ('）', ')'), ('！', '!'), ('？', '?')];

/// What is usual in a text: any of these together.
const FULL_MARKS: u8 = 1;
const FULL_BLANKS: u8 = 2;
const TRADITIONAL: u8 = 4;

/// For each folded form the usual character.
type Usual = [u16; BMP];

/// The characters that are usual; `None` where every form stands for itself, and for what no text has.
fn usual(what: u8) -> Option<&'static Usual> {
    static ALL: [OnceLock<Box<Usual>>; 8] = [const { OnceLock::new() }; 8];
    let usual = ALL.get(usize::from(what)).filter(|_| what > 0)?;
    Some(usual.get_or_init(|| {
        let mut forms = boxed(0);
        forms.iter_mut().zip(0..=u16::MAX).for_each(|(form, unit)| *form = unit);
        if what & TRADITIONAL != 0 {
            let known: String =
                (0..=u16::MAX).filter_map(|unit| char::from_u32(unit.into())).filter(|c| is_han(*c)).collect();
            let apart = |text: &str| text.chars().flat_map(|c| [c, '\n']).collect::<String>();
            let converted = convert::to_hant(&apart(&known));
            for (own, other) in known.chars().zip(converted.lines()) {
                let mut other = other.chars();
                let single = other.next().filter(|_| other.next().is_none());
                put_usual(&mut forms, single.unwrap_or(own), own);
            }
        }
        let marks = MARKS.iter().filter(|_| what & FULL_MARKS != 0);
        let blanks = [('\u{3000}', ' ')].into_iter().filter(|_| what & FULL_BLANKS != 0);
        marks.copied().chain(blanks).for_each(|(usual, form)| put_usual(&mut forms, usual, form));
        forms
    }))
}

/// The usual character of a form, where it is folded to that.
fn put_usual(forms: &mut Usual, usual: char, form: char) {
    let [Ok(usual), Ok(form)] = [usual, form].map(|c| u16::try_from(u32::from(c))) else { return };
    if fold::folding().of(usual) == form {
        forms[usize::from(form)] = usual;
    }
}

/// What is usual in a text.
fn usual_in(text: &str) -> u8 {
    let (mut full, mut half, mut wide, mut narrow, mut traditional, mut han) =
        (0_i64, 0_i64, 0_i64, 0_i64, 0_i64, 0_i64);
    let folding = fold::folding();
    for c in text.chars() {
        if is_han(c) {
            han += 1;
            traditional += i64::from(folding.of_code(c.into()) != u32::from(c));
        } else if c == '\u{3000}' {
            wide += 1;
        } else if c == ' ' {
            narrow += 1;
        } else {
            full += i64::from(MARKS.iter().any(|(mark, _)| *mark == c));
            half += i64::from(MARKS.iter().any(|(_, mark)| *mark == c));
        }
    }
    // About a third of the characters of a traditional text have a simplified form.
    let flag = |yes: bool, what: u8| if yes { what } else { 0 };
    flag(full > half, FULL_MARKS) | flag(wide > narrow, FULL_BLANKS) | flag(traditional * 6 > han, TRADITIONAL)
}

/// What `folded` does not tell of `text`; `None` when it is not the folded text.
pub(super) fn of(text: &str, folded: &[u16]) -> Option<Vec<u8>> {
    let what = usual_in(text);
    let usual = usual(what);
    let mut out = vec![what];
    let (mut last, mut count) = (0, 0);
    let mut units = folded.iter();
    let (folding, numbers) = (fold::folding(), &*NUMBERS);
    for (at, c) in text.chars().enumerate() {
        let unit = *units.next()?;
        count += 1;
        if u32::from(c) == u32::from(usual.map_or(unit, |usual| usual[usize::from(unit)])) {
            continue;
        }
        put(&mut out, u32::try_from(at - last).ok()?);
        last = at + 1;
        let known = u16::try_from(u32::from(c)).ok().filter(|own| folding.of(*own) == unit);
        let form = known.map_or(0, |own| numbers[usize::from(own)]);
        if u32::from(c) == u32::from(unit) {
            put(&mut out, ITSELF);
        } else if form > 0 {
            put(&mut out, ITSELF + u32::from(form));
        } else {
            put(&mut out, WRITTEN_OUT);
            put(&mut out, c.into());
        }
    }
    (count == folded.len()).then_some(out)
}

/// For each folded form where its characters end among all; they are looked up for every mark of every page that is opened.
static ENDS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut end = 0_usize;
    let ends = (0..=u16::MAX).map(|unit| {
        end += FORMS.get(end..).unwrap_or_default().iter().take_while(|(of, _)| *of == unit).count();
        u16::try_from(end).unwrap_or(u16::MAX)
    });
    ends.collect()
});

/// The character of this number that has this folded form.
fn form(unit: u16, number: u32) -> Option<u16> {
    let end = |unit: u16| ENDS.get(usize::from(unit)).map_or(0, |end| usize::from(*end));
    let from = unit.checked_sub(1).map_or(0, end);
    Some(FORMS.get(from..end(unit))?.get(number as usize)?.1)
}

/// The text again; `None` when the two do not fit together.
pub(super) fn text(folded: &[u16], odd: &[u8]) -> Option<String> {
    let (what, mut odd) = odd.split_first()?;
    if *what > FULL_MARKS | FULL_BLANKS | TRADITIONAL {
        return None;
    }
    let usual = usual(*what);
    let mut text = String::with_capacity(folded.len() * 3);
    let mut rest = folded;
    loop {
        let here = if odd.is_empty() { rest.len() } else { take(&mut odd)? as usize };
        let (as_usual, from) = rest.split_at_checked(here)?;
        for unit in as_usual {
            text.push(char::from_u32(usual.map_or(*unit, |usual| usual[usize::from(*unit)]).into())?);
        }
        let Some((unit, behind)) = from.split_first() else { break };
        let number = take(&mut odd)?;
        let code = match number.checked_sub(ITSELF) {
            None => take(&mut odd)?,
            Some(0) => u32::from(*unit),
            Some(number) => form(*unit, number - 1)?.into(),
        };
        text.push(char::from_u32(code)?);
        rest = behind;
    }
    odd.is_empty().then_some(text)
}

fn put(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn take(from: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        number |= u32::from(byte & 0x7F).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn there_and_back(text: &str) {
        let folded = fold::fold_units(text);
        let odd = of(text, &folded).unwrap();
        assert_eq!(super::text(&folded, &odd).as_deref(), Some(text));
    }

    #[test]
    fn all_characters_come_back() {
        let all: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        there_and_back(&all);
        there_and_back("");
    }

    #[test]
    fn simplified_pages_have_little_to_add() {
        let text = "　　遂宁市与潼南区，签订了《合作协议》。".repeat(20);
        let folded = fold::fold_units(&text);
        assert!(of(&text, &folded).unwrap().len() * 6 < text.len());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let text = "遂寧１２３";
        let folded = fold::fold_units(text);
        let odd = of(text, &folded).unwrap();
        assert_eq!(of("遂寧１２", &folded), None);
        assert_eq!(of(text, &folded[1..]), None);
        for cut in 1..odd.len() {
            let _ = super::text(&folded, &odd[..cut]);
        }
        assert_eq!(super::text(&folded[..1], &odd), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_comes_back(text in "(\\PC|[一-龥]|[Ａ-ｚ，。！]|\u{3000}|\n){0,60}") {
            there_and_back(&text);
        }

        #[test]
        fn any_bytes_are_read(folded in proptest::collection::vec(any::<u16>(), 0..20), odd in proptest::collection::vec(any::<u8>(), 0..20)) {
            let _ = super::text(&folded, &odd);
        }
    }
}
