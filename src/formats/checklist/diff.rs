//! What changed between two checklists, and whether the same answers could now give another score.

use super::spelling::{NA_POLICIES, WAYS, scale, word};
use crate::both;
use crate::domain::checklist::{Checklist, Item, Pillar, TeamMetric};
use crate::domain::hint::Rule;
use crate::words::Bilingual;

/// One change. The texts in it come from the files: they pass the text door before they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The change in one sentence.
    pub sentence: Bilingual,
    /// Whether the same answers could give another score. False for wording, which can still change answers.
    pub moves_scores: bool,
}

/// The changes from `a` to `b`, in the order of the file. Items, pillars and metrics are matched by their ids.
pub fn diff(a: &Checklist, b: &Checklist) -> Vec<Difference> {
    let mut changes = Changes::default();
    changes.top(a, b);
    let weights_count = a.index || b.index;
    for (old, new) in matched(&a.pillars, &b.pillars, |pillar| &pillar.id) {
        changes.pillar(old, new, weights_count);
    }
    for (old, new) in matched(&a.items, &b.items, |item| &item.id) {
        changes.item(old, new);
    }
    if shuffled(a, b) {
        changes.add(
            Bilingual::fixed("items stand in another order", "les points sont dans un autre ordre"),
            false,
        );
    }
    for (old, new) in matched(&a.metrics, &b.metrics, |metric| &metric.id) {
        changes.metric(old, new);
    }
    for (old, new) in matched(&a.hints, &b.hints, |rule| &rule.id) {
        changes.hint(old, new);
    }
    if changes.list.is_empty() && a != b {
        let sentence = Bilingual::fixed(
            "pillars, causes, answers or metrics stand in another order",
            "piliers, causes, réponses ou indicateurs sont dans un autre ordre",
        );
        changes.add(sentence, false);
    }
    changes.list
}

/// Those of `a` with their partner in `b`, then those that are only in `b`.
fn matched<'t, T>(a: &'t [T], b: &'t [T], id: fn(&T) -> &String) -> Vec<(Option<&'t T>, Option<&'t T>)> {
    let other = |list: &'t [T], one: &T| list.iter().find(|each| id(each) == id(one));
    let kept = a.iter().map(|old| (Some(old), other(b, old)));
    let added = b.iter().filter(|new| other(a, new).is_none()).map(|new| (None, Some(new)));
    kept.chain(added).collect()
}

fn shuffled(a: &Checklist, b: &Checklist) -> bool {
    let common = |one: &Checklist, other: &Checklist| {
        one.items.iter().map(|item| item.id.clone()).filter(|id| other.item(id).is_some()).collect::<Vec<_>>()
    };
    common(a, b) != common(b, a)
}

#[derive(Default)]
struct Changes {
    list: Vec<Difference>,
}

impl Changes {
    fn add(&mut self, sentence: Bilingual, moves_scores: bool) {
        self.list.push(Difference { sentence, moves_scores });
    }

    /// A field that is the same word in both languages: `item "tone": weight: 1 → 2`.
    fn field(&mut self, of: &Bilingual, name: &str, old: &str, new: &str, moves_scores: bool) {
        if old != new {
            let none = Bilingual::fixed("(none)", "(aucun)");
            let side = |text: &str| if text.is_empty() { none.clone() } else { Bilingual::same(text) };
            let (old, new) = (side(old), side(new));
            let en = format!("{}{name}: {} → {}", of.en, old.en, new.en);
            let fr = format!("{}{name}\u{a0}: {} → {}", of.fr, old.fr, new.fr);
            self.add(Bilingual::made(en, fr), moves_scores);
        }
    }

    fn text(&mut self, of: &Bilingual, name: &str, old: &Bilingual, new: &Bilingual) {
        self.field(of, &format!("{name}.en"), &old.en, &new.en, false);
        self.field(of, &format!("{name}.fr"), &old.fr, &new.fr, false);
    }

