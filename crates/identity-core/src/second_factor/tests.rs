use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::actor::Principal;
use crate::audit::{Event, Origin};
use crate::error::Error;
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::service::Call;
use crate::testing::contract::block_on;
use crate::testing::fakes::{FakeCodes, FakeHasher};
use crate::testing::{BILLING, PASSWORD, World};
use crate::user::{PasswordTarget, SetPassword, UserVerb, block, delete};

/// A person who is signed in.
struct Stage {
    world: World,
    user: UserId,
    person: Arc<Principal>,
}

fn stage() -> Stage {
    let world = World::new();
    let client = world.client("Own").id;
    let group = world.group(client, "Billing", &[BILLING]);
    let (_, user) = world.join(client, "mara@example.com", &[group]);
    let person = world.person(user.id, None);
    Stage { user: user.id, person, world }
}

fn refused<T>(refusal: Refusal) -> Result<T, Error> {
    Err(refusal.into())
}

impl Stage {
    fn enrol(&self, password: &str) -> Result<Enrolment, Error> {
        let password = Secret::new(password.into());
        block_on(self.world.identity.enrol_second_factor(&self.person, Origin::default(), password))
    }

    fn confirm(&self, otp: &str) -> Result<Vec<Secret>, Error> {
        let otp = otp.to_owned();
        self.world.write(&self.person, move |tx, call| confirm(tx, call, &otp))
    }

    fn remove(&self, password: &str, otp: &str) -> Result<(), Error> {
        let (password, otp) = (Secret::new(password.into()), otp.to_owned());
        block_on(self.world.identity.remove_second_factor(&self.person, Origin::default(), password, otp))
    }

    fn check(&self, otp: Option<&str>) -> Outcome {
        let (user, otp) = (self.user, otp.map(str::to_owned));
        let system = Arc::new(Principal::system());
        let work = move |tx: &mut dyn Transaction, call: &Call| {
            check(tx, call.tools, user, otp.as_deref(), call.now)
        };
        self.world.write(&system, work).unwrap()
    }

    fn state(&self) -> FactorState {
        let user = self.user;
        let factor = self.world.read(&self.person, move |tx, _| Ok(tx.second_factors().find(user)?));
        FactorState::of(factor.unwrap().as_ref())
    }

    /// What the app shows so many steps from now.
    fn shown(&self, secret: &Secret, ahead: i64) -> String {
        let step = self.world.identity.now().millis() / 30_000 + ahead;
        FakeCodes::shown(secret, step.try_into().unwrap())
    }

    /// Enrols and confirms; the secret and the recovery codes.
    fn confirmed(&self) -> (Secret, Vec<Secret>) {
        let secret = self.enrol(PASSWORD).unwrap().secret;
        let codes = self.confirm(&self.shown(&secret, 0)).unwrap();
        self.world.clock.advance(Duration::from_secs(30));
        (secret, codes)
    }
}

#[test]
fn s_r11_a_second_factor_counts_from_its_confirmation_to_its_removal() {
    let stage = stage();
    assert_eq!((stage.state(), stage.check(Some("123456"))), (FactorState::Absent, Outcome::NotNeeded));
    let enrolment = stage.enrol(PASSWORD).unwrap();
    let secret = enrolment.secret;
    assert!(enrolment.uri.expose().starts_with("otpauth://totp/Identity:mara%40example.com?secret=SECRET"));
    assert!(enrolment.uri.expose().contains(secret.expose()));
    assert_eq!((stage.state(), stage.check(None)), (FactorState::Unconfirmed, Outcome::NotNeeded));

    let codes = stage.confirm(&stage.shown(&secret, 0)).unwrap();
    assert_eq!((stage.state(), codes.len()), (FactorState::Confirmed, 10));
    assert_eq!((stage.check(None), stage.check(Some(""))), (Outcome::Missing, Outcome::Missing));
    assert_eq!(stage.check(Some(&stage.shown(&secret, 0))), Outcome::Wrong, "confirming used it up");

    stage.world.clock.advance(Duration::from_secs(30));
    stage.remove(PASSWORD, &stage.shown(&secret, 0)).unwrap();
    assert_eq!((stage.state(), stage.check(None)), (FactorState::Absent, Outcome::NotNeeded));
    let again = stage.enrol(PASSWORD).unwrap().secret;
    stage.world.clock.advance(Duration::from_secs(30));
    stage.confirm(&stage.shown(&again, 0)).unwrap();
    assert_eq!(stage.check(Some(codes[0].expose())), Outcome::Wrong, "codes of the one before are gone");
}

