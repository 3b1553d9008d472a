//! Sound facts and submissions at random.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use proptest::prelude::*;
use proptest::sample::select;

use crate::domain::checklist::{Checklist, Scale};
use crate::domain::conversation::{Conversation, Csat, Message, Moment, Role, Status};
use crate::domain::digest::Digest;
use crate::domain::exchange::{Decline, Fact, Reading, Request, Reveal, Said, Talk};
use crate::domain::names::{BundleId, ExchangeId, PersonId};
use crate::domain::review::{Answer, ReviewRole, Sheet, State, Value};
use crate::domain::submission::{Submission, Submitted};
use crate::formats::checklist::arbitrary::checklist as file;

/// A sound checklist, whole or a short form's.
pub(super) fn checklist() -> impl Strategy<Value = Checklist> {
    (file(), prop_oneof![Just(String::new()), "[a-z0-9-]{1,64}"])
        .prop_map(|(list, from)| Checklist { from, ..list })
}

/// Any text, with what a parser stumbles over.
fn text() -> impl Strategy<Value = String> {
    let hard = vec!['"', '\\', '\u{1b}', '\u{7f}', '\u{2028}', '\u{202e}', '\0', '\n', '{', '…', '👍'];
    let piece = prop_oneof![3 => any::<char>(), 2 => select(hard)];
    prop::collection::vec(piece, 0..12).prop_map(String::from_iter)
}

pub(super) fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

fn exchange() -> impl Strategy<Value = ExchangeId> {
    any::<[u8; 16]>().prop_map(ExchangeId)
}

prop_compose! {
    fn moment()(micros in -60_000_000_000_000_000i64..250_000_000_000_000_000, offset in -93_599i32..=93_599) -> Moment {
        Moment { micros, offset }
    }
}

prop_compose! {
    fn message()(
        at in moment(), role in select(vec![Role::Customer, Role::Agent, Role::Bot, Role::System]),
        author in text(), text in text(), private: bool, macro_name in prop::option::of(text()),
    ) -> Message {
        Message { id: String::new(), at, role, author, text, html: None, private, macro_name }
    }
}

prop_compose! {
    /// A conversation whose messages are called `m1`, `m2` and so on.
    pub(super) fn conversation()(
        head in (text(), text(), text(), text(), text(), text()),
        status in prop::option::of(select(vec![Status::Open, Status::Pending, Status::Solved, Status::Closed])),
        opened_at in moment(), closed_at in prop::option::of(moment()),
        tags in prop::collection::vec(text(), 0..3),
        csat in prop::option::of((0.0..=1.0f64, -1e9..0.0f64, prop::option::of(text()))),
        transfers in prop::option::of(any::<u32>()), reopens in prop::option::of(any::<u32>()),
        mut messages in prop::collection::vec(message(), 0..5),
    ) -> Conversation {
        messages.sort_by_key(|message| message.at.micros);
        for (place, message) in messages.iter_mut().enumerate() {
            message.id = format!("m{}", place + 1);
        }
        let (source, external_id, channel, subject, agent, customer) = head;
        let csat = csat.map(|(score, min, comment)| Csat { score, min, max: 1.0, comment });
        Conversation {
            source, external_id, channel, subject, status, opened_at, closed_at, agent, customer, tags, csat, transfers,
            reopens, messages,
        }
    }
}

/// An answer that the item takes, by a number.
fn value(item: &crate::domain::checklist::Item, by: u8) -> Value {
    let mut values = match item.scale {
        Scale::YesNo => vec![Value::Yes, Value::No],
        Scale::Points { min, max } => vec![Value::Point(min), Value::Point(max)],
    };
    values.extend(item.na.is_some().then_some(Value::Na));
    values[usize::from(by) % values.len()]
}

/// Whole, sound answers to `checklist` on `messages` messages.
pub(super) fn sheet(checklist: &Checklist, messages: usize) -> impl Strategy<Value = Sheet> + use<> {
    let checklist = checklist.clone();
    let one = (any::<u8>(), text(), any::<bool>(), prop::collection::vec(any::<prop::sample::Index>(), 0..3));
    prop::collection::vec(one, checklist.items.len()).prop_map(move |given| {
        let answers = checklist.items.iter().zip(given).map(|(item, (by, comment, cause, evidence))| {
            let value = value(item, by);
            let cause = item.causes.first().filter(|_| cause && item.short_of_full(value));
            let must = item.comment_on.contains(&value) && comment.trim().is_empty();
            let evidence = evidence.iter().filter(|_| messages > 0);
            let answer = Answer {
                value,
                cause: cause.map(|cause| cause.id.clone()),
                comment: if must { "because".to_owned() } else { comment },
                evidence: evidence.map(|at| format!("m{}", at.index(messages.max(1)) + 1)).collect(),
            };
            (item.id.clone(), answer)
        });
        Sheet(answers.collect()).settled(&checklist)
    })
}

