//! Invented conversations, samples and checklists for the screens.

use std::sync::Arc;

use aplomb::domain::checklist::{
    Better, Checklist, Critical, Item, NaPolicy, Pillar, Scale, Subject, TeamMetric,
};
use aplomb::domain::conversation::{Role, Status};
use aplomb::domain::problem::Problem;
use aplomb::domain::review::State;
use aplomb::domain::shown::Shown;
use aplomb::ops::listing::{Found, Row};
use aplomb::ops::shelf::{Origin, Shelf, Volume};
use aplomb::ops::today::{Sample, Today};
use aplomb::ops::transcript::{Transcript, Turn};
use aplomb::words::Bilingual;
use jiff::civil::{Date, date};

const SUBJECTS: [&str; 8] = [
    "The kettle leaks at the handle",
    "Parcel went to my old address",
    "Where is my refund?",
    "L’abonnement a été facturé deux fois",
    "ギフトカードが使えません",
    "Cannot log in since the update 🔑",
    "A very long subject that goes on about a lamp, its shade, its bulb, its switch and its cable, and then some",
    "",
];
const CHANNELS: [&str; 3] = ["chat", "email", "phone"];

/// A row of the list with an id from 1.
pub fn row(id: i64) -> Row {
    let n = usize::try_from(id).unwrap_or(0);
    Row {
        id,
        reference: Shown::line(&format!("#{}", 4100 + 7 * n)),
        subject: Shown::line(SUBJECTS[n % SUBJECTS.len()]),
        channel: Shown::line(CHANNELS[n % CHANNELS.len()]),
        agent: Shown::line(if n % 4 == 3 { "marc@shop.example" } else { "ada@shop.example" }),
        opened_at: day(n).at(8 + i8::try_from(n % 9).unwrap_or(0), 5, 0, 0),
        messages: u32::try_from(3 + n * 5 % 40).unwrap_or(3),
        rating: (n % 3 == 0).then_some(0.8),
        review: match n % 5 {
            1 => Some((State::Sealed, None)),
            2 => Some((State::Draft, Some((12, 31)))),
            _ => None,
        },
        drawn: n.is_multiple_of(6),
        found: None,
    }
}

fn day(n: usize) -> Date {
    date(2026, 3, 1).saturating_add(jiff::Span::new().days(i64::try_from(n % 28).unwrap_or(0)))
}

/// A week with a sample of eight, five of them reviewed.
pub fn today() -> Today {
    let state = |n: i64| match n {
        0..=4 => Some((State::Sealed, None)),
        5 => Some((State::Draft, Some((12, 31)))),
        _ => None,
    };
    let rows = (0..8).map(|n| Row { review: state(n), drawn: true, ..row(n + 10) }).collect();
    Today {
        name: "Ada".to_owned(),
        aliases: vec!["ada@shop.example".to_owned()],
        conversations: 1240,
        unreviewed: 1198,
        sample: Some(Sample {
            draw: 3,
            on: date(2026, 3, 23),
            seed: 90_210,
            drawn: 8,
            sealed: 5,
            of: 212,
            rows,
        }),
        drafts: vec![Row { review: Some((State::Draft, Some((3, 31)))), drawn: false, ..row(40) }],
        exchanges: Vec::new(),
        sealed_this_week: 5,
        sealed: 42,
        lead: false,
        goals: false,
        past_keeping: false,
    }
}

/// A list of conversations.
pub fn found(count: i64) -> Found {
    Found { ids: (1..=count).collect(), of: 240, begun: false, not_understood: Vec::new() }
}

