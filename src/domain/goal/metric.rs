//! A goal's metrics held against the catalogue: there must be one of that id, counted like that, and better that way.

use super::check::Checked;
use super::record::{Direction, Goal};
use super::unit::Unit;
use crate::both;
use crate::domain::checklist::Better;
use crate::domain::metric::{MetricId, Unit as Measure};
use crate::domain::nearest::nearest;
use crate::words::Bilingual;

/// Before the id of an item, where a goal is about one.
const ITEM: &str = "item:";

/// Names that are offered where one is unknown.
const OFFERED: usize = 3;

impl Unit {
    /// Whether a goal may count a metric in this unit.
    pub fn counts(self, id: MetricId) -> bool {
        match id.metric().unit {
            Measure::Share => self == Unit::Percent,
            Measure::Seconds => self.is_time(),
            Measure::Count => self == Unit::Count,
            Measure::PerCase | Measure::Days => self == Unit::Ratio,
            Measure::Score if id == MetricId::Nps => self == Unit::Nps,
            Measure::Score => matches!(self, Unit::Score | Unit::Ratio),
        }
    }

    /// What a metric's value is multiplied by to be in this unit: shares come as 0 to 1, times in seconds.
    pub const fn per_metric(self) -> f64 {
        match self {
            Unit::Percent => 100.0,
            Unit::Minutes => 1.0 / 60.0,
            Unit::Hours => 1.0 / 3600.0,
            Unit::Seconds | Unit::Score | Unit::Nps | Unit::Count | Unit::Ratio => 1.0,
        }
    }

    /// The unit that a metric is told in where nobody chose one.
    pub fn of_metric(id: MetricId) -> Unit {
        let fits = |unit: &Unit| unit.counts(id);
        Unit::ALL.iter().map(|(unit, _)| *unit).find(fits).unwrap_or(Unit::Ratio)
    }
}

pub(super) fn check(goal: &Goal, checked: &mut Checked) {
    let word = goal.specific.metric.trim();
    // What is no single name is told already.
    let one = !word.is_empty() && !word.contains([',', ';', '&', '+', '/', ' ']);
    match MetricId::from_word(word) {
        Some(id) => fits(goal, id, checked),
        // The share of reviews in which an item of a checklist is met: its owner types it in.
        None if word.strip_prefix(ITEM).is_some_and(|item| !item.is_empty()) => {}
        None if one => unknown("G03", "specific.metric", word, checked),
        None => {}
    }
    let word = goal.measurable.counter_metric.trim();
    if word.is_empty() {
        return;
    }
    match (MetricId::from_word(word), goal.measurable.counter_unit) {
        (None, _) => unknown("G13", "measurable.counter_metric", word, checked),
        (Some(id), Some(unit)) if !unit.counts(id) => {
            not_in("G13", "measurable.counter_unit", id, unit, checked);
        }
        _ => {}
    }
}

fn fits(goal: &Goal, id: MetricId, checked: &mut Checked) {
    if let Some(unit) = goal.unit().filter(|unit| !unit.counts(id)) {
        not_in("G11", "measurable.unit", id, unit, checked);
    }
    let wrong = match (id.metric().better, goal.measurable.direction) {
        (Better::Higher, Some(Direction::Down)) => Some(("down", "up")),
        (Better::Lower, Some(Direction::Up)) => Some(("up", "down")),
        _ => None,
    };
    if let Some((found, better)) = wrong {
        let name = id.metric().name;
        let (en, fr) = (&name.en, &name.fr);
        checked.fault(
            "G12",
            "measurable.direction",
            found,
            both!(
                "“{en}” is better the other way: write \"{better}\".",
                "«\u{202f}{fr}\u{202f}» est meilleur dans l’autre sens\u{202f}: écrivez \"{better}\"."
            ),
        );
    }
}

fn not_in(code: &'static str, field: &'static str, id: MetricId, unit: Unit, checked: &mut Checked) {
    let units = Unit::ALL.iter().filter(|(unit, _)| unit.counts(id)).map(|(_, word)| *word);
    let units = units.collect::<Vec<_>>().join(", ");
    checked.fault(
        code,
        field,
        unit.word(),
        both!("{id} is counted in {units}.", "{id} se compte en {units}."),
    );
}

fn unknown(code: &'static str, field: &'static str, word: &str, checked: &mut Checked) {
    let near = near(word).join(", ");
    let repair = if near.is_empty() {
        Bilingual::fixed(
            "`aplomb metrics list --all` names those that there are.",
            "«\u{202f}aplomb metrics list --all\u{202f}» nomme ceux qui existent.",
        )
    } else {
        both!(
            "Near it: {near}. `aplomb metrics list --all` names them all.",
            "Proches\u{202f}: {near}. «\u{202f}aplomb metrics list --all\u{202f}» les nomme tous."
        )
    };
    checked.fault(code, field, word, repair);
}

/// The ids that were probably meant: one slip away, or with the same words in them.
fn near(word: &str) -> Vec<&'static str> {
    let ids = || MetricId::ALL.iter().map(|id| id.word());
    let mut near: Vec<&str> = nearest(word, ids()).into_iter().collect();
    let word = word.to_lowercase().replace('_', "-");
    let parts: Vec<&str> = word.split('-').filter(|part| part.len() > 2).collect();
    let mut shared: Vec<(usize, &str)> = ids()
        .filter(|id| !near.contains(id))
        .map(|id| (parts.iter().filter(|part| id.split('-').any(|own| own == **part)).count(), id))
        .filter(|(count, _)| *count > 0)
        .collect();
    shared.sort_by_key(|(count, id)| (std::cmp::Reverse(*count), id.len()));
    near.extend(shared.into_iter().map(|(_, id)| id));
    near.truncate(OFFERED);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_were_meant() {
        assert_eq!(near("first-respons-time")[0], "first-response-time");
        assert_eq!(near("response_time")[0], "response-time");
        assert_eq!(near("csta"), ["csat"]);
        assert!(near("happiness").is_empty());
    }

    #[test]
    fn every_metric_has_a_unit_of_goals() {
        for id in MetricId::ALL {
            assert!(Unit::of_metric(*id).counts(*id), "{id}");
        }
        assert_eq!(Unit::of_metric(MetricId::Nps), Unit::Nps);
        assert_eq!(Unit::of_metric(MetricId::Csat), Unit::Percent);
    }

    #[test]
    fn unit_and_direction_are_those_of_the_metric() {
        let mut goal = Goal::default();
        goal.specific.metric = "csat".to_owned();
        goal.measurable.unit = Some(Unit::Minutes);
        goal.measurable.direction = Some(Direction::Down);
        goal.measurable.counter_metric = "one-contact".to_owned();
        goal.measurable.counter_unit = Some(Unit::Percent);
        let mut checked = Checked::default();
        check(&goal, &mut checked);
        let told: Vec<(&str, &str)> = checked.faults.iter().map(|f| (f.code, f.field)).collect();
        assert_eq!(
            told,
            [("G11", "measurable.unit"), ("G12", "measurable.direction"), ("G13", "measurable.counter_unit")]
        );
        goal.specific.metric = "csta".to_owned();
        let mut checked = Checked::default();
        check(&goal, &mut checked);
        assert!(checked.faults[0].repair.en.contains("csat"));
    }
}
