//! Writes what the ledger shows to a file, on a thread of its own.

use std::{path::PathBuf, sync::Arc};

use super::{
    Outbox,
    save::{failure, write_free},
    spawn,
};
use crate::{
    app::{
        action::Action,
        fonts,
        ledger::{LedgerAction, Listed, Report},
        panels::{network, timeline},
        timeline::TimelineState,
    },
    export::{
        ledger::{LedgerLabels, json_array, sheets},
        markdown::table,
        picture::{Faces, png, svg},
        sheet::{Sheet, csv},
        write::Overwrite,
        xlsx::xlsx,
    },
    text::address::file_address,
    words::{Language, Words},
};

/// What is written, and where.
#[derive(Clone, Debug)]
pub struct ReportJob {
    /// As what.
    pub report: Report,
    /// What is shown.
    pub listed: Arc<Listed>,
    /// Which part of time.
    pub timeline: TimelineState,
    /// Language of a picture.
    pub language: Language,
    /// Words for the table.
    pub labels: LedgerLabels,
    /// The file.
    pub to: PathBuf,
    /// What to do when it exists.
    pub overwrite: Overwrite,
    /// The opened folder, which is never written to.
    pub protected: Option<PathBuf>,
}

/// Writes it, and tells how that went.
pub fn start(job: ReportJob, outbox: &Outbox) {
    spawn("report", outbox, move |outbox| {
        let bytes = bytes(&job);
        let (file, result) = write_free(&job.to, &bytes, job.overwrite, job.protected.as_slice());
        let result = result.map_err(|error| failure(&error));
        outbox.send(Action::Ledger(LedgerAction::Saved { report: job.report, file, result }));
    });
}

fn bytes(job: &ReportJob) -> Vec<u8> {
    let book = &job.listed.book;
    let facts = job.listed.facts.iter().filter_map(|&fact| book.facts.make(fact));
    // The sentence leads to the file it stands in.
    let address = |file: &str| {
        let document = book.snapshot.find(file).and_then(|ix| book.snapshot.get(ix));
        document.and_then(|document| document.real_path.as_deref()).map(file_address).unwrap_or_default()
    };
    let words = Words::new(job.language);
    let face = u32::from(job.language == Language::Hant);
    let faces = Faces { regular: (fonts::SANS, face), bold: (fonts::BOLD, face) };
    // A file of one table has the one of facts, with all their sentences.
    let first = |facts, write: &dyn Fn(&Sheet) -> Vec<u8>| {
        sheets(facts, &job.labels, &address).first().map(write).unwrap_or_default()
    };
    match job.report {
        Report::Csv => first(facts, &csv),
        Report::Xlsx => xlsx(&sheets(facts, &job.labels, &address)),
        Report::Markdown => first(facts, &|sheet| table(sheet).into_bytes()),
        Report::Json => json_array(facts).into_bytes(),
        Report::TimelineSvg => svg(&timeline::picture(&job.listed, job.timeline, &words)).into_bytes(),
        Report::TimelinePng => png(&timeline::picture(&job.listed, job.timeline, &words), faces),
        Report::NetworkSvg => svg(&network::picture(&job.listed, &words)).into_bytes(),
        Report::NetworkPng => png(&network::picture(&job.listed, &words), faces),
        Report::PairsCsv => csv(&network::pairs_sheet(&job.listed, &job.labels, &words)),
    }
}
