//! What filters and the order by length read of every conversation, remembered from one search to the next. Channels,
//! labels and the like are few and conversations many: each kind is held against a query once, however many are of it.

use std::cell::Ref;
use std::collections::HashMap;
use std::fmt::Write;

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
    WHERE id NOT IN (SELECT conversation FROM emptied) ORDER BY id";

impl Store {
    /// What is to be known of every conversation; `stops` is asked for each.
    pub(super) fn facets(&self, db: &Connection, stops: &dyn Fn() -> bool) -> Result<Known<'_>, StoreError> {
        // Before the rows: what comes in between makes them too old, never too new.
        let version = in_time::version(db)?;
        if self.facets.borrow().version != Some(version) {
            let Some(facets) = read(db, version, stops)? else { return Ok(Known::Stopped) };
            self.facets.replace(facets);
        }
        let facets = self.facets.borrow();
        Ok(if facets.too_many { Known::TooMany } else { Known::All(facets) })
    }

    /// Whether they need not be read anew.
    pub(super) fn facets_are_known(&self, db: &Connection) -> Result<bool, StoreError> {
        let facets = self.facets.borrow();
        Ok(facets.version == Some(in_time::version(db)?) && !facets.too_many)
    }

    /// To be called before this connection changes conversations.
    pub(super) fn forget_facets(&mut self) {
        self.facets.get_mut().version = None;
    }
}

fn read(db: &Connection, version: i64, stops: &dyn Fn() -> bool) -> Result<Option<Facets>, StoreError> {
    let mut facets = Facets { version: Some(version), ..Facets::default() };
    let mut places: HashMap<String, u32> = HashMap::new();
    let mut statement = db.prepare_cached(ALL)?;
    let mut rows = statement.query([])?;
    let mut name = String::new();
    while let Some(row) = rows.next()? {
        if stops() {
            return Ok(None);
        }
        let Ok(id) = usize::try_from(row.get::<_, i64>(0)?) else { continue };
        named(row, &mut name)?;
        let kind = match places.get(name.as_str()) {
            Some(kind) => *kind,
            None => {
                if facets.kinds.len() == MOST {
                    return Ok(Some(Facets { version: Some(version), too_many: true, ..Facets::default() }));
                }
                let kind = facets.kinds.len() as u32;
                facets.kinds.push(Facet {
                    channel: row.get(2)?,
                    source: row.get(3)?,
                    tags: row.get(4)?,
                    status: row.get(5)?,
                    rated: is_rated(row)?,
                });
                places.insert(name.clone(), kind);
                kind
            }
        };
        if id >= facets.of.len() {
            facets.of.resize(id + 1, (NONE, 0));
        }
        facets.of[id] = (kind, row.get(1)?);
    }
    Ok(Some(facets))
}

fn is_rated(row: &Row<'_>) -> Result<bool, StoreError> {
    Ok(row.get_ref(6)? != ValueRef::Null)
}

/// A name that only rows of one kind share.
fn named(row: &Row<'_>, name: &mut String) -> Result<(), StoreError> {
    name.clear();
    for column in 2..5 {
        let text = row.get_ref(column)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
        // With its length before it: whatever a text holds, it cannot run into the next.
        write!(name, "{}:", text.len()).map_err(|_| StoreError::Corrupt(None))?;
        name.push_str(text);
    }
    let status: Option<i64> = row.get(5)?;
    write!(name, "{status:?}{}", is_rated(row)?).map_err(|_| StoreError::Corrupt(None))
}
