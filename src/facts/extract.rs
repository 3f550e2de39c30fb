//! The rules: which clauses tell a fact, and what it is.

use jiff::civil::Date;

use super::{
    Claim, Kind, Party, Status,
    agreed::{agreed, entitled, of_one_mind, on_board, signing, tally, visit, was_held},
    amounts::amounts,
    benefit::granted,
    cast::Cast,
    clause::{Clause, Mood, carried, clauses, is_passive},
    dates::{line_chars, phrases_of},
    doing::objects,
    edges::{cleaned, is_ordinal},
    handled::handled,
    known::Known,
    lexicon::{List, Verb},
    merging::{MOST_NAMES, name_in_full},
    metrics::metrics,
    name::{Name, several},
    parties::{Company, cities_in, in_order, initials_of, of_fact},
    plain,
    plans::{by_paper, is_bare, is_plan, is_task, opens_plan},
    saying::{cooperation, decided, figures, is_one_of, meeting, positioned, service},
    sentence::{Line, Token, paired},
    shapes::{announced, listed, mutual, quoted, turned},
    stage::{by_day, stage},
    subject::subjects,
    times::{Reach, day_of, times},
    topic::topics,
    unmade::is_made,
    unwrap::Unwrapped,
    weighed::Weighed,
    weight::{kind_in, only_strives, settle_together, weighs},
};
use crate::{
    article::{Article, BlockKind},
    place::Tagging,
    text::{dates::Phrase, sentence::sentences, span::ByteRange},
};

/// The facts that an article tells, in the order of its text. `folded` are the folded units of its text. Linear in its length.
#[must_use]
pub fn claims(article: &Article, tagging: &Tagging, folded: &[u16]) -> Vec<Claim> {
    let Some(whole) = Unwrapped::of(article, folded) else { return read(article, tagging, folded, false).0 };
    let mut claims = read(&whole.article, &whole.tagging(tagging), &whole.units, false).0;
    for claim in &mut claims {
        (claim.sentence, claim.span) = (whole.back(claim.sentence), whole.back(claim.span));
    }
    claims
}

/// Every row that rules read and every name that is weighed, with what speaks for it: what the weights are found on.
#[must_use]
pub fn weighed(article: &Article, tagging: &Tagging, folded: &[u16]) -> Vec<Weighed> {
    let Some(whole) = Unwrapped::of(article, folded) else { return read(article, tagging, folded, true).1 };
    let mut weighed = read(&whole.article, &whole.tagging(tagging), &whole.units, true).1;
    for Weighed { claim, .. } in &mut weighed {
        (claim.sentence, claim.span) = (whole.back(claim.sentence), whole.back(claim.span));
    }
    weighed
}

/// The same for an article whose sentences stand each in one line, and what was weighed when `dump`.
fn read(article: &Article, tagging: &Tagging, folded: &[u16], dump: bool) -> (Vec<Claim>, Vec<Weighed>) {
    let lines = line_chars(article);
    let (phrases, base, _) = phrases_of(article, folded, &lines);
    let title = article.lines.iter().find(|line| line.kind == BlockKind::Title);
    let mut teller = Teller {
        now: day_of(base),
        cast: Cast::new(tagging, &article.text),
        claims: Vec::new(),
        known: Known::default(),
        plan: is_plan(article),
        to_come: false,
        nth: 0,
        paragraph: 0,
        title: title.map_or(ByteRange::new(0, 0), |line| line.span),
        seen: dump.then(Vec::new),
    };
    // The first paragraph of a plan says who made it and when.
    let mut first = true;
    for (line, &(from, to)) in article.lines.iter().zip(&lines) {
        if !matches!(line.kind, BlockKind::Paragraph | BlockKind::Answer) {
            continue;
        }
        let mentions = {
            let start = tagging.mentions.partition_point(|m| m.span.start < line.span.start);
            let end = tagging.mentions.partition_point(|m| m.span.start < line.span.end);
            tagging.mentions.get(start..end).unwrap_or_default()
        };
        let dates = {
            let start = phrases.partition_point(|p| p.chars.start < from);
            let end = phrases.partition_point(|p| p.chars.start < to);
            phrases.get(start..end).unwrap_or_default()
        };
        let own = paired(folded.get(from..to).unwrap_or_default());
        if let Some(ready) = Line::new(&article.text, (folded, &own), (from, to), line.span, mentions, dates) {
            teller.cast.new_paragraph();
            teller.to_come = teller.plan && !first;
            teller.line(&ready, line.span);
            first = false;
            teller.paragraph += 1;
        }
    }
    name_in_full(&mut teller.claims);
    (teller.claims, teller.seen.unwrap_or_default())
}

