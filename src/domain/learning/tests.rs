use super::*;
use crate::domain::checklist::{NaPolicy, Pillar, Scale, Subject};
use crate::domain::condition::Condition;
use crate::domain::review::Answer;
use jiff::civil::date;
use proptest::prelude::*;

const YES: Value = Value::Yes;
const NO: Value = Value::No;
const NA: Value = Value::Na;

fn item(id: &str, pillar: &str, weight: f64) -> Item {
    Item {
        id: id.into(),
        pillar: pillar.into(),
        text: Bilingual::same(id),
        guidance: Bilingual::default(),
        why: Bilingual::default(),
        row: String::new(),
        weight,
        scale: Scale::YesNo,
        na: Some(Bilingual::same("where it does not apply")),
        critical: None,
        when: None,
        causes: Vec::new(),
        comment_on: Vec::new(),
        own: false,
    }
}

fn list(items: Vec<Item>) -> Checklist {
    let pillar = |id: &str| Pillar { id: id.into(), name: Bilingual::same(id), weight: 1.0 };
    Checklist {
        id: "t".into(),
        version: 1,
        subject: Subject::Conversation,
        title: Bilingual::same("t"),
        from: String::new(),
        na_policy: NaPolicy::Drop,
        index: false,
        peer_reviews_before_submission: 0,
        pillars: vec![pillar("p"), pillar("q")],
        items,
        metrics: Vec::new(),
        hints: Vec::new(),
    }
}

fn sheet(answers: &[(&str, Value)]) -> Sheet {
    Sheet(answers.iter().map(|(id, value)| ((*id).into(), Answer::of(*value))).collect())
}

