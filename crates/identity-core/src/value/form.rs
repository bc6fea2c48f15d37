//! Members of a body as they were sent, and the collector that turns them into values.

use super::text::BadText;
use crate::error::{Error, Violations};

/// A member of a partial body: absent keeps, null clears, a wrong type is told only to who may write it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Member<T> {
    /// Not sent: what is stored stays.
    #[default]
    Absent,
    /// Sent as `null` or as an empty text: cleared, if the member is optional.
    Null,
    /// Sent.
    Value(T),
    /// Sent with a wrong type; the message is for the client.
    Bad(String),
}

impl<T> Member<T> {
    /// Whether the member was sent at all.
    pub fn is_sent(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The value, if one was sent.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl Member<String> {
    /// Whether the member would change what is stored; a text that does not parse always would.
    pub fn differs<T: PartialEq>(
        &self,
        stored: Option<&T>,
        parse: impl Fn(&str) -> Result<T, BadText>,
    ) -> bool {
        match self {
            Self::Absent => false,
            Self::Null => stored.is_some(),
            Self::Value(text) if text.trim().is_empty() => stored.is_some(),
            Self::Value(text) => parse(text).map_or(true, |value| Some(&value) != stored),
            Self::Bad(_) => true,
        }
    }
}

/// Collects every violation of a body, so that a client hears of all at once.
#[derive(Debug, Default)]
pub struct Form {
    violations: Violations,
}

impl Form {
    /// Notes that a member is wrong.
    pub fn reject(&mut self, path: &str, message: impl Into<String>) {
        self.violations.add(path, message);
    }

    /// An optional member: what is stored, nothing, or the parsed value.
    pub fn optional<T: Clone>(
        &mut self,
        path: &str,
        member: &Member<String>,
        stored: Option<&T>,
        parse: impl Fn(&str) -> Result<T, BadText>,
    ) -> Option<T> {
        match member {
            Member::Absent => stored.cloned(),
            Member::Null => None,
            Member::Value(text) if text.trim().is_empty() => None,
            Member::Value(text) => self.noted(path, parse(text)),
            Member::Bad(message) => {
                self.reject(path, message);
                None
            }
        }
    }

    /// A required member: absent keeps what is stored; `None` means that a violation was noted.
    pub fn required<T: Clone>(
        &mut self,
        path: &str,
        member: &Member<String>,
        stored: Option<&T>,
        parse: impl Fn(&str) -> Result<T, BadText>,
    ) -> Option<T> {
        if let (Member::Absent, Some(stored)) = (member, stored) {
            return Some(stored.clone());
        }
        let value = self.optional(path, member, None, parse);
        if value.is_none() && !matches!(member, Member::Bad(_)) && is_blank(member) {
            self.violations.add(path, BadText::empty().0);
        }
        value
    }

    /// A boolean member that `null` sets back to its default.
    pub fn flag(&mut self, path: &str, member: &Member<bool>, stored: bool) -> bool {
        match member {
            Member::Absent => stored,
            Member::Null => false,
            Member::Value(value) => *value,
            Member::Bad(message) => {
                self.reject(path, message);
                stored
            }
        }
    }

    /// Notes what is wrong with a member whose value was read before.
    pub fn check<T>(&mut self, path: &str, member: &Member<T>) {
        if let Member::Bad(message) = member {
            self.reject(path, message);
        }
    }

    /// Notes the failure of a result that is about one member.
    pub fn noted<T>(&mut self, path: &str, result: Result<T, BadText>) -> Option<T> {
        result.map_err(|bad| self.violations.add(path, bad.0)).ok()
    }

    /// The finished value, or everything that is wrong.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all violations.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Error> {
        self.violations.into_result()?;
        value.ok_or_else(|| Error::Internal("a form lost a value without saying why".into()))
    }
}

fn is_blank(member: &Member<String>) -> bool {
    match member {
        Member::Absent | Member::Null => true,
        Member::Value(text) => text.trim().is_empty(),
        Member::Bad(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;

    #[test]
    fn absent_keeps_null_clears_and_required_refuses_both_kinds_of_nothing() {
        let stored: Text<9> = "old".parse().unwrap();
        let mut form = Form::default();
        let sent = |text: &str| Member::Value(text.to_owned());
        assert_eq!(form.optional("a", &Member::Absent, Some(&stored), str::parse), Some(stored.clone()));
        assert_eq!(form.optional::<Text<9>>("a", &Member::Null, Some(&stored), str::parse), None);
        assert_eq!(form.optional::<Text<9>>("a", &sent(" "), Some(&stored), str::parse), None);
        assert_eq!(form.required("a", &Member::Absent, Some(&stored), str::parse), Some(stored.clone()));
        assert!(form.violations.is_empty());
        assert_eq!(form.required::<Text<9>>("b", &Member::Null, Some(&stored), str::parse), None);
        assert_eq!(form.required::<Text<9>>("c", &Member::Absent, None, str::parse), None);
        assert_eq!(
            form.required::<Text<9>>("d", &Member::Bad("Must be a string.".into()), None, str::parse),
            None
        );
        assert_eq!(form.violations.iter().count(), 3);
        assert!(form.finish(Some(())).is_err());
    }

    #[test]
    fn a_member_differs_unless_it_repeats_the_stored_value() {
        let stored: Text<9> = "old".parse().unwrap();
        let differs = |m: Member<String>| m.differs(Some(&stored), str::parse);
        assert!(!differs(Member::Absent));
        assert!(!differs(Member::Value("old ".into())));
        assert!(differs(Member::Value("new".into())));
        assert!(differs(Member::Null));
        assert!(differs(Member::Bad("x".into())));
    }
}
