//! The timeline as a drawing that can be saved: the part of time on screen, with every lane that has something in it.

use egui::Color32;

use crate::{
    app::{
        ledger::Listed,
        theme::Theme,
        timeline::{Camera, NAME_PT, TimelineState, WHEN_PT, events, lanes, shown_first},
    },
    export::picture::{Align, Picture, Rgb, Shape, ems},
    facts::timeline::{GUTTER, LABEL_X, LABELS_AT, LINE_AT, Mark, ROW, Sure, date_of, plan_rows, ticks},
    words::Words,
};

/// Room for the title and the signs, and below them for the words of the ticks, points.
const HEAD: f32 = 62.0;
const AXIS: f32 = 34.0;
/// Rows of labels in a lane: every fact has its label.
const MOST_ROWS: u8 = 80;
/// Width of a drawing of a window that has not shown the timeline yet, points.
const WIDTH: f32 = 1100.0;

/// A colour of the theme in a drawing.
#[must_use]
pub fn rgb(color: Color32) -> Rgb {
    let [r, g, b, _] = color.to_array();
    [r, g, b]
}

/// Draws it in the light theme.
#[must_use]
pub fn picture(listed: &Listed, state: TimelineState, words: &Words) -> Picture {
    let theme = Theme::light();
    let (lanes, left_out) = lanes(listed, state.by);
    let width = if state.width > 100.0 { state.width } else { WIDTH };
    let first = shown_first(&listed.book, &lanes, state.whole);
    let reach = first.map_or((18_000, 18_365), |first| first.0);
    let camera = state.camera.unwrap_or_else(|| Camera::fit(reach, width));
    let all: Vec<_> = lanes.iter().map(|lane| events(&listed.book, lane, words)).collect();
    let inputs: Vec<_> = all.iter().map(|(events, _)| events.clone()).collect();
    let plan = plan_rows(&inputs, camera.day_pt, MOST_ROWS);
    let gutter = if plan.lanes.iter().any(|lane| !lane.undated.is_empty()) { GUTTER } else { 0.0 };
    let mut shapes = Vec::new();
    let mut y = HEAD + AXIS;
    let in_view = |mark: &Mark| {
        let (x, end) = (mark.x - camera.left * camera.day_pt, mark.end - camera.left * camera.day_pt);
        end >= 0.0 && x <= f64::from(width)
    };
    for ((lane, (events, labels)), facts) in plan.lanes.iter().zip(&all).zip(&lanes) {
        let shown: Vec<&Mark> = lane.marks.iter().filter(|mark| in_view(mark)).collect();
        if shown.is_empty() && lane.undated.is_empty() {
            continue;
        }
        let line_y = y + LINE_AT;
        let line = |from: (f32, f32), to: (f32, f32), width: f32, color: Color32, dashed: bool| Shape::Line {
            from,
            to,
            width,
            color: rgb(color),
            dashed,
        };
        let words_at = |x: f32, y: f32, size: f32, bold: bool, color: Color32, text: &str| Shape::Text {
            at: (x, y),
            size,
            bold,
            align: Align::Start,
            color: rgb(color),
            text: text.to_owned(),
        };
        shapes.push(words_at(4.0, y + 18.0, 13.0, true, theme.ink2, &facts.key.name(words)));
        shapes.push(line((0.0, line_y), (gutter + width, line_y), 1.5, theme.track, false));
        let x_of = |mark: &Mark, undated: bool| -> f32 {
            #[expect(clippy::cast_possible_truncation, reason = "points on a drawing")]
            let x = if undated { mark.x as f32 } else { (mark.x - camera.left * camera.day_pt) as f32 };
            if undated { x + LABEL_X } else { x + gutter }
        };
        for mark in &shown {
            // Of a span of time the part that is on the drawing.
            #[expect(clippy::cast_possible_truncation, reason = "points on a drawing")]
            let end = (mark.end - camera.left * camera.day_pt).min(f64::from(width)) as f32 + gutter;
            let from = x_of(mark, false).max(gutter);
            if end - from > 2.0 * DOT && mark.end - mark.x > f64::from(2.0 * DOT) {
                let fill = rgb(theme.paper.lerp_to_gamma(theme.place, 0.34));
                shapes.push(Shape::Box { at: (from, line_y - 2.5), size: (end - from, 5.0), fill });
            }
        }
        let marks: Vec<(&Mark, bool)> =
            lane.undated.iter().map(|mark| (mark, true)).chain(shown.into_iter().map(|mark| (mark, false))).collect();
        for &(mark, undated) in &marks {
            if let Some(row) = mark.row {
                let bottom = line_y + LABELS_AT + ROW * f32::from(row) + 14.0;
                let dashed = events.get(mark.event).is_some_and(|event| event.sure == Sure::Inferred);
                let x = x_of(mark, undated);
                let ink = theme.paper.lerp_to_gamma(theme.place, 0.5);
                shapes.push(line((x, line_y), (x, bottom), 1.0, ink, dashed));
            }
        }
        for &(mark, undated) in &marks {
            let (Some(event), Some(label)) = (events.get(mark.event), labels.get(mark.event)) else { continue };
            let x = x_of(mark, undated);
            if let Some(row) = mark.row {
                let top = line_y + LABELS_AT + ROW * f32::from(row);
                shapes.push(Shape::Box {
                    at: (x + LABEL_X, top),
                    size: (event.width, ROW - 4.0),
                    fill: rgb(theme.paper),
                });
                shapes.push(words_at(x + LABEL_X, top + 12.0, NAME_PT, false, theme.ink, &label.name));
                shapes.push(words_at(x + LABEL_X, top + 26.0, WHEN_PT, false, theme.ink3, &label.when));
            }
        }
        for &(mark, undated) in &marks {
            let (Some(event), Some(label)) = (events.get(mark.event), labels.get(mark.event)) else { continue };
            // The label may be cut: the whole name is told under the pointer.
            let title = format!("{}，{}", listed.book.table().name(event.fact), label.when);
            shapes.push(dot((x_of(mark, undated), line_y), event.sure, &theme, title));
        }
        y += lane.height;
    }
    let mut axis = Vec::new();
    let (first, last) = days(camera, width);
    for tick in ticks(first, last, camera.day_pt) {
        #[expect(clippy::cast_possible_truncation, reason = "points on a drawing")]
        let x = camera.x(f64::from(tick.day)) as f32 + gutter;
        let color = rgb(theme.line);
        axis.push(Shape::Line { from: (x, HEAD + 8.0), to: (x, y), width: 1.0, color, dashed: false });
        let (at, color) = ((x + 5.0, HEAD + 20.0), rgb(theme.ink3));
        axis.push(Shape::Text { at, size: 12.0, bold: false, align: Align::Start, color, text: tick.text });
    }
    if gutter > 0.0 {
        let x = gutter - 8.0;
        let (color, ink) = (rgb(theme.track), rgb(theme.ink3));
        axis.push(Shape::Line { from: (x, HEAD + 8.0), to: (x, y), width: 1.0, color, dashed: true });
        axis.push(said((LABEL_X, HEAD + 20.0), 12.0, false, ink, words.t("timeline-no-year").into_owned()));
    }
    head(&mut axis, listed, (first, last), left_out, &theme, words);
    axis.append(&mut shapes);
    Picture { width: gutter + width, height: y + 8.0, ground: rgb(theme.paper), shapes: axis }
}

