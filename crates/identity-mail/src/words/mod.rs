//! The words of mails: a template per language and letter, embedded or the operator's own.

mod embedded;
mod escape;
mod folder;
mod head;
mod values;

use std::collections::BTreeSet;
use std::path::Path;

use identity_core::outbox::Letter;
use identity_core::port::Mail;
use identity_core::value::Text;
use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior};

use self::head::Head;
use self::values::{Content, samples};

/// The language of whoever chose none that is known.
const FALLBACK: &str = "en";
/// The page that every text is shown in, unless a letter has one of its own.
const PAGE: &str = "mail.html";

/// What is wrong with a template: where, and in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub(crate) struct Flaw {
    place: String,
    what: String,
}

impl Flaw {
    fn new(place: impl ToString, what: impl ToString) -> Self {
        Self { place: place.to_string(), what: what.to_string() }
    }

    fn at(template: &str, line: usize, what: impl ToString) -> Self {
        Self::new(format_args!("{template} line {line}"), what)
    }
}

impl From<minijinja::Error> for Flaw {
    fn from(error: minijinja::Error) -> Self {
        let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        Self::at(error.name().unwrap_or("a template"), error.line().unwrap_or(1), what)
    }
}

/// A letter in words; it may hold a one-time code, so there is no `Debug`.
pub(crate) struct Written {
    /// One line.
    pub(crate) subject: String,
    /// Plain text.
    pub(crate) text: String,
    /// The same as a page.
    pub(crate) html: String,
}

/// All templates, each of them tried.
pub(crate) struct Words {
    environment: Environment<'static>,
}

impl Words {
    /// The embedded words, and in their place those that the operator's folder has.
    ///
    /// # Errors
    /// [`Flaw`] for a folder that cannot be read, a file that is no template, and a template that cannot be used.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Self, Flaw> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(escape::write);
        for (name, source) in embedded::TEMPLATES {
            environment.add_template(name, source)?;
        }
        let mut languages: BTreeSet<String> = embedded::LANGUAGES.map(str::to_owned).into();
        for template in folder.map(folder::read).transpose()?.into_iter().flatten() {
            environment.add_template_owned(template.name, template.source)?;
            languages.extend(template.language);
        }
        let words = Self { environment };
        for language in &languages {
            for letter in samples() {
                words.try_out(language, &letter)?;
            }
        }
        Ok(words)
    }

    /// Puts a mail into words, in the person's language if there are words in it.
    ///
    /// # Errors
    /// [`Flaw`] when the operator's template fails on values other than those it was tried with.
    pub(crate) fn write(&self, mail: &Mail) -> Result<Written, Flaw> {
        self.put(&language_of(mail.language.as_ref().map(Text::as_str)), &mail.product, &mail.letter)
    }

    /// Writes a letter of made-up values, which has to come out whole.
    fn try_out(&self, language: &str, letter: &Letter) -> Result<(), Flaw> {
        let written = self.put(language, "Identity", letter)?;
        let Content { name, link, .. } = Content::of(letter);
        let (text, page) = self.names(language, name);
        for (template, body) in [(text, &written.text), (page, &written.html)] {
            if link.is_some_and(|link| !body.contains(link)) {
                return Err(Flaw::new(template, "the letter needs {{ link }}"));
            }
        }
        Ok(())
    }

    fn put(&self, language: &str, product: &str, letter: &Letter) -> Result<Written, Flaw> {
        let Content { name, link, mut values } = Content::of(letter);
        let (text, page) = self.names(language, name);
        let language = text.split('/').next().unwrap_or(FALLBACK);
        values.insert("language", language.into());
        values.insert("product", values::line(product));
        let rendered = self.environment.get_template(&text)?.render(&values)?;
        let Head { subject, action, body } = head::split(&text, &rendered)?;
        let paragraphs = body.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
        values.insert("paragraphs", paragraphs.map(Value::from).collect::<Vec<_>>().into());
        values.insert("subject", subject.into());
        values.insert("action", action.into());
        values.insert("link", link.into());
        let html = self.environment.get_template(&page)?.render(&values)?;
        Ok(Written { subject: subject.into(), text: format!("{}\n", body.trim()), html })
    }

    /// The templates of a letter's text and of its page.
    fn names(&self, language: &str, letter: &str) -> (String, String) {
        let is_known = |name: &String| self.environment.get_template(name).is_ok();
        let own = format!("{language}/{letter}.txt");
        let text = if is_known(&own) { own } else { format!("{}/{letter}.txt", fallback_of(language)) };
        let page = text.replace(".txt", ".html");
        let page = if is_known(&page) { page } else { PAGE.to_owned() };
        (text, page)
    }
}

/// The language that a code begins with.
fn language_of(code: Option<&str>) -> String {
    code.unwrap_or(FALLBACK).chars().take(2).collect::<String>().to_ascii_lowercase()
}

/// Whoever reads any Norwegian reads the one that there are words in.
fn fallback_of(language: &str) -> &'static str {
    match language {
        "no" | "nn" => "nb",
        _ => FALLBACK,
    }
}

#[cfg(test)]
mod tests;
