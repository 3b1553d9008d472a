//! The README's five minutes with a colleague: three homes, and files that go from one to the others by themselves.

use std::fs;

use serde_json::json;

use crate::home::Home;

/// Léa follows the README; Marc does what it says at his; Nadia is the lead.
pub struct Colleagues {
    pub lea: Home,
    marc: Home,
    nadia: Home,
}

impl Colleagues {
    /// Marc and Nadia have written their cards, and Léa has what the README takes for granted.
    pub fn laid(lea: Home) -> Colleagues {
        let desk = Colleagues { lea, marc: Home::empty(), nadia: Home::empty() };
        for (home, name, file) in
            [(&desk.marc, "Marc", "marc.aplomb-card"), (&desk.nadia, "Nadia", "nadia.aplomb-card")]
        {
            home.run(["me", "--name", name]).code(0);
            home.run(["card", "show", "-o", file]).code(0);
        }
        fs::create_dir(desk.lea.path("shared")).unwrap();
        desk.after();
        desk
    }

    /// At whose home the commands of a block are run.
    pub fn whose(&self, block: &str) -> &Home {
        match block.lines().next() {
            Some("# at Marc’s") => &self.marc,
            Some("# at Nadia’s") => &self.nadia,
            _ => &self.lea,
        }
    }

    /// What the text says is done before a command, and has no command of its own.
    pub fn before(&self, command: &str) {
        if command.starts_with("aplomb ask 77") && self.state(&self.lea, "77") != "sealed" {
            answered(&self.lea, "77");
            self.lea.run(["seal", "77"]).code(0);
        }
        if command == "aplomb seal c1" {
            answered(&self.marc, "c1");
        }
        if command.starts_with("aplomb team collect") {
            self.lea.run(["submit", "-o", "from-lea.aplomb"]).code(0);
            self.after();
        }
        if command.starts_with("aplomb import everyone.jsonl") {
            let export = fs::read_to_string(self.lea.path("export.jsonl")).unwrap();
            let everyone = export.replace("\"author\":\"c\"", "\"author\":\"crystal@mail.example\"");
            fs::write(self.nadia.path("everyone.jsonl"), everyone).unwrap();
        }
    }

    /// Bundles and cards arrive where they are awaited.
    pub fn after(&self) {
        let homes = [&self.lea, &self.marc, &self.nadia];
        for from in homes {
            for file in fs::read_dir(from.path("")).unwrap().map(|entry| entry.unwrap().path()) {
                let name = file.file_name().unwrap().to_string_lossy().into_owned();
                if !name.ends_with(".aplomb") && !name.ends_with(".aplomb-card") {
                    continue;
                }
                for to in homes.iter().filter(|to| !to.path(&name).exists()) {
                    fs::copy(&file, to.path(&name)).unwrap();
                    if name == "lea.aplomb-card" {
                        to.run(["card", "add", &name]).code(0);
                    }
                }
            }
        }
    }

    fn state(&self, home: &Home, id: &str) -> String {
        let review = home.run(["review", id, "--json"]);
        match review.code {
            0 => review.json()["state"].as_str().unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }
}

/// Answers everything that applies with yes.
fn answered(home: &Home, id: &str) {
    let list = home.run(["checklist", "show", "four-pillars", "--json"]).json();
    let items = list["items"].as_array().unwrap().iter().filter(|item| !item["when"].is_string());
    let answers: serde_json::Map<_, _> =
        items.map(|item| (item["id"].as_str().unwrap().to_owned(), json!("yes"))).collect();
    home.fed(["score", id, "--answers", "-"], &json!({ "answers": answers }).to_string()).code(0);
}
