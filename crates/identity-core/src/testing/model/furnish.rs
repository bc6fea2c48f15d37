//! What every sequence begins with, so that most verbs have something to be about.

use std::sync::Arc;

use super::action::Found;
use super::draw::sent;
use super::site::Site;
use crate::account::{self, AccountInput};
use crate::actor::Principal;
use crate::api_token;
use crate::buyer::{self, BuyerInput, BuyerVerb, ExternalIdsInput};
use crate::device::{self, DeviceInput};
use crate::domain::user::DomainUserInput;
use crate::domain::{self, token as domain_token};
use crate::id::AccountId;
use crate::port::Transaction;
use crate::service::Call;
use crate::tenant::{self, IntegrationInput, ProfileInput, TenantUserInput};
use crate::testing::BILLING;
use crate::user::{self, UserVerb};
use crate::value::{AddressInput, Member};

/// Two accounts with people, tokens, sessions and open invitations; the one with an account below it, a buyer, keys, a
/// robot, and a device with somebody signed in. What there is to know of them.
pub(super) fn furnish(site: &Site) -> Vec<Found> {
    let world = &site.world;
    let client = world.client("Harbour Lane Foods").id;
    let (default, billing) = (world.default_group(client).id, world.group(client, "Billing", &[BILLING]));
    let (admin_member, admin) = world.join(client, "admin@example.com", &[default]);
    let (member, user) = world.join(client, "mara@example.com", &[billing, default]);
    let vendor = world.account("Porto Trading", "Vendor").id;
    let there = world.default_group(vendor).id;
    let (_, other) = world.join(vendor, "other@example.com", &[there]);
    let invited = ["mara@example.com", "noor@example.com"].map(|email| world.invite(vendor, email, &[there]));
    for (user, account) in [(user.id, client), (other.id, vendor), (world.administrator, world.operations)] {
        world.person(user, Some(account));
    }
    let admin = world.person(admin.id, Some(client));
    let till = world.till(client);
    world.give_pin(&admin_member, "1002", "5839");
    world.give_pin(&member, "1001", "5839");
    world.signed_in(&till, user.id);
    let nils = world.join(client, "nils@example.com", &[billing]).1.id;
    world.write(&world.operator, move |tx, call| user::block(tx, call, nils, UserVerb::Block)).unwrap();
    let kari = world.join(client, "kari@example.com", &[billing]).1.email.to_string();
    let name = client.to_string();
    world.write(&world.operator, move |tx, call| domain::user::disable(tx, call, &name, &kari)).unwrap();
    external(site, client);
    below(site, client);
    buyer(site, client);
    robot(site, client, &admin);
    keys(site, client);
    let mut found = vec![
        Found::DeviceToken(till.token.expose().into()),
        token(site, client),
        device(site, client, &admin),
    ];
    let codes = invited.into_iter().filter_map(|invited| invited.code);
    found.extend(codes.map(|code| Found::Invitation(code.code.expose().into())));
    found
}

/// Two accounts below another, one of them disabled; tokens of that above can be shown again from now on.
fn below(site: &Site, parent: AccountId) {
    let (name, kind) = (sent("Branch"), sent("Client"));
    let input = AccountInput { name, kind, parent: sent(parent), ..AccountInput::default() };
    let policy = AccountInput { is_token_retrievable: Member::Value(true), ..AccountInput::default() };
    let work = move |tx: &mut dyn Transaction, call: &Call| {
        account::update(tx, call, parent, Ok(&policy))?;
        account::create(tx, call, Ok(&input))?;
        let closed = account::create(tx, call, Ok(&input))?.id;
        domain::disable(tx, call, &closed.to_string())
    };
    site.world.write(&site.world.operator, work).unwrap();
}

fn token(site: &Site, account: AccountId) -> Found {
    let input = api_token::TokenInput {
        account: sent(account),
        modules: Member::Value(vec![BILLING.to_string()]),
        retrievable: Member::Value(true),
        ..api_token::TokenInput::default()
    };
    let made =
        site.world.write(&site.world.operator, move |tx, call| api_token::create(tx, call, Ok(&input)));
    Found::Token(made.unwrap().1.expose().into())
}

