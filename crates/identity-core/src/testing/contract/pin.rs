//! PINs.

use super::Stage;
use crate::id::{AccountId, GroupId, MembershipId, UserId};
use crate::membership::pin::StoredPin;
use crate::testing::fixture::{Rows, account, at, group, membership, user};
use crate::user::PasswordHash;

const MEMBER: MembershipId = MembershipId::new(1);
const OTHER: MembershipId = MembershipId::new(2);

fn members(stage: &Stage) {
    let member = |n| membership(n, AccountId::new(1), UserId::new(n), [GroupId::new(1)]);
    stage.put(Rows {
        accounts: vec![account(1)],
        users: vec![user(1), user(2)],
        groups: vec![group(1, AccountId::new(1))],
        memberships: vec![member(1), member(2)],
        ..Rows::default()
    });
}

fn plain(membership: MembershipId) -> StoredPin {
    StoredPin {
        membership,
        hash: PasswordHash("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA".into()),
        temporary_until: None,
        is_own_by_web: true,
        is_void: false,
        set_at: at(1),
    }
}

fn save(stage: &Stage, pin: StoredPin) {
    stage.change(move |tx| Ok(tx.pins().save(&pin)?));
}

fn find(stage: &Stage, membership: MembershipId) -> Option<StoredPin> {
    stage.look(move |tx| Ok(tx.pins().find(membership)?))
}

/// Whatever is stored is found again; the PIN that was stored last counts, for its member alone.
pub fn the_last_pin_counts(stage: &Stage) {
    members(stage);
    assert_eq!(find(stage, MEMBER), None);
    let temporary = StoredPin {
        temporary_until: Some(at(700)),
        is_own_by_web: false,
        is_void: true,
        set_at: at(9),
        hash: PasswordHash("another".into()),
        ..plain(MEMBER)
    };
    save(stage, plain(OTHER));
    for pin in [plain(MEMBER), temporary, plain(MEMBER)] {
        save(stage, pin.clone());
        assert_eq!((find(stage, MEMBER), find(stage, OTHER)), (Some(pin), Some(plain(OTHER))));
    }
}

/// Removing takes one PIN away, and none where there is none.
pub fn a_removed_pin_is_gone(stage: &Stage) {
    members(stage);
    save(stage, plain(MEMBER));
    save(stage, plain(OTHER));
    for _ in 0..2 {
        stage.change(|tx| Ok(tx.pins().remove(MEMBER)?));
        assert_eq!((find(stage, MEMBER), find(stage, OTHER)), (None, Some(plain(OTHER))));
    }
}
