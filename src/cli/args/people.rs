//! Arguments of the commands about colleagues and what travels between us.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
