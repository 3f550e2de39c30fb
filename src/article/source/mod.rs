//! The medium a page names as its origin, else the site it names as its own.

mod site;

use std::{cell::LazyCell, collections::BTreeMap};

use self::site::{is_forum, site};
use super::{
    BlockKind,
    features::{Feat, Folded},
    fields::{Field, first_date, is_medium},
    labelled::people_only,
    meta, raw,
    sort::{self, Sorted},
    title,
    vocab::{Label, vocab},
};
use crate::text::{find::FindWord, punct::is_han, span::ByteRange};

/// What a rule takes for the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// How sure the rule is; the surest wins, the first of equals.
    pub(super) score: i32,
    /// Source range.
    pub(super) span: ByteRange,
    /// Name of the rule.
    pub(super) rule: &'static str,
}

/// The surest of the offers.
pub(super) fn surest(offers: &[Offer]) -> Option<&Offer> {
    let mut best: Option<&Offer> = None;
    for offer in offers {
        if best.is_none_or(|b| offer.score > b.score) {
            best = Some(offer);
        }
    }
    best
}

/// All that the rules take for the source, in the order in which they found it.
pub(super) fn offers(text: &str, feats: &[Feat<'_>], page: &Sorted) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let mut offer = |score: i32, span: ByteRange, rule: &'static str| {
        if !span.is_empty() {
            offers.push(Offer { score, span, rule });
        }
    };
    let head_dated = is_head_dated(feats, page);
    let forum = LazyCell::new(|| is_forum(feats, page.first));
    for (i, (feat, (kind, rule))) in feats.iter().zip(&page.kinds).enumerate().take(page.own_lines()) {
        let fold = feat.fold();
        let head = i < page.first;
        match kind {
            BlockKind::Byline | BlockKind::Title | BlockKind::Credit => {
                if *kind == BlockKind::Title
                    && let Some((start, end)) = behind_stamp(fold)
                {
                    offer(62, feat.head.to_source(text, start, end), "beside_date");
                }
                let said = labelled(fold, feat.fields());
                let unsaid = said.is_empty();
                for (start, end, sure) in said {
                    offer(
                        if sure { 90 } else { 60 } + i32::from(head) * 5,
                        feat.head.to_source(text, start, end),
                        "source_label",
                    );
                }
                // Readers' lines behind the text have dates too.
                let readers = feat.fields().is_empty() && (i > page.tail && head_dated || *forum);
                if *kind == BlockKind::Byline && *rule != sort::NAME_ALONE && !readers {
                    if unsaid && let Some((start, end)) = feat.beside().source {
                        // Without a date beside it the word is less sure.
                        let sure = feat.first_date().is_some() || is_medium(fold.get(start..end).unwrap_or_default());
                        offer(
                            if sure { 80 } else { 65 } + i32::from(head) * 5,
                            feat.head.to_source(text, start, end),
                            "beside_date",
                        );
                    }
                    if *rule == sort::SOURCE_BELOW {
                        offer(92, feat.head.to_source(text, 0, fold.len()), "source_label");
                        continue;
                    }
                    if matches!(*rule, sort::LABEL_ALONE | sort::VALUE_BELOW) {
                        continue;
                    }
                    if (is_medium(fold) && feat.fields().is_empty() || *rule == sort::MEDIUM_ALONE)
                        && fold.chars().count() >= 3
                    {
                        let inner = fold.trim_matches(['《', '》', '【', '】', '>', '[', ']', ' ']);
                        let inner = inner.strip_suffix("专讯").filter(|n| n.chars().count() >= 3).unwrap_or(inner);
                        let from = fold.find_word(inner).unwrap_or(0);
                        offer(70, feat.head.to_source(text, from, from + inner.len()), "medium_alone");
                    }
                    if let Some((start, end)) = dateline(fold) {
                        offer(58, feat.head.to_source(text, start, end), "dateline");
                    }
                    if let Some((start, end)) = unit(fold, 0, fold.len()) {
                        offer(50, feat.head.to_source(text, start, end), "writers_unit");
                    }
                }
            }
            BlockKind::Paragraph | BlockKind::Answer => {
                if i <= page.first + 1 {
                    let short = raw::head(fold, 320);
                    for (start, end, sure) in labelled(short, &feat.fields_of(short)) {
                        if sure {
                            offer(70, feat.head.to_source(text, start, end), "source_label");
                        }
                    }
                    if i == page.first
                        && let Some(span) = behind_title(text, feat, page)
                    {
                        offer(66, span, "beside_date");
                    }
                    if let Some((start, end)) = dateline(fold) {
                        offer(58, feat.head.to_source(text, start, end), "dateline");
                    }
                }
                let tail = &feat.tail().text;
                let near = tail.ceil_char_boundary(tail.len().saturating_sub(199));
                let open = tail.get(near..).and_then(|end| end.rfind('(')).map(|at| near + at);
                if let Some(open) = open {
                    let close = tail.len();
                    for (start, end, sure) in labelled(tail, &feat.fields_of(tail)) {
                        if sure && start > open {
                            offer(72, feat.tail().to_source(text, start, end), "source_label");
                        }
                    }
                    if let Some((start, end)) = unit(tail, open + 1, close) {
                        offer(48, feat.tail().to_source(text, start, end), "writers_unit");
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(span) = photo_credits(text, feats, page) {
        offer(20, span, "photo_credits");
    }
    if let Some(span) = site(text, feats, page) {
        offer(10, span, "site_name");
    }
    offers
}

/// 某某题2017-08-22 09:40:03某某网: the name behind the stamp of a title.
fn behind_stamp(fold: &str) -> Option<(usize, usize)> {
    let (_, to, when) = first_date(fold)?;
    when.day?;
    let rest = fold.get(to..)?;
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' ' | '|' | '-'));
    let count = name.chars().count();
    let named = (3..=10).contains(&count) && name.chars().all(is_han) && !vocab().navigation.has(name);
    (named && rest.len() > name.len()).then(|| (fold.len() - name.len(), fold.len()))
}

/// True when a line over the text tells when or by whom.
pub(super) fn is_head_dated(feats: &[Feat<'_>], page: &Sorted) -> bool {
    let head = feats.iter().zip(&page.kinds).take(page.first);
    head.filter(|(_, (kind, _))| *kind == BlockKind::Byline).any(|(f, _)| f.first_date().is_some())
}

/// Values of source labels: start, end, and whether they have the shape of a medium.
fn labelled(fold: &str, fields: &[Field]) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    // 发布者:某某网 is a source as far as it names a medium.
    let publisher = |f: &Field| {
        matches!(f.word, "发布者" | "发布人" | "供稿" | "上传" | "出品") && is_medium(first_word(f.value(fold)))
    };
    for field in fields.iter().filter(|f| f.label == Label::Source || publisher(f)) {
        let value = field.value(fold).get(..meta::value_len(field, fold)).unwrap_or_default();
        // 综合《某某报》、某某网等: the first of them.
        let lead = ["综合自", "综合", "编译自", "据"]
            .iter()
            .find(|w| value.strip_prefix(**w).is_some_and(|r| r.starts_with('《')));
        // http://… 某某网: the address is no name.
        let address = value.starts_with("http").then(|| value.find(' ')).flatten().filter(|_| lead.is_none());
        let skip = lead.map_or(address.unwrap_or(0), |w| w.len());
        let value = value.get(skip..).unwrap_or_default();
        let stops = [
            "》",
            "本报记者",
            "全媒体记者",
            "融媒体记者",
            "记者",
            "通讯员",
            "作者",
            "编辑",
            "http",
            "】",
            "发布",
            "点击",
            "[",
        ];
        let mut end = stops
            .iter()
            .filter_map(|s| value.find_word(s))
            .filter(|at| *at > 0 || value.starts_with("记者"))
            .min()
            .unwrap_or(value.len());
        if ["全媒体记者", "融媒体记者", "本报记者", "本网记者", "记者", "通讯员"].iter().any(|s| value.starts_with(s))
        {
            continue;
        }
        // 某某发布 is a name; 发布 alone behind it is a label.
        if value.get(end..).is_some_and(|r| r.starts_with("发布")) {
            end = value.len();
        }
        let mut piece = value.get(..end).unwrap_or_default();
        if let Some((from, _, _)) = first_date(piece) {
            piece = piece.get(..from).unwrap_or_default();
        }
        if let Some(at) = piece.find_word("  ").or_else(|| piece.find_word(" | ")) {
            piece = piece.get(..at).unwrap_or_default();
        }
        if let Some((first, rest)) = piece.split_once(' ') {
            // The text itself follows on pages that are one line.
            if is_medium(first)
                || rest.chars().count() > 24
                || super::names::is_surname_start(piece.get(first.len() + 1..).unwrap_or_default())
                    && first.chars().count() >= 3
            {
                piece = first;
            }
        }
        let cut = piece.find(['。', '?', '!', '(', ',', '，']).filter(|at| *at > 0).unwrap_or(piece.len());
        let piece = piece.get(..cut).unwrap_or_default();
        let edge = |c: char| {
            matches!(
                c,
                '*' | '`'
                    | '_'
                    | ' '
                    | '《'
                    | '》'
                    | '<'
                    | '>'
                    | '〈'
                    | '〉'
                    | '"'
                    | '“'
                    | '”'
                    | '「'
                    | '」'
                    | '-'
                    | '|'
                    | '/'
                    | ')'
                    | ']'
                    | '】'
                    | ':'
            )
        };
        let left = piece.len() - piece.trim_start_matches(edge).len();
        let inner = piece.trim_matches(edge);
        // 某某日报社全媒体 记者: the team is no part of the name.
        let inner = ["全媒体", "融媒体"]
            .iter()
            .find_map(|t| inner.strip_suffix(t).filter(|n| n.ends_with('社')))
            .unwrap_or(inner);
        let count = inner.chars().count();
        if !(2..=24).contains(&count)
            || vocab().not_source.has(inner)
            || inner.contains(['{', '}', '<', '$', '%', '='])
            || inner.contains("--")
            || !inner.chars().any(|c| is_han(c) || c.is_ascii_alphabetic())
        {
            continue;
        }
        let start = field.start + skip + left;
        // Behind a stamp even an unusual name is the source.
        let stamped =
            first_date(fold.get(..field.at).unwrap_or_default()).is_some_and(|(_, to, _)| field.at - to <= 24);
        let quoted = field.word.ends_with('《') || piece.trim_start().starts_with('《');
        found.push((start, start + inner.len(), stamped || quoted || is_medium(inner)));
    }
    found
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// The medium between title and stamp of a page that is one line.
fn behind_title(text: &str, feat: &Feat<'_>, page: &Sorted) -> Option<ByteRange> {
    let title = page.title.span.filter(|_| page.title.rule == title::BEFORE_STAMP)?;
    let fold = feat.fold();
    let (stamp, _, _) = first_date(fold)?;
    let stamp = feat.head.to_source(text, stamp, stamp).start;
    let between = Folded::new(text, ByteRange::new(title.end, stamp.max(title.end)));
    if between.text.chars().count() > 60 {
        return None;
    }
    // What the title already said is no medium.
    let said = Folded::new(text, title).text;
    let own = between.text.rfind(&said).map_or(0, |at| at + said.len());
    let (from, to) = meta::read(between.text.get(own..)?).source?;
    Some(between.to_source(text, own + from, own + to))
}

/// 新华社某地某日电, 某某日报讯.
fn dateline(fold: &str) -> Option<(usize, usize)> {
    let lead = raw::head(fold, 34);
    // One of these stands in every form.
    if !lead.contains(['电', '讯', '报', '记', '息']) {
        return None;
    }
    let start = lead.len() - lead.trim_start_matches([' ', '(', '【', '[', '〔']).len();
    let inner = lead.get(start..)?;
    for agency in ["新华社", "中新社", "中新网", "中央社", "人民网", "央广网", "新华网", "央视网", "光明网", "中国网"]
    {
        if inner.starts_with(agency) && ["电", "讯", "报道", "报导", "记者"].iter().any(|w| inner.has_word(w)) {
            return Some((start, start + agency.len()));
        }
    }
    // （某某社記者某某某地5日電）
    if start > 0
        && let Some((name, _)) = inner.split_once("记者")
        && (3..=8).contains(&name.chars().count())
        && name.chars().all(is_han)
        && !name.starts_with('本')
        && (vocab().media_strong.end_of(name).is_some() || name.ends_with('社') && !name.ends_with("报社"))
    {
        return Some((start, start + name.len()));
    }
    // 塔里木通讯社喀什6月17日电
    if let Some(at) = inner.find_word("日电") {
        let head = inner.get(..at).unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit() || c == '月');
        // 渤海时讯12月30日电
        if (3..=10).contains(&head.chars().count())
            && head.chars().all(is_han)
            && vocab().media_strong.end_of(head).is_some()
            && is_medium(head)
        {
            return Some((start, start + head.len()));
        }
        for suffix in ["通讯社", "社", "网", "报"] {
            let Some(end) = head.find_word(suffix).map(|i| i + suffix.len()) else { continue };
            let (name, place) = (head.get(..end).unwrap_or_default(), head.get(end..).unwrap_or_default());
            if (3..=10).contains(&name.chars().count())
                && name.chars().all(is_han)
                && (2..=8).contains(&place.chars().count())
                && place.chars().all(is_han)
                && !name.starts_with('本')
            {
                return Some((start, start + name.len()));
            }
        }
    }
    let end = inner.find_word("讯").or_else(|| inner.find_word("消息(")).or_else(|| inner.find_word("消息 "))?;
    let name = inner.get(..end)?;
    (vocab().media_strong.end_of(name).is_some() && is_medium(name) && name.chars().all(is_han))
        .then_some((start, start + end))
}

/// The unit before 记者: 某某日报社融媒体记者 → 某某日报.
fn unit(fold: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let part = fold.get(from..to)?;
    let role = part.find_word("记者")?;
    let before = part.get(..role)?;
    let run: usize = before.chars().rev().take_while(|&c| is_han(c)).map(char::len_utf8).sum();
    let start = before.len() - run;
    let mut name = before.get(start..)?;
    for tail in ["全媒体", "融媒体", "首席", "特约", "见习", "实习", "特派", "社", "驻"] {
        name = name.strip_suffix(tail).unwrap_or(name);
    }
    let name = name.strip_suffix('社').unwrap_or(name);
    let count = name.chars().count();
    // A line that is nothing but unit, role and names needs less.
    let alone = from == 0 && to == fold.len() && (4..=12).contains(&count) && is_medium(name) && people_only(fold);
    let sure = alone || vocab().media_strong.end_of(name).is_some() && (3..=12).contains(&count);
    // （某某某某記者某某／某地電）: an unknown unit that fills the bracket up to the role.
    let opens = ((4..=8).contains(&count) || count == 3 && name.ends_with(['社', '网', '报', '台']))
        && part.get(..start).is_some_and(|b| b.trim().is_empty())
        && fold.get(..from).is_some_and(|b| b.ends_with(['(', '〔']))
        && vocab().weak_site.end_of(name).is_none()
        && !name.contains(['本', '通', '特', '实', '见', '首', '摄', '驻']);
    ((sure || opens) && !name.starts_with("本")).then_some((from + start, from + start + name.len()))
}

/// A medium that at least two photographers are named for.
fn photo_credits(text: &str, feats: &[Feat<'_>], page: &Sorted) -> Option<ByteRange> {
    let mut counts: BTreeMap<String, (usize, ByteRange)> = BTreeMap::new();
    for (feat, _) in
        feats.iter().zip(&page.kinds).filter(|(_, (k, _))| matches!(k, BlockKind::Caption | BlockKind::Credit))
    {
        let fold = feat.fold();
        for piece in fold.split([' ', '。', '(', ')', '/', ':', ',']) {
            let name = piece.find_word("记者").map_or(piece, |at| piece.get(..at).unwrap_or_default());
            if name.chars().count() <= 10
                && vocab().media_strong.end_of(name).is_some()
                && is_medium(name)
                && let Some(at) = fold.rfind(name)
            {
                let span = feat.head.to_source(text, at, at + name.len());
                counts.entry(name.to_owned()).or_insert((0, span)).0 += 1;
            }
        }
    }
    counts
        .into_values()
        .filter(|(n, _)| *n >= 2)
        .max_by_key(|(n, span)| (*n, std::cmp::Reverse(span.start)))
        .map(|(_, s)| s)
}
