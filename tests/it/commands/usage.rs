//! Exit codes, help, and both languages.

use crate::home::{EXPORT, Home};

#[test]
fn wrong_usage_is_exit_code_2() {
    let home = Home::empty();
    for arguments in [
        &["nonsense"][..],
        &["show"],
        &["--colour"],
        &["--lang", "de", "me"],
        &["draw", "-n", "many"],
        &["draw", "--per", "agent"],
        &["export", "everything"],
        &["completions"],
        &["config"],
    ] {
        let said = home.run(arguments).code(2);
        assert_eq!(said.out, "", "{arguments:?}");
        assert_ne!(said.err, "", "{arguments:?}");
    }
    assert!(!home.data().exists());
}

#[test]
fn the_app_needs_a_terminal_and_says_so() {
    let home = Home::empty();
    for arguments in [&[][..], &["demo"], &["--read-only"]] {
        let said = home.run(arguments.iter()).code(2);
        let said = said.says("The app needs a terminal").says("`aplomb --help` lists them");
        assert_eq!(said.out, "");
    }
    home.run(["--lang", "fr", "demo"]).code(2).says("a besoin d’un terminal");
    assert!(!home.data().exists(), "nothing was made");
}

#[test]
fn help_and_version_go_to_standard_output() {
    let home = Home::empty();
    let help = home.run(["--help"]).code(0);
    for command in [
        "demo",
        "me",
        "import",
        "conversations",
        "show",
        "draw",
        "score",
        "review",
        "seal",
        "void",
        "checklist",
        "mirror",
        "agreement",
        "export",
        "backup",
        "restore",
        "doctor",
        "paths",
        "keys",
        "config",
        "completions",
        "man",
    ] {
        assert!(help.out.contains(&format!("\n  {command}")), "no {command} in\n{}", help.out);
        let own = home.run([command, "--help"]).code(0);
        assert_eq!(own.err, "");
    }
    home.run(["--version"]).code(0).prints("SQLite");
    let french = home.run(["--lang", "fr", "--help"]).code(0).out;
    assert!(french.contains("Utilisation\u{202f}:") && french.contains("\nCommandes:"), "{french}");
    assert!(!french.contains("Usage:") && !french.contains("Print "), "{french}");
    let home_in_french = home.command(["--help"]).env("LC_ALL", "fr_CA.UTF-8").output().unwrap();
    assert_eq!(String::from_utf8(home_in_french.stdout).unwrap(), french);
}

