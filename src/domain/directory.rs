//! Whom a help desk's numbers name. Exports give authors as numbers, and the people in a file of their own, which may
//! come earlier, later or never.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::conversation::Role;

/// One person, program or team of a help desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The help desk's own number or key.
    pub id: String,
    /// The name; may be empty.
    pub name: String,
    /// The address; may be empty.
    pub address: String,
    /// What they are there; `None` where the file does not say.
    pub role: Option<Role>,
}

impl Entry {
    /// How they are named from now on: by address, else by name, else by number.
    pub fn who(&self) -> &str {
        [&self.address, &self.name].into_iter().find(|text| !text.is_empty()).unwrap_or(&self.id)
    }
}

/// The people of help desks, by source and number.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    entries: HashMap<(String, String), Entry>,
}

impl Directory {
    /// Adds somebody, or puts what is known now in the place of what was known. What the new entry leaves open stays.
    /// `true` if anything is new.
    pub fn add(&mut self, source: &str, entry: Entry) -> bool {
        let key = (source.to_owned(), entry.id.clone());
        let Some(known) = self.entries.get_mut(&key) else {
            self.entries.insert(key, entry);
            return true;
        };
        let before = known.clone();
        if !entry.name.is_empty() {
            known.name = entry.name;
        }
        if !entry.address.is_empty() {
            known.address = entry.address;
        }
        known.role = entry.role.or(known.role);
        *known != before
    }

    /// Whom a number of this source names.
    pub fn find(&self, source: &str, id: &str) -> Option<&Entry> {
        if id.is_empty() {
            return None;
        }
        self.entries.get(&(source.to_owned(), id.to_owned()))
    }

    /// Everybody, with their sources.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|((source, _), entry)| (source.as_str(), entry))
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_file_adds_what_it_knows() {
        let mut directory = Directory::default();
        let bare = Entry { id: "7".into(), name: "Léa".into(), address: String::new(), role: None };
        assert!(directory.add("zendesk", bare.clone()));
        assert!(!directory.add("zendesk", bare.clone()));
        assert_eq!(directory.find("zendesk", "7").map(Entry::who), Some("Léa"));
        let full = Entry {
            address: "lea@shop.example".into(),
            role: Some(Role::Agent),
            name: String::new(),
            ..bare
        };
        assert!(directory.add("zendesk", full));
        let entry = directory.find("zendesk", "7").unwrap();
        assert_eq!(
            (entry.who(), entry.name.as_str(), entry.role),
            ("lea@shop.example", "Léa", Some(Role::Agent))
        );
        assert_eq!(directory.find("intercom", "7"), None);
        assert_eq!(directory.find("zendesk", ""), None);
    }
}
