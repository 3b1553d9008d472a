//! What the doctor looks at about keys, cards and bundles. Counts alone: who they are about stays out of what is
//! pasted into a request for help.

use crate::both;
use crate::domain::exchange::{Side, Stage};
use crate::ops::error::OpsError;
use crate::ops::exchange::{has_ended, waiting_to_leave};
use crate::ops::keys::{self, Condition};
use crate::ops::session::Session;
use crate::ops::upkeep::Check;
use crate::storage::Trust;
use crate::words::{Bilingual, Lang, plural};

/// Who has not answered after so many microseconds is worth a word.
const LONG: i64 = 14 * 86_400_000_000;

/// The keys, the cards, and what waits between people.
pub fn checks(session: &Session, now: i64) -> Result<Vec<Check>, OpsError> {
    let mut checks = vec![of_keys(keys::condition(session)?)];
    checks.extend(of_cards(session)?);
    checks.extend(of_exchanges(session, now)?);
    Ok(checks)
}

fn of_keys(condition: Condition) -> Check {
    match condition {
        Condition::None => Check::fine(
            "keys",
            Bilingual::fixed(
                "none yet: `aplomb card show` makes them",
                "pas encore\u{202f}: «\u{202f}aplomb card show\u{202f}» les crée",
            ),
        ),
        Condition::Gone => Check::wrong(
            "keys",
            Bilingual::fixed("the file is not there any more", "le fichier n’existe plus"),
            Bilingual::fixed(
                "put it back from a copy, or `aplomb card renew --lost`",
                "remettez-le depuis une copie, ou «\u{202f}aplomb card renew --lost\u{202f}»",
            ),
        ),
        Condition::Broken => Check::wrong(
            "keys",
            Bilingual::fixed("the file holds no keys", "le fichier ne contient pas de clés"),
            Bilingual::fixed(
                "put it back from a copy, or `aplomb card renew --lost`",
                "remettez-le depuis une copie, ou «\u{202f}aplomb card renew --lost\u{202f}»",
            ),
        ),
        Condition::There { private: false, .. } => Check::wrong(
            "keys",
            Bilingual::fixed("others can read the file", "d’autres peuvent lire le fichier"),
            Bilingual::fixed(
                "`aplomb card show` closes it; if others had access, `aplomb card renew`",
                "«\u{202f}aplomb card show\u{202f}» le referme\u{202f}; si d’autres y ont eu accès, «\u{202f}aplomb card renew\u{202f}»",
            ),
        ),
        Condition::There { passphrase: true, .. } => Check::fine(
            "keys",
            Bilingual::fixed(
                "for you alone, behind a passphrase",
                "pour vous seul, derrière une phrase secrète",
            ),
        ),
        Condition::There { passphrase: false, .. } => Check::fine(
            "keys",
            Bilingual::fixed(
                "for you alone; no passphrase (`aplomb card passphrase` sets one)",
                "pour vous seul\u{202f}; sans phrase secrète («\u{202f}aplomb card passphrase\u{202f}» en met une)",
            ),
        ),
    }
}

fn of_cards(session: &Session) -> Result<Vec<Check>, OpsError> {
    let people = session.store.people()?;
    let count = |trust| people.iter().filter(|person| person.trust == trust).count();
    let (all, seen, changed) = (people.len(), count(Trust::Seen), count(Trust::Changed));
    let mut checks = Vec::new();
    if all > 0 {
        let (cards, cartes) =
            (plural(Lang::En, all as u64, "card", "cards"), plural(Lang::Fr, all as u64, "carte", "cartes"));
        let all_fr = plural(Lang::Fr, seen as u64, "comparée", "comparées");
        checks.push(match seen {
            0 => Check::fine("cards", both!("{all} {cards}", "{all} {cartes}")),
            _ => Check::note(
                "cards",
                both!(
                    "{all} {cards}, {seen} not compared by voice yet",
                    "{all} {cartes}, dont {seen} pas encore {all_fr} de vive voix"
                ),
                Bilingual::fixed(
                    "`aplomb card list`, then `aplomb card show NAME`",
                    "«\u{202f}aplomb card list\u{202f}», puis «\u{202f}aplomb card show NOM\u{202f}»",
                ),
            ),
        });
    }
    if changed > 0 {
        let (cards, cartes) = (
            plural(
                Lang::En,
                changed as u64,
                "changed card blocks its person",
                "changed cards block their people",
            ),
            plural(
                Lang::Fr,
                changed as u64,
                "carte changée bloque sa personne",
                "cartes changées bloquent leurs personnes",
            ),
        );
        checks.push(Check::wrong(
            "cards",
            both!("{changed} {cards}", "{changed} {cartes}"),
            Bilingual::fixed(
                "compare by voice, then `aplomb card accept NAME` or `aplomb card refuse NAME`",
                "comparez de vive voix, puis «\u{202f}aplomb card accept NOM\u{202f}» ou «\u{202f}aplomb card refuse NOM\u{202f}»",
            ),
        ));
    }
    Ok(checks)
}

fn of_exchanges(session: &Session, now: i64) -> Result<Vec<Check>, OpsError> {
    let (mut to_send, mut long, mut ended) = (0, 0, 0);
    for row in session.store.exchanges()? {
        if has_ended(&session.store, row.id)? {
            ended += usize::from(row.stage != Stage::Open);
            continue;
        }
        to_send += waiting_to_leave(session, row.id)?;
        let waits =
            matches!((row.side, row.stage), (Side::Asker, Stage::Asked) | (Side::Reader, Stage::Answered));
        long += usize::from(waits && now - row.asked_at > LONG);
    }
    let mut checks = Vec::new();
    if to_send > 0 {
        let (bundles, plis) = (
            plural(Lang::En, to_send as u64, "bundle waits", "bundles wait"),
            plural(Lang::Fr, to_send as u64, "pli attend d’être envoyé", "plis attendent d’être envoyés"),
        );
        checks.push(Check::note(
            "bundles",
            both!("{to_send} {bundles} to be sent", "{to_send} {plis}"),
            Bilingual::fixed(
                "`aplomb reply ID` or `aplomb exchange DIR`",
                "«\u{202f}aplomb reply ID\u{202f}» ou «\u{202f}aplomb exchange DOSSIER\u{202f}»",
            ),
        ));
    }
    if long > 0 {
        let (en, fr) = (
            plural(Lang::En, long as u64, "exchange waits", "exchanges wait"),
            plural(Lang::Fr, long as u64, "échange attend", "échanges attendent"),
        );
        checks.push(Check::note(
            "exchanges",
            both!(
                "{long} {en} for the other side for more than two weeks",
                "{long} {fr} l’autre côté depuis plus de deux semaines"
            ),
            Bilingual::fixed(
                "ask whether it arrived; `aplomb reply ID --again` writes it once more",
                "demandez si c’est arrivé\u{202f}; «\u{202f}aplomb reply ID --again\u{202f}» l’écrit encore",
            ),
        ));
    }
    if ended > 0 {
        let (en, fr) = (
            plural(Lang::En, ended as u64, "exchange has", "exchanges have"),
            plural(Lang::Fr, ended as u64, "échange terminé, fait", "échanges terminés, faits"),
        );
        checks.push(Check::note(
            "exchanges",
            both!("{ended} {en} ended: made with keys that are lost", "{ended} {fr} avec des clés perdues"),
            Bilingual::fixed(
                "give colleagues your new card, then ask again",
                "donnez votre nouvelle carte à vos collègues, puis redemandez",
            ),
        ));
    }
    Ok(checks)
}
