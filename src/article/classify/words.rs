//! Which words of a byline name the source and which the writers: the same kind of model as for lines, for words.

use super::{
    Kind, Shares,
    cue::{Cue, Family},
    weights,
};
use crate::{
    article::{
        BlockKind, Derived,
        features::Feat,
        fields::{first_date, is_medium},
        names,
        shape::Shape,
        sort::Sorted,
        source::{self, Offer},
        vocab::vocab,
    },
    text::{find::FindWord, punct::is_han, span::ByteRange, units},
};

/// What a word of a byline may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Neither.
    Other,
    /// The medium that the page names as its origin.
    Source,
    /// One of the writers.
    Writer,
}

/// All roles, in the order of the columns of the weight table.
pub const ROLES: [Role; 3] = [Role::Other, Role::Source, Role::Writer];

/// A word that may be a name: a run of Han characters, or two halves of a name with a gap between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::article) struct Word {
    /// Index of the line.
    pub(in crate::article) line: usize,
    /// Bytes of the folded line.
    pub(in crate::article) start: usize,
    /// Where it ends.
    pub(in crate::article) end: usize,
    /// How likely each role is.
    pub(in crate::article) shares: Shares<3>,
}

/// Characters of a word at most.
const MOST_CHARS: usize = 20;
/// Characters of a line at most: bylines are short.
const LINE_CHARS: usize = 160;
/// Lines of the head and of the foot that are looked at.
const LINES: usize = 80;

/// What the rules take for source and writers, in the folded lines, by line.
#[derive(Clone, Debug, Default)]
pub(in crate::article) struct Offers {
    /// Line, bytes and how surely.
    sources: Vec<(Spot, i32)>,
    /// Line and bytes.
    writers: Vec<Spot>,
    /// What is taken for the source most surely, the first of equals.
    surest: Option<Spot>,
}

/// Line, first byte of the folded line, one past the last.
type Spot = (usize, usize, usize);

