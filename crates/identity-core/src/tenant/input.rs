//! Bodies about tenant users as clients send them (self-service.md §3).

use std::collections::BTreeSet;

use super::role::TenantRole;
use crate::error::Error;
use crate::id::MembershipId;
use crate::membership::pin::NewPin;
use crate::membership::{MembershipKind, Profile, StoreRole, UserCode};
use crate::secret::Secret;
use crate::value::{BadText, Form, Member, Uid};

/// Members that people may write of themselves too.
#[derive(Debug, Clone, Default)]
pub struct ProfileInput {
    /// `email`
    pub email: Member<String>,
    /// `displayName`
    pub display_name: Member<String>,
    /// `firstname`
    pub first_name: Member<String>,
    /// `lastname`
    pub last_name: Member<String>,
    /// `mobile`
    pub mobile: Member<String>,
    /// `languageCode`
    pub language: Member<String>,
    /// `defaultStoreUid`
    pub default_store: Member<String>,
}

/// One element of `storeAccess`.
#[derive(Debug, Clone, Default)]
pub struct StoreAccessInput {
    /// `storeUid`
    pub store: Member<String>,
    /// `storeRole`
    pub role: Member<String>,
}

/// Members of T4 and T6.
#[derive(Clone, Default)]
pub struct TenantUserInput {
    /// `accountType`
    pub account_type: Member<String>,
    /// `tenantRole`
    pub tenant_role: Member<String>,
    /// Members of the profile.
    pub profile: ProfileInput,
    /// `userCode`
    pub user_code: Member<String>,
    /// `externalId`
    pub external_id: Member<String>,
    /// `storeAccess`, replaced whole if present.
    pub stores: Member<Vec<StoreAccessInput>>,
    /// `password`: a temporary PIN.
    pub password: Member<Secret>,
    /// The same, prepared.
    pub pin: Option<NewPin>,
}

/// The most stores a member enters.
pub const STORES_MAX: usize = 200;

/// Whether an empty text clears a member; `null` never does (§1.1).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    Clears,
    Refused,
}

fn member<T: Clone>(
    form: &mut Form,
    (path, empty): (&str, Empty),
    member: &Member<String>,
    stored: Option<&T>,
    parse: impl Fn(&str) -> Result<T, BadText>,
) -> Option<T> {
    match member {
        Member::Null => {
            form.reject(path, "Must not be null.");
            None
        }
        Member::Value(text) if text.trim().is_empty() && empty == Empty::Refused => {
            form.reject(path, "Must not be empty.");
            None
        }
        sent => form.optional(path, sent, stored, parse),
    }
}

impl ProfileInput {
    /// What the profile becomes; what is wrong is noted in the form.
    pub(super) fn merge(&self, stored: Profile, form: &mut Form) -> Profile {
        use Empty::{Clears, Refused};
        Profile {
            email: member(form, ("email", Refused), &self.email, stored.email.as_ref(), str::parse),
            display_name: member(
                form,
                ("displayName", Refused),
                &self.display_name,
                stored.display_name.as_ref(),
                str::parse,
            ),
            first_name: member(
                form,
                ("firstname", Refused),
                &self.first_name,
                stored.first_name.as_ref(),
                str::parse,
            ),
            last_name: member(
                form,
                ("lastname", Refused),
                &self.last_name,
                stored.last_name.as_ref(),
                str::parse,
            ),
            mobile: member(form, ("mobile", Clears), &self.mobile, stored.mobile.as_ref(), str::parse),
            language: member(
                form,
                ("languageCode", Refused),
                &self.language,
                stored.language.as_ref(),
                str::parse,
            ),
            default_store: member(
                form,
                ("defaultStoreUid", Clears),
                &self.default_store,
                stored.default_store.as_ref(),
                str::parse,
            ),
            ..stored
        }
    }
}