/// Radius of a dot, points.
const DOT: f32 = 5.0;

/// A dot, filled as far as its day is sure.
fn dot(at: (f32, f32), sure: Sure, theme: &Theme, title: String) -> Shape {
    let fill = match sure {
        Sure::Solid => Some(rgb(theme.place)),
        Sure::Inferred => Some(rgb(theme.paper.lerp_to_gamma(theme.place, 0.45))),
        Sure::NoYear => None,
    };
    Shape::Dot { at, radius: DOT, fill, line: rgb(theme.place), title }
}

fn said(at: (f32, f32), size: f32, bold: bool, color: Rgb, text: String) -> Shape {
    Shape::Text { at, size, bold, align: Align::Start, color, text }
}

/// The title and what the signs mean.
fn head(
    shapes: &mut Vec<Shape>,
    listed: &Listed,
    (first, last): (i32, i32),
    left_out: usize,
    theme: &Theme,
    words: &Words,
) {
    let day = |day: i32| date_of(day).map(|date| date.strftime("%Y-%m").to_string()).unwrap_or_default();
    let numbers = [("n", listed.facts.len().into()), ("from", day(first).into()), ("to", day(last).into())];
    shapes.push(said((4.0, 22.0), 16.0, true, rgb(theme.ink), words.tn("timeline-picture-title", &numbers)));
    let (y, ink) = (46.0, rgb(theme.ink2));
    let mut x = 4.0 + DOT;
    let link = theme.paper.lerp_to_gamma(theme.place, 0.5);
    for (sure, id) in [
        (Some(Sure::Solid), "timeline-sign-told"),
        (Some(Sure::Inferred), "timeline-sign-inferred"),
        (Some(Sure::NoYear), "timeline-sign-no-year"),
        (None, "timeline-sign-span"),
    ] {
        let text = words.t(id).into_owned();
        match sure {
            Some(sure) => {
                let (from, to) = ((x, y - 4.0), (x, y + 10.0));
                let dashed = sure == Sure::Inferred;
                shapes.push(Shape::Line { from, to, width: 1.0, color: rgb(link), dashed });
                shapes.push(dot(from, sure, theme, String::new()));
            }
            None => {
                let fill = rgb(theme.paper.lerp_to_gamma(theme.place, 0.34));
                shapes.push(Shape::Box { at: (x - DOT, y - 6.5), size: (22.0, 5.0), fill });
                x += 12.0;
            }
        }
        let width = ems(&text) * 12.0;
        shapes.push(said((x + 10.0, y), 12.0, false, ink, text));
        x += width + 34.0;
    }
    if left_out > 0 {
        let text = words.tn("timeline-left-out", &[("n", left_out.into())]);
        shapes.push(said((x, y), 12.0, false, rgb(theme.ink3), text));
    }
}

/// The days on screen.
pub(super) fn days(camera: Camera, width: f32) -> (i32, i32) {
    #[expect(clippy::cast_possible_truncation, reason = "days on screen")]
    let day = |day: f64| day.clamp(-700_000.0, 700_000.0) as i32;
    (day(camera.left.ceil()), day((camera.left + f64::from(width) / camera.day_pt).floor()))
}
