//! Inviting people into an account, or adding them at once (R6, R7, R14–R18).

use std::collections::BTreeSet;

use super::rules::{added_modules, check_grant, read_groups};
use super::view::{InvitationCode, Minted, audit_object};
use super::{Given, Invitation, Membership, MembershipKind, MembershipStamps, MembershipState};
use crate::account::visible as visible_account;
use crate::actor::Rank;
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::auth::Forget;
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::group::Group;
use crate::id::{AccountId, MembershipId};
use crate::outbox::{Notice, invitation_url, seal_context};
use crate::policy::{Action, Target};
use crate::port::{CodeKind, MintedCode, Transaction};
use crate::service::Call;
use crate::user::{Standing, User, UserInput, reproject};
use crate::value::{EmailAddress, Form, Member, Text};

/// Members of an invitation (platform.md §3.2).
#[derive(Debug, Clone, Default)]
pub struct InviteInput {
    /// `user.email`
    pub email: Member<String>,
    /// `user.firstName`, `user.lastName`, `user.phone`, `user.settings`
    pub profile: UserInput,
    /// `groups[].id`
    pub groups: Member<Vec<String>>,
    /// `account.id`; has to agree with the path (R7).
    pub account: Member<String>,
    /// `invitation.status`
    pub status: Member<String>,
}

/// Invites a person into `account`, or into the one that the body names when the path names none.
///
/// # Errors
/// [`Error::NotFound`] for an invisible account of the path, [`Error::Forbidden`], [`Error::Invalid`], and
/// [`Error::Conflict`] keyed `user.email` for somebody who is a member already.
pub fn invite(
    tx: &mut dyn Transaction,
    call: &Call,
    account: Option<AccountId>,
    input: Result<&InviteInput, Error>,
) -> Result<Minted, Error> {
    let (account, input) = target(tx, call, account, input)?;
    let is_added = is_added(call, input)?;
    let groups = read_groups(tx, account, &input.groups, "groups")?;
    check_grant(call, added_modules(&groups, &BTreeSet::new()))?;
    let (user, given) = person(tx, call, account, input)?;
    if is_added && user.as_ref().is_none_or(|user| !user.is_activated()) {
        return Err(Error::invalid("invitation.status", "Only an activated user can be added at once."));
    }
    let code = call.tools.minter.code(CodeKind::Invitation);
    let invitation = (!is_added).then(|| Invitation::new(&code, call.now));
    let is_new = user.is_none();
    let mut user = match user {
        Some(user) => user,
        None => new_user(tx, call, input, &given, invitation)?,
    };
    let membership = insert(tx, call, account, &user, given, &groups, invitation)?;
    if !is_new {
        reproject(tx, &mut user)?;
    }
    tx.forget(Forget::User(user.id))?;
    let event = if is_added { Event::MemberAdded } else { Event::MemberInvited };
    record(tx, call, event, &membership, &user, is_new)?;
    let code = if is_added { None } else { send_code(tx, call, &membership, &code)? };
    Ok(Minted { membership, user, code })
}

/// The account to invite into, and the body, checked in the order of platform.md §1.7.
fn target<'a>(
    tx: &mut dyn Transaction,
    call: &Call,
    path: Option<AccountId>,
    input: Result<&'a InviteInput, Error>,
) -> Result<(AccountId, &'a InviteInput), Error> {
    if let Some(account) = path {
        visible_account(tx, call, account)?;
        call.actor().may(Action::MembershipManage, Target::of(account))?;
        let input = input?;
        return match &input.account {
            Member::Absent | Member::Null => Ok((account, input)),
            Member::Value(text) if text.parse() == Ok(account) => Ok((account, input)),
            _ => Err(Error::invalid("account.id", "Must be the account of the path.")),
        };
    }
    if matches!(call.actor().rank(), Rank::Member(_) | Rank::Nobody) {
        return Err(Error::Forbidden);
    }
    let input = input?;
    let not_found = || Error::invalid("account.id", REFERENCE_NOT_FOUND);
    let account = match &input.account {
        Member::Value(text) => text.parse().map_err(|_| not_found())?,
        _ => return Err(Error::invalid("account.id", "Must not be empty.")),
    };
    tx.accounts().find_in(call.actor().account_scope(), account)?.ok_or_else(not_found)?;
    call.actor().may(Action::MembershipManage, Target::of(account))?;
    Ok((account, input))
}

