//! Who asks and who answers in an interview.

use std::collections::BTreeMap;

use super::{
    features::{End, Feat},
    names, shape,
};

/// Who asks and who answers: the speaker label of each line, `true` for the one who asks.
pub(super) fn speakers(feats: &[Feat<'_>]) -> Vec<Option<bool>> {
    const ASKERS: [&str; 14] = [
        "记者",
        "问",
        "主持人",
        "本报记者",
        "采访者",
        "q",
        "提问",
        "网友",
        "媒体",
        "新华社记者",
        "本刊记者",
        "编者",
        "网民",
        "采访人员",
    ];
    let label = |f: &Feat<'_>| -> Option<String> {
        let fold = shape::undecorated(f.fold());
        let at = fold.char_indices().take(10).find(|(_, c)| *c == ':').map(|(i, _)| i)?;
        let name = fold.get(..at)?.trim();
        let rest = fold.get(at + 1..)?.trim();
        let asks = ASKERS.contains(&name) && f.end == End::Stop && rest.chars().count() >= 3;
        let spoken =
            asks || rest.chars().count() >= 10 && (f.end == End::Stop || f.stops > 0 || rest.chars().count() >= 40);
        (spoken && (1..=8).contains(&name.chars().count()) && !name.contains([',', '，', '。', ' ']))
            .then(|| name.to_owned())
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let labels: Vec<Option<String>> = feats.iter().map(label).collect();
    for l in labels.iter().flatten() {
        *counts.entry(l.clone()).or_default() += 1;
    }
    let is_asker = |l: &str| ASKERS.contains(&l) || l.ends_with("记者");
    let asks = counts.iter().any(|(l, _)| is_asker(l));
    labels
        .iter()
        .map(|l| {
            let l = l.as_deref()?;
            if is_asker(l) {
                Some(true)
            } else if asks
                && (matches!(l, "答" | "a" | "嘉宾" | "专家")
                    || counts.get(l).is_some_and(|n| *n >= 2)
                    || counts.len() <= 3 && names::is_surname_start(l) && l.chars().count() <= 4)
            {
                Some(false)
            } else {
                None
            }
        })
        .collect()
}
