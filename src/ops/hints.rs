//! What the rules of a checklist notice in a conversation, in words; and how often each rule agrees with people.

use std::ops::{ControlFlow, Range};

use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::conversation::Conversation;
use crate::domain::hint::{At, Hint, Noticed, Reader, Rule, Watch};
use crate::domain::interval::{Interval, wilson};
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::storage::SealedFilter;
use crate::words::{Bilingual, Lang, duration, percent};

/// Characters of the words that are quoted.
const QUOTE: usize = 100;
/// Sealed answers from which on a share is given.
const SHARE_FROM: u64 = 10;
/// Sealed reviews that a rule is held against: the newest.
const NEWEST: usize = 500;

/// A hint, ready to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The rule's id.
    pub rule: String,
    /// The item's id.
    pub item: String,
    /// The answer that it points to.
    pub points: Value,
    /// The message's place in the conversation; `None` where it speaks of all of ours.
    pub message: Option<usize>,
    /// The words, in bytes of the message's text as it came.
    pub at: Option<Range<usize>>,
    /// The words that matched.
    pub quote: Option<Shown>,
    /// What was noticed, with the message and the words.
    pub says: Bilingual,
}

/// What the rules at hand notice about the items of a review's checklist.
pub fn read(session: &Session, checklist: &Checklist, conversation: &Conversation) -> Vec<Told> {
    let rules = rules(session, checklist);
    let hints = Reader::new(&rules).read(conversation);
    hints.iter().filter_map(|hint| told(rules.get(hint.rule)?, hint, conversation)).collect()
}

/// The rules of the list at hand, for the items that the review has: the list may have changed since.
fn rules(session: &Session, checklist: &Checklist) -> Vec<Rule> {
    let Some(list) = session.shelf.checklist(&checklist.id) else { return Vec::new() };
    let list = match &session.shelf.own {
        Some(own) => list.with_own(own),
        None => (*list).clone(),
    };
    let fits = |rule: &Rule| {
        let item = checklist.item(&rule.item);
        let takes =
            |value: Option<Value>| value.is_none_or(|value| item.is_some_and(|item| item.takes(value)));
        item.is_some() && takes(rule.found) && takes(rule.missing)
    };
    list.hints.into_iter().filter(fits).collect()
}

fn told(rule: &Rule, hint: &Hint, conversation: &Conversation) -> Option<Told> {
    let text = hint.message.and_then(|place| Some(conversation.messages.get(place)?.text.as_str()));
    let quote = match (&hint.words, text) {
        (Some(at), Some(text)) => Some(Shown::short(text.get(at.clone())?, QUOTE)),
        _ => None,
    };
    Some(Told {
        rule: rule.id.clone(),
        item: rule.item.clone(),
        points: hint.points,
        message: hint.message,
        at: hint.words.clone(),
        says: says(rule, hint, quote.as_ref()),
        quote,
    })
}

fn says(rule: &Rule, hint: &Hint, quote: Option<&Shown>) -> Bilingual {
    let m = hint.message.map_or_else(String::new, |place| format!("m{}", place + 1));
    let q = quote.map_or("", Shown::as_str);
    match &hint.noticed {
        Noticed::Words | Noticed::Name => both!("{m} “{q}”", "{m} «\u{202f}{q}\u{202f}»"),
        Noticed::NoWords => match (&rule.watch, hint.message) {
            (_, Some(_)) => both!("none of its words in {m}", "aucun de ses mots dans {m}"),
            (Watch::Words { at: At::LastReplies, .. }, None) => Bilingual::fixed(
                "none of its words in our last messages",
                "aucun de ses mots dans nos derniers messages",
            ),
            (Watch::Words { at: At::Customer, .. }, None) => Bilingual::fixed(
                "none of its words in the customer’s messages",
                "aucun de ses mots dans les messages du client",
            ),
            _ => Bilingual::fixed("none of its words in our messages", "aucun de ses mots dans nos messages"),
        },
        Noticed::NameUnused => both!(
            "{m} “{q}”, in none of our messages",
            "{m} «\u{202f}{q}\u{202f}», dans aucun de nos messages"
        ),
        Noticed::OtherName => both!(
            "{m} “{q}”, not the customer’s name",
            "{m} «\u{202f}{q}\u{202f}», qui n’est pas le nom du client"
        ),
        Noticed::Wait { seconds, since } => {
            let (en, fr) = (duration(Lang::En, *seconds), duration(Lang::Fr, *seconds));
            let since = since + 1;
            both!("{m} came {en} after m{since}", "{m} est venu {fr} après m{since}")
        }
        Noticed::Again(first) => {
            let first = first + 1;
            match quote {
                Some(_) => {
                    both!("{m} “{q}”, as in m{first}", "{m} «\u{202f}{q}\u{202f}», comme dans m{first}")
                }
                None => both!(
                    "{m}, typed by hand, says what the saved reply m{first} says",
                    "{m}, tapé à la main, dit ce que dit la réponse type m{first}"
                ),
            }
        }
        Noticed::SavedReply(name) => {
            let name = Shown::short(name, QUOTE);
            both!("{m} is the saved reply “{name}”", "{m} est la réponse type «\u{202f}{name}\u{202f}»")
        }
    }
}

