//! Counted lengths of time: 三年前, 半年后, 未来五年, 为期3个月, 三周年.

use super::{
    super::reader::{Number, Text, han_digit, number},
    calendar::Unit,
    grammar::{Expr, Read, Toward, plain},
    suffix::joint,
};

/// The number that is counted: 两三年 is up to three, not 23.
fn about(text: Text<'_>, at: usize, printed: Number) -> u32 {
    match (han_digit(text.at(at)), han_digit(text.at(at + 1))) {
        (Some(low), Some(high)) if printed.han && printed.length == 2 && high == low + 1 => high,
        _ => printed.value,
    }
}

/// 三年前, 半年后, 17天内, 近一年来, 未来五年, 为期3个月, 三周年.
pub(super) fn counted(text: Text<'_>, at: usize) -> Option<Read> {
    let leads = ["未来的", "未来", "今后的", "今后", "过去的", "过去", "最近", "近", "接下来的", "接下来", "这"];
    let lead = text.one_of(at, &leads).unwrap_or(0);
    let prefix = text.at(at);
    let from = at + lead;
    let (mut least, mut halves, mut next) = (None, 1, from + 1);
    if text.at(from) != '半' {
        let count = |at| number(text, at).filter(|n| n.value > 0 && n.value < 200 && n.length <= 3);
        let printed = count(from)?;
        (halves, next) = (i32::try_from(about(text, from, printed)).ok()? * 2, printed.end);
        // 3至5年, 三到六个月: as long as the second.
        if !matches!(text.at(text.blanks(next)), '\u{3001}')
            && let Some(most) = joint(text, next).and_then(count).filter(|most| most.value > printed.value)
        {
            least = Some(halves);
            (halves, next) = (i32::try_from(most.value).ok()? * 2, most.end);
        }
    }
    // 这一年 is another word, and 这三天 hardly a time.
    if prefix == '这' && (halves <= 2 || matches!(text.at(next), '天' | '日')) {
        return None;
    }
    next = text.blanks(next);
    // 一个半月.
    if halves > 1 && text.starts(next, "个半月") {
        halves += 1;
        next += 1;
    }
    next += text
        .one_of(next, &["多个", "余个", "个多", "来个", "几个"])
        .map_or(0, |length| length - usize::from(text.at(next) != '个'));
    next += usize::from(matches!(text.at(next), '多' | '余' | '几'));
    let units: [(&str, Unit); 14] = [
        ("半月", Unit::Month),
        ("周年", Unit::Year),
        ("个学年", Unit::Year),
        ("学年", Unit::Year),
        ("个年头", Unit::Year),
        ("年头", Unit::Year),
        ("年", Unit::Year),
        ("个月", Unit::Month),
        ("月", Unit::Month),
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("个星期", Unit::Week),
        ("星期", Unit::Week),
        ("周", Unit::Week),
    ];
    let more = matches!(text.at(next.wrapping_sub(1)), '多' | '余' | '几');
    let (word, unit) = *units.iter().find(|(word, _)| text.starts(next, word))?;
    // 一个多月前 has lost its 个 to 多.
    if matches!(word, "月" | "半月") && lead == 0 && halves > 1 && halves % 2 == 0 && !more {
        return None;
    }
    if word == "周年" {
        return Some(plain(
            next + 2,
            Expr::Span { halves, unit, toward: Toward::Anniversary, least: None },
            "anniversary",
        ));
    }
    // 第二学年, 二年级 are other words.
    if word == "学年" && lead == 0 {
        return None;
    }
    next += word.chars().count();
    // 两年半, 一年零三个月.
    let mut unit = unit;
    if text.at(next) == '半' && unit == Unit::Year {
        halves += 1;
        next += 1;
    } else if matches!(text.at(next), '零' | '又')
        && unit == Unit::Year
        && let Some(months) = number(text, next + 1).filter(|n| n.value < 12 && text.starts(n.end, "个月"))
    {
        halves = halves * 12 + i32::try_from(months.value).ok()? * 2;
        unit = Unit::Month;
        next = months.end + 2;
    }
    next += usize::from(matches!(text.at(next), '多' | '余'));
    let more = more || matches!(text.at(next - 1), '多' | '余');
    // 一年多来: a month more.
    let over = more && matches!(unit, Unit::Year | Unit::Month) && text.one_of(next, &["来", "以来"]).is_some();
    let (halves, unit) = match (over, unit) {
        (true, Unit::Year) => (halves * 12 + 2, Unit::Month),
        (true, Unit::Month) => (halves + 2, Unit::Month),
        _ => (halves, unit),
    };
    let tails: [(&str, Toward); 14] = [
        ("以前", Toward::Ago),
        ("之前", Toward::Ago),
        ("前", Toward::Ago),
        ("以后", Toward::Later),
        ("之后", Toward::Later),
        ("后", Toward::Later),
        ("以内", Toward::Ahead),
        ("之内", Toward::Ahead),
        ("内", Toward::Ahead),
        ("里", Toward::Ahead),
        ("以来", Toward::Back),
        ("来", Toward::Back),
        ("间", Toward::Back),
        ("时间里", Toward::Back),
    ];
    // 历时近三年 only lasts.
    let lead = if prefix == '近' && text.ends(at, &["历时", "为期", "耗时", "长达", "用时", "工期", "花了", "用了"])
    {
        0
    } else {
        lead
    };
    let span = |end, toward, rule| Some(plain(end, Expr::Span { halves, unit, toward, least }, rule));
    if let Some((tail, toward)) = tails.iter().find(|(tail, _)| text.starts(next, tail)) {
        let end = next + tail.chars().count();
        // 一年前进, 五年来到, 三天后勤, 两年来访 are other words; 近三年内 looks back.
        let other = match *tail {
            "前" => matches!(text.at(end), '进' | '往' | '景' | '夕' | '后' | '沿' | '列' | '茅'),
            "后" => matches!(text.at(end), '续' | '勤' | '备' | '期'),
            "内" => matches!(text.at(end), '部' | '容' | '外'),
            "来" => matches!(text.at(end), '到' | '访' | '自' | '客' | '华'),
            "里" => matches!(text.at(end), '程'),
            // 2019—2021年三年间 has said when.
            "间" => matches!(text.at(end), '隔') || text.before(at) == '年',
            _ => false,
        };
        // 17天内架好了桥: how long it took.
        let took = || {
            let clause = (end..end + 16).take_while(|&i| !matches!(text.at(i), ',' | '。' | ';' | '\n' | '\0' | '!'));
            lead == 0
                && clause.into_iter().any(|i| text.at(i) == '了' && text.at(i + 1) != '解' && text.before(i) != '除')
        };
        if *toward == Toward::Ahead && matches!(unit, Unit::Day | Unit::Week | Unit::Month) && took() {
            return span(end, Toward::Length, "duration");
        }
        let toward = match (prefix, toward) {
            ('近' | '过' | '最' | '这', _) if lead > 0 => Toward::Back,
            ('未' | '今' | '接', _) if lead > 0 => Toward::Ahead,
            (_, toward) => *toward,
        };
        return if other { None } else { span(end, toward, "counted") };
    }
    match prefix {
        '近' | '过' | '最' | '这' if lead > 0 => {
            // 近3年 is a time, 近30天的工期 hardly one.
            (text.at(at) != '近' || unit != Unit::Day || !matches!(text.at(next), '的'))
                .then(|| plain(next, Expr::Span { halves, unit, toward: Toward::Back, least }, "counted"))
        }
        '未' | '今' | '接' if lead > 0 => span(next, Toward::Ahead, "counted"),
        _ => {
            let lasts = text.ends(
                at,
                &[
                    "为期",
                    "历时",
                    "耗时",
                    "用时",
                    "利用",
                    "用",
                    "期限",
                    "工期",
                    "总工期",
                    "效期",
                    "有效期",
                    "周期",
                    "建设期",
                    "提前",
                    "提前了",
                    "推迟",
                    "推迟了",
                    "延期",
                    "缩短",
                    "缩短了",
                    "延长",
                    "延长了",
                    "长达",
                    "租期",
                    "聘期",
                    "任期",
                    "过渡期",
                    "不超过",
                    "不少于",
                    "工期约",
                    "合作期",
                    "实习期",
                    "培训期",
                    "试用期",
                    "运营期",
                    "期限为",
                    "工期为",
                    "有效期为",
                    "周期为",
                    "保护期",
                    "花了",
                    "仅用",
                    "只用",
                    "用了",
                    "效期为",
                    "期为",
                    "期限是",
                    "试行",
                    "试运行",
                    "暂定",
                    "持续",
                    "连续",
                    "历经",
                    "经过",
                    "走过",
                    "走过了",
                    "整整",
                    "等了",
                    "跑了",
                    "谈了",
                    "工期缩短",
                    "顺延",
                    "续期",
                    "续约",
                    "延长至",
                    "延至",
                    "满",
                    "已满",
                    "不满",
                    "有",
                    "留出",
                    "预留",
                    "设",
                    "设置",
                    "给出",
                    "至少",
                    "最长",
                    "最短",
                    "为",
                    "时间为",
                    "分",
                    "签",
                    "一签",
                    "长",
                    "逾",
                    "超过",
                    "多花",
                    "少用",
                    "压缩",
                    "节省",
                    "省下",
                    "签约",
                    "之日起",
                    "短短",
                    "仅仅",
                    "历时约",
                    "历时近",
                    "为期约",
                    "周期约",
                    "期限约",
                    "续签",
                    "缔约",
                    "托管",
                    "承租",
                    "租赁",
                ],
            );
            // 帮扶期三年, 合作期限5年: whatever lasts.
            let lasts = lasts
                || text.before(at) == '期'
                    && !matches!(
                        text.before(at - 1),
                        '同' | '一'
                            | '二'
                            | '三'
                            | '四'
                            | '前'
                            | '后'
                            | '近'
                            | '中'
                            | '长'
                            | '初'
                            | '末'
                            | '时'
                            | '分'
                            | '首'
                            | '定'
                            | '学'
                            | '周'
                            | '延'
                            | '短'
                            | '本'
                            | '上'
                            | '下'
                            | '届'
                            | '早'
                            | '日'
                            | '到'
                            | '逾'
                            | '按'
                            | '第'
                            | '星'
                    );
            let behind = text.one_of(next, &["时间"]).is_some()
                && matches!(text.before(at), '用' | '期' | '了' | '过' | '要' | '约')
                || text
                    .one_of(
                        next,
                        &[
                            "过渡期",
                            "缓冲期",
                            "试用期",
                            "有效期",
                            "保护期",
                            "期限",
                            "工期",
                            "建设期",
                            "服务期",
                            "合作期",
                            "任期",
                            "宽限期",
                            "免租期",
                            "培育期",
                            "窗口期",
                            "磨合期",
                            "禁渔期",
                            "执行期",
                            "监测期",
                            "的过渡期",
                            "的有效期",
                            "的合作期",
                            "有效",
                        ],
                    )
                    .is_some();
            // 半年处理投诉65件, 40天接待学生: at the head of a clause, and somebody does something in that time.
            let opens = matches!(text.before(at), ',' | '。' | ';' | '\u{3000}' | '\n' | '\0' | ':')
                && text
                    .one_of(
                        next,
                        &[
                            "接待", "处理", "完成", "办结", "办理", "累计", "共", "卖", "建成", "跑", "走", "下来",
                            "过去", "看", "发", "收", "运", "查", "送", "签", "投", "增", "引", "培", "新", "销",
                            "实现", "达成", "谈", "修", "拆", "就", "开", "间", "调处", "调解", "化解", "解决", "受理",
                            "答复", "组织", "举办", "服务", "破", "抓", "救", "巡", "种", "植", "清", "募", "筹",
                            "推动", "落实", "打通", "铺", "架", "换",
                        ],
                    )
                    .is_some();
            let behind = behind || opens;
            (lasts || behind)
                .then(|| plain(next, Expr::Span { halves, unit, toward: Toward::Length, least }, "duration"))
        }
    }
}