/// Longer sentences are passed over.
const MOST_CHARS: usize = 1_200;

/// Reads sentence after sentence.
pub(super) struct Teller {
    pub(super) cast: Cast,
    /// The day of writing.
    now: Option<Date>,
    pub(super) claims: Vec<Claim>,
    /// Names that were read, for those who say only the noun later.
    known: Known,
    /// The page says what is to be done.
    pub(super) plan: bool,
    /// So does the paragraph, as far as it has been read.
    to_come: bool,
    /// Number of the sentence in its paragraph.
    pub(super) nth: usize,
    /// Paragraphs read before its own.
    pub(super) paragraph: usize,
    /// Where the title stands.
    pub(super) title: ByteRange,
    /// All that was weighed, when somebody asks for it.
    pub(super) seen: Option<Vec<Weighed>>,
}

pub(super) fn overlap(one: ByteRange, other: ByteRange) -> bool {
    one.start < other.end && other.start < one.end
}

/// What a rule found, before its sentence is looked at as a whole.
pub(super) struct Found {
    pub(super) name: Name,
    pub(super) kind: Kind,
    pub(super) status: Status,
    pub(super) rule: &'static str,
    pub(super) clause: usize,
    pub(super) verb: usize,
}

impl Teller {
    fn line(&mut self, line: &Line<'_>, span: ByteRange) {
        let mut heading: Option<usize> = None;
        for (nth, sentence) in sentences(span.of(line.text)).into_iter().enumerate() {
            let mut range = ByteRange::new(span.start + sentence.start, span.start + sentence.end);
            let (own, to) = (line.char_at(range.start), line.char_at(range.end));
            // 甲大桥。全长3公里,已通车: the first sentence is what the second speaks of.
            let mut from = own;
            if let Some(start) = heading.take() {
                range.start = start;
                from = line.char_at(start);
            }
            // What is longer is no sentence but a list or a page without marks.
            if to - from > MOST_CHARS || to <= from {
                continue;
            }
            // The whole paragraph says by when a task is to be done.
            self.to_come |= nth == 0 && is_task(line, from, line.to);
            let line = &line.part(from, to);
            self.nth = nth;
            self.to_come |= opens_plan(line, from, to);
            let told = self.claims.len();
            self.sentence(line, range, (from, to), (own > from).then(|| own - 1));
            // 2.甲至乙连接线。两市原定…: an item of a list that is no paragraph of its own.
            let item = nth == 0 || line.at(own).is_ascii_digit() && line.at(own + 1) == '.';
            if self.claims.len() == told && item && is_heading(line, own, to) {
                heading = Some(line.byte(own));
            } else if self.claims.len() == told && own > from && nth == 1 {
                heading = Some(range.start);
            }
            let mut cities = Vec::new();
            cities_in(line, from, to, &mut cities);
            self.cast.passed(line, cities);
        }
    }

