//! The people I exchange with, by their cards. A name is what I call somebody, never what a card claims.

use crate::both;
use crate::domain::fold::fold;
use crate::domain::look_alike::looks;
use crate::domain::names::{Fingerprint, PersonId};
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::storage::{CardState, NewCard, NewPerson, PersonRow, Trust};
use crate::trust::{self, Card, Revocation};
use crate::words::{Bilingual, Lang};

/// My own card.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The file to hand out.
    pub bytes: Vec<u8>,
    /// The fingerprint to read aloud, in both languages.
    pub words: Bilingual,
    /// Which card of mine it is.
    pub number: u32,
    /// Whether the file of the keys asks for a passphrase.
    pub passphrase: bool,
}

/// Somebody I know.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Across all cards.
    pub id: PersonId,
    /// What I call them.
    pub name: Shown,
    /// Takes submissions.
    pub lead: bool,
    /// How far the card is trusted.
    pub trust: Trust,
    /// The fingerprint of the card that counts, to read aloud.
    pub words: Bilingual,
    /// The same over both our cards: one comparison serves both.
    pub meeting: Bilingual,
    /// The fingerprint of a changed card that waits for a decision.
    pub offered: Option<Bilingual>,
}

/// My card; made with my keys where there is none yet.
pub fn mine(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Mine, OpsError> {
    let identity = keys::identity(session, now, chance)?;
    let card = identity.card();
    Ok(Mine {
        bytes: card.bytes(),
        words: spoken(|lang| trust::words(&card.fingerprint(), lang)),
        number: card.number,
        passphrase: keys::has_passphrase(session)?,
    })
}

/// The people I know, by name.
pub fn list(session: &Session) -> Result<Vec<Person>, OpsError> {
    let me = session.store.identity()?.map(|(_, fingerprint)| fingerprint);
    let mut people: Vec<Person> = Vec::new();
    for row in session.store.people()? {
        let fingerprint = row.current.as_ref().map(|card| card.fingerprint);
        let offered = row.offered.as_ref().map(|card| card.fingerprint);
        people.push(Person {
            id: row.id,
            name: Shown::line(&row.name),
            lead: row.lead,
            trust: row.trust,
            words: fingerprint.map(|card| spoken(|lang| trust::words(&card, lang))).unwrap_or_default(),
            meeting: me
                .zip(fingerprint)
                .map(|(me, card)| spoken(|lang| trust::meeting_phrase(&me, &card, lang)))
                .unwrap_or_default(),
            offered: offered.map(|offered| spoken(|lang| trust::words(&offered, lang))),
        });
    }
    people.sort_by_key(|person| fold(&person.name));
    Ok(people)
}

/// The person whom I call so, or whose name begins so if only one does.
pub fn find(session: &Session, name: &str) -> Result<PersonRow, OpsError> {
    let people = session.store.people()?;
    let wanted = fold(name.trim());
    let exact: Vec<&PersonRow> = people.iter().filter(|p| fold(&p.name) == wanted).collect();
    let near: Vec<&PersonRow> = people.iter().filter(|p| fold(&p.name).starts_with(&wanted)).collect();
    let found = if exact.is_empty() { near } else { exact };
    match found.as_slice() {
        [one] if !wanted.is_empty() => Ok((*one).clone()),
        [_, _, ..] if !wanted.is_empty() => {
            let name = Shown::short(name, 80);
            let both_of = found.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
            let both_of = Shown::short(&both_of, 300);
            Err(OpsError::data(both!(
                "several people are called `{name}`: {both_of}",
                "plusieurs personnes s’appellent «\u{202f}{name}\u{202f}»\u{202f}: {both_of}"
            ))
            .hint(Bilingual::fixed("write the name in full", "écrivez le nom en entier")))
        }
        _ => {
            let name = Shown::short(name, 80);
            let known = match people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ") {
                known if known.is_empty() => "—".to_owned(),
                known => Shown::short(&known, 300).into_string(),
            };
            Err(OpsError::data(both!(
                "you have no card of `{name}`",
                "vous n’avez pas de carte de « {name} »"
            ))
            .hint(both!(
                "cards at hand: {known}; `aplomb card add FILE` adds one",
                "cartes connues : {known} ; « aplomb card add FICHIER » en ajoute une"
            )))
        }
    }
}

