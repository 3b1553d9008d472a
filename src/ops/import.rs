//! Taking in conversations: files are read and parsed on one thread, and written on the caller's in transactions of
//! whole conversations, so that an interruption leaves nothing half done and memory stays flat.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use serde::{Deserialize, Serialize};

use crate::both;
use crate::domain::conversation::{Conversation, Role};
use crate::domain::person::Me;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::formats::import::{self, Fed, Format, Map, Part, Refusal};
use crate::ops::error::{Kind, OpsError};
use crate::storage::{Outcome, Store, Taken};
use crate::words::{Bilingual, Lang, number, plural};

/// Messages in one transaction, about: whole conversations only.
const BATCH_MESSAGES: usize = 4_000;
/// Batches that wait between the two threads.
const WAITING: usize = 4;
/// Messages put into the full-text index in one transaction.
const INDEX_MESSAGES: usize = 20_000;
/// Problems kept word for word; beyond, they are only counted.
const MOST_PROBLEMS: usize = 10_000;
/// The endings that a folder's files need to be taken.
const ENDINGS: [&str; 5] = ["jsonl", "ndjson", "json", "csv", "tsv"];

/// Where conversations come from.
pub enum Source {
    /// A file, or a folder of files.
    Path(PathBuf),
    /// Standard input, or anything else that can be read once.
    Stream(Box<dyn Read + Send>),
}

/// What to take in.
pub struct Order<'a> {
    /// In the order given.
    pub sources: Vec<Source>,
    /// The format, where the person settled it.
    pub from: Option<Format>,
    /// How to read CSV.
    pub map: Option<Map>,
    /// Whose conversations.
    pub me: Option<Me>,
    /// Further agents whose conversations are wanted.
    pub agents: Vec<String>,
    /// Everybody's.
    pub everyone: bool,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Microseconds since 1970.
    pub now: i64,
    /// Says whether to stop between two conversations.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Conversations read.
    pub conversations: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all files, where known.
    pub of: Option<u64>,
    /// Whether the full-text index is being caught up.
    pub indexing: bool,
}

/// Conversations by what happened to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ConversationCounts {
    /// New in the store.
    pub added: u64,
    /// In the store before, changed.
    pub updated: u64,
    /// In the store before, the same.
    pub unchanged: u64,
    /// Not mine.
    pub skipped: u64,
}

/// Messages by what happened to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MessageCounts {
    /// New in the store.
    pub added: u64,
    /// Changed.
    pub updated: u64,
    /// The same.
    pub unchanged: u64,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// `conversation-jsonl`, `csv`, or both joined by `+`.
    pub format: String,
    /// Conversations.
    pub conversations: ConversationCounts,
    /// Messages.
    pub messages: MessageCounts,
    /// Lines, rows and files that were left out.
    pub problems: Vec<Problem>,
    /// What is worth knowing; nothing was lost.
    pub warnings: Vec<Problem>,
    /// Problems beyond those kept.
    pub more_problems: u64,
    /// Files that were refused whole.
    pub refused: u64,
    /// Files read.
    pub files: u64,
    /// Conversations whose times all moved, by seconds moved.
    pub times_moved: BTreeMap<i64, u64>,
    /// Messages that an earlier export had and this one lacks; they are kept.
    pub kept: u64,
    /// Agents of skipped conversations, with their counts.
    pub others: BTreeMap<String, u64>,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
}

impl Report {
    /// What happened, in one sentence.
    pub fn summary(&self) -> Bilingual {
        let c = self.conversations;
        let say = |lang: Lang| {
            let n = |count: u64| number(lang, count);
            match lang {
                Lang::En => format!(
                    "{}{} {} added, {} updated, {} unchanged{}; {} {} added",
                    if self.dry_run { "Would take in: " } else { "" },
                    n(c.added),
                    plural(lang, c.added, "conversation", "conversations"),
                    n(c.updated),
                    n(c.unchanged),
                    if c.skipped > 0 {
                        format!(", {} of others left out", n(c.skipped))
                    } else {
                        String::new()
                    },
                    n(self.messages.added),
                    plural(lang, self.messages.added, "message", "messages"),
                ),
                Lang::Fr => format!(
                    "{}{} {}, {} mises à jour, {} inchangées{} ; {} {}",
                    if self.dry_run { "Seraient prises : " } else { "" },
                    n(c.added),
                    plural(lang, c.added, "conversation ajoutée", "conversations ajoutées"),
                    n(c.updated),
                    n(c.unchanged),
                    if c.skipped > 0 {
                        format!(", {} d’autres personnes laissées", n(c.skipped))
                    } else {
                        String::new()
                    },
                    n(self.messages.added),
                    plural(lang, self.messages.added, "message ajouté", "messages ajoutés"),
                ),
            }
        };
        Bilingual::made(say(Lang::En), say(Lang::Fr))
    }

