//! Arguments of the commands that write for others, and of settings.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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

/// `aplomb config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings file with every option at its default
    Default,
}
