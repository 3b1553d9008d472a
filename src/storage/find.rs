//! Which conversations a query gives, in order. Ids only: rows are read for the screenful in view.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Row};

use super::rows::{SLOT_BITS, message_ids, status_number, tags_of};
use super::{Store, StoreError};
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
    /// Handled by [`Store::me`].
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
    /// My own review of it.
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

/// Below this many hits each row is fetched by its number; above, one pass over all is quicker.
const FEW: usize = 4_000;

impl Store {
    /// The conversations that `query` gives, in `order`.
    pub fn conversation_ids(&self, query: &Query, order: ListOrder) -> Result<Vec<i64>, StoreError> {
        let me = self.me()?;
        self.read(|db| {
            let hits = match positive(&query.words) {
                Some(expression) => Some(matching(db, &expression)?),
                None => None,
            };
            let sieve = Sieve::new(db, query, me)?;
            if let (None, true, ListOrder::Newest | ListOrder::Oldest) = (&hits, sieve.idle, order) {
                return in_time(db, order);
            }
            let mut found = Vec::new();
            match hits {
                Some(hits) if hits.len() <= FEW => {
                    let mut one = db.prepare_cached(&columns("WHERE id = ?1"))?;
                    for id in hits {
                        let mut rows = one.query([id])?;
                        if let Some(row) = rows.next()? {
                            sieve.keep(row, order, &mut found)?;
                        }
                    }
                }
                Some(hits) if sieve.idle && matches!(order, ListOrder::Newest | ListOrder::Oldest) => {
                    let hits = Bits::of(&hits);
                    return Ok(in_time(db, order)?.into_iter().filter(|id| hits.has(*id)).collect());
                }
                hits => {
                    let hits = hits.map(|hits| Bits::of(&hits));
                    let mut all = db.prepare_cached(&columns(""))?;
                    let mut rows = all.query([])?;
                    while let Some(row) = rows.next()? {
                        if hits.as_ref().is_none_or(|hits| row.get(0).is_ok_and(|id| hits.has(id))) {
                            sieve.keep(row, order, &mut found)?;
                        }
                    }
                }
            }
            found.sort_unstable();
            Ok(found.into_iter().map(|key| key.id).collect())
        })
    }

    /// The first message in which all wanted words stand, shortened around the first of them, with the places of the
    /// words as byte ranges. `None` when only the heading has them.
    #[allow(clippy::type_complexity, reason = "a text and its ranges")]
    pub fn snippet(
        &self,
        conversation: i64,
        words: &[Word],
    ) -> Result<Option<(String, Vec<(usize, usize)>)>, StoreError> {
        let Some(expression) = positive(words) else { return Ok(None) };
        self.read(|db| {
            let (first, last) = message_ids(conversation);
            let mut statement = db.prepare_cached(
                "SELECT text FROM message WHERE id = (SELECT rowid FROM word WHERE word MATCH ?1 \
                 AND rowid BETWEEN ?2 AND ?3 LIMIT 1)",
            )?;
            let mut rows = statement.query((&expression, first, last))?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let text: String = row.get(0)?;
            Ok(Some(super::listing::cut_around(&text, words)))
        })
    }
}

fn columns(condition: &str) -> String {
    format!(
        "SELECT id, opened_at, messages, subject, agent, channel, source, tags, status, csat_score \
         FROM conversation {condition}"
    )
}

fn in_time(db: &Connection, order: ListOrder) -> Result<Vec<i64>, StoreError> {
    let mut statement = db.prepare_cached(match order {
        ListOrder::Oldest => "SELECT id FROM conversation ORDER BY opened_at, id",
        _ => "SELECT id FROM conversation ORDER BY opened_at DESC, id DESC",
    })?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    Ok(ids)
}

/// Letters from which on the last word may be the beginning of one: shorter beginnings match half the index.
const PREFIX_FROM: usize = 3;

/// The expression for the index: quoted by us, so that nothing typed is ever taken for an operator.
fn positive(words: &[Word]) -> Option<String> {
    let wanted: Vec<&str> = words.iter().filter(|word| !word.not).map(|word| word.text.as_str()).collect();
    let (last, others) = wanted.split_last()?;
    let mut expression: Vec<String> = others.iter().map(|word| quoted(word)).collect();
    let open =
        last.chars().count() >= PREFIX_FROM && last.chars().next_back().is_some_and(char::is_alphanumeric);
    expression.push(if open { format!("{} *", quoted(last)) } else { quoted(last) });
    Some(expression.join(" AND "))
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

/// The conversations with a document that matches, in the order of their numbers.
fn matching(db: &Connection, expression: &str) -> Result<Vec<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT rowid FROM word WHERE word MATCH ?1")?;
    let mut rows = statement.query([expression])?;
    let mut ids: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get::<_, i64>(0)? >> SLOT_BITS;
        if ids.last() != Some(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// A set of small numbers.
struct Bits(Vec<u64>);

impl Bits {
    fn of(ids: &[i64]) -> Bits {
        let highest = ids.iter().copied().max().unwrap_or(0).max(0) as usize;
        let mut bits = vec![0; highest / 64 + 1];
        for id in ids.iter().filter(|id| **id >= 0) {
            bits[*id as usize / 64] |= 1 << (id % 64);
        }
        Bits(bits)
    }

    fn has(&self, id: i64) -> bool {
        usize::try_from(id).is_ok_and(|id| self.0.get(id / 64).is_some_and(|word| word >> (id % 64) & 1 == 1))
    }
}

/// What puts a conversation in its place, smallest first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    text: String,
    number: i64,
    tie: i64,
    id: i64,
}

/// Everything that a query asks beyond words, prepared once.
struct Sieve<'a> {
    query: &'a Query,
    /// Nothing is asked.
    idle: bool,
    me: Option<Me>,
    without: Option<Bits>,
    drawn: Option<HashSet<i64>>,
    drafts: HashSet<i64>,
    sealed: HashSet<i64>,
    agent: Option<String>,
    channel: Option<String>,
    source: Option<String>,
    tag: Option<String>,
    /// Agents are few and conversations many: each name is judged once.
    agents: std::cell::RefCell<HashMap<String, bool>>,
}

