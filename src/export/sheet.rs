//! Tables as files that spreadsheets open: CSV with a byte order mark, XLSX with links.
//!
//! XLSX is written here because the links are what people want of it: `rust_xlsxwriter` 0.102, the well-kept crate for it, writes
//! `file:///home/a.txt` as the relative path `home/a.txt` (its `Url::parse_url` knows only drives and shares for absolute ones), and turns
//! the `%` of an address that is encoded already into `%25` unless it also has one of a dozen encoded marks, so that links to files with
//! Chinese names are dead. A table without formulas or styles is seven short parts.

use super::archive::Archive;

/// A table of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u32),
    /// A text that opens an address.
    Link {
        /// What is shown.
        text: String,
        /// The address.
        address: String,
    },
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Link { text, .. } => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Rows that a sheet of XLSX holds, the heading included.
const MOST_ROWS: usize = 1_048_576;
/// Characters that a cell of XLSX holds.
const MOST_CHARS: usize = 32_767;
/// Links that a sheet of XLSX holds.
const MOST_LINKS: usize = 65_000;

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

/// The table as XLSX (ECMA-376); texts stay texts, whatever they begin with. Rows beyond what a sheet holds are left out.
#[must_use]
pub fn xlsx(sheet: &Sheet) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let name: String =
        sheet.name.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\')).take(31).collect();
    let name = if name.is_empty() { "1".to_owned() } else { name };
    let last = format!("{}{}", column(sheet.heads.len().saturating_sub(1)), sheet.rows.len().min(MOST_ROWS - 1) + 1);
    let mut page = format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
    );
    if !sheet.widths.is_empty() {
        page.push_str("<cols>");
        for (i, width) in (1..).zip(&sheet.widths) {
            page.push_str(&format!("<col min=\"{i}\" max=\"{i}\" width=\"{width}\" customWidth=\"1\"/>"));
        }
        page.push_str("</cols>");
    }
    page.push_str("<sheetData>");
    let heads: Vec<Cell> = sheet.heads.iter().cloned().map(Cell::Text).collect();
    let (mut links, mut targets) = (String::new(), String::new());
    let mut count = 0;
    for (number, cells) in (1..).zip(std::iter::once(&heads).chain(&sheet.rows).take(MOST_ROWS)) {
        page.push_str(&format!("<row r=\"{number}\">"));
        for (i, cell) in cells.iter().enumerate() {
            let at = format!("{}{number}", column(i));
            match cell {
                Cell::Number(value) => page.push_str(&format!("<c r=\"{at}\"><v>{value}</v></c>")),
                Cell::Text(text) | Cell::Link { text, .. } => {
                    let style = if number == 1 { " s=\"1\"" } else { "" };
                    let text = escaped(&cut(text));
                    page.push_str(&format!(
                        "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                    ));
                }
            }
            if let Cell::Link { address, .. } = cell
                && count < MOST_LINKS
                && address.len() < 2_000
            {
                count += 1;
                links.push_str(&format!("<hyperlink ref=\"{at}\" r:id=\"l{count}\"/>"));
                let address = escaped(address);
                targets.push_str(&format!("<Relationship Id=\"l{count}\" Type=\"{OFFICE}/hyperlink\" Target=\"{address}\" TargetMode=\"External\"/>"));
            }
        }
        page.push_str("</row>");
    }
    page.push_str("</sheetData>");
    if !sheet.heads.is_empty() {
        page.push_str(&format!("<autoFilter ref=\"A1:{last}\"/>"));
    }
    if !links.is_empty() {
        page.push_str(&format!("<hyperlinks>{links}</hyperlinks>"));
    }
    page.push_str("</worksheet>");
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                escaped(&name)
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "{HEAD}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"2\"><font/><font><b/></font></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf xfId=\"0\"/><xf fontId=\"1\" applyFont=\"1\" xfId=\"0\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", page),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{targets}</Relationships>"),
        ),
    ];
    let mut archive = Archive::default();
    for (name, text) in parts {
        archive.add(name, text.as_bytes());
    }
    archive.finish()
}

/// The letters of a column: 0 is A.
fn column(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(index % 26).unwrap_or(0)));
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

/// Text for XML; characters that XML does not allow are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let text = |text: &str| Cell::Text(text.to_owned());
        Sheet {
            name: "台账".to_owned(),
            heads: vec!["名称".to_owned(), "数".to_owned()],
            widths: vec![30],
            rows: vec![
                vec![text("=1+1"), Cell::Number(3)],
                vec![text("甲,乙\"丙\"\n丁"), text("-3.5")],
                vec![text("@x"), Cell::Link { text: "句".to_owned(), address: "file:///a.txt".to_owned() }],
            ],
        }
    }

    #[test]
    fn csv_is_marked_quoted_and_harmless() {
        let text = String::from_utf8(csv(&sheet())).unwrap();
        assert_eq!(text, "\u{feff}名称,数\r\n'=1+1,3\r\n\"甲,乙\"\"丙\"\"\n丁\",-3.5\r\n'@x,句\r\n");
    }

    #[test]
    fn xlsx_is_a_zip_of_parts() {
        let bytes = xlsx(&sheet());
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("PK") && text.contains("<t xml:space=\"preserve\">=1+1</t>"));
        assert!(text.contains("Target=\"file:///a.txt\""));
        assert!(xlsx(&Sheet::default()).starts_with(b"PK"));
        assert_eq!([0, 25, 26, 701, 702].map(column), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
