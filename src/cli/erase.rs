//! `aplomb erase`.

use crate::both;
use crate::cli::args::EraseArgs;
use crate::cli::file;
use crate::cli::out::{Out, escaped};
use crate::cli::purge;
use crate::ops::chance::Chance;
use crate::ops::erase::{self, ErasureOut, Name, Wish};
use crate::ops::error::{Kind, OpsError};
use crate::ops::retention::proof_words;
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date, number, plural};

/// Erases one customer. `false`: something is still there.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &EraseArgs,
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    // A place that cannot be written is found before anything is erased.
    let target = match &args.output {
        Some(path) if !args.dry_run => Some((path, file::create(path, args.force)?)),
        _ => None,
    };
    let wish = Wish {
        customer: args.customer.clone(),
        dry_run: args.dry_run,
        backups: args.backups,
        now,
        name: chance.bytes(),
        random: chance.bytes(),
    };
    let erased = erase::erase(session, &wish)?;
    if out.json {
        out.json(&erased)?;
    } else {
        print(out, &erased);
    }
    if let (Some((path, mut target)), Some(receipt)) = (target, &erased.receipt) {
        let text = serde_json::to_string_pretty(receipt)
            .map_err(|e| OpsError::new(Kind::Bug, Bilingual::same(e.to_string())))?;
        std::io::Write::write_all(&mut target, format!("{}\n", escaped(&text)).as_bytes())
            .map_err(|e| OpsError::file(path, &e))?;
        file::finish(out, target, path, args.force)?;
    }
    Ok(!erased.leaked())
}

fn print(out: &mut Out, erased: &ErasureOut) {
    let lang = out.lang;
    let n = number(lang, erased.conversations);
    if erased.dry_run {
        let count = erased.conversations;
        out.say(&Bilingual::made(
            format!("{n} {} of this customer", plural(Lang::En, count, "conversation", "conversations")),
            format!("{n} {} de ce client", plural(Lang::Fr, count, "conversation", "conversations")),
        ));
        if !erased.examples.is_empty() {
            let more = if erased.conversations > erased.examples.len() as u64 { ", …" } else { "" };
            out.line(&format!("    {}{more}", erased.examples.join(", ")));
        }
        names(out, &erased.matched, &Bilingual::fixed("Matched:", "Trouvé :"));
        names(
            out,
            &erased.alike,
            &Bilingual::fixed(
                "Not matched, but alike or in the same conversations:",
                "Non trouvé, mais ressemblant ou dans les mêmes conversations :",
            ),
        );
    } else {
        purge::counts(out, &erased.deleted);
        if let Some(proof) = &erased.proof {
            out.say(&proof_words(proof));
        }
        if let Some(receipt) = &erased.receipt {
            let id = receipt.id.get(..8).unwrap_or_default();
            out.say(&both!(
                "receipt {id}: it holds counts and a digest, not the name; `aplomb purge --receipts` lists it",
                "reçu {id} : des comptes et une empreinte, pas le nom ; « aplomb purge --receipts » le liste"
            ));
        }
    }
    if !erased.travelled.is_empty() {
        out.say(&Bilingual::fixed(
            "Copies that left this machine; please ask them to erase theirs:",
            "Copies parties de cette machine ; demandez à ces personnes d’effacer la leur :",
        ));
        for one in &erased.travelled {
            out.line(&format!("    {}  {}  ({})", date(lang, one.on), one.to, word(&one.what).get(lang)));
        }
    }
    purge::copies(out, &erased.copies);
    out.tell(&Bilingual::fixed(
        "files that you exported, and texts of other conversations that mention this person, are yours to look through",
        "les fichiers exportés, et les autres conversations qui citent cette personne, restent à vérifier par vous",
    ));
    if erased.dry_run {
        out.tell(&Bilingual::fixed(
            "nothing was erased; the same command without --dry-run does it, for good",
            "rien n’a été effacé ; la même commande sans --dry-run le fait, pour de bon",
        ));
    }
}

fn word(what: &str) -> Bilingual {
    match what {
        "received" => Bilingual::fixed("they sent it to me", "reçue de leur part"),
        "request" => Bilingual::fixed("request", "demande"),
        "review" => Bilingual::fixed("review", "évaluation"),
        "reveal" => Bilingual::fixed("reveal", "révélation"),
        "talk" => Bilingual::fixed("remarks", "remarques"),
        "submission" => Bilingual::fixed("submission", "remise"),
        "decline" => Bilingual::fixed("declined", "refus"),
        _ => Bilingual::fixed("bundle", "pli"),
    }
}

fn names(out: &mut Out, names: &[Name], head: &Bilingual) {
    if names.is_empty() {
        return;
    }
    out.say(head);
    for one in names {
        let n = match out.lang {
            Lang::En => format!("in {}", number(out.lang, one.conversations)),
            Lang::Fr => format!("dans {}", number(out.lang, one.conversations)),
        };
        out.line(&format!("    {:<40} {n}", one.name));
    }
}
