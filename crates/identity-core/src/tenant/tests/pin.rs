use super::super::{OwnInput, update_own};
use super::*;
use crate::audit::Origin;
use crate::membership::pin::StoredPin;
use crate::secret::Secret;
use crate::testing::contract::block_on;

fn secret(text: &str) -> Member<Secret> {
    Member::Value(Secret::new(text.into()))
}

impl Shop {
    fn prepared(&self, who: &Arc<Principal>, input: TenantUserInput) -> Result<TenantUserInput, Error> {
        block_on(self.world.identity.prepare_temporary_pin(who, self.tenant, input))
    }

    fn pin(&self, id: MembershipId) -> Option<StoredPin> {
        self.world.read(&self.world.operator, move |tx, _| Ok(tx.pins().find(id)?)).unwrap()
    }
}

#[test]
fn s_r19_administrators_set_temporary_pins_and_nobody_reads_them() {
    let shop = Shop::new();
    let input = TenantUserInput { password: secret("4711"), ..body("REGULAR", "") };
    let made = shop.create(shop.prepared(&shop.admin, input).unwrap()).unwrap().membership.id;
    assert!(shop.pin(made).unwrap().must_change());
    let count = shop.world.audit_count();
    let input = TenantUserInput { password: secret("8352"), ..TenantUserInput::default() };
    shop.update(made, shop.prepared(&shop.admin, input).unwrap()).unwrap();
    assert_eq!(shop.world.audit_count(), count + 1);
    let record = format!("{:?}", shop.world.audit().remove(0));
    assert!(record.contains("password") && record.contains("***") && !record.contains("8352"), "{record}");
    shop.remove(&shop.admin, made).unwrap();
    assert_eq!(shop.pin(made), None, "it goes with the membership");
}

#[test]
fn s_r15_weak_pins_are_refused_and_nothing_is_hashed_for_who_may_not_set_one() {
    let shop = Shop::new();
    let weak =
        shop.prepared(&shop.admin, TenantUserInput { password: secret("1234"), ..body("REGULAR", "") });
    assert!(matches!(weak.err(), Some(Error::Refused(Refusal::WeakPin(_)))));
    let input =
        TenantUserInput { password: secret("471100"), user_code: sent("471100"), ..body("REGULAR", "") };
    let same = shop.create(shop.prepared(&shop.admin, input).unwrap());
    assert!(matches!(same, Err(Error::Refused(Refusal::WeakPin(_)))), "{same:?}");
    let stranger = shop.world.person(shop.world.administrator, None);
    let input = shop.prepared(&stranger, TenantUserInput { password: secret("1234"), ..body("REGULAR", "") });
    assert_eq!(shop.create_as(&stranger, input.unwrap()), refused(Refusal::TenantAccessDenied));
    let unprepared = shop.create(TenantUserInput { password: secret("4711"), ..body("REGULAR", "") });
    assert!(matches!(unprepared, Err(Error::Internal(_))), "{unprepared:?}");
}

#[test]
fn s_r30_the_own_pin_and_the_current_one() {
    let shop = Shop::new();
    let tenant = shop.tenant;
    let write = |password: Member<Secret>, current: Member<Secret>| {
        let input = OwnInput { password, current_password: current, ..OwnInput::default() };
        let identity = &shop.world.identity;
        let input = block_on(identity.prepare_own_input(&shop.admin, &Origin::default(), tenant, input))?;
        shop.world.write(&shop.admin, move |tx, call| update_own(tx, call, tenant, Ok(&input)).map(drop))
    };
    assert_eq!(write(secret("4711"), Member::Absent), Ok(()));
    let pin = shop.pin(shop.admin_member).unwrap();
    assert!(!pin.must_change() && pin.is_own_by_web);
    let wrong = refused(Refusal::CurrentPasswordWrong);
    assert_eq!(write(secret("8352"), secret("4712")), wrong);
    assert_eq!(write(Member::Absent, secret("4712")), wrong);
    assert_eq!(write(Member::Absent, secret("4711")), Ok(()));
    assert_eq!(write(secret("8352"), secret("4711")), Ok(()));
    assert!(matches!(write(Member::Null, Member::Absent), Err(Error::Invalid(_))));
}
