//! The report as people read it, on 80 columns.

use crate::both;
use crate::cli::out::Out;
use crate::domain::checklist::Better;
use crate::domain::interval::Undefined;
use crate::domain::metric::change::Moved;
use crate::domain::metric::checks::Finding;
use crate::domain::metric::fair::AgentLine;
use crate::domain::metric::say;
use crate::domain::metric::{Absent, Family, Figure, MetricId, Reading, Source, Unit};
use crate::domain::shown::Shown;
use crate::ops::metrics::amounts::{change, days, figure, interval, moved, n};
use crate::ops::metrics::people::{Mine, People, Team};
use crate::ops::metrics::report::{Line, Report};
use crate::words::{Bilingual, Lang, date_time, decimal, number, percent};

/// Columns of a line.
const WIDTH: usize = 80;
/// Columns of a name.
const NAME: usize = 34;
/// Columns of a value.
const VALUE: usize = 11;

/// Prints a report.
pub fn report(out: &mut Out, report: &Report) {
    let lang = out.lang;
    let (period, before) = (days(lang, report.days), days(lang, report.before));
    out.say(&both!("{period}   beside {before}", "{period}   à côté de {before}"));
    let at = jiff::Timestamp::from_second(report.as_of).unwrap_or_default();
    let known = date_time(lang, report.calendar.calendar.zone.to_datetime(at));
    let (calendar, zone) = (report.calendar.name.get(lang), &report.calendar.zone);
    let version = report.calendar.version;
    out.say(&both!(
        "Known on {known}, {zone}. By the team's hours: {calendar}, version {version}.",
        "Connu le {known}, {zone}. Heures de l’équipe : {calendar}, version {version}."
    ));
    if let Some(days_of_store) = report.elsewhere {
        let all = days(lang, days_of_store);
        out.line("");
        out.say(&both!(
            "Nothing happened on these days. Conversations in store were opened {all}.",
            "Rien ne s’est passé ces jours-là. Les conversations gardées ont été ouvertes du {all}."
        ));
        let last = days_of_store.last;
        let (year, month) = (last.year(), last.month());
        out.say(&both!(
            "Try: aplomb metrics --period {year}-{month:02}",
            "Essayez : aplomb metrics --period {year}-{month:02}"
        ));
        return;
    }
    completeness(out, report);
    better(out, report);
    let families = [
        (Family::Quality, Bilingual::fixed("What customers get", "Ce que reçoivent les clients")),
        (
            Family::Activity,
            Bilingual::fixed("How much there is, and how fast", "Combien, et à quelle vitesse"),
        ),
        (
            Family::People,
            Bilingual::fixed("How the team is led and trained", "Comment l’équipe est menée et formée"),
        ),
    ];
    for (family, title) in families {
        let lines: Vec<&Line> = report.lines.iter().filter(|line| line.metric.family == family).collect();
        if !lines.is_empty() {
            out.line("");
            out.say(&title);
            lines.into_iter().for_each(|line| self::line(out, line, report.is_rough(line.metric.id)));
        }
    }
    by(out, report);
    questions(out, report);
    notes(out, report);
}

/// A line of words, wrapped with an indent.
fn wrapped(out: &mut Out, indent: usize, text: &str) {
    for line in Shown::text(text).wrap(WIDTH - indent) {
        out.line(&format!("{:indent$}{line}", ""));
    }
}

