//! Taking in a bundle. The checks come in the order in which a lie costs least: the file, the frame, who signed it, to
//! whom, whether it is old news, and only then what it says. Whatever fails, nothing is taken in.

use std::path::Path;

use crate::both;
use crate::domain::exchange::{Exchange, Fact, Known, Request, Side, Stage, check_sheet};
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::problem::Problem;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::formats::bundle;
use crate::ops::cards::signer;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::{facts, send, settle};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::ops::team;
use crate::ops::transcript::RECEIVED;
use crate::storage::{Bundle, ExchangeRow, FactRow, PersonRow, Resolved, Store};
use crate::trust::{self, Header, TrustError, Verified};
use crate::words::{Bilingual, Lang, plural};

/// Clocks differ: an expired bundle is taken in for so many microseconds longer.
const TOLERANCE: i64 = 48 * 3_600_000_000;

/// What became of a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// One sentence.
    pub says: Bilingual,
    /// What to do next; may be empty.
    pub next: Bilingual,
    /// The conversation that it is about, here.
    pub conversation: Option<i64>,
    /// Whether anything changed.
    pub new: bool,
}

impl Opened {
    fn nothing_new(says: Bilingual) -> Opened {
        Opened { says, next: Bilingual::default(), conversation: None, new: false }
    }
}

/// Takes in one bundle, whole or not at all.
pub fn open(session: &mut Session, file: &[u8], now: i64, chance: &mut Chance) -> Result<Opened, OpsError> {
    // Noise is noise to everybody, whatever keys they have or have locked.
    let outside = trust::recognise(file);
    if trust::Card::parse(file).is_ok() || trust::Revocation::parse(file).is_ok() {
        return Err(OpsError::data(Bilingual::fixed(
            "this is a card, not a bundle",
            "c’est une carte, pas un pli",
        ))
        .hint(Bilingual::fixed(
            "`aplomb card add FILE` takes it in",
            "«\u{202f}aplomb card add FICHIER\u{202f}» la prend",
        )));
    }
    outside.map_err(OpsError::from)?;
    let Some(identity) = keys::existing(session, now)? else { return Err(no_keys_yet()) };
    let envelope = trust::open(&identity, file).map_err(OpsError::from)?;
    let header = envelope.header().clone();
    if identity.fingerprints().any(|mine| mine == header.from) {
        if header.from == identity.fingerprint() {
            envelope.verify(identity.card()).map_err(OpsError::from)?;
        }
        return Ok(Opened::nothing_new(Bilingual::fixed(
            "this is a bundle of your own: it is for your colleague to open",
            "c’est un pli que vous avez fait : c’est à votre collègue de l’ouvrir",
        )));
    }
    let (person, card) = signer(session, header.from)?;
    let verified = envelope.verify(&card).map_err(OpsError::from)?;
    if let Some(at) = session.store.bundle_seen(header.bundle)? {
        // A process killed after it was taken in may not have come to what leaves in answer.
        if let Some(id) = header.exchange {
            send::make_due(session, Some(id), now, chance)?;
        }
        let day = session.zone.to_datetime(jiff::Timestamp::from_microsecond(at).unwrap_or_default()).date();
        return Ok(Opened::nothing_new(Bilingual::made(
            format!("taken in already on {}", crate::words::date(Lang::En, day)),
            format!("déjà pris le {}", crate::words::date(Lang::Fr, day)),
        )));
    }
    if header.format < person.newest_format && header.seq > person.last_seq {
        return Err(step_back(&person));
    }
    let known = match header.exchange {
        Some(id) => session.store.exchange(id)?.is_some(),
        None => false,
    };
    // An answer to something of mine is never too late; a request may be.
    if !known && header.expires.saturating_add(TOLERANCE) < now {
        return Err(OpsError::data(Bilingual::fixed(
            "this bundle has expired; nothing was taken in",
            "ce pli a expiré ; rien n’a été pris",
        ))
        .hint(Bilingual::fixed("ask for a fresh one", "demandez-en un nouveau")));
    }
    match header.kind {
        trust::Kind::Submission | trust::Kind::Withdrawal => handed_over(session, &person, &verified, now),
        _ => said(session, &person, &verified, now, chance),
    }
}

/// Nobody can have written to somebody who has no keys: looking at a file makes none.
fn no_keys_yet() -> OpsError {
    let nobody = TrustError::NotForMe;
    OpsError::data(nobody.what()).hint(Bilingual::fixed(
        "you have no keys yet: `aplomb card show -o FILE` makes them, and your card for the author",
        "vous n’avez pas encore de clés\u{202f}: «\u{202f}aplomb card show -o FICHIER\u{202f}» les crée, et votre carte pour l’auteur",
    ))
}

