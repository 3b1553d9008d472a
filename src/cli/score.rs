//! `aplomb score`: from a JSON file, or item by item as lines, which is what a screen reader wants.

use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use crate::both;
use crate::cli::args::ScoreArgs;
use crate::cli::out::Out;
use crate::cli::review;
use crate::domain::checklist::{Checklist, Item, Scale};
use crate::domain::history::{Act, Entry};
use crate::domain::review::{Answer, State, Value};
use crate::domain::shown::Shown;
use crate::ops::desk::{self, Desk};
use crate::ops::error::{Kind, OpsError};
use crate::ops::export;
use crate::ops::listing;
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang};

/// The largest file of answers.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Scores a conversation.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &ScoreArgs,
    clock: &dyn Fn() -> i64,
    entropy: [u8; 10],
) -> Result<(), OpsError> {
    // What cannot be done is found before a review begins: it would leave an empty one behind.
    if out.json && args.answers.is_none() {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("--json needs --answers FILE here", "--json demande ici --answers FICHIER"),
        ));
    }
    let conversation = listing::resolve(session, &args.id)?;
    let checklist = wanted_checklist(session, args)?;
    if let Some(file) = &args.answers {
        let json = read_answers(file)?;
        let name = file.to_string_lossy().into_owned();
        let in_file = |mut error: OpsError| {
            error.problems = error.problems.into_iter().map(|p| p.in_file(&name)).collect();
            error
        };
        desk::rehearse(session, conversation, checklist.as_deref(), &json).map_err(in_file)?;
        let mut desk = desk::open(session, conversation, checklist.as_deref(), clock(), entropy)?;
        let count = desk::answer_from(session, &mut desk, &json, clock()).map_err(in_file)?;
        if out.json {
            let record = desk::existing(session, conversation)?;
            return out.json(&export::report_of(session, &record)?);
        }
        let reference = &desk.transcript.reference;
        out.tell(&both!(
            "{count} answers saved for {reference}",
            "{count} réponses enregistrées pour {reference}"
        ));
        review::scores(out, &desk);
        left(out, &desk);
        return Ok(());
    }
    let mut desk = desk::open(session, conversation, checklist.as_deref(), clock(), entropy)?;
    if desk.state != State::Draft {
        review::print(out, &desk, false);
        return Ok(());
    }
    Plain { out, session, desk: &mut desk, clock }.run()
}

fn wanted_checklist(session: &Session, args: &ScoreArgs) -> Result<Option<String>, OpsError> {
    let named = args.checklist.clone();
    if !args.express {
        return Ok(named);
    }
    let id = named.unwrap_or_else(|| session.usual.clone());
    let list = session.shelf.checklist(&id);
    let short = list.and_then(|list| {
        if list.from.is_empty() { session.shelf.other_form(&list) } else { Some(list.id.clone()) }
    });
    match short {
        Some(short) => Ok(Some(short)),
        None => {
            let id = Shown::short(&id, 64);
            Err(OpsError::data(both!(
                "checklist `{id}` has no short form",
                "la liste « {id} » n’a pas de forme courte"
            )))
        }
    }
}

fn read_answers(file: &Path) -> Result<String, OpsError> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|e| OpsError::file(file, &e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(OpsError::data(Bilingual::fixed(
            "a file of answers has at most 4 MiB",
            "un fichier de réponses a au plus 4 Mio",
        )));
    }
    String::from_utf8(bytes).map_err(|_| {
        OpsError::data(Bilingual::fixed(
            "the answers are not UTF-8 text",
            "les réponses ne sont pas du texte UTF-8",
        ))
    })
}

/// Says how many items are left.
fn left(out: &mut Out, desk: &Desk) {
    let gaps = desk.history.sheet().gaps(&desk.checklist);
    if gaps.is_empty() {
        out.tell(&Bilingual::fixed(
            "all answered; `aplomb seal ID` commits to it",
            "tout est répondu ; « aplomb seal ID » la scelle",
        ));
    } else {
        out.tell(&desk::gap_words(&gaps, &desk.checklist));
    }
}

/// One question after the other, a line each. Every answer is on disk before the next question.
struct Plain<'a> {
    out: &'a mut Out,
    session: &'a mut Session,
    desk: &'a mut Desk,
    clock: &'a dyn Fn() -> i64,
}

/// What a line asks for.
enum Said {
    Value(Value),
    Undo,
    Skip,
    Guidance,
    Transcript,
    Quit,
    NotUnderstood,
}

