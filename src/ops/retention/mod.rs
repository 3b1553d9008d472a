//! Retention: what is older than the clocks goes, and the program looks itself whether it is gone from the file.
//!
//! Figures first: the weeks that lose a conversation are frozen with the figures that they have before, and are not
//! worked out again. Then the words, portion by portion, each in one transaction with the receipt so far; then the file
//! is written anew and searched for pieces of what was deleted. A run that was killed is brought to its end by the next.

mod clock;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::hours;
use crate::ops::listing;
use crate::ops::metrics::kept::monday;
use crate::ops::session::Session;
use crate::ops::transcript::reference;
use crate::storage::{
    self, Access, Clocks, Deleted, Deletion, DueConversation, Held, KeptRow, ListOrder, Query, Receipt,
    Samples, StoreError, Told, counts,
};
use crate::words::{self, Bilingual, Lang};

pub use clock::Doubt;

/// Conversations that one transaction deletes: a fraction of a second, for which another window may have to wait.
const PORTION: usize = 100;
const REVIEWS: usize = 500;
/// Conversations that are named when they stay.
const NAMED: usize = 5;

const DAY: i64 = 86_400_000_000;

/// Works out the figures of weeks that are about to lose conversations: the weeks' Mondays come in, a row for each
/// metric, week and channel goes out.
pub type Keep<'a> = &'a mut dyn FnMut(&Session, &[Date]) -> Result<Vec<KeptRow>, OpsError>;

/// What is wished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Only say what would be deleted.
    pub dry_run: bool,
    /// Delete copies of the store too that are older than the clock of conversations.
    pub backups: bool,
    /// The person says that the clock is right, however far it is from what the store knows.
    pub clock_is_right: bool,
    /// Microseconds since 1970.
    pub now: i64,
    /// Names the receipt.
    pub random: [u8; 16],
}

/// Conversations that stay although their clock has run out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Staying {
    /// `draft`, `exchange` or `week`.
    pub why: &'static str,
    /// How many.
    pub count: u64,
    /// What some of them are called.
    pub examples: Vec<String>,
}

/// A copy of the store, which still holds what was deleted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopyOut {
    /// Where it lies.
    pub path: String,
    /// The day it was made.
    pub made: Date,
    /// How many days ago.
    pub days: i64,
    /// Its size.
    pub bytes: u64,
    /// It is older than the clock, or, for an erasure, may hold the customer.
    pub due: bool,
    /// It was deleted now.
    pub deleted: bool,
}

/// What looking for pieces of deleted texts found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProofOut {
    /// Pieces looked for.
    pub pieces: u64,
    /// Bytes looked through.
    pub bytes: u64,
    /// Pieces found that nothing kept explains.
    pub found: u64,
    /// Pieces that stand in something kept as well, and prove nothing.
    pub elsewhere: u64,
}

/// What a purge did, or would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Purged {
    /// Grows when a field changes its meaning or goes.
    pub schema_version: u32,
    /// Nothing was deleted on purpose.
    pub dry_run: bool,
    /// Days that conversations are kept, and the day before which their last message came.
    pub conversations_clock: (u32, Date),
    /// The same for reviews.
    pub reviews_clock: (u32, Date),
    /// Why the clock is doubted; nothing is deleted then unless the person says that it is right.
    pub doubt: Option<Doubt>,
    /// What is due, by name.
    pub due: BTreeMap<&'static str, u64>,
    /// The days on which the oldest and the newest due conversation began.
    pub span: Option<(Date, Date)>,
    /// What stays for now.
    pub stays: Vec<Staying>,
    /// Weeks whose figures are kept first, by their Mondays.
    pub weeks: Vec<Date>,
    /// What was deleted, by name.
    pub deleted: BTreeMap<String, u64>,
    /// Whether it is gone; `None` for a dry run, and where nothing was due.
    pub proof: Option<ProofOut>,
    /// Copies of the store beside it, the oldest first.
    pub copies: Vec<CopyOut>,
    /// Free space that it takes to write the file anew.
    pub needs_bytes: u64,
    /// The receipt's name.
    pub receipt: Option<String>,
}

impl Purged {
    /// Whether nothing was or would be deleted.
    pub fn is_idle(&self) -> bool {
        self.due.values().all(|n| *n == 0) && self.proof.is_none()
    }

    /// Whether something of what was deleted is still there.
    pub fn leaked(&self) -> bool {
        self.proof.is_some_and(|proof| proof.found > 0)
    }
}

