//! Holds the dependency tree to two promises: the program never talks to a network, and everything in it is freely licensed and
//! credited in `assets/licences.txt`.

use crate::support::lock;

use lock::{manifest_dev_dependencies, non_dev, packages};

/// Network clients, servers and TLS stacks. `tokio` is not here: web targets name it for channels, and no desktop build compiles it.
const NETWORK: &[&str] = &[
    "actix-web",
    "attohttpc",
    "aws-lc-rs",
    "axum",
    "curl",
    "curl-sys",
    "ehttp",
    "h2",
    "http-body",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "schannel",
    "security-framework",
    "socket2",
    "surf",
    "tiny_http",
    "tungstenite",
    "ureq",
    "warp",
];

/// Licences that may be in the tree; all allow this program to be given away as MIT OR Apache-2.0.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn nothing_in_the_tree_is_a_network_client() {
    let found: Vec<String> =
        packages().into_iter().map(|p| p.name).filter(|name| NETWORK.contains(&name.as_str())).collect();
    assert!(found.is_empty(), "the program stays offline, but the tree has {found:?}");
}

#[test]
fn every_package_is_credited_and_freely_licensed() {
    let text = shuangcheng::words::licences::licences();
    let credited: Vec<(&str, &str)> = text.lines().filter_map(credit).collect();
    let mut errors = Vec::new();
    let tree = non_dev(&packages(), &manifest_dev_dependencies());
    for (name, _) in &credited {
        if !tree.iter().any(|p| format!("{} {}", p.name, p.version) == *name) {
            errors.push(format!("{name} is credited, but is no longer in the tree"));
        }
    }
    for package in tree {
        let name = format!("{} {}", package.name, package.version);
        match credited.iter().find(|(credited, _)| *credited == name) {
            None => errors.push(format!("{name} is missing")),
            Some((_, licence)) if !allowed(licence) => {
                errors.push(format!("{name}: {licence} is not an allowed licence"));
            }
            Some(_) => {}
        }
    }
    assert!(errors.is_empty(), "{}\nWrite the list anew: python3 tests/tools/make_licences.py", errors.join("\n"));
}

/// `* name 1.2.3 — MIT OR Apache-2.0 — address` → (`name 1.2.3`, `MIT OR Apache-2.0`).
fn credit(line: &str) -> Option<(&str, &str)> {
    let mut parts = line.strip_prefix("* ")?.split(" — ");
    Some((parts.next()?, parts.next()?))
}

/// An SPDX expression: one side of each OR, both sides of each AND. Old packages write `/` for OR.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (answer, rest) = either(&words);
    answer && rest.is_empty()
}

fn either<'a, 'b>(words: &'a [&'b str]) -> (bool, &'a [&'b str]) {
    let (mut answer, mut rest) = both(words);
    while let Some(("OR", tail)) = rest.split_first().map(|(word, tail)| (*word, tail)) {
        let (more, after) = both(tail);
        answer |= more;
        rest = after;
    }
    (answer, rest)
}

fn both<'a, 'b>(words: &'a [&'b str]) -> (bool, &'a [&'b str]) {
    let (mut answer, mut rest) = one(words);
    while let Some(("AND", tail)) = rest.split_first().map(|(word, tail)| (*word, tail)) {
        let (more, after) = one(tail);
        answer &= more;
        rest = after;
    }
    (answer, rest)
}

fn one<'a, 'b>(words: &'a [&'b str]) -> (bool, &'a [&'b str]) {
    match words {
        ["(", inner @ ..] => match either(inner) {
            (answer, [")", rest @ ..]) => (answer, rest),
            (_, rest) => (false, rest),
        },
        [name, "WITH", exception, rest @ ..] => (ALLOWED.contains(&format!("{name} WITH {exception}").as_str()), rest),
        [name, rest @ ..] => (ALLOWED.contains(name), rest),
        [] => (false, &[]),
    }
}

#[test]
fn licence_expressions_are_understood() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 OR GPL-2.0-only",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(allowed(good), "{good}");
    }
    for bad in
        ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND LGPL-2.1", "MIT WITH Nonsense", "(MIT", "MIT MIT"]
    {
        assert!(!allowed(bad), "{bad}");
    }
}

#[test]
fn the_lock_file_is_read_whole() {
    let all = packages();
    let tree = non_dev(&all, &manifest_dev_dependencies());
    assert!(tree.len() > 100 && tree.len() < all.len(), "{} of {}", tree.len(), all.len());
    assert!(tree.iter().any(|p| p.name == "wgpu"), "optional dependencies are in the tree");
    assert!(!tree.iter().any(|p| p.name == "proptest"), "test dependencies are not in the tree");
}
