//! Storing what an account knows of a member: the profile and the stores (S-R32, S-R33).

use crate::audit::{AuditObject, Documents, Fact};
use crate::error::Error;
use crate::id::StoreAccessId;
use crate::membership::{Membership, Profile, StoreAccess, StoreRole, audit_object as member_object};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::service::Call;
use crate::user::User;
use crate::value::Uid;

use super::input::check_default_store;
use super::view::Shown;

/// What an audit record is about: the member by the name that the account shows (S-R22).
pub(super) fn audit_object(membership: &Membership, user: &User, profile: &Profile) -> AuditObject {
    let name = Shown::of(membership, user, profile, membership.is_joined()).display_name;
    AuditObject { name, ..member_object(membership, user) }
}

/// What is stored of a member beyond the membership.
pub(super) struct Sheet {
    pub(super) profile: Profile,
    stores: Vec<StoreAccess>,
}

impl Sheet {
    /// Nothing is stored of a new member.
    pub(super) fn blank(membership: &Membership) -> Self {
        Self { profile: Profile::blank(membership), stores: Vec::new() }
    }

    /// What is stored of the member.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) fn read(tx: &mut dyn Transaction, membership: &Membership) -> Result<Self, Error> {
        let profile = tx.profiles().find(membership.id)?;
        Ok(Self {
            profile: profile.unwrap_or_else(|| Profile::blank(membership)),
            stores: tx.profiles().stores(&[membership.id])?,
        })
    }

    /// Checks what it is to become, and tells what changes; nothing is written. Without `stores` they stay.
    ///
    /// # Errors
    /// [`Error::Invalid`] keyed `defaultStoreUid`, [`Refusal::UserCodeTaken`], [`Refusal::ExternalIdTaken`].
    pub(super) fn check(
        &self,
        tx: &mut dyn Transaction,
        new: &Profile,
        stores: Option<&[(Uid, StoreRole)]>,
    ) -> Result<Documents, Error> {
        match stores {
            Some(stores) => check_default_store(new, stores.iter().map(|(store, _)| store))?,
            None => check_default_store(new, self.stores.iter().map(|access| &access.store))?,
        }
        check_codes(tx, &self.profile, new)?;
        let mut documents = Documents::default();
        note(&mut documents, &self.profile, new);
        if let Some(stores) = stores {
            let before =
                self.stores.iter().map(|access| format!("{}:{}", access.store, access.role.as_str()));
            let mut after: Vec<_> =
                stores.iter().map(|(store, role)| format!("{store}:{}", role.as_str())).collect();
            after.sort_unstable();
            documents.note("storeAccess", Fact::texts(before), Fact::texts(after));
        }
        Ok(documents)
    }

    /// Writes what was checked. An entry keeps its identifier while its store stays.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) fn write(
        self,
        tx: &mut dyn Transaction,
        call: &Call,
        new: &Profile,
        stores: Option<&[(Uid, StoreRole)]>,
    ) -> Result<(), Error> {
        if *new != self.profile {
            tx.profiles().save(new)?;
        }
        let Some(wanted) = stores else { return Ok(()) };
        for access in &self.stores {
            match wanted.iter().find(|(store, _)| *store == access.store) {
                None => tx.profiles().remove_store(access.id)?,
                Some((_, role)) if *role != access.role => {
                    let changed = StoreAccess { role: *role, modified_at: call.now, ..access.clone() };
                    tx.profiles().update_store(&changed)?;
                }
                Some(_) => {}
            }
        }
        for (store, role) in wanted {
            if self.stores.iter().all(|access| access.store != *store) {
                enter(tx, call, new, store, *role)?;
            }
        }
        Ok(())
    }
}

fn enter(
    tx: &mut dyn Transaction,
    call: &Call,
    profile: &Profile,
    store: &Uid,
    role: StoreRole,
) -> Result<(), Error> {
    let mut access = StoreAccess {
        id: StoreAccessId::new(0),
        membership: profile.membership,
        store: store.clone(),
        role,
        created_at: call.now,
        modified_at: call.now,
    };
    call.place(|id| {
        access.id = id;
        tx.profiles().insert_store(&access)
    })?;
    Ok(())
}

/// A code or an external id that another member of the account has is refused; so is the default code of anybody else,
/// whether or not they use it (S-R33).
fn check_codes(tx: &mut dyn Transaction, stored: &Profile, new: &Profile) -> Result<(), Error> {
    if let Some(code) = new.user_code.as_ref().filter(|code| stored.user_code.as_ref() != Some(code))
        && (code.owner_by_default().is_some() || tx.profiles().find_by_code(new.account, code)?.is_some())
    {
        return Err(Refusal::UserCodeTaken.into());
    }
    if let Some(id) = new.external_id.as_ref().filter(|id| stored.external_id.as_ref() != Some(id))
        && tx.profiles().find_by_external_id(new.account, id.as_str())?.is_some()
    {
        return Err(Refusal::ExternalIdTaken.into());
    }
    Ok(())
}

fn note(documents: &mut Documents, before: &Profile, after: &Profile) {
    let mut note = |member: &str, before: Option<String>, after: Option<String>| {
        documents.note(member, Fact::text(before), Fact::text(after));
    };
    let text = |value: Option<&dyn ToString>| value.map(ToString::to_string);
    macro_rules! each {
        ($($field:ident => $member:literal),* $(,)?) => {$(
            note(
                $member,
                text(before.$field.as_ref().map(|value| value as &dyn ToString)),
                text(after.$field.as_ref().map(|value| value as &dyn ToString)),
            );
        )*};
    }
    each! {
        user_code => "userCode",
        external_id => "externalId",
        display_name => "displayName",
        first_name => "firstname",
        last_name => "lastname",
        email => "email",
        mobile => "mobile",
        language => "languageCode",
        default_store => "defaultStoreUid",
    }
}
