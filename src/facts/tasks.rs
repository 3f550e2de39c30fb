//! What a sentence of a plan says: what is to be done, and who is to do it.

use std::sync::LazyLock;

use crate::text::{fold, punct::is_han};

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Something is to be done.
    Task,
    /// Something else.
    Plain,
    /// Who is responsible and no more, or what has been.
    Nothing,
}

/// A sentence, read; places are bytes of it.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) kind: Says,
    /// Without those responsible at its end.
    pub(super) rest: (usize, usize),
    /// As printed, each once.
    pub(super) offices: Vec<(usize, usize)>,
}

/// Lists of the data file, longest words first.
struct Words {
    does: Vec<Vec<char>>,
    before: Vec<Vec<char>>,
    past: Vec<Vec<char>>,
    ends: Vec<Vec<char>>,
    before_offices: Vec<Vec<char>>,
    behind_offices: Vec<Vec<char>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let list = |name: &str| {
        let lines = include_str!("data/tasks.txt").lines().skip_while(|line| *line != name).skip(1);
        let words = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
        let mut words: Vec<Vec<char>> = words.map(|word| word.chars().collect()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    Words {
        does: list("[does]"),
        before: list("[before]"),
        past: list("[past]"),
        ends: list("[offices]"),
        before_offices: list("[before offices]"),
        behind_offices: list("[behind offices]"),
    }
});

/// How long the longest of `words` at the beginning of `text` is.
fn opens(text: &[char], words: &[Vec<char>]) -> Option<usize> {
    words.iter().find(|word| text.starts_with(word)).map(Vec::len)
}

/// Longest name of an office, characters.
const MOST_CHARS: usize = 24;

impl Said {
    /// Reads a sentence. Linear in its length.
    pub(super) fn of(sentence: &str) -> Self {
        let chars: Vec<char> = fold::fold_str(sentence).chars().collect();
        let bytes: Vec<usize> = sentence.char_indices().map(|(byte, _)| byte).chain([sentence.len()]).collect();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(sentence.len());
        let clauses = clauses(&chars);
        let mut offices: Vec<(usize, usize)> = Vec::new();
        // Those responsible are named one clause after the other: (甲局牵头,乙局配合).
        let mut of_offices = vec![false; clauses.len()];
        let mut listing = false;
        for (mark, &(from, to)) in of_offices.iter_mut().zip(&clauses) {
            let found = offices_in(&chars, from, to, listing);
            *mark = !found.names.is_empty() || found.label;
            listing = found.label || listing && *mark;
            offices.extend(found.names);
        }
        let last = of_offices.iter().rposition(|mark| !mark);
        let end = match last {
            _ if !of_offices.contains(&true) => chars.len(),
            Some(last) if last + 1 == clauses.len() => chars.len(),
            Some(last) => clauses.get(last).map_or(chars.len(), |clause| clause.1),
            None => 0,
        };
        let is_task = || {
            let mut own = clauses.iter().zip(&of_offices).filter(|(_, mark)| !**mark);
            own.any(|(&(from, to), _)| acts(chars.get(from..to).unwrap_or_default()))
        };
        let past = || WORDS.past.iter().any(|word| chars.windows(word.len()).any(|part| part == word.as_slice()));
        let kind = match last {
            None => Says::Nothing,
            Some(_) if is_task() => Says::Task,
            Some(_) if past() => Says::Nothing,
            Some(_) => Says::Plain,
        };
        let offices = offices.into_iter().map(|(from, to)| (byte(from), byte(to))).collect();
        Self { kind, rest: (0, byte(end)), offices }
    }
}

/// The stretches between marks, brackets included among them, in characters; none is empty.
fn clauses(chars: &[char]) -> Vec<(usize, usize)> {
    let mark = |c: char| matches!(c, ',' | ';' | '。' | '(' | ')' | '[' | ']' | '【' | '】' | '!' | '?');
    let mut found = Vec::new();
    let mut from = 0;
    for at in 0..=chars.len() {
        let Some(&c) = chars.get(at).or(Some(&'。').filter(|_| at == chars.len())) else { break };
        // 县(市、区): a bracket inside a name.
        let inside = c == '(' && chars.get(at + 1..at + 5).is_some_and(|part| part == ['市', '、', '区', ')'])
            || c == ')' && at >= 4 && chars.get(at - 4..at).is_some_and(|part| part == ['(', '市', '、', '区']);
        if !mark(c) || inside {
            continue;
        }
        let blank = |at: &usize| chars.get(*at).is_some_and(|c| c.is_whitespace());
        let start = (from..at).find(|at| !blank(at)).unwrap_or(at);
        if start < at {
            found.push((start, at));
        }
        from = at + 1;
    }
    found
}

/// 加快建设…, 两市共同开展…: a clause that says what is to be done.
fn acts(clause: &[char]) -> bool {
    let mut at = 0;
    // Numbers and words that only say how.
    while let Some(rest) = clause.get(at..) {
        let numbered = rest.first().is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '、' | ':' | ' '));
        match opens(rest, &WORDS.before) {
            Some(length) => at += length,
            None if numbered => at += 1,
            None => break,
        }
    }
    if clause.get(at..).is_some_and(|rest| opens(rest, &WORDS.does).is_some_and(|length| length > 1 || rest.len() > 4))
    {
        return true;
    }
    // 两地医院互认检查结果, 甲乙两市共同建设…: who does it stands before.
    const TOGETHER: [&str; 8] = ["共同", "联合", "互认", "互派", "共享", "共建", "要", "将"];
    (1..clause.len().min(16)).any(|at| {
        let rest = clause.get(at..).unwrap_or_default();
        let word = TOGETHER.iter().find(|word| {
            word.chars().count() <= rest.len() && word.chars().eq(rest.iter().copied().take(word.chars().count()))
        });
        word.is_some_and(|word| {
            let length = word.chars().count();
            length > 1 || rest.get(length..).is_some_and(|rest| opens(rest, &WORDS.does).is_some())
        })
    })
}

