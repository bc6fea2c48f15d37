//! The module catalogue as a TOML file: one `[[module]]` per module.

use std::collections::BTreeSet;
use std::path::Path;

use identity_core::account::AccountKind;
use identity_core::id::{Id as _, IdShape, ModuleId};
use identity_core::module::{Module, ModuleSettings, ModuleStamps};
use identity_core::value::{BadText, Text};
use serde::Deserialize;

use crate::config::{ConfigError, ModulesConfig};

/// What ships with the binary.
const BUILT_IN: &str = include_str!("../catalogue.toml");
const SETTING: &str = "modules.catalogue";

/// A catalogue file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "module")]
    modules: Vec<Entry>,
}

/// A module; what is not said is `false`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "the contract's settings are independent flags")]
struct Entry {
    id: String,
    code: String,
    name: String,
    description: Option<String>,
    account_types: Vec<String>,
    #[serde(default)]
    default: bool,
    #[serde(default)]
    configurable: bool,
    #[serde(default)]
    paid: bool,
    #[serde(default)]
    obsolete: bool,
    #[serde(default)]
    shared_account: bool,
    #[serde(default)]
    buyer_filter: bool,
    #[serde(default)]
    new: bool,
    #[serde(default)]
    legacy: bool,
    #[serde(default)]
    eligible_multi: bool,
    #[serde(default)]
    eligible_single: bool,
}

/// Reads the catalogue that the settings name, or the built-in one.
///
/// # Errors
/// [`ConfigError`] for a file that cannot be read or has a wrong value in it.
pub fn read(settings: &ModulesConfig) -> Result<Vec<Module>, ConfigError> {
    match &settings.catalogue {
        None => parse(BUILT_IN).map_err(|message| ConfigError::new(SETTING, message)),
        Some(path) => read_file(path).map_err(|message| {
            let path = path.display();
            ConfigError::new(SETTING, format_args!("{path}: {message}"))
        }),
    }
}

fn read_file(path: &Path) -> Result<Vec<Module>, String> {
    parse(&std::fs::read_to_string(path).map_err(|error| error.to_string())?)
}

fn parse(text: &str) -> Result<Vec<Module>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    file.modules.into_iter().map(module).collect()
}

fn module(entry: Entry) -> Result<Module, String> {
    let id = entry.id.parse::<ModuleId>().ok().filter(|id| id.number() < IdShape::space(2));
    let id =
        id.ok_or_else(|| format!("`{}` is no module id, such as MOD-1756 or MOD-1756-1452", entry.id))?;
    let about = |error: &dyn std::fmt::Display| format!("{id}: {error}");
    Ok(Module {
        id,
        revision: 1,
        code: code(entry.code).map_err(|error| about(&error))?,
        name: entry.name.parse().map_err(|error| about(&error))?,
        description: entry.description.map(|text| text.parse()).transpose().map_err(|error| about(&error))?,
        account_kinds: kinds(&entry.account_types).map_err(|error| about(&error))?,
        settings: ModuleSettings {
            is_shared_account: entry.shared_account,
            is_configurable: entry.configurable,
            is_default: entry.default,
            is_paid: entry.paid,
            is_obsolete: entry.obsolete,
            is_new: entry.new,
            is_legacy: entry.legacy,
            is_eligible_multi: entry.eligible_multi,
            is_eligible_single: entry.eligible_single,
            has_buyer_filter: entry.buyer_filter,
        },
        stamps: ModuleStamps::default(),
    })
}

/// Codes stand in comma-separated lists and in scopes, so they are lower-case words joined by hyphens.
fn code(text: String) -> Result<Text<100>, String> {
    let is_slug = !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !is_slug {
        return Err(format!("`{text}` is no code: lower-case letters, digits and hyphens"));
    }
    text.parse().map_err(|error: BadText| error.to_string())
}

fn kinds(names: &[String]) -> Result<BTreeSet<AccountKind>, String> {
    let kind = |name: &String| {
        AccountKind::parse(name)
            .ok_or_else(|| format!("`{name}` is no account type: Client, Vendor, Operations"))
    };
    names.iter().map(kind).collect()
}

#[cfg(test)]
mod tests {
    use identity_core::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT};

    use super::*;

    const ONE: &str =
        "[[module]]\nid = 'MOD-1756-1452'\ncode = 'a-b'\nname = 'A'\naccount_types = ['Client']\n";

    #[test]
    fn the_built_in_catalogue_has_what_the_contract_promises() {
        let modules = read(&ModulesConfig::default()).unwrap();
        let find = |id: ModuleId| modules.iter().find(|module| module.id == id).unwrap();
        let access = find(ACCESS_MANAGEMENT);
        assert_eq!((access.code.as_str(), access.name.as_str()), ("access-management", "Access Management"));
        assert!(AccountKind::ALL.into_iter().all(|kind| access.is_mandatory_for(kind)));
        let accounts = find(ACCOUNT_MANAGEMENT);
        assert_eq!(
            (accounts.code.as_str(), accounts.name.as_str()),
            ("account-management", "Account Management")
        );
        let open_to: Vec<_> =
            AccountKind::ALL.into_iter().filter(|kind| accounts.is_open_to(*kind)).collect();
        assert_eq!(open_to, [AccountKind::Operations]);
        let marketplace = find(ModuleId::new(478));
        assert_eq!((marketplace.code.as_str(), marketplace.name.as_str()), ("marketplace", "Marketplace"));
        for kind in AccountKind::ALL {
            let free =
                modules.iter().filter(|module| module.is_open_to(kind) && !module.is_mandatory_for(kind));
            assert!(free.count() >= 2, "{kind:?}: groups with fewer modules need some that may be left out");
        }
    }

    #[test]
    fn ids_have_one_or_two_groups() {
        assert_eq!(parse(ONE).unwrap()[0].id, ModuleId::new(17_561_452));
        assert!(parse(&ONE.replace("MOD-1756-1452", "MOD-1756-1452-0001")).is_err());
    }

    #[test]
    fn wrong_entries_are_refused_by_name() {
        for (wrong, word) in [
            (ONE.replace("MOD-1756-1452", "1756"), "1756"),
            (ONE.replace("a-b", "A B"), "A B"),
            (ONE.replace("a-b", ""), "empty"),
            (ONE.replace("Client", "Partner"), "Partner"),
            (format!("{ONE}payed = true\n"), "payed"),
            (format!("{ONE}paid = 1\n"), "boolean"),
            ("[[modules]]".into(), "modules"),
        ] {
            let message = parse(&wrong).unwrap_err();
            assert!(message.contains(word), "{message}");
        }
    }
}
