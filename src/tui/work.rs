//! The worker: carries out what the app asks, on the one thread that owns the store.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::conversation::Moment;
use crate::domain::person::Me;
use crate::ops::draw::{Wish, draw};
use crate::ops::error::{Kind, OpsError};
use crate::ops::import::{self, Order, Source};
use crate::ops::session::Session;
use crate::ops::{desk, listing, me, mirror, period, shelf, today};
use crate::tui::ask::{Ask, Reply};
use crate::tui::runtime::Work;
use crate::words::{Bilingual, Lang, clock};

/// Where time and randomness come from; the demo and tests bring their own.
pub trait World: Send {
    /// Microseconds since 1970-01-01T00:00:00Z.
    fn now(&mut self) -> i64;
    /// Random bytes.
    fn random(&mut self) -> [u8; 32];
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
    stop: Box<dyn Fn() -> bool + Send + Sync>,
    /// The store's version when it was looked at last: another program's writes move it.
    version: i64,
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
        Worker { session, world, lang, checklists, stop, version }
    }
}

impl<W: World> Work for Worker<W> {
    fn answer(&mut self, ask: Ask, reply: &mut dyn FnMut(Reply)) {
        if let Err(error) = self.try_answer(&ask, reply) {
            reply(Reply::Failed {
                what: error.what,
                hint: error.hint,
                ask: Box::new(ask),
                no_more_saves: error.no_more_saves,
            });
        }
    }

    fn changed(&mut self) -> bool {
        let now = self.session.store.data_version().unwrap_or(self.version);
        now != std::mem::replace(&mut self.version, now)
    }

    fn idle(&mut self) -> bool {
        self.session.store.index_some(2_000).unwrap_or(false)
    }
}

impl<W: World> Worker<W> {
    fn try_answer(&mut self, ask: &Ask, reply: &mut dyn FnMut(Reply)) -> Result<(), OpsError> {
        match ask {
            Ask::Today => {
                let now = self.world.now();
                reply(Reply::Today(Box::new(today::today(&self.session, now)?)));
            }
            Ask::List { query, order, generation } => {
                let now = self.world.now();
                let found = listing::list(&self.session, query, *order, now)?;
                reply(Reply::List { generation: *generation, found });
            }
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
            Ask::SwitchForm { review, checklist } => {
                desk::switch_form(&mut self.session, *review, checklist)?;
                reply(Reply::Desk(Box::new(desk::load(&self.session, *review)?)));
            }
            Ask::Save { review, place, entry } => {
                desk::save(&mut self.session, *review, *place, entry)?;
                let now = Timestamp::from_microsecond(self.world.now()).unwrap_or_default();
                let at = clock(Moment::new(now, 0).local(&self.session.zone).time());
                reply(Reply::Saved { review: *review, place: *place, at });
            }
            Ask::Seal { review } => {
                let (now, nonce) = (self.world.now(), self.world.random());
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
            Ask::Import { path } => self.import(path, reply)?,
            Ask::SetMe { name, aliases } => {
                let set = me::set(&mut self.session, Me { name: name.clone(), aliases: aliases.clone() })?;
                reply(Reply::Me { name: set.name });
            }
            Ask::Mirror { days } => {
                let now = self.world.now();
                let since = days
                    .map(|days| period::since(&format!("{days}d"), now, &self.session.zone))
                    .transpose()?;
                reply(Reply::Mirror(Box::new(mirror::mirror(&self.session, since)?)));
            }
            Ask::Shelf => {
                self.session.reread_shelf(self.checklists.as_deref());
                reply(Reply::Shelf(Box::new(shelf::counted(&self.session)?)));
            }
        }
        Ok(())
    }

    fn import(&mut self, path: &str, reply: &mut dyn FnMut(Reply)) -> Result<(), OpsError> {
        let path = path.trim();
        let path = match (path.strip_prefix("~/"), std::path::Path::new(path)) {
            (Some(below), _) => home().map_or_else(|| PathBuf::from(path), |home| home.join(below)),
            (None, path) => path.to_path_buf(),
        };
        let order = Order {
            sources: vec![Source::Path(path)],
            from: None,
            map: None,
            me: self.session.me()?,
            agents: Vec::new(),
            everyone: false,
            dry_run: false,
            now: self.world.now(),
            stop: &*self.stop,
        };
        // Told once every thousand conversations: often enough to move, rarely enough to cost nothing.
        let mut told = 0;
        let report = import::run(&mut self.session.store, order, &mut |progress| {
            if progress.conversations >= told {
                told = progress.conversations + 1_000;
                let share = progress.of.filter(|of| *of > 0).map(|of| progress.bytes as f64 / of as f64);
                reply(Reply::Importing { conversations: progress.conversations, share });
            }
        })?;
        let problems =
            report.problems.iter().chain(&report.warnings).map(|p| p.sentence(self.lang)).collect();
        reply(Reply::Imported { summary: report.summary(), problems });
        if report.refused == report.files {
            return Err(OpsError::new(
                Kind::Data,
                Bilingual::fixed("nothing was taken in", "rien n’a été pris"),
            ));
        }
        Ok(())
    }

    fn entropy(&mut self) -> [u8; 10] {
        let random = self.world.random();
        let mut entropy = [0; 10];
        entropy.copy_from_slice(&random[..10]);
        entropy
    }
}

fn home() -> Option<PathBuf> {
    directories::UserDirs::new().map(|dirs| dirs.home_dir().to_path_buf())
}