impl Plain<'_> {
    fn run(mut self) -> Result<(), OpsError> {
        self.transcript();
        self.out.say(&Bilingual::fixed(
            "Answer with y, n, x (n/a) or a number. ? how to decide, t the conversation, s later, u undo, q stop (everything is kept).",
            "Répondez par o, n, x (sans objet) ou un nombre. ? comment décider, t la conversation, s plus tard, u annuler, q arrêter (tout est gardé).",
        ));
        let mut lines = io::stdin().lock().lines();
        let mut skipped: Vec<String> = Vec::new();
        while let Some(item) = self.next(&skipped) {
            self.question(&item);
            let Some(line) = next_line(&mut lines)? else { break };
            match self.understand(&item, line.trim()) {
                Said::Value(value) => {
                    let mut answer = Answer::of(value);
                    if item.short_of_full(value) && !item.causes.is_empty() {
                        let Some(cause) = self.cause(&item, &mut lines)? else { break };
                        answer.cause = cause;
                    }
                    if item.short_of_full(value) || item.comment_on.contains(&value) {
                        let Some(comment) = self.comment(&item, value, &mut lines)? else { break };
                        answer.comment = comment;
                    }
                    if let Some(act) = self.desk.history.step_to([(item.id.clone(), Some(answer))]) {
                        self.save(act)?;
                    }
                }
                Said::Undo => {
                    if self.desk.history.next_undo().is_some() {
                        self.save(Act::Undo)?;
                        skipped.clear();
                    } else {
                        self.out.say(&Bilingual::fixed("Nothing to undo.", "Rien à annuler."));
                    }
                }
                Said::Skip => skipped.push(item.id.clone()),
                Said::Guidance => self.guidance(&item),
                Said::Transcript => self.transcript(),
                Said::Quit => break,
                Said::NotUnderstood => {
                    let accepted = crate::formats::answers::accepted(&item);
                    self.out.say(&accepted);
                }
            }
            if self.out.closed() {
                return Ok(());
            }
        }
        review::scores(self.out, self.desk);
        left(self.out, self.desk);
        Ok(())
    }

    fn next(&self, skipped: &[String]) -> Option<Item> {
        let sheet = self.desk.history.sheet();
        sheet
            .applicable(&self.desk.checklist)
            .find(|item| sheet.answer(&item.id).is_none() && !skipped.contains(&item.id))
            .cloned()
    }

    fn question(&mut self, item: &Item) {
        let lang = self.out.lang;
        let scored = self.desk.score();
        let list: &Checklist = &self.desk.checklist;
        let pillar = list.pillars.iter().find(|p| p.id == item.pillar).map_or("", |p| p.name.get(lang));
        let takes = match (item.scale, lang) {
            (Scale::YesNo, Lang::En) => "y/n".to_owned(),
            (Scale::YesNo, Lang::Fr) => "o/n".to_owned(),
            (Scale::Points { min, max }, _) => format!("{min}-{max}"),
        };
        let na = if item.na.is_some() { "/x" } else { "" };
        let (at, of) = (scored.answered() + 1, scored.applicable());
        self.out.line("");
        self.out.line(&format!("{at}/{of} {pillar}: {} [{takes}{na}]", item.text.get(lang)));
    }

    fn guidance(&mut self, item: &Item) {
        let na = item.na.clone().unwrap_or_default();
        for text in [&item.guidance, &item.why, &na] {
            let text = text.get(self.out.lang).to_owned();
            if !text.is_empty() {
                self.out.line(&text);
            }
        }
    }

    fn transcript(&mut self) {
        let transcript = self.desk.transcript.clone();
        crate::cli::show::print(self.out, &transcript);
    }

    fn understand(&self, item: &Item, line: &str) -> Said {
        let value = match (line.to_lowercase().as_str(), self.out.lang) {
            ("?", _) => return Said::Guidance,
            ("t", _) => return Said::Transcript,
            ("s", _) => return Said::Skip,
            ("u", _) => return Said::Undo,
            ("q", _) => return Said::Quit,
            ("y" | "yes", _) | ("o" | "oui", Lang::Fr) => Some(Value::Yes),
            ("n" | "no" | "non", _) => Some(Value::No),
            ("x" | "na" | "n/a", _) => Some(Value::Na),
            (digits, _) => Value::parse(digits),
        };
        value.filter(|value| item.takes(*value)).map_or(Said::NotUnderstood, Said::Value)
    }

    /// The cause picked; `None` at the end of the input.
    fn cause(
        &mut self,
        item: &Item,
        lines: &mut dyn Iterator<Item = io::Result<String>>,
    ) -> Result<Option<Option<String>>, OpsError> {
        self.out.say(&Bilingual::fixed(
            "Cause? (a number, or enter for none)",
            "Cause ? (un numéro, ou entrée pour aucune)",
        ));
        for (place, cause) in item.causes.iter().enumerate() {
            let text = cause.text.get(self.out.lang).to_owned();
            self.out.line(&format!("  {} {text}", place + 1));
        }
        let Some(line) = next_line(lines)? else { return Ok(None) };
        let picked = line.trim().parse::<usize>().ok().and_then(|n| item.causes.get(n.checked_sub(1)?));
        Ok(Some(picked.map(|cause| cause.id.clone())))
    }

    /// The comment; `None` at the end of the input.
    fn comment(
        &mut self,
        item: &Item,
        value: Value,
        lines: &mut dyn Iterator<Item = io::Result<String>>,
    ) -> Result<Option<String>, OpsError> {
        let needed = item.comment_on.contains(&value);
        self.out.say(&if needed {
            Bilingual::fixed("Comment? (needed)", "Commentaire ? (attendu)")
        } else {
            Bilingual::fixed("Comment? (enter for none)", "Commentaire ? (entrée pour aucun)")
        });
        Ok(next_line(lines)?.map(|line| line.trim().to_owned()))
    }

    fn save(&mut self, act: Act) -> Result<(), OpsError> {
        let entry = Entry { at: (self.clock)(), act };
        desk::save(self.session, self.desk.review, self.desk.history.entries().len(), &entry)?;
        self.desk.history.push(entry);
        self.out.say(&Bilingual::fixed("saved", "enregistré"));
        Ok(())
    }
}

fn next_line(lines: &mut dyn Iterator<Item = io::Result<String>>) -> Result<Option<String>, OpsError> {
    lines.next().transpose().map_err(|e| OpsError::file(Path::new("-"), &e))
}

/// Whether bare `score ID` may ask questions: only of a person.
pub fn can_ask(args: &ScoreArgs) -> bool {
    args.answers.is_some() || args.plain || io::stdin().is_terminal()
}
