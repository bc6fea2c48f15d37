//! Every action × kind of actor × own, foreign and self, printed to docs/PERMISSIONS.md (platform.md §6).

use std::fmt::Write as _;

use crate::account::{AccountKind, AccountScope};
use crate::actor::{ActingAccount, Actor, Who};
use crate::api_token::TokenScope;
use crate::audit::AuditScope;
use crate::buyer::BuyerScope;
use crate::group::GroupScope;
use crate::id::{AccountId, ModuleId, TokenId, UserId};
use crate::membership::MembershipScope;
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT, ModuleScope};
use crate::policy::{Action, Target, permits};
use crate::user::UserScope;

const OWN: AccountId = AccountId::new(1);
const FOREIGN: AccountId = AccountId::new(2);
const SELF: UserId = UserId::new(1);
const OTHER: UserId = UserId::new(2);

fn token(kind: AccountKind, modules: &[ModuleId]) -> Actor {
    Actor {
        who: Who::Token(TokenId::new(1)),
        account: Some(ActingAccount { id: OWN, kind }),
        modules: modules.iter().copied().collect(),
        reseller: None,
    }
}

/// ADMIN of a direct child, with a key of the account above it (P-R3).
fn reseller() -> Actor {
    let above = ActingAccount { id: AccountId::new(3), kind: AccountKind::Client };
    Actor { reseller: Some(above), ..token(AccountKind::Client, &[ACCESS_MANAGEMENT]) }
}

fn session(account: Option<ActingAccount>) -> Actor {
    Actor { who: Who::Person(SELF), account, modules: [].into(), reseller: None }
}

fn actors() -> Vec<(&'static str, Actor)> {
    let operations = AccountKind::Operations;
    vec![
        ("O+", token(operations, &[ACCOUNT_MANAGEMENT, ACCESS_MANAGEMENT])),
        ("O− as A+", token(operations, &[ACCESS_MANAGEMENT])),
        ("O− as A−", token(operations, &[])),
        ("A+", token(AccountKind::Client, &[ACCESS_MANAGEMENT])),
        ("A−", token(AccountKind::Client, &[])),
        ("A− session", session(Some(ActingAccount { id: OWN, kind: AccountKind::Client }))),
        ("Self, no account", session(None)),
        ("reseller key in a child", reseller()),
    ]
}

fn cell(actor: &Actor, action: Action) -> &'static str {
    let may = |account, person| permits(actor, action, Target { account, person });
    if may(Some(FOREIGN), Some(OTHER)) {
        return "✓";
    }
    match (may(Some(OWN), Some(OTHER)), may(Some(FOREIGN), Some(SELF))) {
        (true, true) => "own, self",
        (true, false) => "own",
        (false, true) => "self",
        (false, false) => "–",
    }
}

fn reads(actor: &Actor) -> [(&'static str, &'static str); 8] {
    let accounts = match actor.account_scope() {
        AccountScope::All => "✓",
        AccountScope::One(_) | AccountScope::Member { .. } => "own",
        AccountScope::Nothing => "–",
    };
    let memberships = match actor.membership_scope() {
        MembershipScope::All => "✓",
        MembershipScope::Account { person: Some(_), .. } => "own, self",
        MembershipScope::Account { person: None, .. } => "own",
        MembershipScope::Person(_) => "self",
        MembershipScope::Nothing => "–",
    };
    let users = match actor.user_scope() {
        UserScope::All => "✓",
        UserScope::Members { person: Some(_), .. } => "own, self",
        UserScope::Members { person: None, .. } => "own",
        UserScope::One(_) => "self",
        UserScope::Nothing => "–",
    };
    let groups = match actor.group_scope() {
        GroupScope::All => "✓",
        GroupScope::Account { .. } => "own",
        GroupScope::OfMember(..) => "self",
        GroupScope::Nothing => "–",
    };
    let modules = match actor.module_scope() {
        ModuleScope::All => "✓",
        ModuleScope::Kind(_) => "own type",
        ModuleScope::Nothing => "–",
    };
    let tokens = match actor.token_scope() {
        TokenScope::All => "✓",
        TokenScope::Account(_) => "own",
        TokenScope::Linked { .. } => "self",
        TokenScope::Nothing => "–",
    };
    let buyers = match actor.buyer_scope() {
        BuyerScope::All => "✓",
        BuyerScope::Account(_) => "own",
        BuyerScope::OfMember(..) => "self",
        BuyerScope::Nothing => "–",
    };
    let audit = match actor.audit_scope() {
        AuditScope::All => "✓",
        AuditScope::Viewer(_) => "own",
        AuditScope::Involved { .. } => "self",
        AuditScope::Nothing => "–",
    };
    [
        ("accounts", accounts),
        ("account users", memberships),
        ("users", users),
        ("user groups", groups),
        ("modules", modules),
        ("api tokens", tokens),
        ("buyers", buyers),
        ("audit records", audit),
    ]
}

#[test]
fn the_matrix_is_printed_and_checked() {
    let actors = actors();
    let mut printed = String::from(
        "# Permissions\n\nPrinted and checked by a test of `identity-core`. ✓ any account · own: own account · self: own \
         user, memberships,\nand what R2 ties to the actor · –: 403 when visible, 404 when not. Without a credential \
         everything is 401, except\nset-password with the code of one's own invitation.\n\n| resource | verb |",
    );
    for (name, _) in &actors {
        write!(printed, " {name} |").unwrap();
    }
    printed.push_str("\n|---|---|");
    printed.push_str(&"---|".repeat(actors.len()));
    for row in 0..reads(&actors[0].1).len() {
        let resource = reads(&actors[0].1)[row].0;
        write!(printed, "\n| {resource} | list, get |").unwrap();
        for (_, actor) in &actors {
            write!(printed, " {} |", reads(actor)[row].1).unwrap();
        }
    }
    for action in Action::ALL {
        let (resource, verb) = action.label();
        write!(printed, "\n| {resource} | {verb} |").unwrap();
        for (_, actor) in &actors {
            write!(printed, " {} |", cell(actor, *action)).unwrap();
        }
    }
    printed.push('\n');
    super::check("PERMISSIONS.md", &printed);
}

#[test]
fn a_code_and_an_unknown_credential_open_nothing() {
    let invitee = Actor {
        who: Who::Invitee(crate::id::MembershipId::new(1)),
        account: None,
        modules: [ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT].into(),
        reseller: None,
    };
    assert!(Action::ALL.iter().all(|action| cell(&invitee, *action) == "–"));
    assert!(reads(&invitee).iter().all(|(_, read)| *read == "–"));
}
