//! `aplomb team`: submissions taken in, and figures that tell nothing about fewer than k people. The lead runs the real
//! program; the agents' bundles are real too.

use std::path::Path;

use aplomb::domain::checklist::Checklist;
use aplomb::domain::digest::Digest;
use aplomb::domain::names::{BundleId, PersonId};
use aplomb::domain::review::{State, Value as Answer};
use aplomb::domain::submission::{Submission, Submitted};
use aplomb::formats::bundle;
use aplomb::formats::checklist;
use aplomb::trust::{self, Card, Draft, Identity};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::home::Home;

pub(super) const CHECKLIST: &str = r#"
id = "small"
version = 1
subject = "conversation"
title = { en = "Small", fr = "Petite" }
[[pillars]]
id = "act"
name = { en = "Act", fr = "Acte" }
[[pillars]]
id = "tone"
name = { en = "Tone", fr = "Ton" }
[[items]]
id = "solved"
pillar = "act"
text = { en = "It was solved", fr = "C’est réglé" }
[[items]]
id = "steps"
pillar = "act"
text = { en = "All was tried", fr = "Tout a été tenté" }
when = "solved = no"
[[items]]
id = "greeted"
pillar = "tone"
text = { en = "A greeting", fr = "Un bonjour" }
"#;

/// There all day, on Thursdays alone.
const THURSDAYS: &str = r#"
id = "thursdays"
version = 1
name = { en = "Thursdays", fr = "Jeudis" }
holidays = "none"
closed = []
[weekly]
thursday = ["00:00-24:00"]
[dates]
"#;

const SECRET: &str = "a remark about Crystal";

/// An agent with keys of their own.
pub(super) struct Agent {
    pub(super) name: &'static str,
    identity: Identity,
    seq: u64,
    n: u8,
}

/// A lead with a home, and agents who know them.
pub(super) struct Lead {
    pub(super) home: Home,
    card: Card,
}

fn small() -> Checklist {
    checklist::parse(CHECKLIST, &|_| None).unwrap()
}

fn now() -> i64 {
    Timestamp::now().as_microsecond()
}

impl Lead {
    pub(super) fn new() -> Lead {
        let home = Home::empty();
        home.run(["me", "--name", "Nadia"]).code(0);
        let path = home.path("card");
        home.run(["card", "show", "-o", path.to_str().unwrap()]).code(0);
        let card = Card::parse(&std::fs::read(&path).unwrap()).unwrap();
        Lead { home, card }
    }

    pub(super) fn knows(&self, agent: &Agent) {
        let card = self.home.file(&format!("card-{}", agent.n), agent.identity.card().bytes());
        self.home.run(["card", "add", &card]).code(0);
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        self.home.file(name, bytes)
    }

    pub(super) fn takes(&self, name: &str, bytes: &[u8]) {
        let file = self.file(name, bytes);
        self.home.run(["team", "collect", &file]).code(0);
    }

    fn summary(&self, more: &[&str]) -> Value {
        self.home.run(["--json", "team", "summary"].iter().chain(more)).json()
    }
}

impl Agent {
    pub(super) fn new(n: u8) -> Agent {
        let names = [
            "Ada", "Bob", "Cleo", "Dana", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jun", "Kay", "Lou", "Max",
            "Nia", "Oda", "Pia", "Rex",
        ];
        let name = names[usize::from(n)];
        let identity = Identity::make(name, PersonId([n + 1; 16]), [n + 1; 32], now() - 1_000_000).unwrap();
        Agent { name, identity, seq: 0, n }
    }

    /// Twelve conversations, read by a colleague who found a greeting missing in the first `missed`.
    pub(super) fn submission(&self, day: Date, missed: usize) -> Submission {
        let reviews = (0..12).map(|place| self.review(day, place, place < missed)).collect();
        self.of(day, reviews)
    }

