//! Sessions.

use super::Stage;
use crate::id::{AccountId, DeviceId, GroupId, Id as _, MembershipId, SessionId, UserId};
use crate::session::{Level, Session, SessionSet};
use crate::testing::fixture::{Rows, account, at, digest, group, membership, user};

/// A person with two memberships, one of them in an account below the other's, and another person.
fn people() -> Rows {
    let below = crate::account::Account { parent: Some(AccountId::new(1)), ..account(2) };
    let member = |n, own, user| membership(n, AccountId::new(own), UserId::new(user), [GroupId::new(own)]);
    Rows {
        accounts: vec![account(1), below, account(3)],
        users: vec![user(1), user(2)],
        groups: (1..=3).map(|n| group(n, AccountId::new(n))).collect(),
        memberships: vec![member(1, 1, 1), member(2, 2, 1), member(3, 1, 2), member(4, 3, 1)],
        ..Rows::default()
    }
}

fn session(n: u64, user: u64, level: Level) -> Session {
    Session {
        id: SessionId::new(n),
        user: UserId::new(user),
        level,
        refresh: None,
        cookie: None,
        created_at: at(1_000 + i64::try_from(n).unwrap()),
        last_used_at: at(2_000),
        expires_at: at(10_000),
        ip: None,
        user_agent: None,
    }
}

fn web(parent: u64, account: u64, membership: u64) -> Level {
    Level::Web {
        parent: SessionId::new(parent),
        account: AccountId::new(account),
        membership: MembershipId::new(membership),
    }
}

fn till(device: u64, account: u64, membership: u64) -> Level {
    Level::Device {
        device: DeviceId::new(device),
        account: AccountId::new(account),
        membership: MembershipId::new(membership),
    }
}

/// Two persons: the first with a session at person level, two web sessions in it and two at tills; the second with
/// one of each.
fn everybody() -> Vec<Session> {
    vec![
        Session { refresh: Some(digest(1)), cookie: Some(digest(9)), ..session(1, 1, Level::Person) },
        session(2, 1, web(1, 1, 1)),
        session(3, 1, web(1, 2, 2)),
        Session { refresh: Some(digest(4)), ..session(4, 1, till(1, 1, 1)) },
        session(5, 1, till(2, 1, 1)),
        session(6, 2, Level::Person),
        session(7, 2, web(6, 1, 3)),
        session(8, 2, till(1, 1, 3)),
        session(9, 1, Level::Person),
        session(10, 1, web(9, 3, 4)),
    ]
}

fn insert(stage: &Stage, sessions: Vec<Session>) {
    stage.change(move |tx| {
        for session in &sessions {
            assert!(tx.sessions().insert(session)?);
        }
        Ok(())
    });
}

fn sign_everybody_in(stage: &Stage) {
    stage.put(people());
    insert(stage, everybody());
}

fn find(stage: &Stage, n: u64) -> Option<Session> {
    stage.look(move |tx| Ok(tx.sessions().find(SessionId::new(n))?))
}

fn left(stage: &Stage) -> Vec<u64> {
    (1..=10).filter(|n| find(stage, *n).is_some()).collect()
}

/// Whatever is stored is found again.
pub fn every_field_survives(stage: &Stage) {
    stage.put(people());
    let full = Session {
        refresh: Some(digest(7)),
        cookie: Some(digest(8)),
        ip: Some("2001:db8::1".into()),
        user_agent: Some("Ünicode/1.0".into()),
        ..session(1, 1, Level::Person)
    };
    for session in [full, session(2, 1, web(1, 2, 2)), session(3, 2, till(5, 1, 3))] {
        let stored = session.clone();
        stage.change(move |tx| {
            assert!(tx.sessions().insert(&stored)?);
            assert!(!tx.sessions().insert(&stored)?, "a taken identifier stores nothing");
            Ok(())
        });
        let id = session.id;
        assert_eq!(stage.look(move |tx| Ok(tx.sessions().find(id)?)), Some(session));
    }
    let by = |cookie| stage.look(move |tx| Ok(tx.sessions().find_by_cookie(&digest(cookie))?));
    assert_eq!(by(8).map(|found| found.id), Some(SessionId::new(1)));
    assert_eq!(by(7), None);
    let web = |parent, by| {
        stage.look(move |tx| {
            Ok(tx.sessions().find_web(SessionId::new(parent), MembershipId::new(by))?.map(|found| found.id))
        })
    };
    assert_eq!(web(1, 2), Some(SessionId::new(2)));
    assert_eq!((web(1, 1), web(2, 2)), (None, None));
}

