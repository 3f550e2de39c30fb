//! Where an article was left: an offset with a few words, which find the place again when the text around it has changed.

use memchr::memmem;

use crate::library::userdata::ReadingPlace;

/// Characters kept beside the offset.
const QUOTE_CHARS: usize = 24;

/// The place at a byte offset of `text`.
#[must_use]
pub fn at(text: &str, offset: usize) -> ReadingPlace {
    let quote = text.get(offset..).map(|rest| rest.chars().take(QUOTE_CHARS).collect()).unwrap_or_default();
    ReadingPlace { offset, quote }
}

/// The byte offset of a place in a text that may be another than the one it was kept for: where its words stand nearest to the old
/// offset; half of the words when not all are there; else the offset itself.
#[must_use]
pub fn find(text: &str, place: &ReadingPlace) -> usize {
    let offset = text.floor_char_boundary(place.offset);
    let quote = place.quote.trim_end();
    if quote.is_empty() {
        return offset;
    }
    let middle = quote.char_indices().nth(quote.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = quote.split_at_checked(middle).unwrap_or((quote, ""));
    nearest(text, quote, offset)
        .or_else(|| nearest(text, first, offset))
        .or_else(|| nearest(text, second, offset).map(|at| text.floor_char_boundary(at.saturating_sub(first.len()))))
        .unwrap_or(offset)
}

/// Where `words` begin nearest to `offset`.
fn nearest(text: &str, words: &str, offset: usize) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    let after =
        text.get(offset..).and_then(|rest| memmem::find(rest.as_bytes(), words.as_bytes())).map(|at| offset + at);
    let end = text.len().min(offset.saturating_add(words.len()));
    let before = text.as_bytes().get(..end).and_then(|head| memmem::rfind(head, words.as_bytes()));
    [before, after].into_iter().flatten().min_by_key(|at| at.abs_diff(offset))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str =
        "甲县与乙县商量修路\n　　会议在测试厅举行，讨论了道路和桥梁，双方同意先修桥。\n　　道路今年动工，明年完工。\n";

    #[test]
    fn the_words_find_the_place_in_a_changed_text() {
        let offset = PAGE.find("讨论").unwrap();
        let place = at(PAGE, offset);
        assert_eq!(place.quote.chars().count(), QUOTE_CHARS);
        assert_eq!(find(PAGE, &place), offset);
        let longer = format!("新的一行新闻\n{PAGE}");
        assert_eq!(find(&longer, &place), longer.find("讨论").unwrap());
        let shorter = PAGE.replace("甲县与乙县", "");
        assert_eq!(find(&shorter, &place), shorter.find("讨论").unwrap());
        let edited = longer.replace("先修桥", "先修路");
        assert_eq!(find(&edited, &place), edited.find("讨论").unwrap(), "half of the words are enough");
        let edited = longer.replace("讨论了道路", "讨论了马路");
        assert_eq!(find(&edited, &place), edited.find("讨论").unwrap(), "the other half too");
    }

    #[test]
    fn the_nearest_of_equal_words_is_meant() {
        let text = "第一段。同一句话说了又说。第二段。同一句话说了又说。第三段。同一句话说了又说。";
        let second = text.match_indices("同一").nth(1).unwrap().0;
        let place = ReadingPlace { offset: second + 5, quote: "同一句话说了又说。".into() };
        assert_eq!(find(text, &place), second);
    }

    proptest! {
        #[test]
        fn any_place_in_any_text_is_a_border_of_characters(text in "\\PC{0,60}", quote in "\\PC{0,10}", offset in 0..400_usize) {
            let found = find(&text, &ReadingPlace { offset, quote });
            prop_assert!(text.is_char_boundary(found));
        }
    }
}
