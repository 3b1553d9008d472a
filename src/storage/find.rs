//! Which conversations a query gives, in order. Ids only: rows are read for the screenful in view. The first of them, sooner
//! than all, are in `first`.

use std::cell::Cell;

use rusqlite::Connection;

use super::facets::Known;
use super::rows::{SLOT_BITS, message_ids};
use super::sieve::{Bits, Kinds, Sieve, longest, text};
use super::small_index::SmallIndex;
use super::{Quoted, Store, StoreError, agents, listing};
use crate::domain::conversation::Status;
use crate::domain::fold::fold;
use crate::domain::person::Me;

/// A word, or several words in a row, to be found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As typed.
    pub text: String,
    /// Must not be there.
    pub not: bool,
}

/// Where my own review of a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed {
    /// There is none, or only voided ones.
    Not,
    /// There is a draft.
    Draft,
    /// It is sealed, or further.
    Sealed,
}

/// What a conversation must be like. Everything that is set must hold; the default holds for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Words that stand together in one message, or in the heading (subject, id, agent, customer). The last one may be
    /// the beginning of a word. Words with `not` stand nowhere in the conversation.
    pub words: Vec<Word>,
    /// Handled by [`Store::me`], and not sent by a colleague to be read.
    pub mine: Option<bool>,
    /// Part of the agent's id, address or name, folded.
    pub agent: Option<String>,
    /// The channel, folded.
    pub channel: Option<String>,
    /// The source, folded.
    pub source: Option<String>,
    /// One of the labels, folded.
    pub tag: Option<String>,
    /// Where it stands in its help desk.
    pub status: Option<Status>,
    /// Begun at or after, in microseconds.
    pub since: Option<i64>,
    /// Begun before, in microseconds.
    pub until: Option<i64>,
    /// My own review of it; one that a colleague sent to be read has none and lacks none.
    pub reviewed: Option<Reviewed>,
    /// Whether it was ever drawn.
    pub drawn: Option<bool>,
    /// Whether the customer rated it.
    pub rated: Option<bool>,
}

/// The order of ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListOrder {
    /// By time of opening, the newest first.
    #[default]
    Newest,
    /// By time of opening, the oldest first.
    Oldest,
    /// By number of messages, the longest first.
    Longest,
    /// By subject, folded.
    Subject,
}

/// A row fetched by its number takes the time of so many in one pass over all of them.
const FETCHED: usize = 4;

/// Rows between two questions whether to stop.
const ROWS: u32 = 2_000;

/// Asks now and then whether to stop.
struct Pace<'a> {
    stop: &'a dyn Fn() -> bool,
    rows: Cell<u32>,
}

impl Pace<'_> {
    fn stops(&self) -> bool {
        self.rows.set((self.rows.get() + 1) % ROWS);
        self.rows.get() == 0 && (self.stop)()
    }
}

impl Store {
    /// The conversations that `query` gives, in `order`.
    pub fn conversation_ids(&self, query: &Query, order: ListOrder) -> Result<Vec<i64>, StoreError> {
        Ok(self.conversation_ids_unless(query, order, &|| false)?.unwrap_or_default())
    }

