//! A person signs in with a browser, and at a till.

use identity_tests::Failure;
use serde_json::{Value, json};

use crate::story::{EMAIL, HER_PASSWORD};
use crate::teller::{Teller, check, text};

const CHECK: &str = "POST /v1/auth/check";
const PIN: &str = "2957";

/// She signs in and enters the account; her access token.
pub async fn person(teller: &mut Teller, account: &str) -> Result<String, Failure> {
    teller.say("She signs in. A wrong password says no more than that it failed.");
    let body = json!({"email": EMAIL, "password": "her dog is called Rolf"});
    teller.call_with(None, "POST /v1/auth/sessions", &body, 401).await?;
    let body = json!({"email": EMAIL, "password": HER_PASSWORD});
    let tokens = teller.call_with(None, "POST /v1/auth/sessions", &body, 201).await?;
    let auth = text(&tokens, "/authToken")?;

    teller.say(
        "She may enter one account. The token for it is good for a quarter of an hour, here and offline.",
    );
    let own = teller.call(Some(&auth), "GET /account", 200).await?;
    check(text(&own, "/defaultTenantUid")? == account, "it is not her account")?;
    let entered = teller.call(Some(&auth), &format!("POST /tenants/{account}/account"), 200).await?;
    let access = text(&entered, "/accessToken")?;
    let reply = teller.send(Some(&access), CHECK, None, 200).await?;
    check(reply.head.contains("access-management"), "she does not administrate it")?;

    teller.say(
        "A refresh token works once. Using it twice ends the session, in case one of the two was a thief.",
    );
    let body = json!({"refreshToken": text(&tokens, "/refreshToken")?});
    let renewed = teller.call_with(None, "POST /v1/auth/sessions/refresh", &body, 200).await?;
    teller.call_with(None, "POST /v1/auth/sessions/refresh", &body, 401).await?;
    teller.call(Some(&text(&renewed, "/authToken")?), "GET /v1/auth/sessions", 401).await?;
    teller.call(Some(&access), CHECK, 401).await?;
    let body = json!({"email": EMAIL, "password": HER_PASSWORD});
    let tokens = teller.call_with(None, "POST /v1/auth/sessions", &body, 201).await?;
    let auth = text(&tokens, "/authToken")?;
    let entered = teller.call(Some(&auth), &format!("POST /tenants/{account}/account"), 200).await?;
    text(&entered, "/accessToken")
}

/// A till is set up, and she signs in at it with a PIN.
pub async fn till(teller: &mut Teller, account: &str, access: &str) -> Result<(), Failure> {
    teller.say("She chooses a PIN for the tills of this account.");
    let own = format!("PUT /tenants/{account}/account");
    let member = teller.call_with(Some(access), &own, &json!({"password": PIN}), 200).await?;
    let code = text(&member, "/userCode")?;

    teller.say("A till is registered, and linked at the till itself with the code that is shown this once.");
    let body = json!({"app": "CLIENT", "name": "Till 3"});
    let request = format!("POST /tenants/{account}/devices");
    let device = teller.call_with(Some(access), &request, &body, 201).await?;
    let link = format!("POST /device/{}/link", text(&device, "/deviceCode")?);
    let body = json!({"appId": "till-app", "userCode": code, "password": PIN});
    let linked = teller.call_with(None, &link, &body, 200).await?;
    let token = text(&linked, "/deviceToken")?;

    teller.say(
        "She signs in at the till. Nobody manages members from a till, so the session has no such module.",
    );
    let people = teller.call(Some(&token), "GET /device/users", 200).await?;
    check(people.pointer("/items/0/userCode") == Some(&Value::from(code.as_str())), "she is not listed")?;
    let body = json!({"userCode": code, "password": PIN});
    let login = teller.call_with(Some(&token), "POST /account", &body, 200).await?;
    let at_till = text(&login, "/accessToken")?;
    let reply = teller.send(Some(&at_till), CHECK, None, 200).await?;
    check(!reply.head.contains("access-management"), "the till manages members")?;

    teller.say("The till is lost: it and everybody signed in at it are out at once.");
    let uid = text(&linked, "/deviceUid")?;
    teller.call(Some(access), &format!("DELETE /tenants/{account}/devices/{uid}"), 204).await?;
    teller.call(Some(&at_till), CHECK, 401).await?;
    teller.call_with(Some(&token), "POST /account", &body, 401).await.map(drop)
}
