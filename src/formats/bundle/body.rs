//! The bodies of an exchange: request, decline, review, reveal, talk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::json::{self, Findings};
use super::sheet::{Answers, Remarks};
use super::{LONGEST_REMARK, MOST_ITEMS, request};
use crate::domain::digest::Digest;
use crate::domain::exchange::{Decline, Fact, Reading, Reveal, Talk};
use crate::domain::names::ExchangeId;
use crate::domain::problem::Problem;
use crate::domain::review::Value;
use crate::words::Bilingual;

/// The body of the bundle whose kind is [`Fact::word`]. The same fact gives the same bytes.
pub fn write(fact: &Fact) -> Vec<u8> {
    match fact {
        Fact::Request(request) => json::write(&request::Body::of(request)),
        Fact::Decline(decline) => json::write(decline),
        Fact::Reading(reading) => json::write(&ReadingBody {
            exchange: reading.exchange,
            consent: reading.consent,
            answers: Answers::of(&reading.sheet),
        }),
        Fact::Reveal(reveal) => json::write(&RevealBody {
            exchange: reveal.exchange,
            nonce: reveal.nonce,
            answers: Answers::of(&reveal.sheet),
        }),
        Fact::Talk(talk) => json::write(&TalkBody {
            exchange: talk.exchange,
            number: talk.number,
            said: Remarks::of(&talk.said),
            third: talk.third.clone(),
        }),
    }
}

/// Reads the body of a bundle of this kind. A kind that is no part of an exchange is refused like any other mistake.
pub fn read(kind_word: &str, bytes: &[u8]) -> Result<Fact, Vec<Problem>> {
    match kind_word {
        "request" => json::read::<request::Body>(bytes)?.read(),
        "decline" => {
            let decline: Decline = json::read(bytes)?;
            let mut findings = Findings::default();
            findings.text("why", &decline.why, LONGEST_REMARK);
            findings.or(Fact::Decline(decline))
        }
        "review" => {
            let body: ReadingBody = json::read(bytes)?;
            let mut findings = Findings::default();
            let sheet = body.answers.read(&mut findings);
            findings.or(Fact::Reading(Reading { exchange: body.exchange, sheet, consent: body.consent }))
        }
        "reveal" => {
            let body: RevealBody = json::read(bytes)?;
            let mut findings = Findings::default();
            let sheet = body.answers.read(&mut findings);
            findings.or(Fact::Reveal(Reveal { exchange: body.exchange, sheet, nonce: body.nonce }))
        }
        "talk" => json::read::<TalkBody>(bytes)?.read(),
        other => {
            let mut findings = Findings::default();
            findings.add(
                "kind",
                other,
                Bilingual::fixed(
                    "request, decline, review, reveal or talk",
                    "request, decline, review, reveal ou talk",
                ),
            );
            Err(findings.all())
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingBody {
    exchange: ExchangeId,
    consent: bool,
    answers: Answers,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevealBody {
    exchange: ExchangeId,
    nonce: Digest,
    answers: Answers,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TalkBody {
    exchange: ExchangeId,
    number: u32,
    said: Remarks,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "json::by_item::<_, _, MOST_ITEMS>"
    )]
    third: BTreeMap<String, Value>,
}

impl TalkBody {
    fn read(self) -> Result<Fact, Vec<Problem>> {
        let mut findings = Findings::default();
        if self.number == 0 {
            findings.add(
                "number",
                "0",
                Bilingual::fixed("talks count from 1", "les propos comptent à partir de 1"),
            );
        }
        let said = self.said.read(&mut findings);
        for id in self.third.keys() {
            findings.name("third", id);
        }
        findings.or(Fact::Talk(Talk {
            exchange: self.exchange,
            number: self.number,
            said,
            third: self.third,
        }))
    }
}
