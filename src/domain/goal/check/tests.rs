//! Every rule, broken once; and the worked numbers.

use jiff::civil::date;

use super::super::record::{
    Attainable, Capacity, ChangeIs, Direction, Every, Kind, Means, Measurable, Reach, Realistic, Specific,
    Step, Time,
};
use super::super::rule::RULES;
use super::super::unit::{Amount, Unit};
use super::*;
use crate::words::Lang;

/// A goal with no fault: satisfaction from 72 to 90 in a quarter.
fn sound() -> Goal {
    let enough = || Means { enough: Some(true), plan: String::new() };
    Goal {
        kind: Some(Kind::Team),
        reach: Some(Reach::Collective),
        specific: Specific {
            sentence: "Bring satisfaction in chat from 72 to 90 percent".to_owned(),
            metric: "csat".to_owned(),
            scope: "chat".to_owned(),
            owner: "Marc".to_owned(),
            why: "Annoyed customers come back angry".to_owned(),
        },
        measurable: Measurable {
            baseline: Some(Amount::bare(72.0)),
            n: Some(240),
            first: Some(date(2026, 8, 3)),
            last: Some(date(2026, 8, 30)),
            target: Some(Amount::bare(90.0)),
            unit: Some(Unit::Percent),
            direction: Some(Direction::Up),
            minimum_n: Some(30),
            n_a_week: Some(60),
            counter_metric: "one-contact-rate".to_owned(),
            counter_floor: Some(70.0),
            ..Measurable::default()
        },
        attainable: Attainable {
            staff: enough(),
            budget: enough(),
            expertise: enough(),
            control: Some(true),
            causes: "answers without the next step".to_owned(),
            read_by: "Inès".to_owned(),
            ..Attainable::default()
        },
        realistic: Realistic {
            complaint: "answers do not help".to_owned(),
            satisfaction: Some(true),
            ..Realistic::default()
        },
        time: Time {
            start: Some(date(2026, 8, 31)),
            due: Some(date(2026, 11, 30)),
            review: Some(Every::Week),
            ..Time::default()
        },
        ..Goal::default()
    }
}

fn codes(goal: &Goal) -> Vec<&'static str> {
    check(goal).faults.iter().map(|fault| fault.code).collect()
}

/// The codes after one change to the sound goal.
fn after(change: impl FnOnce(&mut Goal)) -> Vec<&'static str> {
    let mut goal = sound();
    change(&mut goal);
    codes(&goal)
}

fn repair(goal: &Goal, code: &str) -> String {
    let checked = check(goal);
    let fault = checked.faults.iter().find(|fault| fault.code == code).unwrap();
    fault.repair.get(Lang::En).to_owned()
}

#[test]
fn a_sound_goal_has_no_fault() {
    assert_eq!(codes(&sound()), [""; 0]);
}

#[test]
fn an_empty_one_has_all_that_can_be_at_once() {
    let found = codes(&Goal::default());
    for code in [
        "G01", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12", "G13", "G14", "G15",
        "G18", "G22", "G23", "G27",
    ] {
        assert!(found.contains(&code), "{code} in {found:?}");
    }
    assert_eq!(found.iter().filter(|code| **code == "G14").count(), 3, "staff, budget, expertise");
    for fault in check(&Goal::default()).faults {
        assert!(fault.rule().is_some(), "{}", fault.code);
        assert!(!fault.repair.en.is_empty() && !fault.repair.fr.is_empty() && !fault.field.is_empty());
    }
}

