//! What `aplomb mirror` says about my answers beside my colleagues'.

use serde::Serialize;

use crate::cli::out::Out;
use crate::cli::review::answer_word;
use crate::domain::interval::Interval;
use crate::ops::learning::{
    self, Difference, Figure, ItemAgreed, ItemLean, Lean, Learnt, Paired, PillarGap, Replayed, Shield,
    Verdict, Wording,
};
use crate::words::{Bilingual, Lang};
use crate::{both, words};

type Ends = Option<[f64; 2]>;

fn ends(interval: Option<Interval>) -> Ends {
    interval.map(|(low, high)| [low, high])
}

/// Everything that is told in JSON beside the mirror's own figures.
#[derive(Serialize)]
pub(super) struct LearningOut {
    exchanges: ExchangesOut,
    gap: Vec<GapOut>,
    na_shield: Option<ShieldOut>,
    agreement: Vec<AgreementOut>,
    replay: Vec<ReplayOut>,
}

/// Conversations with an opened exchange.
#[derive(Serialize)]
struct ExchangesOut {
    drawn: usize,
    chosen: usize,
    elsewhere: usize,
}

#[derive(Serialize)]
struct GapOut {
    pillar: String,
    n: usize,
    mean: Option<f64>,
    interval: Ends,
    median: Option<f64>,
    sd: Option<f64>,
    limits: Ends,
    own_basis: OwnBasisOut,
    chosen: ChosenOut,
    verdict: &'static str,
    reason: Option<&'static str>,
}

/// Each side on its own items.
#[derive(Serialize)]
struct OwnBasisOut {
    n: usize,
    mean: Option<f64>,
    interval: Ends,
}

/// Over conversations chosen by hand: never averaged in.
#[derive(Serialize)]
struct ChosenOut {
    n: usize,
    mean: Option<f64>,
}

#[derive(Serialize)]
struct ShieldOut {
    peer_no: usize,
    shielded: usize,
    items: Vec<ItemShieldOut>,
}

#[derive(Serialize)]
struct ItemShieldOut {
    item: String,
    n: usize,
    peer_no: usize,
    shielded: usize,
    interval: Ends,
    flagged: bool,
}

/// Which way I lean on an item.
#[derive(Serialize)]
pub(super) struct Leaning {
    n: usize,
    kinder: u64,
    stricter: u64,
    bias: Option<f64>,
    p: Option<f64>,
    p_adjusted: Option<f64>,
    lean: &'static str,
}

#[derive(Serialize)]
struct AgreementOut {
    item: String,
    n: usize,
    alike: usize,
    percent_agreement: Option<f64>,
    interval: Ends,
    agreement_on_no: FigureOut,
    ac1: FigureOut,
    alpha: FigureOut,
    verdict: &'static str,
    reason: Option<&'static str>,
    chosen: AlikeOut,
}

#[derive(Serialize)]
struct AlikeOut {
    n: usize,
    alike: usize,
}

