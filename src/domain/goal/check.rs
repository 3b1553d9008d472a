//! The whole record held against every rule: all faults at once. The rules of numbers and of dates have files of their
//! own.

use jiff::civil::Date;

use super::capacity::little;
use super::class::{Class, Past, not_realistic};
use super::path::days;
use super::record::{Goal, Kind, Means, Reach};
use super::rule::{Fault, Letter};
use super::timing;
use super::unit::{Unit, plain};
use super::vague::vague;
use super::{measurable, metric};
use crate::both;
use crate::words::{Bilingual, Lang};

/// The longest sentence, in characters.
const LONGEST_SENTENCE: usize = 160;
/// Above this share of the capacity there is no slack for what a goal asks.
const TIGHT: f64 = 0.9;

/// Something worth doing, that is no fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The attribute that it is about.
    pub letter: Letter,
    /// What to do, or to know.
    pub text: Bilingual,
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Every rule that is broken, by attribute.
    pub faults: Vec<Fault>,
    /// What is worth doing all the same.
    pub advice: Vec<Advice>,
    /// How bold the target is, where the last weeks are given or the change is beyond half.
    pub class: Option<Class>,
}

impl Checked {
    /// Whether nothing stands against keeping it.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn fault(
        &mut self,
        code: &'static str,
        field: &'static str,
        found: impl Into<String>,
        repair: Bilingual,
    ) {
        self.faults.push(Fault { code, field, found: found.into(), repair });
    }

    pub(super) fn advise(&mut self, letter: Letter, text: Bilingual) {
        self.advice.push(Advice { letter, text });
    }
}

/// Holds a goal against every rule.
pub fn check(goal: &Goal) -> Checked {
    let mut checked = Checked::default();
    specific(goal, &mut checked);
    measurable::check(goal, &mut checked);
    metric::check(goal, &mut checked);
    attainable(goal, &mut checked);
    realistic(goal, &mut checked);
    timing::check(goal, &mut checked);
    checked.faults.sort_by_key(|fault| (fault.letter(), fault.code));
    checked.advice.sort_by_key(|advice| advice.letter);
    checked
}

