//! Bundles arrive twice, late, in any order, from honest people, from cheats and from strangers: what an exchange is
//! follows from the set of what was said. Before one's own answers are out, nothing of the other's can be reached.

use std::collections::BTreeMap;

use aplomb::domain::checklist::Checklist;
use aplomb::domain::condition::Condition;
use aplomb::domain::conversation::{Conversation, Message, Moment, Role};
use aplomb::domain::digest::Digest;
use aplomb::domain::exchange::{
    Commitment, Decline, Exchange, Fact, Flag, Known, Outcome, Reading, Request, Reveal, Said, Side, Stage,
    Standing, Talk, answers_digest, compare, outcomes, sent, standing,
};
use aplomb::domain::names::{ExchangeId, PersonId};
use aplomb::domain::review::{Answer, ReviewRole, Sheet, Value};
use aplomb::formats::bundle;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const ITEMS: [&str; 6] = ["solved", "steps", "useful", "greeted", "thanked", "jargon"];

fn checklist() -> Checklist {
    let head = "id = \"list\"\nversion = 1\nsubject = \"conversation\"\ntitle = { en = \"L\", fr = \"L\" }\n\
                [[pillars]]\nid = \"act\"\nname = { en = \"Act\", fr = \"Acte\" }\n\
                [[pillars]]\nid = \"tone\"\nname = { en = \"Tone\", fr = \"Ton\" }\n";
    let items = ITEMS.iter().enumerate().map(|(place, id)| {
        let pillar = if place < 3 { "act" } else { "tone" };
        let when = if *id == "steps" { "when = \"solved = no\"\n" } else { "" };
        format!(
            "[[items]]\nid = \"{id}\"\npillar = \"{pillar}\"\ntext = {{ en = \"{id}\", fr = \"{id}\" }}\n{when}\
             na = {{ en = \"n\", fr = \"n\" }}\n"
        )
    });
    let toml: String = std::iter::once(head.to_owned()).chain(items).collect();
    aplomb::formats::checklist::parse(&toml, &|_| None).expect("a sound checklist")
}

fn conversation(id: &str) -> Conversation {
    let message = |n: usize| Message {
        id: format!("m{n}"),
        at: Moment { micros: n as i64, offset: 0 },
        role: if n % 2 == 1 { Role::Customer } else { Role::Agent },
        author: String::new(),
        text: format!("text {n}"),
        html: None,
        private: false,
        macro_name: None,
    };
    Conversation {
        source: String::new(),
        external_id: id.to_owned(),
        channel: "chat".into(),
        subject: String::new(),
        status: None,
        opened_at: Moment { micros: 1, offset: 0 },
        closed_at: None,
        agent: String::new(),
        customer: String::new(),
        tags: Vec::new(),
        csat: None,
        transfers: None,
        reopens: None,
        messages: (1..=4).map(message).collect(),
    }
}

fn value() -> impl Strategy<Value = Value> {
    select(vec![Value::Yes, Value::No, Value::Na])
}

/// Whole answers to the checklist.
fn sheet() -> impl Strategy<Value = Sheet> {
    prop::collection::vec((value(), "[a-z ]{0,6}", 0usize..=4), ITEMS.len()).prop_map(|given| {
        let answers = ITEMS.iter().zip(given).map(|(id, (value, comment, evidence))| {
            let evidence = (evidence > 0).then(|| format!("m{evidence}")).into_iter().collect();
            ((*id).to_owned(), Answer { value, cause: None, comment, evidence })
        });
        sent(&checklist(), &Sheet(answers.collect()))
    })
}

/// What one side says in one talk.
type Remarks = BTreeMap<String, Said>;

/// What one side says, several times.
fn talks() -> impl Strategy<Value = Vec<Remarks>> {
    let said = ("[a-z]{0,3}", prop::option::of(value()), any::<bool>())
        .prop_map(|(remark, agreed, dispute)| Said { remark, agreed, because: String::new(), dispute });
    prop::collection::vec(
        prop::collection::btree_map(select(&ITEMS[..]).prop_map(str::to_owned), said, 0..4),
        0..4,
    )
}

/// How far the honest part of an exchange goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ends {
    Asked,
    Declined,
    Answered,
    Open,
}

