//! What filters and the order by length read of every conversation, remembered from one search to the next. Channels,
//! labels and the like are few and conversations many: each kind is held against a query once, however many are of it.

use std::cell::Ref;
use std::collections::HashMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::{Store, StoreError, in_time};

/// Kinds beyond which remembering them takes more room than it is worth.
const MOST: usize = 1 << 16;

/// No conversation has this number, or its words were deleted.
const NONE: u32 = u32::MAX;

/// What some conversations have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Facet {
    pub(super) channel: String,
    pub(super) source: String,
    /// As they are stored.
    pub(super) tags: String,
    pub(super) status: Option<i64>,
    pub(super) rated: bool,
}

/// What was read last.
#[derive(Default)]
pub(super) struct Facets {
    /// The store's version then; `None` where it must be read anew.
    version: Option<i64>,
    /// By the conversation's number: its kind, and its messages.
    of: Vec<(u32, u32)>,
    kinds: Vec<Facet>,
    /// The kinds' places by a name that only rows of one kind share.
    places: HashMap<Vec<u8>, u32>,
    /// The highest number that was read; `None` before the first.
    read_to: Option<i64>,
    /// All of them were read.
    complete: bool,
    /// There are more kinds than are remembered.
    too_many: bool,
}

impl Facets {
    pub(super) fn kinds(&self) -> &[Facet] {
        &self.kinds
    }

    /// The place of a conversation's kind, and its messages.
    pub(super) fn of(&self, id: i64) -> Option<(usize, u32)> {
        let (kind, messages) = *self.of.get(usize::try_from(id).ok()?)?;
        (kind != NONE).then_some((kind as usize, messages))
    }
}

/// What came of reading them.
pub(super) enum Known<'a> {
    /// They are here.
    All(Ref<'a, Facets>),
    /// Too many kinds: rows are to be read one by one.
    TooMany,
    /// It was to stop before.
    Stopped,
}

// All of it stands in the index `conversation_list`.
const ALL: &str = "SELECT id, messages, channel, source, tags, status, csat_score FROM conversation \
    WHERE id > ?1 AND id NOT IN (SELECT conversation FROM emptied) ORDER BY id";

impl Store {
    /// What is to be known of every conversation; `stops` is asked for each, and what was read by then is not read again.
    pub(super) fn facets(&self, db: &Connection, stops: &dyn Fn() -> bool) -> Result<Known<'_>, StoreError> {
        // Before the rows: what comes in between makes them too old, never too new.
        let version = in_time::version(db)?;
        {
            let mut facets = self.facets.borrow_mut();
            if facets.version != Some(version) {
                *facets = Facets { version: Some(version), ..Facets::default() };
            }
            if !facets.complete {
                facets.read_on(db, stops)?;
            }
        }
        let facets = self.facets.borrow();
        Ok(match (facets.complete, facets.too_many) {
            (false, _) => Known::Stopped,
            (true, true) => Known::TooMany,
            (true, false) => Known::All(facets),
        })
    }

    /// Whether they need not be read anew.
    pub(super) fn facets_are_known(&self, db: &Connection) -> Result<bool, StoreError> {
        let facets = self.facets.borrow();
        Ok(facets.version == Some(in_time::version(db)?) && facets.complete && !facets.too_many)
    }

    /// To be called before this connection changes conversations.
    pub(super) fn forget_facets(&mut self) {
        self.facets.get_mut().version = None;
    }
}

impl Facets {
    fn read_on(&mut self, db: &Connection, stops: &dyn Fn() -> bool) -> Result<(), StoreError> {
        let mut statement = db.prepare_cached(ALL)?;
        let mut rows = statement.query([self.read_to.unwrap_or(i64::MIN)])?;
        let mut name = Vec::new();
        while let Some(row) = rows.next()? {
            if stops() {
                return Ok(());
            }
            let number: i64 = row.get(0)?;
            if let Ok(id) = usize::try_from(number) {
                named(row, &mut name)?;
                let Some(kind) = self.kind(row, &name)? else {
                    *self =
                        Facets { version: self.version, complete: true, too_many: true, ..Facets::default() };
                    return Ok(());
                };
                if id >= self.of.len() {
                    self.of.resize(id + 1, (NONE, 0));
                }
                self.of[id] = (kind, row.get(1)?);
            }
            self.read_to = Some(number);
        }
        self.complete = true;
        self.places = HashMap::new();
        Ok(())
    }

    /// The place of a row's kind, by its name; `None` where there are too many.
    fn kind(&mut self, row: &Row<'_>, name: &[u8]) -> Result<Option<u32>, StoreError> {
        if let Some(kind) = self.places.get(name) {
            return Ok(Some(*kind));
        }
        if self.kinds.len() == MOST {
            return Ok(None);
        }
        let kind = self.kinds.len() as u32;
        self.kinds.push(Facet {
            channel: row.get(2)?,
            source: row.get(3)?,
            tags: row.get(4)?,
            status: row.get(5)?,
            rated: is_rated(row)?,
        });
        self.places.insert(name.to_owned(), kind);
        Ok(Some(kind))
    }
}

fn is_rated(row: &Row<'_>) -> Result<bool, StoreError> {
    Ok(row.get_ref(6)? != ValueRef::Null)
}

/// A name that only rows of one kind share.
fn named(row: &Row<'_>, name: &mut Vec<u8>) -> Result<(), StoreError> {
    name.clear();
    for column in 2..5 {
        let text = row.get_ref(column)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
        // With its length before it: whatever a text holds, it cannot run into the next.
        name.extend_from_slice(&text.len().to_le_bytes());
        name.extend_from_slice(text.as_bytes());
    }
    let status: Option<i64> = row.get(5)?;
    name.push(u8::from(is_rated(row)?));
    name.extend(status.into_iter().flat_map(i64::to_le_bytes));
    Ok(())
}