fn specific(goal: &Goal, checked: &mut Checked) {
    let s = &goal.specific;
    let sentence = s.sentence.trim();
    let length = sentence.chars().count();
    if sentence.is_empty() {
        checked.fault(
            "G01",
            "specific.sentence",
            "",
            Bilingual::fixed(
                "Say what shall be different, in one sentence.",
                "Dites en une phrase ce qui doit changer.",
            ),
        );
    } else if length > LONGEST_SENTENCE {
        checked.fault(
            "G01",
            "specific.sentence",
            length.to_string(),
            Bilingual::fixed(
                "Shorten it; reasons go into `why`.",
                "Raccourcissez-la\u{202f}; les raisons vont dans «\u{202f}why\u{202f}».",
            ),
        );
    } else if several_sentences(sentence) {
        checked.fault(
            "G01",
            "specific.sentence",
            sentence,
            Bilingual::fixed(
                "Keep the first sentence; two aims are two goals.",
                "Gardez la première phrase\u{202f}; deux visées sont deux objectifs.",
            ),
        );
    }
    if let Some(word) = vague(sentence) {
        checked.fault(
            "G02",
            "specific.sentence",
            word,
            Bilingual::fixed(
                "Say by how much: “from 72% to 90%” instead.",
                "Dites de combien\u{202f}: «\u{202f}de 72\u{202f}% à 90\u{202f}%\u{202f}».",
            ),
        );
    }
    if s.metric.trim().is_empty() {
        checked.fault(
            "G03",
            "specific.metric",
            "",
            Bilingual::fixed(
                "Name the one figure that shows it, such as csat or first-response-time.",
                "Nommez le chiffre qui le montre, comme csat ou first-response-time.",
            ),
        );
    } else if several(&s.metric) || s.metric.split_whitespace().count() > 1 {
        checked.fault(
            "G03",
            "specific.metric",
            s.metric.trim(),
            Bilingual::fixed(
                "Keep one; make a second goal of the other, or its counter-metric.",
                "Gardez-en un\u{202f}; faites de l’autre un second objectif, ou le contre-indicateur.",
            ),
        );
    }
    if s.scope.trim().is_empty() {
        checked.fault(
            "G04",
            "specific.scope",
            "",
            Bilingual::fixed(
                "Say where it holds: team, chat, returns …",
                "Dites où il vaut\u{202f}: équipe, chat, retours…",
            ),
        );
    }
    if s.owner.trim().is_empty() {
        checked.fault(
            "G05",
            "specific.owner",
            "",
            Bilingual::fixed("Name who looks after it.", "Nommez qui s’en occupe."),
        );
    } else if several(&s.owner) {
        checked.fault(
            "G05",
            "specific.owner",
            s.owner.trim(),
            Bilingual::fixed("Name one; the others help.", "Nommez-en une\u{202f}; les autres aident."),
        );
    }
    if s.why.trim().is_empty() {
        checked.fault(
            "G06",
            "specific.why",
            "",
            Bilingual::fixed("Say what the team gains.", "Dites ce que l’équipe y gagne."),
        );
    }
    match (goal.kind, goal.reach) {
        (Some(Kind::Personal), Some(Reach::Collective)) => checked.fault(
            "G07",
            "reach",
            "collective",
            Bilingual::fixed(
                "One person’s goal is individual; what is reached together is a team goal.",
                "L’objectif d’une personne est individuel\u{202f}; ce qui s’atteint ensemble est un objectif d’équipe.",
            ),
        ),
        (Some(Kind::Personal), None) | (Some(_), Some(_)) => {}
        (None, _) => checked.fault(
            "G07",
            "kind",
            "",
            Bilingual::fixed("Say whose goal it is.", "Dites de qui est l’objectif."),
        ),
        (Some(Kind::Team), None) => checked.fault(
            "G07",
            "reach",
            "",
            Bilingual::fixed(
                "Say whether it is reached together or by each one.",
                "Dites s’il s’atteint ensemble ou chacun pour soi.",
            ),
        ),
    }
}

/// A full stop inside, with a capital letter after it.
fn several_sentences(text: &str) -> bool {
    let marks = text.match_indices(['.', '!', '?']);
    marks.map(|(at, mark)| &text[at + mark.len()..]).any(|rest| {
        rest.starts_with(char::is_whitespace)
            && rest.trim_start().chars().next().is_some_and(char::is_uppercase)
    })
}

/// More than one name: parted by a comma, a sign, *and* or *et*.
fn several(text: &str) -> bool {
    text.contains([',', ';', '&', '+', '/'])
        || text.split_whitespace().any(|word| matches!(word.to_lowercase().as_str(), "and" | "et"))
}

