//! A versioned set of items. Reading the file is [`crate::formats`]' work; what stands here is sound by construction:
//! ids are unique, conditions name existing items and do not loop, weights are finite and above 0.

use serde::{Deserialize, Serialize};

use crate::domain::condition::Condition;
use crate::domain::digest::{Digest, Hasher};
use crate::domain::hint::Rule;
use crate::domain::review::Value;
use crate::words::Bilingual;

/// What a checklist is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// One exchange with a customer.
    Conversation,
    /// How a team works.
    Team,
    /// A SMART goal.
    Goal,
}

impl Subject {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Subject::Conversation => "conversation",
            Subject::Team => "team",
            Subject::Goal => "goal",
        }
    }
}

/// How *n/a* counts in a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NaPolicy {
    /// It leaves the score.
    #[default]
    Drop,
    /// It counts as fully met.
    Full,
}

/// What a missed critical item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Critical {
    /// Marks the outcome; moves no score.
    Flag,
    /// Its pillar's final score becomes 0.
    ZeroPillar,
    /// Every final score becomes 0.
    ZeroAll,
}

impl Critical {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Critical::Flag => "flag",
            Critical::ZeroPillar => "zero-pillar",
            Critical::ZeroAll => "zero-all",
        }
    }
}

/// The answers that an item takes, *n/a* aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Yes or no.
    YesNo,
    /// A whole number from `min` to `max`.
    Points {
        /// The lowest point.
        min: u8,
        /// The highest point; above `min`, at most [`Scale::HIGHEST`].
        max: u8,
    },
}

impl Scale {
    /// The highest point that a scale may have.
    pub const HIGHEST: u8 = 100;

    /// Whether `value` is an answer on this scale; *n/a* is judged by the item.
    pub fn takes(self, value: Value) -> bool {
        match (self, value) {
            (Scale::YesNo, Value::Yes | Value::No) => true,
            (Scale::Points { min, max }, Value::Point(x)) => (min..=max).contains(&x),
            _ => false,
        }
    }

    /// The answer as a share of the best one, 0 to 1; `None` for *n/a* or an answer off the scale.
    pub fn share(self, value: Value) -> Option<f64> {
        match (self, value) {
            (Scale::YesNo, Value::Yes) => Some(1.0),
            (Scale::YesNo, Value::No) => Some(0.0),
            (Scale::Points { min, max }, Value::Point(x)) if (min..=max).contains(&x) => {
                Some(f64::from(x - min) / f64::from(max - min))
            }
            _ => None,
        }
    }
}

/// A reason to pick after a *no*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Stable within its item.
    pub id: String,
    /// What it says.
    pub text: Bilingual,
}

/// One statement to check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Unique within the checklist.
    pub id: String,
    /// The id of its pillar.
    pub pillar: String,
    /// The statement: an observable act.
    pub text: Bilingual,
    /// How to decide; may be empty.
    pub guidance: Bilingual,
    /// Why it matters; may be empty.
    pub why: Bilingual,
    /// The row of the source articles that it comes from, such as `S1.10`; may be empty.
    pub row: String,
    /// Above 0.
    pub weight: f64,
    /// The answers it takes.
    pub scale: Scale,
    /// When *n/a* is right; `None` refuses it.
    pub na: Option<Bilingual>,
    /// What a miss does.
    pub critical: Option<Critical>,
    /// When it applies; `None` is always. Written as `ITEM = ANSWER`.
    #[serde(default, with = "condition_text", skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Reasons to pick after a *no* (on a scale: after anything below the highest point).
    pub causes: Vec<Cause>,
    /// Answers that demand a comment.
    pub comment_on: Vec<Value>,
    /// The agent's own item: shown apart, never in team figures.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
}

impl Item {
    /// Whether the item takes `value`.
    pub fn takes(&self, value: Value) -> bool {
        if value == Value::Na { self.na.is_some() } else { self.scale.takes(value) }
    }

    /// Whether `value` is a miss: a *no*, or the lowest point.
    pub fn missed(&self, value: Value) -> bool {
        self.scale.share(value) == Some(0.0)
    }

    /// Whether `value` leaves something to gain, so that a cause may be picked.
    pub fn short_of_full(&self, value: Value) -> bool {
        self.scale.share(value).is_some_and(|share| share < 1.0)
    }
}

/// One of the aspects that are scored (or, as productivity, only measured).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pillar {
    /// Unique within the checklist.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Its share in the index, where the checklist asks for one.
    pub weight: f64,
}

/// Which way a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: it describes load.
    Neither,
}

/// A figure that the team measures beside a pillar; never mixed into a conversation's score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMetric {
    /// Unique within the checklist.
    pub id: String,
    /// The id of its pillar.
    pub pillar: String,
    /// Its name.
    pub name: Bilingual,
    /// The row of the source articles, such as `S1.33`; may be empty.
    pub row: String,
    /// Which way it is better.
    pub better: Better,
}

