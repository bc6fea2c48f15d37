//! A domain with members, and the paths of the verbs on them.

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING, REPORTING};
use crate::harness::person::PASSWORD;
use crate::harness::session::Session;
use crate::harness::tenant::references;
use crate::harness::{Answer, Client, Person, Tenant};

/// A domain that no other test knows.
pub struct Staff {
    pub tenant: Tenant,
}

impl Staff {
    #[track_caller]
    pub fn new(name: &str) -> Self {
        Self { tenant: Tenant::new(name) }
    }

    /// The user's path, with what follows it.
    pub fn user(&self, person: &Person, rest: &str) -> String {
        format!("/v2/user/email/{}/domain/{}{rest}", person.email, self.tenant.id)
    }

    /// An active member with these modules by a role of that name.
    #[track_caller]
    pub fn join(&self, local: &str, role: &str, modules: &[&str]) -> Person {
        self.tenant.join_to(&self.tenant.group(role, modules), local)
    }

    #[track_caller]
    pub fn shown(&self, person: &Person) -> Value {
        self.tenant.admin.get(&self.user(person, "")).expect(200)
    }

    /// B11 by the administrator's token.
    pub fn put_roles(&self, person: &Person, roles: &Value) -> Answer {
        self.tenant.admin.put(&self.user(person, "/role"), &json!({"roles": roles}))
    }

    /// B14 by the administrator's token.
    pub fn take_roles(&self, person: &Person, roles: &Value) -> Answer {
        let body = json!({"roles": roles});
        self.tenant.admin.call("DELETE", &self.user(person, "/role"), Some(&body))
    }

    /// B12 by the administrator's token.
    pub fn put_role(&self, person: &Person, role: &str) -> Answer {
        self.tenant.admin.call("PUT", &self.user(person, &format!("/role/{role}")), None)
    }

    /// A token that an administrator made for themselves, which speaks for them.
    #[track_caller]
    pub fn token_of(&self, person: &Person) -> Client {
        let session = Session::begin(&self.tenant.operator, &person.email, PASSWORD).enter(&self.tenant.id);
        let body =
            json!({"modules": references(&[ACCESS, BILLING, REPORTING]), "holder": {"id": person.user}});
        let made = session.post("/v1/accounts/api-tokens", &body).expect(201);
        session.with(made["token"].as_str().unwrap())
    }
}

/// `role` and `roleList`, which always agree.
#[track_caller]
pub fn roles_of(user: &Value) -> Vec<String> {
    let list: Vec<String> =
        user["roleList"].as_array().unwrap().iter().map(|role| role.as_str().unwrap().to_owned()).collect();
    assert_eq!(user["role"], list.join(","), "{user}");
    list
}
