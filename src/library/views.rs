//! Saved views: a search text, filters and an order under a name, as they are kept.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::query::{Dates, Filter, Length, Mode, Naming, Narrow, Sort, Within};
use crate::{
    article::RemarkCode,
    place::{PlaceId, gazetteer},
    text::{date::PartialDate, script::Script},
};

/// A search with its filters, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its name; two views of one name are one.
    pub name: String,
    /// What it asks for.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// As it is written: words and numbers that stay the same whatever the program's types become.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Body {
    text: String,
    exact: bool,
    /// Codes of places.
    include: Vec<u32>,
    exclude: Vec<u32>,
    mode: String,
    naming: String,
    within: String,
    from: Option<(i16, Option<u8>, Option<u8>)>,
    to: Option<(i16, Option<u8>, Option<u8>)>,
    sources: Vec<String>,
    scripts: Vec<Script>,
    lengths: Vec<String>,
    /// Names of remarks; an empty one for pages without any.
    remarks: Vec<String>,
    tags: Vec<String>,
    sort: Sort,
}

const MODES: [(&str, Mode); 3] = [("any", Mode::Any), ("all", Mode::All), ("primary", Mode::Primary)];
const NAMINGS: [(&str, Naming); 3] =
    [("any", Naming::Any), ("named", Naming::Named), ("abbreviated", Naming::Abbreviated)];
const WITHINS: [(&str, Within); 3] =
    [("article", Within::Article), ("paragraph", Within::Paragraph), ("sentence", Within::Sentence)];
const LENGTHS: [(&str, Length); 3] = [("short", Length::Short), ("medium", Length::Medium), ("long", Length::Long)];

fn name_of<T: PartialEq + Copy>(table: &[(&str, T)], value: T) -> String {
    table.iter().find(|(_, one)| *one == value).map(|(name, _)| (*name).to_owned()).unwrap_or_default()
}

fn by_name<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(one, _)| *one == name).map(|(_, value)| *value)
}

impl SavedView {
    /// What is written.
    #[must_use]
    pub fn body(&self) -> String {
        let g = gazetteer();
        let codes = |places: &BTreeSet<PlaceId>| places.iter().map(|place| g.get(*place).adcode).collect();
        let day = |date: PartialDate| (date.year, date.month, date.day);
        let Filter { text, literal: _, exact, include, exclude, mode, naming, within, narrow } = &self.filter;
        let body = Body {
            text: text.clone(),
            exact: *exact,
            include: codes(include),
            exclude: codes(exclude),
            mode: name_of(&MODES, *mode),
            naming: name_of(&NAMINGS, *naming),
            within: name_of(&WITHINS, *within),
            from: narrow.dates.from.map(day),
            to: narrow.dates.to.map(day),
            sources: narrow.sources.iter().cloned().collect(),
            scripts: narrow.scripts.iter().copied().collect(),
            lengths: narrow.lengths.iter().map(|length| name_of(&LENGTHS, *length)).collect(),
            remarks: narrow.remarks.iter().map(|code| code.map_or("", RemarkCode::name).to_owned()).collect(),
            tags: narrow.tags.iter().cloned().collect(),
            sort: self.sort,
        };
        serde_json::to_string(&body).unwrap_or_default()
    }

    /// What was written under a name; `None` when it is none of ours. What a later version of the program added is passed over.
    #[must_use]
    pub fn of(name: &str, body: &str) -> Option<Self> {
        let body: Body = serde_json::from_str(body).ok()?;
        let g = gazetteer();
        let places = |codes: &[u32]| codes.iter().filter_map(|code| g.by_adcode(*code)).collect();
        let day = |(year, month, day): (i16, Option<u8>, Option<u8>)| PartialDate { year, month, day };
        let remark = |name: &String| {
            if name.is_empty() { Some(None) } else { RemarkCode::ALL.into_iter().find(|c| c.name() == name).map(Some) }
        };
        let narrow = Narrow {
            dates: Dates { from: body.from.map(day), to: body.to.map(day) },
            sources: body.sources.into_iter().collect(),
            scripts: body.scripts.into_iter().collect(),
            lengths: body.lengths.iter().filter_map(|name| by_name(&LENGTHS, name)).collect(),
            remarks: body.remarks.iter().filter_map(remark).collect(),
            tags: body.tags.into_iter().collect(),
        };
        let filter = Filter {
            text: body.text,
            literal: false,
            exact: body.exact,
            include: places(&body.include),
            exclude: places(&body.exclude),
            mode: by_name(&MODES, &body.mode).unwrap_or_default(),
            naming: by_name(&NAMINGS, &body.naming).unwrap_or_default(),
            within: by_name(&WITHINS, &body.within).unwrap_or_default(),
            narrow,
        };
        Some(Self { name: name.to_owned(), filter, sort: body.sort })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_comes_back_as_it_was() {
        let g = gazetteer();
        let mut filter = Filter { text: "合作 -晚报".into(), exact: true, mode: Mode::All, ..Filter::default() };
        filter.include.insert(g.lookup("遂宁")[0]);
        filter.exclude.insert(g.lookup("潼南")[0]);
        filter.within = Within::Sentence;
        filter.naming = Naming::Abbreviated;
        filter.narrow.dates.from = Some(PartialDate { year: 2020, month: Some(7), day: None });
        filter.narrow.sources.insert("某报".into());
        filter.narrow.scripts.insert(Script::Hant);
        filter.narrow.lengths.insert(Length::Long);
        filter.narrow.remarks.extend([None, Some(RemarkCode::NoTitle)]);
        let view = SavedView { name: "我的".into(), filter, sort: Sort::Relevance };
        assert_eq!(SavedView::of("我的", &view.body()), Some(view));
        assert_eq!(SavedView::of("空", "{}").map(|v| v.filter), Some(Filter::default()));
        assert!(SavedView::of("坏", "no").is_none());
    }
}
