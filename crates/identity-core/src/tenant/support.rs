//! Who makes members of kind SUPPORT (S-R34).

use crate::auth::rights;
use crate::error::Error;
use crate::membership::MembershipKind;
use crate::module::ACCOUNT_MANAGEMENT;
use crate::port::Transaction;
use crate::service::Call;

/// Only an active member of the Operations account with `account-management` there gives the kind SUPPORT, wherever they
/// act.
///
/// # Errors
/// [`Error::Forbidden`].
pub(super) fn check_support(
    tx: &mut dyn Transaction,
    call: &Call,
    kind: MembershipKind,
) -> Result<(), Error> {
    if kind != MembershipKind::Support {
        return Ok(());
    }
    let person = call.actor().person().ok_or(Error::Forbidden)?;
    let operations = tx.accounts().operations()?.ok_or(Error::Forbidden)?;
    let membership = tx.memberships().find_pair(operations, person)?.ok_or(Error::Forbidden)?;
    let rights = match rights(tx, &call.tools.catalogue, operations, membership.id) {
        Err(Error::Unauthenticated) => return Err(Error::Forbidden),
        other => other?,
    };
    if rights.modules.contains(&ACCOUNT_MANAGEMENT) { Ok(()) } else { Err(Error::Forbidden) }
}
