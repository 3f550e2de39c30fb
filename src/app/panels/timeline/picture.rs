//! The timeline as a drawing that can be saved: the part of time on screen, with every lane that has something in it.

use egui::Color32;

use crate::{
    app::{
        ledger::Listed,
        theme::Theme,
        timeline::{Camera, NAME_PT, TimelineState, WHEN_PT, events, lanes, reach},
    },
    export::picture::{Align, Picture, Rgb, Shape},
    facts::timeline::{GUTTER, LABEL_X, LABELS_AT, LINE_AT, Mark, ROW, Sure, plan, ticks},
    words::Words,
};

/// Above the lanes: room for the words of the ticks, points.
const AXIS: f32 = 34.0;
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
    let (lanes, _) = lanes(listed, state.by);
    let width = if state.width > 100.0 { state.width } else { WIDTH };
    let reach = reach(&listed.book, &lanes).unwrap_or((18_000, 18_365));
    let camera = state.camera.unwrap_or_else(|| Camera::fit(reach, width));
    let all: Vec<_> = lanes.iter().map(|lane| events(&listed.book, lane, words)).collect();
    let inputs: Vec<_> = all.iter().map(|(events, _)| events.clone()).collect();
    let plan = plan(&inputs, camera.day_pt);
    let gutter = if plan.lanes.iter().any(|lane| !lane.undated.is_empty()) { GUTTER } else { 0.0 };
    let mut shapes = Vec::new();
    let mut y = AXIS;
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
        let marks: Vec<(&Mark, bool)> =
            lane.undated.iter().map(|mark| (mark, true)).chain(shown.into_iter().map(|mark| (mark, false))).collect();
        for &(mark, undated) in &marks {
            if let Some(row) = mark.row {
                let bottom = line_y + LABELS_AT + ROW * f32::from(row) + 14.0;
                let dashed = events.get(mark.event).is_some_and(|event| event.sure == Sure::Inferred);
                let x = x_of(mark, undated);
                shapes.push(line((x, line_y), (x, bottom), 1.0, theme.map_link(0.5), dashed));
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
            let sure = events.get(mark.event).map(|event| event.sure);
            let fill = (sure != Some(Sure::NoYear)).then(|| rgb(theme.place));
            shapes.push(Shape::Dot { at: (x_of(mark, undated), line_y), radius: 5.0, fill, line: rgb(theme.place) });
        }
        y += lane.height;
    }
    let mut axis = Vec::new();
    let (first, last) = days(camera, width);
    for tick in ticks(first, last, camera.day_pt) {
        #[expect(clippy::cast_possible_truncation, reason = "points on a drawing")]
        let x = camera.x(f64::from(tick.day)) as f32 + gutter;
        let color = rgb(theme.line);
        axis.push(Shape::Line { from: (x, 8.0), to: (x, y), width: 1.0, color, dashed: false });
        let (at, color) = ((x + 5.0, 20.0), rgb(theme.ink3));
        axis.push(Shape::Text { at, size: 12.0, bold: false, align: Align::Start, color, text: tick.text });
    }
    axis.append(&mut shapes);
    Picture { width: gutter + width, height: y + 8.0, ground: rgb(theme.paper), shapes: axis }
}

/// The days on screen.
pub(super) fn days(camera: Camera, width: f32) -> (i32, i32) {
    #[expect(clippy::cast_possible_truncation, reason = "days on screen")]
    let day = |day: f64| day.clamp(-700_000.0, 700_000.0) as i32;
    (day(camera.left.ceil()), day((camera.left + f64::from(width) / camera.day_pt).floor()))
}
