//! Taking in conversations: files are read and parsed on one thread, and written on the caller's in transactions of
//! whole conversations, so that an interruption leaves nothing half done and memory stays flat.

mod joining;
mod reading;
mod report;
mod reviewing;
mod seen;
#[cfg(test)]
mod tests;
mod vain;
mod writing;

use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::domain::conversation::{Conversation, Role};
use crate::domain::person::Me;
use crate::formats::import::{Format, Map, Settled};
use crate::ops::error::OpsError;
use crate::storage::{BATCH_MESSAGES, Erased, INDEX_MESSAGES, Store};
use crate::words::Bilingual;
use reading::{expand, read_all};
pub use report::{ConversationCounts, MessageCounts, Report, ReviewCounts};
pub use seen::FileSeen;
use writing::Writer;

/// Messages in what the reading thread hands over at once, about; several make a batch.
const PIECE_MESSAGES: usize = 4_000;
/// Pieces that wait between the two threads: a batch, so that reading goes on while one is written.
const WAITING: usize = BATCH_MESSAGES / PIECE_MESSAGES;
/// Between two transactions, so that an answer saved in another window finds its turn: whoever waits for the store asks
/// again every millisecond.
const TURN: Duration = Duration::from_millis(3);

/// Where conversations come from.
pub enum Source {
    /// A file, or a folder of files.
    Path(PathBuf),
    /// Standard input, or anything else that can be read once.
    Stream(Box<dyn Read + Send>),
}

/// What to take in.
pub struct Order<'a> {
    /// In the order given.
    pub sources: Vec<Source>,
    /// The format, where the person settled it.
    pub from: Option<Format>,
    /// How to read CSV.
    pub map: Option<Map>,
    /// The account that a help desk's files come from, where there are several.
    pub account: Option<String>,
    /// Whose conversations.
    pub me: Option<Me>,
    /// The zone of clocks that say none.
    pub zone: Option<TimeZone>,
    /// Whether days stand before months where a file's dates do not tell.
    pub day_first: Option<bool>,
    /// Further agents whose conversations are wanted.
    pub agents: Vec<String>,
    /// Everybody's.
    pub everyone: bool,
    /// Those of customers who were erased, too.
    pub allow_erased: bool,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Microseconds since 1970.
    pub now: i64,
    /// For ids and nonces of reviews that come along.
    pub seed: [u8; 32],
    /// Says whether to stop between two conversations.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Conversations read.
    pub conversations: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all files, where known.
    pub of: Option<u64>,
    /// Whether the full-text index is being caught up.
    pub indexing: bool,
}

/// Takes in what is ordered. `progress` is called often; it decides itself how often it shows something.
pub fn run(store: &mut Store, order: Order, progress: &mut dyn FnMut(Progress)) -> Result<Report, OpsError> {
    if !order.everyone && order.me.is_none() && order.agents.is_empty() {
        return Err(OpsError::data(Bilingual::fixed(
            "I do not know yet whose conversations are mine",
            "je ne sais pas encore quelles conversations sont les miennes",
        ))
        .hint(Bilingual::fixed(
            "`aplomb me --name NAME --alias ADDRESS` says who I am; a lead takes in all with --everyone",
            "« aplomb me --name NOM --alias ADRESSE » le dit ; un responsable prend tout avec --everyone",
        )));
    }
    let Order {
        sources,
        from,
        map,
        account,
        me,
        zone,
        day_first,
        agents,
        everyone,
        allow_erased,
        dry_run,
        now,
        seed,
        stop,
    } = order;
    let mut report = Report { dry_run, ..Report::default() };
    let inputs = expand(sources)?;
    report.files = inputs.len() as u64;
    let of = inputs.iter().map(|input| input.bytes).sum::<Option<u64>>();
    let wanted = |c: &Conversation| wanted(c, everyone, me.as_ref(), &agents);
    let named = me.iter().flat_map(|me| [&me.name].into_iter().chain(&me.aliases));
    let agents_known = named.chain(&agents).cloned().collect();
    let settled = Settled { map, account, agents: agents_known, zone, day_first };
    let bytes = AtomicU64::new(0);
    let erased = if allow_erased { Erased::default() } else { store.erased()? };
    let mut writer = Writer::new(store, &mut report, &wanted, erased, now, seed)?;
    let (send, receive) = sync_channel(WAITING);
    thread::scope(|scope| {
        let (settled, bytes) = (&settled, &bytes);
        // The sender goes along: the channel closes when reading ends.
        scope.spawn(move || read_all(inputs, from, settled, bytes, stop, &send));
        let mut tell = |conversations| {
            progress(Progress { conversations, bytes: bytes.load(Ordering::Relaxed), of, indexing: false });
        };
        let done = writer.drain(&receive, stop, &mut tell);
        // Whatever ended the writing ends the reading too: a full channel must not hold the other thread.
        drop(receive);
        done
    })?;
    report.interrupted = stop();
    if !report.interrupted {
        report.judge();
    }
    if !dry_run {
        let conversations = report.conversations.added + report.conversations.updated;
        let bytes = bytes.load(Ordering::Relaxed);
        index(store, report.messages.added, stop, &mut || {
            progress(Progress { conversations, bytes, of, indexing: true });
        })?;
    }
    Ok(report)
}

/// Catches the index of words up. Where most of it is new it is joined as well: later searches are quicker by a third.
fn index(
    store: &mut Store,
    added: u64,
    stop: &(dyn Fn() -> bool + Sync),
    tell: &mut dyn FnMut(),
) -> Result<(), OpsError> {
    let mut pause = || {
        tell();
        thread::sleep(TURN);
        !stop()
    };
    while !stop() && store.index_some(INDEX_MESSAGES)? && pause() {}
    if added > INDEX_MESSAGES as u64 && added > store.message_count()? / 2 && !stop() {
        let mut more = store.join_index(true)?;
        while more && pause() {
            more = store.join_index(false)?;
        }
    }
    Ok(())
}

/// Whether a conversation is one of those that are wanted.
fn wanted(c: &Conversation, everyone: bool, me: Option<&Me>, agents: &[String]) -> bool {
    let is = |who: &str| {
        me.is_some_and(|me| me.is(who)) || agents.iter().any(|a| a.eq_ignore_ascii_case(who.trim()))
    };
    everyone || is(&c.agent) || c.messages.iter().any(|m| m.role == Role::Agent && is(&m.author))
}
