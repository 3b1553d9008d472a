//! `aplomb ask`, `open`, `reply`, `exchange`.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::both;
use crate::cli::args::{AskArgs, ReplyArgs};
use crate::cli::card::read;
use crate::cli::out::Out;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::{self, Asking, Opened, Sent};
use crate::ops::people::AskPreview;
use crate::ops::session::Session;
use crate::ops::{cards, compare, listing};
use crate::words::Bilingual;

/// Longer files are no bundles.
const LONGEST: u64 = 24 << 20;

#[derive(Serialize)]
struct OpenedOut<'a> {
    file: String,
    says: &'a str,
    new: bool,
    conversation: Option<String>,
}

#[derive(Serialize)]
struct OpenOut<'a> {
    schema_version: u32,
    opened: Vec<OpenedOut<'a>>,
}

/// Asks a colleague.
pub fn ask(
    out: &mut Out,
    session: &mut Session,
    args: &AskArgs,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let ids: Vec<i64> = args.ids.iter().map(|id| listing::resolve(session, id)).collect::<Result<_, _>>()?;
    let hide_name = args.hide_name || session.hide_names;
    if args.dry_run || (args.peer.is_none() && !args.third) {
        for id in ids {
            let preview = exchange::preview(session, id, now)?;
            print_preview(out, &preview, args.dry_run);
        }
        return Ok(());
    }
    let target = Target::of(args.output.as_deref(), ids.len() > 1)?;
    for id in ids {
        let asked = match &args.peer {
            Some(name) => {
                let reader = cards::find(session, name)?.id;
                let asking =
                    Asking { conversation: id, reader, hide_name, role: ReviewRole::Peer, parent: None };
                exchange::ask(session, &asking, now, chance)?
            }
            None => {
                let about = compare::of_conversation(session, id)?.exchange;
                exchange::third_reader(session, about, now, chance)?
            }
        };
        target.write(out, session, Some(asked), false, now)?;
    }
    Ok(())
}

fn print_preview(out: &mut Out, preview: &AskPreview, dry_run: bool) {
    out.line(&preview.title.to_string());
    for line in &preview.replacements {
        let (sort, places) = (line.sort.get(out.lang).to_owned(), line.places);
        let (found, mark) = (&line.found, &line.mark);
        out.say(&both!(
            "  {sort}: {found} -> {mark} ({places} times)",
            "  {sort} : {found} -> {mark} ({places} fois)"
        ));
    }
    if preview.replacements.is_empty() {
        out.say(&Bilingual::fixed("  nothing is replaced", "  rien n’est remplacé"));
    }
    if preview.notes_left_out > 0 {
        let n = preview.notes_left_out;
        out.say(&both!("  {n} private notes stay here", "  {n} notes internes restent ici"));
    }
    if preview.hide_name {
        out.say(&Bilingual::fixed(
            "  your name is hidden from the reader; style may still give it away",
            "  votre nom est caché au lecteur ; le style peut quand même le trahir",
        ));
    }
    if dry_run {
        return;
    }
    if preview.colleagues.is_empty() {
        out.say(&Bilingual::fixed(
            "you have no colleague’s card yet: `aplomb card add FILE`",
            "vous n’avez encore la carte d’aucun collègue : « aplomb card add FICHIER »",
        ));
        return;
    }
    out.say(&Bilingual::fixed(
        "Who could read it, the best suited first:",
        "Qui pourrait la lire, le mieux placé d’abord :",
    ));
    for colleague in &preview.colleagues {
        let (name, why) = (&colleague.name, colleague.why.get(out.lang).to_owned());
        out.line(&format!("  {name} · {why}"));
    }
    out.tell(&Bilingual::fixed("choose with --peer NAME", "choisissez avec --peer NOM"));
}

/// Takes in bundles. `false`: one was refused.
pub fn open(
    out: &mut Out,
    session: &mut Session,
    files: &[PathBuf],
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    let mut taken: Vec<(String, Opened)> = Vec::new();
    let mut sound = true;
    for file in files {
        let name = Shown::line(&file.to_string_lossy()).into_string();
        match read(file, LONGEST).and_then(|bytes| exchange::open(session, &bytes, now, chance)) {
            Ok(opened) => {
                if !out.json {
                    tell(out, &opened, (files.len() > 1).then_some(name.as_str()));
                }
                taken.push((name, opened));
            }
            Err(error) if error.kind == Kind::Data => {
                sound = false;
                let what = error.what.clone();
                let (en, fr) = (what.get(crate::words::Lang::En), what.get(crate::words::Lang::Fr));
                let named = OpsError { what: both!("{name}: {en}", "{name} : {fr}"), ..error };
                out.failure(&named);
            }
            Err(error) => return Err(error),
        }
    }
    if out.json {
        let lang = out.lang;
        let opened = taken
            .iter()
            .map(|(file, opened)| OpenedOut {
                file: file.clone(),
                says: opened.says.get(lang),
                new: opened.new,
                conversation: opened.conversation.map(|id| format!("c{id}")),
            })
            .collect();
        out.json(&OpenOut { schema_version: 1, opened })?;
    }
    Ok(sound)
}

