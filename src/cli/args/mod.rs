//! The command line. Texts here are the English help; `french.rs` holds the French of every one of them.

mod export;
mod figures;
mod goals;
mod keeping;
mod output;
mod people;
mod rituals;
mod team;
mod work;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use export::*;
pub use figures::*;
pub use goals::*;
pub use keeping::*;
pub use output::*;
pub use people::*;
pub use rituals::*;
pub use team::*;
pub use work::*;

/// Check your own customer conversations against a four-pillar checklist: self, then peer, then lead
#[derive(Debug, Parser)]
#[command(name = "aplomb", version, disable_help_subcommand = true, args_conflicts_with_subcommands = false)]
pub struct Line {
    /// What applies to every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; nothing opens the app.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Folder that holds my conversations and reviews; else APLOMB_DATA_DIR says it
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Settings file; else APLOMB_CONFIG says it
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of everything on screen
    #[arg(long, global = true, help_heading = "Everywhere", value_enum)]
    pub lang: Option<LangArg>,
    /// Print JSON with stable field names
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub color: ColorArg,
    /// Draw with ASCII characters only
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub ascii: bool,
    /// Change nothing on disk
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub read_only: bool,
}

/// `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// English
    En,
    /// French
    Fr,
}

/// `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the app on invented data; nothing is kept, no file is touched
    Demo,
    /// Show or set who I am: my name, and the ids and addresses under which help desks know me
    Me {
        /// My name, as colleagues see it
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// An id or address under which a help desk knows me; may be given several times
        #[arg(long = "alias", value_name = "ID")]
        aliases: Vec<String>,
        /// Forget an id or address
        #[arg(long = "forget", value_name = "ID")]
        forget: Vec<String>,
    },
    /// Take in conversations from files or folders; `-` reads standard input
    Import(ImportArgs),
    /// List, filter and search conversations
    Conversations {
        /// Words that must all match, `!word` to exclude; agent: channel: tag: status: since:7d is:unreviewed is:drawn is:rated
        #[arg(value_name = "QUERY")]
        query: Vec<String>,
        /// At most so many, the newest first; 0 is all
        #[arg(short = 'n', long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    /// Print one conversation
    Show {
        /// The conversation: its id, `source/id`, or the short id that the list prints
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Draw a reproducible sample of my conversations to review
    Draw(DrawArgs),
    /// Answer a checklist about a conversation: item by item, or from a JSON file
    Score(ScoreArgs),
    /// Print a review: answers, scores, terms
    Review {
        /// The conversation
        #[arg(value_name = "ID")]
        id: String,
        /// Print every term of every score
        #[arg(long)]
        why: bool,
        /// Print every answer that was ever given, with its time
        #[arg(long)]
        history: bool,
        /// Print what the checklist's text rules noticed, once every item is answered
        #[arg(long)]
        hints: bool,
        /// Print the review that somebody else wrote, once mine is sealed: a name, or a place in the list
        #[arg(long, value_name = "NAME", conflicts_with_all = ["history", "hints"])]
        by: Option<String>,
    },
    /// Commit to a review; it is never edited again
    Seal {
        /// The conversation
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Withdraw a review, with a reason
    Void {
        /// The conversation
        #[arg(value_name = "ID")]
        id: String,
        /// The reason
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Work on checklists
    #[command(subcommand)]
    Checklist(ChecklistCommand),
    /// My pillars, strengths and the one item most worth attention, over a period
    Mirror {
        /// Only reviews sealed in this period, such as 30d, 12w, or since a date
        #[arg(long, value_name = "PERIOD")]
        since: Option<String>,
    },
    /// My note of the week, for me alone: strengths, one thing worth a look, my figures and goals, on one page
    Note(NoteArgs),
    /// A lead's look at how the team traces, measures and steers, beside the last one
    Diagnostic {
        /// Begin a new one, or go on with the one that is begun
        #[arg(long)]
        new: bool,
    },
    /// My card, and the people I exchange with
    #[command(subcommand)]
    Card(CardCommand),
    /// Ask a colleague to read conversations of mine: makes a request, never my answers
    Ask(AskArgs),
    /// Take in any bundle, and say in one sentence what it did
    Open {
        /// Bundles
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write what an exchange has to send: my reading, my revealed answers, my remarks; or decline a request
    Reply(ReplyArgs),
    /// Send and take in bundles through a folder that both sides share
    Exchange {
        /// The folder; else the one in the settings
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Print one exchange, differences first; or say something about a difference
    Compare(CompareArgs),
    /// Make what the lead will receive
    Submit(SubmitArgs),
    /// Goals that hold water: checked, with steps, judged by figures and not by mood
    #[command(subcommand)]
    Goal(GoalCommand),
    /// The lead's side: what agents chose to submit
    #[command(subcommand)]
    Team(TeamCommand),
    /// How far the raters of any table agree: CSV, a column for each rater, a row for each unit, empty for not rated
    Agreement(AgreementArgs),
    /// Figures of a period beside those before it: n, interval, target, alarms
    Metrics(MetricsArgs),
    /// Business time between two instants, with its steps
    Hours(HoursArgs),
    /// Write reviews, conversations, figures, or all that is held about one person: for people, a spreadsheet or a warehouse
    Export(ExportArgs),
    /// Count thanks, praise, disappointment and the like in what customers wrote
    Keywords(KeywordsArgs),
    /// Delete what is older than the clocks in the settings, and prove that it is gone
    Purge(PurgeArgs),
    /// Erase everything about one customer, with a receipt
    Erase(EraseArgs),
    /// Write a verified copy of the store to a file
    Backup {
        /// The file to write
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
    /// Put a backup in place of the store; the store before is kept beside it
    Restore {
        /// The backup; with --rescue a damaged store, else the one in use
        #[arg(value_name = "FILE", required_unless_present = "rescue")]
        file: Option<PathBuf>,
        /// Save what can still be read of a damaged store, and name what cannot
        #[arg(long)]
        rescue: bool,
    },
    /// Check the store, the folders, the checklists and the terminal
    Doctor {
        /// What else to check
        #[command(subcommand)]
        command: Option<DoctorCommand>,
    },
    /// Print where everything is kept
    Paths,
    /// Print the keys of the app
    Keys {
        /// Print a Markdown table
        #[arg(long)]
        markdown: bool,
    },
    /// Work on the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// `aplomb doctor`.
#[derive(Debug, Subcommand)]
pub enum DoctorCommand {
    /// Check what was taken in: gaps, duplicates, missing sides, clocks, freshness, channel by channel
    Data(DoctorDataArgs),
}

/// `aplomb doctor data`.
#[derive(Debug, Args)]
pub struct DoctorDataArgs {
    /// Only conversations opened in this period, such as 30d, 12w, or since a date
    #[arg(long, value_name = "PERIOD")]
    pub since: Option<String>,
    /// Look from this instant, as if it were now
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<String>,
}
