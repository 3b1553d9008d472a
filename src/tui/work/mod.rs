//! The worker: carries out what the app asks, on the one thread that owns the store.

mod exchanging;
mod figures;
mod taking_in;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;

use jiff::Timestamp;

use crate::domain::conversation::Moment;
use crate::domain::goal::monday;
use crate::domain::person::Me;
use crate::ops::draw::{Wish, draw};
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::ops::shelf::Shelf;
use crate::ops::{
    desk, diagnostic, goals, hints, learning, listing, me, mirror, others, period, shelf, today,
};
use crate::storage::{Access, Notice, Store};
use crate::tui::ask::{Ask, Reply};
use crate::tui::runtime::{Aside, Work};
use crate::words::{Bilingual, Lang, clock};
use taking_in::{Stop, TakingIn};

/// Where time and randomness come from; the demo and tests bring their own.
pub trait World: Send {
    /// Microseconds since 1970-01-01T00:00:00Z.
    fn now(&mut self) -> i64;
    /// Random bytes.
    fn random(&mut self) -> [u8; 32];
    /// Random bytes that keys may grow from: none are better than bad ones.
    fn seed(&mut self) -> Result<[u8; 32], OpsError> {
        Ok(self.random())
    }
}

/// A session that answers the app.
pub struct Worker<W> {
    session: Session,
    world: W,
    /// The language of texts that are made here.
    lang: Lang,
    /// Where the agent's own checklists are, to read them again.
    checklists: Option<PathBuf>,
    /// Says whether the import that runs should stop.
    stop: Stop,
    /// The store's version when it was looked at last: another program's writes move it.
    version: i64,
    /// What there is to know about the store, until it was told.
    opening: Option<Reply>,
    /// The order of the list that was asked for last.
    listed: Option<listing::Order>,
    /// The list whose beginning was told last.
    begun: Option<u64>,
    /// The disk failed under an import, which has a connection of its own.
    failed_beside: Arc<AtomicBool>,
}

impl<W: World> Worker<W> {
    /// A worker over a session.
    pub fn new(
        session: Session,
        world: W,
        lang: Lang,
        checklists: Option<PathBuf>,
        stop: Box<dyn Fn() -> bool + Send + Sync>,
    ) -> Worker<W> {
        let version = session.store.data_version().unwrap_or_default();
        let viewer = session.store.access() == Access::Read;
        let opening = viewer.then_some(Reply::Opening { viewer, notices: Vec::new() });
        let failed_beside = Arc::default();
        Worker {
            session,
            world,
            lang,
            checklists,
            stop: stop.into(),
            version,
            opening,
            listed: None,
            begun: None,
            failed_beside,
        }
    }

    /// The same, with what opening the store had to say.
    pub fn telling(mut self, notices: Vec<Notice>) -> Worker<W> {
        if !notices.is_empty() {
            let viewer = self.session.store.access() == Access::Read;
            let notices = notices.into_iter().map(|notice| notice.text).collect();
            self.opening = Some(Reply::Opening { viewer, notices });
        }
        self
    }
}

impl<W: World> Work for Worker<W> {
    fn answer(&mut self, ask: Ask, reply: &mut dyn FnMut(Reply)) {
        if let Some(opening) = self.opening.take() {
            reply(opening);
        }
        match self.try_answer(&ask, reply) {
            Ok(()) => {}
            Err(error) if error.kind == Kind::Locked && !matches!(ask, Ask::Unlock { .. }) => {
                reply(Reply::Locked { ask: Box::new(ask) });
            }
            Err(error) => reply(failed(error, ask)),
        }
    }

    fn answer_unless(
        &mut self,
        ask: Ask,
        reply: &mut dyn FnMut(Reply),
        waits: &dyn Fn() -> bool,
    ) -> Option<Ask> {
        match self.list(&ask, reply, waits) {
            Ok(true) => None,
            Ok(false) => Some(ask),
            Err(error) => {
                reply(failed(error, ask));
                None
            }
        }
    }

    /// An import, which may take minutes: with a connection of its own, answers are saved meanwhile.
    fn aside(&mut self, ask: &Ask) -> Option<Aside> {
        if figures::is_one(ask) {
            return self.figures_aside(ask);
        }
        let Ask::Import { path } = ask else { return None };
        // A store in memory has no second connection.
        let (file, access) = (self.session.store.path()?.to_path_buf(), self.session.store.access());
        let taking_in = self.taking_in(path).ok()?;
        let (ask, failed_beside) = (ask.clone(), Arc::clone(&self.failed_beside));
        Some(Box::new(move |reply| {
            let now = taking_in.now;
            let done = Store::open(&file, access, now)
                .map_err(OpsError::from)
                .and_then(|opened| taking_in.run(&mut { opened.store }, reply));
            if let Err(error) = done {
                failed_beside.store(error.no_more_saves, SeqCst);
                reply(failed(error, ask));
            }
        }))
    }