fn tell(out: &mut Out, opened: &Opened, file: Option<&str>) {
    let says = opened.says.get(out.lang).to_owned();
    match file {
        Some(file) => out.line(&format!("{file}: {says}")),
        None => out.line(&says),
    }
    if !opened.next.get(out.lang).is_empty() {
        out.tell(&opened.next);
    }
}

/// Writes what an exchange has to send, or declines.
pub fn reply(
    out: &mut Out,
    session: &mut Session,
    args: &ReplyArgs,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, &args.id)?;
    let target = Target::of(args.output.as_deref(), false)?;
    if let Some(why) = &args.decline {
        let replaced = exchange::decline(session, conversation, why, now, chance)?;
        super::compare::tell_replaced(out, replaced);
    } else if args.consent {
        exchange::set_consent(session, conversation, true)?;
    }
    exchange::make_due(session, None, now, chance)?;
    let mut written = 0;
    for row in session.store.exchanges_of(conversation)? {
        written += target.write(out, session, Some(row.id), args.again, now)?;
    }
    if written == 0 {
        out.say(&Bilingual::fixed(
            "there is nothing to send: seal your review first, or it was written already (--again writes it once more)",
            "il n’y a rien à envoyer : scellez d’abord votre évaluation, ou c’est déjà écrit (--again l’écrit encore)",
        ));
    }
    Ok(())
}

/// Sends and takes in through a folder. `false`: something was refused.
pub fn folder(
    out: &mut Out,
    session: &mut Session,
    folder: &Path,
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    let report = exchange::exchange_folder(session, folder, now, chance)?;
    for opened in &report.opened {
        tell(out, opened, None);
    }
    for sent in &report.sent {
        out.say(&wrote(sent));
    }
    for (file, why) in &report.refused {
        let file = exchange::shown_name(file);
        let (en, fr) = (why.get(crate::words::Lang::En), why.get(crate::words::Lang::Fr));
        out.tell(&both!("refused {file}: {en}", "refusé {file} : {fr}"));
    }
    if report.unsettled > 0 {
        let n = report.unsettled;
        out.tell(&both!(
            "{n} files may still be on their way: run it again in a moment",
            "{n} fichiers sont peut-être encore en route : recommencez dans un instant"
        ));
    }
    out.say(&exchange::summary(&report));
    Ok(report.refused.is_empty())
}

fn wrote(sent: &Sent) -> Bilingual {
    let file = Shown::line(&sent.file.to_string_lossy());
    let what = exchange::kind_words(&sent.kind);
    let (en, fr) = (what.get(crate::words::Lang::En), what.get(crate::words::Lang::Fr));
    both!("wrote {file} ({en})", "écrit : {file} ({fr})")
}

/// Where bundles are written: one named file, or a folder in which each has a name that says nothing.
pub(super) enum Target {
    File(PathBuf),
    Folder(PathBuf),
}

impl Target {
    /// What `-o` means; without it, the folder that the person is in.
    pub(super) fn of(output: Option<&Path>, several: bool) -> Result<Target, OpsError> {
        match output {
            None => Ok(Target::Folder(PathBuf::from("."))),
            Some(path) if path.is_dir() => Ok(Target::Folder(path.to_owned())),
            Some(path) if several => {
                let name = Shown::line(&path.to_string_lossy());
                Err(OpsError::new(
                    Kind::Usage,
                    both!(
                        "several bundles need a folder: `{name}` is none",
                        "plusieurs plis demandent un dossier : « {name} » n’en est pas un"
                    ),
                ))
            }
            Some(path) => Ok(Target::File(path.to_owned())),
        }
    }

    fn write(
        &self,
        out: &mut Out,
        session: &mut Session,
        only: Option<crate::domain::names::ExchangeId>,
        again: bool,
        now: i64,
    ) -> Result<usize, OpsError> {
        let written = match self {
            Target::Folder(folder) => exchange::write_out(session, folder, only, again, now)?,
            Target::File(file) => exchange::write_one(session, file, only, again, now)?,
        };
        for sent in &written {
            out.say(&wrote(sent));
        }
        Ok(written.len())
    }

    /// The file for one bundle that is not in the store's list.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        match self {
            Target::File(file) => file.clone(),
            Target::Folder(folder) => folder.join(name),
        }
    }
}