    fn sentence(&mut self, line: &Line<'_>, range: ByteRange, (from, to): (usize, usize), joint: Option<usize>) {
        let verbs = within(&line.verbs, from, to);
        let numbers = line.quantities.iter().any(|q| q.chars.start >= from && q.chars.end <= to);
        if verbs.is_empty() && within(&line.heads, from, to).is_empty() && !numbers {
            return;
        }
        // 上一篇:… belongs to the page.
        if line
            .one_of(from, &["上一篇", "下一篇", "上一条", "下一条", "相关阅读", "推荐阅读", "相关链接", "延伸阅读"])
            .is_some()
        {
            return;
        }
        // Questions ask; they tell nothing.
        if matches!(line.at(to.saturating_sub(1)), '?') {
            return;
        }
        let clauses = clauses(line, from, to, joint);
        let told = self.claims.len();
        let mut found: Vec<Found> = Vec::new();
        for (index, &clause) in clauses.iter().enumerate() {
            decided(line, &clauses, index, &mut found);
            positioned(line, clause, index, &mut found);
            for verb in within(&line.verbs, clause.from, clause.to).iter().rev() {
                if line.group(verb.start).is_some_and(|end| end < verb.end || !is_whole_group(line, verb, clause)) {
                    continue;
                }
                // Without a noun or a quote behind it only a strong verb brings anything about.
                let may_bring = verb.value.object && (verb.value.strong || thing_behind(line, clause, verb.end));
                // 由两市共同设立: what stands before it.
                let passive = verb.end >= clause.to && is_passive(line, clause.from, verb.start);
                let subject =
                    verb.value.subject || passive && !matches!(verb.value.status, Status::Stated | Status::Planned);
                if !may_bring && !subject {
                    continue;
                }
                let mood = carried(line, &clauses, index, verb);
                let due = || {
                    let decided = verb.value.status == Status::Approved || verb.value.kinds == 0;
                    let planned = self.to_come && !decided && (verb.value.object || by_paper(line, &clauses, index));
                    is_due(line, &clauses, index, verb)
                        || planned && is_bare(line, &clauses, index, verb, self.plan)
                        || !decided && by_paper(line, &clauses, index) && is_bare(line, &clauses, index, verb, true)
                };
                let mood = if mood == Mood::Told && due() { Mood::Ahead } else { mood };
                if matches!(mood, Mood::Denied | Mood::Wished) {
                    continue;
                }
                let before = found.len();
                // 国家规划、《甲纲要》: a noun of a list.
                if verb.value.object && line.at(verb.end) == '\u{3001}' {
                    continue;
                }
                if may_bring {
                    objects(line, &clauses, index, verb, mood, &mut found);
                }
                if may_bring && found.len() == before {
                    quoted(line, clause, index, verb, mood, &mut found);
                }
                if may_bring && found.len() == before {
                    plain::object(line, &clauses, index, verb, mood, &mut found);
                }
                if subject && found.len() == before {
                    subjects(line, &clauses, index, verb, mood, &mut found);
                }
                if subject && found.len() == before {
                    turned(line, &clauses, index, verb, mood, &mut found);
                }
                if subject && found.len() == before {
                    plain::subject(line, clause, index, verb, mood, &mut found);
                }
            }
            listed(line, clause, index, &mut found);
            announced(line, &clauses, index, &mut found);
            handled(line, &clauses, index, &mut found);
            visit(line, &clauses, index, &mut found);
            cooperation(line, clause, index, &mut found);
            is_one_of(line, clause, index, &mut found);
            meeting(line, clause, index, &mut found);
            service(line, clause, index, &mut found);
        }
        topics(line, &clauses, &mut found);
        for (index, &clause) in clauses.iter().enumerate() {
            tally(line, &clauses, index, &mut found);
            on_board(line, &clauses, index, &mut found);
            was_held(line, clause, index, &mut found);
            metrics(line, &clauses, index, &mut found);
            figures(line, &clauses, index, &mut found);
            mutual(line, &clauses, index, &mut found);
        }
        for (index, &clause) in clauses.iter().enumerate() {
            of_one_mind(line, clause, index, &mut found);
            signing(line, &clauses, index, &mut found);
            entitled(line, &clauses, index, &mut found);
            agreed(line, &clauses, index, &mut found);
            granted(line, &clauses, index, &mut found);
        }
        self.known.read(line, &clauses);
        settle_together(line, &clauses, &mut found);
        found.sort_by_key(|f| (f.name.to, f.name.from));
        found.dedup_by(|later, first| {
            later.name.from < first.name.to && first.name.from < later.name.to && later.kind == first.kind
                || later.name == first.name
        });
        for (i, one) in found.iter().enumerate() {
            let around = (found.get(..i).unwrap_or_default(), found.get(i + 1..).unwrap_or_default());
            let Some(one) = vetted(line, &clauses, one) else { continue };
            if let Some((claim, together)) = self.claim(line, range, (from, to), &clauses, &one, around)
                && self.stands(line, &clauses, (from, to), (&one, &claim, together))
            {
                self.cast.told_of(&claim.parties);
                self.claims.push(claim);
            }
        }
        self.weigh(line, range, (from, to), &clauses, told);
    }

