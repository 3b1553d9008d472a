//! Where growth comes from: volume is requests times contacts per request.

use crate::domain::metric::alarm::Pair;
use crate::domain::metric::figures::Inbound;
use crate::domain::metric::{Change, Compared, Reading};
use crate::words::{self, Bilingual, Lang};

/// What came in, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The period before.
    pub before: Inbound,
    /// This one.
    pub after: Inbound,
}

impl Growth {
    /// Of a pair that says which conversations belong together, where more came in than before.
    pub fn of(pair: &Pair<'_>) -> Option<Growth> {
        let growth = Growth { before: pair.before.inbound?, after: pair.after.inbound? };
        let grown = growth.before.requests > 0 && growth.after.contacts > growth.before.contacts;
        grown.then_some(growth)
    }

    /// The share of the growth that is people coming back: `ln(K1/K0) / ln(V1/V0)` with K contacts per request and V
    /// contacts. Below 0 where each request takes fewer; above 1 where fewer requests made more contacts.
    pub fn from_returns(&self) -> f64 {
        let per_request = |inbound: Inbound| inbound.contacts as f64 / inbound.requests as f64;
        let volume = self.after.contacts as f64 / self.before.contacts as f64;
        (per_request(self.after) / per_request(self.before)).ln() / volume.ln()
    }

    /// How the volume changed, and how the share of contacts that are not the first about their request.
    pub fn changes(&self) -> (Compared, Compared) {
        let volume = |inbound: Inbound| Ok(Reading::Count(inbound.contacts));
        let again = |inbound: Inbound| Reading::rate(inbound.contacts - inbound.requests, inbound.contacts);
        (
            Change::between(&volume(self.before), &volume(self.after)),
            Change::between(&again(self.before), &again(self.after)),
        )
    }

    /// It in words.
    pub fn lines(&self) -> Vec<Bilingual> {
        let (before, after) = (self.before, self.after);
        let share = self.from_returns();
        let line = |lang: Lang| {
            let number = |n| words::number(lang, n);
            let counts = [before.contacts, after.contacts, before.requests, after.requests].map(number);
            (counts, words::percent(lang, share, 1))
        };
        let ([c0, c1, r0, r1], percent) = line(Lang::En);
        let ([fc0, fc1, fr0, fr1], french) = line(Lang::Fr);
        vec![
            Bilingual::made(
                format!("Contacts: {c0}, then {c1}; requests: {r0}, then {r1}"),
                format!("Contacts\u{202f}: {fc0}, puis {fc1}\u{202f}; demandes\u{202f}: {fr0}, puis {fr1}"),
            ),
            Bilingual::made(
                format!("{percent} of the growth is people coming back"),
                format!("{french} de la hausse vient de clients qui reviennent"),
            ),
        ]
    }
}