    /// Facts beside the counts, a sentence each.
    pub fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = Vec::new();
        for (seconds, count) in &self.times_moved {
            let hours = crate::words::decimal(Lang::En, *seconds as f64 / 3600.0, 1);
            let heures = crate::words::decimal(Lang::Fr, *seconds as f64 / 3600.0, 1);
            remarks.push(Bilingual::made(
                format!("{count} conversations: all times moved by {hours} h since the last export; the newer one counts"),
                format!("{count} conversations : toutes les heures ont bougé de {heures} h depuis le dernier export ; le plus récent compte"),
            ));
        }
        if self.kept > 0 {
            let kept = self.kept;
            remarks.push(both!(
                "{kept} messages of an earlier export are missing here; they are kept",
                "{kept} messages d’un export précédent manquent ici ; ils sont gardés"
            ));
        }
        if self.conversations.skipped > 0
            && self.conversations.added + self.conversations.updated + self.conversations.unchanged == 0
        {
            let mut others: Vec<(&String, &u64)> = self.others.iter().collect();
            others.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            let names = others
                .iter()
                .take(5)
                .map(|(name, count)| format!("{} ({count})", Shown::short(name, 40)))
                .collect::<Vec<_>>()
                .join(", ");
            remarks.push(both!(
                "none of them is mine. Agents in there: {names}. If one of these is me: `aplomb me --alias …`; a lead takes in all with --everyone",
                "aucune n’est à moi. Conseillers trouvés : {names}. Si l’un d’eux est moi : « aplomb me --alias … » ; un responsable prend tout avec --everyone"
            ));
        }
        if self.interrupted {
            remarks.push(Bilingual::fixed(
                "stopped before the end: what is counted here is in, whole; the same command takes in the rest",
                "arrêté avant la fin : ce qui est compté ici est pris, en entier ; la même commande prendra le reste",
            ));
        }
        remarks
    }

    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    fn taken(&mut self, taken: &Taken, first_new: i64) {
        // What this import added itself and met again stays *added*.
        match taken.outcome {
            Outcome::Added => self.conversations.added += 1,
            Outcome::Updated if taken.id > first_new => {}
            Outcome::Updated => self.conversations.updated += 1,
            Outcome::Unchanged if taken.id > first_new => {}
            Outcome::Unchanged => self.conversations.unchanged += 1,
        }
        self.messages.added += taken.messages.added;
        self.messages.updated += taken.messages.updated;
        self.messages.unchanged += taken.messages.unchanged;
        self.kept += taken.messages.kept;
        if let Some(seconds) = taken.times_moved {
            *self.times_moved.entry(seconds).or_default() += 1;
        }
    }
}

/// What the reading thread hands over.
enum Piece {
    Whole(Vec<Conversation>),
    Parts(u32, Vec<Part>),
    Problem(Problem),
    Warning(Problem),
    Format(Format),
    Refused(u32, Problem),
}

/// One staged part: the file it came from, so that a refused file's parts can be left out.
#[derive(Serialize, Deserialize)]
struct Staged {
    file: u32,
    part: Part,
}

