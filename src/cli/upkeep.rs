//! `aplomb backup`, `restore`, `doctor`, `paths`.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::both;
use crate::cli::out::Out;
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::ops::shelf::Shelf;
use crate::ops::upkeep::{Check, Verdict};
use crate::storage::{self, Restored};
use crate::words::{self, Bilingual, number};

/// Writes a verified copy of the store.
pub fn backup(out: &mut Out, session: &Session, file: &Path, force: bool) -> Result<(), OpsError> {
    let name = Shown::line(&file.to_string_lossy());
    if file.symlink_metadata().is_ok() {
        if !force {
            return Err(OpsError::new(
                Kind::Data,
                both!("`{name}` exists already", "« {name} » existe déjà"),
            )
            .hint(Bilingual::fixed("--force replaces it", "--force le remplace")));
        }
        // Beside first, so that the old copy stays until the new one is whole.
        let mut beside = file.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        session.store.backup(&beside)?;
        std::fs::rename(&beside, file).map_err(|e| OpsError::file(file, &e))?;
    } else {
        session.store.backup(file)?;
    }
    let count = session.store.conversation_count()?;
    let c = counted(out.lang, count, "conversation", "conversations");
    out.tell(&both!("wrote {name}: {c}, verified", "écrit : {name}, {c}, vérifié"));
    if let Some(keys) = session.keys.file().filter(|keys| keys.exists()) {
        let keys = Shown::line(&keys.to_string_lossy());
        out.tell(&both!(
            "your keys are not in it: copy {keys} to a safe place too",
            "vos clés n’y sont pas\u{202f}: copiez aussi {keys} en lieu sûr"
        ));
    }
    Ok(())
}

/// Puts a backup in place of the store. `true`: nothing needs attention.
pub fn restore(out: &mut Out, backup: &Path, store: &Path, now: i64) -> Result<bool, OpsError> {
    let restored = storage::restore(backup, store, now)?;
    told(out, &restored);
    Ok(true)
}

/// Puts what can be read of a damaged store in place of the store, and names what cannot. `false`: there is some.
pub fn rescue(
    out: &mut Out,
    damaged: &Path,
    store: &Path,
    shelf: &Shelf,
    now: i64,
) -> Result<bool, OpsError> {
    let known: Vec<_> = shelf.volumes.iter().map(|volume| &*volume.checklist).collect();
    let rescued = storage::rescue(damaged, store, &known, now)?;
    told(out, &rescued.restored);
    for lost in &rescued.lost {
        out.tell(lost);
    }
    Ok(rescued.lost.is_empty())
}

fn told(out: &mut Out, restored: &Restored) {
    let lang = out.lang;
    let reviews = match lang {
        words::Lang::En => ("review", "reviews"),
        words::Lang::Fr => ("évaluation", "évaluations"),
    };
    let (c, m, r) = (
        counted(lang, restored.conversations, "conversation", "conversations"),
        counted(lang, restored.messages, "message", "messages"),
        counted(lang, restored.reviews, reviews.0, reviews.1),
    );
    out.say(&both!("restored {c}, {m}, {r}", "rétabli : {c}, {m}, {r}"));
    if let Some(at) = restored.newest.and_then(|at| jiff::Timestamp::from_microsecond(at).ok()) {
        let at = words::date_time(out.lang, at.to_zoned(jiff::tz::TimeZone::UTC).datetime());
        out.tell(&both!("newest record: {at} UTC", "enregistrement le plus récent : {at} UTC"));
    }
    if let Some(old) = &restored.kept_old_as {
        let old = Shown::line(&old.to_string_lossy());
        out.tell(&both!("the store before is kept as {old}", "les données d’avant sont gardées dans {old}"));
    }
}

/// After a restore: the keys are a file of their own, and may not have come along.
pub fn keys_after(out: &mut Out, session: &Session) -> Result<(), OpsError> {
    if keys::condition(session)? == keys::Condition::Gone {
        let file = session.keys.file().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
        let file = Shown::line(&file);
        out.tell(&both!(
            "your keys are not here: put their file back as {file}, or `aplomb card renew --lost` makes new ones",
            "vos clés ne sont pas là\u{202f}: remettez leur fichier sous {file}, ou «\u{202f}aplomb card renew --lost\u{202f}» en crée d’autres"
        ));
    }
    Ok(())
}

/// `1 message`, `3 messages`.
fn counted(lang: words::Lang, n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(lang, n), words::plural(lang, n, one, many))
}

#[derive(Serialize)]
struct CheckOut<'a> {
    name: &'a str,
    verdict: &'static str,
    found: &'a str,
    fix: &'a str,
}

#[derive(Serialize)]
struct DoctorOut<'a> {
    schema_version: u32,
    version: &'a str,
    well: bool,
    checks: Vec<CheckOut<'a>>,
}

/// Prints what the doctor found. `false`: something needs attention.
pub fn doctor(out: &mut Out, checks: &[Check]) -> Result<bool, OpsError> {
    let well = checks.iter().all(|check| check.verdict < Verdict::Wrong);
    let lang = out.lang;
    if out.json {
        out.json(&DoctorOut {
            schema_version: 1,
            version: env!("CARGO_PKG_VERSION"),
            well,
            checks: checks
                .iter()
                .map(|check| CheckOut {
                    name: check.name,
                    verdict: check.verdict.word(),
                    found: check.found.get(lang),
                    fix: check.fix.get(lang),
                })
                .collect(),
        })?;
        return Ok(well);
    }
    for check in checks {
        let mark = check.verdict.mark();
        out.line(&format!("{mark} {:<11} {}", check.name, check.found.get(lang)));
        let fix = check.fix.get(lang);
        if !fix.is_empty() {
            out.line(&format!("   {:<11} {fix}", ""));
        }
    }
    Ok(well)
}

/// One place on disk.
#[derive(Serialize)]
pub struct Place {
    /// Its stable name.
    pub name: &'static str,
    /// Where it is.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
}

/// Prints where everything is kept: deleting these leaves nothing behind.
pub fn paths(out: &mut Out, places: &[Place]) -> Result<(), OpsError> {
    if out.json {
        return out.json(&places);
    }
    for place in places {
        let missing = match (place.exists, out.lang) {
            (true, _) => "",
            (false, words::Lang::En) => "  (not there yet)",
            (false, words::Lang::Fr) => "  (pas encore là)",
        };
        out.line(&format!("{:<11} {}{missing}", place.name, Shown::line(&place.path)));
    }
    Ok(())
}
