//! The articles embedded in the binary, so that a copy of the program anywhere starts with something to read.

/// Name and content, sorted by name.
pub(super) const ARTICLES: &[(&str, &[u8])] = &[
    ("01-interview.txt", include_bytes!("../../seeds/01-interview.txt")),
    ("02-repost.txt", include_bytes!("../../seeds/02-repost.txt")),
    ("03-feature.txt", include_bytes!("../../seeds/03-feature.txt")),
    ("04-untitled.txt", include_bytes!("../../seeds/04-untitled.txt")),
    ("05-conference.txt", include_bytes!("../../seeds/05-conference.txt")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_is_the_seeds_folder() {
        let mut files: Vec<String> = std::fs::read_dir("seeds")
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".txt"))
            .collect();
        files.sort();
        assert_eq!(ARTICLES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), files);
    }
}
