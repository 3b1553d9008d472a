//! Figures that no conversation can say, typed in by hand: marked as such wherever they are shown.

use jiff::tz::TimeZone;

use crate::both;
use crate::domain::metric::{MetricId, Unit};
use crate::domain::shown::Shown;
use crate::formats::metrics_toml::{accepted, amount};
use crate::ops::error::{Kind, OpsError};
use crate::ops::metrics::report::EXPECTED;
use crate::ops::metrics::span::{self, Days, Wish};
use crate::ops::session::Session;
use crate::storage::TypedRow;
use crate::words::Bilingual;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 200;

/// What somebody types in.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The metric's id, or [`EXPECTED`].
    pub id: &'a str,
    /// The figure.
    pub value: &'a str,
    /// What it stands on.
    pub n: Option<u64>,
    /// For which days; the last whole week where nothing is said.
    pub days: Wish<'a>,
    /// The channel; empty is all.
    pub channel: &'a str,
    /// Where it comes from.
    pub note: &'a str,
}

/// A figure that was typed in, ready to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The metric; `None` is the number of conversations that there should be.
    pub metric: Option<MetricId>,
    /// The days.
    pub days: Days,
    /// The channel; empty is all.
    pub channel: Shown,
    /// The figure in its unit.
    pub value: f64,
    /// The unit.
    pub unit: Unit,
    /// What it stands on.
    pub n: Option<u64>,
    /// Where it comes from.
    pub note: Shown,
    /// When it was typed in, in microseconds.
    pub at: i64,
}

impl Typed {
    /// The word in flags and files.
    pub const fn word(&self) -> &'static str {
        match self.metric {
            Some(id) => id.word(),
            None => EXPECTED,
        }
    }

    /// Its name.
    pub fn name(&self) -> Bilingual {
        match self.metric {
            Some(id) => id.metric().name,
            None => Bilingual::fixed("Conversations that there should be", "Conversations attendues"),
        }
    }

    fn of(row: &TypedRow) -> Option<Typed> {
        let metric = MetricId::from_word(&row.metric);
        if metric.is_none() && row.metric != EXPECTED {
            return None;
        }
        Some(Typed {
            metric,
            days: Days { first: row.first, last: row.last },
            channel: Shown::short(&row.channel, 40),
            value: row.value,
            unit: metric.map_or(Unit::Count, |id| id.metric().unit),
            n: row.n,
            note: Shown::short(&row.note, LONGEST_NOTE),
            at: row.at,
        })
    }
}

fn known(id: &str) -> Result<Unit, OpsError> {
    if id == EXPECTED {
        return Ok(Unit::Count);
    }
    MetricId::from_word(id).map(|id| id.metric().unit).ok_or_else(|| {
        let found = Shown::short(id, 40);
        OpsError::new(Kind::Usage, both!("there is no metric `{found}`", "il n’y a pas d’indicateur « {found} »"))
            .hint(Bilingual::fixed(
                "`aplomb metrics list --all` names them; expected-conversations counts what there should be",
                "« aplomb metrics list --all » les nomme ; expected-conversations compte ce qu’il devrait y avoir",
            ))
    })
}

/// Keeps a figure; one of the same metric, days and channel gives way to it.
pub fn enter(session: &mut Session, entry: &Entry<'_>, zone: &TimeZone, now: i64) -> Result<Typed, OpsError> {
    let unit = known(entry.id)?;
    let value = amount(entry.value, unit).ok_or_else(|| {
        let (found, wanted) = (Shown::short(entry.value, 40), accepted(unit));
        let (en, fr) = (wanted.en, wanted.fr);
        OpsError::new(
            Kind::Usage,
            both!("`{found}` does not fit: {en} is accepted", "« {found} » ne convient pas : il faut {fr}"),
        )
    })?;
    let days = span::days(entry.days, now.div_euclid(1_000_000), zone)?;
    let row = TypedRow {
        metric: entry.id.to_owned(),
        first: days.first,
        last: days.last,
        channel: entry.channel.trim().to_lowercase(),
        value,
        n: entry.n,
        note: entry.note.trim().chars().take(LONGEST_NOTE).collect(),
        at: now,
    };
    session.store.keep_typed(&row)?;
    Typed::of(&row).ok_or_else(|| known(entry.id).err().unwrap_or_else(|| span::wrong(entry.id)))
}

/// Takes a figure back.
pub fn remove(session: &mut Session, entry: &Entry<'_>, zone: &TimeZone, now: i64) -> Result<Days, OpsError> {
    known(entry.id)?;
    let days = span::days(entry.days, now.div_euclid(1_000_000), zone)?;
    let channel = entry.channel.trim().to_lowercase();
    if session.store.drop_typed(entry.id, days.first, days.last, &channel)? {
        return Ok(days);
    }
    let (first, last) = (days.first, days.last);
    Err(OpsError::data(both!(
        "no such figure was typed in for {first} to {last}",
        "aucun chiffre de ce genre n’a été saisi du {first} au {last}"
    ))
    .hint(Bilingual::fixed("`aplomb metrics typed` lists them", "« aplomb metrics typed » les liste")))
}

/// All that were typed in, the newest period first.
pub fn typed(session: &Session) -> Result<Vec<Typed>, OpsError> {
    Ok(session.store.typed()?.iter().filter_map(Typed::of).collect())
}