/// A refresh token works once and is remembered after that.
pub fn a_refresh_token_is_replaced_once(stage: &Stage) {
    sign_everybody_in(stage);
    let rotate = |id, used, new| {
        stage.change(move |tx| Ok(tx.sessions().rotate(SessionId::new(id), &digest(used), &digest(new))?))
    };
    let by = |refresh| {
        stage.look(move |tx| Ok(tx.sessions().find_by_refresh(&digest(refresh))?.map(|found| found.refresh)))
    };
    assert!(rotate(1, 1, 2));
    assert!(!rotate(1, 1, 3), "it was used");
    assert!(!rotate(4, 2, 3), "it belongs to another session");
    assert!(rotate(1, 2, 3));
    assert_eq!((by(1), by(2), by(3)), (Some(Some(digest(3))), Some(Some(digest(3))), Some(Some(digest(3)))));
    assert_eq!(by(77), None);
    stage.change(|tx| Ok(tx.sessions().end(SessionSet::One(SessionId::new(1)))?));
    assert_eq!((by(1), by(3), by(4)), (None, None, Some(Some(digest(4)))));
}

/// A use moves the end of a session and of those that live in it.
pub fn a_use_reaches_what_lives_in_it(stage: &Stage) {
    sign_everybody_in(stage);
    let used = Session { last_used_at: at(5_000), expires_at: at(20_000), ..session(1, 1, Level::Person) };
    stage.change(move |tx| Ok(tx.sessions().note_use(&used)?));
    let end = |n| find(stage, n).map(|session| session.expires_at);
    assert_eq!((end(1), end(2), end(3)), (Some(at(20_000)), Some(at(20_000)), Some(at(20_000))));
    assert_eq!((end(4), end(10)), (Some(at(10_000)), Some(at(10_000))));
    assert_eq!(find(stage, 2).unwrap().last_used_at, at(2_000));
    let nobody = session(77, 1, Level::Person);
    assert!(stage.write(move |tx| Ok(tx.sessions().note_use(&nobody)?)).is_err());
}

/// Each set ends what it says, with what lives in it, and nothing else.
pub fn sets_end_what_they_say(stage: &Stage) {
    let (user, membership) = (UserId::new(1), MembershipId::new(1));
    let except = Some(SessionId::new(1));
    let cases: [(SessionSet, &[u64]); 9] = [
        (SessionSet::One(SessionId::new(1)), &[1, 2, 3]),
        (SessionSet::One(SessionId::new(2)), &[2]),
        (SessionSet::OfUser { user, except: None }, &[1, 2, 3, 4, 5, 9, 10]),
        (SessionSet::OfUser { user, except }, &[4, 5, 9, 10]),
        (SessionSet::OfMembership(membership), &[2, 4, 5]),
        (SessionSet::WebOfMembership(membership), &[2]),
        (SessionSet::DevicesOfMembership { membership, except: Some(SessionId::new(4)) }, &[5]),
        (SessionSet::OnDevice(DeviceId::new(1)), &[4, 8]),
        (SessionSet::Below(AccountId::new(1)), &[2, 3, 4, 5, 7, 8]),
    ];
    sign_everybody_in(stage);
    for (set, expected) in cases {
        let ended = stage.change(move |tx| Ok(tx.sessions().end(set)?));
        let mut ended: Vec<u64> = ended.into_iter().map(SessionId::number).collect();
        ended.sort_unstable();
        assert_eq!(ended, expected, "{set:?}");
        let stay: Vec<u64> = (1..=10).filter(|n| !expected.contains(n)).collect();
        assert_eq!(left(stage), stay, "{set:?}");
        // The next case begins with everybody again.
        insert(
            stage,
            everybody().into_iter().filter(|session| ended.contains(&session.id.number())).collect(),
        );
    }
}

/// Sessions of a person are listed while they live, oldest first, and removed when they are over.
pub fn what_is_over_is_removed(stage: &Stage) {
    sign_everybody_in(stage);
    let late = Session { expires_at: at(10_001), ..session(11, 2, Level::Person) };
    stage.change(move |tx| Ok(tx.sessions().insert(&late)?));
    let own = |now| {
        stage.look(move |tx| {
            let sessions = tx.sessions().of_user(UserId::new(2), at(now))?;
            Ok(sessions.into_iter().map(|session| session.id.number()).collect::<Vec<_>>())
        })
    };
    assert_eq!(own(9_999), [6, 7, 8, 11]);
    assert_eq!(own(10_000), [11]);
    let remove = |now, limit| stage.change(move |tx| Ok(tx.sessions().remove_expired(at(now), limit)?));
    assert_eq!(remove(9_999, 100), 0);
    assert_eq!(remove(10_000, 2), 2);
    assert!(remove(10_000, 100) > 0);
    assert_eq!(left(stage), Vec::<u64>::new());
    assert_eq!(own(10_000), [11]);
}
