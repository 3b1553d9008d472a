//! `aplomb export`.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::both;
use crate::cli::args::{ExportArgs, ExportWhat, FormatArg};
use crate::cli::file;
use crate::cli::out::{Out, escaped};
use crate::cli::sink::Sink;
use crate::formats::export::cell::Cells;
use crate::formats::export::form::Form;
use crate::formats::export::manner::Manner;
use crate::formats::export::review::{self, ReviewOut, SCHEMA_VERSION};
use crate::ops::error::{Kind, OpsError};
use crate::ops::export::{self, Report, Unwritten};
use crate::ops::listing::{self, Order};
use crate::ops::metrics::span::Wish;
use crate::ops::person_file::person_file;
use crate::ops::session::Session;
use crate::words::Bilingual;

/// Writes what was asked for.
pub fn run(out: &mut Out, session: &mut Session, args: &ExportArgs, now: i64) -> Result<(), OpsError> {
    if (args.what == ExportWhat::Person) != args.who.is_some() {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("`export person` takes one person", "« export person » prend une personne"),
        )
        .hint(Bilingual::fixed("`aplomb export person X`", "« aplomb export person X »")));
    }
    let ids = match &args.query {
        Some(query) => {
            listing::catch_up(session)?;
            Some(listing::list(session, query, Order::Oldest, now)?.ids)
        }
        None => None,
    };
    let form = form(out, args);
    let report = match (args.what, form, &args.sheet) {
        // These are read back, and by scripts: they have a form of their own.
        (ExportWhat::Conversations, Form::Json, None) => {
            return conversations(out, session, args, ids.as_deref());
        }
        (ExportWhat::Reviews, Form::Json | Form::Markdown, None) => {
            return reviews(out, session, args, ids.as_deref(), form);
        }
        (ExportWhat::Conversations, ..) => export::conversations_report(session, ids, now)?,
        (ExportWhat::Reviews, ..) => export::reviews_report(session, ids.as_deref(), now)?,
        (ExportWhat::Team, ..) => Report::held(export::team_book(session, args.since.as_deref(), now)?),
        (ExportWhat::Summary, ..) => Report::held(export::summary_book(session, args.since.as_deref(), now)?),
        (ExportWhat::Metrics, ..) => {
            let days = Wish { period: args.period.as_deref(), since: args.since.as_deref(), between: None };
            Report::held(export::metrics_book(session, days, now)?)
        }
        (ExportWhat::Person, ..) => return person(out, session, args, form, now),
    };
    let manner = Manner {
        lang: out.lang,
        zone: session.zone.clone(),
        cells: if args.raw_cells { Cells::Plain } else { Cells::Guarded },
    };
    let report = match (&args.sheet, args.what, form) {
        (Some(sheet), ..) => report.only(sheet)?,
        // One line for each answer is what reviews are as CSV.
        (None, ExportWhat::Reviews, Form::Csv) => report.only(export::ANSWERS)?,
        _ => report,
    };
    match &args.output {
        Some(path) => to_files(out, &report, form, &manner, (path, args)),
        None => to_standard_output(out, &report, form, &manner),
    }
}

/// As asked for; else as the file's name says; else what suits the matter.
fn form(out: &Out, args: &ExportArgs) -> Form {
    let asked = args.format.map(|format| match format {
        FormatArg::Csv => Form::Csv,
        FormatArg::Json => Form::Json,
        FormatArg::Xlsx => Form::Xlsx,
        FormatArg::Html => Form::Html,
        FormatArg::Markdown => Form::Markdown,
        FormatArg::Parquet => Form::Parquet,
    });
    let named = || Form::of_extension(args.output.as_ref()?.extension()?.to_str()?);
    let usual = match args.what {
        _ if out.json => Form::Json,
        ExportWhat::Conversations => Form::Json,
        ExportWhat::Reviews => Form::Csv,
        ExportWhat::Team | ExportWhat::Summary | ExportWhat::Metrics | ExportWhat::Person => Form::Markdown,
    };
    asked.or_else(named).unwrap_or(usual)
}

/// What is held about one person.
fn person(out: &mut Out, session: &Session, args: &ExportArgs, form: Form, now: i64) -> Result<(), OpsError> {
    let held = person_file(session, args.who.as_deref().unwrap_or_default(), now)?;
    let text = match form {
        Form::Markdown => held.markdown(out.lang),
        Form::Json => escaped(&held.json(out.lang)?) + "\n",
        _ => {
            return Err(OpsError::new(
                Kind::Usage,
                Bilingual::fixed(
                    "what is held about a person is written as Markdown or JSON",
                    "ce qui est conservé sur une personne s’écrit en Markdown ou en JSON",
                ),
            ));
        }
    };
    match &args.output {
        Some(path) => file::write(out, path, args.force, text.as_bytes()),
        None => {
            out.text(&text);
            Ok(())
        }
    }
}

