//! Arguments of the commands about how long things are kept, and of keywords.

use std::path::PathBuf;

use clap::Args;

/// `aplomb purge`.
#[derive(Debug, Args)]
pub struct PurgeArgs {
    /// Say what would be deleted and what would stay, and delete nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Delete copies of the store too that are older than the clock of conversations
    #[arg(long)]
    pub backups: bool,
    /// Go on although the clock is a year or more beyond the newest thing that came from outside
    #[arg(long)]
    pub clock_is_right: bool,
    /// List the receipts of what was purged and erased
    #[arg(long, conflicts_with_all = ["dry_run", "backups", "clock_is_right"])]
    pub receipts: bool,
}

/// `aplomb keywords`.
#[derive(Debug, Args)]
pub struct KeywordsArgs {
    /// Only conversations opened in this period, such as 7d, 4w, or since a date; else the last four weeks
    #[arg(long, value_name = "PERIOD", conflicts_with = "period")]
    pub since: Option<String>,
    /// A month such as 2026-10, or two days such as 2026-10-01..2026-10-15
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// Only this list
    #[arg(long, value_name = "NAME")]
    pub list: Option<String>,
    /// Print what was written around the words, three of each list at most
    #[arg(long)]
    pub examples: bool,
}

/// `aplomb erase`.
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The customer's id, address or name as a conversation has it, in any case
    #[arg(long, value_name = "CUSTOMER")]
    pub customer: String,
    /// Say what would be erased, and erase nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Delete all copies of the store that lie beside it, too: each may hold the customer
    #[arg(long)]
    pub backups: bool,
    /// Write the receipt, as JSON, to this file
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long)]
    pub force: bool,
}
