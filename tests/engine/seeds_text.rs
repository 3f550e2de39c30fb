//! The text floor on real pages, where they are at hand beside the project.

use std::{fs, path::Path};

use shuangcheng::text::{
    encoding::{Encoding, decode},
    script::{Script, detect},
};

#[test]
fn real_pages_decode_and_have_the_script_they_have() {
    let folder = Path::new("../shared/seeds");
    let Ok(entries) = fs::read_dir(folder) else {
        println!("SKIPPED: no {} here", folder.display());
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let decoded = decode(&fs::read(&path).unwrap(), None);
        assert_eq!((decoded.encoding, decoded.replacements), (Encoding::Utf8, 0), "{}", path.display());
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(gold) = fs::read_to_string(format!("../shared/gold_seeds/{stem}.json")) else { continue };
        let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
        assert_eq!(detect(&decoded.text).name(), gold["script"].as_str().unwrap(), "{stem}");
        // The same page in the legacy encodings is recognised too.
        for (encoding, codec) in [(Encoding::Gb18030, encoding_rs::GB18030), (Encoding::Big5, encoding_rs::BIG5)] {
            let (bytes, _, lossy) = codec.encode(&decoded.text);
            if !lossy {
                assert_eq!(decode(&bytes, None).encoding, encoding, "{stem} as {}", encoding.name());
            }
        }
        assert_ne!(detect(&decoded.text), Script::None);
    }
}
