//! Scorecards of quality reviews (2.16 and later, with `include_scorecards=true`). Each criterion says whether the help
//! desk's program or a person judged it: one scorecard may be two reviews. Values are labels that a team makes itself;
//! what is certain of them is pass, fail and not applicable.

use serde_json::Value as Json;

use crate::domain::checklist::Scale;
use crate::domain::conversation::Role;
use crate::domain::review::{Answer, Value};
use crate::domain::reviewer::Reviewer;
use crate::formats::import::desk::feeder::{Feeder, Found, entry};
use crate::formats::import::desk::record::Record;
use crate::formats::import::scorecard::{Criterion, PASSED, SCORE, Scored, checklist};
use crate::words::Bilingual;

/// Where a conversation keeps them.
const LISTS: [&str; 3] = ["scorecards", "scorecards.scorecards", "scorecards.data"];

const NO_ORDER: Bilingual = Bilingual::fixed(
    "pass, fail, n/a, or points with their highest: which of a team’s own labels is better is not in the file; the criterion stays without an answer",
    "pass, fail, n/a, ou des points avec leur maximum : l’ordre des libellés d’une équipe n’est pas dans le fichier ; le critère reste sans réponse",
);

/// The reviews of a conversation.
pub(super) fn of(conversation: Record<'_>, to: &mut Feeder<'_>) -> Vec<Scored> {
    let mut reviews = Vec::new();
    for list in LISTS {
        for card in conversation.records(list) {
            reviews.extend(scored(card, to));
        }
    }
    reviews
}

/// A scorecard that stands by itself, and names its conversation.
pub(super) fn alone(card: Record<'_>, to: &mut Feeder<'_>) {
    match card.id("conversation_id").or_else(|| card.id("conversation.id")) {
        Some(conversation) => {
            let reviews = scored(card, to);
            if !reviews.is_empty() {
                to.piece(Found { conversation, reviews, ..Found::default() });
            }
        }
        None => to.lacks("scorecards", "conversation_id"),
    }
}

/// Whose judgement a result is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Person,
    Program,
}

/// One scorecard: what each reviewer said on it.
fn scored(card: Record<'_>, to: &mut Feeder<'_>) -> Vec<Scored> {
    let name = card.text("name");
    let Some(id) = card.id("scorecard_id").or_else(|| card.id("id")).or_else(|| name.clone()) else {
        to.lacks("scorecards", "scorecard_id");
        return Vec::new();
    };
    let Named { person, kind, handed_in } = Named::of(card, to);
    let by_default = if person.is_some() { Whose::Person } else { kind.unwrap_or(Whose::Program) };
    let mut criteria = Vec::new();
    let mut said = Vec::new();
    for evaluator in ["evaluators", "criteria"].into_iter().flat_map(|list| card.records(list)) {
        let Some(criterion) = criterion(evaluator) else { continue };
        let whose = evaluator.text("result.source").and_then(|word| whose(&word)).unwrap_or(by_default);
        if let Some(answer) = answer(evaluator, &criterion, to) {
            said.push((whose, criterion.item(), answer));
        }
        if !criteria.iter().any(|known: &Criterion| known.item() == criterion.item()) {
            criteria.push(criterion);
        }
    }
    let judged = |whose| said.iter().any(|(by, ..)| *by == whose);
    // The whole is a person's word as soon as one had a part in it.
    let whole = match (judged(Whose::Person), judged(Whose::Program)) {
        (true, _) => Whose::Person,
        (false, true) if !handed_in => Whose::Program,
        _ => by_default,
    };
    let (score, by_program) = (score(card, "score"), score(card, "ai_score"));
    let of_both =
        score.filter(|_| whole == Whose::Person || by_program.is_none()).map(|score| (whole, score));
    let of_program = by_program.map(|score| (Whose::Program, score));
    for (by, (points, words)) in of_both.into_iter().chain(of_program) {
        let answer = Answer { comment: words, ..Answer::of(Value::Point(points)) };
        said.push((by, SCORE.to_owned(), answer));
    }
    if let Some(passed) = card.flag("passed") {
        let value = if passed { Value::Yes } else { Value::No };
        said.push((whole, PASSED.to_owned(), Answer::of(value)));
    }
    if said.is_empty() {
        to.beside("scorecards not scored");
        return Vec::new();
    }
    let version = card.count("scorecard_version_id").or_else(|| card.count("version"));
    let list = checklist("intercom", &id, name.as_deref(), version, &criteria);
    let at = card.moment("evaluated_at").or_else(|| card.moment("updated_at"));
    let of = ["reviewed_teammate.admin_id", "reviewed_teammate.id"].iter().find_map(|path| card.id(path));
    let source = || to.source.to_owned();
    let unnamed = Reviewer::Numbered { source: source(), number: String::new() };
    let reviewers = [
        (Whose::Person, person.unwrap_or(unnamed)),
        (Whose::Program, Reviewer::Program { source: source() }),
    ];
    let review = |(whose, reviewer): (Whose, Reviewer)| {
        let answers: Vec<(String, Answer)> = said
            .iter()
            .filter(|(by, ..)| *by == whose)
            .map(|(_, item, answer)| (item.clone(), answer.clone()))
            .collect();
        (!answers.is_empty()).then(|| Scored {
            reviewer: reviewer.to_string(),
            whose: of.clone(),
            checklist: list.clone(),
            at: at.map(Into::into),
            answers,
        })
    };
    reviewers.into_iter().filter_map(review).collect()
}

