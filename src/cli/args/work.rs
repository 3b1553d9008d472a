//! Arguments of the commands on my own conversations.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use jiff::tz::TimeZone;

use crate::formats::import::Format;

/// `aplomb import`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ImportArgs {
    /// Something else than conversations
    #[command(subcommand)]
    pub what: Option<ImportCommand>,
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The format, where the content leaves a doubt
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub from: Option<Format>,
    /// The account that a help desk's files come from, where you use several
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// How to read a CSV file: a TOML map, or the name of a shipped one
    #[arg(long, value_name = "FILE")]
    pub map: Option<String>,
    /// The time zone of clocks that say none, such as those of chats exported from a phone; else that of the settings
    #[arg(long, value_name = "ZONE", value_parser = zone_parser())]
    pub zone: Option<TimeZone>,
    /// In dates such as 02/03/26 the day comes first, where a file does not tell
    #[arg(long)]
    pub day_first: bool,
    /// In dates such as 02/03/26 the month comes first, where a file does not tell
    #[arg(long, conflicts_with = "day_first")]
    pub month_first: bool,
    /// Take in the conversations of this agent, beside my own; may be given several times
    #[arg(long = "agent", value_name = "AGENT")]
    pub agents: Vec<String>,
    /// Take in everybody's conversations: for a lead
    #[arg(long)]
    pub everyone: bool,
    /// Take in conversations of customers who were erased, too
    #[arg(long)]
    pub allow_erased: bool,
    /// Say what would be taken in, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Say what the files are, which fields are read and what is missing for which figure; writes nothing
    #[arg(long)]
    pub explain: bool,
}

/// `aplomb import` of something else than conversations.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Takes in a team's old scorecards: a row for each review of a conversation that is here
    Reviews(ImportReviewsArgs),
}

/// `aplomb import reviews`.
#[derive(Debug, Args)]
pub struct ImportReviewsArgs {
    /// The spreadsheet, saved as CSV
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which column answers which item: a TOML map, or `scorecards` for the shipped example
    #[arg(long, value_name = "FILE")]
    pub map: String,
    /// Say what would be taken in, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// A zone of the IANA database.
fn zone_parser() -> impl TypedValueParser<Value = TimeZone> {
    StringValueParser::new().try_map(|name| TimeZone::get(&name))
}

/// The words of formats.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    let words: Vec<&'static str> = Format::all().map(Format::word).chain(["jsonl"]).collect();
    PossibleValuesParser::new(words).try_map(|word| Format::from_word(&word).ok_or("no known format"))
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
        #[arg(long, conflicts_with = "hints")]
        toml: bool,
        /// Print its rules for hints, and how often each agreed with people's sealed answers
        #[arg(long)]
        hints: bool,
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
