//! What holds of the figures of any log.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::load::load;
use super::*;
use crate::domain::calendar::{Calendar, Window};
use crate::domain::interval::Undefined;

const DAY: i64 = 86_400;

fn calendar() -> Calendar {
    let mut calendar = Calendar::new(TimeZone::get("Europe/Paris").unwrap());
    calendar.weekly[..5].fill(vec![Window::hours(9, 18).unwrap()]);
    calendar
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    use Happened::{Agent, Assign, Auto, Customer, Note, Reopen, Resolve, Transfer};
    let what = prop::sample::select(vec![
        Customer, Customer, Agent, Agent, Auto, Note, Assign, Transfer, Resolve, Reopen,
    ]);
    let event = (0i64..20 * DAY, what, prop::option::of(1u32..4)).prop_map(|(at, what, agent)| Event {
        at,
        what,
        agent,
    });
    prop::collection::vec(event, 0..12).prop_map(|mut events| {
        events.sort_by_key(|event| event.at);
        events
    })
}

fn contacts() -> impl Strategy<Value = Vec<Contact>> {
    let one = (events(), prop::option::of(0u8..6), prop::option::of(1u32..4), prop::option::of(0u32..3));
    prop::collection::vec(one, 0..30).prop_map(|all| {
        let contacts = all.into_iter().enumerate().map(|(place, (events, issue, agent, transfers))| {
            let conversation = i64::try_from(place).unwrap();
            Contact {
                conversation,
                issue: issue.map_or(Issue::Conversation(conversation), |name| Issue::Named(name.to_string())),
                channel: if place % 2 == 0 { "chat" } else { "email" }.to_owned(),
                agent,
                difficulty: None,
                events,
                transfers,
                reopens: None,
                csat: None,
            }
        });
        contacts.collect()
    })
}

fn handling() -> impl Strategy<Value = Handling> {
    let span = |longest: i64| {
        (0i64..20 * DAY, 1i64..longest).prop_map(|(from, long)| Period { from, to: from + long })
    };
    let worked = prop::collection::vec((0i64..9, span(3 * 3600)), 0..30);
    let there = prop::collection::vec(span(DAY), 1..6);
    (worked, there).prop_map(|(worked, there)| Handling {
        worked: BTreeMap::from([(1, worked)]),
        available: BTreeMap::from([(1, there)]),
    })
}

fn ask(calendar: Option<&Calendar>) -> Ask<'_> {
    Ask::new(Period { from: 2 * DAY, to: 9 * DAY }, 18 * DAY, calendar)
}

fn value(figures: &Figures, id: MetricId) -> Option<f64> {
    figures.get(id).ok().map(|reading| reading.value())
}

proptest! {
    #[test]
    fn every_agent_at_once_is_each_alone(contacts in contacts()) {
        let calendar = calendar();
        let packed = Contacts::of(&contacts);
        let (log, ask) = (Log::new(&packed, None), ask(Some(&calendar)));
        let all = log.answered_within(&ask);
        for agent in 0..5 {
            let alone = figures(&log, &ask, &Part::Agent(agent)).get(MetricId::AnsweredWithin);
            let nothing = Err(Absent::Undefined(Undefined::NoObservations));
            prop_assert_eq!(all.get(&agent).copied().unwrap_or(nothing), alone);
        }
    }

    #[test]
    fn order_is_no_matter(mut contacts in contacts(), turn in 0usize..30) {
        let calendar = calendar();
        let here = figures(&Log::new(&Contacts::of(&contacts), None), &ask(Some(&calendar)), &Part::All);
        let by = turn % contacts.len().max(1);
        contacts.rotate_left(by);
        let turned = figures(&Log::new(&Contacts::of(&contacts), None), &ask(Some(&calendar)), &Part::All);
        prop_assert_eq!(here, turned);
    }

    #[test]
    fn what_is_to_come_changes_nothing(contacts in contacts()) {
        let calendar = calendar();
        let mut ask = ask(Some(&calendar));
        ask.as_of = 9 * DAY;
        let all = figures(&Log::new(&Contacts::of(&contacts), None), &ask, &Part::All);
        let mut cut = contacts.clone();
        for contact in &mut cut {
            contact.events.retain(|event| event.at < ask.as_of);
        }
        // What the source writes down at all is known from the whole log.
        let recorded = |contacts: &[Contact]| Log::new(&Contacts::of(contacts), None).recorded();
        prop_assume!(recorded(&contacts) == recorded(&cut));
        prop_assert_eq!(all, figures(&Log::new(&Contacts::of(&cut), None), &ask, &Part::All));
    }

    #[test]
    fn parts_add_up(contacts in contacts()) {
        let packed = Contacts::of(&contacts);
        let log = Log::new(&packed, None);
        let calendar = calendar();
        let ask = ask(Some(&calendar));
        let of = |part: Part| figures(&log, &ask, &part);
        let all = of(Part::All);
        let groups = [
            vec![of(Part::Channel("chat".into())), of(Part::Channel("email".into()))],
            vec![of(Part::Difficulty(None))],
        ];
        for group in groups {
            for id in [MetricId::Arrivals, MetricId::Solved, MetricId::Unanswered, MetricId::Backlog] {
                let sum: f64 = group.iter().filter_map(|part| value(part, id)).sum();
                prop_assert_eq!(sum, value(&all, id).unwrap_or(0.0), "{}", id);
            }
        }
    }

    #[test]
    fn the_clocks_and_the_names_agree(contacts in contacts()) {
        let calendar = calendar();
        let found = figures(&Log::new(&Contacts::of(&contacts), None), &ask(Some(&calendar)), &Part::All);
        let pairs = [
            (MetricId::FirstResponseTimeBusiness, MetricId::FirstResponseTime),
            (MetricId::ResolutionTimeBusiness, MetricId::ResolutionTime),
            (MetricId::ResolutionTimeOurSide, MetricId::ResolutionTime),
            (MetricId::FirstContactStrict, MetricId::OneContactRate),
            (MetricId::OneTouch, MetricId::OneContactRate),
            (MetricId::FirstAcknowledgement, MetricId::FirstResponseTime),
        ];
        for (less, more) in pairs {
            // An acknowledgement may stand where no reply does, and a transfer be unknown: then these are other cases.
            let same = found.get(less).ok().and_then(|one| one.n()) == found.get(more).ok().and_then(|one| one.n());
            if let (true, Some(low), Some(high)) = (same, value(&found, less), value(&found, more)) {
                prop_assert!(low <= high + 1e-9, "{less} {low}, {more} {high}");
            }
        }
        if let Some(contacts) = value(&found, MetricId::ContactsPerResolution) {
            prop_assert!(contacts >= 1.0);
        }
        if let (Some(once), Some(back)) = (value(&found, MetricId::OneContactRate), value(&found, MetricId::ReopenRate)) {
            prop_assert!(once + back <= 1.0 + 1e-9, "what came back was not done in one contact");
        }
        prop_assert_eq!(found.backlog_ages.iter().sum::<u64>() as f64, value(&found, MetricId::Backlog).unwrap_or(0.0));
    }

    #[test]
    fn nobody_is_busier_than_there(handling in handling()) {
        let packed = Contacts::default();
        let log = Log::new(&packed, Some(&handling));
        let load = load(&log, &ask(None), 1);
        let conversations = handling.worked[&1].iter().map(|(conversation, _)| *conversation);
        let most = conversations.collect::<std::collections::BTreeSet<_>>().len() as f64;
        prop_assert!(load.peak.unwrap().value() <= most);
        if let (Ok(occupancy), Ok(mean)) = (load.occupancy, load.mean) {
            prop_assert!((0.0..=1.0).contains(&occupancy.value()));
            prop_assert!(occupancy.value() <= mean.value() + 1e-12);
            prop_assert!(mean.value() <= load.peak.unwrap().value() + 1e-12);
        }
        let all = figures(&log, &ask(None), &Part::All);
        prop_assert_eq!(all.get(MetricId::Occupancy), load.occupancy);
    }
}

