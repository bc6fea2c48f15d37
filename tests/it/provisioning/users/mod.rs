//! Domain users (B2–B8).

mod add;
mod external;
mod first;
mod race;
mod read;
mod reseller;
mod skip;

use serde_json::{Value, json};

use crate::harness::mail::{Link, link_to, mails_to};
use crate::harness::person::{PASSWORD, set_password};
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Session, Tenant, site};

pub const INTERNAL: &str = "/v2/user/internal";
pub const EXTERNAL: &str = "/v2/user/external";

/// The body of a new user.
pub fn new(email: &str, role: &str) -> Value {
    json!({"email": email, "role": role, "userName": "Ana Ruiz", "phone": "+34 600 000 000"})
}

/// The same with other members.
pub fn with(mut body: Value, members: &[(&str, Value)]) -> Value {
    for (name, value) in members {
        body[*name] = value.clone();
    }
    body
}

/// The full name of an account.
#[track_caller]
pub fn name_of(tenant: &Tenant) -> String {
    let domain = tenant.admin.get(&format!("/v2/domain/{}", tenant.id)).expect(200);
    domain["name"].as_str().unwrap().to_owned()
}

/// A tenant whose owner was made by Operations.
#[track_caller]
pub fn owned(name: &str) -> (Tenant, Value) {
    let tenant = Tenant::new(name);
    let body = with(new(&tenant.email("owner"), "OWNER"), &[("domain", json!(tenant.id))]);
    let owner = tenant.operator.post(INTERNAL, &body).expect(200);
    (tenant, owner)
}

/// A user as they are read.
#[track_caller]
pub fn shown(tenant: &Tenant, email: &str) -> Value {
    get(tenant, email).expect(200)
}

pub fn get(tenant: &Tenant, email: &str) -> Answer {
    tenant.admin.get(&format!("/v2/user/email/{email}/domain/{}", tenant.id))
}

/// Opens the link of the newest invitation and sets a first password, which accepts it.
#[track_caller]
pub fn accept(user: &Value, anyone: &Client) -> Link {
    let (id, email) = (user["id"].as_str().unwrap(), user["email"].as_str().unwrap());
    let link = link_to(&site().mail, email, "");
    set_password(anyone, id, PASSWORD, &link.code).expect(200);
    link
}

/// Waits for a mail to the address that has the text.
#[track_caller]
pub fn mail_with(email: &str, text: &str) -> String {
    until("a mail", || mails_to(&site().mail, email).into_iter().find(|mail| mail.contains(text)))
}

/// A member who is signed in at the web.
#[track_caller]
pub fn entered(tenant: &Tenant, email: &str) -> Client {
    let auth = Session::begin(&tenant.operator, email, PASSWORD).auth;
    let entered = auth.verb(&format!("/tenants/{}/account", tenant.id)).expect(200);
    auth.with(entered["accessToken"].as_str().unwrap())
}
