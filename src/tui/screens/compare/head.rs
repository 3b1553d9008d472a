//! The head of *Compare*: which conversation, who compares, the pillars of both, and how far the talk has come.

use super::whose;
use crate::both;
use crate::domain::exchange::{Flag, Outcome, PillarPair, Side, Stage, Standing};
use crate::domain::score::PillarScore;
use crate::ops::compare::Compare;
use crate::tui::action::Action;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Mark, Tone, wrapped};
use crate::words::{Bilingual, Lang, score};

/// Columns of a bar at most, and at least before it is left out.
const BARS: std::ops::RangeInclusive<usize> = 4..=10;

/// Which conversation this is, who compares it, and where the exchange stands.
pub fn title(compare: &Compare, lang: Lang) -> Line {
    let it = &compare.transcript;
    let subject = match it.subject.trim() {
        "" => Bilingual::fixed("No subject", "Sans objet").get(lang).to_owned(),
        subject => subject.to_owned(),
    };
    let stage = match (compare.stage, compare.standing) {
        _ if compare.ended => Bilingual::fixed("ended", "terminé"),
        (Stage::Asked, _) => Bilingual::fixed("asked", "demandée"),
        (Stage::Declined, _) => Bilingual::fixed("declined", "déclinée"),
        (Stage::Answered, _) => Bilingual::fixed("answered", "répondue"),
        (Stage::Open, Standing::Untouched) => Bilingual::fixed("open", "ouverte"),
        (Stage::Open, Standing::Talking) => Bilingual::fixed("talking", "en discussion"),
        (Stage::Open, Standing::Agreed) => Bilingual::fixed("agreed", "convenue"),
        (Stage::Open, Standing::Disputed) => Bilingual::fixed("third reader", "tiers lecteur"),
    };
    Line::blank()
        .space(1)
        .text(Tone::Quiet, it.reference.as_str())
        .space(2)
        .text(Tone::Title, subject)
        .fill()
        .text(Tone::Text, whose::both_of_us(compare).get(lang))
        .dot()
        .text(Tone::Accent, stage.get(lang))
        .space(1)
}

/// The pillars, the one sentence, and what should be known beside it.
pub fn lines(compare: &Compare, keys: &Keys, lang: Lang, columns: usize, rows: usize) -> Vec<Line> {
    let mut lines = pillars(compare, lang, columns, rows);
    lines.push(alike(compare, keys, lang, columns));
    lines.extend(next(compare, keys, lang));
    let mut told: Vec<Bilingual> = compare.flags.iter().map(|flag| flagged(*flag, compare)).collect();
    told.extend(hidden(compare));
    for words in told {
        lines.extend(wrapped(Tone::Quiet, words.get(lang), columns.saturating_sub(1), 1));
    }
    lines
}

/// The bars of both side by side, each figure with the items that it stands on. Where rows are few, without the
/// pillars that have no score.
fn pillars(compare: &Compare, lang: Lang, columns: usize, rows: usize) -> Vec<Line> {
    let scored =
        |pair: &&PillarPair| figure(pair.first.as_ref()).is_some() || figure(pair.second.as_ref()).is_some();
    let pairs: Vec<&PillarPair> = compare.pillars.iter().filter(scored).take((rows / 4).max(1)).collect();
    let wide = |text: &str| Line::of(Tone::Text, text).width();
    let name = pairs.iter().map(|pair| wide(pair.name.get(lang))).max().unwrap_or(0);
    let n = |of: Option<&PillarScore>| of.map_or(0, |of| format!("({})", of.n()).len());
    let base =
        pairs.iter().flat_map(|pair| [n(pair.first.as_ref()), n(pair.second.as_ref())]).max().unwrap_or(3);
    let (you, other) = (whose::you(lang), whose::short(compare, lang));
    let fixed = 1 + name + 2 + wide(you) + 1 + 4 + 1 + base + 3 + wide(&other) + 1 + 4 + 1 + base + 1;
    let bar = columns.saturating_sub(fixed) / 2;
    let bar = if bar < *BARS.start() { 0 } else { bar.min(*BARS.end()) };
    let side = |line: Line, label: &str, of: Option<&PillarScore>| {
        let line = line.text(Tone::Quiet, label).space(1);
        let from = line.width() + bar;
        let line = match figure(of) {
            Some(figure) => {
                let line =
                    if bar > 0 { line.bar(figure / 100.0, u16::try_from(bar).unwrap_or(0)) } else { line };
                line.text(Tone::Title, format!("{:>4}", score(figure)))
            }
            None => line.to(from + 3).mark(Tone::Na, Mark::Na),
        };
        let count = of.map_or_else(String::new, |of| format!("({})", of.n()));
        line.space(1).text(Tone::Quiet, count).to(from + 4 + 1 + base)
    };
    let row = |pair: &&PillarPair| {
        let line = Line::blank().space(1).text(Tone::Text, pair.name.get(lang)).to(1 + name + 2);
        let line = side(line, you, pair.first.as_ref()).space(3);
        side(line, &other, pair.second.as_ref())
    };
    pairs.iter().map(row).collect()
}

fn figure(of: Option<&PillarScore>) -> Option<f64> {
    of.and_then(|of| of.final_score)
}

