use std::future::Future as _;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Waker};

use super::*;
use crate::OsEntropy;

// Tags computed with OpenSSL's argon2id, salt `sixteen-byte-slt`.
const AT_THE_FLOOR: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbi1ieXRlLXNsdA$grZktfz/LO1WXgoFKA6ArQwEgZy2bEN+kD3OIm/5Ars";
const LARGER: &str =
    "$argon2id$v=19$m=20480,t=1,p=2$c2l4dGVlbi1ieXRlLXNsdA$QTviR0Vn/M1QvMOK2yyF6ZhBbn31diTZ59DI6U9F3CY";
const SMALLER: &str =
    "$argon2id$v=19$m=64,t=1,p=1$c2l4dGVlbi1ieXRlLXNsdA$PvRqOXXGPIf9Hp2urK/ZFREsTw8sWk/vMFE53S72lkY";

fn hasher(threads: usize, waiting: usize) -> ArgonHasher {
    ArgonHasher::start(
        HashingParameters::default(),
        HashingLimits { threads, waiting },
        Arc::new(OsEntropy::new().unwrap()),
    )
    .unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

async fn verify(hasher: &ArgonHasher, stored: &str) -> Result<bool, HashError> {
    let stored = Some(PasswordHash(stored.into()));
    hasher.verify(secret("correct horse battery"), stored).await
}

/// Keeps a thread busy until it is told to end, or its teller is dropped.
fn occupy(hasher: &ArgonHasher) -> Sender<()> {
    let (says, said): (Sender<()>, Receiver<()>) = channel();
    let (tell, told) = channel();
    hasher
        .pool
        .submit(Box::new(move |_| {
            says.send(()).unwrap();
            let _ = told.recv();
        }))
        .unwrap();
    said.recv().unwrap();
    tell
}

#[tokio::test]
async fn what_was_hashed_verifies_and_nothing_else_does() {
    let hasher = hasher(1, 1);
    let hash = hasher.hash(secret("correct horse battery")).await.unwrap();
    assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
    assert_eq!(verify(&hasher, &hash.0).await, Ok(true));
    let other = secret("correct horse batterY");
    assert_eq!(hasher.verify(other, Some(hash.clone())).await, Ok(false));
    let again = hasher.hash(secret("correct horse battery")).await.unwrap();
    assert_ne!(again, hash, "the salt was used twice");
}

#[tokio::test]
async fn stored_parameters_rule_and_outsized_memory_does_not_stay() {
    let hasher = hasher(1, 1);
    for stored in [SMALLER, LARGER, AT_THE_FLOOR] {
        assert_eq!(verify(&hasher, stored).await, Ok(true), "{stored}");
    }
    let (says, said) = channel();
    hasher.pool.submit(Box::new(move |memory| says.send(memory.capacity()).unwrap())).unwrap();
    assert_eq!(said.recv(), Ok(19_456));
}

#[tokio::test]
async fn s_r4_a_hash_is_outdated_when_parameters_rose() {
    let hasher = hasher(1, 1);
    let made = hasher.hash(secret("correct horse battery")).await.unwrap();
    let is_outdated = |stored: &str| hasher.is_outdated(&PasswordHash(stored.into()));
    assert!(!hasher.is_outdated(&made) && !is_outdated(AT_THE_FLOOR));
    assert!(!is_outdated(&AT_THE_FLOOR.replace("m=19456,t=2,p=1", "m=65536,t=3,p=2")), "they never fall");
    assert!(is_outdated(SMALLER) && is_outdated(LARGER), "more memory does not make up for fewer passes");
    assert!(is_outdated(&AT_THE_FLOOR.replace("m=19456", "m=19455")));
    assert!(is_outdated("correct horse battery"));
    let raised = HashingParameters { iterations: 3, ..HashingParameters::default() };
    let limits = HashingLimits { threads: 1, waiting: 1 };
    let raised = ArgonHasher::start(raised, limits, Arc::new(OsEntropy::new().unwrap())).unwrap();
    assert!(raised.is_outdated(&made));
}

#[tokio::test]
async fn without_a_hash_the_same_memory_is_filled_and_the_answer_is_no() {
    let hasher = hasher(1, 1);
    let password = secret("correct horse battery");
    assert_eq!(hasher.verify(password, None).await, Ok(false));
    let (says, said) = channel();
    hasher
        .pool
        .submit(Box::new(move |memory| {
            let filled = memory.iter().filter(|block| block.as_ref() != Block::new().as_ref());
            says.send(filled.count()).unwrap();
        }))
        .unwrap();
    assert_eq!(said.recv(), Ok(19_456));
}

#[tokio::test]
async fn a_stored_text_that_cannot_be_judged_is_an_error_and_never_a_yes() {
    let hasher = hasher(1, 1);
    for stored in [
        "",
        "correct horse battery",
        "$argon2id$v=19$m=64,t=1,p=1$c2l4dGVlbi1ieXRlLXNsdA",
        "$argon2i$v=19$m=64,t=1,p=1$c2l4dGVlbi1ieXRlLXNsdA$PvRqOXXGPIf9Hp2urK/ZFREsTw8sWk/vMFE53S72lkY",
        "$argon2id$v=16$m=64,t=1,p=1$c2l4dGVlbi1ieXRlLXNsdA$PvRqOXXGPIf9Hp2urK/ZFREsTw8sWk/vMFE53S72lkY",
        "$argon2id$v=19$m=4294967295,t=1,p=1$c2l4dGVlbi1ieXRlLXNsdA$PvRqOXXGPIf9Hp2urK/ZFREsTw8sWk/vMFE53S72lkY",
        "$argon2id$v=19$m=64,t=4294967295,p=1$c2l4dGVlbi1ieXRlLXNsdA$PvRqOXXGPIf9Hp2urK/ZFREsTw8sWk/vMFE53S72lkY",
    ] {
        let answer = verify(&hasher, stored).await;
        assert!(matches!(answer, Err(HashError::Failed(_))), "{stored}: {answer:?}");
    }
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_back() {
    let hasher = hasher(1, 0);
    let release = occupy(&hasher);
    let answer = verify(&hasher, SMALLER).await;
    assert!(matches!(answer, Err(HashError::Busy { retry_after_ms: 100.. })), "{answer:?}");
    drop(release);
}

#[tokio::test]
async fn a_caller_that_goes_away_hurts_nobody_and_its_work_is_not_done() {
    let hasher = hasher(1, 2);
    let release = occupy(&hasher);
    let mut context = Context::from_waker(Waker::noop());
    let (begins, begun) = channel();
    let mut abandoned = Box::pin(hasher.run(move |_, _| {
        begins.send(()).unwrap();
        Ok(())
    }));
    assert!(abandoned.as_mut().poll(&mut context).is_pending());
    drop(abandoned);
    let mut patient = Box::pin(verify(&hasher, SMALLER));
    assert!(patient.as_mut().poll(&mut context).is_pending());
    release.send(()).unwrap();
    assert_eq!(patient.await, Ok(true));
    assert!(begun.recv().is_err(), "the abandoned work was done");
}

#[tokio::test]
async fn a_panic_is_a_failure_of_that_request_alone() {
    let hasher = hasher(1, 1);
    let answer = hasher.run(|_, _| -> Result<(), HashError> { panic!("expected by this test") }).await;
    assert!(matches!(answer, Err(HashError::Failed(_))), "{answer:?}");
    assert_eq!(verify(&hasher, SMALLER).await, Ok(true));
}

#[tokio::test]
async fn what_waits_when_the_hasher_is_dropped_fails() {
    let hasher = hasher(1, 1);
    let release = occupy(&hasher);
    let (answer, answered) = oneshot::channel::<()>();
    hasher.pool.submit(Box::new(move |_| answer.send(()).unwrap())).unwrap();
    let dropping = std::thread::spawn(move || drop(hasher));
    assert!(answered.await.is_err());
    drop(release);
    dropping.join().unwrap();
}

#[test]
fn weak_parameters_and_an_empty_pool_are_refused() {
    let start = |parameters, threads| {
        let limits = HashingLimits { threads, waiting: 1 };
        ArgonHasher::start(parameters, limits, Arc::new(OsEntropy::new().unwrap())).err()
    };
    let weak = HashingParameters { iterations: 1, ..HashingParameters::default() };
    assert!(matches!(start(weak, 1), Some(HasherError::BelowFloor)));
    let usual = HashingParameters::default();
    assert!(matches!(start(usual, 0), Some(HasherError::NoThread)));
}
