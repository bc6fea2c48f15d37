//! Bodies of the Self-service API: JSON objects with the members that an operation lists, and forms (§1.1).

use actix_web::http::header::CONTENT_TYPE;
use identity_core::error::Error;
use identity_core::secret::Secret;
use identity_core::value::Member;

use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::failure::Failure;

/// Members that an operation reads, and those that it only shows.
pub(crate) struct Known {
    /// Read.
    pub written: &'static [&'static str],
    /// Shown by the same object, refused in a body.
    pub read_only: &'static [&'static str],
}

impl Known {
    /// Members that are read, and no others that are known.
    pub(crate) const fn only(written: &'static [&'static str]) -> Self {
        Self { written, read_only: &[] }
    }

    /// Refuses members that are not read.
    ///
    /// # Errors
    /// [`Failure::UnknownMember`], [`Failure::ReadOnlyMember`].
    pub(crate) fn check(&self, members: &Members) -> Result<(), Failure> {
        match members.names().find(|name| !self.written.contains(name)) {
            Some(name) if self.read_only.contains(&name) => Err(Failure::ReadOnlyMember(name.to_owned())),
            Some(name) => Err(Failure::UnknownMember(name.to_owned())),
            None => Ok(()),
        }
    }
}

impl Context {
    /// Reads an object strictly: a member that is not known, or known and not written here, refuses the whole body.
    ///
    /// # Errors
    /// Those of the body; nothing was done.
    pub(crate) async fn strict<I>(
        &mut self,
        need: Need,
        known: &Known,
        read: impl FnOnce(&mut Members) -> Result<I, Error>,
    ) -> Result<I, Failure> {
        let mut members = self.listed(need, known).await?;
        Ok(read(&mut members)?)
    }

    /// The members of an object, all of them such as the operation reads.
    ///
    /// # Errors
    /// Those of the body.
    pub(crate) async fn listed(&mut self, need: Need, known: &Known) -> Result<Members, Failure> {
        let members = self.members(need).await??;
        known.check(&members)?;
        Ok(members)
    }

    /// Reads a form (RFC 6749): pairs of names and values, each name once.
    ///
    /// # Errors
    /// Those of the body; [`Failure::MediaType`]; [`Failure::Malformed`].
    pub(crate) async fn pairs(&mut self) -> Result<Vec<(String, String)>, Failure> {
        let bytes = self.bytes().await??;
        let kind = self.request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Failure::MediaType);
        }
        let malformed = || Failure::Malformed("The form cannot be read.");
        let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(text);
        let pairs = pairs.map_err(|_| malformed())?.into_inner();
        let is_repeated = |n: usize, name: &str| pairs.iter().skip(n + 1).any(|(other, _)| other == name);
        if pairs.iter().enumerate().any(|(n, (name, _))| is_repeated(n, name)) {
            return Err(malformed());
        }
        Ok(pairs)
    }
}

/// A body that core opens in its turn: visibility and rights come first, and the reason why it was not read after them.
pub(crate) struct Turn<I> {
    /// What core is handed.
    pub input: Result<I, Error>,
    unread: Option<Failure>,
}

impl<I> Turn<I> {
    /// A body as it was read, or not.
    pub(crate) fn of(read: Result<I, Failure>) -> Self {
        match read {
            Ok(input) => Self { input: Ok(input), unread: None },
            Err(Failure::Core(error)) => Self { input: Err(error), unread: None },
            Err(failure) => Self { input: Err(Error::Unread), unread: Some(failure) },
        }
    }

    /// Takes the body out; the rest tells what core does not know.
    pub(crate) fn split(self) -> (Result<I, Error>, impl FnOnce(Error) -> Failure) {
        let told = move |error| match (error, self.unread) {
            (Error::Unread, Some(failure)) => failure,
            (error, _) => Failure::Core(error),
        };
        (self.input, told)
    }
}

/// A secret.
pub(crate) fn secret(sent: Member<String>) -> Member<Secret> {
    match sent {
        Member::Absent => Member::Absent,
        Member::Null => Member::Null,
        Member::Value(text) => Member::Value(Secret::new(text)),
        Member::Bad(message) => Member::Bad(message),
    }
}

/// A text that has to be there.
///
/// # Errors
/// [`Error::Invalid`] keyed by its name.
pub(crate) fn required(name: &str, sent: Member<String>) -> Result<String, Error> {
    optional(name, sent)?
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Error::invalid(name, "Must not be empty."))
}

/// A text that may be there; `null` is none.
///
/// # Errors
/// [`Error::Invalid`] keyed by its name for a wrong type.
pub(crate) fn optional(name: &str, sent: Member<String>) -> Result<Option<String>, Error> {
    match sent {
        Member::Absent | Member::Null => Ok(None),
        Member::Value(text) => Ok(Some(text)),
        Member::Bad(message) => Err(Error::invalid(name, message)),
    }
}

/// A parameter of a form.
pub(crate) fn parameter<'f>(form: &'f [(String, String)], name: &str) -> Option<&'f str> {
    form.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
}
