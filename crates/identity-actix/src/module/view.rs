//! Modules as they are shown (platform.md §3.5).

use std::collections::BTreeSet;

use identity_core::account::AccountKind;
use identity_core::id::ModuleId;
use identity_core::module::{FIELDS, Module, ModuleSettings, Shelf};
use identity_core::service::ActorNames;
use identity_core::value::Prose;

use crate::audit::stamps;
use crate::http::select::Shape;
use crate::http::writer::{Key, Link, Object, Show, key, texts};

/// What stands before the identifier in `href`.
pub(super) const PATH: &str = "/v1/accounts/modules/";
/// What a reference shows.
const REFERENCE: &[&str] = &["id", "href", "name", "description", "paid", "filters", "settings"];
/// Members of `settings`.
const SETTINGS: &[&str] =
    &["sharedAccount", "configurable", "default", "paid", "obsolete", "type", "eligibility"];

/// What `select` may name.
pub(crate) static SHAPE: Shape<Module> = Shape {
    registry: &FIELDS,
    parts: &[("settings", SETTINGS), ("settings.eligibility", &["multi", "single"])],
    links: &[],
};

/// A reference to a module, or the module.
struct ModuleLink<'m> {
    module: &'m Module,
    is_seen: bool,
}

impl Link for ModuleLink<'_> {
    const NAMES: &'static [&'static str] = REFERENCE;

    fn key(&self) -> Key {
        key(self.module.id)
    }

    fn is_full(&self) -> bool {
        self.is_seen
    }

    fn write(&self, o: &mut Object, is_full: bool) {
        if is_full {
            write(o, self.module);
            return;
        }
        o.identity(self.module.id, PATH);
        summary(o, self.module);
        settings(o, self.module);
    }
}

fn summary(o: &mut Object, module: &Module) {
    o.text("name", module.name.as_str());
    o.maybe("description", module.description.as_ref().map(Prose::as_str));
    o.flag("paid", module.settings.is_paid);
}

fn settings(o: &mut Object, module: &Module) {
    o.object("settings", Show::ByDefault, |o| write_settings(o, &module.settings));
    if module.settings.has_buyer_filter {
        o.object("filters", Show::ByDefault, |o| o.texts("group.buyers", &["selected", "all"]));
    }
}

fn write_settings(o: &mut Object, settings: &ModuleSettings) {
    o.flag("sharedAccount", settings.is_shared_account);
    o.flag("configurable", settings.is_configurable);
    o.flag("default", settings.is_default);
    o.flag("paid", settings.is_paid);
    o.flag("obsolete", settings.is_obsolete);
    let kinds = [settings.is_new.then_some("new"), settings.is_legacy.then_some("legacy")];
    if kinds.iter().any(Option::is_some) {
        o.raw("type", |out| texts(out, kinds.into_iter().flatten()));
    }
    if settings.is_eligible_multi || settings.is_eligible_single {
        o.object("eligibility", Show::ByDefault, |o| {
            o.flag("multi", settings.is_eligible_multi);
            o.flag("single", settings.is_eligible_single);
        });
    }
}

/// The member `modules`: by identifier, from the catalogue in memory.
pub(crate) fn links(o: &mut Object, show: Show, ids: &BTreeSet<ModuleId>, shelf: &Shelf) {
    let link = |module| ModuleLink { module, is_seen: shelf.shows(module) };
    o.links("modules", show, shelf.modules(ids).map(link));
}

/// A module.
pub(crate) fn write(o: &mut Object, module: &Module) {
    o.identity(module.id, PATH);
    o.number("revision", module.revision);
    summary(o, module);
    o.text("code", module.code.as_str());
    let kinds: Vec<_> = module.account_kinds.iter().copied().map(AccountKind::as_str).collect();
    o.texts("accountTypes", &kinds);
    o.flag("isConfigurable", module.settings.is_configurable);
    o.flag("isEnabledByDefault", module.settings.is_default);
    settings(o, module);
    let events = [("created", module.stamps.created), ("updated", module.stamps.updated)];
    // The catalogue is applied by the service itself, so no event has an actor.
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &ActorNames::default(), &events));
}