/// What somebody does that an honest program does not.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cheat {
    /// The asker asks once more, otherwise.
    SecondRequest,
    /// The reader answers once more, otherwise.
    SecondReading,
    /// The asker reveals what was not sealed.
    WrongReveal,
    /// The asker reveals although the reader has not answered.
    EarlyReveal,
    /// The reader's answers do not fit the checklist.
    UnsoundReading,
    /// Somebody else says everything that can be said.
    Stranger,
}

#[derive(Clone, Debug)]
struct Script {
    asker: usize,
    reader: usize,
    third: bool,
    sheets: (Sheet, Sheet),
    nonce: [u8; 32],
    ends: Ends,
    talks: (Vec<Remarks>, Vec<Remarks>),
    cheats: Vec<Cheat>,
}

fn script(people: usize) -> impl Strategy<Value = Script> {
    let cheat = select(vec![
        Cheat::SecondRequest,
        Cheat::SecondReading,
        Cheat::WrongReveal,
        Cheat::EarlyReveal,
        Cheat::UnsoundReading,
        Cheat::Stranger,
    ]);
    let cheats = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(cheat, 1..3)];
    let ends = select(vec![Ends::Asked, Ends::Declined, Ends::Answered, Ends::Open, Ends::Open, Ends::Open]);
    (
        0..people,
        1..people,
        any::<bool>(),
        (sheet(), sheet()),
        any::<[u8; 32]>(),
        ends,
        (talks(), talks()),
        cheats,
    )
        .prop_map(move |(asker, step, third, sheets, nonce, ends, talks, cheats)| {
            let reader = (asker + step) % people;
            Script { asker, reader, third, sheets, nonce, ends, talks, cheats }
        })
}

fn person(n: usize) -> PersonId {
    PersonId([n as u8 + 1; 16])
}

fn card(n: usize) -> Digest {
    Digest([n as u8 + 101; 32])
}

fn name(n: usize) -> ExchangeId {
    ExchangeId([n as u8 + 1; 16])
}

/// Everything that people said, with who could receive it.
#[derive(Default)]
struct World {
    seqs: BTreeMap<usize, u64>,
    said: Vec<(Known, [usize; 2])>,
}

impl World {
    /// Says a fact in a bundle; what arrives is what was written.
    fn say(&mut self, author: usize, to: usize, fact: &Fact) {
        let seq = self.seqs.entry(author).or_default();
        *seq += 1;
        let bytes = bundle::write(fact);
        let fact = bundle::read(fact.word(), &bytes).expect("a sound fact");
        let digest = Digest::of("test", &[&bytes, &[author as u8], &seq.to_le_bytes()]);
        let known = Known { author: person(author), card: card(author), seq: *seq, digest, fact };
        self.said.push((known, [author, to]));
    }

    fn play(&mut self, number: usize, people: usize, script: &Script) {
        let (asker, reader, exchange) = (script.asker, script.reader, name(number));
        let cheats = |cheat| script.cheats.contains(&cheat);
        let mut request = Request {
            exchange,
            reader: person(reader),
            role: if script.third { ReviewRole::Third } else { ReviewRole::Peer },
            parent: script.third.then(|| name(number + 100)),
            conversation: conversation(&number.to_string()),
            checklist: checklist(),
            original: Digest([number as u8; 32]),
            seal: Digest([0; 32]),
            hide_name: false,
        };
        let nonce = Digest(script.nonce);
        let commitment =
            Commitment { request: &request, card: &card(asker), sheet: &script.sheets.0, nonce: &nonce };
        request.seal = commitment.seal();
        let reveal = Fact::Reveal(Reveal { exchange, sheet: script.sheets.0.clone(), nonce });
        self.say(asker, reader, &Fact::Request(Box::new(request.clone())));
        if cheats(Cheat::SecondRequest) {
            let other = Request { seal: Digest([9; 32]), ..request.clone() };
            self.say(asker, reader, &Fact::Request(Box::new(other)));
        }
        let reading =
            |sheet: &Sheet| Fact::Reading(Reading { exchange, sheet: sheet.clone(), consent: true });
        let unsound = || {
            let mut sheet = script.sheets.1.clone();
            sheet.0.insert("greeted".into(), Answer::of(Value::Point(3)));
            sheet
        };
        if cheats(Cheat::UnsoundReading) {
            self.say(reader, asker, &reading(&unsound()));
        }
        if cheats(Cheat::EarlyReveal) {
            self.say(asker, reader, &reveal);
        }
        if cheats(Cheat::WrongReveal) {
            let wrong = Reveal { exchange, sheet: flipped(&script.sheets.0), nonce };
            self.say(asker, reader, &Fact::Reveal(wrong));
        }
        if cheats(Cheat::Stranger) {
            let stranger = (0..people).find(|n| ![asker, reader].contains(n)).expect("a third person");
            for to in [asker, reader] {
                self.say(stranger, to, &reading(&script.sheets.1));
                self.say(stranger, to, &reveal);
                self.say(stranger, to, &Fact::Decline(Decline { exchange, why: "no".into() }));
                self.say(stranger, to, &talk(exchange, 99, &BTreeMap::new()));
            }
            let theirs = Request { reader: person(asker), original: Digest([8; 32]), ..request.clone() };
            self.say(stranger, asker, &Fact::Request(Box::new(theirs)));
        }
        if script.ends == Ends::Asked {
            return;
        }
        if script.ends == Ends::Declined {
            return self.say(reader, asker, &Fact::Decline(Decline { exchange, why: "on leave".into() }));
        }
        self.say(reader, asker, &reading(&script.sheets.1));
        if cheats(Cheat::SecondReading) {
            self.say(reader, asker, &reading(&flipped(&script.sheets.1)));
        }
        if script.ends == Ends::Answered {
            return;
        }
        self.say(asker, reader, &reveal);
        for (who, to, talks) in [(asker, reader, &script.talks.0), (reader, asker, &script.talks.1)] {
            for (place, said) in talks.iter().enumerate() {
                self.say(who, to, &talk(exchange, place as u32 + 1, said));
            }
        }
    }

