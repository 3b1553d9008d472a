//! A report as one web page: no script, nothing from outside, light and dark, and made to be printed. Texts are escaped
//! where they are put in; the page forbids itself everything but its own style sheet.

mod bars;
mod chart;
mod funnel;
mod line;
mod scale;

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::domain::book::{Book, Cell, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::figure::{cases, for_people, is_figure};
use crate::formats::export::manner::Manner;
use crate::formats::export::rows::{Failed, Rows};
use crate::words::Bilingual;

const STYLE: &str = include_str!("style.css");
/// Reports that print on one sheet, for a meeting or for oneself.
const ONE_SHEET: [&str; 2] = ["brief", "note"];
/// Text of more characters than this scrolls in its cell.
const LONG: usize = 600;
/// Text of more characters than this is given room.
const WIDE: usize = 30;

/// Writes the report.
///
/// # Errors
///
/// Those of the file and of the rows.
pub fn write<W: Write>(book: &Book, rows: &mut dyn Rows, manner: &Manner, mut out: W) -> Result<(), Failed> {
    // The page is written as it comes: only its rows are many, and the elements around them stay open meanwhile.
    write!(out, "{}<html lang=\"{}\">", DOCTYPE.0, manner.lang.tag())?;
    let class = if ONE_SHEET.contains(&book.id) { " class=\"sheet\"" } else { "" };
    write!(out, "{}<body{class}>{}<main>", head(book, manner).0, opening(book, manner).0)?;
    for sheet in &book.sheets {
        section(sheet, rows, manner, &mut out)?;
    }
    writeln!(out, "{}</main>{}</body></html>", definitions(book, manner).0, closing(manner).0)?;
    Ok(out.flush()?)
}

fn head(book: &Book, manner: &Manner) -> Markup {
    // The style sheet is named by its digest, so that no other may ever apply.
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'");
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="generator" content={ "Aplomb " (env!("CARGO_PKG_VERSION")) };
            title { (said(&book.title, manner)) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

fn opening(book: &Book, manner: &Manner) -> Markup {
    html! {
        header {
            div.mark {
                // A plumb line.
                svg viewBox="0 0 16 27" aria-hidden="true" {
                    path d="M8 0v14" stroke="currentColor" stroke-width="1.6" {}
                    path d="M8 13l5 4-5 10-5-10z" fill="currentColor" {}
                }
                "Aplomb"
            }
            h1 { (said(&book.title, manner)) }
            p.when {
                @if let Some(period) = manner.period(book) {
                    b { (period) } " · "
                }
                (manner.say(&Bilingual::fixed("as of", "état au"))) " " (manner.as_of(book))
            }
            @if !book.notes.is_empty() {
                ul.notes { @for note in &book.notes { li { (said(note, manner)) } } }
            }
            @if book.sheets.len() > 2 {
                nav aria-label=(manner.say(&Bilingual::fixed("Contents", "Sommaire"))) {
                    ul {
                        @for sheet in &book.sheets {
                            li { a href={ "#" (sheet.id) } { (said(&sheet.title, manner)) } }
                        }
                        @if !book.definitions.is_empty() {
                            li { a href="#definitions" { (manner.say(&MEANING)) } }
                        }
                    }
                }
            }
        }
    }
}

fn section<W: Write>(sheet: &Sheet, rows: &mut dyn Rows, manner: &Manner, out: &mut W) -> Result<(), Failed> {
    let title = said(&sheet.title, manner);
    let opening = html! {
        h2 { (title) }
        @for note in &sheet.notes { p { (said(note, manner)) } }
        @if let Some(chart) = &sheet.chart { (chart::figure(sheet, chart, manner)) }
    };
    let heading = html! {
        caption.unseen { (title) }
        thead { tr {
            @for column in sheet.columns.iter().filter(|column| column.kind != Kind::Key) {
                th scope="col" class=[is_figure(column.kind).then_some("f")] { (said(&column.name, manner)) }
            }
        } }
    };
    // Whoever cannot use a mouse must be able to scroll.
    let region = html! { (title) }.into_string();
    write!(
        out,
        "<section id=\"{}\">{}<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{region}\"><table>{}<tbody>",
        sheet.id, opening.0, heading.0
    )?;
    let mut any = false;
    rows.each(sheet, &mut |cells| {
        any = true;
        Ok(out.write_all(row(sheet, cells, manner).0.as_bytes())?)
    })?;
    if !any {
        let nothing = Bilingual::fixed("Nothing here yet.", "Rien ici pour l’instant.");
        let row = html! { tr { td.why colspan=(sheet.columns.len()) { (manner.say(&nothing)) } } };
        out.write_all(row.0.as_bytes())?;
    }
    Ok(out.write_all(b"</tbody></table></div></section>")?)
}

fn row(sheet: &Sheet, cells: &[Cell], manner: &Manner) -> Markup {
    let n = cases(sheet, cells);
    html! {
        tr {
            @let shown = sheet.columns.iter().zip(cells).filter(|(column, _)| column.kind != Kind::Key);
            @for (place, (column, cell)) in shown.enumerate() {
                @let text = for_people(cell, column.kind, n, manner);
                @if place == 0 && column.kind == Kind::Text {
                    th scope="row" class=[is_wide(&text).then_some("t")] { (text) }
                } @else {
                    td class=[class(cell, column.kind, &text)] {
                        @if text.len() > LONG { div.long tabindex="0" { (text) } } @else { (text) }
                    }
                }
            }
        }
    }
}

fn class(cell: &Cell, kind: Kind, text: &str) -> Option<&'static str> {
    match (is_figure(kind), cell.reason().is_some()) {
        (true, true) => Some("f why"),
        (true, false) => Some("f"),
        (false, true) => Some("why"),
        (false, false) if matches!(kind, Kind::Date | Kind::Instant) => Some("d"),
        (false, false) => is_wide(text).then_some("t"),
    }
}

/// Whether a text needs room, and may be broken anywhere.
fn is_wide(text: &str) -> bool {
    text.chars().nth(WIDE).is_some()
}

const MEANING: Bilingual = Bilingual::fixed("What the figures mean", "Ce que veulent dire les chiffres");

fn definitions(book: &Book, manner: &Manner) -> Markup {
    html! {
        @if !book.definitions.is_empty() {
            section id="definitions" {
                h2 { (manner.say(&MEANING)) }
                dl {
                    @for definition in &book.definitions {
                        dt {
                            (said(&definition.name, manner))
                            code { (Shown::line(&definition.id).as_str()) }
                        }
                        dd { (said(&definition.formula, manner)) }
                    }
                }
            }
        }
    }
}

fn closing(manner: &Manner) -> Markup {
    html! {
        footer {
            (manner.say(&Bilingual::fixed(
                "Made with Aplomb, on the computer of the person who sent it. This page loads nothing and runs nothing.",
                "Fait avec Aplomb, sur l’ordinateur de la personne qui l’a envoyé. Cette page ne charge rien et n’exécute rien.",
            )))
        }
    }
}

/// A text, cleaned.
fn said(text: &Bilingual, manner: &Manner) -> String {
    Shown::line(manner.say(text)).into_string()
}
