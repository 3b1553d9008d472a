//! People: whom one may ask to read a conversation, and what they would get.

use crate::domain::names::PersonId;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// A colleague who could be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Colleague {
    /// Who.
    pub person: PersonId,
    /// The name on their card, or the one that I gave them.
    pub name: Shown,
    /// Whether we have compared a conversation before.
    pub met: bool,
    /// Why they stand where they stand in the list, in one line.
    pub why: Bilingual,
}

/// One thing that is replaced before a conversation leaves the machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Replaced {
    /// What sort of thing it is: a name, a phone number.
    pub sort: Bilingual,
    /// As it stands in the conversation; never leaves.
    pub found: Shown,
    /// What stands in its place: `[name 1]`.
    pub mark: Shown,
    /// In how many places.
    pub places: usize,
}

/// What asking a colleague would do: who could be asked, and what would leave.
#[derive(Clone, Debug, PartialEq)]
pub struct AskPreview {
    /// The store's id of the conversation.
    pub conversation: i64,
    /// Its reference and subject.
    pub title: Shown,
    /// In the suggested order.
    pub colleagues: Vec<Colleague>,
    /// Every replacement, the most frequent sort first.
    pub replacements: Vec<Replaced>,
    /// Private notes, which stay here.
    pub notes_left_out: usize,
    /// Whether the checklist's team hides the name of the one who asks.
    pub hide_name: bool,
}
