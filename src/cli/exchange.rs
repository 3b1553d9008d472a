//! `aplomb ask`, `open`, `reply`, `exchange`.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::both;
use crate::cli::args::{AskArgs, ReplyArgs};
use crate::cli::card::read;
use crate::cli::out::Out;
use crate::domain::names::ExchangeId;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::{self, Asking, Opened, Sent};
use crate::ops::people::AskPreview;
use crate::ops::session::Session;
use crate::ops::{cards, compare, listing};
use crate::trust;
use crate::words::{Bilingual, Lang, plural};

#[derive(Serialize)]
struct OpenedOut {
    file: String,
    says: String,
    new: bool,
    conversation: Option<String>,
}

#[derive(Serialize)]
struct RefusedOut {
    file: String,
    says: String,
}

#[derive(Serialize)]
struct SentOut {
    file: String,
    kind: String,
}

#[derive(Serialize)]
struct OpenOut {
    schema_version: u32,
    opened: Vec<OpenedOut>,
    refused: Vec<RefusedOut>,
}

#[derive(Serialize)]
struct WrittenOut {
    schema_version: u32,
    written: Vec<SentOut>,
}

#[derive(Serialize)]
struct FolderOut {
    schema_version: u32,
    opened: Vec<OpenedOut>,
    written: Vec<SentOut>,
    refused: Vec<RefusedOut>,
    unsettled: usize,
}

#[derive(Serialize)]
struct ReplacedOut {
    sort: String,
    found: String,
    mark: String,
    places: usize,
}

#[derive(Serialize)]
struct ColleagueOut {
    name: String,
    met: bool,
    why: String,
}

#[derive(Serialize)]
struct PreviewOut {
    conversation: String,
    title: String,
    replacements: Vec<ReplacedOut>,
    notes_left_out: usize,
    hide_name: bool,
    colleagues: Vec<ColleagueOut>,
}

#[derive(Serialize)]
struct PreviewsOut {
    schema_version: u32,
    conversations: Vec<PreviewOut>,
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
    // What is shown is what would be sent.
    session.hide_names = hide_name;
    if args.dry_run || (args.peer.is_none() && !args.third) {
        return preview(out, session, &ids, args.dry_run, now);
    }
    let target = Target::of(args.output.as_deref(), ids.len() > 1)?;
    target.is_free()?;
    let mut written = Vec::new();
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
        written.extend(target.write(out, session, asked, false, now)?);
    }
    written_json(out, written)
}

fn preview(
    out: &mut Out,
    session: &mut Session,
    ids: &[i64],
    dry_run: bool,
    now: i64,
) -> Result<(), OpsError> {
    let mut all = Vec::new();
    for id in ids {
        all.push(exchange::preview(session, *id, now)?);
    }
    if out.json {
        let lang = out.lang;
        let conversations = all.iter().map(|preview| previewed(preview, lang)).collect();
        return out.json(&PreviewsOut { schema_version: 1, conversations });
    }
    let known = !session.store.people()?.is_empty();
    for (place, preview) in all.iter().enumerate() {
        if place > 0 {
            out.line("");
        }
        print_preview(out, preview);
        if !dry_run {
            print_colleagues(out, preview, known);
        }
    }
    if !dry_run && all.iter().any(|preview| !preview.colleagues.is_empty()) {
        out.tell(&Bilingual::fixed("choose with --peer NAME", "choisissez avec --peer NOM"));
    }
    Ok(())
}

fn previewed(preview: &AskPreview, lang: Lang) -> PreviewOut {
    PreviewOut {
        conversation: format!("c{}", preview.conversation),
        title: preview.title.to_string(),
        replacements: preview
            .replacements
            .iter()
            .map(|line| ReplacedOut {
                sort: line.sort.get(lang).to_owned(),
                found: line.found.to_string(),
                mark: line.mark.to_string(),
                places: line.places,
            })
            .collect(),
        notes_left_out: preview.notes_left_out,
        hide_name: preview.hide_name,
        colleagues: preview
            .colleagues
            .iter()
            .map(|one| ColleagueOut {
                name: one.name.to_string(),
                met: one.met,
                why: one.why.get(lang).to_owned(),
            })
            .collect(),
    }
}

