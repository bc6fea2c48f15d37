//! U2: signing in at a device.

use actix_web::http::StatusCode;
use identity_core::secret::Secret;

use super::link::pair;
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::json as write;
use crate::http::route::Answer;
use crate::http::writer::Object;
use crate::self_service::answer::json;
use crate::self_service::body::Known;
use crate::self_service::tenant::view;

/// `POST /account`
pub(crate) async fn sign_in(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["userCode", "password"]);
    let pair = cx.strict(Need::Required, &KNOWN, pair).await?;
    let signed_in = cx.identity().sign_in_at_device(cx.principal()?, cx.origin(), pair).await?;
    let begun = &signed_in.begun;
    let token = cx.identity().issue(&begun.claims).await?;
    Ok(json(StatusCode::OK, |o| {
        o.text("accessToken", token.expose());
        o.raw("expiresIn", |out| write::plain(out, begun.expires_in_secs()));
        o.maybe("refreshToken", begun.secret.as_ref().map(Secret::expose));
        o.flag("mustChangePassword", signed_in.must_change_pin);
        o.raw("tenantUser", |out| {
            let mut user = Object::plain(out);
            view::tenant_user(&mut user, &signed_in.user);
            user.close();
        });
    }))
}
