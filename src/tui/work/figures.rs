//! What the app asks about figures, which may take seconds: with a connection of its own where there is one.

use crate::ops::error::OpsError;
use crate::ops::goals;
use crate::ops::metrics::mine;
use crate::ops::session::Session;
use crate::ops::team;
use crate::tui::ask::{Ask, Reply, Whose};

/// Whether a wish is about figures.
pub(super) const fn is_one(ask: &Ask) -> bool {
    matches!(ask, Ask::Team { .. } | Ask::Metrics { .. } | Ask::Goals | Ask::Goal { .. })
}

/// Answers a wish about figures.
pub(super) fn answer(
    session: &mut Session,
    ask: &Ask,
    now: i64,
    reply: &mut dyn FnMut(Reply),
) -> Result<(), OpsError> {
    if let Ask::Team { weeks, generation } = ask {
        let seen = Box::new(team::seen(session, *weeks, now)?);
        reply(Reply::Team { generation: *generation, seen });
    }
    if let Ask::Metrics { weeks, whose, generation } = ask {
        let figures = match whose {
            Whose::Mine => mine::mine(session, *weeks, now)?,
            Whose::Team | Whose::Questions => mine::team(session, *weeks, now)?,
        };
        reply(Reply::Metrics { generation: *generation, whose: *whose, figures: Box::new(figures) });
    }
    match ask {
        Ask::Goals => reply(Reply::Goals(Box::new(goals::overview(session, now)?))),
        Ask::Goal { id } => reply(Reply::Goal(Box::new(goals::page(session, id, now)?))),
        _ => {}
    }
    Ok(())
}
