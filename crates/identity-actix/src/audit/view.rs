//! Audit records as they are shown (platform.md §3.8).

use identity_core::account::{AccountKind, AccountSummary};
use identity_core::audit::{AuditActor, AuditRecord, AuditRow, FIELDS, Fact, ObjectKind, Origin};
use identity_core::id::{AccountId, BuyerId, Id, UserId};

use super::template::fill;
use crate::account::view::PATH as ACCOUNT_PATH;
use crate::buyer::view::PATH as BUYER_PATH;
use crate::http::json;
use crate::http::select::Shape;
use crate::http::writer::{Object, Show};
use crate::user::view::PATH as USER_PATH;

/// What stands before the identifier in `href`.
pub(super) const PATH: &str = "/v1/audit/records/";

/// What `select` may name.
pub(super) static SHAPE: Shape<AuditRow> = Shape {
    registry: &FIELDS,
    parts: &[
        ("object", &["icon"]),
        ("related", &["id", "objectType"]),
        ("actor", &["icon"]),
        ("actor.account", &["icon"]),
        ("request.api.geolocation", &["countryCode"]),
        ("viewers", &["id", "name", "type", "icon"]),
        ("documents", &["before", "after"]),
    ],
    links: &[],
};

/// A record. `viewers` has the accounts of the page's viewers; `renders` fills the templates.
pub(super) fn write(o: &mut Object, record: &AuditRecord, viewers: &[AccountSummary], renders: bool) {
    o.identity(record.id, PATH);
    o.text("event", record.event.as_str());
    o.moment("timestamp", Some(record.at));
    o.text("type", "Public");
    let template = |o: &mut Object, name, text: &str| {
        if renders { o.text(name, &fill(text, record)) } else { o.text(name, text) }
    };
    template(o, "summary", record.event.summary());
    template(o, "details", record.event.details());
    object(o, record);
    o.list("related", Show::ByDefault, &record.related, |o, related| {
        o.text("id", &related.id);
        o.text("objectType", related.kind.as_str());
    });
    o.object("actor", Show::ByDefault, |o| actor(o, &record.actor));
    o.object("request", Show::ByDefault, |o| request(o, &record.origin));
    let shown = record.viewers.iter().filter_map(|id| viewers.iter().find(|viewer| viewer.id == *id));
    o.list("viewers", Show::OnDemand, shown, |o, viewer| {
        o.id(viewer.id);
        o.text("name", viewer.name.as_str());
        o.text("type", viewer.kind.as_str());
        o.path("icon", ACCOUNT_PATH, viewer.id, "/icon");
    });
    o.object("documents", Show::OnDemand, |o| {
        document(o, "before", &record.documents.before);
        document(o, "after", &record.documents.after);
    });
}

fn object(o: &mut Object, record: &AuditRecord) {
    let about = &record.object;
    o.object("object", Show::ByDefault, |o| {
        o.text("id", &about.id);
        o.text("name", &about.name);
        match about.kind {
            ObjectKind::Account => icon::<AccountId>(o, ACCOUNT_PATH, &about.id),
            ObjectKind::User => icon::<UserId>(o, USER_PATH, &about.id),
            ObjectKind::Buyer => icon::<BuyerId>(o, BUYER_PATH, &about.id),
            ObjectKind::AccountUser | ObjectKind::UserGroup | ObjectKind::ApiToken | ObjectKind::Device => {}
        }
        o.text("objectType", about.kind.as_str());
        o.number("revision", about.revision);
    });
}

fn icon<I: Id>(o: &mut Object, path: &str, id: &str) {
    if let Ok(number) = I::SHAPE.parse(id) {
        o.path("icon", path, I::from_number(number), "/icon");
    }
}

fn actor(o: &mut Object, actor: &AuditActor) {
    o.maybe("id", actor.id.as_deref());
    o.text("name", &actor.name);
    if let Some(id) = &actor.id {
        icon::<UserId>(o, USER_PATH, id);
    }
    if let Some(account) = &actor.account {
        o.object("account", Show::ByDefault, |o| {
            o.id(account.id);
            o.text("name", &account.name);
            o.path("icon", ACCOUNT_PATH, account.id, "/icon");
            o.text("accountType", AccountKind::as_str(account.kind));
        });
    }
}

fn request(o: &mut Object, origin: &Origin) {
    o.object("api", Show::ByDefault, |o| {
        o.maybe("ip", origin.ip.as_deref());
        o.maybe("userAgent", origin.user_agent.as_deref());
    });
    o.object("log", Show::ByDefault, |o| o.maybe("correlationId", origin.correlation_id.as_deref()));
}

fn document(o: &mut Object, name: &'static str, members: &[(String, Fact)]) {
    if members.iter().any(|(_, fact)| *fact != Fact::Null) {
        o.raw(name, |out| write_members(out, members));
    }
}

/// Absent values are dropped here as everywhere.
fn write_members(out: &mut Vec<u8>, members: &[(String, Fact)]) {
    out.push(b'{');
    let present = members.iter().filter(|(_, fact)| *fact != Fact::Null);
    for (n, (name, fact)) in present.enumerate() {
        if n > 0 {
            out.push(b',');
        }
        json::string(out, name);
        out.push(b':');
        write_fact(out, fact);
    }
    out.push(b'}');
}

fn write_fact(out: &mut Vec<u8>, fact: &Fact) {
    match fact {
        Fact::Null => out.extend_from_slice(b"null"),
        Fact::Flag(flag) => json::plain(out, flag),
        Fact::Number(number) => json::plain(out, number),
        Fact::Text(text) => json::string(out, text),
        Fact::Object(members) => write_members(out, members),
        Fact::List(items) => {
            out.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write_fact(out, item);
            }
            out.push(b']');
        }
    }
}
