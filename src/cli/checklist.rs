//! `aplomb checklist`.

use std::path::Path;

use serde::Serialize;

use crate::both;
use crate::cli::args::ChecklistCommand;
use crate::cli::file;
use crate::cli::import::ProblemOut;
use crate::cli::out::Out;
use crate::domain::checklist::{Checklist, Scale};
use crate::domain::shown::Shown;
use crate::formats::checklist as toml;
use crate::ops::error::OpsError;
use crate::ops::shelf::{self, Origin, Shelf};
use crate::words::{Bilingual, Lang};

#[derive(Serialize)]
struct ListOut {
    id: String,
    version: u32,
    digest: String,
    subject: &'static str,
    title: String,
    items: usize,
    origin: String,
}

/// Works on checklists. `false`: the file has problems.
pub fn run(out: &mut Out, shelf: &Shelf, command: ChecklistCommand) -> Result<bool, OpsError> {
    match command {
        ChecklistCommand::List => list(out, shelf)?,
        ChecklistCommand::Show { id, toml, .. } => show(out, shelf, &id, toml)?,
        ChecklistCommand::Check { file } => return check(out, shelf, &file),
        ChecklistCommand::Diff { a, b } => diff(out, shelf, &a, &b)?,
        ChecklistCommand::New { my_items, output, force } => {
            let text = if my_items { toml::my_items_template(out.lang) } else { toml::template(out.lang) };
            match output {
                Some(path) => file::write(out, &path, force, text.as_bytes())?,
                None => out.text(text),
            }
        }
    }
    Ok(true)
}

fn origin(origin: &Origin, lang: Lang) -> String {
    match origin {
        Origin::Shipped => Bilingual::fixed("shipped", "fournie").get(lang).to_owned(),
        Origin::File(file) => Shown::line(file).into_string(),
        Origin::Kept => {
            Bilingual::fixed("kept with reviews", "gardée avec des évaluations").get(lang).to_owned()
        }
    }
}

fn list(out: &mut Out, shelf: &Shelf) -> Result<(), OpsError> {
    let lang = out.lang;
    if out.json {
        let rows: Vec<ListOut> = shelf
            .volumes
            .iter()
            .map(|v| ListOut {
                id: v.checklist.id.clone(),
                version: v.checklist.version,
                digest: v.digest.hex(),
                subject: v.checklist.subject.word(),
                title: v.checklist.title.get(lang).to_owned(),
                items: v.checklist.items.len(),
                origin: origin(&v.origin, lang),
            })
            .collect();
        return out.json(&rows);
    }
    for v in &shelf.volumes {
        let c = &v.checklist;
        let n = c.items.len();
        let items = both!("{n} items", "{n} points");
        out.line(&format!(
            "{:<22} v{:<3} {}  {:<11} {}  ({})",
            c.id,
            c.version,
            v.digest.short(),
            items.get(lang),
            c.title.get(lang),
            origin(&v.origin, lang)
        ));
    }
    if let Some(own) = &shelf.own {
        let n = own.items.len();
        out.say(&both!(
            "my own items: {n}, shown apart in every new review",
            "mes points personnels : {n}, à part dans chaque nouvelle évaluation"
        ));
    }
    out.problems(&shelf.problems);
    Ok(())
}

pub(super) fn no_such(id: &str, shelf: &Shelf) -> OpsError {
    let known = shelf.volumes.iter().map(|v| v.checklist.id.as_str()).collect::<Vec<_>>().join(", ");
    let id = Shown::short(id, 64);
    OpsError::data(both!("there is no checklist `{id}`", "il n’y a pas de liste de contrôle « {id} »"))
        .hint(both!("at hand: {known}", "disponibles : {known}"))
}

