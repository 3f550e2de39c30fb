//! Which cities an article is about: by title, share, and who signs with whom.

use std::collections::BTreeMap;

use super::{
    Form, Mention,
    gazetteer::{Level, PlaceId, gazetteer},
    prepared::Prepared,
};
use crate::article::BlockKind;

/// A mention in folded offsets.
pub(super) struct Seen<'a> {
    /// First byte of the folded text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The mention.
    pub mention: &'a Mention,
}

const MOST: usize = 4;

/// The primary cities.
pub(super) fn primary(text: &Prepared, seen: &[Seen<'_>]) -> Vec<PlaceId> {
    let g = gazetteer();
    let mut weight: BTreeMap<PlaceId, f32> = BTreeMap::new();
    let mut titled: BTreeMap<PlaceId, u32> = BTreeMap::new();
    for (index, this) in seen.iter().enumerate() {
        let share = match this.mention.form {
            Form::Named => {
                // 重庆市潼南区 is about 潼南.
                let holds_next = seen.get(index + 1).is_some_and(|next| {
                    next.start == this.end
                        && next.mention.places.first().is_some_and(|&p| within(p, this.mention.places[0]))
                });
                if holds_next { 0.0 } else { 1.0 }
            }
            // 成渝 as everybody's word for a region says little about the two cities; so do roads and railways.
            Form::Abbreviated if this.mention.rule == "known_joint" || holds_province(this.mention) => 0.0,
            Form::Abbreviated if this.mention.places.len() > 3 || is_line(text.after(this.end)) => 0.3,
            Form::Abbreviated => 1.5,
        };
        let kind = text.kind_at(this.start);
        let boost = match kind {
            BlockKind::Title if share > 0.0 => 6.0,
            BlockKind::Subtitle | BlockKind::Heading => 1.5,
            _ => 1.0,
        };
        for city in this.mention.places.iter().filter_map(|&p| g.city_of(p)) {
            *weight.entry(city).or_default() += share * boost;
            if kind == BlockKind::Title && this.mention.rule != "known_joint" {
                *titled.entry(city).or_default() += 1;
            }
        }
    }
    partners(text, seen, &mut weight);
    let mut order: Vec<(PlaceId, f32)> = weight.into_iter().filter(|&(_, w)| w > 0.0).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let Some(&(_, top)) = order.first() else { return Vec::new() };
    let total: f32 = order.iter().map(|&(_, w)| w).sum();
    // A round-up names many and dwells on none.
    if order.len() >= 8 && top < total * 0.2 {
        return Vec::new();
    }
    let least = (top * 0.16).max(if top >= 10.0 { 5.0 } else { top * 0.5 });
    order.retain(|&(city, w)| w >= least || titled.contains_key(&city));
    order.truncate(MOST);
    order.into_iter().map(|(city, _)| city).collect()
}

/// 川南渝西 and 渝川黔 speak of provinces.
fn holds_province(mention: &Mention) -> bool {
    mention.rule == "regions" || mention.places.iter().any(|&p| gazetteer().get(p).level == Level::Province)
}

/// A sentence in which somebody signs with one or two named cities speaks about them.
fn partners(text: &Prepared, seen: &[Seen<'_>], weight: &mut BTreeMap<PlaceId, f32>) {
    let g = gazetteer();
    let mut from = 0;
    while from < seen.len() {
        let start = seen[from].start;
        let stop = text.after(start).find(['。', '\n', '!', '?', ';']).map_or(text.text.len(), |at| start + at);
        let to = seen.iter().skip(from).take_while(|s| s.start < stop).count() + from;
        let sentence = text.slice(start, stop);
        // A character is looked for much quicker than a word, and hardly ever there.
        if sentence.contains(['签', '揭', '籤'])
            && ["签订", "签署", "签约", "揭牌", "籤订", "籤署"].iter().any(|word| sentence.contains(word))
        {
            let mut cities: Vec<PlaceId> = seen[from..to]
                .iter()
                .filter(|s| s.mention.form == Form::Named)
                .filter(|s| !seen.iter().any(|n| n.start == s.end && within(n.mention.places[0], s.mention.places[0])))
                .filter_map(|s| g.city_of(s.mention.places[0]))
                // A municipality signs for its districts.
                .filter(|&city| !g.get(city).adcode.is_multiple_of(10_000))
                .collect();
            cities.sort_unstable();
            cities.dedup();
            if cities.len() <= 2 {
                for city in cities {
                    *weight.entry(city).or_default() += 4.0;
                }
            }
        }
        from = to.max(from + 1);
    }
}

/// True when `inner` lies in `outer`, whether by parent or by the municipality's code.
fn within(inner: PlaceId, outer: PlaceId) -> bool {
    let g = gazetteer();
    inner != outer
        && g.get(inner).level > Level::Province
        && (g.city_of(inner) == Some(outer)
            || g.province_of(inner).is_some_and(|p| p == outer || g.get(p).adcode == g.get(outer).adcode))
}

fn is_line(after: &str) -> bool {
    ["高铁", "铁路", "高速", "城际", "公路", "大道", "快速", "客专", "扩容", "段", "、", "等"]
        .iter()
        .any(|word| after.starts_with(word))
}
