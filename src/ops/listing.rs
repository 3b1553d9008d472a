//! The list of conversations: ids in order first, then the rows in view, so that a million conversations cost no more
//! than a screenful.

use jiff::civil::DateTime;

use jiff::tz::TimeZone;

use crate::both;
use crate::domain::conversation::Status;
use crate::domain::fold::fold;
use crate::domain::history::History;
use crate::domain::review::State;
use crate::domain::score::score;
use crate::domain::shown::Shown;
use crate::ops::desk::composed;
use crate::ops::error::OpsError;
use crate::ops::period;
use crate::ops::session::{MANY, Session};
use crate::ops::transcript::{Transcript, reference, transcript};
use crate::storage::{Access, ListOrder, Query, Resolved, Reviewed, Word};

/// Ids that a list begins with while the others are sought: a few screenfuls.
const BEGINNING: usize = 150;

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By time of opening, the newest first.
    #[default]
    Newest,
    /// By time of opening, the oldest first.
    Oldest,
    /// By number of messages, the longest first.
    Longest,
    /// By subject.
    Subject,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The store's id.
    pub id: i64,
    /// The source's id, as people write it.
    pub reference: Shown,
    /// May be empty.
    pub subject: Shown,
    /// May be empty.
    pub channel: Shown,
    /// Who handled it; may be empty.
    pub agent: Shown,
    /// When it began, local.
    pub opened_at: DateTime,
    /// Messages, private notes included.
    pub messages: u32,
    /// The rating as a share of the best one, 0 to 1.
    pub rating: Option<f64>,
    /// My own review of it: its state and, for a draft, `(answered, applicable)`.
    pub review: Option<(State, Option<(usize, usize)>)>,
    /// Whether it was drawn into a sample.
    pub drawn: bool,
    /// A line of the message that a search found, with the words that matched as byte ranges.
    pub found: Option<(Shown, Vec<(usize, usize)>)>,
}

/// The ids that a query gives, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Store ids in the order asked for.
    pub ids: Vec<i64>,
    /// Conversations in the store, without the query.
    pub of: u64,
    /// These are the first ones; how many there are is still being found out.
    pub begun: bool,
    /// Words of the query that mean nothing here (`pillar:` …), to be told.
    pub not_understood: Vec<String>,
}

/// Reads a query as people type it: words that must all match, `!word`, and fields such as `agent:` or `is:drawn`.
/// What is not understood comes back with it.
pub fn parse(query: &str, now: i64, zone: &TimeZone) -> (Query, Vec<String>) {
    let mut parsed = Query::default();
    let mut strange = Vec::new();
    for word in words_of(query) {
        let Some((field, value)) = word.split_once(':').filter(|(_, value)| !value.is_empty()) else {
            let (text, not) = match word.strip_prefix('!') {
                Some(rest) if !rest.is_empty() => (rest.to_owned(), true),
                _ => (word, false),
            };
            parsed.words.push(Word { text, not });
            continue;
        };
        let folded = Some(fold(value));
        let understood = match field {
            "agent" => replace(&mut parsed.agent, folded),
            "channel" | "canal" => replace(&mut parsed.channel, folded),
            "source" => replace(&mut parsed.source, folded),
            "tag" => replace(&mut parsed.tag, folded),
            "status" | "statut" => replace(&mut parsed.status, Status::from_word(value)),
            "since" | "depuis" => replace(&mut parsed.since, period::since(value, now, zone).ok()),
            "until" | "avant" => replace(&mut parsed.until, period::since(value, now, zone).ok()),
            "is" | "est" => is(&mut parsed, value),
            // `https://…` and the like are words, not fields.
            _ if value.starts_with("//") || field.len() > 12 => {
                parsed.words.push(Word { text: word.clone(), not: false });
                true
            }
            _ => false,
        };
        if !understood {
            strange.push(word);
        }
    }
    (parsed, strange)
}

fn replace<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *slot = value;
    }
    understood
}

