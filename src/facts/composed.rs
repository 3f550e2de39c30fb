//! Verbs put together by grammar, of which no list has all: 完成箱梁架设, 进入布展阶段, 桥面铺装完成, 签一个协议.

use super::{
    Kind, Status,
    lexicon::{Head, List, Verb},
    sentence::{Line, Token},
    wordlist::Words,
};
use crate::text::punct::is_han;

/// Open a verb that ends with what was finished.
static FINISHES: Words = Words::new(&["完成", "通过", "启动", "正进行", "正在进行"]);
/// Say behind a piece of work that it is finished or goes on.
static ENDS: Words = Words::new(&["完成", "完毕", "完工", "结束", "就绪", "到位", "过半", "启动", "收尾", "展开"]);
/// Open a stretch of the work: 进入布展阶段.
static ENTERS: Words = Words::new(&["进入", "转入", "迈入", "步入", "处于", "处在", "仍处于", "尚处于", "停留在"]);
/// Ends of such a stretch.
static STRETCHES: Words = Words::new(&["阶段", "尾声", "环节", "程序", "收尾", "冲刺"]);
/// Most characters between the two halves of such a verb.
const GAP: usize = 9;

const WORKS: u8 = Kind::Project.bit() | Kind::Platform.bit() | Kind::Institution.bit();

/// Adds the verbs that the line puts together; `heads` are the nouns of its names.
pub(super) fn composed(line: &Line<'_>, heads: &[Token<Head>], verbs: &mut Vec<Token<Verb>>) {
    for at in line.from..line.to {
        match line.at(at) {
            '完' | '通' | '启' | '正' => finishes(line, heads, at, verbs),
            '进' | '转' | '迈' | '步' | '处' | '仍' | '尚' | '停' => enters(line, heads, at, verbs),
            '签' => signs(line, at, verbs),
            '一' | '两' => makes_one(line, heads, at, verbs),
            _ => {}
        }
    }
    let mut last = None;
    for (at, _, list) in line.listed(line.from, line.to) {
        let work = matches!(list, List::EarlyWork | List::SiteWork | List::LastWork);
        if work && last.replace(at) != Some(at) {
            worked(line, at, verbs);
        }
    }
}

/// Which piece of the work a word is.
fn piece(line: &Line<'_>, at: usize) -> Option<(usize, Status)> {
    let of = |list, status| line.lists(list, at).map(|length| (length, status));
    of(List::EarlyWork, Status::Preliminary)
        .or_else(|| of(List::SiteWork, Status::UnderConstruction))
        .or_else(|| of(List::LastWork, Status::Done))
}

/// No place, no noun of a name and no mark stands in `from..to`.
fn plain(line: &Line<'_>, heads: &[Token<Head>], from: usize, to: usize) -> bool {
    (from..to).all(|at| {
        line.group(at).is_none()
            && !matches!(line.at(at), ',' | '\u{3001}' | '的' | '了' | '。' | ';' | ':' | ' ' | '并')
    }) && line.spots.iter().all(|spot| spot.end <= from || spot.start >= to)
        && heads.iter().all(|head| head.end <= from || head.end > to)
}

fn push(
    line: &Line<'_>,
    (start, end): (usize, usize),
    word: &'static str,
    status: Status,
    verbs: &mut Vec<Token<Verb>>,
) {
    // A rule that is revised is no work.
    let kinds = if status == Status::Preliminary { WORKS | Kind::Policy.bit() } else { WORKS };
    if line.group(start).is_none() {
        verbs.push(Token { start, end, value: Verb::composed(word, end - start, status, kinds) });
    }
}

/// 完成最后一片箱梁架设, 完成施工图审查.
fn finishes(line: &Line<'_>, heads: &[Token<Head>], at: usize, verbs: &mut Vec<Token<Verb>>) {
    let Some(length) = line.one_of(at, &FINISHES) else { return };
    let from = at + length;
    let mut near = line.listed(from, (from + GAP).min(line.to));
    let piece = near.find_map(|(at, ..)| piece(line, at).map(|found| (at, found)));
    let Some((begin, (length, status))) = piece else { return };
    let end = begin + length;
    let over = line.to <= end || matches!(line.at(end), ',' | '。' | ';' | '!' | ')' | '并' | '和' | '、' | '后');
    let starts = line.one_of(at, &["启动", "正进行", "正在进行"]).is_some();
    // 启动环评 is early work; 启动竣工验收 is not the end of it.
    let status = if starts && status == Status::Done { Status::UnderConstruction } else { status };
    if over && plain(line, heads, from, begin) {
        push(line, (at, end), "完成工序", status, verbs);
    }
}