fn print_preview(out: &mut Out, preview: &AskPreview) {
    let lang = out.lang;
    out.line(&format!("c{}  {}", preview.conversation, preview.title));
    let rows: Vec<[Shown; 3]> = preview
        .replacements
        .iter()
        .map(|line| [Shown::line(line.sort.get(lang)), line.found.clone(), line.mark.clone()])
        .collect();
    let wide = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let (sort, found, mark) = (wide(0), wide(1), wide(2));
    for (row, line) in rows.iter().zip(&preview.replacements) {
        let padded = |text: &Shown, wide: usize| format!("{text}{}", " ".repeat(wide - text.width()));
        let (a, b, c) = (padded(&row[0], sort), padded(&row[1], found), padded(&row[2], mark));
        let n = line.places;
        let times = plural(lang, n as u64, "time", "times");
        out.say(&both!("  {a}  {b} -> {c}  {n} {times}", "  {a}  {b} -> {c}  {n} fois"));
    }
    if preview.replacements.is_empty() {
        out.say(&Bilingual::fixed("  nothing is replaced", "  rien n’est remplacé"));
    }
    match preview.notes_left_out {
        0 => {}
        1 => out.say(&Bilingual::fixed("  1 private note stays here", "  1 note interne reste ici")),
        n => out.say(&both!("  {n} private notes stay here", "  {n} notes internes restent ici")),
    }
    if preview.hide_name {
        out.say(&Bilingual::fixed(
            "  your name is hidden from the reader; style may still give it away",
            "  votre nom est caché au lecteur\u{202f}; le style peut quand même le trahir",
        ));
    }
}

fn print_colleagues(out: &mut Out, preview: &AskPreview, known: bool) {
    if preview.colleagues.is_empty() {
        out.say(&match known {
            false => Bilingual::fixed(
                "you have no colleague’s card yet: `aplomb card add FILE`",
                "vous n’avez encore la carte d’aucun collègue\u{202f}: «\u{202f}aplomb card add FICHIER\u{202f}»",
            ),
            true => Bilingual::fixed(
                "nobody is left to ask: whose card you have was asked already, takes submissions, or is in doubt",
                "il n’y a plus personne à qui demander\u{202f}: vos contacts ont déjà été invités, reçoivent les remises, ou leur carte est en doute",
            ),
        });
        return;
    }
    out.say(&Bilingual::fixed(
        "Who could read it, the best suited first:",
        "Qui pourrait la lire, le mieux placé d’abord\u{202f}:",
    ));
    let widest = preview.colleagues.iter().map(|one| one.name.width()).max().unwrap_or(0);
    for colleague in &preview.colleagues {
        let (name, why) = (&colleague.name, colleague.why.get(out.lang).to_owned());
        let gap = " ".repeat(widest - name.width());
        out.line(&format!("  {name}{gap}  {why}"));
    }
}

/// Takes in bundles. `false`: one was refused.
pub fn open(
    out: &mut Out,
    session: &mut Session,
    files: &[PathBuf],
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for file in files {
        let name = Shown::line(&file.to_string_lossy()).into_string();
        match read(file, trust::MOST_FILE).and_then(|bytes| exchange::open(session, &bytes, now, chance)) {
            Ok(opened) => {
                if !out.json {
                    tell(out, &opened, (files.len() > 1).then_some(name.as_str()));
                }
                taken.push(opened_out(name, &opened, out.lang));
            }
            // What is wrong with one file says nothing about the others.
            Err(error) if matches!(error.kind, Kind::Data | Kind::Environment) && !error.no_more_saves => {
                let (en, fr) = (error.what.get(Lang::En), error.what.get(Lang::Fr));
                let says = error.what.get(out.lang).to_owned();
                refused.push(RefusedOut { file: name.clone(), says });
                let what = match error.what.get(Lang::En).contains(&name) {
                    true => error.what.clone(),
                    false => both!("{name}: {en}", "{name}\u{202f}: {fr}"),
                };
                out.failure(&OpsError { what, ..error });
            }
            Err(error) => return Err(error),
        }
    }
    let sound = refused.is_empty();
    if out.json {
        out.json(&OpenOut { schema_version: 1, opened: taken, refused })?;
    }
    Ok(sound)
}

fn opened_out(file: String, opened: &Opened, lang: Lang) -> OpenedOut {
    OpenedOut {
        file,
        says: opened.says.get(lang).to_owned(),
        new: opened.new,
        conversation: opened.conversation.map(|id| format!("c{id}")),
    }
}

