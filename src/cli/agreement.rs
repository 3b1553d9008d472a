//! `aplomb agreement`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};

use serde::Serialize;

use crate::both;
use crate::cli::args::{AgreementArgs, LevelArg};
use crate::cli::import::ProblemOut;
use crate::cli::out::Out;
use crate::domain::agreement::{Estimate, Figure, Gwet, Level, Specific, Verdict};
use crate::domain::interval::{Interval, Undefined};
use crate::domain::shown::Shown;
use crate::formats::ratings::{Ask, NamesAre, NamesAsk};
use crate::ops::agreement::{self, Figures, Report, Source};
use crate::ops::error::{Kind, OpsError};
use crate::words::{Bilingual, Lang, decimal, number, percent, plural};

/// Columns of the names of figures.
const NAME_COLUMNS: usize = 28;
/// Answers that get a line each; a scale has fewer.
const MOST_ANSWERS: usize = 30;
/// The lower end from which on alpha is relied on, and from which on tentatively: Krippendorff's own.
const RELY: f64 = 0.800;
const TENTATIVE: f64 = 0.667;

/// Prints how far the raters of a table agree. The exit code is 1 where the table has problems.
pub fn run(out: &mut Out, args: AgreementArgs) -> Result<bool, OpsError> {
    let source = if args.file.as_os_str() == "-" {
        if io::stdin().is_terminal() {
            out.tell(&Bilingual::fixed(
                "reading standard input; ctrl-d ends it",
                "lecture de l’entrée standard\u{202f}; ctrl-d la termine",
            ));
        }
        Source::Stream(Box::new(io::stdin()))
    } else {
        Source::Path(args.file)
    };
    let ask = Ask {
        level: match args.level {
            LevelArg::Nominal => Level::Nominal,
            LevelArg::Ordinal => Level::Ordinal,
            LevelArg::Interval => Level::Interval,
        },
        names: match args.units {
            Some(column) => NamesAsk::Column(column),
            None if args.no_units => NamesAsk::Nowhere,
            None => NamesAsk::Guess,
        },
        item: args.item,
        scale: args.scale.as_deref().map(scale),
    };
    let report = match agreement::agreement(source, &ask) {
        Err(error) if out.json && error.kind == Kind::Data => {
            let lang = out.lang;
            let problems = error.problems.iter().map(|problem| ProblemOut::of(problem, lang)).collect();
            out.json(&RefusedOut { schema_version: 1, problems })?;
            out.failure(&OpsError { problems: Vec::new(), ..error });
            return Ok(false);
        }
        other => other?,
    };
    if out.json {
        return out.json(&ReportOut::of(&report, out.lang)).map(|()| true);
    }
    print(out, &report);
    for remark in &report.remarks {
        out.tell(remark);
    }
    Ok(true)
}

/// `a,b,c`, or `a;b;c` where answers have commas.
fn scale(text: &str) -> Vec<String> {
    let separator = if text.contains(';') { ';' } else { ',' };
    text.split(separator).map(|answer| answer.trim().to_owned()).collect()
}

#[derive(Serialize)]
struct RefusedOut {
    schema_version: u32,
    problems: Vec<ProblemOut>,
}