/// One run for each kind of message, with a fragment of its French.
#[test]
fn every_kind_of_message_comes_in_french() {
    let home = Home::of_lea();
    let fr = |arguments: &[&str], input: &str| {
        let arguments = ["--lang", "fr"].iter().chain(arguments);
        let said = home.fed(arguments, input);
        let all = format!("{}{}", said.out, said.err);
        assert!(!all.contains("error:") && !all.contains("hint:"), "{all}");
        (said.code, all)
    };
    let bad = home.file("bad.toml", "id = 7\n");
    let csv = home.file("a.csv", "a,b\n1,2\n");
    for (arguments, input, code, fragment) in [
        (&["nonsense"][..], "", 2, "n’est pas une commande"),
        (&["show"], "", 2, "il manque\u{202f}: <ID>"),
        (&["draw", "-n", "x"], "", 2, "ne convient pas"),
        (&["show", "--foo", "1"], "", 2, "n’est pas connu ici"),
        (&["export"], "", 2, "il manque"),
        (&["--color", "pink", "me"], "", 2, "valeurs acceptées"),
        (&["show", "99"], "", 1, "erreur : il n’y a pas de conversation"),
        (&["show", "99"], "", 1, "conseil : "),
        (&["review", "4"], "", 1, "pas encore d’évaluation"),
        (&["score", "1"], "", 2, "personne à qui poser les questions"),
        (&["import", "-", "--everyone"], EXPORT, 0, "1 conversation"),
        (&["import", "-"], "{\"a\":1}\n", 1, ""),
        (&["import", &csv], "", 1, "plan"),
        (&["import", "rien.jsonl"], "", 1, "impossible d’utiliser"),
        (&["checklist", "check", &bad], "", 1, "à corriger"),
        (&["checklist", "show", "none"], "", 1, "disponibles"),
        (&["score", "1", "--answers", "-"], r#"{"answers":{"x":"yes"}}"#, 1, "n’ont pas été prises"),
        (&["score", "2", "--answers", "-"], r#"{"answers":{"resolved":"no"}}"#, 0, "réponses enregistrées"),
        (&["seal", "2"], "", 1, "avant de sceller"),
        (&["review", "2"], "", 0, "brouillon"),
        (&["review", "2", "--why"], "", 0, "donc pas de score"),
        (&["conversations"], "", 0, "affichées"),
        (&["conversations", "colour:red"], "", 0, "ne veut rien dire ici"),
        (&["draw", "-n", "1", "--dry-run"], "", 0, "graine"),
        (&["mirror"], "", 0, "Pas encore d’évaluation scellée"),
        (&["doctor"], "", 0, "chaque enregistrement est intact"),
        (&["paths"], "", 0, "pas encore là"),
        (&["checklist", "list"], "", 0, "fournie"),
        (&["checklist", "diff", "four-pillars", "four-pillars"], "", 0, "aucune différence"),
        (&["backup", "b.db"], "", 0, "écrit : b.db"),
        (&["backup", "b.db"], "", 1, "existe déjà"),
        (&["restore", "b.db"], "", 0, "rétabli : "),
        (&["export", "conversations", "--sheet", "x"], "", 2, "il n’y a pas de feuille"),
        (&["void", "2", "--why", ""], "", 2, "demande une raison"),
        (&["me"], "", 0, "connu    lea@shop.example"),
    ] {
        let (ended, all) = fr(arguments, input);
        assert_eq!(ended, code, "{arguments:?}\n{all}");
        let narrow = |text: &str| text.replace(['\u{202f}', '\u{a0}'], " ");
        assert!(narrow(&all).contains(&narrow(fragment)), "{arguments:?}: no {fragment:?} in\n{all}");
    }
}

#[test]
fn the_locale_decides_where_no_flag_does() {
    let home = Home::of_lea();
    let run = home.command(["show", "99"]).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(String::from_utf8(run.stderr).unwrap().contains("il n’y a pas de conversation"));
    let run = home.command(["--lang", "en", "show", "99"]).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(String::from_utf8(run.stderr).unwrap().contains("there is no conversation"));
}

#[test]
fn nothing_that_is_printed_controls_a_terminal() {
    let home = Home::empty();
    let hostile = EXPORT
        .replace("A shoe is missing", "\\u001b]0;owned\\u0007\\u202eevil")
        .replace("from the box", "\\u009b31m\\udb40\\udc41\\u001b[2J");
    home.fed(["import", "-", "--everyone"], &hostile).code(0);
    home.run(["me", "--name", "L\u{1b}[31mea", "--alias", "lea@shop.example\u{7}"]).code(0);
    home.answer_all("1", &[]);
    home.run(["seal", "1"]).code(0);
    for arguments in [
        &["me"][..],
        &["conversations"],
        &["conversations", "--json"],
        &["conversations", "\u{1b}[31m:x"],
        &["show", "1"],
        &["show", "1", "--json"],
        &["show", "\u{1b}[2J"],
        &["review", "1"],
        &["review", "1", "--json"],
        &["export", "reviews", "--format", "csv"],
        &["export", "reviews", "--format", "markdown"],
        &["export", "reviews", "--format", "html"],
        &["export", "conversations"],
        &["export", "conversations", "--format", "csv"],
        &["checklist", "show", "\u{202e}x"],
        &["import", "no\u{1b}[31msuch"],
        &["draw", "--seed", "1", "--dry-run"],
        &["nonsense\u{1b}[31m"],
        &["--lang", "fr", "nonsense\u{1b}[31m"],
    ] {
        let said = home.run(arguments);
        for c in said.out.chars().chain(said.err.chars()) {
            let control = c.is_control() && c != '\n' && c != '\t' && c != '\r';
            assert!(
                !control && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}'),
                "{arguments:?} prints {c:?}"
            );
        }
    }
}

#[test]
fn folders_from_the_environment_and_an_empty_variable_is_none() {
    let home = Home::empty();
    let elsewhere = home.path("elsewhere");
    let paths = |name: &str, value: &str| {
        let run = home.command(["paths"]).env(name, value).output().unwrap();
        crate::home::said(&run)
    };
    let store = elsewhere.join("aplomb.db");
    paths("APLOMB_DATA_DIR", elsewhere.to_str().unwrap()).code(0).prints(store.to_str().unwrap());
    paths("APLOMB_DATA_DIR", "").code(0).prints(home.store().to_str().unwrap());
    paths("APLOMB_CONFIG", "").code(0).prints("config/aplomb/config.toml");
    paths("APLOMB_CONFIG", "missing.toml").code(1).says("missing.toml");
}
