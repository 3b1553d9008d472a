//! Answers as JSON: `{"answers": {"resolved": "yes", "useful": {"value": "no", "cause": "…", "comment": "…",
//! "evidence": ["m7"]}}}`. All problems at once; nothing is taken from a file that has one.

use serde_json::{Map, Value as Json};

use crate::both;
use crate::domain::checklist::{Checklist, Item};
use crate::domain::problem::Problem;
use crate::domain::review::{Answer, Value};
use crate::words::Bilingual;

/// The longest comment, in bytes.
pub const LONGEST_COMMENT: usize = 64 * 1024;

/// Reads answers to `checklist`. `evidence` finds the message that a person names.
pub fn parse(
    json: &str,
    checklist: &Checklist,
    evidence: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<(String, Answer)>, Vec<Problem>> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let whole: Json = serde_json::from_str(json).map_err(|e| {
        vec![Problem::at(
            e.line() as u64,
            "",
            e.to_string(),
            Bilingual::fixed(
                "accepted: JSON of the form {\"answers\": {\"item\": \"yes\"}}",
                "accepté : du JSON de la forme {\"answers\": {\"point\": \"yes\"}}",
            ),
        )]
    })?;
    let mut reader = Reader { checklist, evidence, problems: Vec::new() };
    let mut answers = Vec::new();
    match whole.as_object() {
        Some(object) => {
            reader.unknown_keys(object, "", &["answers"]);
            match object.get("answers").and_then(Json::as_object) {
                Some(given) => {
                    for (item, answer) in given {
                        answers.extend(reader.answer(item, answer));
                    }
                }
                None => reader.problem(
                    "answers".into(),
                    shape(object.get("answers")),
                    Bilingual::fixed(
                        "needed: an object of item ids",
                        "attendu : un objet d’identifiants de points",
                    ),
                ),
            }
        }
        None => reader.problem(
            String::new(),
            shape(Some(&whole)),
            Bilingual::fixed(
                "needed: an object with the key `answers`",
                "attendu : un objet avec la clé « answers »",
            ),
        ),
    }
    if reader.problems.is_empty() { Ok(answers) } else { Err(reader.problems) }
}