#[derive(Serialize)]
struct ReportOut {
    schema_version: u32,
    level: &'static str,
    scale: Vec<String>,
    scale_declared: bool,
    units_column: Option<ColumnOut>,
    #[serde(flatten)]
    figures: FiguresOut,
    items: Vec<ItemOut>,
    stratified_alpha: Option<f64>,
    stratified_alpha_interval: Option<[f64; 2]>,
    items_that_vary: Option<usize>,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct ColumnOut {
    name: String,
    found: &'static str,
}

#[derive(Serialize)]
struct ItemOut {
    item: String,
    verdict: Option<&'static str>,
    #[serde(flatten)]
    figures: FiguresOut,
}

#[derive(Default, Serialize)]
struct FiguresOut {
    raters: usize,
    units: usize,
    ratings: u64,
    pairable_units: usize,
    pairable_values: u64,
    pairs: u64,
    non_modal_units: usize,
    percent_agreement: Option<f64>,
    percent_agreement_interval: Option<[f64; 2]>,
    units_alike: usize,
    specific_agreement: Vec<AnswerOut>,
    alpha: Option<f64>,
    alpha_interval: Option<[f64; 2]>,
    alpha_by_level: BTreeMap<&'static str, Option<f64>>,
    ac1: Option<f64>,
    ac1_interval: Option<[f64; 2]>,
    ac2: BTreeMap<&'static str, CoefficientOut>,
    kappa: Option<f64>,
    fleiss_kappa: Option<f64>,
    conger_kappa: Option<f64>,
    /// Why each figure that is null does not exist.
    reasons: BTreeMap<String, &'static str>,
}

#[derive(Serialize)]
struct AnswerOut {
    answer: String,
    agreement: Option<f64>,
    interval: Option<[f64; 2]>,
    both: u64,
    one: u64,
}

#[derive(Serialize)]
struct CoefficientOut {
    value: Option<f64>,
    interval: Option<[f64; 2]>,
}

fn ends(interval: Interval) -> [f64; 2] {
    [interval.0, interval.1]
}

impl ReportOut {
    fn of(report: &Report, lang: Lang) -> ReportOut {
        let items: Vec<ItemOut> = report
            .items
            .iter()
            .map(|(name, figures)| ItemOut {
                item: name.to_string(),
                verdict: verdict(report, figures).map(Verdict::code),
                figures: FiguresOut::of(figures, &report.answers),
            })
            .collect();
        let mut figures = match &report.whole {
            Some(figures) => FiguresOut::of(figures, &report.answers),
            None => FiguresOut::over(&report.items),
        };
        let stratified =
            report.stratified.as_ref().and_then(|found| figures.keep("stratified_alpha", *found));
        let interval = stratified
            .and_then(|found| figures.keep("stratified_alpha_interval", found.jackknife))
            .map(|jackknife| ends(jackknife.interval));
        ReportOut {
            schema_version: 1,
            level: report.level.word(),
            scale: report.answers.iter().map(Shown::to_string).collect(),
            scale_declared: report.declared,
            units_column: report.names.as_ref().map(|(name, how)| ColumnOut {
                name: name.to_string(),
                found: match how {
                    NamesAre::Asked => "asked",
                    NamesAre::ByHeading => "heading",
                    NamesAre::ByContent => "content",
                },
            }),
            figures,
            items,
            stratified_alpha: stratified.map(|found| found.value),
            stratified_alpha_interval: interval,
            items_that_vary: stratified.map(|found| found.varied),
            remarks: report.remarks.iter().map(|remark| remark.get(lang).to_owned()).collect(),
        }
    }
}

impl FiguresOut {
    fn of(figures: &Figures, answers: &[Shown]) -> FiguresOut {
        let mut out = FiguresOut {
            raters: figures.raters,
            units: figures.units,
            ratings: figures.ratings,
            pairable_units: figures.shared.n,
            pairable_values: figures.pairable_values,
            pairs: figures.pairs,
            non_modal_units: figures.shared.rare,
            units_alike: figures.shared.alike,
            ..FiguresOut::default()
        };
        let raw = out.keep("percent_agreement", figures.raw);
        out.percent_agreement = raw.map(|raw| raw.share);
        out.percent_agreement_interval = raw.and_then(|raw| raw.interval).map(ends);
        if raw.is_some_and(|raw| raw.interval.is_none()) {
            out.reasons.insert("percent_agreement_interval".into(), Undefined::NotTwoRaters.code());
        }
        for (answer, found) in answers.iter().zip(&figures.specific) {
            let kept = out.keep(&format!("specific_agreement.{answer}"), *found);
            out.specific_agreement.push(AnswerOut {
                answer: answer.to_string(),
                agreement: kept.map(|found| found.share),
                interval: kept.and_then(|found| found.interval).map(ends),
                both: kept.map_or(0, |found| found.both),
                one: kept.map_or(0, |found| found.one),
            });
        }
        let alpha = out.keep("alpha", figures.alpha);
        out.alpha = alpha.map(|alpha| alpha.value);
        let jackknife = alpha.and_then(|alpha| out.keep("alpha_interval", alpha.jackknife));
        out.alpha_interval = jackknife.map(|jackknife| ends(jackknife.interval));
        for (level, value) in figures.alpha_by_level {
            let value = out.keep(&format!("alpha_by_level.{}", level.word()), value);
            out.alpha_by_level.insert(level.word(), value);
        }
        (out.ac1, out.ac1_interval) = out.gwet("ac1", figures.ac1);
        for (weights, found) in figures.ac2 {
            let (value, interval) = out.gwet(&format!("ac2.{}", weights.word()), found);
            out.ac2.insert(weights.word(), CoefficientOut { value, interval });
        }
        out.kappa = out.keep("kappa", figures.cohen);
        out.fleiss_kappa = out.keep("fleiss_kappa", figures.fleiss);
        out.conger_kappa = out.keep("conger_kappa", figures.conger);
        out
    }

