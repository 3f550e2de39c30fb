//! Who speaks of an action: reports of meetings name no one responsible, but let the heads of offices say what theirs will do.

use crate::text::fold;

use super::tasks::is_office;

/// How the head of an office is called, and words that may stand between the two.
const HEADS: [&str; 3] = ["负责人", "负责同志", "主要领导"];
const BETWEEN: [&str; 8] = ["主要", "相关", "有关", "一位", "一名", "党组", "党委", "的"];
/// Words that may stand before the office.
const BEFORE: [&str; 6] = ["据", "在", "对", "对此", "而", "来自"];

/// The offices whose heads a sentence lets speak, in bytes of it, in its order. Linear in its length.
pub(super) fn speakers(sentence: &str) -> Vec<(usize, usize)> {
    let chars: Vec<char> = fold::fold_str(sentence).chars().collect();
    let bytes: Vec<usize> = sentence.char_indices().map(|(byte, _)| byte).chain([sentence.len()]).collect();
    let ends_with = |to: usize, word: &str| -> Option<usize> {
        let from = to.checked_sub(word.chars().count())?;
        chars.get(from..to)?.iter().copied().eq(word.chars()).then_some(from)
    };
    let mut found = Vec::new();
    for to in 1..=chars.len() {
        let Some(mut end) = HEADS.iter().find_map(|word| ends_with(to, word)) else { continue };
        while let Some(from) = BETWEEN.iter().find_map(|word| ends_with(end, word)) {
            end = from;
        }
        let mark = |c: &char| !c.is_alphanumeric();
        let begin = chars.get(..end).and_then(|before| before.iter().rposition(mark)).map_or(0, |at| at + 1);
        let opened = chars.get(begin..end).unwrap_or_default();
        let opening =
            BEFORE.iter().map(|word| word.chars().collect::<Vec<_>>()).filter(|word| opened.starts_with(word));
        let begin = begin + opening.map(|word| word.len()).max().unwrap_or(0);
        if is_office(&chars, begin, end)
            && let (Some(from), Some(to)) = (bytes.get(begin), bytes.get(end))
        {
            found.push((*from, *to));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_offices_speak_for_them() {
        for (sentence, wanted) in [
            ("市测试局负责人表示，码头要加快。", "市测试局"),
            ("　　據市測試局有關負責人介紹，碼頭已經動工。", "市測試局"),
            ("在试验区管委会主要负责人眼里，路要先修。", "试验区管委会"),
            ("说到航道，市水务局、市交通局的负责同志都点头。", "市交通局"),
            ("这位负责人说，时间很紧。", ""),
            ("市测试局印发通知。", ""),
        ] {
            let names: Vec<&str> = speakers(sentence).iter().filter_map(|&(from, to)| sentence.get(from..to)).collect();
            assert_eq!(names.join("|"), wanted, "{sentence}");
        }
    }
}
