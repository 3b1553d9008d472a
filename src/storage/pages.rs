//! The rows that still stand in the pages of a damaged file, read without SQLite: it gives up on a page with one wrong
//! byte in its head, and on all pages below one that is gone. Written after the file format that sqlite.org publishes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use rusqlite::types::Value;

/// What the head of a page says it is: a leaf of a table with row numbers.
const TABLE_LEAF: u8 = 0x0D;
/// A leaf of an index, or of a table without row numbers.
const INDEX_LEAF: u8 = 0x0A;
/// A page of those above their leaves: its cells are rows, too.
const INDEX_INNER: u8 = 0x02;

/// The page size of every store that this program makes.
const USUAL_PAGE: usize = 4096;
/// Values of a row beyond which a cell is noise.
const MOST_VALUES: usize = 64;

/// A row as it stands in a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RawRow {
    /// Its number; `None` in a table without row numbers.
    pub(super) number: Option<i64>,
    /// Its values, the number left out.
    pub(super) values: Vec<Value>,
}

/// The pages of a file.
pub(super) struct Pages {
    file: File,
    size: usize,
    usable: usize,
    count: u32,
}

impl Pages {
    /// Opens a file whose head may be damaged, too.
    pub(super) fn open(path: &Path) -> io::Result<Pages> {
        let mut file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let mut head = [0; 100];
        let known = bytes >= 100 && file.read_exact(&mut head).is_ok();
        let said = usize::from(u16::from_be_bytes([head[16], head[17]]));
        let size = if known && said >= 512 && said.is_power_of_two() { said } else { USUAL_PAGE };
        let reserved = if size == said { usize::from(head[20]) } else { 0 };
        let usable = if size - reserved >= 480 { size - reserved } else { size };
        let count = u32::try_from(bytes.div_ceil(size as u64)).unwrap_or(u32::MAX);
        Ok(Pages { file, size, usable, count })
    }

    /// Hands over every row that can be made out, page after page. A cell that makes no sense is passed over: SQLite's
    /// own rows of structure are handed over as well, and whoever takes them looks at what they are.
    pub(super) fn each_row<E: From<io::Error>>(
        &mut self,
        f: &mut dyn FnMut(RawRow) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in 1..=self.count {
            let page = self.page(number)?;
            let from = if number == 1 { 100 } else { 0 };
            for start in cells(&page, from, self.usable) {
                if let Some(row) = self.row(&page, from, start)? {
                    f(row)?;
                }
            }
        }
        Ok(())
    }

