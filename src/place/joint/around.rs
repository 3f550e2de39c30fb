//! What stands around a run: marking words, counts, quotes, words and names across its borders.

use super::{
    super::{
        gazetteer::{fold, gazetteer},
        letters::{ANCHOR, HALF_ANCHOR, table},
        lexicon::lexicon,
        members::Evidence,
        prepared::is_han,
    },
    CROSSING, Finder,
};

impl Finder<'_> {
    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken.holds(at)
    }

    /// True when a marking word begins at `at`.
    pub(super) fn is_marker(&self, at: usize) -> bool {
        self.markers.binary_search_by_key(&at, |&(start, _)| start).is_ok()
    }

    /// What follows a run that ends at `end`.
    pub(super) fn evidence(&self, end: usize) -> Evidence {
        let at = |position: usize| {
            let slot = self.markers.partition_point(|&(start, _)| start < position);
            let here = self.markers.iter().skip(slot).take_while(|&&(start, _)| start == position);
            here.fold(Evidence::None, |so_far, &(_, strong)| {
                so_far.max(if strong { Evidence::Strong } else { Evidence::Weak })
            })
        };
        let rest = self.text.after(end);
        // “北湛”之间: the marking word stands behind the quote.
        let quote = rest.len() - rest.trim_start_matches(['”', '’', '"', '」', '』', '\\']).len();
        let mut best = at(end).max(at(end + quote));
        // 九绵、广平、中遂等高速公路: the marking word closes the whole list.
        if best < Evidence::Strong && rest.starts_with(['、', '和', '与', '及', '等']) {
            for (offset, c) in rest.char_indices().take(36) {
                if matches!(c, '。' | ';' | '；' | '!' | '?' | '\n' | ',' | '，') {
                    break;
                }
                let listed = offset > 0 && at(end + offset) == Evidence::Strong;
                if listed {
                    best = Evidence::Strong;
                    break;
                }
            }
        }
        best
    }

    /// What speaks for `start..end`: what follows it, a count of its members, quotes around it, or a title it opens.
    pub(super) fn evidence_of(&self, start: usize, end: usize) -> Evidence {
        let (run, rest) = (self.text.slice(start, end), self.text.after(end));
        let best = self.evidence(end);
        if best == Evidence::Strong {
            return best;
        }
        // 九绵、绵苍四条高速
        if let Some((at, _)) = rest.char_indices().take(3).find(|&(_, c)| c == '条')
            && counted(rest).is_some()
            && self.evidence(end + at + '条'.len_utf8()) == Evidence::Strong
        {
            return Evidence::Strong;
        }
        if let Some(count) = counted(rest) {
            return if count == run.chars().count() { Evidence::Strong } else { Evidence::Weak };
        }
        let (before, after) = (self.text.before(start).chars().next_back(), rest.chars().next());
        let quoted =
            before.is_some_and(|c| "“「『\"‘《〈".contains(c)) && after.is_some_and(|c| "”」』\"’》〉".contains(c));
        let opens = before.is_none_or(|c| c == '\n') && after.is_some_and(|c| ":: ,，".contains(c));
        if quoted || opens { best.max(Evidence::Hint) } else { best }
    }

    pub(super) fn is_telling(&self, c: char) -> bool {
        let class = table().class(c);
        class & ANCHOR != 0 || (class & HALF_ANCHOR != 0 && self.locals.opens(c))
    }

    /// 高屏溪 is a river.
    pub(super) fn is_landscape(&self, end: usize) -> bool {
        self.text.after(end).starts_with(['溪', '江', '河', '湖', '山', '岭']) && !self.begins_word(end)
    }

    pub(super) fn begins_word(&self, at: usize) -> bool {
        lexicon().starts_with_word(self.text.after(at)).is_some()
    }

    /// True when a word lies across `at`.
    pub(super) fn crosses(&self, at: usize) -> bool {
        let (before, after) = (self.text.before(at), self.text.after(at));
        let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return false };
        if !is_han(a) || !is_han(b) || lexicon().never_joined(a, b) {
            return false;
        }
        let starts = before.char_indices().rev().take(3).map(|(i, _)| i);
        for start in starts {
            let ends = after.char_indices().take(3).map(|(i, c)| at + i + c.len_utf8());
            for end in ends {
                let word = self.text.slice(start, end);
                // Rare words count only when they are whole sayings.
                if lexicon().weight(word).is_some_and(|weight| weight > CROSSING || word.len() >= 9) {
                    return true;
                }
            }
        }
        false
    }

    /// True when the article names a place of this very name: 固镇 is 固镇县, not two places.
    pub(super) fn is_name(&self, run: &str) -> bool {
        let g = gazetteer();
        let mut opening = run.chars().next().into_iter().flat_map(|c| self.locals.of(c));
        opening.any(|(id, first)| first && fold(&g.get(id).short) == run)
    }

    /// True when a refused name, such as a county that nothing supports, lies in `start..end` or across its borders.
    pub(super) fn covers_refused(&self, start: usize, end: usize) -> bool {
        let slot = self.soft.partition_point(|&(_, to)| to <= start);
        self.soft.get(slot).is_some_and(|&(from, _)| from < end)
    }
}

/// The number in 三市, 两县, 四个区.
fn counted(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let count = match chars.next()? {
        '两' | '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        _ => return None,
    };
    let unit = chars.next()?;
    "市县区城州地方家个座条港院校岸站厂局馆镇乡村端头".contains(unit).then_some(count)
}
