//! For the table of rules (`tests/tools/rules.py`): where egui's own label puts the characters of the jobs.
//!
//! `LABEL_JOBS=jobs.json LABEL_OUT=label.json cargo test --test typeset label -- --ignored`

use egui::{
    FontFamily, FontId,
    text::{LayoutJob, TextFormat},
};
use serde_json::{Value, json};
use shuangcheng::app::fonts;

const SIZE: f32 = 20.0;

#[test]
#[ignore = "a tool, not a test: it needs LABEL_JOBS and LABEL_OUT"]
fn label_positions() {
    let jobs: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(std::env::var("LABEL_JOBS").unwrap()).unwrap()).unwrap();
    let ctx = egui::Context::default();
    ctx.set_fonts(fonts::definitions(false, None));
    ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
    let layouts: Vec<Value> = jobs.iter().map(|job| layout(&ctx, job)).collect();
    std::fs::write(std::env::var("LABEL_OUT").unwrap(), json!({ "layouts": layouts, "version": "0.37" }).to_string())
        .unwrap();
}

fn layout(ctx: &egui::Context, job: &Value) -> Value {
    let number = |key: &str| job[key].as_f64().unwrap() as f32;
    let family = if job["script"] == "hant" { "serif-tc" } else { "serif-sc" };
    let format = TextFormat::simple(FontId::new(SIZE, FontFamily::Name(family.into())), egui::Color32::BLACK);
    let mut label = LayoutJob::default();
    label.wrap.max_width = number("measure") * SIZE;
    label.append(job["text"].as_str().unwrap(), number("indent") * SIZE, format);
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(label));
    galley
        .rows
        .iter()
        .map(|row| {
            let glyphs = row.row.glyphs.iter();
            glyphs
                .map(|g| json!([g.chr.to_string(), (row.pos.x + g.pos.x) / SIZE, g.advance_width / SIZE]))
                .collect::<Value>()
        })
        .collect()
}
