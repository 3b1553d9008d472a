//! `aplomb metrics enter` and `typed`.

use serde::Serialize;

use crate::both;
use crate::cli::args::{MetricsArgs, MetricsCommand};
use crate::cli::metrics::team_zone;
use crate::cli::out::Out;
use crate::domain::metric::say;
use crate::ops::error::OpsError;
use crate::ops::metrics::amounts::days;
use crate::ops::metrics::span::Wish;
use crate::ops::metrics::typed::{Entry, Typed, enter as keep, remove as drop, typed};
use crate::ops::session::Session;
use crate::words::{Bilingual, number};

#[derive(Serialize)]
struct TypedOut {
    id: &'static str,
    from: String,
    to: String,
    channel: String,
    value: f64,
    unit: &'static str,
    n: Option<u64>,
    note: String,
    source: &'static str,
}

impl TypedOut {
    fn of(typed: &Typed) -> TypedOut {
        TypedOut {
            id: typed.word(),
            from: typed.days.first.to_string(),
            to: typed.days.last.to_string(),
            channel: typed.channel.as_str().to_owned(),
            value: typed.value,
            unit: typed.unit.word(),
            n: typed.n,
            note: typed.note.as_str().to_owned(),
            source: "typed",
        }
    }
}

/// Keeps a figure, or takes it back.
pub fn enter(out: &mut Out, session: &mut Session, args: &MetricsArgs, now: i64) -> Result<(), OpsError> {
    let Some(MetricsCommand::Enter { id, value, n, period, from, to, channel, note, remove }) = &args.command
    else {
        return Ok(());
    };
    let zone = team_zone(session, None)?;
    let wish = Wish { period: period.as_deref(), since: None, between: from.as_deref().zip(to.as_deref()) };
    let entry = Entry {
        id,
        value: value.as_deref().unwrap_or_default(),
        n: *n,
        days: wish,
        channel: channel.as_deref().unwrap_or_default(),
        note: note.as_deref().unwrap_or_default(),
    };
    if *remove {
        let of = days(out.lang, drop(session, &entry, &zone, now)?);
        out.say(&both!("Taken back, for {of}.", "Repris, pour {of}."));
        return Ok(());
    }
    let kept = keep(session, &entry, &zone, now)?;
    if out.json {
        return out.json(&TypedOut::of(&kept));
    }
    let (name, of) = (kept.name(), days(out.lang, kept.days));
    let (en, fr) = (name.en, name.fr);
    let value = say::value(kept.unit, kept.value, kept.n, out.lang);
    out.say(&both!(
        "{en}, {of}: {value}, typed in. Marked so wherever it is shown.",
        "{fr}, {of} : {value}, saisi à la main. Marqué ainsi partout."
    ));
    Ok(())
}

/// Lists them.
pub fn list(out: &mut Out, session: &Session) -> Result<(), OpsError> {
    let all = typed(session)?;
    let lang = out.lang;
    if out.json {
        return out.json(&all.iter().map(TypedOut::of).collect::<Vec<_>>());
    }
    if all.is_empty() {
        out.say(&Bilingual::fixed(
            "Nothing was typed in. `aplomb metrics enter occupancy 81% --period 2026-W46` does.",
            "Rien n’a été saisi. « aplomb metrics enter occupancy 81% --period 2026-W46 » le fait.",
        ));
    }
    for one in &all {
        let (period, id) = (days(lang, one.days), one.word());
        let value = say::value(one.unit, one.value, one.n, lang);
        let n = one.n.map(|n| format!("  n {}", number(lang, n))).unwrap_or_default();
        let rest = [one.channel.as_str(), one.note.as_str()]
            .iter()
            .filter(|text| !text.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" · ");
        out.line(format!("{id:<26} {period:<26} {value:>12}{n}  {rest}").trim_end());
    }
    Ok(())
}
