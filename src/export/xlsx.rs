//! XLSX with links, dates and numbers.
//!
//! It is written here because the links are what people want of it: `rust_xlsxwriter` 0.102, the well-kept crate for it, writes
//! `file:///home/a.txt` as the relative path `home/a.txt` (its `Url::parse_url` knows only drives and shares for absolute ones), and turns
//! the `%` of an address that is encoded already into `%25` unless it also has one of a dozen encoded marks, so that links to files with
//! Chinese names are dead. Tables without formulas are a few short parts.

use super::{
    archive::Archive,
    sheet::{Cell, Sheet},
};

/// Rows that a sheet holds, the heading included.
const MOST_ROWS: usize = 1_048_576;
/// Characters that a cell holds.
const MOST_CHARS: usize = 32_767;
/// Links that a sheet holds.
const MOST_LINKS: usize = 65_000;
/// 1 January 1970 as a spreadsheet counts days, and the first day that all of them count alike, 1 March 1900.
const EPOCH: i32 = 25_569;
const FIRST_DAY: i32 = 61;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Which form a cell has, as the list of forms counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Heading = 1,
    /// Stands at the top of its row, which sentences make high.
    Plain = 2,
    Day = 3,
    Wrapped = 4,
    WrappedLink = 5,
    Link = 6,
}

/// What every program asks for: two fills, a normal style, and the forms in the order of [`Form`].
const STYLES: &str = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
<fonts count=\"3\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>\
<font><u/><sz val=\"11\"/><color rgb=\"FF2B5B73\"/><name val=\"Calibri\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"7\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment horizontal=\"left\" vertical=\"top\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf></cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>\
<dxfs count=\"0\"/><tableStyles count=\"0\"/>";

/// The tables as XLSX (ECMA-376); texts stay texts, whatever they begin with. Rows beyond what a sheet holds are left out.
#[must_use]
pub fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let mut archive = Archive::default();
    for (name, text) in parts(sheets) {
        archive.add(&name, text.as_bytes());
    }
    archive.finish()
}

