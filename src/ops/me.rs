//! Who uses the program.

use crate::domain::person::Me;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::words::Bilingual;

/// The longest name or alias, in characters.
const LONGEST: usize = 200;

/// Changes the name, adds aliases, forgets some.
pub fn change(
    session: &mut Session,
    name: Option<String>,
    aliases: Vec<String>,
    forget: &[String],
) -> Result<Me, OpsError> {
    let mut me = session.me()?.unwrap_or_default();
    if let Some(name) = name {
        me.name = name.trim().to_owned();
    }
    for alias in aliases {
        let alias = alias.trim().to_owned();
        if !alias.is_empty() && !me.aliases.iter().any(|known| known.eq_ignore_ascii_case(&alias)) {
            me.aliases.push(alias);
        }
    }
    me.aliases.retain(|known| !forget.iter().any(|gone| gone.trim().eq_ignore_ascii_case(known)));
    set(session, me)
}

/// Sets who I am.
pub fn set(session: &mut Session, me: Me) -> Result<Me, OpsError> {
    if me.name.trim().is_empty() {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "a name is needed: it is what colleagues see",
                "il faut un nom : c’est ce que voient les collègues",
            ),
        ));
    }
    if std::iter::once(&me.name).chain(&me.aliases).any(|text| text.chars().count() > LONGEST) {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "a name or address has at most 200 characters",
                "un nom ou une adresse a au plus 200 caractères",
            ),
        ));
    }
    session.store.set_me(&me)?;
    Ok(me)
}
