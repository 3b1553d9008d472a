//! The names that a customer gives in a conversation, by the same cues by which they are hidden.

use std::ops::Range;

use crate::domain::conversation::{Conversation, Role};
use crate::domain::fold::fold;
use crate::domain::redaction::cues::{asks_for_name, bare_name, own_names};
use crate::domain::redaction::names::words_of;
use crate::domain::redaction::shadow::Shadow;

/// A name that the customer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The message's place in the conversation.
    pub message: usize,
    /// Where in its text, in bytes.
    pub at: Range<usize>,
    /// The name, without accents.
    pub name: String,
}

/// The names behind *my name is*, in a signature, or in answer to *may I have your name*, in order. What stands in the
/// name of somebody who answers is left out: *merci David* may end a message like a signature.
pub fn given_names(conversation: &Conversation) -> Vec<Given> {
    let mut given = Vec::new();
    let ours: Vec<String> = conversation
        .messages
        .iter()
        .filter(|said| said.role != Role::Customer)
        .map(|said| fold(&said.author))
        .chain([fold(&conversation.agent)])
        .collect();
    let mut asked = false;
    for (message, said) in conversation.messages.iter().enumerate().filter(|(_, said)| !said.private) {
        let shadow = Shadow::new(&said.text);
        if said.role != Role::Customer {
            asked |= asks_for_name(&shadow.text);
            continue;
        }
        let mut add = |span: Range<usize>| {
            let name = shadow.text[span.clone()].to_owned();
            let first = fold(name.split_whitespace().next().unwrap_or_default());
            if first.is_empty() || ours.iter().any(|author| author.contains(&first)) {
                return;
            }
            given.push(Given { message, at: shadow.original(&span), name });
        };
        if asked && let Some(name) = bare_name(&shadow.text) {
            // It ends the text, but for signs.
            let from = shadow.text.rfind(name).unwrap_or_default();
            add(from..from + name.len());
        }
        own_names(&shadow.text).into_iter().for_each(&mut add);
        asked = false;
    }
    given
}

/// Folded words of an account that could be a name, such as *robert* and *hale* of `robert.hale@mail.example`. An
/// account in one word tells nothing.
pub fn account_names(account: &str) -> Vec<String> {
    let local = account.split('@').next().unwrap_or_default();
    if !local.trim().contains(['.', ' ', '_', '-']) {
        return Vec::new();
    }
    let is_name = |word: &String| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    words_of(account).into_iter().filter(is_name).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::conversation::{Message, Moment};

    fn conversation(lines: &[(Role, &str)]) -> Conversation {
        let at = Moment::new(Timestamp::UNIX_EPOCH, 0);
        let message = |(place, (role, text)): (usize, &(Role, &str))| Message {
            id: format!("m{place}"),
            at,
            role: *role,
            author: if *role == Role::Agent { "davidsk" } else { "n.b" }.to_owned(),
            text: (*text).to_owned(),
            html: None,
            private: false,
            macro_name: None,
        };
        Conversation {
            source: String::new(),
            external_id: String::new(),
            channel: String::new(),
            subject: String::new(),
            status: None,
            opened_at: at,
            closed_at: None,
            agent: "davidsk".to_owned(),
            customer: "n.b".to_owned(),
            tags: Vec::new(),
            csat: None,
            transfers: None,
            reopens: None,
            messages: lines.iter().enumerate().map(message).collect(),
        }
    }

    fn given(lines: &[(Role, &str)]) -> Vec<(usize, String)> {
        let conversation = conversation(lines);
        let names = given_names(&conversation).into_iter();
        names
            .map(|name| (name.message, conversation.messages[name.message].text[name.at].to_owned()))
            .collect()
    }

    #[test]
    fn a_customer_names_themselves() {
        use Role::{Agent, Customer};
        assert_eq!(given(&[(Customer, "Hi, I'm Hélène Dupont.")]), [(0, "Hélène Dupont".to_owned())]);
        assert_eq!(
            given(&[
                (Customer, "hi"),
                (Agent, "May I have your name, please?"),
                (Customer, "Sure, it's nadia.")
            ]),
            [(2, "nadia".to_owned())]
        );
        assert_eq!(given(&[(Customer, "Ça marche.\nCordialement,\nNadia")]), [(0, "Nadia".to_owned())]);
    }

    #[test]
    fn whom_the_customer_speaks_to_is_not_the_customer() {
        use Role::Customer;
        assert_eq!(
            given(&[(Customer, "Hello Marc,"), (Customer, "merci David"), (Customer, "avec M. Benali")]),
            []
        );
    }

    #[test]
    fn accounts_with_a_name() {
        assert_eq!(account_names("robert.hale@mail.example"), ["hale", "robert"]);
        for account in ["gnome99", "customer-a4c9564b", "", "support@shop.example"] {
            assert_eq!(account_names(account), [""; 0], "{account}");
        }
    }
}
