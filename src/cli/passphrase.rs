//! Passphrases are typed, never given as an argument or in the environment, where other programs could read them.

use std::io::IsTerminal;

use zeroize::Zeroizing;

use crate::ops::error::{Kind, OpsError};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang};

/// Asks for the passphrase where the keys want one.
pub fn unlock(session: &mut Session, lang: Lang, now: i64) -> Result<(), OpsError> {
    if !keys::is_locked(session)? {
        return Ok(());
    }
    let asked = Bilingual::fixed("Passphrase of your keys: ", "Phrase secrète de vos clés : ");
    let typed = typed(&asked, lang)?;
    keys::unlock(session, &typed, now)
}

/// A new passphrase, typed twice.
pub fn new(lang: Lang) -> Result<Zeroizing<String>, OpsError> {
    let first = typed(&Bilingual::fixed("New passphrase: ", "Nouvelle phrase secrète : "), lang)?;
    let second = typed(&Bilingual::fixed("Once more: ", "Encore une fois : "), lang)?;
    if first != second {
        return Err(OpsError::data(Bilingual::fixed(
            "they differ; nothing changed",
            "elles diffèrent ; rien n’a changé",
        )));
    }
    if first.chars().count() < 8 {
        return Err(OpsError::data(Bilingual::fixed(
            "a passphrase has at least 8 characters; several words are best",
            "une phrase secrète a au moins 8 caractères ; le mieux est d’en prendre plusieurs mots",
        )));
    }
    Ok(first)
}

fn typed(asked: &Bilingual, lang: Lang) -> Result<Zeroizing<String>, OpsError> {
    if !std::io::stdin().is_terminal() {
        return Err(OpsError::new(
            Kind::Locked,
            Bilingual::fixed(
                "a passphrase has to be typed, and there is no terminal here",
                "il faut taper une phrase secrète, et il n’y a pas de terminal ici",
            ),
        )
        .hint(Bilingual::fixed(
            "run the command in a terminal: a passphrase is never read from a file, an argument or the environment",
            "lancez la commande dans un terminal\u{202f}: une phrase secrète n’est jamais lue d’un fichier, d’un argument ou de l’environnement",
        )));
    }
    rpassword::prompt_password(asked.get(lang))
        .map(Zeroizing::new)
        .map_err(|error| OpsError::file(std::path::Path::new("terminal"), &error))
}