    fn changed(&mut self) -> bool {
        let now = self.session.store.data_version().unwrap_or(self.version);
        now != std::mem::replace(&mut self.version, now)
    }

    fn idle(&mut self) -> bool {
        // What cannot be done now is told when it is asked for.
        self.session.store.index_some(2_000).unwrap_or(false)
            || self.listed.is_some_and(|order| listing::prepare(&self.session, order).unwrap_or(false))
    }
}

fn failed(error: OpsError, ask: Ask) -> Reply {
    let OpsError { what, hint, no_more_saves, .. } = error;
    Reply::Failed { what, hint, ask: Box::new(ask), no_more_saves }
}

impl<W: World> Worker<W> {
    fn try_answer(&mut self, ask: &Ask, reply: &mut dyn FnMut(Reply)) -> Result<(), OpsError> {
        match ask {
            Ask::Today => {
                let now = self.world.now();
                reply(Reply::Today(Box::new(today::today(&self.session, now)?)));
            }
            Ask::List { .. } => while !self.list(ask, reply, &|| false)? {},
            Ask::Rows { ids, query, generation } => {
                let rows = listing::rows(&self.session, ids, query)?;
                reply(Reply::Rows { generation: *generation, rows });
            }
            Ask::Read { conversation, generation } => {
                let transcript = Arc::new(listing::read(&self.session, *conversation)?);
                reply(Reply::Read { generation: *generation, transcript });
            }
            Ask::Desk { conversation, checklist } => {
                let (now, entropy) = (self.world.now(), self.entropy());
                let desk = desk::open(&mut self.session, *conversation, checklist.as_deref(), now, entropy)?;
                reply(Reply::Desk(Box::new(desk)));
            }
            Ask::Theirs { review } => {
                reply(Reply::Theirs(Box::new(others::load(&self.session, *review)?)));
            }
            Ask::SwitchForm { review, checklist } => {
                desk::switch_form(&mut self.session, *review, checklist)?;
                reply(Reply::Desk(Box::new(desk::load(&self.session, *review)?)));
            }
            Ask::Save { review, place, entry } => {
                // After a failure of the disk nothing is called saved before the store was opened and checked again.
                if self.session.store.not_saving().is_some() || self.failed_beside.load(SeqCst) {
                    let now = self.world.now();
                    self.session.store.save_again(now)?;
                    self.failed_beside.store(false, SeqCst);
                }
                desk::save(&mut self.session, *review, *place, entry)?;
                let now = Timestamp::from_microsecond(self.world.now()).unwrap_or_default();
                let at = clock(Moment::new(now, 0).local(&self.session.zone).time());
                reply(Reply::Saved { review: *review, place: *place, at });
            }
            Ask::Seal { review, consent } => {
                let (now, nonce) = (self.world.now(), self.world.random());
                self.consent(*review, *consent)?;
                desk::seal(&mut self.session, *review, now, nonce)?;
                reply(Reply::Sealed { review: *review, next: today::next_of_sample(&self.session)? });
            }
            Ask::Void { review, why } => {
                let now = self.world.now();
                desk::void(&mut self.session, *review, why, now)?;
                reply(Reply::Voided { review: *review });
            }
            Ask::Draw { count, days, by_channel } => {
                let now = self.world.now();
                let since = days
                    .map(|days| period::since(&format!("{days}d"), now, &self.session.zone))
                    .transpose()?;
                let random = self.world.random();
                let seed = u64::from_le_bytes([
                    random[0], random[1], random[2], random[3], random[4], random[5], random[6], random[7],
                ]) % 1_000_000;
                let wish = Wish {
                    count: *count,
                    since,
                    seed,
                    by_channel: *by_channel,
                    silent_share: self.session.silent_share,
                    dry_run: false,
                    now,
                };
                let drawn = draw(&mut self.session, &wish).map_err(|error| match error.kind {
                    Kind::Data => error.hint(Bilingual::fixed(
                        "choose a longer period, or import more",
                        "choisissez une période plus longue, ou importez-en d’autres",
                    )),
                    _ => error,
                })?;
                reply(Reply::Drawn(drawn.summary()));
            }
            Ask::Import { path } => self.taking_in(path)?.run(&mut self.session.store, reply)?,
            Ask::SetMe { name, aliases } => {
                let set = me::set(&mut self.session, Me { name: name.clone(), aliases: aliases.clone() })?;
                reply(Reply::Me { name: set.name });
            }
            Ask::Mirror { days } => {
                let now = self.world.now();
                let since = days
                    .map(|days| period::since(&format!("{days}d"), now, &self.session.zone))
                    .transpose()?;
                reply(Reply::Mirror(Box::new(mirror::reflection(&self.session, since)?)));
            }
            Ask::Team { .. } | Ask::Metrics { .. } | Ask::Goals | Ask::Goal { .. } => {
                let now = self.world.now();
                figures::answer(&mut self.session, ask, now, reply)?;
            }
            Ask::Promise { goal, done } => {
                let now = self.world.now();
                let today = Moment { micros: now, offset: 0 }.local(&self.session.zone).date();
                goals::promise(&mut self.session, goal, monday(today), *done, now)?;
                reply(Reply::Promised);
            }
            Ask::Steering => {
                reply(Reply::Steering(diagnostic::diagnostic(&self.session)?.map(Box::new)));
            }
            Ask::Diagnose => {
                let now = self.world.now();
                let conversation = diagnostic::begin(&mut self.session, self.lang, now)?;
                reply(Reply::Diagnosing { conversation });
            }
            Ask::Shelf => {
                self.session.reread_shelf(self.checklists.as_deref());
                let agreement = learning::agreement(&self.session)?;
                let mut shelf = Shelf { agreement, ..shelf::counted(&self.session)? };
                for volume in &shelf.volumes {
                    let measured = hints::measured(&self.session, &volume.checklist)?;
                    shelf.hints.insert(volume.digest, measured);
                }
                reply(Reply::Shelf(Box::new(shelf)));
            }
            Ask::Compare { .. }
            | Ask::CompareExchange { .. }
            | Ask::Say { .. }
            | Ask::ThirdReader { .. }
            | Ask::SendOut { .. }
            | Ask::Preview { .. }
            | Ask::AskColleague { .. }
            | Ask::Decline { .. }
            | Ask::OpenBundle { .. }
            | Ask::ExchangeFolder
            | Ask::Unlock { .. } => self.exchange_answer(ask, reply)?,
        }
        Ok(())
    }