/// What a clause says of those responsible.
#[derive(Default)]
struct Offices {
    names: Vec<(usize, usize)>,
    /// It opens with 责任单位: and the like.
    label: bool,
}

/// Those responsible that a clause names; `listing` says that the clause before it did, behind a label.
fn offices_in(chars: &[char], from: usize, to: usize, listing: bool) -> Offices {
    let clause = chars.get(from..to).unwrap_or_default();
    // 责任单位:甲局、乙局.
    if let Some(length) = opens(clause, &WORDS.before_offices)
        && clause.get(length).is_some_and(|c| matches!(c, ':' | '为'))
    {
        let names = names(chars, from + length + 1, to, false).unwrap_or_default();
        return Offices { names, label: true };
    }
    // 甲局、乙局按职责分工负责; 由甲局牵头推进.
    let behind = (1..clause.len()).find(|&at| {
        let rest = clause.get(at..).unwrap_or_default();
        opens(rest, &WORDS.behind_offices).is_some_and(|length| {
            // 负责人 is somebody.
            !rest.get(length).is_some_and(|c| matches!(c, '人' | '同'))
        })
    });
    if let Some(behind) = behind {
        let by = clause.get(..behind).and_then(|part| part.iter().rposition(|&c| c == '由'));
        let start = from + by.map_or(0, |by| by + 1);
        if let Some(names) = names(chars, start, from + behind, true) {
            return Offices { names, label: false };
        }
    }
    let more = if listing { names(chars, from, to, true).unwrap_or_default() } else { Vec::new() };
    Offices { names: more, label: false }
}

/// The names of a list; `None` when one of them is no office and `strict` asks for that.
fn names(chars: &[char], from: usize, to: usize, strict: bool) -> Option<Vec<(usize, usize)>> {
    let mut found = Vec::new();
    let mut start = from;
    for at in from..=to {
        let c = chars.get(at).copied().filter(|_| at < to).unwrap_or('、');
        // 市教育局和市财政局, but 人力资源和社会保障局.
        let joins = matches!(c, '和' | '与' | '及') && is_office(chars, start, at);
        let inside = c == '、' && at < to && chars.get(at.wrapping_sub(2)) == Some(&'(');
        if !matches!(c, '、' | ' ') && !joins || inside {
            continue;
        }
        let begin = (start..at).find(|&at| chars.get(at).is_some_and(|c| !c.is_whitespace())).unwrap_or(at);
        // 市教育局等: and others.
        let end = if chars.get(at.wrapping_sub(1)) == Some(&'等') { at - 1 } else { at };
        if begin < end {
            let office = is_office(chars, begin, end);
            if strict && !office {
                return None;
            }
            if office || end - begin <= MOST_CHARS {
                found.push((begin, end));
            }
        }
        start = at + 1;
    }
    Some(found).filter(|found| !found.is_empty())
}

/// 市交通运输局, 各县区政府.
pub(super) fn is_office(chars: &[char], from: usize, to: usize) -> bool {
    let name = chars.get(from..to).unwrap_or_default();
    let plain = name.iter().all(|&c| is_han(c) || matches!(c, '(' | ')' | '、') || c.is_ascii_alphanumeric());
    let sentence = name.iter().any(|&c| matches!(c, '的' | '要' | '由' | '将' | '应' | '把'));
    // 各单位 alone is nobody.
    let nobody = matches!(name, ['各', '单', '位'] | ['各', '部', '门'] | ['单', '位'] | ['部', '门']);
    (3..=MOST_CHARS).contains(&name.len())
        && plain
        && !sentence
        && !nobody
        && WORDS.ends.iter().any(|end| name.ends_with(end))
}
