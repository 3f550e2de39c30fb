//! Gives the Windows program its icon and version text, and every program the stamp of the rules it understands pages by.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

/// What the understanding of a page follows from: code, tables, and the versions of what they are built on.
const RULES: [&str; 7] =
    ["src/text", "src/article", "src/place", "src/library", "src/facts", "Cargo.toml", "Cargo.lock"];

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=assets/icon.ico");
    let mut hasher = DefaultHasher::new();
    for name in RULES {
        // A package may come without its lock file.
        if Path::new(name).exists() {
            println!("cargo::rerun-if-changed={name}");
            add(Path::new(name), &mut hasher)?;
        }
    }
    // Results that were kept by other rules are not used: see `library::cache`.
    println!("cargo::rustc-env=SHUANGCHENG_RULES={:016x}", hasher.finish());
    #[cfg(windows)]
    winresource::WindowsResource::new()
        .set_icon("assets/icon.ico")
        .set("ProductName", "双城 Shuangcheng")
        .set("FileDescription", "双城 Shuangcheng")
        .set("LegalCopyright", "MIT OR Apache-2.0")
        .compile()?;
    Ok(())
}

/// Adds a file, or everything in a folder by name.
fn add(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if path.is_dir() {
        let mut inside =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| add(path, hasher));
    }
    let bytes = fs::read(path)?;
    hasher.write(path.as_os_str().as_encoded_bytes());
    hasher.write_usize(bytes.len());
    hasher.write(&bytes);
    Ok(())
}
