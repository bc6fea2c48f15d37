//! Making a tenant user (T4; S-R34).

use super::access::administered;
use super::input::TenantUserInput;
use super::pin::prepared;
use super::role::{TenantRole, groups_for};
use super::sheet::{Sheet, audit_object};
use super::support::check_support;
use super::view::{TenantUser, view};
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::auth::Forget;
use crate::error::Error;
use crate::id::{AccountId, MembershipId, UserId};
use crate::membership::pin::set_temporary;
use crate::membership::{
    Given, Invitation, Membership, MembershipKind, MembershipStamps, MembershipState, Profile, StoreRole,
    send_code,
};
use crate::port::{CodeKind, Transaction};
use crate::refusal::Refusal;
use crate::service::Call;
use crate::user::{Standing, User, reproject};
use crate::value::{EmailAddress, Form, Member, Text, Uid};

use std::collections::BTreeSet;

/// A body that was found good.
struct Wanted {
    kind: MembershipKind,
    role: TenantRole,
    email: Option<EmailAddress>,
    given: Given,
    profile: Profile,
    stores: Option<Vec<(Uid, StoreRole)>>,
}

/// Makes a member: one who is invited, or one who is there at once.
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::Invalid`], [`Refusal::MemberExists`],
/// [`Refusal::UserCodeTaken`], [`Refusal::ExternalIdTaken`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    input: Result<&TenantUserInput, Error>,
) -> Result<TenantUser, Error> {
    administered(call.principal, tenant)?;
    let input = input?;
    // The identifier comes first: an internal address is made of it.
    let id: MembershipId = call.place(|id| Ok(tx.memberships().find(id)?.is_none()))?;
    let blank = blank(call, tenant, id);
    let wanted = read(input, &blank)?;
    check_support(tx, call, wanted.kind)?;
    let groups = groups_for(tx, call, tenant, wanted.role, &BTreeSet::new())?;
    let code = wanted.kind.is_invited().then(|| call.tools.minter.code(CodeKind::Invitation));
    let invitation = code.as_ref().map(|code| Invitation::new(code, call.now));
    let known = match &wanted.email {
        Some(email) => tx.users().find_by_email(email)?,
        None => None,
    };
    if let Some(known) = &known
        && tx.memberships().find_pair(tenant, known.id)?.is_some()
    {
        return Err(Refusal::MemberExists.into());
    }
    let sheet = Sheet::blank(&blank);
    let mut documents = sheet.check(tx, &wanted.profile, wanted.stores.as_deref())?;
    let is_new = known.is_none();
    let mut user = match known {
        Some(user) => user,
        None => new_user(tx, call, id, &wanted, invitation)?,
    };
    let membership = Membership {
        user: user.id,
        kind: wanted.kind,
        state: if invitation.is_some() { MembershipState::Invited } else { MembershipState::Active },
        invitation,
        given: wanted.given,
        groups,
        stamps: MembershipStamps {
            created: Some(call.stamp()),
            invited: invitation.map(|_| call.stamp()),
            ..MembershipStamps::default()
        },
        ..blank
    };
    if !tx.memberships().insert(&membership)? {
        return Err(Error::Internal(format!("{id} was free and is taken")));
    }
    sheet.write(tx, call, &wanted.profile, wanted.stores.as_deref())?;
    if let Some(pin) = prepared(&input.password, input.pin.as_ref())? {
        set_temporary(tx, call, &membership, &wanted.profile.code(), pin)?;
        documents.note("password", Fact::Null, Fact::secret());
    }
    if !is_new {
        reproject(tx, &mut user)?;
    }
    tx.forget(Forget::User(user.id))?;
    record(tx, call, documents, (&membership, &user, &wanted.profile), is_new)?;
    if let Some(code) = &code {
        send_code(tx, call, &membership, code)?;
    }
    view(tx, call, membership, user)
}

fn blank(call: &Call, account: AccountId, id: MembershipId) -> Membership {
    let nameless = || Text::from_stored(String::new());
    Membership {
        id,
        revision: 1,
        user: UserId::new(0),
        account,
        kind: MembershipKind::Full,
        state: MembershipState::Active,
        invitation: None,
        accepted_code: None,
        given: Given { first: nameless(), last: nameless(), phone: None },
        is_owner: false,
        is_favorite: false,
        groups: BTreeSet::new(),
        stamps: MembershipStamps { created: Some(call.stamp()), ..MembershipStamps::default() },
    }
}

/// Reads the body. The names are those that the inviter gives, and the e-mail is the person's, so neither stays in the
/// profile; a robot has a contact address only.
fn read(input: &TenantUserInput, blank: &Membership) -> Result<Wanted, Error> {
    let mut form = Form::default();
    let kind = input.kind(&mut form);
    require(&mut form, "accountType", &input.account_type);
    let role = input.role(&mut form).unwrap_or(TenantRole::Access);
    if role == TenantRole::Blocked {
        form.reject("tenantRole", "Must not be BLOCKED.");
    }
    let stores = input.stores(&mut form);
    let mut profile = input.merge(Profile::blank(blank), &mut form);
    require(&mut form, "displayName", &input.profile.display_name);
    if kind.is_some_and(MembershipKind::is_invited) {
        require(&mut form, "email", &input.profile.email);
        require(&mut form, "firstname", &input.profile.first_name);
        require(&mut form, "lastname", &input.profile.last_name);
    }
    input.check_pin(kind, &mut form);
    let kind = form.finish(kind)?;
    let name = |name: Option<Text<100>>| name.unwrap_or_else(|| Text::from_stored(String::new()));
    let given =
        Given { first: name(profile.first_name.take()), last: name(profile.last_name.take()), phone: None };
    let email = if kind == MembershipKind::Integration { None } else { profile.email.take() };
    Ok(Wanted { kind, role, email, given, profile, stores })
}

fn require(form: &mut Form, path: &str, member: &Member<String>) {
    if !member.is_sent() {
        form.reject(path, "Must not be missing.");
    }
}

/// A person whom nobody knew, with the names given; without an e-mail they get an internal address.
fn new_user(
    tx: &mut dyn Transaction,
    call: &Call,
    id: MembershipId,
    wanted: &Wanted,
    invitation: Option<Invitation>,
) -> Result<User, Error> {
    let email = wanted.email.clone().unwrap_or_else(|| EmailAddress::internal(id));
    let (first, last) = (wanted.given.first.clone(), wanted.given.last.clone());
    let mut user = User::new(email, first, last, call.stamp());
    user.standing = match invitation {
        Some(invitation) => Standing::Invited { until: invitation.expires_at },
        None => Standing::Active,
    };
    call.place(|id| {
        user.id = id;
        tx.users().insert(&user)
    })?;
    Ok(user)
}

fn record(
    tx: &mut dyn Transaction,
    call: &Call,
    mut documents: Documents,
    (membership, user, profile): (&Membership, &User, &Profile),
    is_new: bool,
) -> Result<(), Error> {
    let email = Some(&user.email).filter(|email| !email.is_internal());
    documents.note("accountType", Fact::Null, Fact::text(Some(membership.kind.account_type())));
    documents.note("user.email", Fact::Null, Fact::text(email));
    documents.note("groups", Fact::Null, Fact::texts(&membership.groups));
    let is_invited = membership.invitation.is_some();
    let event = if is_invited { Event::MemberInvited } else { Event::MemberAdded };
    let record = call.record(event, audit_object(membership, user, profile)).seen_by(membership.account);
    let record = if is_new { record.touching(ObjectKind::User, user.id) } else { record };
    record.with(documents).append(tx, call)
}
