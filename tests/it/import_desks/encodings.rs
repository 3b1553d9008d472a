//! Programs that save a text may write it as UTF-16: what a file says does not change by that.

use std::fs;

use super::reading::taken;

const TICKETS: &str = r#"{"tickets":[{"id":2,"url":"https://shop.zendesk.com/api/v2/tickets/2.json","subject":"Théière",
  "description":"Elle fuit 🫖","status":"open","requester_id":5,"submitter_id":5,"created_at":"2026-03-02T09:00:00Z"}]}"#;
const TABLE: &str = "id,ticket_id,body,public,user_id,created\n1,2,Elle fuit,true,5,2026-03-02 09:00:00\n";

#[test]
fn utf_16_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("tickets.json", TICKETS), ("ticket_comment.csv", TABLE)] {
        let save = |place: &str, bytes: Vec<u8>| {
            let path = folder.path().join(place);
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join(name), bytes).unwrap();
            path.join(name)
        };
        let plain = taken(&[save("plain", text.as_bytes().to_vec())]);
        let wide =
            |order: fn(u16) -> [u8; 2]| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order);
        for bytes in [wide(u16::to_le_bytes).collect::<Vec<u8>>(), wide(u16::to_be_bytes).collect()] {
            let read = taken(&[save("wide", bytes)]);
            assert_eq!((&read.words, &read.conversations), (&plain.words, &plain.conversations));
            assert_eq!((read.problems.len(), read.waiting.len()), (0, plain.waiting.len()));
        }
    }
}
