//! Times in files. A time counts only with its zone: two help desks' clocks cannot be compared otherwise.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use crate::domain::conversation::Moment;
use crate::words::Bilingual;

/// What is accepted where RFC 3339 is asked for.
pub(super) const RFC_3339: Bilingual = Bilingual::fixed(
    "a date and time with its zone (RFC 3339), such as 2026-03-02T10:02:11Z or 2026-03-02T11:02:11+01:00",
    "une date et une heure avec leur fuseau (RFC 3339), comme 2026-03-02T10:02:11Z ou 2026-03-02T11:02:11+01:00",
);

/// Reads RFC 3339: full date and time, any number of decimals (kept to the microsecond), zone required.
pub(super) fn rfc3339(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() < 20 || !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    if bytes[4] != b'-' || bytes[7] != b'-' || bytes[13] != b':' || bytes[16] != b':' {
        return None;
    }
    let year = digits(&bytes[..4])?;
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(digits(&bytes[5..7])?).ok()?,
        i8::try_from(digits(&bytes[8..10])?).ok()?,
    )
    .ok()?;
    let (hour, minute) = (digits(&bytes[11..13])?, digits(&bytes[14..16])?);
    // A leap second is told as the last ordinary one.
    let second = match digits(&bytes[17..19])? {
        60 => 59,
        second => second,
    };
    let (micros, zone) = fraction(&bytes[19..])?;
    if second > 59 {
        return None;
    }
    let clock = date.to_datetime(Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?);
    let offset = match zone {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), rest @ ..] if rest.len() == 5 && rest[2] == b':' => {
            let (hours, minutes) = (digits(&rest[..2])?, digits(&rest[3..])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 3600 + minutes * 60) * if *sign == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    let at = Offset::from_seconds(offset).ok()?.to_timestamp(clock).ok()?;
    Some(Moment { micros: at.as_microsecond() + i64::from(second) * 1_000_000 + micros, offset })
}

fn digits(bytes: &[u8]) -> Option<i32> {
    bytes.iter().try_fold(0i32, |n, byte| byte.is_ascii_digit().then(|| n * 10 + i32::from(byte - b'0')))
}

/// Microseconds of `.123…`, if it is there, and what follows.
fn fraction(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.', rest @ ..] = bytes else { return Some((0, bytes)) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut micros = i64::from(digits(&rest[..length.min(6)])?);
    for _ in length.min(6)..6 {
        micros *= 10;
    }
    (length > 0).then(|| (micros, &rest[length..]))
}

/// How a column writes its times.
#[derive(Clone, Debug)]
pub(super) enum TimeFormat {
    /// RFC 3339.
    Rfc3339,
    /// Seconds since 1970, decimals allowed.
    Unix,
    /// Milliseconds since 1970.
    UnixMs,
    /// A strptime pattern; the zone holds for patterns without an offset.
    Pattern {
        /// Such as `%d/%m/%Y %H:%M`.
        pattern: String,
        /// Where the clock hung.
        zone: Option<TimeZone>,
    },
}

/// Why a map's `time` cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeFlaw {
    /// No known name and no pattern that holds a date and a time.
    Pattern,
    /// The pattern has no offset and the map names no zone.
    Zone,
}

impl TimeFormat {
    /// Reads `rfc3339`, `unix`, `unix-ms` or a pattern.
    pub(super) fn from_word(word: &str, zone: Option<&TimeZone>) -> Result<TimeFormat, TimeFlaw> {
        match word {
            "rfc3339" => return Ok(TimeFormat::Rfc3339),
            "unix" => return Ok(TimeFormat::Unix),
            "unix-ms" => return Ok(TimeFormat::UnixMs),
            pattern if !pattern.contains('%') => return Err(TimeFlaw::Pattern),
            _ => {}
        }
        // A pattern is sound if what it writes can be read back to the minute.
        let sample = sample()?;
        let written = jiff::fmt::strtime::format(word, &sample).map_err(|_| TimeFlaw::Pattern)?;
        let read = BrokenDownTime::parse(word, &written).map_err(|_| TimeFlaw::Pattern)?;
        let clock = read.to_datetime().map_err(|_| TimeFlaw::Pattern)?;
        if (clock.date(), clock.hour(), clock.minute()) != (sample.date(), sample.hour(), sample.minute()) {
            return Err(TimeFlaw::Pattern);
        }
        if read.offset().is_none() && zone.is_none() {
            return Err(TimeFlaw::Zone);
        }
        Ok(TimeFormat::Pattern { pattern: word.to_owned(), zone: zone.cloned() })
    }

