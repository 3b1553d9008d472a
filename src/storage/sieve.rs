//! Everything that a query asks of a conversation beyond words and agents.

use std::cmp::Reverse;
use std::collections::HashSet;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::facets::{Facet, Facets};
use super::find::{ListOrder, Query, Reviewed};
use super::rows::{status_number, tags_of};
use super::{StoreError, exchanges};
use crate::domain::fold::fold;

/// A set of small numbers.
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn of(ids: &[i64]) -> Bits {
        let highest = ids.iter().copied().max().unwrap_or(0).max(0) as usize;
        let mut bits = vec![0; highest / 64 + 1];
        for id in ids.iter().filter(|id| **id >= 0) {
            bits[*id as usize / 64] |= 1 << (id % 64);
        }
        Bits(bits)
    }

    pub(super) fn has(&self, id: i64) -> bool {
        usize::try_from(id).is_ok_and(|id| self.0.get(id / 64).is_some_and(|word| word >> (id % 64) & 1 == 1))
    }
}

/// Which kinds of conversations a query takes.
pub(super) struct Kinds<'a> {
    facets: &'a Facets,
    taken: Vec<bool>,
}

impl<'a> Kinds<'a> {
    pub(super) fn of(sieve: &Sieve<'_>, facets: &'a Facets) -> Result<Kinds<'a>, StoreError> {
        let takes = |kind: &Facet| {
            sieve.takes_facet((&kind.channel, &kind.source, &kind.tags), kind.status, kind.rated)
        };
        let taken = facets.kinds().iter().map(takes).collect::<Result<_, _>>()?;
        Ok(Kinds { facets, taken })
    }

    pub(super) fn takes(&self, id: i64) -> bool {
        self.facets.of(id).is_some_and(|(kind, _)| self.taken[kind])
    }
}

/// The longest first, the newest of the same length before others.
pub(super) fn longest(newest_first: impl Iterator<Item = (i64, i64)>, kinds: Option<&Kinds<'_>>) -> Vec<i64> {
    let messages = |id| kinds.and_then(|kinds| kinds.facets.of(id)).map_or(0, |(_, messages)| messages);
    let mut keys: Vec<(u32, i64)> = newest_first.map(|(_, id)| (messages(id), id)).collect();
    // The stable one: among those of one length the newest stay before others.
    keys.sort_by_key(|(messages, _)| Reverse(*messages));
    keys.into_iter().map(|(_, id)| id).collect()
}

/// What puts a conversation in its place, smallest first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    text: String,
    numbers: [i64; 3],
    pub(super) id: i64,
}

/// Everything that a query asks beyond words and agents, prepared once.
pub(super) struct Sieve<'a> {
    query: &'a Query,
    /// Whether the answer hangs on more than a conversation's number and time.
    pub(super) reads_rows: bool,
    without: Option<Bits>,
    drawn: Option<HashSet<i64>>,
    /// Sent by colleagues to be read.
    received: HashSet<i64>,
    drafts: HashSet<i64>,
    sealed: HashSet<i64>,
    channel: Option<String>,
    source: Option<String>,
    tag: Option<String>,
}

impl<'a> Sieve<'a> {
    /// `without` are the conversations in which an unwanted word stands.
    pub(super) fn new(
        db: &Connection,
        query: &'a Query,
        without: Option<Bits>,
    ) -> Result<Sieve<'a>, StoreError> {
        let set = |sql: &str| -> Result<HashSet<i64>, StoreError> {
            Ok(db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        let drawn = match query.drawn {
            Some(_) => Some(set("SELECT DISTINCT conversation FROM drawn")?),
            None => None,
        };
        let mut received = HashSet::new();
        if query.mine.is_some() || query.reviewed.is_some() {
            received = exchanges::received(db)?;
        }
        let (mut drafts, mut sealed) = (HashSet::new(), HashSet::new());
        if query.reviewed.is_some() {
            drafts = set("SELECT conversation FROM review WHERE role = 'self' AND state = 'draft'")?;
            sealed = set("SELECT conversation FROM sealed WHERE role = 'self' AND voided = 0")?;
        }
        let folded = |text: &Option<String>| text.as_deref().map(fold);
        let reads_rows = [&query.channel, &query.source, &query.tag].into_iter().any(Option::is_some)
            || query.status.is_some()
            || query.rated.is_some();
        Ok(Sieve {
            query,
            reads_rows,
            without,
            drawn,
            received,
            drafts,
            sealed,
            channel: folded(&query.channel),
            source: folded(&query.source),
            tag: folded(&query.tag),
        })
    }

    pub(super) fn keep(
        &self,
        row: &Row<'_>,
        order: ListOrder,
        found: &mut Vec<Key>,
    ) -> Result<(), StoreError> {
        if !self.takes(row)? {
            return Ok(());
        }
        let (id, opened): (i64, i64) = (row.get(0)?, row.get(1)?);
        let none = String::new();
        found.push(match order {
            ListOrder::Newest => Key { text: none, numbers: [0, -opened, -id], id },
            ListOrder::Oldest => Key { text: none, numbers: [0, opened, id], id },
            ListOrder::Longest => Key { text: none, numbers: [-row.get::<_, i64>(2)?, -opened, -id], id },
            ListOrder::Subject => Key { text: fold(text(row, 3)?), numbers: [0, -opened, -id], id },
        });
        Ok(())
    }

    pub(super) fn takes_id(&self, id: i64, opened: i64) -> bool {
        let q = self.query;
        q.since.is_none_or(|since| opened >= since)
            && q.until.is_none_or(|until| opened < until)
            && self.without.as_ref().is_none_or(|without| !without.has(id))
            && !(q.mine == Some(true) && self.received.contains(&id))
            && q.drawn.is_none_or(|drawn| self.drawn.as_ref().is_some_and(|set| set.contains(&id)) == drawn)
            && q.reviewed.is_none_or(|wanted| Some(wanted) == self.review_of(id))
    }

    pub(super) fn takes(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        if !self.takes_id(row.get(0)?, row.get(1)?) {
            return Ok(false);
        }
        if !self.reads_rows {
            return Ok(true);
        }
        let (channel, source, tags) = (text(row, 4)?, text(row, 5)?, text(row, 6)?);
        self.takes_facet((channel, source, tags), row.get(7)?, row.get_ref(8)? != ValueRef::Null)
    }

    /// Whether conversations of this channel, source and labels, with this status, rated or not, are wanted.
    fn takes_facet(
        &self,
        (channel, source, tags): (&str, &str, &str),
        status: Option<i64>,
        rated: bool,
    ) -> Result<bool, StoreError> {
        let q = self.query;
        let same =
            |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|wanted| fold(text) == *wanted);
        Ok((q.status.is_none() || status == q.status.map(status_number))
            && q.rated.is_none_or(|wanted| wanted == rated)
            && same(&self.channel, channel)
            && same(&self.source, source)
            && match &self.tag {
                Some(tag) => tags_of(tags)?.iter().any(|label| fold(label) == *tag),
                None => true,
            })
    }

    fn review_of(&self, id: i64) -> Option<Reviewed> {
        if self.received.contains(&id) {
            None
        } else if self.drafts.contains(&id) {
            Some(Reviewed::Draft)
        } else if self.sealed.contains(&id) {
            Some(Reviewed::Sealed)
        } else {
            Some(Reviewed::Not)
        }
    }
}

pub(super) fn text<'a>(row: &'a Row<'_>, at: usize) -> Result<&'a str, StoreError> {
    row.get_ref(at)?.as_str().map_err(|_| StoreError::Corrupt(None))
}