#[test]
fn every_rule_is_broken_by_something() {
    let mut seen: Vec<&str> = codes(&Goal::default());
    let broken: [&dyn Fn(&mut Goal); 12] = [
        &|g| g.specific.sentence = "Improve satisfaction".to_owned(),
        &|g| g.attainable.capacity = Some(heavy()),
        &|g| g.measurable.target = Some(Amount::bare(106.0)),
        &|g| change(g, 25.0, None),
        &|g| g.measurable.target = Some(Amount::bare(110.0)),
        &|g| steps_of(g, -5.0, Every::Month),
        &|g| g.time.due = Some(date(2028, 8, 31)),
        &|g| g.time.steps = vec![Step { by: date(2026, 8, 1), value: 90.0 }],
        &|g| g.time.steps = vec![Step { by: date(2026, 11, 30), value: 89.0 }],
        &|g| g.measurable.n_a_week = Some(3),
        &|g| g.time.review = Some(Every::Quarter),
        &|g| {
            g.measurable.baseline = Some(Amount::bare(30.0));
        },
    ];
    for one in broken {
        seen.extend(after(one));
    }
    // A year and a day more with gaps of a year.
    seen.extend(after(|g| {
        g.time.due = Some(date(2028, 8, 31));
        g.time.steps = vec![Step { by: date(2028, 8, 31), value: 90.0 }];
    }));
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.code).filter(|code| !seen.contains(code)).collect();
    assert_eq!(missing, [""; 0]);
}

fn heavy() -> Capacity {
    Capacity {
        contacts_a_day: 180.0,
        handling_minutes: 9.0,
        agents: 5.0,
        hours_a_day: 6.5,
        occupancy: 0.8,
        concurrency: 1.0,
        open_hours: None,
        plan: String::new(),
    }
}

fn change(goal: &mut Goal, change: f64, is: Option<ChangeIs>) {
    goal.measurable.target = None;
    goal.measurable.change = Some(change);
    goal.measurable.change_is = is;
}

/// Calls halved in a year by equal steps.
fn steps_of(goal: &mut Goal, step: f64, every: Every) {
    let m = &mut goal.measurable;
    m.baseline = Some(Amount::bare(1000.0));
    m.target = None;
    m.change = Some(-50.0);
    m.change_is = Some(ChangeIs::Relative);
    m.unit = Some(Unit::Count);
    m.direction = Some(Direction::Down);
    goal.time.start = Some(date(2026, 1, 1));
    goal.time.due = Some(date(2027, 1, 1));
    goal.time.every = Some(every);
    goal.time.step_change = Some(step);
    goal.time.step_is = Some(ChangeIs::Relative);
}

#[test]
fn vague_several_and_nobody() {
    assert_eq!(after(|g| g.specific.sentence = "Improve satisfaction".to_owned()), ["G02"]);
    assert_eq!(after(|g| g.specific.sentence = "Améliorer l’accueil".to_owned()), ["G02"]);
    assert_eq!(after(|g| g.specific.sentence = "x".repeat(161)), ["G01"]);
    assert_eq!(after(|g| g.specific.sentence = "Reply within 4 h. Then call back.".to_owned()), ["G01"]);
    assert_eq!(after(|g| g.specific.sentence = "From 7.5 to 9 of 10".to_owned()), [""; 0]);
    for two in ["csat, transfers", "csat and transfers", "csat et nps", "csat/nps", "csat transfers"] {
        assert_eq!(after(|g| g.specific.metric = two.to_owned()), ["G03"], "{two}");
    }
    for two in ["Marc and Léa", "Marc, Léa", "Marc et Léa"] {
        assert_eq!(after(|g| g.specific.owner = two.to_owned()), ["G05"], "{two}");
    }
    assert_eq!(after(|g| g.specific.owner = "Marc Andréa Etienne".to_owned()), [""; 0]);
    assert_eq!(after(|g| g.kind = Some(Kind::Personal)), ["G07"]);
}

