//! One line of an article, ready for the rules: its characters, what stands in brackets, its words, places, dates and numbers.

use std::borrow::Cow;

use super::{
    Status,
    composed::composed,
    guests,
    lexicon::{Entry, Head, LEXICON, List, Verb},
    wordlist::{Among, Seen},
};
use crate::{
    place::Mention,
    text::{
        dates::Phrase,
        punct::is_han,
        quantity::{self, Quantity},
        reader::Lead,
        span::ByteRange,
        units,
    },
};

/// A place mention in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) mention: &'a Mention,
    /// It is only named beside what is done (see [`super::guests`]).
    pub(super) guest: bool,
}

/// A word of the lexicon in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<T> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: T,
}

/// A line; all positions are characters of the article.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Its folded units.
    units: &'a [u16],
    pub(super) from: usize,
    pub(super) to: usize,
    /// Byte of every character of the line, and of its end.
    bytes: Cow<'a, [usize]>,
    /// For each character: position behind the short quote or bracket that it stands in; 0 outside.
    groups: Cow<'a, [usize]>,
    pub(super) verbs: Cow<'a, [Token<Verb>]>,
    pub(super) heads: Cow<'a, [Token<Head>]>,
    pub(super) spots: Cow<'a, [Spot<'a>]>,
    pub(super) dates: &'a [Phrase],
    pub(super) quantities: Cow<'a, [Quantity]>,
    /// Words of lists, in the order of their places.
    listed: Cow<'a, [Listed]>,
    /// Which characters stand in it, so that words that do not are known at a glance.
    seen: Seen,
}

/// A word of a list: where it begins and how long it is.
#[derive(Clone, Copy, Debug)]
struct Listed {
    start: usize,
    length: usize,
    list: List,
}

/// Quotes and brackets up to this many characters are one thing: a title, a name, a slogan.
const GROUP_CHARS: usize = 64;

