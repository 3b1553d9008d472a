//! Every change of an answer, kept. The log is only ever appended to: an undo is an entry of its own, so undo and redo
//! reach back through a restart and the history of an item can always be told.

use serde::{Deserialize, Serialize};

use crate::domain::review::{Answer, Sheet};

/// One item's answer before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The item's id.
    pub item: String,
    /// The answer before; `None` is unanswered.
    pub before: Option<Answer>,
    /// The answer after.
    pub after: Option<Answer>,
}

/// What a person did in one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Changed one or several answers at once.
    Step(Vec<Change>),
    /// Took the last step back.
    Undo,
    /// Did the step again that was taken back last.
    Redo,
}

/// An act with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Microseconds since 1970-01-01T00:00:00Z; order comes from the log, not from here.
    pub at: i64,
    /// What was done.
    pub act: Act,
}

/// The log of a draft and the sheet that it leads to.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    sheet: Sheet,
    /// Places in `entries` of the steps that count, oldest first.
    done: Vec<usize>,
    /// Places of the steps taken back, the next to redo last.
    undone: Vec<usize>,
}

impl History {
    /// Replays a log.
    pub fn replay(entries: impl IntoIterator<Item = Entry>) -> History {
        let mut history = History::default();
        for entry in entries {
            history.push(entry);
        }
        history
    }

    /// The answers as they stand.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The whole log.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Appends an entry and applies it. Returns whether it did anything: an undo with nothing to undo does not.
    pub fn push(&mut self, entry: Entry) -> bool {
        let place = self.entries.len();
        let changed = match &entry.act {
            Act::Step(changes) => {
                for change in changes {
                    set(&mut self.sheet, &change.item, change.after.as_ref());
                }
                self.done.push(place);
                self.undone.clear();
                true
            }
            Act::Undo => match self.done.pop() {
                Some(step) => {
                    self.apply(step, true);
                    self.undone.push(step);
                    true
                }
                None => false,
            },
            Act::Redo => match self.undone.pop() {
                Some(step) => {
                    self.apply(step, false);
                    self.done.push(step);
                    true
                }
                None => false,
            },
        };
        if changed {
            self.entries.push(entry);
        }
        changed
    }

    /// The changes that an undo would take back.
    pub fn next_undo(&self) -> Option<&[Change]> {
        self.done.last().and_then(|place| self.step(*place))
    }

    /// The changes that a redo would do again.
    pub fn next_redo(&self) -> Option<&[Change]> {
        self.undone.last().and_then(|place| self.step(*place))
    }

    /// A step that gives `items` new answers; items whose answer would stay the same are left out.
    pub fn step_to(&self, answers: impl IntoIterator<Item = (String, Option<Answer>)>) -> Option<Act> {
        let changes: Vec<Change> = answers
            .into_iter()
            .map(|(item, after)| Change { before: self.sheet.answer(&item).cloned(), item, after })
            .filter(|change| change.before != change.after)
            .collect();
        (!changes.is_empty()).then_some(Act::Step(changes))
    }

    /// Every answer that `item` has had, in the order given, undos and redos included.
    pub fn of_item(&self, item: &str) -> Vec<(i64, Option<Answer>)> {
        let mut replayed = History::default();
        let mut told = Vec::new();
        let mut last: Option<Answer> = None;
        for entry in &self.entries {
            replayed.push(entry.clone());
            let now = replayed.sheet.answer(item).cloned();
            if now != last {
                told.push((entry.at, now.clone()));
                last = now;
            }
        }
        told
    }

    fn step(&self, place: usize) -> Option<&[Change]> {
        match &self.entries.get(place)?.act {
            Act::Step(changes) => Some(changes),
            Act::Undo | Act::Redo => None,
        }
    }

    fn apply(&mut self, place: usize, back: bool) {
        if let Some(Entry { act: Act::Step(changes), .. }) = self.entries.get(place) {
            for change in changes {
                let to = if back { &change.before } else { &change.after };
                set(&mut self.sheet, &change.item, to.as_ref());
            }
        }
    }
}

fn set(sheet: &mut Sheet, item: &str, answer: Option<&Answer>) {
    match answer {
        Some(answer) => {
            sheet.0.insert(item.to_owned(), answer.clone());
        }
        None => {
            sheet.0.remove(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::Value;
    use proptest::prelude::*;

    fn give(history: &mut History, item: &str, value: Value) {
        if let Some(act) = history.step_to([(item.to_owned(), Some(Answer::of(value)))]) {
            history.push(Entry { at: 0, act });
        }
    }

    fn act(history: &mut History, act: Act) -> bool {
        history.push(Entry { at: 0, act })
    }

    #[test]
    fn undo_and_redo() {
        let mut h = History::default();
        assert!(!act(&mut h, Act::Undo));
        give(&mut h, "a", Value::Yes);
        give(&mut h, "a", Value::No);
        assert!(act(&mut h, Act::Undo));
        assert_eq!(h.sheet().value("a"), Some(Value::Yes));
        assert!(act(&mut h, Act::Undo));
        assert_eq!(h.sheet().value("a"), None);
        assert!(!act(&mut h, Act::Undo));
        assert!(act(&mut h, Act::Redo));
        assert!(act(&mut h, Act::Redo));
        assert_eq!(h.sheet().value("a"), Some(Value::No));
        assert!(!act(&mut h, Act::Redo));
        assert_eq!(h.of_item("a").len(), 6);
    }

    #[test]
    fn a_new_step_ends_redo() {
        let mut h = History::default();
        give(&mut h, "a", Value::Yes);
        act(&mut h, Act::Undo);
        give(&mut h, "b", Value::Yes);
        assert!(h.next_redo().is_none());
    }

    proptest! {
        #[test]
        fn replaying_gives_the_same_sheet(acts in prop::collection::vec((0u8..6, 0u8..4, 0u8..4), 0..60)) {
            let mut h = History::default();
            for (what, item, value) in acts {
                match what {
                    0 => { act(&mut h, Act::Undo); }
                    1 => { act(&mut h, Act::Redo); }
                    _ => give(&mut h, &item.to_string(), Value::Point(value)),
                }
            }
            let again = History::replay(h.entries().to_vec());
            prop_assert_eq!(again.sheet(), h.sheet());
            prop_assert_eq!(again.next_undo(), h.next_undo());
            let mut back = again;
            while act(&mut back, Act::Undo) {}
            prop_assert!(back.sheet().0.is_empty());
        }
    }
}
