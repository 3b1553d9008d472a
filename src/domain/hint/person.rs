//! The customer's name in our messages.

use std::ops::Range;

use crate::domain::conversation::Conversation;
use crate::domain::fold::fold;
use crate::domain::redaction::{Given, account_names, given_names};

/// What is known of the customer's name, and where it stands.
pub(super) struct Person {
    /// Names that the customer wrote.
    given: Vec<Given>,
    /// Folded words of those and of the customer's account, which may hold a name.
    words: Vec<String>,
}

impl Person {
    pub(super) fn of(conversation: &Conversation) -> Person {
        let given = given_names(conversation);
        let mut words: Vec<String> = given.iter().flat_map(|name| tokens(&name.name)).collect();
        words.extend(account_names(&conversation.customer));
        Person { given, words }
    }

    /// The message and the place in it where the customer first said their name.
    pub(super) fn first_given(&self) -> Option<&Given> {
        self.given.first()
    }

    /// Whether a word is part of the name.
    pub(super) fn is(&self, word: &str) -> bool {
        self.words.contains(&fold(word))
    }

    /// Where the name stands in a text, with a capital letter: *Rose* is no *rose*.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        capitalised(text).find(|at| self.is(&text[at.clone()]))
    }
}

fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1).map(fold).collect()
}

/// The words of a text that begin with a capital letter.
pub(super) fn capitalised(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(move |word| {
            let at = text[from..].find(word).map_or(from, |gap| from + gap);
            from = at + word.len();
            at..from
        })
        .filter(|at| text[at.clone()].starts_with(char::is_uppercase))
}
