//! `aplomb hours`.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::both;
use crate::cli::args::HoursArgs;
use crate::cli::out::Out;
use crate::domain::calendar::Never;
use crate::ops::error::OpsError;
use crate::ops::hours::{self, Day, Hours, InUse};
use crate::words::{Lang, date, date_time, day};

/// Days that are printed one by one.
const TOLD: usize = 31;

#[derive(Serialize)]
struct HoursOut {
    schema_version: u32,
    calendar: CalendarOut,
    from: String,
    to: Option<String>,
    business_seconds: Option<i64>,
    wall_seconds: Option<i64>,
    days: Vec<DayOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<DueOut>,
}

#[derive(Serialize)]
struct CalendarOut {
    id: String,
    version: u32,
    zone: String,
}

#[derive(Serialize)]
struct DayOut {
    date: Date,
    open: Vec<String>,
    seconds: i64,
}

/// When so much business time has passed.
#[derive(Serialize)]
struct DueOut {
    seconds: u32,
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// Prints the business time between two instants. `false`: the due instant never comes.
pub fn run(
    out: &mut Out,
    zone: &TimeZone,
    folder: Option<&Path>,
    args: &HoursArgs,
) -> Result<bool, OpsError> {
    let calendar = match &args.calendar {
        Some(name) => hours::named(name, zone)?,
        None => hours::in_use(zone, folder)?,
    };
    let mut instant = |text: &str| -> Result<Timestamp, OpsError> {
        let typed = hours::instant(text, &calendar.calendar.zone)?;
        if let Some(note) = &typed.note {
            out.tell(note);
        }
        Ok(typed.at)
    };
    let from = instant(&args.from)?;
    let to = args.to.as_deref().map(&mut instant).transpose()?;
    let wanted = args.due.as_deref().map(hours::length).transpose()?;
    let due = wanted.map(|seconds| (seconds, hours::due(&calendar.calendar, from, seconds)));
    // With `--due` alone the way there is what is asked about.
    let end = to.or(due.and_then(|(_, at)| at));
    let spent = end.map(|to| hours::between(&calendar.calendar, from, to)).transpose()?;
    if out.json {
        out.json(&json(&calendar, from, spent.as_ref(), due))?;
    } else {
        out.tell(&calendar.says);
        if let Some(spent) = &spent {
            print(out, &calendar, spent);
        }
        if let Some((seconds, at)) = due {
            print_due(out, &calendar, seconds, at);
        }
    }
    Ok(due.is_none_or(|(_, at)| at.is_some()))
}

fn local(calendar: &InUse, at: Timestamp) -> String {
    let zone = &calendar.calendar.zone;
    at.display_with_offset(zone.to_offset(at)).to_string()
}

fn json(
    calendar: &InUse,
    from: Timestamp,
    spent: Option<&Hours>,
    due: Option<(u32, Option<Timestamp>)>,
) -> HoursOut {
    let day = |day: &Day| DayOut { date: day.date, open: windows(&day.open), seconds: day.seconds };
    HoursOut {
        schema_version: 1,
        calendar: CalendarOut {
            id: calendar.id.clone(),
            version: calendar.version,
            zone: calendar.zone.clone(),
        },
        from: local(calendar, from),
        to: spent.map(|spent| local(calendar, spent.to)),
        business_seconds: spent.map(|spent| spent.business),
        wall_seconds: spent.map(|spent| spent.wall),
        days: spent.map(|spent| spent.days.iter().map(day).collect()).unwrap_or_default(),
        due: due.map(|(seconds, at)| DueOut {
            seconds,
            at: at.map(|at| local(calendar, at)),
            reason: at.is_none().then_some(Never.code()),
        }),
    }
}

/// `09:00-12:30`, up to `24:00`.
fn windows(open: &[(i64, i64)]) -> Vec<String> {
    let clock = |second: i64| format!("{:02}:{:02}", second / 3600, second / 60 % 60);
    open.iter().map(|(from, to)| format!("{}-{}", clock(*from), clock(*to))).collect()
}

fn print(out: &mut Out, calendar: &InUse, spent: &Hours) {
    let lang = out.lang;
    let at = |at: Timestamp| date_time(lang, calendar.calendar.zone.to_datetime(at));
    let (from, to, zone) = (at(spent.from), at(spent.to), &calendar.zone);
    out.say(&both!("From {from} to {to}, {zone}", "De {from} à {to}, {zone}"));
    out.line("");
    let (open, wall) = (exact(spent.business), exact(spent.wall));
    let width = open.chars().count().max(wall.chars().count());
    out.say(&both!("  {open:>width$}  while open", "  {open:>width$}  pendant l’ouverture"));
    out.say(&both!("  {wall:>width$}  by the clock", "  {wall:>width$}  à la montre"));
    out.line("");
    let year = spent.days.first().map_or(0, |day| day.date.year());
    for step in spent.days.iter().take(TOLD) {
        let name = weekday(lang, step.date);
        let date = day(lang, year, step.date);
        let hours = if step.seconds == 0 { "-".to_owned() } else { exact(step.seconds) };
        let open = match windows(&step.open) {
            open if open.is_empty() => both!("closed", "fermé").get(lang).to_owned(),
            open => open.join(", "),
        };
        out.line(format!("  {name:<4} {date:<12} {hours:>14}   {open}").trim_end());
    }
    if spent.days.len() > TOLD {
        let rest = spent.days.len() - TOLD;
        let last = date(lang, spent.days[spent.days.len() - 1].date);
        out.say(&both!(
            "  and {rest} more days, up to {last}; --json lists them all",
            "  et {rest} jours de plus, jusqu’au {last} ; --json les donne tous"
        ));
    }
}

fn print_due(out: &mut Out, calendar: &InUse, seconds: u32, at: Option<Timestamp>) {
    let lang = out.lang;
    let length = exact(i64::from(seconds));
    match at {
        Some(at) => {
            let at = date_time(lang, calendar.calendar.zone.to_datetime(at));
            out.say(&both!(
                "{length} while open have passed on {at}.",
                "{length} d’ouverture se sont écoulées le {at}."
            ));
        }
        None => out.say(&both!(
            "{length} while open never pass: the calendar is not open for so long within ten years.",
            "{length} d’ouverture ne s’écoulent jamais : le calendrier n’est pas ouvert si longtemps en dix ans."
        )),
    }
}

/// Nothing rounded away: `7 h 30 min`, `58 h`, `45 s`.
fn exact(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "min"), (rest, "s")];
    let said: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if said.is_empty() { "0 s".to_owned() } else { said.join(" ") }
}

fn weekday(lang: Lang, date: Date) -> &'static str {
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
    let place = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    match lang {
        Lang::En => EN[place],
        Lang::Fr => FR[place],
    }
}