/// Somebody who is known by an identifier of the account's own.
fn external(site: &Site, account: AccountId) {
    let input = DomainUserInput {
        email: sent("external@example.com"),
        role: sent("NO_PRIVILEGES"),
        domain: sent(account),
        user_name: sent("Kari Nordmann"),
        external_id: sent("X-1"),
        ..DomainUserInput::default()
    };
    let work = move |tx: &mut dyn Transaction, call: &Call| domain::user::add_external(tx, call, Ok(&input));
    site.world.write(&site.world.operator, work).unwrap();
}

/// A device that waits to be linked.
fn device(site: &Site, account: AccountId, admin: &Arc<Principal>) -> Found {
    let input = DeviceInput { app: sent("CLIENT"), ..DeviceInput::default() };
    let work = move |tx: &mut dyn Transaction, call: &Call| device::register(tx, call, account, Ok(&input));
    Found::DeviceCode(site.world.write(admin, work).unwrap().code.expose().into())
}

/// A buyer that was put aside, one that is active, and one that lacks what would make it so.
fn buyer(site: &Site, account: AccountId) {
    let address = AddressInput {
        line1: sent("1 Pier"),
        post_code: sent("1"),
        city: sent("Porto"),
        state: sent("Porto"),
        country: sent("PT"),
        ..AddressInput::default()
    };
    let ids = ExternalIdsInput {
        erp_company_contact: sent("CC-9"),
        erp_customer: sent("CU-9"),
        ..ExternalIdsInput::default()
    };
    let input = BuyerInput {
        name: sent("Pier One"),
        address: Member::Value(address),
        external_ids: Member::Value(ids),
        account: sent(account),
        ..BuyerInput::default()
    };
    let active = ExternalIdsInput {
        erp_company_contact: sent("CC-8"),
        erp_customer: sent("CU-8"),
        ..ExternalIdsInput::default()
    };
    let active = BuyerInput { external_ids: Member::Value(active), ..input.clone() };
    let other = BuyerInput { external_ids: Member::Absent, ..input.clone() };
    let work = move |tx: &mut dyn Transaction, call: &Call| {
        let idle = buyer::create(tx, call, Ok(&input))?.id;
        buyer::create(tx, call, Ok(&active))?;
        buyer::create(tx, call, Ok(&other))?;
        buyer::steer(tx, call, idle, BuyerVerb::Deactivate, Ok(&BuyerInput::default()))
    };
    site.world.write(&site.world.operator, work).unwrap();
}

/// A robot with a token.
fn robot(site: &Site, account: AccountId, admin: &Arc<Principal>) {
    let profile = ProfileInput { display_name: sent("Robot"), ..ProfileInput::default() };
    let input = TenantUserInput { account_type: sent("INTEGRATION"), profile, ..TenantUserInput::default() };
    let token = IntegrationInput { name: sent("Kitchen"), expires_at: Member::Absent };
    let work = move |tx: &mut dyn Transaction, call: &Call| {
        let robot = tenant::create(tx, call, account, Ok(&input))?.membership.id;
        tenant::create_token(tx, call, account, robot, Ok(&token))
    };
    site.world.write(admin, work).unwrap();
}

/// A key of the account and one of it as a reseller.
fn keys(site: &Site, account: AccountId) {
    for scope in ["domain", "reseller"] {
        let input = domain_token::TokenInput {
            name: sent(scope),
            token_type: sent("HMAC"),
            hmac_scope: sent(scope),
            ..domain_token::TokenInput::default()
        };
        let work = move |tx: &mut dyn Transaction, call: &Call| {
            domain_token::create(tx, call, &account.to_string(), Ok(&input))
        };
        site.world.write(&site.world.operator, work).unwrap();
    }
}
