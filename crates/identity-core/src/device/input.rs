//! Bodies of D1 and D7.

use super::{DeviceApp, SystemInformation};
use crate::error::Error;
use crate::value::{BadText, Form, Member, Text, Uid};

/// Members of D1.
#[derive(Debug, Clone, Default)]
pub struct DeviceInput {
    /// `app`
    pub app: Member<String>,
    /// `name`
    pub name: Member<String>,
    /// `storeUid`
    pub store: Member<String>,
    /// `tillUid`
    pub till: Member<String>,
}

/// What D1 asks for.
pub(super) struct Wanted {
    pub(super) app: DeviceApp,
    pub(super) name: Option<Text<100>>,
    pub(super) store: Option<Uid>,
    pub(super) till: Option<Uid>,
}

/// Members of D7; `systemInformation` is the text of an object.
#[derive(Debug, Clone, Default)]
pub struct DeviceUpdate {
    /// `systemInformation`
    pub system_information: Member<String>,
    /// `name`
    pub name: Member<String>,
}

/// Members of D5 beside the pair; `systemInformation` is the text of an object.
#[derive(Debug, Clone, Default)]
pub struct LinkInput {
    /// `appId`
    pub app: Member<String>,
    /// `systemInformation`
    pub system_information: Member<String>,
}

/// What D5 says.
#[derive(Clone)]
pub(super) struct Telling {
    /// What runs there; it is noted in the trail and decides nothing.
    pub(super) app: Text<100>,
    pub(super) system_information: Option<SystemInformation>,
}

/// What D7 says.
pub(super) struct Said {
    pub(super) system_information: SystemInformation,
    pub(super) name: Option<Text<100>>,
}

/// A member that may be left out, and nothing else: neither `null` nor a text that does not parse.
fn optional<T>(
    form: &mut Form,
    path: &str,
    member: &Member<String>,
    parse: impl Fn(&str) -> Result<T, BadText>,
) -> Option<T> {
    match member {
        Member::Absent => None,
        Member::Null => {
            form.reject(path, "Must not be null.");
            None
        }
        Member::Value(text) => form.noted(path, parse(text)),
        Member::Bad(message) => {
            form.reject(path, message);
            None
        }
    }
}

/// A UID that may be left out or empty (self-service.md §1.1).
fn uid(form: &mut Form, path: &str, member: &Member<String>) -> Option<Uid> {
    match member {
        Member::Value(text) if text.is_empty() => None,
        member => optional(form, path, member, str::parse),
    }
}

impl DeviceInput {
    /// Reads all members.
    pub(super) fn read(&self) -> Result<Wanted, Error> {
        let mut form = Form::default();
        let app = form.required("app", &self.app, None, DeviceApp::read);
        let name = optional(&mut form, "name", &self.name, str::parse);
        let store = uid(&mut form, "storeUid", &self.store);
        let till = uid(&mut form, "tillUid", &self.till);
        form.finish(app.map(|app| Wanted { app, name, store, till }))
    }
}

impl LinkInput {
    /// Reads all members.
    pub(super) fn read(&self) -> Result<Telling, Error> {
        let mut form = Form::default();
        let app = form.required("appId", &self.app, None, str::parse);
        let system_information = optional(&mut form, "systemInformation", &self.system_information, |text| {
            SystemInformation::new(text.to_owned())
        });
        form.finish(app.map(|app| Telling { app, system_information }))
    }
}

impl DeviceUpdate {
    /// Reads all members.
    pub(super) fn read(&self) -> Result<Said, Error> {
        let mut form = Form::default();
        let information = form.required("systemInformation", &self.system_information, None, |text| {
            SystemInformation::new(text.to_owned())
        });
        let name = optional(&mut form, "name", &self.name, str::parse);
        form.finish(information.map(|system_information| Said { system_information, name }))
    }
}
