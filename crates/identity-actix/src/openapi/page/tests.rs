//! The page works without anything from outside.

use actix_web::body::MessageBody as _;
use actix_web::dev::ServiceResponse;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, http::Method};

use super::*;

async fn send(method: Method, path: &str) -> ServiceResponse {
    let app = init_service(App::new().configure(configure_documents)).await;
    call_service(&app, TestRequest::default().method(method).uri(path).to_request()).await
}

#[actix_web::test]
async fn the_document_needs_no_credential() {
    let answer = send(Method::GET, "/openapi.json").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers().get(CONTENT_TYPE).unwrap(), "application/json");
    let body = answer.into_body().try_into_bytes().unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).unwrap(), document());
}

#[actix_web::test]
async fn everything_the_page_names_is_served_from_here_under_its_policy() {
    let named: Vec<&str> = INDEX
        .split('"')
        .filter(|text| text.contains('.') && !text.contains(' ') && !text.contains('='))
        .collect();
    assert_eq!(named.len(), 5, "{named:?}");
    for path in named.iter().copied().chain(["docs"]) {
        let answer = send(Method::GET, &format!("/{path}")).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers().get(CONTENT_SECURITY_POLICY).unwrap(), POLICY);
        assert_eq!(answer.headers().get(X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff");
        assert!(answer.into_body().try_into_bytes().unwrap().len() > 50, "{path}");
    }
    assert!(!INDEX.contains("//") && !INDEX.contains("<script>") && !INDEX.contains("style="));
}

#[actix_web::test]
async fn nothing_else_is_served() {
    for path in
        ["/docs/", "/docs/index.html", "/docs/swagger-initializer.js", "/docs/../openapi.json", "/docs/x"]
    {
        assert_eq!(send(Method::GET, path).await.status(), 404, "{path}");
    }
    assert_eq!(send(Method::POST, "/openapi.json").await.status(), 404);
}