/// What became of a file that should be a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// One sentence.
    pub says: Bilingual,
    /// What to do next; may be empty.
    pub next: Bilingual,
    /// Something needs attention: a changed card.
    pub alarm: bool,
}

impl Added {
    fn quietly(says: Bilingual) -> Added {
        Added { says, next: Bilingual::default(), alarm: false }
    }
}

/// Takes in a card, or a statement that one is not to be trusted any more.
pub fn add(
    session: &mut Session,
    file: &[u8],
    name: Option<&str>,
    lead: bool,
    now: i64,
) -> Result<Added, OpsError> {
    if let Ok(revocation) = Revocation::parse(file) {
        return revoked(session, &revocation, now);
    }
    let card = Card::parse(file).map_err(OpsError::from)?;
    if session.store.identity()?.is_some_and(|(me, _)| me == card.person) {
        return Ok(Added::quietly(Bilingual::fixed(
            "this is your own card: give it to your colleagues",
            "c’est votre propre carte : donnez-la à vos collègues",
        )));
    }
    match session.store.person(card.person)? {
        Some(known) => known_again(session, &known, &card, name, lead, now),
        None => first_time(session, &card, name, lead, now),
    }
}

fn first_time(
    session: &mut Session,
    card: &Card,
    name: Option<&str>,
    lead: bool,
    now: i64,
) -> Result<Added, OpsError> {
    let name = Shown::line(name.unwrap_or(&card.name)).trim().to_owned();
    free(session, &name, None)?;
    session.store.add_person(&NewPerson {
        id: card.person,
        name: name.clone(),
        lead,
        trust: Trust::Seen,
        card: new_card(card, now),
    })?;
    let words = spoken(|lang| trust::words(&card.fingerprint(), lang));
    let (en, fr, typed) = (words.get(Lang::En), words.get(Lang::Fr), typed(&name));
    let next = both!(
        "  {en}\nthe same words on {name}’s screen, read by voice: `aplomb card met {typed}`",
        "  {fr}\nles mêmes mots à l’écran de {name}, lus de vive voix\u{202f}: «\u{202f}aplomb card met {typed}\u{202f}»"
    );
    Ok(Added { says: both!("added {name}’s card", "carte de {name} ajoutée"), next, alarm: false })
}

fn known_again(
    session: &mut Session,
    known: &PersonRow,
    card: &Card,
    name: Option<&str>,
    lead: bool,
    now: i64,
) -> Result<Added, OpsError> {
    if let Some(name) = name {
        rename(session, known, name)?;
    }
    if lead && !known.lead {
        session.store.set_lead(known.id, true)?;
    }
    let called = match name {
        Some(name) => Shown::line(Shown::line(name).trim()),
        None => Shown::line(&known.name),
    };
    let fingerprint = card.fingerprint();
    let before = session.store.cards_of(known.id)?;
    if before.iter().any(|old| old.fingerprint == fingerprint && old.state == CardState::Revoked) {
        return Err(no_longer(&called));
    }
    let typed = typed(&called);
    let Some(current) = &known.current else {
        session.store.offer_card(known.id, &new_card(card, now))?;
        return Ok(Added {
            says: both!(
                "a new card of {called}, whose old one was withdrawn",
                "une nouvelle carte de {called}, dont l’ancienne a été révoquée"
            ),
            next: {
                let words = spoken(|lang| trust::words(&fingerprint, lang));
                let (en, fr) = (words.get(Lang::En), words.get(Lang::Fr));
                both!(
                    "  {en}\ncompare these words by voice, then `aplomb card accept {typed}`",
                    "  {fr}\ncomparez ces mots de vive voix, puis «\u{202f}aplomb card accept {typed}\u{202f}»"
                )
            },
            alarm: true,
        });
    };
    let current = Card::parse(&current.bytes).map_err(OpsError::from)?;
    if card.fingerprint() == current.fingerprint() {
        if lead && !known.lead {
            return Ok(Added::quietly(both!(
                "{called}’s card is there already; submissions go to {called} from now on",
                "la carte de {called} est déjà là ; les remises lui reviennent désormais"
            )));
        }
        return Ok(Added::quietly(both!(
            "{called}’s card is there already; nothing changed",
            "la carte de {called} est déjà là ; rien n’a changé"
        )));
    }
    if card.number < current.number && current.follows(card) {
        return Ok(Added::quietly(both!(
            "this is an older card of {called}; the newer one stays",
            "c’est une ancienne carte de {called} ; la plus récente reste"
        )));
    }
    if card.follows(&current) {
        session.store.offer_card(known.id, &new_card(card, now))?;
        session.store.accept_card(known.id, known.trust, now)?;
        return Ok(Added::quietly(both!(
            "{called} has a new card, signed with the old one: it counts from now on",
            "{called} a une nouvelle carte, signée avec l’ancienne : elle compte désormais"
        )));
    }
    session.store.offer_card(known.id, &new_card(card, now))?;
    Ok(Added { says: changed_card(&called), next: changed_words(&current, card, &called), alarm: true })
}