prop_compose! {
    pub(super) fn request()(
        exchange in exchange(), reader in any::<[u8; 16]>().prop_map(PersonId),
        parent in prop::option::of(exchange()), conversation in conversation(), checklist in checklist(),
        original in digest(), seal in digest(), hide_name: bool,
    ) -> Request {
        let role = if parent.is_some() { ReviewRole::Third } else { ReviewRole::Peer };
        Request { exchange, reader, role, parent, conversation, checklist, original, seal, hide_name }
    }
}

fn said() -> impl Strategy<Value = Said> {
    let value = || select(vec![Value::Yes, Value::No, Value::Na, Value::Point(0), Value::Point(100)]);
    (text(), prop::option::of(value()), text(), any::<bool>())
        .prop_map(|(remark, agreed, because, dispute)| Said { remark, agreed, because, dispute })
}

/// A fact of any kind, its answers sound for some checklist.
pub(super) fn fact() -> impl Strategy<Value = Fact> {
    let answers = || checklist().prop_flat_map(|list| sheet(&list, 3));
    let third = prop::collection::btree_map("[a-z-]{1,9}", select(vec![Value::Yes, Value::Point(3)]), 0..3);
    prop_oneof![
        request().prop_map(|request| Fact::Request(Box::new(request))),
        (exchange(), text()).prop_map(|(exchange, why)| Fact::Decline(Decline { exchange, why })),
        (exchange(), answers(), any::<bool>())
            .prop_map(|(exchange, sheet, consent)| Fact::Reading(Reading { exchange, sheet, consent })),
        (exchange(), answers(), digest()).prop_map(|(exchange, sheet, nonce)| Fact::Reveal(Reveal {
            exchange,
            sheet,
            nonce
        })),
        (exchange(), 1..=u32::MAX, prop::collection::btree_map("[a-z-]{1,9}", said(), 0..4), third)
            .prop_map(|(exchange, number, said, third)| Fact::Talk(Talk { exchange, number, said, third })),
    ]
}

/// The values of a sheet by item.
fn row(checklist: &Checklist, sheet: &Sheet) -> Vec<Option<Value>> {
    checklist.items.iter().map(|item| sheet.value(&item.id)).collect()
}

fn submitted(checklist: &Checklist) -> impl Strategy<Value = Submitted> + use<> {
    let list = checklist.clone();
    let sheets = (sheet(checklist, 0), prop::collection::vec(sheet(checklist, 0), 0..3));
    let hour = (1i16..=9999, 1i8..=12, 1i8..=28, 0i8..24)
        .prop_map(|(year, month, day, hour)| DateTime::constant(year, month, day, hour, 0, 0, 0));
    (digest(), text(), hour, any::<bool>(), sheets, any::<bool>(), text()).prop_map(
        move |(reference, channel, opened, drawn, (own, peers), agreed, remark)| {
            let state = match (peers.len(), agreed) {
                (0, _) => State::Sealed,
                (_, true) => State::Agreed,
                (_, false) => State::Disputed,
            };
            let own = row(&list, &own);
            let agreed = own.iter().map(|value| value.filter(|_| state == State::Agreed)).collect();
            Submitted {
                reference,
                channel,
                opened,
                drawn,
                checklist: list.digest(),
                state,
                readers: peers.len() as u32,
                own,
                agreed,
                peers: peers.iter().map(|sheet| row(&list, sheet)).collect(),
                remarks: vec![(list.items[0].id.clone(), remark)],
            }
        },
    )
}

prop_compose! {
    fn day()(year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28) -> Date {
        Date::constant(year, month, day)
    }
}

/// A sound submission under one or two checklists.
pub(super) fn submission() -> impl Strategy<Value = Submission> {
    let under = checklist().prop_flat_map(|list| (prop::collection::vec(submitted(&list), 1..3), Just(list)));
    (
        any::<[u8; 16]>(),
        text(),
        day(),
        prop::option::of(day()),
        any::<u32>(),
        prop::collection::vec(under, 0..3),
    )
        .prop_map(|(id, agent, made, from, drawn, parts)| {
            let mut checklists = BTreeMap::new();
            let mut reviews = BTreeMap::new();
            for (under, list) in parts {
                checklists.insert(list.digest(), list);
                reviews.extend(under.into_iter().map(|review| (review.reference, review)));
            }
            let checklists = checklists.into_values().collect();
            let until = from.map_or(made, |from| from.max(made));
            let reviews = reviews.into_values().collect();
            Submission { id: BundleId(id), agent, made, from, until, drawn, checklists, reviews }
        })
}
