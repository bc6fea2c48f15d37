//! Invitations by their code (U7, U8, T8), as F4 plays them.

use serde_json::json;

use super::{Shop, enter, full, refused, sign_in};
use crate::harness::mail::link_to;
use crate::harness::person::PASSWORD;
use crate::harness::{Answer, Client, Tenant, site};

fn show(anyone: &Client, code: &str) -> Answer {
    anyone.anonymous().send("GET", "/account/invite", &[("x-invite-token", code)], None)
}

fn accept(auth: &Client, code: &str) -> Answer {
    auth.put("/account/invite", &json!({"inviteToken": code}))
}

#[test]
fn s_r39_the_link_of_the_mail_shows_the_invitation_and_a_first_password_accepts_it() {
    let shop = Shop::new("self_invite_new");
    let (id, email) = shop.invited("kari");
    let link = link_to(&site().mail, &email, "");
    let shown = show(&shop.admin, &link.code).expect(200);
    let expires = shown["expiresAt"].as_str().unwrap().to_owned();
    let expected = json!({
        "tenantUid": shop.tenant.id, "tenantName": "self_invite_new", "email": email, "firstname": "Kari",
        "lastname": "Nordmann", "status": "PENDING", "expiresAt": expires, "inviterName": "Tom Abara",
    });
    assert_eq!(shown, expected);
    let packed = link.url.split_once("?code=").unwrap().1;
    assert_eq!(show(&shop.admin, packed).expect(200), expected, "the link's own form");

    let confirm = json!({"code": link.code, "password": PASSWORD});
    let confirmed = shop.admin.anonymous().post("/v1/auth/password-reset/confirm", &confirm);
    assert_eq!(confirmed.status, 204, "{confirmed:?}");
    refused(&show(&shop.admin, &link.code), 410, "INVITE_USED");
    let auth = sign_in(&shop.tenant.operator, &email);
    assert_eq!(accept(&auth, &link.code).expect(200)["status"], "ACTIVE", "a U8 now is 200, unchanged");
    let (_, entered) = enter(&auth, &shop.tenant.id);
    assert_eq!(entered["tenantUserUid"], id);
}

#[test]
fn s_r40_accepting_is_refused_in_its_order() {
    let shop = Shop::new("self_invite_known");
    let elsewhere = Tenant::new("self_invite_elsewhere");
    let person = elsewhere.join("kari");
    let kari = sign_in(&elsewhere.operator, &person.email);
    shop.made(&full(&person.email));
    let link = link_to(&site().mail, &person.email, &person.code);
    refused(&accept(&shop.auth, &link.code), 403, "INVITE_EMAIL_MISMATCH");
    refused(&accept(&kari, &"x".repeat(43)), 404, "NOT_FOUND");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..4).map(|_| scope.spawn(|| accept(&kari, &link.code).expect(200))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|user| *user == answers[0]), "{answers:?}");
    let id = answers[0]["tenantUserUid"].as_str().unwrap();
    let joined = shop.tenant.events_of(id).iter().filter(|event| *event == "account-user.joined").count();
    assert_eq!(joined, 1, "of parallel accepts exactly one changes data");
    refused(&accept(&shop.auth, &link.code), 409, "INVITE_TAKEN");
    refused(&accept(&shop.admin, &link.code), 401, "UNAUTHENTICATED");
}

#[test]
fn s_r38_inviting_again_voids_the_old_code_and_shows_none() {
    let shop = Shop::new("self_invite_again");
    let (id, email) = shop.invited("kari");
    let first = link_to(&site().mail, &email, "");
    let again = shop.admin.verb(&format!("{}/invite", shop.user(&id)));
    assert!(!again.text.contains(&link_to(&site().mail, &email, &first.code).code), "{again:?}");
    assert_eq!(again.expect(200)["status"], "PENDING_INVITE");
    refused(&show(&shop.admin, &first.code), 404, "NOT_FOUND");
    let too_soon = shop.admin.verb(&format!("{}/invite", shop.user(&id)));
    refused(&too_soon, 429, "RATE_LIMITED");
    assert!(too_soon.header("retry-after").is_some());
    refused(&shop.admin.verb(&format!("{}/invite", shop.user(&shop.own))), 409, "NOT_PENDING");
    assert_eq!(shop.admin.anonymous().get("/account/invite").status, 400, "the header alone");
}

#[test]
fn s_r1_the_code_of_an_invitation_is_the_only_credential_there() {
    let shop = Shop::new("self_invite_credentials");
    let tom = shop.tenant.invite("tom");
    let headers = [("x-invite-token", tom.code.as_str())];
    refused(&shop.auth.send("GET", "/account/invite", &headers, None), 400, "MULTIPLE_CREDENTIALS");
    refused(&shop.auth.anonymous().get("/account/invite"), 400, "INVALID_REQUEST");
    show(&shop.auth, &tom.code).expect(200);
}
