//! `import --explain`.

use crate::home::Home;

const CONVERSATIONS: &str = r#"{"_links":{},"_results":[{"id":"cnv_1","_links":{},"subject":"A shoe","status":"archived",
  "assignee":{"id":"tea_1"},"recipient":{"handle":"crystal@mail.example"},"created_at":1772445731,"updated_at":1772446000}]}"#;
const MESSAGES: &str = r#"{"_links":{},"_results":[
  {"id":"msg_1","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}},"type":"email","is_inbound":true,
   "created_at":1772445731,"text":"one of my shoes is missing","recipients":[{"handle":"crystal@mail.example","role":"from"}]}]}"#;

#[test]
fn files_fields_and_figures_are_told_before_anything_is_written() {
    let home = Home::empty();
    let one = home.file("conversations.json", CONVERSATIONS);
    let two = home.file("messages.json", MESSAGES);
    let odd = home.file("odd.json", "{\"weather\": \"fine\"}");
    let told = home.run(["import", "--explain", &one, &two, &odd]).code(1);
    for said in [
        "# What these files are. Nothing is written.",
        "Front · 1 conversation",
        "Front · 1 message",
        "not readable · left out whole",
        "## Front: which fields are read",
        "conversation `assignee`",
        "Which figures can stand on this",
        "Customer satisfaction",
        "It would be: 1 conversation added",
    ] {
        assert!(told.out.contains(said), "{said}:\n{}", told.out);
    }
    let told = home.run(["import", "--explain", &one, &two, "--lang", "fr"]).code(0);
    assert!(
        told.out.contains("quels champs sont lus") && told.out.contains("Rien n’est écrit"),
        "{}",
        told.out
    );
    let json = home.run(["import", "--explain", &one, &two, "--json"]).code(0).json();
    assert_eq!(json["explained"]["files"][0]["format"], "front");
    assert_eq!(json["explained"]["files"][1]["messages"], 1);
    assert_eq!(json["explained"]["carried"][0]["of"], 1);
    assert_eq!(home.run(["conversations", "--json"]).code(0).json(), serde_json::json!([]));
}