    /// What may be said of all items together: counts, and the mean of their raw agreement. Coefficients are not pooled.
    fn over(items: &[(Shown, Figures)]) -> FiguresOut {
        let shares: Vec<f64> =
            items.iter().filter_map(|(_, figures)| figures.raw.ok()).map(|raw| raw.share).collect();
        let mut out = FiguresOut {
            raters: items.first().map_or(0, |(_, figures)| figures.raters),
            percent_agreement: (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64),
            ..FiguresOut::default()
        };
        for (_, figures) in items {
            out.units += figures.units;
            out.ratings += figures.ratings;
            out.pairable_units += figures.shared.n;
            out.pairable_values += figures.pairable_values;
            out.pairs += figures.pairs;
            out.non_modal_units += figures.shared.rare;
            out.units_alike += figures.shared.alike;
        }
        if out.percent_agreement.is_none() {
            out.reasons.insert("percent_agreement".into(), Undefined::NoPairableUnits.code());
        }
        for figure in ["alpha", "ac1", "kappa", "fleiss_kappa", "conger_kappa"] {
            out.reasons.insert(figure.into(), "items_are_not_pooled");
        }
        out
    }

    /// The figure, or its reason on the list.
    fn keep<T>(&mut self, name: &str, found: Result<T, Undefined>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(why) => {
                self.reasons.insert(name.to_owned(), why.code());
                None
            }
        }
    }

    fn gwet(&mut self, name: &str, found: Result<Gwet, Undefined>) -> (Option<f64>, Option<[f64; 2]>) {
        let found = self.keep(name, found);
        let interval = found.and_then(|found| self.keep(&format!("{name}_interval"), found.interval));
        (found.map(|found| found.value), interval.map(ends))
    }
}

/// The verdict, where two raters answered the same checklist item.
fn verdict(report: &Report, figures: &Figures) -> Option<Verdict> {
    let no = report.answers.iter().position(|answer| answer.eq_ignore_ascii_case("no"))?;
    if figures.raters != 2 || report.level != Level::Nominal {
        return None;
    }
    let shared = &figures.shared;
    let on_no = figures.specific.get(no).copied().unwrap_or(Err(Undefined::NoObservations));
    Some(Verdict::of(shared, &shared.raw(&figures.raw), &shared.answer(&on_no)))
}

fn print(out: &mut Out, report: &Report) {
    let lang = out.lang;
    let answers: Vec<&str> = report.answers.iter().take(MOST_ANSWERS).map(Shown::as_str).collect();
    let more = if report.answers.len() > MOST_ANSWERS { ", …" } else { "" };
    let (answers, level) = (answers.join(", "), level_words(report.level));
    let level = level.get(lang);
    out.say(&both!("Answers ({level}): {answers}{more}", "Réponses ({level})\u{202f}: {answers}{more}"));
    if let Some(figures) = &report.whole {
        print_counts(out, figures);
        print_figures(out, report, figures);
    }
    for (name, figures) in &report.items {
        out.line("");
        let name = if name.is_empty() { "–" } else { name.as_str() };
        match verdict(report, figures) {
            Some(verdict) => out.line(&format!("{name}: {}", verdict.words().get(lang))),
            None => out.line(name),
        }
        print_figures(out, report, figures);
    }
    if let Some(stratified) = &report.stratified {
        out.line("");
        let name = Bilingual::fixed("Alpha over all items", "Alpha sur tous les points");
        let text = match stratified {
            Err(why) => why.words().get(lang).to_owned(),
            Ok(found) => {
                let interval = found.jackknife.map(|jackknife| jackknife.interval);
                let value = coefficient(Estimate { value: found.value, interval: interval.ok() }, lang);
                let (varied, all) = (found.varied, report.items.len());
                let of = both!("{varied} of {all} items vary", "{varied} points sur {all} varient");
                let why =
                    interval.err().map(|why| format!("; {}", why.words().get(lang))).unwrap_or_default();
                format!("{value}  {}{why}", of.get(lang))
            }
        };
        row(out, 0, name.get(lang), &text);
        out.say(&Bilingual::fixed(
            "Items are never pooled: what differs between them would look like agreement.",
            "Les points ne sont jamais mélangés\u{202f}: ce qui les distingue ressemblerait à de l’accord.",
        ));
    }
}

