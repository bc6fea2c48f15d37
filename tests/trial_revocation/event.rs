//! Events that end or narrow credentials, request by request.

use identity_tests::Failure;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::world::World;

/// One request, and the kinds of credentials that are no good any more from its answer on.
pub struct Step {
    by: Caller,
    method: &'static str,
    path: String,
    body: Option<Value>,
    /// What ends or loses the module.
    pub ends: &'static [&'static str],
}

impl Step {
    /// Makes the request.
    ///
    /// # Errors
    /// A call that fails.
    pub async fn take(&self) -> Result<(), Failure> {
        self.by.done(self.method, &self.path, self.body.as_ref()).await.map(drop)
    }
}

/// An event: its name, and its steps in a world.
pub type Event = (&'static str, fn(&World) -> Vec<Step>);

/// All events.
pub const EVENTS: [Event; 10] = [
    ("disable token", disable_tokens),
    ("delete token", delete_tokens),
    ("block person", block),
    ("remove member", remove),
    ("leave group", leave_group),
    ("disable account", disable_account),
    ("disable parent", disable_parent),
    ("new password", new_password),
    ("sign out", sign_out),
    ("remove device", remove_device),
];

fn step(
    by: &Caller,
    method: &'static str,
    path: String,
    body: Option<Value>,
    ends: &'static [&'static str],
) -> Step {
    Step { by: by.clone(), method, path, body, ends }
}

fn disable_tokens(world: &World) -> Vec<Step> {
    let operator = &world.operator;
    let path = |id: &str| format!("/v1/accounts/api-tokens/{id}/disable");
    let v2 = |id: &str| format!("/v2/accounts/{}/tokens/{id}/disable", world.account);
    vec![
        step(operator, "POST", path(&world.api_id), None, &["api"]),
        step(&world.manager, "PUT", v2(&world.bound_id), None, &["bound"]),
        step(&world.manager, "PUT", v2(&world.key_id), None, &["key"]),
    ]
}

fn delete_tokens(world: &World) -> Vec<Step> {
    let v2 = |id: &str| format!("/v2/accounts/{}/tokens/{id}", world.account);
    let robots = format!("/tenants/{}/users/{}/integration-tokens", world.account, world.robot.1);
    vec![
        step(&world.operator, "DELETE", format!("/v1/accounts/api-tokens/{}", world.api_id), None, &["api"]),
        step(&world.manager, "DELETE", v2(&world.bound_id), None, &["bound"]),
        step(&world.manager, "DELETE", v2(&world.key_id), None, &["key"]),
        step(&world.admin, "DELETE", format!("{robots}/{}", world.robot_token_id), None, &["integration"]),
    ]
}

fn block(world: &World) -> Vec<Step> {
    let path = |id: &str| format!("/v1/accounts/users/{id}/block");
    let hers = &["bound", "auth", "access", "till", "refresh", "till refresh"];
    vec![
        step(&world.operator, "POST", path(&world.mara.user), None, hers),
        step(&world.operator, "POST", path(&world.robot.0), None, &["integration"]),
        step(&world.operator, "POST", path(&world.tom.user), None, &["invitation"]),
    ]
}

fn remove(world: &World) -> Vec<Step> {
    let path = |id: &str| format!("/v1/accounts/account-users/{id}");
    let hers = &["bound", "access", "till", "till refresh"];
    vec![
        step(&world.operator, "DELETE", path(&world.mara.membership), None, hers),
        step(&world.operator, "DELETE", path(&world.robot.1), None, &["integration"]),
        step(&world.operator, "DELETE", path(&world.tom.membership), None, &["invitation"]),
    ]
}

fn leave_group(world: &World) -> Vec<Step> {
    let path = |id: &str| format!("/v1/accounts/account-users/{id}/groups");
    let groups = || Some(json!([{"id": world.narrow}]));
    vec![
        step(&world.operator, "PUT", path(&world.mara.membership), groups(), &["bound", "access", "till"]),
        step(&world.operator, "PUT", path(&world.robot.1), groups(), &["integration"]),
    ]
}

/// Everything but what is Mara's own.
const OF_THE_ACCOUNT: &[&str] =
    &["api", "integration", "bound", "access", "till", "device", "key", "till refresh", "invitation"];

fn disable_account(world: &World) -> Vec<Step> {
    let path = format!("/v1/accounts/accounts/{}/disable", world.account);
    vec![step(&world.operator, "POST", path, None, OF_THE_ACCOUNT)]
}

fn disable_parent(world: &World) -> Vec<Step> {
    let path = format!("/v1/accounts/accounts/{}/disable", world.parent);
    vec![step(&world.operator, "POST", path, None, OF_THE_ACCOUNT)]
}

fn new_password(world: &World) -> Vec<Step> {
    let path = format!("/v1/accounts/users/{}/set-password", world.mara.user);
    let ends = &["auth", "access", "till", "refresh", "till refresh"];
    vec![step(&world.elsewhere, "POST", path, Some(World::new_password()), ends)]
}

/// Of everywhere else, from another session of hers.
fn sign_out(world: &World) -> Vec<Step> {
    let ends = &["auth", "access", "till", "refresh", "till refresh"];
    vec![step(&world.elsewhere, "DELETE", "/v1/auth/sessions".into(), None, ends)]
}

fn remove_device(world: &World) -> Vec<Step> {
    let path = format!("/tenants/{}/devices/{}", world.account, world.device_id);
    vec![step(&world.admin, "DELETE", path, None, &["device", "till", "till refresh"])]
}
