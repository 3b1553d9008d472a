//! Which conversation a mail belongs to. A conversation is named by the id of its first mail, which mails after it carry
//! first among their references; so the mails of one thread meet whatever file brings them, in any order.
//!
//! Some programs name only the mail that they answer, or none. What was read before in the same file helps then.

use std::collections::HashMap;

use crate::domain::digest::Digest;

/// Ids remembered of late; as many again of those before them.
const REMEMBERED: usize = 50_000;

/// What a mail says about its place.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Its own id; may be empty.
    pub(super) id: String,
    /// The ids of the mails before it, the first one first.
    pub(super) before: Vec<String>,
    /// A mailbox's own name of the thread, where it has one.
    pub(super) of_mailbox: String,
    /// The subject without the words for *answer*.
    pub(super) subject: String,
    /// Whether the subject says that it is an answer.
    pub(super) answers: bool,
    /// Who wrote to whom.
    pub(super) people: [String; 2],
}

/// The threads of the mails that were read.
#[derive(Debug, Default)]
pub(super) struct Threads {
    young: HashMap<String, String>,
    old: HashMap<String, String>,
}

impl Threads {
    /// The conversation's id for a mail.
    pub(super) fn of(&mut self, place: &Place) -> String {
        let named = |kind: &str, name: &str| (!name.is_empty()).then(|| key(&[kind, name]));
        let of_mailbox = named("mailbox", &place.of_mailbox);
        let subject = self.subject(place);
        let ids: Vec<String> = place.before.iter().map(|id| key(&["id", id])).collect();
        let own = named("id", &place.id);
        let thread = match place.before.first() {
            Some(first) => {
                let known = ids.iter().find_map(|id| self.find(id));
                known.unwrap_or(first).clone()
            }
            None => {
                let by_subject = subject.as_ref().filter(|_| place.answers);
                // An answer that was read earlier named this mail.
                let names = [own.as_ref(), of_mailbox.as_ref(), by_subject];
                let known = names.into_iter().flatten().find_map(|id| self.find(id));
                match known {
                    Some(known) => known.clone(),
                    None if !place.id.is_empty() => place.id.clone(),
                    None => {
                        let people = place.people.join(" ");
                        format!("subject:{}", key(&["subject", &place.subject, &people]))
                    }
                }
            }
        };
        for id in ids.into_iter().chain(own) {
            if self.find(&id).is_none() {
                self.remember(id, &thread);
            }
        }
        for id in [of_mailbox, subject].into_iter().flatten() {
            self.remember(id, &thread);
        }
        thread
    }

    /// Two people under one subject.
    fn subject(&self, place: &Place) -> Option<String> {
        let subject = place.subject.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut people = place.people.clone();
        people.sort();
        (!subject.is_empty()).then(|| key(&["subject", &subject, &people[0], &people[1]]))
    }

    fn find(&self, id: &str) -> Option<&String> {
        self.young.get(id).or_else(|| self.old.get(id))
    }

    fn remember(&mut self, id: String, thread: &str) {
        if self.young.len() >= REMEMBERED {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, thread.to_owned());
    }
}

/// A name short enough to keep many.
fn key(parts: &[&str]) -> String {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    Digest::of("aplomb/mail-thread/v1", &parts).hex()[..24].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(id: &str, before: &[&str], subject: &str, people: [&str; 2]) -> Place {
        Place {
            id: id.to_owned(),
            before: before.iter().map(|id| (*id).to_owned()).collect(),
            subject: subject.trim_start_matches("Re: ").to_owned(),
            answers: subject.starts_with("Re: "),
            people: people.map(str::to_owned),
            of_mailbox: String::new(),
        }
    }

    #[test]
    fn the_first_mail_names_the_thread() {
        let mails = [
            mail("a", &[], "Shoes", ["t", "s"]),
            mail("b", &["a"], "Re: Shoes", ["s", "t"]),
            mail("c", &["a", "b"], "Re: Shoes", ["t", "s"]),
        ];
        // In any order, and each in a file of its own.
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut threads = Threads::default();
            assert!(order.iter().all(|place| threads.of(&mails[*place]) == "a"));
        }
        assert!(mails.iter().all(|mail| Threads::default().of(mail) == "a"));
    }

    #[test]
    fn a_mail_that_names_only_the_one_before_finds_the_first() {
        let mut threads = Threads::default();
        assert_eq!(threads.of(&mail("b", &["a"], "Re: Shoes", ["s", "t"])), "a");
        assert_eq!(threads.of(&mail("c", &["b"], "Re: Shoes", ["t", "s"])), "a");
        assert_eq!(threads.of(&mail("d", &["c"], "Re: Shoes", ["s", "t"])), "a");
        // The first one comes last, and a stranger's answer is not its own.
        assert_eq!(threads.of(&mail("a", &[], "Shoes", ["t", "s"])), "a");
    }

    #[test]
    fn an_answer_without_references_is_found_by_subject_and_people() {
        let mut threads = Threads::default();
        assert_eq!(threads.of(&mail("a", &[], "Shoes", ["t", "s"])), "a");
        assert_eq!(threads.of(&mail("b", &[], "Re: Shoes", ["s", "t"])), "a");
        assert_eq!(threads.of(&mail("c", &[], "Re: Shoes", ["u", "s"])), "c");
        assert_eq!(threads.of(&mail("d", &[], "Shoes", ["t", "s"])), "d");
        let bare = threads.of(&mail("", &[], "Hats", ["t", "s"]));
        assert!(bare.starts_with("subject:"), "{bare}");
        assert_eq!(threads.of(&mail("", &[], "Re: Hats", ["s", "t"])), bare);
    }

    #[test]
    fn a_mailbox_s_own_thread_helps() {
        let mut threads = Threads::default();
        let mut first = mail("a", &[], "Shoes", ["t", "s"]);
        let mut second = mail("b", &[], "Other words", ["s", "t"]);
        (first.of_mailbox, second.of_mailbox) = ("17".into(), "17".into());
        assert_eq!((threads.of(&first), threads.of(&second)), ("a".into(), "a".into()));
    }
}
