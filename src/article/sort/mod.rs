//! Sorts the lines of a page into kinds: where the text begins and ends, and what a line is among its neighbours.

pub(in crate::article) use self::around::is_decorated;
use self::{around::counts_only, facts::Facts};

mod around;
mod facts;
mod learned;

use super::{
    BlockKind,
    classify::{self, Shares},
    features::{End, Feat},
    flow::{Broken, first_prose, join_fragments, tail_start},
    position,
    shape::{self, Shape},
    signs::Signs,
    speakers::speakers,
    title::{self, Title},
};

/// Rule of a line that is one writer's name.
pub(super) const NAME_ALONE: &str = "name_alone";
/// Rule of a line that is one medium's name.
pub(super) const MEDIUM_ALONE: &str = "medium_alone";
/// Rule of a line under a label for the source.
pub(super) const SOURCE_BELOW: &str = "source_below";
/// Rule of a line that is a label only.
pub(super) const LABEL_ALONE: &str = "label_alone";
/// Rule of a line under a label for something else.
pub(super) const VALUE_BELOW: &str = "value_below";
/// Rule of a line under a label for the date.
pub(super) const DATE_BELOW: &str = "date_below";
/// Rule of a line with a year over a line with month and day.
pub(super) const DATE_IN_PIECES: &str = "date_in_pieces";

/// A page whose lines have their kinds.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted {
    /// Kind and rule of each line that is not blank.
    pub(super) kinds: Vec<(BlockKind, &'static str)>,
    /// Looks of the lines.
    pub(super) shapes: Vec<Shape>,
    /// How likely each line is what.
    pub(super) shares: Vec<Shares>,
    /// The title.
    pub(super) title: Title,
    /// First line of running text; the number of lines when there is none.
    pub(super) first: usize,
    /// First line behind the article.
    pub(super) tail: usize,
    /// First lines of further articles.
    pub(super) more_titles: Vec<usize>,
    /// Lines are broken at a fixed width, so that a paragraph covers several.
    pub(super) wrapped: bool,
}

impl Sorted {
    /// Lines that may speak of the page's first article: those before the title of the next.
    pub(super) fn own_lines(&self) -> usize {
        self.more_titles.first().copied().unwrap_or(usize::MAX)
    }
}