#[derive(Serialize)]
struct FigureOut {
    value: Option<f64>,
    interval: Ends,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct ReplayOut {
    checklist: String,
    item: String,
    settled: SettledOut,
    moments: Vec<MomentOut>,
}

#[derive(Serialize)]
struct SettledOut {
    mine: usize,
    theirs: usize,
    another: usize,
    open: usize,
}

#[derive(Serialize)]
struct MomentOut {
    date: String,
    conversation: String,
    drawn: bool,
    with: String,
    mine: String,
    theirs: String,
    agreed: Option<String>,
}

impl LearningOut {
    pub(super) fn of(learnt: &Learnt) -> LearningOut {
        let learning::Learning { drawn, chosen, elsewhere, .. } = learnt.figures;
        LearningOut {
            exchanges: ExchangesOut { drawn, chosen, elsewhere },
            gap: learnt.figures.pillars.iter().map(GapOut::of).collect(),
            na_shield: learnt.figures.shield.as_ref().map(ShieldOut::of),
            agreement: learnt.agreement.iter().map(AgreementOut::of).collect(),
            replay: learnt.figures.replay.iter().map(ReplayOut::of).collect(),
        }
    }
}

impl GapOut {
    fn of(gap: &PillarGap) -> GapOut {
        let Paired { n, mean, median, sd, .. } = gap.common;
        let shown = gap.common.shown();
        GapOut {
            pillar: gap.pillar.clone(),
            n,
            mean,
            interval: ends(shown.ok()),
            median,
            sd,
            limits: ends(gap.common.shown_limits().ok()),
            own_basis: OwnBasisOut {
                n: gap.own_basis.n,
                mean: gap.own_basis.mean,
                interval: ends(gap.own_basis.shown().ok()),
            },
            chosen: ChosenOut { n: gap.chosen.n, mean: gap.chosen.mean },
            verdict: verdict(gap.verdict),
            reason: shown.err().map(learning::NoInterval::code),
        }
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NoPairs => "no_pairs",
        Verdict::OnePair => "one_pair",
        Verdict::TooFew => "too_few",
        Verdict::AlwaysTheSame => "always_the_same",
        Verdict::Close => "close",
        Verdict::Kinder => "kinder",
        Verdict::Stricter => "stricter",
        Verdict::NotKnownYet => "not_known_yet",
    }
}

impl ShieldOut {
    fn of(shield: &Shield) -> ShieldOut {
        let item = |one: &crate::domain::learning::ItemShield| ItemShieldOut {
            item: one.item.clone(),
            n: one.shared,
            peer_no: one.peer_no,
            shielded: one.shielded,
            interval: ends(one.interval),
            flagged: one.flagged,
        };
        ShieldOut {
            peer_no: shield.peer_no,
            shielded: shield.shielded,
            items: shield.items.iter().map(item).collect(),
        }
    }
}

impl Leaning {
    pub(super) fn of(item: &ItemLean) -> Leaning {
        Leaning {
            n: item.n,
            kinder: item.kinder,
            stricter: item.stricter,
            bias: item.bias(),
            p: item.p,
            p_adjusted: item.adjusted,
            lean: match item.lean {
                Lean::TooFew => "too_few",
                Lean::NotKnownYet => "not_known_yet",
                Lean::Kinder => "kinder",
                Lean::Stricter => "stricter",
            },
        }
    }
}

impl AgreementOut {
    fn of(agreed: &ItemAgreed) -> AgreementOut {
        let drawn = &agreed.drawn;
        let raw = FigureOut::of(&drawn.raw);
        AgreementOut {
            item: agreed.item.clone(),
            n: drawn.shared.n,
            alike: drawn.shared.alike,
            percent_agreement: raw.value,
            interval: raw.interval,
            agreement_on_no: FigureOut::of(&drawn.on_no),
            ac1: FigureOut::of(&drawn.ac1),
            alpha: FigureOut::of(&drawn.alpha),
            verdict: drawn.verdict.code(),
            reason: raw.reason,
            chosen: AlikeOut { n: agreed.chosen.1, alike: agreed.chosen.0 },
        }
    }
}

impl FigureOut {
    fn of(figure: &Figure) -> FigureOut {
        let estimate = figure.estimate();
        FigureOut {
            value: estimate.map(|estimate| estimate.value),
            interval: ends(estimate.and_then(|estimate| estimate.interval)),
            reason: match figure {
                Figure::Value(_) => None,
                Figure::Rough(_) => Some("rough"),
                Figure::CountOnly | Figure::TooFew => Some("too_few"),
                Figure::TooLittleVariation => Some("too_little_variation"),
                Figure::Undefined(why) => Some(why.code()),
            },
        }
    }
}

impl ReplayOut {
    fn of(item: &Replayed) -> ReplayOut {
        let settled = item.settled();
        ReplayOut {
            checklist: item.checklist.clone(),
            item: item.item.clone(),
            settled: SettledOut {
                mine: settled.mine,
                theirs: settled.theirs,
                another: settled.another,
                open: settled.open,
            },
            moments: item
                .moments
                .iter()
                .map(|moment| MomentOut {
                    date: moment.date.to_string(),
                    conversation: format!("c{}", moment.conversation),
                    drawn: moment.drawn,
                    with: moment.who.clone(),
                    mine: moment.mine.to_string(),
                    theirs: moment.theirs.to_string(),
                    agreed: moment.agreed.map(|value| value.to_string()),
                })
                .collect(),
        }
    }
}

/// Says it in words, below the mirror.
pub(super) fn say(out: &mut Out, learnt: &Learnt) {
    let figures = &learnt.figures;
    out.line("");
    out.say(&both!("Beside your colleagues", "À côté de vos collègues"));
    indented(out, &figures.basis());
    if figures.exchanges() > 0 {
        for gap in &figures.pillars {
            indented(out, &learning::gap_words(gap));
            for more in [learning::claim_words(gap), learning::limits_words(gap)].into_iter().flatten() {
                let more = format!("    {}", more.get(out.lang));
                out.line(&more);
            }
        }
        if let Some(plan) = learnt.plan() {
            indented(out, &plan.sentence());
        }
    }
    indented(out, &learning::MIRROR_WORDS);
    for lean in learnt.leanings() {
        told(out, &lean.text, lean.sentence());
    }
    for shield in figures.shield.iter().flat_map(|shield| &shield.items) {
        told(out, &shield.text, shield.sentence());
    }
    let discuss = learnt.agreement.iter().filter(|item| item.drawn.verdict == Wording::WordingToDiscuss);
    for item in discuss {
        let alike = learning::alike_words(item.drawn.shared, &item.drawn.raw);
        out.line("");
        out.say(&item.text);
        indented(out, &alike);
        indented(out, &learning::wording_words(item.drawn.verdict));
    }
    if !figures.replay.is_empty() {
        out.line("");
        out.say(&both!("What differed, the latest first", "Ce qui différait, le plus récent d’abord"));
    }
    for item in &figures.replay {
        indented(out, &item.text);
        for moment in &item.moments {
            let line = format!("    {}", difference(moment, learnt, out.lang));
            out.line(&line);
        }
    }
}

fn told(out: &mut Out, text: &Bilingual, sentence: Option<Bilingual>) {
    if let Some(sentence) = sentence {
        out.line("");
        out.say(text);
        indented(out, &sentence);
    }
}

fn indented(out: &mut Out, words: &Bilingual) {
    let line = format!("  {}", words.get(out.lang));
    out.line(&line);
}

/// `2026-03-12  #3592  you yes, Marc no, agreed yes`.
fn difference(moment: &Difference, learnt: &Learnt, lang: Lang) -> String {
    let date = words::date(lang, moment.date);
    let reference = learnt.references.get(&moment.conversation).map_or("", |reference| reference.as_str());
    let (mine, theirs) = (answer_word(Some(moment.mine), lang), answer_word(Some(moment.theirs), lang));
    let who = match (moment.who.as_str(), lang) {
        ("", Lang::En) => "colleague",
        ("", Lang::Fr) => "collègue",
        (name, _) => name,
    };
    let agreed = match moment.agreed {
        Some(value) => {
            let value = answer_word(Some(value), lang);
            both!("agreed {value}", "accord\u{202f}: {value}")
        }
        None => Bilingual::fixed("open", "en suspens"),
    };
    let agreed = agreed.get(lang);
    let told = both!(
        "{date}  {reference}  you {mine}, {who} {theirs}, {agreed}",
        "{date}  {reference}  vous {mine}, {who} {theirs}, {agreed}"
    );
    told.get(lang).to_owned()
}
