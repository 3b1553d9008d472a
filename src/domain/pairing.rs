//! Whom to ask for a reading: the one who has read least of mine lately first, and never only the one whom I read too.
//!
//! Peers differ in severity. Where everybody is read by at least three colleagues a quarter, that averages out; where
//! two only ever read each other, neither learns what others would see. Only what I know enters: whom I asked, whom I
//! read. A suggestion is no more than that: anybody may be asked.

use std::cmp::Reverse;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::both;
use crate::domain::digest::Digest;
use crate::domain::names::PersonId;
use crate::domain::shown::Shown;
use crate::words::{self, Bilingual, Lang};

/// Days that count as lately.
const LATELY: i64 = 90;
/// Readings in a row by one colleague that are worth a word.
const IN_A_ROW: usize = 5;
/// Readings between two from which on they are a habit: one each way is a beginning.
const HABIT_FROM: usize = 3;

/// A colleague whose card is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: Shown,
    /// Whether their card was checked with them.
    pub checked: bool,
    /// Whether their card is no longer to be used.
    pub revoked: bool,
    /// Requests of mine that they have not answered yet.
    pub open: usize,
}

/// Which way a reading went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// They read a conversation of mine.
    ReadMine,
    /// I read one of theirs.
    ReadTheirs,
}

/// A reading that I know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Past {
    /// When.
    pub date: Date,
    /// With whom.
    pub who: PersonId,
    /// Which way.
    pub way: Way,
}

/// Why somebody stands where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Has read nothing of mine lately.
    FreshEyes {
        /// Requests of mine that wait with them.
        open: usize,
    },
    /// Has read some of mine lately.
    Rotation {
        /// How many.
        read: usize,
        /// Requests of mine that wait with them.
        open: usize,
    },
    /// We have only read each other lately, and others are there: last but for those below.
    OnlyEachOther,
    /// The card has not been checked yet: last of all.
    Unchecked,
}

/// One colleague to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: Shown,
    /// Why here.
    pub reason: Reason,
}

/// Whom to ask, in order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Pairing {
    /// The best first.
    pub suggestions: Vec<Suggestion>,
    /// Who read each of my last five, if it was one colleague.
    pub always: Option<PersonId>,
}

/// Whom to ask. `past` may reach back as far as it likes: the last 90 days before `today` are looked at, and for
/// [`Pairing::always`] the last five readings of mine, however old. What else is equal, `seed` decides, the same way
/// for the same people whatever their order.
pub fn pairing(people: &[Colleague], past: &[Past], today: Date, seed: u64) -> Pairing {
    let since = today.saturating_sub(LATELY.days());
    let lately: Vec<Past> = past.iter().copied().filter(|reading| reading.date > since).collect();
    let at_hand: Vec<&Colleague> = people.iter().filter(|person| !person.revoked).collect();
    let others = at_hand.iter().filter(|person| person.checked).count() > 1;
    let closed = only_each_other(&lately).filter(|_| others);
    let mut ordered: Vec<_> = at_hand
        .into_iter()
        .map(|person| {
            let read = count(&lately, person.id, Way::ReadMine);
            let reason = match (person.checked, closed == Some(person.id), read) {
                (false, ..) => Reason::Unchecked,
                (_, true, _) => Reason::OnlyEachOther,
                (_, _, 0) => Reason::FreshEyes { open: person.open },
                (_, _, read) => Reason::Rotation { read, open: person.open },
            };
            let last = reason == Reason::OnlyEachOther;
            let tie = Digest::of("aplomb/pairing/v1", &[&seed.to_le_bytes(), &person.id.0]);
            ((!person.checked, last, read, person.open, tie), person, reason)
        })
        .collect();
    ordered.sort_by_key(|(place, ..)| *place);
    Pairing {
        suggestions: ordered
            .into_iter()
            .map(|(_, person, reason)| Suggestion { id: person.id, name: person.name.clone(), reason })
            .collect(),
        always: always(past),
    }
}

fn count(past: &[Past], who: PersonId, way: Way) -> usize {
    past.iter().filter(|reading| reading.who == who && reading.way == way).count()
}

/// The one with whom all readings were, if they went both ways and often enough to be a habit.
fn only_each_other(lately: &[Past]) -> Option<PersonId> {
    let who = lately.first()?.who;
    let alone = lately.len() >= HABIT_FROM && lately.iter().all(|reading| reading.who == who);
    let both_ways = [Way::ReadMine, Way::ReadTheirs].iter().all(|way| count(lately, who, *way) > 0);
    (alone && both_ways).then_some(who)
}

