//! An account below another, with a credential of every kind: those of Mara, of a robot, of a till, and the open
//! invitation of Tom.

use identity_tests::Failure;
use serde_json::{Value, json};

use crate::caller::{Caller, text};
use crate::credential::Credential;

const PASSWORD: &str = "lighthouse keepers count gulls";
const PIN: &str = "2957";
const BILLING: &str = "MOD-8352";
const REPORTING: &str = "MOD-3615";
/// What an administrator's token holds: access management and what it may grant.
const ADMINISTRATION: [&str; 6] = ["MOD-1756", BILLING, REPORTING, "MOD-0478", "MOD-5093", "MOD-6127"];

/// Somebody who was invited.
pub struct Person {
    pub user: String,
    pub membership: String,
    pub email: String,
    /// The invitation's code.
    pub code: String,
}

/// Everything that a round of one event needs.
pub struct World {
    pub operator: Caller,
    /// A token with access management.
    pub manager: Caller,
    /// An administrator in the account.
    pub admin: Caller,
    /// Mara, signed in once more.
    pub elsewhere: Caller,
    pub account: String,
    pub parent: String,
    pub narrow: String,
    pub mara: Person,
    pub tom: Person,
    /// The robot's person and membership.
    pub robot: (String, String),
    pub api_id: String,
    pub bound_id: String,
    pub key_id: String,
    pub robot_token_id: String,
    pub device_id: String,
    /// By kind.
    pub credentials: Vec<(&'static str, Credential)>,
    /// The device's own token.
    pub device: String,
    pub refresh: String,
    pub till_refresh: String,
}

impl World {
    /// Makes one through the API.
    ///
    /// # Errors
    /// A call that fails.
    pub async fn make(operator: &Caller) -> Result<Self, Failure> {
        let (parent, account, group) = accounts(operator).await?;
        let narrow = new_group(operator, &account, &[REPORTING]).await?;
        let wide = new_group(operator, &account, &[BILLING, REPORTING]).await?;
        let manager = token(operator, &account, &ADMINISTRATION).await?;
        let (manager, api) = (operator.with(&manager.1), token(operator, &account, &[BILLING]).await?);

        let [boss, mara] = [join(operator, &account, &group).await?, join(operator, &account, &wide).await?];
        let tom = invite(operator, &account, &group).await?;
        let (boss_auth, _) = sign_in(operator, &boss).await?;
        let admin = enter(operator, &boss_auth, &account).await?;
        let (auth, refresh) = sign_in(operator, &mara).await?;
        let access = enter(operator, &auth, &account).await?;
        let elsewhere = operator.with(&sign_in(operator, &mara).await?.0);

        let (robot, integration, robot_token_id) =
            new_robot(operator, &operator.with(&admin), &account).await?;
        let tokens = format!("/v2/accounts/{account}/tokens");
        let body = json!({"name": "hers", "user": mara.email, "scopes": "module://billing"});
        let bound = manager.post(&tokens, &body).await?;
        let body = json!({"name": "key", "token_type": "HMAC", "hmac_scope": "domain"});
        let key = manager.post(&tokens, &body).await?;
        let admin = operator.with(&admin);
        let till = crate::till::make(&admin, &account, &mara, PIN).await?;

        let signing = Credential::Key {
            key: text(&key, "/api_key")?,
            secret: text(&key, "/api_secret")?,
            account: account.clone(),
        };
        let credentials = vec![
            ("api", Credential::Holder(api.1)),
            ("integration", Credential::Holder(integration)),
            ("bound", Credential::Holder(text(&bound, "/token")?)),
            ("auth", Credential::Bearer(auth)),
            ("access", Credential::Holder(access)),
            ("till", Credential::Holder(till.access)),
            ("device", Credential::Bearer(till.device.clone())),
            ("key", signing),
        ];
        Ok(Self {
            operator: operator.clone(),
            manager,
            admin,
            elsewhere,
            account,
            parent,
            narrow,
            mara,
            tom,
            robot,
            api_id: api.0,
            bound_id: text(&bound, "/uid")?,
            key_id: text(&key, "/uid")?,
            robot_token_id,
            device_id: till.device_id,
            credentials,
            device: till.device,
            refresh,
            till_refresh: till.refresh,
        })
    }
}

/// An account above, one below, and its default group.
async fn accounts(operator: &Caller) -> Result<(String, String, String), Failure> {
    let path = "/v1/accounts/accounts?select=groups";
    let above = operator.post(path, &json!({"name": "Above", "type": "Client"})).await?;
    let parent = text(&above, "/id")?;
    let body = json!({"name": "Below", "type": "Client", "parent": {"id": parent}});
    let below = operator.post(path, &body).await?;
    Ok((parent, text(&below, "/id")?, text(&below, "/groups/0/id")?))
}

fn references(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({"id": id})).collect()
}

