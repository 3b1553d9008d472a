//! The settings file with every option in it, as `aplomb config default` prints it: each explained, each with its
//! default, each behind a `#`. Taking the `#` away changes nothing.

use crate::words::{Bilingual, Lang};

/// The head of a section, or an option as it is written by default, and what it is for.
struct Entry {
    line: &'static str,
    says: Bilingual,
}

const fn entry(line: &'static str, en: &'static str, fr: &'static str) -> Entry {
    Entry { line, says: Bilingual::fixed(en, fr) }
}

const HEAD: Bilingual = Bilingual::fixed(
    "Settings of Aplomb, each with its default.\n\
     Take the # before an option away to change it. Nothing ever writes to this file.\n\
     `aplomb paths` says where it belongs.",
    "Réglages d’Aplomb, chacun avec sa valeur par défaut.\n\
     Retirez le # devant une option pour la modifier. Aucun programme n’écrit dans ce fichier.\n\
     `aplomb paths` indique où le placer.",
);

const ENTRIES: [Entry; 26] = [
    entry(
        "lang = \"auto\"",
        "The language on screen: \"en\", \"fr\", or \"auto\" for that of your system.",
        "La langue à l’écran : \"en\", \"fr\", ou \"auto\" pour celle de votre système.",
    ),
    entry(
        "theme = \"auto\"",
        "Colours: \"dark\" or \"light\" to suit your terminal, \"plain\" for none, \"contrast\" for strong contrast.\n\
         \"auto\" is \"light\" where the variable COLORFGBG says so, \"plain\" with NO_COLOR, else \"dark\".",
        "Les couleurs : \"dark\" ou \"light\" selon votre terminal, \"plain\" pour aucune, \"contrast\" pour un\n\
         contraste fort. \"auto\" vaut \"light\" si la variable COLORFGBG le dit, \"plain\" avec NO_COLOR, sinon \"dark\".",
    ),
    entry(
        "ascii = \"auto\"",
        "Draw with ASCII only: true, false, or \"auto\" for where the locale is not UTF-8.",
        "Dessiner en ASCII seulement : true, false, ou \"auto\" si la langue du système n’est pas en UTF-8.",
    ),
    entry(
        "mouse = false",
        "Use the mouse. While it is on, hold Shift to select text in the terminal.",
        "Utiliser la souris. Quand elle est active, maintenez Maj pour sélectionner du texte dans le terminal.",
    ),
    entry(
        "reduce_motion = false",
        "Let nothing on screen move by itself.",
        "Ne rien laisser bouger tout seul à l’écran.",
    ),
    entry(
        "checklist = \"four-pillars\"",
        "The checklist that a new review begins with; `aplomb checklist list` shows them.",
        "La liste de contrôle d’une nouvelle évaluation ; `aplomb checklist list` les énumère.",
    ),
    entry(
        "zone = \"system\"",
        "The time zone in which days begin and end, such as \"Europe/Paris\", or \"system\" for that of this machine.",
        "Le fuseau horaire des journées, comme \"Europe/Paris\", ou \"system\" pour celui de cette machine.",
    ),
    entry(
        "[keys]",
        "Keys. `aplomb keys` lists every action with its id and its keys.",
        "Les touches. `aplomb keys` énumère chaque action, avec son identifiant et ses touches.",
    ),
    entry(
        "bind = {}",
        "Keys to add, such as { \"ctrl-x\" = \"seal\", \"F9\" = \"undo\" }.",
        "Les touches à ajouter, comme { \"ctrl-x\" = \"seal\", \"F9\" = \"undo\" }.",
    ),
    entry(
        "unbind = []",
        "Keys to take away, such as [\"s\", \"ctrl-z\"].",
        "Les touches à retirer, comme [\"s\", \"ctrl-z\"].",
    ),
    entry(
        "[draw]",
        "Drawing a sample of conversations to review.",
        "Le tirage d’un échantillon de conversations à évaluer.",
    ),
    entry("count = 5", "How many conversations: 1 to 1000.", "Combien de conversations : de 1 à 1000."),
    entry(
        "silent_share = 0.5",
        "The part, 0 to 1, that goes first to customers who neither rated nor complained.",
        "La part, de 0 à 1, réservée d’abord aux clients qui n’ont ni noté ni réclamé.",
    ),
    entry(
        "[privacy]",
        "What is replaced in everything that leaves this machine. You see every replacement before a file is made.",
        "Ce qui est remplacé dans tout ce qui quitte cette machine. Vous voyez chaque remplacement avant la création\n\
         du fichier.",
    ),
    entry(
        "redact = true",
        "Replace names, addresses, phone numbers, cards, bank accounts and the like: true or false.",
        "Remplacer noms, adresses, numéros de téléphone, cartes, comptes bancaires, etc. : true ou false.",
    ),
    entry(
        "redact_orders = []",
        "Patterns of your order numbers (regular expressions), such as ['#\\d{4,}', 'CMD-\\d+'].",
        "Les motifs de vos numéros de commande (expressions régulières), comme ['#\\d{4,}', 'CMD-\\d+'].",
    ),
    entry(
        "redact_words = []",
        "Words to replace besides, such as [\"Acme\", \"Blue Harbour\"].",
        "D’autres mots à remplacer, comme [\"Acme\", \"Port Bleu\"].",
    ),
    entry("[exchange]", "Exchanges with colleagues.", "Les échanges avec les collègues."),
    entry(
        "folder = \"\"",
        "A folder that you share with colleagues: synced, on a network drive, or under version control.\n\
         Only bundles go there, never your conversations as they are.",
        "Un dossier partagé avec vos collègues : synchronisé, sur un lecteur réseau ou sous gestion de versions.\n\
         Seuls des plis y vont, jamais vos conversations telles quelles.",
    ),
    entry(
        "hide_names = false",
        "Hide your name from the colleague who reads your conversation. Style may still give it away.",
        "Cacher votre nom au collègue qui lit votre conversation. Le style peut quand même le trahir.",
    ),
    entry("[team]", "A lead’s figures about a team.", "Les chiffres d’équipe d’un responsable."),
    entry(
        "people = 5",
        "Fewer people than this behind a figure, and it says `too few` instead: 3 to 50.",
        "En dessous de ce nombre de personnes, un chiffre est remplacé par « trop peu » : de 3 à 50.",
    ),
    entry(
        "occupancy_ceiling = 0.85",
        "The share of time in conversation, 0 to 1, above which a team has no slack left.",
        "La part du temps en conversation, de 0 à 1, au-delà de laquelle une équipe n’a plus de marge.",
    ),
    entry(
        "[retention]",
        "How many days things are kept; `aplomb purge --dry-run` shows what is older. Nothing is deleted by itself.",
        "Combien de jours les choses sont gardées ; `aplomb purge --dry-run` montre ce qui est plus ancien.\n\
         Rien ne s’efface tout seul.",
    ),
    entry(
        "conversations = 180",
        "Conversations, from their last message on: 1 to 3650.",
        "Les conversations, à partir de leur dernier message : de 1 à 3650.",
    ),
    entry(
        "reviews = 365",
        "Reviews and submissions, from the day they were sealed or taken in: 1 to 3650.",
        "Les évaluations et les remises, à partir du jour où elles ont été scellées ou reçues : de 1 à 3650.",
    ),
];

