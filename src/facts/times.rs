//! Which time of its sentence says when a thing happened, and which by when it is to be. The day on which something begins or comes into
//! force is when it happened or will, never by when; the day on which it is to be finished is.

use jiff::civil::Date;

use super::{Kind, Status, When, clause::Clause, lexicon::List, name::Name, sentence::Line, wordlist::Words};
use crate::text::{date::PartialDate, dates::Phrase};

/// Where the times of a fact may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// Where the sentence begins, and its part between semicolons.
    pub(super) sentence: usize,
    pub(super) part: usize,
    /// The clause of the name.
    pub(super) clause: Clause,
    /// Where the next fact begins.
    pub(super) until: usize,
    pub(super) name: Name,
}

/// When it happened and by when it is to be. `now` is the day of writing, `planned` says that the page plans.
pub(super) fn times(
    line: &Line<'_>,
    reach: Reach,
    (kind, status): (Kind, Status),
    now: Option<Date>,
    planned: bool,
) -> (Option<When>, Option<When>) {
    let Reach { sentence, part, clause, until, name } = reach;
    let say = |phrase: &Phrase| When {
        value: phrase.value.clone(),
        certainty: phrase.certainty,
        text: line.source(phrase.chars.start, phrase.chars.end).to_owned(),
        rule: phrase.rule,
    };
    // A plan is when something happens only where it is the deadline; else it names a plan.
    let usable = |d: &&Phrase| {
        let noted = line.at(name.to) == '(' && line.group(name.to).is_some_and(|end| d.chars.end <= end);
        let inside = d.chars.start >= name.from && (d.chars.end <= name.to || noted);
        let nothing = d.value.is_empty() || d.value.starts_with('P') || inside;
        if d.rule == "plan" { d.deadline } else { !nothing }
    };
    let in_sentence = || line.dates.iter().filter(|d| d.chars.start >= sentence && d.chars.end <= until).filter(usable);
    let in_part = || in_sentence().filter(|d| d.chars.start >= part);
    // 5月18日举办甲启动仪式: what begins in the name of an event says nothing of its day.
    let begins = |d: &&Phrase| kind != Kind::Event && matches!(role(line, d), Role::Begins | Role::From);
    // 2020年动工,已建成: the day it was begun is not the day it was done.
    let long_ago = |d: &&Phrase| status == Status::Done && works(kind) && role(line, d) == Role::Begins;
    let open = matches!(status, Status::Stated | Status::Planned | Status::Preliminary | Status::UnderConstruction);
    let ahead = |d: &&Phrase| {
        let finishes = || role(line, d) == Role::Ends || planned && status == Status::Planned;
        d.deadline || d.ahead || open && finishes() && now.is_some_and(|now| lies_ahead(d, now))
    };
    let due = || in_part().filter(ahead).filter(|d| !begins(d));
    // 年底前封顶,明年建成: the day it is finished goes before.
    let deadline = due().find(|d| role(line, d) == Role::Ends).or_else(|| due().next());
    // 力争年底前开工: no day of a beginning but the last one for it.
    let deadline = deadline.or_else(|| in_part().find(|d| ahead(d) && is_limit(line, d)));
    let over = is_over(kind, status);
    // 展会12月16日至18日举行: told before it took place.
    let held = deadline.filter(|d| over && kind == Kind::Event && !is_limit(line, d));
    let deadline = deadline.filter(|_| !over);
    // The nearest before the name's clause ends; a date says more than 目前.
    let is_deadline = |d: &&Phrase| deadline.is_some_and(|by| by.chars == d.chars);
    let past = |d: &&Phrase| !(d.deadline || d.ahead || is_deadline(d));
    let before = |d: &&Phrase| past(d) && !long_ago(d) && d.chars.start < clause.to;
    let date = in_sentence().rfind(|d| before(d) && d.rule != "about_now" && d.rule != "counted");
    // 全长3公里,今年6月动工: the day on which it begins, wherever it stands.
    let start = in_part()
        .find(|d| begins(d) && !long_ago(d) && !is_deadline(d))
        .filter(|d| may_begin(kind, status) && d.rule != "counted");
    let date = match (date, start) {
        (Some(date), Some(start)) if start.chars.start > date.chars.start && status != Status::Done && works(kind) => {
            Some(start)
        }
        (date, start) => date.or(start).or(held),
    };
    // 去年3月开工,今年7月通过验收: the day it was done stands behind the day it was begun.
    let finished = || in_part().rfind(|d| past(d) && d.rule != "counted" && role(line, d) == Role::Ends);
    let date = date.or_else(|| finished().filter(|_| status == Status::Done && works(kind)));
    let date =
        date.or_else(|| in_sentence().rfind(before).filter(|d| d.rule == "about_now" && status != Status::Planned));
    (date.map(say), deadline.map(say))
}