fn new_card(card: &Card, at: i64) -> NewCard {
    NewCard { fingerprint: card.fingerprint(), number: card.number, bytes: card.bytes(), at }
}

/// What is said wherever a changed card blocks somebody's bundles.
pub fn changed_card(name: &Shown) -> Bilingual {
    both!(
        "STOP: this card of {name} has other keys, and the old card did not sign it. Nothing from {name} is taken in until you have compared the words by voice",
        "STOP : cette carte de {name} porte d’autres clés, et l’ancienne carte ne l’a pas signée. Rien ne sera pris de {name} tant que vous n’aurez pas comparé les mots de vive voix"
    )
}

fn changed_words(old: &Card, new: &Card, name: &Shown) -> Bilingual {
    let (old_en, new_en) = beside(&old.fingerprint(), &new.fingerprint(), Lang::En);
    let (old_fr, new_fr) = beside(&old.fingerprint(), &new.fingerprint(), Lang::Fr);
    let typed = typed(name);
    both!(
        "  old  {old_en}\n  new  {new_en}\nif {name} reads the new words to you: `aplomb card accept {typed}`; otherwise `aplomb card refuse {typed}`",
        "  avant  {old_fr}\n  après  {new_fr}\nsi {name} vous lit les nouveaux mots\u{202f}: «\u{202f}aplomb card accept {typed}\u{202f}»\u{202f}; sinon «\u{202f}aplomb card refuse {typed}\u{202f}»"
    )
}

/// The words of two fingerprints, each pair under each other.
fn beside(one: &Fingerprint, other: &Fingerprint, lang: Lang) -> (String, String) {
    let (mut first, mut second) = (String::new(), String::new());
    for (a, b) in trust::words(one, lang).into_iter().zip(trust::words(other, lang)) {
        let wide = Shown::line(a).width().max(Shown::line(b).width());
        for (line, word) in [(&mut first, a), (&mut second, b)] {
            line.push_str(word);
            line.push_str(&" ".repeat(wide - Shown::line(word).width() + 1));
        }
    }
    (first.trim_end().to_owned(), second.trim_end().to_owned())
}

/// A name as it can be typed after a command: a card may claim any name, and people copy what they read.
pub fn typed(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '’');
    match name.chars().all(plain) && !name.starts_with('-') {
        true => name.to_owned(),
        false => format!("'{}'", name.replace('\'', "'\\''")),
    }
}