#[test]
fn satisfaction_by_a_quarter_is_asked_and_never_guessed() {
    let mut goal = sound();
    change(&mut goal, 25.0, None);
    assert_eq!(codes(&goal), ["G19"]);
    let said = repair(&goal, "G19");
    assert!(said.contains("Relative leads to 90%, points lead to 97%"), "{said}");

    change(&mut goal, 25.0, Some(ChangeIs::Relative));
    assert_eq!((goal.target(), codes(&goal)), (Some(90.0), vec![]));
    change(&mut goal, 25.0, Some(ChangeIs::Points));
    assert_eq!((goal.target(), codes(&goal)), (Some(97.0), vec![]));

    goal.measurable.baseline = Some(Amount::bare(85.0));
    change(&mut goal, 25.0, Some(ChangeIs::Relative));
    assert_eq!(codes(&goal), ["G20"]);
    assert!(repair(&goal, "G20").contains("a baseline of 80% or less"));
    assert_eq!(check(&goal).faults[0].found, "106.3%");
    goal.measurable.baseline = Some(Amount::bare(80.0));
    assert_eq!(codes(&goal), [""; 0]);
    change(&mut goal, 25.0, Some(ChangeIs::Points));
    assert!(repair(&goal, "G20").contains("a baseline of 75% at the most"));
}

#[test]
fn calls_halved_by_five_percent_a_month() {
    let mut goal = sound();
    goal.specific.metric = "arrivals".to_owned();
    steps_of(&mut goal, -5.0, Every::Month);
    goal.attainable.what_changes = "articles that answer the ten commonest questions".to_owned();
    assert_eq!(codes(&goal), ["G21"]);
    let said = repair(&goal, "G21");
    assert_eq!(
        said,
        "They add up to −46% (the target after 13.5 months). Make each −5.61% of the step before, or 4.17 points of the \
         start, 41.7, each month."
    );
    goal.time.step_change = Some(-5.61);
    assert_eq!(codes(&goal), [""; 0]);
    goal.time.step_change = Some(-7.0);
    assert_eq!(codes(&goal), ["G26"]);
    goal.time.step_change = Some(3.0);
    assert!(!repair(&goal, "G21").contains("after"), "the wrong way never arrives");
    goal.time.step_is = None;
    assert_eq!(codes(&goal), ["G19"]);
}

#[test]
fn fifty_solved_a_week_and_five_more() {
    let mut goal = sound();
    goal.specific.metric = "solved".to_owned();
    let m = &mut goal.measurable;
    (m.baseline, m.target) = (Some(Amount::bare(50.0)), Some(Amount::bare(55.0)));
    m.unit = Some(Unit::Count);
    goal.time.due = Some(date(2026, 9, 7));
    assert_eq!(codes(&goal), ["G30"]);
    assert!(repair(&goal, "G30").contains("A week’s count of 50 ranges over 37 to 66 by chance alone."));
    goal.promise = "One more solved every day".to_owned();
    let checked = check(&goal);
    assert!(checked.is_sound(), "{:?}", checked.faults);
    assert!(checked.advice.iter().any(|advice| advice.text.en.contains("activity promise")));
}

#[test]
fn steps_of_satisfaction_are_paths() {
    let mut goal = sound();
    goal.time.path = Some(super::super::path::Shape::Linear);
    goal.time.steps = (1..=13)
        .map(|week| Step {
            by: goal.time.start.unwrap().checked_add(jiff::Span::new().days(7 * week)).unwrap(),
            value: if week == 1 { 73.4 } else { 72.0 + 18.0 * week as f64 / 13.0 },
        })
        .collect();
    let said: Vec<String> =
        check(&goal).advice.into_iter().map(|advice| advice.text.en.into_owned()).collect();
    assert!(
        said.iter().any(|text| text.contains("71 answers on each side") && text.contains("about 15,900")),
        "{said:?}"
    );
    assert_eq!(after(|g| g.measurable.n_a_week = Some(10)), ["G30"], "40 answers in the end, 71 needed");
}