/// Sorts all lines.
pub(super) fn sort(text: &str, feats: &[Feat<'_>]) -> Sorted {
    let mut shapes: Vec<Shape> = feats.iter().map(shape::shape).collect();
    let Broken { wrapped, pieces } = join_fragments(feats, &mut shapes);
    let speakers = speakers(feats);
    for ((feat, shape), speaker) in feats.iter().zip(&mut shapes).zip(&speakers) {
        if speaker.is_some() && !shape.is_furniture() && feat.han >= 8 {
            *shape = Shape::Prose;
        }
    }
    titles_like_sentences(feats, &mut shapes);
    let (shares, looks_like_text, wording) = classify::classify(feats);
    learned::reshape(feats, &shares, &mut shapes);
    let placed = position::bylines(feats, &mut shapes);
    let first = learned::first_under_title(&shares, &shapes, first_prose(feats, &shapes));
    let tail = tail_start(feats, &shapes, first);
    let is_text = |(i, shape): (usize, &Shape)| i >= first && *shape == Shape::Prose;
    // Mostly the lines of the text are those that look like it.
    let body = if shapes.iter().enumerate().map(is_text).eq(looks_like_text) {
        wording
    } else {
        title::pairs(feats.iter().zip(shapes.iter().enumerate()).filter(|(_, s)| is_text(*s)).map(|(f, _)| f))
    };
    let title = title::find(text, feats, &shapes, &shares, first, &body);
    let headed = title.span.map(|_| title.lines.iter().copied().rfind(|l| *l < first).unwrap_or(title.line));
    let mut more_titles = position::next_titles(feats, &shapes, headed, first, tail);
    more_titles.extend(learned::next_titles(&shares, &title, first));
    more_titles.sort_unstable();
    more_titles.dedup();
    let mut sorter = Sorter {
        feats,
        shapes: &shapes,
        title: &title,
        more_titles: &more_titles,
        placed: &placed,
        speakers: &speakers,
        first,
        tail,
        wrapped,
        pieces,
        body,
        facts: Facts::of(feats, &shapes, &title, first),
        closed: false,
    };
    let mut kinds = sorter.run();
    learned::settle(feats, &shares, &mut kinds);
    Sorted { kinds, shapes, shares, title, first, tail, more_titles, wrapped }
}

/// A short line that ends like a sentence and stands twice among the first lines, or over the first date, is a title.
fn titles_like_sentences(feats: &[Feat<'_>], shapes: &mut [Shape]) {
    const LINES: usize = 30;
    for i in 0..feats.len().min(LINES) {
        let Some(feat) = feats.get(i) else { break };
        let like = shapes.get(i) == Some(&Shape::Prose) && feat.chars <= 50 && !feat.fold().contains('。');
        if !like {
            continue;
        }
        let twice = feats.iter().take(LINES).enumerate().any(|(j, f)| j != i && f.src == feat.src);
        let prose_before = shapes.iter().take(i).any(|s| *s == Shape::Prose);
        if twice || !prose_before && shapes.get(i + 1) == Some(&Shape::Byline) {
            for (shape, f) in shapes.iter_mut().zip(feats).take(LINES) {
                if f.src == feat.src {
                    *shape = Shape::Open;
                }
            }
        }
    }
}

/// A medium's name on a line of its own among date and author lines.
fn byline_by_name(feat: &Feat<'_>, byline_near: bool) -> bool {
    byline_near && feat.chars <= 14 && super::fields::is_medium(feat.fold())
}

/// Words over a summary of the article.
const SUMMARIES: [&str; 9] = ["摘要", "核心提示", "导语", "导读", "内容提要", "提要", "内容摘要", "编者按", "阅读提示"];

struct Sorter<'a, 'b> {
    feats: &'a [Feat<'b>],
    shapes: &'a [Shape],
    title: &'a Title,
    more_titles: &'a [usize],
    placed: &'a [(usize, &'static str)],
    speakers: &'a [Option<bool>],
    first: usize,
    tail: usize,
    wrapped: bool,
    pieces: bool,
    body: title::Pairs,
    facts: Facts,
    /// Something behind the text was no part of it.
    closed: bool,
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
            } else if self.more_titles.binary_search(&i).is_ok() {
                section = None;
                (BlockKind::Title, "next_title")
            } else if section.is_none()
                && let Some(rule) = self.placed(i)
            {
                (BlockKind::Byline, rule)
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
            self.closed |= i >= self.tail && matches!(kind.0, BlockKind::Furniture | BlockKind::Credit);
            kinds.push(kind);
        }
        kinds
    }

    fn shape(&self, i: usize) -> Shape {
        self.shapes.get(i).copied().unwrap_or(Shape::Open)
    }

    fn placed(&self, i: usize) -> Option<&'static str> {
        let at = self.placed.binary_search_by_key(&i, |(line, _)| *line).ok()?;
        self.placed.get(at).map(|(_, rule)| *rule)
    }

    /// The last line before `i` that says the title; the first line where there is none.
    fn title_line_before(&self, i: usize) -> usize {
        let lines = &self.title.lines;
        let slot = lines.partition_point(|line| *line < i);
        slot.checked_sub(1).and_then(|slot| lines.get(slot)).copied().unwrap_or(0)
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
            // The day of the visit, among the lines over the title.
            Shape::Byline if before_title && self.is_clock(i) => return (BlockKind::Furniture, "clock"),
            Shape::Byline | Shape::TitleAndByline => return (BlockKind::Byline, "labels"),
            Shape::Credit => return (BlockKind::Credit, "labels"),
            Shape::Caption => return (BlockKind::Caption, "caption_mark"),
            Shape::Doubtful => return (BlockKind::Furniture, "head_phrase"),
            _ => {}
        }
        let fold = feat.fold();
        if before_title {
            let said = ["(引题)", "(肩题)", "(眉题)", "引题:", "肩题:"].iter().any(|w| fold.starts_with(w));
            let kicker = said
                || i + 1 == self.title.line && fold.ends_with("——") && section.is_none() && feat.chars <= 36
                || i + 1 == self.title.line
                    && shape == Shape::Open
                    && (4..=36).contains(&feat.chars)
                    && !title::is_slogan(fold)
                    && section.is_none()
                    && title::overlap(fold, &self.body) >= self.least_overlap(i, feat)
                    && !fold.contains(['>', '|'])
                    && !fold.contains(" - ");
            return if kicker { (BlockKind::Subtitle, "kicker") } else { (BlockKind::Furniture, "before_title") };
        }
        if section.is_some() {
            return (BlockKind::Furniture, "section");
        }
        if self.has_title() && byline_by_name(feat, self.byline_near(i)) {
            return (BlockKind::Byline, MEDIUM_ALONE);
        }
        if !self.has_title() {
            if self.in_word_run(i) {
                return (BlockKind::Furniture, "row_of_words");
            }
            let whole = self.first >= self.feats.len();
            let crowd = self.furniture_near(i) >= 2 || whole && self.facts.mostly_short;
            return if crowd || whole && self.facts.mostly_furniture {
                (BlockKind::Furniture, "among_furniture")
            } else {
                (BlockKind::Paragraph, "head_text")
            };
        }
        if fold.starts_with("——") || fold.starts_with("--") || fold.starts_with('—') {
            return (BlockKind::Subtitle, "dash");
        }
        if let Some(rule) = self.word_under_title(i) {
            return (BlockKind::Byline, rule);
        }
        let byline_follows = self.facts.last_byline.is_some_and(|last| last > i);
        if byline_follows
            && i <= self.title_line_before(i) + 2
            && (5..=60).contains(&feat.chars)
            && shape == Shape::Open
        {
            return (BlockKind::Subtitle, "between_title_and_byline");
        }
        if shape == Shape::Nav || (feat.chars <= 6 && self.furniture_near(i) >= 2 && i + 1 != self.first) {
            return (BlockKind::Furniture, "among_furniture");
        }
        let label = fold.trim_start_matches(['【', '[', '(', ' ']).split([':', '】', ']', ')']).next();
        if feat.chars > 12 && label.is_some_and(|word| SUMMARIES.contains(&word)) {
            return (BlockKind::Paragraph, "summary");
        }
        // What says nothing of the article is a control or a slogan of the site.
        let apart = i + 1 < self.first || feat.han < 2;
        if apart && feat.chars <= 12 && feat.end != End::Soft && self.body.len() >= 100 && self.says_nothing(i) {
            return (BlockKind::Furniture, "says_nothing");
        }
        if feat.end == End::Open && feat.chars <= 40 {
            (BlockKind::Heading, "before_text")
        } else {
            (BlockKind::Paragraph, "lead")
        }
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
            // Where text is broken into pieces, a piece may be any word.
            Shape::Furniture | Shape::Legal
                if self.pieces
                    && feat.han > 0
                    && feat.chars <= 24
                    && section.is_none()
                    && i > 0
                    && self.shape(i - 1) == Shape::Prose
                    && self.shape(i + 1) == Shape::Prose =>
            {
                return (BlockKind::Paragraph, "piece");
            }
            // 五、监督电话:… goes on with a notice's list.
            Shape::Legal | Shape::Furniture
                if section.is_none()
                    && feat.indent == 2
                    && (title::is_numbered(feat.fold()) || feat.fold().starts_with("联系")) =>
            {
                return (BlockKind::Paragraph, "numbered");
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
            // Arrows point at what follows: behind the text, at more of the site.
            Shape::Caption if section.is_none() && !feat.src.starts_with(['↑', '↓', '⬇', '⬆']) => {
                return (BlockKind::Caption, "caption_mark");
            }
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
            && feat.stops + feat.commas <= 1
            && furniture_next
            && !self.speaks_of_body(i)
        {
            return (BlockKind::Furniture, "before_furniture");
        }
        if feat.chars <= 40 && (is_decorated(feat.fold()) || counts_only(feat)) {
            return (BlockKind::Furniture, "decorated");
        }
        // A sentence or a remark in brackets that goes on where the text stopped.
        let goes_on = kinds.last().is_some_and(|(k, _)| !matches!(k, BlockKind::Furniture | BlockKind::Credit));
        let bracketed = feat.fold().starts_with('(') && feat.fold().ends_with([')', '。']);
        if goes_on
            && shape == Shape::Open
            && (feat.stops + feat.commas >= 2 || bracketed || feat.signs.has(Signs::SQUARE) && feat.commas > 0)
        {
            return (BlockKind::Paragraph, "last_words");
        }
        if self.pieces && goes_on && shape == Shape::Open && feat.han * 10 >= feat.chars * 6 {
            return (BlockKind::Paragraph, "last_pieces");
        }
        let closed = self.closed;
        // 分享此文:…, 附件:…: no sentence, and nothing of the article's wording.
        let sentence = feat.end == End::Stop && feat.han >= 12;
        if shape == Shape::Open
            && feat.chars <= 60
            && !sentence
            && !bracketed
            && (closed || i + 1 == self.feats.len() || self.shape(i + 1).is_furniture())
            && self.body.len() >= 100
            && self.says_nothing(i)
        {
            return (BlockKind::Furniture, "says_nothing");
        }
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
}
