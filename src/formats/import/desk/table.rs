//! Tables that warehouses and help desks write as CSV: each row is a record whose fields are texts. The
//! delimiter is seen from the head.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use encoding_rs::UTF_8;
use serde_json::{Map, Value};

use super::Desk;
use super::record::Record;
use super::stream::{Fetched, Take};
use crate::both;
use crate::domain::problem::Problem;
use crate::formats::import::Refusal;
use crate::formats::import::by_map::{LONGEST_ROW, row_refusal};
use crate::formats::import::rows::{Row, RowError, Rows};
use crate::words::Bilingual;

/// How much of the file is looked at for its delimiter.
const HEAD: u64 = 64 << 10;

/// Whether the file is JSON rather than a table.
pub(super) fn is_json(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"{") || text.starts_with(b"[")
}

/// The header of a table, under the delimiter that cuts it most.
pub(in crate::formats::import) fn header_of(text: &str) -> (Vec<String>, u8) {
    let mut best: (Vec<String>, u8) = (Vec::new(), b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut row = Row::default();
        if !matches!(Rows::new(text.as_bytes(), delimiter, HEAD as usize).next(&mut row), Ok(true)) {
            continue;
        }
        let Ok(texts) = row.texts() else { continue };
        if row.len() > best.0.len() {
            best = (texts.cells().map(|cell| cell.trim().to_owned()).collect(), delimiter);
        }
    }
    best
}

/// Reads a table.
pub(super) fn read(
    input: &mut dyn BufRead,
    file: &str,
    desk: &dyn Desk,
    take: &mut Take<'_>,
) -> Result<(), Refusal> {
    let mut head = Vec::new();
    (&mut *input).take(HEAD).read_to_end(&mut head).map_err(|error| Refusal::unreadable(file, &error))?;
    let (text, ..) = UTF_8.decode(&head);
    let (header, delimiter) = header_of(&text);
    let columns: Vec<&str> = header.iter().map(String::as_str).collect();
    let Some(table) = desk.table(&columns) else {
        let name = desk.name();
        let accepted = both!(
            "columns of a table that {name} exports; these belong to none that is known",
            "les colonnes d’une table qu’exporte {name} ; celles-ci n’appartiennent à aucune connue"
        );
        return Err(Refusal::at(file, 1, columns.join(", "), accepted));
    };
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let bytes = io::Cursor::new(&head[mark..]).chain(input);
    rows(Rows::new(bytes, delimiter, LONGEST_ROW), file, table, take)
}

fn rows<R: BufRead>(mut rows: Rows<R>, file: &str, table: &str, take: &mut Take<'_>) -> Result<(), Refusal> {
    let refused = |error: RowError| row_refusal(file, UTF_8, error);
    let mut row = Row::default();
    let mut header: Option<Vec<String>> = None;
    while rows.next(&mut row).map_err(refused)? {
        let line = row.line;
        let Ok(texts) = row.texts() else {
            let accepted = Bilingual::fixed("the row is not UTF-8", "la ligne n’est pas en UTF-8");
            if take(Fetched::Problem(Problem::at(line, "", "", accepted).in_file(file))).is_break() {
                break;
            }
            continue;
        };
        let Some(names) = &header else {
            header = Some(texts.cells().map(|cell| cell.trim().to_owned()).collect());
            continue;
        };
        if texts.blank() {
            continue;
        }
        let flow: ControlFlow<()> = if row.len() == names.len() {
            let fields: Map<String, Value> = names
                .iter()
                .zip(texts.cells())
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(name, cell)| (name.clone(), Value::from(cell)))
                .collect();
            take(Fetched::Record(Record { list: table, fields: &fields, within: None }, line))
        } else {
            let (wanted, found) = (names.len(), row.len().to_string());
            let accepted = both!(
                "{wanted} cells, as in the first row",
                "{wanted} cellules, comme dans la première ligne"
            );
            take(Fetched::Problem(Problem::at(line, "", found, accepted).in_file(file)))
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}