fn completeness(out: &mut Out, report: &Report) {
    let lang = out.lang;
    for (channel, of) in &report.completeness {
        let recorded = number(lang, of.recorded);
        let expected = of.expected.map(|expected| number(lang, expected));
        let text = match (channel, of.share().zip(expected)) {
            (None, None) => {
                both!("{recorded} conversations began.", "{recorded} conversations ont commencé.")
            }
            (None, Some((share, expected))) => {
                let (en, fr) = (percent(Lang::En, share, 0), percent(Lang::Fr, share, 0));
                both!(
                    "{recorded} conversations began, of {expected} that there should be: figures of {en} recorded.",
                    "{recorded} conversations ont commencé, sur {expected} attendues : chiffres sur {fr} d’enregistrées."
                )
            }
            (Some(channel), Some((share, expected))) => {
                let (en, fr) = (percent(Lang::En, share, 0), percent(Lang::Fr, share, 0));
                both!(
                    "  {channel}: {recorded} of {expected}, {en} recorded",
                    "  {channel} : {recorded} sur {expected}, {fr} d’enregistrées"
                )
            }
            (Some(_), None) => continue,
        };
        out.say(&text);
        if channel.is_none() && !of.allows_intervals() {
            out.say(&Bilingual::fixed(
                "Less than 80 % recorded: no interval is printed, what is lost is not lost by chance.",
                "Moins de 80 % d’enregistrées : pas d’intervalle, ce qui manque ne manque pas au hasard.",
            ));
        }
        if channel.is_none() && !of.silent_days.is_empty() {
            let days: Vec<String> = of.silent_days.iter().take(7).map(|day| day.to_string()).collect();
            let days = days.join(", ");
            let text = both!(
                "Nothing was recorded on {days} although the team was there: data lost? `aplomb doctor data` looks closer.",
                "Rien n’est enregistré le {days} alors que l’équipe était là\u{202f}: données perdues\u{202f}? «\u{202f}aplomb doctor data\u{202f}» regarde de plus près."
            );
            wrapped(out, 0, text.get(lang));
        }
    }
}

/// Strengths first.
fn better(out: &mut Out, report: &Report) {
    let lang = out.lang;
    let improved = |line: &&Line| {
        line.change.is_ok_and(|change| {
            matches!(
                (line.metric.better, change.moved),
                (Better::Higher, Moved::Up) | (Better::Lower, Moved::Down)
            )
        })
    };
    let names: Vec<&str> =
        report.lines.iter().filter(improved).map(|line| line.metric.name.get(lang)).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        out.line("");
        let text = both!("Better than before: {names}.", "Mieux qu’avant : {names}.");
        wrapped(out, 0, text.get(lang));
    }
}

fn line(out: &mut Out, line: &Line, rough: bool) {
    let lang = out.lang;
    let unit = line.metric.unit;
    let with = if line.with_interval { line.figure.ok() } else { None };
    let interval = with.and_then(|reading| Some(interval(lang, unit, reading.interval()?, reading.n())));
    row(out, line.metric.name.get(lang), &figure(lang, unit, &line.figure), interval, &line.figure);
    if !matches!(line.figure, Err(Absent::NotRecorded)) {
        let told = beside(lang, line, rough);
        if !told.is_empty() {
            wrapped(out, 4, &told);
        }
    }
}

/// One figure: its name, its value, its interval, its n.
fn row(out: &mut Out, name: &str, value: &str, interval: Option<String>, figure: &Figure) {
    let n = figure.as_ref().map(|reading| n(out.lang, reading)).unwrap_or_default();
    let mut name = Shown::line(name).clip(WIDTH - 2);
    // Names that differ in their last words alone are told whole.
    if name.width() > NAME {
        out.line(&format!("  {name}"));
        name = Shown::default();
    }
    let pad = NAME + 1 - name.width();
    let interval = interval.unwrap_or_default();
    let head = format!("  {name}{:pad$}{value:>VALUE$}  ", "");
    let text = format!(
        "{head}{}",
        [interval, n].iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join("  ")
    );
    out.line(text.trim_end());
}

