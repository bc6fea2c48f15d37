//! PINs.

use super::Stage;
use crate::id::{AccountId, GroupId, Id as _, MembershipId, StoreAccessId, UserId};
use crate::list::{NumberedPage, Query};
use crate::membership::pin::StoredPin;
use crate::membership::{Membership, MembershipKind, MembershipState, StoreAccess, StoreRole};
use crate::tenant::{FIELDS, TenantUserRow, UserFilter};
use crate::testing::fixture::{Rows, account, at, default_group, group, membership, parsed, user};
use crate::user::{PasswordHash, User, UserLife};

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

/// Members 1 to 10: two who are given a store, one of them in the default group, and one each whom something keeps out.
fn staff() -> Rows {
    let one = AccountId::new(1);
    let member = |n| membership(n, one, UserId::new(n), [GroupId::new(2)]);
    let blocked = Membership { state: MembershipState::Blocked, ..member(5) };
    let robot = Membership { kind: MembershipKind::Integration, ..member(6) };
    let elsewhere = membership(9, AccountId::new(2), UserId::new(9), [GroupId::new(3)]);
    Rows {
        accounts: vec![account(1), account(2)],
        users: (1..=10)
            .map(|n| User { life: if n == 7 { UserLife::Blocked } else { UserLife::Live }, ..user(n) })
            .collect(),
        groups: vec![default_group(1, one, []), group(2, one), group(3, AccountId::new(2))],
        memberships: vec![
            member(1),
            member(2),
            membership(3, one, UserId::new(3), [GroupId::new(1), GroupId::new(2)]),
            member(4),
            blocked,
            robot,
            member(7),
            member(8),
            elsewhere,
            member(10),
        ],
        ..Rows::default()
    }
}

fn give_store(stage: &Stage, member: u64, store: &str) {
    let access = StoreAccess {
        id: StoreAccessId::new(member),
        membership: MembershipId::new(member),
        store: parsed(store),
        role: StoreRole::Access,
        created_at: at(0),
        modified_at: at(0),
    };
    stage.change(move |tx| Ok(tx.profiles().insert_store(&access)?));
}

/// Active members with a PIN that holds, where their stores admit them (S-R32, S-R43); pages and totals agree.
pub fn who_can_sign_in_at_a_device(stage: &Stage) {
    stage.put(staff());
    for n in (1..=10).filter(|n| *n != 4) {
        let temporary_until = [(8, at(50)), (10, at(100))].into_iter().find(|(own, _)| *own == n);
        let temporary_until = temporary_until.map(|(_, until)| until);
        save(stage, StoredPin { temporary_until, ..plain(MembershipId::new(n)) });
    }
    give_store(stage, 2, "st_01");
    give_store(stage, 3, "st_01");
    let everybody = || -> Query<TenantUserRow> {
        NumberedPage::default().query(&FIELDS, UserFilter::default().read().unwrap()).unwrap()
    };
    let shown = |store: Option<&str>, now, query: Query<TenantUserRow>| {
        let store = store.map(parsed);
        stage.look(move |tx| {
            let page = tx.profiles().page_at_device(AccountId::new(1), store.clone(), &query, at(now))?;
            Ok((page.items.iter().map(|(member, _)| member.id.number()).collect::<Vec<_>>(), page.total))
        })
    };
    assert_eq!(shown(None, 49, everybody()), (vec![1, 2, 3, 8, 10], 5));
    assert_eq!(shown(None, 50, everybody()), (vec![1, 2, 3, 10], 4));
    assert_eq!(shown(Some("st_01"), 100, everybody()), (vec![1, 2, 3], 3));
    assert_eq!(shown(Some("st_02"), 99, everybody()), (vec![1, 3, 10], 3));
    assert_eq!(shown(Some("st_02"), 99, Query { offset: 1, limit: 1, ..everybody() }), (vec![3], 3));
    save(stage, StoredPin { is_void: true, ..plain(MembershipId::new(1)) });
    assert_eq!(shown(None, 100, everybody()), (vec![2, 3], 2));
}