fn level_words(level: Level) -> Bilingual {
    match level {
        Level::Nominal => Bilingual::fixed("nominal", "nominal"),
        Level::Ordinal => Bilingual::fixed("ordinal", "ordinal"),
        Level::Interval => Bilingual::fixed("interval", "intervalle"),
    }
}

fn print_counts(out: &mut Out, figures: &Figures) {
    let lang = out.lang;
    let of = |count: usize, one: &'static str, many: &'static str| {
        format!("{} {}", number(lang, count as u64), plural(lang, count as u64, one, many))
    };
    let paired = number(lang, figures.shared.n as u64);
    out.line(&match lang {
        Lang::En => {
            let (raters, units) = (of(figures.raters, "rater", "raters"), of(figures.units, "row", "rows"));
            format!("{raters}, {units}; {paired} rated by two or more")
        }
        Lang::Fr => {
            let raters = of(figures.raters, "évaluateur", "évaluateurs");
            let units = of(figures.units, "ligne", "lignes");
            format!("{raters}, {units}\u{202f}; {paired} évaluées par deux personnes ou plus")
        }
    });
    out.line("");
}

fn row(out: &mut Out, indent: usize, name: &str, text: &str) {
    let name = Shown::line(name).clip(NAME_COLUMNS - indent);
    let gap = " ".repeat(NAME_COLUMNS - indent - name.width() + 1);
    out.line(format!("{}{name}{gap}{text}", " ".repeat(indent)).trim_end());
}

fn print_figures(out: &mut Out, report: &Report, figures: &Figures) {
    let lang = out.lang;
    let shared = &figures.shared;
    let raw = shared.raw(&figures.raw);
    row(out, 0, words("Alike", "Pareil", lang), &raw_text(figures, &raw, lang));
    if shared.n >= 5 && !figures.specific.is_empty() {
        out.line(words("When one gave the answer", "Quand l’un a donné la réponse", lang));
    }
    for (answer, found) in report.answers.iter().zip(&figures.specific).take(MOST_ANSWERS) {
        if shared.n >= 5 {
            row(out, 2, answer, &answer_text(figures, found, lang));
        }
    }
    if shared.n == 0 {
        return;
    }
    out.line(words("Beyond chance, for detail", "Au-delà du hasard, en détail", lang));
    let alpha = shared.alpha(&figures.alpha);
    row(out, 2, words("Krippendorff’s alpha", "alpha de Krippendorff", lang), &plain(&alpha, lang));
    for note in alpha_notes(figures, &alpha, lang) {
        out.line(&format!("    {}", note.get(lang)));
    }
    row(out, 2, words("Gwet’s AC1", "AC1 de Gwet", lang), &plain(&shared.gwet(&figures.ac1), lang));
    if report.level != Level::Nominal {
        for (weights, found) in &figures.ac2 {
            let name = match (weights.word(), lang) {
                ("linear", Lang::En) => "Gwet’s AC2, linear",
                ("linear", Lang::Fr) => "AC2 de Gwet, linéaire",
                ("quadratic", Lang::En) => "Gwet’s AC2, quadratic",
                ("quadratic", Lang::Fr) => "AC2 de Gwet, quadratique",
                (_, Lang::En) => "Gwet’s AC2, ordinal",
                (_, Lang::Fr) => "AC2 de Gwet, ordinal",
            };
            row(out, 2, name, &plain(&shared.gwet(found), lang));
        }
    }
    let (name, kappa) = if figures.raters == 2 {
        (words("Cohen’s kappa", "kappa de Cohen", lang), figures.cohen)
    } else {
        (words("Fleiss’ kappa", "kappa de Fleiss", lang), figures.fleiss)
    };
    row(out, 2, name, &plain(&shared.kappa(kappa), lang));
}

fn words(en: &'static str, fr: &'static str, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Fr => fr,
    }
}

