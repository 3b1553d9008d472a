//! What is wrong with a command, in French. The parser of arguments says it in English by itself.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::ops::error::{Kind, OpsError};
use crate::words::Bilingual;

/// The French for an error of the parser; `None` where it shows help or a version.
pub fn in_french(error: &clap::Error) -> Option<OpsError> {
    let value = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = value(ContextKind::InvalidArg);
    let french = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::InvalidSubcommand => {
            format!("« {} » n’est pas une commande", value(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("« {argument} » n’est pas connu ici"),
        ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("« {argument} » ne va pas avec « {} »", value(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => {
            let given = value(ContextKind::InvalidValue);
            let mut french = if given.is_empty() {
                format!("« {argument} » attend une valeur")
            } else {
                format!("« {given} » ne convient pas à « {argument} »")
            };
            let accepted = value(ContextKind::ValidValue);
            if !accepted.is_empty() {
                french.push_str(&format!(" ; valeurs acceptées : {accepted}"));
            }
            french
        }
        _ => "cette commande ne s’écrit pas ainsi".to_owned(),
    };
    let hint = Bilingual::fixed(
        "`aplomb --help` lists the commands, `aplomb COMMAND --help` what each takes",
        "« aplomb --help » énumère les commandes, « aplomb COMMANDE --help » ce que chacune prend",
    );
    Some(OpsError::new(Kind::Usage, Bilingual::made(error.to_string(), spaced(&french))).hint(hint))
}

/// French typography: narrow spaces that do not break.
fn spaced(french: &str) -> String {
    french
        .replace("« ", "«\u{202f}")
        .replace(" »", "\u{202f}»")
        .replace(" : ", "\u{202f}: ")
        .replace(" ; ", "\u{202f}; ")
}