fn show(out: &mut Out, shelf: &Shelf, id: &str, as_toml: bool) -> Result<(), OpsError> {
    let list = shelf.checklist(id).ok_or_else(|| no_such(id, shelf))?;
    if out.json {
        return out.json(&*list);
    }
    if as_toml {
        out.text(&toml::to_toml(&list));
        return Ok(());
    }
    let lang = out.lang;
    out.line(&format!("{} ({} v{}, {})", list.title.get(lang), list.id, list.version, list.digest().short()));
    for pillar in &list.pillars {
        out.line("");
        out.line(pillar.name.get(lang));
        for item in list.items_of(&pillar.id) {
            let scale = match item.scale {
                Scale::YesNo => String::new(),
                Scale::Points { min, max } => format!(" [{min}-{max}]"),
            };
            let when = item.when.as_ref().map(|when| match lang {
                Lang::En => format!(" (only if {when})"),
                Lang::Fr => format!(" (seulement si {when})"),
            });
            out.line(&format!(
                "  {}{scale}{}  x{} {}",
                item.text.get(lang),
                when.unwrap_or_default(),
                item.weight,
                item.row
            ));
            for text in [&item.guidance, &item.why].into_iter().chain(&item.na) {
                let text = text.get(lang);
                if !text.is_empty() {
                    out.line(&format!("      {text}"));
                }
            }
        }
        for metric in list.metrics.iter().filter(|m| m.pillar == pillar.id) {
            let name = metric.name.get(lang);
            out.say(&both!("  measured: {name}", "  mesuré : {name}"));
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct CheckOut {
    schema_version: u32,
    file: String,
    sound: bool,
    id: Option<String>,
    version: Option<u32>,
    digest: Option<String>,
    problems: Vec<ProblemOut>,
    advice: Vec<String>,
}

fn check(out: &mut Out, shelf: &Shelf, path: &Path) -> Result<bool, OpsError> {
    if !path.exists() {
        let e = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(OpsError::file(path, &e));
    }
    let (list, problems) = match shelf::read_file(path, shelf) {
        Ok(list) => (Some(list), Vec::new()),
        Err(problems) => (None, problems),
    };
    let advice = list.as_ref().map(toml::advice).unwrap_or_default();
    let file = path.to_string_lossy().into_owned();
    if out.json {
        let lang = out.lang;
        out.json(&CheckOut {
            schema_version: 1,
            file,
            sound: list.is_some(),
            id: list.as_ref().map(|l| l.id.clone()),
            version: list.as_ref().map(|l| l.version),
            digest: list.as_ref().map(|l| l.digest().hex()),
            problems: problems.iter().map(|p| ProblemOut::of(p, lang)).collect(),
            advice: advice.iter().map(|a| a.get(lang).to_owned()).collect(),
        })?;
        return Ok(list.is_some());
    }
    let file = Shown::line(&file);
    match &list {
        Some(list) => {
            let (id, version, n) = (&list.id, list.version, list.items.len());
            out.say(&both!(
                "{file}: sound. {id} v{version}, {n} items",
                "{file} : en ordre. {id} v{version}, {n} points"
            ));
            for text in &advice {
                out.tell(text);
            }
        }
        None => {
            out.problems(&problems);
            let n = problems.len();
            out.tell(&both!("{file}: {n} to mend", "{file} : {n} à corriger"));
        }
    }
    Ok(list.is_some())
}

fn diff(out: &mut Out, shelf: &Shelf, a: &str, b: &str) -> Result<(), OpsError> {
    let read = |named: &str| -> Result<Checklist, OpsError> {
        let path = Path::new(named);
        if path.is_file() {
            return shelf::read_file(path, shelf).map_err(|problems| {
                OpsError::data(Bilingual::fixed(
                    "this checklist cannot be read",
                    "cette liste ne peut pas être lue",
                ))
                .with(problems)
            });
        }
        shelf.checklist(named).map(|list| (*list).clone()).ok_or_else(|| no_such(named, shelf))
    };
    let differences = toml::diff(&read(a)?, &read(b)?);
    if out.json {
        let lang = out.lang;
        let lines: Vec<String> = differences.iter().map(|d| d.sentence.get(lang).to_owned()).collect();
        return out.json(&lines);
    }
    if differences.is_empty() {
        out.say(&Bilingual::fixed("no difference", "aucune différence"));
    }
    for difference in differences {
        out.say(&difference.sentence);
    }
    Ok(())
}
