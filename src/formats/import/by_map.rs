//! CSV files, read by a map: each sound row becomes a [part](super::Part); a row with anything wrong in it is named and skipped.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::both;
use crate::domain::problem::Problem;
use crate::words::Bilingual;

use super::decode::Decoding;
use super::findings::Findings;
use super::map::{Map, Table};
use super::row_part::RowReader;
use super::rows::{Row, RowError, Rows};
use super::{Fed, Refusal};

/// The longest row that is read, in bytes.
pub(super) const LONGEST_ROW: usize = 32 << 20;
/// How much of the file is looked at for its delimiter.
const HEAD: u64 = 64 << 10;

/// Reads a file to its end, or until `sink` breaks. What was fed before a refusal must not be stored.
pub(super) fn read(
    input: &mut dyn BufRead,
    file: &str,
    map: &Map,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut head = Vec::new();
    (&mut *input).take(HEAD).read_to_end(&mut head).map_err(|error| Refusal::unreadable(file, &error))?;
    let (encoding, mark) = encoding_of(&head, map);
    let (decoded, ..) = encoding.decode(&head);
    let delimiter = map.delimiter.unwrap_or_else(|| delimiter_of(&decoded, map));
    let bytes = io::Cursor::new(&head[mark..]).chain(input);
    if encoding == UTF_8 {
        read_rows(Rows::new(bytes, delimiter, LONGEST_ROW), file, encoding, map, sink)
    } else {
        let decoding = Decoding::new(bytes, encoding);
        read_rows(Rows::new(decoding, delimiter, LONGEST_ROW), file, encoding, map, sink)
    }
}

/// The encoding, and the length of the byte-order mark. What the file says of itself goes before the map.
fn encoding_of(head: &[u8], map: &Map) -> (&'static Encoding, usize) {
    match Encoding::for_bom(head) {
        Some((encoding, mark)) if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) => (encoding, mark),
        _ => (map.encoding.unwrap_or(UTF_8), 0),
    }
}

/// The delimiter under which the first row is a header of the map, or else the one that cuts it most.
fn delimiter_of(head: &str, map: &Map) -> u8 {
    let mut best = (false, 0, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut row = Row::default();
        if !matches!(Rows::new(head.as_bytes(), delimiter, LONGEST_ROW).next(&mut row), Ok(true)) {
            continue;
        }
        let Ok(texts) = row.texts() else { continue };
        let header: Vec<&str> = texts.cells().map(str::trim).collect();
        let here = (map.table_for(&header).is_some(), header.len(), delimiter);
        if (here.0, here.1) > (best.0, best.1) {
            best = here;
        }
    }
    best.2
}

fn read_rows<R: BufRead>(
    mut rows: Rows<R>,
    file: &str,
    encoding: &'static Encoding,
    map: &Map,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut row = Row::default();
    let refused = |error| row_refusal(file, encoding, error);
    if !rows.next(&mut row).map_err(refused)? {
        let accepted = Bilingual::fixed(
            "the file is empty: a first row with the names of the columns is needed",
            "le fichier est vide : il faut une première ligne avec les noms des colonnes",
        );
        return Err(Refusal::whole(file, "", accepted));
    }
    let header: Vec<String> = match row.texts() {
        Ok(texts) => texts.cells().map(|name| name.trim().to_owned()).collect(),
        Err(_) => return Err(not_utf8(file, row.line)),
    };
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let table = table_of(&header, file, row.line, map)?;
    let reader = RowReader::new(map, table, &header);
    let mut skipped: Option<(u64, u64)> = None;
    while rows.next(&mut row).map_err(refused)? {
        let texts = row.texts().map_err(|_| not_utf8(file, row.line))?;
        if texts.blank() {
            continue;
        }
        let mut findings = Findings::new(row.line);
        if row.len() != header.len() {
            let wanted = header.len();
            let found = row.len().to_string();
            let accepted = both!(
                "{wanted} cells, as in the first row",
                "{wanted} cellules, comme dans la première ligne"
            );
            findings.add(String::new, found, accepted);
        } else if reader.skips(&texts) {
            skipped.get_or_insert((row.line, 0)).1 += 1;
            continue;
        }
        let part = if findings.none() { reader.part(&texts, file, row.line, &mut findings) } else { None };
        let feeds: Vec<Fed> = match part {
            Some((part, warning)) => {
                warning.map(Fed::Warning).into_iter().chain([Fed::Part(Box::new(part))]).collect()
            }
            None => findings.into_problems(file).into_iter().map(Fed::Problem).collect(),
        };
        let flow = feeds.into_iter().try_for_each(&mut *sink);
        if flow.is_break() {
            return Ok(());
        }
    }
    if let Some((line, n)) = skipped {
        let accepted = both!(
            "left out by the map's `skip_when`, first here: {n} rows",
            "laissées de côté par `skip_when` du plan, la première ici : {n} lignes"
        );
        let _ = sink(Fed::Warning(Problem::at(line, "", "", accepted).in_file(file)));
    }
    Ok(())
}

