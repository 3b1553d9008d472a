//! What an import did, in counts and sentences.

use std::collections::BTreeMap;

use serde::Serialize;

use super::seen::FileSeen;
use super::writing::Coming;
use crate::both;
use crate::domain::capture::{Counts, Said, Seen};
use crate::domain::conversation::Conversation;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::formats::import::{Format, Part};
use crate::ops::finished::Kept;
use crate::storage::{Outcome, Taken};
use crate::words::{Bilingual, Lang, number, plural};

/// Problems kept word for word; beyond, they are only counted.
const MOST_PROBLEMS: usize = 10_000;
/// Agents of skipped conversations that are told apart.
const MOST_OTHERS: usize = 1_000;
/// Conversations that are told by number where a file's pieces wait for them.
const MOST_NUMBERS: usize = 3;

/// Files that are told one by one.
const MOST_FILES: usize = 10_000;

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

/// Reviews by others, by what happened to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReviewCounts {
    /// New in the store.
    pub added: u64,
    /// In the place of an earlier one by the same reviewer.
    pub updated: u64,
    /// In the store before, the same or newer.
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
    /// Reviews that others wrote in the help desk.
    pub reviews: ReviewCounts,
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
    /// Conversations of customers who were erased; they were left out.
    pub erased: u64,
    /// People, programs and teams whom help desks' files name.
    pub people: u64,
    /// Conversations of earlier imports that got names for numbers.
    pub renamed: u64,
    /// Pieces that wait for their conversation, and for how many.
    pub waiting: (u64, u64),
    /// The same, file by file.
    pub(super) awaited: BTreeMap<String, Awaited>,
    /// Conversations that were left out and name their agent by a number only.
    pub unnamed: u64,
    /// What the conversations that were read have, wanted or not; of a dry run.
    pub counts: Counts,
    /// What each file held; of very many files the first ones.
    pub seen: Vec<FileSeen>,
    /// Records of help desks that hold neither conversation nor person, by kind.
    pub beside: BTreeMap<String, u64>,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
}

/// What the pieces of one file wait for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Awaited {
    /// The line of the first piece.
    line: u64,
    pieces: u64,
    conversations: u64,
    /// The first few of the conversations, by number.
    numbers: Vec<String>,
}

impl Report {
    /// Whether a file was refused whole, or something was wrong and nothing at all could be used.
    pub fn needs_attention(&self) -> bool {
        self.refused > 0 || !self.problems.is_empty() && self.came_to_nothing()
    }

    /// Whether nothing at all could be used.
    pub(super) fn came_to_nothing(&self) -> bool {
        let ConversationCounts { added, updated, unchanged, skipped } = self.conversations;
        added + updated + unchanged + skipped + self.erased + self.people + self.waiting.0 == 0
    }

