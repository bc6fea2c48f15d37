//! The Self-service API over HTTP (self-service.md).

mod auth;
mod devices;
mod effects;
mod foreign;
mod invitations;
mod own;
mod pins;
mod robots;
mod second_factor;
mod shop;
mod tenants;
mod tokens;
mod users;

use serde_json::{Value, json};

use crate::harness::person::PASSWORD;
use crate::harness::session::{Session, refusal};
use crate::harness::{Answer, Client, Tenant};

/// Signs in by e-mail.
#[track_caller]
fn sign_in(anyone: &Client, email: &str) -> Client {
    Session::begin(anyone, email, PASSWORD).auth
}

/// Enters a tenant; the client and what was answered.
fn enter(auth: &Client, tenant: &str) -> (Client, Value) {
    let entered = auth.verb(&format!("/tenants/{tenant}/account")).expect(200);
    (auth.with(entered["accessToken"].as_str().unwrap()), entered)
}

/// A tenant with an administrator who is signed in there.
struct Shop {
    tenant: Tenant,
    /// At no tenant.
    auth: Client,
    /// In the tenant.
    admin: Client,
    /// The administrator's membership.
    own: String,
}

impl Shop {
    fn new(name: &str) -> Self {
        let tenant = Tenant::new(name);
        let person = tenant.join("admin");
        let auth = sign_in(&tenant.operator, &person.email);
        let (admin, entered) = enter(&auth, &tenant.id);
        let own = entered["tenantUserUid"].as_str().unwrap().to_owned();
        Self { tenant, auth, admin, own }
    }

    fn users(&self) -> String {
        format!("/tenants/{}/users", self.tenant.id)
    }

    fn user(&self, id: &str) -> String {
        format!("/tenants/{}/users/{id}", self.tenant.id)
    }

    /// A member that the administrator makes.
    #[track_caller]
    fn made(&self, body: &Value) -> Value {
        self.admin.post(&self.users(), body).expect(201)
    }

    /// A till user with that name.
    #[track_caller]
    fn till(&self, name: &str) -> String {
        uid(&self.made(&json!({"accountType": "REGULAR", "displayName": name})))
    }

    /// A person who is asked by mail.
    #[track_caller]
    fn invited(&self, local: &str) -> (String, String) {
        let email = self.tenant.email(local);
        let user = self.made(&full(&email));
        (uid(&user), email)
    }
}

fn full(email: &str) -> Value {
    json!({"accountType": "FULL", "email": email, "displayName": "Kari N", "firstname": "Kari", "lastname": "Nordmann"})
}

#[track_caller]
fn uid(user: &Value) -> String {
    user["tenantUserUid"].as_str().unwrap_or_else(|| panic!("no user: {user}")).to_owned()
}

/// A refusal of this API with that code.
#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(refusal(answer, status), code, "{answer:?}");
    answer.json()
}

/// A refusal that names exactly these fields.
#[track_caller]
fn refuses(answer: &Answer, code: &str, fields: &[&str]) {
    let body = refused(answer, 400, code);
    let named: Vec<_> = body["details"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
    assert_eq!(named, fields, "{answer:?}");
}
