//! What I have to say becomes bundles, and bundles become files. Nothing leaves before it is due: my answers wait for
//! the reader's.

use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::both;
use crate::domain::digest::Digest;
use crate::domain::exchange::{Fact, Reading, Side, Stage, sent};
use crate::domain::names::{BundleId, ExchangeId, Fingerprint, PersonId};
use crate::domain::problem::Problem;
use crate::domain::review::State;
use crate::domain::shown::Shown;
use crate::formats::bundle;
use crate::ops::cards::usable;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::{has_ended, own_words, settle, state};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::storage::{Access, Bundle, ExchangeRow, FactRow, Outgoing, Store};
use crate::trust::{self, Draft};
use crate::words::Bilingual;

/// How long a bundle may be taken in, in microseconds.
const LASTS: i64 = 90 * 86_400_000_000;

/// A bundle that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The file.
    pub file: PathBuf,
    /// Its exchange; `None` for a submission.
    pub exchange: Option<ExchangeId>,
    /// What it is: `request`, `review` …
    pub kind: String,
}

/// Keeps something that I say. It becomes a bundle when it is due.
pub(super) fn keep_own(
    store: &mut Store,
    me: (PersonId, Fingerprint),
    fact: &Fact,
    now: i64,
) -> Result<(), OpsError> {
    let body = bundle::write(fact);
    // What its reader would refuse must not be said: here it could not be read again either.
    bundle::read(fact.word(), &body).map_err(too_much)?;
    let row = FactRow {
        exchange: fact.exchange(),
        author: me.0,
        card: me.1,
        seq: store.my_seq()?,
        word: fact.word().to_owned(),
        digest: Digest::of("aplomb/fact/v1", &[&me.0.0, fact.word().as_bytes(), &body]),
        body: String::from_utf8(body).map_err(|_| OpsError::new(Kind::Bug, Bilingual::same("UTF-8")))?,
        at: now,
        mine: true,
    };
    store.add_fact(&row)?;
    Ok(())
}

/// More than its reader would take.
pub(crate) fn too_much(problems: Vec<Problem>) -> OpsError {
    OpsError::data(Bilingual::fixed(
        "this is more than a bundle may hold; nothing was made",
        "c’est plus que ce qu’un pli peut contenir ; rien n’a été créé",
    ))
    .with(problems)
}

/// Makes a bundle of everything of mine that is due and has none yet, in one exchange or in all.
pub fn make_due(
    session: &mut Session,
    only: Option<ExchangeId>,
    now: i64,
    chance: &mut Chance,
) -> Result<usize, OpsError> {
    let rows = match only {
        Some(id) => session.store.exchange(id)?.into_iter().collect(),
        None => session.store.exchanges()?,
    };
    let mut made = 0;
    if session.store.access() != Access::Write {
        return Ok(made);
    }
    for row in rows {
        // One colleague whose card is in doubt must not keep the others' bundles back.
        if only.is_none() && !reachable(&session.store, &row)? {
            continue;
        }
        answer_due(session, &row, now, chance)?;
        for fact in due(&session.store, row.id)? {
            made += usize::from(make(session, &fact, now, chance)?);
        }
    }
    Ok(made)
}

/// Whether the other side of an exchange can be written to.
fn reachable(store: &Store, row: &ExchangeRow) -> Result<bool, OpsError> {
    Ok(store.person(row.other)?.is_some_and(|person| usable(&person).is_ok()))
}

/// A reading that I sealed becomes something that I say.
fn answer_due(
    session: &mut Session,
    row: &ExchangeRow,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let Some(review) = sealed_reading(&session.store, row)? else { return Ok(()) };
    let (Some(sealed), Some(exchange)) = (session.store.sealed(review)?, state(&session.store, row.id)?)
    else {
        return Ok(());
    };
    let identity = keys::identity(session, now, chance)?;
    let mut sheet = sent(&exchange.request.checklist, &sealed.sheet);
    let mut comments: Vec<&mut String> = sheet.0.values_mut().map(|answer| &mut answer.comment).collect();
    own_words::redact(session, row.conversation, exchange.request.hide_name, &mut comments)?;
    let reading = Fact::Reading(Reading { exchange: row.id, sheet, consent: row.consent });
    let me = (identity.person(), identity.fingerprint());
    session.store.in_one(|store| {
        keep_own(store, me, &reading, now)?;
        settle(store, row.id, now)
    })
}

