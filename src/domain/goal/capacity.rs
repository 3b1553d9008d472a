//! Whether the load fits into the hours: no target helps a team whose backlog grows.

use super::record::Capacity;

impl Capacity {
    /// Whether every figure can be: finite, above 0, occupancy up to 1.
    pub fn is_sound(&self) -> bool {
        let above = |value: f64| value.is_finite() && value > 0.0;
        [self.contacts_a_day, self.handling_minutes, self.agents, self.hours_a_day, self.concurrency]
            .into_iter()
            .chain(self.open_hours)
            .all(above)
            && above(self.occupancy)
            && self.occupancy <= 1.0
    }

    /// Hours of work that arrive in a day.
    pub fn load(&self) -> f64 {
        self.contacts_a_day * self.handling_minutes / 60.0
    }

    /// Hours of work that can be done in a day.
    pub fn hours(&self) -> f64 {
        self.agents * self.per_agent()
    }

    fn per_agent(&self) -> f64 {
        self.hours_a_day * self.occupancy * self.concurrency
    }

    /// Load over capacity: at 1 the backlog grows whatever the target.
    pub fn ratio(&self) -> f64 {
        self.load() / self.hours()
    }

    /// People that the load takes.
    pub fn agents_needed(&self) -> f64 {
        self.load() / self.per_agent()
    }

    /// By how much shorter each contact would have to be, in percent; 0 where the load fits.
    pub fn shorter(&self) -> f64 {
        (100.0 * (1.0 - 1.0 / self.ratio())).max(0.0)
    }

    /// How many contacts a day fewer would fit, upwards; 0 where the load fits.
    pub fn fewer(&self) -> f64 {
        (self.contacts_a_day * (1.0 - 1.0 / self.ratio())).max(0.0).ceil()
    }
}

/// Who waits, by Little's law: arrivals times waiting time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Little {
    /// At the baseline.
    pub before: u64,
    /// At the target.
    pub after: u64,
    /// To be answered once, beside what arrives.
    pub clear: u64,
}

/// How many wait when `contacts` arrive in a day of `open` hours and each waits so many hours, before and after.
pub fn little(contacts: f64, open: f64, before_hours: f64, after_hours: f64) -> Little {
    let waiting = |hours: f64| (contacts / open * hours).max(0.0).floor() as u64;
    let (before, after) = (waiting(before_hours), waiting(after_hours));
    Little { before, after, clear: before.saturating_sub(after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five_agents() -> Capacity {
        Capacity {
            contacts_a_day: 180.0,
            handling_minutes: 9.0,
            agents: 5.0,
            hours_a_day: 6.5,
            occupancy: 0.8,
            concurrency: 1.0,
            open_hours: Some(8.0),
            plan: String::new(),
        }
    }

    #[test]
    fn five_agents_and_180_contacts() {
        let team = five_agents();
        assert!(team.is_sound());
        assert_eq!((team.load(), team.hours()), (27.0, 26.0));
        assert_eq!((team.ratio() * 100.0).round(), 104.0);
        assert_eq!((team.agents_needed() * 10.0).round(), 52.0);
        assert_eq!((team.shorter().round(), team.fewer()), (4.0, 7.0));
        let with_chat = Capacity { concurrency: 2.0, ..team };
        assert_eq!((with_chat.shorter(), with_chat.fewer()), (0.0, 0.0));
    }

    #[test]
    fn a_day_of_waiting_and_an_hour() {
        assert_eq!(little(180.0, 8.0, 8.0, 1.0), Little { before: 180, after: 22, clear: 158 });
    }

    #[test]
    fn what_cannot_be() {
        assert!(!Capacity { agents: 0.0, ..five_agents() }.is_sound());
        assert!(!Capacity { occupancy: 1.1, ..five_agents() }.is_sound());
        assert!(!Capacity { contacts_a_day: f64::NAN, ..five_agents() }.is_sound());
    }
}