impl TenantUserInput {
    /// What the profile becomes, codes included.
    pub(super) fn merge(&self, stored: Profile, form: &mut Form) -> Profile {
        let merged = self.profile.merge(stored, form);
        let code = ("userCode", Empty::Refused);
        let user_code: Option<UserCode> =
            member(form, code, &self.user_code, merged.user_code.as_ref(), str::parse);
        let external_id = member(
            form,
            ("externalId", Empty::Refused),
            &self.external_id,
            merged.external_id.as_ref(),
            str::parse,
        );
        Profile { user_code: unless_default(merged.membership, user_code), external_id, ..merged }
    }

    /// The kind that was sent.
    pub(super) fn kind(&self, form: &mut Form) -> Option<MembershipKind> {
        let kind = |text: &str| {
            let kind = MembershipKind::parse_account_type(text);
            kind.ok_or_else(|| BadText("Must be FULL, REGULAR, SUPPORT or INTEGRATION.".into()))
        };
        member(form, ("accountType", Empty::Refused), &self.account_type, None, kind)
    }

    /// The role that was sent.
    pub(super) fn role(&self, form: &mut Form) -> Option<TenantRole> {
        member(form, ("tenantRole", Empty::Refused), &self.tenant_role, None, TenantRole::parse)
    }

    /// Notes a PIN that is none, or that is for a robot, which has none (S-R34).
    pub(super) fn check_pin(&self, kind: Option<MembershipKind>, form: &mut Form) {
        check_secret("password", &self.password, form);
        if kind == Some(MembershipKind::Integration) && self.password.is_sent() {
            form.reject("password", "Robots have none.");
        }
    }

    /// The stores that were sent: each once, at most [`STORES_MAX`].
    pub(super) fn stores(&self, form: &mut Form) -> Option<Vec<(Uid, StoreRole)>> {
        let sent = match &self.stores {
            Member::Absent => return None,
            Member::Null => {
                form.reject("storeAccess", "Must not be null.");
                return None;
            }
            Member::Bad(message) => {
                form.reject("storeAccess", message);
                return None;
            }
            Member::Value(sent) if sent.len() > STORES_MAX => {
                form.reject("storeAccess", "Must have at most 200 elements.");
                return None;
            }
            Member::Value(sent) => sent,
        };
        let mut seen = BTreeSet::new();
        let mut stores = Vec::new();
        for (n, access) in sent.iter().enumerate() {
            let path = |name: &str| format!("storeAccess[{n}].{name}");
            let store: Option<Uid> = form.required(&path("storeUid"), &access.store, None, str::parse);
            let role = form.required(&path("storeRole"), &access.role, None, |text| {
                StoreRole::parse(text).ok_or_else(|| BadText("Must be ADMIN or ACCESS.".into()))
            });
            let Some((store, role)) = store.zip(role) else { continue };
            if seen.insert(store.clone()) {
                stores.push((store, role));
            } else {
                form.reject(&path("storeUid"), "Is named twice.");
            }
        }
        Some(stores)
    }
}

/// Notes a secret of a wrong type, or none where one has to be.
pub(super) fn check_secret(path: &str, sent: &Member<Secret>, form: &mut Form) {
    match sent {
        Member::Null => form.reject(path, "Must not be null."),
        Member::Bad(message) => form.reject(path, message),
        Member::Absent | Member::Value(_) => {}
    }
}

/// The default code is not stored, whoever sends it.
fn unless_default(membership: MembershipId, code: Option<UserCode>) -> Option<UserCode> {
    code.filter(|code| *code != UserCode::default_of(membership))
}

/// The store that is chosen at first must be one that may be entered, as long as the stores are limited (S-R32).
///
/// # Errors
/// [`Error::Invalid`] keyed `defaultStoreUid`.
pub(super) fn check_default_store<'s>(
    profile: &Profile,
    mut stores: impl Iterator<Item = &'s Uid>,
) -> Result<(), Error> {
    let Some(default) = &profile.default_store else { return Ok(()) };
    if stores.any(|store| store == default) {
        Ok(())
    } else {
        Err(Error::invalid("defaultStoreUid", "Must be among storeAccess."))
    }
}
