//! Writes a folder of generated pages, for trying the window and for timing the whole program with other tools.
//!
//! `cargo bench --bench folder -- DIR [COUNT] [SEED]`

#![expect(clippy::print_stdout, reason = "a program for the command line")]
#![expect(clippy::disallowed_methods, reason = "it writes into the folder it is told, and nowhere else")]

mod support;

use std::path::Path;

fn main() -> std::io::Result<()> {
    // Cargo adds its own `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let Some(folder) = words.first() else {
        println!("cargo bench --bench folder -- DIR [COUNT] [SEED]");
        return Ok(());
    };
    let number = |at: usize, usual: u64| words.get(at).and_then(|w| w.parse().ok()).unwrap_or(usual);
    let (count, generator) = (number(1, 10_000), support::Generator::new(number(2, 1)));
    let mut bytes = 0;
    for n in 0..count {
        let page = generator.page(n);
        let path = Path::new(folder).join(&page.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        bytes += page.bytes.len() as u64;
        std::fs::write(path, page.bytes)?;
    }
    println!("{count} pages, {bytes} bytes");
    Ok(())
}
