//! When the app wants to be woken. Nothing else wakes it.

use std::time::{Duration, Instant};

use crate::tui::message::Timer;

/// The wakes that are still to come.
#[derive(Default)]
pub(super) struct Deadlines(Vec<(Instant, Timer)>);

impl Deadlines {
    /// Adds one; the same timer moves.
    pub(super) fn set(&mut self, now: Instant, after: Duration, timer: Timer) {
        self.0.retain(|(_, other)| *other != timer);
        if let Some(at) = now.checked_add(after) {
            self.0.push((at, timer));
        }
    }

    /// How long until the next one; `None` is for ever.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        self.0.iter().map(|(at, _)| at.saturating_duration_since(now)).min()
    }

    /// Takes those whose time has come, earliest first.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Timer> {
        let mut due: Vec<_> = self.0.extract_if(.., |(at, _)| *at <= now).collect();
        due.sort_by_key(|(at, _)| *at);
        due.into_iter().map(|(_, timer)| timer).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wakes_come_in_order_and_once() {
        let start = Instant::now();
        let at = |s| start + Duration::from_secs(s);
        let mut deadlines = Deadlines::default();
        assert_eq!(deadlines.wait(start), None);
        deadlines.set(start, Duration::from_secs(4), Timer::Toast(1));
        deadlines.set(start, Duration::from_secs(2), Timer::CtrlC(1));
        assert_eq!(deadlines.wait(start), Some(Duration::from_secs(2)));
        assert_eq!(deadlines.due(at(1)), []);
        assert_eq!(deadlines.due(at(5)), [Timer::CtrlC(1), Timer::Toast(1)]);
        assert_eq!(deadlines.wait(at(5)), None);
    }

    #[test]
    fn a_timer_set_again_moves() {
        let start = Instant::now();
        let mut deadlines = Deadlines::default();
        deadlines.set(start, Duration::from_secs(1), Timer::Toast(1));
        deadlines.set(start, Duration::from_secs(9), Timer::Toast(1));
        assert_eq!(deadlines.due(start + Duration::from_secs(2)), []);
        assert_eq!(deadlines.wait(start), Some(Duration::from_secs(9)));
    }
}