/// What is said to happen at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// 动工, 施行.
    Begins,
    /// 5月1日起.
    From,
    /// 建成, 投用.
    Ends,
    /// Neither.
    Other,
}

/// What the words behind a time say, up to the end of its clause or the next time.
fn role(line: &Line<'_>, d: &Phrase) -> Role {
    let end = d.chars.end;
    if line.at(end.wrapping_sub(1)) == '起' || line.at(end) == '起' && !matches!(line.at(end + 1), '草' | '降' | '飞')
    {
        return Role::From;
    }
    let next = line.dates.iter().map(|other| other.chars.start).find(|&start| start >= end).unwrap_or(line.to);
    for at in end..next {
        if matches!(line.at(at), ',' | ';' | '。' | '!' | '?' | '\u{3001}') && line.group(at).is_none() {
            break;
        }
        if line.lists(List::Finishes, at).is_some() {
            return Role::Ends;
        }
        if let Some(length) = line.lists(List::Begins, at) {
            // 实施项目36个 is what is done, 起实施 the day of effect.
            let effect = line.one_of(at, &["实施", "执行"]).is_some();
            let ends = matches!(line.at(at + length), ',' | ';' | '。' | '\0' | '的');
            if !effect || ends || at + length >= line.to {
                return Role::Begins;
            }
        }
    }
    Role::Other
}

/// 年底前, 力争年内: the last day for it.
fn is_limit(line: &Line<'_>, d: &Phrase) -> bool {
    static STRIVES: Words =
        Words::new(&["力争", "力争在", "力争于", "争取", "争取在", "确保", "确保在", "不迟于", "最迟"]);
    let (start, end) = (d.chars.start, d.chars.end);
    matches!(line.at(end.wrapping_sub(1)), '前' | '内') || line.ends_in(start, &STRIVES)
}

/// 上半年投用, written in March: no word says that it lies ahead, but it is not over.
fn lies_ahead(d: &Phrase, now: Date) -> bool {
    let (Some(start), Some(end)) = (d.start, d.end) else { return false };
    let days = |from: Date, to: Date| (to - from).get_days();
    !matches!(d.rule, "about_now" | "counted" | "relative_day" | "plan")
        && end > now
        && (start > now || days(start, end) > 27 && days(start, now) * 2 <= days(start, end))
}

/// What has been signed, set up, issued or finished is due no more.
fn is_over(kind: Kind, status: Status) -> bool {
    match status {
        Status::Done => !works(kind),
        Status::Signed => kind == Kind::Agreement,
        Status::Established => kind == Kind::Institution,
        Status::Approved => kind == Kind::Policy,
        _ => false,
    }
}

/// The day on which it begins is a day of the thing itself. A paper is signed and a body is set up before what they say begins.
const fn may_begin(kind: Kind, status: Status) -> bool {
    match kind {
        Kind::Agreement | Kind::Event => false,
        Kind::Institution => !matches!(status, Status::Established),
        _ => true,
    }
}

const fn works(kind: Kind) -> bool {
    matches!(kind, Kind::Project | Kind::Platform)
}

/// The first day of writing, as far as it is known.
pub(super) fn day_of(base: Option<PartialDate>) -> Option<Date> {
    let base = base?;
    Date::new(base.year, base.month?.cast_signed(), base.day.map_or(1, u8::cast_signed)).ok()
}
