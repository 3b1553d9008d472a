//! Where an exchange stands, worked out from the facts at hand. A pure function of a set: order and repetition do not
//! matter, and what a stranger says to an exchange changes nothing. Nor does what does not fit the request: it may
//! have come first, when nobody could tell.

use crate::domain::digest::Digest;
use crate::domain::exchange::fact::{Decline, Fact, Known, Reading, Request, Reveal, Talk};
use crate::domain::exchange::seal::Commitment;
use crate::domain::exchange::sound::{check_sheet, check_talk};
use crate::domain::names::{ExchangeId, Fingerprint, PersonId};
use crate::domain::review::Sheet;

/// Which side of an exchange somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Asked a colleague to read an own conversation.
    Asker,
    /// Was asked.
    Reader,
}

/// Where it stands, for the one who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Asker: the request is out. Reader: it waits to be read.
    Asked,
    /// The reader will not read it.
    Declined,
    /// The reader has answered. Asker: the reveal is to be made. Reader: the asker has not opened it yet.
    Answered,
    /// Both sides' answers are there, and each was fixed before the other could be seen.
    Open,
}

impl Stage {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Asked => "asked",
            Stage::Declined => "declined",
            Stage::Answered => "answered",
            Stage::Open => "open",
        }
    }
}

/// What should be said by name, because somebody did what an honest program does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// The asker sent two different requests under one name; the first counts.
    TwoRequests,
    /// The reader sent two different sets of answers; the first counts.
    TwoReadings,
    /// What the asker revealed is not what was sealed; it is not shown.
    NotWhatWasSealed,
    /// The asker revealed before the reader had answered; it stays closed until then.
    RevealedEarly,
}

/// One exchange as one of its two people sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// Its name.
    pub id: ExchangeId,
    /// On which side the one who looks is.
    pub side: Side,
    /// Who asked.
    pub asker: PersonId,
    /// The card that the request was signed with.
    pub asker_card: Fingerprint,
    /// Who was asked.
    pub reader: PersonId,
    /// The request.
    pub request: Request,
    /// Where it stands.
    pub stage: Stage,
    /// Why the reader declined.
    pub decline: Option<Decline>,
    reading: Option<Reading>,
    reveal: Option<Reveal>,
    /// What the asker has to say, once open.
    pub asker_talk: Option<Talk>,
    /// What the reader has to say, once open.
    pub reader_talk: Option<Talk>,
    /// What should be said by name, each once.
    pub flags: Vec<Flag>,
}

