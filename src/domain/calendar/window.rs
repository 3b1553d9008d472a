//! From when to when, on the wall clock.

const DAY: i64 = 86_400;

/// A window from an opening to a closing time, the latter not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    from: i64,
    to: i64,
}

impl Window {
    /// In seconds since midnight: `from` within the day, `to` up to its end. A closing time that is not after the opening
    /// is the next day's. `None` outside of that.
    pub fn seconds(from: i64, to: i64) -> Option<Window> {
        ((0..DAY).contains(&from) && (0..=DAY).contains(&to)).then_some(Window { from, to })
    }

    /// In whole hours.
    pub fn hours(from: i64, to: i64) -> Option<Window> {
        Window::seconds(from.checked_mul(3600)?, to.checked_mul(3600)?)
    }

    /// Reads `09:00` and `18:30`, up to `24:00` for the end of a day.
    pub fn parse(from: &str, to: &str) -> Option<Window> {
        Window::seconds(wall_clock(from)?, wall_clock(to)?)
    }

    /// What lies in the date that it opens on.
    pub(super) fn head(self) -> (i64, i64) {
        (self.from, if self.to > self.from { self.to } else { DAY })
    }

    /// What lies in the next date.
    pub(super) fn tail(self) -> Option<(i64, i64)> {
        (self.to <= self.from && self.to > 0).then_some((0, self.to))
    }
}

/// Seconds since midnight of `HH:MM`.
fn wall_clock(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (minutes < 60).then_some(hours * 3600 + minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read() {
        assert_eq!(Window::parse("09:00", "18:30"), Window::seconds(32_400, 66_600));
        assert_eq!(Window::parse("00:00", "24:00").map(Window::head), Some((0, DAY)));
        assert_eq!(Window::parse("22:00", "06:00").and_then(Window::tail), Some((0, 21_600)));
        assert_eq!(Window::parse("22:00", "24:00").and_then(Window::tail), None);
        assert_eq!(
            Window::parse("22:00", "00:00").map(|w| (w.head(), w.tail())),
            Some(((79_200, DAY), None))
        );
        for (from, to) in [
            ("24:00", "24:00"),
            ("9:00", "10:00"),
            ("09:60", "10:00"),
            ("09:00", "24:01"),
            ("+9:00", "10:00"),
        ] {
            assert_eq!(Window::parse(from, to), None, "{from} {to}");
        }
    }
}
