use super::*;
use crate::domain::interval::{Mean, Undefined};
use crate::domain::metric::figures::{Inbound, Ratings};
use crate::domain::metric::{Absent, PerCase, Times};
use crate::domain::ratio::Spread;
use crate::domain::tally::Tally;

/// Times with a given middle in hours and a spread of their logarithms.
fn times(hours: f64, sd: f64, n: usize) -> Figure {
    let seconds = hours * 3600.0;
    let mean = Mean { n, mean: seconds, sd: Ok(sd), interval: Err(Undefined::NoVariation) };
    let median_interval = Err(Undefined::NoVariation);
    let logarithms = Spread { n, mean: seconds.ln_1p(), variance: Ok(sd * sd) };
    Ok(Reading::Times(Times { mean, median: seconds, p90: seconds, median_interval, logarithms }))
}

fn mean_time(hours: f64, sd: f64, n: usize) -> Figure {
    times(hours, sd, n).map(|reading| match reading {
        Reading::Times(times) => Reading::MeanTime(times),
        other => other,
    })
}

fn per_case(mean: f64, sd: f64, n: usize) -> Figure {
    let spread = Spread { n, mean, variance: Ok(sd * sd) };
    let mean = Mean { n, mean, sd: Ok(sd), interval: Err(Undefined::NoVariation) };
    Ok(Reading::PerCase(PerCase { total: 0, mean, spread }))
}

fn solved(n: u64) -> Figures {
    let mut figures = Figures::default();
    figures.put(MetricId::Solved, Ok(Reading::Count(n)));
    figures
}

/// The worked example: a third off the reply time bought 6 % less waiting and 45 % more writing.
fn worked() -> (Figures, Figures) {
    let (mut before, mut after) = (solved(200), solved(210));
    before.put(MetricId::ResponseTime, times(8.0, 1.0, 200));
    after.put(MetricId::ResponseTime, times(5.2, 1.0, 210));
    before.put(MetricId::ExchangesPerResolution, per_case(2.0, 1.3, 200));
    after.put(MetricId::ExchangesPerResolution, per_case(2.9, 1.9, 210));
    before.put(MetricId::OneContactRate, Reading::rate(146, 200));
    after.put(MetricId::OneContactRate, Reading::rate(131, 210));
    before.put(MetricId::TotalWait, mean_time(16.0, 1.0, 200));
    after.put(MetricId::TotalWait, mean_time(15.1, 1.0, 210));
    before.inbound = Some(Inbound { contacts: 500, requests: 250 });
    after.inbound = Some(Inbound { contacts: 720, requests: 255 });
    (before, after)
}

#[test]
fn faster_and_more_writing() {
    let (before, after) = worked();
    let change = |id| Change::between(&before.get(id), &after.get(id)).unwrap();
    let rounded = |change: Change, scale: f64| {
        let (low, high) = change.interval.unwrap();
        [change.value, low, high].map(|value| (value * scale).round())
    };
    assert_eq!(rounded(change(MetricId::ResponseTime), 100.0), [65.0, 54.0, 79.0]);
    assert_eq!(rounded(change(MetricId::ExchangesPerResolution), 100.0), [145.0, 128.0, 165.0]);
    assert_eq!(rounded(change(MetricId::OneContactRate), 100.0), [-11.0, -19.0, -2.0]);
    let found = alarms(&Watch::over(&before, &after));
    let rules: Vec<Rule> = found.iter().map(|alarm| alarm.rule).collect();
    assert_eq!(rules, [Rule::LessEffective, Rule::HomeGrown]);
    assert!(found[0].stronger, "one contact does less often");
    assert_eq!(found[0].outside, Some(MetricId::ExchangesPerResolution));
    let told = |alarm: &Alarm, words: &str| alarm.because.iter().any(|line| line.en.contains(words));
    assert!(told(&found[0], "× 0.65 (0.54 to 0.79)"), "{:?}", found[0].because);
    assert!(told(&found[0], "−11 points (−19 to −2)"), "{:?}", found[0].because);
    assert!(told(&found[1], "95% of the growth"), "{:?}", found[1].because);
    assert!(found.iter().all(|alarm| alarm.says.en.ends_with('?') && alarm.says.fr.ends_with('?')));
}

#[test]
fn silent_on_few_and_on_open_windows() {
    let (mut before, mut after) = worked();
    after.window_open = 1;
    let early: Vec<Rule> = alarms(&Watch::over(&before, &after)).iter().map(|alarm| alarm.rule).collect();
    assert_eq!(early, [Rule::HomeGrown], "what came in has no window to wait for");
    after.window_open = 0;
    before.put(MetricId::Solved, Ok(Reading::Count(29)));
    assert!(alarms(&Watch::over(&before, &after)).is_empty());
    before.put(MetricId::Solved, Err(Absent::NotRecorded));
    assert!(alarms(&Watch::over(&before, &after)).is_empty());
}

