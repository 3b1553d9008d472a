//! How a line of a WhatsApp export begins: date and time in the shape of the phone that wrote it.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use regex::Regex;

/// A header: three numbers of a date in the file's own order, and the time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    numbers: [i16; 3],
    /// The year stands first.
    pub(super) year_first: bool,
    /// Dates like `02.03.2026` and `02-03-26` begin with the day wherever they are written.
    pub(super) day_first: bool,
    hour: i8,
    minute: i8,
    second: i8,
}

/// How days and months stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Day,
    Month,
}

static HEADER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ (?P<open>\[?) (?P<a>\d{1,4}) (?P<s>[./-]) \x20? (?P<b>\d{1,2}) (?P<t>[./-]) \x20? (?P<c>\d{1,4}) \.? ,? (?P<at>\ (?:à|at|um|kl\.?|klo|às|a\ las|alle))? ,? \ +
        (?P<half>上午|下午|오전|오후|午前|午後)? \ ?
        (?P<hour>\d{1,2}) [:.] (?P<minute>\d{2}) (?: [:.] (?P<second>\d{2}) )?
        (?: \ ? (?: (?P<am> a\.?\ ?m\b\.? | sa\b | pg\b | öö\b | π\.?μ\.? | ص ) | (?P<pm> p\.?\ ?m\b\.? | ch\b | ptg\b | ös\b | μ\.?μ\.? | م ) ) )?
        (?P<end> \] | \ [-–] | : ) (?: \ | $)",
    )
    .ok()
});

/// Marks of direction that phones put before lines and names.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The header of a line and what follows it; `None` where the line goes on with the message before.
pub(super) fn header(line: &str) -> Option<(Header, &str)> {
    let line = line.trim_start_matches(is_mark);
    if !line.starts_with(|c: char| c == '[' || c.is_numeric()) {
        return None;
    }
    // No header is longer. Blanks that do not break become plain ones, one for one, so that places stay.
    let mut plain = String::with_capacity(64);
    let mut places = Vec::with_capacity(64);
    for (at, c) in line.char_indices().take(60) {
        if is_mark(c) {
            continue;
        }
        // So do digits and commas of Arabic script.
        let digit =
            [0x660_u32, 0x6f0].iter().find_map(|zero| char::from_digit(u32::from(c).checked_sub(*zero)?, 10));
        let c = match c {
            '\u{202f}' | '\u{a0}' | '\u{2009}' | '\t' => ' ',
            '،' => ',',
            c => digit.unwrap_or(c),
        };
        places.extend(std::iter::repeat_n(at, c.len_utf8()));
        plain.push(c);
    }
    let found = HEADER.as_ref()?.captures(&plain)?;
    let text = |name: &str| found.name(name).map(|part| part.as_str());
    let number = |name: &str| text(name)?.parse::<i16>().ok();
    let (separator, seconds) = (text("s")?, number("second"));
    let closes = text("end")?;
    if separator != text("t")?
        || (text("open") == Some("[")) != (closes == "]")
        || closes == ":" && seconds.is_none()
    {
        return None;
    }
    let numbers = [number("a")?, number("b")?, number("c")?];
    let year_first = text("a")?.len() == 4;
    // Logs of programs look like this; phones do not write it.
    let is_log = year_first && seconds.is_some() && closes != "]";
    if is_log
        || text("a")?.len() == 3
        || !year_first && matches!(text("c")?.len(), 1 | 3)
        || year_first && text("c")?.len() > 2
    {
        return None;
    }
    let mut hour = number("hour")?;
    let afternoon = match text("half") {
        Some(half) => Some(matches!(half, "下午" | "오후" | "午後")),
        None => text("pm").map(|_| true).or(text("am").map(|_| false)),
    };
    match afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(number("minute")?).ok()?);
    let second = i8::try_from(seconds.unwrap_or(0)).ok()?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let end = found.get(0)?.end();
    let rest = places.get(end).map_or_else(
        || line.char_indices().nth(plain.chars().count()).map_or("", |(at, _)| &line[at..]),
        |at| &line[*at..],
    );
    let header = Header { numbers, year_first, day_first: separator != "/", hour, minute, second };
    Some((header, rest))
}

