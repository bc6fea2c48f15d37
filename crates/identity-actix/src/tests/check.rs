//! `/v1/auth/check` (self-service.md A11, S-R46).

use actix_web::http::Method;

use super::stage::{Asker, Reply, request, stage, value_of};

const PATH: &str = "/v1/auth/check";

fn code(reply: &Reply) -> &str {
    assert!(reply.body["details"].is_array() && reply.body["message"].is_string(), "{reply:?}");
    reply.body["code"].as_str().unwrap()
}

#[actix_web::test]
async fn says_who_it_is_in_headers() {
    let stage = stage().await;
    for method in [Method::GET, Method::POST, Method::HEAD] {
        let request = request(Asker::Admin, method, PATH).insert_header(("x-identity-kind", "access"));
        let reply = stage.send(request).await;
        assert_eq!((reply.status, &reply.body), (200, &serde_json::json!("")));
        assert_eq!(reply.header("x-identity-kind"), "api");
        assert_eq!(reply.header("x-identity-subject"), "TKN-0000-0002");
        assert_eq!(reply.header("x-identity-account"), "ACC-0000-0010");
        assert_eq!(reply.header("x-identity-account-type"), "Client");
        assert_eq!(reply.header("x-identity-modules"), "access-management,billing");
    }
}

#[actix_web::test]
async fn every_module_and_account_asked_for_has_to_be_covered() {
    let stage = stage().await;
    let ask = |headers: &[(&'static str, &'static str)]| {
        let request = request(Asker::Member, Method::POST, PATH);
        let request = headers.iter().fold(request, |request, header| request.append_header(*header));
        stage.send(request)
    };
    for fine in ["billing", "billing:read", "billing:edit"] {
        assert_eq!(ask(&[("x-check-module", fine)]).await.status, 200, "{fine}");
    }
    assert_eq!(ask(&[("x-check-account", "ACC-0000-0010")]).await.status, 200);
    for refused in [
        &[("x-check-module", "access-management")][..],
        &[("x-check-module", "Billing")],
        &[("x-check-module", "")],
        &[("x-check-account", "ACC-0000-0020")],
        &[("x-check-account", "")],
        &[("x-check-module", "billing"), ("x-check-module", "access-management:read")],
        &[("x-check-module", "billing"), ("x-check-account", "ACC-0000-0001")],
    ] {
        let reply = ask(refused).await;
        assert_eq!((reply.status, code(&reply)), (403, "FORBIDDEN"), "{refused:?}");
        assert_eq!(reply.header("x-identity-kind"), "");
    }
    let reply = ask(&[("x-check-module", "billing:own")]).await;
    assert_eq!((reply.status, code(&reply)), (400, "INVALID_REQUEST"));
}

#[actix_web::test]
async fn refusals_are_in_the_dialect_of_the_family() {
    let stage = stage().await;
    let reply = stage.get(Asker::Nobody, PATH).await;
    assert_eq!((reply.status, code(&reply)), (401, "UNAUTHENTICATED"));
    assert_eq!(reply.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    let reply = stage.delete(Asker::Nobody, PATH).await;
    assert_eq!(
        (reply.status, code(&reply), reply.header("allow")),
        (405, "METHOD_NOT_ALLOWED", "GET, HEAD, POST")
    );
    let reply = stage.get(Asker::Nobody, "/v1/auth/nothing").await;
    assert_eq!((reply.status, code(&reply)), (404, "NOT_FOUND"));
    let value = value_of(Asker::Admin).unwrap();
    let twice =
        request(Asker::Admin, Method::GET, PATH).append_header(("authorization", format!("Bearer {value}")));
    assert_eq!(code(&stage.send(twice).await), "MULTIPLE_CREDENTIALS");
    let public = stage.get(Asker::Admin, "/public/v1/auth/check").await;
    assert_eq!(public.problem(), "not-found", "the family has one base");
}

#[actix_web::test]
async fn a_disabled_token_is_refused_at_once() {
    let stage = stage().await;
    assert_eq!(stage.get(Asker::Member, PATH).await.status, 200);
    let reply = stage.verb(Asker::Operator, "/v1/accounts/api-tokens/TKN-0000-0003/disable").await;
    assert_eq!(reply.status, 200);
    assert_eq!(stage.get(Asker::Member, PATH).await.status, 401);
}
