//! The first start, on the store in memory.

use identity_core::error::StoreError;
use identity_core::module::ACCOUNT_MANAGEMENT;
use identity_core::testing::CommitFault;

use super::*;
use crate::config::SecretText;
use crate::stage::stage;

fn settings() -> BootstrapConfig {
    BootstrapConfig { email: "mara@example.com".parse().unwrap(), ..BootstrapConfig::default() }
}

#[tokio::test]
async fn the_first_start_makes_an_operator_and_the_second_nothing() {
    let stage = stage().await;
    let fresh = fill(&stage.identity, &settings()).await.unwrap().unwrap();
    let verified = stage.identity.authenticate(fresh.token.expose()).await.unwrap();
    assert!(verified.principal.actor.is_operator());
    assert!(verified.principal.actor.modules.contains(&ACCOUNT_MANAGEMENT));
    assert_eq!(verified.principal.actor.token(), Some(fresh.made.token));
    assert!(fill(&stage.identity, &settings()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_password_is_drawn_unless_one_is_set() {
    let drawn = fill(&stage().await.identity, &settings()).await.unwrap().unwrap().password.unwrap();
    assert_eq!(drawn.expose().len(), 29);
    let set: SecretText = "quiet river under stones".parse().unwrap();
    let settings = BootstrapConfig { password: Some(set), ..settings() };
    let stage = stage().await;
    let fresh = fill(&stage.identity, &settings).await.unwrap().unwrap();
    assert!(fresh.password.is_none());
    let user = stage
        .identity
        .store()
        .read(Reading::Point, move |tx| Ok(tx.users().find(fresh.made.administrator)?));
    let hash = user.await.unwrap().unwrap().password;
    let secret = Secret::new("quiet river under stones".into());
    assert!(stage.identity.hasher().verify(secret, hash).await.unwrap());
}

#[tokio::test]
async fn a_weak_password_bootstraps_nothing() {
    let stage = stage().await;
    for weak in ["short", "mara@example.com", "operations administrator 1"] {
        let settings = BootstrapConfig { password: weak.parse().ok(), ..settings() };
        let error = fill(&stage.identity, &settings).await.err().unwrap();
        assert!(error.to_string().starts_with("bootstrap.password: "), "{error}");
        assert!(!error.to_string().contains(weak), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
    assert!(fill(&stage.identity, &settings()).await.unwrap().is_some());
}

#[tokio::test]
async fn the_token_is_kept_before_the_commit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    let settings = BootstrapConfig { token_file: Some(path.clone()), ..settings() };
    let stage = stage().await;
    let full = StoreError::Unavailable("disk full".into());
    stage.memory.fail_next_commit(CommitFault::Refused(full));
    assert!(fill(&stage.identity, &settings).await.is_err());
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept.starts_with("idt:TKN-") && kept.ends_with('\n'), "the file was written after the commit");
    assert!(stage.identity.authenticate(kept.trim()).await.is_err());

    let fresh = fill(&stage.identity, &settings).await.unwrap().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{}\n", fresh.token.expose()));
}

#[tokio::test]
async fn without_a_place_for_the_token_nothing_is_bootstrapped() {
    let folder = tempfile::tempdir().unwrap();
    let settings = BootstrapConfig { token_file: Some(folder.path().into()), ..settings() };
    let stage = stage().await;
    let error = fill(&stage.identity, &settings).await.err().unwrap();
    assert!(error.to_string().starts_with("bootstrap.token_file: "), "{error}");
    assert!(fill(&stage.identity, &self::settings()).await.unwrap().is_some());
}