impl<'a> Line<'a> {
    /// The line `from..to`, or nothing when no word of the lexicon and no figure stands in it. `units` are those of the article, `own` those
    /// of the line (see [`paired`]).
    pub(super) fn new(
        text: &'a str,
        (units, own): (&[u16], &'a [u16]),
        (from, to): (usize, usize),
        span: ByteRange,
        mentions: &'a [Mention],
        dates: &'a [Phrase],
    ) -> Option<Self> {
        let (mut verbs, mut heads, mut others, mut listed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        LEXICON.words.each(own, |at, bytes, entry| {
            // Words of the lexicon are Han: three bytes a character.
            let length = bytes / 3;
            let (start, end) = (from + at, from + at + length);
            match entry {
                Entry::Verb(value) => verbs.push(Token { start, end, value }),
                Entry::Head(value) => heads.push(Token { start, end, value }),
                Entry::Other => others.push((start, end)),
                Entry::Listed(list) => listed.push(Listed { start, length, list }),
            }
        });
        // 课题组建议: the end of one word and the beginning of the next.
        let next = |end: usize| units.get(end).copied().and_then(|unit| char::from_u32(unit.into())).unwrap_or(' ');
        verbs.retain(|verb: &Token<Verb>| {
            let last = verb.value.word.chars().last();
            let before = verb.start.checked_sub(1).filter(|&at| at >= from).map_or(' ', &next);
            // 联合创新, 结合建设: the end of one word and the beginning of the next.
            let split = verb.value.word.starts_with('合') && "联结混综融整配符组聚集汇化".contains(before)
                || verb.value.word.starts_with("联创") && next(verb.end) == '新'
                || last == Some('创') && "新业造意投".contains(next(verb.end));
            // 由48家景区组成 says of what it is made.
            let split = split
                || verb.value.word.ends_with("组成") && !matches!(next(verb.end), '\u{201c}' | '「' | '了' | '一');
            // 展开了讨论 opens nothing; 放行番茄酱45车 tells of the goods.
            let split = split
                || verb.value.word == "接通" && (before == '直' || next(verb.end) == '到')
                || verb.value.word == "开了" && "展召打离拉掀推张敞放睁切绽公分".contains(before)
                || verb.value.word == "放行" && is_han(next(verb.end)) && !"小大车".contains(next(verb.end));
            // 夜里统一停在操场: how something else is done.
            if split || verb.value.word == "统一" && "的停交由在按着从放存摆穿送派往到".contains(next(verb.end))
            {
                return false;
            }
            // 沿线设检查站, not 设施 and 建设.
            let lone = verb.value.word == "设";
            let sets_up = !lone
                || !"建开创常增新分附内下另架铺陈摆预假公私特加敷埋装虚互合同联共并".contains(before)
                    && !"施备计想置立有在于法定点防限卡宴伏站床".contains(next(verb.end));
            sets_up && !(last == Some('建') && matches!(next(verb.end), '议' | '筑' | '材' | '言' | '制'))
        });
        // 甲办法正在起草,: what somebody does for it is all that is said of it.
        for verb in &mut verbs {
            let ends = matches!(next(verb.end), ',' | ';' | '。' | '!' | ')');
            // 协议去年就签了,: what was done to it stands before.
            verb.value.subject |= ends && (verb.value.status == Status::Preliminary || verb.value.word.ends_with('了'));
        }
        // 法院 is no 院.
        heads.retain(|head| {
            let slot = others.partition_point(|&(start, _)| start + 6 < head.start);
            let near = others.get(slot..).unwrap_or_default().iter().take_while(|other| other.0 <= head.start);
            !near
                .into_iter()
                .any(|&(start, end)| start <= head.start && head.end <= end && end - start > head.end - head.start)
        });
        let counts = || own.iter().any(|unit| (48..58).contains(unit));
        if verbs.is_empty() && heads.is_empty() && !counts() {
            return None;
        }
        let mut bytes: Vec<usize> = Vec::with_capacity(to - from + 1);
        bytes.extend(span.of(text).char_indices().map(|(byte, _)| span.start + byte));
        bytes.push(span.end);
        let char_at = |byte: usize| from + bytes.partition_point(|&b| b < byte);
        let spots = mentions
            .iter()
            .map(|mention| {
                let (start, end) = (char_at(mention.span.start), char_at(mention.span.end));
                Spot { start, end, mention, guest: false }
            })
            .collect();
        let mut spots: Vec<Spot<'_>> = spots;
        // 共建成宜产业园: the place is 成宜, so that 建成 is no word.
        verbs.retain(|verb| {
            let behind = spots.partition_point(|spot| spot.start <= verb.start);
            spots.get(behind).is_none_or(|spot| spot.start >= verb.end)
        });
        let mut quantities = Vec::new();
        quantity::read(units, from..to, &mut quantities);
        // 绵阳三台: the name of a county is no number of machines.
        quantities.retain(|quantity| {
            let next = spots.partition_point(|spot| spot.end <= quantity.chars.start);
            spots
                .get(next)
                .is_none_or(|spot| spot.start >= quantity.chars.end || spot.mention.form != crate::place::Form::Named)
        });
        let mut line = Self {
            listed: listed.into(),
            text,
            units: own,
            from,
            to,
            groups: Cow::default(),
            bytes: bytes.into(),
            verbs: Cow::default(),
            heads: Cow::default(),
            spots: Cow::default(),
            dates,
            quantities: quantities.into(),
            seen: Seen::of(own),
        };
        line.groups = line.find_groups().into();
        guests::mark(&line, &mut spots);
        line.spots = spots.into();
        composed(&line, &heads, &mut verbs);
        keep_longest(&mut verbs, &mut heads);
        (line.verbs, line.heads) = (verbs.into(), heads.into());
        Some(line)
    }

    /// The part `from..to` of the line as a line of its own, so that rules look no further than their sentence.
    pub(super) fn part(&self, from: usize, to: usize) -> Line<'_> {
        fn inside<T: Clone>(list: &[T], from: usize, to: usize, place: impl Fn(&T) -> (usize, usize)) -> Cow<'_, [T]> {
            let start = list.partition_point(|one| place(one).1 <= from);
            let rest = list.get(start..).unwrap_or_default();
            let count = rest.iter().take_while(|one| place(one).1 <= to).count();
            let near = rest.get(..count).unwrap_or_default();
            if near.iter().all(|one| place(one).0 >= from) {
                return Cow::Borrowed(near);
            }
            near.iter().filter(|one| place(one).0 >= from).cloned().collect()
        }
        let slice = |end: usize| from - self.from..end - self.from;
        let start = self.dates.partition_point(|date| date.chars.start < from);
        let end = self.dates.partition_point(|date| date.chars.end <= to).max(start);
        let units = self.units.get(from - self.from..to - self.from).unwrap_or_default();
        Line {
            text: self.text,
            units,
            seen: Seen::of(units),
            from,
            to,
            bytes: Cow::Borrowed(self.bytes.get(slice(to + 1)).unwrap_or_default()),
            groups: Cow::Borrowed(self.groups.get(slice(to)).unwrap_or_default()),
            verbs: inside(&self.verbs, from, to, |verb| (verb.start, verb.end)),
            heads: inside(&self.heads, from, to, |head| (head.start, head.end)),
            spots: inside(&self.spots, from, to, |spot| (spot.start, spot.end)),
            dates: self.dates.get(start..end).unwrap_or_default(),
            listed: inside(&self.listed, from, to, |word| (word.start, word.start + 1)),
            quantities: inside(&self.quantities, from, to, |quantity| (quantity.chars.start, quantity.chars.end)),
        }
    }

