//! Devices and those who use them on the wire (self-service.md §3).

use identity_core::actor::Principal;
use identity_core::device::{Device, DeviceUser};
use identity_core::value::Uid;

use crate::http::json;
use crate::http::writer::Object;

/// `Device`; whoever sees one acts in its tenant.
pub(super) fn device(o: &mut Object, principal: &Principal, device: &Device) {
    let tenant = device.account.to_string();
    let name = principal.account_name.as_deref().unwrap_or_default();
    o.text("deviceUid", &device.id.to_string());
    o.raw("deviceIdentifier", |out| json::string(out, &device.number.to_string()));
    o.text("name", device.name.as_str());
    o.text("app", device.app.as_str());
    o.text("status", device.state.status().as_str());
    part(o, "storeInfo", &[("storeUid", uid(device.store.as_ref()))]);
    part(o, "tillInfo", &[("tillUid", uid(device.till.as_ref()))]);
    part(o, "tenantInfo", &[("tenantUid", &tenant), ("name", name)]);
    // Nothing of ours.
    o.raw("settings", |out| out.extend_from_slice(b"[]"));
    o.raw("printers", |out| out.extend_from_slice(b"[]"));
    o.moment("createdAt", Some(device.created_at));
    o.moment("lastModifiedAt", Some(device.modified_at));
    o.moment("lastSeenAt", device.last_seen_at);
}

fn uid(uid: Option<&Uid>) -> &str {
    uid.map_or("", Uid::as_str)
}

fn part(o: &mut Object, name: &'static str, members: &[(&'static str, &str)]) {
    o.raw(name, |out| {
        let mut part = Object::plain(out);
        for (name, text) in members {
            part.text(name, text);
        }
        part.close();
    });
}

/// `DeviceUser`
pub(super) fn user(o: &mut Object, user: &DeviceUser) {
    o.text("tenantUserUid", &user.id.to_string());
    o.text("userCode", user.user_code.as_str());
    o.text("displayName", &user.display_name);
    o.text("firstname", &user.first_name);
    o.text("lastname", &user.last_name);
    o.text("accountType", user.kind.account_type());
}
