//! A tenant with devices, an administrator at the web and members with PINs.

use serde_json::{Value, json};

use crate::harness::session::{own_address, refusal};
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Session, Tenant};

/// A PIN that is not weak.
pub const PIN: &str = "5937";
/// Another one.
pub const WRONG: &str = "4826";

/// A tenant that no other test knows.
pub struct Shop {
    pub tenant: Tenant,
    /// The administrator.
    pub admin: Session,
    /// The administrator's web access token.
    pub web: Client,
}

/// A device in use.
pub struct Till {
    pub id: String,
    pub client: Client,
}

/// Asks again while the hashing queue is full, which says that nothing was done.
pub fn heard(ask: impl Fn() -> Answer) -> Answer {
    until("an answer other than 503", || Some(ask()).filter(|answer| answer.status != 503))
}

/// A refusal of the Self-service API.
#[track_caller]
pub fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(refusal(answer, status), code, "{answer:?}");
}

impl Shop {
    #[track_caller]
    pub fn new(name: &str) -> Self {
        let tenant = Tenant::new(name);
        let admin = Session::of_person(&tenant.operator, &tenant.join("admin"));
        let web = admin.enter(&tenant.id);
        Self { tenant, admin, web }
    }

    /// The tenant's path.
    pub fn path(&self) -> String {
        format!("/tenants/{}", self.tenant.id)
    }

    pub fn devices(&self) -> String {
        format!("{}/devices", self.path())
    }

    /// A regular member with a user code, and with the PIN that an administrator gives.
    #[track_caller]
    pub fn member(&self, code: &str) -> Value {
        let body = json!({"accountType": "REGULAR", "displayName": code, "userCode": code, "password": PIN});
        heard(|| self.web.post(&format!("{}/users", self.path()), &body)).expect(201)
    }

    /// Gives the administrator a PIN of their own, by U6.
    #[track_caller]
    pub fn own_pin(&self) -> String {
        let path = format!("{}/account", self.path());
        let user = heard(|| self.web.put(&path, &json!({"password": PIN}))).expect(200);
        user["userCode"].as_str().unwrap().to_owned()
    }

    /// Registers a device; the answer of D1.
    #[track_caller]
    pub fn register(&self, store: &str) -> Value {
        self.web.post(&self.devices(), &json!({"app": "CLIENT", "storeUid": store})).expect(201)
    }

    /// Links a device by its code, from an address of its own.
    pub fn link(&self, code: &str, user_code: &str, pin: &str) -> Answer {
        let body = json!({"appId": "till.app", "userCode": user_code, "password": pin});
        let anyone = self.web.anonymous().from(&own_address());
        heard(|| anyone.post(&format!("/device/{code}/link"), &body))
    }

    /// A device in use in a store; the administrator links it.
    #[track_caller]
    pub fn till_in(&self, store: &str) -> Till {
        let code = self.own_pin();
        let made = self.register(store);
        let linked = self.link(made["deviceCode"].as_str().unwrap(), &code, PIN).expect(200);
        let token = linked["deviceToken"].as_str().unwrap();
        Till { id: linked["deviceUid"].as_str().unwrap().to_owned(), client: self.web.with(token) }
    }

    /// A device in use.
    #[track_caller]
    pub fn till(&self) -> Till {
        self.till_in("")
    }
}

impl Till {
    /// Signs a member in (U2).
    pub fn sign_in(&self, user_code: &str, pin: &str) -> Answer {
        let body = json!({"userCode": user_code, "password": pin});
        heard(|| self.client.post("/account", &body))
    }

    /// Signs a member in who may: the access token and the refresh token.
    #[track_caller]
    pub fn enter(&self, user_code: &str) -> (Client, String) {
        let login = self.sign_in(user_code, PIN).expect(200);
        let text = |name: &str| login[name].as_str().unwrap().to_owned();
        (self.client.with(&text("accessToken")), text("refreshToken"))
    }

    /// The next token of a session here (A2).
    pub fn refresh(&self, token: &str) -> Answer {
        self.client.post("/v1/auth/sessions/refresh", &json!({"refreshToken": token}))
    }
}