fn is(parsed: &mut Query, value: &str) -> bool {
    match fold(value).as_str() {
        "unreviewed" | "a-evaluer" => parsed.reviewed = Some(Reviewed::Not),
        "draft" | "brouillon" => parsed.reviewed = Some(Reviewed::Draft),
        "reviewed" | "sealed" | "scellee" => parsed.reviewed = Some(Reviewed::Sealed),
        "drawn" | "tiree" => parsed.drawn = Some(true),
        "rated" | "notee" => parsed.rated = Some(true),
        "unrated" => parsed.rated = Some(false),
        "mine" => parsed.mine = Some(true),
        _ => return false,
    }
    true
}

/// Words by spaces; double quotes keep several together.
fn words_of(query: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in query.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The ids that a query gives.
pub fn list(session: &Session, query: &str, order: Order, now: i64) -> Result<Found, OpsError> {
    Ok(list_unless(session, query, order, now, &|| false)?.unwrap_or_default())
}

/// The same; `None` when `stop` said so before they were found.
pub fn list_unless(
    session: &Session,
    query: &str,
    order: Order,
    now: i64,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Found>, OpsError> {
    let (query, not_understood) = parse(query, now, &session.zone);
    let Some(ids) = session.store.conversation_ids_unless(&query, in_store(order), stop)? else {
        return Ok(None);
    };
    Ok(Some(Found { ids, of: session.store.conversation_count()?, begun: false, not_understood }))
}

/// The first ids that a query gives, where they are found sooner than all.
pub fn beginning(session: &Session, query: &str, order: Order, now: i64) -> Result<Option<Found>, OpsError> {
    let (query, not_understood) = parse(query, now, &session.zone);
    let Some(ids) = session.store.first_ids(&query, in_store(order), BEGINNING)? else { return Ok(None) };
    Ok(Some(Found { ids, of: session.store.conversation_count()?, begun: true, not_understood }))
}

/// Gets ready for what is likely to be asked of a list in `order` next, a little at a time; says whether there is more to
/// do.
pub fn prepare(session: &Session, order: Order) -> Result<bool, OpsError> {
    if session.store.conversation_count()? < MANY {
        return Ok(false);
    }
    // The keys lead from one order to the next, and what comes by subject takes long.
    let next = if order == Order::Newest { ListOrder::Newest } else { ListOrder::Subject };
    Ok(session.store.prepare(next)?)
}

const fn in_store(order: Order) -> ListOrder {
    match order {
        Order::Newest => ListOrder::Newest,
        Order::Oldest => ListOrder::Oldest,
        Order::Longest => ListOrder::Longest,
        Order::Subject => ListOrder::Subject,
    }
}

/// The rows of ids, in their order; a conversation that is gone has none.
pub fn rows(session: &Session, ids: &[i64], query: &str) -> Result<Vec<Row>, OpsError> {
    let (query, _) = parse(query, 0, &session.zone);
    let mut rows = Vec::with_capacity(ids.len());
    for row in session.store.list_rows(ids)? {
        let found =
            session.store.snippet(row.id, &query.words)?.map(|(text, places)| shown_snippet(&text, &places));
        let review = match row.review {
            Some((review, State::Draft)) => {
                // A review that was opened and left without an answer is none yet.
                let progress = progress(session, review)?;
                (progress.0 > 0).then_some((State::Draft, Some(progress)))
            }
            Some((_, state)) => Some((state, None)),
            None => None,
        };
        rows.push(Row {
            id: row.id,
            reference: reference(&row.source, &row.external_id),
            subject: Shown::line(&row.subject),
            channel: Shown::line(&row.channel),
            agent: Shown::line(&row.agent),
            opened_at: row.opened_at.local(&session.zone),
            messages: row.messages,
            rating: row.rating,
            review,
            drawn: row.drawn,
            found,
        });
    }
    Ok(rows)
}

/// Answered and applicable items of a draft.
fn progress(session: &Session, review: i64) -> Result<(usize, usize), OpsError> {
    let Some(record) = session.store.review(review)? else { return Ok((0, 0)) };
    let checklist = composed(session, &record)?;
    let history = History::replay(session.store.history(review)?);
    let score = score(&checklist, history.sheet());
    Ok((score.answered(), score.applicable()))
}

/// A snippet through the door, with the places of its words moved along.
fn shown_snippet(text: &str, places: &[(usize, usize)]) -> (Shown, Vec<(usize, usize)>) {
    let mut shown = String::new();
    let mut moved = Vec::new();
    let mut at = 0;
    for (from, to) in places {
        let (Some(before), Some(word)) = (text.get(at..*from), text.get(*from..*to)) else { continue };
        shown.push_str(&Shown::line(before));
        let start = shown.len();
        shown.push_str(&Shown::line(word));
        moved.push((start, shown.len()));
        at = *to;
    }
    shown.push_str(&Shown::line(text.get(at..).unwrap_or_default()));
    // Pieces that are clean each can meet at a border; the whole passes once more, and the places hold only if that
    // changed nothing.
    let whole = Shown::line(&shown);
    if whole.as_str() != shown {
        moved.clear();
    }
    (whole, moved)
}

/// A conversation to read.
pub fn read(session: &Session, id: i64) -> Result<Transcript, OpsError> {
    let conversation =
        session.store.conversation(id)?.ok_or_else(|| OpsError::no_such_conversation(&format!("c{id}")))?;
    Ok(transcript(id, &conversation, session.me()?.as_ref(), &session.zone))
}

/// The conversation that a person names.
pub fn resolve(session: &Session, named: &str) -> Result<i64, OpsError> {
    match session.store.resolve(named)? {
        Resolved::One(id) => Ok(id),
        Resolved::Nothing => Err(OpsError::no_such_conversation(named)),
        Resolved::Many(all) => {
            let list = all
                .iter()
                .take(6)
                .map(|(source, external, id)| {
                    format!("{} (c{id})", Shown::short(&format!("{source}/{external}"), 60))
                })
                .collect::<Vec<_>>()
                .join(", ");
            let named = Shown::short(named, 60);
            Err(OpsError::data(both!(
                "`{named}` names several conversations",
                "« {named} » désigne plusieurs conversations"
            ))
            .hint(both!("say which: {list}", "précisez : {list}")))
        }
    }
}

/// Brings the index of words up to date before a search on the command line.
pub fn catch_up(session: &mut Session) -> Result<(), OpsError> {
    if session.store.access() == Access::Write {
        while session.store.index_some(20_000)? {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries() {
        let (q, strange) =
            parse("shoe !late agent:Léa since:7d is:drawn \"two words\" pillar:x", 0, &TimeZone::UTC);
        let words: Vec<(&str, bool)> = q.words.iter().map(|w| (w.text.as_str(), w.not)).collect();
        assert_eq!(words, [("shoe", false), ("late", true), ("two words", false)]);
        assert_eq!(q.agent.as_deref(), Some("lea"));
        assert_eq!(q.drawn, Some(true));
        assert!(q.since.is_some());
        assert_eq!(strange, ["pillar:x"]);
        let (q, strange) = parse("est:à-évaluer est:tirée est:notée", 0, &TimeZone::UTC);
        assert_eq!((q.reviewed, q.drawn, q.rated), (Some(Reviewed::Not), Some(true), Some(true)));
        assert!(strange.is_empty());
    }

    #[test]
    fn links_are_words() {
        let (q, strange) = parse("https://shop.example", 0, &TimeZone::UTC);
        assert_eq!(q.words.len(), 1);
        assert!(strange.is_empty());
    }

    #[test]
    fn snippets_keep_their_places() {
        let (text, places) = shown_snippet("a\u{1b}b Réglé c", &[(4, 11)]);
        assert_eq!(&text[places[0].0..places[0].1], "Réglé");
    }
}
