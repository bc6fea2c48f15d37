//! Rules about modules and buyers of groups (R6, R33–R36).

use std::collections::BTreeSet;

use super::{Group, GroupKind};
use crate::account::AccountKind;
use crate::api_token::{ApiToken, TokenState};
use crate::error::{Error, REFERENCE_NOT_FOUND, Violations};
use crate::id::{AccountId, BuyerId, ModuleId};
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// Modules of an ordinary group lie within those of the default group (R34).
///
/// # Errors
/// [`Error::Invalid`] keyed `modules`.
pub(super) fn check_within_default(
    tx: &mut dyn Transaction,
    account: AccountId,
    modules: &BTreeSet<ModuleId>,
) -> Result<(), Error> {
    if modules.is_empty() {
        return Ok(());
    }
    let bound = tx.groups().default_modules(account)?;
    if modules.iter().all(|module| bound.contains(module)) {
        Ok(())
    } else {
        Err(Error::invalid("modules", "Must be among the modules of the account's default group."))
    }
}

/// Modules of the default group: open to the account's kind, and none that is mandatory missing (R34).
///
/// # Errors
/// [`Error::Invalid`] keyed `modules`.
pub(super) fn check_default_modules(
    call: &Call,
    kind: AccountKind,
    stored: &BTreeSet<ModuleId>,
    modules: &BTreeSet<ModuleId>,
) -> Result<(), Error> {
    let is_open = |id: &ModuleId| call.tools.catalogue.get(*id).is_some_and(|module| module.is_open_to(kind));
    if !modules.difference(stored).all(is_open) {
        return Err(Error::invalid("modules", "Must be open to accounts of this type."));
    }
    let mandatory = call.tools.catalogue.iter().filter(|module| module.is_mandatory_for(kind));
    for module in mandatory {
        if !modules.contains(&module.id) {
            return Err(Error::invalid("modules", format!("{} cannot be taken away.", module.name)));
        }
    }
    Ok(())
}

/// The most buyers a group lists.
pub const BUYERS_MAX: usize = 1000;

/// Buyers of a group (R35): Client accounts only, and each a buyer of the account. A member that was not sent keeps
/// what is stored.
///
/// # Errors
/// [`Error::Invalid`] keyed `buyers` or by the reference.
pub(super) fn read_buyers(
    tx: &mut dyn Transaction,
    (account, kind): (AccountId, AccountKind),
    member: &Member<Vec<String>>,
    stored: Option<BTreeSet<BuyerId>>,
) -> Result<Option<BTreeSet<BuyerId>>, Error> {
    let sent = match member {
        Member::Absent => return Ok(stored),
        Member::Null => return Ok(None),
        Member::Bad(message) => return Err(Error::invalid("buyers", message)),
        Member::Value(_) if kind != AccountKind::Client => {
            return Err(Error::invalid("buyers", "Only groups of Client accounts have them."));
        }
        Member::Value(sent) if sent.len() > BUYERS_MAX => {
            return Err(Error::invalid("buyers", "Must have at most 1000 elements."));
        }
        Member::Value(sent) => sent,
    };
    let ids: Vec<Option<BuyerId>> = sent.iter().map(|text| text.parse().ok()).collect();
    let asked: Vec<BuyerId> = ids.iter().copied().flatten().collect();
    let found = if asked.is_empty() { Vec::new() } else { tx.buyers().among(account, &asked)? };
    let found: BTreeSet<BuyerId> = found.into_iter().collect();
    let mut wrong = Violations::default();
    for (n, id) in ids.iter().enumerate() {
        if id.is_none_or(|id| !found.contains(&id)) {
            wrong.add(format!("buyers[{n}].id"), REFERENCE_NOT_FOUND);
        }
    }
    wrong.into_result()?;
    Ok(Some(found))
}

/// What changed besides the default group itself.
#[derive(Default)]
pub(super) struct Cascade {
    pub(super) groups: Vec<crate::id::GroupId>,
    pub(super) tokens: Vec<crate::id::TokenId>,
}

/// Modules taken from the default group leave all groups and tokens of the account; a token that is left without
/// any becomes Disabled (R34). Backoffice follows the default group.
///
/// # Errors
/// Those of the store.
pub(super) fn cascade(
    tx: &mut dyn Transaction,
    call: &Call,
    default: &Group,
    removed: &BTreeSet<ModuleId>,
) -> Result<Cascade, Error> {
    let mut cascade = Cascade::default();
    for mut group in tx.groups().of_account(default.account)? {
        let modules: BTreeSet<_> = match group.kind {
            GroupKind::Administrators => continue,
            GroupKind::Backoffice => backoffice_modules(&default.modules),
            GroupKind::NoPrivileges | GroupKind::Custom => {
                group.modules.difference(removed).copied().collect()
            }
        };
        if modules != group.modules {
            group.modules = modules;
            group.revision += 1;
            group.stamps.updated = Some(call.stamp());
            tx.groups().update(&group)?;
            cascade.groups.push(group.id);
        }
    }
    if !removed.is_empty() {
        let gone: Vec<_> = removed.iter().copied().collect();
        for token in tx.api_tokens().with_modules(default.account, &gone)? {
            let token = without(token, removed, call);
            tx.api_tokens().update(&token)?;
            cascade.tokens.push(token.id);
        }
    }
    Ok(cascade)
}

/// The default group's modules without those that manage (R33).
pub(super) fn backoffice_modules(default: &BTreeSet<ModuleId>) -> BTreeSet<ModuleId> {
    default.iter().copied().filter(|id| *id != ACCESS_MANAGEMENT && *id != ACCOUNT_MANAGEMENT).collect()
}

fn without(mut token: ApiToken, removed: &BTreeSet<ModuleId>, call: &Call) -> ApiToken {
    token.modules.retain(|module| !removed.contains(module));
    token.revision += 1;
    token.stamps.updated = Some(call.stamp());
    if token.modules.is_empty() && token.state == TokenState::Active {
        token.state = TokenState::Disabled;
        token.stamps.disabled = Some(call.stamp());
    }
    token
}