/// Takes in a bundle from a file, or what waits in a folder that both sides share.
pub fn open_path(
    session: &mut Session,
    path: &Path,
    now: i64,
    chance: &mut Chance,
) -> Result<Opened, OpsError> {
    let failed = |error: std::io::Error| OpsError::file(path, &error);
    let about = std::fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        let report = super::exchange_folder(session, path, now, chance)?;
        return Ok(Opened { says: super::summary(&report), ..Opened::nothing_new(Bilingual::default()) });
    }
    if about.len() > trust::MOST_FILE {
        return Err(OpsError::from(TrustError::TooLarge { limit: trust::MOST_FILE }));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    open(session, &bytes, now, chance)
}

fn said(
    session: &mut Session,
    person: &PersonRow,
    verified: &Verified,
    now: i64,
    chance: &mut Chance,
) -> Result<Opened, OpsError> {
    let header = &verified.header;
    let word = header.kind.word();
    let fact = bundle::read(word, &verified.body).map_err(not_understood)?;
    if header.exchange != Some(fact.exchange()) {
        return Err(at_odds());
    }
    let id = fact.exchange();
    let mut all = facts(&session.store, id)?;
    let me = session.store.identity()?.map(|(me, _)| me).unwrap_or(PersonId([0; 16]));
    let before = Exchange::of(me, id, &all);
    let other = session.store.exchange(id)?.map(|row| row.other);
    check(person, &fact, me, before.as_ref(), other, header)?;
    let body = String::from_utf8(verified.body.clone()).map_err(|_| not_understood(Vec::new()))?;
    all.push(Known {
        author: person.id,
        card: header.from,
        seq: header.seq,
        digest: verified.digest,
        fact: fact.clone(),
    });
    let after = Exchange::of(me, id, &all);
    if before.as_ref().zip(after.as_ref()).is_some_and(|(before, after)| !after.keeps(before)) {
        return Err(changed_later(person));
    }
    let taken = taken(person, verified, Some(id), id, body, now);
    session.store.in_one(|store| {
        if let (Fact::Request(request), None) = (&fact, store.exchange(id)?) {
            let begun = begin(store, person, request, now)?;
            store.begin_exchange(&begun)?;
        }
        keep(store, person, header, &taken)?;
        settle(store, id, now)
    })?;
    // My answers leave in the same step that opens the reader's: both sides see both.
    send::make_due(session, Some(id), now, chance)?;
    let row = session.store.exchange(id)?;
    Ok(tell(person, &fact, before.as_ref(), after.as_ref(), row.as_ref()))
}

/// A bundle and what it says, as the store keeps them.
fn taken(
    person: &PersonRow,
    verified: &Verified,
    exchange: Option<ExchangeId>,
    about: ExchangeId,
    body: String,
    now: i64,
) -> (Bundle, FactRow) {
    let header = &verified.header;
    let word = header.kind.word().to_owned();
    let bundle = Bundle {
        id: header.bundle,
        word: word.clone(),
        person: Some(person.id),
        exchange,
        at: now,
        file: verified.digest,
    };
    let fact = FactRow {
        exchange: about,
        author: person.id,
        card: header.from,
        seq: header.seq,
        word,
        digest: verified.digest,
        body,
        at: now,
        mine: false,
    };
    (bundle, fact)
}

fn keep(
    store: &mut Store,
    person: &PersonRow,
    header: &Header,
    (bundle, fact): &(Bundle, FactRow),
) -> Result<(), OpsError> {
    store.take_bundle(bundle)?;
    store.add_fact(fact)?;
    Ok(store.heard_from(person.id, header.seq, header.format)?)
}

/// What must hold between a fact, who says it and what is known.
fn check(
    person: &PersonRow,
    fact: &Fact,
    me: PersonId,
    before: Option<&Exchange>,
    other: Option<PersonId>,
    header: &Header,
) -> Result<(), OpsError> {
    if let Fact::Request(request) = fact {
        if request.reader != me {
            return Err(OpsError::data(Bilingual::fixed(
                "this request is for somebody else; nothing was taken in",
                "cette demande est pour quelqu’un d’autre ; rien n’a été pris",
            )));
        }
        if header.checklist != Some(request.checklist.digest()) {
            return Err(at_odds());
        }
        // An exchange is between two people. Another who knows its name could draw my answers to themselves.
        return match other {
            Some(other) if other != person.id => Err(no_part(person)),
            _ => Ok(()),
        };
    }
    let Some(exchange) = before else {
        return match fact {
            // I know what I asked for before anybody else does.
            Fact::Reading(_) | Fact::Decline(_) => Err(never_asked(person)),
            _ => Ok(()),
        };
    };
    let by_reader = matches!(fact, Fact::Reading(_) | Fact::Decline(_));
    let by_asker = matches!(fact, Fact::Reveal(_));
    let may = match exchange.side {
        Side::Asker => person.id == exchange.reader && !by_asker,
        Side::Reader => person.id == exchange.asker && !by_reader,
    };
    if !may {
        return Err(no_part(person));
    }
    let messages = exchange.request.conversation.messages.len();
    let problems = match fact {
        Fact::Reading(reading) => check_sheet(&exchange.request.checklist, &reading.sheet, messages),
        Fact::Reveal(reveal) => check_sheet(&exchange.request.checklist, &reveal.sheet, messages),
        _ => Vec::new(),
    };
    if problems.is_empty() { Ok(()) } else { Err(not_understood(problems)) }
}