/// What stands beside a figure.
fn beside(lang: Lang, line: &Line, rough: bool) -> String {
    let unit = line.metric.unit;
    let mut said = Vec::new();
    if line.compare.is_some() {
        let before = figure(lang, unit, &line.previous);
        let text = match &line.change {
            Ok(by) => {
                let (by, moved) = (change(lang, unit, by), moved(lang, by));
                let moved = if moved.is_empty() { moved } else { format!(", {moved}") };
                both!("before {before}: {by}{moved}", "avant {before} : {by}{moved}")
            }
            Err(Absent::Undefined(Undefined::NoObservations)) => {
                Bilingual::fixed("nothing before", "rien avant")
            }
            Err(_) => both!("before {before}", "avant {before}"),
        };
        said.push(text.get(lang).to_owned());
    }
    if let Some(target) = line.target {
        let target = say::value(unit, target, None, lang);
        said.push(both!("target {target}", "cible {target}").get(lang).to_owned());
    }
    if let Ok(Reading::Times(times)) = line.figure {
        let p90 = say::value(unit, times.p90, None, lang);
        let mean = say::value(unit, times.mean.mean, None, lang);
        said.push(
            both!("nine in ten within {p90}; mean {mean}", "neuf sur dix en {p90} ; moyenne {mean}")
                .get(lang)
                .to_owned(),
        );
    }
    if rough && line.figure.is_ok() {
        said.push(both!("to about 1 %", "à 1 % près").get(lang).to_owned());
    }
    if line.by_conversation && line.figure.is_ok() {
        said.push(both!("by conversation", "par conversation").get(lang).to_owned());
    }
    if line.source == Source::Typed {
        said.push(both!("typed in", "saisi à la main").get(lang).to_owned());
    }
    if let Some(other) = line.beside {
        let other = say::value(unit, other, None, lang);
        said.push(
            both!("typed in for the same: {other}", "saisi pour la même chose : {other}")
                .get(lang)
                .to_owned(),
        );
    }
    said.join(" · ")
}

fn by(out: &mut Out, report: &Report) {
    let lang = out.lang;
    if let Some((_, parts)) = &report.parts {
        for (place, line) in report.lines.iter().enumerate() {
            let figures = || parts.iter().filter_map(|part| Some((part, part.figures.get(place)?)));
            if !figures().any(|(_, figure)| figure.is_ok()) {
                continue;
            }
            out.line("");
            out.line(line.metric.name.get(lang));
            for (part, figure) in figures() {
                part_row(out, line, part.name.get(lang), figure);
            }
        }
    }
    match &report.people {
        None => {}
        Some(People::Mine(own)) => mine(out, report, own),
        Some(People::NotMine) => {
            out.line("");
            out.say(&Bilingual::fixed(
                "By agent: none of these conversations are mine, and each sees only their own.",
                "Par conseiller : aucune de ces conversations n’est à moi, et chacun ne voit que les siennes.",
            ));
            out.say(&Bilingual::fixed(
                "`aplomb me --alias ID` says under which names help desks know me.",
                "« aplomb me --alias ID » dit sous quels noms les outils me connaissent.",
            ));
        }
        Some(People::Kept) => {
            out.line("");
            out.say(&Bilingual::fixed(
                "By agent: these conversations are deleted, and nothing about one agent is kept.",
                "Par conseiller : ces conversations sont supprimées, et rien n’est gardé d’un conseiller.",
            ));
        }
        Some(People::TooFew { people, from }) => {
            out.line("");
            out.say(&both!(
                "By agent: too few. {people} people answered; from {from} on a figure of one tells nothing about the others.",
                "Par conseiller : trop peu. {people} personnes ont répondu ; il en faut {from} pour qu’un chiffre ne dise rien des autres."
            ));
        }
        Some(People::Team(of)) => {
            team(out, of);
            if let Some(own) = &of.mine {
                mine(out, report, &own.figures);
                beside_team(out, own);
            }
        }
    }
}

fn mine(out: &mut Out, report: &Report, own: &[Figure]) {
    out.line("");
    out.say(&Bilingual::fixed("Mine, for me alone", "Les miens, pour moi seul"));
    for (line, figure) in report.lines.iter().zip(own) {
        part_row(out, line, line.metric.name.get(out.lang), figure);
    }
}

fn part_row(out: &mut Out, line: &Line, name: &str, found: &Figure) {
    let lang = out.lang;
    let unit = line.metric.unit;
    let with = if line.with_interval { found.ok() } else { None };
    let interval = with.and_then(|reading| Some(interval(lang, unit, reading.interval()?, reading.n())));
    row(out, name, &figure(lang, unit, found), interval, found);
}