    /// What happened, in one sentence.
    pub fn summary(&self) -> Bilingual {
        let c = self.conversations;
        let say = |lang: Lang| {
            let n = |count: u64| number(lang, count);
            match lang {
                Lang::En => format!(
                    "{}{} {} added, {} updated, {} unchanged{}; {} {} added",
                    if self.dry_run { "It would be: " } else { "" },
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
                    if self.dry_run { "Ce serait : " } else { "" },
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
        if self.erased > 0 {
            let erased = self.erased;
            remarks.push(both!(
                "{erased} left out: their customers were erased at their request; --allow-erased takes them in",
                "{erased} laissées de côté : leurs clients ont été effacés à leur demande ; --allow-erased les prend"
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
        let ReviewCounts { added, updated, unchanged } = self.reviews;
        if added + updated + unchanged > 0 {
            let all = added + updated + unchanged;
            remarks.push(both!(
                "reviews by others: {added} added, {updated} updated, {unchanged} unchanged; each opens once your own of the conversation is sealed",
                "évaluations par d’autres (n = {all}) : {added} ajoutées, {updated} mises à jour, {unchanged} inchangées ; chacune s’ouvre une fois la vôtre scellée"
            ));
        }
        if self.unnamed > 0 {
            let n = self.unnamed;
            remarks.push(both!(
                "{n} of them name their agent by a number only: import the help desk’s list of users together with them, or give my number with `aplomb me --alias NUMBER`",
                "{n} d’entre elles ne nomment leur conseiller que par un numéro : importez avec elles la liste des utilisateurs de l’outil, ou donnez mon numéro avec « aplomb me --alias NUMÉRO »"
            ));
        }
        if self.renamed > 0 {
            let n = self.renamed;
            remarks.push(both!(
                "{n} conversations of earlier imports got names for numbers",
                "{n} conversations d’imports précédents ont reçu des noms à la place de numéros"
            ));
        }
        if self.waiting.0 > 0 {
            let (pieces, conversations) = self.waiting;
            remarks.push(both!(
                "{pieces} pieces of {conversations} conversations wait for their beginning; they join it when it is imported",
                "{pieces} éléments de {conversations} conversations attendent leur début ; ils le rejoindront à son import"
            ));
        }
        remarks.extend(self.quiet());
        if self.interrupted {
            remarks.push(Bilingual::fixed(
                "stopped before the end: what is counted here is in, whole; the same command takes in the rest",
                "arrêté avant la fin : ce qui est compté ici est pris, en entier ; la même commande prendra le reste",
            ));
        }
        remarks
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    /// Pieces of one conversation, which has not come.
    pub(super) fn wait(&mut self, parts: &[Part]) {
        self.waiting.0 += parts.len() as u64;
        self.waiting.1 += 1;
        let mut files: Vec<&str> = Vec::new();
        for part in parts {
            let file = part.file.as_str();
            if self.awaited.len() >= MOST_FILES && !self.awaited.contains_key(file) {
                continue;
            }
            let awaited = self.awaited.entry(file.to_owned()).or_default();
            awaited.line = if awaited.pieces == 0 { part.line } else { awaited.line.min(part.line) };
            awaited.pieces += 1;
            if !files.contains(&file) {
                files.push(file);
                awaited.conversations += 1;
                if awaited.numbers.len() < MOST_NUMBERS {
                    awaited.numbers.push(part.external_id.clone());
                }
            }
        }
    }

    /// Says of each file whose pieces wait which conversations they wait for.
    pub(super) fn tell_what_waits(&mut self) {
        for (file, awaited) in std::mem::take(&mut self.awaited) {
            let Awaited { line, pieces, conversations, numbers } = awaited;
            let more = if conversations > numbers.len() as u64 { ", …" } else { "" };
            let said = if conversations == 1 {
                both!(
                    "its pieces here ({pieces}) wait until this conversation is imported",
                    "ses éléments ici ({pieces}) attendent l’import de cette conversation"
                )
            } else {
                both!(
                    "{pieces} pieces wait until these {conversations} conversations are imported",
                    "{pieces} éléments attendent l’import de ces {conversations} conversations"
                )
            };
            let found = format!("{}{more}", numbers.join(", "));
            self.warnings.push(Problem::at(line, "conversation", found, said).in_file(&file));
        }
    }

    /// A conversation of somebody else.
    pub(super) fn skip(&mut self, agent: String) {
        self.conversations.skipped += 1;
        // A bound on names keeps memory flat; the first ones are enough for a hint.
        if self.others.len() < MOST_OTHERS || self.others.contains_key(&agent) {
            *self.others.entry(agent).or_default() += 1;
        }
    }

    pub(super) fn taken(&mut self, taken: &Taken, first_new: i64) {
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

    /// Counts what became of a conversation's reviews.
    pub(super) fn reviewed(&mut self, kept: &[Kept], coming: &Coming) {
        for (kept, review) in kept.iter().zip(&coming.reviews) {
            match kept {
                Kept::Added => self.reviews.added += 1,
                Kept::Renewed => self.reviews.updated += 1,
                Kept::Unchanged => self.reviews.unchanged += 1,
                Kept::Differs => {
                    let said = Bilingual::fixed(
                        "this scorecard’s review of the conversation is here with other answers, and the file does not say which is later; what was sealed stays",
                        "l’évaluation de cette grille est déjà là avec d’autres réponses, et le fichier ne dit pas laquelle est plus récente ; ce qui est scellé reste",
                    );
                    let field = format!("scorecards.{}", review.checklist.id);
                    self.problem(Problem::at(None, field, coming.conversation.external_id.clone(), said));
                }
            }
        }
    }

    /// Counts what a conversation has.
    pub(super) fn count(&mut self, conversation: &Conversation) {
        let said: Vec<Said> = conversation.messages.iter().map(Said::of).collect();
        self.counts.see(&Seen::of(conversation, &said, 0));
    }

    pub(super) fn see(&mut self, seen: FileSeen) {
        if self.seen.len() < MOST_FILES {
            self.seen.push(seen);
        }
    }

    pub(super) fn note_format(&mut self, format: Format) {
        let word = format.word();
        if !self.format.split('+').any(|known| known == word) {
            if !self.format.is_empty() {
                self.format.push('+');
            }
            self.format.push_str(word);
        }
    }
}
