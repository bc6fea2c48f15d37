//! What repositories say they change is all they change: totals are believed by it.

use diesel::prelude::*;
use identity_core::id::{AccountId, GroupId, MembershipId, ModuleId, StoreAccessId, UserId};
use identity_core::membership::pin::StoredPin;
use identity_core::membership::{Profile, StoreAccess, StoreRole};
use identity_core::outbox::Notice;
use identity_core::port::{PublicKey, Transaction as _};
use identity_core::replay::Sighting;
use identity_core::second_factor::{Confirmation, SecondFactor};
use identity_core::secret::Digest;
use identity_core::signing_key::{KeyState, SigningKey};
use identity_core::testing::fixture::{
    NOW, Rows, buyer, filled_account, filled_buyer, filled_device, filled_group, filled_membership,
    filled_module, filled_record, filled_token, filled_user, group, parsed, token,
};
use identity_core::timestamp::Timestamp;
use identity_core::user::PasswordHash;

use super::*;
use crate::sqlite::connect::tables;
use crate::sqlite::migrate::apply;
use crate::unit::{Access, Link};

const ACCOUNT: AccountId = AccountId::new(1);
const PERSON: UserId = UserId::new(1);
const MODULE: ModuleId = ModuleId::new(1);

#[derive(QueryableByName)]
struct Changed {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// An empty database that notes every table whose rows change.
fn noting() -> Link {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    apply(&mut conn).unwrap();
    let names = tables(&mut conn).unwrap();
    conn.batch_execute("PRAGMA foreign_keys = ON; CREATE TEMP TABLE changed (name TEXT)").unwrap();
    for name in names.iter().filter(|name| !name.starts_with("sqlite_")) {
        for event in ["INSERT", "UPDATE", "DELETE"] {
            conn.batch_execute(&format!(
                "CREATE TEMP TRIGGER note_{name}_{event} AFTER {event} ON main.{name} \
                 BEGIN INSERT INTO changed VALUES ('{name}'); END"
            ))
            .unwrap();
        }
    }
    Link::new(AnyConnection::Sqlite(conn))
}

fn changed(link: &mut Link) -> Vec<String> {
    let conn = inner(&mut link.any);
    let changed = diesel::sql_query("SELECT DISTINCT name FROM changed").load::<Changed>(conn).unwrap();
    conn.batch_execute("DELETE FROM changed").unwrap();
    changed.into_iter().map(|changed| changed.name).collect()
}

type Write = Box<dyn Fn(&mut Unit<'_>) -> Result<(), Error>>;

fn write<T>(work: impl Fn(&mut Unit<'_>) -> Result<T, Error> + 'static) -> Write {
    Box::new(move |unit| work(unit).map(drop))
}

/// Rows with everything that can be set.
fn rows() -> Rows {
    let default = GroupId::new(1);
    Rows {
        modules: vec![filled_module(1)],
        accounts: vec![identity_core::testing::fixture::account(2), filled_account(1, AccountId::new(2))],
        users: vec![filled_user(1, ACCOUNT)],
        groups: vec![filled_group(1, ACCOUNT, [MODULE]), group(2, ACCOUNT)],
        memberships: vec![filled_membership(1, ACCOUNT, PERSON, [default])],
        tokens: vec![filled_token(1, ACCOUNT, PERSON, [MODULE]), token(2, ACCOUNT)],
        buyers: vec![filled_buyer(1, ACCOUNT, PERSON)],
        devices: vec![filled_device(1, ACCOUNT)],
        records: vec![filled_record(1, PERSON, &[ACCOUNT])],
    }
}

fn store_access() -> StoreAccess {
    StoreAccess {
        id: StoreAccessId::new(1),
        membership: MembershipId::new(1),
        store: parsed("st_01"),
        role: StoreRole::Access,
        created_at: NOW,
        modified_at: NOW,
    }
}

fn pin() -> StoredPin {
    StoredPin {
        membership: MembershipId::new(1),
        hash: PasswordHash("hash".into()),
        temporary_until: Some(NOW),
        is_own_by_web: false,
        is_void: false,
        set_at: NOW,
    }
}

/// Two, so that one is left for the removal of the factor.
const CODES: [Digest; 2] = [Digest([1; 32]), Digest([2; 32])];

fn factor() -> SecondFactor {
    let confirmed = Some(Confirmation { at: NOW, last_step: 1 });
    SecondFactor { user: PERSON, sealed: vec![1], created_at: NOW, confirmed }
}

const SIGHTING: Sighting = Sighting {
    key: identity_core::id::TokenId::new(1),
    sign: Digest([1; 32]),
    is_write: true,
    kept_until: Timestamp::from_millis(0),
};

fn key(state: KeyState) -> SigningKey {
    SigningKey { id: "key".into(), public: PublicKey([1; 32]), state, created_at: NOW }
}

fn writes() -> Vec<Write> {
    let rows = rows();
    let (account, user, module) = (rows.accounts[1].clone(), rows.users[0].clone(), rows.modules[0].clone());
    let (mut emptied, mut alone, mut bare) =
        (rows.groups[0].clone(), rows.memberships[0].clone(), rows.tokens[0].clone());
    emptied.modules.clear();
    emptied.buyers = None;
    let member = alone.clone();
    alone.groups = [GroupId::new(2)].into();
    bare.modules.clear();
    let mut plain = identity_core::testing::fixture::account(1);
    plain.slug.clone_from(&account.slug);
    vec![
        write(move |unit| rows.insert(unit)),
        write(move |unit| Ok(unit.modules().update(&module)?)),
        write(move |unit| Ok(unit.accounts().update(&plain)?)),
        write(move |unit| Ok(unit.accounts().update(&account)?)),
        write(move |unit| Ok(unit.users().update(&user)?)),
        write(move |unit| Ok(unit.memberships().update(&alone)?)),
        write(move |unit| Ok(unit.profiles().save(&Profile::blank(&member))?)),
        write(|unit| Ok(unit.profiles().insert_store(&store_access())?)),
        write(|unit| Ok(unit.profiles().update_store(&store_access())?)),
        write(|unit| Ok(unit.profiles().remove_store(store_access().id)?)),
        write(|unit| Ok(unit.profiles().remove(MembershipId::new(1))?)),
        write(move |unit| Ok(unit.groups().update(&emptied)?)),
        write(|unit| Ok(unit.groups().delete(GroupId::new(1))?)),
        write(move |unit| Ok(unit.api_tokens().update(&bare)?)),
        write(|unit| Ok(unit.api_tokens().note_access(&[(identity_core::id::TokenId::new(2), NOW)])?)),
        write(|unit| Ok(unit.api_tokens().erase_sealed(ACCOUNT)?)),
        write(|unit| Ok(unit.buyers().update(&buyer(1, None))?)),
        write(|unit| Ok(unit.buyers().update(&filled_buyer(1, ACCOUNT, PERSON))?)),
        write(|unit| Ok(unit.devices().update(&filled_device(1, ACCOUNT))?)),
        write(|unit| Ok(unit.pins().save(&pin())?)),
        write(|unit| Ok(unit.pins().remove(pin().membership)?)),
        write(|unit| Ok(unit.devices().note_seen(&[(identity_core::id::DeviceId::new(1), NOW)])?)),
        write(|unit| Ok(unit.second_factors().put(&factor())?)),
        write(|unit| Ok(unit.second_factors().put(&factor())?)),
        write(|unit| Ok(unit.second_factors().use_step(PERSON, 2)?)),
        write(|unit| Ok(unit.second_factors().add_recovery_codes(PERSON, &CODES)?)),
        write(|unit| Ok(unit.second_factors().use_recovery_code(PERSON, &CODES[0])?)),
        write(|unit| Ok(unit.second_factors().remove(PERSON)?)),
        write(|unit| Ok(unit.signing_keys().insert(&key(KeyState::Active { sealed: vec![1] }))?)),
        write(|unit| Ok(unit.signing_keys().update(&key(KeyState::Retiring { until: NOW }))?)),
        write(|unit| Ok(unit.signing_keys().remove_expired(NOW)?)),
        write(|unit| Ok(unit.replays().admit(&SIGHTING)?)),
        write(|unit| Ok(unit.replays().remove_expired(NOW, 1)?)),
        write(|unit| Ok(unit.outbox().push(&Notice::PasswordChanged { user: PERSON }, NOW)?)),
        write(|unit| Ok(unit.outbox().postpone(1, NOW)?)),
        write(|unit| Ok(unit.outbox().remove(1)?)),
        write(|unit| Ok(unit.set_meta("key", "value")?)),
        write(|unit| Ok(unit.forget(identity_core::auth::Forget::Everything)?)),
    ]
}

#[test]
fn no_repository_changes_more_than_it_says() {
    let mut link = noting();
    for (place, work) in writes().into_iter().enumerate() {
        let mut unit = Unit::new(&mut link, Access::Write);
        work(&mut unit).unwrap_or_else(|error| panic!("write {place}: {error}"));
        let touched = unit.finish().unwrap().touched;
        let changed = changed(&mut link);
        assert!(
            changed.iter().all(|table| touched.has(table)),
            "write {place}: {changed:?} beside {touched:?}"
        );
    }
}
