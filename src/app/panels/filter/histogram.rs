//! Articles by month or year, as bars of which a range can be drawn out.

use std::collections::BTreeMap;

use egui::{Key, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::facets::dates_text;
use crate::{
    app::{panels::sidebar::counted, theme::Theme, widgets},
    corpus::{Dates, MonthRow},
    text::date::PartialDate,
    words::Words,
};

const HEIGHT: f32 = 56.0;
/// More months than this are shown as years.
const MOST_MONTHS: usize = 30;

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bar {
    date: PartialDate,
    count: u32,
}

/// The bars for these months, empty ones between them included: months when they are few and all known, else years.
fn bars(months: &[MonthRow]) -> Vec<Bar> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return vec![] };
    let month_at = |row: &MonthRow| i32::from(row.year) * 12 + i32::from(row.month) - 1;
    let by_month = months.iter().all(|row| row.month > 0)
        && usize::try_from(month_at(last) - month_at(first)).is_ok_and(|span| span < MOST_MONTHS);
    let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
    for row in months {
        *counts.entry(if by_month { month_at(row) } else { i32::from(row.year) }).or_default() += row.count;
    }
    let (Some((&from, _)), Some((&to, _))) = (counts.first_key_value(), counts.last_key_value()) else { return vec![] };
    (from..=to)
        .filter_map(|at| {
            let (year, month) = if by_month { (at.div_euclid(12), Some(at.rem_euclid(12) + 1)) } else { (at, None) };
            let month = month.and_then(|m| u8::try_from(m).ok());
            let date = PartialDate { year: i16::try_from(year).ok()?, month, day: None };
            Some(Bar { date, count: counts.get(&at).copied().unwrap_or(0) })
        })
        .collect()
}

/// First and last bar that a range touches.
fn chosen(bars: &[Bar], dates: Dates) -> Option<(usize, usize)> {
    if dates.is_open() {
        return None;
    }
    let inside = |bar: &Bar| dates.holds(Some(bar.date));
    Some((bars.iter().position(inside)?, bars.iter().rposition(inside)?))
}

/// What the bars count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::panels) enum Of {
    /// Articles.
    Articles,
    /// Hits.
    Hits,
}

impl Of {
    /// What is said of a bar.
    fn told(self, bar: Bar, words: &Words) -> String {
        let (id, name) = match self {
            Self::Articles => ("filter-row-name", "place"),
            Self::Hits => ("hits-source", "name"),
        };
        words.tn(id, &[(name, bar.date.to_string().into()), ("n", counted(bar.count as usize))])
    }
}

/// Draws the bars; returns another range when the user asks for one.
pub(in crate::app::panels) fn show(
    ui: &mut Ui,
    (months, of): (&[MonthRow], Of),
    dates: Dates,
    theme: &Theme,
    words: &Words,
) -> Option<Dates> {
    let bars = bars(months);
    let last = bars.len().checked_sub(1)?;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + 20.0), Sense::click_and_drag());
    let range = chosen(&bars, dates);
    let text = if dates.is_open() { words.t("facet-dates-all").into_owned() } else { dates_text(dates, words) };
    let name = words.t("facet-dates");
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, true, &*name);
        info.current_text_value = Some(text.clone());
        info
    });
    let plot = Rect::from_min_size(rect.min, vec2(rect.width(), HEIGHT));
    #[expect(clippy::cast_precision_loss, reason = "a few hundred bars")]
    let step = plot.width() / bars.len() as f32;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the bars")]
    let bar_at = |x: f32| (((x - plot.left()) / step).max(0.0) as usize).min(last);
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let hovered = response.hover_pos().map(|at| bar_at(at.x));
    let mut left = plot.left();
    for (at, bar) in bars.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "for painting")]
        let height = (plot.height() - 4.0) * (bar.count as f32 / most as f32);
        let height = if bar.count > 0 { height.max(2.0) } else { 0.0 };
        let gap = (step * 0.2).min(3.0);
        let shape = Rect::from_min_max(
            pos2(left + gap / 2.0, plot.bottom() - height),
            pos2(left + step - gap / 2.0, plot.bottom()),
        );
        let inside = range.is_none_or(|(from, to)| (from..=to).contains(&at));
        let color = match (inside, hovered == Some(at)) {
            (true, false) => theme.place,
            (true, true) => theme.place.gamma_multiply(0.8),
            (false, true) => theme.ink3,
            (false, false) => theme.track,
        };
        ui.painter().rect_filled(shape, 1.5, color);
        left += step;
    }
    ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, theme.line));
    let middle = plot.bottom() + 10.0;
    let small = |text: &str| widgets::line(ui, text, Theme::sans(11.5), theme.ink3, plot.width() / 2.0);
    let (from, to) = (small(&bars.first()?.date.to_string()), small(&bars.last()?.date.to_string()));
    let width = to.size().x;
    widgets::put(ui, from, plot.left(), middle);
    if last > 0 {
        widgets::put(ui, to, plot.right() - width, middle);
    }
    widgets::focus_ring(ui, theme, &response, rect);
    let span = |a: usize, b: usize| {
        let (from, to) = (bars.get(a.min(b))?.date, bars.get(a.max(b))?.date);
        Some(Dates { from: Some(from), to: Some(to) })
    };
    let keys = if response.has_focus() { by_key(ui, range, last) } else { None };
    let asked = if let Some(change) = keys {
        Some(change.map_or_else(Dates::default, |(from, to)| span(from, to).unwrap_or_default()))
    } else if response.dragged() {
        let origin = ui.input(|i| i.pointer.press_origin()).map(|at| bar_at(at.x));
        let now = response.interact_pointer_pos().map(|at| bar_at(at.x));
        origin.zip(now).and_then(|(origin, now)| span(origin, now))
    } else if response.clicked() {
        let at = response.interact_pointer_pos().map(|at| bar_at(at.x))?;
        // The same bar once more: all of them again.
        if range == Some((at, at)) { Some(Dates::default()) } else { span(at, at) }
    } else {
        None
    };
    if let Some(bar) = hovered.and_then(|at| bars.get(at)) {
        response.on_hover_text_at_pointer(of.told(*bar, words));
    }
    asked.filter(|asked| *asked != dates)
}

