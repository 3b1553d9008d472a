//! The French of every help text. A test holds it against the English definitions: nothing may be missing or left over.

use clap::{Arg, ArgAction, Command, Id};

/// (command path, argument id or empty for the command itself, text).
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "",
        "",
        "Relisez vos propres conversations avec une liste de contrôle à quatre piliers : soi, puis un collègue, puis le responsable",
    ),
    ("", "data_dir", "Dossier de mes conversations et évaluations ; sinon, celui de APLOMB_DATA_DIR"),
    ("", "config", "Fichier de réglages ; sinon, celui de APLOMB_CONFIG"),
    ("", "lang", "Langue de tout ce qui s’affiche"),
    ("", "json", "Écrire du JSON aux noms de champs stables"),
    ("", "color", "Quand utiliser la couleur"),
    ("", "ascii", "Dessiner en caractères ASCII seulement"),
    ("", "read_only", "Ne rien changer sur le disque"),
    (
        "demo",
        "",
        "Ouvrir l’application sur des données inventées ; rien n’est gardé, aucun fichier n’est touché",
    ),
    (
        "me",
        "",
        "Dire ou montrer qui je suis : mon nom, et les identifiants et adresses sous lesquels les outils me connaissent",
    ),
    ("me", "name", "Mon nom, tel que mes collègues le voient"),
    ("me", "aliases", "Un identifiant ou une adresse sous lesquels un outil me connaît ; peut être répété"),
    ("me", "forget", "Oublier un identifiant ou une adresse"),
    ("import", "", "Prendre des conversations depuis des fichiers ou dossiers ; « - » lit l’entrée standard"),
    ("import", "paths", "Fichiers ou dossiers ; « - » est l’entrée standard"),
    ("import", "from", "Le format, quand le contenu laisse un doute"),
    ("import", "map", "Comment lire un fichier CSV : un plan TOML, ou le nom d’un plan fourni"),
    ("import", "agents", "Prendre aussi les conversations de ce conseiller ; peut être répété"),
    ("import", "everyone", "Prendre les conversations de tout le monde : pour un responsable"),
    ("import", "dry_run", "Dire ce qui serait pris, sans rien écrire"),
    ("conversations", "", "Lister, filtrer et chercher des conversations"),
    (
        "conversations",
        "query",
        "Mots qui doivent tous s’y trouver, « !mot » pour exclure ; agent: channel: tag: status: since:7d is:unreviewed is:drawn is:rated",
    ),
    ("conversations", "limit", "Au plus tant, les plus récentes d’abord ; 0 pour toutes"),
    ("show", "", "Afficher une conversation"),
    (
        "show",
        "id",
        "La conversation : son identifiant, « source/identifiant », ou l’identifiant court de la liste",
    ),
    ("draw", "", "Tirer un échantillon reproductible de mes conversations à évaluer"),
    ("draw", "count", "Combien en tirer"),
    ("draw", "since", "Seulement les conversations ouvertes dans cette période : 7d, 4w, ou depuis une date"),
    ("draw", "seed", "Refaire le même tirage avec la graine affichée"),
    ("draw", "per", "Tirer de chaque canal sa part"),
    ("draw", "silent", "Part du tirage prise chez les clients qui n’ont ni noté ni réclamé, de 0 à 1"),
    ("draw", "dry_run", "Dire ce qui serait tiré, sans rien écrire"),
    (
        "score",
        "",
        "Répondre à une liste de contrôle sur une conversation : point par point, ou depuis un fichier JSON",
    ),
    ("score", "id", "La conversation"),
    ("score", "answers", "Les réponses en JSON ; « - » est l’entrée standard"),
    ("score", "checklist", "La liste de contrôle à remplir"),
    ("score", "express", "La forme courte de la liste"),
    ("score", "plain", "Une question par ligne, sans dessin : pour les lecteurs d’écran"),
    ("review", "", "Afficher une évaluation : réponses, scores, termes"),
    ("review", "id", "La conversation"),
    ("review", "why", "Afficher chaque terme de chaque score"),
    ("review", "history", "Afficher chaque réponse donnée, avec son heure"),
    ("seal", "", "Sceller une évaluation ; elle ne change plus jamais"),
    ("seal", "id", "La conversation"),
    ("void", "", "Retirer une évaluation, avec une raison"),
    ("void", "id", "La conversation"),
    ("void", "why", "La raison"),
    ("checklist", "", "Travailler sur les listes de contrôle"),
    ("checklist list", "", "Lister les listes de contrôle disponibles"),
    ("checklist show", "", "Afficher une liste de contrôle"),
    ("checklist show", "id", "Son identifiant"),
    ("checklist show", "toml", "L’afficher comme le fichier TOML qu’elle est"),
    ("checklist check", "", "Vérifier un fichier de liste et nommer chaque problème"),
    ("checklist check", "file", "Le fichier"),
    ("checklist diff", "", "Dire ce qui diffère entre deux listes : identifiants ou fichiers"),
    ("checklist diff", "a", "La première"),
    ("checklist diff", "b", "La seconde"),
    ("checklist new", "", "Afficher une liste de contrôle pour commencer"),
    ("checklist new", "my_items", "Le fichier des points personnels du conseiller à la place"),
    ("checklist new", "output", "L’écrire dans ce fichier"),
    ("checklist new", "force", "Remplacer un fichier existant"),
    (
        "mirror",
        "",
        "Mes piliers, mes points forts et le point qui mérite le plus d’attention, sur une période",
    ),
    (
        "mirror",
        "since",
        "Seulement les évaluations scellées dans cette période : 30d, 12w, ou depuis une date",
    ),
    ("card", "", "Ma carte, et les personnes avec qui j’échange"),
    (
        "card show",
        "",
        "Afficher les mots de ma carte, ou ceux d’un collègue à côté des miens ; -o écrit ma carte dans un fichier",
    ),
    ("card show", "name", "Le collègue ; sinon, ma propre carte"),
    ("card show", "output", "Écrire ma carte dans ce fichier"),
    ("card show", "force", "Remplacer un fichier existant"),
    ("card add", "", "Ajouter la carte d’un collègue, ou prendre la révocation d’une carte"),
    ("card add", "file", "La carte"),
    ("card add", "name", "Comment j’appelle cette personne"),
    ("card add", "lead", "Cette personne reçoit les remises"),
    ("card list", "", "Lister les personnes que je connais"),
    ("card met", "", "Les mots de cette carte ont été comparés de vive voix"),
    ("card met", "name", "Le collègue"),
    ("card accept", "", "Une carte changée est bien la sienne : les mots ont été comparés de vive voix"),
    ("card accept", "name", "Le collègue"),
    ("card refuse", "", "Une carte changée n’est pas la sienne"),
    ("card refuse", "name", "Le collègue"),
    ("card lead", "", "Dire qui reçoit les remises"),
    ("card lead", "name", "La personne"),
    ("card lead", "no", "Plus maintenant"),
    (
        "card renew",
        "",
        "Créer de nouvelles clés : signées avec les anciennes, ou à partir de rien si elles sont perdues",
    ),
    (
        "card renew",
        "lost",
        "Les anciennes clés sont perdues : recommencer comme une personne que les collègues doivent vérifier à nouveau",
    ),
    ("card withdraw", "", "Écrire une déclaration : ma carte n’est plus à croire"),
    ("card withdraw", "output", "Le fichier à écrire"),
    ("card passphrase", "", "Mettre, changer ou enlever la phrase secrète de mes clés"),
    ("card passphrase", "none", "L’enlever"),
    (
        "ask",
        "",
        "Demander à un collègue de lire des conversations à moi : crée une demande, jamais mes réponses",
    ),
    ("ask", "ids", "Les conversations"),
    ("ask", "peer", "À qui ; sans cela, les collègues possibles s’affichent"),
    ("ask", "third", "Tirer au sort un troisième lecteur pour un désaccord"),
    ("ask", "hide_name", "Cacher mon nom au lecteur ; le style peut quand même le trahir"),
    ("ask", "dry_run", "Afficher chaque remplacement, sans rien créer"),
    ("ask", "output", "Le fichier à écrire, ou un dossier pour plusieurs"),
    ("open", "", "Prendre n’importe quel pli, et dire en une phrase ce qu’il a fait"),
    ("open", "files", "Les plis"),
    (
        "reply",
        "",
        "Écrire ce qu’un échange doit envoyer : ma lecture, mes réponses révélées, mes remarques ; ou décliner une demande",
    ),
    ("reply", "id", "La conversation"),
    ("reply", "decline", "Je ne la lirai pas : la raison"),
    ("reply", "consent", "Mes réponses peuvent aller au responsable, sans mon nom"),
    ("reply", "again", "Écrire encore ce qui l’a déjà été"),
    ("reply", "output", "Le fichier à écrire, ou un dossier"),
    ("exchange", "", "Envoyer et prendre des plis par un dossier que les deux côtés partagent"),
    ("exchange", "folder", "Le dossier ; sinon, celui des réglages"),
    ("compare", "", "Afficher un échange, les différences d’abord ; ou dire quelque chose d’une différence"),
    ("compare", "id", "La conversation"),
    ("compare", "with", "Avec qui, quand plusieurs l’ont lue"),
    ("compare", "item", "Le point dont on parle"),
    ("compare", "agree", "La réponse à laquelle je me range : yes, no, n/a ou un nombre"),
    ("compare", "because", "Dans quel cas, et pourquoi : affiché à ce point la prochaine fois"),
    ("compare", "remark", "Une remarque pour l’autre côté"),
    ("compare", "dispute", "Garder ma réponse et demander un troisième lecteur"),
    ("compare", "unsay", "Reprendre ce que j’ai dit de ce point"),
    ("submit", "", "Créer ce que le responsable recevra"),
    ("submit", "ids", "Seulement ces conversations"),
    (
        "submit",
        "since",
        "Seulement les évaluations scellées dans cette période : 30d, 12w, ou depuis une date",
    ),
    ("submit", "dry_run", "Afficher tout ce que le responsable recevrait, sans rien créer"),
    ("submit", "to", "À qui, si je connais plusieurs responsables"),
    ("submit", "remarks", "Remettre mes commentaires sur ce point, expurgés ; peut être répété"),
    ("submit", "withdraw", "Retirer une remise"),
    ("submit", "list", "Lister ce qui a été remis"),
    ("submit", "output", "Le fichier à écrire, ou un dossier"),
    (
        "agreement",
        "",
        "L’accord entre les évaluateurs d’un tableau : CSV, une colonne par évaluateur, une ligne par unité, vide si non évalué",
    ),
    ("agreement", "file", "Le tableau ; « - » est l’entrée standard"),
    ("agreement", "level", "Ce que les réponses sont entre elles : des noms, un ordre ou des nombres"),
    ("agreement", "scale", "Toutes les réponses possibles, dans l’ordre : non,oui,n/a"),
    ("agreement", "units", "La colonne qui nomme les unités"),
    ("agreement", "no_units", "Aucune colonne ne nomme les unités : la première est aussi un évaluateur"),
    (
        "agreement",
        "item",
        "La colonne qui nomme les points de la liste : des chiffres pour chacun, et un alpha qui ne les mélange pas",
    ),
    (
        "export",
        "",
        "Écrire des évaluations ou des conversations dans un fichier : pour des personnes, un tableur ou un entrepôt de données",
    ),
    ("export", "what", "Quoi exporter"),
    ("export", "format", "La forme du fichier ; sans cela, celle que dit son nom"),
    ("export", "output", "Le fichier à écrire ; la sortie standard sans cela"),
    ("export", "force", "Remplacer un fichier existant"),
    (
        "export",
        "raw_cells",
        "Laisser telles quelles les cellules qu’un tableur pourrait exécuter : pour les programmes",
    ),
    ("export", "sheet", "Cette feuille seulement"),
    ("export", "query", "Seulement ce qui correspond, comme dans « conversations »"),
    ("backup", "", "Écrire une copie vérifiée des données dans un fichier"),
    ("backup", "file", "Le fichier à écrire"),
    ("backup", "force", "Remplacer un fichier existant"),
    ("restore", "", "Mettre une copie à la place des données ; les données d’avant restent à côté"),
    ("restore", "file", "La copie"),
    ("doctor", "", "Vérifier les données, les dossiers, les listes de contrôle et le terminal"),
    ("paths", "", "Afficher où tout est rangé"),
    ("keys", "", "Afficher les touches de l’application"),
    ("keys", "markdown", "Afficher un tableau Markdown"),
    ("config", "", "Travailler sur les réglages"),
    ("config default", "", "Afficher le fichier de réglages avec chaque option à sa valeur par défaut"),
    ("completions", "", "Afficher les complétions pour un interpréteur de commandes"),
    ("completions", "shell", "L’interpréteur"),
    ("man", "", "Afficher la page de manuel"),
];

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
        "DIR" => "DOSSIER",
        "FILE" => "FICHIER",
        "ITEM" => "POINT",
        "LANG" => "LANGUE",
        "LEVEL" => "NIVEAU",
        "NAME" => "NOM",
        "PATH" => "CHEMIN",
        "PERIOD" => "PÉRIODE",
        "QUERY" => "REQUÊTE",
        "SEED" => "GRAINE",
        "SHARE" => "PART",
        "SHEET" => "FEUILLE",
        "STRATUM" => "STRATE",
        "SUBMISSION" => "REMISE",
        "TEXT" => "TEXTE",
        "WHEN" => "QUAND",
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