fn revoked(session: &mut Session, revocation: &Revocation, now: i64) -> Result<Added, OpsError> {
    let stranger = || {
        OpsError::data(Bilingual::fixed(
            "this withdraws a card that you do not have; nothing changed",
            "ceci révoque une carte que vous n’avez pas ; rien n’a changé",
        ))
    };
    let (person, _) = session.store.person_by_card(&revocation.fingerprint)?.ok_or_else(stranger)?;
    let card = card_of(session, &person, revocation.fingerprint)?.ok_or_else(stranger)?;
    revocation.verify(&card).map_err(OpsError::from)?;
    session.store.revoke_card(&revocation.fingerprint, now)?;
    let name = Shown::line(&person.name);
    Ok(Added {
        says: both!(
            "{name}’s card is withdrawn: nothing signed with it is taken in any more",
            "la carte de {name} est révoquée : rien de ce qu’elle signe n’est plus pris"
        ),
        next: match session.store.person(person.id)?.is_some_and(|person| person.current.is_some()) {
            true => both!(
                "the newer card of {name} still counts",
                "la carte plus récente de {name} compte toujours"
            ),
            false => both!("ask {name} for a new card", "demandez à {name} une nouvelle carte"),
        },
        alarm: true,
    })
}

/// The words were compared by voice.
pub fn met(session: &mut Session, name: &str) -> Result<Bilingual, OpsError> {
    let person = find(session, name)?;
    let called = Shown::line(&person.name);
    match person.trust {
        Trust::Seen | Trust::Met => {
            session.store.set_trust(person.id, Trust::Met)?;
            Ok(both!(
                "{called}’s card is confirmed by voice",
                "la carte de {called} est confirmée de vive voix"
            ))
        }
        Trust::Changed => Err(OpsError::data(changed_card(&called))),
        Trust::Revoked => Err(no_longer(&called)),
    }
}

/// The changed card is really theirs: it counts from now on.
pub fn accept(session: &mut Session, name: &str, now: i64) -> Result<Bilingual, OpsError> {
    let person = find(session, name)?;
    let called = Shown::line(&person.name);
    if person.offered.is_none() {
        return Err(nothing_offered(&called));
    }
    session.store.accept_card(person.id, Trust::Met, now)?;
    Ok(both!("{called}’s new card counts from now on", "la nouvelle carte de {called} compte désormais"))
}

/// The changed card is not theirs.
pub fn refuse(session: &mut Session, name: &str) -> Result<Bilingual, OpsError> {
    let person = find(session, name)?;
    let called = Shown::line(&person.name);
    if person.offered.is_none() {
        return Err(nothing_offered(&called));
    }
    session.store.reject_card(person.id)?;
    if person.current.is_none() {
        return Ok(both!(
            "the other card is gone; nothing of {called} counts until a card of theirs does",
            "l’autre carte est écartée\u{202f}; rien de {called} ne compte tant qu’aucune de ses cartes ne compte"
        ));
    }
    Ok(both!(
        "the other card is gone; {called}’s old one counts",
        "l’autre carte est écartée ; l’ancienne carte de {called} compte"
    ))
}

/// Calls somebody by another name.
pub fn rename(session: &mut Session, person: &PersonRow, name: &str) -> Result<(), OpsError> {
    let name = Shown::line(name).trim().to_owned();
    if name != person.name {
        free(session, &name, Some(person.id))?;
        session.store.rename_person(person.id, &name)?;
    }
    Ok(())
}

/// Somebody takes submissions from now on, or no longer does.
pub fn set_lead(session: &mut Session, name: &str, lead: bool) -> Result<Bilingual, OpsError> {
    let person = find(session, name)?;
    session.store.set_lead(person.id, lead)?;
    let called = Shown::line(&person.name);
    Ok(if lead {
        both!("submissions go to {called}", "les remises vont à {called}")
    } else {
        both!("{called} is a colleague like the others", "{called} est un collègue comme les autres")
    })
}