fn to_standard_output(
    out: &mut Out,
    report: &Report<'_>,
    form: Form,
    manner: &Manner,
) -> Result<(), OpsError> {
    if form.is_binary() && io::stdout().is_terminal() {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "this form is not for a terminal",
                "cette forme n’est pas faite pour un terminal",
            ),
        )
        .hint(Bilingual::fixed("`-o FILE` writes it to a file", "« -o FICHIER » l’écrit dans un fichier")));
    }
    let others: Vec<&str> = report.book.sheets.iter().skip(1).map(|sheet| sheet.id).collect();
    if form.is_one_sheet() && !others.is_empty() {
        let others = others.join(", ");
        out.tell(&both!(
            "the first sheet; --sheet has the others: {others}",
            "la première feuille ; --sheet a les autres : {others}"
        ));
    }
    let mut sink = Sink::new(out, !form.is_binary());
    match report.write(form, 0, manner, &mut sink) {
        Ok(()) => {
            sink.finish();
            Ok(())
        }
        // Whoever reads has gone, or the printer of lines knows what happened.
        Err(Unwritten::File(_)) => Ok(()),
        Err(Unwritten::Here(error)) => Err(*error),
    }
}

/// One file; or, where a file holds one sheet, one for each: the first has the name given, and the others one like it.
fn to_files(
    out: &mut Out,
    report: &Report<'_>,
    form: Form,
    manner: &Manner,
    (path, args): (&Path, &ExportArgs),
) -> Result<(), OpsError> {
    let sheets = &report.book.sheets;
    let mut paths = vec![path.to_owned()];
    if form.is_one_sheet() {
        paths.extend(sheets.iter().skip(1).map(|sheet| beside(path, sheet.id)));
    }
    let about = (form == Form::Csv && args.sheet.is_none()).then(|| beside(path, "about"));
    // A name that is taken fails here, before any work.
    let mut files = Vec::new();
    for path in paths.iter().chain(&about) {
        files.push((path, file::create(path, args.force)?));
    }
    for (place, (path, file)) in files.iter_mut().enumerate() {
        let mut buffered = BufWriter::new(file.as_file_mut());
        let written = if Some(&**path) == about.as_ref() {
            report.write_about(manner, &mut buffered)
        } else {
            report.write(form, place, manner, &mut buffered)
        };
        written.and_then(|()| buffered.flush().map_err(Unwritten::File)).map_err(|error| match error {
            Unwritten::File(error) => OpsError::file(path, &error),
            Unwritten::Here(error) => *error,
        })?;
    }
    files.into_iter().try_for_each(|(path, file)| file::finish(out, file, path, args.force))
}

/// `team.csv` and `pillars` give `team-pillars.csv`.
fn beside(path: &Path, id: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-");
    name.push(id);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// My reviews, each as it is shown by itself.
fn reviews(
    out: &mut Out,
    session: &Session,
    args: &ExportArgs,
    ids: Option<&[i64]>,
    form: Form,
) -> Result<(), OpsError> {
    let lang = out.lang;
    pour(out, args, &mut |put| {
        let mut first = true;
        let begin = match form {
            Form::Json => format!("{{\n  \"schema_version\": {SCHEMA_VERSION},\n  \"reviews\": ["),
            _ => review::heading(lang),
        };
        if put(&begin).is_break() {
            return Ok(());
        }
        export::each_review(session, ids, &mut |review| {
            let mut text = String::new();
            match form {
                Form::Json => {
                    text.push_str(if std::mem::take(&mut first) { "\n    " } else { ",\n    " });
                    text.push_str(&indented(&review)?);
                }
                _ => review::section(&review, lang, &mut text),
            }
            Ok(put(&text))
        })?;
        if form == Form::Json {
            let _ = put("\n  ]\n}\n");
        }
        Ok(())
    })
}

/// A review as JSON, two steps in.
fn indented(review: &ReviewOut) -> Result<String, OpsError> {
    let json = serde_json::to_string_pretty(review).map_err(|error| {
        let why = crate::domain::shown::Shown::short(&error.to_string(), 120);
        OpsError::new(Kind::Bug, Bilingual::same(why))
    })?;
    // Line breaks inside texts are escaped: these are the serialiser's own.
    Ok(escaped(&json).replace('\n', "\n    "))
}

/// Conversations as JSON Lines, without loss.
fn conversations(
    out: &mut Out,
    session: &Session,
    args: &ExportArgs,
    ids: Option<&[i64]>,
) -> Result<(), OpsError> {
    pour(out, args, &mut |put| export::conversations(session, ids, put))
}

/// Takes one piece of text, and returns whether there is room for more.
type Put<'p> = dyn FnMut(&str) -> ControlFlow<()> + 'p;

/// Text that comes in pieces, to the file asked for or to standard output.
fn pour(
    out: &mut Out,
    args: &ExportArgs,
    pieces: &mut dyn FnMut(&mut Put<'_>) -> Result<(), OpsError>,
) -> Result<(), OpsError> {
    let Some(path) = &args.output else {
        return pieces(&mut |text| {
            out.text(text);
            if out.closed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    };
    let mut file = file::create(path, args.force)?;
    let mut failed = None;
    let mut buffered = BufWriter::new(file.as_file_mut());
    pieces(&mut |text| match buffered.write_all(text.as_bytes()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    let flushed = buffered.flush();
    drop(buffered);
    if let Some(error) = failed.or(flushed.err()) {
        return Err(OpsError::file(path, &error));
    }
    file::finish(out, file, path, args.force)
}
