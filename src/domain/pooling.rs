//! Means of people when each has few conversations: partly pulled towards the team, the more so the fewer there are. The
//! agent sees the raw own figure; these are for aggregates, labelled *pulled towards the team because n is small*.

use crate::domain::interval::{Interval, Undefined, Z, sum};

/// People that it takes to see any difference between people.
const PEOPLE_FROM: usize = 3;
/// People from which on the intervals hold, since they ignore how unsure centre and spread are.
const INTERVALS_FROM: usize = 8;

/// A team's means.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// The pooled variance of conversations within a person.
    pub within: f64,
    /// The variance between people (R. C. Paule and J. Mandel 1982), 0 where chance explains their differences: then
    /// *no difference between people can be seen*, and everybody gets the centre.
    pub between: f64,
    /// The same by R. DerSimonian and N. Laird's closed form, from which the search for the other begins. Far apart they
    /// say that the people's numbers of conversations differ widely.
    pub between_closed_form: f64,
    /// The weighted mean of the means.
    pub centre: f64,
    /// The people in the order given; who has no conversation has no mean.
    pub people: Vec<Result<Shrunken, Undefined>>,
}

/// One person's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunken {
    /// Conversations.
    pub n: usize,
    /// Their plain mean.
    pub raw: f64,
    /// Its sampling variance, `within / n`.
    pub variance: f64,
    /// The mean pulled towards the centre.
    pub mean: f64,
    /// The 95 % interval of that; from eight people, and where people differ.
    pub interval: Result<Interval, Undefined>,
}

/// Pools each person's values: `within = sum_i sum_c (d_ic - d_i)^2 / sum (n_i - 1)`, `v_i = within / n_i`; `between`
/// solves `sum (d_i - mu)^2 / (v_i + between) = k - 1`, negative counts as 0, with mu the mean weighted by `1 / (v_i +
/// between)`; shrunken `mu + between / (between + v_i) (d_i - mu)`, interval `+- 1.96 sqrt(v_i between / (v_i +
/// between))`.
///
/// # Errors
/// With fewer than three people; where nobody has two values or no value differs from its person's others; where one is
/// no finite number.
pub fn pool(people: &[impl AsRef<[f64]>]) -> Result<Pooled, Undefined> {
    if people.iter().any(|values| values.as_ref().iter().any(|value| !value.is_finite())) {
        return Err(Undefined::OutOfRange);
    }
    let spreads: Vec<Option<Spread>> = people.iter().map(|values| Spread::of(values.as_ref())).collect();
    pool_spreads(&spreads)
}

/// The same from each person's number, mean and squares; `None` has no conversation.
///
/// # Errors
/// As [`pool`].
pub fn pool_spreads(people: &[Option<Spread>]) -> Result<Pooled, Undefined> {
    let known: Vec<Spread> = people.iter().flatten().copied().collect();
    let k = known.len();
    if k < PEOPLE_FROM {
        return Err(Undefined::TooFewPeople);
    }
    let freedom: usize = known.iter().map(|own| own.n - 1).sum();
    if freedom == 0 {
        return Err(Undefined::OneObservation);
    }
    let within = sum(known.iter().map(|own| own.squares)) / freedom as f64;
    if within == 0.0 {
        return Err(Undefined::NoVariation);
    }
    let means: Vec<(f64, f64)> = known.iter().map(|own| (own.mean, within / own.n as f64)).collect();
    let between_closed_form = dersimonian_laird(&means);
    let between = paule_mandel(&means, between_closed_form);
    let centre = Weighted::of(&means, between).mean;
    let shrink = |own: Spread| {
        let variance = within / own.n as f64;
        let share = between / (between + variance);
        let mean = centre + share * (own.mean - centre);
        let half = Z * (variance * share).sqrt();
        let interval = if k < INTERVALS_FROM {
            Err(Undefined::TooFewPeople)
        } else if between == 0.0 {
            Err(Undefined::NoVariation)
        } else {
            Ok((mean - half, mean + half))
        };
        Shrunken { n: own.n, raw: own.mean, variance, mean, interval }
    };
    let people = people.iter().map(|own| own.map(shrink).ok_or(Undefined::NoObservations)).collect();
    Ok(Pooled { within, between, between_closed_form, centre, people })
}

/// One person's values, without the values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// How many.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// The sum of squares around the mean.
    pub squares: f64,
}

impl Spread {
    /// Of these values; `None` of none.
    pub fn of(values: &[f64]) -> Option<Spread> {
        let first = *values.first()?;
        let n = values.len();
        // Around the first value: equal values have no squares, not even by rounding.
        let mean = first + sum(values.iter().map(|value| value - first)) / n as f64;
        Some(Spread { n, mean, squares: sum(values.iter().map(|value| (value - mean).powi(2))) })
    }

    /// One value more (B. P. Welford 1962).
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        let before = value - self.mean;
        self.mean += before / self.n as f64;
        self.squares += before * (value - self.mean);
    }
}

/// Sums over means with weights `1 / (v_i + between)`.
struct Weighted {
    mean: f64,
    /// Squares around the mean.
    squares: f64,
    /// The same with the weights' squares: how fast `squares` falls as `between` rises.
    slope: f64,
}

impl Weighted {
    fn of(means: &[(f64, f64)], between: f64) -> Weighted {
        let weight = |v: f64| 1.0 / (v + between);
        // Around the first mean, so that equal means have no squares.
        let first = means.first().map_or(0.0, |first| first.0);
        let total = sum(means.iter().map(|(_, v)| weight(*v)));
        let mean = first + sum(means.iter().map(|(mean, v)| weight(*v) * (mean - first))) / total;
        let squares = sum(means.iter().map(|(m, v)| weight(*v) * (m - mean).powi(2)));
        let slope = sum(means.iter().map(|(m, v)| (weight(*v) * (m - mean)).powi(2)));
        Weighted { mean, squares, slope }
    }
}