/// A signed statement that my card is not to be trusted any more.
pub fn withdraw_mine(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Vec<u8>, OpsError> {
    let identity = keys::identity(session, now, chance)?;
    let last = session.store.my_seq()?;
    identity.revocation(now, last).map_err(OpsError::from)
}

fn no_longer(name: &Shown) -> OpsError {
    OpsError::data(both!("{name}’s card was withdrawn", "la carte de {name} a été révoquée"))
        .hint(both!("ask {name} for a new one", "demandez-en une nouvelle à {name}"))
}

fn nothing_offered(name: &Shown) -> OpsError {
    OpsError::data(both!("no other card of {name} waits", "aucune autre carte de {name} n’attend"))
}

/// Whether a person may be exchanged with now.
pub fn usable(person: &PersonRow) -> Result<Card, OpsError> {
    let name = Shown::line(&person.name);
    match person.trust {
        Trust::Changed => Err(OpsError::data(changed_card(&name))),
        Trust::Revoked => Err(no_longer(&name)),
        Trust::Seen | Trust::Met => match &person.current {
            Some(card) => Card::parse(&card.bytes).map_err(OpsError::from),
            None => Err(no_longer(&name)),
        },
    }
}

/// The card of a fingerprint and whose it is; an error for strangers and for cards that do not count.
pub fn signer(session: &Session, fingerprint: Fingerprint) -> Result<(PersonRow, Card), OpsError> {
    let unknown = || {
        OpsError::data(Bilingual::fixed(
            "this bundle comes from somebody whose card you do not have; nothing was taken in",
            "ce pli vient de quelqu’un dont vous n’avez pas la carte ; rien n’a été pris",
        ))
        .hint(Bilingual::fixed(
            "if you expect it, ask them for their card and add it: `aplomb card add FILE`",
            "si vous l’attendez, demandez-leur leur carte et ajoutez-la : « aplomb card add FICHIER »",
        ))
    };
    let (person, state) = session.store.person_by_card(&fingerprint)?.ok_or_else(unknown)?;
    let name = Shown::line(&person.name);
    if state == CardState::Revoked || person.trust == Trust::Revoked {
        return Err(no_longer(&name));
    }
    if state == CardState::Offered || person.trust == Trust::Changed {
        return Err(OpsError::data(changed_card(&name)));
    }
    let card = card_of(session, &person, fingerprint)?.ok_or_else(unknown)?;
    Ok((person, card))
}

fn card_of(
    session: &Session,
    person: &PersonRow,
    fingerprint: Fingerprint,
) -> Result<Option<Card>, OpsError> {
    let cards = session.store.cards_of(person.id)?;
    let row = cards.into_iter().find(|card| card.fingerprint == fingerprint);
    row.map(|card| Card::parse(&card.bytes).map_err(OpsError::from)).transpose()
}

/// A name that nobody else has, nor one that looks the same.
fn free(session: &Session, name: &str, except: Option<PersonId>) -> Result<(), OpsError> {
    if name.is_empty() || name.chars().count() > 80 {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("a name has 1 to 80 characters", "un nom a de 1 à 80 caractères"),
        ));
    }
    let look = looks(name);
    let me = session.me()?.map(|me| me.name);
    let people = session.store.people()?;
    let taken = people.iter().filter(|p| Some(p.id) != except).map(|p| &p.name).chain(&me);
    match taken.into_iter().find(|other| looks(other) == look) {
        None => Ok(()),
        Some(other) => {
            let (name, other) = (Shown::line(name), Shown::line(other));
            Err(OpsError::data(both!(
                "`{name}` looks like `{other}`, whom you know already: nothing was added",
                "« {name} » ressemble à « {other} », que vous connaissez déjà : rien n’a été ajouté"
            ))
            .hint(Bilingual::fixed(
                "if it is the same person with new keys, hear the new words by voice first; then give this card a name of your own: --as NAME",
                "si c’est la même personne avec de nouvelles clés, faites-vous d’abord lire les nouveaux mots\u{202f}; puis donnez à cette carte un nom à vous\u{202f}: --as NOM",
            )))
        }
    }
}

fn spoken(words: impl Fn(Lang) -> [&'static str; 8]) -> Bilingual {
    Bilingual::made(words(Lang::En).join(" "), words(Lang::Fr).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_command_runs_nothing() {
        for (name, wanted) in [
            ("Marc", "Marc"),
            ("Zoé", "Zoé"),
            ("Jean Paul", "'Jean Paul'"),
            ("x; rm -rf ~", "'x; rm -rf ~'"),
            ("$(id)", "'$(id)'"),
            ("O'Brien", r"'O'\''Brien'"),
            ("--no", "'--no'"),
        ] {
            assert_eq!(typed(name), wanted);
        }
    }
}
