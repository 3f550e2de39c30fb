//! The project's own Rust sources, parsed; test-only parts set apart.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use syn::{Attribute, Item, Meta, Token, punctuated::Punctuated};

/// One file below `src/`.
pub struct RustFile {
    /// Path below `src/`, `/` between parts.
    pub rel: String,
    /// The whole text.
    pub text: String,
    /// The same, parsed.
    pub syntax: syn::File,
}

impl RustFile {
    /// Parses `text` as if it stood at `rel`.
    pub fn new(rel: &str, text: &str) -> Self {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("src/{rel}: {error}"));
        Self { rel: rel.to_owned(), text: text.to_owned(), syntax }
    }

    /// The module the file is: `text/mod.rs` → `["text"]`, `text/fold.rs` → `["text", "fold"]`, `lib.rs` and `main.rs` → `[]`.
    pub fn module(&self) -> Vec<String> {
        let path = self.rel.trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        if matches!(path, "lib" | "main") {
            return Vec::new();
        }
        path.split('/').map(str::to_owned).collect()
    }
}

/// Every file below `src/` that is compiled outside tests, sorted by path.
pub fn rust_files() -> Vec<RustFile> {
    let src = root().join("src");
    let mut folders = vec![src.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path = entry.expect("an entry of src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let rel = path.strip_prefix(&src).expect("it lies below src").to_string_lossy().replace('\\', "/");
                files.push(RustFile::new(&rel, &fs::read_to_string(&path).expect("a source file is UTF-8")));
            }
        }
    }
    files.sort_by(|a, b| a.rel.cmp(&b.rel));
    without_test_files(files)
}

/// Drops the files that are whole test modules: `#[cfg(test)] mod tests;` in the file above them.
fn without_test_files(mut files: Vec<RustFile>) -> Vec<RustFile> {
    let mut tests = BTreeSet::new();
    for file in &files {
        for item in &file.syntax.items {
            if let Item::Mod(module) = item
                && module.content.is_none()
                && is_test_only(&module.attrs)
            {
                let mut path = file.module();
                path.push(module.ident.to_string());
                tests.insert(path);
            }
        }
    }
    files.retain(|file| {
        let module = file.module();
        !(1..=module.len()).any(|n| module.get(..n).is_some_and(|head| tests.contains(head)))
            && !is_test_only(&file.syntax.attrs)
    });
    files
}

/// True for `#[cfg(test)]` and `#[cfg(all(test, …))]`; `#[cfg(any(test, …))]` is compiled into the program.
pub fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<Meta>().is_ok_and(|condition| needs_test(&condition))
    })
}

fn needs_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(word) => word.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|parts| parts.iter().any(needs_test)),
        _ => false,
    }
}

/// The attributes of any item.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::ExternCrate(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::ForeignMod(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::TraitAlias(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Union(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

/// The folder of `Cargo.toml`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
