//! Whether what was said fits the checklist and the conversation that it was said of. Answers may arrive before the
//! request that they belong to, so this cannot be left to the door: [`super::Exchange::of`] asks it too.

use crate::both;
use crate::domain::checklist::{Checklist, Item, Scale};
use crate::domain::exchange::fact::Talk;
use crate::domain::problem::Problem;
use crate::domain::review::{Answer, Gap, Sheet, Value};
use crate::words::Bilingual;

/// The longest comment on an answer, in bytes: as long as one in a file of answers.
pub const LONGEST_COMMENT: usize = 64 * 1024;

/// Everything that keeps `sheet` from being sealed answers to `checklist` on a conversation of so many `messages`: each
/// item that applies is answered, on its scale, and nothing else is; evidence is named `m1` to the last message.
pub fn check_sheet(checklist: &Checklist, sheet: &Sheet, messages: usize) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, answer) in &sheet.0 {
        match known(checklist, id) {
            Some(item) if sheet.applies(checklist, item) => {
                check_answer(item, answer, messages, &mut problems)
            }
            Some(_) => problems.push(Problem::at(
                None,
                field(id, ""),
                answer.value.to_string(),
                Bilingual::fixed(
                    "no answer: by the answers given, this item does not apply",
                    "pas de réponse\u{a0}: d’après les autres réponses, ce point ne s’applique pas",
                ),
            )),
            None => problems.push(unknown(checklist, id)),
        }
    }
    for gap in sheet.gaps(checklist) {
        let (part, accepted) = match gap {
            Gap::Unanswered(_) => ("", Bilingual::fixed("an answer", "une réponse")),
            Gap::CommentMissing(_) => (
                ".comment",
                Bilingual::fixed(
                    "a comment: this answer demands one",
                    "un commentaire\u{a0}: cette réponse en demande un",
                ),
            ),
        };
        // An agent's own items never travel, so they leave no gap.
        if known(checklist, gap.item()).is_some() {
            problems.push(Problem::at(None, field(gap.item(), part), "", accepted));
        }
    }
    problems
}

/// Everything in `talk` that does not fit `checklist`: items that it does not have, answers off their scales.
pub fn check_talk(checklist: &Checklist, talk: &Talk) -> Vec<Problem> {
    let said = talk.said.iter().map(|(id, said)| ("said", id, said.agreed));
    let third = talk.third.iter().map(|(id, value)| ("third", id, Some(*value)));
    said.chain(third)
        .filter_map(|(part, id, value)| match (known(checklist, id), value) {
            (None, _) => Some(unknown(checklist, id)),
            (Some(item), Some(value)) if !item.takes(value) => {
                Some(off_scale(item, format!("{part}.{id}"), value))
            }
            _ => None,
        })
        .collect()
}

fn known<'a>(checklist: &'a Checklist, id: &str) -> Option<&'a Item> {
    checklist.item(id).filter(|item| !item.own)
}

fn field(id: &str, part: &str) -> String {
    format!("answers.{id}{part}")
}

fn unknown(checklist: &Checklist, id: &str) -> Problem {
    let list = &checklist.id;
    let accepted = both!("an item of the checklist {list}", "un point de la liste {list}");
    Problem::at(None, field(id, ""), id, accepted)
}

fn off_scale(item: &Item, field: String, value: Value) -> Problem {
    let values = match item.scale {
        Scale::YesNo => "yes, no".to_owned(),
        Scale::Points { min, max } => format!("{min}–{max}"),
    };
    let na = if item.na.is_some() { ", n/a" } else { "" };
    Problem::at(
        None,
        field,
        value.to_string(),
        both!("accepted: {values}{na}", "accepté\u{a0}: {values}{na}"),
    )
}

fn check_answer(item: &Item, answer: &Answer, messages: usize, problems: &mut Vec<Problem>) {
    let id = &item.id;
    if !item.takes(answer.value) {
        problems.push(off_scale(item, field(id, ".value"), answer.value));
    }
    if let Some(cause) = &answer.cause
        && !(item.short_of_full(answer.value) && item.causes.iter().any(|known| known.id == *cause))
    {
        let accepted = Bilingual::fixed(
            "a cause of this item, with an answer that falls short",
            "une cause de ce point, avec une réponse en deçà du maximum",
        );
        problems.push(Problem::at(None, field(id, ".cause"), cause, accepted));
    }
    if answer.comment.len() > LONGEST_COMMENT {
        let found = answer.comment.len().to_string();
        let accepted =
            both!("a text of at most {LONGEST_COMMENT} bytes", "un texte d’au plus {LONGEST_COMMENT} octets");
        problems.push(Problem::at(None, field(id, ".comment"), found, accepted));
    }
    for named in &answer.evidence {
        if !number(named).is_some_and(|n| (1..=messages).contains(&n)) {
            let accepted = both!("a message, m1 to m{messages}", "un message, de m1 à m{messages}");
            problems.push(Problem::at(None, field(id, ".evidence"), named, accepted));
        }
    }
}