/// Deletes what is older than the clocks. `keep` works out figures that stay; `tell` hears how many conversations of how
/// many are done.
pub fn purge(
    session: &mut Session,
    wish: &Wish,
    keep: Keep<'_>,
    tell: &mut dyn FnMut(u64, u64),
) -> Result<Purged, OpsError> {
    let clocks = clocks(session, wish.now);
    if !wish.dry_run {
        may_write(session)?;
    }
    let due = session.store.due(&clocks)?;
    let doubt = if due.is_empty() && !wish.backups { None } else { clock::doubt(session, wish.now)? };
    if let Some(doubt) = doubt.filter(|_| !wish.dry_run && !wish.clock_is_right) {
        return Err(doubt.refusal());
    }
    let weeks = weeks(session, &due.conversations)?;
    let days = due.conversations.iter().map(|one| day(session, one.opened_at));
    let mut purged = Purged {
        schema_version: 1,
        dry_run: wish.dry_run,
        conversations_clock: (session.team.keep_conversations, day(session, clocks.conversations)),
        reviews_clock: (session.team.keep_reviews, day(session, clocks.reviews)),
        doubt,
        due: BTreeMap::from([
            ("conversations", due.conversations.len() as u64),
            ("received", due.conversations.iter().filter(|one| one.received).count() as u64),
            ("reviews", due.reviews.len() as u64),
            ("draws", due.draws),
            ("submissions", due.submissions + due.handed),
            ("facts", due.facts),
            ("bundles", due.bundles),
            ("precedents", due.precedents),
            ("refusals", due.refusals),
            ("waiting", due.waiting),
            ("people", due.people),
        ]),
        span: days.clone().min().zip(days.max()),
        stays: stays(session, &due.held)?,
        weeks: weeks.iter().map(|(week, _)| *week).collect(),
        deleted: BTreeMap::new(),
        proof: None,
        copies: Vec::new(),
        needs_bytes: session.store.size()?.bytes.saturating_mul(2),
        receipt: None,
    };
    let go_on = !due.is_empty() || session.store.scour_pending()?;
    if !wish.dry_run && go_on {
        let mut samples = Samples::default();
        let mut run = Run {
            receipt: Receipt {
                id: wish.random,
                at: wish.now,
                kind: Deletion::Purge,
                told: Told {
                    oldest: due.conversations.iter().map(|one| one.opened_at).min(),
                    newest: due.conversations.iter().map(|one| one.opened_at).max(),
                    ..Told::default()
                },
            },
            deleted: Deleted::default(),
        };
        // So that no number can ever name another conversation, and the index forgets exactly what it knows.
        listing::catch_up(session)?;
        if !weeks.is_empty() {
            let mondays: Vec<Date> = weeks.iter().map(|(week, _)| *week).collect();
            let rows = keep(session, &mondays)?;
            session.store.freeze_weeks(&weeks, &rows, wish.now)?;
        }
        let ids: Vec<i64> = due.conversations.iter().map(|one| one.id).collect();
        let mut done = 0;
        for portion in ids.chunks(PORTION) {
            tell(done, ids.len() as u64);
            run.step(session, &mut |store| store.purge_conversations(portion, wish.now, &mut samples))?;
            done += portion.len() as u64;
        }
        let reviews: Vec<i64> = due.reviews.iter().map(|(id, _)| *id).collect();
        for portion in reviews.chunks(REVIEWS) {
            run.step(session, &mut |store| store.purge_reviews(portion, &mut samples))?;
        }
        run.step(session, &mut |store| store.purge_rest(&clocks, &mut samples))?;
        tell(ids.len() as u64, ids.len() as u64);
        let proof = scour(session, &mut run.receipt, &samples)?;
        purged.deleted = counts(&run.deleted);
        purged.proof = Some(proof);
        purged.receipt = Some(hex(&run.receipt.id));
    }
    purged.copies = copies(session, wish.now, clocks.conversations, wish.backups && !wish.dry_run)?;
    Ok(purged)
}

/// One purge under way: what is deleted so far stands in its receipt, in the same transaction.
struct Run {
    receipt: Receipt,
    deleted: Deleted,
}

impl Run {
    fn step(
        &mut self,
        session: &mut Session,
        f: &mut dyn FnMut(&mut storage::Store) -> Result<Deleted, StoreError>,
    ) -> Result<(), OpsError> {
        let (mut deleted, mut receipt) = (self.deleted, self.receipt.clone());
        session.store.in_one(|store| {
            deleted += f(store)?;
            receipt.told.counts = counts(&deleted);
            store.put_receipt(&receipt)
        })?;
        (self.deleted, self.receipt) = (deleted, receipt);
        Ok(())
    }
}

