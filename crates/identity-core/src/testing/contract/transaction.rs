//! Transactions: whole or not at all, serializable, and never lost in silence.

use std::future::poll_fn;
use std::sync::Barrier;
use std::sync::mpsc::channel;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::Stage;
use crate::account::Account;
use crate::auth::Forget;
use crate::error::{Error, StoreError};
use crate::id::{AccountId, GroupId, MembershipId, TokenId, UserId};
use crate::list::Query;
use crate::membership::{Membership, MembershipState};
use crate::outbox::Notice;
use crate::port::{Reading, Transaction};
use crate::testing::fixture::{
    NOW, Rows, account, buyer, default_group, device, membership, module, record, token, user,
};
use crate::user::User;

const READINGS: [Reading; 3] = [Reading::Point, Reading::Snapshot, Reading::Scan];
/// How long something may take that has nothing left to wait for.
const PATIENCE: Duration = Duration::from_secs(10);
const ACCOUNT: AccountId = AccountId::new(1);
const USER: UserId = UserId::new(1);
const GROUP: GroupId = GroupId::new(1);

/// One row of every kind.
fn one_of_each() -> Rows {
    Rows {
        modules: vec![module(1)],
        accounts: vec![account(1)],
        users: vec![user(1)],
        groups: vec![default_group(1, ACCOUNT, [module(1).id])],
        memberships: vec![membership(1, ACCOUNT, USER, [GROUP])],
        tokens: vec![token(1, ACCOUNT)],
        buyers: vec![buyer(1, Some(ACCOUNT))],
        devices: vec![device(1, ACCOUNT)],
        records: vec![record(1, ACCOUNT)],
    }
}

/// How many rows of each kind there are: nine kinds of [`Rows`], then waiting mail.
fn counts(tx: &mut dyn Transaction) -> Result<[u64; 10], Error> {
    use crate::{account, api_token, audit, buyer, group, membership, module, user};
    let everyone = user::UserScope::All;
    Ok([
        tx.modules().page(module::ModuleScope::All, &Query::everything(&module::FIELDS))?.total,
        tx.accounts().page(account::AccountScope::All, &Query::everything(&account::FIELDS))?.total,
        tx.users().page(everyone, &Query::everything(&user::FIELDS), NOW)?.total,
        tx.groups().page(group::GroupScope::All, &Query::everything(&group::FIELDS))?.total,
        tx.memberships()
            .page(
                membership::MembershipScope::All,
                None,
                &Query::everything(&membership::FIELDS_BY_MEMBERSHIP),
                NOW,
            )?
            .total,
        tx.api_tokens().page(api_token::TokenScope::All, &Query::everything(&api_token::FIELDS), NOW)?.total,
        tx.buyers().page(buyer::BuyerScope::All, &Query::everything(&buyer::FIELDS))?.total,
        tx.audit().page(&audit::AuditScope::All, &Query::everything(&audit::FIELDS))?.total,
        tx.devices().count(ACCOUNT)?,
        u64::try_from(tx.outbox().due(NOW, 100)?.len()).unwrap(),
    ])
}

fn fill(tx: &mut dyn Transaction) -> Result<(), Error> {
    one_of_each().insert(tx)?;
    tx.outbox().push(&Notice::PasswordChanged { user: USER }, NOW)?;
    Ok(())
}

fn find(tx: &mut dyn Transaction, id: AccountId) -> Result<Account, Error> {
    tx.accounts().find(id)?.ok_or(Error::NotFound)
}

/// Reads, then writes what depends on it.
fn raise_revision(tx: &mut dyn Transaction, id: AccountId) -> Result<u32, Error> {
    let mut account = find(tx, id)?;
    account.revision += 1;
    // Lets the other one in, if anything lets it.
    std::thread::yield_now();
    tx.accounts().update(&account)?;
    Ok(account.revision)
}

/// The suite starts from nothing.
pub fn a_fresh_store_is_empty(stage: &Stage) {
    assert_eq!(stage.look(counts), [0; 10]);
    assert_eq!(stage.look(|tx| Ok(tx.accounts().operations()?)), None);
}

/// A closure that returns an error leaves nothing of any kind behind, and its error is the answer.
pub fn an_error_rolls_everything_back(stage: &Stage) {
    let answer = stage.write(|tx| {
        fill(tx)?;
        assert_eq!(counts(tx)?, [1; 10]);
        Err::<(), _>(Error::Rule("asked for"))
    });
    assert_eq!(answer, Err(Error::Rule("asked for")));
    assert_eq!(stage.look(counts), [0; 10]);
}

/// A panic is the panicking closure's own.
pub fn a_panic_rolls_back_and_the_store_lives_on(stage: &Stage) {
    for _ in 0..3 {
        let answer: Result<(), Error> = stage.write(|tx| {
            fill(tx)?;
            panic!("asked for by the contract suite")
        });
        assert!(matches!(answer, Err(Error::Internal(_))), "{answer:?}");
    }
    let read: Result<(), Error> = stage.read(Reading::Scan, |_| panic!("asked for by the contract suite"));
    assert!(matches!(read, Err(Error::Internal(_))), "{read:?}");
    assert_eq!(stage.look(counts), [0; 10]);
    stage.change(fill);
    assert_eq!(stage.look(counts), [1; 10]);
}