/// How often a rule pointed where people's sealed answers went.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The rule's id.
    pub rule: String,
    /// The item's id.
    pub item: String,
    /// The answer that it pointed to.
    pub points: Value,
    /// Sealed answers to the item of conversations where it spoke.
    pub n: u64,
    /// Those that were the answer that it pointed to.
    pub alike: u64,
}

impl Measured {
    /// The share and its interval at 95 % (Wilson); `None` where too few answers are behind it.
    pub fn share(&self) -> Option<(f64, Interval)> {
        let interval = wilson(self.alike, self.n).ok()?;
        (self.n >= SHARE_FROM).then(|| (self.alike as f64 / self.n as f64, interval))
    }

    /// The figure in words, its count always beside it.
    pub fn words(&self) -> Bilingual {
        let (alike, n) = (self.alike, self.n);
        if n == 0 {
            return Bilingual::fixed("no sealed answer yet", "aucune réponse scellée encore");
        }
        let Some((share, (low, high))) = self.share() else {
            return both!(
                "people answered so {alike} of {n} times: too few",
                "réponse identique {alike} fois sur {n}\u{202f}: trop peu"
            );
        };
        let of = |lang| {
            let (share, low, high) = (percent(lang, share, n), percent(lang, low, n), percent(lang, high, n));
            (share, low, high)
        };
        let (en, fr) = (of(Lang::En), of(Lang::Fr));
        Bilingual::made(
            format!("people answered so {alike} of {n} times: {} ({} to {})", en.0, en.1, en.2),
            format!("réponse identique {alike} fois sur {n}\u{202f}: {} ({} à {})", fr.0, fr.1, fr.2),
        )
    }
}

/// How each rule of a checklist agrees with the newest sealed answers by that checklist, whoever gave them: a row for
/// each answer that a rule may point to, in the order of the rules.
pub fn measured(session: &Session, checklist: &Checklist) -> Result<Vec<Measured>, OpsError> {
    let ways = |rule: &Rule| {
        let row = |points: Value| Measured {
            rule: rule.id.clone(),
            item: rule.item.clone(),
            points,
            n: 0,
            alike: 0,
        };
        let both: Vec<Measured> = [rule.found, rule.missing].into_iter().flatten().map(row).collect();
        both
    };
    let mut rows: Vec<Measured> = checklist.hints.iter().flat_map(ways).collect();
    if rows.is_empty() {
        return Ok(rows);
    }
    let lists: Vec<i64> = session
        .store
        .kept_checklists()?
        .into_iter()
        .filter(|kept| kept.checklist.id == checklist.id)
        .map(|kept| kept.id)
        .collect();
    let mut sealed = Vec::new();
    session.store.each_sealed(&SealedFilter::default(), &mut |row| {
        if lists.contains(&row.checklist) {
            sealed.push((row.sealed_at, row.conversation, row.review));
        }
        ControlFlow::Continue(())
    })?;
    sealed.sort_unstable_by(|a, b| b.cmp(a));
    sealed.truncate(NEWEST);
    // Each conversation is read once.
    sealed.sort_unstable_by_key(|(_, conversation, _)| *conversation);
    let reader = Reader::new(&checklist.hints);
    for reviews in sealed.chunk_by(|a, b| a.1 == b.1) {
        let Some((_, conversation, _)) = reviews.first() else { continue };
        let Some(conversation) = session.store.conversation(*conversation)? else { continue };
        let hints = reader.read(&conversation);
        for (_, _, review) in reviews {
            let Some(sealed) = session.store.sealed(*review)? else { continue };
            for hint in &hints {
                let Some(rule) = checklist.hints.get(hint.rule) else { continue };
                let Some(answer) = sealed.sheet.value(&rule.item) else { continue };
                let row = rows.iter_mut().find(|row| row.rule == rule.id && row.points == hint.points);
                if let Some(row) = row {
                    row.n += 1;
                    row.alike += u64::from(answer == hint.points);
                }
            }
        }
    }
    Ok(rows)
}
