//! A3 to A5: the sessions of a person.

use actix_web::http::StatusCode;
use identity_core::id::SessionId;
use identity_core::port::Reading;
use identity_core::session::{self, Level, Session};

use crate::http::context::Context;
use crate::http::json as write;
use crate::http::route::Answer;
use crate::http::writer::Object;
use crate::self_service::answer::{json, nothing};
use crate::self_service::list;

/// `GET /v1/auth/sessions`
pub(crate) async fn list(cx: Context) -> Answer {
    let own = cx.principal()?.credential.session();
    let sessions = cx.read(Reading::Snapshot, session::list).await?;
    Ok(json(StatusCode::OK, |o| list::list(o, "items", &sessions, |o, session| show(o, session, own))))
}

/// `DELETE /v1/auth/sessions/{id}`
pub(crate) async fn end_one(cx: Context) -> Answer {
    let id: SessionId = cx.id(0)?;
    cx.write(move |tx, call| session::end_one(tx, call, id)).await?;
    Ok(nothing())
}

/// `DELETE /v1/auth/sessions`
pub(crate) async fn end_all(cx: Context) -> Answer {
    cx.write(session::end_the_others).await?;
    Ok(nothing())
}

fn show(o: &mut Object, session: &Session, own: Option<SessionId>) {
    o.id(session.id);
    o.text("level", session::level_name(session.level));
    o.text("channel", session.level.channel().as_str());
    if let Some((account, _)) = session.level.place() {
        o.raw("tenantUid", |out| write::string(out, &account.to_string()));
    }
    if let Level::Device { device, .. } = session.level {
        o.raw("deviceUid", |out| write::string(out, &device.to_string()));
    }
    o.moment("createdAt", Some(session.created_at));
    o.moment("lastUsedAt", Some(session.last_used_at));
    o.moment("expiresAt", Some(session.expires_at));
    o.text("ip", session.ip.as_deref().unwrap_or_default());
    o.text("userAgent", session.user_agent.as_deref().unwrap_or_default());
    o.flag("current", own == Some(session.id));
}
