//! Lists of modules.

use super::dice::Dice;
use super::listing::Listing;
use crate::account::AccountKind;
use crate::id::Id as _;
use crate::module::{FIELDS, Module, ModuleScope, ModuleSettings, ModuleStamps};
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, module, parsed};

pub(in crate::testing) fn any_module(dice: &Dice, n: u64) -> Module {
    Module {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        code: parsed(&format!("{}-{n}", dice.pick(&["sales", "Sales", "stock_"]))),
        name: dice.text(),
        description: dice.maybe(dice.text()),
        account_kinds: AccountKind::ALL.into_iter().filter(|_| dice.flip()).collect(),
        settings: ModuleSettings {
            is_paid: dice.flip(),
            is_configurable: dice.flip(),
            is_default: dice.flip(),
            ..ModuleSettings::default()
        },
        stamps: ModuleStamps { created: dice.stamp(), updated: dice.stamp() },
        ..module(n)
    }
}

/// Every query on modules.
pub fn modules(stage: &Stage) {
    let dice = Dice::new(5);
    let modules: Vec<Module> = (1..=24).map(|n| any_module(&dice, n * n * 700)).collect();
    stage.put(Rows { modules: modules.clone(), ..Rows::default() });
    let kind = AccountKind::Vendor;
    for scope in [ModuleScope::All, ModuleScope::Kind(kind)] {
        let is_visible = |m: &&Module| scope == ModuleScope::All || m.account_kinds.contains(&kind);
        let listing =
            Listing { stage, registry: &FIELDS, rows: modules.iter().filter(is_visible).cloned().collect() };
        listing.check(move |tx, query| Ok(tx.modules().page(scope, query)?.map(|module| module.id.number())));
    }
}
