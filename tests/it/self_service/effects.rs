//! Every kind of credential against everything that ends or narrows it (S-R2, S-R8): refused or narrowed by the first
//! request after the answer, and not a kind more.

use serde_json::{Value, json};

use crate::harness::ids::{BILLING, REPORTING};
use crate::harness::person::PASSWORD;
use crate::harness::tenant::{id_of, references};
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Person, Session, Tenant};

/// A PIN that nobody guesses first.
const PIN: &str = "2957";

/// What a credential is worth after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// As before.
    Good,
    /// Without the module that was taken away.
    Narrowed,
    /// Nothing.
    Refused,
}

use Worth::{Good, Narrowed, Refused};

/// An account below another, with a credential of every kind: those of Mara, of a robot, of a till, and the open
/// invitation of Tom.
struct World {
    tenant: Tenant,
    parent: String,
    mara: Person,
    tom: Person,
    robot: Value,
    narrow: String,
    session: Session,
    api_id: String,
    bound_id: String,
    robot_token_id: String,
    device_id: String,
    kinds: Vec<(&'static str, Client)>,
    till_refresh: String,
    admin: Client,
}

/// Asked again while the hashing queue is full, as clients do.
fn patiently(mut ask: impl FnMut() -> Answer) -> Answer {
    until("an answer other than 503", || Some(ask()).filter(|answer| answer.status != 503))
}

impl World {
    fn new(name: &str) -> Self {
        let (tenant, above) = (Tenant::new(name), Tenant::new(&format!("{name}_above")));
        tenant.operator.put(&tenant.path(), &json!({"parent": {"id": above.id}})).expect(200);
        let (narrow, group) =
            (tenant.group("Narrow", &[REPORTING]), tenant.group("Wide", &[BILLING, REPORTING]));
        let admin = Session::of_person(&tenant.operator, &tenant.join("admin")).enter(&tenant.id);
        let (mara, tom) = (tenant.join_to(&group, "mara"), tenant.invite("tom"));
        let session = Session::of_person(&tenant.operator, &mara);
        let access = session.enter(&tenant.id);
        let users = format!("/tenants/{}/users", tenant.id);
        let robot = json!({"accountType": "INTEGRATION", "displayName": "ERP", "tenantRole": "ADMIN"});
        let robot = admin.post(&users, &robot).expect(201);
        let uid = robot["tenantUserUid"].as_str().unwrap();
        let tokens = format!("{users}/{uid}/integration-tokens");
        let made = admin.post(&tokens, &json!({"name": "sync"})).expect(201);
        let integration = admin.with(made["integrationToken"].as_str().unwrap());
        let api = tenant.token("Reader", &[BILLING]);
        let body = json!({"name": "hers", "user": mara.email, "scopes": "module://billing"});
        let bound = tenant.admin.post(&format!("/v2/accounts/{}/tokens", tenant.id), &body).expect(200);
        let (device, device_id, till, till_refresh) = till(&tenant, &admin, &mara);
        let kinds = vec![
            ("api", api.client),
            ("integration", integration),
            ("bound", admin.with(bound["token"].as_str().unwrap())),
            ("auth", session.auth.clone()),
            ("access", access),
            ("till", till),
            ("device", device),
        ];
        let robot_token_id = made["tokenUid"].as_str().unwrap().to_owned();
        let bound_id = bound["uid"].as_str().unwrap().to_owned();
        let (parent, api_id) = (above.id, api.id);
        Self {
            tenant,
            parent,
            mara,
            tom,
            robot,
            narrow,
            session,
            api_id,
            bound_id,
            robot_token_id,
            device_id,
            kinds,
            till_refresh,
            admin,
        }
    }

    fn kind(&self, name: &str) -> &Client {
        &self.kinds.iter().find(|(own, _)| *own == name).unwrap().1
    }

