//! The rules that a goal is held against, with their codes. Codes never change their meaning; `docs/goals.md` has the
//! same table, and a test holds the two together.

use crate::domain::problem::Problem;
use crate::words::Bilingual;

/// Which of the five attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Specific.
    Specific,
    /// Measurable.
    Measurable,
    /// Attainable.
    Attainable,
    /// Realistic.
    Realistic,
    /// Time-bound.
    TimeBound,
}

impl Letter {
    /// In order.
    pub const ALL: [Letter; 5] =
        [Letter::Specific, Letter::Measurable, Letter::Attainable, Letter::Realistic, Letter::TimeBound];

    /// For people.
    pub const fn words(self) -> Bilingual {
        match self {
            Letter::Specific => Bilingual::fixed("Specific", "Spécifique"),
            Letter::Measurable => Bilingual::fixed("Measurable", "Mesurable"),
            Letter::Attainable => Bilingual::fixed("Attainable", "Atteignable"),
            Letter::Realistic => Bilingual::fixed("Realistic", "Réaliste"),
            Letter::TimeBound => Bilingual::fixed("Time-bound", "Temporel"),
        }
    }

    /// In JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Letter::Specific => "specific",
            Letter::Measurable => "measurable",
            Letter::Attainable => "attainable",
            Letter::Realistic => "realistic",
            Letter::TimeBound => "time",
        }
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `G01` and so on.
    pub code: &'static str,
    /// The attribute.
    pub letter: Letter,
    /// What is accepted.
    pub accepted: Bilingual,
}

const fn rule(code: &'static str, letter: Letter, en: &'static str, fr: &'static str) -> Rule {
    Rule { code, letter, accepted: Bilingual::fixed(en, fr) }
}

/// All rules, in the order of their codes.
pub const RULES: [Rule; 28] = [
    rule(
        "G01",
        Letter::Specific,
        "one sentence of at most 160 characters",
        "une seule phrase, d’au plus 160 caractères",
    ),
    rule(
        "G02",
        Letter::Specific,
        "no vague word (improve, better …) without a number",
        "aucun mot vague (améliorer, mieux…) sans nombre",
    ),
    rule("G03", Letter::Specific, "the id of exactly one metric", "l’identifiant d’un seul indicateur"),
    rule(
        "G04",
        Letter::Specific,
        "a scope: the team, a channel or a topic",
        "un périmètre\u{202f}: l’équipe, un canal ou un thème",
    ),
    rule(
        "G05",
        Letter::Specific,
        "one owner, a single person",
        "un responsable de l’objectif, une seule personne",
    ),
    rule("G06", Letter::Specific, "why it is worth it for the team", "l’intérêt pour l’équipe"),
    rule(
        "G07",
        Letter::Specific,
        "kind `personal` or `team`, reach `collective` or `individual`",
        "kind «\u{202f}personal\u{202f}» ou «\u{202f}team\u{202f}», reach «\u{202f}collective\u{202f}» ou «\u{202f}individual\u{202f}»",
    ),
    rule(
        "G08",
        Letter::Measurable,
        "a baseline: value, n, first and last day",
        "un point de départ\u{202f}: valeur, n, premier et dernier jour",
    ),
    rule(
        "G09",
        Letter::Measurable,
        "a minimum n, and a baseline that has it",
        "un n minimal, que le point de départ atteint",
    ),
    rule(
        "G10",
        Letter::Measurable,
        "a target, said once: as a value or as a change",
        "une cible, dite une fois\u{202f}: une valeur ou un changement",
    ),
    rule("G11", Letter::Measurable, "one unit throughout", "une seule unité partout"),
    rule(
        "G12",
        Letter::Measurable,
        "a direction, and a target on that side of the baseline",
        "un sens, et une cible de ce côté du point de départ",
    ),
    rule(
        "G13",
        Letter::Measurable,
        "a counter-metric with a floor or a ceiling",
        "un contre-indicateur avec un plancher ou un plafond",
    ),
    rule(
        "G14",
        Letter::Attainable,
        "staff, budget, expertise: yes or no; a plan where it is no",
        "effectif, budget, compétences\u{202f}: oui ou non\u{202f}; un plan si c’est non",
    ),
    rule(
        "G15",
        Letter::Attainable,
        "something the team can reach by itself",
        "quelque chose que l’équipe peut atteindre seule",
    ),
    rule(
        "G16",
        Letter::Attainable,
        "a load below the capacity, or a plan",
        "une charge sous la capacité, ou un plan",
    ),
    rule(
        "G17",
        Letter::Attainable,
        "what changes, where consistency alone does not reach the target",
        "ce qui change, quand la régularité seule ne suffit pas",
    ),
    rule(
        "G18",
        Letter::Realistic,
        "a complaint of customers, a wish of agents or an aim of the company",
        "une plainte de clients, un souhait de conseillers ou une visée de l’entreprise",
    ),
    rule(
        "G19",
        Letter::Measurable,
        "a change said to be relative or in points",
        "un changement dit relatif ou en points",
    ),
    rule(
        "G20",
        Letter::Measurable,
        "values within the scale of the unit",
        "des valeurs dans l’échelle de l’unité",
    ),
    rule("G21", Letter::TimeBound, "steps that reach the target", "des étapes qui atteignent la cible"),
    rule(
        "G22",
        Letter::Realistic,
        "whether it strengthens customer satisfaction: yes or no",
        "s’il renforce la satisfaction des clients\u{202f}: oui ou non",
    ),
    rule(
        "G23",
        Letter::TimeBound,
        "a first and a last day, the last one later",
        "un premier et un dernier jour, dans cet ordre",
    ),
    rule(
        "G24",
        Letter::TimeBound,
        "quarters, where it takes more than 366 days",
        "des trimestres, au-delà de 366 jours",
    ),
    rule(
        "G25",
        Letter::TimeBound,
        "steps in order of date, between start and due",
        "des étapes dans l’ordre des dates, entre début et échéance",
    ),
    rule("G26", Letter::TimeBound, "a last step equal to the target", "une dernière étape égale à la cible"),
    rule(
        "G27",
        Letter::TimeBound,
        "a rhythm of review that comes round before the due day",
        "un rythme de suivi qui revient avant l’échéance",
    ),
    rule(
        "G30",
        Letter::TimeBound,
        "a change that can be told from chance in this time, or an activity promise",
        "un changement qui se distingue du hasard dans ce délai, ou une promesse d’activité",
    ),
];

/// A rule that a goal breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The rule's code.
    pub code: &'static str,
    /// The field, as in the file: `measurable.target`.
    pub field: &'static str,
    /// What stands there; may be empty.
    pub found: String,
    /// What to do.
    pub repair: Bilingual,
}

impl Fault {
    /// The rule.
    pub fn rule(&self) -> Option<&'static Rule> {
        static KNOWN: [Rule; 28] = RULES;
        KNOWN.iter().find(|rule| rule.code == self.code)
    }

    /// The attribute that the rule belongs to.
    pub fn letter(&self) -> Letter {
        self.rule().map_or(Letter::Specific, |rule| rule.letter)
    }

    /// As a problem of a file.
    pub fn problem(&self) -> Problem {
        let accepted = self.rule().map(|rule| rule.accepted.clone()).unwrap_or_default();
        let (en, fr) = (&accepted.en, &accepted.fr);
        let (to_en, to_fr) = (&self.repair.en, &self.repair.fr);
        let text = crate::both!("accepted: {en}. {to_en}", "accepté\u{202f}: {fr}. {to_fr}");
        Problem::at(None, format!("{} {}", self.code, self.field), self.found.clone(), text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_once() {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }
}
