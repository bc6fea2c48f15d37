//! Health over the store in memory.

use actix_web::App;
use actix_web::test::{TestRequest, call_service, init_service, read_body};

use super::*;
use crate::bootstrap;
use crate::config::BootstrapConfig;
use crate::stage::{Stage, stage};

async fn ask(stage: &Stage, path: &str) -> (u16, String) {
    let identity = Arc::clone(&stage.identity);
    let app = init_service(App::new().configure(|routes| configure(routes, identity))).await;
    let response = call_service(&app, TestRequest::get().uri(path).to_request()).await;
    let status = response.status().as_u16();
    (status, String::from_utf8(read_body(response).await.to_vec()).unwrap())
}

#[actix_web::test]
async fn a_process_lives_before_it_is_ready() {
    let stage = stage().await;
    assert_eq!(ask(&stage, "/health/live").await, (200, r#"{"status":"live"}"#.into()));
    let (status, body) = ask(&stage, "/health/ready").await;
    assert_eq!((status, body.contains("empty")), (503, true), "{body}");
    bootstrap::fill(&stage.identity, &BootstrapConfig::default()).await.unwrap();
    assert_eq!(ask(&stage, "/health/ready").await, (200, r#"{"status":"ready"}"#.into()));
}