    pub(super) fn of(&self, day: Date, mut reviews: Vec<Submitted>) -> Submission {
        reviews.sort_by_key(|review| review.reference);
        let mut id = [0; 16];
        id.copy_from_slice(&Digest::of("test", &[&[self.n], day.to_string().as_bytes()]).0[..16]);
        Submission {
            id: BundleId(id),
            agent: self.name.to_owned(),
            made: day,
            from: Some(day.saturating_sub(jiff::Span::new().days(6))),
            until: day,
            drawn: u32::try_from(reviews.len()).unwrap(),
            checklists: vec![small()],
            reviews,
        }
    }

    fn review(&self, day: Date, place: usize, missed: bool) -> Submitted {
        let answers = |greeted| vec![Some(Answer::Yes), None, Some(greeted)];
        let place_byte = u8::try_from(place).unwrap();
        Submitted {
            reference: Digest::of("test", &[&[self.n, place_byte], day.to_string().as_bytes()]),
            channel: if place.is_multiple_of(3) { "e-mail".into() } else { "chat".into() },
            opened: day.saturating_sub(jiff::Span::new().days(1)).at(
                if place < 6 { 10 } else { 22 },
                0,
                0,
                0,
            ),
            drawn: true,
            checklist: small().digest(),
            state: State::Agreed,
            readers: 1,
            own: answers(Answer::Yes),
            agreed: vec![None; 3],
            peers: vec![answers(if missed { Answer::No } else { Answer::Yes })],
            remarks: vec![("greeted".into(), SECRET.into())],
        }
    }

    fn seal(&mut self, lead: &Lead, kind: trust::Kind, id: BundleId, body: &[u8]) -> Vec<u8> {
        self.seq += 1;
        let draft = Draft {
            kind,
            bundle: id,
            exchange: None,
            seq: self.seq,
            prev: None,
            created: now(),
            expires: now() + 86_400_000_000,
            checklist: None,
        };
        trust::seal(&self.identity, std::slice::from_ref(&lead.card), &draft, body).unwrap()
    }

    pub(super) fn hands(&mut self, lead: &Lead, submission: &Submission) -> Vec<u8> {
        self.seal(lead, trust::Kind::Submission, submission.id, &bundle::write_submission(submission))
    }

    fn withdraws(&mut self, lead: &Lead, id: BundleId) -> Vec<u8> {
        let n = u8::try_from(self.seq).unwrap();
        self.seal(
            lead,
            trust::Kind::Withdrawal,
            BundleId([0x80 + 8 * self.n + n; 16]),
            &bundle::write_withdrawal(id),
        )
    }
}

const MARCH: Date = date(2026, 3, 6);

/// A lead who has taken in what so many agents submitted.
fn team(agents: u8) -> (Lead, Vec<Agent>) {
    let lead = Lead::new();
    let mut all: Vec<Agent> = (0..agents).map(Agent::new).collect();
    for agent in &mut all {
        lead.knows(agent);
        let bundle = agent.hands(&lead, &agent.submission(MARCH, usize::from(agent.n) % 4));
        lead.takes(&format!("in/{}", agent.n), &bundle);
    }
    (lead, all)
}

fn measured(summary: &Value, pillar: usize) -> &Value {
    &summary["pillars"][pillar]["measured"]
}

#[test]
fn collected_twice_is_collected_once() {
    let (lead, _) = team(6);
    let before = lead.summary(&[]);
    assert_eq!(before["submitted"], serde_json::json!({"submitted": 72, "drawn": 72, "share": 1.0}));
    assert_eq!((&before["people"], &before["submissions"]), (&6.into(), &6.into()));
    // Misses of 0, 1, 2, 3, 0 and 1 in twelve: the mean of agents' means, by hand.
    let by_hand = (100.0 * (6.0 - 7.0 / 12.0)) / 6.0;
    assert!((measured(&before, 1)["value"].as_f64().unwrap() - by_hand).abs() < 1e-9, "{before:#}");
    assert_eq!(before["pillars"][1]["own"]["value"], 100.0, "the mirror stands apart");
    assert_eq!(measured(&before, 0)["people"], 6);
    let folder = lead.home.path("in");
    let said = lead.home.run(["team", "collect", folder.to_str().unwrap()]).code(0);
    assert_eq!(said.out.matches("taken in already").count(), 6, "{}", said.out);
    let after = lead.summary(&[]);
    for key in ["submitted", "pillars", "items", "who"] {
        assert_eq!(before[key], after[key]);
    }
    lead.home.run(["doctor"]).code(0);
}

