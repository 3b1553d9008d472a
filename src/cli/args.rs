//! The command line. Texts here are the English help; `french.rs` holds the French of every one of them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Settings file; else APLOMB_CONFIG says it
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of everything on screen
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    /// Print JSON with stable field names
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: ColorArg,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Change nothing on disk
    #[arg(long, global = true)]
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
    /// How far the raters of any table agree: CSV, a column for each rater, a row for each unit, empty for not rated
    Agreement(AgreementArgs),
    /// Write reviews or conversations to a file
    Export(ExportArgs),
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
        /// The backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Check the store, the folders, the checklists and the terminal
    Doctor,
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

/// `aplomb import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The format, where the content leaves a doubt
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<FromArg>,
    /// How to read a CSV file: a TOML map, or the name of a shipped one
    #[arg(long, value_name = "FILE")]
    pub map: Option<String>,
    /// Take in the conversations of this agent, beside my own; may be given several times
    #[arg(long = "agent", value_name = "AGENT")]
    pub agents: Vec<String>,
    /// Take in everybody's conversations: for a lead
    #[arg(long)]
    pub everyone: bool,
    /// Say what would be taken in, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `--from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FromArg {
    /// Conversation JSON Lines
    Jsonl,
    /// CSV, with --map
    Csv,
}

/// `aplomb draw`.
#[derive(Debug, Args)]
pub struct DrawArgs {
    /// How many to draw
    #[arg(short = 'n', long, value_name = "N")]
    pub count: Option<usize>,
    /// Only conversations opened in this period, such as 7d, 4w, or since a date
    #[arg(long, value_name = "PERIOD")]
    pub since: Option<String>,
    /// Draw the same sample again with the seed that was printed
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// Draw from each channel its share
    #[arg(long, value_enum, value_name = "STRATUM")]
    pub per: Option<PerArg>,
    /// Share of the sample that is drawn from customers who neither rated nor complained, 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub silent: Option<f64>,
    /// Say what would be drawn, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `--per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PerArg {
    /// One stratum for each channel
    Channel,
}

/// `aplomb score`.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// The conversation
    #[arg(value_name = "ID")]
    pub id: String,
    /// Answers as JSON; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// The checklist to answer
    #[arg(long, value_name = "CHECKLIST")]
    pub checklist: Option<String>,
    /// The short form of the checklist
    #[arg(long)]
    pub express: bool,
    /// One question a line, without drawing: for screen readers
    #[arg(long)]
    pub plain: bool,
}

