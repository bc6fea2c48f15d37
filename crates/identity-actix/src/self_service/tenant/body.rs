//! Bodies about tenant users (self-service.md §3): what is read, what is only shown, and nothing else.

use identity_core::tenant::{OwnInput, ProfileInput, StoreAccessInput, TenantUserInput};
use identity_core::value::Member;

use super::view::SHOWN;
use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::self_service::body::{Known, secret};

/// Members of U6.
const OWN: Known = Known {
    written: &[
        "email",
        "displayName",
        "firstname",
        "lastname",
        "mobile",
        "languageCode",
        "defaultStoreUid",
        "password",
        "currentPassword",
    ],
    read_only: &[
        "accountType",
        "tenantRole",
        "userCode",
        "externalId",
        "storeAccess",
        SHOWN[0],
        SHOWN[1],
        SHOWN[2],
        SHOWN[3],
        SHOWN[4],
        SHOWN[5],
        SHOWN[6],
        SHOWN[7],
    ],
};

/// Members of T4 and T6.
const USER: Known = Known {
    written: &[
        "accountType",
        "tenantRole",
        "email",
        "displayName",
        "firstname",
        "lastname",
        "mobile",
        "languageCode",
        "defaultStoreUid",
        "password",
        "userCode",
        "externalId",
        "storeAccess",
    ],
    read_only: &SHOWN,
};

/// Members of an element of `storeAccess`.
const STORE: Known = Known {
    written: &["storeUid", "storeRole"],
    read_only: &["storeAccessUid", "createdAt", "lastModifiedAt"],
};

fn profile(sent: &mut Members) -> ProfileInput {
    ProfileInput {
        email: sent.text("email"),
        display_name: sent.text("displayName"),
        first_name: sent.text("firstname"),
        last_name: sent.text("lastname"),
        mobile: sent.text("mobile"),
        language: sent.text("languageCode"),
        default_store: sent.text("defaultStoreUid"),
    }
}

/// The body of U6.
///
/// # Errors
/// Those of the body.
pub(super) async fn own(cx: &mut Context) -> Result<OwnInput, Failure> {
    let mut sent = cx.listed(Need::Required, &OWN).await?;
    Ok(OwnInput {
        profile: profile(&mut sent),
        password: secret(sent.text("password")),
        current_password: secret(sent.text("currentPassword")),
        pin: None,
    })
}

/// The body of T4 and T6.
///
/// # Errors
/// Those of the body.
pub(super) async fn user(cx: &mut Context) -> Result<TenantUserInput, Failure> {
    let mut sent = cx.listed(Need::Required, &USER).await?;
    Ok(TenantUserInput {
        account_type: sent.text("accountType"),
        tenant_role: sent.text("tenantRole"),
        profile: profile(&mut sent),
        user_code: sent.text("userCode"),
        external_id: sent.text("externalId"),
        stores: stores(&mut sent)?,
        password: secret(sent.text("password")),
        pin: None,
    })
}

/// `storeAccess`, each element as strict as the body.
fn stores(sent: &mut Members) -> Result<Member<Vec<StoreAccessInput>>, Failure> {
    let read = |inner: &mut Members| -> Result<StoreAccessInput, Failure> {
        STORE.check(inner)?;
        Ok(StoreAccessInput { store: inner.text("storeUid"), role: inner.text("storeRole") })
    };
    let elements = match sent.objects("storeAccess", read) {
        Member::Absent => return Ok(Member::Absent),
        Member::Null => return Ok(Member::Null),
        Member::Bad(message) => return Ok(Member::Bad(message)),
        Member::Value(elements) => elements,
    };
    let mut stores = Vec::with_capacity(elements.len());
    for element in elements {
        match element {
            Member::Value(store) => stores.push(store?),
            Member::Bad(message) => return Ok(Member::Bad(message)),
            Member::Absent | Member::Null => return Ok(Member::Bad("Must not have null in it.".into())),
        }
    }
    Ok(Member::Value(stores))
}