/// Whether the membership shall be active at once: O+ alone may ask for that (R17).
fn is_added(call: &Call, input: &InviteInput) -> Result<bool, Error> {
    let wrong = || Error::invalid("invitation.status", "Must be Invited or Active.");
    match &input.status {
        Member::Absent | Member::Null => Ok(false),
        Member::Value(text) if text == "Invited" => Ok(false),
        Member::Value(text) if text == "Active" => {
            call.actor().may(Action::MembershipAdd, Target::default())?;
            Ok(true)
        }
        _ => Err(wrong()),
    }
}

/// The existing person of that e-mail, and what the inviter says of them.
fn person(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    input: &InviteInput,
) -> Result<(Option<User>, Given), Error> {
    let mut form = Form::default();
    let email: Option<EmailAddress> = form.required("user.email", &input.email, None, str::parse);
    let first: Option<Text<100>> =
        form.required("user.firstName", &input.profile.first_name, None, str::parse);
    let last: Option<Text<100>> = form.required("user.lastName", &input.profile.last_name, None, str::parse);
    let names = first.zip(last).map(|(first, last)| Given { first, last, phone: None });
    let (email, given) = form.finish(email.zip(names))?;
    // A new person is checked even if the e-mail is known, so that both get the same answers.
    let checked = input.profile.merge_into(&blank(call, email.clone(), &given), "user.")?;
    let given = Given { phone: checked.phone, ..given };
    let user = tx.users().find_by_email(&email)?;
    if let Some(user) = &user
        && tx.memberships().find_pair(account, user.id)?.is_some()
    {
        return Err(Error::conflict("user.email", "Is a member of the account already."));
    }
    Ok((user, given))
}

fn blank(call: &Call, email: EmailAddress, given: &Given) -> User {
    User::new(email, given.first.clone(), given.last.clone(), call.stamp())
}

fn new_user(
    tx: &mut dyn Transaction,
    call: &Call,
    input: &InviteInput,
    given: &Given,
    invitation: Option<Invitation>,
) -> Result<User, Error> {
    let email = input.email.value().map_or("", String::as_str).parse();
    let email = email.map_err(|bad: crate::value::BadText| Error::invalid("user.email", bad.0))?;
    let mut user = input.profile.merge_into(&blank(call, email, given), "user.")?;
    if let Some(invitation) = invitation {
        user.standing = Standing::Invited { until: invitation.expires_at };
    }
    call.place(|id| {
        user.id = id;
        tx.users().insert(&user)
    })?;
    Ok(user)
}

fn insert(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    user: &User,
    given: Given,
    groups: &[Group],
    invitation: Option<Invitation>,
) -> Result<Membership, Error> {
    let stamp = Some(call.stamp());
    let stamps = match invitation {
        Some(_) => MembershipStamps { created: stamp, invited: stamp, ..MembershipStamps::default() },
        // Added at once, the person has neither accepted nor entered yet, so R20 still guards them.
        None => MembershipStamps { created: stamp, ..MembershipStamps::default() },
    };
    let mut membership = Membership {
        id: MembershipId::new(0),
        revision: 1,
        user: user.id,
        account,
        kind: MembershipKind::Full,
        state: if invitation.is_some() { MembershipState::Invited } else { MembershipState::Active },
        invitation,
        accepted_code: None,
        given,
        is_owner: false,
        is_favorite: false,
        groups: groups.iter().map(|group| group.id).collect(),
        stamps,
    };
    call.place(|id| {
        membership.id = id;
        tx.memberships().insert(&membership)
    })?;
    Ok(membership)
}

fn record(
    tx: &mut dyn Transaction,
    call: &Call,
    event: Event,
    membership: &Membership,
    user: &User,
    is_new: bool,
) -> Result<(), Error> {
    let mut documents = Documents::default();
    documents.note("user.email", Fact::Null, Fact::text(Some(&user.email)));
    documents.note("groups", Fact::Null, Fact::texts(&membership.groups));
    let record =
        call.record(event, audit_object(membership, user)).seen_by(membership.account).with(documents);
    let record = if is_new { record.touching(ObjectKind::User, user.id) } else { record };
    record.append(tx, call)
}

/// Queues the mail with the code; O+ alone is told the code as well (R18).
pub(crate) fn send_code(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: &Membership,
    code: &MintedCode,
) -> Result<Option<InvitationCode>, Error> {
    let sealed = call.tools.sealer.seal(&seal_context(membership.id), &code.value);
    let sealed_code = sealed.map_err(|error| Error::Internal(error.to_string()))?;
    tx.outbox().push(&Notice::Invitation { membership: membership.id, sealed_code }, call.now)?;
    if !call.actor().is_operator() {
        return Ok(None);
    }
    let url = invitation_url(&call.tools.settings.portal_url, &code.value, membership.id);
    Ok(Some(InvitationCode { code: code.value.clone(), url }))
}
