//! `aplomb team summary`, for people.

use std::collections::BTreeSet;

use super::{TOO_FEW, column, ends, sentence, signed, waiting};
use crate::both;
use crate::cli::out::Out;
use crate::domain::metric::simpson::{EXPLAINED, Guard};
use crate::domain::run_chart::Verdict;
use crate::domain::shown::Shown;
use crate::domain::team::{Figure, Hidden, Mixed, StratumName, Told, day};
use crate::ops::team::{Summary, measured_note, shift_words};
use crate::words::{Bilingual, Lang, date, decimal, number, percent, plural, score};

/// Columns of names of pillars and strata.
const NAME: usize = 18;
/// Columns of an item's text.
const ITEM: usize = 44;
/// Lines of names; the rest is counted.
const NAMES: usize = 15;

pub(super) fn print(out: &mut Out, summary: &Summary) {
    let lang = out.lang;
    head(out, summary);
    strengths(out, summary);
    pillars(out, summary);
    strata(out, summary);
    distribution(out, summary);
    trends(out, summary);
    moved(out, summary);
    people(out, summary);
    let hidden = hidden(summary);
    if !hidden.is_empty() {
        out.line("");
        for why in hidden {
            let text = format!("{}{} {}", TOO_FEW.get(lang), colon(lang), words(why, summary.k).get(lang));
            sentence(out, 0, &text);
        }
    }
    if summary.team.strengths.is_empty() && summary.team.pillars.iter().all(|pillar| pillar.measured.is_err())
    {
        out.tell(&Bilingual::fixed(
            "invite the others to `aplomb submit`; figures appear once enough people did",
            "invitez les autres à «\u{202f}aplomb submit\u{202f}»\u{202f}; les chiffres viennent quand ils sont assez nombreux",
        ));
    } else {
        out.tell(&Bilingual::fixed(
            "`aplomb team agreement` shows which items are worth talking about",
            "«\u{202f}aplomb team agreement\u{202f}» montre de quels points il vaut la peine de parler",
        ));
    }
}

fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ":",
        Lang::Fr => "\u{202f}:",
    }
}

fn words(why: Hidden, k: usize) -> Bilingual {
    match why {
        Hidden::People => both!(
            "fewer than {k} people, or one with more than half of it",
            "moins de {k} personnes, ou une avec plus de la moitié"
        ),
        other => other.words(),
    }
}

