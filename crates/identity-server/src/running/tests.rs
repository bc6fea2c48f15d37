//! The service inside another process. No test here may start a process: a child holds a copy of the lock on the
//! database from its fork to its exec.

use std::path::Path;

use super::*;
use crate::config::MailUrl;

fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    config.http.listen = "127.0.0.1:0".parse().unwrap();
    config.database.url = format!("sqlite://{}", folder.join("data/identity.db").display()).parse().unwrap();
    config.keys.master_file = folder.join("data/master.key");
    config.mail.url = MailUrl::folder(&folder.join("data/mail"));
    config
}

#[tokio::test]
async fn a_stopped_service_leaves_nothing_behind_and_can_be_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(config(folder.path())).await.unwrap();
    let token = first.fresh().unwrap().token.clone();
    first.stop().await;
    for _ in 0..10 {
        // The lock on the database is the witness: it is held for as long as anybody owns the store.
        let service = start(config(folder.path())).await.unwrap();
        assert!(service.fresh().is_none());
        let url = format!("{}/v1/accounts/accounts", service.url());
        let bearer = format!("Bearer {}", token.expose());
        let answer = ureq::get(url).header("Authorization", bearer).call().unwrap();
        assert_eq!(answer.status(), 200);
        service.stop().await;
    }
}

#[tokio::test]
async fn a_start_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut unusable = config(folder.path());
    unusable.bootstrap.token_file = Some(folder.path().into());
    let error = start(unusable).await.err().unwrap();
    assert!(error.to_string().starts_with("bootstrap.token_file: "), "{error}");
    let service = start(config(folder.path())).await.unwrap();
    assert!(service.fresh().is_some());
    service.stop().await;
}
