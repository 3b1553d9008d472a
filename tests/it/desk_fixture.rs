//! Invented desks for tests: a small checklist, and one of thirty-one items in the shape of the shipped one.

use std::collections::BTreeMap;
use std::sync::Arc;

use aplomb::domain::checklist::{Cause, Checklist, Critical, Item, NaPolicy, Pillar, Scale, Subject};
use aplomb::domain::condition::Condition;
use aplomb::domain::conversation::{Role, Status};
use aplomb::domain::history::History;
use aplomb::domain::review::{ReviewRole, State, Value};
use aplomb::domain::shown::Shown;
use aplomb::ops::desk::{Desk, LastTime, Said};
use aplomb::ops::transcript::{Transcript, Turn};
use aplomb::words::Bilingual;
use jiff::civil::datetime;

type Words = (&'static str, &'static str);

const EFFECTIVENESS: [Words; 6] = [
    ("The problem was solved", "Le problème a été résolu"),
    ("Explanations were accurate", "Les explications étaient exactes"),
    ("Explanations could be acted on at once", "Les explications permettaient d’agir tout de suite"),
    ("Explanations left no question open", "Les explications n’ont laissé aucune question ouverte"),
    ("The customer had to do as little as possible", "Le client a eu le moins possible à faire"),
    ("Every possible step was taken", "Tout ce qui était possible a été tenté"),
];

const EFFICIENCY: [Words; 8] = [
    ("The right questions came in one message", "Les bonnes questions sont venues en un message"),
    ("Nothing was asked that the customer had already said", "Rien n’a été redemandé au client"),
    ("Macros were used where one fits", "Les réponses types ont servi là où elles conviennent"),
    ("The first reply moved the case forward", "La première réponse a fait avancer la demande"),
    ("The case was handed over only when it had to be", "La demande n’a été transférée que par nécessité"),
    ("Internal notes say what was tried", "Les notes internes disent ce qui a été tenté"),
    ("The tags name the real cause", "Les étiquettes nomment la vraie cause"),
    ("The case was closed when it was done", "La demande a été close une fois traitée"),
];

const COURTESY: [Words; 17] = [
    ("The customer was greeted by name", "Le client a été salué par son nom"),
    ("The agent gave a name", "Le conseiller a donné son nom"),
    ("Thanks at the beginning", "Remerciement au début"),
    ("The trouble was acknowledged", "La gêne a été reconnue"),
    ("An apology where one was due", "Des excuses quand il en fallait"),
    ("Plain words, no jargon", "Des mots simples, sans jargon"),
    ("Short sentences and paragraphs", "Phrases et paragraphes courts"),
    ("Spelling and grammar are right", "Orthographe et grammaire justes"),
    ("The tone fits the customer’s", "Le ton s’accorde à celui du client"),
    ("Emoji only after the customer used one", "Des émojis seulement après le client"),
    ("Positive wording of what is possible", "Ce qui est possible est dit positivement"),
    ("Waiting times were announced", "Les délais ont été annoncés"),
    ("The next step was named", "La suite a été annoncée"),
    ("The customer’s effort was thanked", "Le client a été remercié de ses efforts"),
    ("Further help was offered", "Une aide supplémentaire a été proposée"),
    ("Thanks at the end", "Remerciement à la fin"),
    ("A friendly closing", "Une formule de fin aimable"),
];

/// One item with everything usual.
pub fn item(id: &str, pillar: &str, text: Words) -> Item {
    Item {
        id: id.to_owned(),
        pillar: pillar.to_owned(),
        text: Bilingual::fixed(text.0, text.1),
        guidance: Bilingual::default(),
        why: Bilingual::default(),
        row: String::new(),
        weight: 1.0,
        scale: Scale::YesNo,
        na: None,
        critical: None,
        when: None,
        causes: Vec::new(),
        comment_on: Vec::new(),
        own: false,
    }
}

fn causes() -> Vec<Cause> {
    [
        ("link", "the link was missing", "il manquait le lien"),
        ("step", "no next step", "pas de prochaine étape"),
        ("words", "too technical", "trop technique"),
    ]
    .into_iter()
    .map(|(id, en, fr)| Cause { id: id.into(), text: Bilingual::fixed(en, fr) })
    .collect()
}

fn pillar(id: &str, name: Words) -> Pillar {
    Pillar { id: id.to_owned(), name: Bilingual::fixed(name.0, name.1), weight: 1.0 }
}

/// A checklist over items, with the four pillars.
pub fn checklist(items: Vec<Item>) -> Checklist {
    Checklist {
        id: "four-pillars".into(),
        version: 1,
        subject: Subject::Conversation,
        title: Bilingual::fixed("Four pillars", "Quatre piliers"),
        from: String::new(),
        na_policy: NaPolicy::Drop,
        index: false,
        peer_reviews_before_submission: 1,
        pillars: vec![
            pillar("effectiveness", ("Effectiveness", "Efficacité")),
            pillar("efficiency", ("Efficiency", "Efficience")),
            pillar("productivity", ("Productivity", "Productivité")),
            pillar("courtesy", ("Courtesy", "Sympathie")),
        ],
        items,
        metrics: Vec::new(),
        hints: Vec::new(),
    }
}