/// Writes the file anew, looks for what was deleted, and completes the receipt.
pub(super) fn scour(
    session: &mut Session,
    receipt: &mut Receipt,
    samples: &Samples,
) -> Result<ProofOut, OpsError> {
    let needs = session.store.size()?.bytes.saturating_mul(2);
    session.store.rewrite().map_err(|error| unproven(error, needs))?;
    let proof = session.store.prove(samples)?;
    (receipt.told.looked_for, receipt.told.found) = (proof.pieces, proof.found);
    // Together: one that was killed here would else be at its end, and not be called so.
    session.store.in_one(|store| {
        store.put_receipt(receipt)?;
        store.scoured()
    })?;
    Ok(ProofOut { pieces: proof.pieces, bytes: proof.bytes, found: proof.found, elsewhere: proof.elsewhere })
}

/// The words are gone, but the file could not be written anew: what to do about that, and that nothing has to be feared.
fn unproven(error: StoreError, needs: u64) -> OpsError {
    let full = error.kind() == storage::Kind::Full;
    let error = OpsError::from(error);
    let (en, fr) = match full {
        true => (
            format!("free about {}", words::bytes(Lang::En, needs)),
            format!("libérez environ {}", words::bytes(Lang::Fr, needs)),
        ),
        false => (error.hint.get(Lang::En).to_owned(), error.hint.get(Lang::Fr).to_owned()),
    };
    let (en, fr) = (en.trim_end_matches('.'), fr.trim_end_matches('.'));
    let hint = both!(
        "{en}; what was due is deleted and overwritten, and the same command completes the proof",
        "{fr} ; ce qui était échu est supprimé et écrasé, et la même commande achève la preuve"
    );
    error.hint(hint)
}

/// Copies of the store, which no deletion reaches. Those made before `due` are due; they are deleted where that is asked.
pub(super) fn copies(session: &Session, now: i64, due: i64, delete: bool) -> Result<Vec<CopyOut>, OpsError> {
    let mut told = Vec::new();
    for copy in session.store.copies()? {
        let is_due = copy.at < due;
        if delete && is_due {
            remove(&copy.path)?;
        }
        told.push(CopyOut {
            path: Shown::line(&copy.path.to_string_lossy()).into_string(),
            made: day(session, copy.at),
            days: (now - copy.at).max(0) / DAY,
            bytes: copy.bytes,
            due: is_due,
            deleted: delete && is_due,
        });
    }
    Ok(told)
}

fn remove(path: &Path) -> Result<(), OpsError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(OpsError::file(path, &error)),
        _ => Ok(()),
    }
}

/// All receipts, the newest first.
pub fn receipts(session: &Session) -> Result<Vec<ReceiptOut>, OpsError> {
    let receipts = session.store.receipts()?;
    Ok(receipts.iter().map(|receipt| ReceiptOut::of(session, receipt)).collect())
}

/// A receipt as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReceiptOut {
    /// Its name.
    pub id: String,
    /// `purge` or `erasure`.
    pub kind: &'static str,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// The day, in the zone of the settings.
    pub day: Date,
    /// What was deleted, by name.
    pub counts: BTreeMap<String, u64>,
    /// The days on which the oldest and the newest conversation of a purge began.
    pub span: Option<(Date, Date)>,
    /// Pieces of deleted texts looked for in the file.
    pub looked_for: u64,
    /// Of these, found.
    pub found: u64,
    /// For an erasure: digests of the customer under a key of this store.
    pub who: Vec<String>,
}

impl ReceiptOut {
    pub(super) fn of(session: &Session, receipt: &Receipt) -> ReceiptOut {
        let told = &receipt.told;
        ReceiptOut {
            id: hex(&receipt.id),
            kind: receipt.kind.word(),
            at: Timestamp::from_microsecond(receipt.at).unwrap_or_default().to_string(),
            day: day(session, receipt.at),
            counts: told.counts.clone(),
            span: told.oldest.zip(told.newest).map(|(a, b)| (day(session, a), day(session, b))),
            looked_for: told.looked_for,
            found: told.found,
            who: told.who.iter().map(|digest| digest.hex()).collect(),
        }
    }
}