    /// What one person has: what they said and what was sent to them.
    fn of(&self, who: usize) -> Vec<Known> {
        self.said.iter().filter(|(_, people)| people.contains(&who)).map(|(known, _)| known.clone()).collect()
    }
}

fn talk(exchange: ExchangeId, number: u32, said: &BTreeMap<String, Said>) -> Fact {
    Fact::Talk(Talk { exchange, number, said: said.clone(), third: BTreeMap::new() })
}

/// Other answers, as whole as these.
fn flipped(sheet: &Sheet) -> Sheet {
    let mut other = sheet.clone();
    let greeted = other.0.get_mut("greeted").expect("it always applies");
    greeted.value = if greeted.value == Value::Yes { Value::No } else { Value::Yes };
    other
}

/// The flags that one side should see, and no others.
fn flags(script: &Script, side: Side) -> Vec<Flag> {
    let cheats = |cheat| script.cheats.contains(&cheat);
    let answered = matches!(script.ends, Ends::Answered | Ends::Open);
    let early = cheats(Cheat::EarlyReveal) || cheats(Cheat::WrongReveal);
    let mut flags = Vec::new();
    flags.extend(cheats(Cheat::SecondRequest).then_some(Flag::TwoRequests));
    flags.extend((answered && cheats(Cheat::SecondReading)).then_some(Flag::TwoReadings));
    flags.extend(cheats(Cheat::WrongReveal).then_some(Flag::NotWhatWasSealed));
    flags.extend((side == Side::Reader && !answered && early).then_some(Flag::RevealedEarly));
    flags
}

/// The stage that one side should see.
fn stage(script: &Script) -> Stage {
    match script.ends {
        Ends::Asked => Stage::Asked,
        Ends::Declined => Stage::Declined,
        Ends::Answered if script.cheats.contains(&Cheat::EarlyReveal) => Stage::Open,
        Ends::Answered => Stage::Answered,
        Ends::Open => Stage::Open,
    }
}

/// The set in another order, some facts more than once; dropped ones come again at the end.
fn shuffled(facts: &[Known], order: &[Index]) -> Vec<Known> {
    let mut out = Vec::new();
    if facts.is_empty() {
        return out;
    }
    for index in order {
        let at = index.index(facts.len());
        out.insert(index.index(out.len() + 1), facts[at].clone());
    }
    let mut missing: Vec<Known> = facts.iter().filter(|fact| !out.contains(fact)).cloned().collect();
    missing.reverse();
    out.extend(missing);
    out
}

/// Ten exchanges between three to five people.
fn world() -> impl Strategy<Value = (usize, Vec<Script>)> {
    (3usize..=5).prop_flat_map(|people| (Just(people), prop::collection::vec(script(people), 10)))
}

