//! A till: a linked device, and Mara at it.

use identity_tests::Failure;
use serde_json::json;

use crate::caller::{Caller, text};
use crate::world::Person;

/// What was handed out.
pub struct Till {
    pub device: String,
    pub device_id: String,
    pub access: String,
    pub refresh: String,
}

/// Links a device to the account and signs the person in on it by PIN.
///
/// # Errors
/// A call that fails.
pub async fn make(admin: &Caller, account: &str, person: &Person, pin: &str) -> Result<Till, Failure> {
    let own = format!("/tenants/{account}/account");
    let with_pin = json!({"password": pin});
    admin.done("PUT", &own, Some(&with_pin)).await?;
    let user = format!("/tenants/{account}/users/{}", person.membership);
    admin.done("PUT", &user, Some(&with_pin)).await?;
    let made =
        admin.post(&format!("/tenants/{account}/devices"), &json!({"app": "CLIENT", "name": "Till"})).await?;
    let admin_code = text(&admin.done("GET", &own, None).await?, "/userCode")?;
    let link = json!({"appId": "till", "userCode": admin_code, "password": pin});
    let path = format!("/device/{}/link", text(&made, "/deviceCode")?);
    let linked = admin.anonymous().post(&path, &link).await?;
    let device = text(&linked, "/deviceToken")?;
    let user_code = text(&admin.done("GET", &user, None).await?, "/userCode")?;
    let entered =
        admin.with(&device).post("/account", &json!({"userCode": user_code, "password": pin})).await?;
    Ok(Till {
        device,
        device_id: text(&linked, "/deviceUid")?,
        access: text(&entered, "/accessToken")?,
        refresh: text(&entered, "/refreshToken")?,
    })
}
