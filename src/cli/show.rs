//! `aplomb show` and `aplomb conversations`.

use serde::Serialize;

use crate::both;
use crate::cli::others as cli_others;
use crate::cli::out::Out;
use crate::cli::review::state_word;
use crate::domain::conversation::Role;
use crate::domain::shown::Shown;
use crate::domain::vendor::{Vendor, VendorFigure, VendorUnit};
use crate::formats::import::HelpDesk;
use crate::ops::desk;
use crate::ops::error::OpsError;
use crate::ops::export;
use crate::ops::listing::{self, Order};
use crate::ops::others;
use crate::ops::retention;
use crate::ops::session::Session;
use crate::ops::transcript::Transcript;
use crate::words::{self, Bilingual, Lang, number, plural};

/// Prints one conversation.
pub fn run(out: &mut Out, session: &Session, id: &str) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, id)?;
    if out.json {
        let line = export::conversation_line(session, conversation)?;
        out.text(&line);
        return Ok(());
    }
    let transcript = listing::read(session, conversation)?;
    print(out, &transcript);
    if let Some(vendor) = session.store.vendor(conversation)?
        && !vendor.figures.is_empty()
    {
        out.line("");
        told(out, &vendor);
    }
    let mine = desk::mine(session, conversation)?.map(|mine| mine.state);
    cli_others::tell(out, &others::of(session, conversation)?, mine, id);
    if let Some(emptied) = session.store.emptied(conversation)? {
        let day = retention::day(session, emptied.at);
        let (en, fr) = (words::date(Lang::En, day), words::date(Lang::Fr, day));
        out.tell(&Bilingual::made(
            format!("its words were deleted on {en}; `aplomb review` still prints the answers"),
            format!("ses textes ont été supprimés le {fr}\u{202f}; «\u{202f}aplomb review\u{202f}» affiche encore les réponses"),
        ));
    }
    Ok(())
}

/// A conversation as lines. Content stands behind a gutter, so that it cannot look like our own words.
pub fn print(out: &mut Out, t: &Transcript) {
    let lang = out.lang;
    let dot = " · ";
    out.line(&format!("{}  {}", t.reference, t.subject));
    let messages = match lang {
        Lang::En => plural(lang, t.turns.len() as u64, "message", "messages"),
        Lang::Fr => plural(lang, t.turns.len() as u64, "message", "messages"),
    };
    let mut facts = vec![words::date_time(lang, t.opened_at)];
    if !t.channel.is_empty() {
        facts.push(t.channel.to_string());
    }
    facts.push(format!("{} {messages}", number(lang, t.turns.len() as u64)));
    facts.push(words::duration(lang, t.seconds));
    if let Some((score, _, max)) = t.rating {
        facts.push(match lang {
            Lang::En => format!("rated {score} of {max}"),
            Lang::Fr => format!("noté {score} sur {max}"),
        });
    }
    out.line(&facts.join(dot));
    for turn in &t.turns {
        out.line("");
        let who = role_word(turn.role, turn.mine).get(lang).to_owned();
        let note = match (turn.private, lang) {
            (false, _) => "",
            (true, Lang::En) => " (private note)",
            (true, Lang::Fr) => " (note interne)",
        };
        let author = if turn.author.is_empty() { String::new() } else { format!(" {}", turn.author) };
        out.line(&format!("m{} {} {who}{author}{note}", turn.number, words::clock(turn.at.time())));
        for line in turn.text.split('\n') {
            out.line(&format!("  | {line}"));
        }
    }
}

/// What the help desk computed, apart from ours and under its name.
fn told(out: &mut Out, vendor: &Vendor) {
    let lang = out.lang;
    let name = Shown::line(HelpDesk::name_of(&vendor.name));
    out.line(&match lang {
        Lang::En => format!("{name}’s own figures, which follow its definitions and not ours:"),
        Lang::Fr => format!("Chiffres propres à {name}, selon ses définitions et non les nôtres :"),
    });
    let width = vendor.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
    for VendorFigure { name, value, unit } in &vendor.figures {
        let value = match unit {
            VendorUnit::Seconds => words::duration(lang, *value as i64),
            VendorUnit::Minutes => words::duration(lang, (*value * 60.0) as i64),
            VendorUnit::Count | VendorUnit::Score => {
                words::decimal(lang, *value, if value.fract() == 0.0 { 0 } else { 2 })
            }
        };
        out.line(&format!("  {:width$}  {value}", Shown::line(name).as_str()));
    }
}