impl<'a> Sieve<'a> {
    fn new(db: &Connection, query: &'a Query, me: Option<Me>) -> Result<Sieve<'a>, StoreError> {
        let mut without = None;
        let unwanted: Vec<String> = query.words.iter().filter(|w| w.not).map(|w| quoted(&w.text)).collect();
        if !unwanted.is_empty() {
            without = Some(Bits::of(&matching(db, &unwanted.join(" OR "))?));
        }
        let set = |sql: &str| -> Result<HashSet<i64>, StoreError> {
            Ok(db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        let drawn = match query.drawn {
            Some(_) => Some(set("SELECT DISTINCT conversation FROM drawn")?),
            None => None,
        };
        let (mut drafts, mut sealed) = (HashSet::new(), HashSet::new());
        if query.reviewed.is_some() {
            drafts = set("SELECT conversation FROM review WHERE role = 'self' AND state = 'draft'")?;
            sealed = set("SELECT conversation FROM sealed WHERE role = 'self' AND voided = 0")?;
        }
        let folded = |text: &Option<String>| text.as_deref().map(fold);
        let plain = Query { words: query.words.clone(), ..Query::default() };
        Ok(Sieve {
            query,
            idle: plain == *query && without.is_none(),
            me,
            without,
            drawn,
            drafts,
            sealed,
            agent: folded(&query.agent),
            channel: folded(&query.channel),
            source: folded(&query.source),
            tag: folded(&query.tag),
            agents: std::cell::RefCell::default(),
        })
    }

    fn keep(&self, row: &Row<'_>, order: ListOrder, found: &mut Vec<Key>) -> Result<(), StoreError> {
        if !self.takes(row)? {
            return Ok(());
        }
        let (id, opened): (i64, i64) = (row.get(0)?, row.get(1)?);
        let none = String::new();
        found.push(match order {
            ListOrder::Newest => Key { text: none, number: -opened, tie: -id, id },
            ListOrder::Oldest => Key { text: none, number: opened, tie: id, id },
            ListOrder::Longest => Key { text: none, number: -row.get::<_, i64>(2)?, tie: -opened, id },
            ListOrder::Subject => Key { text: fold(text(row, 3)?), number: -opened, tie: -id, id },
        });
        Ok(())
    }

    fn takes(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        let id: i64 = row.get(0)?;
        let opened: i64 = row.get(1)?;
        let q = self.query;
        if self.idle {
            return Ok(true);
        }
        let same = |wanted: &Option<String>, at: usize| -> Result<bool, StoreError> {
            Ok(match wanted {
                Some(wanted) => fold(text(row, at)?) == *wanted,
                None => true,
            })
        };
        Ok(q.since.is_none_or(|since| opened >= since)
            && q.until.is_none_or(|until| opened < until)
            && self.without.as_ref().is_none_or(|without| !without.has(id))
            && q.drawn.is_none_or(|drawn| self.drawn.as_ref().is_some_and(|set| set.contains(&id)) == drawn)
            && q.reviewed.is_none_or(|wanted| wanted == self.review_of(id))
            && (q.status.is_none() || row.get::<_, Option<i64>>(8)? == q.status.map(status_number))
            && (q.rated.is_none() || q.rated == Some(row.get_ref(9)? != rusqlite::types::ValueRef::Null))
            && self.takes_agent(text(row, 4)?)
            && same(&self.channel, 5)?
            && same(&self.source, 6)?
            && match &self.tag {
                Some(tag) => tags_of(text(row, 7)?)?.iter().any(|label| fold(label) == *tag),
                None => true,
            })
    }

    fn review_of(&self, id: i64) -> Reviewed {
        if self.drafts.contains(&id) {
            Reviewed::Draft
        } else if self.sealed.contains(&id) {
            Reviewed::Sealed
        } else {
            Reviewed::Not
        }
    }

    fn takes_agent(&self, agent: &str) -> bool {
        if self.query.mine.is_none() && self.agent.is_none() {
            return true;
        }
        if let Some(known) = self.agents.borrow().get(agent) {
            return *known;
        }
        let mine = self.me.as_ref().is_some_and(|me| me.is(agent));
        let takes = self.query.mine.is_none_or(|wanted| wanted == mine)
            && self.agent.as_ref().is_none_or(|part| fold(agent).contains(part.as_str()));
        self.agents.borrow_mut().insert(agent.to_owned(), takes);
        takes
    }
}

fn text<'a>(row: &'a Row<'_>, at: usize) -> Result<&'a str, StoreError> {
    row.get_ref(at)?.as_str().map_err(|_| StoreError::Corrupt(None))
}
