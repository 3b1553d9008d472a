//! `aplomb me`.

use serde::Serialize;

use crate::both;
use crate::cli::out::Out;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::me;
use crate::ops::session::Session;
use crate::words::Bilingual;

#[derive(Serialize)]
struct MeOut<'a> {
    schema_version: u32,
    name: &'a str,
    aliases: &'a [String],
}

/// Shows or sets who I am.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    name: Option<String>,
    aliases: Vec<String>,
    forget: &[String],
) -> Result<(), OpsError> {
    if name.is_some() || !aliases.is_empty() || !forget.is_empty() {
        me::change(session, name, aliases, forget)?;
    }
    let me = session.me()?;
    if out.json {
        let me = me.unwrap_or_default();
        return out.json(&MeOut { schema_version: 1, name: &me.name, aliases: &me.aliases });
    }
    match me {
        None => out.say(&Bilingual::fixed(
            "I do not know you yet: aplomb me --name NAME --alias ADDRESS",
            "Je ne vous connais pas encore : aplomb me --name NOM --alias ADRESSE",
        )),
        Some(me) => {
            let name = Shown::line(&me.name);
            out.say(&both!("name     {name}", "nom      {name}"));
            for alias in &me.aliases {
                let alias = Shown::line(alias);
                out.say(&both!("known as {alias}", "connu    {alias}"));
            }
        }
    }
    Ok(())
}
