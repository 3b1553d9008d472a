//! What lists show of a conversation, and finding one by its name.

use std::ops::ControlFlow;

use rusqlite::OptionalExtension;

use super::find::Word;
use super::rows;
use super::{Store, StoreError};
use crate::domain::conversation::{Conversation, Moment};
use crate::domain::fold::{fold, fold_one};
use crate::domain::review::State;

/// One row of a list, raw.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// The store's number.
    pub id: i64,
    /// May be empty.
    pub source: String,
    /// The source's id.
    pub external_id: String,
    /// May be empty.
    pub subject: String,
    /// May be empty.
    pub channel: String,
    /// May be empty.
    pub agent: String,
    /// When it began.
    pub opened_at: Moment,
    /// Messages, private notes included.
    pub messages: u32,
    /// The rating as a share of the best one, 0 to 1.
    pub rating: Option<f64>,
    /// My own review of it, the newest that is not voided.
    pub review: Option<(i64, State)>,
    /// Whether it was ever drawn.
    pub drawn: bool,
}

/// A piece of a message and the places of the words that were sought in it, as byte ranges.
pub type Quoted = (String, Vec<(usize, usize)>);

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// This conversation.
    One(i64),
    /// None.
    Nothing,
    /// Several sources have this id: source, id, store's number.
    Many(Vec<(String, String, i64)>),
}

impl Store {
    /// The rows of these conversations, in the order given; what is not there is left out.
    pub fn list_rows(&self, ids: &[i64]) -> Result<Vec<ListRow>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT source, external_id, subject, channel, agent, opened_at, opened_offset, messages, \
                 csat_score, csat_min, csat_max, EXISTS(SELECT 1 FROM drawn WHERE drawn.conversation = c.id), \
                 (SELECT max(id) FROM review WHERE conversation = c.id AND role = 'self' AND state <> 'voided') \
                 FROM conversation c WHERE c.id = ?1",
            )?;
            let mut state = db.prepare_cached("SELECT state FROM review WHERE id = ?1")?;
            let mut list = Vec::with_capacity(ids.len());
            for id in ids {
                let mut rows = statement.query([id])?;
                let Some(row) = rows.next()? else { continue };
                let review = match row.get::<_, Option<i64>>(12)? {
                    Some(review) => {
                        let word: String = state.query_row([review], |row| row.get(0))?;
                        Some((review, super::reviews::state_of(&word)?))
                    }
                    None => None,
                };
                let csat: (Option<f64>, Option<f64>, Option<f64>) = (row.get(8)?, row.get(9)?, row.get(10)?);
                list.push(ListRow {
                    id: *id,
                    source: row.get(0)?,
                    external_id: row.get(1)?,
                    subject: row.get(2)?,
                    channel: row.get(3)?,
                    agent: row.get(4)?,
                    opened_at: Moment { micros: row.get(5)?, offset: row.get(6)? },
                    messages: row.get(7)?,
                    rating: share(csat),
                    review,
                    drawn: row.get(11)?,
                });
            }
            Ok(list)
        })
    }

    /// A whole conversation.
    pub fn conversation(&self, id: i64) -> Result<Option<Conversation>, StoreError> {
        self.read(|db| Ok(rows::load(db, id)?.map(rows::Stored::whole)))
    }

    /// A conversation without its messages, and how many it has.
    pub fn heading(&self, id: i64) -> Result<Option<(Conversation, u32)>, StoreError> {
        self.read(|db| rows::heading(db, id))
    }

    /// The numbers of all conversations of which more is kept than their reviews, in the order in which they came.
    pub fn all_conversations(&self) -> Result<Vec<i64>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id FROM conversation WHERE id NOT IN (SELECT conversation FROM emptied) ORDER BY id",
            )?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Finds a conversation by what people call it: its id, `source/id`, or `c` and the store's number. A `#` before it
    /// is ignored.
    pub fn resolve(&self, reference: &str) -> Result<Resolved, StoreError> {
        let reference = reference.trim();
        let reference = reference.strip_prefix('#').unwrap_or(reference);
        self.read(|db| {
            // From one source to the next in the index, which begins with them: sources are few.
            let mut by_id = db.prepare_cached(
                "WITH RECURSIVE origin(source) AS (SELECT min(source) FROM conversation UNION ALL \
                 SELECT (SELECT min(source) FROM conversation WHERE source > origin.source) FROM origin \
                 WHERE origin.source IS NOT NULL) \
                 SELECT c.source, c.external_id, c.id FROM origin CROSS JOIN conversation c \
                 ON c.source = origin.source AND c.external_id = ?1",
            )?;
            let mut same = by_id
                .query_map([reference], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<Result<Vec<_>, _>>()?;
            if same.len() > 1 {
                same.sort();
                return Ok(Resolved::Many(same));
            }
            if let Some((_, _, id)) = same.pop() {
                return Ok(Resolved::One(id));
            }
            // Either side of the stroke may have strokes of its own.
            for (at, _) in reference.match_indices('/') {
                if let Some(id) = rows::find(db, &reference[..at], &reference[at + 1..])? {
                    return Ok(Resolved::One(id));
                }
            }
            let number = reference.strip_prefix(['c', 'C']).and_then(|digits| digits.parse::<i64>().ok());
            let known = match number {
                Some(number) => db
                    .prepare_cached("SELECT id FROM conversation WHERE id = ?1")?
                    .query_row([number], |row| row.get(0))
                    .optional()?,
                None => None,
            };
            Ok(known.map_or(Resolved::Nothing, Resolved::One))
        })
    }

    /// Hands over conversations one at a time, these or all by number. Each is a read of its own, so that another
    /// window can save in between.
    pub fn each_conversation(
        &self,
        ids: Option<&[i64]>,
        f: &mut dyn FnMut(i64, Conversation) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let all;
        let ids = match ids {
            Some(ids) => ids,
            None => {
                all = self.all_conversations()?;
                &all
            }
        };
        for id in ids {
            if let Some(conversation) = self.conversation(*id)?
                && f(*id, conversation).is_break()
            {
                break;
            }
        }
        Ok(())
    }
}

