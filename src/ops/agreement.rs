//! The use case behind `agreement`: a table of ratings in, every figure with its reason out.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use crate::both;
use crate::domain::agreement::{
    self as rules, Alpha, Gwet, Level, Raw, Shared, Specific, Stratified, Table, Weights,
};
use crate::domain::interval::Undefined;
use crate::domain::shown::Shown;
use crate::formats::ratings::{self, Ask, NamesAre, Ratings, Refusal};
use crate::ops::error::{Kind, OpsError};
use crate::words::Bilingual;

/// Different numbers from which on they are taken for measurements, not for a scale, unless one is declared.
const MEASUREMENTS: usize = 50;
/// Characters of a name from the table.
const LONGEST_NAME: usize = 60;
/// Pairs of look-alike answers that are told.
const MOST_LOOK_ALIKES: usize = 5;

/// Where the table comes from.
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// Standard input.
    Stream(Box<dyn Read>),
}

/// What a table says.
#[derive(Debug)]
pub struct Report {
    /// The level asked for.
    pub level: Level,
    /// The answers in order.
    pub answers: Vec<Shown>,
    /// Whether they were declared.
    pub declared: bool,
    /// The column that was taken for names of units, and how it was found.
    pub names: Option<(Shown, NamesAre)>,
    /// The table as a whole, where no items were asked for.
    pub whole: Option<Figures>,
    /// Each item by itself.
    pub items: Vec<(Shown, Figures)>,
    /// The alpha over items, where items were asked for.
    pub stratified: Option<Result<Stratified, Undefined>>,
    /// What was assumed, and what looks odd.
    pub remarks: Vec<Bilingual>,
}

/// All figures of one table.
#[derive(Debug)]
pub struct Figures {
    /// Columns of raters.
    pub raters: usize,
    /// Rows.
    pub units: usize,
    /// Ratings.
    pub ratings: u64,
    /// Ratings in rows with two or more.
    pub pairable_values: u64,
    /// Pairs of ratings of the same row.
    pub pairs: u64,
    /// The counts that open the gates.
    pub shared: Shared,
    /// Raw agreement.
    pub raw: Result<Raw, Undefined>,
    /// Agreement on each answer.
    pub specific: Vec<Result<Specific, Undefined>>,
    /// Alpha at the level asked for.
    pub alpha: Result<Alpha, Undefined>,
    /// Alpha at every level.
    pub alpha_by_level: [(Level, Result<f64, Undefined>); 3],
    /// AC1.
    pub ac1: Result<Gwet, Undefined>,
    /// AC2 with each kind of weights.
    pub ac2: [(Weights, Result<Gwet, Undefined>); 3],
    /// Cohen's kappa.
    pub cohen: Result<f64, Undefined>,
    /// Fleiss' kappa.
    pub fleiss: Result<f64, Undefined>,
    /// Conger's kappa.
    pub conger: Result<f64, Undefined>,
}

/// Reads a table and works it out.
///
/// # Errors
/// The problems of the table, all at once, or what was asked wrongly.
pub fn agreement(source: Source, ask: &Ask) -> Result<Report, OpsError> {
    if let Some(scale) = &ask.scale {
        check(scale, ask.level)?;
    }
    let (name, read) = match source {
        Source::Stream(stream) => ("-".to_owned(), ratings::read(stream, ask)),
        Source::Path(path) => {
            let file = File::open(&path).map_err(|e| OpsError::file(&path, &e))?;
            (path.to_string_lossy().into_owned(), ratings::read(file, ask))
        }
    };
    let ratings = read.map_err(|refusal| refused(refusal, &name))?;
    Ok(report(&ratings, ask))
}