/// `aplomb checklist`.
#[derive(Debug, Subcommand)]
pub enum ChecklistCommand {
    /// List the checklists at hand
    List,
    /// Print a checklist
    Show {
        /// Its id
        #[arg(value_name = "CHECKLIST")]
        id: String,
        /// Print it as the TOML file that it is
        #[arg(long)]
        toml: bool,
    },
    /// Check a checklist file and name every problem
    Check {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Say what differs between two checklists: ids or files
    Diff {
        /// The first
        #[arg(value_name = "A")]
        a: String,
        /// The second
        #[arg(value_name = "B")]
        b: String,
    },
    /// Print a checklist to begin with
    New {
        /// The file for the agent's own items instead
        #[arg(long)]
        my_items: bool,
        /// Write it to this file
        #[arg(short = 'o', long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
}

/// `aplomb card`.
#[derive(Debug, Subcommand)]
pub enum CardCommand {
    /// Print my card's words, or a colleague's beside mine; -o writes my card to a file
    Show {
        /// The colleague; without one, my own card
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// Write my card to this file
        #[arg(short = 'o', long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
    /// Add a colleague's card, or take in the withdrawal of one
    Add {
        /// The card
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What I call this person
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
        /// This person takes submissions
        #[arg(long)]
        lead: bool,
    },
    /// List the people I know
    List,
    /// The words of this card were compared by voice
    Met {
        /// The colleague
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// A changed card is really theirs: the words were compared by voice
    Accept {
        /// The colleague
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// A changed card is not theirs
    Refuse {
        /// The colleague
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Say who takes submissions
    Lead {
        /// The person
        #[arg(value_name = "NAME")]
        name: String,
        /// No longer
        #[arg(long)]
        no: bool,
    },
    /// Make new keys: signed with the old ones, or from nothing where those are lost
    Renew {
        /// The old keys are lost: begin anew as somebody whom colleagues must compare again
        #[arg(long)]
        lost: bool,
    },
    /// Write a statement that my card is not to be trusted any more
    Withdraw {
        /// The file to write
        #[arg(short = 'o', long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Set, change or take away the passphrase of my keys
    Passphrase {
        /// Take it away
        #[arg(long)]
        none: bool,
    },
}

/// `aplomb ask`.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The conversations
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Who is asked; without it, who could be asked is printed
    #[arg(long, value_name = "NAME")]
    pub peer: Option<String>,
    /// Draw a third reader by lot for a dispute
    #[arg(long, conflicts_with = "peer")]
    pub third: bool,
    /// Hide my name from the reader; style may still give it away
    #[arg(long)]
    pub hide_name: bool,
    /// Print every replacement, and make nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The file to write, or a folder for several
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `aplomb reply`.
#[derive(Debug, Args)]
pub struct ReplyArgs {
    /// The conversation
    #[arg(value_name = "ID")]
    pub id: String,
    /// I will not read it: the reason
    #[arg(long, value_name = "TEXT")]
    pub decline: Option<String>,
    /// My answers may go to the lead, without my name
    #[arg(long, conflicts_with = "decline")]
    pub consent: bool,
    /// Write again what was written before
    #[arg(long)]
    pub again: bool,
    /// The file to write, or a folder
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `aplomb compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The conversation
    #[arg(value_name = "ID")]
    pub id: String,
    /// With whom, where several read it
    #[arg(long, value_name = "NAME")]
    pub with: Option<String>,
    /// The item that is talked about
    #[arg(long, value_name = "ITEM")]
    pub item: Option<String>,
    /// The answer that I agree to: yes, no, n/a or a number
    #[arg(long, value_name = "ANSWER", requires = "item")]
    pub agree: Option<String>,
    /// In which case, and why: shown at this item next time
    #[arg(long, value_name = "TEXT", requires = "item")]
    pub because: Option<String>,
    /// A remark for the other side
    #[arg(long, value_name = "TEXT", requires = "item")]
    pub remark: Option<String>,
    /// Keep my answer and ask for a third reader
    #[arg(long, requires = "item", conflicts_with = "agree")]
    pub dispute: bool,
    /// Take back what I said about the item
    #[arg(long, requires = "item", conflicts_with_all = ["agree", "because", "remark", "dispute"])]
    pub unsay: bool,
}

/// `aplomb submit`.
#[derive(Debug, Args)]
pub struct SubmitArgs {
    /// Only these conversations
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Only reviews sealed in this period, such as 30d, 12w, or since a date
    #[arg(long, value_name = "PERIOD")]
    pub since: Option<String>,
    /// Print everything that the lead would get, and make nothing
    #[arg(long)]
    pub dry_run: bool,
    /// To whom, where I know several leads
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Hand over my comments on this item, redacted; may be given several times
    #[arg(long = "remarks", value_name = "ITEM")]
    pub remarks: Vec<String>,
    /// Withdraw a submission
    #[arg(long, value_name = "SUBMISSION", conflicts_with_all = ["ids", "since", "dry_run", "to", "remarks"])]
    pub withdraw: Option<String>,
    /// List what was handed over
    #[arg(long, conflicts_with_all = ["ids", "since", "dry_run", "to", "remarks", "withdraw"])]
    pub list: bool,
    /// The file to write, or a folder
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `aplomb agreement`.
#[derive(Debug, Args)]
pub struct AgreementArgs {
    /// The table; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the answers are to each other: names, an order, or numbers
    #[arg(long, value_enum, default_value = "nominal", value_name = "LEVEL")]
    pub level: LevelArg,
    /// All answers that could be given, in order, such as no,yes,n/a
    #[arg(long, value_name = "ANSWERS")]
    pub scale: Option<String>,
    /// The column that names the units
    #[arg(long, value_name = "COLUMN", conflicts_with = "no_units")]
    pub units: Option<String>,
    /// No column names the units: the first one is a rater too
    #[arg(long)]
    pub no_units: bool,
    /// The column that names checklist items: figures for each, and one alpha that does not mix them
    #[arg(long, value_name = "COLUMN")]
    pub item: Option<String>,
}

/// `--level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// The same or not
    Nominal,
    /// An order
    Ordinal,
    /// Numbers
    Interval,
}

/// `aplomb export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to export
    #[arg(value_enum)]
    pub what: ExportWhat,
    /// The form of the file
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FormatArg>,
    /// The file to write; standard output without it
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long)]
    pub force: bool,
    /// Leave cells that a spreadsheet might run as formulas as they are: for programs, not for people
    #[arg(long)]
    pub raw_cells: bool,
    /// Only what matches, as in `conversations`
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// My sealed reviews
    Reviews,
    /// Conversations, lossless as JSON Lines
    Conversations,
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Comma-separated values
    Csv,
    /// JSON; for conversations, JSON Lines
    Json,
    /// Markdown
    Markdown,
}

/// `aplomb config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings file with every option at its default
    Default,
}
