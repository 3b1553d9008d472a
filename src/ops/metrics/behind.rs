//! Who stands behind figures about work, and whether they are enough to tell them: k people, none with more than half.
//! Whoever reads is left out of the count, since they know their own part; where all of it is theirs, it is theirs to see.

use crate::domain::metric::{Absent, Ask, Figures, Log, MetricId, Part};
use crate::domain::person::Me;
use crate::domain::team::{self, Share};
use crate::ops::metrics::log::Events;

/// The others behind some conversations, each with how many.
pub(super) type Others = Vec<team::Part<u32>>;

/// Who reads, and how many others it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Behind {
    mine: Option<u32>,
    k: usize,
}

impl Behind {
    /// For whoever reads.
    pub(super) fn of(me: Option<&Me>, events: &Events, k: usize) -> Behind {
        Behind { mine: me.and_then(|me| events.mine(me)), k }
    }

    /// The number of whoever reads, where they answered anything.
    pub(super) const fn mine(&self) -> Option<u32> {
        self.mine
    }

    /// The others behind what happened in a part of a period: an answered conversation counts for the one who looks after
    /// it, else for whoever replied first.
    pub(super) fn others(&self, log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> Others {
        let people = log.looked_after(ask, part).into_iter().filter(|(who, _)| Some(*who) != self.mine);
        people.map(|(person, n)| team::Part { person, n }).collect()
    }

    /// Whether figures about these others' work may be told. Nobody else's are my own, or nobody's.
    pub(super) fn enough(&self, others: &Others) -> bool {
        others.is_empty() || team::enough(others, self.k)
    }

    /// Which of the parts that together make the whole may be told: what is hidden is never the part of too few.
    pub(super) fn parts(&self, parts: Vec<Others>) -> Vec<bool> {
        let empty: Vec<bool> = parts.iter().map(Vec::is_empty).collect();
        let shares: Vec<Share<u32>> =
            parts.into_iter().map(|parts| Share { parts, ..Share::default() }).collect();
        team::told(&shares, self.k).into_iter().zip(empty).map(|(told, empty)| told || empty).collect()
    }
}

/// Whether a figure counts customers' questions, and is about nobody's work.
pub(super) const fn about_questions(id: MetricId) -> bool {
    matches!(id, MetricId::Arrivals | MetricId::Backlog | MetricId::Unanswered | MetricId::OldestUnanswered)
}

/// The figures as they may be told: without enough people, those about questions alone.
pub(super) fn told(mut figures: Figures, enough: bool) -> Figures {
    if enough {
        return figures;
    }
    for id in MetricId::ALL.iter().filter(|id| !about_questions(**id)) {
        if figures.get(*id).is_ok() {
            figures.put(*id, Err(Absent::TooFew));
        }
    }
    (figures.window_open, figures.ratings) = (0, None);
    figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::metric::{Contact, Contacts, Event, Happened, Issue, Period};

    const ALL_DAY: Period = Period { from: 0, to: 86_400 };

    fn contact(agent: u32, channel: &str, at: i64) -> Contact {
        let event = |at, what, agent| Event { at, what, agent };
        Contact {
            conversation: at,
            issue: Issue::Conversation(at),
            channel: channel.to_owned(),
            agent: Some(agent),
            difficulty: None,
            events: vec![event(at, Happened::Customer, None), event(at + 60, Happened::Agent, Some(agent))],
            transfers: None,
            reopens: None,
            csat: None,
        }
    }

    fn others(behind: Behind, contacts: &[Contact], part: &Part) -> Others {
        let packed = Contacts::of(contacts);
        behind.others(&Log::new(&packed, None), &Ask::new(ALL_DAY, 90_000, None), part)
    }

    #[test]
    fn five_others_or_nobody() {
        let of = |agents: &[u32], mine| {
            let contacts: Vec<Contact> =
                agents.iter().zip(0..).map(|(agent, at)| contact(*agent, "", at)).collect();
            let behind = Behind { mine, k: 5 };
            behind.enough(&others(behind, &contacts, &Part::All))
        };
        assert!(of(&[1, 2, 3, 4, 5], None) && of(&[0, 1, 2, 3, 4, 5], Some(0)));
        assert!(!of(&[0, 1, 2, 3, 4], Some(0)), "my part can be subtracted");
        assert!(!of(&[1, 1, 1, 1, 1, 2, 3, 4, 5], None), "one has more than half");
        assert!(of(&[0, 0], Some(0)) && !of(&[0, 0], None), "my own are mine to see");
    }

    #[test]
    fn a_reply_that_came_later_is_somebodys_work() {
        let late = contact(3, "", 86_390);
        let behind = Behind { mine: None, k: 5 };
        assert_eq!(others(behind, std::slice::from_ref(&late), &Part::All).len(), 1);
        let unanswered = Contact { events: late.events[..1].to_vec(), ..late };
        assert!(
            others(behind, &[unanswered], &Part::All).is_empty(),
            "a question that waits is nobody's work"
        );
    }

    #[test]
    fn the_part_of_one_hides_behind_another() {
        let mut all: Vec<Contact> = (0..60).map(|n| contact(n as u32 % 6, "chat", n)).collect();
        all.extend((0..48).map(|n| contact(n as u32 % 6, "email", n)));
        all.push(contact(0, "phone", 0));
        let behind = Behind { mine: None, k: 5 };
        let parts = ["chat", "email", "phone", "fax"].map(|name| Part::Channel(name.to_owned()));
        let others = parts.iter().map(|part| others(behind, &all, part)).collect();
        assert_eq!(behind.parts(others), [true, false, false, true]);
    }
}