/// Takes in what is ordered. `progress` is called often; it decides itself how often it shows something.
pub fn run(store: &mut Store, order: Order, progress: &mut dyn FnMut(Progress)) -> Result<Report, OpsError> {
    if !order.everyone && order.me.is_none() && order.agents.is_empty() {
        return Err(OpsError::data(Bilingual::fixed(
            "I do not know yet whose conversations are mine",
            "je ne sais pas encore quelles conversations sont les miennes",
        ))
        .hint(Bilingual::fixed(
            "`aplomb me --name NAME --alias ADDRESS` says who I am; a lead takes in all with --everyone",
            "« aplomb me --name NOM --alias ADRESSE » le dit ; un responsable prend tout avec --everyone",
        )));
    }
    let Order { sources, from, map, me, agents, everyone, dry_run, now, stop } = order;
    let mut report = Report { dry_run, ..Report::default() };
    let inputs = expand(sources, &mut report)?;
    report.files = inputs.len() as u64;
    let of = inputs.iter().map(|input| input.bytes).sum::<Option<u64>>();
    let wanted = |c: &Conversation| wanted(c, everyone, me.as_ref(), &agents);
    let bytes = AtomicU64::new(0);
    let first_new = store.newest_conversation()?.unwrap_or(0);
    let mut writer = Writer { store, report: &mut report, first_new, dry_run, now, seen: 0 };
    let (send, receive) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        scope.spawn(|| read_all(inputs, from, map.as_ref(), &bytes, stop, &send_owned(send)));
        let mut tell = |conversations| {
            progress(Progress { conversations, bytes: bytes.load(Ordering::Relaxed), of, indexing: false });
        };
        let done = writer.drain(&receive, &wanted, stop, &mut tell);
        // Whatever ended the writing ends the reading too: a full channel must not hold the other thread.
        drop(receive);
        done
    })?;
    report.interrupted = stop();
    if !dry_run {
        let conversations = report.conversations.added + report.conversations.updated;
        while !stop() && store.index_some(INDEX_MESSAGES)? {
            progress(Progress { conversations, bytes: bytes.load(Ordering::Relaxed), of, indexing: true });
        }
    }
    Ok(report)
}

/// Moves the sender into the thread, so that the channel closes when reading ends.
fn send_owned(send: SyncSender<Piece>) -> SyncSender<Piece> {
    send
}

struct Writer<'a> {
    store: &'a mut Store,
    report: &'a mut Report,
    first_new: i64,
    dry_run: bool,
    now: i64,
    seen: u64,
}

