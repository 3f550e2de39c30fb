//! What an article has named so far, so that 园区, 该线 and 工程 mean the thing that was named before.

use super::{Kind, clause::Clause, extract::within, lexicon::List, name::Name, name::says_enough, sentence::Line};

/// Only what was said lately is meant by a bare noun.
const MOST: usize = 120;
/// Longest name, characters.
const MOST_CHARS: usize = 24;

/// Nouns that stand for others: what the full name may end with.
const CLASSES: [(&[&str], &[&str]); 12] = [
    (&["项目", "工程", "該工程", "该工程", "項目"], &[]),
    (
        &["线路", "线", "铁路", "高铁", "城际", "轨道"],
        &["线", "线路", "铁路", "高铁", "城际", "快线", "专线", "环线", "轻轨", "号线", "航线", "专用线"],
    ),
    (
        &["公路", "通道", "道路", "高速", "大道", "路"],
        &["公路", "通道", "高速", "大道", "快速路", "路", "国道", "省道", "干道"],
    ),
    (&["班列", "列车", "专列", "公交"], &["班列", "列车", "专列", "公交", "专线", "快巴"]),
    (&["园区", "产业园", "园", "园子"], &["园区", "产业园", "园", "新城", "小镇", "示范园", "产业城", "港城"]),
    (&["合作区", "示范区", "先行区", "新区", "试验区", "功能区", "片区", "开发区"], &["区"]),
    (&["平台", "系统", "网站", "小程序", "专区"], &["平台", "系统", "网", "专区", "一张网", "小程序", "门户"]),
    (&["基地"], &["基地", "园", "中心"]),
    (&["港区", "码头", "港口", "港"], &["港", "港区", "码头", "作业区"]),
    (&["大桥", "桥", "桥梁"], &["桥", "大桥", "特大桥", "通道"]),
    (&["工厂", "厂区", "生产线"], &["厂", "工厂", "生产线", "项目", "基地"]),
    (&["走廊", "产业带", "经济带"], &["走廊", "带"]),
];

/// The things that were named, the last one last: the noun and the whole.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<(String, String)>);

impl Known {
    /// Remembers a name.
    pub(super) fn add(&mut self, noun: &str, full: &str) {
        if self.0.len() >= MOST * 2 {
            self.0.drain(..MOST);
        }
        if ["这", "該", "该", "此", "本"].iter().any(|word| full.starts_with(word)) {
            return;
        }
        if self.0.last().is_none_or(|(_, last)| last != full) {
            self.0.push((noun.to_owned(), full.to_owned()));
        }
    }

    /// What a bare noun stands for.
    pub(super) fn stands_for(&self, noun: &str) -> Option<String> {
        let bare = ["该", "該", "本", "此", "这条", "這條", "这座", "這座", "这个", "這個", "这一"]
            .iter()
            .find_map(|word| noun.strip_prefix(word))
            .unwrap_or(noun);
        // 二期: of what was named last.
        if let Some(stage) = ["一期", "二期", "三期", "四期", "首期"].into_iter().find(|stage| bare == *stage)
        {
            let (_, last) = self.0.last()?;
            let whole = ["一期", "二期", "三期", "四期", "首期"].iter().find_map(|other| last.strip_suffix(other));
            return Some(format!("{}{stage}", whole.unwrap_or(last)));
        }
        let same = self.0.iter().rev().find(|(known, full)| known == bare || full.ends_with(bare) && full != bare);
        let class = || {
            let (_, ends) = CLASSES.iter().find(|(words, _)| words.contains(&bare))?;
            self.0.iter().rev().find(|(_, full)| {
                // 甲快速路工程 is a road.
                let full = ["项目", "工程"].iter().find_map(|end| full.strip_suffix(end)).unwrap_or(full);
                // 项目 is no company.
                let body = ["公司", "集团", "联盟", "基金", "小组", "办公室", "委员会", "队"]
                    .iter()
                    .any(|end| full.ends_with(end));
                ends.is_empty() && !body || ends.iter().any(|end| full.ends_with(end))
            })
        };
        same.or_else(class).map(|(_, full)| full.clone())
    }

    /// Remembers what a sentence names with a place, whether it tells a fact of it or not.
    pub(super) fn read(&mut self, line: &Line<'_>, clauses: &[Clause]) {
        for clause in clauses {
            for head in within(&line.heads, clause.from, clause.to) {
                if !matches!(head.value.kind, Kind::Project | Kind::Platform | Kind::Institution) {
                    continue;
                }
                // “甲护照”: the quote is the name.
                if let Some(behind) = line.group(head.start) {
                    let from = (line.from..head.start)
                        .rev()
                        .take(MOST_CHARS)
                        .take_while(|&at| line.group(at) == Some(behind))
                        .last();
                    if let Some(from) =
                        from.filter(|_| head.end + 1 == behind && matches!(line.at(head.end), '\u{201d}' | '」'))
                    {
                        self.add(line.source(head.start, head.end), line.source(from + 1, head.end));
                    }
                    continue;
                }
                let least = head.end.saturating_sub(MOST_CHARS).max(clause.from);
                let spot = line.spots.iter().find(|spot| spot.start >= least && spot.end <= head.start);
                // 是向海产业合作区的首个项目: no place says where it begins, but a little word does.
                let first = spot.map(|spot| (spot.start, spot.end)).or_else(|| {
                    let little = |at: &usize| {
                        matches!(
                            line.at(*at),
                            '是' | '为' | '把' | '将' | '在' | '从' | '到' | '的' | '了' | '由' | '对'
                        )
                    };
                    let begin = (least..head.start).rev().find(little).map_or(least, |at| at + 1);
                    let plain = line.lists(List::Acts, begin).is_none_or(|length| length < 2)
                        && line.quantities.iter().all(|q| q.chars.end <= begin || q.chars.start >= head.end);
                    (plain && (begin > clause.from || least == clause.from)).then_some((begin, begin))
                });
                // 望江县的退垸还湖工程: the noun phrase behind 的, when that says enough.
                let own = |&(start, end): &(usize, usize)| {
                    let of = (end..head.start).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
                    of.filter(|of| head.end - of > 5).map_or((start, end), |of| (of + 1, of + 1))
                };
                let first = first.as_ref().map(own);
                let Some((start, end)) = first.filter(|first| head.end - first.0 >= 5) else { continue };
                let broken =
                    (end..head.start).any(|at| {
                        matches!(
                            line.at(at),
                            '的' | '\u{3001}'
                                | '和'
                                | '与'
                                | '在'
                                | '了'
                                | '上'
                                | '着'
                                | '用'
                                | '走'
                                | '给'
                                | '让'
                                | '到'
                                | '向'
                                | '把'
                                | '将'
                                | '要'
                                | '以'
                        )
                    }) || within(&line.verbs, end, head.start).iter().any(|v| v.value.object && !v.value.in_names)
                        || line.dates.iter().any(|d| d.chars.start >= start && d.chars.end <= head.end);
                let name = Name { from: start, to: head.end, head: head.start, kind: head.value.kind, alone: false };
                if !broken && says_enough(line, name) {
                    self.add(line.source(head.start, head.end), line.source(start, head.end));
                }
            }
        }
    }
}