/// The table of the map that the header belongs to.
fn table_of<'m>(header: &[&str], file: &str, line: u64, map: &'m Map) -> Result<&'m Table, Refusal> {
    let mut twice: Vec<&str> = Vec::new();
    for (place, name) in header.iter().enumerate() {
        if !name.is_empty() && header[..place].contains(name) && !twice.contains(name) {
            twice.push(name);
        }
    }
    if !twice.is_empty() {
        let accepted = Bilingual::fixed(
            "the same name for several columns (duplicate headers); each column needs its own",
            "le même nom pour plusieurs colonnes (en-têtes en double) ; chaque colonne doit avoir le sien",
        );
        return Err(Refusal::at(file, line, twice.join(", "), accepted));
    }
    map.table_for(header).ok_or_else(|| {
        let nearest = map.tables.iter().min_by_key(|table| table.missing(header).len());
        let missing = nearest.map(|table| table.missing(header).join(", ")).unwrap_or_default();
        let accepted = both!(
            "a first row with the columns that the map names; missing: {missing}",
            "une première ligne avec les colonnes que nomme le plan ; il manque : {missing}"
        );
        Refusal::at(file, line, header.join(", "), accepted)
    })
}

fn not_utf8(file: &str, line: u64) -> Refusal {
    let accepted = Bilingual::fixed(
        "the row is not UTF-8; name the file's encoding in the map, such as encoding = \"windows-1252\"",
        "la ligne n’est pas en UTF-8 ; nommez l’encodage du fichier dans le plan, comme encoding = \"windows-1252\"",
    );
    Refusal::at(file, line, "", accepted)
}

/// What broken rows mean for the file.
pub(super) fn row_refusal(file: &str, encoding: &'static Encoding, error: RowError) -> Refusal {
    match error {
        RowError::Unclosed { line } => {
            let accepted = Bilingual::fixed(
                "the quotation mark opened on this line is never closed, so the rows behind it cannot be told apart",
                "le guillemet ouvert à cette ligne n’est jamais fermé ; les lignes suivantes ne peuvent être distinguées",
            );
            Refusal::at(file, line, "", accepted)
        }
        RowError::Trailing { line } => {
            let accepted = Bilingual::fixed(
                "the quotation mark opened on this line closes in the middle of a cell; inside a cell, write it twice (\"\")",
                "le guillemet ouvert à cette ligne se ferme au milieu d’une cellule ; dans une cellule, doublez-le (\"\")",
            );
            Refusal::at(file, line, "", accepted)
        }
        RowError::TooLong { line } => {
            let mebibytes = LONGEST_ROW >> 20;
            let accepted = both!(
                "the row is too long: at most {mebibytes} MiB. Is a quotation mark left open?",
                "la ligne est trop longue : au plus {mebibytes} Mio. Un guillemet serait-il resté ouvert ?"
            );
            Refusal::at(file, line, "", accepted)
        }
        RowError::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            let name = encoding.name();
            let accepted = both!(
                "the file is not in the encoding {name}; name the right one in the map (encoding = \"…\")",
                "le fichier n’est pas dans l’encodage {name} ; nommez le bon dans le plan (encoding = \"…\")"
            );
            Refusal::whole(file, "", accepted)
        }
        RowError::Io(error) => Refusal::unreadable(file, &error),
    }
}
