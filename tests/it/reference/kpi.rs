//! Every figure of a log, at several moments of knowledge.

use crate::common;

use std::collections::BTreeMap;

use aplomb::domain::calendar::Calendar;
use aplomb::domain::metric::load::load;
use aplomb::domain::metric::{
    Absent, Ask, Contact, Contacts, Event, Figure, Handling, Happened, Issue, Log, MetricId, Part, Period,
    Reading, figures,
};
use serde_json::Value;

use super::business_hours::{calendar, instant};

/// The seconds of the instant that a text gives.
fn second(text: &Value) -> i64 {
    instant(text).as_second()
}

fn period(of: &Value, from: &str, to: &str) -> Period {
    Period { from: second(&of[from]), to: second(&of[to]) }
}

/// Numbers for names, in the order of their first mention.
#[derive(Default)]
struct Numbers(BTreeMap<String, u32>);

impl Numbers {
    fn of(&mut self, name: &Value) -> Option<u32> {
        let next = u32::try_from(self.0.len()).unwrap() + 1;
        name.as_str().map(|name| *self.0.entry(name.to_owned()).or_insert(next))
    }
}

fn happened(word: &str) -> Happened {
    match word {
        "customer" => Happened::Customer,
        "agent" => Happened::Agent,
        "auto" => Happened::Auto,
        "note" => Happened::Note,
        "assign" => Happened::Assign,
        "transfer" => Happened::Transfer,
        "resolve" => Happened::Resolve,
        "reopen" => Happened::Reopen,
        other => panic!("{other} is no event"),
    }
}

fn contact(given: &Value, place: usize, agents: &mut Numbers) -> Contact {
    let events = given["events"].as_array().unwrap().iter().map(|event| Event {
        at: second(&event["at"]),
        what: happened(event["type"].as_str().unwrap()),
        agent: agents.of(&event["agent"]),
    });
    let mut events: Vec<Event> = events.collect();
    events.sort_by_key(|event| event.at);
    Contact {
        conversation: i64::try_from(place).unwrap(),
        issue: Issue::Named(given["issue"].as_str().unwrap().to_owned()),
        channel: given["channel"].as_str().unwrap_or_default().to_owned(),
        agent: None,
        difficulty: None,
        events,
        transfers: None,
        reopens: None,
        csat: None,
    }
}

fn handling(file: &Value, agents: &mut Numbers) -> Handling {
    let mut handling = Handling::default();
    let names: BTreeMap<&str, usize> = file["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(place, given)| (given["id"].as_str().unwrap(), place))
        .collect();
    for given in file["handling"].as_array().unwrap() {
        let conversation = names[given["conversation"].as_str().unwrap()];
        let spans = handling.worked.entry(agents.of(&given["agent"]).unwrap()).or_default();
        spans.push((i64::try_from(conversation).unwrap(), period(given, "from", "to")));
    }
    for given in file["agents"].as_array().unwrap() {
        let there = given["available"].as_array().unwrap().iter().map(|span| period(span, "from", "to"));
        handling.available.insert(agents.of(&given["id"]).unwrap(), there.collect());
    }
    handling
}

/// Compares, field by field.
struct Compare<'a> {
    within: f64,
    place: String,
    expected: &'a Value,
}