fn play(people: usize, scripts: &[Script]) -> World {
    let mut world = World::default();
    for (number, script) in scripts.iter().enumerate() {
        world.play(number, people, script);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_order_is_the_same_state(
        (people, scripts) in world(),
        order in prop::collection::vec(any::<Index>(), 0..150),
    ) {
        let world = play(people, &scripts);
        for who in 0..people {
            let facts = world.of(who);
            let other = shuffled(&facts, &order);
            for (number, script) in scripts.iter().enumerate() {
                let exchange = Exchange::of(person(who), name(number), &facts);
                prop_assert_eq!(&Exchange::of(person(who), name(number), &other), &exchange);
                let side = match who {
                    who if who == script.asker => Side::Asker,
                    who if who == script.reader => Side::Reader,
                    // A stranger's own request makes an exchange of its own for its author, and for nobody else.
                    _ => continue,
                };
                let exchange = exchange.expect("mine");
                prop_assert_eq!((exchange.side, exchange.asker, exchange.reader), (side, person(script.asker), person(script.reader)));
                prop_assert_eq!(exchange.stage, stage(script));
                prop_assert_eq!(&exchange.flags, &flags(script, side), "{:?}", script.cheats);
                prop_assert_eq!(exchange.consent(), exchange.stage == Stage::Open);
                match exchange.sheets() {
                    Some((asker, reader)) => {
                        prop_assert_eq!(exchange.stage, Stage::Open);
                        prop_assert_eq!((asker, reader), (&script.sheets.0, &script.sheets.1));
                        let last = |talks: &[Remarks]| talks.last().filter(|_| script.ends == Ends::Open).cloned();
                        prop_assert_eq!(exchange.asker_talk.as_ref().map(|talk| talk.said.clone()), last(&script.talks.0));
                        prop_assert_eq!(exchange.reader_talk.as_ref().map(|talk| talk.said.clone()), last(&script.talks.1));
                    }
                    None => prop_assert_ne!(exchange.stage, Stage::Open),
                }
            }
        }
    }

    /// At every moment of an arrival in any order: no state shows the asker's answers before the reader's are there, and
    /// more facts never take an opened exchange back.
    #[test]
    fn nothing_opens_before_both_are_there(
        (people, scripts) in world(),
        order in prop::collection::vec(any::<Index>(), 60..100),
    ) {
        let world = play(people, &scripts);
        for (number, script) in scripts.iter().enumerate() {
            for who in [script.asker, script.reader] {
                let arrived = shuffled(&world.of(who), &order);
                let arrived: Vec<Known> =
                    arrived.into_iter().filter(|known| known.fact.exchange() == name(number)).collect();
                let mut open = false;
                for n in 0..=arrived.len() {
                    let answered = arrived[..n].iter().any(|known| {
                        known.author == person(script.reader) && matches!(known.fact, Fact::Reading(_))
                    });
                    let Some(exchange) = Exchange::of(person(who), name(number), &arrived[..n]) else { continue };
                    prop_assert!(answered || exchange.sheets().is_none());
                    prop_assert!(exchange.asker_talk.is_none() || exchange.sheets().is_some());
                    let takes_back = [Cheat::SecondRequest, Cheat::Stranger].iter().any(|c| script.cheats.contains(c));
                    prop_assert!(takes_back || !open || exchange.sheets().is_some());
                    open = exchange.sheets().is_some();
                }
            }
        }
    }

    #[test]
    fn comparing_is_fair(first in sheet(), second in sheet(), talks in (talks(), talks())) {
        let list = checklist();
        let (there, back) = (compare(&list, &first, &second), compare(&list, &second, &first));
        prop_assert_eq!((there.alike, there.shared), (back.alike, back.shared));
        let differing = there.differing().count();
        prop_assert_eq!(there.alike + differing, there.shared);
        prop_assert_eq!(there.pairs.len() - there.shared, usize::from(first.value("steps").is_some() != second.value("steps").is_some()));
        for (a, b) in there.pairs.iter().zip(&back.pairs) {
            prop_assert_eq!((&a.item, &a.first, &a.second), (&b.item, &b.second, &b.first));
            prop_assert!(a.item != "steps" || a.first.is_some() == (first.value("solved") == Some(Value::No)));
        }
        let rank = |pair: &aplomb::domain::exchange::Pair| (pair.alike(), !pair.differs());
        prop_assert!(there.pairs.windows(2).all(|two| rank(&two[0]) <= rank(&two[1])));
        for (a, b) in there.pillars.iter().zip(&back.pillars) {
            prop_assert_eq!((&a.first, &a.second), (&b.second, &b.first));
        }

        let talk = |said: &Vec<Remarks>| said.last().map(|said| Talk {
            exchange: name(1), number: 1, said: said.clone(), third: BTreeMap::new(),
        });
        let (asker, reader) = (talk(&talks.0), talk(&talks.1));
        let none = BTreeMap::new();
        let outcome = outcomes(&there, asker.as_ref(), reader.as_ref(), &none);
        prop_assert_eq!(&outcomes(&back, reader.as_ref(), asker.as_ref(), &none), &outcome);
        prop_assert_eq!(outcome.len(), differing);
        let stands = standing(&outcome, asker.as_ref(), reader.as_ref());
        prop_assert_eq!(standing(&outcome, reader.as_ref(), asker.as_ref()), stands);
        let count = |kind: fn(&Outcome) -> bool| outcome.values().filter(|o| kind(o)).count();
        let (open, disputed) = (count(|o| *o == Outcome::Open), count(|o| *o == Outcome::Disputed));
        match stands {
            Standing::Agreed => prop_assert_eq!((open, disputed), (0, 0)),
            Standing::Disputed => prop_assert!(open == 0 && disputed > 0),
            Standing::Talking | Standing::Untouched => prop_assert!(open > 0),
        }
        // The third reader settles what is disputed, and nothing else.
        let third: BTreeMap<String, Value> = ITEMS.iter().map(|id| ((*id).to_owned(), Value::Na)).collect();
        for (item, settled) in outcomes(&there, asker.as_ref(), reader.as_ref(), &third) {
            match outcome[&item] {
                Outcome::Disputed => prop_assert_eq!(settled, Outcome::Settled(Value::Na)),
                before => prop_assert_eq!(settled, before),
            }
        }
    }
}

/// Who has the request has the seal. There are 65 536 bare reviews of 16 items; without the nonce trying them all finds
/// none, with it exactly the one.
#[test]
fn a_seal_cannot_be_guessed() {
    let mut list = checklist();
    let item = list.items[0].clone();
    list.items = (0..16)
        .map(|n| aplomb::domain::checklist::Item { id: format!("item-{n}"), ..item.clone() })
        .collect();
    let sheet = |bits: u32| {
        let value = |n: usize| if bits >> n & 1 == 1 { Value::Yes } else { Value::No };
        Sheet(
            list.items.iter().enumerate().map(|(n, item)| (item.id.clone(), Answer::of(value(n)))).collect(),
        )
    };
    let mut request = Request {
        exchange: name(1),
        reader: person(1),
        role: ReviewRole::Peer,
        parent: None,
        conversation: conversation("1"),
        checklist: list.clone(),
        original: Digest([3; 32]),
        seal: Digest([0; 32]),
        hide_name: false,
    };
    let (answers, nonce) = (0b1011_0111_0101_1101, Digest::of("test", &[b"nonce"]));
    request.seal =
        Commitment { request: &request, card: &card(0), sheet: &sheet(answers), nonce: &nonce }.seal();

    let (conversation, checklist) = (request.conversation.digest(), list.digest());
    let known: [&[u8]; 7] = [
        &request.exchange.0,
        &request.reader.0,
        b"peer",
        &conversation.0,
        &request.original.0,
        &checklist.0,
        &card(0).0,
    ];
    let mut matched = [Vec::new(), Vec::new(), Vec::new()];
    for bits in 0..1u32 << 16 {
        let guess = answers_digest(&list, &sheet(bits)).0;
        let with: [&[&[u8]]; 3] = [&[&guess], &[&guess, &[0; 32]], &[&guess, &nonce.0]];
        for (found, end) in matched.iter_mut().zip(with) {
            if Digest::of("aplomb/seal/v1", &[&known, end].concat()) == request.seal {
                found.push(bits);
            }
        }
    }
    assert_eq!(matched, [vec![], vec![], vec![answers]]);
}

/// The condition of the checklist above, by name: the properties depend on it.
#[test]
fn steps_depend_on_solved() {
    assert_eq!(checklist().item("steps").and_then(|item| item.when.clone()), Condition::parse("solved = no"));
}