/// A request that I see for the first time: the conversation comes to be read.
fn begin(
    store: &mut Store,
    person: &PersonRow,
    request: &Request,
    now: i64,
) -> Result<ExchangeRow, OpsError> {
    let mut conversation = request.conversation.clone();
    conversation.source = RECEIVED.to_owned();
    conversation.external_id = request.exchange.to_string();
    store.take_in(std::slice::from_ref(&conversation), now)?;
    let named = format!("{}/{}", conversation.source, conversation.external_id);
    let Resolved::One(local) = store.resolve(&named)? else { return Err(super::gone()) };
    Ok(ExchangeRow {
        id: request.exchange,
        side: Side::Reader,
        conversation: local,
        review: None,
        other: person.id,
        role: request.role,
        parent: request.parent,
        third: None,
        asked_at: now,
        stage: Stage::Asked,
        standing: None,
        looked_at: None,
        consent: false,
        salt: [0; 32],
        nonce: None,
        messages: Vec::new(),
    })
}

/// A submission, or its withdrawal: kept as it came, for the lead's figures.
fn handed_over(
    session: &mut Session,
    person: &PersonRow,
    verified: &Verified,
    now: i64,
) -> Result<Opened, OpsError> {
    let header = &verified.header;
    let name = Shown::line(&person.name);
    if header.exchange.is_some() {
        return Err(at_odds());
    }
    let (id, submission, says) = match header.kind {
        trust::Kind::Withdrawal => {
            let id = bundle::read_withdrawal(&verified.body).map_err(not_understood)?;
            (id, None, both!("{name} withdraws a submission", "{name} retire une remise"))
        }
        _ => {
            let submission = bundle::read_submission(&verified.body).map_err(not_understood)?;
            // One submission, one bundle: it cannot be counted twice.
            if submission.id != header.bundle {
                return Err(at_odds());
            }
            let n = submission.reviews.len() as u64;
            let says = Bilingual::made(
                format!("a submission of {name}: {n} {}", plural(Lang::En, n, "review", "reviews")),
                format!(
                    "une remise de {name}\u{202f}: {n} {}",
                    plural(Lang::Fr, n, "évaluation", "évaluations")
                ),
            );
            (submission.id, Some(submission), says)
        }
    };
    let body = String::from_utf8(verified.body.clone()).map_err(|_| not_understood(Vec::new()))?;
    let exchange = ExchangeId(id.0);
    let taken = taken(person, verified, None, exchange, body, now);
    session.store.in_one(|store| {
        keep(store, person, header, &taken)?;
        if let Some(submission) = &submission {
            team::take(store, person.id, submission, now)?;
        }
        Ok::<_, OpsError>(store.let_go(id, person.id)?)
    })?;
    Ok(Opened { says, next: Bilingual::default(), conversation: None, new: true })
}

