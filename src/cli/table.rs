//! Columns for people: fixed widths counted in terminal cells, in which Han characters take two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: &str = "  ";

/// One line of cells; each but the last is cut or filled to its width in terminal cells.
pub(super) fn row(cells: &[(&str, usize)]) -> String {
    let mut line = String::new();
    for (i, (cell, width)) in cells.iter().enumerate() {
        if i > 0 {
            line.push_str(GAP);
        }
        if i + 1 == cells.len() {
            line.push_str(&plain(cell));
        } else {
            line.push_str(&fitted(cell, *width));
        }
    }
    line.trim_end().to_owned()
}

/// Without control characters, which could move the terminal's cursor.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Exactly `width` terminal cells: filled with blanks, or cut with `…`.
fn fitted(text: &str, width: usize) -> String {
    let text = plain(text);
    let full = text.width();
    if full <= width {
        return format!("{text}{}", " ".repeat(width - full));
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = used + c.width().unwrap_or(0);
        if next > width.saturating_sub(1) {
            break;
        }
        out.push(c);
        used = next;
    }
    out.push('…');
    out.push_str(&" ".repeat(width.saturating_sub(used + 1)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_line_up() {
        assert_eq!(row(&[("a", 6), ("遂宁", 6), ("标题", 0)]), "a       遂宁    标题");
        assert_eq!(row(&[("遂宁潼南", 5), ("x", 1)]), "遂宁…  x");
        assert_eq!(row(&[("遂宁潼南", 6), ("x", 1)]), "遂宁…   x");
        assert_eq!(row(&[("a\u{1b}[2J\nb", 20), ("", 1)]), "a [2J b");
    }
}
