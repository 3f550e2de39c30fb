//! A frame of the map with every city of the country on it, one core: while it stands still, and while it is moved.
//!
//! `cargo bench --bench map`

use divan::{Bencher, black_box};
use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2};
use shuangcheng::{
    app::{
        fonts,
        theme::Theme,
        widgets::{
            Mark,
            map::{self, Dot, Link, Look, MapModel, MapState, projection},
        },
    },
    place::{Level, gazetteer},
    words::{Language, Words},
};

fn main() {
    divan::main();
}

/// Every city, the first ones with the most articles; 200 lines.
fn model() -> MapModel {
    let cities = gazetteer().iter().filter(|(_, place)| place.level == Level::City);
    let dots: Vec<Dot> = cities
        .filter_map(|(id, place)| {
            let (north, east) = place.centre?;
            Some((id, place, projection::project(north, east)))
        })
        .zip((1..5000).rev())
        .map(|((id, place, at), articles)| Dot {
            place: id,
            name: place.short.clone(),
            label: place.name.clone(),
            at,
            articles,
            mark: Mark::None,
        })
        .collect();
    let links = (0..200)
        .map(|n| Link { dots: (n, (n * 7 + 13) % dots.len()), sentences: 400 - n as u32, kinds: [0; 7] })
        .collect();
    let home = projection::around(dots.iter().map(|dot| dot.at));
    MapModel { dots, links, home, together: "map-together", revision: 1 }
}

#[divan::bench(args = ["still", "moved"])]
fn frame(bencher: Bencher<'_, '_>, what: &str) {
    let (model, mut state, theme) = (model(), MapState::default(), Theme::light());
    let words = Words::new(Language::Hans);
    let ctx = egui::Context::default();
    ctx.set_fonts(fonts::definitions(false, None));
    theme.apply(&ctx);
    let mut way = 1.0;
    let mut draw = || {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 220.0))),
            events: vec![Event::PointerMoved(pos2(150.0, 100.0))],
            ..RawInput::default()
        };
        if what == "moved" {
            way = -way;
            input.events.push(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(5.0 * way, 3.0),
                phase: TouchPhase::Move,
                source: MouseWheelSource::Trackpad,
                modifiers: Modifiers::NONE,
            });
        }
        let output = ctx.run_ui(input, |ui| {
            let look = Look { theme: &theme, words: &words, backdrop: true };
            map::show(ui, vec2(276.0, 190.0), &model, &mut state, look, &mut |_, _| ());
        });
        output.shapes.len()
    };
    for _ in 0..5 {
        black_box(draw());
    }
    bencher.bench_local(|| black_box(draw()));
}