    /// The row of what was found, and whether several do it.
    pub(super) fn claim(
        &mut self,
        line: &Line<'_>,
        range: ByteRange,
        sentence: (usize, usize),
        clauses: &[Clause],
        found: &Found,
        (before, behind): (&[Found], &[Found]),
    ) -> Option<(Claim, bool)> {
        let next = behind.first().map_or(clauses.len(), |next| next.clause.max(found.clause + 1));
        let clause = *clauses.get(found.clause)?;
        let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
        let name = found.name;
        let printed = line.source(name.from, name.to).trim();
        let part_to = clauses.iter().rfind(|c| c.part == clause.part).map_or(clause.to, |c| c.to);
        let part = (part_from, part_to);
        let until = clauses.get(found.clause..next.max(found.clause + 1)).unwrap_or_default();
        let until = until.iter().take_while(|c| c.part == clause.part).last().map_or(clause.to, |c| c.to);
        let Company { parties, together } =
            of_fact(line, &self.cast, sentence, clause, part, found.verb, (name, until));
        // 14次调度会: how often, not what.
        let often = found.kind == Kind::Event
            && line
                .quantities
                .iter()
                .any(|q| q.chars.start == name.from && q.value >= 2.0 && line.ends(q.chars.end, "次"));
        if printed.is_empty() || parties.is_empty() || often || is_ordinal(line, name.from) {
            return None;
        }
        // 成立甲领导小组,领导小组办公室设在乙局: where the body just told of has its office.
        let body =
            ["办公室", "辦公室"].iter().find_map(|end| printed.strip_suffix(end)).filter(|body| !body.is_empty());
        // 成立甲领导小组,办公室设在乙局: where the body has its office, whatever the rest of its name.
        let office =
            matches!(printed, "办公室" | "辦公室") && ["设在", "设于"].iter().any(|word| line.starts(name.to, word));
        if office && !line.has(name.to, clause.to, &["两地", "两市", "双方", "三市", "三地", "各自", "各市", "四市"])
        {
            return None;
        }
        let own_office = body.is_some_and(|body| {
            let bodies = before.iter().filter(|other| other.kind == Kind::Institution && other.name.to <= name.from);
            bodies.into_iter().any(|other| line.source(other.name.from, other.name.to).ends_with(body))
        });
        if own_office {
            return None;
        }
        if !together && only_strives(line, (part_from, clause), until, found, &initials_of(&parties)) {
            return None;
        }
        // 甲段, 乙段 behind a road: the stretch of it.
        let stretch = line.ends(name.to, "段")
            && line.spots.iter().any(|spot| spot.start == name.from && spot.end + 1 == name.to)
            && found.rule != "metrics";
        let road = || ["公路", "铁路", "线"].iter().find_map(|noun| self.known.stands_for(noun));
        let whole = if stretch { road().filter(|road| !road.ends_with('段')) } else { None };
        let full_name = match whole {
            Some(road) => Some(format!("{road}{}", line.source(name.from, name.to))),
            None if stretch => return None,
            None => self.full_name(line, found),
        };
        // 该线, 园区: only what was named before goes on.
        let works = matches!(found.kind, Kind::Institution | Kind::Project | Kind::Platform);
        let noun =
            works && !name.alone && name.head == name.from && name.to - name.from <= 3 && !several(line, name.to);
        // 主体工程: a side of a thing is not named without the thing.
        let side = works && !name.alone && line.lists(List::Aspect, name.from) == Some(name.to - name.from);
        // 首批标准厂房 behind a park: part of what the sentence speaks of.
        let first = works
            && line.one_of(name.from, &["首批", "首栋", "首座", "首期", "首段"]).is_some()
            && line.spots.iter().all(|spot| spot.start < name.from || spot.end > name.to)
            && clauses.get(..found.clause).unwrap_or_default().iter().any(|c| {
                c.part == clause.part
                    && within(&line.heads, c.from, c.to)
                        .iter()
                        .any(|h| matches!(h.value.kind, Kind::Project | Kind::Platform))
            });
        let side = side || first && full_name.is_none();
        if (found.rule == "goes_on" || noun && found.rule != "metrics" || side) && full_name.is_none() {
            return None;
        }
        let noun = line.heads.iter().find(|head| head.start == name.from).filter(|_| found.rule == "metrics");
        let thing = match noun {
            Some(noun) => self.known.stands_for(line.source(noun.start, noun.end)),
            None => full_name.clone(),
        };
        let parties = self.with_those_of(parties, thing.as_deref());
        let printed = printed.to_owned();
        let full_name = match found.rule {
            "metrics" => Some(self.spelled_out(line, found)).filter(|full| *full != printed),
            _ => full_name,
        };
        let signed_alone =
            found.kind == Kind::Agreement && parties.iter().filter(|p| matches!(p, Party::City(_))).count() == 0;
        if signed_alone {
            return None;
        }
        // 18个项目: a count of things, not a thing.
        let counted = line.quantities.iter().any(|q| {
            q.chars.start == name.from && q.chars.end == name.head && name.to - name.head <= 2 && q.value >= 2.0
        });
        // 实施协作项目60个: likewise, when the noun is no more than 项目.
        let counted = counted || works && line.ends_in(name.to, &["项目", "事项"]) && is_count(line, name);
        let kind = if counted && works { Kind::Target } else { kind_in(line, clauses, found) };
        // 两家医院…: so many, and not which.
        if counted && works && found.rule.starts_with("is_") && !line.ends_in(name.to, &["项目", "工程", "事项"])
        {
            return None;
        }
        let status = stage(line, clauses, kind, found, behind, self.to_come);
        let reach = Reach { sentence: sentence.0, part: part_from, clause, until, name };
        let (date, deadline) = times(line, reach, (kind, status), self.now, self.to_come);
        let status = by_day(line, clause, (found.rule, kind), status, (date.as_ref(), deadline.as_ref()), self.now);
        let claim = Claim {
            kind,
            name: printed,
            full_name,
            bare: name.alone
                && name.head <= name.from + 1
                && !matches!(found.rule, "decides" | "is_placed" | "metrics"),
            parties,
            date,
            deadline,
            quantities: amounts(line, clauses, (clause, until), name, (before, behind)),
            status,
            rule: found.rule,
            sentence: range,
            span: line.range(name.from, name.to),
        };
        Some((claim, together))
    }

