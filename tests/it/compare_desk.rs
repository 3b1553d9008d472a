//! Invented exchanges for tests: two sheets over the thirty-one items, and what was said about their differences.

use std::collections::BTreeMap;
use std::sync::Arc;

use aplomb::domain::checklist::{Checklist, Scale};
use aplomb::domain::exchange::{Outcome, Said, Side, Stage, Standing, compare, outcome};
use aplomb::domain::names::{ExchangeId, PersonId};
use aplomb::domain::review::{Answer, Sheet, Value};
use aplomb::domain::shown::Shown;
use aplomb::ops::compare::{Compare, Given, Line, Word};
use aplomb::ops::people::{AskPreview, Colleague, Replaced};
use aplomb::ops::today::{Errand, ErrandKind};
use aplomb::words::Bilingual;
use jiff::civil::date;

use crate::desk_fixture;

pub const EXCHANGE: ExchangeId = ExchangeId([7; 16]);

fn answer(value: Value, cause: Option<&str>, comment: &str, evidence: &[usize]) -> Answer {
    Answer {
        value,
        cause: cause.map(str::to_owned),
        comment: comment.to_owned(),
        evidence: evidence.iter().map(|n| format!("t{n}")).collect(),
    }
}

/// Mine and Marc's: they differ on five, one item applied for Marc only, the rest is alike.
fn sheets(list: &Checklist) -> (Sheet, Sheet) {
    let mut yes = Sheet::default();
    for item in &list.items {
        let value = match item.scale {
            Scale::YesNo => Value::Yes,
            Scale::Points { max, .. } => Value::Point(max),
        };
        yes.0.insert(item.id.clone(), Answer::of(value));
    }
    let (mut mine, mut theirs) = (yes.clone(), yes);
    let mut put = |item: &str, one: Answer, two: Answer| {
        mine.0.insert(item.into(), one);
        theirs.0.insert(item.into(), two);
    };
    put(
        "effectiveness-3",
        answer(Value::Yes, None, "I named the site, and the day it arrives.", &[5]),
        answer(
            Value::No,
            Some("link"),
            "Crystal had to ask again where on the site: a link to the parcel would have spared her that message.",
            &[5, 6],
        ),
    );
    put("efficiency-3", answer(Value::Na, None, "No macro fits a lost shoe.", &[]), Answer::of(Value::Yes));
    put(
        "courtesy-5",
        answer(Value::No, None, "", &[2]),
        answer(Value::Yes, None, "It says sorry, and for what.", &[2]),
    );
    put("courtesy-16", Answer::of(Value::Yes), answer(Value::No, None, "", &[7]));
    put("effectiveness-1", Answer::of(Value::Yes), Answer::of(Value::No));
    (mine, theirs)
}

/// An exchange of mine with Marc, open, nothing said yet.
pub fn fresh() -> Compare {
    over(desk_fixture::thirty_one(), sheets)
}

/// A checklist of a few items, with a scale among them.
pub fn with_points() -> Compare {
    over(desk_fixture::small(), |list| {
        let (mut mine, mut theirs) = (Sheet::default(), Sheet::default());
        for item in list.items.iter().filter(|item| !item.own) {
            let (one, two) = match item.scale {
                Scale::YesNo => (Value::Yes, Value::Yes),
                Scale::Points { .. } => (Value::Point(4), Value::Point(2)),
            };
            mine.0.insert(item.id.clone(), Answer::of(one));
            theirs.0.insert(item.id.clone(), Answer::of(two));
        }
        (mine, theirs)
    })
}

fn over(list: Checklist, sheets: impl Fn(&Checklist) -> (Sheet, Sheet)) -> Compare {
    let (mine, theirs) = sheets(&list);
    let both = compare(&list, &mine, &theirs);
    let given = |answer: &Option<Answer>, item: &str| {
        answer.as_ref().map(|answer| Given {
            value: answer.value,
            cause: answer.cause.as_ref().and_then(|id| {
                let causes = &list.item(item)?.causes;
                causes.iter().find(|cause| cause.id == *id).map(|cause| cause.text.clone())
            }),
            comment: Shown::text(&answer.comment),
            evidence: answer.evidence.iter().map(|id| id[1..].parse().unwrap()).collect(),
        })
    };
    let lines = both
        .pairs
        .iter()
        .map(|pair| Line {
            item: pair.item.clone(),
            pillar: pair.pillar.clone(),
            text: pair.text.clone(),
            mine: given(&pair.first, &pair.item),
            theirs: given(&pair.second, &pair.item),
            my_word: Word::default(),
            their_word: Word::default(),
            third: None,
            outcome: pair.differs().then_some(Outcome::Open),
        })
        .collect();
    Compare {
        exchange: EXCHANGE,
        conversation: 7,
        side: Side::Asker,
        other: Shown::line("Marc"),
        stage: Stage::Open,
        declined: Shown::default(),
        asked_on: date(2026, 3, 12),
        transcript: Arc::new(desk_fixture::transcript()),
        checklist: Arc::new(list.clone()),
        lines,
        pillars: both.pillars.clone(),
        alike: both.alike,
        shared: both.shared,
        standing: Standing::Untouched,
        flags: Vec::new(),
        third: None,
        to_send: 0,
        siblings: Vec::new(),
        ended: false,
    }
}