#[test]
fn twice_in_a_row_or_very_sure() {
    // Each step is beyond 95 % and not beyond 99 %.
    let step = |hours: f64, exchanges: f64| {
        let mut figures = solved(40);
        figures.put(MetricId::ResponseTime, times(hours, 1.0, 40));
        figures.put(MetricId::ExchangesPerResolution, per_case(exchanges, 1.3, 40));
        figures
    };
    let (first, second, third) = (step(8.0, 2.0), step(4.8, 2.8), step(2.9, 3.6));
    let latest = Pair { before: &second, after: &third };
    let mut watch = Watch { latest, ..Watch::over(&second, &third) };
    assert!(alarms(&watch).is_empty(), "once may be chance");
    watch.earlier = Some(Pair { before: &first, after: &second });
    assert_eq!(alarms(&watch)[0].rule, Rule::LessEffective);
    let back = Pair { before: &second, after: &first };
    watch.earlier = Some(back);
    assert!(alarms(&watch).is_empty(), "the other way before");
}

#[test]
fn closed_and_left() {
    let (mut before, mut after) = (solved(200), solved(400));
    before.put(MetricId::ReopenRate, Reading::rate(10, 200));
    after.put(MetricId::ReopenRate, Reading::rate(80, 400));
    assert_eq!(alarms(&Watch::over(&before, &after))[0].rule, Rule::ClosedTooEarly);
    before.put(MetricId::FirstResponseTime, times(4.0, 1.0, 300));
    after.put(MetricId::FirstResponseTime, times(2.0, 1.0, 300));
    before.put(MetricId::AnsweredWithin, Reading::rate(270, 300));
    after.put(MetricId::AnsweredWithin, Reading::rate(210, 300));
    let found = alarms(&Watch::over(&before, &after));
    assert_eq!(found[1].outside, Some(MetricId::AnsweredWithin));
    // The age of one question is never sure by itself: it takes two periods in a row.
    let mut later = solved(400);
    later.put(MetricId::FirstResponseTime, times(1.0, 1.0, 300));
    for (figures, age) in [(&mut before, 100), (&mut after, 200), (&mut later, 300)] {
        figures.put(MetricId::AnsweredWithin, Err(Absent::NotRecorded));
        figures.put(MetricId::OldestUnanswered, Ok(Reading::Age(age)));
    }
    let mut watch = Watch::over(&after, &later);
    assert!(!alarms(&watch).iter().any(|alarm| alarm.rule == Rule::LeftUnanswered));
    watch.earlier = Some(Pair { before: &before, after: &after });
    let found = alarms(&watch);
    assert_eq!(found[0].outside, Some(MetricId::OldestUnanswered));
}

#[test]
fn no_slack_and_fewer_answers() {
    let (mut before, mut after) = (solved(200), solved(200));
    before.put(MetricId::Csat, Reading::rate(180, 200));
    after.put(MetricId::Csat, Reading::rate(140, 200));
    let week = |part| Reading::share(part, 100);
    let hot = [week(80), week(90), week(91), week(88)];
    let mut watch = Watch { occupancy: &hot, ..Watch::over(&before, &after) };
    assert_eq!(alarms(&watch)[0].rule, Rule::Overheated);
    let mild = [week(80), week(80), week(91), week(88)];
    watch.occupancy = &mild;
    assert!(alarms(&watch).is_empty());
    let ratings = |answers| Some(Ratings { answers, asked: 1000, other_scales: 0 });
    before.ratings = ratings(300);
    after.ratings = ratings(200);
    let (turned_before, turned_after) = (after.get(MetricId::Csat), before.get(MetricId::Csat));
    before.put(MetricId::Csat, turned_before);
    after.put(MetricId::Csat, turned_after);
    let found = alarms(&Watch::over(&before, &after));
    assert_eq!(found[0].rule, Rule::QuieterCustomers);
    after.ratings = ratings(290);
    assert!(alarms(&Watch::over(&before, &after)).is_empty());
}

#[test]
fn beside() {
    let mean = |mean| Mean { n: 30, mean, sd: Ok(5.0), interval: Err(Undefined::NoVariation) };
    let own = MirrorSide { before: mean(80.0), after: mean(90.0) };
    let peers = MirrorSide { before: mean(80.0), after: mean(81.0) };
    let found = mirror_drifting(own, peers, ((-2.0, 2.0), (5.0, 13.0))).unwrap();
    assert_eq!(found.rule.code(), "A6");
    assert_eq!(mirror_drifting(own, own, ((-2.0, 2.0), (5.0, 13.0))), None, "both rose");
    assert_eq!(mirror_drifting(own, peers, ((1.0, 2.0), (5.0, 13.0))), None, "it was off 0 before");
    let pillar = Bilingual::fixed("Courtesy", "Sympathie");
    let na = |hits| Tally::new(hits, 1000);
    assert!(fewer_items_apply(&pillar, None, na(100), na(200)).is_some());
    assert_eq!(fewer_items_apply(&pillar, None, na(100), na(140)), None, "four points");
    let few = |hits| Tally::new(hits, 100);
    assert_eq!(fewer_items_apply(&pillar, None, few(10), few(22)), None, "once, not beyond 99 %");
    assert!(fewer_items_apply(&pillar, Some(few(2)), few(10), few(22)).unwrap().stronger);
}
