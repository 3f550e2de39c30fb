//! Sorts the lines of a page into kinds: where the text begins and ends, and what a line is among its neighbours.

use std::collections::BTreeMap;

use super::{
    BlockKind,
    features::{End, Feat},
    shape::{self, Shape},
    title::{self, Title},
};

/// A page whose lines have their kinds.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted {
    /// Kind and rule of each line that is not blank.
    pub(super) kinds: Vec<(BlockKind, &'static str)>,
    /// Looks of the lines.
    pub(super) shapes: Vec<Shape>,
    /// The title.
    pub(super) title: Title,
    /// First line of running text; the number of lines when there is none.
    pub(super) first: usize,
    /// First line behind the article.
    pub(super) tail: usize,
    /// Lines are broken at a fixed width, so that a paragraph covers several.
    pub(super) wrapped: bool,
}

/// Sorts all lines.
pub(super) fn sort(text: &str, feats: &[Feat<'_>]) -> Sorted {
    let mut shapes: Vec<Shape> = feats.iter().map(shape::shape).collect();
    let wrapped = join_fragments(feats, &mut shapes);
    let speakers = speakers(feats);
    for ((feat, shape), speaker) in feats.iter().zip(&mut shapes).zip(&speakers) {
        if speaker.is_some() && !shape.is_furniture() && feat.han >= 8 {
            *shape = Shape::Prose;
        }
    }
    let first = first_prose(feats, &shapes);
    let tail = tail_start(feats, &shapes, first);
    let body =
        title::pairs(feats.iter().zip(&shapes).skip(first).filter(|(_, s)| **s == Shape::Prose).map(|(f, _)| f.fold()));
    let title = title::find(text, feats, &shapes, first, &body);
    let mut sorter = Sorter { feats, shapes: &shapes, title: &title, speakers: &speakers, first, tail, wrapped, body };
    let kinds = sorter.run();
    Sorted { kinds, shapes, title, first, tail, wrapped }
}

/// Runs of short lines that are pieces of running text (one clause a line, or lines broken at a fixed width) become prose.
/// True when lines are broken at a fixed width.
fn join_fragments(feats: &[Feat<'_>], shapes: &mut [Shape]) -> bool {
    let mut wrapped_lines = 0;
    let mut at = 0;
    while at < feats.len() {
        let run = shapes
            .iter()
            .skip(at)
            .take_while(|s| matches!(s, Shape::Open | Shape::Prose | Shape::Doubtful | Shape::Nav))
            .count();
        if run < 4 {
            at += run.max(1);
            continue;
        }
        let lines = feats.get(at..at + run).unwrap_or_default();
        if let Some((from, to, wrapped)) = fragment_run(lines) {
            for shape in shapes.iter_mut().take(at + to).skip(at + from) {
                *shape = Shape::Prose;
            }
            if wrapped {
                wrapped_lines += to - from;
            }
        }
        at += run;
    }
    wrapped_lines * 2 > feats.len() && wrapped_lines >= 4
}

/// The part of a run that is broken running text, and whether it is broken at a fixed width.
fn fragment_run(lines: &[Feat<'_>]) -> Option<(usize, usize, bool)> {
    let marked = |f: &Feat<'_>| f.end != End::Open;
    let count = lines.len();
    let prose = lines.iter().filter(|f| f.is_prose()).count();
    if prose * 2 > count {
        return None;
    }
    // Fixed width: most lines are about as long as the longest common length.
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for f in lines {
        *widths.entry(f.src.chars().count() / 2).or_default() += 1;
    }
    let common = widths.iter().max_by_key(|(w, n)| (**n, **w)).map(|(w, _)| *w)?;
    let near = |f: &Feat<'_>| (f.src.chars().count() / 2).abs_diff(common) <= 1;
    let wrapped = common >= 7
        && lines.iter().filter(|f| near(f)).count() * 10 >= count * 6
        && lines.iter().filter(|f| near(f) && f.end == End::Open).count() * 10 >= count * 3
        && lines.iter().map(|f| f.stops + f.commas).sum::<usize>() * 2 >= count;
    let with_end = lines.iter().filter(|f| marked(f)).count();
    if !wrapped && with_end * 10 < count * 6 {
        return None;
    }
    // Trim what stands before the first and behind the last sign of running text.
    let belongs = |f: &Feat<'_>| marked(f) || wrapped && near(f) && f.chars >= 12;
    let from = lines.iter().position(belongs)?;
    let to = lines.iter().rposition(belongs)? + 1;
    (to - from >= 4).then_some((from, to, wrapped))
}

/// Who asks and who answers: the speaker label of each line, `true` for the one who asks.
fn speakers(feats: &[Feat<'_>]) -> Vec<Option<bool>> {
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
        let spoken = rest.chars().count() >= 10 && (f.end == End::Stop || f.stops > 0 || rest.chars().count() >= 40);
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
                    || counts.len() <= 3 && super::names::is_surname_start(l) && l.chars().count() <= 4)
            {
                Some(false)
            } else {
                None
            }
        })
        .collect()
}

/// A medium's name on a line of its own among date and author lines.
fn byline_by_name(feat: &Feat<'_>, byline_near: bool) -> bool {
    byline_near && feat.chars <= 14 && super::fields::is_medium(feat.fold())
}

fn first_prose(feats: &[Feat<'_>], shapes: &[Shape]) -> usize {
    let all = shapes.iter().filter(|s| **s == Shape::Prose).count();
    let longest =
        feats.iter().zip(shapes).filter(|(_, s)| **s == Shape::Prose).map(|(f, _)| f.chars).max().unwrap_or(0);
    for (i, shape) in shapes.iter().enumerate() {
        if *shape != Shape::Prose {
            continue;
        }
        // A lone slogan or notice before the navigation is not the beginning: something must follow soon, or it is the text.
        let soon = shapes.iter().skip(i + 1).take(6).any(|s| *s == Shape::Prose);
        let long = feats.get(i).is_some_and(|f| f.chars * 2 >= longest || f.chars >= 120);
        if all == 1 || soon || long {
            return i;
        }
    }
    shapes.iter().position(|s| *s == Shape::Prose).unwrap_or(shapes.len())
}

/// First line behind the article.
fn tail_start(feats: &[Feat<'_>], shapes: &[Shape], first: usize) -> usize {
    let weights: Vec<usize> =
        feats.iter().zip(shapes).map(|(f, s)| if *s == Shape::Prose { f.chars } else { 0 }).collect();
    // Prose behind an opener of comments is the readers'.
    let comments = shapes.iter().enumerate().skip(first).position(|(i, s)| {
        *s == Shape::Comments && weights.iter().take(i).sum::<usize>() * 3 > weights.iter().sum::<usize>()
    });
    let end = comments.map_or(feats.len(), |c| first + c);
    let total: usize = weights.iter().take(end).sum();
    let mut before = 0;
    let mut last = first;
    for i in first..end {
        let shape = shapes.get(i).copied().unwrap_or(Shape::Open);
        let behind = total - before;
        let closes = match shape {
            Shape::Related => behind * 4 < total,
            Shape::Neighbour => behind * 3 < total,
            Shape::Credit => behind * 6 < total,
            _ => false,
        };
        if closes {
            // Only short or cut lines may follow; a paragraph that ends well goes on with the article.
            let more = (i..end).rev().find(|&j| {
                weights.get(j).is_some_and(|w| *w >= 60)
                    && feats
                        .get(j)
                        .is_some_and(|f| f.end == End::Stop && !f.fold().ends_with('…') && !f.fold().ends_with("..."))
            });
            match more {
                Some(j) if shape == Shape::Credit || shape == Shape::Related => last = j + 1,
                _ => return last,
            }
        }
        if weights.get(i).is_some_and(|w| *w > 0) {
            before += weights.get(i).copied().unwrap_or(0);
            last = last.max(i + 1);
        }
    }
    last.max(first).min(feats.len())
}

struct Sorter<'a, 'b> {
    feats: &'a [Feat<'b>],
    shapes: &'a [Shape],
    title: &'a Title,
    speakers: &'a [Option<bool>],
    first: usize,
    tail: usize,
    wrapped: bool,
    body: title::Pairs,
}

type Kind = (BlockKind, &'static str);

impl Sorter<'_, '_> {
    fn run(&mut self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = Vec::with_capacity(self.feats.len());
        let mut section: Option<Shape> = None;
        for i in 0..self.feats.len() {
            let shape = self.shape(i);
            let is_title = self.title.lines.binary_search(&i).is_ok();
            if is_title {
                section = None;
            } else if matches!(shape, Shape::Related | Shape::Comments | Shape::Neighbour) {
                section = Some(shape);
            }
            let kind = if is_title && shape != Shape::Crumb {
                (BlockKind::Title, "title")
            } else if i < self.first {
                self.head(i, section)
            } else if i < self.tail {
                if shape == Shape::Prose {
                    section = None;
                }
                self.core(i, section, kinds.last().copied())
            } else {
                self.foot(i, &mut section, &kinds)
            };
            kinds.push(kind);
        }
        kinds
    }

    fn shape(&self, i: usize) -> Shape {
        self.shapes.get(i).copied().unwrap_or(Shape::Open)
    }

    fn has_title(&self) -> bool {
        self.title.span.is_some()
    }

    /// Lines before the running text.
    fn head(&self, i: usize, section: Option<Shape>) -> Kind {
        let Some(feat) = self.feats.get(i) else { return (BlockKind::Furniture, "none") };
        let shape = self.shape(i);
        let before_title = self.has_title() && i < self.title.line;
        match shape {
            s if s.is_furniture() => return (BlockKind::Furniture, "by_itself"),
            Shape::Byline | Shape::TitleAndByline if section.is_some() && before_title => {
                return (BlockKind::Furniture, "section");
            }
            Shape::Byline | Shape::TitleAndByline => return (BlockKind::Byline, "labels"),
            Shape::Credit => return (BlockKind::Credit, "labels"),
            Shape::Caption => return (BlockKind::Caption, "caption_mark"),
            Shape::Doubtful => return (BlockKind::Furniture, "head_phrase"),
            _ => {}
        }
        let fold = feat.fold();
        if before_title {
            let kicker = i + 1 == self.title.line
                && shape == Shape::Open
                && (4..=36).contains(&feat.chars)
                && !title::is_slogan(fold)
                && section.is_none()
                && title::overlap(fold, &self.body) >= 0.4;
            return if kicker { (BlockKind::Subtitle, "kicker") } else { (BlockKind::Furniture, "before_title") };
        }
        if section.is_some() {
            return (BlockKind::Furniture, "section");
        }
        if self.has_title() && byline_by_name(feat, self.byline_near(i)) {
            return (BlockKind::Byline, "medium_alone");
        }
        if !self.has_title() {
            let crowd = self.furniture_near(i) >= 2 || self.first >= self.feats.len() && self.mostly_short();
            return if crowd || self.first >= self.feats.len() && self.furniture_share() > 0.5 {
                (BlockKind::Furniture, "among_furniture")
            } else {
                (BlockKind::Paragraph, "head_text")
            };
        }
        if fold.starts_with("——") || fold.starts_with("--") || fold.starts_with('—') {
            return (BlockKind::Subtitle, "dash");
        }
        let byline_follows = (i + 1..self.first).any(|j| self.shape(j) == Shape::Byline);
        if byline_follows
            && i <= self.title.lines.iter().copied().filter(|l| *l < i).max().unwrap_or(0) + 2
            && (5..=60).contains(&feat.chars)
            && shape == Shape::Open
        {
            return (BlockKind::Subtitle, "between_title_and_byline");
        }
        if shape == Shape::Nav || (feat.chars <= 6 && self.furniture_near(i) >= 2 && i + 1 != self.first) {
            return (BlockKind::Furniture, "among_furniture");
        }
        if feat.end == End::Open && feat.chars <= 40 {
            (BlockKind::Heading, "before_text")
        } else {
            (BlockKind::Paragraph, "lead")
        }
    }

    fn byline_near(&self, i: usize) -> bool {
        let from = i.saturating_sub(1);
        (from..i + 3).any(|j| j != i && self.shape(j) == Shape::Byline)
    }

    /// A page without running text whose lines are nearly all words of a few characters is a list of links.
    fn mostly_short(&self) -> bool {
        let short = self.feats.iter().filter(|f| f.chars <= 8 && f.end == End::Open).count();
        short * 2 > self.feats.len() && self.feats.len() >= 6
    }

    fn furniture_near(&self, i: usize) -> usize {
        let from = i.saturating_sub(2);
        (from..i + 3)
            .filter(|&j| {
                j != i
                    && j < self.feats.len()
                    && (self.shape(j).is_furniture() || matches!(self.shape(j), Shape::Nav | Shape::Doubtful))
            })
            .count()
    }

    fn furniture_share(&self) -> f32 {
        let n = self.shapes.iter().filter(|s| s.is_furniture() || matches!(s, Shape::Nav | Shape::Doubtful)).count();
        #[expect(clippy::cast_precision_loss, reason = "a share of the lines")]
        let share = n as f32 / self.shapes.len().max(1) as f32;
        share
    }

    /// Lines of the article itself.
    fn core(&self, i: usize, section: Option<Shape>, previous: Option<Kind>) -> Kind {
        let Some(feat) = self.feats.get(i) else { return (BlockKind::Paragraph, "none") };
        let shape = self.shape(i);
        if let Some(Some(asks)) = self.speakers.get(i) {
            return if *asks { (BlockKind::Question, "speaker") } else { (BlockKind::Answer, "speaker") };
        }
        match shape {
            Shape::Prose => return self.prose(i, previous),
            Shape::Related => {
                // A box of the article when running text follows at once.
                let next = self.shape(i + 1);
                return if next == Shape::Prose {
                    (BlockKind::Heading, "box")
                } else {
                    (BlockKind::Furniture, "list_inside")
                };
            }
            s if s.is_furniture() => return (BlockKind::Furniture, "by_itself"),
            Shape::Byline | Shape::TitleAndByline => {
                return if section.is_some() {
                    (BlockKind::Furniture, "section")
                } else {
                    (BlockKind::Byline, "labels")
                };
            }
            Shape::Credit => return (BlockKind::Credit, "labels"),
            Shape::Caption => return (BlockKind::Caption, "caption_mark"),
            _ => {}
        }
        let fold = feat.fold();
        if section.is_some_and(|s| s != Shape::Comments) && feat.end == End::Open && feat.chars <= 50 {
            return (BlockKind::Furniture, "list_inside");
        }
        if shape == Shape::Doubtful && self.furniture_near(i) >= 1 {
            return (BlockKind::Furniture, "among_furniture");
        }
        if self.unmarked_caption(i) {
            return (BlockKind::Caption, "scene");
        }
        // Where lines are broken at a fixed width, a short line may be the end of a paragraph.
        let after_open =
            i.checked_sub(1).and_then(|j| self.feats.get(j)).is_some_and(|f| f.end == End::Open && f.chars > 40);
        let ended = !self.wrapped || !after_open || previous.is_none_or(|(k, _)| k != BlockKind::Paragraph);
        let short = feat.chars <= if self.wrapped { 20 } else { 42 };
        let numbered = title::is_numbered(fold) || fold.starts_with("## ") || fold.starts_with("### ");
        if short
            && ended
            && (feat.end == End::Open
                || numbered && feat.chars <= 30
                || feat.chars <= 24
                    && fold.ends_with(['!', '?', '"', '”', '」'])
                    && feat.stops == 0
                    && feat.end != End::Soft)
        {
            return (BlockKind::Heading, "short_line");
        }
        (BlockKind::Paragraph, "text")
    }

    fn prose(&self, i: usize, previous: Option<Kind>) -> Kind {
        // An answer goes on until the next question, heading or other break.
        if matches!(previous, Some((BlockKind::Answer, _))) && !matches!(self.speakers.get(i), Some(Some(_))) {
            return (BlockKind::Answer, "answer_goes_on");
        }
        match self.speakers.get(i) {
            Some(Some(true)) => (BlockKind::Question, "speaker"),
            Some(Some(false)) => (BlockKind::Answer, "speaker"),
            _ => (BlockKind::Paragraph, "prose"),
        }
    }

    /// A line that tells a scene, on a page with pictures, between a paragraph and a heading.
    fn unmarked_caption(&self, i: usize) -> bool {
        let Some(feat) = self.feats.get(i) else { return false };
        let pictures = self.shapes.contains(&Shape::Caption);
        let next_is_shorter = self
            .feats
            .get(i + 1)
            .is_some_and(|n| n.chars <= 8 && n.end == End::Open && self.shape(i + 1) == Shape::Open);
        let after_text =
            i > 0 && self.shape(i - 1) == Shape::Prose && self.feats.get(i - 1).is_some_and(|p| p.end == End::Stop);
        pictures
            && next_is_shorter
            && after_text
            && feat.end == End::Open
            && feat.stops == 0
            && (12..=50).contains(&feat.chars)
    }

    /// Lines behind the running text.
    fn foot(&self, i: usize, section: &mut Option<Shape>, kinds: &[Kind]) -> Kind {
        let Some(feat) = self.feats.get(i) else { return (BlockKind::Furniture, "none") };
        let shape = self.shape(i);
        if shape.is_furniture() {
            return (BlockKind::Furniture, "by_itself");
        }
        let comments = *section == Some(Shape::Comments);
        match shape {
            Shape::Credit if !comments => return (BlockKind::Credit, "labels"),
            Shape::Byline | Shape::TitleAndByline if section.is_none() => return (BlockKind::Byline, "labels"),
            Shape::Byline | Shape::TitleAndByline if !comments && self.names_origin(i) => {
                return (BlockKind::Byline, "labels");
            }
            Shape::Caption if section.is_none() => return (BlockKind::Caption, "caption_mark"),
            Shape::Prose if section.is_none() => return self.prose(i, kinds.last().copied()),
            _ => {}
        }
        if section.is_some() || feat.han == 0 {
            return (BlockKind::Furniture, "section");
        }
        if shape == Shape::Doubtful || shape == Shape::Nav && i + 1 > self.tail + 1 {
            return (BlockKind::Furniture, "foot_phrase");
        }
        let furniture_next = self.shape(i + 1).is_furniture() || self.shape(i + 1) == Shape::Doubtful;
        if shape == Shape::Open
            && feat.end == End::Open
            && feat.chars <= 40
            && furniture_next
            && !self.speaks_of_body(i)
        {
            return (BlockKind::Furniture, "before_furniture");
        }
        let closed = kinds.iter().skip(self.tail).any(|(k, _)| matches!(k, BlockKind::Furniture | BlockKind::Credit));
        let next_alike = self.feats.get(i + 1).is_some_and(|n| {
            n.end == End::Open && n.chars <= 42 && matches!(self.shape(i + 1), Shape::Open | Shape::Nav)
        });
        if feat.end == End::Open && feat.chars <= 42 && (closed || next_alike && !self.speaks_of_body(i))
            || closed && feat.chars <= 12
        {
            return (BlockKind::Furniture, "behind_end");
        }
        if closed && shape == Shape::Open && feat.chars <= 60 {
            return (BlockKind::Furniture, "behind_end");
        }
        (BlockKind::Paragraph, "last_words")
    }

    fn speaks_of_body(&self, i: usize) -> bool {
        self.feats.get(i).is_some_and(|f| title::overlap(f.fold(), &self.body) >= 0.7)
    }

    /// 来源, 作者 and their like, not just a date as lists have.
    fn names_origin(&self, i: usize) -> bool {
        self.feats.get(i).is_some_and(|f| {
            let fold = f.fold();
            ["来源:", "作者:", "稿源:", "记者 "].iter().any(|w| fold.contains(w)) && f.chars <= 40
        })
    }
}