/// Works out what became of every difference, as the worker does.
pub fn settle(compare: &mut Compare) {
    for line in compare.lines.iter_mut().filter(|line| line.differs()) {
        let dispute = line.my_word.dispute || line.their_word.dispute;
        line.outcome = Some(outcome([line.my_word.agreed, line.their_word.agreed], dispute, line.third));
    }
    let outcomes: BTreeMap<String, Outcome> =
        compare.lines.iter().filter_map(|line| Some((line.item.clone(), line.outcome?))).collect();
    let said = compare
        .lines
        .iter()
        .any(|line| line.my_word != Word::default() || line.their_word != Word::default());
    compare.standing = match aplomb::domain::exchange::standing(&outcomes, None, None) {
        Standing::Untouched if said => Standing::Talking,
        standing => standing,
    };
}

/// Takes in what I say, as the worker does.
pub fn say(compare: &mut Compare, item: &str, said: &Said) {
    let line = compare.lines.iter_mut().find(|line| line.item == item).unwrap();
    line.my_word = Word {
        remark: Shown::text(&said.remark),
        agreed: said.agreed,
        because: Shown::text(&said.because),
        dispute: said.dispute,
    };
    compare.to_send = 1;
    settle(compare);
}

/// In the middle of the talk: one agreed, one waits for me, one disputed, one open.
pub fn talking() -> Compare {
    let mut compare = fresh();
    let word = |agreed, remark: &str, because: &str, dispute| Word {
        remark: Shown::text(remark),
        agreed,
        because: Shown::text(because),
        dispute,
    };
    for line in &mut compare.lines {
        match line.item.as_str() {
            "effectiveness-3" => {
                line.my_word = word(Some(Value::No), "True: she did ask again.", "", false);
                line.their_word = word(
                    Some(Value::No),
                    "The day was clear, though.",
                    "no when the customer has to ask where to find it",
                    false,
                );
            }
            "efficiency-3" => line.their_word = word(Some(Value::Na), "", "", false),
            "courtesy-5" => line.my_word = word(None, "A phrase in passing is no apology.", "", true),
            _ => {}
        }
    }
    settle(&mut compare);
    compare.to_send = 1;
    compare.siblings = vec![ExchangeId([8; 16])];
    compare
}

/// Everything agreed.
pub fn agreed() -> Compare {
    let mut compare = fresh();
    for line in compare.lines.iter_mut().filter(|line| line.differs()) {
        line.my_word.agreed = line.theirs.as_ref().map(|given| given.value);
        line.their_word.agreed = line.my_word.agreed;
    }
    settle(&mut compare);
    compare
}

/// Two wait for a third reader, who was drawn.
pub fn disputed() -> Compare {
    let mut compare = agreed();
    for line in compare.lines.iter_mut().filter(|line| line.differs()).skip(2) {
        line.my_word = Word { dispute: true, ..Word::default() };
    }
    settle(&mut compare);
    compare.third = Some(Shown::line("Léa"));
    compare
}

/// Not open yet.
pub fn closed(stage: Stage, side: Side) -> Compare {
    Compare { stage, side, lines: Vec::new(), pillars: Vec::new(), alike: 0, shared: 0, ..fresh() }
}

/// Whom I could ask, and what would leave.
pub fn preview() -> AskPreview {
    let colleague = |n: u8, name: &str, met, en: &'static str, fr: &'static str| Colleague {
        person: PersonId([n; 16]),
        name: Shown::line(name),
        met,
        why: Bilingual::fixed(en, fr),
    };
    let replaced = |sort: (&'static str, &'static str), found: &str, mark: &str, places| Replaced {
        sort: Bilingual::fixed(sort.0, sort.1),
        found: Shown::line(found),
        mark: Shown::line(mark),
        places,
    };
    let (name, mail, phone) = (("name", "nom"), ("e-mail", "courriel"), ("phone", "téléphone"));
    AskPreview {
        conversation: 7,
        title: Shown::line("#3592 A shoe is missing from my order"),
        colleagues: vec![
            colleague(1, "Marc", false, "you have not compared yet", "pas encore d’échange entre vous"),
            colleague(2, "Léa", true, "last compared 3 weeks ago", "dernier échange il y a 3 semaines"),
            colleague(3, "Inès", true, "compared twice this month", "deux échanges ce mois-ci"),
        ],
        replacements: vec![
            replaced(name, "Crystal", "[name 1]", 5),
            replaced(name, "Crystal Vale", "[name 2]", 1),
            replaced(mail, "crystal.vale@mail.example", "[e-mail 1]", 2),
            replaced(phone, "+33 6 12 34 56 78", "[phone 1]", 1),
        ],
        notes_left_out: 2,
        hide_name: false,
    }
}

/// What waits for me, and what I wait for.
pub fn errands() -> Vec<Errand> {
    let errand = |n: u8, kind, reference: &str, subject: &str, other: &str, day: i8| Errand {
        exchange: ExchangeId([n; 16]),
        conversation: 100 + i64::from(n),
        reference: Shown::line(reference),
        subject: Shown::line(subject),
        other: Shown::line(other),
        since: date(2026, 3, day),
        kind,
    };
    vec![
        errand(1, ErrandKind::Waiting, "#4163", "Where is my refund?", "Léa", 20),
        errand(2, ErrandKind::ToTalkOver, "#3592", "A shoe is missing from my order", "Marc", 12),
        errand(3, ErrandKind::ToRead, "#881", "The lamp hums when it is off", "", 22),
        errand(4, ErrandKind::ResultToOpen, "#4156", "Parcel went to my old address", "Inès", 21),
    ]
}