/// The number in `m7`, which is written in one way only.
fn number(named: &str) -> Option<usize> {
    let digits = named.strip_prefix('m')?;
    let number: usize = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::exchange::fact::Said;
    use crate::domain::names::ExchangeId;

    fn checklist() -> Checklist {
        let toml = r#"
            id = "list"
            version = 1
            subject = "conversation"
            title = { en = "L", fr = "L" }
            [[pillars]]
            id = "p"
            name = { en = "P", fr = "P" }
            [[items]]
            id = "solved"
            pillar = "p"
            text = { en = "S", fr = "S" }
            comment_on = ["no"]
            causes = [{ id = "late", en = "Late", fr = "Tard" }]
            [[items]]
            id = "steps"
            pillar = "p"
            text = { en = "T", fr = "T" }
            when = "solved = no"
            [[items]]
            id = "tone"
            pillar = "p"
            text = { en = "U", fr = "U" }
            answer = "1-5"
            na = { en = "never", fr = "jamais" }
        "#;
        let own = crate::formats::checklist::parse(&toml.replace("\"list\"", "\"own\""), &|_| None).unwrap();
        crate::formats::checklist::parse(toml, &|_| None).unwrap().with_own(&own)
    }

    fn sheet(answers: &[(&str, Value)]) -> Sheet {
        Sheet(answers.iter().map(|(id, value)| ((*id).to_owned(), Answer::of(*value))).collect())
    }

    fn fields(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|problem| problem.field.as_str()).collect()
    }

    #[test]
    fn sound_answers_have_no_problem() {
        let mut sound = sheet(&[("solved", Value::No), ("steps", Value::Yes), ("tone", Value::Na)]);
        let solved = sound.0.get_mut("solved").unwrap();
        (solved.comment, solved.cause) = ("why".into(), Some("late".into()));
        solved.evidence = vec!["m1".into(), "m12".into()];
        assert_eq!(check_sheet(&checklist(), &sound, 12), []);
        assert_eq!(fields(&check_sheet(&checklist(), &sound, 11)), ["answers.solved.evidence"]);
        assert_eq!(
            check_sheet(&checklist(), &sheet(&[("solved", Value::Yes), ("tone", Value::Point(5))]), 0),
            []
        );
    }

    #[test]
    fn every_fault_is_named() {
        let faulty = sheet(&[
            ("my.solved", Value::Yes),
            ("other", Value::Yes),
            ("solved", Value::No),
            ("tone", Value::Point(6)),
        ]);
        assert_eq!(
            fields(&check_sheet(&checklist(), &faulty, 3)),
            [
                "answers.my.solved",
                "answers.other",
                "answers.tone.value",
                "answers.solved.comment",
                "answers.steps"
            ]
        );
        let mut faulty = sheet(&[("solved", Value::Yes), ("steps", Value::No), ("tone", Value::Yes)]);
        let solved = faulty.0.get_mut("solved").unwrap();
        solved.cause = Some("late".into());
        solved.comment = "x".repeat(LONGEST_COMMENT + 1);
        solved.evidence =
            ["m0", "m01", "m+1", "m4", "7", "m", "m99999999999999999999"].map(String::from).to_vec();
        let problems = check_sheet(&checklist(), &faulty, 3);
        assert_eq!(fields(&problems)[..2], ["answers.solved.cause", "answers.solved.comment"]);
        assert_eq!(fields(&problems)[2..9], ["answers.solved.evidence"; 7]);
        assert_eq!(fields(&problems)[9..], ["answers.steps", "answers.tone.value"]);
    }

    #[test]
    fn talks_stay_on_the_scales() {
        let said = |agreed| Said { agreed, ..Said::default() };
        let mut talk = Talk {
            exchange: ExchangeId([1; 16]),
            number: 1,
            said: BTreeMap::from([("tone".into(), said(Some(Value::Na))), ("solved".into(), said(None))]),
            third: BTreeMap::from([("solved".into(), Value::No)]),
        };
        assert_eq!(check_talk(&checklist(), &talk), []);
        talk.said.insert("tone".into(), said(Some(Value::Point(9))));
        talk.said.insert("other".into(), said(None));
        talk.third.insert("solved".into(), Value::Na);
        assert_eq!(fields(&check_talk(&checklist(), &talk)), ["answers.other", "said.tone", "third.solved"]);
    }
}