#[test]
fn s_r11_each_step_is_good_once_and_one_step_early_or_late() {
    let stage = stage();
    let (secret, _) = stage.confirmed();
    let is_right = |ahead| stage.check(Some(&stage.shown(&secret, ahead))) == Outcome::Right;
    stage.world.clock.advance(Duration::from_secs(300));
    assert!(!is_right(-2) && !is_right(2));
    assert!(is_right(-1) && !is_right(-1));
    assert!(is_right(0) && !is_right(0));
    assert!(is_right(1) && !is_right(1) && !is_right(0));
    stage.world.clock.advance(Duration::from_secs(30));
    assert!(!is_right(0), "it was used while it was one step ahead");
    stage.world.clock.advance(Duration::from_secs(30));
    let code = stage.shown(&secret, 0);
    assert_eq!(stage.check(Some(&format!("{} {}", &code[..3], &code[3..]))), Outcome::Right);
    for wrong in ["0", "12345", "1234567", "abcdef", "１２３４５６", "-12345"] {
        assert_eq!(stage.check(Some(wrong)), Outcome::Wrong, "{wrong}");
    }
}

#[test]
fn s_r11_each_recovery_code_is_good_once_and_for_its_person() {
    let stage = stage();
    let (_, codes) = stage.confirmed();
    for code in &codes {
        assert_eq!(stage.check(Some(&code.expose().to_uppercase())), Outcome::Right);
        assert_eq!(stage.check(Some(code.expose())), Outcome::Wrong);
    }
    let other = self::stage();
    let (_, foreign) = other.confirmed();
    assert_eq!(stage.check(Some(foreign[9].expose())), Outcome::Wrong);
}

#[test]
fn s_r11_a_code_is_used_up_only_with_what_it_was_presented_for() {
    let stage = stage();
    let (secret, _) = stage.confirmed();
    let (user, code) = (stage.user, stage.shown(&secret, 0));
    let otp = code.clone();
    let failed = stage.world.write(&stage.person, move |tx, call| {
        assert_eq!(check(tx, call.tools, user, Some(&otp), call.now)?, Outcome::Right);
        Err::<(), _>(Error::Forbidden)
    });
    assert_eq!(failed, Err(Error::Forbidden));
    assert_eq!(stage.check(Some(&code)), Outcome::Right);
}

#[test]
fn s_r11_an_unconfirmed_enrolment_is_replaced_and_a_confirmed_one_is_not() {
    let stage = stage();
    let first = stage.enrol(PASSWORD).unwrap().secret;
    let second = stage.enrol(PASSWORD).unwrap().secret;
    assert_eq!(stage.confirm(&stage.shown(&first, 0)).map(drop), refused(Refusal::InvalidCode));
    stage.confirm(&stage.shown(&second, 0)).unwrap();
    assert_eq!(stage.enrol(PASSWORD).map(drop), refused(Refusal::OtpState));
    let verifications = stage.world.hasher.verifications();
    assert_eq!(stage.enrol("wrong").map(drop), refused(Refusal::OtpState));
    assert_eq!(stage.world.hasher.verifications(), verifications, "nothing is hashed for nothing");
    assert_eq!(stage.confirm(&stage.shown(&second, 1)).map(drop), refused(Refusal::OtpState));
}

#[test]
fn s_r11_nothing_is_confirmed_or_removed_that_is_not_there() {
    let stage = stage();
    assert_eq!(stage.confirm("123456").map(drop), refused(Refusal::OtpState));
    assert_eq!(stage.remove(PASSWORD, "123456"), refused(Refusal::OtpState));
    stage.enrol(PASSWORD).unwrap();
    assert_eq!(stage.remove(PASSWORD, "123456"), refused(Refusal::OtpState));
    assert_eq!(stage.confirm("123456").map(drop), refused(Refusal::InvalidCode));
    assert_eq!(stage.state(), FactorState::Unconfirmed);
}

