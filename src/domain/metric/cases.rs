//! Single cases of a log for figures that are fair to the shift.

use crate::domain::metric::fair::{Case, Stratum};
use crate::domain::metric::figures::Log;
use crate::domain::metric::issues::Request;
use crate::domain::metric::turns::{known, opening};
use crate::domain::metric::{Ask, Contact, Happened, Part};

impl Log<'_> {
    /// First responses to questions asked in the period, in seconds on the wall clock, of conversations whose agent is
    /// known. On the calendar's clock most of what the mix does is gone already.
    pub fn first_responses(&self, ask: &Ask<'_>) -> Vec<Case> {
        self.cases(ask, |contact| {
            let events = known(&contact.events, ask.as_of);
            let asked = opening(events)?.asked.filter(|asked| ask.period.holds(*asked))?;
            let after = events.iter().skip_while(|event| event.what != Happened::Customer);
            let reply = after.into_iter().find(|event| event.what == Happened::Agent)?;
            case(ask, contact, asked, (reply.at - asked) as f64)
        })
    }

    /// The same on the own clock, by the team's hours: from the question, or from when it was given to whoever replied.
    pub fn own_first_responses(&self, ask: &Ask<'_>) -> Vec<Case> {
        self.cases(ask, |contact| {
            let events = known(&contact.events, ask.as_of);
            let asked = opening(events)?.asked.filter(|asked| ask.period.holds(*asked))?;
            let reply = events.iter().find(|event| event.what == Happened::Agent && event.at >= asked)?;
            let given = events.iter().rfind(|event| {
                matches!(event.what, Happened::Assign | Happened::Transfer)
                    && event.agent == reply.agent
                    && event.at <= reply.at
            });
            let begun = given.map_or(asked, |given| given.at.max(asked));
            let stratum = stratum(ask, contact, asked);
            Some(Case { agent: reply.agent?, stratum, value: ask.business(begun, reply.at)? as f64 })
        })
    }

    /// What each conversation brings.
    fn cases(&self, ask: &Ask<'_>, mut one: impl FnMut(&Contact) -> Option<Case>) -> Vec<Case> {
        let mut cases = Vec::new();
        self.each_contact(ask, &Part::All, |contact| cases.extend(one(contact)));
        cases
    }

    /// From the first question to the first solution, in seconds on the wall clock, of requests first solved in the
    /// period, by the agent of the conversation in which that happened.
    pub fn resolutions(&self, ask: &Ask<'_>) -> Vec<Case> {
        let mut cases = Vec::new();
        self.each_request(&Part::All, |contacts| {
            let request = Request::of(contacts, ask.as_of);
            let Some(solution) = request.solved(ask, &Part::All) else { return };
            if let Some(asked) = request.asked().filter(|asked| *asked <= solution.at) {
                cases.extend(case(ask, solution.contact, asked, (solution.at - asked) as f64));
            }
        });
        cases
    }
}

fn case(ask: &Ask<'_>, contact: &Contact, asked: i64, value: f64) -> Option<Case> {
    Some(Case { agent: contact.agent?, stratum: stratum(ask, contact, asked), value })
}

fn stratum(ask: &Ask<'_>, contact: &Contact, asked: i64) -> Stratum {
    Stratum {
        shift: ask.shift(asked),
        channel: Some(contact.channel.clone()),
        difficulty: contact.difficulty.clone(),
    }
}
