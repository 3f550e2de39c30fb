//! Counted lengths of time: 三年前, 半年后, 未来五年, 为期3个月, 三周年.

use super::{
    super::reader::{Text, number},
    calendar::Unit,
    grammar::{Expr, Read, Toward, plain},
};

/// 三年前, 半年后, 17天内, 近一年来, 未来五年, 为期3个月, 三周年.
pub(super) fn counted(text: Text<'_>, at: usize) -> Option<Read> {
    let lead = text.one_of(at, &["未来", "今后", "过去", "最近", "近"]).unwrap_or(0);
    let prefix = text.at(at);
    let from = at + lead;
    let (halves, mut next) = if text.at(from) == '半' {
        (1, from + 1)
    } else {
        let printed = number(text, from).filter(|n| n.value > 0 && n.value < 200 && n.length <= 3)?;
        (i32::try_from(printed.value).ok()? * 2, printed.end)
    };
    next = text.blanks(next);
    next += text
        .one_of(next, &["多个", "余个", "个多", "来个"])
        .map_or(0, |length| length - usize::from(text.at(next) != '个'));
    next += usize::from(matches!(text.at(next), '多' | '余'));
    let units: [(&str, Unit); 13] = [
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
    let more = matches!(text.at(next.wrapping_sub(1)), '多' | '余');
    let (word, unit) = *units.iter().find(|(word, _)| text.starts(next, word))?;
    if word == "月" && lead == 0 && halves > 1 {
        return None;
    }
    if word == "周年" {
        return Some(plain(next + 2, Expr::Span { halves, unit, toward: Toward::Anniversary }, "anniversary"));
    }
    // 第二学年, 二年级 are other words.
    if word == "学年" && lead == 0 {
        return None;
    }
    next += word.chars().count();
    next += usize::from(matches!(text.at(next), '多' | '余') || text.at(next) == '半' && unit == Unit::Year);
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
    let span = |end, toward, rule| Some(plain(end, Expr::Span { halves, unit, toward }, rule));
    if let Some((tail, toward)) = tails.iter().find(|(tail, _)| text.starts(next, tail)) {
        let end = next + tail.chars().count();
        // 一年前进, 五年来到, 三天后勤, 两年来访 are other words; 近三年内 looks back.
        let other = match *tail {
            "前" => matches!(text.at(end), '进' | '往' | '景' | '夕' | '后' | '沿' | '列' | '茅'),
            "后" => matches!(text.at(end), '续' | '勤' | '备' | '期'),
            "内" => matches!(text.at(end), '部' | '容' | '外'),
            "来" => matches!(text.at(end), '到' | '访' | '自' | '客' | '华'),
            "里" => matches!(text.at(end), '程'),
            "间" => matches!(text.at(end), '隔'),
            _ => false,
        };
        let toward = match (prefix, toward) {
            ('近' | '过' | '最', _) => Toward::Back,
            ('未' | '今', _) => Toward::Ahead,
            (_, toward) => *toward,
        };
        return if other { None } else { span(end, toward, "counted") };
    }
    match prefix {
        '近' | '过' | '最' if lead > 0 => {
            // 近3年 is a time, 近30天的工期 hardly one.
            (text.at(at) != '近' || unit != Unit::Day || !matches!(text.at(next), '的'))
                .then(|| plain(next, Expr::Span { halves, unit, toward: Toward::Back }, "counted"))
        }
        '未' | '今' if lead > 0 => span(next, Toward::Ahead, "counted"),
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
                ],
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
                            "实现", "达成", "谈", "修", "拆", "就", "开", "间",
                        ],
                    )
                    .is_some();
            let behind = behind || opens;
            (lasts || behind).then(|| plain(next, Expr::Span { halves, unit, toward: Toward::Length }, "duration"))
        }
    }
}