impl Header {
    /// The two numbers that are day and month, in the file's order.
    pub(super) fn pair(&self) -> (i16, i16) {
        if self.year_first { (self.numbers[1], self.numbers[2]) } else { (self.numbers[0], self.numbers[1]) }
    }

    /// The wall clock, if that is a date.
    pub(super) fn clock(&self, order: Order) -> Option<DateTime> {
        let [a, b, c] = self.numbers;
        let full = |year: i16| match year {
            0..100 => year + 2000,
            // Phones set to Thai count from the Buddha.
            2552.. => year - 543,
            year => year,
        };
        let (year, month, day) = match order {
            _ if self.year_first => (full(a), b, c),
            Order::Day => (full(c), b, a),
            Order::Month => (full(c), a, b),
        };
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (2009..2200).contains(&year).then(|| date.at(self.hour, self.minute, self.second, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes_of_many_phones() {
        for line in [
            "02/03/26, 22:02 - Tom: hi",
            "02/03/2026, 22:02 - Tom: hi",
            "02/03/2026 à 22:02 - Tom: hi",
            "2/3/26, 10:02 PM - Tom: hi",
            "2/3/26, 10:02\u{202f}PM - Tom: hi",
            "02/03/2026, 10:02\u{202f}p.\u{a0}m. - Tom: hi",
            "2/3/2026, 10:02 p. m. - Tom: hi",
            "02.03.26, 22:02 - Tom: hi",
            "02.03.2026 klo 22.02 - Tom: hi",
            "02/03/26, 22.02 - Tom: hi",
            "2026/03/02, 22:02 - Tom: hi",
            "2026/03/02 下午10:02 - Tom: hi",
            "2026/3/2 22:02 - Tom: hi",
            "02-03-26 22:02:00: Tom: hi",
            "[02/03/26, 22:02:00] Tom: hi",
            "\u{200e}[02/03/2026, 10:02:00\u{202f}PM] Tom: hi",
            "[02-03-26 22:02:00] Tom: hi",
            "[02.03.26, 22:02:00] Tom: hi",
            "\u{feff}[2026-03-02, 22:02:00] Tom: hi",
            "2026. 03. 02. 22:02 - Tom: hi",
            "2026. 3. 2. 오후 10:02 - Tom: hi",
            "[2026. 3. 2. 오후 10:02:00] Tom: hi",
            "\u{200f}02/03/2026، 10:02\u{a0}م - Tom: hi",
            "٠٢/٠٣/٢٠٢٦، ١٠:٠٢ م - Tom: hi",
            "2/3/26, 10:02 μ.μ. - Tom: hi",
            "02/03/2026, 10:02 CH - Tom: hi",
            "2/3/2569 22:02 - Tom: hi",
        ] {
            let (found, rest) = header(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(rest, "Tom: hi", "{line}");
            let clock = found.clock(Order::Day).unwrap();
            assert_eq!(clock.to_string(), "2026-03-02T22:02:00", "{line}");
        }
        let (noon, _) = header("3/2/26, 12:05 AM - x").unwrap();
        assert_eq!(noon.clock(Order::Month).unwrap().to_string(), "2026-03-02T00:05:00");
        assert_eq!(header("02/03/26, 22:02 - ").unwrap().1, "");
    }

    #[test]
    fn other_lines() {
        for line in [
            "",
            "hi",
            "02/03/26",
            "02/03/26, 22:02",
            "02/03-26, 22:02 - x",
            "02/03/26, 25:02 - x",
            "[02/03/26, 22:02 - x",
            "2026-03-02 22:02:11 - INFO: x",
            "1/2/3, 22:02 - x",
            "02/03/26, 22:02 see you",
            "🙂",
        ] {
            assert!(header(line).is_none(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_breaks_it(line in "[\\[\\]0-9/.,: APMé\u{200e}\u{202f}-]{0,80}\\PC{0,10}") {
            if let Some((found, rest)) = header(&line) {
                prop_assert!(line.ends_with(rest));
                let _ = (found.clock(Order::Day), found.clock(Order::Month));
            }
        }
    }
}
