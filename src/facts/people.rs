//! People with their posts, and organisations, in a sentence that tells a fact: 甲市委书记某某, 乙市商务局.
//!
//! A person is only one who is named behind a post and before a word or mark that may follow a name: better one too few than a word that
//! is taken for somebody.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use crate::{
    place::gazetteer,
    text::{fold, punct::is_han},
};

/// Who a sentence names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// People, each with the post as printed, in the order of the sentence.
    pub people: Vec<Person>,
    /// Organisations as printed, likewise, each once.
    pub bodies: Vec<String>,
}

/// Somebody with a post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The post, with the place or organisation before it.
    pub post: String,
}

struct Words {
    posts: Vec<Vec<char>>,
    surnames: HashSet<char>,
    double: Vec<Vec<char>>,
    follow: Vec<Vec<char>>,
    not: Vec<Vec<char>>,
    chars: HashSet<char>,
    /// Ends of the names of organisations with the fewest characters before them, the longest first.
    bodies: Vec<(Vec<char>, usize)>,
    cuts: Vec<Vec<char>>,
    /// Words behind which 和 joins two halves of one name.
    joined: Vec<Vec<char>>,
    not_bodies: HashSet<String>,
    /// Last characters of posts and of organisations.
    ends: HashSet<char>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut section = "";
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for line in include_str!("data/people.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[bodies]" {
            rows.push((section, line));
        } else {
            rows.extend(line.split(' ').map(|word| (section, word)));
        }
    }
    let of = |name: &str| {
        let mut words: Vec<Vec<char>> =
            rows.iter().filter(|(section, _)| *section == name).map(|(_, word)| word.chars().collect()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    let chars = |name: &str| of(name).into_iter().flatten().collect::<HashSet<char>>();
    let bodies = rows.iter().filter(|(section, _)| *section == "[bodies]").filter_map(|(_, row)| {
        let (end, least) = row.split_once(' ')?;
        Some((end.chars().collect::<Vec<char>>(), least.parse().ok()?))
    });
    let mut bodies: Vec<(Vec<char>, usize)> = bodies.collect();
    bodies.sort_by_key(|(end, _)| std::cmp::Reverse(end.len()));
    let posts = of("[posts]");
    let ends = posts.iter().chain(bodies.iter().map(|(end, _)| end)).filter_map(|word| word.last().copied()).collect();
    Words {
        ends,
        bodies,
        posts,
        surnames: chars("[surnames]"),
        double: of("[double]"),
        follow: of("[follow]"),
        not: of("[not]"),
        chars: chars("[chars]"),
        cuts: of("[cuts]"),
        joined: of("[joined]"),
        not_bodies: of("[notbodies]").into_iter().map(|word| word.into_iter().collect()).collect(),
    }
});

/// Longest place or organisation before a post, characters.
const MOST_BEFORE: usize = 16;
/// Longest name of an organisation, characters.
const MOST_BODY: usize = 24;
/// Longest sentence that is looked at, characters.
const MOST_CHARS: usize = 1_200;

/// Who is named in a sentence. Linear in its length.
#[must_use]
pub fn who(sentence: &str) -> Who {
    let text: Vec<char> = fold::fold_str(sentence).chars().collect();
    let source: Vec<char> = sentence.chars().collect();
    if text.len() > MOST_CHARS || text.len() != source.len() {
        return Who::default();
    }
    let printed = |range: Range<usize>| source.get(range).unwrap_or_default().iter().collect::<String>();
    let mut who = Who::default();
    let mut at = 0;
    while at < text.len() {
        // Few characters end a post or an organisation.
        if text.get(at).is_none_or(|c| !WORDS.ends.contains(c)) {
            at += 1;
            continue;
        }
        at += 1;
        if let Some(post) = post_before(&text, at) {
            let mut end = at;
            while let Some(name) = name_at(&text, end) {
                end = name.end;
                who.people.push(Person { name: printed(name), post: printed(post.clone()) });
                // 副市长甲某、乙某: the post is that of both.
                if text.get(end) != Some(&'\u{3001}') {
                    break;
                }
                end += 1;
            }
            continue;
        }
        if let Some(body) = body_before(&text, at).map(printed)
            && !who.bodies.contains(&body)
        {
            who.bodies.push(body);
        }
    }
    who
}

fn ends(text: &[char], at: usize, word: &[char]) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(word))
}

fn begins(text: &[char], at: usize, word: &[char]) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(word))
}

fn is_mark(c: Option<&char>) -> bool {
    c.is_none_or(|&c| !is_han(c) && !c.is_alphanumeric())
}

/// The post that ends at `at`, with the place or organisation before it.
fn post_before(text: &[char], at: usize) -> Option<Range<usize>> {
    let post = WORDS.posts.iter().find(|post| ends(text, at, post))?;
    let start = at - post.len();
    Some(before(text, start, MOST_BEFORE)..at)
}

