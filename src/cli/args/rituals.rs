//! Arguments of the pages for meetings and for the week.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Where a page goes.
#[derive(Clone, Debug, Args)]
pub struct PageArgs {
    /// The form of the page; without it, what the file's name says
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<PageFormatArg>,
    /// The file to write; standard output without it
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long)]
    pub force: bool,
    /// What was known at this moment: what came later is not seen
    #[arg(long, value_name = "WHEN")]
    pub as_of: Option<String>,
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormatArg {
    /// Markdown
    Markdown,
    /// A web page that prints on one sheet of A4
    Html,
}

/// `aplomb team brief`.
#[derive(Clone, Debug, Args)]
pub struct BriefArgs {
    /// For the meeting of the day: yesterday, and what waits
    #[arg(long, conflicts_with = "weekly")]
    pub daily: bool,
    /// For the meeting of the week: the last whole week (the default)
    #[arg(long)]
    pub weekly: bool,
    /// Where it goes.
    #[command(flatten)]
    pub page: PageArgs,
}

/// `aplomb note`.
#[derive(Clone, Debug, Args)]
pub struct NoteArgs {
    /// What I sealed in this period, such as 7d, 4w, or since a date
    #[arg(long, default_value = "7d", value_name = "PERIOD")]
    pub since: String,
    /// Where it goes.
    #[command(flatten)]
    pub page: PageArgs,
}