impl Offers {
    /// Finds the lines of the offers.
    pub(in crate::article) fn new(
        text: &str,
        feats: &[Feat<'_>],
        sources: &[Offer],
        writers: &[Derived<String>],
    ) -> Self {
        let place = |span: ByteRange| {
            let line = feats.partition_point(|f| f.inner.end < span.end);
            let (start, end) = feats.get(line)?.head.of_source(text, span)?;
            Some((line, start, end))
        };
        let surest = source::surest(sources).and_then(|offer| place(offer.span));
        let mut sources: Vec<(Spot, i32)> =
            sources.iter().filter_map(|offer| Some((place(offer.span)?, offer.score))).collect();
        // Of two offers of one word the surer one counts.
        sources.sort_unstable_by_key(|(spot, score)| (*spot, std::cmp::Reverse(*score)));
        let mut writers: Vec<Spot> = writers.iter().filter_map(|writer| place(writer.span?)).collect();
        writers.sort_unstable();
        Self { sources, writers, surest }
    }

    /// How surely rules take a word for the source: 0 not at all, else a class, odd when another is taken more surely.
    fn source(&self, word: Spot) -> u32 {
        let at = self.sources.partition_point(|(spot, _)| *spot < word);
        let Some((_, own)) = self.sources.get(at).filter(|(spot, _)| *spot == word) else { return 0 };
        let class = [15, 30, 55, 63, 68, 78, 88].iter().filter(|least| own >= least).count();
        2 * class as u32 + 2 + u32::from(self.surest != Some(word))
    }

    /// Whether rules take a word for a writer's name.
    fn is_writer(&self, word: Spot) -> bool {
        self.writers.binary_search(&word).is_ok()
    }

    /// The ends of the words that rules found in a line.
    fn in_line(&self, line: usize) -> impl Iterator<Item = (usize, usize)> {
        let first = self.sources.partition_point(|((l, ..), _)| *l < line);
        let sources = self.sources.iter().skip(first).map(|(spot, _)| *spot);
        let first = self.writers.partition_point(|(l, ..)| *l < line);
        let writers = self.writers.iter().skip(first).copied();
        let here = move |(l, ..): &Spot| *l == line;
        sources.take_while(here).chain(writers.take_while(here)).map(|(_, start, end)| (start, end))
    }

    fn has_line(&self, line: usize) -> bool {
        self.in_line(line).next().is_some()
    }
}

/// The words of all lines that may be bylines or name the site, each with the roles it may have.
pub(in crate::article) fn words(feats: &[Feat<'_>], page: &Sorted, offers: &Offers) -> Vec<Word> {
    let weights = weights::of_words();
    let mut found = Vec::new();
    visit(feats, page, offers, &mut |line, start, end, cues| {
        let mut sums = [0; 4];
        for cue in cues {
            weights.add(*cue, &mut sums);
        }
        let [other, source, writer, _] = sums;
        found.push(Word { line, start, end, shares: weights::shares_of([other, source, writer]) });
    });
    found
}

/// Hands each word and its cues to `tell`.
pub(super) fn visit(
    feats: &[Feat<'_>],
    page: &Sorted,
    offers: &Offers,
    tell: &mut impl FnMut(usize, usize, usize, &[Cue]),
) {
    let lines: Vec<(usize, Region)> =
        (0..feats.len()).filter_map(|line| Some((line, region(feats, page, offers, line)?))).collect();
    if lines.is_empty() {
        return;
    }
    // The page's words, in order, so that those alike stand together: how often it says a word as a whole one.
    let mut said: Vec<&str> = Vec::with_capacity(64);
    let short = |feat: &&Feat<'_>| feat.chars <= LINE_CHARS && !feat.is_prose();
    let mut all: Vec<(usize, usize)> = Vec::new();
    for feat in feats.iter().filter(short).take(LINES * 2) {
        runs(feat.fold(), &mut all);
        said.extend(all.iter().map(|&(start, end)| feat.fold().get(start..end).unwrap_or_default()));
    }
    said.sort_unstable();
    let times = |word: &str| {
        let first = said.partition_point(|known| *known < word);
        said.iter().skip(first).take(3).take_while(|known| **known == word).count() as u32
    };
    let imprint: Vec<&str> = lines
        .iter()
        .filter(|(_, r)| *r == Region::Imprint)
        .filter_map(|(l, _)| feats.get(*l))
        .map(Feat::fold)
        .collect();
    let mut cues = Vec::new();
    let mut looks: Vec<Option<Look>> = Vec::new();
    let mut own: Vec<u16> = Vec::new();
    let mut told: Vec<(usize, usize)> = Vec::new();
    for (line, region) in lines {
        let Some(feat) = feats.get(line) else { continue };
        let fold = feat.fold();
        runs(fold, &mut all);
        looks.clear();
        looks.resize(all.len(), None);
        let dated = feat.digits > 0 && first_date(fold).is_some();
        let place = if region == Region::Byline { place(page, line) } else { region as u32 + line.min(3) as u32 };
        let mut emit = |at: usize, start: usize, end: usize, halves: bool| {
            let word = fold.get(start..end).unwrap_or_default();
            cues.clear();
            let mut add = |family, value| cues.push(Cue::new(family, value));
            add(Family::Always, 1);
            add(Family::WordPlace, place);
            let shares = page.shares.get(line).copied().unwrap_or_default();
            let step = |share: f32| u32::from(share >= 0.05) + u32::from(share >= 0.5);
            add(Family::WordLine, step(shares.of(Kind::Byline)) * 3 + step(shares.of(Kind::Credit)));
            add(Family::WordDated, u32::from(dated));
            add(Family::WordCount, (all.len().min(6) * 8 + at.min(6)) as u32);
            let chars = word.chars().filter(|c| *c != ' ').count();
            add(Family::WordLength, chars.min(12) as u32);
            let first = names::is_surname_start(word) && chars <= 4;
            // What the words of the line look like is asked again and again.
            let mut look_at = |at: usize| match (looks.get_mut(at), all.get(at)) {
                (Some(look), Some(&(start, end))) => {
                    *look.get_or_insert_with(|| Look::of(fold.get(start..end).unwrap_or_default()))
                }
                _ => Look::default(),
            };
            let look = if all.get(at) == Some(&(start, end)) { look_at(at) } else { Look::of(word) };
            let kind = u32::from(first) + 2 * u32::from(look.medium) + 4 * u32::from(halves);
            add(Family::WordKind, kind);
            add(Family::WordKindPlace, kind * 64 + place);
            let nav = vocab().channel.has(word) || vocab().nav.has(word) || vocab().not_source.has(word);
            add(Family::WordListed, u32::from(nav));
            add(Family::WordSaid, times(word));
            let source = offers.source((line, start, end));
            add(Family::WordSource, source);
            add(Family::WordSourcePlace, source * 64 + place);
            let writer = offers.is_writer((line, start, end));
            add(Family::WordWriter, if writer { 1 + place } else { 0 });
            // 责编 before a name says more than all else.
            let field = feat.fields().iter().rev().find(|f| f.start <= start);
            let at_field = field.map_or(0, |f| all.iter().filter(|(s, _)| (f.start..start).contains(s)).count());
            let label = field.map_or(0, |f| 1 + f.label as u32) * 8 + at_field.min(3) as u32;
            add(Family::WordField, label);
            add(Family::WordIsLabel, u32::from(look.label));
            let mut beside = |at: Option<usize>| at.map_or(0, |at| look_at(at).class);
            let behind = all.iter().position(|(s, _)| *s >= end);
            add(Family::WordBeside, beside(at.checked_sub(1)) * 64 + beside(behind) * 8 + look.class);
            let named = chars >= 3 && imprint.iter().any(|line| line.contains(word));
            add(Family::WordImprint, u32::from(named) * 8 + kind);
            own.clear();
            own.extend(word.chars().filter(|c| *c != ' ').map(units::of_char));
            for len in 1..=2 {
                if own.len() > len {
                    cues.push(Cue::of_units(Family::WordEnd, own.get(own.len() - len..).unwrap_or_default()));
                }
            }
            cues.push(Cue::of_units(Family::WordStart, own.get(..2).unwrap_or(&own)));
            if own.len() <= 3 {
                cues.push(Cue::of_units(Family::WordOwn, &own));
            }
            around(fold, start, end, &mut cues);
            tell(line, start, end, &cues);
        };
        told.clear();
        for (at, &(start, end)) in all.iter().enumerate() {
            let word = fold.get(start..end).unwrap_or_default();
            let chars = word.chars().count();
            if (2..=MOST_CHARS).contains(&chars) {
                emit(at, start, end, false);
                told.push((start, end));
                // 某某网首席记者, 某某报数字报: the name within.
                let inner = without_tails(word);
                if inner.len() < word.len() && inner.chars().count() >= 3 {
                    emit(at, start, start + inner.len(), false);
                    told.push((start, start + inner.len()));
                }
            } else if chars == 1
                && let Some(over) = spread(fold, all.get(at..).unwrap_or_default())
            {
                emit(at, start, over, true);
                told.push((start, over));
            }
        }
        let mut offered: Vec<(usize, usize)> = offers.in_line(line).filter(|word| !told.contains(word)).collect();
        offered.sort_unstable();
        offered.dedup();
        for (start, end) in offered {
            let at = all.iter().filter(|(_, to)| *to <= start).count();
            emit(at, start, end, fold.get(start..end).is_some_and(|w| w.contains(' ')));
        }
    }
}

/// Where a name ends whose characters have gaps between them: 黎 云 开. The words begin with its first character.
fn spread(fold: &str, words: &[(usize, usize)]) -> Option<usize> {
    let mut end: Option<usize> = None;
    for (i, pair) in words.windows(2).enumerate().take(3) {
        let [(_, from), (start, to)] = *pair else { break };
        let gap = fold.get(from..start).unwrap_or_default();
        // Between two names the gap is wider.
        let wide = gap.len() > 2 && i >= 1;
        let one = fold.get(start..to).is_some_and(|c| c.chars().count() == 1);
        if gap.is_empty() || !gap.bytes().all(|b| b == b' ') || wide || !one {
            break;
        }
        end = Some(to);
    }
    end
}

/// True for a word that announces something: 编辑, 文字统筹.
fn is_label(word: &str) -> bool {
    vocab().labels.end_of(word).is_some_and(|label| label.chars().count() >= 2)
}

/// What a word looks like.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    label: bool,
    medium: bool,
    /// A label, a medium, a name, one character, others; 0 where there is no word.
    class: u32,
}

impl Look {
    fn of(word: &str) -> Self {
        let (label, medium) = (is_label(word), is_medium(word));
        let class = match word.chars().count() {
            _ if label => 1,
            _ if medium => 2,
            1 => 3,
            2..=4 if names::is_surname_start(word) && names::may_name(word) => 4,
            2..=4 => 5,
            5..=8 => 6,
            _ => 7,
        };
        Self { label, medium, class }
    }
}

/// A word without what follows a medium's name in one with it.
fn without_tails(mut word: &str) -> &str {
    const TAILS: [&str; 27] = [
        "记者",
        "通讯员",
        "首席",
        "特约",
        "特派",
        "见习",
        "实习",
        "全媒体",
        "融媒体",
        "数字报刊平台",
        "数字报刊",
        "数字报",
        "数字版",
        "电子报",
        "电子版",
        "手机报",
        "手机版",
        "网络版",
        "客户端",
        "公众号",
        "app",
        "官网",
        "版权所有",
        "有限公司",
        "编辑部",
        "讯",
        "消息",
    ];
    while let Some(shorter) = TAILS.iter().find_map(|tail| word.strip_suffix(tail)) {
        word = shorter;
    }
    word
}

/// What part of the page a line is that may name source or writers. The numbers are where each begins among the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    /// Date, source and writers.
    Byline = 0,
    /// Names a rule found elsewhere.
    Elsewhere = 16,
    /// The first lines of the page.
    Masthead = 24,
    /// A path through the site.
    Crumb = 32,
    /// Whose site it is, behind the article.
    Imprint = 40,
}

/// Lines of the head that may be a masthead, and their characters at most.
const MASTHEAD: (usize, usize) = (8, 60);

/// The part of the page a line belongs to; `None` for lines that name nobody.
fn region(feats: &[Feat<'_>], page: &Sorted, offers: &Offers, line: usize) -> Option<Region> {
    if is_likely(feats, page, line) {
        return Some(Region::Byline);
    }
    // Within a long page what rules found stands.
    if (line < LINES || line + LINES > feats.len()) && offers.has_line(line) {
        return Some(Region::Elsewhere);
    }
    let feat = feats.get(line).filter(|f| f.han >= 2)?;
    if page.kinds.get(line).is_none_or(|(kind, _)| *kind != BlockKind::Furniture) {
        return None;
    }
    if line < page.first && page.shapes.get(line) == Some(&Shape::Crumb) && feat.chars <= LINE_CHARS {
        return Some(Region::Crumb);
    }
    if line < page.first && line < MASTHEAD.0 && feat.chars <= MASTHEAD.1 {
        return Some(Region::Masthead);
    }
    let owns =
        |fold: &str| ["版权", "©", "copyright", "主办", "承办", "主管", "备案", "icp"].iter().any(|w| fold.has_word(w));
    (line >= page.tail && line + LINES > feats.len() && feat.chars <= LINE_CHARS && owns(feat.fold()))
        .then_some(Region::Imprint)
}

/// True for a line that may say who wrote or where it stood.
fn is_likely(feats: &[Feat<'_>], page: &Sorted, line: usize) -> bool {
    let Some(feat) = feats.get(line).filter(|f| f.chars <= LINE_CHARS && f.han >= 2) else { return false };
    let near = line < LINES || line + LINES > feats.len();
    let byline = page.shares.get(line).is_some_and(|s| s.of(Kind::Byline) + s.of(Kind::Credit) >= 0.05);
    let kind = page.kinds.get(line).map(|(kind, _)| *kind);
    let text = kind.is_some_and(BlockKind::is_content);
    near && !text && (byline || matches!(kind, Some(BlockKind::Byline)) || feat.digits >= 4 && line < page.first)
}

/// Where a line stands by the title and the text.
fn place(page: &Sorted, line: usize) -> u32 {
    let title = if page.title.span.is_some() { page.title.line } else { 0 };
    if line >= page.tail {
        6 + u32::from(line > page.tail + 1)
    } else if line >= page.first {
        5
    } else if line < title {
        (title - line).min(3) as u32 + 8
    } else {
        (line - title).min(4) as u32
    }
}

/// Puts runs of Han characters and what is written in one with them into `found`.
fn runs(fold: &str, found: &mut Vec<(usize, usize)>) {
    found.clear();
    let mut open: Option<(usize, bool)> = None;
    for (at, c) in fold.char_indices() {
        let han = is_han(c);
        let inside = han || c.is_ascii_alphanumeric() || c == '·' && open.is_some();
        match (&mut open, inside) {
            (None, true) => open = Some((at, han)),
            (Some((_, any)), true) => *any |= han,
            (Some((from, any)), false) => {
                if *any {
                    found.push((*from, at));
                }
                open = None;
            }
            (None, false) => {}
        }
    }
    if let Some((from, true)) = open {
        found.push((from, fold.len()));
    }
}

/// The characters before and behind a word.
fn around(fold: &str, start: usize, end: usize, cues: &mut Vec<Cue>) {
    let (lead, trail) = (fold.get(..start).unwrap_or_default(), fold.get(end..).unwrap_or_default());
    // The line's edges stand for the characters beyond them.
    let (mut before, mut behind) = ([super::cue::EDGE_START; 3], [super::cue::EDGE_END; 3]);
    let (mut leads, mut trails) = (0, 0);
    for (slot, c) in before.iter_mut().rev().zip(lead.chars().rev()) {
        *slot = sign(c);
        leads += 1;
    }
    for (slot, c) in behind.iter_mut().zip(trail.chars()) {
        *slot = sign(c);
        trails += 1;
    }
    // One edge at most.
    let (most_before, most_behind) = ((leads + 1).min(3), (trails + 1).min(3));
    for len in 1..=3 {
        if let Some(gram) = before.get(3 - len..).filter(|_| len <= most_before) {
            cues.push(Cue::of_units(Family::WordBefore, gram));
        }
        if let Some(gram) = behind.get(..len).filter(|_| len <= most_behind) {
            cues.push(Cue::of_units(Family::WordBehind, gram));
        }
    }
    // The word before, wherever it ends.
    let rest = lead.trim_end_matches(|c: char| !is_han(c));
    let mut last = rest.chars().rev().map(units::of_char);
    if let (Some(second), Some(first)) = (last.next(), last.next()) {
        cues.push(Cue::of_units(Family::WordLabel, &[first, second]));
    }
}

/// A character's unit; digits and letters are one each.
fn sign(c: char) -> u16 {
    match c {
        '0'..='9' => u16::from(b'0'),
        'a'..='z' | 'A'..='Z' => u16::from(b'a'),
        _ => units::of_char(c),
    }
}
