//! `aplomb export`.

use std::io::Write;
use std::ops::ControlFlow;

use serde::Serialize;

use crate::cli::args::{ExportArgs, ExportWhat, FormatArg};
use crate::cli::file;
use crate::cli::out::{Out, escaped};
use crate::formats::export::cell::Cells;
use crate::formats::export::review::{self, ReviewOut, SCHEMA_VERSION};
use crate::ops::error::{Kind, OpsError};
use crate::ops::export;
use crate::ops::listing::{self, Order};
use crate::ops::person_file::person_file;
use crate::ops::session::Session;
use crate::words::Bilingual;

#[derive(Serialize)]
struct ReviewsOut {
    schema_version: u32,
    reviews: Vec<ReviewOut>,
}

/// Writes reviews or conversations.
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
    match args.what {
        ExportWhat::Reviews => reviews(out, session, args, ids.as_deref()),
        ExportWhat::Conversations => conversations(out, session, args, ids.as_deref()),
        ExportWhat::Person => person(out, session, args, now),
    }
}

fn reviews(out: &mut Out, session: &Session, args: &ExportArgs, ids: Option<&[i64]>) -> Result<(), OpsError> {
    let reviews = export::reviews(session, ids)?;
    let format = args.format.unwrap_or(if out.json { FormatArg::Json } else { FormatArg::Csv });
    let text = match format {
        FormatArg::Csv => {
            let cells = if args.raw_cells { Cells::Plain } else { Cells::Guarded };
            review::csv(&reviews, out.lang, cells).map_err(|e| bug(&e))?
        }
        FormatArg::Json => {
            let whole = ReviewsOut { schema_version: SCHEMA_VERSION, reviews };
            let mut text = escaped(&serde_json::to_string_pretty(&whole).map_err(|e| bug(&e))?);
            text.push('\n');
            text
        }
        FormatArg::Markdown => review::markdown(&reviews, out.lang),
    };
    match &args.output {
        Some(path) => file::write(out, path, args.force, text.as_bytes()),
        None => {
            out.text(&text);
            Ok(())
        }
    }
}

fn person(out: &mut Out, session: &Session, args: &ExportArgs, now: i64) -> Result<(), OpsError> {
    let held = person_file(session, args.who.as_deref().unwrap_or_default(), now)?;
    let ends_json = args.output.as_ref().is_some_and(|path| path.extension().is_some_and(|e| e == "json"));
    let text = match args.format {
        Some(FormatArg::Markdown) => held.markdown(out.lang),
        Some(FormatArg::Json) => escaped(&held.json(out.lang)?) + "\n",
        None if out.json || ends_json => escaped(&held.json(out.lang)?) + "\n",
        None => held.markdown(out.lang),
        Some(FormatArg::Csv) => {
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

fn conversations(
    out: &mut Out,
    session: &Session,
    args: &ExportArgs,
    ids: Option<&[i64]>,
) -> Result<(), OpsError> {
    if args.format.is_some_and(|format| format != FormatArg::Json) {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "conversations are written as JSON Lines: --format json",
                "les conversations s’écrivent en JSON Lines : --format json",
            ),
        ));
    }
    let Some(path) = &args.output else {
        return export::conversations(session, ids, &mut |line| {
            out.text(line);
            if out.closed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    };
    let mut file = file::create(path, args.force)?;
    let mut failed = None;
    let mut buffered = std::io::BufWriter::new(file.as_file_mut());
    export::conversations(session, ids, &mut |line| match buffered.write_all(line.as_bytes()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(e) => {
            failed = Some(e);
            ControlFlow::Break(())
        }
    })?;
    let flushed = buffered.flush();
    drop(buffered);
    if let Some(e) = failed.or(flushed.err()) {
        return Err(OpsError::file(path, &e));
    }
    file::finish(out, file, path, args.force)
}

fn bug(error: &dyn std::fmt::Display) -> OpsError {
    OpsError::new(
        Kind::Bug,
        Bilingual::same(crate::domain::shown::Shown::short(&error.to_string(), 120).into_string()),
    )
}
