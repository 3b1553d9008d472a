//! Help Scout's samples.

use aplomb::domain::conversation::{Role, Status};

use super::reading::{files, taken};
use crate::common::shared;
use crate::home::Home;

#[test]
fn two_snapshots_of_one_conversation() {
    let Some(folder) = shared("data/helpscout/v1-recorded") else { return };
    let (seven, nine) = ("conversation-448848612-7-threads.json", "conversation-448848612-9-threads.json");
    for names in [[seven, nine], [nine, seven]] {
        let taken = taken(&files(&folder, &names));
        assert_eq!(taken.words, ["helpscout"; 2]);
        // Nine threads: five line items, which are changes, and four messages, two of them notes.
        assert_eq!(taken.counts(), (1, 2, 2));
        let threads = taken.figures.iter().find(|figure| figure.name == "threads").unwrap();
        assert_eq!(threads.value, 9.0);
        let one = &taken.conversations[0];
        assert_eq!((one.transfers, one.reopens, one.status), (Some(0), Some(1), Some(Status::Open)));
        let roles: Vec<Role> = one.messages.iter().map(|message| message.role).collect();
        assert_eq!(roles, [Role::Agent, Role::Customer, Role::Agent, Role::Agent]);
        assert_eq!(taken.problems.len() + taken.waiting.len(), 0, "{taken:?}");
    }
}

#[test]
fn two_snapshots_taken_in_one_after_the_other() {
    let Some(folder) = shared("data/helpscout/v1-recorded") else { return };
    let path = |threads: u8| folder.join(format!("conversation-448848612-{threads}-threads.json"));
    let exported = [[7, 9], [9, 7]].map(|order| {
        let home = Home::empty();
        for threads in order {
            home.run(["import", path(threads).to_str().unwrap(), "--everyone"]).code(0);
        }
        for threads in order {
            let again = home.run(["import", path(threads).to_str().unwrap(), "--everyone"]).code(0);
            assert!(again.out.starts_with("0 conversations added, 0 updated, 1 unchanged"), "{}", again.out);
        }
        home.run(["export", "conversations"]).code(0).out
    });
    assert_eq!(exported[0], exported[1]);
    assert_eq!(exported[0].matches(r#""role""#).count(), 4);
}

#[test]
fn recordings() {
    let Some(folder) = shared("data/helpscout/v1-recorded") else { return };
    let one = taken(&files(&folder, &["conversation-486569744-1-thread.json"]));
    assert_eq!(one.counts(), (1, 0, 1));
    let list = taken(&files(&folder, &["conversations-list-mailbox.json"]));
    assert_eq!((list.words[0], list.counts()), ("helpscout", (22, 0, 0)));
    let closed: Vec<_> = list.conversations.iter().filter(|one| one.closed_at.is_some()).collect();
    assert_eq!((closed.len(), list.conversations.iter().filter(|one| !one.agent.is_empty()).count()), (2, 4));
    assert_eq!(list.problems.len() + list.waiting.len(), 0, "{list:?}");
}

#[test]
fn api_2() {
    let Some(folder) = shared("data/helpscout/v2-sdk-sample") else { return };
    let (threads, page) = ("threads-page.json", "conversations-page-embed-threads.json");
    let both = taken(&files(&folder, &[threads, page]));
    assert_eq!(both.words, ["helpscout"; 2]);
    // Both tell of thread 1 of conversation 1.
    assert_eq!(both.counts(), (1, 1, 0));
    let one = &both.conversations[0];
    assert_eq!((one.agent.as_str(), one.messages[0].role), ("none@nowhere.com", Role::Customer));
    assert_eq!((one.tags.join(","), one.status), ("vip".to_owned(), Some(Status::Closed)));
    let alone = taken(&files(&folder, &[threads]));
    assert_eq!((alone.counts(), alone.waiting.len()), ((0, 0, 0), 1));
}
