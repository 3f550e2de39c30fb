//! `export`: articles as files in another format. Existing files are left alone, and the folder that is read is never written to.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Done, End,
    args::Export,
    finish,
    io::{self, Output},
    overrides, places_named, report_cut, report_problem, targets,
};
use crate::{
    export::{
        Format, Options, export, name,
        write::{Overwrite, WriteError, lies_in_any, write_export},
    },
    library::{
        Document,
        cache::Cache,
        query::{Filter, Sort, ask},
        scan::{Cancel, Target, open_with},
    },
    words::Words,
};

pub(super) fn run(wanted: &Export, words: &Words, output: &mut Output) -> Result<Done, End> {
    let format = Format::by_name(&wanted.format).unwrap_or_default();
    let filter = Filter {
        text: wanted.query.clone(),
        include: places_named(&wanted.cities, words)?.into_iter().collect(),
        ..Filter::default()
    };
    let mut done = Done::Clean;
    let mut opened = false;
    let mut roots = Vec::new();
    let mut documents: Vec<Arc<Document>> = Vec::new();
    for target in targets(&wanted.paths) {
        let overrides = overrides(&wanted.own, &target, words)?;
        let mut cache = Cache::open(&wanted.own.cache, &target);
        let snapshot = match open_with(&target, &overrides, &mut cache, &Cancel::default(), &mut |_, _| {}) {
            Ok(snapshot) => snapshot,
            Err(error) => {
                output.remark(&words.open_error(&error));
                done = done.max(Done::WithRemarks);
                continue;
            }
        };
        finish(cache, words, output);
        for problem in &snapshot.problems {
            report_problem(problem, words, output);
            done = done.max(Done::WithRemarks);
        }
        opened |= matches!(target, Target::Folder(_)) || !snapshot.documents.is_empty();
        if let Target::Folder(root) = target {
            roots.push(root);
        }
        let answer = ask(&snapshot, &filter, Sort::Date, &|_| false, &|| false).unwrap_or_default();
        let matching: BTreeSet<_> = answer.hits.iter().map(|hit| hit.doc).collect();
        documents.extend(matching.into_iter().filter_map(|ix| snapshot.get(ix).cloned()));
    }
    if !opened {
        return Ok(Done::Nothing);
    }
    let into_folder = documents.len() != 1 || io::is_folder(&wanted.out) || io::ends_in_slash(&wanted.out);
    if documents.is_empty() {
        return Ok(done);
    }
    let folder = if into_folder { Some(wanted.out.as_path()) } else { wanted.out.parent() };
    if let Some(folder) = folder
        && lies_in_any(folder, &roots)
    {
        return Err(End::Use(words.tn("cli-out-inside", &[("path", wanted.out.display().to_string().into())])));
    }
    if into_folder {
        io::make_folder(&wanted.out)?;
    }
    let mut used = BTreeSet::new();
    for document in &documents {
        if report_cut(document, words, output) {
            done = done.max(Done::WithRemarks);
        }
        let path =
            if into_folder { wanted.out.join(free_name(document, format, &mut used)) } else { wanted.out.clone() };
        let bytes = export(document, format, &options(document));
        if let Err(error) = write_export(&path, &bytes, Overwrite::Never, &roots) {
            let message = match &error {
                WriteError::Exists(path) => words.tn("cli-out-exists", &[("path", path.display().to_string().into())]),
                other => {
                    let (path, detail) = (path.display().to_string().into(), words.write_error(other).into());
                    words.tn("cli-write-failed", &[("path", path), ("detail", detail)])
                }
            };
            output.remark(&message);
            done = done.max(if documents.len() == 1 { Done::Nothing } else { Done::WithRemarks });
        }
    }
    Ok(done)
}

/// The source's own characters, and the digest of the file as it is.
fn options(document: &Document) -> Options {
    let sha256 = document.real_path.as_deref().and_then(io::sha256_of_file);
    Options { sha256: sha256.unwrap_or_default(), ..Options::default() }
}

/// The name the window would suggest, with a number when two articles share it.
fn free_name(document: &Document, format: Format, used: &mut BTreeSet<String>) -> String {
    let fields = name::Fields::of(document);
    let wanted = name::file_name(name::DEFAULT_PATTERN, &fields, format);
    let stem = wanted.strip_suffix(&format!(".{}", format.extension())).unwrap_or(&wanted).to_owned();
    let mut name = wanted;
    let mut number = 2;
    // Some file systems do not tell upper from lower case.
    while !used.insert(name.to_lowercase()) {
        name = format!("{stem} ({number}).{}", format.extension());
        number += 1;
    }
    name
}
