//! What a write says to forget is forgotten once it is committed, and only then.

use super::Stage;
use crate::auth::{CredentialKey, Forget, Grounds};
use crate::error::Error;
use crate::id::{AccountId, DeviceId, SessionId, TokenId, UserId};
use crate::port::{Reading, Transaction};
use crate::testing::fixture::user;

const TOKEN: TokenId = TokenId::new(1);
const ACCOUNT: AccountId = AccountId::new(2);

/// What an API token rests on.
fn token(token: TokenId, account: AccountId) -> Grounds {
    let credential = CredentialKey::Token(token);
    Grounds { credential, account: Some(account), user: None, device: None }
}

fn forget_everything(tx: &mut dyn Transaction) -> Result<(), Error> {
    Ok(tx.forget(Forget::Everything)?)
}

/// A principal verified before the change is as good as absent when the writer hears of it.
pub fn done_before_the_writer_is_answered(stage: &Stage) {
    for _ in 0..20 {
        let epochs = stage.epochs();
        let grounds = token(TOKEN, ACCOUNT);
        let noted = epochs.note(epochs.generation(), &grounds).unwrap();
        stage.change(forget_everything);
        assert!(!epochs.is_present(noted, &grounds));
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

/// Each kind is forgotten by itself, all of one write.
pub fn each_kind_reaches_its_own(stage: &Stage) {
    let epochs = stage.epochs();
    let (session, user, device) = (SessionId::new(4), UserId::new(5), DeviceId::new(6));
    let till = Grounds {
        credential: CredentialKey::Session(session),
        account: Some(ACCOUNT),
        user: Some(user),
        device: Some(device),
    };
    for (what, reached) in [
        (Forget::Token(TOKEN), (true, false)),
        (Forget::Account(ACCOUNT), (true, true)),
        (Forget::Session(session), (false, true)),
        (Forget::User(user), (false, true)),
        (Forget::Device(device), (false, true)),
    ] {
        let all = [token(TOKEN, ACCOUNT), till, token(TokenId::new(8), AccountId::new(9))];
        let noted = all.map(|grounds| epochs.note(epochs.generation(), &grounds).unwrap());
        let before = epochs.generation();
        stage.change(move |tx| {
            tx.forget(Forget::User(UserId::new(3)))?;
            Ok(tx.forget(what)?)
        });
        assert_eq!(epochs.generation(), before + 2, "{what:?}");
        let forgotten: Vec<bool> =
            noted.iter().zip(&all).map(|(noted, grounds)| !epochs.is_present(*noted, grounds)).collect();
        assert_eq!(forgotten, [reached.0, reached.1, false], "{what:?}");
    }
}