type Answers<'a> = &'a [(&'a str, Value)];

/// Sheets of conversations, mine and one peer's.
#[derive(Clone, Debug)]
struct Table {
    list: Checklist,
    rows: Vec<(Sheet, Sheet)>,
    agreed: BTreeMap<String, Value>,
}

impl Table {
    fn new(list: Checklist, rows: &[(Answers<'_>, Answers<'_>)]) -> Table {
        let rows = rows.iter().map(|(mine, theirs)| (sheet(mine), sheet(theirs))).collect();
        Table { list, rows, agreed: BTreeMap::new() }
    }

    fn opened(&self) -> Vec<Opened<'_>> {
        self.rows
            .iter()
            .zip(1..)
            .map(|((mine, theirs), conversation)| Opened {
                date: date(2026, 3, 4),
                drawn: true,
                conversation,
                checklist: &self.list,
                mine,
                peers: vec![("Marc".into(), theirs)],
                agreed: &self.agreed,
            })
            .collect()
    }

    fn swapped(&self) -> Table {
        let rows = self.rows.iter().cloned().map(|(mine, theirs)| (theirs, mine)).collect();
        Table { rows, ..self.clone() }
    }
}

/// One item of pillar p, answered as listed.
fn one_item(answers: &[(Value, Value)]) -> Table {
    let rows =
        answers.iter().map(|(mine, theirs)| (sheet(&[("a", *mine)]), sheet(&[("a", *theirs)]))).collect();
    Table { list: list(vec![item("a", "p", 1.0)]), rows, agreed: BTreeMap::new() }
}

#[test]
fn golden() {
    // Pillar p: a weighs 3, b weighs 1; q has c. By hand, mine against theirs on common ground of p:
    //   1  a yes/no,  b yes/yes          100 -  25 = 75
    //   2  a yes/yes, b no/yes            75 - 100 = -25
    //   3  a n/a/no,  b yes/yes          100 - 100 = 0      on own basis 100 - 25 = 75: a is shielded
    //   4  a yes/yes, b yes/no           100 -  75 = 25
    //   5  a yes/yes, b yes/no           100 -  75 = 25
    // Mean 20, median 25; squares around it 55² + 45² + 20² + 5² + 5² = 5500, sd √1375 = 37.0810, t(4) 2.776445:
    // 20 ± 46.0426. Own basis: 75, -25, 75, 25, 25: mean 35. q: c alike each time.
    let table = Table::new(
        list(vec![item("a", "p", 3.0), item("b", "p", 1.0), item("c", "q", 1.0)]),
        &[
            (&[("a", YES), ("b", YES), ("c", YES)], &[("a", NO), ("b", YES), ("c", YES)]),
            (&[("a", YES), ("b", NO), ("c", NO)], &[("a", YES), ("b", YES), ("c", NO)]),
            (&[("a", NA), ("b", YES), ("c", YES)], &[("a", NO), ("b", YES), ("c", YES)]),
            (&[("a", YES), ("b", YES), ("c", YES)], &[("a", YES), ("b", NO), ("c", YES)]),
            (&[("a", YES), ("b", YES), ("c", NA)], &[("a", YES), ("b", NO), ("c", YES)]),
        ],
    );
    let learning = learn(&table.opened());
    assert_eq!((learning.drawn, learning.chosen, learning.elsewhere), (5, 0, 0));
    let p = &learning.pillars[0];
    assert_eq!((p.common.n, p.common.mean, p.common.median), (5, Some(20.0), Some(25.0)));
    assert!((p.common.sd.unwrap() - 1375.0_f64.sqrt()).abs() < 1e-9);
    let (low, high) = p.common.shown().unwrap();
    assert!((low + 26.0426).abs() < 1e-3 && (high - 66.0426).abs() < 1e-3, "{low} {high}");
    assert_eq!(p.own_basis.mean, Some(35.0));
    assert_eq!(p.verdict, Verdict::NotKnownYet);
    assert_eq!((p.points[0].difference(), p.points[0].middle()), (75.0, 62.5));
    let q = &learning.pillars[1];
    assert_eq!((q.common.n, q.common.dropped, q.common.mean), (4, 1, Some(0.0)));
    assert_eq!((q.common.shown(), q.verdict), (Err(NoInterval::NoVariation), Verdict::AlwaysTheSame));
    let shield = learning.shield.clone().unwrap();
    assert_eq!((shield.peer_no, shield.shielded), (5, 1));
    let of_a = &shield.items[0];
    assert_eq!((of_a.item.as_str(), of_a.peer_no, of_a.shielded, of_a.flagged), ("a", 2, 1, true));
    let of_b = &learning.items[1];
    assert_eq!((of_b.n, of_b.kinder, of_b.stricter, of_b.p), (5, 2, 1, None));
    assert_eq!(of_b.bias(), Some(0.2));
    assert_eq!(learning.pairs["c"], [(YES, YES), (NO, NO), (YES, YES), (YES, YES), (NA, YES)]);
    assert_eq!(learning.replay.len(), 3);
}

#[test]
fn drawn_and_chosen_are_never_mixed() {
    let table = one_item(&[(YES, NO), (YES, YES)]);
    let mut opened = table.opened();
    opened[0].drawn = false;
    let learning = learn(&opened);
    let p = &learning.pillars[0];
    assert_eq!((p.common.n, p.common.mean), (1, Some(0.0)));
    assert_eq!((p.chosen.n, p.chosen.mean), (1, Some(100.0)));
    assert_eq!(p.points.len(), 2, "both are plotted");
    assert_eq!(learning.pairs["a"], [(YES, YES)]);
    assert_eq!(learning.replay.len(), 1, "the replay shows all");
    assert!(learning.basis().en.contains("not averaged in"), "{}", learning.basis().en);
}

#[test]
fn several_peers_are_averaged_first() {
    let table = Table::new(
        list(vec![item("a", "p", 1.0), item("b", "p", 1.0)]),
        &[(&[("a", YES), ("b", YES)], &[("a", NO), ("b", NO)])],
    );
    let other = sheet(&[("a", YES), ("b", NA)]);
    let mut opened = table.opened();
    opened[0].peers.push((String::new(), &other));
    let learning = learn(&opened);
    // 100 - 0 on both items with one, 100 - 100 on the only shared item with the other.
    assert_eq!((learning.pillars[0].common.n, learning.pillars[0].common.mean), (1, Some(50.0)));
    assert_eq!(learning.pairs["a"], [(YES, NO)], "a conversation counts once");
    let differing: usize = learning.replay.iter().map(|item| item.moments.len()).sum();
    assert_eq!(differing, 3, "the replay shows every peer");
}

#[test]
fn conditional_items_count_where_both_had_them() {
    let mut steps = item("steps", "p", 1.0);
    steps.when = Condition::parse("solved = no");
    let table = Table::new(
        list(vec![item("solved", "p", 1.0), steps]),
        &[
            (&[("solved", YES)], &[("solved", NO), ("steps", NO)]),
            (&[("solved", NO), ("steps", YES)], &[("solved", NO), ("steps", NA)]),
            // An answer left behind by a condition that no longer holds.
            (&[("solved", YES), ("steps", YES)], &[("solved", NO), ("steps", NO)]),
        ],
    );
    let learning = learn(&table.opened());
    assert_eq!(learning.pairs["steps"], [(YES, NA)]);
    assert_eq!(learning.pillars[0].points[1].difference(), 0.0);
    let steps = learning.replay.iter().find(|item| item.item == "steps").unwrap();
    assert_eq!(steps.moments.len(), 1);
}

#[test]
fn verdicts() {
    let says = |mine: &[u8], theirs: &[u8]| {
        let mut rated = item("a", "p", 1.0);
        rated.scale = Scale::Points { min: 0, max: 100 };
        let rows = mine
            .iter()
            .zip(theirs)
            .map(|(m, t)| (sheet(&[("a", Value::Point(*m))]), sheet(&[("a", Value::Point(*t))])))
            .collect();
        let table = Table { list: list(vec![rated]), rows, agreed: BTreeMap::new() };
        let gap = learn(&table.opened()).pillars.remove(0);
        for lang in [crate::words::Lang::En, crate::words::Lang::Fr] {
            assert!(!gap.sentence().get(lang).contains('{'));
        }
        (gap.verdict, gap.plan())
    };
    assert_eq!(says(&[101], &[80]).0, Verdict::NoPairs, "off the scale");
    assert_eq!(says(&[90], &[80]), (Verdict::OnePair, Some(Plan { needed: 20, more: 19, assumed: true })));
    assert_eq!(says(&[90, 80], &[80, 80]).0, Verdict::TooFew);
    assert_eq!(says(&[90; 5], &[80; 5]).0, Verdict::AlwaysTheSame);
    assert_eq!(says(&[80, 81, 79, 82, 80, 81], &[80; 6]), (Verdict::Close, None));
    assert_eq!(says(&[90, 91, 89, 92, 88, 90], &[80; 6]).0, Verdict::Kinder);
    assert_eq!(says(&[70, 71, 69, 72, 68, 70], &[80; 6]).0, Verdict::Stricter);
    let (wide, plan) = says(&[100, 60, 95, 65, 90, 75], &[80; 6]);
    assert_eq!(wide, Verdict::NotKnownYet, "a wide interval around 0 is no likeness");
    assert!(plan.is_some_and(|plan| !plan.assumed && plan.needed == plan.more + 6));
}

#[test]
fn no_pairs_yet() {
    let learning = learn(&[]);
    assert_eq!(learning, Learning::default());
    assert!(learning.basis().en.contains("No exchange"));
    let table = one_item(&[(YES, NO)]);
    let mut opened = table.opened();
    opened[0].peers.clear();
    assert_eq!(learn(&opened).exchanges(), 0, "nobody has read it");
}

#[test]
fn a_gap_reads_well() {
    let sentence = |answers: &[(Value, Value)]| learn(&one_item(answers).opened()).pillars[0].sentence();
    assert_eq!(
        sentence(&[(YES, NO)]).en,
        "+100 points on one conversation: a first glimpse, not yet a pattern."
    );
    let plan = Plan { needed: 20, more: 1, assumed: false };
    assert!(
        plan.sentence().fr.starts_with("Un échange de plus montrerait probablement un écart de 10 points")
    );
    assert!(Plan { more: 8, ..plan }.sentence().en.starts_with("About 8 more exchanges would probably show"));
    assert_eq!(
        sentence(&[(NO, YES), (YES, NO)]).fr,
        "0 point sur 2 conversations\u{202f}: trop peu pour en dire plus."
    );
}

#[test]
fn the_shield_needs_counts() {
    let flagged = |n: usize, shielded: usize, more: usize| {
        let mut answers = vec![(NA, NO); shielded];
        answers.extend(vec![(NO, NO); n - shielded]);
        answers.extend(vec![(YES, YES); more]);
        learn(&one_item(&answers).opened()).shield.unwrap().items.remove(0)
    };
    assert!(!flagged(2, 2, 2).flagged, "four shared answers are a count and no more");
    assert_eq!(flagged(2, 2, 2).interval, None);
    assert!(flagged(2, 2, 3).flagged);
    assert!(!flagged(10, 2, 0).flagged, "20 % is not above 20 %");
    assert!(!flagged(4, 1, 1).flagged, "the interval of 1 of 4 begins at 4.6 %");
    let shield = flagged(9, 4, 6);
    assert!(shield.sentence().unwrap().en.starts_with("You said n/a on 4 of the 9"));
    assert_eq!(flagged(9, 0, 6).sentence(), None);
    let mut without = one_item(&[(YES, NO); 6]);
    without.list.items[0].na = None;
    assert_eq!(learn(&without.opened()).shield, None, "an item without n/a shields nothing");
}

#[test]
fn leaning() {
    let of = |kinder: usize, stricter: usize| {
        let mut answers = vec![(YES, NO); kinder];
        answers.extend(vec![(NO, YES); stricter]);
        answers.extend([(YES, YES), (NA, NO)]);
        learn(&one_item(&answers).opened()).items.remove(0)
    };
    let few = of(5, 0);
    assert_eq!((few.n, few.p, few.lean, few.sentence()), (6, None, Lean::TooFew, None));
    let even = of(3, 3);
    assert_eq!((even.p, even.lean, even.bias()), (Some(1.0), Lean::NotKnownYet, Some(0.0)));
    let kinder = of(8, 1);
    assert!((kinder.p.unwrap() - 0.0390625).abs() < 1e-12, "twice 10 of 512");
    assert_eq!(kinder.lean, Lean::Kinder);
    assert!(kinder.sentence().unwrap().en.contains("8 of the 9 times you differ"));
    assert_eq!(of(0, 6).lean, Lean::Stricter);
}

#[test]
fn many_items_ask_for_more() {
    // Eight to one on one item, and three to three on nine others: of ten looks one in ten may well be that uneven.
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let rows = (0..9)
        .map(|k| {
            let side = |mine: bool| {
                let of = |id: &str| {
                    let kinder = if id == "a" { k < 8 } else { k < 3 };
                    let differ = id == "a" || k < 6;
                    if !differ || kinder == mine { YES } else { NO }
                };
                sheet(&ids.map(|id| (id, of(id))))
            };
            (side(true), side(false))
        })
        .collect();
    let items = ids.iter().map(|id| item(id, "p", 1.0)).collect();
    let table = Table { list: list(items), rows, agreed: BTreeMap::new() };
    let learning = learn(&table.opened());
    let first = &learning.items[0];
    assert_eq!((first.kinder, first.stricter), (8, 1));
    assert!((first.adjusted.unwrap() - 0.390_625).abs() < 1e-9, "ten times as much: {first:?}");
    assert_eq!((first.lean, first.sentence()), (Lean::NotKnownYet, None));
    assert!(learning.items[1..].iter().all(|item| item.p == Some(1.0)));
}

#[test]
fn the_replay_says_what_was_agreed() {
    let mut table = one_item(&[(YES, NO), (YES, YES), (NA, NO)]);
    table.agreed.insert("a".into(), NO);
    let mut opened = table.opened();
    opened[0].date = date(2026, 5, 1);
    let nothing = BTreeMap::new();
    opened[2].agreed = &nothing;
    opened[2].peers[0].0.clear();
    let replay = learn(&opened).replay;
    assert_eq!(replay.len(), 1);
    let moments = &replay[0].moments;
    let seen: Vec<_> = moments.iter().map(|m| (m.conversation, m.mine, m.theirs, m.agreed)).collect();
    assert_eq!(seen, [(1, YES, NO, Some(NO)), (3, NA, NO, None)], "the latest first");
    assert_eq!(moments[1].who, "");
    assert_eq!(replay[0].settled(), Settled { theirs: 1, open: 1, ..Settled::default() });
}

#[test]
fn figures_are_about_one_checklist() {
    let (table, other) = (one_item(&[(YES, NO), (YES, YES)]), {
        let mut other = one_item(&[(NO, YES)]);
        other.list.id = "other".into();
        other
    });
    let mut opened = table.opened();
    opened.extend(other.opened());
    let learning = learn(&opened);
    assert_eq!((learning.exchanges(), learning.elsewhere), (2, 1));
    assert_eq!(learning.replay.len(), 2, "the replay keeps both apart");
}

#[test]
fn own_items_are_nobody_elses() {
    let mut table = Table::new(
        list(vec![item("a", "p", 1.0), item("my.b", "q", 1.0)]),
        &[(&[("a", YES), ("my.b", YES)], &[("a", YES), ("my.b", NO)])],
    );
    table.list.items[1].own = true;
    let learning = learn(&table.opened());
    assert_eq!(learning.pillars.len(), 1);
    assert!(learning.replay.is_empty() && !learning.pairs.contains_key("my.b"));
}

/// Two weighted items of p and one of q, answered in any way by both sides on up to a dozen conversations.
fn tables() -> impl Strategy<Value = Table> {
    let answer = || prop::sample::select(vec![Some(YES), Some(NO), Some(NA), None]);
    let side = move || (answer(), answer(), answer());
    prop::collection::vec((side(), side()), 1..12).prop_map(|rows| {
        let sheet = |(a, b, c): (Option<Value>, Option<Value>, Option<Value>)| {
            let answers: Vec<(&str, Value)> = [("a", a), ("b", b), ("c", c)]
                .into_iter()
                .filter_map(|(id, value)| Some((id, value?)))
                .collect();
            sheet(&answers)
        };
        Table {
            list: list(vec![item("a", "p", 3.0), item("b", "p", 1.0), item("c", "q", 2.0)]),
            rows: rows.into_iter().map(|(mine, theirs)| (sheet(mine), sheet(theirs))).collect(),
            agreed: BTreeMap::new(),
        }
    })
}

proptest! {
    #[test]
    fn alike_is_no_gap(table in tables()) {
        let alike = Table { rows: table.rows.iter().map(|(mine, _)| (mine.clone(), mine.clone())).collect(), ..table };
        let learning = learn(&alike.opened());
        for pillar in &learning.pillars {
            prop_assert!(pillar.common.mean.is_none_or(|mean| mean == 0.0));
            prop_assert!(pillar.own_basis.mean.is_none_or(|mean| mean == 0.0));
        }
        prop_assert!(learning.replay.is_empty());
        prop_assert!(learning.items.iter().all(|item| item.kinder + item.stricter == 0));
    }

    #[test]
    fn swapped_roles_negate(table in tables()) {
        let swapped = table.swapped();
        let (there, back) = (learn(&table.opened()), learn(&swapped.opened()));
        for (one, other) in there.pillars.iter().zip(&back.pillars) {
            prop_assert_eq!(one.common.n, other.common.n);
            prop_assert!((one.common.mean.unwrap_or(0.0) + other.common.mean.unwrap_or(0.0)).abs() < 1e-9);
            prop_assert!((one.own_basis.mean.unwrap_or(0.0) + other.own_basis.mean.unwrap_or(0.0)).abs() < 1e-9);
        }
        for (one, other) in there.items.iter().zip(&back.items) {
            prop_assert_eq!((one.kinder, one.stricter, one.p), (other.stricter, other.kinder, other.p));
        }
    }

    #[test]
    fn order_says_nothing(table in tables(), turn in 0usize..12) {
        let opened = table.opened();
        let mut turned = opened.clone();
        turned.rotate_left(turn % opened.len());
        prop_assert_eq!(learn(&opened), learn(&turned));
    }

    #[test]
    fn n_a_on_both_sides_moves_no_gap(table in tables()) {
        let mut with = table.clone();
        with.list.items.push(item("d", "p", 5.0));
        for (mine, theirs) in &mut with.rows {
            for side in [mine, theirs] {
                side.0.insert("d".into(), Answer::of(NA));
            }
        }
        let (before, after) = (learn(&table.opened()), learn(&with.opened()));
        for (before, after) in before.pillars.iter().zip(&after.pillars) {
            prop_assert_eq!(&before.common, &after.common);
        }
    }

    #[test]
    fn counts_add_up(table in tables()) {
        let learning = learn(&table.opened());
        for item in &learning.items {
            prop_assert!(item.kinder + item.stricter <= item.n as u64);
            prop_assert!(item.n <= learning.pairs[&item.item].len());
            prop_assert!(item.p.is_none_or(|p| p > 0.0 && p <= 1.0));
        }
    }
}
