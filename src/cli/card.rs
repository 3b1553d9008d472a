//! `aplomb card`.

use std::path::Path;

use serde::Serialize;

use crate::both;
use crate::cli::args::CardCommand;
use crate::cli::out::Out;
use crate::cli::{file, passphrase};
use crate::domain::shown::Shown;
use crate::ops::cards::{self, Added, Person};
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::storage::Trust;
use crate::words::Bilingual;

/// Longer files are no cards.
const LONGEST: u64 = 16 << 10;

#[derive(Serialize)]
struct PersonOut<'a> {
    name: &'a str,
    person: String,
    lead: bool,
    trust: &'static str,
    words: &'a str,
    changed_card_waits: bool,
}

#[derive(Serialize)]
struct PeopleOut<'a> {
    schema_version: u32,
    people: Vec<PersonOut<'a>>,
}

#[derive(Serialize)]
struct MineOut<'a> {
    schema_version: u32,
    words: &'a str,
    number: u32,
    passphrase: bool,
}

/// Carries out what is asked of the cards. `false`: done, and something needs attention.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    command: CardCommand,
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    match command {
        CardCommand::Show { name: None, output, force } => {
            mine(out, session, output.as_deref(), force, now, chance)?
        }
        CardCommand::Show { name: Some(name), .. } => theirs(out, session, &name, now, chance)?,
        CardCommand::Add { file, name, lead } => {
            let bytes = read(&file, LONGEST)?;
            let added = cards::add(session, &bytes, name.as_deref(), lead, now)?;
            tell(out, &added);
            return Ok(!added.alarm);
        }
        CardCommand::List => list(out, session)?,
        CardCommand::Met { name } => out.say(&cards::met(session, &name)?),
        CardCommand::Accept { name } => out.say(&cards::accept(session, &name, now)?),
        CardCommand::Refuse { name } => out.say(&cards::refuse(session, &name)?),
        CardCommand::Lead { name, no } => out.say(&cards::set_lead(session, &name, !no)?),
        CardCommand::Renew { lost } => renew(out, session, lost, now, chance)?,
        CardCommand::Withdraw { output } => {
            let bytes = cards::withdraw_mine(session, now, chance)?;
            file::write(out, &output, false, &bytes)?;
            out.tell(&Bilingual::fixed(
                "give it to everybody who has your card; then `aplomb card renew` makes a new one",
                "donnez-la à tous ceux qui ont votre carte ; puis « aplomb card renew » en crée une nouvelle",
            ));
        }
        CardCommand::Passphrase { none } => {
            let new = if none { None } else { Some(passphrase::new(out.lang)?) };
            keys::set_passphrase(session, new.as_deref().map(String::as_str), now, chance)?;
            out.say(&match new {
                Some(_) => Bilingual::fixed(
                    "your keys ask for the passphrase now",
                    "vos clés demandent maintenant la phrase secrète",
                ),
                None => Bilingual::fixed(
                    "your keys ask for no passphrase",
                    "vos clés ne demandent pas de phrase secrète",
                ),
            });
        }
    }
    Ok(true)
}

fn mine(
    out: &mut Out,
    session: &mut Session,
    output: Option<&Path>,
    force: bool,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let mine = cards::mine(session, now, chance)?;
    if let Some(path) = output {
        file::write(out, path, force, &mine.bytes)?;
    }
    let words = mine.words.get(out.lang).to_owned();
    if out.json {
        return out.json(&MineOut {
            schema_version: 1,
            words: &words,
            number: mine.number,
            passphrase: mine.passphrase,
        });
    }
    out.line(&words);
    if output.is_none() {
        out.tell(&Bilingual::fixed(
            "`aplomb card show -o FILE` writes your card; give it to colleagues, and read them these words aloud",
            "« aplomb card show -o FICHIER » écrit votre carte ; donnez-la à vos collègues, et lisez-leur ces mots",
        ));
    }
    out.tell(&match mine.passphrase {
        true => {
            Bilingual::fixed("your keys are behind a passphrase", "vos clés sont derrière une phrase secrète")
        }
        false => Bilingual::fixed(
            "your keys have no passphrase: `aplomb card passphrase` sets one",
            "vos clés n’ont pas de phrase secrète : « aplomb card passphrase » en met une",
        ),
    });
    Ok(())
}

fn theirs(
    out: &mut Out,
    session: &mut Session,
    name: &str,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    // The words over both cards need mine.
    if session.store.identity()?.is_none() {
        keys::identity(session, now, chance)?;
    }
    let id = cards::find(session, name)?.id;
    let Some(person) = cards::list(session)?.into_iter().find(|person| person.id == id) else {
        return Ok(());
    };
    if out.json {
        return out.json(&of(&person, out.lang));
    }
    let lang = out.lang;
    let called = &person.name;
    let typed = cards::typed(called);
    out.line(&format!("{called} · {}", trust_words(person.trust).get(lang)));
    let (words, meeting) = (person.words.get(lang), person.meeting.get(lang));
    out.say(&both!("card       {words}", "carte      {words}"));
    out.say(&both!("both of us {meeting}", "nous deux  {meeting}"));
    if let Some(offered) = &person.offered {
        let offered = offered.get(lang);
        out.say(&both!("CHANGED    {offered}", "CHANGÉE    {offered}"));
    }
    if person.trust == Trust::Met {
        return Ok(());
    }
    if person.offered.is_some() {
        out.tell(&both!(
            "`aplomb card accept {typed}` if {called} reads these words to you; otherwise `aplomb card refuse {typed}`",
            "«\u{202f}aplomb card accept {typed}\u{202f}» si {called} vous lit ces mots\u{202f}; sinon «\u{202f}aplomb card refuse {typed}\u{202f}»"
        ));
        return Ok(());
    }
    out.tell(&both!(
        "read the words over both of us to each other; the same on both sides: `aplomb card met {typed}`",
        "lisez-vous les mots de « nous deux » ; s’ils sont les mêmes des deux côtés : « aplomb card met {typed} »"
    ));
    Ok(())
}

