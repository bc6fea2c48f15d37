//! Refusals as the Provisioning API writes them (provisioning.md §1.4): the one place where they become numbers.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use identity_core::Error;
use identity_core::domain::DomainRefusal as Refusal;
use identity_core::error::{StoreError, UniqueKey};

use crate::http::failure::Failure;
use crate::http::problem::Problem;
use crate::http::writer::Object;

/// A refusal on its way to the wire.
struct Told {
    status: u16,
    code: u16,
    message: Cow<'static, str>,
}

impl Told {
    fn new(status: u16, code: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into() }
    }

    fn bad(code: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, code, message)
    }
}

/// Writes a refusal in this dialect.
pub(crate) fn refuse(failure: &Failure, problem: &Problem) -> HttpResponse {
    let told = told(failure, problem.status);
    let mut body = Vec::with_capacity(128);
    let mut around = Object::plain(&mut body);
    around.raw("error", |out| {
        let mut error = Object::plain(out);
        error.number("code", told.code.into());
        error.text("message", &told.message);
        error.close();
    });
    around.close();
    let status = StatusCode::from_u16(told.status).unwrap_or(problem.status);
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    if status == StatusCode::UNAUTHORIZED {
        answer.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
    }
    for header in problem.waiting() {
        answer.insert_header(header);
    }
    if let Some(allow) = problem.allow() {
        answer.insert_header(allow);
    }
    answer.body(body)
}

fn told(failure: &Failure, status: StatusCode) -> Told {
    match failure {
        Failure::Malformed(_) => Told::bad(100, "The request cannot be read, or the body is not valid JSON."),
        Failure::UnknownMember(_) | Failure::ReadOnlyMember(_) => {
            Told::bad(101, "The body has a field that is not known.")
        }
        Failure::TwoCredentials => Told::bad(103, "The request has more than one credential."),
        Failure::Core(Error::Domain(refusal)) => refused(refusal),
        Failure::Core(Error::LastAdministrator) => refused(&Refusal::LastAdmin),
        Failure::Core(Error::Store(StoreError::Duplicate(key))) => duplicate(*key),
        _ => of_status(status.as_u16()),
    }
}

/// Races that the database decides (P-R37).
fn duplicate(key: UniqueKey) -> Told {
    match key {
        UniqueKey::AccountSlug => refused(&Refusal::NameTaken),
        UniqueKey::MembershipPair => refused(&Refusal::UserExists),
        UniqueKey::AccountOwner => refused(&Refusal::OwnerExists),
        UniqueKey::UserEmail => refused(&Refusal::EmailTaken),
        UniqueKey::MemberExternalId => refused(&Refusal::ExternalIdTaken),
        _ => of_status(409),
    }
}

fn refused(refusal: &Refusal) -> Told {
    match refusal {
        Refusal::WrongType(name) => Told::bad(100, format!("{name} is of the wrong type.")),
        Refusal::Missing(name) => Told::bad(102, format!("{name} is missing or empty.")),
        Refusal::Malformed(name) => Told::bad(104, format!("{name} is malformed or out of range.")),
        Refusal::UserNameMalformed => Told::bad(105, "The user name is malformed."),
        Refusal::RoleNameMalformed => Told::bad(106, "The role name is malformed."),
        Refusal::PhoneMalformed => Told::bad(107, "The phone is malformed."),
        Refusal::EmailMalformed => Told::bad(108, "The e-mail is malformed."),
        Refusal::FullNameNeeded => Told::bad(109, "The full domain name is needed."),
        Refusal::UserExists => Told::bad(110, "The user already exists in the domain."),
        Refusal::UnknownRole => Told::bad(111, "The domain has no such role."),
        Refusal::OwnerNotDeleted => Told::bad(112, "The owner of a domain cannot be deleted."),
        Refusal::AdminAlone => Told::bad(113, "ADMIN cannot be combined with other roles."),
        Refusal::RoleNeeded => Told::bad(114, "A user keeps at least one role."),
        Refusal::OwnerKeepsAdmin => Told::bad(115, "The owner keeps ADMIN."),
        Refusal::NotActive => Told::bad(116, "The user is not active."),
        Refusal::NotDisabled => Told::bad(117, "The user is not disabled."),
        Refusal::FirstIsOwner => Told::bad(118, "The first user of a domain must have the role OWNER."),
        Refusal::OwnerExists => Told::new(409, 119, "The domain already has an owner."),
        Refusal::OwnerNotHere => Told::bad(120, "OWNER is not allowed here; use the transfer."),
        Refusal::ExternalOwner => Told::bad(121, "An external user cannot be owner."),
        Refusal::OwnerNotDisabled => Told::bad(122, "The owner cannot be disabled."),
        Refusal::SkipNotAllowed => Told::new(403, 123, "skipMailValidation needs multitenant credentials."),
        Refusal::SkipNotPossible => {
            Told::bad(124, "skipMailValidation needs an existing user with a password.")
        }
        Refusal::FirstNeedsMultitenant => {
            Told::new(403, 125, "The first user of a domain needs multitenant credentials.")
        }
        Refusal::FirstIsInternal => Told::bad(126, "The first user of a domain must be internal."),
        Refusal::EmailStays => Told::bad(127, "The e-mail of an activated user cannot be changed."),
        Refusal::OutOfReach => Told::new(403, 128, "The user also belongs to accounts out of reach."),
        Refusal::ExternalIdTaken => Told::new(409, 129, "The externalId is already used in this domain."),
        Refusal::SeveralRoles => Told::bad(130, "The user has more than one role."),
        Refusal::NameTaken => Told::new(409, 131, "The domain name is already used."),
        Refusal::StillEnabled => Told::bad(132, "Disable the domain before deleting it."),
        Refusal::RoleNameTaken => Told::new(409, 133, "The role name is reserved or already used."),
        Refusal::ScopeMalformed => Told::bad(134, "The scope or audience is malformed."),
        Refusal::ExpirationPast => Told::bad(135, "The expiration is not in the future."),
        Refusal::ModuleOutside => Told::bad(136, "A module is outside the account's default group."),
        Refusal::HolderNotActive => Told::bad(137, "The token's user is not an active user of the account."),
        Refusal::LimitReached => Told::bad(138, "A limit is reached, or the list needs paging."),
        Refusal::LastAdmin => Told::bad(139, "The last active ADMIN must stay."),
        Refusal::ResellerKeyReserved => Told::new(403, 140, "Only Operations creates reseller keys."),
        Refusal::TransferTarget => {
            Told::bad(141, "The transfer target is not an active internal ADMIN, or is the owner.")
        }
        Refusal::OwnMembership => Told::new(403, 142, "Not on your own membership."),
        Refusal::EmailTaken => Told::new(409, 143, "The e-mail is already used by another user."),
    }
}