/// Whom a scorecard names as its reviewer.
#[derive(Default)]
struct Named {
    person: Option<Reviewer>,
    /// A person or a program, as far as that is said.
    kind: Option<Whose>,
    /// The person handed it in; others may only have been asked to.
    handed_in: bool,
}

impl Named {
    fn of(card: Record<'_>, to: &mut Feeder<'_>) -> Named {
        let mut named = Named::default();
        for path in ["submitted_by", "revised_by", "reviewed_by", "reviewer"] {
            let Some(somebody) = card.get(path).and_then(|value| Record::of(path, value)) else { continue };
            let kind = somebody.text("type").and_then(|word| whose(&word)).unwrap_or(Whose::Person);
            named.kind = named.kind.or(Some(kind));
            if kind == Whose::Person {
                named.person = person(somebody, to);
            }
            if named.person.is_some() {
                named.handed_in = path != "reviewer";
                break;
            }
        }
        named
    }
}

fn person(somebody: Record<'_>, to: &mut Feeder<'_>) -> Option<Reviewer> {
    let (name, address) = (somebody.text("name"), somebody.text("email"));
    let known = name.clone().or_else(|| address.clone());
    match somebody.id("admin_id").or_else(|| somebody.id("id")) {
        Some(number) => {
            if known.is_some() {
                to.person(entry(number.clone(), name, address, Some(Role::Agent)));
            }
            Some(Reviewer::Numbered { source: to.source.to_owned(), number })
        }
        None => known.map(Reviewer::Named),
    }
}

fn whose(word: &str) -> Option<Whose> {
    match word.trim().to_ascii_lowercase().as_str() {
        "human" | "admin" | "teammate" | "manual" => Some(Whose::Person),
        "ai" | "fin" | "bot" | "auto" => Some(Whose::Program),
        _ => None,
    }
}

fn criterion(evaluator: Record<'_>) -> Option<Criterion> {
    let name =
        ["name", "title", "evaluator_name", "evaluator.name"].iter().find_map(|key| evaluator.text(key));
    let ids = ["evaluator_id", "criterion_id", "id"].iter().find_map(|key| evaluator.id(key));
    let point = |paths: &[&str]| {
        let point = paths.iter().find_map(|path| evaluator.count(path))?;
        u8::try_from(point).ok().filter(|point| *point <= Scale::HIGHEST)
    };
    let highest = point(&["max_score", "max", "result.max_score", "result.max"]);
    let lowest = point(&["min_score", "min", "result.min_score", "result.min"]).unwrap_or(0);
    let points = highest.filter(|highest| *highest > lowest).map(|highest| (lowest, highest));
    Some(Criterion { id: ids.or_else(|| name.clone())?, name, points })
}

/// What was judged; `None` for what was not, and for what only the team could put in order.
fn answer(evaluator: Record<'_>, criterion: &Criterion, to: &mut Feeder<'_>) -> Option<Answer> {
    let value =
        ["result.value", "result.score", "value", "score"].iter().find_map(|path| evaluator.get(path))?;
    let said = match value {
        Json::String(word) => word.trim().to_owned(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    let value = match (said.to_ascii_lowercase().replace([' ', '_'], "-").as_str(), criterion.points) {
        ("", _) => return None,
        ("n/a" | "na" | "n-a" | "not-applicable", _) => Value::Na,
        (digits, Some((min, max))) => {
            let point = digits.strip_suffix(".0").unwrap_or(digits).parse().ok();
            match point.filter(|point| (min..=max).contains(point)) {
                Some(point) => Value::Point(point),
                None => return unclear(criterion, &said, to),
            }
        }
        ("pass" | "passed" | "yes" | "true", None) => Value::Yes,
        ("fail" | "failed" | "no" | "false", None) => Value::No,
        _ => return unclear(criterion, &said, to),
    };
    let mut answer = Answer::of(value);
    let mut words: Vec<String> =
        ["result.reasoning", "result.other_text"].iter().filter_map(|path| evaluator.text(path)).collect();
    for name in ["label", "name", "text"] {
        words.extend(evaluator.words("result.reasons", name));
    }
    words.dedup();
    answer.comment = words.join("\n");
    Some(answer)
}

fn unclear(criterion: &Criterion, said: &str, to: &mut Feeder<'_>) -> Option<Answer> {
    to.warning(&format!("evaluators.{}", criterion.id), said, NO_ORDER);
    None
}

/// A score of the whole, of 100, and as it is written: a share of 1, as Intercom describes it, or a percentage.
fn score(card: Record<'_>, key: &str) -> Option<(u8, String)> {
    let score = card.number(key)?;
    let percent = if score <= 1.0 { score * 100.0 } else { score };
    (0.0..=100.0)
        .contains(&percent)
        .then(|| (percent.round() as u8, format!("{key} {}", card.text(key).unwrap_or_default())))
}