    /// The folded character at `at`; `\0` outside the line.
    pub(super) fn at(&self, at: usize) -> char {
        let unit = self.units.get(at.wrapping_sub(self.from));
        unit.and_then(|&unit| char::from_u32(unit.into())).unwrap_or('\0')
    }

    pub(super) fn starts(&self, at: usize, word: &str) -> bool {
        let rest = self.units.get(at.wrapping_sub(self.from)..).unwrap_or_default();
        let mut rest = rest.iter();
        let mut bytes = word.as_bytes();
        // Nearly all words are Han, three bytes a character.
        while let [a @ 0xE0..=0xEF, b, c, behind @ ..] = bytes {
            let unit = (u16::from(*a) & 15) << 12 | (u16::from(*b) & 63) << 6 | u16::from(*c) & 63;
            if rest.next() != Some(&unit) {
                return false;
            }
            bytes = behind;
        }
        let done = word.len() - bytes.len();
        bytes.is_empty()
            || word.get(done..).is_some_and(|word| word.chars().all(|c| rest.next() == Some(&units::of_char(c))))
    }

    pub(super) fn ends(&self, at: usize, word: &str) -> bool {
        // The last character says nearly always that it is another word.
        let last = Lead::of(at.checked_sub(1).map_or('\0', |last| self.at(last)));
        last.ends(word)
            && at.checked_sub(word.chars().count()).is_some_and(|from| from >= self.from && self.starts(from, word))
    }

