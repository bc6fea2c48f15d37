use std::time::Duration;

use super::super::{InviteInfo, Status, accept_invitation, invite_again, show_invitation};
use super::*;
use crate::account::{AccountInput, AccountVerb, steer};
use crate::membership::{MembershipVerb, Minted, send_again};
use crate::state::Repeat;

/// An invitation made again by the operator, who is told the code.
fn code(shop: &Shop, id: MembershipId, verb: MembershipVerb) -> String {
    let key = MembershipKey::Own(id);
    let minted: Minted =
        shop.world.write(&shop.world.operator, move |tx, call| send_again(tx, call, key, verb)).unwrap();
    minted.code.unwrap().code.expose().to_owned()
}

fn show(shop: &Shop, code: &str) -> Result<InviteInfo, Error> {
    let code = code.to_owned();
    let system = Arc::new(Principal::system());
    shop.world.read(&system, move |tx, call| show_invitation(tx, call, &code))
}

fn accept(shop: &Shop, who: &Arc<Principal>, code: &str) -> Result<TenantUser, Error> {
    let code = code.to_owned();
    shop.world.write(who, move |tx, call| accept_invitation(tx, call, Ok(&code)))
}

fn disable(shop: &Shop) {
    let tenant = shop.tenant;
    shop.world
        .write(&shop.world.operator, move |tx, call| {
            steer(tx, call, tenant, AccountVerb::Disable, Ok(&AccountInput::default()), Repeat::Refuse)
                .map(drop)
        })
        .unwrap();
}

/// A person who was activated elsewhere.
fn known(shop: &Shop, email: &str) -> Arc<Principal> {
    let elsewhere = shop.world.client("Elsewhere").id;
    let (_, user) = shop.world.join(elsewhere, email, &[shop.world.default_group(elsewhere).id]);
    shop.world.person(user.id, None)
}

const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

#[test]
fn s_r39_an_open_invitation_is_shown_by_its_code() {
    let shop = Shop::new();
    let made = shop.made("FULL", "kari@example.com").membership;
    let open = code(&shop, made.id, MembershipVerb::Resend);
    let info = show(&shop, &open).unwrap();
    let texts =
        [info.tenant_name.as_str(), &info.email, &info.first_name, &info.last_name, &info.inviter_name];
    assert_eq!(texts, ["Harbour Lane Foods", "kari@example.com", "Kari", "Nordmann", "Ops automation"]);
    let newer = {
        shop.world.clock.advance(Duration::from_secs(61));
        code(&shop, made.id, MembershipVerb::Resend)
    };
    assert_eq!(show(&shop, &open), Err(Error::NotFound), "void");
    assert_eq!(show(&shop, &"x".repeat(43)), Err(Error::NotFound));
    assert_eq!(show(&shop, "short"), Err(Error::NotFound));
    shop.world.clock.advance(WEEK);
    assert_eq!(show(&shop, &newer), refused(Refusal::InviteExpired));
    let newest = code(&shop, made.id, MembershipVerb::SendNew);
    shop.set_password(made.id, &newest);
    assert_eq!(show(&shop, &newest), refused(Refusal::InviteUsed));
    disable(&shop);
    assert_eq!(show(&shop, &newest), Err(Error::NotFound));
}

#[test]
fn s_r40_accepting_makes_active_once() {
    let shop = Shop::new();
    let kari = known(&shop, "kari@example.com");
    let made = shop.made("FULL", "kari@example.com").membership;
    let open = code(&shop, made.id, MembershipVerb::Resend);
    let count = shop.world.audit_count();
    let accepted = accept(&shop, &kari, &open).unwrap();
    assert_eq!((accepted.status, accepted.membership.id), (Status::Active, made.id));
    assert_eq!(shop.world.audit_count(), count + 1);
    let again = accept(&shop, &kari, &open).unwrap();
    assert_eq!((again, shop.world.audit_count()), (accepted, count + 1), "unchanged");
    let auth = shop.world.person(shop.admin_user, None);
    assert_eq!(accept(&shop, &auth, &open), refused(Refusal::InviteTaken));
}

#[test]
fn s_r40_refusals_come_in_their_order() {
    let shop = Shop::new();
    let kari = known(&shop, "kari@example.com");
    let stranger = shop.world.person(shop.admin_user, None);
    let made = shop.made("FULL", "kari@example.com").membership;
    let first = code(&shop, made.id, MembershipVerb::Resend);
    assert_eq!(accept(&shop, &stranger, &first), refused(Refusal::InviteEmailMismatch));
    shop.world.clock.advance(WEEK);
    // A session at person level lasts a week; both come in anew.
    let (kari_again, stranger) =
        (shop.world.person(kari.actor.person().unwrap(), None), shop.world.person(shop.admin_user, None));
    for who in [&kari_again, &stranger] {
        assert_eq!(accept(&shop, who, &first), refused(Refusal::InviteExpired), "before the e-mail");
    }
    let second = code(&shop, made.id, MembershipVerb::SendNew);
    assert_eq!(accept(&shop, &kari_again, &first), Err(Error::NotFound), "void");
    let (mut user, id) = (shop.stored(made.id).1, made.id);
    user.is_email_verified = false;
    shop.world.write(&shop.world.operator, move |tx, _| Ok(tx.users().update(&user)?)).unwrap();
    assert_eq!(accept(&shop, &kari_again, &second), refused(Refusal::InviteEmailMismatch));
    assert_eq!(shop.stored(id).0.accepted_code, None, "nothing was done");
    disable(&shop);
    assert_eq!(accept(&shop, &kari_again, &second), Err(Error::NotFound));
}

#[test]
fn s_r37_a_removed_member_leaves_a_void_code() {
    let shop = Shop::new();
    let kari = known(&shop, "kari@example.com");
    let made = shop.made("FULL", "kari@example.com").membership;
    let open = code(&shop, made.id, MembershipVerb::Resend);
    shop.remove(&shop.admin, made.id).unwrap();
    assert_eq!(accept(&shop, &kari, &open), Err(Error::NotFound));
    assert_eq!(show(&shop, &open), Err(Error::NotFound));
}

#[test]
fn s_r38_inviting_again_voids_the_old_code_a_minute_apart_and_five_times_a_day() {
    let shop = Shop::new();
    let made = shop.made("FULL", "kari@example.com").membership;
    let tenant = shop.tenant;
    let again = |id| shop.world.write(&shop.admin, move |tx, call| invite_again(tx, call, tenant, id));
    let before = shop.stored(made.id).0.invitation.unwrap().code;
    assert_eq!(again(made.id).unwrap().status, Status::PendingInvite);
    assert_ne!(shop.stored(made.id).0.invitation.unwrap().code, before);
    assert!(matches!(again(made.id), Err(Error::Throttled { .. })));
    for _ in 0..4 {
        shop.world.clock.advance(Duration::from_secs(61));
        again(made.id).unwrap();
    }
    shop.world.clock.advance(Duration::from_secs(61));
    assert!(matches!(again(made.id), Err(Error::Throttled { retry_after_secs }) if retry_after_secs > 60));
    assert_eq!(again(shop.admin_member), refused(Refusal::NotPending));
}
