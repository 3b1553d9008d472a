//! Whose conversations there are: agents are few and conversations many, so an agent's own are found by name.

use rusqlite::Connection;

use super::StoreError;

/// From one name to the next in the index: as many steps as there are agents.
const LEAPS: &str = "WITH RECURSIVE name(agent) AS (SELECT min(agent) FROM conversation UNION ALL \
    SELECT (SELECT min(agent) FROM conversation WHERE agent > name.agent) FROM name WHERE name.agent IS NOT NULL) \
    SELECT agent FROM name WHERE agent IS NOT NULL";

/// The agents whom `takes` accepts, as conversations name them.
pub(super) fn agents(db: &Connection, takes: &dyn Fn(&str) -> bool) -> Result<Vec<String>, StoreError> {
    // A file of an earlier version that may not be written has no such index, and each step would read all of it.
    let indexed = db
        .prepare_cached("SELECT 1 FROM pragma_index_list('conversation') WHERE name = 'conversation_agent'")?
        .exists([])?;
    let mut statement =
        db.prepare_cached(if indexed { LEAPS } else { "SELECT DISTINCT agent FROM conversation" })?;
    let mut rows = statement.query([])?;
    let mut agents = Vec::new();
    while let Some(row) = rows.next()? {
        let agent = row.get_ref(0)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
        if takes(agent) {
            agents.push(agent.to_owned());
        }
    }
    Ok(agents)
}
