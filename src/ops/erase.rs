//! Erasing one customer: everything about them here, with a receipt that does not name them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::both;
use crate::domain::exchange::Side;
use crate::domain::fold::fold;
use crate::domain::look_alike::looks;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::listing;
use crate::ops::retention::{self, CopyOut, ProofOut, ReceiptOut};
use crate::ops::session::Session;
use crate::ops::transcript::reference;
use crate::storage::{Deleted, Deletion, Erasing, Receipt, Samples, Told, counts};
use crate::words::Bilingual;

/// Names that are told beside those that matched.
const MOST_NAMES: usize = 10;
/// Conversations that are named in a dry run.
const MOST_NAMED: usize = 20;

/// What is wished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The customer's id, address or name exactly as a conversation has it, in any case.
    pub customer: String,
    /// Only say what would be erased.
    pub dry_run: bool,
    /// Delete all copies of the store that lie beside it.
    pub backups: bool,
    /// Microseconds since 1970.
    pub now: i64,
    /// Names the receipt.
    pub name: [u8; 16],
    /// For the key of the digests.
    pub random: [u8; 32],
}

/// A name that a customer has, and in how many conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The name.
    pub name: String,
    /// In so many conversations.
    pub conversations: u64,
}

/// A copy that left this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Travelled {
    /// To whom.
    pub to: String,
    /// `request`, `reveal`, `talk`, `submission`, …
    pub what: String,
    /// The day it was written for them.
    pub on: Date,
}

/// What an erasure did, or would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErasureOut {
    /// Grows when a field changes its meaning or goes.
    pub schema_version: u32,
    /// Nothing was erased on purpose.
    pub dry_run: bool,
    /// Conversations that matched.
    pub conversations: u64,
    /// What some of them are called; in a dry run only.
    pub examples: Vec<String>,
    /// Names that matched, as they were written; in a dry run only.
    pub matched: Vec<Name>,
    /// Other names of customers that look like it, or stand in the same conversations: not erased; in a dry run only.
    pub alike: Vec<Name>,
    /// What was erased, by name.
    pub deleted: BTreeMap<String, u64>,
    /// Copies that left, to be erased by those who have them.
    pub travelled: Vec<Travelled>,
    /// Whether it is gone.
    pub proof: Option<ProofOut>,
    /// Copies of the store beside it.
    pub copies: Vec<CopyOut>,
    /// The receipt.
    pub receipt: Option<ReceiptOut>,
}

impl ErasureOut {
    fn begun(dry_run: bool) -> ErasureOut {
        ErasureOut {
            schema_version: 1,
            dry_run,
            conversations: 0,
            examples: Vec::new(),
            matched: Vec::new(),
            alike: Vec::new(),
            deleted: BTreeMap::new(),
            travelled: Vec::new(),
            proof: None,
            copies: Vec::new(),
            receipt: None,
        }
    }

    /// Whether something of what was erased is still there.
    pub fn leaked(&self) -> bool {
        self.proof.is_some_and(|proof| proof.found > 0)
    }
}

/// Names and conversations that match.
struct Matched {
    ids: Vec<i64>,
    spellings: BTreeMap<String, BTreeSet<i64>>,
    alike: BTreeMap<String, BTreeSet<i64>>,
}

/// Erases one customer.
pub fn erase(session: &mut Session, wish: &Wish) -> Result<ErasureOut, OpsError> {
    if !wish.dry_run {
        retention::may_write(session)?;
    }
    let Matched { ids, mut spellings, alike } = matched(session, &wish.customer)?;
    if ids.is_empty() {
        let store = &session.store;
        let named =
            !store.named(&wish.customer)?.is_empty() || !store.waiting_about(&wish.customer)?.is_empty();
        if !named {
            return match unproven(session, wish)? {
                Some(receipt) => finish(session, wish, receipt),
                None => Err(nobody(&wish.customer, &alike)),
            };
        }
        spellings.insert(wish.customer.trim().to_owned(), BTreeSet::new());
    }
    let travelled = travelled(session, &ids)?;
    let mut out =
        ErasureOut { conversations: ids.len() as u64, travelled, ..ErasureOut::begun(wish.dry_run) };
    if wish.dry_run {
        let rows = session.store.list_rows(&ids[..ids.len().min(MOST_NAMED)])?;
        out.examples =
            rows.iter().map(|row| reference(&row.source, &row.external_id).into_string()).collect();
        (out.matched, out.alike) = (names(&spellings), names(&alike));
    } else {
        listing::catch_up(session)?;
        let mut samples = Samples::default();
        let who: Vec<String> = spellings.into_keys().collect();
        let receipt = Receipt { id: wish.name, at: wish.now, kind: Deletion::Erasure, told: Told::default() };
        let erasing = Erasing { receipt: &receipt, who: &who, random: &wish.random };
        let (deleted, mut receipt): (Deleted, Receipt) = session.store.erase(&ids, &erasing, &mut samples)?;
        out.proof = Some(retention::scour(session, &mut receipt, &samples)?);
        out.deleted = counts(&deleted);
        out.receipt = Some(ReceiptOut::of(session, &receipt));
    }
    // Nobody can see into a copy from here: each may hold the customer.
    out.copies = retention::copies(session, wish.now, i64::MAX, wish.backups && !wish.dry_run)?;
    Ok(out)
}

