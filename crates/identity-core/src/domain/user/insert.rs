//! Storing a new domain user (P-R23–P-R26).

use std::collections::BTreeSet;

use super::input::Wanted;
use super::new::New;
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::auth::Forget;
use crate::domain::role::is_owner;
use crate::error::Error;
use crate::id::{GroupId, MembershipId, UserId};
use crate::membership::{
    Invitation, Membership, MembershipKind, MembershipStamps, MembershipState, Profile, audit_object,
    send_code,
};
use crate::outbox::Notice;
use crate::port::{CodeKind, Transaction};
use crate::service::Call;
use crate::user::{Standing, User, reproject};
use crate::value::Text;

impl New<'_> {
    /// Stores the membership, and the person if nobody knew them, and tells them.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) fn insert(
        self,
        tx: &mut dyn Transaction,
        call: &Call,
        groups: BTreeSet<GroupId>,
    ) -> Result<(Membership, User), Error> {
        let is_invited = self.kind == MembershipKind::Full && !self.skips_mail();
        let skips_mail = self.skips_mail();
        let code = is_invited.then(|| call.tools.minter.code(CodeKind::Invitation));
        let invitation = code.as_ref().map(|code| Invitation::new(code, call.now));
        let is_new = self.known.is_none();
        let mut user = match self.known {
            Some(user) => user,
            None => new_user(tx, call, &self.wanted, invitation)?,
        };
        let stamp = Some(call.stamp());
        let mut membership = Membership {
            id: MembershipId::new(0),
            revision: 1,
            user: user.id,
            account: self.domain.account.id,
            kind: self.kind,
            state: if is_invited { MembershipState::Invited } else { MembershipState::Active },
            invitation,
            accepted_code: None,
            given: self.wanted.given,
            is_owner: is_owner(&self.wanted.role),
            is_favorite: false,
            groups,
            // Added at once, the person has neither accepted nor entered yet, so P-R27 still guards them.
            stamps: MembershipStamps {
                created: stamp,
                invited: stamp.filter(|_| is_invited),
                ..MembershipStamps::default()
            },
        };
        call.place(|id| {
            membership.id = id;
            tx.memberships().insert(&membership)
        })?;
        if self.wanted.external_id.is_some() {
            let external_id = self.wanted.external_id.clone();
            tx.profiles().save(&Profile { external_id, ..Profile::blank(&membership) })?;
        }
        if !is_new {
            reproject(tx, &mut user)?;
        }
        tx.forget(Forget::User(user.id))?;
        record(tx, call, &membership, &user, self.wanted.external_id.as_ref().map(Text::as_str), is_new)?;
        if let Some(code) = &code {
            send_code(tx, call, &membership, code)?;
        }
        if skips_mail {
            tx.outbox().push(&Notice::Added { membership: membership.id }, call.now)?;
        }
        Ok((membership, user))
    }
}

/// A person whom nobody knew, as the inviter describes them.
fn new_user(
    tx: &mut dyn Transaction,
    call: &Call,
    wanted: &Wanted,
    invitation: Option<Invitation>,
) -> Result<User, Error> {
    let given = wanted.given.clone();
    let mut user = User {
        phone: given.phone,
        standing: match invitation {
            Some(invitation) => Standing::Invited { until: invitation.expires_at },
            None => Standing::Active,
        },
        ..User::new(wanted.email.clone(), given.first, given.last, call.stamp())
    };
    call.place(|id: UserId| {
        user.id = id;
        tx.users().insert(&user)
    })?;
    Ok(user)
}

fn record(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: &Membership,
    user: &User,
    external_id: Option<&str>,
    is_new: bool,
) -> Result<(), Error> {
    let mut documents = Documents::default();
    documents.note("accountType", Fact::Null, Fact::text(Some(membership.kind.account_type())));
    documents.note("user.email", Fact::Null, Fact::text(Some(&user.email)));
    documents.note("groups", Fact::Null, Fact::texts(&membership.groups));
    documents.note("owner", Fact::Flag(false), Fact::Flag(membership.is_owner));
    documents.note("externalId", Fact::Null, Fact::text(external_id));
    let is_invited = membership.invitation.is_some();
    let event = if is_invited { Event::MemberInvited } else { Event::MemberAdded };
    let record = call.record(event, audit_object(membership, user)).seen_by(membership.account);
    let record = if is_new { record.touching(ObjectKind::User, user.id) } else { record };
    record.with(documents).append(tx, call)
}
