//! Markup left in a line of plain text: blanked, character for character, so that offsets stay.

use memchr::{memchr2, memmem};

/// Longer tags are none.
const MOST_TAG_BYTES: usize = 2_000;

/// What entities stand for; the rest of their characters become blanks.
const ENTITIES: [(&str, char); 8] = [
    ("&nbsp;", ' '),
    ("&gt;", '>'),
    ("&lt;", '<'),
    ("&amp;", '&'),
    ("&quot;", '"'),
    ("&middot;", '·'),
    ("&raquo;", '>'),
    ("&emsp;", ' '),
];

/// `line` with its tags, the programs between them and its entities blanked; `None` when it has none.
pub(super) fn blanked(line: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(step) = line.as_bytes().get(at..).and_then(|rest| memchr2(b'<', b'&', rest)) {
        let start = at + step;
        let rest = line.get(start..).unwrap_or_default();
        let Some((len, shown)) = tag(rest).map(|len| (len, ' ')).or_else(|| entity(rest)) else {
            at = start + 1;
            continue;
        };
        let text = out.get_or_insert_with(|| String::with_capacity(line.len()));
        text.push_str(line.get(copied..start).unwrap_or_default());
        let chars = rest.get(..len).map_or(len, |tag| tag.chars().count());
        text.extend(std::iter::repeat_n(' ', chars.saturating_sub(1)));
        text.push(shown);
        at = start + len;
        copied = at;
    }
    if let Some(text) = &mut out {
        text.push_str(line.get(copied..).unwrap_or_default());
    }
    out
}

/// Length of the tag at the start of `rest`, with the whole of a script or style.
fn tag(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    let opens = inner.strip_prefix('/').unwrap_or(inner);
    if !opens.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return None;
    }
    let near = rest.as_bytes().get(..rest.len().min(MOST_TAG_BYTES))?;
    let end = memchr::memchr(b'>', near)? + 1;
    let name: String = opens.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    if matches!(name.as_str(), "script" | "style") && !inner.starts_with('/') {
        let close = if name == "script" { "</script" } else { "</style" };
        let after = rest.as_bytes().get(end..)?;
        if let Some(found) = memmem::find(after, close.as_bytes()) {
            let tail = memchr::memchr(b'>', after.get(found..)?)?;
            return Some(end + found + tail + 1);
        }
    }
    Some(end)
}

fn entity(rest: &str) -> Option<(usize, char)> {
    ENTITIES.iter().find(|(word, _)| rest.starts_with(word)).map(|(word, shown)| (word.len(), *shown))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_and_programs_become_blanks() {
        let line = "<h1 class=\"a\">甲县<b>开会</b></h1>";
        let shown = blanked(line).unwrap();
        assert_eq!(shown.split_whitespace().collect::<Vec<_>>(), ["甲县", "开会"]);
        assert_eq!(blanked("首页&nbsp;&gt;新闻").unwrap().split_whitespace().collect::<Vec<_>>(), ["首页", ">新闻"]);
        let program = blanked("<script>var a = 1 < 2;</script>正文").unwrap();
        assert_eq!(program.trim(), "正文");
        for plain in ["甲县开会", "来源：<四川日报>", "3 < 4 & 5", "<", "&"] {
            assert_eq!(blanked(plain), None, "{plain}");
        }
    }

    proptest! {
        #[test]
        fn characters_stay_where_they_are(line in "([甲<>&;/a ]|<p>|&nbsp;|<script>|</script>){0,20}") {
            if let Some(shown) = blanked(&line) {
                prop_assert_eq!(shown.chars().count(), line.chars().count());
                prop_assert!(shown.chars().zip(line.chars()).all(|(a, b)| a == b || a == ' ' || a.is_ascii_punctuation()));
            }
        }
    }
}