    /// 二期 is of those who have the first: the cities of what a short name stands for, beside those named here.
    fn with_those_of(&self, mut parties: Vec<Party>, thing: Option<&str>) -> Vec<Party> {
        let Some(thing) = thing else { return parties };
        let same = |claim: &&Claim| claim.name == thing || claim.full_name.as_deref() == Some(thing);
        if let Some(claim) = self.claims.iter().rev().take(MOST_NAMES).find(same)
            && parties.iter().any(|party| claim.parties.contains(party))
        {
            parties.extend(claim.parties.iter().filter(|party| matches!(party, Party::City(_))).cloned());
            in_order(&mut parties);
        }
        parties
    }

    /// 到2025年产业园要实现产值50亿元 as 甲产业园产值50亿元: without the time and the words that only plan, and with the full name.
    fn spelled_out(&self, line: &Line<'_>, found: &Found) -> String {
        let name = found.name;
        let head = line.heads.iter().find(|head| head.start == name.from);
        let full = head.and_then(|head| {
            let word = line.source(head.start, head.end);
            self.known.stands_for(word).filter(|full| full.ends_with(word)).map(|full| (head.end, full))
        });
        let (mut at, mut text) = full.unwrap_or((name.from, String::new()));
        let mut from = at;
        while at < name.to {
            let date = line.dates.iter().find(|d| d.chars.start == at && d.chars.end < name.to && d.start.is_some());
            // 较上年下降: the year belongs to what is said.
            let compared = matches!(line.at(at.wrapping_sub(1)), '较' | '比');
            let skip = date.filter(|_| !compared).map(|d| d.chars.len());
            let (skip, before) =
                (skip, skip.is_some() && from < at && matches!(line.at(at - 1), '到' | '至' | '在' | '于'));
            let skip = skip.or_else(|| line.lists(List::Plans, at));
            // 计划生育, 总数: words that go on are no plan.
            let Some(skip) = skip.filter(|_| line.group(at).is_none()) else {
                at += 1;
                continue;
            };
            text.push_str(line.source(from, at - usize::from(before)));
            at += skip;
            from = at;
        }
        text.push_str(line.source(from, name.to));
        text
    }

    /// The full name that a bare head stands for: 产业园 after 甲乙产业园. Remembers full names, those that are weighed when they are told.
    fn full_name(&mut self, line: &Line<'_>, found: &Found) -> Option<String> {
        let name = found.name;
        let weighed = found.rule.starts_with("weighed");
        let printed = line.source(name.from, name.to);
        if name.head <= name.from || !matches!(found.kind, Kind::Institution | Kind::Project | Kind::Platform) {
            let full = self.known.stands_for(printed).filter(|_| name.head == name.from)?;
            if !weighed {
                self.known.add(printed, &full);
            }
            return Some(full);
        }
        if !weighed {
            self.known.add(line.source(name.head, name.to), printed);
        }
        None
    }

    /// Remembers the name of something that was weighed and told.
    pub(super) fn remember(&mut self, line: &Line<'_>, found: &Found) {
        let name = found.name;
        if name.head > name.from && matches!(found.kind, Kind::Institution | Kind::Project | Kind::Platform) {
            self.known.add(line.source(name.head, name.to), line.source(name.from, name.to));
        }
    }
}