#[test]
fn a_review_in_two_submissions_counts_once() {
    let (lead, mut all) = team(6);
    let before = lead.summary(&[]);
    let mut again = all[3].submission(MARCH, 3);
    again.id = BundleId([9; 16]);
    let bundle = all[3].hands(&lead, &again);
    lead.takes("again", &bundle);
    let after = lead.summary(&[]);
    assert_eq!((&after["submissions"], &after["submitted"]), (&7.into(), &before["submitted"]));
    assert_eq!(after["pillars"], before["pillars"]);
}

#[test]
fn withdrawn_leaves_whichever_comes_first() {
    let (lead, mut all) = team(6);
    let id = all[2].submission(MARCH, 0).id;
    // Nobody withdraws for somebody else.
    let foreign = all[1].withdraws(&lead, id);
    lead.takes("foreign", &foreign);
    assert_eq!(lead.summary(&[])["submissions"], 6);
    let own = all[2].withdraws(&lead, id);
    let file = lead.file("own", &own);
    lead.home.run(["team", "collect", &file]).code(0).prints("withdraws a submission");
    let after = lead.summary(&[]);
    assert_eq!((&after["submissions"], &after["people"]), (&5.into(), &5.into()));
    // Six before, five now: the difference would be one person.
    assert_eq!(measured(&after, 1)["value"], Value::Null);
    assert_eq!(measured(&after, 1)["reason"], "derivable_from_before");

    let lead = Lead::new();
    let mut finn = Agent::new(5);
    lead.knows(&finn);
    let submission = finn.submission(MARCH, 0);
    let (handed, withdrawn) = (finn.hands(&lead, &submission), finn.withdraws(&lead, submission.id));
    lead.takes("withdrawn", &withdrawn);
    lead.takes("handed", &handed);
    lead.home.run(["team", "summary"]).code(1).says("nothing was submitted");
    lead.home.run(["doctor"]).code(0);
    // Nothing that was withdrawn stays, and the same file again brings nothing back.
    lead.takes("again", &handed);
    let reference = submission.reviews[0].reference.hex();
    let store = std::fs::read(lead.home.store()).unwrap();
    let holds = |text: &str| store.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds("withdrawal") && !holds(&reference), "{reference} is still there");
}

#[test]
fn what_is_no_honest_submission_is_refused() {
    let (lead, mut all) = team(2);
    let mut gus = Agent::new(6);
    let stranger = gus.hands(&lead, &gus.submission(MARCH, 0));
    let file = lead.file("stranger", &stranger);
    lead.home.run(["team", "collect", &file]).code(1);
    // The same name with other keys.
    let mut false_ada = Agent::new(0);
    false_ada.identity = Identity::make("Ada", PersonId([1; 16]), [99; 32], now() - 1_000_000).unwrap();
    let forged = false_ada.hands(&lead, &false_ada.submission(date(2026, 3, 13), 0));
    let file = lead.file("forged", &forged);
    lead.home.run(["team", "collect", &file]).code(1);
    let second = all[0].submission(date(2026, 3, 13), 0);
    let mut flipped = all[0].hands(&lead, &second);
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    let file = lead.file("flipped", &flipped);
    lead.home.run(["team", "collect", &file]).code(1);
    // A bundle of another kind goes elsewhere, and the others are taken in all the same.
    let talk = all[1].seal(&lead, trust::Kind::Decline, BundleId([7; 16]), b"{}");
    let third = all[0].submission(date(2026, 3, 20), 0);
    let (talk, fine) = (lead.file("talk", &talk), all[0].hands(&lead, &third));
    let fine = lead.file("fine", &fine);
    let said = lead.home.run(["team", "collect", &talk, &fine]).code(1);
    said.says("this bundle is no submission").says("aplomb open").prints("a submission of Ada: 12 reviews");
    assert_eq!(lead.home.run(["--json", "team", "summary"]).json()["submissions"], 3);
}

