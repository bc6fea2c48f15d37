//! What happens, in order.

use std::net::SocketAddr;

use identity_tests::{Failure, Home};
use serde_json::{Value, json};

use crate::mail;
use crate::signing_in;
use crate::teller::{Teller, check, text};

pub const EMAIL: &str = "mara.lindqvist@example.com";
pub const HER_PASSWORD: &str = "seven quiet boats at dawn";
const ACCESS: &str = "MOD-1756";
const BILLING: &str = "MOD-8352";
const CHECK: &str = "POST /v1/auth/check";

/// Tells the whole story and returns how many requests it took.
pub async fn tell(home: &Home, address: SocketAddr) -> Result<usize, Failure> {
    let operations = home.operations_token()?;
    let mut teller = Teller::new(address);
    teller.hide(&operations);
    teller.hide(HER_PASSWORD);
    let account = found_account(&mut teller, &operations).await?;
    let administrators = administrators_of(&mut teller, &operations, &account).await?;
    let user = invite(&mut teller, &operations, &account, &administrators).await?;
    accept(&mut teller, home).await?;
    let access = signing_in::person(&mut teller, &account).await?;
    signing_in::till(&mut teller, &account, &access).await?;
    make_group(&mut teller, &operations, &account).await?;
    let token = token_life(&mut teller, &operations, &account).await?;
    block(&mut teller, &operations, &user).await?;
    disable_account(&mut teller, &operations, &account, &token).await?;
    read_audit(&mut teller, &operations).await?;
    Ok(teller.steps())
}

async fn found_account(teller: &mut Teller, operations: &str) -> Result<String, Failure> {
    teller.say("The bootstrap made one account, Operations, and nothing else.");
    let accounts = teller.call(Some(operations), "GET /v1/accounts/accounts", 200).await?;
    check(accounts.pointer("/$meta/pagination/total") == Some(&json!(1)), "there is not one account")?;
    check(text(&accounts, "/data/0/type")? == "Operations", "the first account is not Operations")?;

    teller.say("Operations creates a client account.");
    let body = json!({"name": "Harbour Lane Foods", "type": "Client"});
    let made = teller.call_with(Some(operations), "POST /v1/accounts/accounts", &body, 201).await?;
    text(&made, "/id")
}

async fn administrators_of(teller: &mut Teller, operations: &str, account: &str) -> Result<String, Failure> {
    teller.say("Its group Administrators came with it, with every module of a client.");
    let select = "-*,name,isDefault,modules(-*,name)";
    let request = format!("GET /v1/accounts/user-groups?account.id={account}&select={select}");
    let groups = teller.call(Some(operations), &request, 200).await?;
    check(text(&groups, "/data/0/name")? == "Administrators", "the default group is missing")?;
    check(
        groups.pointer("/data/0/isDefault") == Some(&json!(true)),
        "Administrators is not the default group",
    )?;
    text(&groups, "/data/0/id")
}

async fn invite(
    teller: &mut Teller,
    operations: &str,
    account: &str,
    group: &str,
) -> Result<String, Failure> {
    teller.say("A person is invited to administrate it.");
    let body = json!({
        "user": {"email": EMAIL, "firstName": "Mara", "lastName": "Lindqvist"},
        "groups": [{"id": group}],
    });
    let request = format!("POST /v1/accounts/accounts/{account}/users");
    let invited = teller.call_with(Some(operations), &request, &body, 201).await?;
    check(text(&invited, "/status")? == "Invited", "the member is not Invited")?;
    text(&invited, "/user/id")
}

async fn accept(teller: &mut Teller, home: &Home) -> Result<(), Failure> {
    teller.say("The invitation is sent by e-mail; here e-mail is a folder of files.");
    let mail = mail::first(&home.path("mail")).await?;
    let link = mail::link(&mail)?;
    teller.hide(&link.parameter);
    teller.hide(&link.code);
    teller.show(&mail);

    teller.say(
        "Without a credential, with the code of the link in the mail, she sets a password and so accepts.",
    );
    let body = json!({"password": HER_PASSWORD, "invitationCode": link.code});
    let request = format!("POST /v1/accounts/users/{}/set-password", link.membership);
    let user = teller.call_with(None, &request, &body, 200).await?;
    check(text(&user, "/status")? == "Active", "the person is not Active")?;

    teller.say("The code works once.");
    teller.call_with(None, &request, &body, 401).await.map(drop)
}