    /// Reads one time.
    pub(super) fn read(&self, text: &str) -> Option<Moment> {
        match self {
            TimeFormat::Rfc3339 => rfc3339(text),
            TimeFormat::Unix => unix(text),
            TimeFormat::UnixMs => {
                let at = Timestamp::from_millisecond(text.parse().ok()?).ok()?;
                Some(Moment::new(at, 0))
            }
            TimeFormat::Pattern { pattern, zone } => {
                let read = BrokenDownTime::parse(pattern, text).ok()?;
                let clock = read.to_datetime().ok()?;
                match (read.offset(), zone) {
                    (Some(offset), _) => {
                        Some(Moment::new(offset.to_timestamp(clock).ok()?, offset.seconds()))
                    }
                    (None, Some(zone)) => {
                        let zoned = zone.to_zoned(clock).ok()?;
                        Some(Moment::new(zoned.timestamp(), zoned.offset().seconds()))
                    }
                    (None, None) => None,
                }
            }
        }
    }

    /// A time written in this format, for messages.
    pub(super) fn example(&self) -> String {
        match self {
            TimeFormat::Rfc3339 => "2026-03-02T10:02:11Z".to_owned(),
            TimeFormat::Unix => "1772445731".to_owned(),
            TimeFormat::UnixMs => "1772445731000".to_owned(),
            TimeFormat::Pattern { pattern, .. } => sample()
                .ok()
                .and_then(|sample| jiff::fmt::strtime::format(pattern, &sample).ok())
                .unwrap_or_else(|| pattern.clone()),
        }
    }
}

fn sample() -> Result<Zoned, TimeFlaw> {
    DateTime::constant(2026, 3, 2, 10, 2, 11, 0).to_zoned(TimeZone::UTC).map_err(|_| TimeFlaw::Pattern)
}

/// Reads the times of help desks: RFC 3339, also with ` +0000` or without seconds' colons in the offset; a date and a
/// time without a zone, which stand for UTC; seconds or milliseconds since 1970 as a text.
pub(super) fn loose(text: &str) -> Option<Moment> {
    if let Some(moment) = rfc3339(text) {
        return Some(moment);
    }
    let bytes = text.as_bytes();
    if !text.is_ascii() {
        return None;
    }
    if bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') && !bytes.is_empty() {
        return unix_number(text.parse().ok()?);
    }
    // `…+0100`, `… +0100`, `… UTC`, or no zone at all.
    if let Some(clock) = text.strip_suffix(" UTC") {
        return rfc3339(&format!("{clock}Z"));
    }
    if let [.., b'+' | b'-', a, b, c, d] = bytes
        && [a, b, c, d].iter().all(|byte| byte.is_ascii_digit())
        && bytes.len() > 20
    {
        let (clock, zone) = text.split_at(text.len() - 5);
        return rfc3339(&format!("{}{}:{}", clock.trim_end(), &zone[..3], &zone[3..]));
    }
    rfc3339(&format!("{text}Z"))
}

/// Seconds since 1970; milliseconds, if it is too large for seconds of this millennium. 0 stands for *never*.
pub(super) fn unix_number(number: f64) -> Option<Moment> {
    if !number.is_finite() || number <= 0.0 {
        return None;
    }
    let micros = if number > 1.0e11 { number * 1.0e3 } else { number * 1.0e6 };
    let at = Timestamp::from_microsecond(if micros < 9.0e18 { micros.round() as i64 } else { return None })
        .ok()?;
    Some(Moment::new(at, 0))
}