fn always(past: &[Past]) -> Option<PersonId> {
    let mut of_mine: Vec<Past> =
        past.iter().copied().filter(|reading| reading.way == Way::ReadMine).collect();
    of_mine.sort_unstable_by_key(|reading| Reverse(*reading));
    let last = of_mine.get(..IN_A_ROW)?;
    let who = last.first()?.who;
    last.iter().all(|reading| reading.who == who).then_some(who)
}

impl Suggestion {
    /// Why this colleague stands here, as a sentence.
    pub fn sentence(&self) -> Bilingual {
        match self.reason {
            Reason::FreshEyes { open: 0 } => Bilingual::fixed(
                "Fresh eyes: has not read any of your conversations in the last 90 days.",
                "Un regard neuf\u{202f}: aucune de vos conversations lue ces 90 derniers jours.",
            ),
            Reason::FreshEyes { open } => {
                let (en, fr) = (waiting(Lang::En, open), waiting(Lang::Fr, open));
                both!(
                    "Fresh eyes: has not read any of your conversations in the last 90 days; {en}.",
                    "Un regard neuf\u{202f}: aucune de vos conversations lue ces 90 derniers jours\u{202f}; {fr}.",
                )
            }
            Reason::Rotation { read, open } => {
                let (en, fr) = (waiting(Lang::En, open), waiting(Lang::Fr, open));
                let count = read as u64;
                let conversations = words::plural(Lang::En, count, "conversation", "conversations");
                let lues = words::plural(Lang::Fr, count, "conversation lue", "conversations lues");
                both!(
                    "Read {read} {conversations} of yours in the last 90 days; {en}.",
                    "{read} {lues} pour vous ces 90 derniers jours\u{202f}; {fr}.",
                )
            }
            Reason::OnlyEachOther => Bilingual::fixed(
                "Lately you two have only read each other: other colleagues see other things, so they come first.",
                "Ces derniers temps, vous ne vous êtes lus qu’entre vous deux\u{202f}: d’autres collègues voient autre chose, ils passent donc d’abord.",
            ),
            Reason::Unchecked => Bilingual::fixed(
                "Check this card together first: read its words to each other.",
                "Vérifiez d’abord cette carte ensemble\u{202f}: lisez-vous ses mots à voix haute.",
            ),
        }
    }
}

impl Pairing {
    /// A word where each of my last five conversations was read by one colleague; `name` is theirs, if it may be shown.
    pub fn warning(&self, name: Option<&Shown>) -> Option<Bilingual> {
        self.always?;
        Some(match name {
            Some(name) => both!(
                "{name} read each of your last {IN_A_ROW} conversations: another pair of eyes would add to it.",
                "{name} a lu chacune de vos {IN_A_ROW} dernières conversations\u{202f}: un autre regard compléterait le sien.",
            ),
            None => both!(
                "One colleague read each of your last {IN_A_ROW} conversations: another pair of eyes would add to it.",
                "Un même collègue a lu chacune de vos {IN_A_ROW} dernières conversations\u{202f}: un autre regard compléterait le sien.",
            ),
        })
    }
}