fn attainable(goal: &Goal, checked: &mut Checked) {
    let a = &goal.attainable;
    let questions: [(&'static str, &Means, Bilingual); 3] = [
        (
            "attainable.staff",
            &a.staff,
            Bilingual::fixed("Are there enough people?", "Y a-t-il assez de personnes\u{202f}?"),
        ),
        (
            "attainable.budget",
            &a.budget,
            Bilingual::fixed("Is there a budget?", "Y a-t-il un budget\u{202f}?"),
        ),
        (
            "attainable.expertise",
            &a.expertise,
            Bilingual::fixed("Is the knowledge there?", "Les compétences sont-elles là\u{202f}?"),
        ),
    ];
    for (field, means, question) in questions {
        match means.enough {
            None => checked.fault("G14", field, "", question),
            Some(false) if means.plan.trim().is_empty() => checked.fault(
                "G14",
                field,
                "no",
                Bilingual::fixed(
                    "Write the plan to gather it before the start.",
                    "Écrivez le plan pour le réunir avant le début.",
                ),
            ),
            Some(_) => {}
        }
    }
    match a.control {
        None => checked.fault(
            "G15",
            "attainable.control",
            "",
            Bilingual::fixed(
                "Can the team reach it without another team?",
                "L’équipe peut-elle l’atteindre sans une autre équipe\u{202f}?",
            ),
        ),
        Some(false) => checked.fault(
            "G15",
            "attainable.control",
            "no",
            Bilingual::fixed(
                "Choose what depends on the team: the growth of the company does not.",
                "Choisissez ce qui dépend de l’équipe\u{202f}: la croissance de l’entreprise n’en dépend pas.",
            ),
        ),
        Some(true) => {}
    }
    capacity(goal, checked);
    class(goal, checked);
    if a.causes.trim().is_empty() {
        checked.advise(
            Letter::Attainable,
            Bilingual::fixed(
                "Ask the agents for the causes first, and note them under `causes`.",
                "Demandez d’abord les causes aux conseillers, et notez-les sous «\u{202f}causes\u{202f}».",
            ),
        );
    }
    if a.read_by.trim().is_empty() {
        checked.advise(
            Letter::Attainable,
            Bilingual::fixed(
                "Let another lead read it, and note who under `read_by`.",
                "Faites-le relire par un autre responsable, et notez qui sous «\u{202f}read_by\u{202f}».",
            ),
        );
    }
}

fn capacity(goal: &Goal, checked: &mut Checked) {
    let Some(capacity) = &goal.attainable.capacity else { return };
    if !capacity.is_sound() {
        checked.fault(
            "G16",
            "attainable.capacity",
            "",
            Bilingual::fixed(
                "Every figure is above 0, and occupancy at most 1.",
                "Chaque chiffre est supérieur à 0, et l’occupation d’au plus 1.",
            ),
        );
        return;
    }
    let ratio = capacity.ratio();
    let (en, fr) = (format!("{ratio:.2}"), format!("{ratio:.2}").replace('.', ","));
    let (load, hours) = (capacity.load(), capacity.hours());
    if ratio >= 1.0 && capacity.plan.trim().is_empty() {
        let say = |lang| {
            [capacity.agents_needed(), capacity.shorter().round(), capacity.fewer()].map(|v| plain(lang, v))
        };
        let ([a, b, c], [fa, fb, fc]) = (say(Lang::En), say(Lang::Fr));
        checked.fault(
            "G16",
            "attainable.capacity",
            format!("{load:.0} h / {hours:.0} h = {ratio:.2}"),
            both!(
                "The backlog grows whatever the target: it takes {a} agents, contacts {b}% shorter, or {c} fewer a day. \
                 Write which under `plan`.",
                "La file grandit quelle que soit la cible\u{202f}: il faut {fa} conseillers, des contacts plus courts de \
                 {fb}\u{202f}%, ou {fc} de moins par jour. Écrivez lequel sous «\u{202f}plan\u{202f}»."
            ),
        );
    } else if ratio >= TIGHT {
        checked.advise(
            Letter::Attainable,
            both!(
                "The load is {en} of the capacity: little is left for a goal.",
                "La charge est {fr} de la capacité\u{202f}: il reste peu pour un objectif."
            ),
        );
    }
    clearing(goal, checked);
}

/// A shorter wait means that fewer may be waiting: those in between are answered once.
fn clearing(goal: &Goal, checked: &mut Checked) {
    let (Some(capacity), Some(course)) = (&goal.attainable.capacity, goal.course()) else { return };
    let Some(open) = capacity.open_hours else { return };
    let in_hours = match course.unit {
        Unit::Hours => 1.0,
        Unit::Minutes => 1.0 / 60.0,
        Unit::Seconds => 1.0 / 3600.0,
        _ => return,
    };
    let waiting = little(capacity.contacts_a_day, open, course.from * in_hours, course.to * in_hours);
    if waiting.clear > 0 {
        let (before, after, clear) = (waiting.before, waiting.after, waiting.clear);
        checked.advise(
            Letter::Attainable,
            both!(
                "About {before} are waiting now and {after} would at the target: {clear} are to be answered once, beside \
                 what arrives.",
                "Environ {before} attendent aujourd’hui, {after} à la cible\u{202f}: il y en a {clear} à traiter une fois, en \
                 plus de ce qui arrive."
            ),
        );
    }
}

fn class(goal: &Goal, checked: &mut Checked) {
    let (Some(baseline), Some(target), Some(direction)) =
        (goal.measurable.baseline, goal.target(), goal.direction())
    else {
        return;
    };
    let length = match (goal.time.start, goal.time.due) {
        (Some(start), Some(due)) => days(start, due),
        _ => i32::MAX,
    };
    let beyond_half = not_realistic(baseline.value, target, length);
    let past = Past::of(&goal.measurable.weeks, direction);
    let class = match &past {
        _ if beyond_half => Some(Class::NotRealistic),
        Some(past) => Some(past.class(target, length)),
        None => None,
    };
    checked.class = class;
    let bold = class >= Some(Class::Bold);
    if class > Some(Class::Consistency) && goal.attainable.what_changes.trim().is_empty() {
        let class = class.map(|class| class.words()).unwrap_or_default();
        let (en, fr) = (&class.en, &class.fr);
        let offer = match (&past, goal.unit()) {
            (Some(past), Some(unit)) => {
                let value = unit.show(past.suggest().target);
                let (ven, vfr) = (&value.en, &value.fr);
                both!(
                    " or aim at {ven}, which good weeks show already",
                    " ou visez {vfr}, que les bonnes semaines montrent déjà"
                )
            }
            _ => Bilingual::fixed(
                " or aim at the better quartile of the last twelve weeks",
                " ou visez le meilleur quartile des douze dernières semaines",
            ),
        };
        let (oen, ofr) = (&offer.en, &offer.fr);
        checked.fault(
            "G17",
            "attainable.what_changes",
            en.to_string(),
            both!(
                "The target is {en}: say what changes,{oen}.",
                "La cible est «\u{202f}{fr}\u{202f}»\u{202f}: dites ce qui change,{ofr}."
            ),
        );
    }
    if bold && goal.attainable.capacity.is_none() {
        checked.fault(
            "G16",
            "attainable.capacity",
            "",
            Bilingual::fixed(
                "So bold a target needs the load and the people written down.",
                "Une cible aussi audacieuse demande d’écrire la charge et l’effectif.",
            ),
        );
    }
    if past.is_none() {
        checked.advise(
            Letter::Attainable,
            Bilingual::fixed(
                "Give the values of the last twelve weeks under `weeks`, to see how bold it is.",
                "Donnez les valeurs des douze dernières semaines sous «\u{202f}weeks\u{202f}», pour voir si la cible est audacieuse.",
            ),
        );
    }
}

fn realistic(goal: &Goal, checked: &mut Checked) {
    let r = &goal.realistic;
    if [&r.complaint, &r.wish, &r.aim].iter().all(|text| text.trim().is_empty()) {
        checked.fault(
            "G18",
            "realistic",
            "",
            Bilingual::fixed(
                "Name at least one: what customers complain of, what agents wish, what the company aims at.",
                "Nommez-en au moins un\u{202f}: ce dont les clients se plaignent, ce que souhaitent les conseillers, ce que vise \
                 l’entreprise.",
            ),
        );
    }
    match r.satisfaction {
        None => checked.fault(
            "G22",
            "realistic.satisfaction",
            "",
            Bilingual::fixed(
                "Does it make customers more satisfied?",
                "Les clients en seront-ils plus satisfaits\u{202f}?",
            ),
        ),
        Some(false) => checked.advise(
            Letter::Realistic,
            Bilingual::fixed(
                "It does not strengthen satisfaction: watch the counter-metric closely.",
                "Il ne renforce pas la satisfaction\u{202f}: suivez de près le contre-indicateur.",
            ),
        ),
        Some(true) => {}
    }
}

/// A date as people write it into the file.
pub(super) fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