fn check(scale: &[String], level: Level) -> Result<(), OpsError> {
    let wrong = |what| Err(OpsError::new(Kind::Usage, what));
    if scale.iter().any(|name| name.is_empty()) || scale.is_empty() {
        return wrong(Bilingual::fixed("--scale has an empty answer", "--scale contient une réponse vide"));
    }
    if let Some(twice) = scale.iter().enumerate().find(|(place, name)| scale[..*place].contains(name)) {
        let twice = Shown::short(twice.1, LONGEST_NAME);
        return wrong(both!(
            "--scale names `{twice}` twice",
            "--scale nomme deux fois «\u{202f}{twice}\u{202f}»"
        ));
    }
    if level == Level::Interval
        && let Some(word) = scale.iter().find(|name| !ratings::is_number(name))
    {
        let word = Shown::short(word, LONGEST_NAME);
        return wrong(both!(
            "--level interval needs numbers; --scale names `{word}`",
            "--level interval demande des nombres\u{202f}; --scale nomme «\u{202f}{word}\u{202f}»"
        ));
    }
    Ok(())
}

fn refused(refusal: Refusal, name: &str) -> OpsError {
    match refusal {
        Refusal::Asked(what) => OpsError::new(Kind::Usage, what),
        Refusal::Unreadable(error) => OpsError::file(name.as_ref(), &error),
        Refusal::Problems(problems, more) => {
            let what = if more > 0 {
                both!(
                    "the table cannot be read as it is; {more} more problems like these",
                    "le tableau n’est pas lisible tel quel\u{202f}; {more} autres problèmes comme ceux-ci"
                )
            } else {
                Bilingual::fixed("the table cannot be read as it is", "le tableau n’est pas lisible tel quel")
            };
            OpsError::data(what).with(problems.into_iter().map(|problem| problem.in_file(name)).collect())
        }
    }
}

fn report(ratings: &Ratings, ask: &Ask) -> Report {
    let shown = |text: &str| Shown::short(text, LONGEST_NAME);
    let mut items: Vec<(Shown, Figures)> =
        ratings.items.iter().map(|item| (shown(&item.name), figures(&item.table, ask))).collect();
    let whole = if ask.item.is_none() { items.pop().map(|(_, figures)| figures) } else { None };
    Report {
        level: ask.level,
        answers: ratings.answers.iter().map(|answer| shown(answer)).collect(),
        declared: ask.scale.is_some(),
        names: ratings.names.as_ref().map(|(name, how)| (shown(name), *how)),
        whole,
        items,
        stratified: ask.item.is_some().then(|| over_items(ratings, ask.level)),
        remarks: remarks(ratings, ask),
    }
}

fn figures(table: &Table, ask: &Ask) -> Figures {
    let alpha = rules::alpha(table, ask.level);
    let by_level = |level| {
        let value = match level {
            _ if level == ask.level => alpha.map(|alpha| alpha.value),
            // Words have an order only where one was declared.
            Level::Ordinal if table.numbers().is_none() && ask.scale.is_none() => Err(Undefined::NotNumbers),
            _ => rules::disagreement(table, level).and_then(|found| found.alpha()),
        };
        (level, value)
    };
    let measured = ask.scale.is_none() && ask.level == Level::Interval && table.answers() > MEASUREMENTS;
    let gwet = |weights| match weights {
        _ if measured => Err(Undefined::TooManyAnswers),
        Weights::Linear | Weights::Quadratic | Weights::Ordinal
            if table.numbers().is_none() && (ask.scale.is_none() || ask.level == Level::Nominal) =>
        {
            Err(Undefined::NotNumbers)
        }
        _ => rules::gwet(table, weights),
    };
    Figures {
        raters: table.raters(),
        units: table.unit_count(),
        ratings: table.ratings(),
        pairable_values: table.pairable_values(),
        pairs: table.pairs(),
        shared: Shared::of(table),
        raw: rules::raw(table),
        specific: if measured { Vec::new() } else { rules::specific(table).unwrap_or_default() },
        alpha,
        alpha_by_level: Level::ALL.map(by_level),
        ac1: gwet(Weights::Identity),
        ac2: Weights::OF_SCALES.map(|weights| (weights, gwet(weights))),
        cohen: rules::cohen(table),
        fleiss: rules::fleiss(table),
        conger: rules::conger(table),
    }
}