/// 进入布展阶段, 转入设备安装.
fn enters(line: &Line<'_>, heads: &[Token<Head>], at: usize, verbs: &mut Vec<Token<Verb>>) {
    let Some(length) = line.one_of(at, &ENTERS) else { return };
    let from = at + length;
    let stretch = line.each_of(from, from + GAP, &STRETCHES).next();
    let Some((at_end, end)) = stretch.map(|(at, length)| (at, at + length)) else { return };
    // 第二阶段 may be a noun of names itself.
    if !plain(line, heads, from, at_end) {
        return;
    }
    // What the stretch is called says how far the thing is.
    let early = [
        "前期", "论证", "设计", "招标", "报批", "审批", "审查", "审议", "可研", "选址", "筹备", "征求", "谈判", "磋商",
        "研究", "起草", "规划", "评审", "协商",
    ];
    let late = ["运营", "运行", "试产"];
    let status = if line.has(from, end, &early) {
        Status::Preliminary
    } else if line.has(from, end, &late) {
        Status::Done
    } else {
        Status::UnderConstruction
    };
    push(line, (at, end), "进入阶段", status, verbs);
}

/// 桥面铺装完成, 会签完毕.
fn worked(line: &Line<'_>, at: usize, verbs: &mut Vec<Token<Verb>>) {
    let Some((length, status)) = piece(line, at) else { return };
    let end = at + length;
    let skip =
        line.one_of(end, &["已经", "已全部", "已基本", "已", "全部", "基本", "均已", "工作已", "工作"]).unwrap_or(0);
    let Some(last) = line.one_of(end + skip, &ENDS) else { return };
    // 改造完成招标: what is finished stands behind.
    let goes_on = is_han(line.at(end + skip + last)) && !matches!(line.at(end + skip + last), '并' | '后' | '了');
    // 完成审查完成: the first half has it already.
    if goes_on || line.ends_in(at, &FINISHES) {
        return;
    }
    let status = if status == Status::Done && line.one_of(end + skip, &["启动", "展开", "过半"]).is_some() {
        Status::UnderConstruction
    } else {
        status
    };
    push(line, (at, end + skip + last), "工序完成", status, verbs);
}

/// 签一个框架协议, 签两份: the bare verb before how many.
fn signs(line: &Line<'_>, at: usize, verbs: &mut Vec<Token<Verb>>) {
    let before = line.at(at.wrapping_sub(1));
    let counted = matches!(line.at(at + 1), '一' | '两' | '三' | '四' | '个' | '份' | '《' | '\u{201c}' | '「' | '项');
    if !counted || "标书封便竹抽证会联续草改商补新换面".contains(before) || line.group(at).is_some() {
        return;
    }
    let (word, status) = ("签", Status::Signed);
    let value = Verb { object: true, subject: false, ..Verb::composed(word, 1, status, Kind::Agreement.bit()) };
    verbs.push(Token { start: at, end: at + 1, value });
}

/// Words of making that are too common to be verbs of the lexicon.
static MAKES: Words = Words::new(&[
    "合股开",
    "合伙开",
    "合力开",
    "合股办",
    "合开",
    "合办",
    "合设",
    "合搭",
    "合组",
    "共设",
    "共组",
    "共搭",
    "共开",
    "开出",
    "开起",
    "办起",
    "建起",
    "设起",
    "搭起",
    "盖起",
    "凑出",
    "攒出",
    "开",
    "办",
    "建",
    "设",
    "搭",
    "组",
    "凑",
]);
/// What a single thing is counted by.
static ONE: Words = Words::new(&[
    "一家", "一处", "一间", "一所", "一座", "一支", "一套", "一条", "一个", "一只", "一趟", "一班", "一档", "一张",
    "一本", "两家", "两处", "两所", "两座", "两支", "两个", "两条",
]);

/// 合股开一家茶叶交易中心, 两家凑出一支巡护队: a plain word before a single thing, where several make it.
fn makes_one(line: &Line<'_>, heads: &[Token<Head>], at: usize, verbs: &mut Vec<Token<Verb>>) {
    if line.one_of(at, &ONE).is_none() || line.group(at).is_some() {
        return;
    }
    let over = line.at(at.wrapping_sub(1)) == '了';
    let end = at - usize::from(over);
    let Some(length) = (1..=3).rev().find(|&n| end >= n && line.one_of(end - n, &MAKES) == Some(n)) else { return };
    let start = end - length;
    if verbs.iter().any(|verb| verb.start < end && verb.end > start) || line.group(start).is_some() {
        return;
    }
    // Up to the mark before it.
    let from = (line.from..start).rfind(|&at| matches!(line.at(at), '。' | ';')).unwrap_or(line.from);
    let to = (at..line.to).find(|&at| matches!(line.at(at), ',' | '。' | ';')).unwrap_or(line.to);
    // 一只基金,叫甲基金: the noun alone says too little.
    let thing = heads.iter().any(|head| head.start > at + 3 && head.end <= to);
    if !thing || !line.has(from, at, &["合", "共", "联", "两", "双方", "三", "四", "一起", "携手", "各"]) {
        return;
    }
    let status =
        if over || length > 1 && line.has(start, end, &["起", "出"]) { Status::Established } else { Status::Stated };
    let value =
        Verb {
            object: true, subject: false, strong: true, ..Verb::composed("合办一家", end - start, status, WORKS)
        };
    verbs.push(Token { start, end, value });
}