/// Inserts a second person with the first one's e-mail.
fn clash(tx: &mut dyn Transaction) -> Result<bool, StoreError> {
    let twin = User { email: user(1).email, ..user(2) };
    tx.users().insert(&twin)
}

/// A database may answer COMMIT with success after it rolled back; a store must not.
pub fn a_swallowed_failure_is_never_committed(stage: &Stage) {
    stage.change(|tx| Ok(tx.users().insert(&user(1))?));
    let answer = stage.write(|tx| {
        tx.accounts().insert(&account(1))?;
        assert!(clash(tx).is_err());
        Ok(())
    });
    assert_eq!(answer, Err(Error::Store(StoreError::Poisoned)));
    assert_eq!(stage.look(|tx| Ok(tx.accounts().find(ACCOUNT)?)), None);
    assert_eq!(stage.look(|tx| Ok(tx.users().find(UserId::new(2))?)), None);
}

type Attempt = fn(&mut dyn Transaction) -> Result<(), StoreError>;

/// Looking is refused as well: what it would show will never be.
pub fn after_a_failure_every_statement_is_refused(stage: &Stage) {
    stage.change(|tx| Ok(tx.users().insert(&user(1))?));
    let attempts: [Attempt; 4] = [
        |tx| tx.accounts().find(ACCOUNT).map(drop),
        |tx| tx.accounts().insert(&account(1)).map(drop),
        |tx| tx.outbox().due(NOW, 1).map(drop),
        |tx| tx.forget(Forget::Everything),
    ];
    for (place, attempt) in attempts.into_iter().enumerate() {
        let answer = stage.write(move |tx| {
            assert!(clash(tx).is_err());
            Ok(attempt(tx)?)
        });
        assert_eq!(answer, Err(Error::Store(StoreError::Poisoned)), "{place}");
    }
}

/// A statement that changes fails inside every kind of read.
pub fn a_read_changes_nothing(stage: &Stage) {
    for reading in READINGS {
        let answer = stage.read(reading, |tx| Ok(tx.accounts().insert(&account(1))?));
        assert!(matches!(answer, Err(Error::Store(_))), "{reading:?}: {answer:?}");
        assert_eq!(stage.look(counts), [0; 10], "{reading:?}");
    }
}

/// The kinds of reading differ in where they run, not in what they find.
pub fn every_reading_finds_what_was_committed(stage: &Stage) {
    stage.change(|tx| Ok(tx.accounts().insert(&account(1))?));
    for round in 2..10 {
        assert_eq!(stage.change(|tx| raise_revision(tx, ACCOUNT)), round);
        for reading in READINGS {
            let found = stage.read(reading, |tx| find(tx, ACCOUNT)).unwrap();
            assert_eq!(found.revision, round, "{reading:?}");
        }
    }
}

/// Statements of one write build on each other.
pub fn a_write_sees_its_own_changes(stage: &Stage) {
    let found = stage.change(|tx| {
        tx.accounts().insert(&account(1))?;
        raise_revision(tx, ACCOUNT)?;
        find(tx, ACCOUNT)
    });
    assert_eq!(found.revision, 2);
}

/// A writer stops halfway; until it is done, others see the state before.
pub fn nobody_sees_what_is_not_committed(stage: &Stage) {
    let (halfway, wait_halfway) = channel();
    let (release, wait_release) = channel();
    std::thread::scope(|threads| {
        let writer = threads.spawn(move || {
            stage.write(move |tx| {
                fill(tx)?;
                halfway.send(()).unwrap();
                wait_release.recv().unwrap();
                Ok(())
            })
        });
        wait_halfway.recv().unwrap();
        for reading in READINGS {
            let found = stage.read(reading, |tx| Ok(tx.accounts().find(ACCOUNT)?));
            assert_eq!(found, Ok(None), "{reading:?}");
        }
        assert_eq!(stage.look(counts), [0; 10]);
        release.send(()).unwrap();
        writer.join().unwrap().unwrap();
    });
    assert_eq!(stage.look(counts), [1; 10]);
}

/// Starts the same work on two threads at once.
fn twice<T: Send>(work: impl Fn(u64) -> T + Sync) -> [T; 2] {
    let barrier = Barrier::new(2);
    let start = |n| {
        barrier.wait();
        work(n)
    };
    std::thread::scope(|threads| {
        let other = threads.spawn(|| start(2));
        let own = start(1);
        [own, other.join().unwrap()]
    })
}

/// No update is lost, and none is refused only because another runs.
pub fn concurrent_changes_all_take_effect(stage: &Stage) {
    const ROUNDS: u32 = 20;
    stage.change(|tx| Ok(tx.accounts().insert(&account(1))?));
    twice(|_| {
        for _ in 0..ROUNDS {
            stage.change(|tx| raise_revision(tx, ACCOUNT));
        }
    });
    assert_eq!(stage.look(|tx| find(tx, ACCOUNT)).revision, 1 + 2 * ROUNDS);
}

