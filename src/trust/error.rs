//! Why a bundle, a card or an identity was refused: one sentence for each reason, and what to do.

use crate::both;
use crate::words::{self, Bilingual, Lang};

/// A refusal. Nothing of what was refused is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustError {
    /// Noise, a letter, some other file, given as a bundle.
    NotABundle,
    /// Some other file, given as a card.
    NotACard,
    /// Some other file, given as a revocation.
    NotARevocation,
    /// Some other file, given as an identity.
    NotAnIdentity,
    /// Encrypted in a way that no bundle is: with a passphrase, for other kinds of keys, for too many readers.
    ForeignFrame,
    /// Bytes are missing or were changed.
    Damaged,
    /// Encrypted for other people.
    NotForMe,
    /// Passed on by somebody: its author named other readers than those who can open it.
    Forwarded,
    /// Made by a newer version.
    TooNew {
        /// The number of the reader that it needs.
        needs: u32,
    },
    /// Larger than anything that is read or written.
    TooLarge {
        /// In bytes.
        limit: u64,
    },
    /// A small file that would unpack into a large one, or into something else than it says.
    WouldSwell,
    /// The card is not the author's.
    OtherSender,
    /// The signature is not by this key over these bytes.
    WrongSignature,
    /// A public key that would let several people sign, or several signatures pass.
    WeakKey,
    /// The body is not the one that its author signed for.
    OtherBody,
    /// The private key is locked and no passphrase came.
    Locked,
    /// Another passphrase locked it.
    WrongPassphrase,
    /// A lock that would take minutes and gigabytes to try.
    TooMuchWork,
    /// A bundle goes to 1 to 16 people.
    Readers,
    /// The machine gave no randomness, or a library failed.
    Unexpected,
}

