//! Profiles of members.

use super::Stage;
use crate::error::UniqueKey;
use crate::id::{AccountId, MembershipId, StoreAccessId, UserId};
use crate::membership::{Profile, StoreAccess, StoreRole};
use crate::testing::fixture::{Rows, account, at, membership, parsed, user};

/// Three members of the first account, one of the second.
fn ground(stage: &Stage) {
    let member = |n, own| membership(n, AccountId::new(own), UserId::new(n), []);
    stage.put(Rows {
        accounts: vec![account(1), account(2)],
        users: (1..=4).map(user).collect(),
        memberships: vec![member(1, 1), member(2, 1), member(3, 1), member(4, 2)],
        ..Rows::default()
    });
}

fn blank(n: u64, own: u64) -> Profile {
    Profile::blank(&membership(n, AccountId::new(own), UserId::new(n), []))
}

fn filled(n: u64) -> Profile {
    Profile {
        user_code: Some(parsed(&format!("kari-{n}"))),
        external_id: Some(parsed(&format!("E {n} Ü"))),
        display_name: Some(parsed("Kari N")),
        first_name: Some(parsed("Kari")),
        last_name: Some(parsed("Nordmann")),
        email: Some(parsed("kari@example.com")),
        mobile: Some(parsed("+47 900 00 000")),
        language: Some(parsed("nb")),
        default_store: Some(parsed("st_01")),
        ..blank(n, 1)
    }
}

fn save(stage: &Stage, profile: &Profile) {
    let profile = profile.clone();
    stage.change(move |tx| Ok(tx.profiles().save(&profile)?));
}

fn find(stage: &Stage, n: u64) -> Option<Profile> {
    stage.look(move |tx| Ok(tx.profiles().find(MembershipId::new(n))?))
}

fn access(n: u64, member: u64, store: &str) -> StoreAccess {
    StoreAccess {
        id: StoreAccessId::new(n),
        membership: MembershipId::new(member),
        store: parsed(store),
        role: StoreRole::Access,
        created_at: at(1),
        modified_at: at(2),
    }
}

fn enter(stage: &Stage, access: StoreAccess) -> bool {
    stage.change(move |tx| Ok(tx.profiles().insert_store(&access)?))
}

fn stores(stage: &Stage, members: &'static [u64]) -> Vec<StoreAccess> {
    let ids: Vec<_> = members.iter().copied().map(MembershipId::new).collect();
    stage.look(move |tx| Ok(tx.profiles().stores(&ids)?))
}

/// Every member of a profile is set and cleared, and no other member's.
pub fn the_last_profile_counts(stage: &Stage) {
    ground(stage);
    assert_eq!(find(stage, 1), None);
    save(stage, &filled(2));
    for profile in [filled(1), blank(1, 1), Profile { user_code: None, ..filled(1) }, filled(1)] {
        save(stage, &profile);
        assert_eq!(find(stage, 1), Some(profile));
        assert_eq!(find(stage, 2), Some(filled(2)));
    }
    let many = |ids: &'static [u64]| {
        let ids: Vec<_> = ids.iter().copied().map(MembershipId::new).collect();
        let mut found = stage.look(move |tx| Ok(tx.profiles().find_many(&ids)?));
        found.sort_by_key(|profile| profile.membership);
        found
    };
    assert_eq!(many(&[3, 2, 1]), [filled(1), filled(2)]);
    assert_eq!(many(&[]), []);
}

/// A profile is somebody's.
pub fn a_profile_of_nobody_is_refused(stage: &Stage) {
    ground(stage);
    stage.refuse(|tx| Ok(tx.profiles().save(&blank(99, 1))?));
    stage.refuse(|tx| Ok(tx.profiles().insert_store(&access(1, 99, "a"))?));
}

/// S-R33: codes and external ids are unique within an account, until they are given up.
pub fn codes_and_external_ids_are_unique(stage: &Stage) {
    ground(stage);
    save(stage, &filled(1));
    let code = Profile { user_code: filled(1).user_code, ..blank(2, 1) };
    let external = Profile { external_id: filled(1).external_id, ..blank(2, 1) };
    for (profile, key) in [(&code, UniqueKey::UserCode), (&external, UniqueKey::MemberExternalId)] {
        let elsewhere =
            Profile { membership: MembershipId::new(4), account: AccountId::new(2), ..profile.clone() };
        save(stage, &elsewhere);
        let taken = profile.clone();
        stage.clash(key, move |tx| Ok(tx.profiles().save(&taken)?));
    }
    for n in [2, 3] {
        save(stage, &blank(n, 1));
    }
    let by = |account: u64, code: &'static str, external: &'static str| {
        let account = AccountId::new(account);
        stage.look(move |tx| {
            let by_code = tx.profiles().find_by_code(account, &parsed(code))?;
            Ok((by_code, tx.profiles().find_by_external_id(account, external)?))
        })
    };
    let first = Some(MembershipId::new(1));
    assert_eq!(by(1, "kari-1", "E 1 Ü"), (first, first));
    assert_eq!(by(1, "kari-2", "e 1 ü"), (None, None));
    assert_eq!(by(2, "kari-1", "E 1 Ü"), (None, Some(MembershipId::new(4))));
    stage.change(|tx| Ok(tx.profiles().remove(MembershipId::new(1))?));
    assert_eq!((find(stage, 1), by(1, "kari-1", "E 1 Ü")), (None, (None, None)));
    save(stage, &code);
    assert_eq!(by(1, "kari-1", "E 1 Ü"), (Some(MembershipId::new(2)), None));
}

/// Stores are entered once each, change their role, and go with the profile or alone.
pub fn stores_of_members(stage: &Stage) {
    ground(stage);
    assert!(enter(stage, access(1, 1, "b")));
    assert!(!enter(stage, access(1, 2, "z")), "the identifier is taken");
    assert!(enter(stage, access(2, 1, "a")) && enter(stage, access(3, 2, "a")));
    stage.refuse(|tx| Ok(tx.profiles().insert_store(&access(9, 1, "a"))?));
    assert_eq!(stores(stage, &[2, 1, 3]), [access(2, 1, "a"), access(1, 1, "b"), access(3, 2, "a")]);
    assert_eq!(stores(stage, &[]), []);
    let admin = StoreAccess { role: StoreRole::Admin, modified_at: at(5), ..access(1, 1, "b") };
    let changed = admin.clone();
    stage.change(move |tx| Ok(tx.profiles().update_store(&changed)?));
    assert_eq!(stores(stage, &[1]), [access(2, 1, "a"), admin]);
    stage.refuse(|tx| Ok(tx.profiles().update_store(&access(77, 1, "c"))?));
    stage.change(|tx| Ok(tx.profiles().remove_store(StoreAccessId::new(2))?));
    assert_eq!(stores(stage, &[1, 2]).len(), 2);
    stage.change(|tx| Ok(tx.profiles().remove(MembershipId::new(1))?));
    assert_eq!(stores(stage, &[1, 2]), [access(3, 2, "a")]);
}
