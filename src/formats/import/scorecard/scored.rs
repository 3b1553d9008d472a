//! Scorecards as help desks keep them, beside the conversation that they are about. A help desk gives its criteria by id,
//! now and then with a name; the checklist is made of these, so that its review stands on what was really looked at.

use serde::{Deserialize, Serialize};

use super::rows::Card;
use crate::both;
use crate::domain::checklist::{Checklist, Item, NaPolicy, Pillar, Scale, Subject};
use crate::domain::conversation::Moment;
use crate::domain::digest::Digest;
use crate::domain::review::Answer;
use crate::domain::shown::Shown;
use crate::formats::import::part::Stamp;
use crate::words::Bilingual;

/// Characters of a scorecard's or criterion's name.
const NAME: usize = 200;
/// The pillar of the criteria.
const CRITERIA: &str = "criteria";
/// The item, and the pillar, of the score that the help desk made of the criteria, of 100.
pub(in crate::formats::import) const SCORE: &str = "score";
/// The item, and the pillar, that says whether the scorecard was passed.
pub(in crate::formats::import) const PASSED: &str = "passed";

/// What one reviewer said on a help desk's scorecard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// Who, as a review keeps it.
    pub reviewer: String,
    /// The number of the one whose work was reviewed, where the help desk tells.
    pub whose: Option<String>,
    /// Made of the scorecard's criteria.
    pub checklist: Checklist,
    pub(in crate::formats::import) at: Option<Stamp>,
    /// Answers to items of the checklist.
    pub(in crate::formats::import) answers: Vec<(String, Answer)>,
}

impl Scored {
    /// The same as a row of a spreadsheet has it.
    pub fn card(&self, conversation: &str) -> Card {
        Card {
            line: 0,
            conversation: conversation.to_owned(),
            reviewer: self.reviewer.clone(),
            at: self.at.map(Moment::from),
            answers: self.answers.clone(),
        }
    }

    /// Whether both are what the same one said on the same scorecard.
    pub(in crate::formats::import) fn same(&self, other: &Scored) -> bool {
        self.reviewer == other.reviewer && self.checklist.id == other.checklist.id
    }
}

/// A criterion of a scorecard.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::formats::import) struct Criterion {
    /// The help desk's id.
    pub(in crate::formats::import) id: String,
    /// Its name, where the record has one.
    pub(in crate::formats::import) name: Option<String>,
    /// The points that it takes, where the record says.
    pub(in crate::formats::import) points: Option<(u8, u8)>,
}

impl Criterion {
    /// The id of its item.
    pub(in crate::formats::import) fn item(&self) -> String {
        slug("criterion", &self.id)
    }
}

/// The checklist of a help desk's scorecard.
pub(in crate::formats::import) fn checklist(
    desk: &str,
    id: &str,
    name: Option<&str>,
    version: Option<u32>,
    criteria: &[Criterion],
) -> Checklist {
    let clean = |text: &str| Bilingual::same(Shown::short(text, NAME).into_string());
    let title = name.map_or_else(
        || {
            let id = Shown::short(id, NAME);
            both!("Scorecard {id}", "Grille {id}")
        },
        clean,
    );
    let item = |id: String, pillar: &str, text: Bilingual, scale: Scale| Item {
        id,
        pillar: pillar.to_owned(),
        text,
        guidance: Bilingual::default(),
        why: Bilingual::default(),
        row: String::new(),
        weight: 1.0,
        scale,
        na: Some(Bilingual::fixed("when the help desk says so", "quand l’outil le dit")),
        critical: None,
        when: None,
        causes: Vec::new(),
        comment_on: Vec::new(),
        own: false,
    };
    let mut items: Vec<Item> = criteria
        .iter()
        .map(|criterion| {
            let text = criterion.name.as_deref().map_or_else(
                || {
                    let id = Shown::short(&criterion.id, NAME);
                    both!("Criterion {id}", "Critère {id}")
                },
                clean,
            );
            let scale = criterion.points.map_or(Scale::YesNo, |(min, max)| Scale::Points { min, max });
            item(criterion.item(), CRITERIA, text, scale)
        })
        .collect();
    let hundred = Scale::Points { min: 0, max: 100 };
    items.push(item(
        SCORE.to_owned(),
        SCORE,
        Bilingual::fixed("The score made of it there, of 100", "Le score qui en est fait là-bas, sur 100"),
        hundred,
    ));
    let passed = Bilingual::fixed("The scorecard was passed", "La grille est réussie");
    items.push(item(PASSED.to_owned(), PASSED, passed, Scale::YesNo));
    let pillar = |id: &str, name| Pillar { id: id.to_owned(), name, weight: 1.0 };
    Checklist {
        id: slug(desk, id),
        version: version.unwrap_or(1),
        subject: Subject::Conversation,
        title,
        from: String::new(),
        na_policy: NaPolicy::Drop,
        index: false,
        peer_reviews_before_submission: 0,
        pillars: vec![
            pillar(CRITERIA, Bilingual::fixed("Criteria", "Critères")),
            // Apart: they follow from the criteria by weights that are not known here.
            pillar(SCORE, Bilingual::fixed("Score there", "Score là-bas")),
            pillar(PASSED, Bilingual::fixed("Passed", "Réussie")),
        ],
        items,
        metrics: Vec::new(),
        hints: Vec::new(),
    }
}

/// An id of letters and digits, as files have them; what has others is named by its digest.
fn slug(of: &str, id: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.is_empty() && id.len() <= 40 && id.chars().all(plain) {
        return format!("{of}-{id}");
    }
    format!("{of}-{}", Digest::of("aplomb/scorecard/v1", &[id.as_bytes()]).short())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checklist_is_what_was_looked_at() {
        let criterion = |id: &str, name: Option<&str>, points| Criterion {
            id: id.into(),
            name: name.map(Into::into),
            points,
        };
        let criteria = [
            criterion("54321", None, None),
            criterion("Tone of voice", Some("Tone\u{202e} of\u{1b} voice"), Some((1, 5))),
        ];
        let list = checklist("intercom", "67890", Some("Standard QA"), Some(3), &criteria);
        assert_eq!(
            (list.id.as_str(), list.version, list.title.en.as_ref()),
            ("intercom-67890", 3, "Standard QA")
        );
        let texts: Vec<&str> = list.items.iter().map(|item| item.text.fr.as_ref()).collect();
        assert_eq!(texts[0], "Critère 54321");
        assert!(!texts[1].contains(['\u{202e}', '\u{1b}']), "{texts:?}");
        assert_eq!(list.items[1].scale, Scale::Points { min: 1, max: 5 });
        assert_eq!(list.items[0].id, "criterion-54321");
        assert!(list.items[1].id.starts_with("criterion-") && !list.items[1].id.contains(' '));
        assert_eq!(
            list.items.last().map(|item| (item.id.as_str(), item.pillar.as_str())),
            Some((PASSED, PASSED))
        );
        // Kept and read back, it is the same checklist.
        let json = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<Checklist>(&json).unwrap().digest(), list.digest());
    }
}