#[test]
fn fewer_than_k_people_are_too_few() {
    let (lead, _) = team(4);
    let said = lead.home.run(["team", "summary"]).code(0);
    assert!(said.out.contains("too few: fewer than 5 people"), "{}", said.out);
    let summary = lead.summary(&[]);
    for pillar in summary["pillars"].as_array().unwrap() {
        assert_eq!((&pillar["measured"]["value"], &pillar["own"]["value"]), (&Value::Null, &Value::Null));
        assert!(pillar["fifths"].as_array().unwrap().iter().all(|fifth| fifth["n"].is_null()));
        assert!(pillar["weeks"].as_array().unwrap().iter().all(|week| week["value"].is_null()));
    }
    assert!(
        summary["items"].as_array().unwrap().iter().all(|item| item["met"].is_null() && item["n"].is_null())
    );
    let said = lead.home.run(["--lang", "fr", "team", "agreement"]).code(0);
    assert!(said.out.contains("trop peu"), "{}", said.out);
}

#[test]
fn one_more_person_cannot_be_subtracted() {
    let (lead, _) = team(6);
    let before = lead.summary(&[]);
    assert!(measured(&before, 1)["value"].is_f64());
    let mut gus = Agent::new(6);
    lead.knows(&gus);
    let bundle = gus.hands(&lead, &gus.submission(MARCH, 12));
    lead.takes("gus", &bundle);
    for more in [&[][..], &["--since", "2026-03-01"], &["--until", "2026-03-31"], &["--by", "channel"]] {
        let now = lead.summary(more);
        assert_eq!((&now["people"], &now["held"]["people"]), (&6.into(), &1.into()), "{more:?}");
        assert_eq!(measured(&now, 1)["value"], before["pillars"][1]["measured"]["value"]);
        assert_eq!(now["items"], before["items"]);
    }
    let said = lead.home.run(["team", "summary"]).code(0);
    let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("counted once 5 people have something new"), "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    // With five more since, a difference is nobody's.
    for n in 7..11 {
        let mut agent = Agent::new(n);
        lead.knows(&agent);
        let bundle = agent.hands(&lead, &agent.submission(MARCH, 1));
        lead.takes(&format!("more-{n}"), &bundle);
    }
    let after = lead.summary(&[]);
    assert_eq!((&after["people"], &after["held"]), (&11.into(), &Value::Null));
    assert!(measured(&after, 1)["value"].is_f64());
}

#[test]
fn one_person_with_something_new_waits_for_the_others() {
    let (lead, mut all) = team(8);
    let before = lead.summary(&["--by", "channel"]);
    let accord: Value = lead.home.run(["--json", "team", "agreement"]).json();
    let next = date(2026, 3, 13);
    for (place, agent) in all.iter_mut().enumerate().take(5) {
        let bundle = agent.hands(&lead, &agent.submission(next, 12));
        lead.takes(&format!("next-{place}"), &bundle);
        let now = lead.summary(&["--by", "channel"]);
        let told: Value = lead.home.run(["--json", "team", "agreement"]).json();
        if place < 4 {
            let waiting = serde_json::json!(place + 1);
            assert_eq!((&now["held"]["people"], &now["held"]["submissions"]), (&waiting, &waiting));
            for key in ["submitted", "pillars", "items", "strata", "who"] {
                assert_eq!(now[key], before[key], "{place} {key}");
            }
            assert_eq!((&told["held"]["people"], &told["items"]), (&waiting, &accord["items"]));
        } else {
            assert_eq!((&now["held"], &told["held"]), (&Value::Null, &Value::Null));
            assert_eq!((&now["submitted"]["submitted"], &told["conversations"]), (&156.into(), &156.into()));
            assert_ne!(measured(&now, 1)["value"], measured(&before, 1)["value"]);
        }
    }
}