/// What was found with its name as it is told, if it is a thing and not only spoken of.
pub(super) fn vetted(line: &Line<'_>, clauses: &[Clause], found: &Found) -> Option<Found> {
    let whole = matches!(found.rule, "metrics" | "decides" | "is_placed" | "in_fields" | "with_city" | "they_sign");
    let name = if whole { found.name } else { cleaned(line, without_whom(line, found.name))? };
    let found = Found { name, ..*found };
    (weighs(line, clauses, &found) && is_made(line, clauses, &found)).then_some(found)
}

/// 由两市市长任双组长的领导小组: who does what in it is no part of the name.
fn without_whom(line: &Line<'_>, name: Name) -> Name {
    if line.at(name.from) != '由' {
        return name;
    }
    let of = (name.from + 1..name.head).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
    let made = |at: usize| within(&line.verbs, name.from, at).iter().any(|verb| verb.value.object);
    match of.filter(|&at| name.to >= at + 5 && !made(at)) {
        Some(at) => Name { from: at + 1, ..name },
        None => name,
    }
}

/// 甲至乙公路改建工程。: a name and nothing else.
fn is_heading(line: &Line<'_>, from: usize, to: usize) -> bool {
    let Some(noun) = within(&line.heads, from, to).last() else { return false };
    (6..=30).contains(&(to - from))
        && line.at(to - 1) == '。'
        && noun.end == to - 1
        && !matches!(noun.value.kind, Kind::Event | Kind::Target)
        // 改建工程: the verb belongs to the noun.
        && within(&line.verbs, from, to).iter().all(|verb| verb.value.in_names && verb.end == noun.start)
        && (from..to).all(|at| !matches!(line.at(at), ',' | ';' | ':'))
}

pub(super) fn within<T>(tokens: &[Token<T>], from: usize, to: usize) -> &[Token<T>] {
    let start = tokens.partition_point(|token| token.start < from);
    let rest = tokens.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|token| token.end <= to).count();
    rest.get(..count).unwrap_or_default()
}

/// 年内全面完成: the day by which it is to be done stands before the verb.
fn is_due(line: &Line<'_>, clauses: &[Clause], index: usize, verb: &Token<Verb>) -> bool {
    let Some(&clause) = clauses.get(index) else { return false };
    let inside = |from: usize, to: usize| {
        let mut dates = line.dates.iter().filter(move |d| d.chars.start >= from && d.chars.end <= to);
        // 追溯到去年2月签署的协议: up to then, but long ago.
        let past = |at: usize| line.one_of(at, &["去年", "前年", "上月", "昨", "上周"]).is_some();
        dates.any(|d| (d.ahead || d.deadline) && d.start.is_some() && !past(d.chars.start))
    };
    // 7月1日起,启用…: the day is a clause of its own.
    let day = index.checked_sub(1).and_then(|before| clauses.get(before)).filter(|before| {
        let whole = |d: &Phrase| d.chars.start <= before.from + 1 && d.chars.end + 2 >= before.to;
        before.part == clause.part
            && line.dates.iter().any(|d| d.chars.end <= before.to && d.chars.start >= before.from && whole(d))
    });
    inside(clause.from, verb.start) || day.is_some_and(|day| inside(day.from, day.to))
}

/// A noun of the lexicon, a quote or a bracket stands between `from` and the end of the clause.
fn thing_behind(line: &Line<'_>, clause: Clause, from: usize) -> bool {
    let next = line.heads.partition_point(|head| head.end <= from);
    line.heads.get(next).is_some_and(|head| head.end <= clause.to)
        || (from..clause.to).any(|at| line.group(at).is_some())
}

/// A quote that fills its clause is speech, not a name.
fn is_whole_group(line: &Line<'_>, verb: &Token<Verb>, clause: Clause) -> bool {
    let Some(end) = line.group(verb.start) else { return false };
    end >= clause.to && line.group(clause.from) == Some(end) && !matches!(line.at(clause.from), '《' | '(')
}

/// 协作项目60个: how many there are stands behind, and no place says which.
fn is_count(line: &Line<'_>, name: Name) -> bool {
    let many = line.quantities.iter().any(|q| q.chars.start == name.to && q.value >= 2.0);
    many && line.spots.iter().all(|spot| spot.start < name.from || spot.end > name.to)
        && (name.from..name.to).all(|at| line.group(at).is_none())
}
