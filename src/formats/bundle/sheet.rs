//! Answers and remarks by item. Whether they fit a checklist is asked where the request is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::json::{self, Findings};
use super::{LONGEST_REMARK, MOST_ITEMS, MOST_MESSAGES};
use crate::domain::exchange::{LONGEST_COMMENT, Said};
use crate::domain::review::{Answer, Sheet, Value};

/// Answers in a body.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Answers(
    #[serde(deserialize_with = "json::by_item::<_, _, MOST_ITEMS>")] BTreeMap<String, Given>,
);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    value: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    comment: String,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "json::list::<_, _, MOST_MESSAGES>"
    )]
    evidence: Vec<String>,
}

impl Answers {
    pub(super) fn of(sheet: &Sheet) -> Answers {
        let given = |answer: &Answer| Given {
            value: answer.value,
            cause: answer.cause.clone(),
            comment: answer.comment.clone(),
            evidence: answer.evidence.clone(),
        };
        Answers(sheet.0.iter().map(|(id, answer)| (id.clone(), given(answer))).collect())
    }

    pub(super) fn read(self, findings: &mut Findings) -> Sheet {
        let answers = self.0.into_iter().map(|(id, given)| {
            let field = |key: &str| format!("answers.{id}.{key}");
            findings.name("answers", &id);
            findings.name(field("cause"), given.cause.as_deref().unwrap_or_default());
            findings.text(field("comment"), &given.comment, LONGEST_COMMENT);
            for message in &given.evidence {
                findings.name(field("evidence"), message);
            }
            let Given { value, cause, comment, evidence } = given;
            (id, Answer { value, cause, comment, evidence })
        });
        Sheet(answers.collect())
    }
}

/// What one side says about the items.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Remarks(
    #[serde(deserialize_with = "json::by_item::<_, _, MOST_ITEMS>")] BTreeMap<String, Said>,
);

impl Remarks {
    pub(super) fn of(said: &BTreeMap<String, Said>) -> Remarks {
        Remarks(said.clone())
    }

    pub(super) fn read(self, findings: &mut Findings) -> BTreeMap<String, Said> {
        for (id, said) in &self.0 {
            findings.name("said", id);
            findings.text(format!("said.{id}.remark"), &said.remark, LONGEST_REMARK);
            findings.text(format!("said.{id}.because"), &said.because, LONGEST_REMARK);
        }
        self.0
    }
}