#[test]
fn names_end_after_fifteen_and_json_has_them_all() {
    let (lead, _) = team(17);
    let said = lead.home.run(["team", "summary"]).code(0).prints("and 2 more");
    assert_eq!(said.out.matches(" of 12 drawn, up to").count(), 15, "{}", said.out);
    assert_eq!(lead.summary(&[])["who"].as_array().unwrap().len(), 17);
}

#[test]
fn own_minus_colleagues() {
    let (lead, _) = team(6);
    let summary = lead.summary(&[]);
    let gap = &summary["pillars"][1]["gap"];
    // Everybody greeted by their own account: 0, 1, 2, 3, 0 and 1 of twelve were missed.
    assert!((gap["value"].as_f64().unwrap() - 100.0 * (7.0 / 12.0) / 6.0).abs() < 1e-9, "{gap:#}");
    assert_eq!((&gap["n"], &gap["people"]), (&72.into(), &6.into()));
    lead.home.run(["team", "summary"]).code(0).prints("own minus colleagues: +9.7");
}

#[test]
fn the_teams_own_calendar_says_who_asked_out_of_hours() {
    let (lead, _) = team(8);
    lead.home.file("config/aplomb/calendar.toml", THURSDAYS);
    let shifts = lead.summary(&["--by", "shift"]);
    assert_eq!(
        (&shifts["strata"][0]["stratum"], &shifts["strata"][0]["n"]),
        (&"in-hours".into(), &96.into())
    );
}