/// **Alike on 27 of 31**, and how far the talk has come.
fn alike(compare: &Compare, keys: &Keys, lang: Lang, columns: usize) -> Line {
    let (alike, shared) = (compare.alike, compare.shared);
    let said = match alike == shared {
        true => both!("Alike on all {shared}", "Identiques sur les {shared} points"),
        false => both!("Alike on {alike} of {shared}", "Identiques\u{202f}: {alike} sur {shared}"),
    };
    let mut line = Line::blank().space(1).text(Tone::Title, said.get(lang));
    if let Some((tone, words)) = talk(compare) {
        line = line.dot().text(tone, words.get(lang));
    }
    if compare.siblings.is_empty() {
        return line;
    }
    let turn = format!("{} {}", keys.of(Action::PreviousExchange, lang), keys.of(Action::NextExchange, lang));
    let words = match compare.siblings.len() {
        1 => both!("1 more exchange: {turn}", "1 autre échange\u{202f}: {turn}"),
        n => both!("{n} more exchanges: {turn}", "{n} autres échanges\u{202f}: {turn}"),
    };
    let mut more = Line::of(Tone::Quiet, words.get(lang)).space(1);
    if line.width() + 2 + more.width() > columns {
        more = Line::of(Tone::Quiet, format!("+{}  {turn}", compare.siblings.len())).space(1);
    }
    line.fill().then(more)
}

/// How far the talk has come; nothing while there is nothing to talk about.
fn talk(compare: &Compare) -> Option<(Tone, Bilingual)> {
    let outcomes: Vec<Outcome> = compare.lines.iter().filter_map(|line| line.outcome).collect();
    let of = outcomes.len();
    let done = outcomes.iter().filter(|o| matches!(o, Outcome::Agreed(_) | Outcome::Settled(_))).count();
    let waiting = outcomes.iter().filter(|o| **o == Outcome::Disputed).count();
    if of == 0 {
        return None;
    }
    Some(match compare.standing {
        Standing::Agreed if of == 1 => {
            (Tone::Yes, Bilingual::fixed("agreed on the one that differed", "convenus du seul écart"))
        }
        Standing::Agreed => (Tone::Yes, both!("agreed on all {of}", "convenus des {of} écarts")),
        Standing::Disputed => {
            let third = compare.third.as_ref().map(|name| format!("\u{202f}: {name}")).unwrap_or_default();
            let en = third.trim_start_matches('\u{202f}').to_owned();
            let words = match waiting {
                1 => both!("1 waits for a third reader{en}", "1 attend un tiers lecteur{third}"),
                n => both!("{n} wait for a third reader{en}", "{n} attendent un tiers lecteur{third}"),
            };
            (Tone::Accent, words)
        }
        Standing::Talking | Standing::Untouched => match done {
            // The list's own heading says how many.
            0 => return None,
            _ => (Tone::Text, both!("{done} of {of} agreed", "{done} sur {of} convenus")),
        },
    })
}

/// What comes next, where that is not talking.
fn next(compare: &Compare, keys: &Keys, lang: Lang) -> Option<Line> {
    let head = Bilingual::fixed("Next", "À faire");
    let line = Line::blank().space(1).text(Tone::Title, head.get(lang)).space(2);
    if compare.to_send > 0 {
        let words = match compare.to_send {
            1 => Bilingual::fixed("sends 1 bundle that waits", "envoie le pli qui attend"),
            n => both!("sends {n} bundles that wait", "envoie les {n} plis qui attendent"),
        };
        return Some(
            line.text(Tone::Accent, keys.of(Action::Send, lang)).space(2).text(Tone::Text, words.get(lang)),
        );
    }
    let over = compare.standing == Standing::Agreed && compare.side == Side::Asker;
    let words = Bilingual::fixed("hand it in when you like:", "remettez-la quand vous voulez\u{202f}:");
    over.then(|| line.text(Tone::Text, words.get(lang)).space(1).text(Tone::Accent, "aplomb submit"))
}

/// What a hidden name does not hide; said once.
fn hidden(compare: &Compare) -> Option<Bilingual> {
    compare.other.is_empty().then_some(Bilingual::fixed(
        "The name is hidden. The way somebody writes may still give them away.",
        "Le nom est caché. La façon d’écrire peut quand même trahir la personne.",
    ))
}

/// What should be said by name, in calm words.
pub fn flagged(flag: Flag, compare: &Compare) -> Bilingual {
    let other = whose::name(compare);
    let asker = match compare.side {
        Side::Asker => Bilingual::fixed("You", "Vous"),
        Side::Reader => other.clone(),
    };
    let (en, fr) = (&asker.en, &asker.fr);
    match flag {
        Flag::TwoRequests if compare.side == Side::Asker => Bilingual::fixed(
            "Two different requests went out under one name: the first counts.",
            "Deux demandes différentes sont parties sous un même nom\u{202f}: la première compte.",
        ),
        Flag::TwoRequests => both!(
            "{en} sent two different requests under one name: the first counts.",
            "{fr} a envoyé deux demandes différentes sous un même nom\u{202f}: la première compte."
        ),
        Flag::TwoReadings => Bilingual::fixed(
            "Two different sets of answers came from the reader: the first counts.",
            "Deux jeux de réponses différents sont venus du lecteur\u{202f}: le premier compte.",
        ),
        Flag::NotWhatWasSealed => Bilingual::fixed(
            "What was opened is not what was sealed: these answers are kept apart and count nowhere.",
            "Ce qui a été révélé n’est pas ce qui était scellé\u{202f}: ces réponses sont mises à part et ne comptent nulle part.",
        ),
        Flag::RevealedEarly => Bilingual::fixed(
            "The other answers came early: they stay closed until yours are sealed.",
            "Les autres réponses sont arrivées trop tôt\u{202f}: elles restent fermées jusqu’à ce que les vôtres soient scellées.",
        ),
    }
}
