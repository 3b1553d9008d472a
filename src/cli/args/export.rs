//! Arguments of `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `aplomb export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to export
    #[arg(value_enum)]
    pub what: ExportWhat,
    /// For `person`: their id, address or name; `me` is me
    #[arg(value_name = "PERSON")]
    pub who: Option<String>,
    /// The form of the file; without it, what the file's name says
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
    /// This sheet alone
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
    /// Only what matches, as in `conversations`
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// For figures: the last 7d, 4w or 3m, or since a date
    #[arg(long, value_name = "PERIOD", conflicts_with = "period")]
    pub since: Option<String>,
    /// For metrics: week, month or quarter for the last whole one; or one by its name, such as 2026-W46
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// My sealed reviews
    Reviews,
    /// Conversations: as JSON Lines without loss, or as a table without what was said
    Conversations,
    /// What agents submitted, with how far people agree
    Team,
    /// What agents submitted: pillars, items, weeks
    Summary,
    /// Figures of a period, with what each of them means
    Metrics,
    /// All that is held about one person, as Markdown or JSON
    Person,
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Comma-separated values: a file for each sheet
    Csv,
    /// JSON; for conversations, JSON Lines
    Json,
    /// A workbook
    Xlsx,
    /// A web page: one file, with pictures, that prints well
    Html,
    /// Markdown
    Markdown,
    /// Parquet, for a warehouse: a file for each sheet
    Parquet,
}