/// My sealed review for a request that has not heard from me yet.
fn sealed_reading(store: &Store, row: &ExchangeRow) -> Result<Option<i64>, OpsError> {
    let (Side::Reader, Stage::Asked, Some(review)) = (row.side, row.stage, row.review) else {
        return Ok(None);
    };
    if has_ended(store, row.id)? {
        return Ok(None);
    }
    let record = store.review(review)?;
    Ok(record.filter(|record| !matches!(record.state, State::Draft | State::Voided)).map(|record| record.id))
}

/// What I said that is due and has no bundle yet.
fn due(store: &Store, id: ExchangeId) -> Result<Vec<FactRow>, OpsError> {
    if has_ended(store, id)? {
        return Ok(Vec::new());
    }
    let mut waiting: Vec<FactRow> = Vec::new();
    for fact in store.facts(id)?.into_iter().filter(|fact| fact.mine) {
        if fact.word == "talk" {
            // Only what I said last.
            waiting.retain(|earlier| earlier.word != "talk");
        }
        waiting.push(fact);
    }
    let mut due = Vec::new();
    for fact in waiting {
        if store.bundle_seen(bundle_of(&fact))?.is_none() {
            due.push(fact);
        }
    }
    if due.iter().any(|fact| matches!(fact.word.as_str(), "reveal" | "talk"))
        && state(store, id)?.is_none_or(|exchange| exchange.stage != Stage::Open)
    {
        // The one thing that must wait: my answers leave only when the reader's are here.
        due.retain(|fact| !matches!(fact.word.as_str(), "reveal" | "talk"));
    }
    Ok(due)
}

/// Each thing said has one bundle, so that making it twice makes the same.
fn bundle_of(fact: &FactRow) -> BundleId {
    let digest = Digest::of("aplomb/bundle-of/v1", &[&fact.digest.0]);
    let mut name = [0; 16];
    name.copy_from_slice(&digest.0[..16]);
    BundleId(name)
}

/// `false` while it cannot be made.
fn make(session: &mut Session, fact: &FactRow, now: i64, chance: &mut Chance) -> Result<bool, OpsError> {
    let Some(kind) = trust::Kind::ALL.into_iter().find(|kind| kind.word() == fact.word) else {
        return Ok(false);
    };
    let Some(exchange) = state(&session.store, fact.exchange)? else { return Ok(false) };
    let person = session.store.person(exchange.other())?.ok_or_else(super::gone)?;
    // For somebody whose card does not count now it waits; the others must not wait with them.
    let Ok(card) = usable(&person) else { return Ok(false) };
    let identity = keys::identity(session, now, chance)?;
    let draft = Draft {
        kind,
        bundle: bundle_of(fact),
        exchange: Some(fact.exchange),
        seq: fact.seq,
        prev: None,
        created: now,
        expires: now + LASTS,
        checklist: Some(exchange.request.checklist.digest()),
    };
    let bytes = trust::seal(&identity, &[card], &draft, fact.body.as_bytes()).map_err(OpsError::from)?;
    let bundle = Bundle {
        id: draft.bundle,
        word: fact.word.clone(),
        person: Some(exchange.other()),
        exchange: Some(fact.exchange),
        at: now,
        file: Digest::of("aplomb/file/v1", &[&bytes]),
    };
    Ok(session.store.put_outgoing(&bundle, &bytes)?)
}

/// How many bundles of an exchange are made, or due, and not written anywhere yet.
pub fn waiting_to_leave(session: &Session, id: ExchangeId) -> Result<usize, OpsError> {
    let store = &session.store;
    let Some(row) = store.exchange(id)? else { return Ok(0) };
    if has_ended(store, id)? {
        return Ok(0);
    }
    let made = store.outgoing_of(id)?.iter().filter(|out| out.sent_at.is_none()).count();
    let reading = usize::from(sealed_reading(store, &row)?.is_some());
    Ok(made + due(store, id)?.len() + reading)
}