    /// The same; `None` when `stop` said so before they were found.
    pub fn conversation_ids_unless(
        &self,
        query: &Query,
        order: ListOrder,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let me = self.me()?;
        let pace = Pace { stop, rows: Cell::new(0) };
        self.read(|db| {
            let mut hits = None;
            if let Some(wanted) = wanted(db, &query.words)? {
                let Some(found) = self::hits(db, &wanted, &|| pace.stops())? else { return Ok(None) };
                hits = Some(found);
            }
            if let Some(theirs) = of_agents(db, query, me.as_ref())? {
                hits = Some(match hits {
                    Some(mut hits) => {
                        let theirs = Bits::of(&theirs);
                        hits.retain(|id| theirs.has(*id));
                        hits
                    }
                    None => theirs,
                });
            }
            let mut without = None;
            if let Some(expression) = unwanted(&query.words) {
                let Some(matching) = matching(db, &expression, &|| pace.stops())? else { return Ok(None) };
                without = Some(Bits::of(&matching));
            }
            let sieve = Sieve::new(db, query, without)?;
            let by_facet = sieve.reads_rows || order == ListOrder::Longest;
            let remembered = match order {
                ListOrder::Subject => self.subjects_are_known(db)?,
                _ => self.times_are_known(db)?,
            } && (!by_facet || self.facets_are_known(db)?);
            let few = match &hits {
                Some(hits) => !remembered && hits.len() < self.count(db)? / FETCHED,
                None => false,
            };
            if !few {
                let facets = match by_facet {
                    true => Some(self.facets(db, &|| pace.stops())?),
                    false => None,
                };
                let kinds = match &facets {
                    None => None,
                    Some(Known::Stopped) => return Ok(None),
                    Some(Known::TooMany) => return self.by_rows(db, &sieve, order, hits, &pace),
                    Some(Known::All(facets)) => Some(Kinds::of(&sieve, facets)?),
                };
                let keep = |(opened, id): &(i64, i64)| {
                    sieve.takes_id(*id, *opened) && kinds.as_ref().is_none_or(|kinds| kinds.takes(*id))
                };
                if order == ListOrder::Subject {
                    let Some(by_subject) = self.by_subject(db, &|| pace.stops())? else { return Ok(None) };
                    let hits = hits.map(|hits| Bits::of(&hits));
                    let hit = |id| hits.as_ref().is_none_or(|hits| hits.has(id));
                    let found = by_subject.iter().filter(|one| hit(one.1) && keep(one));
                    return Ok(Some(found.map(|(_, id)| *id).collect()));
                }
                let in_time = self.in_time(db)?;
                let hit = hits.map(|hits| in_time.newest_of(&hits));
                let newest_first = hit.as_deref().unwrap_or(in_time.newest_first());
                let found = newest_first.iter().copied().filter(keep);
                return Ok(Some(match order {
                    ListOrder::Oldest => found.rev().map(|(_, id)| id).collect(),
                    ListOrder::Longest => longest(found, kinds.as_ref()),
                    _ => found.map(|(_, id)| id).collect(),
                }));
            }
            self.by_rows(db, &sieve, order, hits, &pace)
        })
    }

    /// Looks at the rows of what was hit, or at all of them.
    fn by_rows(
        &self,
        db: &Connection,
        sieve: &Sieve<'_>,
        order: ListOrder,
        hits: Option<Vec<i64>>,
        pace: &Pace<'_>,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let mut found = Vec::new();
        match hits {
            Some(hits) => {
                let mut one = db.prepare_cached(&columns(
                    "WHERE id = ?1 AND id NOT IN (SELECT conversation FROM emptied)",
                ))?;
                for id in hits {
                    if pace.stops() {
                        return Ok(None);
                    }
                    let mut rows = one.query([id])?;
                    if let Some(row) = rows.next()? {
                        sieve.keep(row, order, &mut found)?;
                    }
                }
            }
            None => {
                let mut all =
                    db.prepare_cached(&columns("WHERE id NOT IN (SELECT conversation FROM emptied)"))?;
                let mut rows = all.query([])?;
                while let Some(row) = rows.next()? {
                    if pace.stops() {
                        return Ok(None);
                    }
                    sieve.keep(row, order, &mut found)?;
                }
            }
        }
        found.sort_unstable();
        Ok(Some(found.into_iter().map(|key| key.id).collect()))
    }

