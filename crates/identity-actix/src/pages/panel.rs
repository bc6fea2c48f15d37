//! The usual page: some words, fields, buttons, links.

use actix_web::http::StatusCode;
use askama::Template;
use identity_core::Error;

use super::answer::{Frame, retry_after};
use super::refusal::wait;
use super::visit::Visit;
use crate::http::failure::Failure;
use crate::http::problem::Problem;
use crate::http::route::Answer;

/// A field for a line of text, or a box to tick.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// `type`
    pub(super) kind: &'static str,
    /// `autocomplete`
    pub(super) autocomplete: &'static str,
    pub(super) value: String,
    pub(super) hint: Option<String>,
}

impl Field {
    /// An empty field.
    pub(super) fn new(name: &'static str, label: impl Into<String>, kind: &'static str) -> Self {
        Self { name, label: label.into(), kind, autocomplete: "off", value: String::new(), hint: None }
    }

    /// Filled by browsers as this.
    pub(super) fn filled_as(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// With this in it.
    pub(super) fn with(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }

    /// With words that help.
    pub(super) fn hinted(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Something wrong, at a field or, without one, with all of it.
pub(super) struct Trouble {
    pub(super) field: Option<&'static str>,
    pub(super) text: String,
}

impl Trouble {
    /// At a field.
    pub(super) fn at(field: &'static str, text: impl Into<String>) -> Self {
        Self { field: Some(field), text: text.into() }
    }

    /// With all of it.
    pub(super) fn whole(text: impl Into<String>) -> Self {
        Self { field: None, text: text.into() }
    }
}

/// A button that sends the form.
pub(super) struct Button {
    pub(super) label: &'static str,
    /// What it says, where there is more than one.
    pub(super) choice: Option<(&'static str, &'static str)>,
    pub(super) is_second: bool,
}

impl Button {
    /// The one button of a form.
    pub(super) const fn only(label: &'static str) -> Self {
        Self { label, choice: None, is_second: false }
    }
}

/// A page of words, and of a form if it has buttons.
#[derive(Template)]
#[template(path = "panel.html")]
pub(super) struct Panel {
    pub(super) frame: Frame,
    pub(super) words: Vec<String>,
    pub(super) troubles: Vec<Trouble>,
    pub(super) action: &'static str,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) buttons: Vec<Button>,
    pub(super) links: Vec<(String, &'static str)>,
}

impl Panel {
    /// A page of words alone.
    pub(super) fn new(frame: Frame) -> Self {
        Self {
            frame,
            words: Vec::new(),
            troubles: Vec::new(),
            action: "",
            hidden: Vec::new(),
            fields: Vec::new(),
            buttons: Vec::new(),
            links: Vec::new(),
        }
    }

    /// What is wrong with a field.
    fn trouble(&self, name: &str) -> Option<&str> {
        let trouble = self.troubles.iter().find(|trouble| trouble.field == Some(name));
        trouble.map(|trouble| trouble.text.as_str())
    }

    /// Whether this is where typing begins: the first field that is wrong, or the first one to type in.
    fn is_first(&self, name: &str) -> bool {
        let wrong = self.fields.iter().find(|field| self.trouble(field.name).is_some());
        let free = || self.fields.iter().find(|field| field.kind != "readonly");
        wrong.or_else(free).is_some_and(|field| field.name == name)
    }

    /// What describes a field.
    fn described_by(&self, field: &Field) -> String {
        let error = self.trouble(field.name).map(|_| format!("{}-error", field.name));
        let hint = field.hint.as_ref().map(|_| format!("{}-hint", field.name));
        error.into_iter().chain(hint).collect::<Vec<_>>().join(" ")
    }
}

impl Visit {
    /// The page once more, with what is wrong.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub(super) fn again(&self, panel: Panel, troubles: Vec<Trouble>) -> Answer {
        self.page(StatusCode::BAD_REQUEST, &Panel { troubles, ..panel })
    }

    /// The page once more, if what was refused may be tried again later.
    ///
    /// # Errors
    /// The refusal, if it is any other.
    pub(super) fn later(&self, panel: Panel, error: Error) -> Answer {
        let failure = Failure::Core(error);
        let problem = Problem::of(&failure);
        let Some(text) = wait(self.words(), &problem) else { return Err(failure) };
        let panel = Panel { troubles: vec![Trouble::whole(text)], ..panel };
        let mut answer = self.page(problem.status, &panel)?;
        retry_after(answer.headers_mut(), problem.retry_after_secs);
        Ok(answer)
    }
}