struct Reader<'a> {
    checklist: &'a Checklist,
    evidence: &'a dyn Fn(&str) -> Option<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, field: String, found: String, accepted: Bilingual) {
        self.problems.push(Problem::at(None, field, found, accepted));
    }

    fn unknown_keys(&mut self, object: &Map<String, Json>, path: &str, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let list = known.join(", ");
            self.problem(
                path.to_owned(),
                key.clone(),
                both!("unknown key; known: {list}", "clé inconnue ; connues : {list}"),
            );
        }
    }

    fn answer(&mut self, id: &str, given: &Json) -> Option<(String, Answer)> {
        let path = format!("answers.{id}");
        let Some(item) = self.checklist.item(id) else {
            let list = &self.checklist.id;
            self.problem(
                path,
                id.to_owned(),
                both!("no item of checklist {list}", "pas un point de la liste {list}"),
            );
            return None;
        };
        let before = self.problems.len();
        let mut answer = match given {
            Json::Object(object) => {
                self.unknown_keys(object, &path, &["value", "cause", "comment", "evidence"]);
                let value = self.value(item, &format!("{path}.value"), object.get("value"))?;
                let mut answer = Answer::of(value);
                answer.cause = self.cause(item, value, &path, object.get("cause"));
                answer.comment = self.comment(&path, object.get("comment"));
                answer.evidence = self.messages(&path, object.get("evidence"));
                answer
            }
            bare => Answer::of(self.value(item, &path, Some(bare))?),
        };
        answer.evidence.dedup();
        (self.problems.len() == before).then(|| (id.to_owned(), answer))
    }

    fn value(&mut self, item: &Item, path: &str, given: Option<&Json>) -> Option<Value> {
        let value = match given {
            Some(Json::String(text)) => Value::parse(text),
            Some(Json::Number(n)) => n.as_u64().and_then(|n| Value::parse(&n.to_string())),
            Some(Json::Bool(yes)) => Some(if *yes { Value::Yes } else { Value::No }),
            _ => None,
        };
        if let Some(value) = value.filter(|value| item.takes(*value)) {
            return Some(value);
        }
        let found = given.map_or_else(|| "nothing".to_owned(), |json| json.to_string());
        self.problem(path.to_owned(), found, accepted(item));
        None
    }

    fn cause(&mut self, item: &Item, value: Value, path: &str, given: Option<&Json>) -> Option<String> {
        let path = format!("{path}.cause");
        match given {
            None | Some(Json::Null) => None,
            Some(Json::String(id)) if item.causes.iter().any(|cause| cause.id == *id) => {
                if item.short_of_full(value) {
                    return Some(id.clone());
                }
                self.problem(
                    path,
                    id.clone(),
                    Bilingual::fixed(
                        "a cause belongs to an answer that falls short",
                        "une cause va avec une réponse en deçà du maximum",
                    ),
                );
                None
            }
            Some(other) => {
                let known = item.causes.iter().map(|cause| cause.id.as_str()).collect::<Vec<_>>().join(", ");
                let accepted = if known.is_empty() {
                    Bilingual::fixed("this item has no causes", "ce point n’a pas de causes")
                } else {
                    both!("accepted: {known}", "accepté : {known}")
                };
                self.problem(path, other.to_string(), accepted);
                None
            }
        }
    }

    fn comment(&mut self, path: &str, given: Option<&Json>) -> String {
        match given {
            None | Some(Json::Null) => String::new(),
            Some(Json::String(text)) if text.len() <= LONGEST_COMMENT => text.clone(),
            Some(other) => {
                let most = LONGEST_COMMENT;
                self.problem(
                    format!("{path}.comment"),
                    shape(Some(other)),
                    both!(
                        "accepted: a text of at most {most} bytes",
                        "accepté : un texte d’au plus {most} octets"
                    ),
                );
                String::new()
            }
        }
    }

    fn messages(&mut self, path: &str, given: Option<&Json>) -> Vec<String> {
        let path = format!("{path}.evidence");
        let list = match given {
            None | Some(Json::Null) => return Vec::new(),
            Some(Json::Array(list)) => list,
            Some(other) => {
                self.problem(
                    path,
                    shape(Some(other)),
                    Bilingual::fixed(
                        "accepted: a list such as [\"m7\"]",
                        "accepté : une liste comme [\"m7\"]",
                    ),
                );
                return Vec::new();
            }
        };
        let mut ids = Vec::new();
        for named in list {
            match named.as_str().and_then(self.evidence) {
                Some(id) => ids.push(id),
                None => self.problem(
                    path.clone(),
                    named.to_string(),
                    Bilingual::fixed(
                        "accepted: the id of a message of this conversation, or its number as m7",
                        "accepté : l’identifiant d’un message de cette conversation, ou son numéro comme m7",
                    ),
                ),
            }
        }
        ids
    }
}

/// What an item takes, in words.
pub fn accepted(item: &Item) -> Bilingual {
    use crate::domain::checklist::Scale;
    let values = match item.scale {
        Scale::YesNo => "yes, no".to_owned(),
        Scale::Points { min, max } => format!("{min} … {max}"),
    };
    let na = if item.na.is_some() { ", n/a" } else { "" };
    both!("accepted: {values}{na}", "accepté : {values}{na}")
}

fn shape(json: Option<&Json>) -> String {
    match json {
        None => "nothing".into(),
        Some(Json::Null) => "null".into(),
        Some(Json::Array(_)) => "[…]".into(),
        Some(Json::Object(_)) => "{…}".into(),
        Some(Json::String(text)) => format!("{} bytes", text.len()),
        Some(other) => other.to_string(),
    }
}
