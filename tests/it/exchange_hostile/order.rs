//! Ten exchanges among four people, their bundles delivered in any order, some twice, some thrice: all stores end in the
//! same states as when everything came in its turn.

use std::collections::BTreeMap;

use aplomb::domain::exchange::{Side, Stage, Standing};
use aplomb::domain::names::ExchangeId;
use aplomb::domain::review::{ReviewRole, Value};
use aplomb::ops::exchange;

use super::people::{NOW, Person};

/// More cases: `APLOMB_ORDERS=100`.
const ORDERS: &str = "APLOMB_ORDERS";

struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Who asks whom about what; the items that the asker and the reader answer with no.
const EXCHANGES: [(usize, usize, &[&str], &[&str]); 10] = [
    (0, 1, &["useful"], &["greeted"]),
    (0, 2, &[], &[]),
    (0, 3, &["greeted"], &["greeted"]),
    (1, 0, &["solved"], &[]),
    (1, 2, &["useful"], &["useful", "greeted"]),
    (2, 3, &[], &["useful"]),
    (2, 0, &["steps", "solved"], &["solved"]),
    (3, 0, &["greeted"], &[]),
    (3, 1, &["useful"], &[]),
    (3, 2, &[], &["greeted"]),
];

/// The reader of the last one says no.
const DECLINED: &str = "9";

struct Team {
    people: Vec<Person>,
    /// What each exchange is about, and whether it is a third reading: names differ from run to run.
    about: BTreeMap<ExchangeId, String>,
    /// Whom it is for, and the file.
    under_way: Vec<(usize, Vec<u8>)>,
}

impl Team {
    fn gathered() -> Team {
        let mut people: Vec<Person> = ["Léa", "Marc", "Carol", "Inès"]
            .into_iter()
            .zip(11..)
            .map(|(name, seed)| Person::light(name, seed))
            .collect();
        let cards: Vec<(&str, Vec<u8>)> =
            people.iter_mut().map(|person| (person.name, person.card())).collect();
        for person in &mut people {
            for (name, card) in &cards {
                if *name != person.name {
                    person.adds(card, name, false);
                }
            }
        }
        let mut team = Team { people, about: BTreeMap::new(), under_way: Vec::new() };
        for (n, (asker, reader, no, _)) in EXCHANGES.iter().enumerate() {
            let reader = team.people[*reader].id();
            let asker = &mut team.people[*asker];
            let conversation = asker.has(&n.to_string(), "hello");
            asker.reads(conversation, no, "so");
            let id = asker.asks(conversation, reader);
            team.about.insert(id, n.to_string());
        }
        team
    }

    /// Everybody does what an attentive person does next: reads, talks, asks a third reader. What they say follows from
    /// the exchange alone.
    fn act(&mut self) {
        for place in 0..self.people.len() {
            let person = &mut self.people[place];
            for row in person.session.store.exchanges().unwrap() {
                let about = self.about[&row.id].clone();
                let Some(state) = person.state(row.id) else { continue };
                match (row.side, state.stage) {
                    (Side::Reader, Stage::Asked) if row.review.is_none() => {
                        if about == DECLINED {
                            exchange::decline(
                                &mut person.session,
                                row.conversation,
                                "no time",
                                NOW,
                                &mut person.chance,
                            )
                            .unwrap();
                            continue;
                        }
                        let number: usize = about.trim_start_matches('t').parse().unwrap();
                        let no = if about.starts_with('t') { &["useful"][..] } else { EXCHANGES[number].3 };
                        person.reads(row.conversation, no, "so");
                    }
                    (_, Stage::Open) if row.role == ReviewRole::Peer && state.my_talk().is_none() => {
                        // Disputed where the number is even, agreed where it is odd.
                        let dispute = about.parse::<usize>().unwrap() % 2 == 0;
                        for item in ["useful", "greeted", "solved"] {
                            let agreed = (!dispute).then_some(Value::Yes);
                            person.says(row.id, item, agreed, "because", dispute);
                        }
                    }
                    (Side::Asker, Stage::Open)
                        if row.role == ReviewRole::Peer
                            && row.third.is_none()
                            && state.their_talk().is_some()
                            && row.standing == Some(Standing::Disputed)
                            // Only where one person is left, so that the lot is the same in every run.
                            && about == "4" =>
                    {
                        let child =
                            exchange::third_reader(&mut person.session, row.id, NOW, &mut person.chance);
                        if let Ok(child) = child {
                            self.about.insert(child, format!("t{about}"));
                        }
                    }
                    _ => {}
                }
            }
            for (_, to, file) in self.people[place].sends() {
                let to = self.people.iter().position(|person| person.id() == to).unwrap();
                self.under_way.push((to, file));
            }
        }
    }

    /// Delivers one of those under way until nothing is left; with a draw, any of them, and any again.
    fn run(&mut self, mut draw: Option<Draw>) {
        let mut delivered: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut late = 40;
        self.act();
        while !self.under_way.is_empty() {
            let next = draw.as_mut().map_or(0, |draw| draw.below(self.under_way.len()));
            let (to, file) = self.under_way.remove(next);
            self.people[to].opens(&file).unwrap();
            delivered.push((to, file));
            if let Some(draw) = draw.as_mut().filter(|_| late > 0) {
                late -= 1;
                let (to, file) = &delivered[draw.below(delivered.len())];
                assert!(!self.people[*to].opens(file).unwrap().new);
            }
            // Nobody sits at the screen all the time.
            let acts = draw.as_mut().is_none_or(|draw| draw.below(3) == 0);
            if acts || self.under_way.is_empty() {
                self.act();
            }
        }
    }

    fn truth(&self) -> Vec<BTreeMap<String, String>> {
        let named = |truth: BTreeMap<String, String>| {
            let name = |id: &str| self.about[&ExchangeId::parse(id).unwrap()].clone();
            truth.into_iter().map(|(id, said)| (name(&id), said)).collect()
        };
        self.people.iter().map(|person| named(person.truth())).collect()
    }
}

#[test]
fn any_order_gives_the_same_states() {
    let mut in_turn = Team::gathered();
    in_turn.run(None);
    let expected = in_turn.truth();
    let all: Vec<&String> = expected.iter().flat_map(BTreeMap::values).collect();
    let of = |what: &str| all.iter().filter(|said| said.contains(what)).count();
    // Nine and a third reading on two sides each, and the one that was declined.
    assert_eq!((of(" Open "), of(" Declined ")), (20, 2), "{expected:#?}");
    assert!(of("Agreed") > 4 && of("Disputed") > 2, "{expected:#?}");
    let cases = std::env::var(ORDERS).ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    for seed in 1..=cases {
        let mut team = Team::gathered();
        team.run(Some(Draw(seed)));
        assert_eq!(team.truth(), expected, "order {seed}");
    }
}
