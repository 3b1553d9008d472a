//! `aplomb purge`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::both;
use crate::cli::args::PurgeArgs;
use crate::cli::out::Out;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::retention::{self, CopyOut, Keep, Purged, ReceiptOut, Wish, proof_words, staying_words};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, bytes, date, number, plural};

/// Deletes what is older than the clocks, or lists receipts. `false`: something is still there.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &PurgeArgs,
    keep: Keep<'_>,
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    if args.receipts {
        return receipts(out, session).map(|()| true);
    }
    let wish = Wish {
        dry_run: args.dry_run,
        backups: args.backups,
        clock_is_right: args.clock_is_right,
        now,
        random: chance.bytes(),
    };
    let purged = retention::purge(session, &wish, keep, &mut |done, of| {
        out.progress(&both!(
            "{done} of {of} conversations deleted",
            "{done} conversations sur {of} supprimées"
        ));
    })?;
    out.end_progress();
    if out.json {
        out.json(&purged)?;
    } else {
        print(out, &purged);
    }
    Ok(!purged.leaked())
}

fn print(out: &mut Out, purged: &Purged) {
    let lang = out.lang;
    if purged.is_idle() {
        let (c, r) = (purged.conversations_clock.0, purged.reviews_clock.0);
        out.say(&both!(
            "nothing is older than {c} days (conversations) or {r} days (reviews)",
            "rien n’a plus de {c} jours (conversations) ou de {r} jours (évaluations)"
        ));
    } else if purged.dry_run {
        due(out, purged);
    } else {
        counts(out, &purged.deleted);
        if let Some(proof) = &purged.proof {
            out.say(&proof_words(proof));
        }
        if purged.leaked() {
            out.tell(&Bilingual::fixed(
                "something of what was deleted is still there: run `aplomb doctor`, then `aplomb purge` again",
                "il reste quelque chose de ce qui a été supprimé : lancez « aplomb doctor », puis de nouveau « aplomb purge »",
            ));
        }
    }
    for staying in &purged.stays {
        let n = number(lang, staying.count);
        let examples = staying.examples.join(", ");
        let more = if staying.count > staying.examples.len() as u64 { ", …" } else { "" };
        let why = staying_words(staying.why);
        let kept = match lang {
            Lang::En => "stays for now",
            Lang::Fr => "reste pour l’instant",
        };
        out.line(&format!("{n:>7}  {kept}: {} ({examples}{more})", why.get(lang)));
    }
    if !purged.weeks.is_empty() {
        let n = purged.weeks.len() as u64;
        let (en, fr) = (number(Lang::En, n), number(Lang::Fr, n));
        let (weeks, semaines) =
            (plural(Lang::En, n, "week", "weeks"), plural(Lang::Fr, n, "semaine", "semaines"));
        out.say(&match purged.dry_run {
            true => Bilingual::made(
                format!("Figures of {en} {weeks} would be kept first, as sums."),
                format!("Les chiffres de {fr} {semaines} seraient d’abord gardés, en sommes."),
            ),
            false => Bilingual::made(
                format!("Figures of {en} {weeks} are kept, as sums."),
                format!("Les chiffres de {fr} {semaines} sont gardés, en sommes."),
            ),
        });
    }
    copies(out, &purged.copies);
    if let Some(doubt) = purged.doubt.filter(|_| purged.dry_run) {
        out.tell(&doubt.says());
        out.tell(&doubt.hint());
    }
    if purged.dry_run && !purged.is_idle() {
        let (en, fr) = (bytes(Lang::En, purged.needs_bytes), bytes(Lang::Fr, purged.needs_bytes));
        out.tell(&Bilingual::made(
            format!(
                "nothing was deleted; `aplomb purge` does it, and needs about {en} of free space meanwhile"
            ),
            format!("rien n’a été supprimé ; « aplomb purge » le fait, avec environ {fr} d’espace libre"),
        ));
    }
}

