//! What a write says to forget is forgotten once it is committed, and only then.

use super::Stage;
use crate::auth::Forget;
use crate::error::Error;
use crate::id::{AccountId, TokenId, UserId};
use crate::port::{Reading, Transaction};
use crate::testing::fixture::user;

const TOKEN: TokenId = TokenId::new(1);
const ACCOUNT: AccountId = AccountId::new(2);

fn forget_everything(tx: &mut dyn Transaction) -> Result<(), Error> {
    Ok(tx.forget(Forget::Everything)?)
}

/// A principal verified before the change is as good as absent when the writer hears of it.
pub fn done_before_the_writer_is_answered(stage: &Stage) {
    for _ in 0..20 {
        let epochs = stage.epochs();
        let noted = epochs.note(epochs.generation(), TOKEN, ACCOUNT).unwrap();
        stage.change(forget_everything);
        assert!(!epochs.is_present(noted, TOKEN, ACCOUNT));
    }
}

/// An error, a panic, a poisoned transaction and a read forget nothing.
pub fn not_done_when_nothing_is_committed(stage: &Stage) {
    let before = stage.epochs().generation();
    let failed = stage.write(|tx| {
        forget_everything(tx)?;
        Err::<(), _>(Error::NotFound)
    });
    assert_eq!(failed, Err(Error::NotFound));
    let panicked: Result<(), _> = stage.write(|tx| {
        forget_everything(tx)?;
        panic!("asked for by the contract suite")
    });
    assert!(panicked.is_err());
    let poisoned = stage.write(|tx| {
        forget_everything(tx)?;
        let twin = crate::user::User { email: user(1).email, ..user(2) };
        let inserted = [tx.users().insert(&user(1)), tx.users().insert(&twin)];
        assert!(inserted.iter().any(Result::is_err));
        Ok(())
    });
    assert!(poisoned.is_err());
    let read = stage.read(Reading::Snapshot, |tx| Ok(tx.forget(Forget::Everything)));
    drop(read);
    assert_eq!(stage.epochs().generation(), before);
}

/// A token, an account and a person are forgotten by themselves, all of one write.
pub fn each_kind_reaches_its_own(stage: &Stage) {
    let epochs = stage.epochs();
    for what in [Forget::Token(TOKEN), Forget::Account(ACCOUNT)] {
        let noted = epochs.note(epochs.generation(), TOKEN, ACCOUNT).unwrap();
        let bystander = (TokenId::new(8), AccountId::new(9));
        let other = epochs.note(epochs.generation(), bystander.0, bystander.1).unwrap();
        let before = epochs.generation();
        stage.change(move |tx| {
            tx.forget(Forget::User(UserId::new(3)))?;
            Ok(tx.forget(what)?)
        });
        assert_eq!(epochs.generation(), before + 2, "{what:?}");
        assert!(!epochs.is_present(noted, TOKEN, ACCOUNT), "{what:?}");
        assert!(epochs.is_present(other, bystander.0, bystander.1), "{what:?}");
    }
}
