//! What is missing in conversations: messages, words, one side, who handled them, who asked, how it came out.

use super::super::findings::{Check, Finding, label, of, of_conversations, said};
use super::super::{Counts, Measured, Part};
use super::{ENOUGH, weighed};
use crate::domain::verdict::Verdict;
use crate::words::{Bilingual, Lang, number, percent};

/// Channels on which people speak.
const SPOKEN: [&str; 10] =
    ["phone", "voice", "call", "calls", "telephone", "téléphone", "tel", "tél", "appel", "appels"];

pub(super) fn sides(measured: &Measured, several: bool) -> Vec<Finding> {
    let mut found = messages(measured, several);
    found.extend(one_sided(measured, several));
    found.extend([agents(&measured.counts), customers(&measured.counts), outcome(&measured.counts)]);
    found
}

fn all_have(check: Check, n: u64, en: &str, fr: &str) -> Finding {
    let seen = said(|lang| match (number(lang, n), lang) {
        (n, Lang::En) => format!("{en} (n = {n})."),
        (n, Lang::Fr) => format!("{fr} (n = {n})."),
    });
    Finding::new(check, Verdict::Fine, Some(0), n, seen)
}

fn messages(measured: &Measured, several: bool) -> Vec<Finding> {
    let n = measured.counts.conversations;
    let mut found = Vec::new();
    for part in &measured.parts {
        let counts = &part.counts;
        let silent = counts.empty + counts.wordless;
        if silent == 0 {
            continue;
        }
        let spoken = SPOKEN.contains(&part.channel.as_str());
        let verdict = if spoken { Verdict::Note } else { weighed(silent, counts.conversations) };
        let seen = said(|lang| {
            let (label, empty, of) = (
                label(part, several, lang),
                number(lang, counts.empty),
                of_conversations(lang, silent, counts.conversations),
            );
            match lang {
                Lang::En => format!("{label}: without a word: {of}, of these {empty} without any message."),
                Lang::Fr => {
                    format!("{label}\u{202f}: sans un mot\u{202f}: {of}, dont {empty} sans aucun message.")
                }
            }
        });
        let finding =
            Finding::new(Check::Messages, verdict, Some(silent), counts.conversations, seen).of(part);
        found.push(if spoken {
            finding
                .means("Calls are counted, and cannot be reviewed or measured by replies.", "Les appels sont comptés, sans pouvoir être évalués ni mesurés par les réponses.")
                .next("Does the telephone system export transcripts or notes? They can be taken in beside.", "La téléphonie exporte-t-elle des transcriptions ou des notes\u{202f}? Elles s’importent à côté.")
        } else {
            finding
                .means("They count as arrivals, and look as if nobody had asked or answered.", "Elles comptent dans les arrivées, comme si personne n’avait demandé ni répondu.")
                .next("Import the file of messages (comments, threads) that goes with these conversations.", "Importez le fichier des messages (commentaires, fils) qui va avec ces conversations.")
        });
    }
    if found.is_empty() {
        found.push(all_have(
            Check::Messages,
            n,
            "Every conversation has messages with words",
            "Chaque conversation a des messages avec des mots",
        ));
    }
    found
}

/// Channels of which one side was taken in alone.
fn one_sided(measured: &Measured, several: bool) -> Vec<Finding> {
    let spoken = |part: &&Part| part.counts.conversations - part.counts.empty >= ENOUGH;
    let judged: Vec<&Part> = measured.parts.iter().filter(spoken).collect();
    let mut found = Vec::new();
    for part in &judged {
        let counts = &part.counts;
        let n = counts.conversations - counts.empty;
        let (asked, replied) = (counts.asked, counts.replied);
        let finding = |seen| Finding::new(Check::Sides, Verdict::Wrong, Some(0), n, seen).of(part);
        if replied == 0 && asked > 0 {
            let seen = said(|lang| match (label(part, several, lang), number(lang, n), lang) {
                (label, n, Lang::En) => {
                    format!("{label}: only customers’ messages; not one reply in {n} conversations.")
                }
                (label, n, Lang::Fr) => format!(
                    "{label}\u{202f}: des messages de clients seulement\u{202f}; aucune réponse dans {n} conversations."
                ),
            });
            found.push(
                finding(seen)
                    .means("Everything here looks unanswered: response times, the unanswered and reviews say nothing.", "Tout paraît sans réponse\u{202f}: délais, sans-réponse et évaluations ne disent rien.")
                    .next("Are replies sent from a plain mailbox, or left out of the export? Export them, too; or does the import not know who is an agent?", "Les réponses partent-elles d’une simple messagerie, ou manquent-elles à l’export\u{202f}? Exportez-les aussi\u{202f}; ou l’import ignore-t-il qui est conseiller\u{202f}?"),
            );
        } else if asked == 0 && replied > 0 {
            let seen = said(|lang| match (label(part, several, lang), number(lang, n), lang) {
                (label, n, Lang::En) => {
                    format!("{label}: only agents’ messages; not one question in {n} conversations.")
                }
                (label, n, Lang::Fr) => format!(
                    "{label}\u{202f}: des messages de conseillers seulement\u{202f}; aucune question dans {n} conversations."
                ),
            });
            found.push(
                finding(seen)
                    .means("No wait can be measured: nobody is known to have asked.", "Aucune attente n’est mesurable\u{202f}: on ne sait pas qui a demandé.")
                    .next("Export the customers’ messages, too; if the team writes first here, read this channel apart.", "Exportez aussi les messages des clients\u{202f}; si l’équipe écrit la première, lisez ce canal à part."),
            );
        }
    }
    if found.is_empty() && !judged.is_empty() {
        let n = judged.iter().map(|part| part.counts.conversations - part.counts.empty).sum();
        let channels = judged.len() as u64;
        let seen = said(|lang| {
            let (n, answered) = (
                number(lang, n),
                of_conversations(lang, measured.counts.answered, measured.counts.conversations),
            );
            match lang {
                Lang::En => format!(
                    "Both sides are there: a question and a reply in {answered}; channels looked at: {channels} (n = {n})."
                ),
                Lang::Fr => format!(
                    "Les deux côtés sont là\u{202f}: une question et une réponse dans {answered}\u{202f}; canaux regardés\u{202f}: {channels} (n = {n})."
                ),
            }
        });
        found.push(Finding::new(Check::Sides, Verdict::Fine, Some(0), n, seen));
    }
    found
}