fn head(out: &mut Out, summary: &Summary) {
    let (lang, team) = (out.lang, &summary.team);
    let title = Shown::short(summary.checklist.title.get(lang), 40);
    let days = summary.days.map(|(first, last)| match lang {
        Lang::En => format!("{} to {}", date(lang, first), date(lang, last)),
        Lang::Fr => format!("du {} au {}", date(lang, first), date(lang, last)),
    });
    out.line(&[Some(title.into_string()), days].into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let n = |n: u64| number(lang, n);
    let (people, submitted, drawn) = (team.people as u64, n(team.submitted.n), n(team.submitted.drawn));
    let share = percent(lang, team.submitted.share(), 1);
    let agents = plural(
        lang,
        people,
        Bilingual::fixed("agent", "conseiller").get(lang),
        Bilingual::fixed("agents", "conseillers").get(lang),
    )
    .to_owned();
    let read = n(team.read.n);
    let base = both!(
        "{people} {agents} · {submitted} of {drawn} drawn submitted ({share}) · {read} read by a colleague",
        "{people} {agents} · {submitted} sur {drawn} tirées remises ({share}) · {read} lues par un collègue"
    );
    sentence(out, 0, base.get(lang));
    if let Some(held) = &summary.held {
        sentence(out, 0, waiting(held, summary.k, lang).get(lang));
    }
    let (chosen, elsewhere) = (n(team.chosen), n(team.elsewhere));
    if team.chosen > 0 {
        out.say(&both!(
            "{chosen} chosen by hand: not averaged in",
            "{chosen} choisies à la main\u{202f}: hors des moyennes"
        ));
    }
    if team.elsewhere > 0 {
        out.say(&both!(
            "{elsewhere} under other checklists: `--checklist` shows them",
            "{elsewhere} avec d’autres listes\u{202f}: «\u{202f}--checklist\u{202f}» les montre"
        ));
    }
}

fn heading(out: &mut Out, text: &Bilingual) {
    out.line("");
    out.say(text);
}

fn strengths(out: &mut Out, summary: &Summary) {
    if summary.team.strengths.is_empty() {
        return;
    }
    let lang = out.lang;
    heading(out, &Bilingual::fixed("What goes well", "Ce qui va bien"));
    for place in &summary.team.strengths {
        let (Some(item), Some(Ok(figure))) =
            (summary.checklist.items.get(*place), summary.team.items.get(*place))
        else {
            continue;
        };
        let n = figure.met.n();
        let share = percent(lang, figure.met.share().unwrap_or_default(), 1);
        let interval = ends(lang, &percent(lang, figure.interval.0, 1), &percent(lang, figure.interval.1, 1));
        let of = match lang {
            Lang::En => "of",
            Lang::Fr => "sur",
        };
        out.line(&format!(
            "  {} {share} {of} {} {interval}",
            column(item.text.get(lang), ITEM),
            number(lang, n)
        ));
    }
}

/// `82 (78 to 86)`.
fn value(told: &Told<Figure>, lang: Lang) -> String {
    match told {
        Err(_) => TOO_FEW.get(lang).to_owned(),
        Ok(figure) => {
            let interval = figure.interval.map(|(low, high)| ends(lang, &score(low), &score(high)));
            format!("{} {}", score(figure.mean), interval.unwrap_or_default()).trim_end().to_owned()
        }
    }
}

/// `n 236, 12 agents`.
fn base(told: &Told<Figure>, lang: Lang) -> String {
    let Ok(figure) = told else { return String::new() };
    let agents = match lang {
        Lang::En => "agents",
        Lang::Fr => "conseillers",
    };
    format!("n {}, {} {agents}", number(lang, figure.n), figure.people)
}

fn pillars(out: &mut Out, summary: &Summary) {
    let lang = out.lang;
    out.line("");
    let heads = Bilingual::fixed("read by colleagues", "lu par des collègues");
    let mirror = Bilingual::fixed("own (mirror)", "propre (miroir)");
    out.line(&format!(
        "{}{}{}{}",
        column("", NAME),
        column(heads.get(lang), 20),
        column("", 24),
        mirror.get(lang)
    ));
    for (pillar, figures) in summary.checklist.scored_pillars().zip(&summary.team.pillars) {
        let line = format!(
            "{}{}{}{}",
            column(pillar.name.get(lang), NAME),
            column(&value(&figures.measured, lang), 20),
            column(&base(&figures.measured, lang), 24),
            value(&figures.own, lang)
        );
        out.line(line.trim_end());
        if let Ok(Figure { worst_case: Some((low, high)), .. }) = figures.measured {
            let (low, high) = (score(low), score(high));
            out.say(&both!(
                "    if what is missing scored 0, or 100: {low} to {high}",
                "    si ce qui manque valait 0, ou 100\u{202f}: {low} à {high}"
            ));
        }
        if let Ok(gap) = &figures.gap {
            let (mean, base) = (signed(lang, gap.mean), base(&figures.gap, lang));
            let interval =
                gap.interval.map(|(low, high)| ends(lang, &signed(lang, low), &signed(lang, high)));
            let interval = interval.map(|interval| format!(" {interval}")).unwrap_or_default();
            out.say(&both!(
                "    own minus colleagues: {mean}{interval}, {base}",
                "    propre moins collègues\u{202f}: {mean}{interval}, {base}"
            ));
        }
        match figures.between {
            Ok(Ok(0.0)) => out.say(&Bilingual::fixed(
                "    no difference between people can be seen",
                "    aucune différence entre personnes n’est visible",
            )),
            Ok(Ok(spread)) => {
                let spread = decimal(lang, spread, 1);
                out.say(&both!(
                    "    people differ by about {spread} points, chance taken out",
                    "    les personnes diffèrent d’environ {spread} points, hasard déduit"
                ));
            }
            _ => {}
        }
    }
    sentence(out, 2, measured_note().get(lang));
}

fn strata(out: &mut Out, summary: &Summary) {
    if summary.team.strata.is_empty() {
        return;
    }
    let lang = out.lang;
    for (place, pillar) in summary.checklist.scored_pillars().enumerate() {
        heading(out, &pillar.name);
        for stratum in &summary.team.strata {
            let Some(told) = stratum.pillars.get(place) else { continue };
            let name = match &stratum.name {
                StratumName::Channel(channel) => Shown::short(channel, 40).into_string(),
                StratumName::Shift(shift) => shift_words(*shift).get(lang).to_owned(),
            };
            let line =
                format!("  {} {}{}", column(&name, 26), column(&value(told, lang), 20), base(told, lang));
            out.line(line.trim_end());
        }
    }
    out.say(&Bilingual::fixed(
        "  difficulty: not recorded in submissions",
        "  difficulté\u{202f}: absente des remises",
    ));
}

fn distribution(out: &mut Out, summary: &Summary) {
    if summary.team.pillars.iter().all(|pillar| pillar.measured.is_err()) {
        return;
    }
    let lang = out.lang;
    heading(out, &Bilingual::fixed("Conversations by score", "Conversations par score"));
    let heads = ["0-20", "20-40", "40-60", "60-80", "80-100"].map(|head| format!("{head:>11}"));
    out.line(&format!("  {}{}", column("", NAME - 2), heads.concat()));
    for (pillar, figures) in summary.checklist.scored_pillars().zip(&summary.team.pillars) {
        let bins: String = figures
            .bins
            .iter()
            .map(|bin| bin.map_or_else(|_| TOO_FEW.get(lang).to_owned(), |n| number(lang, n)))
            .map(|text| format!("{text:>11}"))
            .collect();
        out.line(&format!("  {}{bins}", column(pillar.name.get(lang), NAME - 2)));
    }
}

fn trends(out: &mut Out, summary: &Summary) {
    let lang = out.lang;
    let told: Vec<_> = summary
        .checklist
        .scored_pillars()
        .zip(&summary.team.pillars)
        .filter_map(|(pillar, figures)| figures.trend.verdict.map(|verdict| (pillar, figures, verdict)))
        .collect();
    if told.is_empty() {
        return;
    }
    heading(out, &Bilingual::fixed("By week", "Par semaine"));
    for (pillar, figures, verdict) in told {
        let weeks: Vec<i32> =
            figures.trend.weeks.iter().filter(|week| week.figure.is_ok()).map(|week| week.monday).collect();
        let week = |place: usize| weeks.get(place).map_or(0, |monday| day(*monday).iso_week_date().week());
        let said = match verdict {
            Verdict::TooFewPoints => Bilingual::fixed("too few points", "trop peu de points"),
            other => other.words(week),
        };
        let (said_en, said_fr, n) = (said.get(Lang::En), said.get(Lang::Fr), weeks.len());
        let line = both!("{said_en} ({n} weeks)", "{said_fr} ({n} semaines)");
        out.line(&format!("  {}{}", column(pillar.name.get(lang), NAME - 2), line.get(lang)));
    }
}

fn moved(out: &mut Out, summary: &Summary) {
    let Some(moved) = &summary.moved else { return };
    let lang = out.lang;
    heading(out, &Bilingual::fixed("Against the period before", "Par rapport à la période précédente"));
    if moved.items.is_empty() {
        let n = moved.looked;
        out.say(&both!("  no signal in {n} items", "  aucun signal sur {n} points"));
    }
    for mixed in &moved.pillars {
        let Some(pillar) = summary.checklist.scored_pillars().nth(mixed.pillar) else { continue };
        sentence(out, 2, mix(pillar.name.get(lang), mixed, lang).as_str());
    }
    for change in &moved.items {
        let Some(item) = summary.checklist.items.get(change.item) else { continue };
        let points = |share: f64| {
            let text = decimal(lang, share.abs() * 100.0, 0);
            format!("{}{text}", if share < 0.0 { "\u{2212}" } else { "+" })
        };
        let interval = ends(lang, &points(change.interval.0), &points(change.interval.1));
        out.line(&format!(
            "  {} {} points {interval}",
            column(item.text.get(lang), ITEM),
            points(change.difference)
        ));
    }
}

/// A pillar's difference, the mix taken out; without the plain one where the mix makes it.
fn mix(name: &str, mixed: &Mixed, lang: Lang) -> String {
    let interval = mixed.interval.map(|(low, high)| ends(lang, &signed(lang, low), &signed(lang, high)));
    let (interval, n, strata) = (interval.unwrap_or_default(), number(lang, mixed.n), mixed.strata);
    let colon = colon(lang);
    let told = match mixed.difference {
        Guard::Both { crude, stratified } => {
            let (crude, stratified) = (signed(lang, crude), signed(lang, stratified));
            both!(
                "{crude} points, like with like {stratified} {interval}, n {n} in {strata} parts",
                "{crude} points, à composition égale {stratified} {interval}, n {n} en {strata} parts"
            )
        }
        Guard::StratifiedOnly { stratified } => {
            let stratified = signed(lang, stratified);
            let (why_en, why_fr) = (EXPLAINED.get(Lang::En).to_owned(), EXPLAINED.get(Lang::Fr).to_owned());
            both!(
                "like with like {stratified} points {interval}, n {n} in {strata} parts; {why_en}",
                "à composition égale {stratified} points {interval}, n {n} en {strata} parts\u{202f}; {why_fr}"
            )
        }
    };
    format!("{name}{colon} {}", told.get(lang))
}

fn people(out: &mut Out, summary: &Summary) {
    let lang = out.lang;
    let looks = &summary.team.looks;
    if !looks.is_empty() {
        heading(out, &Bilingual::fixed("People beside each other", "Les personnes côte à côte"));
        let all = looks.iter().map(|look| look.person).collect::<BTreeSet<_>>().len();
        let words =
            looks.iter().filter(|look| look.word).map(|look| look.person).collect::<BTreeSet<_>>().len();
        let said = match words {
            0 => both!(
                "{all} people: chance explains their differences",
                "{all} personnes\u{202f}: le hasard explique leurs différences"
            ),
            _ => both!(
                "{all} people, {words} beyond what chance explains: look at the mix first",
                "{all} personnes, {words} au-delà du hasard\u{202f}: regardez d’abord le mélange des demandes"
            ),
        };
        sentence(out, 2, said.get(lang));
    }
    heading(out, &Bilingual::fixed("Who submitted how much, by name", "Qui a remis combien, par nom"));
    let widest = summary.who.iter().map(|who| who.name.width()).max().unwrap_or(0).min(30);
    for who in summary.who.iter().take(NAMES) {
        let (name, submitted, drawn) = (column(who.name.as_str(), widest), who.submitted, who.drawn);
        let until = date(lang, who.until);
        let (mix_en, mix_fr) = match who.look_at_the_mix {
            true => (" · look at the mix first", " · regardez d’abord le mélange"),
            false => ("", ""),
        };
        out.say(&both!(
            "  {name}  {submitted:>4} of {drawn} drawn, up to {until}{mix_en}",
            "  {name}  {submitted:>4} sur {drawn} tirées, jusqu’au {until}{mix_fr}"
        ));
    }
    if let more @ 1.. = summary.who.len().saturating_sub(NAMES) {
        out.say(&both!(
            "  and {more} more, in the order of their names: `--json` has them all",
            "  et {more} de plus, dans l’ordre des noms\u{202f}: «\u{202f}--json\u{202f}» les a tous"
        ));
    }
}

/// The reasons that occur, each once.
fn hidden(summary: &Summary) -> Vec<Hidden> {
    let team = &summary.team;
    let mut all: Vec<Hidden> = Vec::new();
    let pillars = team.pillars.iter().flat_map(|pillar| {
        [pillar.measured.err(), pillar.own.err()].into_iter().chain(pillar.bins.iter().map(|bin| bin.err()))
    });
    let strata = team.strata.iter().flat_map(|stratum| stratum.pillars.iter().map(|told| told.err()));
    for why in pillars.chain(strata).flatten() {
        if !all.contains(&why) {
            all.push(why);
        }
    }
    all
}