fn tell(out: &mut Out, opened: &Opened, file: Option<&str>) {
    let says = opened.says.get(out.lang).to_owned();
    match file {
        Some(file) => out.say(&both!("{file}: {says}", "{file}\u{202f}: {says}")),
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
    let about: Vec<ExchangeId> =
        session.store.exchanges_of(conversation)?.into_iter().map(|row| row.id).collect();
    let mut speaking = Vec::new();
    for id in &about {
        exchange::make_due(session, Some(*id), now, chance)?;
        if args.again || exchange::waiting_to_leave(session, *id)? > 0 {
            speaking.push(*id);
        }
    }
    if speaking.len() > 1 && matches!(target, Target::File(_)) {
        return Err(exchange::several());
    }
    let mut written = Vec::new();
    for id in speaking {
        written.extend(target.write(out, session, id, args.again, now)?);
    }
    if written.is_empty() && !out.json {
        let mut ended = !about.is_empty();
        for id in &about {
            ended &= exchange::has_ended(&session.store, *id)?;
        }
        out.say(&match about.is_empty() {
            _ if ended => exchange::ended_words(),
            true => Bilingual::fixed(
                "there is nothing to send: nobody was asked to read it, and nobody asked you",
                "il n’y a rien à envoyer\u{202f}: personne n’a été invité à la lire, et personne ne vous l’a demandé",
            ),
            false => Bilingual::fixed(
                "there is nothing to send: seal your review first; if it was written before, --again writes it once more",
                "il n’y a rien à envoyer\u{202f}: scellez d’abord votre évaluation\u{202f}; si c’était déjà écrit, --again l’écrit encore",
            ),
        });
    }
    written_json(out, written)
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
    let sound = report.refused.is_empty();
    if out.json {
        let lang = out.lang;
        out.json(&FolderOut {
            schema_version: 1,
            opened: report.opened.iter().map(|one| opened_out(String::new(), one, lang)).collect(),
            written: report.sent.iter().map(sent_out).collect(),
            refused: report
                .refused
                .iter()
                .map(|(file, why)| RefusedOut {
                    file: exchange::shown_name(file).into_string(),
                    says: why.get(lang).to_owned(),
                })
                .collect(),
            unsettled: report.unsettled,
        })?;
        return Ok(sound);
    }
    for opened in &report.opened {
        tell(out, opened, None);
    }
    for sent in &report.sent {
        out.say(&wrote(sent));
    }
    for (file, why) in &report.refused {
        let file = exchange::shown_name(file);
        let (en, fr) = (why.get(Lang::En), why.get(Lang::Fr));
        out.tell(&both!("refused {file}: {en}", "refusé {file}\u{202f}: {fr}"));
    }
    match report.unsettled {
        0 => {}
        1 => out.tell(&Bilingual::fixed(
            "1 file may still be on its way: run it again in a moment",
            "1 fichier est peut-être encore en route\u{202f}: recommencez dans un instant",
        )),
        n => out.tell(&both!(
            "{n} files may still be on their way: run it again in a moment",
            "{n} fichiers sont peut-être encore en route\u{202f}: recommencez dans un instant"
        )),
    }
    out.say(&exchange::summary(&report));
    Ok(sound)
}

fn sent_out(sent: &Sent) -> SentOut {
    SentOut { file: Shown::line(&sent.file.to_string_lossy()).into_string(), kind: sent.kind.clone() }
}

fn written_json(out: &mut Out, written: Vec<SentOut>) -> Result<(), OpsError> {
    match out.json {
        true => out.json(&WrittenOut { schema_version: 1, written }),
        false => Ok(()),
    }
}

fn wrote(sent: &Sent) -> Bilingual {
    let file = Shown::line(&sent.file.to_string_lossy());
    let what = exchange::kind_words(&sent.kind);
    let (en, fr) = (what.get(Lang::En), what.get(Lang::Fr));
    both!("wrote {file} ({en})", "écrit\u{202f}: {file} ({fr})")
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
                        "plusieurs plis demandent un dossier\u{202f}: «\u{202f}{name}\u{202f}» n’en est pas un"
                    ),
                ))
            }
            Some(path) => Ok(Target::File(path.to_owned())),
        }
    }

    /// Looked at before anything is made: an existing file is kept.
    pub(super) fn is_free(&self) -> Result<(), OpsError> {
        match self {
            Target::File(file) if file.symlink_metadata().is_ok() => Err(super::file::exists(file, false)),
            _ => Ok(()),
        }
    }

    fn write(
        &self,
        out: &mut Out,
        session: &mut Session,
        only: ExchangeId,
        again: bool,
        now: i64,
    ) -> Result<Vec<SentOut>, OpsError> {
        let written = match self {
            Target::Folder(folder) => exchange::write_out(session, folder, Some(only), again, now)?,
            Target::File(file) => exchange::write_one(session, file, Some(only), again, now)?,
        };
        if !out.json {
            for sent in &written {
                out.say(&wrote(sent));
            }
        }
        Ok(written.iter().map(sent_out).collect())
    }

    /// The file for one bundle that is not in the store's list.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        match self {
            Target::File(file) => file.clone(),
            Target::Folder(folder) if folder == Path::new(".") => PathBuf::from(name),
            Target::Folder(folder) => folder.join(name),
        }
    }
}
