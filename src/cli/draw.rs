//! `aplomb draw`.

use crate::both;
use crate::cli::args::{DrawArgs, PerArg};
use crate::cli::out::Out;
use crate::ops::draw::{Wish, draw, shown_reference};
use crate::ops::error::OpsError;
use crate::ops::period;
use crate::ops::session::Session;
use crate::words::Bilingual;

/// Draws a sample and prints it.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &DrawArgs,
    usual_count: usize,
    now: i64,
    entropy: u64,
) -> Result<(), OpsError> {
    let since = args.since.as_deref().map(|text| period::since(text, now, &session.zone)).transpose()?;
    let wish = Wish {
        count: args.count.unwrap_or(usual_count),
        since,
        // A seed that people can read to each other.
        seed: args.seed.unwrap_or(entropy % 1_000_000),
        by_channel: args.per == Some(PerArg::Channel),
        silent_share: args.silent.unwrap_or(session.silent_share),
        dry_run: args.dry_run,
        now,
    };
    let drawn = draw(session, &wish)?;
    if out.json {
        return out.json(&drawn);
    }
    for row in &drawn.conversations {
        let stratum = if row.stratum.is_empty() { String::new() } else { format!("  {}", row.stratum) };
        out.line(&format!("{:<6} {}{stratum}", row.id, shown_reference(row)));
    }
    out.tell(&drawn.summary());
    if drawn.reviewed > 0 {
        let n = drawn.reviewed;
        out.tell(&both!("{n} left out: reviewed already", "{n} laissées de côté : déjà évaluées"));
    }
    if drawn.conversations.len() < wish.count {
        out.tell(&Bilingual::fixed(
            "fewer than wished: that is all there is",
            "moins que demandé : il n’y en a pas plus",
        ));
    }
    for s in drawn.strata.iter().filter(|s| !s.stratum.is_empty()) {
        let (name, n, of) = (crate::domain::shown::Shown::line(&s.stratum), s.drawn, s.of);
        out.tell(&both!("{name}: {n} of {of}", "{name} : {n} sur {of}"));
    }
    Ok(())
}