fn unix(text: &str) -> Option<Moment> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let seconds: i64 = whole.parse().ok()?;
    let micros = match decimals {
        "" => 0,
        decimals => {
            let (micros, rest) = fraction(text.as_bytes().get(whole.len()..)?)?;
            if !rest.is_empty() || decimals.is_empty() {
                return None;
            }
            micros
        }
    };
    let micros = if whole.starts_with('-') { -micros } else { micros };
    let at = Timestamp::from_microsecond(seconds.checked_mul(1_000_000)?.checked_add(micros)?).ok()?;
    Some(Moment::new(at, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rfc_3339() {
        let read = |text| rfc3339(text).map(Moment::rfc3339);
        assert_eq!(read("2026-03-02T10:02:11Z").as_deref(), Some("2026-03-02T10:02:11Z"));
        assert_eq!(read("2026-03-02t11:02:11.5+01:00").as_deref(), Some("2026-03-02T11:02:11.5+01:00"));
        assert_eq!(
            read("2026-03-02 10:02:11.1234567-00:30").as_deref(),
            Some("2026-03-02T10:02:11.123456-00:30")
        );
        assert_eq!(read("2016-12-31T23:59:60Z").as_deref(), Some("2016-12-31T23:59:59Z"));
        assert_eq!(read("2024-02-29T00:00:00Z").as_deref(), Some("2024-02-29T00:00:00Z"));
    }

    #[test]
    fn not_rfc_3339() {
        for text in [
            "",
            "-1",
            "2026-13-45T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-03-02 09:14",
            "2026-03-02T09:14:05",
            "2026-03-02T09:14Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T09:60:00Z",
            "2026-03-02T09:14:61Z",
            "2026-03-02T09:14:05.Z",
            "2026-03-02T09:14:05+1:00",
            "2026-03-02T09:14:05+24:00",
            "2026-03-02T09:14:05+01:00 ",
            "2026-03-02T09:14:05Z[Europe/Paris]",
            "20260302T091405Z00000",
            "２０２６-03-02T09:14:05Z",
            "1772445731",
        ] {
            assert_eq!(rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn patterns() {
        let forum = TimeFormat::from_word("%Y-%m-%d %H:%M:%S %z", None).unwrap();
        assert_eq!(forum.read("2023-07-11 10:17:18 -0700").unwrap().rfc3339(), "2023-07-11T10:17:18-07:00");
        assert_eq!(forum.example(), "2026-03-02 10:02:11 +0000");
        assert!(forum.read("2023-07-11 10:17:18").is_none());

        let paris = TimeZone::get("Europe/Paris").unwrap();
        let french = TimeFormat::from_word("%d/%m/%Y %H:%M", Some(&paris)).unwrap();
        assert_eq!(french.read("02/07/2026 10:02").unwrap().rfc3339(), "2026-07-02T10:02:00+02:00");
        assert!(french.read("2026-07-02").is_none());
    }

    #[test]
    fn unsound_patterns() {
        assert_eq!(TimeFormat::from_word("%d/%m/%Y %H:%M", None).unwrap_err(), TimeFlaw::Zone);
        for word in ["iso", "%Y-%m-%d", "%H:%M", "%Q", "%"] {
            assert_eq!(
                TimeFormat::from_word(word, Some(&TimeZone::UTC)).unwrap_err(),
                TimeFlaw::Pattern,
                "{word}"
            );
        }
    }

    #[test]
    fn times_of_help_desks() {
        let read = |text| loose(text).map(Moment::rfc3339);
        for text in [
            "2026-03-02T10:02:11Z",
            "2026-03-02 10:02:11",
            "2026-03-02 10:02:11 UTC",
            "2026-03-02T10:02:11",
            "2026-03-02 10:02:11 +0000",
            "1772445731",
            "1772445731000",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-03-02T10:02:11Z"), "{text}");
        }
        assert_eq!(read("2026-03-02T11:02:11.500+0100").as_deref(), Some("2026-03-02T11:02:11.5+01:00"));
        assert_eq!(read("2020-03-05 04:47:57.580").as_deref(), Some("2020-03-05T04:47:57.58Z"));
        for text in [
            "",
            "0",
            "x",
            "2026-03-02",
            "yesterday",
            "1.2.3",
            "10:02",
            "é2026-03-02T10:02:11Z",
            "99999999999999999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn unix_times() {
        assert_eq!(TimeFormat::Unix.read("1772445731.25").unwrap().rfc3339(), "2026-03-02T10:02:11.25Z");
        assert_eq!(TimeFormat::UnixMs.read("1772445731250").unwrap().rfc3339(), "2026-03-02T10:02:11.25Z");
        for text in ["", "x", "1.x", "99999999999999999", "1.2.3"] {
            assert_eq!(TimeFormat::Unix.read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_times_come_back(micros in -62_000_000_000_000_000i64..253_000_000_000_000_000, quarters in -92i32..92) {
            let moment = Moment { micros, offset: quarters * 900 };
            prop_assert_eq!(rfc3339(&moment.rfc3339()), Some(moment), "{}", moment.rfc3339());
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
            let _ = rfc3339(&text);
            let _ = TimeFormat::Unix.read(&text);
        }
    }
}