    /// The first of `words` that ends at `at`.
    pub(super) fn ends_with<'w>(&self, at: usize, words: &'w impl Among) -> Option<&'w str> {
        let last = at.checked_sub(1).map_or('\0', |last| self.at(last));
        if words.ends().is_some_and(|(_, lasts)| !lasts.holds(units::of_char(last))) {
            return None;
        }
        let lead = Lead::of(last);
        let here = |word: &&&str| lead.ends(word) && self.ends(at, word);
        words.words().iter().find(here).copied()
    }

    /// True when one of `words` ends at `at`.
    pub(super) fn ends_in(&self, at: usize, words: &impl Among) -> bool {
        self.ends_with(at, words).is_some()
    }

    /// Where the first of `words` in `from..to` begins.
    pub(super) fn find(&self, from: usize, to: usize, words: &impl Among) -> Option<usize> {
        self.each_of(from, to, words).next().map(|(at, _)| at)
    }

    /// False when `word` is surely nowhere in it.
    pub(super) fn may_have(&self, word: &str) -> bool {
        self.seen.may_hold(word)
    }

    /// The first of `words` at `at`; how long it is.
    pub(super) fn one_of(&self, at: usize, words: &impl Among) -> Option<usize> {
        let first = self.at(at);
        if words.ends().is_some_and(|(firsts, _)| !firsts.holds(units::of_char(first))) {
            return None;
        }
        let lead = Lead::of(first);
        let word = words.words().iter().find(|word| lead.opens(word) && self.starts(at, word));
        word.map(|word| word.chars().count())
    }

    /// Where one of `words` begins in `from..to`, and how long it is, from the left. What stands there is looked at once, not once for
    /// each word.
    pub(super) fn each_of<'w, W: Among>(
        &'w self,
        from: usize,
        to: usize,
        words: &'w W,
    ) -> impl DoubleEndedIterator<Item = (usize, usize)> + use<'w, 'a, W> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        let there = match words.ends() {
            Some((firsts, _)) => self.seen.meets(firsts),
            None => words.words().iter().any(|word| self.seen.may_hold(word)),
        };
        let part = if there { self.units(from, to) } else { &[] };
        let opens = move |(at, unit): (usize, &u16)| {
            words.ends().is_none_or(|(firsts, _)| firsts.holds(*unit)).then_some(from + at)
        };
        part.iter().enumerate().filter_map(opens).filter_map(move |at| Some((at, self.one_of(at, words)?)))
    }

    /// Words of the data files that begin in `from..to`, in the order of their places: where they begin and how long they are.
    pub(super) fn listed(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, usize, List)> {
        let first = self.listed.partition_point(|word| word.start < from);
        let inside = self.listed.get(first..).unwrap_or_default().iter().take_while(move |word| word.start < to);
        inside.map(|word| (word.start, word.length, word.list))
    }

    /// The longest word of a list of the data files at `at`; how long it is.
    pub(super) fn lists(&self, list: List, at: usize) -> Option<usize> {
        let first = self.listed.partition_point(|word| word.start < at);
        let here = self.listed.get(first..).unwrap_or_default().iter().take_while(|word| word.start == at);
        here.filter(|word| word.list == list && at + word.length <= self.to).map(|word| word.length).max()
    }

    /// True when a word of a list begins in `from..to`, outside quotes and brackets.
    pub(super) fn holds(&self, list: List, from: usize, to: usize) -> bool {
        let first = self.listed.partition_point(|word| word.start < from);
        let inside = self.listed.get(first..).unwrap_or_default().iter().take_while(|word| word.start < to);
        inside.into_iter().any(|word| word.list == list && self.group(word.start).is_none())
    }

    /// True when a sign of a list stands in `from..to`, outside quotes and not inside a word that only holds its characters.
    pub(super) fn says(&self, list: List, from: usize, to: usize) -> bool {
        let first = self.listed.partition_point(|word| word.start < from);
        let near = self.listed.partition_point(|word| word.start + 4 < from);
        let inside = self.listed.get(first..).unwrap_or_default().iter().take_while(|word| word.start < to);
        inside.into_iter().any(|word| {
            let end = word.start + word.length;
            word.list == list
                && end <= to
                && self.group(word.start).is_none()
                && !self.listed.get(near..).unwrap_or_default().iter().take_while(|other| other.start < end).any(
                    |other| {
                        other.list == List::NoSign && other.start <= word.start && end <= other.start + other.length
                    },
                )
        })
    }

    /// True when one of `words` stands in `from..to`.
    pub(super) fn has(&self, from: usize, to: usize, words: &impl Among) -> bool {
        let (from, to) = (from.max(self.from), to.min(self.to));
        let part = self.units(from, to);
        if let Some((firsts, _)) = words.ends() {
            let here = |at: usize| {
                let lead = Lead::of(self.at(at));
                let fits = |word: &&str| lead.opens(word) && self.starts(at, word) && at + word.chars().count() <= to;
                words.words().iter().any(fits)
            };
            return self.seen.meets(firsts)
                && part.iter().enumerate().any(|(at, &unit)| firsts.holds(unit) && here(from + at));
        }
        // Most words have a character that the sentence has not; then one quick look for the first of each.
        words.words().iter().filter(|word| self.seen.may_hold(word)).any(|word| {
            let first = word.chars().next().map_or(0, units::of_char);
            let begins = |(at, &unit): (usize, &u16)| {
                unit == first && self.starts(from + at, word) && from + at + word.chars().count() <= to
            };
            part.iter().enumerate().any(begins)
        })
    }

    /// The folded units of a stretch.
    pub(super) fn units(&self, from: usize, to: usize) -> &'a [u16] {
        let (from, to) = (from.max(self.from) - self.from, to.min(self.to).saturating_sub(self.from));
        self.units.get(from..to).unwrap_or_default()
    }

    pub(super) fn byte(&self, at: usize) -> usize {
        let last = self.bytes.last().copied().unwrap_or(0);
        self.bytes.get(at.saturating_sub(self.from)).copied().unwrap_or(last)
    }

    pub(super) fn range(&self, from: usize, to: usize) -> ByteRange {
        ByteRange::new(self.byte(from), self.byte(to))
    }

    /// The source characters of a stretch.
    pub(super) fn source(&self, from: usize, to: usize) -> &'a str {
        self.range(from, to).of(self.text)
    }

    /// The position behind the group that covers `at`, if one does.
    pub(super) fn group(&self, at: usize) -> Option<usize> {
        self.groups.get(at.checked_sub(self.from)?).copied().filter(|&end| end > 0)
    }

    /// The character of a byte offset.
    pub(super) fn char_at(&self, byte: usize) -> usize {
        self.from + self.bytes.partition_point(|&b| b < byte)
    }

    fn find_groups(&self) -> Vec<usize> {
        let mut groups = vec![0; self.to - self.from];
        let mut at = self.from;
        while at < self.to {
            let closer = match self.at(at) {
                '《' => '》',
                '〈' => '〉',
                '\u{201c}' => '\u{201d}',
                '\u{2018}' => '\u{2019}',
                '「' => '」',
                '『' => '』',
                '(' => ')',
                '【' => '】',
                // Quotes that were put the wrong way round.
                '\u{201d}' => '\u{201c}',
                _ => {
                    at += 1;
                    continue;
                }
            };
            let most = if self.at(at) == '\u{201d}' { 14 } else { GROUP_CHARS };
            let inside = at + 1..(at + most).min(self.to);
            let end = inside.clone().find(|&i| self.at(i) == closer);
            let stop = inside.clone().find(|&i| matches!(self.at(i), '。' | '!' | '?'));
            let title = self.at(at) == '《';
            let Some(end) = end.filter(|&end| title || stop.is_none_or(|stop| end < stop)) else {
                at += 1;
                continue;
            };
            if self.at(at) == '\u{201d}' && ((at + 1..end).any(|i| self.at(i) == ',') || at == self.from) {
                at += 1;
                continue;
            }
            for slot in groups.iter_mut().take(end + 1 - self.from).skip(at - self.from) {
                *slot = end + 1;
            }
            at = end + 1;
        }
        groups
    }
}

