//! What the neighbours of a line and the words of the text say about it.

use super::{MEDIUM_ALONE, NAME_ALONE, SUMMARIES, Sorter};
use crate::{
    article::{
        features::{End, Feat},
        meta, names,
        shape::Shape,
        title,
    },
    text::punct::is_han,
};

impl Sorter<'_, '_> {
    /// How much of its wording a line over the title must share with the text, so that it is no slogan of the site.
    pub(super) fn least_overlap(&self, i: usize, feat: &Feat<'_>) -> f32 {
        // 两江同治 两城共享: phrases of one length.
        let halves = feat.fold().split_once(' ').filter(|(a, b)| a.chars().count() == b.trim_start().chars().count());
        let twin = halves.is_some_and(|(a, _)| a.chars().count() >= 4);
        let behind_path = i.checked_sub(1).is_some_and(|above| self.shape(above) == Shape::Crumb);
        // What stands between the path and the title is the article's.
        if behind_path && feat.chars >= 10 || twin && i > 0 {
            0.0
        } else if i == 0 {
            0.1
        } else if feat.chars >= 10 {
            0.2
        } else {
            0.4
        }
    }

    pub(super) fn byline_near(&self, i: usize) -> bool {
        let from = i.saturating_sub(1);
        (from..i + 3).any(|j| j != i && self.shape(j) == Shape::Byline)
    }

    /// A date alone that stands apart from the title, while the title has a byline of its own.
    pub(super) fn is_clock(&self, i: usize) -> bool {
        let own = (self.title.line.saturating_sub(5)..self.title.line + 4).any(|j| {
            j != i && self.shape(j) == Shape::Byline && self.feats.get(j).is_some_and(|f| f.first_date().is_some())
        });
        // Without another date, only where channels stand around it and nothing speaks of an issue.
        let apart = i + 1 < self.title.line
            && self.shape(i + 1) != Shape::Byline
            && self.furniture_or_word(i + 1)
            && (i == 0 || self.furniture_or_word(i - 1));
        (own || apart && self.feats.get(i).is_some_and(|f| f.fold().contains("星期")) && !self.facts.issue)
            && self.feats.get(i).is_some_and(|f| meta::read(f.fold()).words == 0 && f.fields().is_empty())
    }

    pub(super) fn furniture_or_word(&self, i: usize) -> bool {
        self.shape(i).is_furniture() || self.feats.get(i).is_some_and(|f| f.chars <= 8 && f.end == End::Open)
    }

