//! The operator's own templates: `mail.html`, and folders by language with `<letter>.txt` and `<letter>.html`.

use std::fs;
use std::path::{Path, PathBuf};

use super::values::LETTERS;
use super::{Flaw, PAGE};

/// A template of the operator's.
pub(super) struct Template {
    pub(super) name: String,
    pub(super) source: String,
    /// The language it is in, unless it is the page of all.
    pub(super) language: Option<String>,
}

/// Everything in the folder, in the order of names.
///
/// # Errors
/// [`Flaw`] for what cannot be read and for what is no template: a name that is misspelt would never be asked for.
/// Names that begin with a dot are no business of ours.
pub(super) fn read(folder: &Path) -> Result<Vec<Template>, Flaw> {
    let mut templates = Vec::new();
    for path in entries(folder)? {
        let name = name_of(&path);
        if name == PAGE {
            templates.push(template(&path, name, None)?);
        } else if path.is_dir() && is_language(&name) {
            for path in entries(&path)? {
                let file = name_of(&path);
                let letter = file.strip_suffix(".txt").or_else(|| file.strip_suffix(".html"));
                if !letter.is_some_and(|letter| LETTERS.contains(&letter)) {
                    let letters = LETTERS.join(", ");
                    let what = format_args!("must be one of {letters}, with .txt or .html");
                    return Err(Flaw::new(path.display(), what));
                }
                templates.push(template(&path, format!("{name}/{file}"), Some(name.clone()))?);
            }
        } else {
            let what = format_args!("must be {PAGE} or a folder with the two letters of a language");
            return Err(Flaw::new(path.display(), what));
        }
    }
    Ok(templates)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Flaw> {
    let unreadable = |error: std::io::Error| Flaw::new(folder.display(), error);
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    paths.retain(|path| !name_of(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_language(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn template(path: &Path, name: String, language: Option<String>) -> Result<Template, Flaw> {
    let source = fs::read_to_string(path).map_err(|error| Flaw::new(path.display(), error))?;
    // However the operator's editor writes, paragraphs are parted by two line ends.
    let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(Template { name, source, language })
}
