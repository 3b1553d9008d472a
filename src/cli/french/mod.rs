//! The French of every help text. A test holds it against the English definitions: nothing may be missing or left over.

mod texts;

use clap::{Arg, ArgAction, Command, Id};

use texts::TEXTS;

/// The same command line with French help.
pub fn translate(command: Command) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    translate_at(command, "").disable_version_flag(true).arg(version.help("Afficher la version"))
}

fn translate_at(mut command: Command, path: &str) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command = command
        .subcommand_help_heading("Commandes")
        .subcommand_value_name("COMMANDE")
        .help_template("{about-with-newline}\nUtilisation\u{202f}: {usage}\n\n{all-args}")
        .disable_help_flag(true)
        .arg(help.help("Afficher cette aide"));
    for (_, arg, text) in TEXTS.iter().filter(|(at, ..)| *at == path) {
        command = if arg.is_empty() { command.about(*text) } else { command.mut_arg(arg, |a| a.help(*text)) };
    }
    let args: Vec<Id> = command.get_arguments().map(|arg| arg.get_id().clone()).collect();
    for id in args {
        command = command.mut_arg(id, |arg| {
            let arg = if arg.is_global_set() { arg.help_heading("Partout") } else { arg };
            let names: Vec<&str> =
                arg.get_value_names().unwrap_or_default().iter().map(|n| n.as_str()).collect();
            match names.as_slice() {
                [name] => {
                    let name = value_name(name).to_owned();
                    arg.value_name(name)
                }
                _ => arg,
            }
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |sub| translate_at(sub, &below));
    }
    command
}

/// What stands for a value.
fn value_name(english: &str) -> &str {
    match english {
        "AGENT" => "CONSEILLER",
        "ANSWER" => "RÉPONSE",
        "ANSWERS" => "RÉPONSES",
        "CHECKLIST" => "LISTE",
        "COLUMN" => "COLONNE",
        "CUSTOMER" => "CLIENT",
        "COUNT" => "NOMBRE",
        "DIR" => "DOSSIER",
        "FILE" => "FICHIER",
        "FILE|ID" => "FICHIER|ID",
        "ITEM" => "POINT",
        "KEY=VALUE" => "CLÉ=VALEUR",
        "LANG" => "LANGUE",
        "LEVEL" => "NIVEAU",
        "METRIC" => "INDICATEUR",
        "NAME" => "NOM",
        "NUMBER" => "NOMBRE",
        "PATH" => "CHEMIN",
        "PERIOD" => "PÉRIODE",
        "PERSON" => "PERSONNE",
        "QUERY" => "REQUÊTE",
        "SEED" => "GRAINE",
        "SHARE" => "PART",
        "SHEET" => "FEUILLE",
        "STRATUM" => "STRATE",
        "SUBMISSION" => "REMISE",
        "TEXT" => "TEXTE",
        "UNIT" => "UNITÉ",
        "VALUE" => "VALEUR",
        "WAY" => "SENS",
        "WEEK" => "SEMAINE",
        "WHAT" => "QUOI",
        "WHEN" => "QUAND",
        "TIME" => "DURÉE",
        "FROM" => "DE",
        "TO" => "À",
        "CHANNEL" => "CANAL",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    fn wanted(command: &Command, path: &str, out: &mut BTreeSet<(String, String)>) {
        out.insert((path.to_owned(), String::new()));
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            if !["help", "version"].contains(&id) {
                out.insert((path.to_owned(), id.to_owned()));
            }
        }
        for sub in command.get_subcommands() {
            let below = if path.is_empty() {
                sub.get_name().to_owned()
            } else {
                format!("{path} {}", sub.get_name())
            };
            wanted(sub, &below, out);
        }
    }

    #[test]
    fn every_help_text_has_its_french() {
        let mut want = BTreeSet::new();
        wanted(&crate::cli::args::Line::command(), "", &mut want);
        let have: BTreeSet<(String, String)> =
            TEXTS.iter().map(|(path, arg, _)| ((*path).to_owned(), (*arg).to_owned())).collect();
        assert_eq!(have.symmetric_difference(&want).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
        translate(crate::cli::args::Line::command()).debug_assert();
    }
}
