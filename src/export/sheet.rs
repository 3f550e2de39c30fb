//! Tables: their cells, and CSV with a byte order mark. XLSX is written in [`super::xlsx`].

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Name of the table, at most 31 characters are kept.
    pub name: String,
    /// Headings.
    pub heads: Vec<String>,
    /// Width of each column in characters.
    pub widths: Vec<u16>,
    /// Cells, row by row.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day {
        /// Days since 1970.
        day: i32,
        /// As a text.
        text: String,
    },
    /// Texts one below the other, each of which opens an address where there is one.
    Lines(Vec<Line>),
    /// A number that leads to a row of another table of the file.
    Jump {
        /// The number.
        number: f64,
        /// Which table, from 0.
        sheet: usize,
        /// Which row of it, from 0, without the headings.
        row: usize,
    },
}

/// A line of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What is shown.
    pub text: String,
    /// The address; empty for none.
    pub address: String,
}

impl Cell {
    /// A text that is broken over lines where its column is narrow.
    #[must_use]
    pub fn line(text: String, address: String) -> Self {
        Self::Lines(vec![Line { text, address }])
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Day { text, .. } => text.clone(),
            Self::Number(number) | Self::Jump { number, .. } => number.to_string(),
            Self::Lines(lines) => lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// The table as CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheets see what it is. A text that a spreadsheet would run
/// as a formula gets an apostrophe before it.
#[must_use]
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let line = |cells: &mut dyn Iterator<Item = String>, out: &mut String| {
        for (i, cell) in cells.enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(&quoted(&harmless(&cell)));
        }
        out.push_str("\r\n");
    };
    line(&mut sheet.heads.iter().cloned(), &mut out);
    for row in &sheet.rows {
        line(&mut row.iter().map(Cell::text), &mut out);
    }
    out.into_bytes()
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let runs = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let number = text.parse::<f64>().is_ok();
    if runs && !number { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A table with a cell of every sort.
    pub fn sheet() -> Sheet {
        let text = |text: &str| Cell::Text(text.to_owned());
        let two = [("一句", "file:///a.txt"), ("二句", "")];
        let two = two.map(|(text, address)| Line { text: text.to_owned(), address: address.to_owned() });
        Sheet {
            name: "台账".to_owned(),
            heads: vec!["名称".to_owned(), "数".to_owned()],
            widths: vec![30],
            rows: vec![
                vec![text("=1+1"), Cell::Number(1.2e9)],
                vec![text("甲,乙\"丙\"\n丁"), text("-3.5")],
                vec![text("@x"), Cell::line("句".to_owned(), "file:///a.txt".to_owned())],
                vec![
                    Cell::Day { day: 18_331, text: "2020-03-10".to_owned() },
                    Cell::Jump { number: 2.0, sheet: 0, row: 1 },
                ],
                vec![Cell::Day { day: -30_000, text: "1887-11-12".to_owned() }, Cell::Lines(two.to_vec())],
            ],
        }
    }

    #[test]
    fn csv_is_marked_quoted_and_harmless() {
        let text = String::from_utf8(csv(&sheet())).unwrap();
        let wanted = "\u{feff}名称,数\r\n'=1+1,1200000000\r\n\"甲,乙\"\"丙\"\"\n丁\",-3.5\r\n'@x,句\r\n2020-03-10,2\r\n1887-11-12,\"一句\n二句\"\r\n";
        assert_eq!(text, wanted);
    }
}