/// The receipt of an erasure of this customer that was killed between its two halves: the words are gone, and nobody
/// looked whether they are.
fn unproven(session: &Session, wish: &Wish) -> Result<Option<Receipt>, OpsError> {
    if wish.dry_run || !session.store.scour_pending()? {
        return Ok(None);
    }
    Ok(session.store.erasure_of(&wish.customer)?)
}

/// The second half. What was deleted is known no more, except the customer's name.
fn finish(session: &mut Session, wish: &Wish, mut receipt: Receipt) -> Result<ErasureOut, OpsError> {
    let mut samples = Samples::default();
    samples.customer(&wish.customer);
    let proof = retention::scour(session, &mut receipt, &samples)?;
    Ok(ErasureOut {
        conversations: receipt.told.counts.get("conversations").copied().unwrap_or_default(),
        deleted: receipt.told.counts.clone(),
        proof: Some(proof),
        copies: retention::copies(session, wish.now, i64::MAX, wish.backups)?,
        receipt: Some(ReceiptOut::of(session, &receipt)),
        ..ErasureOut::begun(false)
    })
}

/// The conversations of a customer, by any name that they have in them.
pub(super) fn conversations_of(session: &Session, customer: &str) -> Result<Vec<i64>, OpsError> {
    Ok(matched(session, customer)?.ids)
}

fn matched(session: &Session, customer: &str) -> Result<Matched, OpsError> {
    let wanted = fold(customer.trim());
    let look = looks(customer);
    let (mut spellings, mut others) = (BTreeMap::new(), BTreeMap::new());
    let note = |names: &mut BTreeMap<String, BTreeSet<i64>>, name: &str, id: i64| {
        names.entry(name.trim().to_owned()).or_default().insert(id);
    };
    session.store.each_customer(&mut |id, name| {
        if !wanted.is_empty() && fold(name.trim()) == wanted {
            note(&mut spellings, name, id);
        } else {
            note(&mut others, name, id);
        }
    })?;
    let ids: BTreeSet<i64> = spellings.values().flatten().copied().collect();
    let near = |name: &str| {
        let (name, other) = (fold(name), looks(name));
        other == look || (wanted.chars().count() >= 4 && name.contains(&wanted)) || {
            name.chars().count() >= 4 && wanted.contains(&name)
        }
    };
    others.retain(|name, there| near(name) || there.iter().any(|id| ids.contains(id)));
    Ok(Matched { ids: ids.into_iter().collect(), spellings, alike: others })
}

fn names(names: &BTreeMap<String, BTreeSet<i64>>) -> Vec<Name> {
    let mut told: Vec<Name> = names
        .iter()
        .map(|(name, ids)| Name {
            name: Shown::short(name, 60).into_string(),
            conversations: ids.len() as u64,
        })
        .collect();
    told.sort_by(|a, b| b.conversations.cmp(&a.conversations).then(a.name.cmp(&b.name)));
    told.truncate(MOST_NAMES);
    told
}

fn nobody(customer: &str, alike: &BTreeMap<String, BTreeSet<i64>>) -> OpsError {
    let wanted = Shown::short(customer, 60);
    let error = OpsError::data(both!(
        "no conversation has a customer `{wanted}`: nothing was erased",
        "aucune conversation n’a de client «\u{202f}{wanted}\u{202f}»\u{202f}: rien n’a été effacé"
    ));
    let list = names(alike).into_iter().map(|one| format!("`{}`", one.name)).collect::<Vec<_>>().join(", ");
    if list.is_empty() {
        return error.hint(Bilingual::fixed(
            "write the id, address or name as a conversation has it: `aplomb show ID` prints it",
            "écrivez l’identifiant, l’adresse ou le nom tel qu’une conversation le porte\u{202f}: «\u{202f}aplomb show ID\u{202f}» l’affiche",
        ));
    }
    error.hint(both!("these look like it: {list}", "ceux-ci y ressemblent\u{202f}: {list}"))
}

/// What left this machine about these conversations, and to whom.
fn travelled(session: &Session, ids: &[i64]) -> Result<Vec<Travelled>, OpsError> {
    let store = &session.store;
    let mut told = Vec::new();
    let mut reviews = BTreeSet::new();
    let name = |person| -> Result<String, OpsError> {
        let known = store.person(person)?.map(|person| person.name).unwrap_or_default();
        Ok(Shown::line(&known).into_string())
    };
    for id in ids {
        reviews.extend(store.reviews_of(*id)?.into_iter().map(|review| review.id));
        for exchange in store.exchanges_of(*id)? {
            if exchange.side == Side::Reader {
                told.push(Travelled {
                    to: name(exchange.other)?,
                    what: "received".to_owned(),
                    on: retention::day(session, exchange.asked_at),
                });
            }
            for out in store.outgoing_of(exchange.id)? {
                let Some(sent) = out.sent_at else { continue };
                told.push(Travelled {
                    to: name(out.bundle.person.unwrap_or(exchange.other))?,
                    what: out.bundle.word,
                    on: retention::day(session, sent),
                });
            }
        }
    }
    for submission in store.submissions()? {
        if submission.withdrawn_at.is_none() && submission.reviews.iter().any(|id| reviews.contains(id)) {
            told.push(Travelled {
                to: name(submission.to)?,
                what: "submission".to_owned(),
                on: retention::day(session, submission.made_at),
            });
        }
    }
    told.sort_by(|a, b| a.on.cmp(&b.on).then(a.to.cmp(&b.to)));
    Ok(told)
}
