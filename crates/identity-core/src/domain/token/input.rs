//! The members of a new token (provisioning.md §3.2).

use std::time::Duration;

use super::scope::{Scopes, audience};
use crate::api_token::{HmacScope, TokenKind};
use crate::domain::{DomainRefusal, Faults};
use crate::timestamp::Timestamp;
use crate::value::{BadText, EmailAddress, Member, Text, Texts, TokenName};

/// Members of a new token.
#[derive(Debug, Clone, Default)]
pub struct TokenInput {
    /// `name`
    pub name: Member<String>,
    /// `user`: the e-mail of whom it is bound to.
    pub user: Member<String>,
    /// `audience`
    pub audience: Member<Texts>,
    /// `scopes`
    pub scopes: Member<Texts>,
    /// `scope`: the same by another name.
    pub scope: Member<Texts>,
    /// `expiration`
    pub expiration: Member<String>,
    /// `expires_in_seconds`
    pub expires_in_secs: Member<i64>,
    /// `token_type`
    pub token_type: Member<String>,
    /// `hmac_scope`
    pub hmac_scope: Member<String>,
}

/// What was asked for, as far as it could be read.
#[derive(Debug)]
pub(super) struct Wanted {
    pub name: Option<TokenName>,
    pub kind: TokenKind,
    pub hmac_scope: Option<HmacScope>,
    pub user: Option<EmailAddress>,
    pub scopes: Scopes,
    pub audience: Vec<String>,
    pub expires_at: Option<Timestamp>,
}

impl Wanted {
    /// Reads what was sent.
    pub(super) fn read(input: &TokenInput, now: Timestamp, faults: &mut Faults) -> Self {
        let name = faults.required("name", &input.name, DomainRefusal::Malformed("name"), token_name);
        let kind = kind(input, faults);
        let hmac_scope = hmac_scope(input, kind, faults);
        let user = faults.given("user", &input.user).and_then(|text| {
            let user = EmailAddress::key(text).filter(|_| kind != TokenKind::Hmac);
            faults.unless(user.is_some(), DomainRefusal::Malformed("user"));
            user
        });
        let audience = faults.given("audience", &input.audience).map(|sent| audience(sent, faults));
        let (scopes, scope) = (faults.given("scopes", &input.scopes), faults.given("scope", &input.scope));
        let is_twice = scopes.is_some() && scope.is_some();
        let sent = scopes.or(scope);
        let is_key = kind == TokenKind::Hmac && sent.is_some();
        faults.unless(!is_twice && !is_key, DomainRefusal::Malformed("scopes"));
        let scopes = sent.map(|sent| Scopes::read(sent, faults)).unwrap_or_default();
        let audience = audience.unwrap_or_default();
        Self { name, kind, hmac_scope, user, scopes, audience, expires_at: expiry(input, now, faults) }
    }
}

/// The name of a token: as in the Platform API, and `_` besides.
pub(super) fn token_name(text: &str) -> Result<TokenName, BadText> {
    let name: Text<200> = text.parse()?;
    if name.as_str().chars().all(|c| c.is_alphanumeric() || " -_.'\"".contains(c)) {
        Ok(TokenName::from_stored(name.into_string()))
    } else {
        Err(BadText::new("Must consist of letters, digits, spaces and - _ . ' \" only."))
    }
}

fn kind(input: &TokenInput, faults: &mut Faults) -> TokenKind {
    match faults.given("token_type", &input.token_type).map(String::as_str) {
        None | Some("Bearer") => TokenKind::Api,
        Some("HMAC") => TokenKind::Hmac,
        Some(_) => {
            faults.note(DomainRefusal::Malformed("token_type"));
            TokenKind::Api
        }
    }
}

/// What a key acts on; nothing but keys has one.
fn hmac_scope(input: &TokenInput, kind: TokenKind, faults: &mut Faults) -> Option<HmacScope> {
    let sent = faults.given("hmac_scope", &input.hmac_scope);
    let scope = sent.and_then(|text| HmacScope::parse(text)).filter(|_| kind == TokenKind::Hmac);
    faults.unless(sent.is_none() || scope.is_some(), DomainRefusal::Malformed("hmac_scope"));
    scope.or_else(|| (kind == TokenKind::Hmac).then_some(HmacScope::Domain))
}

/// The end, given as a moment or as a number of seconds from now.
fn expiry(input: &TokenInput, now: Timestamp, faults: &mut Faults) -> Option<Timestamp> {
    let moment = faults.given("expiration", &input.expiration);
    let secs = faults.given("expires_in_seconds", &input.expires_in_secs);
    faults.unless(moment.is_none() || secs.is_none(), DomainRefusal::Malformed("expires_in_seconds"));
    let (end, member) = match (moment, secs) {
        (Some(text), _) => (date(text), "expiration"),
        (None, Some(secs)) => (after(now, *secs), "expires_in_seconds"),
        (None, None) => return None,
    };
    match end {
        Some(end) => faults.unless(end > now, DomainRefusal::ExpirationPast),
        None => faults.note(DomainRefusal::Malformed(member)),
    }
    end
}

/// A date as it is answered, or of RFC 3339.
fn date(text: &str) -> Option<Timestamp> {
    match text.strip_suffix("+0000") {
        Some(local) => Timestamp::parse_rfc3339(&format!("{local}Z")),
        None => Timestamp::parse_rfc3339(text),
    }
}

/// So many seconds from now, as long as that has a date.
fn after(now: Timestamp, secs: i64) -> Option<Timestamp> {
    let Ok(secs) = u64::try_from(secs) else { return Some(now) };
    let span = Duration::from_secs(secs);
    let end = now.plus(span);
    (end.since(now) == span).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fixture::NOW;

    #[test]
    fn dates_are_read_in_both_forms() {
        let moment = Timestamp::parse("2025-01-11T09:00:00Z");
        for text in [
            "2025-01-11T09:00:00.000+0000",
            "2025-01-11T09:00:00Z",
            "2025-01-11T10:00:00+01:00",
            "2025-01-11T09:00:00.000Z",
        ] {
            assert_eq!(date(text), moment, "{text}");
        }
        for bad in ["", "2025-01-11", "2025-01-11T09:00Z", "+0000", "2025-01-11T09:00:00+0100", "1736586000"]
        {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn spans_end_where_dates_do() {
        assert_eq!(after(NOW, 60), Some(NOW.plus(Duration::from_secs(60))));
        assert_eq!(after(NOW, 0), Some(NOW));
        assert_eq!(after(NOW, -1), Some(NOW), "it is over");
        for far in [300_000_000_000, i64::MAX] {
            assert_eq!(after(NOW, far), None);
        }
    }

    #[test]
    fn names_are_letters_digits_and_a_few_signs() {
        for good in ["a", "Exporté 'nightly' \"x\" a_b-c.d 7", "夜間", &"x".repeat(200)] {
            assert_eq!(token_name(good).unwrap().as_str(), good);
        }
        for bad in ["", " ", "a/b", "a\nb", "a@b", &"x".repeat(201)] {
            assert!(token_name(bad).is_err(), "{bad}");
        }
    }
}
