//! Turns: messages of a customer in a row with no human reply between. The wait runs from the first of them, which is what
//! the customer sees.

use crate::domain::metric::{Event, Happened};

/// One turn of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// Its first message.
    pub(super) asked: i64,
    /// The reply.
    pub(super) reply: Option<Reply>,
}

/// A human reply to a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// When.
    pub(super) at: i64,
    /// Who.
    pub(super) by: Option<u32>,
    /// When the conversation was last given to whoever replied, if that was written down.
    pub(super) given: Option<i64>,
}

impl Turn {
    /// How long it waited; `None` is still waiting.
    pub(super) fn waited(&self) -> Option<i64> {
        self.reply.map(|reply| reply.at - self.asked)
    }
}

/// The events that are known at `as_of`.
pub(super) fn known(events: &[Event], as_of: i64) -> &[Event] {
    &events[..events.partition_point(|event| event.at < as_of)]
}

/// The turns of a conversation, by time.
pub(super) fn turns(events: &[Event]) -> impl Iterator<Item = Turn> + '_ {
    let mut events = events.iter();
    let mut given: Option<(u32, i64)> = None;
    std::iter::from_fn(move || {
        let mut asked = None;
        for event in events.by_ref() {
            match (event.what, asked) {
                (Happened::Customer, None) => asked = Some(event.at),
                (Happened::Agent, Some(asked)) => {
                    let given = given.filter(|(to, _)| event.agent == Some(*to)).map(|(_, at)| at);
                    let reply = Reply { at: event.at, by: event.agent, given };
                    return Some(Turn { asked, reply: Some(reply) });
                }
                (Happened::Assign | Happened::Transfer, _) => given = event.agent.map(|to| (to, event.at)),
                _ => {}
            }
        }
        asked.map(|asked| Turn { asked, reply: None })
    })
}

/// How a conversation began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// Its first message for all to see.
    pub(super) at: i64,
    /// The customer's first message, where the customer began it: one that we began has no first response.
    pub(super) asked: Option<i64>,
}

/// How a conversation began; `None` where nobody said anything for all to see.
pub(super) fn opening(events: &[Event]) -> Option<Opening> {
    let public = |event: &&Event| matches!(event.what, Happened::Customer | Happened::Agent | Happened::Auto);
    let first = events.iter().find(public)?;
    // A program's greeting before the first question is not a conversation that we began.
    let spoken = events.iter().find(|event| matches!(event.what, Happened::Customer | Happened::Agent));
    let asked = spoken.filter(|event| event.what == Happened::Customer).map(|event| event.at);
    Some(Opening { at: first.at, asked })
}

/// The customer's first message, whoever began.
pub(super) fn first_customer(events: &[Event]) -> Option<i64> {
    events.iter().find(|event| event.what == Happened::Customer).map(|event| event.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(what: &[(i64, Happened)]) -> Vec<Event> {
        what.iter().map(|(at, what)| Event { at: *at, what: *what, agent: Some(1) }).collect()
    }

    #[test]
    fn the_wait_runs_from_the_first_of_a_row() {
        use Happened::{Agent, Assign, Auto, Customer, Note};
        let events = log(&[
            (0, Customer),
            (5, Auto),
            (7, Assign),
            (10, Customer),
            (15, Note),
            (20, Agent),
            (30, Agent),
            (40, Customer),
        ]);
        let found: Vec<Turn> = turns(&events).collect();
        let reply = Some(Reply { at: 20, by: Some(1), given: Some(7) });
        assert_eq!(found, [Turn { asked: 0, reply }, Turn { asked: 40, reply: None }]);
        assert_eq!(
            turns(known(&events, 20)).collect::<Vec<_>>(),
            [Turn { asked: 0, reply: None }],
            "what is to come is not known"
        );
    }

    #[test]
    fn who_began() {
        use Happened::{Agent, Auto, Customer, Note};
        assert_eq!(opening(&log(&[(1, Note)])), None);
        let greeted = opening(&log(&[(1, Auto), (3, Customer), (4, Agent)]));
        assert_eq!(greeted, Some(Opening { at: 1, asked: Some(3) }));
        let called = opening(&log(&[(1, Agent), (3, Customer)]));
        assert_eq!(called, Some(Opening { at: 1, asked: None }));
    }
}
