//! Arguments of `aplomb goal`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `aplomb goal`.
#[derive(Debug, Subcommand)]
pub enum GoalCommand {
    /// Keep a new goal: from a file, from flags, or from both; one with faults is refused with all of them
    New(GoalNewArgs),
    /// List the goals: where each stands, and its next step
    List,
    /// Print a goal: sentence, path, steps, progress, feasibility, history
    Show {
        /// The goal: its id, or how its id begins
        #[arg(value_name = "ID")]
        id: String,
        /// Print it as TOML, to edit or to hand over
        #[arg(long)]
        toml: bool,
    },
    /// Hold a goal against every rule; all faults at once
    Check {
        /// A file, or the id of a goal; `-` is standard input
        #[arg(value_name = "FILE|ID")]
        what: String,
    },
    /// What the last closed weeks suggest: a target, and where a change is needed
    Suggest {
        /// A metric, of which the last twelve closed weeks are taken; or one value for each week, the oldest first
        #[arg(required = true, value_name = "METRIC|VALUE", allow_negative_numbers = true)]
        weeks: Vec<String>,
        /// Which way is better; a metric knows it
        #[arg(long, value_enum, value_name = "WAY")]
        better: Option<WayArg>,
        /// Of a metric: the team, me, a channel or a topic
        #[arg(long, value_name = "TEXT", default_value = "team")]
        scope: String,
    },
    /// Type in what a week came to, where no conversation says it
    Record {
        /// The goal
        #[arg(value_name = "ID")]
        id: String,
        /// The week: 2026-W47, or one of its days
        #[arg(long, value_name = "WEEK")]
        week: String,
        /// The value, in the goal's unit
        #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
        value: Option<f64>,
        /// Of a rate: how many of n
        #[arg(long, value_name = "COUNT")]
        hits: Option<u64>,
        /// What it stands on
        #[arg(short = 'n', long, value_name = "N")]
        n: u64,
        /// Of the counter-metric
        #[arg(long)]
        counter: bool,
    },
    /// Say of a week whether the promised activity was done
    Promise {
        /// The goal
        #[arg(value_name = "ID")]
        id: String,
        /// The week: 2026-W47, or one of its days
        #[arg(long, value_name = "WEEK")]
        week: String,
        /// It was done
        #[arg(long, required_unless_present = "not_done", conflicts_with = "not_done")]
        done: bool,
        /// It was not done
        #[arg(long)]
        not_done: bool,
    },
    /// Make a new version of a goal, with the reason; the ones before stay
    Change {
        /// The goal
        #[arg(value_name = "ID")]
        id: String,
        /// The value to reach
        #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
        to: Option<String>,
        /// The last day
        #[arg(long, value_name = "DATE")]
        by: Option<String>,
        /// Who looks after it
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// Any value, by its name in the file: measurable.minimum_n=50; may be given several times
        #[arg(long = "set", value_name = "KEY=VALUE")]
        set: Vec<String>,
        /// The reason
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// End a goal before its time, with the reason; it stays, with its history
    End {
        /// The goal
        #[arg(value_name = "ID")]
        id: String,
        /// The reason
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// What recurs in agents' personal goals, from as many people as the team's rule asks for
    Trends {
        /// Goals that agents handed over, as `goal show --toml` prints them
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// `aplomb goal new`.
#[derive(Debug, Args)]
pub struct GoalNewArgs {
    /// A goal as TOML; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Print a file to start from, and keep nothing
    #[arg(long, conflicts_with = "from")]
    pub template: bool,
    /// The sentence
    #[arg(long, value_name = "TEXT")]
    pub sentence: Option<String>,
    /// The metric, exactly one
    #[arg(long, value_name = "METRIC")]
    pub metric: Option<String>,
    /// The team, channel or topic that it is about
    #[arg(long, value_name = "TEXT")]
    pub scope: Option<String>,
    /// What it is today: 72, or "8 h" with its unit
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub from_value: Option<String>,
    /// What that stands on
    #[arg(short = 'n', long, value_name = "N")]
    pub n: Option<u64>,
    /// What it shall be
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true, conflicts_with = "change")]
    pub to: Option<String>,
    /// By how much it shall change; --as says of what
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub change: Option<f64>,
    /// What the change is said in
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub change_is: Option<ChangeArg>,
    /// What the metric is counted in: percent, score, nps, count, ratio, seconds, minutes, hours
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Which way is better
    #[arg(long, value_enum, value_name = "WAY")]
    pub better: Option<WayArg>,
    /// The first day
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    pub by: Option<String>,
    /// Who looks after it, one person
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// What the team gains
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Any other value, by its name in the file: attainable.staff=true; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// `--better`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WayArg {
    /// Higher is better
    Up,
    /// Lower is better
    Down,
}

/// `--as`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChangeArg {
    /// A share of what it is today, in percent
    Relative,
    /// Points of the unit itself
    Points,
}