    /// A line of one word directly under the title or its byline that the text does not speak of: who wrote, or where.
    pub(super) fn word_under_title(&self, i: usize) -> Option<&'static str> {
        let feat = self.feats.get(i)?;
        let fold = feat.fold();
        let above = i.checked_sub(1)?;
        let under = self.title.lines.binary_search(&above).is_ok() || self.shape(above) == Shape::Byline;
        let word = (2..=6).contains(&feat.chars) && fold.chars().all(|c| is_han(c) || c == ' ');
        if !under || !word || feat.end != End::Open || title::overlap(fold, &self.body) > 0.0 {
            return None;
        }
        let spaced = fold.contains(' ');
        if feat.chars <= 3 && names::is_surname_start(fold) && names::may_name(fold)
            || spaced && feat.chars <= 4 && names::is_surname_start(fold)
            || feat.chars <= 4 && names::is_long_surname_start(fold)
        {
            return Some(NAME_ALONE);
        }
        // Between the title and the date stands a medium, seldom a subtitle of one word.
        (feat.chars == 4 && !spaced && self.shape(i + 1) == Shape::Byline).then_some(MEDIUM_ALONE)
    }

    /// True when at least six neighbouring lines are words of a few characters: channels, cities, tags.
    pub(super) fn in_word_run(&self, i: usize) -> bool {
        let word = |j: usize| {
            self.feats.get(j).is_some_and(|f| f.chars <= 6 && f.end == End::Open) && self.shape(j) != Shape::Byline
        };
        let back = (0..=i).rev().take_while(|&j| word(j)).take(6).count();
        let on = (i..self.feats.len()).take_while(|&j| word(j)).take(6).count();
        word(i) && back + on > 6
    }

    pub(super) fn furniture_near(&self, i: usize) -> usize {
        let from = i.saturating_sub(2);
        (from..i + 3)
            .filter(|&j| {
                j != i
                    && j < self.feats.len()
                    && (self.shape(j).is_furniture() || matches!(self.shape(j), Shape::Nav | Shape::Doubtful))
            })
            .count()
    }

    /// True when a line shares no two neighbouring characters with the running text, and is neither a sentence, nor a numbered
    /// heading, nor a row of a table, nor the word over a summary.
    pub(super) fn says_nothing(&self, i: usize) -> bool {
        self.feats.get(i).is_some_and(|f| {
            let fold = f.fold();
            let numbers = fold.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|w| !w.is_empty()).count();
            title::overlap(fold, &self.body) == 0.0
                && f.end != End::Stop
                && !title::is_numbered(fold)
                && !fold.starts_with('#')
                && fold.chars().any(char::is_alphanumeric)
                && !(numbers >= 2 && f.han >= 2 && f.chars <= 30 && !fold.contains(':'))
                && !(fold.contains(['(', '%']) && fold.contains("  "))
                && !SUMMARIES.iter().any(|w| fold.contains(w))
                && !matches!(fold, "完" | "(完)")
        })
    }

    /// A line that tells a scene, on a page with pictures, between a paragraph and a heading.
    pub(super) fn unmarked_caption(&self, i: usize) -> bool {
        let Some(feat) = self.feats.get(i) else { return false };
        let next_is_shorter = self
            .feats
            .get(i + 1)
            .is_some_and(|n| n.chars <= 8 && n.end == End::Open && self.shape(i + 1) == Shape::Open);
        let after_text =
            i > 0 && self.shape(i - 1) == Shape::Prose && self.feats.get(i - 1).is_some_and(|p| p.end == End::Stop);
        self.facts.pictures
            && next_is_shorter
            && after_text
            && feat.end == End::Open
            && feat.stops == 0
            && (12..=50).contains(&feat.chars)
    }

    pub(super) fn speaks_of_body(&self, i: usize) -> bool {
        self.feats.get(i).is_some_and(|f| title::overlap(f.fold(), &self.body) >= 0.7)
    }

    /// 来源, 作者 and their like, not just a date as lists have.
    pub(super) fn names_origin(&self, i: usize) -> bool {
        self.feats.get(i).is_some_and(|f| {
            let fold = f.fold();
            ["来源:", "作者:", "稿源:", "记者 "].iter().any(|w| fold.contains(w)) && f.chars <= 40
        })
    }
}

/// ★ … ★, — … —: the same sign at both ends.
pub(in crate::article) fn is_decorated(fold: &str) -> bool {
    let mut chars = fold.chars();
    let (Some(first), Some(last)) = (chars.next(), chars.next_back()) else { return false };
    let mirrored = first == last || matches!((first, last), ('>', '<') | ('↓', '↑'));
    mirrored
        && (matches!(first, '—' | '-' | '~' | '=' | '*' | '·' | '>' | '.' | '|' | '+' | '_' | '…')
            || !first.is_alphanumeric() && !first.is_ascii() && !"“”‘’\"「」『』《》【】".contains(first))
}

/// ♥ 5,608, 热评 38 条: a sign or a word and a number.
pub(super) fn counts_only(feat: &Feat<'_>) -> bool {
    let digits = feat.fold().chars().filter(char::is_ascii_digit).count();
    digits > 0
        && feat.han <= 6
        && digits * 2 + feat.han + 4 >= feat.chars
        && feat.stops == 0
        && feat.han + digits + 6 >= feat.chars
}
