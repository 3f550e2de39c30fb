//! Holds together what stands around the code: icons, desktop entry, package lists, README, changelog and the checks.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn bytes(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Width and height of a PNG picture.
fn png_size(data: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(data).expect("a PNG picture");
    (picture.width(), picture.height())
}

#[test]
fn icons_have_the_sizes_their_names_say() {
    for side in [16, 24, 32, 48, 64, 128, 256, 512] {
        assert_eq!(png_size(&bytes(&format!("assets/icon-{side}.png"))), (side, side));
    }
    assert!(text("assets/icon.svg").starts_with("<svg "));
    let ico = bytes("assets/icon.ico");
    assert_eq!(ico.get(..4), Some([0, 0, 1, 0].as_slice()), "the head of a Windows icon");
    let icns = bytes("assets/icon.icns");
    assert_eq!(icns.get(..4), Some(b"icns".as_slice()), "the head of a macOS icon");
    let length = icns.get(4..8).and_then(|field| field.try_into().ok()).map(u32::from_be_bytes);
    assert_eq!(length, u32::try_from(icns.len()).ok(), "a macOS icon knows its length");
}

#[test]
fn the_desktop_entry_starts_this_program() {
    let entry = text("assets/shuangcheng.desktop");
    let keys: BTreeMap<&str, &str> = entry.lines().filter_map(|line| line.split_once('=')).collect();
    let name = env!("CARGO_PKG_NAME");
    assert_eq!(keys.get("Exec").copied(), Some(format!("{name} %F").as_str()));
    for key in ["Icon", "StartupWMClass"] {
        assert_eq!(keys.get(key).copied(), Some(name), "{key}: the window system finds the entry by the app id");
    }
    assert!(
        keys.get("MimeType").is_some_and(|types| types.contains("inode/directory;")),
        "folders can be opened with it"
    );
    for key in ["Name", "GenericName", "Comment"] {
        for locale in ["zh_CN", "zh_TW"] {
            assert!(keys.contains_key(format!("{key}[{locale}]").as_str()), "{key} in {locale}");
        }
    }
}

#[test]
fn the_package_lists_name_files_that_exist() {
    let manifest = text("Cargo.toml");
    let lines = manifest.lines().filter_map(|line| line.trim().strip_prefix("[\""));
    let sources: Vec<&str> =
        lines.filter_map(|line| line.split('"').next()).filter(|path| path.contains(['/', '.'])).collect();
    assert!(sources.len() > 10, "{sources:?}");
    for path in sources.iter().filter(|path| !path.starts_with("target/")) {
        assert!(root().join(path).is_file(), "Cargo.toml packs {path}, which is missing");
    }
    for path in ["assets/icon.icns", "assets/Info.plist.part"] {
        assert!(manifest.contains(path) && root().join(path).is_file(), "{path}");
    }
}

#[test]
fn the_readme_has_two_commands_and_the_checks_run_its_own() {
    let readme = text("README.md");
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(commands, ["cargo run --release", "cargo test --locked"], "one that runs, one that tests");
    assert!(
        text(".ci/run").contains("grep -E '^cargo test' README.md"),
        ".ci/run takes the test command from the README"
    );
}

#[test]
fn readme_links_lead_somewhere() {
    let readme = text("README.md");
    let mut links = 0;
    for target in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if target.contains("://") || target.starts_with('#') {
            continue;
        }
        links += 1;
        assert!(root().join(target).exists(), "README.md links to {target}, which is missing");
    }
    assert!(links > 0);
}

#[test]
fn the_changelog_tells_of_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(text("CHANGELOG.md").contains(&format!("## [{version}]")), "CHANGELOG.md has nothing about {version}");
    assert!(text("assets/shuangcheng.metainfo.xml").contains(&format!("version=\"{version}\"")));
}