/// R21 as a use case would keep it: it looks at all administrators and ends one of them.
fn end_unless_last(tx: &mut dyn Transaction, id: MembershipId) -> Result<(), Error> {
    if tx.memberships().count_administrators(GROUP, 2)? < 2 {
        return Err(Error::LastAdministrator);
    }
    let ended =
        Membership { state: MembershipState::Deleted, ..tx.memberships().find(id)?.ok_or(Error::NotFound)? };
    Ok(tx.memberships().update(&ended)?)
}

/// Two administrators who end each other: exactly one of them stays.
pub fn write_skew_is_impossible(stage: &Stage) {
    stage.put(Rows { memberships: Vec::new(), users: vec![user(1), user(2)], ..one_of_each() });
    for round in 0..20 {
        let ids = [1, 2].map(|n| MembershipId::new(round * 2 + n));
        let both = [1, 2].map(|n| membership(round * 2 + n, ACCOUNT, UserId::new(n), [GROUP]));
        stage.put(Rows { memberships: both.to_vec(), ..Rows::default() });
        let answers = twice(|n| stage.write(move |tx| end_unless_last(tx, MembershipId::new(round * 2 + n))));
        let left = stage.look(|tx| Ok(tx.memberships().count_administrators(GROUP, 9)?));
        assert_eq!(left, 1, "{answers:?}");
        assert!(answers.contains(&Ok(())), "{answers:?}");
        assert!(answers.contains(&Err(Error::LastAdministrator)), "{answers:?}");
        stage.change(move |tx| {
            for id in ids {
                let found = tx.memberships().find(id)?.ok_or(Error::NotFound)?;
                tx.memberships().update(&Membership { state: MembershipState::Deleted, ..found })?;
            }
            Ok(())
        });
    }
}

/// Between two statements of a read somebody commits; the second statement does not see it.
pub fn a_read_sees_one_state(stage: &Stage) {
    stage.put(Rows { accounts: vec![account(1), account(2)], ..Rows::default() });
    for reading in [Reading::Snapshot, Reading::Scan] {
        let (go, wait_go) = channel();
        let (done, wait_done) = channel();
        let [first, second] = std::thread::scope(|threads| {
            threads.spawn(move || {
                wait_go.recv().unwrap();
                stage.change(|tx| {
                    raise_revision(tx, AccountId::new(1))?;
                    raise_revision(tx, AccountId::new(2))
                });
                done.send(()).unwrap();
            });
            stage.read(reading, move |tx| {
                let first = find(tx, AccountId::new(1))?.revision;
                go.send(()).unwrap();
                wait_done.recv().unwrap();
                Ok([first, find(tx, AccountId::new(2))?.revision])
            })
        })
        .unwrap();
        assert_eq!(first, second, "{reading:?}");
        assert_eq!(stage.look(|tx| find(tx, AccountId::new(2))).revision, first + 1);
    }
}

/// A client that hangs up drops its future; what was handed over happens whole, with its forgetting, or never.
pub fn a_dropped_write_is_whole_or_nothing(stage: &Stage) {
    stage.put(one_of_each());
    for n in 2..22 {
        let before = stage.epochs().generation();
        let (alive, finished) = channel::<()>();
        stage.drive(async {
            let mut write = Box::pin(stage.store().write(move |tx| {
                let _keep = &alive;
                raise_revision(tx, ACCOUNT)?;
                tx.api_tokens().insert(&token(n, ACCOUNT))?;
                Ok(tx.forget(Forget::Account(ACCOUNT))?)
            }));
            poll_fn(|context| {
                drop(write.as_mut().poll(context));
                Poll::Ready(())
            })
            .await;
        });
        // The closure is gone, so it ran or never will; a write of the same row then waits for its commit.
        assert!(finished.recv().is_err());
        let revision = stage.change(|tx| raise_revision(tx, ACCOUNT));
        let token = stage.look(move |tx| Ok(tx.api_tokens().find(TokenId::new(n))?));
        let expected = stage.look(|tx| find(tx, ACCOUNT)).revision;
        assert_eq!(revision, expected);
        check_dropped(stage, token.is_some(), before);
    }
    let tokens = stage.look(counts)[5];
    let revision = u64::from(stage.look(|tx| find(tx, ACCOUNT)).revision);
    assert_eq!(revision, 1 + 20 + (tokens - 1), "a half-done write was committed");
}

/// The forgetting follows the commit on a thread of the store's, so it may come a moment later.
fn check_dropped(stage: &Stage, is_committed: bool, before: u64) {
    if is_committed {
        let end = Instant::now() + PATIENCE;
        while stage.epochs().generation() == before {
            assert!(Instant::now() < end, "what a committed write said to forget was not forgotten");
            std::thread::yield_now();
        }
    } else {
        assert_eq!(stage.epochs().generation(), before);
    }
}
