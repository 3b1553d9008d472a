//! Arguments of `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `aplomb export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to export
    #[arg(value_enum)]
    pub what: ExportWhat,
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
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// My sealed reviews
    Reviews,
    /// Conversations: as JSON Lines without loss, or as a table without what was said
    Conversations,
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