/// The words for who wrote.
pub fn role_word(role: Role, mine: bool) -> Bilingual {
    match (role, mine) {
        (_, true) => Bilingual::fixed("you", "vous"),
        (Role::Customer, _) => Bilingual::fixed("customer", "client"),
        (Role::Agent, _) => Bilingual::fixed("agent", "conseiller"),
        (Role::Bot, _) => Bilingual::fixed("bot", "robot"),
        (Role::System, _) => Bilingual::fixed("system", "système"),
    }
}

#[derive(Serialize)]
struct CsatOut {
    score: f64,
    min: f64,
    max: f64,
}

#[derive(Serialize)]
struct RowOut {
    id: String,
    source: String,
    external_id: String,
    channel: String,
    subject: String,
    agent: String,
    opened_at: String,
    closed_at: Option<String>,
    messages: usize,
    tags: Vec<String>,
    csat: Option<CsatOut>,
    status: Option<&'static str>,
}

/// Lists, filters and searches.
pub fn list(
    out: &mut Out,
    session: &mut Session,
    query: &str,
    limit: usize,
    now: i64,
) -> Result<(), OpsError> {
    listing::catch_up(session)?;
    let found = listing::list(session, query, Order::Newest, now)?;
    for word in &found.not_understood {
        let word = Shown::short(word, 40);
        out.tell(&both!(
            "`{word}` means nothing here; known: agent: channel: source: tag: status: since: is:",
            "« {word} » ne veut rien dire ici ; connus : agent: channel: source: tag: status: since: is:"
        ));
    }
    let take = if limit == 0 { found.ids.len() } else { limit };
    let ids: Vec<i64> = found.ids.iter().copied().take(take).collect();
    if out.json {
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(c) = session.store.conversation(id)? else { continue };
            rows.push(RowOut {
                id: format!("c{id}"),
                messages: c.messages.len(),
                opened_at: c.opened_at.rfc3339(),
                closed_at: c.closed_at.map(|at| at.rfc3339()),
                csat: c.csat.as_ref().map(|s| CsatOut { score: s.score, min: s.min, max: s.max }),
                status: c.status.map(|s| s.word()),
                source: c.source,
                external_id: c.external_id,
                channel: c.channel,
                subject: c.subject,
                agent: c.agent,
                tags: c.tags,
            });
        }
        return out.json(&rows);
    }
    for chunk in ids.chunks(200) {
        for row in listing::rows(session, chunk, query)? {
            let date = words::date(out.lang, row.opened_at.date());
            let state = match row.review {
                Some((state, _)) => state_word(state).get(out.lang).to_owned(),
                None => String::new(),
            };
            let subject = row.subject.clip(48);
            let pad = 48_usize.saturating_sub(subject.width());
            out.line(&format!(
                "c{:<6} {date:>12}  {:<8} {subject}{:pad$} {state:<9} {}",
                row.id,
                row.channel.clip(8),
                "",
                row.reference
            ));
            if out.closed() {
                return Ok(());
            }
        }
    }
    let (shown, all, of) = (ids.len(), found.ids.len() as u64, found.of);
    let fr = |n: u64, one, many| plural(Lang::Fr, n, one, many);
    let (shown_fr, match_fr) =
        (fr(shown as u64, "affichée", "affichées"), fr(all, "correspond", "correspondent"));
    let match_en = plural(Lang::En, all, "matches", "match");
    let (all, of) = (number(out.lang, all), number(out.lang, of));
    out.tell(&both!(
        "{shown} shown, {all} {match_en}, {of} in store",
        "{shown} {shown_fr}, {all} {match_fr}, {of} en tout"
    ));
    Ok(())
}