#[test]
fn s_r11_password_and_code_are_both_needed_for_removal() {
    let stage = stage();
    assert_eq!(stage.enrol("wrong").map(drop), refused(Refusal::InvalidCredentials));
    assert_eq!(stage.state(), FactorState::Absent);
    let (secret, codes) = stage.confirmed();
    let code = stage.shown(&secret, 0);
    assert_eq!(stage.remove("wrong", &code), refused(Refusal::InvalidCredentials));
    assert_eq!(stage.remove(PASSWORD, "000000"), refused(Refusal::InvalidCredentials));
    assert_eq!(stage.remove(PASSWORD, ""), refused(Refusal::InvalidCredentials));
    assert_eq!(stage.check(Some(&code)), Outcome::Right);
    assert_eq!(stage.remove(PASSWORD, &code), refused(Refusal::InvalidCredentials), "it was used");
    stage.remove(PASSWORD, codes[3].expose()).unwrap();
    assert_eq!(stage.state(), FactorState::Absent);
}

#[test]
fn a_password_that_was_replaced_meanwhile_proves_nothing() {
    let stage = stage();
    let outdated = FakeHasher::old_hash_of(PASSWORD);
    let written = stage.world.write(&stage.person, move |tx, call| {
        enrol::enrol(tx, call, &outdated, &Secret::new("SECRET".into())).map(drop)
    });
    assert_eq!(written, refused(Refusal::InvalidCredentials));
    let nobody = stage.world.operator.clone();
    let asked = stage.world.write(&nobody, move |tx, call| confirm(tx, call, "123456").map(drop));
    assert_eq!(asked, Err(Error::Unauthenticated), "a token has no second factor");
    assert_eq!(stage.state(), FactorState::Absent);
}

#[test]
fn s_r47_each_step_leaves_one_record_without_a_secret() {
    let stage = stage();
    let before = stage.world.audit_count();
    let (secret, codes) = stage.confirmed();
    stage.check(Some("000000"));
    stage.remove(PASSWORD, codes[0].expose()).unwrap();
    let added = usize::try_from(stage.world.audit_count() - before).unwrap();
    let records = stage.world.audit();
    let events: Vec<Event> = records[..added].iter().map(|record| record.event).collect();
    assert_eq!(
        events,
        [Event::SecondFactorRemoved, Event::SecondFactorConfirmed, Event::SecondFactorEnrolled]
    );
    let printed = format!("{records:?}");
    for hidden in codes.iter().chain([&secret]) {
        assert!(!printed.contains(hidden.expose()));
    }
}

#[test]
fn r27_a_deleted_person_leaves_no_second_factor_behind() {
    let stage = stage();
    let (_, codes) = stage.confirmed();
    let user = stage.user;
    let end = move |tx: &mut dyn Transaction, call: &Call| {
        block(tx, call, user, UserVerb::Block)?;
        delete(tx, call, user)
    };
    stage.world.write(&stage.world.operator, end).unwrap();
    let system = Arc::new(Principal::system());
    let left = stage.world.read(&system, move |tx, _| Ok(tx.second_factors().find(user)?));
    assert_eq!((left.unwrap(), stage.check(Some(codes[0].expose()))), (None, Outcome::NotNeeded));
}

#[test]
fn r30_a_confirmed_second_factor_makes_room_for_a_shorter_password() {
    let stage = stage();
    let set = || {
        let (user, password) = (stage.user, Secret::new("kq7vw2zm".into()));
        let input = SetPassword { password, current: Some(Secret::new(PASSWORD.into())), code: None };
        let target = PasswordTarget::User(user);
        let set = stage.world.identity.set_password(
            Some(&stage.person),
            Default::default(),
            target,
            Ok(input),
            |_, _, user| Ok(user),
        );
        block_on(set).map(drop)
    };
    assert!(matches!(set(), Err(Error::Invalid(_))));
    stage.enrol(PASSWORD).unwrap();
    assert!(matches!(set(), Err(Error::Invalid(_))), "an unconfirmed one counts for nothing");
    stage.confirmed();
    assert_eq!(set(), Ok(()));
}
