//! Somebody who works beside Léa: keys of their own, a card that she took in, and bundles that she opens.

use crate::domain::digest::Digest;
use crate::domain::exchange::Fact;
use crate::domain::names::{BundleId, PersonId};
use crate::domain::submission::Submission;
use crate::formats::bundle;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::ops::{cards, exchange};
use crate::trust::{self, Card, Draft, Identity, Kind};

use super::{DAY, broken};

/// A colleague, or the lead.
pub(super) struct Colleague {
    identity: Identity,
    /// Bundles so far.
    sent: u64,
}

impl Colleague {
    /// Makes their keys, and gives their card to Léa, who compared the words with them.
    pub fn join(
        session: &mut Session,
        name: &str,
        lead: bool,
        at: i64,
        chance: &mut Chance,
    ) -> Result<Colleague, OpsError> {
        let identity = Identity::make(name, PersonId(chance.bytes()), chance.bytes(), at)?;
        cards::add(session, &identity.card().bytes(), None, lead, at)?;
        cards::met(session, name)?;
        Ok(Colleague { identity, sent: 0 })
    }

    /// Across all their cards.
    pub fn person(&self) -> PersonId {
        self.identity.person()
    }

    /// What tells their card from others.
    pub fn card(&self) -> Digest {
        self.identity.fingerprint()
    }

    /// Hands a submission to Léa, who takes it in.
    pub fn hands_in(
        &mut self,
        session: &mut Session,
        to: &Card,
        submission: &Submission,
        at: i64,
        chance: &mut Chance,
    ) -> Result<(), OpsError> {
        self.sent += 1;
        let draft = Draft {
            kind: Kind::Submission,
            bundle: submission.id,
            exchange: None,
            seq: self.sent,
            prev: None,
            created: at,
            expires: at + 90 * DAY,
            checklist: None,
        };
        let body = bundle::write_submission(submission);
        let file = trust::seal(&self.identity, std::slice::from_ref(to), &draft, &body)?;
        exchange::open(session, &file, at, chance)?;
        Ok(())
    }

    /// Says something in a bundle, which is opened at once.
    pub fn says(
        &mut self,
        session: &mut Session,
        to: &Card,
        (fact, checklist): (&Fact, Digest),
        at: i64,
        chance: &mut Chance,
    ) -> Result<(), OpsError> {
        self.sent += 1;
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == fact.word());
        let draft = Draft {
            kind: kind.ok_or_else(|| broken(fact.word()))?,
            bundle: BundleId(chance.bytes()),
            exchange: Some(fact.exchange()),
            seq: self.sent,
            prev: None,
            created: at,
            expires: at + 90 * DAY,
            checklist: Some(checklist),
        };
        let file = trust::seal(&self.identity, std::slice::from_ref(to), &draft, &bundle::write(fact))?;
        exchange::open(session, &file, at, chance)?;
        Ok(())
    }
}