/// The parts of the file: their names and texts.
fn parts(sheets: &[Sheet]) -> Vec<(String, String)> {
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let names = names(sheets);
    let (mut overrides, mut list, mut relations) = (String::new(), String::new(), String::new());
    let mut pages = Vec::new();
    for ((n, sheet), name) in (1..).zip(sheets).zip(&names) {
        overrides.push_str(&format!(
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{types}.worksheet+xml\"/>"
        ));
        list.push_str(&format!("<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"s{n}\"/>", escaped(name)));
        relations.push_str(&format!(
            "<Relationship Id=\"s{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
        let (page, targets) = page(sheet, &names);
        pages.push((format!("xl/worksheets/sheet{n}.xml"), page));
        pages.push((
            format!("xl/worksheets/_rels/sheet{n}.xml.rels"),
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{targets}</Relationships>"),
        ));
    }
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/>{overrides}<Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"styles\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml".to_owned(), format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
    ];
    parts.extend(pages);
    parts
}

/// Names that sheets may bear, each another.
fn names(sheets: &[Sheet]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (n, sheet) in (1..).zip(sheets) {
        let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        let name: String = sheet.name.chars().filter(allowed).take(31).collect();
        names.push(if name.is_empty() || names.contains(&name) { n.to_string() } else { name });
    }
    names
}

/// The part of a sheet, and the targets of its links.
fn page(sheet: &Sheet, names: &[String]) -> (String, String) {
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
            let room = count < MOST_LINKS;
            // A cell has room for one link: to the first of its lines that has one.
            if let Some(address) = address(cell).filter(|address| room && address.len() < 2_000) {
                count += 1;
                links.push_str(&format!("<hyperlink ref=\"{at}\" r:id=\"l{count}\"/>"));
                let address = escaped(address);
                targets.push_str(&format!("<Relationship Id=\"l{count}\" Type=\"{OFFICE}/hyperlink\" Target=\"{address}\" TargetMode=\"External\"/>"));
            }
            if let Cell::Jump { sheet, row, .. } = cell
                && let Some(name) = names.get(*sheet).filter(|_| room)
            {
                count += 1;
                links.push_str(&format!("<hyperlink ref=\"{at}\" location=\"'{}'!A{}\"/>", escaped(name), row + 2));
            }
            page.push_str(&shown(cell, &at, number == 1));
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
    (page, targets)
}

fn address(cell: &Cell) -> Option<&str> {
    let Cell::Lines(lines) = cell else { return None };
    lines.iter().map(|line| line.address.as_str()).find(|address| !address.is_empty())
}

fn shown(cell: &Cell, at: &str, heading: bool) -> String {
    let number = |value: f64, form: Form| format!("<c r=\"{at}\" s=\"{}\"><v>{value}</v></c>", form as u8);
    let form = match cell {
        Cell::Day { day, .. } if day.saturating_add(EPOCH) >= FIRST_DAY => {
            return number(f64::from(day.saturating_add(EPOCH)), Form::Day);
        }
        Cell::Number(value) if value.is_finite() => return number(*value, Form::Plain),
        Cell::Jump { number: value, .. } => return number(*value, Form::Link),
        _ if heading => Form::Heading,
        Cell::Lines(_) if address(cell).is_some() => Form::WrappedLink,
        Cell::Lines(_) => Form::Wrapped,
        Cell::Text(_) | Cell::Number(_) | Cell::Day { .. } => Form::Plain,
    };
    let text = cell.text();
    if text.is_empty() {
        return String::new();
    }
    let text: String = text.chars().take(MOST_CHARS).collect();
    let (form, text) = (form as u8, escaped(&text));
    format!("<c r=\"{at}\" s=\"{form}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
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

#[cfg(test)]
mod tests {
    use super::{super::sheet::tests::sheet, *};

    fn part(sheets: &[Sheet], name: &str) -> String {
        parts(sheets).into_iter().find(|(one, _)| one == name).unwrap_or_else(|| panic!("{name}")).1
    }

    #[test]
    fn numbers_days_links_and_texts_are_what_they_are() {
        let (sheet, other) = (sheet(), Sheet { name: "出处".to_owned(), ..sheet() });
        let page = part(&[sheet, other], "xl/worksheets/sheet1.xml");
        for wanted in [
            "<t xml:space=\"preserve\">=1+1</t>",
            "<c r=\"B2\" s=\"2\"><v>1200000000</v></c>",
            "<c r=\"A5\" s=\"3\"><v>43900</v></c>",
            "<c r=\"A6\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">1887-11-12</t></is></c>",
            "<c r=\"B6\" s=\"5\" t=\"inlineStr\"><is><t xml:space=\"preserve\">一句\n二句</t></is></c>",
            "<hyperlink ref=\"B5\" location=\"'台账'!A3\"/>",
            "<hyperlink ref=\"B6\" r:id=\"l3\"/>",
        ] {
            assert!(page.contains(wanted), "{wanted}\n{page}");
        }
    }

    #[test]
    fn what_other_programs_ask_for_is_there() {
        let sheets = [sheet(), Sheet { name: "出处".to_owned(), ..sheet() }];
        let styles = part(&sheets, "xl/styles.xml");
        // A fill without a pattern makes openpyxl refuse the file; the first two have fixed meanings.
        assert!(styles.contains("<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"));
        assert!(styles.contains("<cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"));
        let forms = styles.split("<cellXfs").nth(1).and_then(|rest| rest.split("</cellXfs>").next()).unwrap();
        assert_eq!(forms.matches("<xf ").count(), Form::Link as usize + 1);
        let wrapped = forms.split("<xf ").nth(Form::Wrapped as usize + 1).unwrap();
        assert!(wrapped.contains("wrapText=\"1\""), "{wrapped}");
        let book = part(&sheets, "xl/workbook.xml");
        assert!(book.contains("name=\"台账\" sheetId=\"1\"") && book.contains("name=\"出处\" sheetId=\"2\""));
        assert!(part(&sheets, "[Content_Types].xml").contains("/xl/worksheets/sheet2.xml"));
        assert!(part(&sheets, "xl/worksheets/_rels/sheet2.xml.rels").contains("Target=\"file:///a.txt\""));
    }

    #[test]
    fn the_file_is_a_zip_whose_parts_are_packed() {
        let rows = vec![vec![Cell::Text("遂宁与潼南".to_owned()), Cell::Number(3.0)]; 500];
        let sheet = Sheet { rows, ..sheet() };
        let long: usize = parts(std::slice::from_ref(&sheet)).iter().map(|(_, text)| text.len()).sum();
        let bytes = xlsx(&[sheet]);
        assert!(bytes.starts_with(b"PK\x03\x04") && bytes.len() * 5 < long, "{} of {long}", bytes.len());
        assert!(xlsx(&[]).starts_with(b"PK"));
        assert_eq!([0, 25, 26, 701, 702].map(column), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn sheets_bear_names_that_spreadsheets_allow() {
        let sheet = |name: &str| Sheet { name: name.to_owned(), ..Sheet::default() };
        assert_eq!(names(&[sheet("a/b"), sheet(""), sheet("ab")]), ["ab", "2", "3"]);
    }
}
