//! Prints, as lines of JSON, every row that the rules read from the pages of a folder and every name that is weighed, with what speaks
//! for it: `cargo run --release --example weigh_rows -- tests/facts/dev`. `train_rows.py` finds the weights on them.

#![expect(clippy::print_stdout, reason = "a tool that reports")]

use std::{env, error::Error, fs};

use serde_json::json;
use shuangcheng::{facts::weighed, library::document_of};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("a folder of pages is wanted")?;
    let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let document = document_of(&name, &fs::read(&path)?);
        let page = document.page();
        for row in weighed(&page.article, &page.tagging, document.folded()) {
            let cues: Vec<String> = row.cues.iter().map(|(sort, cue)| format!("{sort}\t{cue}")).collect();
            let claim = &row.claim;
            let line = json!({
                "file": name, "sure": row.sure, "told": row.told, "rule": claim.rule, "kind": claim.kind.name(), "status": claim.status.name(),
                "name": claim.name, "full": claim.full_name,
                "start": claim.sentence.start, "end": claim.sentence.end, "from": claim.span.start, "to": claim.span.end,
                "text": claim.sentence.of(&page.article.text), "cues": cues,
            });
            println!("{line}");
        }
    }
    Ok(())
}