fn team(out: &mut Out, team: &Team) {
    let lang = out.lang;
    let minimum = MetricId::AnsweredWithin.metric().minimum;
    out.line("");
    out.say(&Bilingual::fixed(
        "People beside each other, and nobody by name: answered within the promised time",
        "Les personnes côte à côte, sans aucun nom : réponses dans le délai promis",
    ));
    let (people, placed) = (team.people, team.placed);
    let mut said = vec![both!(
        "{people} people answered, {placed} of them at least {minimum} questions",
        "{people} personnes ont répondu, dont {placed} à au moins {minimum} questions"
    )];
    if let Some(centre) = team.centre {
        let (en, fr) = (percent(Lang::En, centre, 0), percent(Lang::Fr, centre, 0));
        said.push(both!(
            "of the questions that somebody took: {en}",
            "des questions que quelqu’un a prises : {fr}"
        ));
    }
    said.push(match team.beyond {
        None => Bilingual::fixed(
            "too few to say how they lie beside each other",
            "trop peu pour dire comment elles se situent",
        ),
        Some(0) => {
            Bilingual::fixed("chance explains their differences", "le hasard explique leurs différences")
        }
        Some(beyond) => both!(
            "{beyond} beyond what chance explains: look at the mix first, `--by shift`, `channel` or `difficulty`",
            "{beyond} au-delà du hasard : regardez d’abord le mélange, `--by shift`, `channel` ou `difficulty`"
        ),
    });
    wrapped(out, 2, &said.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(" · "));
}

/// My own place, and my first replies beside what such questions take in the team.
fn beside_team(out: &mut Out, own: &Mine) {
    let lang = out.lang;
    let mut said = Vec::new();
    if let Ok(tally) = own.within {
        let share = percent(lang, tally.share().unwrap_or_default(), tally.n());
        let n = number(lang, tally.n());
        said.push(
            both!("within the promised time: {share} (n {n})", "dans le délai promis : {share} (n {n})")
                .get(lang)
                .to_owned(),
        );
        said.extend(own.limits.map(|limits| {
            let (low, high) = limits.within998;
            let (low, high) = (percent(lang, low, tally.n()), percent(lang, high, tally.n()));
            both!("chance: {low} to {high}", "hasard : {low} à {high}").get(lang).to_owned()
        }));
    }
    said.extend(mix(lang, own));
    if !said.is_empty() {
        wrapped(out, 4, &said.join(" · "));
    }
}

/// First replies beside what such questions take in the team.
fn mix(lang: Lang, own: &Mine) -> Option<String> {
    let waited = own.waited.as_ref()?;
    let ratio = |line: &AgentLine| -> Option<String> {
        let ratio = decimal(lang, line.observed_over_expected.ok()?, 2);
        Some(match line.interval {
            Ok((low, high)) => {
                let (low, high) = (decimal(lang, low, 2), decimal(lang, high, 2));
                both!("{ratio} ({low} to {high})", "{ratio} ({low} à {high})").get(lang).to_owned()
            }
            Err(_) => ratio,
        })
    };
    let (night, n) = (own.out_of_hours, own.replies);
    let mean = say::value(Unit::Seconds, waited.crude.mean, None, lang);
    let mut said = vec![
        both!("{night} of {n} asked out of hours", "{night} sur {n} hors ouverture"),
        both!("first reply in {mean} on average", "première réponse en {mean} en moyenne"),
    ];
    if own.crude_only {
        said.push(both!("too few to compare like with like", "trop peu pour comparer à questions égales"));
        return Some(said.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(" · "));
    }
    if let Some(ratio) = ratio(waited) {
        said.push(both!(
            "{ratio} of what such questions take in the team",
            "{ratio} de ce que prennent ces questions dans l’équipe"
        ));
    }
    if let Some(own) = own.own.as_ref().and_then(ratio) {
        said.push(both!("{own} by the team’s hours", "{own} aux heures de l’équipe"));
    }
    Some(said.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(" · "))
}