/// `no request waiting`, `2 requests waiting`.
fn waiting(lang: Lang, open: usize) -> String {
    match (lang, open) {
        (Lang::En, 0) => "no request of yours is waiting".to_owned(),
        (Lang::En, 1) => "one request of yours is waiting".to_owned(),
        (Lang::En, _) => format!("{open} requests of yours are waiting"),
        (Lang::Fr, 0) => "aucune demande de votre part n’attend".to_owned(),
        (Lang::Fr, 1) => "une demande de votre part attend".to_owned(),
        (Lang::Fr, _) => format!("{open} demandes de votre part attendent"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 6, 30);

    fn id(k: u8) -> PersonId {
        PersonId([k; 16])
    }

    fn person(k: u8) -> Colleague {
        Colleague { id: id(k), name: Shown::line(&format!("P{k}")), checked: true, revoked: false, open: 0 }
    }

    fn past(days_ago: i64, k: u8, way: Way) -> Past {
        Past { date: TODAY.saturating_sub(days_ago.days()), who: id(k), way }
    }

    fn order(pairing: &Pairing) -> Vec<u8> {
        pairing.suggestions.iter().map(|suggestion| suggestion.id.0[0]).collect()
    }

    #[test]
    fn whoever_read_least_comes_first() {
        let people: Vec<Colleague> = (1..=3).map(person).collect();
        let readings = [
            past(3, 1, Way::ReadMine),
            past(9, 1, Way::ReadMine),
            past(5, 2, Way::ReadMine),
            past(90, 3, Way::ReadMine),
        ];
        let pairing = pairing(&people, &readings, TODAY, 1);
        assert_eq!(order(&pairing), [3, 2, 1]);
        assert_eq!(pairing.suggestions[0].reason, Reason::FreshEyes { open: 0 }, "90 days ago is not lately");
        assert_eq!(
            pairing.suggestions[2].sentence().fr,
            "2 conversations lues pour vous ces 90 derniers jours\u{202f}; aucune demande de votre part n’attend."
        );
    }

    #[test]
    fn load_decides_between_equals() {
        let mut people: Vec<Colleague> = (1..=2).map(person).collect();
        people[0].open = 2;
        let pairing = pairing(&people, &[], TODAY, 1);
        assert_eq!(order(&pairing), [2, 1]);
        assert!(pairing.suggestions[1].sentence().en.ends_with("; 2 requests of yours are waiting."));
    }

    #[test]
    fn two_who_only_read_each_other_meet_others() {
        let mut people: Vec<Colleague> = (1..=3).map(person).collect();
        people[1].open = 4;
        let readings = [past(3, 1, Way::ReadMine), past(9, 1, Way::ReadTheirs), past(12, 1, Way::ReadTheirs)];
        let closed = pairing(&people, &readings, TODAY, 1);
        assert_eq!(order(&closed), [3, 2, 1]);
        assert_eq!(closed.suggestions[2].reason, Reason::OnlyEachOther);
        let alone = pairing(&people[..1], &readings, TODAY, 1);
        assert_eq!(
            alone.suggestions[0].reason,
            Reason::Rotation { read: 1, open: 0 },
            "nobody else is there"
        );
        let one_way = [past(3, 1, Way::ReadMine); 3];
        assert_ne!(pairing(&people, &one_way, TODAY, 1).suggestions[2].reason, Reason::OnlyEachOther);
        let with_another = [&readings[..], &[past(1, 2, Way::ReadTheirs)]].concat();
        assert_ne!(pairing(&people, &with_another, TODAY, 1).suggestions[2].reason, Reason::OnlyEachOther);
    }

    #[test]
    fn cards_decide_too() {
        let mut people: Vec<Colleague> = (1..=3).map(person).collect();
        people[0].checked = false;
        people[1].revoked = true;
        let pairing = pairing(&people, &[past(1, 3, Way::ReadMine)], TODAY, 1);
        assert_eq!(order(&pairing), [3, 1]);
        assert_eq!(pairing.suggestions[1].reason, Reason::Unchecked);
    }

    #[test]
    fn five_in_a_row_by_one() {
        let by = |who: &[u8]| {
            let readings: Vec<Past> =
                who.iter().zip(0..).map(|(k, ago)| past(ago * 50, *k, Way::ReadMine)).collect();
            pairing(&[], &readings, TODAY, 1)
        };
        assert_eq!(by(&[1, 1, 1, 1]).always, None, "four are no row of five");
        let five = by(&[1, 1, 1, 1, 1, 2]);
        assert_eq!(five.always, Some(id(1)));
        assert!(
            five.warning(Some(&Shown::line("Marc"))).unwrap().en.starts_with("Marc read each of your last 5")
        );
        assert!(five.warning(None).unwrap().fr.starts_with("Un même collègue"));
        assert_eq!(by(&[1, 2, 1, 1, 1, 1]).warning(None), None);
    }

    proptest! {
        #[test]
        fn order_of_what_is_known_says_nothing(
            readings in prop::collection::vec((0i64..120, 1u8..6, any::<bool>()), 0..20),
            open in prop::collection::vec(0usize..3, 5),
            seed: u64,
            turn in 0usize..5,
        ) {
            let mut people: Vec<Colleague> = (1..=5).map(person).collect();
            for (person, open) in people.iter_mut().zip(open) {
                person.open = open;
            }
            let way = |mine| if mine { Way::ReadMine } else { Way::ReadTheirs };
            let mut readings: Vec<Past> =
                readings.into_iter().map(|(ago, k, mine)| past(ago, k, way(mine))).collect();
            let here = pairing(&people, &readings, TODAY, seed);
            prop_assert_eq!(here.suggestions.len(), people.len());
            people.rotate_left(turn);
            readings.reverse();
            prop_assert_eq!(pairing(&people, &readings, TODAY, seed), here);
        }
    }
}
