//! The service inside another process.

use identity_server::{Config, start};

use crate::house::House;

fn config(house: &House) -> Config {
    let mut config = Config::default();
    config.http.listen = "127.0.0.1:0".parse().unwrap();
    config.database.url = format!("sqlite://{}", house.path("data/identity.db").display()).parse().unwrap();
    config.keys.master_file = house.path("data/master.key");
    config.mail.url = format!("file://{}", house.path("data/mail").display()).parse().unwrap();
    config
}

#[tokio::test]
async fn a_stopped_service_leaves_nothing_behind_and_can_be_started_again() {
    let house = House::new();
    let first = start(config(&house)).await.unwrap();
    let token = first.fresh().unwrap().token.clone();
    first.stop().await;
    for _ in 0..10 {
        // The lock on the database is the witness: it is held for as long as anybody owns the store.
        let service = start(config(&house)).await.unwrap();
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
    let house = House::new();
    let mut unusable = config(&house);
    unusable.bootstrap.token_file = Some(house.folder.path().into());
    let error = start(unusable).await.err().unwrap();
    assert!(error.to_string().starts_with("bootstrap.token_file: "), "{error}");
    let service = start(config(&house)).await.unwrap();
    assert!(service.fresh().is_some());
    service.stop().await;
}