async fn make_group(teller: &mut Teller, operations: &str, account: &str) -> Result<(), Failure> {
    teller.say("The account gets a group with fewer modules.");
    let body = json!({"name": "Finance", "account": {"id": account}, "modules": [{"id": BILLING}]});
    let group = teller.call_with(Some(operations), "POST /v1/accounts/user-groups", &body, 201).await?;
    let modules = group.get("modules").and_then(Value::as_array).map(Vec::len);
    check(modules == Some(1), "the group has not the one module")
}

async fn token_life(teller: &mut Teller, operations: &str, account: &str) -> Result<String, Failure> {
    teller.say("The account gets an API token. Its value is shown this once.");
    let body = json!({
        "name": "Nightly export",
        "account": {"id": account},
        "modules": [{"id": ACCESS}, {"id": BILLING}],
    });
    let made = teller.call_with(Some(operations), "POST /v1/accounts/api-tokens", &body, 201).await?;
    let (id, token) = (text(&made, "/id")?, text(&made, "/token")?);

    teller.say("Who is this, in which account, what may it do, is that still true? The headers answer.");
    let reply = teller.send(Some(&token), CHECK, None, 200).await?;
    check(reply.head.contains(account), "the answer does not name the account")?;
    teller.say("It sees its own account and no other.");
    let seen = teller.call(Some(&token), "GET /v1/accounts/accounts", 200).await?;
    check(seen.pointer("/$meta/pagination/total") == Some(&json!(1)), "it does not see one account")?;
    check(text(&seen, "/data/0/id")? == account, "it sees another account")?;

    teller.say("Disabled, it is refused at once.");
    teller.call(Some(operations), &format!("POST /v1/accounts/api-tokens/{id}/disable"), 200).await?;
    teller.call(Some(&token), CHECK, 401).await?;
    teller.say("Enabled, it works again.");
    teller.call(Some(operations), &format!("POST /v1/accounts/api-tokens/{id}/enable"), 200).await?;
    teller.call(Some(&token), CHECK, 200).await?;
    Ok(token)
}

async fn block(teller: &mut Teller, operations: &str, user: &str) -> Result<(), Failure> {
    teller.say("The person is blocked, everywhere.");
    let blocked =
        teller.call(Some(operations), &format!("POST /v1/accounts/users/{user}/block"), 200).await?;
    check(text(&blocked, "/status")? == "Blocked", "the person is not Blocked")
}

async fn disable_account(
    teller: &mut Teller,
    operations: &str,
    account: &str,
    token: &str,
) -> Result<(), Failure> {
    teller.say("The account is disabled, and with it its tokens.");
    teller.call(Some(operations), &format!("POST /v1/accounts/accounts/{account}/disable"), 200).await?;
    teller.call(Some(token), CHECK, 401).await?;
    teller.say("Enabled, it brings all back.");
    teller.call(Some(operations), &format!("POST /v1/accounts/accounts/{account}/enable"), 200).await?;
    teller.call(Some(token), CHECK, 200).await.map(drop)
}

/// What the story leaves in the trail, the bootstrap's own record first.
const EVENTS: [&str; 15] = [
    "account.created",
    "account.created",
    "account-user.invited",
    "account-user.joined",
    "account-user.updated",
    "device.created",
    "device.linked",
    "device.removed",
    "user-group.created",
    "api-token.created",
    "api-token.disabled",
    "api-token.enabled",
    "user.blocked",
    "account.disabled",
    "account.enabled",
];

async fn read_audit(teller: &mut Teller, operations: &str) -> Result<(), Failure> {
    teller.say("All of it is in the audit trail: one record for each request that changed something.");
    let request = "GET /v1/audit/records?order=timestamp&select=-*,timestamp,event,details&render()";
    let records = teller.call(Some(operations), request, 200).await?;
    let rows = records.get("data").and_then(Value::as_array).into_iter().flatten();
    let mut told: Vec<&str> =
        rows.filter_map(|record| record.get("event")?.as_str()?.strip_prefix("platform.accounts.")).collect();
    // What happens within one millisecond has no order in time.
    let mut wanted = EVENTS;
    told.sort_unstable();
    wanted.sort_unstable();
    check(told == wanted, &format!("the trail tells another story: {told:?}"))
}