impl Exchange {
    /// The exchange that `facts` make for `me`; `None` before its request is there, or when it is not mine. Facts of
    /// other exchanges are left out.
    pub fn of(me: PersonId, id: ExchangeId, facts: &[Known]) -> Option<Exchange> {
        let mut flags = Vec::new();
        let here = || facts.iter().filter(move |known| known.fact.exchange() == id);
        let requests = || {
            here().filter_map(|known| match &known.fact {
                // Nobody is a second reader of their own answers.
                Fact::Request(request) if request.reader != known.author => Some((known, request.as_ref())),
                _ => None,
            })
        };
        // Under a name that I gave, only I can ask. Sequences of different people cannot be compared, so that elsewhere
        // the first request settles who asks, and only theirs are held against each other.
        let whose = match requests().find(|(known, _)| known.author == me) {
            Some(_) => me,
            None => first_of(requests().filter(|(_, request)| request.reader == me))?.0.0.author,
        };
        let theirs = || requests().filter(|(known, _)| known.author == whose);
        let (first, _) = first_of(theirs().filter(|(_, request)| whose == me || request.reader == me))?;
        let more = theirs().any(|(_, request)| request != first.1);
        let (asker, reader) = (first.0.author, first.1.reader);
        let request = first.1;
        if more {
            flags.push(Flag::TwoRequests);
        }
        let side = match me {
            me if me == asker => Side::Asker,
            me if me == reader => Side::Reader,
            _ => return None,
        };
        let by = move |who: PersonId| here().filter(move |known| known.author == who);
        let sound = |sheet: &Sheet| {
            check_sheet(&request.checklist, sheet, request.conversation.messages.len()).is_empty()
        };
        let reading = first_of(by(reader).filter_map(|known| match &known.fact {
            Fact::Reading(reading) if sound(&reading.sheet) => Some((known, reading)),
            _ => None,
        }));
        if reading.as_ref().is_some_and(|(_, more)| *more) {
            flags.push(Flag::TwoReadings);
        }
        let decline = first_of(by(reader).filter_map(|known| match &known.fact {
            Fact::Decline(decline) => Some((known, decline)),
            _ => None,
        }));
        let reveals = || {
            by(asker).filter_map(|known| match &known.fact {
                Fact::Reveal(reveal) => Some((known, reveal)),
                _ => None,
            })
        };
        let holds = |reveal: &Reveal| {
            let commitment =
                Commitment { request, card: &first.0.card, sheet: &reveal.sheet, nonce: &reveal.nonce };
            commitment.seal() == request.seal
        };
        let reveal = first_of(reveals().filter(|(_, reveal)| holds(reveal) && sound(&reveal.sheet)));
        if reveals().any(|(_, reveal)| !holds(reveal)) {
            flags.push(Flag::NotWhatWasSealed);
        }
        if side == Side::Reader && reading.is_none() && reveals().next().is_some() {
            flags.push(Flag::RevealedEarly);
        }
        let stage = match (&reading, &reveal, &decline) {
            (Some(_), Some(_), _) => Stage::Open,
            (Some(_), None, _) => Stage::Answered,
            (None, _, Some(_)) => Stage::Declined,
            (None, _, None) => Stage::Asked,
        };
        let talk = |who: PersonId| {
            let last = by(who)
                .filter_map(|known| match &known.fact {
                    Fact::Talk(talk) if check_talk(&request.checklist, talk).is_empty() => {
                        Some((talk.number, known.seq, known.digest, talk))
                    }
                    _ => None,
                })
                .max_by_key(|(number, seq, digest, _)| (*number, *seq, *digest));
            last.filter(|_| stage == Stage::Open).map(|(_, _, _, talk)| talk.clone())
        };
        flags.sort();
        Some(Exchange {
            id,
            side,
            asker,
            asker_card: first.0.card,
            reader,
            request: request.clone(),
            stage,
            decline: decline.map(|((_, decline), _)| decline.clone()),
            reading: reading.map(|((_, reading), _)| reading.clone()),
            reveal: reveal.map(|((_, reveal), _)| reveal.clone()),
            asker_talk: talk(asker),
            reader_talk: talk(reader),
            flags,
        })
    }

    /// Whether everything that was fixed `before` is the same here: what was asked, what was answered, what was revealed.
    /// Whoever says something else later must not take its place by a lower sequence.
    pub fn keeps(&self, before: &Exchange) -> bool {
        fn same<T: PartialEq>(before: &Option<T>, now: &Option<T>) -> bool {
            before.is_none() || before == now
        }
        self.request == before.request
            && same(&before.reading, &self.reading)
            && same(&before.reveal, &self.reveal)
    }

    /// The asker's answers and the reader's: only once both are there.
    pub fn sheets(&self) -> Option<(&Sheet, &Sheet)> {
        match (self.stage, &self.reveal, &self.reading) {
            (Stage::Open, Some(reveal), Some(reading)) => Some((&reveal.sheet, &reading.sheet)),
            _ => None,
        }
    }

    /// Whether the reader lets the answers go to the lead; known once open.
    pub fn consent(&self) -> bool {
        self.stage == Stage::Open && self.reading.as_ref().is_some_and(|reading| reading.consent)
    }

    /// The other person.
    pub fn other(&self) -> PersonId {
        match self.side {
            Side::Asker => self.reader,
            Side::Reader => self.asker,
        }
    }

    /// What I have to say.
    pub fn my_talk(&self) -> Option<&Talk> {
        match self.side {
            Side::Asker => self.asker_talk.as_ref(),
            Side::Reader => self.reader_talk.as_ref(),
        }
    }

    /// What the other has to say.
    pub fn their_talk(&self) -> Option<&Talk> {
        match self.side {
            Side::Asker => self.reader_talk.as_ref(),
            Side::Reader => self.asker_talk.as_ref(),
        }
    }
}

/// The first by sequence, then digest, and whether another says something else. What a person said first counts,
/// whatever arrived first.
fn first_of<'a, T: PartialEq>(
    facts: impl Iterator<Item = (&'a Known, &'a T)>,
) -> Option<((&'a Known, &'a T), bool)> {
    let mut all: Vec<(&Known, &T)> = facts.collect();
    all.sort_by_key(|(known, _)| -> (u64, Digest) { (known.seq, known.digest) });
    let first = *all.first()?;
    let more = all.iter().any(|(_, fact)| *fact != first.1);
    Some((first, more))
}
