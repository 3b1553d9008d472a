//! Keeping the store whole: what the doctor looks at. Its findings are safe to paste: counts and ids, no content.

use crate::both;
pub use crate::domain::verdict::Verdict;
use crate::ops::correspondence;
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::storage::{self, Notice};
use crate::words::{Bilingual, Lang, bytes, number, plural};

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its stable name.
    pub name: &'static str,
    /// How it came out.
    pub verdict: Verdict,
    /// What was found.
    pub found: Bilingual,
    /// What to do; empty where nothing is to be done.
    pub fix: Bilingual,
}

impl Check {
    /// A check that is fine.
    pub fn fine(name: &'static str, found: Bilingual) -> Check {
        Check { name, verdict: Verdict::Fine, found, fix: Bilingual::default() }
    }

    /// Something worth knowing.
    pub fn note(name: &'static str, found: Bilingual, fix: Bilingual) -> Check {
        Check { name, verdict: Verdict::Note, found, fix }
    }

    /// Something that needs attention.
    pub fn wrong(name: &'static str, found: Bilingual, fix: Bilingual) -> Check {
        Check { name, verdict: Verdict::Wrong, found, fix }
    }
}

/// What a store that would not open says.
pub fn closed_store(error: &OpsError) -> Check {
    Check::wrong("store", error.what.clone(), error.hint.clone())
}

/// The checks of an open store: its file, its content, its index, the checklists.
pub fn checks(session: &Session, notices: &[Notice], now: i64) -> Result<Vec<Check>, OpsError> {
    let mut checks = Vec::new();
    let (c, m) = (session.store.conversation_count()?, session.store.message_count()?);
    let size = session.store.size()?.bytes;
    checks.push(Check::fine(
        "store",
        Bilingual::made(
            format!(
                "{} {}, {} {}, {}",
                number(Lang::En, c),
                plural(Lang::En, c, "conversation", "conversations"),
                number(Lang::En, m),
                plural(Lang::En, m, "message", "messages"),
                bytes(Lang::En, size)
            ),
            format!(
                "{} {}, {} {}, {}",
                number(Lang::Fr, c),
                plural(Lang::Fr, c, "conversation", "conversations"),
                number(Lang::Fr, m),
                plural(Lang::Fr, m, "message", "messages"),
                bytes(Lang::Fr, size)
            ),
        ),
    ));
    let sqlite = storage::sqlite_version();
    checks.push(Check::fine("sqlite", Bilingual::same(sqlite)));
    for notice in notices {
        checks.push(Check::note("folder", notice.text.clone(), Bilingual::default()));
    }
    // What is no damage, an index that lags, is told below.
    let findings: Vec<_> = session.store.check()?.into_iter().filter(|finding| finding.damage).collect();
    if findings.is_empty() {
        checks.push(Check::fine(
            "records",
            Bilingual::fixed("every record is whole", "chaque enregistrement est intact"),
        ));
    }
    for finding in findings.iter().take(50) {
        checks.push(Check::wrong(
            "records",
            finding.text.clone(),
            Bilingual::fixed(
                "`aplomb restore --rescue` keeps what is whole and names the rest; `aplomb restore FILE` goes back to a backup",
                "«\u{202f}aplomb restore --rescue\u{202f}» garde ce qui est intact et nomme le reste\u{202f}; «\u{202f}aplomb restore FICHIER\u{202f}» revient à une copie",
            ),
        ));
    }
    if findings.len() > 50 {
        let more = findings.len() - 50;
        checks.push(Check::wrong(
            "records",
            both!("and {more} more", "et {more} de plus"),
            Bilingual::default(),
        ));
    }
    let lag = session.store.index_lag()?;
    checks.push(if lag == 0 {
        Check::fine("search", Bilingual::fixed("the index is complete", "l’index est complet"))
    } else {
        Check::note(
            "search",
            both!("{lag} conversations wait for the index", "{lag} conversations attendent l’index"),
            Bilingual::fixed(
                "the app or the next search catches up",
                "l’application ou la prochaine recherche rattrape",
            ),
        )
    });
    let lists = session.shelf.volumes.len();
    checks.push(Check::fine("checklists", both!("{lists} at hand", "{lists} disponibles")));
    for problem in &session.shelf.problems {
        checks.push(Check::wrong(
            "checklists",
            Bilingual::made(
                problem.sentence(Lang::En).into_string(),
                problem.sentence(Lang::Fr).into_string(),
            ),
            Bilingual::fixed(
                "`aplomb checklist check FILE` lists everything",
                "« aplomb checklist check FICHIER » liste tout",
            ),
        ));
    }
    checks.extend(correspondence::checks(session, now)?);
    Ok(checks)
}