    fn top(&mut self, a: &Checklist, b: &Checklist) {
        let of = Bilingual::default();
        let policy = |list: &Checklist| word(&NA_POLICIES, &list.na_policy);
        self.field(&of, "id", &a.id, &b.id, false);
        self.field(&of, "version", &a.version.to_string(), &b.version.to_string(), false);
        self.field(&of, "subject", a.subject.word(), b.subject.word(), false);
        self.text(&of, "title", &a.title, &b.title);
        self.field(&of, "from", &a.from, &b.from, false);
        self.field(&of, "na_policy", policy(a), policy(b), true);
        self.field(&of, "index", &a.index.to_string(), &b.index.to_string(), true);
        self.field(
            &of,
            "peer_reviews_before_submission",
            &a.peer_reviews_before_submission.to_string(),
            &b.peer_reviews_before_submission.to_string(),
            false,
        );
    }

    fn pillar(&mut self, old: Option<&Pillar>, new: Option<&Pillar>, weights_count: bool) {
        match (old, new) {
            (Some(old), Some(new)) => {
                let id = &new.id;
                let of = both!("pillar `{id}`: ", "pilier `{id}`\u{a0}: ");
                self.text(&of, "name", &old.name, &new.name);
                let weights = (old.weight.to_string(), new.weight.to_string());
                self.field(&of, "weight", &weights.0, &weights.1, weights_count);
            }
            (Some(Pillar { id, .. }), None) => {
                self.add(both!("pillar `{id}` removed", "pilier `{id}` retiré"), true)
            }
            (None, Some(Pillar { id, .. })) => {
                self.add(both!("pillar `{id}` added", "pilier `{id}` ajouté"), true)
            }
            (None, None) => {}
        }
    }

    fn item(&mut self, old: Option<&Item>, new: Option<&Item>) {
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (old, new),
            (Some(Item { id, .. }), None) => {
                return self.add(both!("item `{id}` removed", "point `{id}` retiré"), true);
            }
            (None, Some(Item { id, .. })) => {
                return self.add(both!("item `{id}` added", "point `{id}` ajouté"), true);
            }
            (None, None) => return,
        };
        let id = &new.id;
        let of = both!("item `{id}`: ", "point `{id}`\u{a0}: ");
        self.field(&of, "pillar", &old.pillar, &new.pillar, true);
        self.text(&of, "text", &old.text, &new.text);
        self.text(&of, "guidance", &old.guidance, &new.guidance);
        self.text(&of, "why", &old.why, &new.why);
        self.field(&of, "row", &old.row, &new.row, false);
        self.field(&of, "weight", &old.weight.to_string(), &new.weight.to_string(), true);
        self.field(&of, "answer", &scale(old.scale), &scale(new.scale), true);
        match (&old.na, &new.na) {
            (Some(old), Some(new)) => self.text(&of, "na", old, new),
            (None, Some(_)) => {
                self.add(joined(&of, "n/a is now accepted", "n/a est désormais accepté"), true)
            }
            (Some(_), None) => {
                self.add(joined(&of, "n/a is no longer accepted", "n/a n’est plus accepté"), true);
            }
            (None, None) => {}
        }
        let critical = |item: &Item| item.critical.map_or("", |critical| critical.word());
        self.field(&of, "critical", critical(old), critical(new), true);
        let when = |item: &Item| item.when.as_ref().map(ToString::to_string).unwrap_or_default();
        self.field(&of, "when", &when(old), &when(new), true);
        let answers =
            |item: &Item| item.comment_on.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.field(&of, "comment_on", &answers(old), &answers(new), false);
        for (old, new) in matched(&old.causes, &new.causes, |cause| &cause.id) {
            let cause = old.or(new).map_or("", |cause| &cause.id);
            let name = format!("causes `{cause}`");
            let none = Bilingual::default();
            self.text(&of, &name, old.map_or(&none, |it| &it.text), new.map_or(&none, |it| &it.text));
        }
    }

    /// Rules for hints move no score.
    fn hint(&mut self, old: Option<&Rule>, new: Option<&Rule>) {
        match (old, new) {
            (Some(old), Some(new)) if old != new => {
                let id = &new.id;
                self.add(both!("hint `{id}` changed", "indice `{id}` modifié"), false);
            }
            (Some(Rule { id, .. }), None) => {
                self.add(both!("hint `{id}` removed", "indice `{id}` retiré"), false)
            }
            (None, Some(Rule { id, .. })) => {
                self.add(both!("hint `{id}` added", "indice `{id}` ajouté"), false)
            }
            _ => {}
        }
    }

    fn metric(&mut self, old: Option<&TeamMetric>, new: Option<&TeamMetric>) {
        match (old, new) {
            (Some(old), Some(new)) if old != new => {
                let id = &new.id;
                let of = both!("metric `{id}`: ", "indicateur `{id}`\u{a0}: ");
                self.field(&of, "pillar", &old.pillar, &new.pillar, false);
                self.text(&of, "name", &old.name, &new.name);
                self.field(&of, "row", &old.row, &new.row, false);
                self.field(&of, "better", word(&WAYS, &old.better), word(&WAYS, &new.better), false);
            }
            (Some(TeamMetric { id, .. }), None) => {
                self.add(both!("metric `{id}` removed", "indicateur `{id}` retiré"), false);
            }
            (None, Some(TeamMetric { id, .. })) => {
                self.add(both!("metric `{id}` added", "indicateur `{id}` ajouté"), false);
            }
            _ => {}
        }
    }
}