#[test]
fn what_an_earlier_version_took_in_is_taken_up() {
    let (lead, mut all) = team(6);
    let before = lead.summary(&[]);
    let withdrawn = all[2].submission(date(2026, 3, 13), 0);
    let (handed, word) = (all[2].hands(&lead, &withdrawn), all[2].withdraws(&lead, withdrawn.id));
    lead.takes("handed", &handed);
    lead.takes("word", &word);
    // Before 1.2 there was what was said, and no row of it.
    let store = rusqlite::Connection::open(lead.home.store()).unwrap();
    assert_eq!(store.execute("DELETE FROM handed", []).unwrap(), 6);
    drop(store);
    lead.home.run(["--read-only", "team", "summary"]).code(1).says("nothing was submitted");
    let after = lead.summary(&[]);
    for key in ["submissions", "submitted", "pillars", "items", "who", "held"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    lead.home.run(["doctor"]).code(0);
}

#[test]
fn strata_of_the_team() {
    let (lead, _) = team(8);
    let channels = lead.summary(&["--by", "channel"]);
    let of = |name: &str| {
        let strata = channels["strata"].as_array().unwrap();
        strata.iter().find(|one| one["stratum"] == name && one["pillar"] == "tone").unwrap().clone()
    };
    assert_eq!((&of("chat")["n"], &of("e-mail")["n"]), (&64.into(), &32.into()));
    assert_eq!(channels["difficulty"], "not_recorded");
    let shifts = lead.summary(&["--by", "shift"]);
    let names: Vec<&str> =
        shifts["strata"].as_array().unwrap().iter().map(|one| one["stratum"].as_str().unwrap()).collect();
    assert_eq!(names, ["in-hours", "in-hours", "out-of-hours", "out-of-hours"]);
    assert_eq!(shifts["strata"][0]["n"], 48);
    lead.home.run(["team", "summary", "--checklist", "other"]).code(2).says("submitted under: small");
    lead.home.run(["team", "summary", "--since", "2026-04-01"]).code(1).says("nothing was submitted");
}

#[test]
fn too_little_of_what_was_drawn() {
    let lead = Lead::new();
    for (n, drawn) in [(0, 12), (1, 18), (2, 18), (3, 18), (4, 18)] {
        let mut agent = Agent::new(n);
        lead.knows(&agent);
        let submission = Submission { drawn, ..agent.submission(MARCH, 2) };
        let bundle = agent.hands(&lead, &submission);
        lead.takes(&format!("in-{n}"), &bundle);
    }
    // 60 of 84: told, with the worst case.
    let summary = lead.summary(&[]);
    let figure = measured(&summary, 1);
    assert_eq!((&figure["submitted"], &figure["drawn"]), (&60.into(), &84.into()));
    let (mean, worst) = (figure["value"].as_f64().unwrap(), &figure["worst_case"]);
    assert!((worst[0].as_f64().unwrap() - mean * 60.0 / 84.0).abs() < 1e-9);
    let mut greedy = Agent::new(5);
    lead.knows(&greedy);
    let submission = Submission { drawn: 90, ..greedy.submission(MARCH, 2) };
    let bundle = greedy.hands(&lead, &submission);
    lead.takes("greedy", &bundle);
    assert_eq!(measured(&lead.summary(&[]), 1)["reason"], "too_few_submitted");
}

#[test]
fn agreement_blames_the_wording() {
    let (lead, _) = team(6);
    let accord: Value = lead.home.run(["--json", "team", "agreement"]).json();
    assert_eq!((&accord["conversations"], &accord["people"]), (&72.into(), &6.into()));
    let items = accord["items"].as_array().unwrap();
    let greeted = items.iter().find(|item| item["item"] == "greeted").unwrap();
    assert_eq!((&greeted["n"], &greeted["alike"], &greeted["one_no"]), (&72.into(), &65.into(), &7.into()));
    assert_eq!(greeted["verdict"], "wording_to_discuss", "they agree on no `no`");
    assert_eq!(items[0]["item"], "greeted", "what is worth talking about comes first");
    let said = lead.home.run(["team", "agreement"]).code(0);
    assert!(said.out.contains("Wording to discuss") && said.out.contains("65 of 72"), "{}", said.out);
}

#[test]
fn nothing_private_is_printed() {
    let (lead, all) = team(6);
    let runs: [&[&str]; 6] = [
        &["team", "summary"],
        &["--json", "team", "summary"],
        &["--lang", "fr", "team", "summary", "--by", "shift"],
        &["--json", "team", "summary", "--by", "channel"],
        &["team", "agreement"],
        &["--json", "team", "agreement"],
    ];
    for run in runs {
        let said = lead.home.run(run).code(0);
        for line in said.out.lines().filter(|_| run[0] != "--json") {
            assert!(line.chars().count() <= 80, "{line}");
        }
        assert!(!said.out.contains(SECRET));
        for agent in &all {
            let reference = agent.review(MARCH, 0, false).reference.hex();
            assert!(!said.out.contains(&reference[..16]));
            // Names stand in the lead's own list of who submitted how much, and nowhere beside a score.
            for line in said.out.lines().filter(|line| line.contains(agent.name)) {
                assert!(
                    line.contains("of 12") || line.contains("sur 12") || line.contains("\"name\""),
                    "{line}"
                );
            }
        }
    }
}

#[test]
fn nothing_is_told_where_it_cannot_be_noted() {
    let (lead, _) = team(6);
    lead.home.run(["--read-only", "team", "summary"]).code(2).says("noted when they are told");
    lead.home.run(["team", "summary"]).code(0);
    lead.home.run(["--read-only", "team", "summary"]).code(0);
    assert!(Path::new(&lead.home.store()).exists());
}
