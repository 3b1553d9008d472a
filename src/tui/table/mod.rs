//! The rows of the table of actions: what each is called, its keys, where it can be done, how likely the footer shows
//! it. Nothing else in the program writes down a key.

mod compare;
mod everywhere;
mod lists;
mod review;
mod team;

use crate::tui::action::{Action, Row};

/// The row of an action.
pub fn row(action: Action) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.action == action)
}

/// The row with a stable id.
pub fn by_id(id: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.id == id)
}

/// The table; help lists it in this order.
pub const TABLE: &[Row] =
    &joined::<
        {
            review::REVIEW.len()
                + compare::COMPARE.len()
                + team::TEAM.len()
                + lists::LISTS.len()
                + everywhere::EVERYWHERE.len()
        },
    >([review::REVIEW, compare::COMPARE, team::TEAM, lists::LISTS, everywhere::EVERYWHERE]);

const fn joined<const N: usize>(parts: [&[Row]; 5]) -> [Row; N] {
    let mut rows = [parts[0][0]; N];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut place = 0;
        while place < parts[part].len() {
            rows[at] = parts[part][place];
            at += 1;
            place += 1;
        }
        part += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tui::action::Place;
    use crate::tui::chord::Chord;

    #[test]
    fn ids_and_actions_are_unique_and_plain() {
        let ids: BTreeSet<&str> = TABLE.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), TABLE.len());
        for row in TABLE {
            assert!(row.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", row.id);
            assert_eq!(self::row(row.action).map(|found| found.id), Some(row.id), "{} stands twice", row.id);
            for text in [row.words.0, row.words.1, row.short.0, row.short.1] {
                assert!(!text.is_empty(), "{}", row.id);
            }
        }
    }

    #[test]
    fn keys_are_written_as_they_are_printed() {
        for row in TABLE {
            for key in row.keys {
                let chord: Chord = key.parse().unwrap();
                assert_eq!(chord.to_string(), *key, "{}", row.id);
                assert!(!chord.alt, "Escape inside tmux arrives late because of Alt");
            }
        }
    }

    /// Pairs of actions that share a key in different places on purpose.
    const SHARED: &[(&str, Action, Action)] = &[
        ("y", Action::Yes, Action::CopyReference),
        ("left", Action::PreviousPillar, Action::Left),
        ("h", Action::PreviousPillar, Action::Left),
        ("right", Action::NextPillar, Action::Right),
        ("l", Action::NextPillar, Action::Right),
        ("left", Action::PreviousPillar, Action::PreviousDifference),
        ("h", Action::PreviousPillar, Action::PreviousDifference),
        ("right", Action::NextPillar, Action::NextDifference),
        ("l", Action::NextPillar, Action::NextDifference),
        ("left", Action::PreviousDifference, Action::Left),
        ("h", Action::PreviousDifference, Action::Left),
        ("right", Action::NextDifference, Action::Right),
        ("l", Action::NextDifference, Action::Right),
        ("e", Action::Evidence, Action::ShowEvidence),
        ("b", Action::Cause, Action::Because),
        ("b", Action::Cause, Action::Diagnose),
        ("b", Action::Because, Action::Diagnose),
        ("x", Action::Na, Action::PromiseOpen),
        ("d", Action::Dispute, Action::PromiseKept),
        ("d", Action::PromiseKept, Action::Draw),
        ("s", Action::Seal, Action::Send),
        ("a", Action::AcceptTheirs, Action::AskColleague),
        ("d", Action::Dispute, Action::Draw),
        ("o", Action::OpenBundle, Action::NextOrder),
        ("i", Action::Hints, Action::Import),
        ("O", Action::TheirReview, Action::ReverseOrder),
    ];

    #[test]
    fn one_key_one_action() {
        for (n, one) in TABLE.iter().enumerate() {
            for other in &TABLE[n + 1..] {
                for key in one.keys.iter().filter(|key| other.keys.contains(key)) {
                    assert!(
                        SHARED.contains(&(*key, one.action, other.action)),
                        "{key} is {} and {}",
                        one.id,
                        other.id
                    );
                    let clash = |a: &Row, b: &Row| {
                        a.places.iter().any(|place| *place == Place::Everywhere || b.places.contains(place))
                    };
                    assert!(!clash(one, other) && !clash(other, one), "{key} twice in one place");
                }
            }
        }
    }
}