/// One sentence for what a bundle changed.
fn tell(
    person: &PersonRow,
    fact: &Fact,
    before: Option<&Exchange>,
    after: Option<&Exchange>,
    row: Option<&ExchangeRow>,
) -> Opened {
    let hidden = after.is_some_and(|e| e.side == Side::Reader && e.request.hide_name);
    let name = match hidden {
        true => Bilingual::fixed("a colleague", "un collègue"),
        false => Bilingual::same(Shown::line(&person.name).into_string()),
    };
    let (en, fr) = (name.get(Lang::En), name.get(Lang::Fr));
    let conversation = row.map(|row| row.conversation);
    let reference = conversation.map(|id| format!("c{id}")).unwrap_or_default();
    let told = |says: Bilingual, next: Bilingual| Opened { says, next, conversation, new: true };
    let Some(after) = after else {
        return told(
            Bilingual::fixed(
                "this came before what it answers; it is kept until that arrives",
                "ceci arrive avant ce à quoi il répond ; gardé en attendant",
            ),
            Bilingual::default(),
        );
    };
    if after.flags.len() > before.map_or(0, |before| before.flags.len()) {
        let flags = after.flags.iter().map(|flag| super::flag_words(*flag, &name));
        let flags: Vec<Bilingual> = flags.collect();
        let all = |lang| flags.iter().map(|f| f.get(lang)).collect::<Vec<_>>().join("; ");
        return told(Bilingual::made(all(Lang::En), all(Lang::Fr)), Bilingual::default());
    }
    let opened = after.stage == Stage::Open && before.is_none_or(|before| before.stage != Stage::Open);
    if opened && let Some((alike, shared)) = alike(after) {
        return told(
            both!(
                "both sides are open: alike on {alike} of {shared}",
                "les deux côtés sont révélés : {alike} d’accord sur {shared}"
            ),
            match after.side {
                Side::Asker => both!(
                    "`aplomb compare {reference}`; your own answers now wait to be sent",
                    "« aplomb compare {reference} » ; vos propres réponses attendent d’être envoyées"
                ),
                Side::Reader => both!("`aplomb compare {reference}`", "« aplomb compare {reference} »"),
            },
        );
    }
    match fact {
        Fact::Request(request) => {
            let third = request.role == ReviewRole::Third;
            let says = match third {
                false => both!(
                    "{en} asks you to read a conversation",
                    "{fr} vous demande de lire une conversation"
                ),
                true => both!(
                    "you were drawn by lot to read a conversation of {en} as third reader: your answers settle what is disputed, without your name",
                    "vous avez été tiré au sort pour lire une conversation de {fr} en troisième lecteur : vos réponses règlent le désaccord, sans votre nom"
                ),
            };
            told(
                says,
                both!(
                    "read it as {reference}: in the app, or `aplomb score {reference}`",
                    "lisez-la sous {reference} : dans l’application, ou « aplomb score {reference} »"
                ),
            )
        }
        Fact::Decline(decline) => {
            let why = Shown::short(&decline.why, 200);
            told(both!("{en} will not read it: {why}", "{fr} ne la lira pas : {why}"), Bilingual::default())
        }
        Fact::Talk(_) => told(
            both!("{en} says something about the differences", "{fr} dit quelque chose des différences"),
            both!("`aplomb compare {reference}`", "« aplomb compare {reference} »"),
        ),
        Fact::Reading(_) | Fact::Reveal(_) => told(
            both!(
                "{en}’s answers are here; they stay closed until yours are",
                "les réponses de {fr} sont là ; elles restent fermées jusqu’aux vôtres"
            ),
            Bilingual::default(),
        ),
    }
}

fn alike(exchange: &Exchange) -> Option<(usize, usize)> {
    let (asker, reader) = exchange.sheets()?;
    let comparison = crate::domain::exchange::compare(&exchange.request.checklist, asker, reader);
    Some((comparison.alike, comparison.shared))
}

fn not_understood(problems: Vec<Problem>) -> OpsError {
    OpsError::new(
        Kind::Data,
        Bilingual::fixed(
            "this bundle says something that no honest Aplomb writes; nothing was taken in",
            "ce pli dit quelque chose qu’aucun Aplomb honnête n’écrit ; rien n’a été pris",
        ),
    )
    .with(problems)
}

fn at_odds() -> OpsError {
    OpsError::data(Bilingual::fixed(
        "what this bundle says and what stands on it do not agree; nothing was taken in",
        "ce que dit ce pli ne concorde pas avec son en-tête ; rien n’a été pris",
    ))
}

fn no_part(person: &PersonRow) -> OpsError {
    let name = Shown::line(&person.name);
    OpsError::data(both!(
        "{name} has no part in this exchange; nothing was taken in",
        "{name} ne participe pas à cet échange\u{202f}; rien n’a été pris"
    ))
}

fn never_asked(person: &PersonRow) -> OpsError {
    let name = Shown::line(&person.name);
    OpsError::data(both!(
        "{name} answers a request that you never made; nothing was taken in",
        "{name} répond à une demande que vous n’avez jamais faite\u{202f}; rien n’a été pris"
    ))
}

fn changed_later(person: &PersonRow) -> OpsError {
    let name = Shown::line(&person.name);
    OpsError::data(both!(
        "{name} wants to change what was fixed before; what came first stays, nothing was taken in",
        "{name} veut modifier ce qui était déjà fixé\u{202f}; la première version reste, rien n’a été pris"
    ))
    .hint(both!("speak to {name} about it", "parlez-en avec {name}"))
}

fn step_back(person: &PersonRow) -> OpsError {
    let name = Shown::line(&person.name);
    OpsError::data(both!(
        "this was made by an older Aplomb than {name} has used before; nothing was taken in",
        "ceci vient d’une version d’Aplomb plus ancienne que celle que {name} a déjà utilisée\u{202f}; rien n’a été pris"
    ))
    .hint(both!(
        "ask {name} to send it again with the newer version",
        "demandez à {name} de le renvoyer avec la version récente"
    ))
}