fn joined(of: &Bilingual, en: &str, fr: &str) -> Bilingual {
    Bilingual::made(format!("{}{en}", of.en), format!("{}{fr}", of.fr))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::arbitrary::checklist;
    use super::super::{parse, template};
    use super::*;
    use crate::domain::review::Value;
    use crate::words::Lang;

    fn sample() -> Checklist {
        parse(template(Lang::En), &|_| None).unwrap()
    }

    fn told(change: impl Fn(&mut Checklist)) -> Vec<(String, String, bool)> {
        let old = sample();
        let mut new = old.clone();
        change(&mut new);
        let told = diff(&old, &new).into_iter();
        told.map(|it| (it.sentence.en.into_owned(), it.sentence.fr.into_owned(), it.moves_scores)).collect()
    }

    fn one(en: &str, fr: &str, moves_scores: bool) -> Vec<(String, String, bool)> {
        vec![(en.to_owned(), fr.to_owned(), moves_scores)]
    }

    #[test]
    fn changes_of_meaning() {
        assert_eq!(
            told(|list| list.items[0].weight = 2.5),
            one("item `resolved`: weight: 3 → 2.5", "point `resolved`\u{a0}: weight\u{a0}: 3 → 2.5", true)
        );
        assert_eq!(
            told(|list| list.items[2].na = None),
            one(
                "item `name-used`: n/a is no longer accepted",
                "point `name-used`\u{a0}: n/a n’est plus accepté",
                true
            )
        );
        assert_eq!(
            told(|list| list.items[1].when = None),
            one(
                "item `next-step`: when: resolved = no → (none)",
                "point `next-step`\u{a0}: when\u{a0}: resolved = no → (aucun)",
                true
            )
        );
        assert_eq!(
            told(|list| list.na_policy = crate::domain::checklist::NaPolicy::Full),
            one("na_policy: drop → full", "na_policy\u{a0}: drop → full", true)
        );
        let gone = told(|list| drop(list.items.remove(3)));
        assert_eq!(gone, one("item `tone` removed", "point `tone` retiré", true));
    }

    #[test]
    fn changes_of_wording() {
        assert_eq!(
            told(|list| list.items[0].causes[1].text.en = "No".into()),
            one(
                "item `resolved`: causes `no-right`.en: I was not allowed to → No",
                "point `resolved`\u{a0}: causes `no-right`.en\u{a0}: I was not allowed to → No",
                false
            )
        );
        assert_eq!(
            told(|list| list.items.swap(0, 1)),
            one("items stand in another order", "les points sont dans un autre ordre", false)
        );
        assert!(told(|list| list.pillars.swap(0, 1))[0].0.contains("another order"));
        assert!(told(|list| list.items[0].causes.swap(0, 1))[0].0.contains("another order"));
        let comment = told(|list| list.items[0].comment_on.push(Value::Yes));
        assert_eq!(comment.len(), 1);
        assert!(!comment[0].2);
    }

    #[test]
    fn a_pillar_weight_counts_only_in_an_index() {
        assert!(!told(|list| list.pillars[0].weight = 1.0)[0].2);
        let indexed = told(|list| {
            list.pillars[0].weight = 1.0;
            list.index = true;
        });
        assert!(indexed.iter().all(|(_, _, moves)| *moves));
    }

    proptest! {

        #[test]
        fn nothing_is_told_of_equals_and_something_of_others(a in checklist(), b in checklist()) {
            prop_assert_eq!(diff(&a, &a), []);
            prop_assert_eq!(diff(&a, &b).is_empty(), a.digest() == b.digest());
        }
    }
}