impl TrustError {
    /// What is wrong, in one sentence.
    pub fn what(&self) -> Bilingual {
        match self {
            TrustError::NotABundle => Bilingual::fixed("this is not a bundle", "ce n’est pas un pli"),
            TrustError::NotACard => Bilingual::fixed("this is not a card", "ce n’est pas une carte"),
            TrustError::NotARevocation => {
                Bilingual::fixed("this does not revoke a card", "ce n’est pas une révocation de carte")
            }
            TrustError::NotAnIdentity => Bilingual::fixed(
                "this is not a private key of Aplomb",
                "ce n’est pas une clé privée d’Aplomb",
            ),
            TrustError::ForeignFrame => Bilingual::fixed(
                "this file is encrypted, but not as an Aplomb bundle",
                "ce fichier est chiffré, mais ce n’est pas un pli d’Aplomb",
            ),
            TrustError::Damaged => Bilingual::fixed(
                "this file is damaged: bytes are missing or were changed",
                "ce fichier est endommagé\u{202f}: des octets manquent ou ont été modifiés",
            ),
            TrustError::NotForMe => Bilingual::fixed(
                "this bundle is for somebody else: your key does not open it",
                "ce pli est destiné à quelqu’un d’autre\u{202f}: votre clé ne l’ouvre pas",
            ),
            TrustError::Forwarded => Bilingual::fixed(
                "this bundle was passed on: its author did not write it to you",
                "ce pli a été transmis par un tiers\u{202f}: son auteur ne vous l’a pas adressé",
            ),
            TrustError::TooNew { needs } => both!(
                "this was made by a newer Aplomb: it needs reader {needs}, this one is reader 1",
                "ceci vient d’une version plus récente d’Aplomb\u{202f}: il faut le lecteur {needs}, celui-ci est le lecteur 1"
            ),
            TrustError::TooLarge { limit } => {
                let (en, fr) = (words::bytes(Lang::En, *limit), words::bytes(Lang::Fr, *limit));
                both!(
                    "this is too large: the limit is {en}",
                    "c’est trop gros\u{202f}: la limite est de {fr}"
                )
            }
            TrustError::WouldSwell => Bilingual::fixed(
                "this bundle would unpack into more than it may hold",
                "ce pli contiendrait, une fois ouvert, plus que ce qui est permis",
            ),
            TrustError::OtherSender => Bilingual::fixed(
                "this bundle is not by the person of this card",
                "ce pli n’est pas de la personne de cette carte",
            ),
            TrustError::WrongSignature => Bilingual::fixed(
                "the signature does not fit: somebody changed this, or it is not by whom it says",
                "la signature ne correspond pas\u{202f}: le contenu a été modifié, ou l’auteur n’est pas celui annoncé",
            ),
            TrustError::WeakKey => Bilingual::fixed(
                "this card has a key that protects nothing",
                "cette carte porte une clé qui ne protège rien",
            ),
            TrustError::OtherBody => Bilingual::fixed(
                "the content of this bundle is not the one that its author signed",
                "le contenu de ce pli n’est pas celui que son auteur a signé",
            ),
            TrustError::Locked => Bilingual::fixed(
                "your private key is locked with a passphrase",
                "votre clé privée est verrouillée par une phrase secrète",
            ),
            TrustError::WrongPassphrase => {
                Bilingual::fixed("this is not the passphrase", "ce n’est pas la bonne phrase secrète")
            }
            TrustError::TooMuchWork => Bilingual::fixed(
                "the lock on this private key asks for more work than any lock of Aplomb",
                "le verrou de cette clé privée demande plus de calcul qu’aucun verrou d’Aplomb",
            ),
            TrustError::Readers => Bilingual::fixed(
                "a bundle goes to 1 to 16 other people",
                "un pli s’adresse à 1 à 16 autres personnes",
            ),
            TrustError::Unexpected => Bilingual::fixed(
                "this computer could not encrypt: nothing was written",
                "cet ordinateur n’a pas pu chiffrer\u{202f}: rien n’a été écrit",
            ),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Bilingual {
        match self {
            TrustError::NotABundle => Bilingual::fixed(
                "choose the file that your colleague sent: its name ends in .aplomb",
                "choisissez le fichier envoyé par votre collègue\u{202f}: son nom se termine par .aplomb",
            ),
            TrustError::NotACard => Bilingual::fixed(
                "ask your colleague for the card: its name ends in .aplomb-card",
                "demandez sa carte à votre collègue\u{202f}: son nom se termine par .aplomb-card",
            ),
            TrustError::NotARevocation => Bilingual::fixed(
                "ask for the whole text again, as a file",
                "redemandez le texte entier, sous forme de fichier",
            ),
            TrustError::NotAnIdentity => Bilingual::fixed(
                "restore your private key from a backup",
                "restaurez votre clé privée depuis une sauvegarde",
            ),
            TrustError::ForeignFrame => Bilingual::fixed(
                "open it with the program that made it, or ask for a bundle made by Aplomb",
                "ouvrez-le avec le programme qui l’a créé, ou demandez un pli fait par Aplomb",
            ),
            TrustError::Damaged => Bilingual::fixed(
                "ask for it again, as an attachment or in a shared folder",
                "redemandez-le, en pièce jointe ou dans un dossier partagé",
            ),
            TrustError::NotForMe => Bilingual::fixed(
                "send your card to the author, who can then write to you",
                "envoyez votre carte à l’auteur, qui pourra alors vous écrire",
            ),
            TrustError::Forwarded => Bilingual::fixed(
                "nothing was taken in; ask the author to send it to you",
                "rien n’a été repris\u{202f}; demandez à l’auteur de vous l’envoyer",
            ),
            TrustError::TooNew { .. } => {
                Bilingual::fixed("update Aplomb, then open it again", "mettez Aplomb à jour, puis rouvrez-le")
            }
            TrustError::TooLarge { .. } => Bilingual::fixed(
                "send less at a time; a file received at this size is not from Aplomb",
                "envoyez moins à la fois\u{202f}; un fichier reçu de cette taille ne vient pas d’Aplomb",
            ),
            TrustError::WouldSwell | TrustError::OtherBody => Bilingual::fixed(
                "nothing was taken in; tell the author",
                "rien n’a été repris\u{202f}; prévenez l’auteur",
            ),
            TrustError::OtherSender => {
                Bilingual::fixed("add the card of its author first", "ajoutez d’abord la carte de son auteur")
            }
            TrustError::WrongSignature => Bilingual::fixed(
                "nothing was taken in; ask the person by another way than the one it came by",
                "rien n’a été repris\u{202f}; interrogez la personne par une autre voie que celle d’où cela vient",
            ),
            TrustError::WeakKey => Bilingual::fixed(
                "it was not added; ask its owner for a card made by Aplomb",
                "elle n’a pas été ajoutée\u{202f}; demandez à son propriétaire une carte faite par Aplomb",
            ),
            TrustError::Locked => Bilingual::fixed("type your passphrase", "saisissez votre phrase secrète"),
            TrustError::WrongPassphrase => Bilingual::fixed(
                "try again, minding capitals and the keyboard's language; nobody can recover it for you",
                "réessayez, en vérifiant les majuscules et la langue du clavier\u{202f}; personne ne peut la retrouver pour vous",
            ),
            TrustError::TooMuchWork => Bilingual::fixed(
                "this file was not written by Aplomb: restore your private key from a backup",
                "ce fichier n’a pas été écrit par Aplomb\u{202f}: restaurez votre clé privée depuis une sauvegarde",
            ),
            TrustError::Readers => {
                Bilingual::fixed("choose the people again", "choisissez à nouveau les personnes")
            }
            TrustError::Unexpected => Bilingual::fixed("try again", "réessayez"),
        }
    }
}

impl std::fmt::Display for TrustError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what().en)
    }
}

impl std::error::Error for TrustError {}
