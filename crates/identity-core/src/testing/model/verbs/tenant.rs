//! Members of tenants in the Self-service API.

use super::super::action::{Action, Found, ask, origin, read, write, write_and_find};
use super::super::actor::By::Member as Entered;
use super::super::draw::{Draw, sent};
use super::Verb;
use crate::id::{AccountId, MembershipId};
use crate::list::NumberedPage;
use crate::port::Transaction;
use crate::service::Call;
use crate::tenant::{
    IntegrationInput, ProfileInput, StoreAccessInput, TenantUser, TenantUserInput, UserFilter, create,
    create_token, delete_token, get, invite_again, list, list_tokens, remove, update,
};
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("tenant user create", Entered, |d| changed(d, None)),
    Verb::new("tenant user update", Entered, |d| changed(d, Some(d.member_of(d.account())))),
    Verb::new("tenant user invite again", Entered, |d| {
        let id = d.ripe(&d.known.memberships, |member| member.invitation.is_some(), || d.membership());
        let tenant = d.known.memberships.get(&id).map_or_else(|| d.account(), |member| member.account);
        write(move |tx, call| invite_again(tx, call, tenant, id))
    }),
    Verb::new("tenant user remove", Entered, |d| {
        let (tenant, id) = place(d);
        write(move |tx, call| remove(tx, call, tenant, id))
    }),
    Verb::new("tenant user get", Entered, |d| {
        let (tenant, id) = place(d);
        read(move |tx, call| get(tx, call, tenant, id))
    }),
    Verb::new("tenant user list", Entered, |d| {
        let tenant = d.account();
        let search =
            d.dice.pick(&[None, Some("ma".to_owned()), Some("\u{c4}".to_owned()), Some("50%".to_owned())]);
        let status = d.dice.pick(&[None, Some("ACTIVE".to_owned()), Some("no".to_owned())]);
        let filter = UserFilter { status, account_type: None, search };
        read(move |tx, call| list(tx, call, tenant, &filter, &NumberedPage::default()))
    }),
    Verb::new("robot token create", Entered, |d| {
        let (tenant, id) = robot(d);
        let input = IntegrationInput { name: d.token_name(), expires_at: Member::Absent };
        write_and_find(move |tx, call| {
            let (token, value) = create_token(tx, call, tenant, id, Ok(&input))?;
            Ok((token, vec![Found::Token(value.expose().into())]))
        })
    }),
    Verb::new("robot token list", Entered, |d| {
        let (tenant, id) = robot(d);
        read(move |tx, call| list_tokens(tx, call, tenant, id, &NumberedPage::default()))
    }),
    Verb::new("robot token delete", Entered, |d| {
        let (tenant, id) = robot(d);
        let own = d.known.tokens.values().filter(|token| token.membership == Some(id));
        let token = d.dice.one_of(own.map(|token| token.id).collect()).unwrap_or_else(|| d.token_of(tenant));
        write(move |tx, call| delete_token(tx, call, tenant, id, token))
    }),
];

fn place(d: &Draw<'_>) -> (AccountId, MembershipId) {
    let tenant = d.account();
    (tenant, d.member_of(tenant))
}

/// A tenant and a robot of it, if there is one.
fn robot(d: &Draw<'_>) -> (AccountId, MembershipId) {
    let robots =
        d.known.memberships.values().filter(|m| m.kind == crate::membership::MembershipKind::Integration);
    let robots = robots.map(|member| (member.account, member.id)).collect();
    d.dice.one_of(robots).filter(|_| !d.dice.one_in(8)).unwrap_or_else(|| place(d))
}

fn input(d: &Draw<'_>, is_new: bool) -> TenantUserInput {
    let kind = d.dice.pick(&["FULL", "REGULAR", "SUPPORT", "INTEGRATION", "INTEGRATION", "none"]);
    let store = StoreAccessInput { store: sent("store-1"), role: sent(d.dice.pick(&["ADMIN", "ACCESS"])) };
    let name = |d: &Draw<'_>| if is_new { sent("Kari") } else { d.maybe_name() };
    TenantUserInput {
        account_type: if is_new { sent(kind) } else { d.dice.pick(&[Member::Absent, sent(kind)]) },
        tenant_role: d.dice.pick(&[
            Member::Absent,
            sent("ADMIN"),
            sent("ACCESS"),
            sent("BLOCKED"),
            sent("BACKOFFICE"),
        ]),
        profile: ProfileInput {
            email: if is_new && kind != "INTEGRATION" { sent(d.email()) } else { Member::Absent },
            display_name: name(d),
            first_name: name(d),
            last_name: name(d),
            ..ProfileInput::default()
        },
        user_code: d.dice.pick(&[Member::Absent, sent(d.user_code())]),
        external_id: d.dice.pick(&[Member::Absent, Member::Absent, sent("E-1")]),
        stores: d.dice.pick(&[Member::Absent, Member::Value(vec![store])]),
        password: if d.dice.one_in(3) { Member::Value(d.pin()) } else { Member::Absent },
        pin: None,
    }
}

/// Makes a member, or changes one; a temporary PIN is hashed before.
fn changed(d: &Draw<'_>, id: Option<MembershipId>) -> Option<Action> {
    let (tenant, input) = (d.account(), input(d, id.is_none()));
    ask(async move |identity, who| {
        let input = identity.prepare_temporary_pin(&who, tenant, input.clone()).await?;
        let work = move |tx: &mut dyn Transaction, call: &Call| -> Result<TenantUser, crate::error::Error> {
            match id {
                None => create(tx, call, tenant, Ok(&input)),
                Some(id) => update(tx, call, tenant, id, Ok(&input)),
            }
        };
        Ok((identity.write(&who, origin(), work).await?, Vec::new()))
    })
}