impl Writer<'_> {
    fn drain(
        &mut self,
        receive: &Receiver<Piece>,
        wanted: &dyn Fn(&Conversation) -> bool,
        stop: &(dyn Fn() -> bool + Sync),
        tell: &mut dyn FnMut(u64),
    ) -> Result<(), OpsError> {
        let mut stage = None;
        let mut refused = Vec::new();
        for read in receive {
            match read {
                Piece::Whole(batch) => self.write(batch, wanted)?,
                Piece::Parts(file, parts) => {
                    let stage = match &mut stage {
                        Some(stage) => stage,
                        None => stage.insert(self.store.stage()?),
                    };
                    for part in parts {
                        let (source, id) = (part.source.clone(), part.external_id.clone());
                        let bytes = serde_json::to_vec(&Staged { file, part }).map_err(|e| json_bug(&e))?;
                        stage.put(&source, &id, &bytes)?;
                    }
                }
                Piece::Problem(problem) => self.report.problem(problem),
                Piece::Warning(problem) => self.report.warnings.push(problem),
                Piece::Format(format) => self.report.note_format(format),
                Piece::Refused(file, problem) => {
                    refused.push(file);
                    self.report.refused += 1;
                    self.report.problem(problem);
                }
            }
            tell(self.seen);
            if stop() {
                return Ok(());
            }
        }
        let Some(stage) = stage else { return Ok(()) };
        let mut batch = Vec::new();
        let mut messages = 0;
        let mut failed = None;
        stage.for_each_group(&mut |_, _, parts| {
            let parts: Result<Vec<Staged>, _> =
                parts.iter().map(|bytes| serde_json::from_slice(bytes)).collect();
            let parts = match parts {
                Ok(parts) => parts,
                Err(e) => {
                    failed = Some(json_bug(&e));
                    return ControlFlow::Break(());
                }
            };
            let parts: Vec<Part> =
                parts.into_iter().filter(|s| !refused.contains(&s.file)).map(|s| s.part).collect();
            if parts.is_empty() {
                return ControlFlow::Continue(());
            }
            match import::assemble(parts) {
                Ok((conversation, problems)) => {
                    problems.into_iter().for_each(|problem| self.report.problem(problem));
                    messages += conversation.messages.len();
                    batch.push(conversation);
                }
                Err(problems) => problems.into_iter().for_each(|problem| self.report.problem(problem)),
            }
            if messages >= BATCH_MESSAGES {
                messages = 0;
                if let Err(error) = self.write(std::mem::take(&mut batch), wanted) {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
                tell(self.seen);
            }
            if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        match failed {
            Some(error) => Err(error),
            None if stop() => Ok(()),
            None => self.write(batch, wanted),
        }
    }

    fn write(
        &mut self,
        mut batch: Vec<Conversation>,
        wanted: &dyn Fn(&Conversation) -> bool,
    ) -> Result<(), OpsError> {
        self.seen += batch.len() as u64;
        batch.retain(|conversation| {
            let keep = wanted(conversation);
            if !keep {
                self.report.conversations.skipped += 1;
                // A bound on names keeps memory flat; the first ones are enough for a hint.
                if self.report.others.len() < 1_000 || self.report.others.contains_key(&conversation.agent) {
                    *self.report.others.entry(conversation.agent.clone()).or_default() += 1;
                }
            }
            keep
        });
        if batch.is_empty() {
            return Ok(());
        }
        if self.dry_run {
            for conversation in &batch {
                let taken = self.store.weigh_up(conversation)?;
                self.report.taken(&taken, i64::MAX);
            }
        } else {
            for taken in self.store.take_in(&batch, self.now)? {
                self.report.taken(&taken, self.first_new);
            }
        }
        Ok(())
    }
}

impl Report {
    fn note_format(&mut self, format: Format) {
        let word = format.word();
        if !self.format.split('+').any(|known| known == word) {
            if !self.format.is_empty() {
                self.format.push('+');
            }
            self.format.push_str(word);
        }
    }
}

/// Whether a conversation is one of those that are wanted.
fn wanted(c: &Conversation, everyone: bool, me: Option<&Me>, agents: &[String]) -> bool {
    let is = |who: &str| {
        me.is_some_and(|me| me.is(who)) || agents.iter().any(|a| a.eq_ignore_ascii_case(who.trim()))
    };
    everyone || is(&c.agent) || c.messages.iter().any(|m| m.role == Role::Agent && is(&m.author))
}

struct Input {
    name: String,
    bytes: Option<u64>,
    open: Opening,
}

enum Opening {
    File(PathBuf),
    Stream(Box<dyn Read + Send>),
}

/// Folders become their files, sorted by name; a path that is not there is an error before anything is read.
fn expand(sources: Vec<Source>, report: &mut Report) -> Result<Vec<Input>, OpsError> {
    let mut inputs = Vec::new();
    for source in sources {
        match source {
            Source::Stream(stream) => {
                inputs.push(Input { name: "-".into(), bytes: None, open: Opening::Stream(stream) });
            }
            Source::Path(path) => {
                let meta = std::fs::metadata(&path).map_err(|e| OpsError::file(&path, &e))?;
                if meta.is_dir() {
                    let mut files = Vec::new();
                    walk(&path, 0, &mut files).map_err(|e| OpsError::file(&path, &e))?;
                    files.sort();
                    if files.is_empty() {
                        let name = Shown::line(&path.to_string_lossy());
                        return Err(OpsError::data(both!(
                            "there is no .jsonl, .json or .csv file in `{name}`",
                            "il n’y a aucun fichier .jsonl, .json ou .csv dans « {name} »"
                        )));
                    }
                    for file in files {
                        let bytes = std::fs::metadata(&file).map(|m| m.len()).ok();
                        inputs.push(Input {
                            name: file.to_string_lossy().into_owned(),
                            bytes,
                            open: Opening::File(file),
                        });
                    }
                } else if meta.is_file() {
                    let name = path.to_string_lossy().into_owned();
                    inputs.push(Input { name, bytes: Some(meta.len()), open: Opening::File(path) });
                } else {
                    // A named pipe: it can be read once, as standard input is.
                    let file = File::open(&path).map_err(|e| OpsError::file(&path, &e))?;
                    let name = path.to_string_lossy().into_owned();
                    inputs.push(Input { name, bytes: None, open: Opening::Stream(Box::new(file)) });
                }
            }
        }
    }
    report.files = inputs.len() as u64;
    Ok(inputs)
}

fn walk(folder: &Path, depth: u8, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Links are not followed: a folder may hold one that leads anywhere.
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        if kind.is_dir() && depth < 4 {
            walk(&path, depth + 1, files)?;
        } else if kind.is_file() && ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) {
            files.push(path);
        }
    }
    Ok(())
}