impl Compare<'_> {
    fn close(&self, field: &str, found: f64) {
        let expected = &self.expected[field];
        let Some(number) = expected.as_f64() else { panic!("{} {field}: {expected}", self.place) };
        let off = (found - number).abs();
        assert!(off <= self.within, "{} {field}: found {found}, expected {number}", self.place);
    }

    /// A figure that leads with what is expected; `null` where there is none yet.
    fn value(&self, field: &str, found: Figure) {
        match found {
            Ok(reading) => self.close(field, reading.value()),
            Err(why) => assert!(self.expected[field].is_null(), "{} {field}: {why:?}", self.place),
        }
    }

    fn within(&self, field: &str) -> Compare<'_> {
        let place = format!("{} {field}", self.place);
        Compare { within: self.within, place, expected: &self.expected[field] }
    }

    fn times(&self, field: &str, found: Figure) {
        let here = self.within(field);
        match found {
            Ok(Reading::Times(times) | Reading::MeanTime(times)) => {
                here.close("n", times.mean.n as f64);
                here.close("mean", times.mean.mean);
                here.close("median", times.median);
                here.close("p90", times.p90);
            }
            Err(_) => assert!(here.expected.is_null() || here.expected["n"] == 0, "{}", here.place),
            Ok(other) => panic!("{}: {other:?}", here.place),
        }
    }

    fn rate(&self, field: &str, found: Figure) {
        let here = self.within(field);
        match found {
            Ok(Reading::Rate(tally)) => {
                here.close("count", tally.hits() as f64);
                here.close("of", tally.n() as f64);
                here.close("rate", tally.share().unwrap());
                let (low, high) = found.unwrap().interval().unwrap();
                let ends = Compare { expected: &here.expected["wilson95"], ..here };
                assert!((ends.expected[0].as_f64().unwrap() - low).abs() <= self.within, "{}", ends.place);
                assert!((ends.expected[1].as_f64().unwrap() - high).abs() <= self.within, "{}", ends.place);
            }
            Err(_) => {
                here.close("of", 0.0);
                assert!(here.expected["rate"].is_null(), "{}", here.place);
            }
            Ok(other) => panic!("{}: {other:?}", here.place),
        }
    }
}

fn check_case(compare: &Compare<'_>, log: &Log<'_>, ask: &Ask<'_>, agents: &Numbers) {
    let found = figures(log, ask, &Part::All);
    let get = |id| found.get(id);
    compare.value("conversations_opened", get(MetricId::Arrivals));
    compare.value("unanswered", get(MetricId::Unanswered));
    let first = compare.within("first_response");
    first.times("elapsed_s", get(MetricId::FirstResponseTime));
    first.times("business_s", get(MetricId::FirstResponseTimeBusiness));
    first.times("asked_in_hours_elapsed_s", get(MetricId::FirstResponseInHours));
    first.times("asked_out_of_hours_elapsed_s", get(MetricId::FirstResponseOutOfHours));
    first.times("asked_in_hours_business_s", get(MetricId::FirstResponseInHoursBusiness));
    first.times("asked_out_of_hours_business_s", get(MetricId::FirstResponseOutOfHoursBusiness));
    first.rate("within_4_business_hours", get(MetricId::AnsweredWithin));
    let reply = compare.within("reply");
    reply.times("elapsed_s", get(MetricId::ResponseTime));
    reply.times("business_s", get(MetricId::ResponseTimeBusiness));
    reply.value("turns_without_reply", get(MetricId::TurnsWithoutReply));
    let transfers = compare.within("transfers");
    transfers.value("per_conversation", get(MetricId::Transfers));
    if let Ok(Reading::PerCase(cases)) = get(MetricId::Transfers) {
        transfers.close("total", cases.total as f64);
    }
    transfers.rate("conversations_with_transfer", get(MetricId::TransferredShare));
    compare.value("issues_first_resolved", get(MetricId::Solved));
    let resolution = compare.within("first_resolution");
    resolution.times("elapsed_s", get(MetricId::ResolutionTime));
    resolution.times("business_s", get(MetricId::ResolutionTimeBusiness));
    compare.times("full_resolution_elapsed_s", get(MetricId::FullResolutionTime));
    let days = ask.window_days;
    compare.rate(&format!("first_contact_resolution_{days}d"), get(MetricId::OneContactRate));
    compare.rate(&format!("first_contact_resolution_{days}d_no_transfer"), get(MetricId::FirstContactStrict));
    compare.rate(&format!("one_touch_resolution_{days}d"), get(MetricId::OneTouch));
    compare.rate(&format!("repeat_or_reopen_{days}d"), get(MetricId::ReopenRate));
    compare.value(&format!("contacts_per_resolution_{days}d"), get(MetricId::ContactsPerResolution));
    compare.value(&format!("exchanges_per_resolution_{days}d"), get(MetricId::ExchangesPerResolution));
    compare.value("backlog_at_end", get(MetricId::Backlog));
    let by_agent = compare.within("agents");
    for name in by_agent.expected.as_object().unwrap().keys() {
        let here = by_agent.within(name);
        let load = load(log, ask, agents.0[name]);
        here.close("handling_seconds", load.handling_seconds.unwrap() as f64);
        here.close("conversations_handled", load.handled as f64);
        here.close("resolve_events", load.resolves as f64);
        here.value("max_concurrency", load.peak);
        here.close("available_seconds", load.available_seconds.unwrap() as f64);
        here.value("occupancy", load.occupancy);
        here.value("mean_concurrency_while_available", load.mean);
        let own = figures(log, ask, &Part::Agent(agents.0[name]));
        here.value("conversations_handled", own.get(MetricId::Interactions));
        here.value("occupancy", own.get(MetricId::Occupancy));
    }
}