/// What nobody replied to has no agent yet, and lacks none.
fn agents(counts: &Counts) -> Finding {
    let (hits, n) = (counts.unowned, counts.replied);
    if hits == 0 && counts.by_nobody == 0 {
        return all_have(
            Check::Agents,
            n,
            "Of every conversation with a reply it is known who handled it",
            "Pour chaque conversation avec une réponse, on sait qui l’a traitée",
        );
    }
    let (messages, all) = (counts.by_nobody, counts.by_agents);
    let seen = said(|lang| {
        let (conversations, messages) = (of_conversations(lang, hits, n), of(lang, messages, all));
        match lang {
            Lang::En => format!(
                "Nobody is named for {conversations} with a reply; of agents’ messages, {messages} name no author."
            ),
            Lang::Fr => format!(
                "Personne n’est nommé pour {conversations} avec une réponse\u{202f}; parmi les messages de conseillers, sans auteur\u{202f}: {messages}."
            ),
        }
    });
    let verdict = weighed(hits, n).max(weighed(messages, all));
    Finding::new(Check::Agents, verdict, Some(hits), n, seen)
        .means(
            "They are in the team’s figures, in no agent’s own, and in nobody’s draw.",
            "Elles sont dans les chiffres de l’équipe, dans ceux d’aucun conseiller, et dans aucun tirage.",
        )
        .next(
            "Does the export have a column for who replied? The map of the import names it.",
            "L’export a-t-il une colonne pour qui a répondu\u{202f}? Le plan d’import la nomme.",
        )
}

fn customers(counts: &Counts) -> Finding {
    let (hits, n) = (counts.without_customer, counts.conversations);
    if hits == 0 {
        return all_have(
            Check::Customers,
            n,
            "Of every conversation it is known who asked",
            "Pour chaque conversation, on sait qui a demandé",
        );
    }
    let seen = said(|lang| match (of_conversations(lang, hits, n), lang) {
        (of, Lang::En) => format!("Without a customer: {of}."),
        (of, Lang::Fr) => format!("Sans client\u{202f}: {of}."),
    });
    Finding::new(Check::Customers, Verdict::Note, Some(hits), n, seen)
        .means(
            "A customer who comes back cannot be seen there: contacts per resolution are too low.",
            "Un client qui revient n’y est pas visible\u{202f}: les contacts par résolution sont trop bas.",
        )
        .next(
            "Does the export have the customer’s id or address?",
            "L’export a-t-il l’identifiant ou l’adresse du client\u{202f}?",
        )
}

fn outcome(counts: &Counts) -> Finding {
    let n = counts.conversations;
    let known = [
        (counts.status, Bilingual::fixed("status", "statut")),
        (counts.rated, Bilingual::fixed("rating", "note du client")),
        (counts.transfers, Bilingual::fixed("transfers", "transferts")),
        (counts.reopens, Bilingual::fixed("reopenings", "réouvertures")),
    ];
    let (known, absent): (Vec<_>, Vec<_>) = known.iter().partition(|(hits, _)| *hits > 0);
    let never = absent.len() as u64;
    let seen = said(|lang| {
        let share = |(hits, name): &&(u64, Bilingual)| {
            format!("{} {}", name.get(lang), percent(lang, *hits as f64 / n.max(1) as f64, n))
        };
        let known = known.iter().map(share).collect::<Vec<_>>().join(", ");
        let absent = absent.iter().map(|(_, name)| name.get(lang)).collect::<Vec<_>>().join(", ");
        let n = number(lang, n);
        let parts = match lang {
            Lang::En => [("Known of conversations: ", known), ("Never recorded: ", absent)],
            Lang::Fr => {
                [("Connu des conversations\u{202f}: ", known), ("Jamais enregistré\u{202f}: ", absent)]
            }
        };
        let told: Vec<String> = parts
            .iter()
            .filter(|(_, of)| !of.is_empty())
            .map(|(what, of)| format!("{what}{of} (n = {n})."))
            .collect();
        told.join(" ")
    });
    let verdict = if never == 0 { Verdict::Fine } else { Verdict::Note };
    let finding = Finding::new(Check::Outcome, verdict, Some(never), n, seen);
    if never == 0 {
        return finding;
    }
    finding
        .means("What is unknown counts nowhere, and is not 0; not every rating that is missing was asked for.", "L’inconnu ne compte nulle part, et ne vaut pas 0\u{202f}; une note absente n’a pas toujours été demandée.")
        .next("`aplomb metrics` says *not recorded* there. Many help desks export these in a file of their own.", "«\u{202f}aplomb metrics\u{202f}» y dit «\u{202f}non enregistré\u{202f}». Beaucoup d’outils les exportent à part.")
}