/// A rating as a share of the best one.
pub(super) fn share(csat: (Option<f64>, Option<f64>, Option<f64>)) -> Option<f64> {
    match csat {
        (Some(score), Some(min), Some(max)) if max > min => {
            Some(((score - min) / (max - min)).clamp(0.0, 1.0))
        }
        _ => None,
    }
}

/// Characters before and after the first word found.
const BEFORE: usize = 40;
const AFTER: usize = 160;

/// `text` shortened around the first of `words`, and where the words stand in what is left; `None` where one of them
/// does not stand in it.
pub(super) fn quote(text: &str, words: &[Word]) -> Option<Quoted> {
    let words: Vec<String> =
        words.iter().filter(|word| !word.not).map(|word| fold(word.text.trim())).collect();
    let folded = fold(text);
    if words.iter().any(|word| !folded.contains(word.as_str())) {
        return None;
    }
    // Where each folded byte came from, so that places in the folded text lead back.
    let (mut origin, mut piece) = (Vec::with_capacity(folded.len()), String::new());
    for (at, c) in text.char_indices() {
        piece.clear();
        fold_one(c, &mut piece);
        origin.extend(std::iter::repeat_n((at, at + c.len_utf8()), piece.len()));
    }
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for word in words {
        let before = ranges.len();
        for (at, found) in folded.match_indices(&word).filter(|(_, found)| !found.is_empty()) {
            let begins = folded[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            if begins {
                ranges.push((origin[at].0, origin[at + found.len() - 1].1));
            }
        }
        if ranges.len() == before {
            return None;
        }
    }
    ranges.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (from, to) in ranges {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    let first = apart.first()?.0;
    let start = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
    let end = text[first..].char_indices().nth(AFTER).map_or(text.len(), |(at, _)| first + at);
    let inside = apart
        .into_iter()
        .filter(|(from, to)| *from >= start && *to <= end)
        .map(|(from, to)| (from - start, to - start))
        .collect();
    Some((text[start..end].to_owned(), inside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(text: &str) -> Word {
        Word { text: text.to_owned(), not: false }
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        let (text, ranges) =
            quote("J’ai réglé le CŒUR du problème", &[word("regle"), word("coeur")]).unwrap();
        let found: Vec<&str> = ranges.iter().map(|(from, to)| &text[*from..*to]).collect();
        assert_eq!(found, ["réglé", "CŒUR"]);
    }

    #[test]
    fn long_texts_are_cut_around_the_first_word() {
        let text = format!("{} refund {}", "é ".repeat(500), "à ".repeat(500));
        let (cut, ranges) = quote(&text, &[word("refund")]).unwrap();
        assert!(cut.chars().count() <= BEFORE + AFTER);
        assert_eq!(&cut[ranges[0].0..ranges[0].1], "refund");
    }

    proptest! {
        #[test]
        fn ranges_lie_on_characters(text in "\\PC{0,80}", a in "\\PC{1,4}", b in "[a-eé’œİ]{1,3}") {
            let text = format!("{a} {text} {b}");
            for words in [&[word(&a)][..], &[word(&b)], &[word(&a), word(&b)]] {
                let Some((cut, ranges)) = quote(&text, words) else { continue };
                for (from, to) in ranges {
                    prop_assert!(cut.get(from..to).is_some_and(|found| !found.is_empty()));
                }
            }
            // A word of letters at the beginning is always found.
            if a.chars().all(|c| c.is_ascii_alphanumeric()) {
                prop_assert!(quote(&text, &[word(&a)]).is_some());
            }
        }
    }
}