/// Where the words that belong to what begins at `at` begin: behind the nearest mark or word of the sentence, a place first of all.
fn before(text: &[char], at: usize, most: usize) -> usize {
    let least = at.saturating_sub(most);
    let mut from = at;
    while from > least {
        let c = text.get(from - 1);
        // 发展和改革委员会 is one name.
        let joins = matches!(c, Some('和' | '与')) && WORDS.joined.iter().any(|word| ends(text, from - 1, word));
        let has = c == Some(&'有') && text.get(from) != Some(&'限');
        let cut = has || WORDS.cuts.iter().any(|word| ends(text, from, word)) && !joins && !inside_place(text, from);
        if cut || is_mark(c) || c.is_some_and(char::is_ascii_digit) || matches!(c, Some('原' | '任')) {
            break;
        }
        from -= 1;
    }
    // A long run of words begins with the first place in it.
    let place = (from..at).find(|&start| place_at(text, start).is_some());
    match place {
        Some(place) if place > from && at - from > 6 => place,
        _ => from,
    }
}

/// Names of places, folded.
static PLACES: LazyLock<HashSet<Vec<char>>> = LazyLock::new(|| {
    let names = gazetteer().iter().flat_map(|(_, place)| [&place.name, &place.short]);
    names.map(|name| fold::fold_str(name).chars().collect()).collect()
});

/// The length of the place whose name begins at `at`.
fn place_at(text: &[char], at: usize) -> Option<usize> {
    (2..=6).rev().find(|length| text.get(at..at + length).is_some_and(|name| PLACES.contains(name)))
}

/// A place whose name covers both sides of `at`: the 上 of 上海 is no word of the sentence.
fn inside_place(text: &[char], at: usize) -> bool {
    (at.saturating_sub(2)..at).any(|start| place_at(text, start).is_some_and(|length| start + length > at))
}

/// The name that begins at `at`.
fn name_at(text: &[char], at: usize) -> Option<Range<usize>> {
    let first = text.get(at)?;
    let double = WORDS.double.iter().any(|word| begins(text, at, word));
    if !double && !WORDS.surnames.contains(first) || WORDS.not.iter().any(|word| begins(text, at, word)) {
        return None;
    }
    let family = 1 + usize::from(double);
    // 张某, 李某某.
    let some = text.get(at + family..).unwrap_or_default().iter().take(2).take_while(|c| **c == '某').count();
    if some > 0 {
        return Some(at..at + family + some);
    }
    let fits = |given: usize| {
        let part = text.get(at + family..at + family + given)?;
        let end = at + family + given;
        let plain = part.iter().all(|c| is_han(*c) && !WORDS.chars.contains(c));
        let over = is_mark(text.get(end)) || WORDS.follow.iter().any(|word| begins(text, end, word));
        (plain && over).then_some(at..end)
    };
    // The third character is part of the name when a word or mark follows it.
    fits(2).or_else(|| fits(1))
}

/// The organisation that ends at `at`.
fn body_before(text: &[char], at: usize) -> Option<Range<usize>> {
    // 有限公司 ends the name, not the 公司 in the middle of 公司法.
    let goes_on = ["长", "法", "章", "群", "城", "生", "路", "部", "级", "系", "委", "的人", "面", "势", "副"];
    if goes_on.iter().any(|word| begins(text, at, &word.chars().collect::<Vec<char>>())) {
        return None;
    }
    let (end, least) = WORDS.bodies.iter().find(|(end, _)| ends(text, at, end))?;
    let start = at - end.len();
    let from = before(text, start, MOST_BODY - end.len());
    let name: String = text.get(from..at)?.iter().collect();
    let place = place_at(text, from).is_some();
    let quoted = text.get(start.checked_sub(1)?).is_some_and(|c| matches!(c, '”' | '」'));
    // Without a place only what has a name of its own.
    let own = place || start - from >= least + 2 || end.len() >= 4;
    let enough = start >= from + least && own && !quoted;
    (enough && !WORDS.not_bodies.iter().any(|word| name == *word)).then_some(from..at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `sentence <TAB> post name; … <TAB> organisations; …`, a dash for none.
    #[test]
    fn people_and_organisations_of_sentences() {
        let mut wrong = Vec::new();
        let mut count = 0;
        for line in
            include_str!("../../tests/cases/people.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            let cells: Vec<&str> = line.split('\t').collect();
            let [sentence, people, bodies] = cells[..] else { panic!("{line}") };
            count += 1;
            let who = who(sentence);
            let joined = |words: Vec<String>| if words.is_empty() { "-".to_owned() } else { words.join("; ") };
            let found = joined(who.people.iter().map(|p| format!("{} {}", p.post, p.name)).collect());
            let organisations = joined(who.bodies);
            if (found.as_str(), organisations.as_str()) != (people, bodies) {
                wrong.push(format!("{sentence}\n  wanted {people} | {bodies}\n  found  {found} | {organisations}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(count >= 60, "{count}");
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_stand_in_the_sentence(text in "[市委书记长张王某、和遂宁公司局大学表示,。“”a1]{0,60}") {
            let who = who(&text);
            for person in &who.people {
                prop_assert!(text.contains(&person.name) && text.contains(&person.post) && !person.name.is_empty());
            }
            prop_assert!(who.bodies.iter().all(|body| text.contains(body.as_str())));
        }
    }
}