fn over_items(ratings: &Ratings, level: Level) -> Result<Stratified, Undefined> {
    let mut own: Vec<Vec<usize>> = Vec::new();
    let named = ratings.names.is_some();
    if !named {
        // Without names each row might be any conversation: the point estimate needs none.
        own = ratings.items.iter().map(|item| (0..item.table.unit_count()).collect()).collect();
    }
    let items: Vec<(&Table, &[usize])> = ratings
        .items
        .iter()
        .enumerate()
        .map(|(place, item)| (&item.table, if named { &item.conversations[..] } else { &own[place][..] }))
        .collect();
    let mut found = rules::stratified(&items, level)?;
    if !named {
        found.jackknife = Err(Undefined::NotNamed);
    }
    Ok(found)
}

fn remarks(ratings: &Ratings, ask: &Ask) -> Vec<Bilingual> {
    let mut remarks = Vec::new();
    if let Some((name, how)) = &ratings.names
        && *how != NamesAre::Asked
    {
        let name = Shown::short(name, LONGEST_NAME);
        remarks.push(match (how, name.is_empty()) {
            (_, true) => Bilingual::fixed(
                "the first column has no heading: taken as names of rows (--no-units takes it as a rater)",
                "la première colonne n’a pas de titre\u{202f}: prise comme noms des lignes (--no-units la prend comme évaluateur)",
            ),
            (NamesAre::ByContent, _) => both!(
                "column `{name}` holds a different text in every row: taken as names of rows (--no-units takes it as a rater)",
                "la colonne «\u{202f}{name}\u{202f}» a un texte différent à chaque ligne\u{202f}: prise comme noms des lignes (--no-units la prend comme évaluateur)"
            ),
            _ => both!(
                "column `{name}` taken as names of rows (--no-units takes it as a rater)",
                "colonne «\u{202f}{name}\u{202f}» prise comme noms des lignes (--no-units la prend comme évaluateur)"
            ),
        });
    }
    if ask.scale.is_none() {
        remarks.push(Bilingual::fixed(
            "the answers are those that occur; AC1 counts on all that could be given: --scale declares them",
            "les réponses sont celles qui apparaissent\u{202f}; AC1 compte toutes celles possibles\u{202f}: --scale les déclare",
        ));
    }
    if ratings.repeated_names > 0 {
        let n = ratings.repeated_names;
        remarks.push(both!(
            "{n} rows have a name that stood before; if each row is another item, --item COLUMN keeps items apart",
            "{n} lignes portent un nom déjà vu\u{202f}; si chaque ligne est un autre point, --item COLONNE sépare les points"
        ));
    }
    if ratings.not_applicable > 0 {
        let (n, level) = (ratings.not_applicable, ask.level.word());
        remarks.push(both!(
            "{n} answers n/a left out: they have no place at level {level}",
            "{n} réponses n/a laissées de côté\u{202f}: elles n’ont pas de place au niveau {level}"
        ));
    }
    remarks.extend(look_alikes(&ratings.answers).map(|(one, other)| {
        both!(
            "`{one}` and `{other}` are counted as different answers",
            "«\u{202f}{one}\u{202f}» et «\u{202f}{other}\u{202f}» comptent comme deux réponses"
        )
    }));
    remarks
}

/// Answers that differ only by capitals or spaces.
fn look_alikes(answers: &[String]) -> impl Iterator<Item = (Shown, Shown)> {
    let plain = |answer: &String| answer.to_lowercase().split_whitespace().collect::<String>();
    let mut sorted: Vec<(String, &String)> = answers.iter().map(|answer| (plain(answer), answer)).collect();
    sorted.sort();
    let pairs: Vec<(Shown, Shown)> = sorted
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (Shown::short(pair[0].1, LONGEST_NAME), Shown::short(pair[1].1, LONGEST_NAME)))
        .take(MOST_LOOK_ALIKES)
        .collect();
    pairs.into_iter()
}