fn list(out: &mut Out, session: &Session) -> Result<(), OpsError> {
    let people = cards::list(session)?;
    if out.json {
        let lang = out.lang;
        let people = people.iter().map(|person| of(person, lang)).collect();
        return out.json(&PeopleOut { schema_version: 1, people });
    }
    if people.is_empty() {
        out.tell(&Bilingual::fixed(
            "you have no colleague’s card yet: swap cards with `aplomb card show -o FILE` and `aplomb card add FILE`",
            "vous n’avez encore la carte d’aucun collègue : échangez-les avec « aplomb card show -o FICHIER » et « aplomb card add FICHIER »",
        ));
    }
    let widest = people.iter().map(|person| person.name.width()).max().unwrap_or(0);
    for person in people {
        let gap = " ".repeat(widest - person.name.width());
        let lead = match (person.lead, out.lang) {
            (false, _) => "",
            (true, crate::words::Lang::En) => " · lead",
            (true, crate::words::Lang::Fr) => " · responsable",
        };
        let trust = trust_words(person.trust);
        out.line(&format!("{}{gap}  {}{lead}", person.name, trust.get(out.lang)));
    }
    Ok(())
}

fn of(person: &Person, lang: crate::words::Lang) -> PersonOut<'_> {
    PersonOut {
        name: &person.name,
        person: person.id.to_string(),
        lead: person.lead,
        trust: match person.trust {
            Trust::Seen => "seen",
            Trust::Met => "met",
            Trust::Changed => "changed",
            Trust::Revoked => "revoked",
        },
        words: person.words.get(lang),
        changed_card_waits: person.offered.is_some(),
    }
}

fn trust_words(trust: Trust) -> Bilingual {
    match trust {
        Trust::Seen => Bilingual::fixed("not compared by voice yet", "pas encore comparée de vive voix"),
        Trust::Met => Bilingual::fixed("compared by voice", "comparée de vive voix"),
        Trust::Changed => Bilingual::fixed("CHANGED CARD: blocked", "CARTE CHANGÉE : bloquée"),
        Trust::Revoked => Bilingual::fixed("withdrawn", "révoquée"),
    }
}

fn renew(
    out: &mut Out,
    session: &mut Session,
    lost: bool,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    if lost {
        let aside = keys::begin_anew(session, now, chance)?;
        out.say(&Bilingual::fixed(
            "new keys are made, as for a new person. Your reviews stay. What was encrypted to the old keys can no longer be opened, open exchanges end here, and every colleague must add your new card and compare it by voice",
            "de nouvelles clés sont créées, comme pour une nouvelle personne. Vos évaluations restent. Ce qui était chiffré pour les anciennes clés ne s’ouvre plus, les échanges en cours s’arrêtent là, et chaque collègue doit ajouter votre nouvelle carte et la comparer de vive voix",
        ));
        if let Some(aside) = aside {
            let aside = Shown::line(&aside.to_string_lossy());
            out.tell(&both!("the old file is kept as {aside}", "l’ancien fichier est gardé sous {aside}"));
        }
        return Ok(());
    }
    let again = match keys::has_passphrase(session)? {
        true => Some(passphrase::new(out.lang)?),
        false => None,
    };
    keys::rotate(session, again.as_deref().map(String::as_str), now, chance)?;
    out.say(&Bilingual::fixed(
        "a new card is made, signed with the old one: give it to your colleagues, it is taken without a question. Bundles to the old card still open",
        "une nouvelle carte est créée, signée avec l’ancienne : donnez-la à vos collègues, elle est prise sans question. Les plis adressés à l’ancienne s’ouvrent encore",
    ));
    Ok(())
}

fn tell(out: &mut Out, added: &Added) {
    out.say(&added.says);
    for line in added.next.get(out.lang).to_owned().lines() {
        out.note(line);
    }
}

/// A file that a person named, whole; longer ones are refused before they are read.
pub fn read(path: &Path, longest: u64) -> Result<Vec<u8>, OpsError> {
    let about = std::fs::metadata(path).map_err(|error| OpsError::file(path, &error))?;
    if !about.is_file() || about.len() > longest {
        let name = Shown::line(&path.to_string_lossy());
        return Err(OpsError::new(
            Kind::Data,
            both!(
                "`{name}` is no bundle and no card: it is too long, or no file",
                "« {name} » n’est ni un pli ni une carte : trop long, ou pas un fichier"
            ),
        ));
    }
    std::fs::read(path).map_err(|error| OpsError::file(path, &error))
}