/// Thirty-one items: 6, 8, 0 and 17; one of them conditional.
pub fn thirty_one() -> Checklist {
    let mut items = Vec::new();
    for (pillar, texts) in
        [("effectiveness", &EFFECTIVENESS[..]), ("efficiency", &EFFICIENCY[..]), ("courtesy", &COURTESY[..])]
    {
        for (place, text) in texts.iter().enumerate() {
            items.push(item(&format!("{pillar}-{}", place + 1), pillar, *text));
        }
    }
    items[2].causes = causes();
    items[3].guidance = Bilingual::fixed(
        "Yes if the customer could act on the answer without asking again.",
        "Oui si le client pouvait agir sans redemander.",
    );
    items[3].why = Bilingual::fixed(
        "A second question costs both sides a day.",
        "Une deuxième question coûte un jour à chacun.",
    );
    items[3].causes = causes();
    items[5].when = Condition::parse("effectiveness-1 = no");
    items[8].na = Some(Bilingual::fixed("no macro exists for this case", "aucune réponse type n’existe"));
    items[23].na = Some(Bilingual::fixed("the customer used none", "le client n’en a pas utilisé"));
    checklist(items)
}

/// Few items, with everything that an item can have: a scale, a mandatory comment, a critical one, own ones.
pub fn small() -> Checklist {
    let mut solved = item("solved", "effectiveness", EFFECTIVENESS[0]);
    solved.causes = causes();
    solved.critical = Some(Critical::ZeroPillar);
    let mut steps = item("steps", "effectiveness", EFFECTIVENESS[5]);
    steps.when = Condition::parse("solved = no");
    let mut useful = item("useful", "effectiveness", EFFECTIVENESS[2]);
    useful.comment_on = vec![Value::No];
    useful.weight = 2.0;
    let mut effort = item("effort", "efficiency", ("How little effort it took", "Le peu d’effort demandé"));
    effort.scale = Scale::Points { min: 1, max: 5 };
    let mut tone = item("tone", "courtesy", COURTESY[8]);
    tone.na = Some(Bilingual::fixed("there was no exchange", "il n’y a pas eu d’échange"));
    let mut own = checklist(vec![item("pun", "courtesy", ("No puns", "Pas de jeux de mots"))]);
    own.pillars.retain(|pillar| pillar.id == "courtesy");
    checklist(vec![solved, steps, useful, effort, tone]).with_own(&own)
}

fn turn(number: usize, minute: i8, role: Role, text: &str) -> Turn {
    Turn {
        id: format!("t{number}"),
        number,
        at: datetime(2026, 11, 3, 10, minute, 0, 0),
        role,
        author: match role {
            Role::Customer => Shown::line("Crystal"),
            _ => Shown::line("me@desk.example"),
        },
        mine: role == Role::Agent,
        private: false,
        macro_name: None,
        text: Shown::text(text),
    }
}

/// A conversation about a shoe.
pub fn transcript() -> Transcript {
    let mut turns = vec![
        turn(1, 2, Role::Customer, "Hi, one of my shoes is missing from the box."),
        turn(
            2,
            2,
            Role::Agent,
            "Hello Crystal, thank you for telling us, and sorry about that. Which order is it, and which size?",
        ),
        turn(3, 3, Role::Customer, "order 3592, size 6"),
        turn(4, 4, Role::Agent, "Warehouse says the left shoe is still on the shelf."),
        turn(
            5,
            5,
            Role::Agent,
            "We found it. It leaves today and arrives on Thursday.\nYou can follow it on our site.",
        ),
        turn(6, 7, Role::Customer, "Great. Where on your site? I cannot find a link there."),
        turn(7, 9, Role::Agent, "In your account, under orders."),
        turn(8, 11, Role::Customer, "Thanks, found it 👍"),
    ];
    turns[3].private = true;
    turns[1].macro_name = Some(Shown::line("Greeting"));
    Transcript {
        id: 7,
        reference: Shown::line("#3592"),
        source: Shown::line("desk"),
        channel: Shown::line("chat"),
        subject: Shown::line("A shoe is missing from my order"),
        status: Some(Status::Solved),
        agent: Shown::line("me"),
        customer: Shown::line("Crystal"),
        tags: Vec::new(),
        rating: None,
        rating_comment: None,
        opened_at: datetime(2026, 11, 3, 10, 2, 0, 0),
        seconds: 540,
        turns,
    }
}

/// A fresh draft over a checklist.
pub fn desk(checklist: Checklist) -> Desk {
    let last_time = BTreeMap::from([(
        "effectiveness-4".to_owned(),
        LastTime {
            said: Said::Agreed { value: Value::Yes, with: Shown::line("Marc") },
            text: Shown::line("yes when the next step is named"),
        },
    )]);
    Desk {
        review: 70,
        role: ReviewRole::Own,
        for_whom: None,
        state: State::Draft,
        transcript: Arc::new(transcript()),
        checklist: Arc::new(checklist),
        other_form: Some("four-pillars-express".into()),
        history: History::default(),
        last_time,
        noticed: Vec::new(),
        drawn: true,
        zone: jiff::tz::TimeZone::UTC,
        others: Vec::new(),
    }
}