/// Writes bundles that were not written yet into a folder, each under a name that says nothing; with `again`, those that
/// were, too. `only` keeps to one exchange.
pub fn write_out(
    session: &mut Session,
    folder: &Path,
    only: Option<ExchangeId>,
    again: bool,
    now: i64,
) -> Result<Vec<Sent>, OpsError> {
    let mut written = Vec::new();
    for out in waiting(session, only, again)? {
        let file = folder.join(file_name(out.bundle.at, out.bundle.id));
        let file = free(file, &out);
        written.push(write(session, out, file, now)?);
    }
    Ok(written)
}

/// Writes the one bundle that an exchange has to send into a file; several would need a folder.
pub fn write_one(
    session: &mut Session,
    file: &Path,
    only: Option<ExchangeId>,
    again: bool,
    now: i64,
) -> Result<Vec<Sent>, OpsError> {
    let mut all = waiting(session, only, again)?;
    match (all.pop(), all.is_empty()) {
        (None, _) => Ok(Vec::new()),
        (Some(out), true) => Ok(vec![write(session, out, file.to_owned(), now)?]),
        (Some(_), false) => Err(several()),
    }
}

/// Several bundles do not fit into one file.
pub fn several() -> OpsError {
    OpsError::new(
        Kind::Usage,
        Bilingual::fixed(
            "there are several bundles to write: name a folder",
            "il y a plusieurs plis à écrire\u{202f}: nommez un dossier",
        ),
    )
}

fn waiting(session: &Session, only: Option<ExchangeId>, again: bool) -> Result<Vec<Outgoing>, OpsError> {
    let mut all = match only {
        Some(id) => session.store.outgoing_of(id)?,
        None => session.store.outgoing_unsent()?,
    };
    all.retain(|out| again || out.sent_at.is_none());
    let mut going_on = Vec::new();
    for out in all {
        let ended = match out.bundle.exchange {
            Some(id) => has_ended(&session.store, id)?,
            None => false,
        };
        if !ended {
            going_on.push(out);
        }
    }
    Ok(going_on)
}

fn write(session: &mut Session, out: Outgoing, file: PathBuf, now: i64) -> Result<Sent, OpsError> {
    put(&file, &out.bytes)?;
    session.store.mark_sent(out.bundle.id, now, &file.to_string_lossy())?;
    Ok(Sent { file, exchange: out.bundle.exchange, kind: out.bundle.word })
}

/// The name, or a longer one where something else has it already: nothing is overwritten, and nothing waits for it.
fn free(file: PathBuf, out: &Outgoing) -> PathBuf {
    let taken = std::fs::symlink_metadata(&file).is_ok()
        && !std::fs::read(&file).is_ok_and(|there| there == out.bytes);
    if !taken {
        return file;
    }
    let (name, whole) = (file_name(out.bundle.at, out.bundle.id), String::from(out.bundle.id));
    file.with_file_name(name.replace(&out.bundle.id.short(), &whole))
}

/// `aplomb-2026-03-12-3f2a1c.aplomb`: neither people nor kind can be read off it.
pub fn file_name(at: i64, id: BundleId) -> String {
    let day = TimeZone::UTC.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date();
    format!("aplomb-{day}-{}.aplomb", id.short())
}

/// Another file has the name.
fn taken(file: &Path) -> OpsError {
    let name = Shown::line(&file.to_string_lossy());
    OpsError::data(both!(
        "`{name}` exists already, and is kept",
        "«\u{202f}{name}\u{202f}» existe déjà, et reste"
    ))
    .hint(Bilingual::fixed("choose another name", "choisissez un autre nom"))
}

/// A new file, complete before it has its name; one that is there already with the same bytes is as good.
pub fn put(file: &Path, bytes: &[u8]) -> Result<(), OpsError> {
    let failed = |error: std::io::Error| OpsError::file(file, &error);
    if std::fs::symlink_metadata(file).is_ok_and(|about| about.is_file())
        && std::fs::read(file).is_ok_and(|there| there == bytes)
    {
        return Ok(());
    }
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".aplomb-").tempfile_in(folder).map_err(failed)?;
    beside.write_all(bytes).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist_noclobber(file).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(file),
        _ => failed(error.error),
    })?;
    if let Ok(folder) = std::fs::File::open(folder) {
        // Some systems cannot sync a folder, and lose only the name then.
        let _ = folder.sync_all();
    }
    Ok(())
}
