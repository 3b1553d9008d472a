//! Arguments of the lead's commands on what agents submitted.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::BriefArgs;

/// `aplomb team`.
#[derive(Debug, Subcommand)]
pub enum TeamCommand {
    /// Take in submissions and withdrawals
    Collect {
        /// Bundles, or folders that hold them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// What the team submitted: pillars, distributions, strengths, trends; nothing about fewer people than the threshold
    Summary(TeamSummaryArgs),
    /// How far agents and the colleagues who read them agree, by pillar and item: first of all a matter of wording
    Agreement(TeamPeriodArgs),
    /// One page for the meeting: what went well, few figures, questions, goals, and lines for what is decided
    Brief(BriefArgs),
}

/// What a team's figures are about.
#[derive(Clone, Debug, Args)]
pub struct TeamPeriodArgs {
    /// Only submissions that end in this period, such as 4w, 30d, or since a date
    #[arg(long, visible_alias = "period", value_name = "PERIOD")]
    pub since: Option<String>,
    /// Only submissions that end on this day or before
    #[arg(long, value_name = "DATE")]
    pub until: Option<jiff::civil::Date>,
    /// The checklist, by its id; else the one with the most reviews
    #[arg(long, value_name = "CHECKLIST")]
    pub checklist: Option<String>,
}

/// `aplomb team summary`.
#[derive(Clone, Debug, Args)]
pub struct TeamSummaryArgs {
    /// Of when, and under which checklist.
    #[command(flatten)]
    pub of: TeamPeriodArgs,
    /// Cut by channel, or by whether the customer asked in or out of hours
    #[arg(long, value_enum, value_name = "STRATUM")]
    pub by: Option<TeamByArg>,
}

/// `--by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TeamByArg {
    /// The conversation's channel
    Channel,
    /// Asked in or out of hours
    Shift,
}