fn questions(out: &mut Out, report: &Report) {
    let lang = out.lang;
    if report.alarms.is_empty() {
        return;
    }
    out.line("");
    out.say(&Bilingual::fixed("Questions to ask", "Questions à se poser"));
    for alarm in &report.alarms {
        let text = format!("{}  {}", alarm.rule.code(), alarm.says.get(lang));
        wrapped(out, 2, &text);
        for why in &alarm.because {
            wrapped(out, 6, why.get(lang));
        }
    }
}

fn notes(out: &mut Out, report: &Report) {
    let lang = out.lang;
    let mut said: Vec<Bilingual> = Vec::new();
    let left = report.events.left_out;
    if left.total() > 0 {
        let word = |word: &str| -> Bilingual {
            match word {
                "merged" => Bilingual::fixed("merged", "fusionnées"),
                "test" => Bilingual::fixed("tests", "essais"),
                "deleted" => Bilingual::fixed("deleted", "supprimées"),
                "mystery" => Bilingual::fixed("mystery contacts", "contacts mystères"),
                "survey" => Bilingual::fixed("survey answers", "réponses d’enquête"),
                _ => Bilingual::fixed("spam", "spam"),
            }
        };
        let counts: Vec<String> = left
            .counts()
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{} {}", number(lang, *count), word(name).get(lang)))
            .collect();
        let counts = counts.join(", ");
        said.push(both!("In no figure: {counts}.", "Dans aucun chiffre : {counts}."));
    }
    if report.window_open > 0 {
        let n = number(lang, report.window_open);
        said.push(both!(
            "{n} solved requests could still come back; they wait for their window to close.",
            "{n} demandes résolues peuvent encore revenir ; elles attendent la fin de leur délai."
        ));
    }
    if report.events.solved_by_reply > 0 {
        let n = number(lang, report.events.solved_by_reply);
        said.push(both!(
            "{n} conversations are solved, and the source says no time: that of the last reply is taken.",
            "{n} conversations sont résolues sans heure connue : celle de la dernière réponse est prise."
        ));
    }
    if report.events.solved_untimed > 0 {
        let n = number(lang, report.events.solved_untimed);
        said.push(both!(
            "{n} are solved without a reply or a time: they count as not solved.",
            "{n} sont résolues sans réponse ni heure : elles comptent comme non résolues."
        ));
    }
    if let Some((answers, asked)) = report.ratings {
        let (answers, asked) = (number(lang, answers), number(lang, asked));
        said.push(both!("{answers} of {asked} customers rated.", "{answers} clients sur {asked} ont noté."));
    }
    said.extend(report.too_few());
    said.extend(report.kept_notes());
    said.extend(findings(report));
    if !said.is_empty() {
        out.line("");
        said.iter().for_each(|note| wrapped(out, 0, note.get(lang)));
    }
    out.tell(&report.board_says);
    out.tell(&report.calendar.says);
}

/// What is wrong with the board: one sentence for all metrics that share it.
fn findings(report: &Report) -> Vec<Bilingual> {
    let mut shared: Vec<(&Finding, Vec<Bilingual>)> = Vec::new();
    for finding in &report.findings {
        let name = finding.id.map(|id| id.metric().name);
        match shared.iter_mut().find(|(known, _)| known.says == finding.says) {
            Some((_, names)) => names.extend(name),
            None => shared.push((finding, name.into_iter().collect())),
        }
    }
    let sentence = |(finding, names): (&Finding, Vec<Bilingual>)| {
        let (code, Bilingual { en, fr }) = (finding.check.code(), &finding.says);
        // What holds of the whole board needs no names.
        if names.is_empty() || names.len() == report.lines.len() {
            return both!("{code}  {en}", "{code}  {fr}");
        }
        let list = |lang| names.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(", ");
        let (all_en, all_fr) = (list(Lang::En), list(Lang::Fr));
        both!("{code}  {all_en}: {en}", "{code}  {all_fr} : {fr}")
    };
    shared.into_iter().map(sentence).collect()
}
