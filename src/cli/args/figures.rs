//! Arguments of the commands about time and figures.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `aplomb hours`.
#[derive(Debug, Args)]
pub struct HoursArgs {
    /// From: 2026-11-17T02:00:00+01:00, or the calendar's own time, 2026-11-17T02:00
    #[arg(value_name = "FROM")]
    pub from: String,
    /// To, not included
    #[arg(value_name = "TO", required_unless_present = "due")]
    pub to: Option<String>,
    /// The calendar: a TOML file, or the name of a shipped one; else `calendar.toml` beside the settings
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<String>,
    /// When so much business time has passed since FROM: seconds, or 45m, 4h, 1h30m
    #[arg(long, value_name = "TIME")]
    pub due: Option<String>,
}

/// `aplomb metrics`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct MetricsArgs {
    /// Work on figures that are typed in
    #[command(subcommand)]
    pub command: Option<MetricsCommand>,
    /// day, week, month or quarter: the last whole one; or one by its name, such as 2026-W46, 2026-11, 2026-Q4
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// The last 7d, 4w or 3m, or since a date
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["period", "from"])]
    pub since: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", requires = "to", conflicts_with = "period")]
    pub from: Option<String>,
    /// The last day, included
    #[arg(long, value_name = "DATE", requires = "from")]
    pub to: Option<String>,
    /// Split by
    #[arg(long, value_enum, value_name = "STRATUM")]
    pub by: Option<ByArg>,
    /// What was known at this moment: what came later is not seen
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<String>,
    /// The calendar: a TOML file, or the name of a shipped one; else `calendar.toml` beside the settings
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<String>,
    /// Every metric that can be computed, not only those in use
    #[arg(long)]
    pub all: bool,
}

/// `--by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    /// Who handled it: for the agent alone; for a lead, nobody by name
    Agent,
    /// The channel
    Channel,
    /// Asked in or out of hours
    Shift,
    /// How hard it was, where somebody said so
    Difficulty,
}

/// `aplomb metrics …`.
#[derive(Debug, Subcommand)]
pub enum MetricsCommand {
    /// Type in a figure that no conversation can say; it is marked as typed in wherever it is shown
    Enter {
        /// The metric
        #[arg(value_name = "ID")]
        id: String,
        /// The figure: a number, a share such as 85%, or a time such as 4h
        #[arg(value_name = "VALUE", allow_negative_numbers = true, required_unless_present = "remove")]
        value: Option<String>,
        /// How many cases it stands on
        #[arg(long, value_name = "N")]
        n: Option<u64>,
        /// The period: 2026, 2026-11, 2026-Q4, 2026-W46 or a day
        #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"])]
        period: Option<String>,
        /// The first day
        #[arg(long, value_name = "DATE", requires = "to")]
        from: Option<String>,
        /// The last day, included
        #[arg(long, value_name = "DATE", requires = "from")]
        to: Option<String>,
        /// Only for this channel
        #[arg(long, value_name = "CHANNEL")]
        channel: Option<String>,
        /// Where it comes from
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// Take it back
        #[arg(long)]
        remove: bool,
    },
    /// List the figures that were typed in
    Typed,
    /// List the metrics: what they answer, their target, owner and action
    List {
        /// Every metric there is, not only those on the board
        #[arg(long)]
        all: bool,
        /// Print the board that ships, as the TOML file it is
        #[arg(long, conflicts_with = "all")]
        toml: bool,
    },
    /// Check a file of metrics and name every problem
    Check {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}
