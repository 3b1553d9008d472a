//! Zammad's samples.

use aplomb::domain::conversation::Role;

use super::reading::{files, taken};
use crate::common::shared;

#[test]
fn an_archivers_samples() {
    let Some(folder) = shared("data/zammad/archiver-samples") else { return };
    let names = ["ticket-snapshot.sample.json", "webhook-payload.sample.json"];
    for names in [names, [names[1], names[0]]] {
        let taken = taken(&files(&folder, &names));
        assert_eq!(taken.words, ["zammad"; 2]);
        assert_eq!(taken.counts(), (1, 1, 1));
        let roles: Vec<Role> = taken.conversations[0].messages.iter().map(|message| message.role).collect();
        assert_eq!(roles, [Role::Customer, Role::Agent]);
        assert_eq!(taken.problems.len() + taken.waiting.len(), 0, "{taken:?}");
    }
    // Neither its eight tickets nor their articles have a time.
    let set = taken(&files(&folder, &["mock_university_dataset.json"]));
    assert_eq!((set.words[0], set.counts(), set.problems.len()), ("zammad", (0, 0, 0), 8));
    assert!(set.problems.iter().all(|problem| problem.field == "created_at"));
}