    /// The first message in which all wanted words stand, shortened around the first of them, with the places of the
    /// words as byte ranges. `None` when only the heading has them.
    pub fn snippet(&self, conversation: i64, words: &[Word]) -> Result<Option<Quoted>, StoreError> {
        if words.iter().all(|word| word.not) {
            return Ok(None);
        }
        self.read(|db| {
            // Reading one conversation is quicker than asking the index for one.
            let (first, last) = message_ids(conversation);
            let mut statement = db.prepare_cached("SELECT text FROM message WHERE id BETWEEN ?1 AND ?2")?;
            let mut rows = statement.query([first, last])?;
            while let Some(row) = rows.next()? {
                if let Some(found) = listing::quote(text(row, 0)?, words) {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        })
    }
}

pub(super) fn columns(condition: &str) -> String {
    format!(
        "SELECT id, opened_at, messages, subject, channel, source, tags, status, csat_score \
         FROM conversation {condition}"
    )
}

/// Letters from which on the last word may be the beginning of one: shorter beginnings match half the index.
const PREFIX_FROM: usize = 3;

/// A word in this many messages stands for itself: looking for its longer forms as well would take the time of all of
/// them together, and add little.
const COMMON: usize = 2_000;

/// Fewer messages than this are sooner read than the words that begin like the last one are joined.
const FEW: usize = 500;

/// What the index is asked for.
pub(super) struct Wanted {
    /// All words, quoted by us, so that nothing typed is ever taken for an operator.
    pub(super) expression: String,
    /// Those before a last one that is open, where there are such.
    closed: Option<String>,
}

/// What the index is asked for; `None` where no word is wanted.
pub(super) fn wanted(db: &Connection, words: &[Word]) -> Result<Option<Wanted>, StoreError> {
    let mut quoted: Vec<String> =
        words.iter().filter(|word| !word.not).map(|word| quoted(&word.text)).collect();
    let (Some(last), Some(typed)) = (quoted.pop(), words.iter().rfind(|word| !word.not)) else {
        return Ok(None);
    };
    // The same word twice would cost twice.
    let mut apart: Vec<String> = Vec::with_capacity(words.len());
    for word in quoted {
        if !apart.contains(&word) {
            apart.push(word);
        }
    }
    let open = typed.text.chars().count() >= PREFIX_FROM
        && typed.text.chars().next_back().is_some_and(char::is_alphanumeric)
        && first_of(db, &last, COMMON)?.len() < COMMON;
    let closed = (open && !apart.is_empty()).then(|| apart.join(" AND "));
    if open {
        apart.push(format!("{last} *"));
    } else if !apart.contains(&last) {
        apart.push(last);
    }
    Ok(Some(Wanted { expression: apart.join(" AND "), closed }))
}

/// The first documents in which an expression holds.
fn first_of(db: &Connection, expression: &str, most: usize) -> Result<Vec<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT rowid FROM word WHERE word MATCH ?1 LIMIT ?2")?;
    let found = statement.query_map((expression, most as i64), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The conversations with what is wanted, in the order of their numbers; `None` when it is to stop.
fn hits(db: &Connection, wanted: &Wanted, stops: &dyn Fn() -> bool) -> Result<Option<Vec<i64>>, StoreError> {
    if let Some(closed) = &wanted.closed {
        // All that begin with three letters take long to join; where the other words leave few, those are looked at.
        let few = first_of(db, closed, FEW)?;
        if few.len() < FEW {
            let index = SmallIndex::new()?;
            index.learn(db, few.into_iter())?;
            return Ok(Some(index.matching(&wanted.expression)?));
        }
    }
    matching(db, &wanted.expression, stops)
}

/// Folded as the view `spoken` folds; case and accents are the tokenizer's work.
fn quoted(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    out.push('"');
    for c in word.chars() {
        match c {
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("OE"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("AE"),
            '’' => out.push('\''),
            '"' => out.push_str("\"\""),
            '\0' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The conversations with a document that matches, in the order of their numbers; `None` when it is to stop.
pub(super) fn matching(
    db: &Connection,
    expression: &str,
    stops: &dyn Fn() -> bool,
) -> Result<Option<Vec<i64>>, StoreError> {
    let mut statement = db.prepare_cached("SELECT rowid FROM word WHERE word MATCH ?1")?;
    let mut rows = statement.query([expression])?;
    let mut ids: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        if stops() {
            return Ok(None);
        }
        let id = row.get::<_, i64>(0)? >> SLOT_BITS;
        if ids.last() != Some(&id) {
            ids.push(id);
        }
    }
    Ok(Some(ids))
}

/// The conversations of the agents whom a query wants, in no order; `None` where it takes any.
pub(super) fn of_agents(
    db: &Connection,
    query: &Query,
    me: Option<&Me>,
) -> Result<Option<Vec<i64>>, StoreError> {
    if query.mine.is_none() && query.agent.is_none() {
        return Ok(None);
    }
    let part = query.agent.as_deref().map(fold);
    let takes = |agent: &str| {
        query.mine.is_none_or(|mine| mine == me.is_some_and(|me| me.is(agent)))
            && part.as_ref().is_none_or(|part| fold(agent).contains(part.as_str()))
    };
    let mut theirs = db.prepare_cached("SELECT id FROM conversation WHERE agent = ?1")?;
    let mut ids = Vec::new();
    for agent in agents::agents(db, &takes)? {
        let mut rows = theirs.query([agent])?;
        while let Some(row) = rows.next()? {
            ids.push(row.get(0)?);
        }
    }
    Ok(Some(ids))
}

/// The expression for words that must not be there, where there are such words.
pub(super) fn unwanted(words: &[Word]) -> Option<String> {
    let unwanted: Vec<String> = words.iter().filter(|word| word.not).map(|word| quoted(&word.text)).collect();
    (!unwanted.is_empty()).then(|| unwanted.join(" OR "))
}
