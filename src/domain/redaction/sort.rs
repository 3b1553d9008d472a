//! Which sorts of text are replaced.

use crate::words::Bilingual;

/// What sort of text was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// A person in the conversation.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The number of a payment card.
    Card,
    /// The number of a bank account.
    Iban,
    /// A social-security number.
    SocialSecurity,
    /// The address of a machine.
    Ip,
    /// What a link carries besides host and path.
    Link,
    /// A number that the settings describe.
    Order,
    /// A word that the settings name.
    Word,
}

impl Sort {
    /// All, in the order in which they are shown.
    pub const ALL: [Sort; 10] = [
        Sort::Name,
        Sort::Email,
        Sort::Phone,
        Sort::Card,
        Sort::Iban,
        Sort::SocialSecurity,
        Sort::Ip,
        Sort::Link,
        Sort::Order,
        Sort::Word,
    ];

    /// The word in marks and files, the same in every language.
    pub const fn word(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::Email => "email",
            Sort::Phone => "phone",
            Sort::Card => "card",
            Sort::Iban => "iban",
            Sort::SocialSecurity => "ssn",
            Sort::Ip => "ip",
            Sort::Link => "link",
            Sort::Order => "order",
            Sort::Word => "word",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.word() == word)
    }

    /// What the sort is called, in the plural, as the head of a list.
    pub const fn says(self) -> Bilingual {
        match self {
            Sort::Name => Bilingual::fixed("names", "noms"),
            Sort::Email => Bilingual::fixed("e-mail addresses", "adresses e-mail"),
            Sort::Phone => Bilingual::fixed("phone numbers", "numéros de téléphone"),
            Sort::Card => Bilingual::fixed("card numbers", "numéros de carte bancaire"),
            Sort::Iban => Bilingual::fixed("bank accounts", "comptes bancaires"),
            Sort::SocialSecurity => {
                Bilingual::fixed("social-security numbers", "numéros de sécurité sociale")
            }
            Sort::Ip => Bilingual::fixed("IP addresses", "adresses IP"),
            Sort::Link => Bilingual::fixed("parts of links", "fragments de liens"),
            Sort::Order => Bilingual::fixed("order numbers", "numéros de commande"),
            Sort::Word => Bilingual::fixed("words from your settings", "mots de vos réglages"),
        }
    }
}
