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
    ("import", "allow_erased", "Prendre aussi les conversations de clients qui ont été effacés"),
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
    (
        "diagnostic",
        "",
        "Regard du responsable sur la façon dont l’équipe trace, mesure et pilote, à côté du précédent",
    ),
    ("diagnostic", "new", "En commencer un nouveau, ou continuer celui qui est commencé"),
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
        "note",
        "",
        "Ma note de la semaine, pour moi seul : mes forces, une chose à regarder, mes chiffres et mes objectifs, sur une page",
    ),
    ("note", "since", "Ce que j’ai scellé dans cette période : 7d, 4w, ou depuis une date"),
    ("note", "format", "La forme de la page ; sinon, ce que dit le nom du fichier"),
    ("note", "output", "Le fichier à écrire ; sinon, la sortie standard"),
    ("note", "force", "Remplacer un fichier existant"),
    ("note", "as_of", "Ce qui était connu à ce moment : ce qui est venu après n’est pas vu"),
    ("team", "", "Du côté du responsable : ce que les conseillers ont choisi de remettre"),
    ("team collect", "", "Prendre des remises et des retraits"),
    ("team collect", "files", "Plis, ou dossiers qui en contiennent"),
    (
        "team summary",
        "",
        "Ce que l’équipe a remis : piliers, répartitions, points forts, tendances ; rien sur moins de personnes que le seuil",
    ),
    (
        "team summary",
        "since",
        "Seulement les remises qui finissent dans cette période : 4w, 30d, ou depuis une date",
    ),
    ("team summary", "until", "Seulement les remises qui finissent ce jour-là ou avant"),
    (
        "team summary",
        "checklist",
        "La liste de contrôle, par son identifiant ; sinon celle qui a le plus d’évaluations",
    ),
    (
        "team summary",
        "by",
        "Séparer par canal, ou selon que le client a écrit pendant les heures ouvrées ou non",
    ),
    (
        "team brief",
        "",
        "Une page pour la réunion : ce qui va bien, peu de chiffres, des questions, les objectifs, et des lignes pour ce qui est décidé",
    ),
    ("team brief", "daily", "Pour la réunion du jour : hier, et ce qui attend"),
    ("team brief", "weekly", "Pour la réunion de la semaine : la dernière semaine entière (par défaut)"),
    ("team brief", "format", "La forme de la page ; sinon, ce que dit le nom du fichier"),
    ("team brief", "output", "Le fichier à écrire ; sinon, la sortie standard"),
    ("team brief", "force", "Remplacer un fichier existant"),
    ("team brief", "as_of", "Ce qui était connu à ce moment : ce qui est venu après n’est pas vu"),
    (
        "team agreement",
        "",
        "L’accord entre les conseillers et leurs lecteurs, par pilier et par point : d’abord une affaire de formulation",
    ),
    (
        "team agreement",
        "since",
        "Seulement les remises qui finissent dans cette période : 4w, 30d, ou depuis une date",
    ),
    ("team agreement", "until", "Seulement les remises qui finissent ce jour-là ou avant"),
    (
        "team agreement",
        "checklist",
        "La liste de contrôle, par son identifiant ; sinon celle qui a le plus d’évaluations",
    ),
    (
        "goal",
        "",
        "Des objectifs qui tiennent : vérifiés, avec des étapes, jugés sur des chiffres et non à l’humeur",
    ),
    (
        "goal new",
        "",
        "Garder un nouvel objectif : d’un fichier, d’options, ou des deux ; s’il a des défauts, il est refusé avec tous",
    ),
    ("goal new", "from", "Un objectif en TOML ; « - » est l’entrée standard"),
    ("goal new", "template", "Afficher un fichier pour commencer, sans rien garder"),
    ("goal new", "sentence", "La phrase"),
    ("goal new", "metric", "L’indicateur, un seul"),
    ("goal new", "scope", "L’équipe, le canal ou le thème dont il s’agit"),
    ("goal new", "from_value", "La valeur d’aujourd’hui : 72, ou \"8 h\" avec son unité"),
    ("goal new", "n", "Sur combien elle repose"),
    ("goal new", "to", "La valeur à atteindre"),
    ("goal new", "change", "De combien elle doit changer ; --as dit de quoi"),
    ("goal new", "change_is", "En quoi le changement est dit"),
    (
        "goal new",
        "unit",
        "En quoi l’indicateur se compte : percent, score, nps, count, ratio, seconds, minutes, hours",
    ),
    ("goal new", "better", "Le bon sens"),
    ("goal new", "start", "Le premier jour"),
    ("goal new", "by", "Le dernier jour"),
    ("goal new", "owner", "Qui s’en occupe, une personne"),
    ("goal new", "why", "Ce que l’équipe y gagne"),
    (
        "goal new",
        "set",
        "Toute autre valeur, par son nom dans le fichier : attainable.staff=true ; peut être répété",
    ),
    ("goal list", "", "Lister les objectifs : où en est chacun, et sa prochaine étape"),
    ("goal show", "", "Afficher un objectif : phrase, chemin, étapes, progrès, faisabilité, historique"),
    ("goal show", "id", "L’objectif : son identifiant, ou le début de celui-ci"),
    ("goal show", "toml", "L’afficher en TOML, pour le modifier ou le remettre"),
    ("goal check", "", "Confronter un objectif à chaque règle ; tous les défauts à la fois"),
    ("goal check", "what", "Un fichier, ou l’identifiant d’un objectif ; « - » est l’entrée standard"),
    (
        "goal suggest",
        "",
        "Ce que proposent les dernières semaines closes : une cible, et à partir d’où il faut un changement",
    ),
    (
        "goal suggest",
        "weeks",
        "Un indicateur, dont les douze dernières semaines closes sont prises ; ou une valeur par semaine, la plus ancienne d’abord",
    ),
    ("goal suggest", "better", "Le bon sens ; un indicateur le connaît"),
    ("goal suggest", "scope", "D’un indicateur : l’équipe (team), moi (me), un canal ou un thème"),
    ("goal record", "", "Saisir la valeur d’une semaine, quand aucune conversation ne la dit"),
    ("goal record", "id", "L’objectif"),
    ("goal record", "week", "La semaine : 2026-W47, ou l’un de ses jours"),
    ("goal record", "value", "La valeur, dans l’unité de l’objectif"),
    ("goal record", "hits", "D’un taux : combien sur n"),
    ("goal record", "n", "Sur combien elle repose"),
    ("goal record", "counter", "Du contre-indicateur"),
    ("goal promise", "", "Dire d’une semaine si l’activité promise a été tenue"),
    ("goal promise", "id", "L’objectif"),
    ("goal promise", "week", "La semaine : 2026-W47, ou l’un de ses jours"),
    ("goal promise", "done", "Elle a été tenue"),
    ("goal promise", "not_done", "Elle ne l’a pas été"),
    ("goal change", "", "Faire une nouvelle version d’un objectif, avec la raison ; celles d’avant restent"),
    ("goal change", "id", "L’objectif"),
    ("goal change", "to", "La valeur à atteindre"),
    ("goal change", "by", "Le dernier jour"),
    ("goal change", "owner", "Qui s’en occupe"),
    (
        "goal change",
        "set",
        "Toute valeur, par son nom dans le fichier : measurable.minimum_n=50 ; peut être répété",
    ),
    ("goal change", "why", "La raison"),
    ("goal end", "", "Terminer un objectif avant l’heure, avec la raison ; il reste, avec son historique"),
    ("goal end", "id", "L’objectif"),
    ("goal end", "why", "La raison"),
    (
        "goal trends",
        "",
        "Ce qui revient dans les objectifs personnels des conseillers, à partir d’autant de personnes que le veut la règle de l’équipe",
    ),
    (
        "goal trends",
        "files",
        "Les objectifs remis par les conseillers, tels que « goal show --toml » les affiche",
    ),
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
    ("metrics", "", "Les chiffres d’une période à côté de ceux d’avant : n, intervalle, cible, alertes"),
    (
        "metrics",
        "period",
        "day, week, month ou quarter : la dernière période entière ; ou une période nommée, comme 2026-W46, 2026-11, 2026-Q4",
    ),
    ("metrics", "since", "Les derniers 7d, 4w ou 3m, ou depuis une date"),
    ("metrics", "from", "Le premier jour"),
    ("metrics", "to", "Le dernier jour, compris"),
    ("metrics", "by", "Répartir par"),
    ("metrics", "as_of", "Ce qu’on savait à ce moment : ce qui est venu après n’est pas vu"),
    (
        "metrics",
        "calendar",
        "Le calendrier : un fichier TOML, ou le nom d’un calendrier fourni ; sinon « calendar.toml » près des réglages",
    ),
    ("metrics", "all", "Chaque indicateur calculable, pas seulement ceux du tableau de bord"),
    (
        "metrics enter",
        "",
        "Saisir un chiffre qu’aucune conversation ne peut dire ; il reste marqué comme saisi à la main",
    ),
    ("metrics enter", "id", "L’indicateur"),
    ("metrics enter", "value", "Le chiffre : un nombre, une part comme 85%, ou une durée comme 4h"),
    ("metrics enter", "n", "Sur combien de cas il repose"),
    ("metrics enter", "period", "La période : 2026, 2026-11, 2026-Q4, 2026-W46 ou un jour"),
    ("metrics enter", "from", "Le premier jour"),
    ("metrics enter", "to", "Le dernier jour, compris"),
    ("metrics enter", "channel", "Seulement pour ce canal"),
    ("metrics enter", "note", "D’où il vient"),
    ("metrics enter", "remove", "Le reprendre"),
    ("metrics typed", "", "Lister les chiffres saisis à la main"),
    (
        "metrics list",
        "",
        "Lister les indicateurs : ce qu’ils demandent, leur cible, leur responsable et l’action",
    ),
    ("metrics list", "all", "Tous les indicateurs, pas seulement ceux du tableau de bord"),
    ("metrics list", "toml", "Afficher le tableau de bord fourni comme le fichier TOML qu’il est"),
    ("metrics check", "", "Vérifier un fichier d’indicateurs et nommer chaque problème"),
    ("metrics check", "file", "Le fichier"),
    ("hours", "", "Le temps ouvré entre deux instants, avec ses étapes"),
    ("hours", "from", "De : 2026-11-17T02:00:00+01:00, ou à l’heure du calendrier, 2026-11-17T02:00"),
    ("hours", "to", "À, non compris"),
    (
        "hours",
        "calendar",
        "Le calendrier : un fichier TOML, ou le nom d’un calendrier fourni ; sinon « calendar.toml » près des réglages",
    ),
    ("hours", "due", "Quand tant de temps ouvré s’est écoulé depuis DE : secondes, ou 45m, 4h, 1h30m"),
    (
        "export",
        "",
        "Écrire des évaluations, des conversations, des chiffres ou ce qui est conservé sur une personne : pour des personnes, un tableur ou un entrepôt de données",
    ),
    ("export", "what", "Quoi exporter"),
    ("export", "who", "Pour « person » : son identifiant, son adresse ou son nom ; « moi », c’est moi"),
    ("export", "format", "La forme du fichier ; sans cela, celle que dit son nom"),
    ("export", "output", "Le fichier à écrire ; la sortie standard sans cela"),
    ("export", "force", "Remplacer un fichier existant"),
    (
        "export",
        "raw_cells",
        "Laisser telles quelles les cellules qu’un tableur pourrait exécuter : pour les programmes",
    ),
    ("keywords", "", "Compter les mercis, éloges, déceptions et autres dans ce que les clients ont écrit"),
    (
        "keywords",
        "since",
        "Seulement les conversations ouvertes dans cette période : 7d, 4w, ou depuis une date ; sinon quatre semaines",
    ),
    ("keywords", "period", "Un mois comme 2026-10, ou deux jours comme 2026-10-01..2026-10-15"),
    ("keywords", "list", "Seulement cette liste"),
    ("keywords", "examples", "Afficher ce qui est écrit autour des mots, trois par liste au plus"),
    ("purge", "", "Supprimer ce qui dépasse les durées des réglages, et prouver que c’est parti"),
    ("purge", "dry_run", "Dire ce qui serait supprimé et ce qui resterait, sans rien supprimer"),
    (
        "purge",
        "backups",
        "Supprimer aussi les copies de la base plus anciennes que la durée des conversations",
    ),
    ("purge", "receipts", "Lister les reçus de ce qui a été purgé ou effacé"),
    ("erase", "", "Effacer tout ce qui concerne un client, avec un reçu"),
    (
        "erase",
        "customer",
        "L’identifiant, l’adresse ou le nom du client tel qu’une conversation le porte, majuscules ou non",
    ),
    ("erase", "dry_run", "Dire ce qui serait effacé, sans rien effacer"),
    (
        "erase",
        "backups",
        "Supprimer aussi toutes les copies à côté de la base : chacune peut contenir le client",
    ),
    ("erase", "output", "Écrire le reçu, en JSON, dans ce fichier"),
    ("erase", "force", "Remplacer un fichier existant"),
    ("export", "sheet", "Cette feuille seulement"),
    ("export", "since", "Pour des chiffres : les derniers 7d, 4w ou 3m, ou depuis une date"),
    (
        "export",
        "period",
        "Pour les indicateurs : week, month ou quarter pour la dernière entière ; ou une période nommée, comme 2026-W46",
    ),
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