#[test]
fn nothing_is_not_recorded_or_nothing() {
    let found = figures(&Log::new(&Contacts::default(), None), &ask(None), &Part::All);
    assert!(found.by_conversation);
    for id in MetricId::ALL {
        match found.get(*id) {
            Ok(reading) => assert_eq!(reading.value(), 0.0, "{id}"),
            Err(why) => assert_ne!(why, Absent::TooFew, "{id}"),
        }
    }
    assert_eq!(found.get(MetricId::Solved), Err(Absent::NotRecorded));
}

#[test]
fn own_waits_begin_when_one_is_there() {
    let event = |at, what, agent| Event { at, what, agent };
    let contact = Contact {
        conversation: 1,
        issue: Issue::Conversation(1),
        channel: String::new(),
        agent: Some(7),
        difficulty: None,
        events: vec![
            event(3 * DAY, Happened::Customer, None),
            event(3 * DAY + 100, Happened::Assign, Some(7)),
            event(3 * DAY + 1000, Happened::Agent, Some(7)),
        ],
        transfers: None,
        reopens: None,
        csat: None,
    };
    let there = |from| Handling {
        available: BTreeMap::from([(7, vec![Period { from, to: 4 * DAY }])]),
        ..Handling::default()
    };
    let own = |handling: &Handling| {
        let packed = Contacts::of(std::slice::from_ref(&contact));
        let log = Log::new(&packed, Some(handling));
        value(&figures(&log, &ask(None), &Part::Agent(7)), MetricId::OwnResponseTime)
    };
    assert_eq!(own(&there(2 * DAY)), Some(900.0), "from when it was given");
    assert_eq!(own(&there(3 * DAY + 400)), Some(600.0), "from when the shift began");
    let packed = Contacts::of(std::slice::from_ref(&contact));
    let log = Log::new(&packed, None);
    let found = figures(&log, &ask(None), &Part::Agent(7));
    assert_eq!(found.get(MetricId::OwnResponseTime), Err(Absent::NotRecorded));
    assert_eq!(value(&found, MetricId::FirstResponseTime), Some(1000.0), "what the customer waited");
}

#[test]
fn by_conversation_needs_to_know_of_reopening() {
    let event = |at, what| Event { at, what, agent: None };
    let mut contact = Contact {
        conversation: 1,
        issue: Issue::Conversation(1),
        channel: String::new(),
        agent: None,
        difficulty: None,
        events: vec![event(3 * DAY, Happened::Customer), event(3 * DAY + 9, Happened::Resolve)],
        transfers: None,
        reopens: None,
        csat: None,
    };
    let found = |contact: &Contact| {
        figures(&Log::new(&Contacts::of(std::slice::from_ref(contact)), None), &ask(None), &Part::All)
    };
    assert_eq!(found(&contact).get(MetricId::OneContactRate), Err(Absent::NotRecorded));
    assert_eq!(found(&contact).get(MetricId::ContactsPerResolution), Err(Absent::NotRecorded));
    contact.reopens = Some(1);
    assert_eq!(found(&contact).get(MetricId::ReopenRate), Reading::rate(1, 1));
    contact.reopens = Some(0);
    assert_eq!(found(&contact).get(MetricId::OneContactRate), Reading::rate(1, 1));
    assert_eq!(
        found(&contact).get(MetricId::FirstContactStrict),
        Err(Absent::NotRecorded),
        "transfers are unknown"
    );
}