/// Counts what passes, for progress.
struct Counted<'a, R> {
    inner: R,
    bytes: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

fn read_all(
    inputs: Vec<Input>,
    from: Option<Format>,
    map: Option<&Map>,
    bytes: &AtomicU64,
    stop: &(dyn Fn() -> bool + Sync),
    send: &SyncSender<Piece>,
) {
    for (place, input) in inputs.into_iter().enumerate() {
        let file = place as u32;
        let mut hand_over = HandOver { send, file, whole: Vec::new(), parts: Vec::new(), messages: 0 };
        if let Err(refusal) = read_one(input.open, &input.name, from, map, bytes, stop, &mut hand_over) {
            let problem = refusal.problem.in_file(&input.name);
            if send.send(Piece::Refused(file, problem)).is_err() {
                return;
            }
        } else if hand_over.flush().is_break() {
            return;
        }
        if stop() {
            return;
        }
    }
}

fn read_one(
    open: Opening,
    name: &str,
    from: Option<Format>,
    map: Option<&Map>,
    bytes: &AtomicU64,
    stop: &(dyn Fn() -> bool + Sync),
    hand_over: &mut HandOver,
) -> Result<(), Refusal> {
    let stream: Box<dyn Read> = match open {
        Opening::File(path) => Box::new(File::open(path).map_err(|e| Refusal::unreadable(name, &e))?),
        Opening::Stream(stream) => stream,
    };
    let mut input = BufReader::with_capacity(256 * 1024, Counted { inner: stream, bytes });
    let head = input.fill_buf().map_err(|e| Refusal::unreadable(name, &e))?;
    let format = match from {
        Some(format) => format,
        None if map.is_some() && !head.trim_ascii_start().starts_with(b"{") => Format::Csv,
        None => import::recognise(head, name)?,
    };
    let _ = hand_over.send.send(Piece::Format(format));
    import::read(&mut input, name, format, map, &mut |fed| {
        if stop() { ControlFlow::Break(()) } else { hand_over.take(fed, name) }
    })
}

/// Collects what is read into batches.
struct HandOver<'a> {
    send: &'a SyncSender<Piece>,
    file: u32,
    whole: Vec<Conversation>,
    parts: Vec<Part>,
    messages: usize,
}

impl HandOver<'_> {
    fn take(&mut self, fed: Fed, name: &str) -> ControlFlow<()> {
        match fed {
            Fed::Whole { conversation, .. } => {
                self.messages += conversation.messages.len();
                self.whole.push(*conversation);
            }
            Fed::Part(part) => {
                self.messages += 1;
                self.parts.push(*part);
            }
            Fed::Problem(problem) => return self.hand(Piece::Problem(problem.in_file(name))),
            Fed::Warning(problem) => return self.hand(Piece::Warning(problem.in_file(name))),
        }
        if self.messages >= BATCH_MESSAGES { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        self.messages = 0;
        if !self.whole.is_empty() {
            let whole = std::mem::take(&mut self.whole);
            self.hand(Piece::Whole(whole))?;
        }
        if !self.parts.is_empty() {
            let parts = std::mem::take(&mut self.parts);
            self.hand(Piece::Parts(self.file, parts))?;
        }
        ControlFlow::Continue(())
    }

    fn hand(&self, read: Piece) -> ControlFlow<()> {
        if self.send.send(read).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn json_bug(error: &serde_json::Error) -> OpsError {
    OpsError::new(Kind::Bug, Bilingual::same(format!("stage: {}", Shown::line(&error.to_string()))))
}