async fn new_group(operator: &Caller, account: &str, modules: &[&str]) -> Result<String, Failure> {
    let name = format!("Group of {}", modules.len());
    let body = json!({"name": name, "account": {"id": account}, "modules": references(modules)});
    text(&operator.post("/v1/accounts/user-groups", &body).await?, "/id")
}

/// Identifier and value.
async fn token(operator: &Caller, account: &str, modules: &[&str]) -> Result<(String, String), Failure> {
    let name = format!("Token of {}", modules.len());
    let body = json!({"name": name, "account": {"id": account}, "modules": references(modules)});
    let made = operator.post("/v1/accounts/api-tokens", &body).await?;
    Ok((text(&made, "/id")?, text(&made, "/token")?))
}

async fn invite(operator: &Caller, account: &str, group: &str) -> Result<Person, Failure> {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let email = format!("person{number}@trial.example");
    let user = json!({"email": email, "firstName": "Mara", "lastName": "Trial"});
    let body = json!({"user": user, "groups": [{"id": group}]});
    let made = operator.post(&format!("/v1/accounts/accounts/{account}/users"), &body).await?;
    Ok(Person {
        user: text(&made, "/user/id")?,
        membership: text(&made, "/accountUser/id")?,
        code: text(&made, "/invitation/code")?,
        email,
    })
}

async fn join(operator: &Caller, account: &str, group: &str) -> Result<Person, Failure> {
    let person = invite(operator, account, group).await?;
    let body = json!({"password": PASSWORD, "invitationCode": person.code});
    operator.anonymous().post(&format!("/v1/accounts/users/{}/set-password", person.user), &body).await?;
    Ok(person)
}

/// Auth and refresh token.
async fn sign_in(anyone: &Caller, person: &Person) -> Result<(String, String), Failure> {
    let body = json!({"email": person.email, "password": PASSWORD});
    let tokens = anyone.anonymous().post("/v1/auth/sessions", &body).await?;
    Ok((text(&tokens, "/authToken")?, text(&tokens, "/refreshToken")?))
}

async fn enter(anyone: &Caller, auth: &str, account: &str) -> Result<String, Failure> {
    let entered = anyone.with(auth).done("POST", &format!("/tenants/{account}/account"), None).await?;
    text(&entered, "/accessToken")
}

/// Person and membership; value and identifier of its token.
async fn new_robot(
    operator: &Caller,
    admin: &Caller,
    account: &str,
) -> Result<((String, String), String, String), Failure> {
    let users = format!("/tenants/{account}/users");
    let body = json!({"accountType": "INTEGRATION", "displayName": "ERP", "tenantRole": "ADMIN"});
    let membership = text(&admin.post(&users, &body).await?, "/tenantUserUid")?;
    let path = format!("{users}/{membership}/integration-tokens");
    let made = admin.post(&path, &json!({"name": "sync"})).await?;
    let shown = operator.done("GET", &format!("/v1/accounts/account-users/{membership}"), None).await?;
    let robot = (text(&shown, "/user/id")?, membership);
    Ok((robot, text(&made, "/integrationToken")?, text(&made, "/tokenUid")?))
}

impl World {
    /// A new password of Mara's, and the present one.
    pub fn new_password() -> Value {
        json!({"password": "seven quiet owls and a lamp", "currentPassword": PASSWORD})
    }
}
