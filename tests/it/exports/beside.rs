//! The files opened by LibreOffice, openpyxl, DuckDB and Chromium. Where one of them is not here, its test says so and
//! skips. The files stay in the folder of the build, for people to open.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aplomb::formats::export::form::Form;
use aplomb::words::Lang;

use super::book::{hostile, report};
use super::bytes;

/// A file of the demo report.
fn file(name: &str, form: Form, sheet: &str, lang: Lang) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exports");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes(report(), form, sheet, lang)).unwrap();
    path
}

fn driver(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drivers").join(name)
}

/// Whether a program runs, and says so where it does not.
fn here(program: &str, arguments: &[&str]) -> bool {
    let runs = Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success());
    if !runs {
        println!("skipped: {program} {} does not run here", arguments.join(" "));
    }
    runs
}

#[track_caller]
fn succeeds(command: &mut Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_workbook_has_types() {
    if here("python3", &["-c", "import openpyxl"]) {
        let workbook = file("types.xlsx", Form::Xlsx, "", Lang::En);
        succeeds(Command::new("python3").arg(driver("open_workbook.py")).arg(workbook));
    }
}

#[test]
fn tables_are_read_by_a_warehouse() {
    if here("python3", &["-c", "import duckdb"]) {
        let mut command = Command::new("python3");
        command.arg(driver("open_tables.py"));
        for sheet in ["kinds", "texts", "pillars"] {
            command.arg(file(&format!("demo-{sheet}.parquet"), Form::Parquet, sheet, Lang::En));
        }
        succeeds(command.arg(file("demo-pillars.csv", Form::Csv, "pillars", Lang::En)));
    }
}

#[test]
fn a_page_asks_for_nothing() {
    if here("chromium", &["--version"]) && here("python3", &["--version"]) {
        for (lang, name) in [(Lang::En, "demo-en.html"), (Lang::Fr, "demo-fr.html")] {
            let page = file(name, Form::Html, "", lang);
            succeeds(Command::new("python3").arg(driver("open_page.py")).arg(page).arg("chromium"));
        }
    }
}

/// What LibreOffice makes of a file: every cell with its type, as flat XML.
fn through_libreoffice(path: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    // 44,34,76: commas, double quotes, UTF-8.
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless", "--convert-to", "fods"]);
    if path.extension().is_some_and(|extension| extension == "csv") {
        command.arg("--infilter=CSV:44,34,76");
    }
    succeeds(command.arg("--outdir").arg(folder.path()).arg(path));
    fs::read_to_string(folder.path().join(path.file_stem().unwrap()).with_extension("fods")).unwrap()
}

#[test]
fn libreoffice_runs_no_cell() {
    if !here("soffice", &["--version"]) {
        return;
    }
    let table = through_libreoffice(&file("hostile.csv", Form::Csv, "texts", Lang::En));
    assert!(!table.contains("table:formula") && !table.contains("xlink:href"), "a cell that runs");
    assert!(table.contains("<text:p>&apos;=1+1</text:p>"), "the text itself");
    let book = through_libreoffice(&file("hostile.xlsx", Form::Xlsx, "", Lang::Fr));
    assert!(!book.contains("table:formula") && !book.contains("xlink:href"), "a cell that runs");
    for typed in [
        "office:value-type=\"percentage\" office:value=\"0.825\"",
        "office:value-type=\"date\" office:date-value=\"2026-10-31\"",
        "office:value-type=\"time\" office:time-value=\"PT27H46M40S\"",
        "table:name=\"Définitions\"",
        "table:name=\"À propos\"",
    ] {
        assert!(book.contains(typed), "{typed}");
    }
    assert!(book.contains("<text:p>=1+1</text:p>"), "{} stays text", hostile()[0]);
}
