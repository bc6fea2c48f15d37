//! Every state × verb pair of every state machine, printed to docs/STATES.md (platform.md §4).

use std::fmt::Write as _;

use crate::account::{AccountKind, AccountState, AccountVerb, Undisabled};
use crate::api_token::{TokenState, TokenVerb};
use crate::buyer::{BuyerState, BuyerVerb};
use crate::device::{DeviceStatus, DeviceVerb};
use crate::membership::{MembershipStatus, MembershipVerb};
use crate::second_factor::{FactorState, FactorVerb};
use crate::signing_key::KeyState;
use crate::state::InvalidTransition;
use crate::timestamp::Timestamp;
use crate::user::{UserLife, UserStatus, UserVerb};

const REFUSED: &str = "400";

fn table<S: Copy, V: Copy>(
    title: &str,
    states: &[(&str, S)],
    verbs: &[(&str, V)],
    step: impl Fn(S, V) -> Result<String, InvalidTransition>,
) -> String {
    let mut out = format!("\n## {title}\n\n| state |");
    for (verb, _) in verbs {
        write!(out, " {verb} |").unwrap();
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(verbs.len()));
    for (name, state) in states {
        write!(out, "\n| {name} |").unwrap();
        for (_, verb) in verbs {
            write!(out, " {} |", step(*state, *verb).unwrap_or_else(|_| REFUSED.into())).unwrap();
        }
    }
    out.push('\n');
    out
}

fn accounts() -> String {
    let disabled = |before| AccountState::Disabled { before };
    let mut states = Vec::new();
    for kind in AccountKind::ALL {
        for (name, state) in [
            ("Enabled", AccountState::Enabled),
            ("Active", AccountState::Active),
            ("Disabled (was Enabled)", disabled(Undisabled::Enabled)),
            ("Disabled (was Active)", disabled(Undisabled::Active)),
            ("Deleted", AccountState::Deleted),
        ] {
            let is_possible = match kind {
                AccountKind::Client => true,
                AccountKind::Vendor => {
                    !matches!(state, AccountState::Enabled) && state != disabled(Undisabled::Enabled)
                }
                AccountKind::Operations => state == AccountState::Active,
            };
            if is_possible {
                states.push((format!("{} {name}", kind.as_str()), (kind, state)));
            }
        }
    }
    let states: Vec<_> = states.iter().map(|(name, state)| (name.as_str(), *state)).collect();
    let verbs: Vec<_> = AccountVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("Account", &states, &verbs, |(kind, state), verb| {
        state.after(kind, verb).map(|after| after.status().as_str().to_owned())
    })
}

fn memberships() -> String {
    let states: Vec<_> = MembershipStatus::ALL.into_iter().map(|state| (state.as_str(), state)).collect();
    let verbs: Vec<_> = MembershipVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("Membership", &states, &verbs, |state, verb| {
        state.after(verb).map(|after| after.as_str().to_owned())
    })
}

fn users() -> String {
    let life = |status| match status {
        UserStatus::Blocked => UserLife::Blocked,
        UserStatus::Deleted => UserLife::Deleted,
        _ => UserLife::Live,
    };
    let states: Vec<_> = UserStatus::ALL.into_iter().map(|state| (state.as_str(), state)).collect();
    let verbs: Vec<_> = UserVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("User", &states, &verbs, |status, verb| {
        life(status).after(status, verb).map(|after| match (verb, after) {
            (UserVerb::Update, _) => "unchanged".to_owned(),
            (_, UserLife::Blocked) => "Blocked".to_owned(),
            (_, UserLife::Deleted) => "Deleted".to_owned(),
            (_, UserLife::Live) => "recomputed".to_owned(),
        })
    })
}

fn tokens() -> String {
    let states: Vec<_> = TokenState::ALL
        .into_iter()
        .flat_map(|state| [(state, true), (state, false)])
        .map(|(state, grants)| {
            (format!("{}{}", state.as_str(), if grants { "" } else { ", without modules" }), (state, grants))
        })
        .collect();
    let states: Vec<_> = states.iter().map(|(name, state)| (name.as_str(), *state)).collect();
    let verbs: Vec<_> = TokenVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("API token", &states, &verbs, |(state, grants), verb| {
        state.after(verb, grants).map(|after| after.as_str().to_owned())
    })
}

/// What is derived depends on account and identifiers of the ERP; where that decides, the cell says so.
fn buyers() -> String {
    let derived = [BuyerState::Unassigned, BuyerState::Enabled, BuyerState::Active];
    let states: Vec<_> = BuyerState::ALL.into_iter().map(|state| (state.as_str(), state)).collect();
    let verbs: Vec<_> = BuyerVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("Buyer", &states, &verbs, |state, verb| {
        let outcomes = derived.map(|derived| state.after(verb, derived));
        match outcomes {
            [Ok(first), Ok(second), Ok(third)] if [first, second, third] == derived => Ok("derived".into()),
            [Err(_), Err(_), Ok(after)] => Ok(format!("{} if both ERP ids, else 400", after.as_str())),
            [first, ..] => {
                assert!(outcomes.iter().all(|outcome| *outcome == first), "{state:?} {verb:?}");
                first.map(|after| after.as_str().to_owned())
            }
        }
    })
}

fn second_factors() -> String {
    let states: Vec<_> = FactorState::ALL.into_iter().map(|state| (state.as_str(), state)).collect();
    let verbs: Vec<_> = FactorVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("Second factor", &states, &verbs, |state, verb| {
        state.after(verb).map(|after| after.as_str().to_owned())
    })
}

fn devices() -> String {
    let states: Vec<_> = DeviceStatus::ALL.into_iter().map(|state| (state.as_str(), state)).collect();
    let verbs: Vec<_> = DeviceVerb::ALL.into_iter().map(|verb| (verb.as_str(), verb)).collect();
    table("Device", &states, &verbs, |state, verb| state.after(verb).map(|after| after.as_str().to_owned()))
}

fn signing_keys() -> String {
    let until = Timestamp::from_millis(0);
    let states = [("Active", false), ("Retiring", true)];
    let state = |is_retiring| {
        if is_retiring { KeyState::Retiring { until } } else { KeyState::Active { sealed: Vec::new() } }
    };
    table("Signing key", &states, &[("retire", ())], |is_retiring, ()| {
        state(is_retiring).retire(until).map(|after| after.as_str().to_owned())
    })
}

#[test]
fn every_state_and_verb_is_printed_and_checked() {
    let mut printed = String::from(
        "# State machines\n\nPrinted and checked by a test of `identity-core`; a cell is the new state, 400 a refused \
         transition.\nExpiry of an invitation and the status of a user are derived, never stored as a verb's result.\nA buyer's \
         state is derived from its account and its two ERP ids, but for Disabled and Deleted.\n",
    );
    let parts =
        [accounts(), memberships(), users(), tokens(), buyers(), devices(), signing_keys(), second_factors()];
    for part in parts {
        printed.push_str(&part);
    }
    super::check("STATES.md", &printed);
}
