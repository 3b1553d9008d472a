//! Reading the settings file from disk.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::config::Settings;
use crate::domain::problem::Problem;
use crate::words::Bilingual;

/// The largest settings file, in bytes. With every option explained it has three thousand.
const LARGEST: u64 = 1 << 20;

impl Settings {
    /// Reads the settings file, and names it in every problem. A file that is not there is no problem: nothing is
    /// ever written for people, so most have none.
    pub fn read(path: &Path) -> (Settings, Vec<Problem>) {
        let (settings, problems) = match contents(path) {
            Ok(text) => Settings::parse(&text),
            Err(accepted) => {
                let problem = accepted.map(|accepted| Problem::at(None, "", "", accepted));
                (Settings::default(), problem.into_iter().collect())
            }
        };
        let name = path.display().to_string();
        (settings, problems.into_iter().map(|problem| problem.in_file(&name)).collect())
    }
}

/// The text; `Err(None)` where there is no file.
fn contents(path: &Path) -> Result<String, Option<Bilingual>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(None),
        Err(_) => {
            return Err(Some(Bilingual::fixed(
                "this file cannot be read, so the defaults hold; check that it is a file and that you may read it",
                "ce fichier est illisible, les valeurs par défaut s’appliquent ; vérifiez que c’est bien un fichier et \
                 que vous avez le droit de le lire",
            )));
        }
        Ok(_) if bytes.len() as u64 > LARGEST => {
            return Err(Some(Bilingual::fixed(
                "this file is larger than 1 MiB and cannot be a settings file, so the defaults hold",
                "ce fichier dépasse 1 Mio et ne peut pas être un fichier de réglages ; les valeurs par défaut \
                 s’appliquent",
            )));
        }
        Ok(_) => {}
    }
    String::from_utf8(bytes).map_err(|_| {
        Some(Bilingual::fixed(
            "this file is not in UTF-8, so the defaults hold; save it as UTF-8",
            "ce fichier n’est pas en UTF-8, les valeurs par défaut s’appliquent ; enregistrez-le en UTF-8",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn problems_name_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert_eq!(Settings::read(&path), (Settings::default(), Vec::new()));

        std::fs::write(&path, "mouse = true\nthme = 1\n").unwrap();
        let (settings, problems) = Settings::read(&path);
        assert!(settings.mouse);
        let sentence = problems[0].sentence(Lang::En).into_string();
        assert!(
            sentence.ends_with("config.toml:2: thme: no such option; did you mean `theme`?"),
            "{sentence}"
        );

        for bytes in [b"mouse = true # \xff".to_vec(), vec![b' '; LARGEST as usize + 1]] {
            std::fs::write(&path, bytes).unwrap();
            let (settings, problems) = Settings::read(&path);
            assert_eq!((settings, problems.len()), (Settings::default(), 1));
        }
        assert_eq!(Settings::read(folder.path()).1.len(), 1);
    }
}