/// Of words that overlap, verbs keep the longest from the left; heads the longest of those that end alike.
fn keep_longest(verbs: &mut Vec<Token<Verb>>, heads: &mut Vec<Token<Head>>) {
    // 启动会 is no 启动, and the 合作 of 合作共建 no 合作.
    let longer = |(start, end): (usize, usize), (from, to): (usize, usize)| {
        from <= start && end <= to && to - from > end - start
    };
    let mut sorted_heads: Vec<(usize, usize)> = heads.iter().map(|h| (h.start, h.end)).collect();
    let near = |list: &[(usize, usize)], word: (usize, usize)| {
        let slot = list.partition_point(|one| one.0 + 8 < word.0);
        list.get(slot..).unwrap_or_default().iter().take_while(|one| one.0 <= word.0).any(|&one| longer(word, one))
    };
    sorted_heads.sort_unstable();
    let mut sorted_verbs: Vec<(usize, usize)> = verbs.iter().map(|v| (v.start, v.end)).collect();
    sorted_verbs.sort_unstable();
    verbs.retain(|verb| !near(&sorted_heads, (verb.start, verb.end)));
    heads.retain(|head| !near(&sorted_verbs, (head.start, head.end)));
    verbs.sort_by_key(|verb| (verb.start, std::cmp::Reverse(verb.end)));
    let mut end = 0;
    verbs.retain(|verb| {
        let keep = verb.start >= end;
        end = if keep { verb.end } else { end };
        keep
    });
    heads.sort_by_key(|head| (head.end, head.start));
    heads.dedup_by(|later, first| later.end == first.end);
}

/// The units of a line, with straight quotes that make a short pair as curly ones; they open and close by turns, and long ones are speech.
pub(super) fn paired(units: &[u16]) -> Cow<'_, [u16]> {
    let straight: Vec<usize> = units.iter().enumerate().filter(|(_, unit)| **unit == 0x22).map(|(at, _)| at).collect();
    if straight.len() < 2 {
        return Cow::Borrowed(units);
    }
    let mut paired = units.to_vec();
    const STOPS: [u16; 6] = [0x2C, 0x3002, 0x2E, 0x21, 0x3F, 0x3B];
    for pair in straight.chunks_exact(2) {
        let (open, close) = (pair[0], pair[1]);
        let inside = units.get(open..close).unwrap_or_default();
        if close > open + 1 && close - open <= 24 && !inside.iter().any(|unit| STOPS.contains(unit)) {
            (paired[open], paired[close]) = (0x201C, 0x201D);
        }
    }
    Cow::Owned(paired)
}
