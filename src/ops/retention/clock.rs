//! Whether the machine's clock can be believed before it decides what is deleted.
//!
//! A clock that was set a year too far makes everything due. The clock's own traces prove nothing: whatever is saved
//! under it bears its time. So it is held against what other clocks said, those of help desks and of colleagues. Who
//! comes back from a leave of less than a year is asked nothing, nor is anyone who took in what came since.

use jiff::civil::Date;
use serde::Serialize;

use super::{DAY, day};
use crate::both;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date, number};

/// So many days without news from outside, and the clock is doubted: a wrong year is at least that far.
const DOUBTED_AFTER: i64 = 365;

/// The clock is far beyond the newest thing that came from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The day, as the clock has it.
    pub today: Date,
    /// The day of the newest thing.
    pub newest: Date,
    /// Days between the two.
    pub days: i64,
}

/// Whether there is reason to doubt `now`, in microseconds. A store that nothing came into has nothing to hold it against.
pub(super) fn doubt(session: &Session, now: i64) -> Result<Option<Doubt>, OpsError> {
    let newest = session.store.newest_from_outside(now)?;
    Ok(newest.filter(|newest| (now - newest) / DAY >= DOUBTED_AFTER).map(|newest| Doubt {
        today: day(session, now),
        newest: day(session, newest),
        days: (now - newest) / DAY,
    }))
}

impl Doubt {
    /// What speaks against the clock.
    pub fn says(&self) -> Bilingual {
        let days = |lang| number(lang, self.days.unsigned_abs());
        let [today, newest] = [self.today, self.newest].map(|day| [date(Lang::En, day), date(Lang::Fr, day)]);
        Bilingual::made(
            format!(
                "this machine’s clock says {}, {} days after the newest conversation or submission here ({})",
                today[0],
                days(Lang::En),
                newest[0]
            ),
            format!(
                "l’horloge de cette machine indique le {}, {} jours après la conversation ou la remise la plus récente ici ({})",
                today[1],
                days(Lang::Fr),
                newest[1]
            ),
        )
    }

    /// What to do about it.
    pub fn hint(&self) -> Bilingual {
        Bilingual::fixed(
            "set a wrong clock right; if it is right, take in what came since, or run `aplomb purge --clock-is-right`",
            "remettez à l’heure une horloge fausse ; si elle est juste, importez ce qui est arrivé depuis, ou lancez « aplomb purge --clock-is-right »",
        )
    }

    pub(super) fn refusal(&self) -> OpsError {
        let says = self.says();
        let (en, fr) = (says.get(Lang::En), says.get(Lang::Fr));
        OpsError::new(Kind::Environment, both!("nothing was deleted: {en}", "rien n’a été supprimé : {fr}"))
            .hint(self.hint())
    }
}