fn due(out: &mut Out, purged: &Purged) {
    let lang = out.lang;
    let (days, before) = purged.conversations_clock;
    let day = |at| date(lang, at);
    out.line(&match lang {
        Lang::En => format!("Due: last message before {} ({days} days)", day(before)),
        Lang::Fr => format!("Échu : dernier message avant le {} ({days} jours)", day(before)),
    });
    for name in ["conversations", "received", "facts", "bundles", "refusals", "waiting", "people"] {
        row(out, purged, name);
    }
    if let Some((oldest, newest)) = purged.span {
        out.line(&match lang {
            Lang::En => format!("         begun from {} to {}", day(oldest), day(newest)),
            Lang::Fr => format!("         commencées du {} au {}", day(oldest), day(newest)),
        });
    }
    let (days, before) = purged.reviews_clock;
    out.line(&match lang {
        Lang::En => format!("Due: sealed or taken in before {} ({days} days)", day(before)),
        Lang::Fr => format!("Échu : scellé ou reçu avant le {} ({days} jours)", day(before)),
    });
    for name in ["reviews", "draws", "submissions", "precedents"] {
        row(out, purged, name);
    }
    out.line(match lang {
        Lang::En => "Sealed reviews of these conversations keep their answers, without comments.",
        Lang::Fr => {
            "Les évaluations scellées de ces conversations gardent leurs réponses, sans commentaires."
        }
    });
}

fn row(out: &mut Out, purged: &Purged, name: &str) {
    let n = purged.due.get(name).copied().unwrap_or_default();
    if n > 0 || matches!(name, "conversations" | "reviews") {
        let line = format!("{:>7}  {}", number(out.lang, n), what(name, n).get(out.lang));
        out.line(&line);
    }
}

/// What was deleted, a row each.
pub fn counts(out: &mut Out, deleted: &BTreeMap<String, u64>) {
    const ORDER: [&str; 14] = [
        "conversations",
        "messages",
        "emptied",
        "reviews",
        "stripped",
        "exchanges",
        "facts",
        "bundles",
        "precedents",
        "draws",
        "submissions",
        "refusals",
        "waiting",
        "people",
    ];
    out.say(&Bilingual::fixed("Deleted:", "Supprimé :"));
    for name in ORDER {
        if let Some(n) = deleted.get(name) {
            let line = format!("{:>7}  {}", number(out.lang, *n), what(name, *n).get(out.lang));
            out.line(&line);
        }
    }
}

/// The words for a count of something: the English and the French form follows the count.
fn what(name: &str, n: u64) -> Bilingual {
    let [en_one, en_many, fr_one, fr_many] = match name {
        "conversations" => ["conversation", "conversations", "conversation", "conversations"],
        "received" => [
            "of these, sent by a colleague to be read",
            "of these, sent by colleagues to be read",
            "dont envoyée par un collègue",
            "dont envoyées par des collègues",
        ],
        "messages" => ["message", "messages", "message", "messages"],
        "waiting" => [
            "piece that waited for its conversation",
            "pieces that waited for their conversations",
            "élément qui attendait sa conversation",
            "éléments qui attendaient leurs conversations",
        ],
        "people" => [
            "customer in a help desk’s list of people",
            "customers in help desks’ lists of people",
            "client dans la liste des personnes d’un outil",
            "clients dans les listes des personnes d’outils",
        ],
        "emptied" => [
            "of these, named by a review or a draw: an empty row stays",
            "of these, named by reviews or draws: empty rows stay",
            "dont citée par une évaluation ou un tirage : une ligne vide reste",
            "dont citées par des évaluations ou tirages : des lignes vides restent",
        ],
        "reviews" => ["review", "reviews", "évaluation", "évaluations"],
        "stripped" => [
            "sealed review keeps its answers, without comments and evidence",
            "sealed reviews keep their answers, without comments and evidence",
            "évaluation scellée garde ses réponses, sans commentaires ni preuves",
            "évaluations scellées gardent leurs réponses, sans commentaires ni preuves",
        ],
        "exchanges" => ["exchange", "exchanges", "échange", "échanges"],
        "facts" => [
            "thing said in exchanges",
            "things said in exchanges",
            "propos tenu dans des échanges",
            "propos tenus dans des échanges",
        ],
        "bundles" => ["bundle of mine", "bundles of mine", "pli de ma part", "plis de ma part"],
        "precedents" => ["precedent", "precedents", "précédent", "précédents"],
        "draws" => ["draw", "draws", "tirage", "tirages"],
        "submissions" => ["submission", "submissions", "remise", "remises"],
        _ => [
            "note about a refused file",
            "notes about refused files",
            "note sur un fichier refusé",
            "notes sur des fichiers refusés",
        ],
    };
    Bilingual::made(
        plural(Lang::En, n, en_one, en_many).to_owned(),
        plural(Lang::Fr, n, fr_one, fr_many).to_owned(),
    )
}

