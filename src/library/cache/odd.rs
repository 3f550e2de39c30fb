//! What folding takes from a text, so that a text need not be kept beside its folded form: for each character that is not its own
//! folded form, how far it stands from the one before, and which of the characters of that form it is.

use std::sync::LazyLock;

use crate::text::{
    classes::{BMP, boxed},
    fold,
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

/// What `folded` does not tell of `text`; `None` when it is not the folded text.
pub(super) fn of(text: &str, folded: &[u16]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut last, mut count) = (0, 0);
    let mut units = folded.iter();
    let (folding, numbers) = (fold::folding(), &*NUMBERS);
    for (at, c) in text.chars().enumerate() {
        let unit = *units.next()?;
        count += 1;
        if u32::from(c) == u32::from(unit) {
            continue;
        }
        put(&mut out, u32::try_from(at - last).ok()?);
        last = at;
        let known = u16::try_from(u32::from(c)).ok().filter(|own| folding.of(*own) == unit);
        let form = known.map_or(0, |own| numbers[usize::from(own)]);
        if form > 0 {
            put(&mut out, form.into());
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
    let mut text = String::with_capacity(folded.len() * 3);
    let mut odd = odd;
    let mut next = take(&mut odd).map(|at| at as usize);
    for (at, &unit) in folded.iter().enumerate() {
        if next != Some(at) {
            text.push(char::from_u32(unit.into())?);
            continue;
        }
        let number = take(&mut odd)?;
        let code = match number.checked_sub(1) {
            None => take(&mut odd)?,
            Some(number) => form(unit, number)?.into(),
        };
        text.push(char::from_u32(code)?);
        next = if odd.is_empty() { None } else { Some(at.checked_add(take(&mut odd)? as usize)?) };
    }
    // All of it was used: what is left over would stand behind the end.
    next.is_none().then_some(text)
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
