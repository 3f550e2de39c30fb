//! The reading view through the eyes of a reader: what it shows, where it goes, what can be selected and copied.

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;

use std::sync::Arc;

use egui_kittest::Harness;
use shuangcheng::{
    app::{
        action::{Action, ReaderCommand},
        fonts,
        panels::reader::{self, ReaderModel, ReaderView},
        state::{Layout, Place},
        theme::Theme,
    },
    library::{Document, document_of},
    text::span::ByteRange,
    words::{Language, Words},
};

struct Desk {
    model: ReaderModel,
    view: ReaderView,
    theme: Theme,
    words: Words,
    actions: Vec<Action>,
}

fn page(name: &str, text: &str) -> Arc<Document> {
    Arc::new(document_of(name, text.as_bytes()))
}

fn model(document: Arc<Document>) -> ReaderModel {
    ReaderModel {
        document,
        layout: Layout::default(),
        hits: Arc::default(),
        current_hit: None,
        original: false,
        furniture_open: false,
        place: Place::default(),
        has_keys: true,
    }
}

fn harness(model: ReaderModel, dark: bool, size: [f32; 2]) -> Harness<'static, Desk> {
    let theme = Theme::of(dark);
    let desk = Desk {
        model,
        view: ReaderView::default(),
        theme: theme.clone(),
        words: Words::new(Language::Hans),
        actions: vec![],
    };
    Harness::builder()
        .with_size(size)
        .allow_missing_glyphs()
        .renderer(cpu_renderer::CpuRenderer::default())
        .with_context_setup(move |ctx| {
            ctx.set_fonts(fonts::definitions(false, None));
            theme.apply(ctx);
        })
        .build_ui_state(
            |ui, desk: &mut Desk| {
                let Desk { model, view, theme, words, actions } = desk;
                reader::show(ui, model, view, theme, words, actions);
            },
            desk,
        )
}

#[test]
fn look() {
    let Ok(path) = std::env::var("LOOK") else { return };
    let text = std::fs::read_to_string(&path).unwrap();
    let mut model = model(page("look.txt", &text));
    model.original = std::env::var("ORIGINAL").is_ok();
    model.furniture_open = std::env::var("OPEN").is_ok();
    if let Ok(word) = std::env::var("FIND") {
        model.hits = Arc::new(text.match_indices(&word).map(|(at, w)| ByteRange::new(at, at + w.len())).collect());
        model.current_hit = Some(0);
    }
    let width = std::env::var("WIDTH").map_or(820.0, |w| w.parse().unwrap());
    let mut harness = harness(model, std::env::var("DARK").is_ok(), [width, 820.0]);
    harness.run_steps(4);
    for _ in 0..std::env::var("PAGES").map_or(0, |w| w.parse().unwrap()) {
        harness.state_mut().view.inbox.push(ReaderCommand::PageDown);
        harness.run_steps(2);
    }
    if std::env::var("ALL").is_ok() {
        harness.state_mut().view.inbox.push(ReaderCommand::SelectAll);
        harness.run_steps(2);
    }
    if let Ok(at) = std::env::var("HOVER") {
        let (x, y) = at.split_once(',').unwrap();
        harness.hover_at(egui::pos2(x.parse().unwrap(), y.parse().unwrap()));
        harness.run_steps(80);
    }
    harness.render().unwrap().save(std::env::var("OUT").unwrap_or("/tmp/look.png".into())).unwrap();
}
