//! The packages of `Cargo.lock`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// One `[[package]]`.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// `name`, or `name version` when the tree has several.
    pub dependencies: Vec<String>,
}

/// All packages, this one included.
pub fn packages() -> Vec<Package> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned).unwrap_or_default();
    let mut all: Vec<Package> = Vec::new();
    for line in lock.lines() {
        match (line, all.last_mut()) {
            ("[[package]]", _) => all.push(Package::default()),
            (line, Some(package)) if line.starts_with("name = ") => package.name = quoted(line),
            (line, Some(package)) if line.starts_with("version = ") => package.version = quoted(line),
            (line, Some(package)) if line.starts_with(" \"") => package.dependencies.push(quoted(line)),
            _ => {}
        }
    }
    all
}

/// Names under `[dev-dependencies]` in `Cargo.toml`.
pub fn manifest_dev_dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let section = manifest.lines().skip_while(|line| *line != "[dev-dependencies]").skip(1);
    let names = section.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    let dev: BTreeSet<String> = names.map(|(name, _)| name.trim().to_owned()).collect();
    // A package that the program uses as well stays in the tree.
    let rest = manifest.lines().take_while(|line| *line != "[dev-dependencies]");
    let used: BTreeSet<&str> = rest.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.trim()).collect();
    dev.into_iter().filter(|name| !used.contains(name.as_str())).collect()
}

/// Packages that this one needs when it is not tested: for every platform, with every feature.
pub fn non_dev(all: &[Package], dev: &BTreeSet<String>) -> Vec<Package> {
    let mut by_name: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
    for package in all {
        by_name.entry(&package.name).or_default().push(package);
    }
    let mut seen: BTreeMap<(String, String), Package> = BTreeMap::new();
    let mut todo: Vec<String> = all
        .iter()
        .filter(|package| package.name == env!("CARGO_PKG_NAME"))
        .flat_map(|package| package.dependencies.iter().filter(|name| !dev.contains(*name)).cloned())
        .collect();
    while let Some(wanted) = todo.pop() {
        let mut words = wanted.split(' ');
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        for package in by_name.get(name).into_iter().flatten() {
            let key = (package.name.clone(), package.version.clone());
            if version.is_none_or(|version| version == package.version) && !seen.contains_key(&key) {
                todo.extend(package.dependencies.iter().cloned());
                seen.insert(key, (*package).clone());
            }
        }
    }
    seen.into_values().collect()
}

/// The folder of `Cargo.toml`.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
