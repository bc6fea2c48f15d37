//! D5: linking a device by its code.

use actix_web::http::StatusCode;
use identity_core::device::{LinkInput, Pair};
use identity_core::secret::Secret;

use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::json as write;
use crate::http::route::Answer;
use crate::self_service::answer::json;
use crate::self_service::body::{Known, required};

/// The pair in a body.
pub(super) fn pair(sent: &mut Members) -> Result<Pair, identity_core::Error> {
    Ok(Pair {
        user_code: required("userCode", sent.text("userCode"))?,
        pin: Secret::new(required("password", sent.text("password"))?),
    })
}

/// `POST /device/{deviceCode}/link`
pub(crate) async fn link(mut cx: Context) -> Answer {
    const KNOWN: Known = Known::only(&["appId", "userCode", "password", "systemInformation"]);
    let (pair, input) = cx
        .strict(Need::Required, &KNOWN, |sent| {
            let input = LinkInput {
                app: sent.text("appId"),
                system_information: sent.object_text("systemInformation"),
            };
            Ok((pair(sent)?, input))
        })
        .await?;
    let linked = cx.identity().link_device(cx.origin(), cx.segment(0), pair, &input).await?;
    let device = &linked.device;
    Ok(json(StatusCode::OK, |o| {
        o.text("deviceToken", linked.token.expose());
        o.text("deviceUid", &device.id.to_string());
        o.raw("deviceIdentifier", |out| write::string(out, &device.number.to_string()));
        o.text("tenantUid", &device.account.to_string());
    }))
}
