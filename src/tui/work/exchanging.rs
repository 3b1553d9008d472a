//! What the app asks about exchanges with colleagues.

use super::taking_in::expanded;
use super::{Worker, World};
use crate::both;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::exchange::{self, Asking, Sent};
use crate::ops::{compare, keys};
use crate::tui::ask::{Ask, Reply};
use crate::words::{Bilingual, Lang, plural};

impl<W: World> Worker<W> {
    /// What a reading's answers may be used for, said before they are fixed.
    pub(super) fn consent(&mut self, review: i64, consent: bool) -> Result<(), OpsError> {
        match self.session.store.review(review)? {
            Some(record)
                if record.role == ReviewRole::Peer
                    && self.session.store.reading(record.conversation)?.is_some() =>
            {
                exchange::set_consent(&mut self.session, record.conversation, consent)
            }
            _ => Ok(()),
        }
    }

    /// Wishes about exchanges.
    pub(super) fn exchange_answer(
        &mut self,
        ask: &Ask,
        reply: &mut dyn FnMut(Reply),
    ) -> Result<(), OpsError> {
        let now = self.world.now();
        let mut chance = Chance::new(self.world.seed()?);
        let session = &mut self.session;
        match ask {
            Ask::Compare { conversation } => {
                let shown = compare::of_conversation(session, *conversation)?;
                compare::look(session, shown.exchange, now)?;
                reply(Reply::Compare(Box::new(shown)));
            }
            Ask::CompareExchange { exchange } => {
                exchange::make_due(session, Some(*exchange), now, &mut chance)?;
                compare::look(session, *exchange, now)?;
                reply(Reply::Compare(Box::new(compare::of_exchange(session, *exchange)?)));
            }
            Ask::Say { exchange, item, said } => {
                exchange::say(session, *exchange, item, said.clone(), now, &mut chance)?;
                reply(Reply::Compare(Box::new(compare::of_exchange(session, *exchange)?)));
            }
            Ask::ThirdReader { exchange } => {
                exchange::third_reader(session, *exchange, now, &mut chance)?;
                let shown = compare::of_exchange(session, *exchange)?;
                let name = shown.third.clone().unwrap_or_default();
                reply(Reply::Compare(Box::new(shown)));
                let says = both!(
                    "Drawn by lot: {name}. The request waits to be sent.",
                    "Tirage au sort\u{202f}: {name}. La demande attend d’être envoyée."
                );
                reply(Reply::Exchanged { says });
            }
            Ask::SendOut { exchange, folder } => {
                exchange::make_due(session, *exchange, now, &mut chance)?;
                let folder = expanded(folder);
                let sent = exchange::write_out(session, &folder, *exchange, false, now)?;
                let folder = Shown::line(&folder.to_string_lossy());
                reply(Reply::SentOut { says: written(&sent, &folder) });
            }
            Ask::Preview { conversation } => {
                reply(Reply::Preview(Box::new(exchange::preview(session, *conversation, now)?)));
            }
            Ask::AskColleague { conversation, person, hide_name } => {
                let asking = Asking {
                    conversation: *conversation,
                    reader: *person,
                    hide_name: *hide_name,
                    role: ReviewRole::Peer,
                    parent: None,
                };
                exchange::ask(session, &asking, now, &mut chance)?;
                let name = session.store.person(*person)?.map(|person| person.name).unwrap_or_default();
                let name = Shown::line(&name);
                let says = both!(
                    "The request for {name} waits to be sent.",
                    "La demande pour {name} attend d’être envoyée."
                );
                reply(Reply::Asked { says });
            }
            Ask::Decline { conversation, why } => {
                exchange::decline(session, *conversation, why, now, &mut chance)?;
                let says = Bilingual::fixed(
                    "Declined; the answer waits to be sent.",
                    "Déclinée\u{202f}; la réponse attend d’être envoyée.",
                );
                reply(Reply::Exchanged { says });
            }
            Ask::OpenBundle { path } => {
                let opened = exchange::open_path(session, &expanded(path), now, &mut chance)?;
                reply(Reply::Opened { says: opened.says, conversation: opened.conversation });
            }
            Ask::ExchangeFolder => {
                let folder = session.folder.clone().ok_or_else(no_folder)?;
                let report = exchange::exchange_folder(session, &folder, now, &mut chance)?;
                reply(Reply::Exchanged { says: exchange::summary(&report) });
            }
            Ask::Unlock { passphrase } => {
                keys::unlock(session, &passphrase.0, now)?;
                reply(Reply::Unlocked);
            }
            _ => {}
        }
        Ok(())
    }
}

fn written(sent: &[Sent], folder: &Shown) -> Bilingual {
    let n = sent.len();
    let (bundles, plis) = (
        plural(Lang::En, n as u64, "bundle", "bundles"),
        plural(Lang::Fr, n as u64, "pli écrit", "plis écrits"),
    );
    match n {
        0 => Bilingual::fixed("There was nothing to send.", "Il n’y avait rien à envoyer."),
        _ => both!("{n} {bundles} written to {folder}", "{n} {plis} dans {folder}"),
    }
}

fn no_folder() -> OpsError {
    OpsError::data(Bilingual::fixed(
        "no folder is set that you share with colleagues",
        "aucun dossier partagé avec vos collègues n’est réglé",
    ))
    .hint(Bilingual::fixed(
        "set `folder` under [exchange] in the settings",
        "réglez « folder » sous [exchange]",
    ))
}
