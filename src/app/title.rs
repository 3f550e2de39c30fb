//! The title under which the window shows a page, and how long it takes to read.

use crate::library::Document;

/// Characters read in a minute.
const CHARS_A_MINUTE: u32 = 400;

/// Minutes to read an article, by its characters; at least one.
#[must_use]
pub fn minutes_of(chars: u32) -> u32 {
    (chars / CHARS_A_MINUTE).max(1)
}

/// The page's own title; without one ours, in brackets; the file's name when the page has no words to take.
#[must_use]
pub fn title_of(document: &Document) -> String {
    if document.brief().is_nameless() {
        document.path.rsplit('/').next().unwrap_or_default().to_owned()
    } else {
        document.title().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::title_of;
    use crate::library::document_of;

    #[test]
    fn every_page_has_something_to_be_called_by() {
        assert_eq!(title_of(&document_of("下/空.txt", b"")), "空.txt");
        assert_eq!(title_of(&document_of("a.txt", "会议讨论了道路。\n".as_bytes())), "〔会议讨论了道路〕");
    }
}