/// A conversation of six messages over two days.
pub fn transcript(id: i64) -> Transcript {
    let turn = |number: usize, day: i8, minute: i8, role, private: bool, text: &str| Turn {
        id: format!("m-{number}"),
        number,
        at: date(2026, 3, day).at(10, minute, 0, 0),
        role,
        author: Shown::line(if role == Role::Customer { "Crystal Vale" } else { "ada@shop.example" }),
        mine: role == Role::Agent && !private,
        private,
        macro_name: (number == 2).then(|| Shown::line("greeting")),
        text: Shown::text(text),
    };
    Transcript {
        id,
        reference: row(id).reference,
        source: Shown::line("shop"),
        channel: Shown::line("chat"),
        subject: row(id).subject,
        status: Some(Status::Solved),
        agent: Shown::line("ada@shop.example"),
        customer: Shown::line("Crystal Vale"),
        tags: vec![Shown::line("kettle")],
        rating: Some((4.0, 1.0, 5.0)),
        rating_comment: None,
        opened_at: date(2026, 3, 4).at(10, 2, 0, 0),
        seconds: 540,
        turns: vec![
            turn(1, 4, 2, Role::Customer, false, "hi, the kettle I bought last week leaks at the handle"),
            turn(
                2,
                4,
                3,
                Role::Agent,
                false,
                "Hello Crystal, thank you for telling us. May I ask for the order number, and whether water comes out when it stands still, or only when you pour?",
            ),
            turn(3, 4, 5, Role::Customer, false, "order 3592\nonly when I pour\u{1b}[2J \u{202e}sdrawkcab"),
            turn(
                4,
                4,
                6,
                Role::Agent,
                true,
                "Known fault of the March batch, see the note from the workshop.",
            ),
            turn(5, 4, 9, Role::Agent, false, "A new one leaves today. You need not send the old one back."),
            turn(6, 5, 11, Role::Customer, false, "it came, merci ! 🙏"),
        ],
    }
}

fn item(id: &str, pillar: &str, en: &'static str, fr: &'static str) -> Item {
    Item {
        id: id.to_owned(),
        pillar: pillar.to_owned(),
        text: Bilingual::fixed(en, fr),
        guidance: Bilingual::fixed(
            "Yes when the customer could go on without asking again.",
            "Oui si la personne pouvait continuer sans redemander.",
        ),
        why: Bilingual::fixed("Asking twice costs both sides.", "Redemander coûte aux deux côtés."),
        row: "S1.10".to_owned(),
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

/// Two checklists, one with a problem beside them.
pub fn shelf() -> Shelf {
    let pillar = |id: &str, en, fr| Pillar { id: id.to_owned(), name: Bilingual::fixed(en, fr), weight: 1.0 };
    let checklist = Checklist {
        id: "invented".to_owned(),
        version: 3,
        subject: Subject::Conversation,
        title: Bilingual::fixed("Invented pillars", "Piliers inventés"),
        from: String::new(),
        na_policy: NaPolicy::Drop,
        index: false,
        peer_reviews_before_submission: 1,
        pillars: vec![
            pillar("effectiveness", "Effectiveness", "Efficacité"),
            pillar("productivity", "Productivity", "Productivité"),
            pillar("courtesy", "Courtesy", "Sympathie"),
        ],
        items: vec![
            item(
                "solved",
                "effectiveness",
                "The kettle question was settled",
                "La question de la bouilloire a été réglée",
            ),
            Item {
                critical: Some(Critical::ZeroPillar),
                na: Some(Bilingual::fixed("when nothing was promised", "si rien n’a été promis")),
                ..item("kept", "effectiveness", "Every promise was kept", "Chaque promesse a été tenue")
            },
            Item {
                scale: Scale::Points { min: 1, max: 5 },
                ..item("warm", "courtesy", "The tone was warm", "Le ton était chaleureux")
            },
        ],
        metrics: vec![TeamMetric {
            id: "solved-a-day".to_owned(),
            pillar: "productivity".to_owned(),
            name: Bilingual::fixed("Conversations settled a day", "Conversations réglées par jour"),
            row: "S1.33".to_owned(),
            better: Better::Higher,
        }],
        hints: Vec::new(),
    };
    let team = Checklist {
        id: "team".to_owned(),
        subject: Subject::Team,
        title: Bilingual::fixed("How the team steers", "Comment l’équipe pilote"),
        ..checklist.clone()
    };
    let volume = |checklist: Checklist, origin, reviews| Volume {
        digest: checklist.digest(),
        checklist: Arc::new(checklist),
        origin,
        reviews,
    };
    Shelf {
        volumes: vec![
            volume(checklist, Origin::Shipped, 42),
            volume(team, Origin::File("team.toml".to_owned()), 0),
        ],
        own: None,
        problems: vec![
            Problem::at(
                12,
                "items[3].weight",
                "-1",
                Bilingual::fixed("a number above 0", "un nombre supérieur à 0"),
            )
            .in_file("mine.toml"),
        ],
        agreement: std::collections::BTreeMap::new(),
        hints: std::collections::BTreeMap::new(),
    }
}