    /// A page by its number from 1 on; what is missing of a cut one is zeros.
    fn page(&mut self, number: u32) -> io::Result<Vec<u8>> {
        let mut page = vec![0; self.size];
        self.file.seek(SeekFrom::Start(u64::from(number - 1) * self.size as u64))?;
        let mut filled = 0;
        while filled < page.len() {
            match self.file.read(&mut page[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                // A sector that cannot be read is as good as zeros.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        Ok(page)
    }

    fn row(&mut self, page: &[u8], from: usize, start: usize) -> io::Result<Option<RawRow>> {
        let kind = page[from];
        let mut at = start + if kind == INDEX_INNER { 4 } else { 0 };
        let Some(length) = varint(page, &mut at).and_then(|n| usize::try_from(n).ok()) else {
            return Ok(None);
        };
        let mut number = None;
        if kind == TABLE_LEAF {
            number = varint(page, &mut at);
            if number.is_none() {
                return Ok(None);
            }
        }
        let Some(payload) = self.payload(page, at, length, kind == TABLE_LEAF)? else { return Ok(None) };
        Ok(values(&payload).map(|values| RawRow { number, values }))
    }

    /// What a cell holds, its overflow pages included.
    fn payload(&mut self, page: &[u8], at: usize, length: usize, table: bool) -> io::Result<Option<Vec<u8>>> {
        let usable = self.usable;
        if length as u64 > u64::from(self.count) * usable as u64 {
            return Ok(None);
        }
        let most = if table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        let least = (usable - 12) * 32 / 255 - 23;
        let local = match length <= most {
            true => length,
            false => match least + (length - least) % (usable - 4) {
                fitting if fitting <= most => fitting,
                _ => least,
            },
        };
        let Some(here) = page.get(at..at + local) else { return Ok(None) };
        let mut payload = here.to_vec();
        let mut next = big_endian(page, at + local);
        while payload.len() < length {
            let Some(number) = next.filter(|n| (1..=self.count).contains(n)) else { return Ok(None) };
            let overflow = self.page(number)?;
            let wanted = (length - payload.len()).min(usable - 4);
            payload.extend_from_slice(&overflow[4..4 + wanted]);
            next = big_endian(&overflow, 0);
        }
        Ok(Some(payload))
    }
}

/// Where the cells of a page begin; of one that holds no rows, none.
fn cells(page: &[u8], from: usize, usable: usize) -> Vec<usize> {
    let head = match page[from] {
        TABLE_LEAF | INDEX_LEAF => 8,
        INDEX_INNER => 12,
        _ => return Vec::new(),
    };
    let array = from + head;
    // A wrong count must not cost the page: what is no cell makes no sense, and is passed over.
    let count = usize::from(u16::from_be_bytes([page[from + 3], page[from + 4]])).min((usable - array) / 2);
    (0..count)
        .map(|n| usize::from(u16::from_be_bytes([page[array + 2 * n], page[array + 2 * n + 1]])))
        .filter(|start| *start >= array && *start + 4 <= usable)
        .collect()
}

fn big_endian(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of 1 to 9 bytes; `at` moves behind it.
fn varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut value: u64 = 0;
    for n in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if n == 8 {
            return Some(((value << 8) | u64::from(byte)).cast_signed());
        }
        value = (value << 7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value.cast_signed())
}

/// The values of a record. `None` when it is none: a length that does not add up.
fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let mut at = 0;
    let head = usize::try_from(varint(payload, &mut at)?).ok()?;
    if head > payload.len() || head < at {
        return None;
    }
    let mut body = head;
    let mut values = Vec::new();
    while at < head {
        let kind = varint(payload, &mut at)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let bytes = payload.get(body..body.checked_add(length)?)?;
        body += length;
        values.push(match kind {
            0 => Value::Null,
            1..=6 => Value::Integer(whole(bytes)),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            kind if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            // A letter that is none any more must not cost the row: its digest tells.
            _ => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        });
        if values.len() > MOST_VALUES {
            return None;
        }
    }
    (at == head && body == payload.len()).then_some(values)
}

/// A signed number, most significant byte first.
fn whole(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().fold(sign, |value, byte| (value << 8) | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use rusqlite::types::Value::{Blob, Integer, Null, Real, Text};

    use super::*;

    fn rows(path: &Path) -> Vec<RawRow> {
        let mut found = Vec::new();
        Pages::open(path)
            .unwrap()
            .each_row::<io::Error>(&mut |row| {
                found.push(row);
                Ok(())
            })
            .unwrap();
        found
    }

    #[test]
    fn every_kind_of_value_comes_back_and_long_ones_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(
            "CREATE TABLE a(id INTEGER PRIMARY KEY, x); CREATE TABLE b(x, y, PRIMARY KEY(x)) WITHOUT ROWID",
        )
        .unwrap();
        let values = [
            Null,
            Integer(0),
            Integer(1),
            Integer(-1),
            Integer(127),
            Integer(-129),
            Integer(1 << 20),
            Integer(-(1 << 40)),
            Integer(i64::MAX),
            Integer(i64::MIN),
            Real(1.5),
            Text("Léa".repeat(20_000)),
            Blob(vec![7; 100_000]),
        ];
        for (n, value) in values.iter().enumerate() {
            db.execute("INSERT INTO a VALUES(?1, ?2)", (1000 + n as i64, value)).unwrap();
            db.execute("INSERT INTO b VALUES(?1, ?2)", (n as i64, value)).unwrap();
        }
        // Enough of them that the table without row numbers has inner pages.
        for n in 1000..3000 {
            db.execute("INSERT INTO b VALUES(?1, 'a text of some length')", [n]).unwrap();
        }
        let found = rows(&path);
        for (n, value) in values.iter().enumerate() {
            let n = n as i64;
            let a = RawRow { number: Some(1000 + n), values: vec![Null, value.clone()] };
            assert!(found.contains(&a), "{n}");
            let b = RawRow { number: None, values: vec![Integer(n), value.clone()] };
            assert!(found.contains(&b), "{n}");
        }
        for n in 1000..3000 {
            let b = RawRow { number: None, values: vec![Integer(n), Text("a text of some length".into())] };
            assert!(found.contains(&b), "{n}");
        }
    }

    proptest::proptest! {
        #[test]
        fn noise_is_no_danger(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..9000), kind in 0..4_usize) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.db");
            let mut bytes = bytes;
            let at = if kind == 3 { 100 } else { 4096 };
            if let Some(byte) = bytes.get_mut(at) {
                *byte = [TABLE_LEAF, INDEX_LEAF, INDEX_INNER, TABLE_LEAF][kind];
            }
            std::fs::write(&path, bytes).unwrap();
            rows(&path);
        }
    }
}