    /// Every credential's worth now; refresh tokens are used up by it.
    fn worths(&self) -> Vec<(&'static str, Worth)> {
        let mut worths: Vec<_> =
            self.kinds.iter().map(|(name, client)| (*name, worth(name, client))).collect();
        let refresh = |client: &Client, token: &str| {
            let body = json!({"refreshToken": token});
            match client.post("/v1/auth/sessions/refresh", &body).status {
                200 => Good,
                401 => Refused,
                other => panic!("{other}"),
            }
        };
        worths.push(("refresh", refresh(&self.session.auth.anonymous(), &self.session.refresh)));
        worths.push(("till refresh", refresh(self.kind("device"), &self.till_refresh)));
        let header = [("x-invite-token", self.tom.code.as_str())];
        let invite = self.admin.anonymous().send("GET", "/account/invite", &header, None);
        worths.push(("invite", if invite.status == 200 { Good } else { Refused }));
        worths
    }
}

/// A linked device, its identifier, and Mara's access and refresh token there.
fn till(tenant: &Tenant, admin: &Client, mara: &Person) -> (Client, String, Client, String) {
    let own = format!("/tenants/{}/account", tenant.id);
    patiently(|| admin.put(&own, &json!({"password": PIN}))).expect(200);
    let code = |membership: &str| format!("u{}", membership.replace(|c: char| !c.is_ascii_digit(), ""));
    let user = format!("/tenants/{}/users/{}", tenant.id, mara.membership);
    patiently(|| admin.put(&user, &json!({"password": PIN}))).expect(200);
    let made = admin
        .post(&format!("/tenants/{}/devices", tenant.id), &json!({"app": "CLIENT", "name": "Till"}))
        .expect(201);
    let admin_code = admin.get(&own).expect(200)["userCode"].as_str().unwrap().to_owned();
    let link = json!({"appId": "till", "userCode": admin_code, "password": PIN});
    let path = format!("/device/{}/link", made["deviceCode"].as_str().unwrap());
    let linked = patiently(|| admin.anonymous().post(&path, &link)).expect(200);
    let device = admin.with(linked["deviceToken"].as_str().unwrap());
    let body = json!({"userCode": code(&mara.membership), "password": PIN});
    let login = patiently(|| device.post("/account", &body)).expect(200);
    let access = admin.with(login["accessToken"].as_str().unwrap());
    let refresh = login["refreshToken"].as_str().unwrap().to_owned();
    (device, linked["deviceUid"].as_str().unwrap().to_owned(), access, refresh)
}

/// Kinds that carry modules are asked for the one that is taken away.
fn worth(name: &str, client: &Client) -> Worth {
    let asked: &[(&str, &str)] =
        if matches!(name, "auth" | "device") { &[] } else { &[("x-check-module", "billing")] };
    let answer = client.send("GET", "/v1/auth/check", asked, None);
    match answer.status {
        200 => Good,
        403 => Narrowed,
        401 => Refused,
        _ => panic!("{answer:?}"),
    }
}

type Event = fn(&World);

fn block(world: &World) {
    let robot = world.tenant.operator.get(&membership(world, "tenantUserUid")).expect(200);
    for user in [&world.mara.user, &world.tom.user, &id_of(&robot["user"])] {
        world.tenant.operator.verb(&format!("/v1/accounts/users/{user}/block")).expect(200);
    }
}

fn membership(world: &World, name: &str) -> String {
    format!("/v1/accounts/account-users/{}", world.robot[name].as_str().unwrap())
}

fn disable(world: &World) {
    world.tenant.operator.verb(&format!("{}/disable", world.tenant.path())).expect(200);
}

fn disable_ancestor(world: &World) {
    world.tenant.operator.verb(&format!("/v1/accounts/accounts/{}/disable", world.parent)).expect(200);
}

fn remove_membership(world: &World) {
    let operator = &world.tenant.operator;
    for id in [&world.mara.membership, &world.tom.membership] {
        operator.delete(&format!("/v1/accounts/account-users/{id}")).expect(204);
    }
    operator.delete(&membership(world, "tenantUserUid")).expect(204);
}

fn remove_from_group(world: &World) {
    let groups = references(&[&world.narrow]);
    for id in [world.mara.membership.as_str(), world.robot["tenantUserUid"].as_str().unwrap()] {
        let path = format!("/v1/accounts/account-users/{id}/groups");
        world.tenant.operator.put(&path, &groups).expect(200);
    }
}

fn change_password(world: &World) {
    let other = Session::of_person(&world.tenant.operator, &world.mara);
    let body = json!({"password": "seven quiet owls and a lamp", "currentPassword": PASSWORD});
    let path = format!("/v1/accounts/users/{}/set-password", world.mara.user);
    patiently(|| other.auth.post(&path, &body)).expect(200);
}

fn revoke(world: &World) {
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    for name in ["auth", "till"] {
        let body = format!("token={}", world.kind(name).credential());
        let anyone = world.admin.anonymous();
        assert_eq!(anyone.send("POST", "/oauth/revoke", &kind, Some(body.as_bytes())).status, 200);
    }
}

fn delete(world: &World) {
    let tenant = &world.tenant;
    tenant.operator.delete(&format!("/v1/accounts/api-tokens/{}", world.api_id)).expect(204);
    tenant.admin.delete(&format!("/v2/accounts/{}/tokens/{}", tenant.id, world.bound_id)).expect(200);
    let robot = world.robot["tenantUserUid"].as_str().unwrap();
    let tokens = format!("/tenants/{}/users/{robot}/integration-tokens", tenant.id);
    world.admin.delete(&format!("{tokens}/{}", world.robot_token_id)).expect(204);
    world.admin.delete(&format!("/tenants/{}/devices/{}", tenant.id, world.device_id)).expect(204);
}

const KINDS: [&str; 10] =
    ["api", "integration", "bound", "auth", "access", "till", "device", "refresh", "till refresh", "invite"];

/// The table: what each kind is worth after each event, in the order of [`KINDS`].
const EVENTS: [(&str, Event, [Worth; 10]); 8] = [
    ("block", block, [Good, Refused, Refused, Refused, Refused, Refused, Good, Refused, Refused, Refused]),
    (
        "disable",
        disable,
        [Refused, Refused, Refused, Good, Refused, Refused, Refused, Good, Refused, Refused],
    ),
    (
        "ancestor",
        disable_ancestor,
        [Refused, Refused, Refused, Good, Refused, Refused, Refused, Good, Refused, Refused],
    ),
    (
        "remove",
        remove_membership,
        [Good, Refused, Refused, Good, Refused, Refused, Good, Good, Refused, Refused],
    ),
    (
        "group",
        remove_from_group,
        [Good, Narrowed, Narrowed, Good, Narrowed, Narrowed, Good, Good, Good, Good],
    ),
    (
        "password",
        change_password,
        [Good, Good, Good, Refused, Refused, Refused, Good, Refused, Refused, Good],
    ),
    ("revoke", revoke, [Good, Good, Good, Refused, Refused, Refused, Good, Refused, Refused, Good]),
    ("delete", delete, [Refused, Refused, Refused, Good, Good, Refused, Refused, Good, Refused, Good]),
];

#[track_caller]
fn run(name: &str) {
    let (name, event, expected) = EVENTS.into_iter().find(|(own, ..)| *own == name).unwrap();
    let world = World::new(&format!("effects_{name}"));
    for (kind, client) in &world.kinds {
        assert_eq!(worth(kind, client), Good, "{name}: {kind}: the control");
    }
    event(&world);
    let expected: Vec<_> = KINDS.into_iter().zip(expected).collect();
    assert_eq!(world.worths(), expected, "after {name}");
}

macro_rules! cases {
    ($($test:ident => $event:literal;)*) => {
        $(#[test]
        fn $test() {
            run($event);
        })*

        #[test]
        fn s_r8_every_event_of_the_table_is_run() {
            assert_eq!([$($event),*], EVENTS.map(|(name, ..)| name));
        }
    };
}

cases! {
    s_r8_blocking_a_person => "block";
    s_r8_disabling_the_account => "disable";
    s_r8_disabling_an_ancestor => "ancestor";
    s_r8_removing_a_membership => "remove";
    s_r2_removing_from_a_group => "group";
    s_r8_changing_the_password => "password";
    s_r45_revoking_a_session => "revoke";
    s_r8_deleting_tokens_and_devices => "delete";
}

#[test]
fn s_r8_every_credential_is_good_before() {
    let world = World::new("effects_control");
    assert_eq!(world.worths(), KINDS.map(|kind| (kind, Good)));
}