/// Generic cases have the status as their number.
fn of_status(status: u16) -> Told {
    let message = match status {
        // What core calls invalid without a number of its own.
        400 => return Told::bad(104, "A value is malformed or out of range."),
        401 => "The request has no valid credential.",
        403 => "The credential does not cover this.",
        404 => "There is nothing here.",
        405 => "The method is not served here.",
        408 => "The body did not arrive in time. Nothing was done.",
        409 => "The request conflicts with another.",
        413 => "The body is too large.",
        415 => "The body has to be JSON in UTF-8.",
        429 => "Too many requests. Nothing was done.",
        503 => "The service cannot answer now. Nothing was done.",
        _ => return Told::new(500, 500, "The service failed."),
    };
    Told::new(status, status, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the contract, as far as core has the refusals.
    const NUMBERS: [(Refusal, u16, u16); 42] = [
        (Refusal::WrongType("x"), 100, 400),
        (Refusal::Missing("x"), 102, 400),
        (Refusal::Malformed("x"), 104, 400),
        (Refusal::UserNameMalformed, 105, 400),
        (Refusal::RoleNameMalformed, 106, 400),
        (Refusal::PhoneMalformed, 107, 400),
        (Refusal::EmailMalformed, 108, 400),
        (Refusal::FullNameNeeded, 109, 400),
        (Refusal::UserExists, 110, 400),
        (Refusal::UnknownRole, 111, 400),
        (Refusal::OwnerNotDeleted, 112, 400),
        (Refusal::AdminAlone, 113, 400),
        (Refusal::RoleNeeded, 114, 400),
        (Refusal::OwnerKeepsAdmin, 115, 400),
        (Refusal::NotActive, 116, 400),
        (Refusal::NotDisabled, 117, 400),
        (Refusal::FirstIsOwner, 118, 400),
        (Refusal::OwnerExists, 119, 409),
        (Refusal::OwnerNotHere, 120, 400),
        (Refusal::ExternalOwner, 121, 400),
        (Refusal::OwnerNotDisabled, 122, 400),
        (Refusal::SkipNotAllowed, 123, 403),
        (Refusal::SkipNotPossible, 124, 400),
        (Refusal::FirstNeedsMultitenant, 125, 403),
        (Refusal::FirstIsInternal, 126, 400),
        (Refusal::EmailStays, 127, 400),
        (Refusal::OutOfReach, 128, 403),
        (Refusal::ExternalIdTaken, 129, 409),
        (Refusal::SeveralRoles, 130, 400),
        (Refusal::NameTaken, 131, 409),
        (Refusal::StillEnabled, 132, 400),
        (Refusal::RoleNameTaken, 133, 409),
        (Refusal::ScopeMalformed, 134, 400),
        (Refusal::ExpirationPast, 135, 400),
        (Refusal::ModuleOutside, 136, 400),
        (Refusal::HolderNotActive, 137, 400),
        (Refusal::LimitReached, 138, 400),
        (Refusal::LastAdmin, 139, 400),
        (Refusal::ResellerKeyReserved, 140, 403),
        (Refusal::TransferTarget, 141, 400),
        (Refusal::OwnMembership, 142, 403),
        (Refusal::EmailTaken, 143, 409),
    ];

    #[test]
    fn every_refusal_has_the_number_and_status_of_the_contract() {
        for (refusal, code, status) in &NUMBERS {
            let told = refused(refusal);
            assert_eq!((told.code, told.status), (*code, *status), "{refusal:?}");
        }
    }

    #[test]
    fn of_several_refusals_the_least_number_is_the_least_refusal() {
        for (less, more) in NUMBERS.iter().zip(NUMBERS.iter().skip(1)) {
            assert!(less.0 < more.0, "{:?} {:?}", less.0, more.0);
        }
    }
}