    /// The conversations that a filter gives; `false` where there is more to find, since they have only begun, or
    /// something waited.
    fn list(
        &mut self,
        ask: &Ask,
        reply: &mut dyn FnMut(Reply),
        waits: &dyn Fn() -> bool,
    ) -> Result<bool, OpsError> {
        let Ask::List { query, order, generation } = ask else { return Ok(true) };
        let (now, generation) = (self.world.now(), *generation);
        self.listed = Some(*order);
        if self.begun.replace(generation) != Some(generation)
            && let Some(found) = listing::beginning(&self.session, query, *order, now)?
        {
            reply(Reply::List { generation, found });
            return Ok(false);
        }
        if waits() {
            return Ok(false);
        }
        let found = listing::list_unless(&self.session, query, *order, now, waits)?;
        let done = found.is_some();
        found.into_iter().for_each(|found| reply(Reply::List { generation, found }));
        Ok(done)
    }

    /// Figures, over another connection: what is saved meanwhile does not wait for them.
    fn figures_aside(&mut self, ask: &Ask) -> Option<Aside> {
        let now = self.world.now();
        // A store in memory has no second connection.
        let opened = Store::open(self.session.store.path()?, self.session.store.access(), now).ok()?;
        let (mut session, ask) = (self.session.beside(opened.store), ask.clone());
        Some(Box::new(move |reply| {
            if let Err(error) = figures::answer(&mut session, &ask, now, reply) {
                reply(failed(error, ask));
            }
        }))
    }

    fn taking_in(&mut self, path: &str) -> Result<TakingIn, OpsError> {
        let (now, me) = (self.world.now(), self.session.me()?);
        let zone = self.session.zone.clone();
        let (seed, stop) = (self.world.random(), Arc::clone(&self.stop));
        Ok(TakingIn { typed: path.to_owned(), me, zone, now, seed, lang: self.lang, stop })
    }

    fn entropy(&mut self) -> [u8; 10] {
        let random = self.world.random();
        let mut entropy = [0; 10];
        entropy.copy_from_slice(&random[..10]);
        entropy
    }
}
