//! `aplomb metrics list` and `check`.

use std::path::Path;

use serde::Serialize;

use crate::both;
use crate::cli::import::ProblemOut;
use crate::cli::out::Out;
use crate::domain::metric::say;
use crate::domain::metric::{Metric, MetricId};
use crate::domain::shown::Shown;
use crate::formats::metrics_toml::OnBoard;
use crate::ops::error::OpsError;
use crate::ops::metrics::report::{board, read_board};
use crate::ops::session::Session;

#[derive(Serialize)]
struct MetricOut {
    id: &'static str,
    formula_id: String,
    name: String,
    question: String,
    formula: String,
    unit: &'static str,
    family: &'static str,
    minimum: u64,
    on_board: bool,
    target: Option<f64>,
    owner: Option<String>,
    action: String,
    counter: Option<&'static str>,
}

/// Lists the metrics of the board, or all.
pub fn run(out: &mut Out, session: &Session, all: bool) -> Result<(), OpsError> {
    let (board, says) = board(session.team.folder.as_deref())?;
    let lang = out.lang;
    let on_board = |id: MetricId| board.metrics.iter().find(|on| on.id == id);
    let ids: Vec<MetricId> =
        if all { MetricId::ALL.to_vec() } else { board.metrics.iter().map(|on| on.id).collect() };
    let rows: Vec<(Metric, Option<&OnBoard>)> =
        ids.into_iter().map(|id| (id.metric(), on_board(id))).collect();
    if out.json {
        let rows: Vec<MetricOut> = rows
            .iter()
            .map(|(metric, on)| MetricOut {
                id: metric.id.word(),
                formula_id: metric.formula_id(),
                name: metric.name.get(lang).to_owned(),
                question: metric.question.get(lang).to_owned(),
                formula: metric.formula.get(lang).to_owned(),
                unit: metric.unit.word(),
                family: metric.family.word(),
                minimum: on.and_then(|on| on.minimum).unwrap_or(metric.minimum),
                on_board: on.is_some(),
                target: on.and_then(|on| on.target),
                owner: on.map(|on| Shown::line(&on.owner).into_string()),
                action: on.and_then(|on| on.action.as_ref()).unwrap_or(&metric.action).get(lang).to_owned(),
                counter: on.and_then(|on| on.counter).or(metric.counter).map(MetricId::word),
            })
            .collect();
        return out.json(&rows);
    }
    for (metric, on) in rows {
        out.line(&format!("{:<34} {}", metric.id.word(), metric.name.get(lang)));
        for line in Shown::text(metric.question.get(lang)).wrap(74) {
            out.line(&format!("    {line}"));
        }
        if let Some(on) = on {
            let owner = Shown::line(&on.owner);
            let target = on.target.map(|target| say::value(metric.unit, target, None, lang));
            let target = target.map(|target| both!("target {target}, ", "cible {target}, "));
            let target = target.map(|target| target.get(lang).to_owned()).unwrap_or_default();
            let action = on.action.as_ref().unwrap_or(&metric.action).get(lang);
            for line in Shown::text(&format!("{target}{owner}: {action}")).wrap(74) {
                out.line(&format!("    {line}"));
            }
        }
    }
    out.tell(&says);
    Ok(())
}

#[derive(Serialize)]
struct CheckOut {
    schema_version: u32,
    sound: bool,
    metrics: usize,
    problems: Vec<ProblemOut>,
}

/// Checks a file. `false`: it has problems.
pub fn check(out: &mut Out, path: &Path) -> Result<bool, OpsError> {
    let (metrics, problems) = match read_board(path) {
        Ok(board) => (board.metrics.len(), Vec::new()),
        Err(error) if error.problems.is_empty() => return Err(error),
        Err(error) => (0, error.problems),
    };
    let sound = problems.is_empty();
    if out.json {
        let problems = problems.iter().map(|problem| ProblemOut::of(problem, out.lang)).collect();
        out.json(&CheckOut { schema_version: 1, sound, metrics, problems })?;
        return Ok(sound);
    }
    let file = Shown::line(&path.to_string_lossy());
    if sound {
        out.say(&both!("{file}: sound, {metrics} metrics", "{file} : en ordre, {metrics} indicateurs"));
    } else {
        out.problems(&problems);
        let n = problems.len();
        out.tell(&both!("{file}: {n} to mend", "{file} : {n} à corriger"));
    }
    Ok(sound)
}
