//! Sealed reviews of one's own, each of a conversation of its own.

use std::error::Error;

use aplomb::domain::checklist::Checklist;
use aplomb::domain::conversation::{Conversation, Moment};
use aplomb::domain::digest::Digest;
use aplomb::domain::review::{Answer, ReviewRole, Sheet};
use aplomb::storage::{NewReview, Sealed, Store, StoreError};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Reviews in one transaction.
const AT_ONCE: u32 = 2_000;

/// Makes so many.
pub fn reviews(store: &mut Store, wanted: u32, list: &Checklist, now: i64) -> Result<String, Box<dyn Error>> {
    let mut chance = ChaCha8Rng::seed_from_u64(2);
    let checklist = store.keep_checklist(list)?;
    for first in (0..wanted).step_by(AT_ONCE as usize) {
        let numbers = first..(first + AT_ONCE).min(wanted);
        let conversations: Vec<Conversation> = numbers.map(|number| conversation(number, now)).collect();
        let taken = store.take_in(&conversations, now)?;
        store.in_one(|store| -> Result<(), StoreError> {
            for (number, taken) in (first..).zip(&taken) {
                let at = now + i64::from(number);
                let mut random = [0; 10];
                // The first bytes share theirs with the version and the variant of the id.
                random[6..].copy_from_slice(&number.to_le_bytes());
                let review = store.begin_review(&NewReview {
                    conversation: taken.id,
                    role: ReviewRole::Own,
                    reviewer: "Ada".into(),
                    checklist,
                    own: None,
                    at,
                    random,
                })?;
                store.seal(review, &sealed(number, list, at, &mut chance))?;
            }
            Ok(())
        })?;
    }
    Ok(format!("{wanted} sealed reviews of one's own"))
}

fn conversation(number: u32, now: i64) -> Conversation {
    let at = Moment { micros: now - 86_400_000_000, offset: 0 };
    Conversation {
        source: "shop".into(),
        external_id: number.to_string(),
        channel: "chat".into(),
        subject: String::new(),
        status: None,
        opened_at: at,
        closed_at: Some(at),
        agent: "ada".into(),
        customer: String::new(),
        tags: Vec::new(),
        csat: None,
        transfers: None,
        reopens: None,
        messages: Vec::new(),
    }
}

fn sealed(number: u32, list: &Checklist, at: i64, chance: &mut ChaCha8Rng) -> Sealed {
    let answers = list.items.iter().zip(super::answers(list, chance));
    let sheet = Sheet(
        answers
            .filter_map(|(item, value)| {
                let mut answer = Answer::of(value?);
                // One answer in ten has a comment, as some people write them.
                if chance.next_u32().is_multiple_of(10) {
                    answer.comment = "The next step was named, the link was missing.".into();
                }
                Some((item.id.clone(), answer))
            })
            .collect(),
    );
    let nonce = Digest::of("team-store/nonce", &[&number.to_le_bytes()]).0;
    let digest = Digest::of("team-store/seal", &[&nonce]);
    Sealed { answers: sheet.pack(list), sheet, digest, nonce, at }
}