/// Why a conversation stays, in words.
pub fn staying_words(why: &str) -> Bilingual {
    match why {
        "draft" => Bilingual::fixed(
            "with a draft that you changed since: seal or void it",
            "avec un brouillon modifié depuis : scellez-le ou annulez-le",
        ),
        "exchange" => Bilingual::fixed(
            "in an exchange that still goes on: answer or agree",
            "dans un échange en cours : répondez ou mettez-vous d’accord",
        ),
        _ => Bilingual::fixed("of a week that is not over yet", "d’une semaine qui n’est pas finie"),
    }
}

pub(super) fn may_write(session: &Session) -> Result<(), OpsError> {
    match session.store.access() {
        Access::Write => Ok(()),
        Access::Read => Err(OpsError::from(StoreError::ReadOnly)),
    }
}

/// The day of an instant in microseconds, in the zone of the settings.
pub fn day(session: &Session, at: i64) -> Date {
    session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn clocks(session: &Session, now: i64) -> Clocks {
    let ago = |days: u32| now.saturating_sub(i64::from(days).saturating_mul(DAY));
    let week = monday(day(session, now)).to_zoned(session.zone.clone());
    Clocks {
        conversations: ago(session.team.keep_conversations),
        reviews: ago(session.team.keep_reviews),
        week: week.map_or(now, |at| at.timestamp().as_microsecond()),
    }
}

/// The weeks that lose something and are not frozen yet, with how many conversations began in each: as the team's
/// calendar counts its days.
fn weeks(session: &Session, due: &[DueConversation]) -> Result<Vec<(Date, u64)>, OpsError> {
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let zone = hours::in_use(&session.zone, session.team.folder.as_deref())?.calendar.zone;
    let monday =
        |at: i64| monday(zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date());
    let mut touched = BTreeSet::new();
    for one in due {
        let last = monday(one.last_at);
        let mut week = monday(one.opened_at);
        while week <= last {
            touched.insert(week);
            let Ok(next) = week.checked_add(7.days()) else { break };
            week = next;
        }
        touched.extend(one.ended_at.map(monday));
    }
    let frozen = session.store.frozen_weeks()?;
    let start = |date: Date| date.to_zoned(zone.clone()).map(|at| at.timestamp().as_microsecond()).ok();
    touched
        .into_iter()
        .filter(|week| !frozen.contains(week))
        .map(|week| {
            let until = week.checked_add(7.days()).ok().and_then(start);
            let query = Query { since: start(week), until, ..Query::default() };
            Ok((week, session.store.conversation_ids(&query, ListOrder::Oldest)?.len() as u64))
        })
        .collect()
}

fn stays(session: &Session, held: &[(DueConversation, Held)]) -> Result<Vec<Staying>, OpsError> {
    let mut by_why: BTreeMap<Held, Vec<i64>> = BTreeMap::new();
    for (one, why) in held {
        by_why.entry(*why).or_default().push(one.id);
    }
    by_why
        .into_iter()
        .map(|(why, ids)| {
            let rows = session.store.list_rows(&ids[..ids.len().min(NAMED)])?;
            let examples =
                rows.iter().map(|row| reference(&row.source, &row.external_id).into_string()).collect();
            Ok(Staying { why: why.word(), count: ids.len() as u64, examples })
        })
        .collect()
}

/// What the proof says, in one sentence.
pub fn proof_words(proof: &ProofOut) -> Bilingual {
    use crate::words::{Lang, bytes, number};
    let (pieces, found, elsewhere) = (proof.pieces, proof.found, proof.elsewhere);
    let also = |lang: Lang| match (elsewhere, lang) {
        (0, _) => String::new(),
        (n, Lang::En) => format!("; {} also stand in what is kept, and prove nothing", number(lang, n)),
        (n, Lang::Fr) => {
            format!(" ; {} figurent aussi dans ce qui reste, et ne prouvent rien", number(lang, n))
        }
    };
    let (en, fr) = (Lang::En, Lang::Fr);
    Bilingual::made(
        format!(
            "looked for {} pieces of what was deleted in {} of the store: {} found{}",
            number(en, pieces),
            bytes(en, proof.bytes),
            number(en, found),
            also(en)
        ),
        format!(
            "{} fragments de ce qui a été supprimé cherchés dans {} de la base : {} trouvé{}{}",
            number(fr, pieces),
            bytes(fr, proof.bytes),
            number(fr, found),
            if found > 1 { "s" } else { "" },
            also(fr)
        ),
    )
}
