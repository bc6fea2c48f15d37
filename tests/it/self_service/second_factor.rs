//! A12 to A14 and what signing in asks for then (S-R11).

use std::sync::Arc;

use identity_core::port::{Clock as _, OneTimeCodes as _};
use identity_core::secret::Secret;
use identity_crypto::{OsEntropy, SystemClock, Totp};
use serde_json::{Value, json};

use crate::harness::person::PASSWORD;
use crate::harness::session::{own_address, refusal};
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Session, Tenant};

/// An authenticator app.
struct App {
    secret: Secret,
}

impl App {
    /// What it shows so many steps from now.
    fn shown(&self, ahead: u64) -> String {
        let step = u64::try_from(SystemClock.now().millis() / 30_000).unwrap() + ahead;
        let totp = Totp::new(Arc::new(OsEntropy::new().unwrap()));
        totp.code(&self.secret, step).unwrap().expose().to_owned()
    }
}

/// A full hashing queue says that nothing was done, so that is asked again, as clients do.
fn ask(client: &Client, method: &str, path: &str, body: &Value) -> Answer {
    until("an answer other than 503", || {
        let answer = client.call(method, path, Some(body));
        (answer.status != 503).then_some(answer)
    })
}

fn sign_in(email: &str, address: &Client, otp: Option<&str>) -> Answer {
    let mut body = json!({"email": email, "password": PASSWORD});
    if let Some(otp) = otp {
        body["otp"] = json!(otp);
    }
    ask(&address.anonymous(), "POST", "/v1/auth/sessions", &body)
}

fn enrol(session: &Session) -> App {
    let answer = ask(&session.auth, "POST", "/v1/auth/otp", &json!({"password": PASSWORD}));
    let enrolment = answer.expect(201);
    let secret = enrolment["secret"].as_str().unwrap();
    assert_eq!((secret.len(), answer.header("cache-control")), (32, Some("no-store")));
    let uri = enrolment["otpauthUri"].as_str().unwrap();
    assert!(uri.starts_with("otpauth://totp/") && uri.contains(&format!("?secret={secret}&")), "{uri}");
    App { secret: Secret::new(secret.to_owned()) }
}

fn confirm(session: &Session, otp: &str) -> Answer {
    session.auth.post("/v1/auth/otp/confirm", &json!({"otp": otp}))
}

#[test]
fn s_r11_signing_in_asks_for_the_second_factor_until_it_is_removed() {
    let tenant = Tenant::new("second_factor");
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let anyone = tenant.operator.anonymous().from(&own_address());
    let app = enrol(&session);
    sign_in(&mara.email, &anyone, None).expect(201);
    let codes = confirm(&session, &app.shown(0)).expect(200);
    let codes: Vec<&str> =
        codes["recoveryCodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert_eq!(codes.len(), 10);

    assert_eq!(refusal(&sign_in(&mara.email, &anyone, None), 401), "OTP_REQUIRED");
    assert_eq!(refusal(&sign_in(&mara.email, &anyone, Some("")), 401), "OTP_REQUIRED");
    // The step of the confirmation is used up; an app may be one step ahead.
    let next = app.shown(1);
    let signed = Session::of(&anyone, &sign_in(&mara.email, &anyone, Some(&next)).expect(201));
    assert_eq!(refusal(&sign_in(&mara.email, &anyone, Some(&next)), 401), "INVALID_CREDENTIALS");
    sign_in(&mara.email, &anyone, Some(&codes[0].to_uppercase())).expect(201);
    assert_eq!(refusal(&sign_in(&mara.email, &anyone, Some(codes[0])), 401), "INVALID_CREDENTIALS");
    let refreshed =
        anyone.anonymous().post("/v1/auth/sessions/refresh", &json!({"refreshToken": signed.refresh}));
    refreshed.expect(200);

    let remove =
        |otp: &str| ask(&session.auth, "DELETE", "/v1/auth/otp", &json!({"password": PASSWORD, "otp": otp}));
    assert_eq!(refusal(&remove(codes[0]), 401), "INVALID_CREDENTIALS");
    remove(codes[1]).expect(204);
    assert_eq!(refusal(&remove(codes[2]), 409), "OTP_STATE");
    sign_in(&mara.email, &anyone, None).expect(201);
    sign_in(&mara.email, &anyone, Some("000000")).expect(201);
}

#[test]
fn s_r11_of_parallel_uses_of_a_code_exactly_one_wins() {
    let tenant = Tenant::new("second_factor_parallel");
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let app = enrol(&session);
    let codes = confirm(&session, &app.shown(0)).expect(200);
    let code = codes["recoveryCodes"][0].as_str().unwrap();
    let wins = std::thread::scope(|threads| {
        let tries: Vec<_> = (0..8)
            .map(|_| {
                threads.spawn(|| {
                    let address = tenant.operator.anonymous().from(&own_address());
                    sign_in(&mara.email, &address, Some(code)).status
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).filter(|status| *status == 201).count()
    });
    assert_eq!(wins, 1);
}

#[test]
fn s_r1_an_access_token_does_not_touch_the_second_factor() {
    let tenant = Tenant::new("second_factor_kinds");
    let session = Session::of_person(&tenant.operator, &tenant.join("mara"));
    let access = session.enter(&tenant.id);
    let body = json!({"password": PASSWORD, "otp": "123456"});
    for asker in [&access, &tenant.admin, &tenant.operator.anonymous()] {
        for (method, path) in
            [("POST", "/v1/auth/otp"), ("POST", "/v1/auth/otp/confirm"), ("DELETE", "/v1/auth/otp")]
        {
            assert_eq!(refusal(&asker.call(method, path, Some(&body)), 401), "UNAUTHENTICATED");
        }
    }
    assert_eq!(refusal(&confirm(&session, "123456"), 409), "OTP_STATE");
}
