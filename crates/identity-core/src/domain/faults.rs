//! What is wrong with a body, of which the least number is told (provisioning.md §1.4).

use super::DomainRefusal;
use crate::error::Error;
use crate::value::{BadText, Member};

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Faults(Option<DomainRefusal>);

impl Faults {
    /// Notes a fault.
    pub(crate) fn note(&mut self, fault: DomainRefusal) {
        self.0 = self.0.take().into_iter().chain([fault]).min();
    }

    /// Notes a fault unless the condition holds.
    pub(crate) fn unless(&mut self, holds: bool, fault: DomainRefusal) {
        if !holds {
            self.note(fault);
        }
    }

    /// A text that has to be there and not be blank.
    pub(crate) fn required<T>(
        &mut self,
        name: &'static str,
        sent: &Member<String>,
        malformed: DomainRefusal,
        parse: impl FnOnce(&str) -> Result<T, BadText>,
    ) -> Option<T> {
        let value = self.optional(name, sent, malformed, parse);
        let is_missing = match sent {
            Member::Absent | Member::Null => true,
            Member::Value(text) => text.trim().is_empty(),
            Member::Bad(_) => false,
        };
        if is_missing {
            self.note(DomainRefusal::Missing(name));
        }
        value
    }

    /// A text that may be there; `null` and blank are none.
    pub(crate) fn optional<T>(
        &mut self,
        name: &'static str,
        sent: &Member<String>,
        malformed: DomainRefusal,
        parse: impl FnOnce(&str) -> Result<T, BadText>,
    ) -> Option<T> {
        match sent {
            Member::Absent | Member::Null => None,
            Member::Value(text) if text.trim().is_empty() => None,
            Member::Value(text) => {
                let value = parse(text).ok();
                self.unless(value.is_some(), malformed);
                value
            }
            Member::Bad(_) => {
                self.note(DomainRefusal::WrongType(name));
                None
            }
        }
    }

    /// What was sent, if anything was; blank texts are texts.
    pub(crate) fn given<'a, T>(&mut self, name: &'static str, sent: &'a Member<T>) -> Option<&'a T> {
        match sent {
            Member::Absent | Member::Null => None,
            Member::Value(value) => Some(value),
            Member::Bad(_) => {
                self.note(DomainRefusal::WrongType(name));
                None
            }
        }
    }

    /// Nothing, if nothing is wrong.
    ///
    /// # Errors
    /// The least of what was noted.
    pub(crate) fn check(self) -> Result<(), Error> {
        self.0.map_or(Ok(()), |fault| Err(fault.into()))
    }

    /// What was read, if nothing is wrong.
    ///
    /// # Errors
    /// The least of what was noted; [`Error::Internal`] when something is missing and nobody said why.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Error> {
        self.check()?;
        value.ok_or_else(|| Error::Internal("a value is missing without a fault".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_faults_the_least_number_is_told() {
        let mut faults = Faults::default();
        faults.note(DomainRefusal::PhoneMalformed);
        faults.note(DomainRefusal::Missing("email"));
        faults.note(DomainRefusal::UnknownRole);
        assert_eq!(faults.check(), Err(DomainRefusal::Missing("email").into()));
    }

    #[test]
    fn missing_blank_and_mistyped_texts_are_told_apart() {
        let read = |sent: Member<String>| {
            let mut faults = Faults::default();
            let value = faults.required("x", &sent, DomainRefusal::EmailMalformed, |text| {
                if text == "no" { Err(BadText::new("No.")) } else { Ok(text.len()) }
            });
            faults.finish(value)
        };
        for sent in [Member::Absent, Member::Null, Member::Value(" ".into())] {
            assert_eq!(read(sent), Err(DomainRefusal::Missing("x").into()));
        }
        assert_eq!(read(Member::Bad("No.".into())), Err(DomainRefusal::WrongType("x").into()));
        assert_eq!(read(Member::Value("no".into())), Err(DomainRefusal::EmailMalformed.into()));
        assert_eq!(read(Member::Value("yes".into())), Ok(3));
    }
}