/// `(Q - (k - 1)) / (sum w - sum w^2 / sum w)` with `w = 1 / v`, negative counts as 0.
fn dersimonian_laird(means: &[(f64, f64)]) -> f64 {
    let total = sum(means.iter().map(|(_, v)| 1.0 / v));
    let squared = sum(means.iter().map(|(_, v)| 1.0 / (v * v)));
    let over = Weighted::of(means, 0.0).squares - (means.len() - 1) as f64;
    (over / (total - squared / total)).max(0.0)
}

/// Newton's steps (R. DerSimonian and R. Kacker 2007). The weighted squares fall ever more slowly as `between` rises, so
/// that after the first step all go up, and none too far.
fn paule_mandel(means: &[(f64, f64)], start: f64) -> f64 {
    let freedom = (means.len() - 1) as f64;
    if Weighted::of(means, 0.0).squares <= freedom {
        return 0.0;
    }
    let mut between = start;
    for _ in 0..200 {
        let now = Weighted::of(means, between);
        let next = (between + (now.squares - freedom) / now.slope).max(0.0);
        let step = (next - between).abs();
        between = next;
        if step <= 1e-14 * between {
            break;
        }
    }
    between
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_exist_says_why() {
        let none: [Vec<f64>; 0] = [];
        assert_eq!(pool(&none), Err(Undefined::TooFewPeople));
        assert_eq!(pool(&[vec![1.0, 2.0], vec![3.0, 4.0], vec![]]), Err(Undefined::TooFewPeople));
        assert_eq!(pool(&[[1.0], [2.0], [3.0]]), Err(Undefined::OneObservation));
        assert_eq!(pool(&[[0.1; 3], [0.2; 3], [0.3; 3]]), Err(Undefined::NoVariation));
        assert_eq!(pool(&[[f64::NAN], [2.0], [3.0]]), Err(Undefined::OutOfRange));
    }

    #[test]
    fn alike_people_get_the_centre() {
        let team = pool(&[vec![1.0, 5.0], vec![2.0, 4.0], vec![], vec![3.0]]).unwrap();
        assert_eq!((team.between, team.centre), (0.0, 3.0));
        assert_eq!(team.people[2], Err(Undefined::NoObservations));
        let last = team.people[3].unwrap();
        assert_eq!((last.n, last.mean, last.interval), (1, 3.0, Err(Undefined::TooFewPeople)));
        let eight = pool(&[[1.0, 5.0]; 8]).unwrap();
        assert_eq!(eight.people[0].unwrap().interval, Err(Undefined::NoVariation));
    }

    #[test]
    fn equal_numbers_have_a_closed_form() {
        // Means 10, 20, 30 with v = 2/2 each: the variance of the means less v.
        let team = pool(&[[9.0, 11.0], [19.0, 21.0], [29.0, 31.0]]).unwrap();
        assert!((team.within - 2.0).abs() < 1e-12 && (team.between - 99.0).abs() < 1e-9);
        assert!((team.between_closed_form - 99.0).abs() < 1e-9);
        assert!((team.people[0].unwrap().mean - (20.0 - 0.99 * 10.0)).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn solves_its_equation_and_pulls_inwards(
            people in prop::collection::vec(prop::collection::vec(-50.0f64..50.0, 1..12), 3..12)
        ) {
            let Ok(team) = pool(&people) else { return Ok(()) };
            let means: Vec<(f64, f64)> =
                team.people.iter().flatten().map(|person| (person.raw, person.variance)).collect();
            let squares = Weighted::of(&means, team.between).squares;
            let freedom = (people.len() - 1) as f64;
            if team.between > 0.0 {
                prop_assert!((squares - freedom).abs() < 1e-8 * freedom);
            } else {
                prop_assert!(squares <= freedom);
            }
            for person in team.people.iter().flatten() {
                prop_assert!((person.mean - team.centre).abs() <= (person.raw - team.centre).abs() + 1e-9);
                if let Ok((low, high)) = person.interval {
                    prop_assert!(low < person.mean && person.mean < high);
                }
            }
        }

        #[test]
        fn one_by_one_is_all_at_once(values in prop::collection::vec(-50.0f64..150.0, 1..40)) {
            let mut slowly = Spread::default();
            values.iter().for_each(|value| slowly.add(*value));
            let whole = Spread::of(&values).unwrap();
            prop_assert_eq!(slowly.n, whole.n);
            prop_assert!((slowly.mean - whole.mean).abs() < 1e-9);
            prop_assert!((slowly.squares - whole.squares).abs() < 1e-6 * (1.0 + whole.squares));
        }

        #[test]
        fn order_is_no_matter(
            people in prop::collection::vec(prop::collection::vec(-50.0f64..50.0, 1..8), 3..12)
        ) {
            let turned: Vec<Vec<f64>> =
                people.iter().rev().map(|values| values.iter().rev().copied().collect()).collect();
            match (pool(&people), pool(&turned)) {
                (Ok(here), Ok(there)) => {
                    prop_assert!((here.between - there.between).abs() < 1e-7 * (1.0 + here.between));
                    prop_assert!((here.centre - there.centre).abs() < 1e-7);
                }
                (here, there) => prop_assert_eq!(here.err(), there.err()),
            }
        }
    }
}