/// `57 of 66  86% (76% to 93%)`.
fn raw_text(figures: &Figures, figure: &Figure, lang: Lang) -> String {
    let (alike, n) = (number(lang, figures.shared.alike as u64), number(lang, figures.shared.n as u64));
    let of = words("of", "sur", lang);
    let rows =
        plural(lang, figures.shared.n as u64, words("row", "ligne", lang), words("rows", "lignes", lang));
    match (figure.estimate(), figures.raters) {
        (Some(estimate), 2) => format!("{alike} {of} {n}  {}", share(estimate, figures, lang)),
        (Some(estimate), _) => {
            let pairs = words("of pairs, mean of", "des paires, moyenne de", lang);
            format!("{} {pairs} {n} {rows}", share(estimate, figures, lang))
        }
        (None, _) if *figure == Figure::CountOnly => format!("{alike} {of} {n} {rows}"),
        (None, _) => plain(figure, lang),
    }
}

fn answer_text(figures: &Figures, found: &Result<Specific, Undefined>, lang: Lang) -> String {
    let (figure, specific) = match found {
        Err(Undefined::NoObservations) => {
            return words("nobody gave it", "personne ne l’a donnée", lang).to_owned();
        }
        Err(_) => return plain(&figures.shared.answer(found), lang),
        Ok(specific) => (figures.shared.answer(found), specific),
    };
    let (both, one) = (number(lang, specific.both), number(lang, specific.one));
    let counts = match (figures.raters, lang) {
        (2, Lang::En) => format!("both {both}, one alone {one}"),
        (2, Lang::Fr) => format!("les deux {both}, un seul {one}"),
        (_, Lang::En) => format!("pairs alike {both}, apart {one}"),
        (_, Lang::Fr) => format!("paires d’accord {both}, séparées {one}"),
    };
    match figure.estimate() {
        Some(estimate) => {
            let also = words("the other did too", "l’autre aussi", lang);
            format!("{also}: {}  {counts}", share(estimate, figures, lang))
                .replace(": ", words(": ", "\u{202f}: ", lang))
        }
        None => format!("{}  {counts}", plain(&figure, lang)),
    }
}

/// A share with its interval: `86% (76% to 93%)`.
fn share(estimate: Estimate, figures: &Figures, lang: Lang) -> String {
    let of = |share| percent(lang, share, figures.shared.n as u64);
    let value = of(estimate.value);
    match estimate.interval {
        Some((low, high)) => format!("{value} ({} {} {})", of(low), words("to", "à", lang), of(high)),
        None => value,
    }
}

/// A coefficient with its interval: `0.76 (0.62 to 0.91)`.
fn coefficient(estimate: Estimate, lang: Lang) -> String {
    let of = |value| decimal(lang, value, 2);
    let value = of(estimate.value);
    match estimate.interval {
        Some((low, high)) => format!("{value} ({} {} {})", of(low), words("to", "à", lang), of(high)),
        None => value,
    }
}

/// A coefficient, or the words in its place.
fn plain(figure: &Figure, lang: Lang) -> String {
    match (figure.estimate(), figure.words()) {
        (Some(estimate), None) => coefficient(estimate, lang),
        (Some(estimate), Some(words)) => format!("{}  {}", coefficient(estimate, lang), words.get(lang)),
        (None, Some(words)) => words.get(lang).to_owned(),
        (None, None) => String::new(),
    }
}

/// How much there was to tell apart, and what alpha's lower end allows.
fn alpha_notes(figures: &Figures, figure: &Figure, lang: Lang) -> Vec<Bilingual> {
    let mut notes = Vec::new();
    if matches!(figure, Figure::Value(_) | Figure::Rough(_) | Figure::TooLittleVariation) {
        let (rare, n) = (number(lang, figures.shared.rare as u64), number(lang, figures.shared.n as u64));
        notes.push(both!(
            "{rare} of {n} rows not all on the usual answer",
            "{rare} lignes sur {n} hors de la réponse habituelle"
        ));
    }
    if let Figure::Value(Estimate { interval: Some((low, _)), .. }) = figure {
        let (rely, tentative) = (decimal(lang, RELY, 3), decimal(lang, TENTATIVE, 3));
        notes.push(if *low >= RELY {
            both!(
                "lower end at or above {rely}, Krippendorff’s mark to rely on",
                "borne basse à {rely} ou plus, le seuil de Krippendorff pour s’y fier"
            )
        } else if *low >= TENTATIVE {
            both!(
                "lower end between {tentative} and {rely}: tentative, says Krippendorff",
                "borne basse entre {tentative} et {rely}\u{202f}: provisoire, dit Krippendorff"
            )
        } else {
            both!(
                "lower end below {tentative}, Krippendorff’s mark for tentative conclusions",
                "borne basse sous {tentative}, seuil de Krippendorff pour conclure provisoirement"
            )
        });
    }
    notes
}
