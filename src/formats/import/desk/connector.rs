//! What connectors put around each record that they copy, whosever it is: the name of its list beside it, and lines about
//! themselves in between.

use serde_json::{Map, Value};

use super::record::Record;

/// Where a record and the name of its list stand in a wrapper; the first that fits counts.
const WRAPPERS: [(&str, &str); 4] = [
    ("record.data", "record.stream"),
    ("record", "stream"),
    ("data", "stream"),
    // Raw tables hold one list each, and do not name it.
    ("_airbyte_data", ""),
];

/// The record in a connector's wrapper, under its list's name.
pub(super) fn inside(fields: &Map<String, Value>) -> Option<Record<'_>> {
    let around = Record { list: "", fields, within: None };
    WRAPPERS.iter().find_map(|(inner, name)| {
        let list = if name.is_empty() { "" } else { around.get(name)?.as_str()? };
        Record::of(list, around.get(inner)?)
    })
}

/// The path of a record in a connector's wrapper, by the paths that are there.
pub(super) fn path(has: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let wrapper = WRAPPERS.iter().find(|(inner, name)| has(inner) && (name.is_empty() || has(name)));
    wrapper.map(|(inner, _)| *inner)
}

/// Whether a connector speaks of itself: a schema, a bookmark, a line of its log.
pub(super) fn is_own(record: Record<'_>) -> bool {
    let kind = record.get("type").and_then(Value::as_str).unwrap_or_default();
    matches!(kind, "SCHEMA" | "STATE" | "ACTIVATE_VERSION" | "LOG" | "TRACE" | "BATCH" | "CONTROL")
}

#[cfg(test)]
mod tests {
    use super::super::trial::{line, taken};
    use serde_json::json;

    use super::*;

    #[test]
    fn every_wrapper_is_opened() {
        let row = json!({"id": 7});
        for wrapper in [
            json!({"type": "RECORD", "record": {"stream": "tickets", "data": row, "emitted_at": 1}}),
            json!({"type": "RECORD", "stream": "tickets", "record": row, "time_extracted": "x"}),
            json!({"stream": "tickets", "data": row, "emitted_at": 1}),
        ] {
            let record = inside(wrapper.as_object().unwrap()).unwrap();
            assert_eq!((record.list, record.id("id").as_deref()), ("tickets", Some("7")), "{wrapper}");
        }
        let raw = json!({"_airbyte_raw_id": "x", "_airbyte_data": row});
        assert_eq!(inside(raw.as_object().unwrap()).unwrap().list, "");
        for other in
            [json!({"record": row}), json!({"data": row}), json!({"stream": "x", "data": [row]}), row]
        {
            assert!(inside(other.as_object().unwrap()).is_none(), "{other}");
        }
    }

    #[test]
    fn a_help_desk_that_knows_no_connector_is_known_in_one() {
        let rows = [
            (
                "tickets",
                json!({"id": 21, "cc_emails": [], "fwd_emails": [], "requester_id": 5, "responder_id": 7,
                "subject": "Kettle", "status": 5, "source": 1, "description": "<p>It leaks</p>",
                "created_at": "2026-03-02T09:00:00Z"}),
            ),
            (
                "conversations",
                json!({"id": 3, "ticket_id": 21, "body": "<p>Sorry</p>", "incoming": false,
                "private": false, "user_id": 7, "created_at": "2026-03-02T10:00:00Z"}),
            ),
            ("canned_responses", json!({"id": 1, "title": "x", "content": "y", "folder_id": 2})),
        ];
        let schema = json!({"type": "SCHEMA", "stream": "tickets", "schema": {}, "key_properties": ["id"]});
        let file = |wrap: &dyn Fn(&str, &Value) -> Value| {
            let lines = rows.iter().map(|(stream, row)| wrap(stream, row).to_string());
            std::iter::once(schema.to_string()).chain(lines).collect::<Vec<_>>().join("\n")
        };
        for file in [
            file(&|stream, row| json!({"type": "RECORD", "record": {"stream": stream, "data": row}})),
            file(&|stream, row| json!({"type": "RECORD", "stream": stream, "record": row})),
            file(&|_, row| json!({"_airbyte_raw_id": "x", "_airbyte_data": row})),
        ] {
            let taken = taken("freshdesk", &[file]);
            assert_eq!(
                taken.conversations[0].messages.iter().map(line).collect::<Vec<_>>(),
                ["customer 5: It leaks", "agent 7: Sorry"]
            );
            assert_eq!(taken.beside, ["connector", "other records"]);
            assert!(taken.problems.is_empty(), "{:?}", taken.problems);
        }
    }
}