/// All fields that `check_case` reads, so that a new one is not passed over.
const FIELDS: [&str; 17] = [
    "conversations_opened",
    "unanswered",
    "first_response",
    "reply",
    "transfers",
    "issues_first_resolved",
    "first_resolution",
    "full_resolution_elapsed_s",
    "first_contact_resolution_",
    "one_touch_resolution_",
    "repeat_or_reopen_",
    "contacts_per_resolution_",
    "exchanges_per_resolution_",
    "backlog_at_end",
    "agents",
    "first_contact_resolution_no_transfer_",
    "about",
];

#[test]
fn every_log() {
    let Some(folder) = common::shared("reference/kpi") else { return };
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut agents = Numbers::default();
        let given = file["conversations"].as_array().unwrap();
        let mut contacts: Vec<Contact> =
            given.iter().enumerate().map(|(place, given)| contact(given, place, &mut agents)).collect();
        let handling = handling(&file, &mut agents);
        let calendars = file["calendar"].as_object().unwrap();
        let calendar: Calendar = calendar(calendars.values().next().unwrap());
        for turned in [false, true] {
            if turned {
                contacts.reverse();
            }
            let packed = Contacts::of(&contacts);
            let log = Log::new(&packed, Some(&handling));
            for (number, case) in file["cases"].as_array().unwrap().iter().enumerate() {
                let span = Period { from: second(&case["period"][0]), to: second(&case["period"][1]) };
                let mut ask = Ask::new(span, second(&case["as_of"]), Some(&calendar));
                ask.window_days = u32::try_from(case["follow_up_window_days"].as_u64().unwrap()).unwrap();
                let place = format!("{} case {number}", path.display());
                let expected = &case["expected"];
                for field in expected.as_object().unwrap().keys() {
                    assert!(FIELDS.iter().any(|known| field.starts_with(known)), "{place}: {field} is new");
                }
                let within = file["tolerance"]["abs"].as_f64().unwrap();
                check_case(&Compare { within, place, expected }, &log, &ask, &agents);
                cases += 1;
            }
        }
    }
    assert!(cases > 0);
}

#[test]
fn too_early_is_no_rate() {
    let Some(folder) = common::shared("reference/kpi") else { return };
    let file: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("kpi-log.json")).unwrap()).unwrap();
    let mut agents = Numbers::default();
    let given = file["conversations"].as_array().unwrap();
    let contacts: Vec<Contact> =
        given.iter().enumerate().map(|(place, given)| contact(given, place, &mut agents)).collect();
    let case = &file["cases"][0];
    let span = Period { from: second(&case["period"][0]), to: second(&case["period"][1]) };
    let found = figures(
        &Log::new(&Contacts::of(&contacts), None),
        &Ask::new(span, second(&case["as_of"]), None),
        &Part::All,
    );
    assert_eq!(found.get(MetricId::OneContactRate), Err(Absent::WindowOpen));
    assert_eq!(found.window_open, 7);
    assert_eq!(found.get(MetricId::Occupancy), Err(Absent::NotRecorded));
    assert_eq!(found.get(MetricId::FirstResponseTimeBusiness), Err(Absent::NotRecorded));
}
