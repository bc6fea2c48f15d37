//! What an audit record shows of a device. Its code, its token and what it says of itself are masked (S-R42, R50).

use super::{Device, DeviceState};
use crate::audit::{AuditObject, Documents, Fact, ObjectKind};

/// What an audit record is about.
pub(super) fn audit_object(device: &Device) -> AuditObject {
    AuditObject {
        kind: ObjectKind::Device,
        id: device.id.to_string(),
        name: device.name.to_string(),
        revision: device.revision,
    }
}

fn secret(is_there: bool) -> Fact {
    if is_there { Fact::secret() } else { Fact::Null }
}

fn members(device: &Device) -> [(&'static str, Fact); 8] {
    [
        ("identifier", Fact::text(Some(device.number))),
        ("name", Fact::text(Some(&device.name))),
        ("app", Fact::text(Some(device.app.as_str()))),
        ("status", Fact::text(Some(device.state.status().as_str()))),
        ("storeUid", Fact::text(device.store.as_ref())),
        ("tillUid", Fact::text(device.till.as_ref())),
        ("deviceCode", secret(matches!(device.state, DeviceState::Pending(_)))),
        ("deviceToken", secret(matches!(device.state, DeviceState::Active(_)))),
    ]
}

/// Members of a new device.
pub(super) fn made(device: &Device) -> Documents {
    let mut documents = Documents::default();
    for (name, after) in members(device) {
        documents.note(name, Fact::Null, after);
    }
    documents
}

/// Members that changed.
pub(super) fn changed(before: &Device, after: &Device) -> Documents {
    let mut documents = Documents::default();
    for ((name, was), (_, is)) in members(before).into_iter().zip(members(after)) {
        documents.note(name, was, is);
    }
    if before.system_information != after.system_information {
        documents.note("systemInformation", Fact::Null, Fact::secret());
    }
    documents
}