/// A versioned set of items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checklist {
    /// Names the checklist across versions.
    pub id: String,
    /// Rises with every change of meaning.
    pub version: u32,
    /// What it is about.
    pub subject: Subject,
    /// Its title.
    pub title: Bilingual,
    /// The checklist that it takes its items from, for a short form; empty otherwise.
    pub from: String,
    /// How *n/a* counts.
    pub na_policy: NaPolicy,
    /// Whether one index over all pillars is shown.
    pub index: bool,
    /// Peer reviews that a review needs before it may be submitted.
    pub peer_reviews_before_submission: u8,
    /// In the order of the file.
    pub pillars: Vec<Pillar>,
    /// In the order of the file.
    pub items: Vec<Item>,
    /// In the order of the file.
    pub metrics: Vec<TeamMetric>,
    /// What text rules notice, in the order of the file. They are no part of what a review freezes: kept in no store,
    /// sent in no bundle, and not in the digest.
    #[serde(skip)]
    pub hints: Vec<Rule>,
}

impl Checklist {
    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The items of a pillar, in order.
    pub fn items_of<'a>(&'a self, pillar: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.pillar == pillar)
    }

    /// The pillars that have items, in order: those that are scored.
    pub fn scored_pillars(&self) -> impl Iterator<Item = &Pillar> {
        self.pillars.iter().filter(|pillar| self.items.iter().any(|item| item.pillar == pillar.id))
    }

    /// This checklist with the agent's own items behind its own, marked as such. Their pillars come along where this
    /// checklist has no pillar of that id.
    pub fn with_own(&self, own: &Checklist) -> Checklist {
        let mut whole = self.clone();
        for pillar in own.scored_pillars() {
            let id = format!("my.{}", pillar.id);
            whole.pillars.push(Pillar { id, ..pillar.clone() });
        }
        for item in &own.items {
            let mut item = item.clone();
            item.own = true;
            item.id = format!("my.{}", item.id);
            item.pillar = format!("my.{}", item.pillar);
            if let Some(when) = &mut item.when {
                when.item = format!("my.{}", when.item);
            }
            whole.items.push(item);
        }
        whole.hints.extend(own.hints.iter().map(|rule| Rule {
            id: format!("my.{}", rule.id),
            item: format!("my.{}", rule.item),
            ..rule.clone()
        }));
        whole
    }

    /// The digest over all content that gives a review its meaning, own items and hints left out: a review names it, so
    /// that a later edit cannot move a score.
    pub fn digest(&self) -> Digest {
        let mut h = Hasher::new("aplomb/checklist/v1");
        let both = |h: &mut Hasher, text: &Bilingual| {
            h.part(text.en.as_bytes());
            h.part(text.fr.as_bytes());
        };
        h.part(self.id.as_bytes());
        h.number(i64::from(self.version));
        h.part(self.subject.word().as_bytes());
        both(&mut h, &self.title);
        h.part(self.from.as_bytes());
        h.number(i64::from(self.na_policy == NaPolicy::Full));
        h.number(i64::from(self.index));
        h.number(i64::from(self.peer_reviews_before_submission));
        // Own items' pillars begin with `my.`, which no id in a file can.
        let pillars = || self.pillars.iter().filter(|pillar| !pillar.id.starts_with("my."));
        h.number(pillars().count() as i64);
        for pillar in pillars() {
            h.part(pillar.id.as_bytes());
            both(&mut h, &pillar.name);
            h.part(&pillar.weight.to_le_bytes());
        }
        for item in self.items.iter().filter(|item| !item.own) {
            h.part(item.id.as_bytes());
            h.part(item.pillar.as_bytes());
            for text in [&item.text, &item.guidance, &item.why] {
                both(&mut h, text);
            }
            h.part(item.row.as_bytes());
            h.part(&item.weight.to_le_bytes());
            match item.scale {
                Scale::YesNo => h.part(b"yes-no"),
                Scale::Points { min, max } => h.part(&[min, max]),
            }
            h.number(i64::from(item.na.is_some()));
            both(&mut h, item.na.as_ref().unwrap_or(&Bilingual::default()));
            h.part(item.critical.map_or("", Critical::word).as_bytes());
            h.part(item.when.as_ref().map(ToString::to_string).unwrap_or_default().as_bytes());
            h.number(item.causes.len() as i64);
            for cause in &item.causes {
                h.part(cause.id.as_bytes());
                both(&mut h, &cause.text);
            }
            h.part(&item.comment_on.iter().map(|value| value.code()).collect::<Vec<u8>>());
        }
        for metric in &self.metrics {
            h.part(metric.id.as_bytes());
            h.part(metric.pillar.as_bytes());
            both(&mut h, &metric.name);
            h.part(metric.row.as_bytes());
            h.number(match metric.better {
                Better::Higher => 1,
                Better::Lower => -1,
                Better::Neither => 0,
            });
        }
        h.finish()
    }
}

mod condition_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Condition;

    pub(super) fn serialize<S: Serializer>(
        when: &Option<Condition>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match when {
            Some(when) => serializer.collect_str(when),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Condition>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| Condition::parse(&text).ok_or_else(|| Error::custom("not `ITEM = ANSWER`")))
            .transpose()
    }
}