/// The settings file with every option, explained in `lang`.
pub fn default_text(lang: Lang) -> String {
    let mut out = String::new();
    let comment = |text: &Bilingual, out: &mut String| {
        for line in text.get(lang).lines() {
            out.push_str(&format!("# {line}\n"));
        }
    };
    comment(&HEAD, &mut out);
    for Entry { line, says } in &ENTRIES {
        out.push('\n');
        comment(says, &mut out);
        // The sections stand without a mark: an option whose mark is taken away must find its section.
        if !line.starts_with('[') {
            out.push('#');
        }
        out.push_str(&format!("{line}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    /// Takes the mark from every option; sentences have a space behind theirs.
    fn uncommented(text: &str) -> String {
        text.lines()
            .map(|line| match line.strip_prefix('#') {
                Some(option) if !option.starts_with(' ') => option,
                _ => line,
            })
            .fold(String::new(), |text, line| text + line + "\n")
    }

    #[test]
    fn the_default_file_is_the_defaults_with_and_without_its_marks() {
        for lang in [Lang::En, Lang::Fr] {
            let text = default_text(lang);
            for text in [text.clone(), uncommented(&text)] {
                assert_eq!(Settings::parse(&text), (Settings::default(), Vec::new()), "{text}");
            }
        }
    }

    #[test]
    fn every_option_is_in_it() {
        let text = uncommented(&default_text(Lang::En));
        let table: toml::Table = toml::from_str(&text).unwrap();
        let names = |table: &toml::Table| table.keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            names(&table),
            [
                "ascii",
                "checklist",
                "draw",
                "exchange",
                "keys",
                "lang",
                "mouse",
                "privacy",
                "reduce_motion",
                "retention",
                "team",
                "theme",
                "zone"
            ]
        );
        assert_eq!(names(table["keys"].as_table().unwrap()), ["bind", "unbind"]);
        assert_eq!(names(table["draw"].as_table().unwrap()), ["count", "silent_share"]);
        assert_eq!(names(table["exchange"].as_table().unwrap()), ["folder", "hide_names"]);
        assert_eq!(names(table["privacy"].as_table().unwrap()), ["redact", "redact_orders", "redact_words"]);
        assert_eq!(names(table["team"].as_table().unwrap()), ["occupancy_ceiling", "people"]);
        assert_eq!(names(table["retention"].as_table().unwrap()), ["conversations", "reviews"]);
    }

    #[test]
    fn lines_fit_a_terminal() {
        for lang in [Lang::En, Lang::Fr] {
            for line in default_text(lang).lines() {
                assert!(line.chars().count() <= 118, "{line}");
            }
        }
    }
}
