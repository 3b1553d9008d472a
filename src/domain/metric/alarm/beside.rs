//! Alarms beside the periods' figures: the mirror that drifts, for the agent alone, and items that no longer apply.

use crate::domain::interval::{Interval, Mean};
use crate::domain::metric::alarm::{Alarm, Rule};
use crate::domain::metric::change::{Moved, means};
use crate::domain::metric::{Change, Reading, Scale};
use crate::domain::tally::Tally;
use crate::words::{self, Bilingual, Lang};

/// A share of *n/a* that rises by this much, in points of 100, leaves other items to score.
const SHRINKING: f64 = 0.05;

/// An agent's own scores beside the peers', before and now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MirrorSide {
    /// Before.
    pub before: Mean,
    /// Now.
    pub after: Mean,
}

/// A6, to the agent alone: the own score rises, the peers' does not, and the gap's interval moves off 0.
pub fn mirror_drifting(own: MirrorSide, peers: MirrorSide, gap: (Interval, Interval)) -> Option<Alarm> {
    let rises = |side: MirrorSide| {
        let (_, interval, _) = means(&side.before, &side.after);
        interval.is_ok_and(|(low, _)| low > 0.0)
    };
    let ((before_low, before_high), (low, _)) = gap;
    let moved_off = before_low <= 0.0 && 0.0 <= before_high && low > 0.0;
    if !(rises(own) && !rises(peers) && moved_off) {
        return None;
    }
    let line = |side: MirrorSide, lang: Lang| {
        let score =
            |mean: Mean| format!("{} (n {})", words::score(mean.mean), words::number(lang, mean.n as u64));
        (score(side.before), score(side.after))
    };
    let because = |side, en: &str, fr: &str| {
        let ((before, after), (fr_before, fr_after)) = (line(side, Lang::En), line(side, Lang::Fr));
        Bilingual::made(
            format!("{en}: {before}, then {after}"),
            format!("{fr}\u{202f}: {fr_before}, puis {fr_after}"),
        )
    };
    Some(Alarm {
        rule: Rule::MirrorDrifting,
        inside: None,
        outside: None,
        stronger: false,
        says: Bilingual::fixed(
            "You see your work in a better light than before; your peers do not. Which item would you look at together?",
            "Vous voyez votre travail sous un meilleur jour qu’avant\u{202f}; vos pairs, non. Quel point regarder ensemble\u{202f}?",
        ),
        because: vec![because(own, "You", "Vous"), because(peers, "Your peers", "Vos pairs")],
    })
}

/// A7: on a pillar, the share of answers that are *n/a* rose by five points or more, beyond chance, in two periods in a
/// row, or once beyond 99 %.
pub fn fewer_items_apply(
    pillar: &Bilingual,
    earlier: Option<Tally>,
    before: Tally,
    after: Tally,
) -> Option<Alarm> {
    let change =
        |from: Tally, to: Tally| Change::between(&Ok(Reading::Rate(from)), &Ok(Reading::Rate(to))).ok();
    let rose = |change: Change| change.scale == Scale::Difference && change.value >= SHRINKING;
    let now = change(before, after).filter(|now| rose(*now) && now.moved == Moved::Up)?;
    let then = earlier.and_then(|earlier| change(earlier, before));
    let twice = then.is_some_and(|then| rose(then) && then.moved == Moved::Up);
    if !twice && now.surely != Moved::Up {
        return None;
    }
    let share = |tally: Tally, lang| words::percent(lang, tally.share().unwrap_or_default(), tally.n());
    Some(Alarm {
        rule: Rule::FewerItemsApply,
        inside: None,
        outside: None,
        stronger: twice,
        says: Bilingual::fixed(
            "Scores rise because fewer items apply. Is “n/a” still used as the guidance says?",
            "Les notes montent parce que moins de points s’appliquent. « Sans objet » est-il encore employé comme le dit la consigne\u{202f}?",
        ),
        because: vec![Bilingual::made(
            format!(
                "{}: n/a in {}, then {}",
                pillar.get(Lang::En),
                share(before, Lang::En),
                share(after, Lang::En)
            ),
            format!(
                "{}\u{202f}: sans objet {}, puis {}",
                pillar.get(Lang::Fr),
                share(before, Lang::Fr),
                share(after, Lang::Fr)
            ),
        )],
    })
}
