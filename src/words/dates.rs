//! Dates, clock times and lengths of time for people. Exports use RFC 3339 in UTC instead.

use jiff::civil;

use super::Lang;

const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTHS_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

/// The short name of a month.
pub fn month(lang: Lang, date: civil::Date) -> &'static str {
    let place = usize::try_from(date.month() - 1).unwrap_or(0).min(11);
    match lang {
        Lang::En => MONTHS_EN[place],
        Lang::Fr => MONTHS_FR[place],
    }
}

/// `3 Nov 2026`, `3 nov. 2026`.
pub fn date(lang: Lang, date: civil::Date) -> String {
    format!("{} {} {}", date.day(), month(lang, date), date.year())
}

/// A date in a list: `3 Nov` in the year `this_year`, `3 Nov 2025` in another.
pub fn day(lang: Lang, this_year: i16, day: civil::Date) -> String {
    if day.year() == this_year { format!("{} {}", day.day(), month(lang, day)) } else { date(lang, day) }
}

/// `10:02`.
pub fn clock(time: civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `3 Nov 2026 10:02`.
pub fn date_time(lang: Lang, at: civil::DateTime) -> String {
    format!("{} {}", date(lang, at.date()), clock(at.time()))
}

/// A length of time in its two largest units: `45 s`, `9 min`, `2 h 05 min`, `3 d 4 h`.
pub fn duration(lang: Lang, seconds: i64) -> String {
    let day = match lang {
        Lang::En => "d",
        Lang::Fr => "j",
    };
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    if seconds < 60 {
        format!("{seconds} s")
    } else if minutes < 60 {
        format!("{minutes} min")
    } else if hours < 24 {
        format!("{hours} h {:02} min", minutes % 60)
    } else {
        format!("{days} {day} {} h", hours % 24)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as d;

    #[test]
    fn written_dates() {
        assert_eq!(date(Lang::En, d(2026, 11, 3)), "3 Nov 2026");
        assert_eq!(day(Lang::Fr, 2026, d(2026, 8, 3)), "3 août");
        assert_eq!(day(Lang::En, 2026, d(2025, 8, 3)), "3 Aug 2025");
        assert_eq!(date_time(Lang::Fr, d(2026, 8, 3).at(9, 5, 0, 0)), "3 août 2026 09:05");
    }

    #[test]
    fn lengths() {
        assert_eq!(duration(Lang::En, 45), "45 s");
        assert_eq!(duration(Lang::En, 7500), "2 h 05 min");
        assert_eq!(duration(Lang::Fr, 3 * 86_400 + 4 * 3600), "3 j 4 h");
        assert_eq!(duration(Lang::En, -5), "0 s");
    }
}
