//! What comes back in the personal goals of agents: a wish of many is an area for the whole organisation. Never fewer
//! than k people, so that nobody's own goal can be read off.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Goal, Kind};
use crate::domain::fold::fold;

/// Something that comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// A metric's id, or a scope.
    pub name: String,
    /// Whether it is a metric.
    pub metric: bool,
    /// How many people's goals name it.
    pub people: usize,
}

/// The metrics and scopes that personal goals of at least `k` owners name, the most frequent first.
pub fn trends(goals: &[Goal], k: usize) -> Vec<Trend> {
    let mut owners: BTreeMap<(bool, String), BTreeSet<String>> = BTreeMap::new();
    for goal in goals.iter().filter(|goal| goal.kind == Some(Kind::Personal) && goal.ended.is_none()) {
        for (metric, name) in [(true, &goal.specific.metric), (false, &goal.specific.scope)] {
            let name = fold(name.trim());
            let owner = fold(goal.specific.owner.trim());
            if !name.is_empty() && !owner.is_empty() {
                owners.entry((metric, name)).or_default().insert(owner);
            }
        }
    }
    let mut found: Vec<Trend> = owners
        .into_iter()
        .filter(|(_, owners)| owners.len() >= k.max(1))
        .map(|((metric, name), owners)| Trend { name, metric, people: owners.len() })
        .collect();
    found.sort_by(|a, b| {
        b.people.cmp(&a.people).then_with(|| b.metric.cmp(&a.metric)).then_with(|| a.name.cmp(&b.name))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(owner: &str, metric: &str, scope: &str, kind: Kind) -> Goal {
        let mut goal = Goal { kind: Some(kind), ..Goal::default() };
        goal.specific.owner = owner.to_owned();
        goal.specific.metric = metric.to_owned();
        goal.specific.scope = scope.to_owned();
        goal
    }

    #[test]
    fn from_k_people_on() {
        let goals = vec![
            of("Léa", "csat", "chat", Kind::Personal),
            of("lea", "csat", "chat", Kind::Personal),
            of("Marc", "CSAT", "phone", Kind::Personal),
            of("Inès", "csat", "returns", Kind::Personal),
            of("Chief", "transfers", "team", Kind::Team),
        ];
        let found = trends(&goals, 3);
        assert_eq!(found, [Trend { name: "csat".to_owned(), metric: true, people: 3 }]);
        assert_eq!(trends(&goals, 4), []);
    }
}
