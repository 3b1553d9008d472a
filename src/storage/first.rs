//! The first conversations that a query gives, sooner than all of them: what a list shows while the others are still
//! sought. And what makes lists quick, read before they ask for it.

use std::cell::Cell;

use rusqlite::Connection;

use super::facets::Known;
use super::find::{ListOrder, Query, columns, of_agents, unwanted, wanted};
use super::sieve::{Bits, Sieve};
use super::{Store, StoreError};

/// Conversations that [`Store::first_ids`] looks at: as many as take a twentieth of a second.
const LOOKED_AT: usize = 10_000;

/// Rows that [`Store::prepare`] reads: as many as take a hundredth of a second.
const PREPARED: u32 = 10_000;

impl Store {
    /// Reads some of what a list in `order` and a filter ask of every conversation, before they ask; says whether there is
    /// more to read. Worth it where conversations are many.
    pub fn prepare(&self, order: ListOrder) -> Result<bool, StoreError> {
        self.read(|db| {
            let rows = Cell::new(0);
            let enough = || {
                rows.set(rows.get() + 1);
                rows.get() > PREPARED
            };
            // Words first: they are typed most.
            Ok(self.learn_recent(db)?
                || matches!(self.facets(db, &enough)?, Known::Stopped)
                || order == ListOrder::Subject && self.by_subject(db, &enough)?.is_none())
        })
    }

    /// The first `enough` conversations that `query` gives in the order of time, found by looking at those that come
    /// first; `None` where that is no quicker than finding all of them. With words in it, as many of them as are among
    /// the newest that [`Store::prepare`] has read.
    pub fn first_ids(
        &self,
        query: &Query,
        order: ListOrder,
        enough: usize,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let backwards = match order {
            ListOrder::Newest => "DESC",
            ListOrder::Oldest => "ASC",
            ListOrder::Longest | ListOrder::Subject => return Ok(None),
        };
        let by_name = query.mine.is_some() || query.agent.is_some();
        self.read(|db| {
            if !query.words.is_empty() {
                return self.first_with_words(db, query, order, enough);
            }
            if by_name {
                return Ok(None);
            }
            let sieve = Sieve::new(db, query, None)?;
            let remembered = self.times_are_known(db)? && (!sieve.reads_rows || self.facets_are_known(db)?);
            if remembered {
                return Ok(None);
            }
            let mut statement = db.prepare_cached(&columns(&format!(
                "WHERE id NOT IN (SELECT conversation FROM emptied) ORDER BY opened_at {backwards}, id {backwards}"
            )))?;
            let mut rows = statement.query([])?;
            let mut ids = Vec::new();
            for _ in 0..LOOKED_AT {
                let Some(row) = rows.next()? else { return Ok(None) };
                if sieve.takes(row)? {
                    ids.push(row.get(0)?);
                    if ids.len() == enough {
                        break;
                    }
                }
            }
            Ok(Some(ids))
        })
    }

    /// The newest conversations with words, as far as they are among the newest of all.
    fn first_with_words(
        &self,
        db: &Connection,
        query: &Query,
        order: ListOrder,
        enough: usize,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let Some(recent) = self.recent(db)?.filter(|_| order == ListOrder::Newest) else { return Ok(None) };
        let among = |expression: Option<String>| -> Result<Option<Bits>, StoreError> {
            let matching = expression.map(|expression| recent.matching(&expression)).transpose()?;
            Ok(matching.map(|ids| Bits::of(&ids)))
        };
        let hits = among(wanted(db, &query.words)?.map(|wanted| wanted.expression))?;
        let theirs = of_agents(db, query, self.me()?.as_ref())?.map(|ids| Bits::of(&ids));
        let sieve = Sieve::new(db, query, among(unwanted(&query.words))?)?;
        let mut one = db.prepare_cached(&columns("WHERE id = ?1"))?;
        let mut ids = Vec::new();
        for (_, id) in recent.newest_first() {
            if [&hits, &theirs].into_iter().flatten().all(|bits| bits.has(*id)) {
                let mut rows = one.query([*id])?;
                if let Some(row) = rows.next()?
                    && sieve.takes(row)?
                {
                    ids.push(*id);
                }
                if ids.len() == enough {
                    break;
                }
            }
        }
        Ok((!ids.is_empty()).then_some(ids))
    }
}
