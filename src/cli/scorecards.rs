//! `aplomb import reviews`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::args::ImportReviewsArgs;
use crate::cli::import::ProblemOut;
use crate::cli::out::Out;
use crate::cli::shop;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::scorecards::{self, Taken, Wish};
use crate::ops::session::Session;
use crate::words::{Lang, number, plural};

#[derive(Serialize)]
struct TakenOut {
    schema_version: u32,
    reviews: ReviewCounts,
    reviewers: BTreeMap<String, u64>,
    problems: Vec<ProblemOut>,
    dry_run: bool,
}

#[derive(Serialize)]
struct ReviewCounts {
    added: u64,
    unchanged: u64,
    left_out: usize,
}

/// Takes a spreadsheet of scorecards in. The exit code is 1 where no row could be used.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &ImportReviewsArgs,
    now: i64,
) -> Result<bool, OpsError> {
    let seed = shop::random()?;
    let wish = Wish { file: &args.file, map: &args.map, dry_run: args.dry_run, now, seed };
    let taken = scorecards::take_in(session, &wish)?;
    let sound = taken.problems.is_empty() || taken.added + taken.unchanged > 0;
    if out.json {
        let problems = taken.problems.iter().map(|problem| ProblemOut::of(problem, out.lang)).collect();
        let reviewers =
            taken.reviewers.iter().map(|(name, n)| (Shown::line(name).into_string(), *n)).collect();
        out.json(&TakenOut {
            schema_version: 1,
            reviews: ReviewCounts { added: taken.added, unchanged: taken.unchanged, left_out: rows(&taken) },
            reviewers,
            problems,
            dry_run: taken.dry_run,
        })?;
        return Ok(sound);
    }
    out.problems(&taken.problems);
    out.line(&summary(&taken, out.lang));
    for (name, n) in &taken.reviewers {
        out.line(&format!("{:>7}  {}", number(out.lang, *n), Shown::line(name)));
    }
    Ok(sound)
}

/// Rows that were left out; a row may have several problems.
fn rows(taken: &Taken) -> usize {
    let mut lines: Vec<Option<u64>> = taken.problems.iter().map(|problem| problem.line).collect();
    lines.dedup();
    lines.len()
}

fn summary(taken: &Taken, lang: Lang) -> String {
    let n = |count: u64| number(lang, count);
    let left_out = rows(taken) as u64;
    match lang {
        Lang::En => format!(
            "{}{} {} added, {} unchanged, {} {} left out",
            if taken.dry_run { "It would be: " } else { "" },
            n(taken.added),
            plural(lang, taken.added, "review", "reviews"),
            n(taken.unchanged),
            n(left_out),
            plural(lang, left_out, "row", "rows"),
        ),
        Lang::Fr => format!(
            "{}{} {}, {} inchangées, {} {}",
            if taken.dry_run { "Ce serait : " } else { "" },
            n(taken.added),
            plural(lang, taken.added, "évaluation ajoutée", "évaluations ajoutées"),
            n(taken.unchanged),
            n(left_out),
            plural(lang, left_out, "ligne laissée", "lignes laissées"),
        ),
    }
}