/// Arrows move the range, with Shift its end; Delete takes it away (`Some(None)`).
fn by_key(ui: &Ui, range: Option<(usize, usize)>, last: usize) -> Option<Option<(usize, usize)>> {
    let pressed = |key| ui.input(|i| i.key_pressed(key));
    let shift = ui.input(|i| i.modifiers.shift);
    if pressed(Key::Delete) || pressed(Key::Backspace) {
        return Some(None);
    }
    let (from, to) = range.unwrap_or((last, last));
    let forward = pressed(Key::ArrowRight);
    if !forward && !pressed(Key::ArrowLeft) {
        return None;
    }
    if range.is_none() {
        return Some(Some((last, last)));
    }
    let moved = |at: usize| if forward { (at + 1).min(last) } else { at.saturating_sub(1) };
    Some(Some(if shift { (from, moved(to).max(from)) } else { (moved(from), moved(to)) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(year: i16, month: u8, count: u32) -> MonthRow {
        MonthRow { year, month, count }
    }

    fn shown(months: &[MonthRow]) -> Vec<String> {
        bars(months).iter().map(|bar| format!("{} {}", bar.date, bar.count)).collect()
    }

    #[test]
    fn few_months_are_months_and_gaps_are_shown() {
        assert_eq!(shown(&[row(2020, 11, 2), row(2021, 2, 1)]), ["2020-11 2", "2020-12 0", "2021-01 0", "2021-02 1"]);
        assert!(bars(&[]).is_empty());
    }

    #[test]
    fn a_bar_says_what_it_counts() {
        let words = Words::new(crate::words::Language::Hans);
        let date = PartialDate { year: 2020, month: Some(7), day: None };
        let told = |of: Of| -> String {
            let told = of.told(Bar { date, count: 12 }, &words);
            told.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect()
        };
        assert_eq!((told(Of::Articles).as_str(), told(Of::Hits).as_str()), ("2020-07，12 篇", "2020-07，12 处"));
    }

    #[test]
    fn many_months_or_bare_years_are_years() {
        assert_eq!(shown(&[row(2018, 1, 2), row(2021, 2, 1)]), ["2018 2", "2019 0", "2020 0", "2021 1"]);
        assert_eq!(shown(&[row(2020, 0, 4), row(2020, 3, 1)]), ["2020 5"]);
    }

    #[test]
    fn a_range_marks_the_bars_it_touches() {
        let bars = bars(&[row(2020, 11, 2), row(2021, 2, 1)]);
        let month = |year, month| Some(PartialDate { year, month: Some(month), day: None });
        assert_eq!(chosen(&bars, Dates { from: month(2020, 12), to: month(2021, 1) }), Some((1, 2)));
        assert_eq!(chosen(&bars, Dates { from: month(2021, 1), to: None }), Some((2, 3)));
        assert_eq!(chosen(&bars, Dates::default()), None);
    }
}