/// Copies of the store, by name with their age.
pub fn copies(out: &mut Out, copies: &[CopyOut]) {
    if copies.is_empty() {
        return;
    }
    let lang = out.lang;
    out.say(&Bilingual::fixed(
        "Copies beside the store, which no deletion reaches:",
        "Copies à côté de la base, qu’aucune suppression n’atteint :",
    ));
    for copy in copies {
        let age = match lang {
            Lang::En => format!("{} d", copy.days),
            Lang::Fr => format!("{} j", copy.days),
        };
        let deleted = match (copy.deleted, lang) {
            (false, _) => "",
            (true, Lang::En) => "  deleted now",
            (true, Lang::Fr) => "  supprimée",
        };
        out.line(&format!("{age:>7}  {:>8}  {}{deleted}", bytes(lang, copy.bytes), copy.path));
    }
    if copies.iter().any(|copy| copy.due && !copy.deleted) {
        out.tell(&Bilingual::fixed(
            "--backups deletes those whose time is up; copies that you made elsewhere are yours to delete",
            "--backups supprime celles dont le temps est écoulé ; les copies faites ailleurs sont à vous de supprimer",
        ));
    }
}

#[derive(Serialize)]
struct ReceiptsOut {
    schema_version: u32,
    receipts: Vec<ReceiptOut>,
}

fn receipts(out: &mut Out, session: &Session) -> Result<(), OpsError> {
    let receipts = retention::receipts(session)?;
    if out.json {
        return out.json(&ReceiptsOut { schema_version: 1, receipts });
    }
    if receipts.is_empty() {
        out.say(&Bilingual::fixed("nothing was purged or erased yet", "rien n’a encore été purgé ni effacé"));
    }
    for receipt in &receipts {
        one_receipt(out, receipt);
    }
    Ok(())
}

/// A receipt, a line or two.
pub fn one_receipt(out: &mut Out, receipt: &ReceiptOut) {
    let lang = out.lang;
    let kind = match (receipt.kind, lang) {
        ("purge", Lang::En) => "purge",
        ("purge", Lang::Fr) => "purge",
        (_, Lang::En) => "erasure",
        (_, Lang::Fr) => "effacement",
    };
    let of = |name: &str| {
        let n = receipt.counts.get(name).copied().unwrap_or_default();
        format!("{} {}", number(lang, n), what(name, n).get(lang))
    };
    let (c, m, r) = (of("conversations"), of("messages"), of("reviews"));
    let (looked, found) = (number(lang, receipt.looked_for), number(lang, receipt.found));
    let day = date(lang, receipt.day);
    let id = receipt.id.get(..8).unwrap_or_default();
    out.line(&format!("{day:<14} {kind:<10} {id}"));
    out.line(&match lang {
        Lang::En => {
            format!("    {c}, {m}, {r}; {found} of {looked} pieces found after")
        }
        Lang::Fr => format!("    {c}, {m}, {r} ; {found} fragment sur {looked} retrouvé ensuite"),
    });
}
