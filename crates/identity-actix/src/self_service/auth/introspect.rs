//! A8: what is behind a token (RFC 7662, S-R44).

use actix_web::http::StatusCode;
use identity_core::api_token::ApiToken;
use identity_core::session::Examined;

use super::check::{channel_of, name_of, subject_of};
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::json as write;
use crate::http::route::Answer;
use crate::http::writer::{Object, texts};
use crate::self_service::answer::json;
use crate::self_service::body::parameter;

/// `POST /oauth/introspect`
pub(crate) async fn introspect(mut cx: Context) -> Answer {
    let form = cx.pairs().await?;
    let token = parameter(&form, "token").ok_or(Failure::Malformed("The form has no token."))?;
    let examined = cx.identity().introspect(cx.principal()?, token).await?;
    Ok(json(StatusCode::OK, |o| {
        o.flag("active", examined.is_some());
        if let Some(examined) = &examined {
            show(o, &cx, examined);
        }
    }))
}

fn show(o: &mut Object, cx: &Context, examined: &Examined) {
    let (principal, claims) = (&examined.principal, examined.claims.as_ref());
    let tools = cx.identity().tools();
    let codes: Vec<&str> = tools.catalogue.codes(principal.actor.modules.iter().copied()).collect();
    let secs = |millis: i64| millis.div_euclid(1000);
    o.text("token_type", "Bearer");
    o.text("kind", name_of(principal.credential.kind()));
    o.text("iss", &tools.settings.issuer);
    o.maybe("sub", subject_of(principal).as_deref());
    let token = examined.token.as_ref();
    let audience = token.map(|token| token.audience.join(" ")).filter(|audience| !audience.is_empty());
    o.maybe("aud", claims.map(|claims| claims.audience.as_str()).or(audience.as_deref()));
    let end = claims.map(|claims| claims.expires_at).or(principal.not_after);
    if let Some(end) = end {
        o.raw("exp", |out| write::plain(out, secs(end.millis())));
    }
    if let Some(claims) = claims {
        o.raw("iat", |out| write::plain(out, secs(claims.issued_at.millis())));
        o.text("jti", &claims.id);
        o.text("sid", &claims.session.to_string());
    }
    if let Some(account) = principal.actor.account {
        o.raw("account", |out| {
            let mut inner = Object::plain(out);
            inner.id(account.id);
            inner.text("type", account.kind.as_str());
            inner.close();
        });
        o.raw("modules", |out| levels(out, &codes));
        let scopes = token.into_iter().flat_map(ApiToken::data_scopes);
        o.text("scope", &codes.iter().copied().chain(scopes).collect::<Vec<_>>().join(" "));
    }
    if let Some(membership) = principal.credential.membership() {
        o.text("membership", &membership.to_string());
    }
    if let Some(channel) = channel_of(principal.credential) {
        o.text("channel", channel.as_str());
    }
}

/// Modules as tokens carry them: the two levels are always granted together (§1.3).
fn levels(out: &mut Vec<u8>, codes: &[&str]) {
    out.push(b'{');
    for (n, code) in codes.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        write::string(out, code);
        out.push(b':');
        texts(out, ["read", "edit"]);
    }
    out.push(b'}');
}
