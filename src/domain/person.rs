//! Who somebody is to a help desk.

use serde::{Deserialize, Serialize};

/// The one who uses the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The name that colleagues see.
    pub name: String,
    /// Ids and addresses under which help desks know this person.
    pub aliases: Vec<String>,
}

impl Me {
    /// Whether an author or agent of a conversation is this person: the name or an alias, in any case.
    pub fn is(&self, who: &str) -> bool {
        let who = who.trim().to_lowercase();
        !who.is_empty()
            && std::iter::once(&self.name)
                .chain(&self.aliases)
                .any(|known| known.trim().to_lowercase() == who)
    }
}
