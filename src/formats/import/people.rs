//! Who is an agent, where a source does not say: what the person told, by address, by name, by number.

/// Domains where everybody may have an address: a colleague there makes nobody else a colleague.
const PUBLIC: [&str; 62] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "outlook.fr",
    "hotmail.com",
    "hotmail.fr",
    "hotmail.co.uk",
    "live.com",
    "live.fr",
    "msn.com",
    "yahoo.com",
    "yahoo.fr",
    "yahoo.co.uk",
    "yahoo.de",
    "ymail.com",
    "rocketmail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "gmx.fr",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "freenet.de",
    "free.fr",
    "orange.fr",
    "wanadoo.fr",
    "sfr.fr",
    "neuf.fr",
    "laposte.net",
    "bbox.fr",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "tutanota.com",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "qq.com",
    "163.com",
    "126.com",
    "libero.it",
    "virgilio.it",
    "zoho.com",
    "fastmail.com",
    "hey.com",
    "mail.com",
    "comcast.net",
    "verizon.net",
    "att.net",
    "bluewin.ch",
    "skynet.be",
    "telenet.be",
    "ziggo.nl",
    "wp.pl",
    "seznam.cz",
    "uol.com.br",
];

/// The agents that were told.
#[derive(Clone, Debug, Default)]
pub(super) struct Agents {
    /// Names, addresses and numbers, in small letters.
    told: Vec<String>,
    domains: Vec<String>,
}

impl Agents {
    /// Those of a list of names, addresses and numbers.
    pub(super) fn of(told: &[String]) -> Agents {
        let told: Vec<String> =
            told.iter().map(|who| who.trim().to_lowercase()).filter(|who| !who.is_empty()).collect();
        let domains = told.iter().filter_map(|who| domain_of(who)).filter(|domain| !PUBLIC.contains(domain));
        let domains = domains.map(str::to_owned).collect();
        Agents { told, domains }
    }

    /// Whether somebody was told, under this name, address or number.
    pub(super) fn told(&self, who: &str) -> bool {
        let who = who.trim().to_lowercase();
        !who.is_empty() && self.told.contains(&who)
    }

    /// Whether an address was told, or is one of the same company.
    pub(super) fn colleague(&self, address: &str) -> bool {
        let address = address.trim().to_lowercase();
        self.told(&address)
            || domain_of(&address).is_some_and(|domain| self.domains.iter().any(|known| known == domain))
    }

    /// Whether a company is known by its agents' addresses: then whoever writes from elsewhere is none of them.
    pub(super) fn company(&self) -> bool {
        !self.domains.is_empty()
    }
}

fn domain_of(who: &str) -> Option<&str> {
    let (name, domain) = who.rsplit_once('@')?;
    (!name.is_empty() && domain.contains('.')).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_and_their_company() {
        let agents = Agents::of(&["Ana Diaz".into(), " Ana@Shop.example ".into(), "bo@gmail.com".into()]);
        assert!(agents.told("ana diaz") && agents.told("ana@shop.example") && !agents.told(""));
        assert!(agents.colleague("max@SHOP.example") && agents.colleague("bo@gmail.com"));
        assert!(!agents.colleague("tom@gmail.com") && !agents.colleague("tom@notshop.example"));
        assert!(agents.company() && !Agents::of(&["bo@gmail.com".into(), "Ana".into()]).company());
    }
}