#[test]
fn eight_hours_to_one() {
    let mut goal = sound();
    goal.specific.metric = "first-response-time".to_owned();
    let m = &mut goal.measurable;
    (m.baseline, m.target) = (Amount::parse("8 h"), Amount::parse("1 h"));
    (m.unit, m.direction) = (None, Some(Direction::Down));
    m.weeks = vec![8.2, 7.9, 8.4, 8.8, 7.6, 7.4, 8.1, 8.6, 7.8, 7.2, 8.0, 7.7];
    let checked = check(&goal);
    assert_eq!(checked.class, Some(Class::NotRealistic));
    assert_eq!(codes(&goal), ["G16", "G17"]);
    assert!(repair(&goal, "G17").contains("or aim at 7.7 h"), "{}", repair(&goal, "G17"));
    goal.attainable.what_changes = "two people more from 8 to 10".to_owned();
    goal.attainable.capacity = Some(Capacity { agents: 6.0, open_hours: Some(8.0), ..heavy() });
    let checked = check(&goal);
    assert!(checked.is_sound(), "{:?}", checked.faults);
    assert!(checked.advice.iter().any(|a| a.text.en.contains("About 180 are waiting now and 22 would")));
}

#[test]
fn a_heavy_load_needs_a_plan() {
    let mut goal = sound();
    goal.attainable.capacity = Some(heavy());
    let checked = check(&goal);
    assert_eq!(checked.faults.len(), 1);
    assert_eq!(checked.faults[0].found, "27 h / 26 h = 1.04");
    let said = repair(&goal, "G16");
    assert!(said.contains("5.2 agents, contacts 4% shorter, or 7 fewer a day"), "{said}");
    goal.attainable.capacity = Some(Capacity { plan: "a sixth agent in September".to_owned(), ..heavy() });
    assert_eq!(codes(&goal), [""; 0]);
}

#[test]
fn numbers_that_do_not_fit() {
    assert_eq!(after(|g| g.measurable.n = Some(12)), ["G09", "G30"]);
    assert_eq!(after(|g| g.measurable.target = Some(Amount::bare(50.0))), ["G12"]);
    assert_eq!(after(|g| g.measurable.target = Amount::parse("90 min")), ["G11"]);
    assert_eq!(after(|g| g.measurable.counter_metric = "csat".to_owned()), ["G13"]);
    assert_eq!(after(|g| g.measurable.counter_ceiling = Some(5.0)), ["G13"]);
    assert_eq!(after(|g| g.measurable.change = Some(9.0)), ["G19"]);
    assert_eq!(
        after(|g| {
            g.measurable.change = Some(9.0);
            g.measurable.change_is = Some(ChangeIs::Points);
        }),
        ["G10"]
    );
}

#[test]
fn a_no_needs_a_plan_and_control_is_needed() {
    assert_eq!(after(|g| g.attainable.budget.enough = Some(false)), ["G14"]);
    assert_eq!(
        after(|g| g.attainable.budget = Means { enough: Some(false), plan: "fewer trips".to_owned() }),
        [""; 0]
    );
    assert_eq!(after(|g| g.attainable.control = Some(false)), ["G15"]);
    assert_eq!(after(|g| g.realistic.complaint.clear()), ["G18"]);
}

#[test]
fn dates_that_do_not_fit() {
    assert_eq!(after(|g| g.time.due = g.time.start), ["G23"]);
    assert_eq!(after(|g| g.time.review = Some(Every::Quarter)), [""; 0], "91 days hold a quarter");
    assert_eq!(
        after(|g| {
            g.time.due = Some(date(2026, 9, 28));
            g.time.review = Some(Every::Month);
        }),
        ["G27"]
    );
    let two_years = |g: &mut Goal| g.time.due = Some(date(2028, 8, 31));
    assert_eq!(after(two_years), [""; 0], "steps by quarter are the usual ones");
    let with = |steps: Vec<Step>| after(|g| g.time.steps = steps);
    let step = |day: i8, value| Step { by: date(2026, 11, day), value };
    assert_eq!(with(vec![step(9, 80.0), step(2, 85.0), step(30, 90.0)]), ["G25"]);
    assert_eq!(with(vec![step(9, 80.0), step(30, 88.0)]), ["G26"]);
    assert_eq!(with(vec![step(9, 80.0), step(30, 90.0)]), [""; 0]);
}
