//! The catalogue.

use std::collections::BTreeSet;

use super::Stage;
use super::check::numbers;
use crate::account::AccountKind;
use crate::list::Query;
use crate::module::{FIELDS, Module, ModuleScope, ModuleSettings};
use crate::testing::fixture::{Rows, filled_module, module};

fn put(stage: &Stage, modules: impl IntoIterator<Item = Module>) {
    let modules = modules.into_iter().collect();
    stage.put(Rows { modules, ..Rows::default() });
}

fn all(stage: &Stage) -> Vec<Module> {
    stage.look(|tx| Ok(tx.modules().all()?))
}

/// Each setting on its own: none may stand in for another.
fn single_settings() -> Vec<ModuleSettings> {
    let mut one_each = vec![ModuleSettings::default(); 10];
    let flags: [fn(&mut ModuleSettings) -> &mut bool; 10] = [
        |s| &mut s.is_shared_account,
        |s| &mut s.is_configurable,
        |s| &mut s.is_default,
        |s| &mut s.is_paid,
        |s| &mut s.is_obsolete,
        |s| &mut s.is_new,
        |s| &mut s.is_legacy,
        |s| &mut s.is_eligible_multi,
        |s| &mut s.is_eligible_single,
        |s| &mut s.has_buyer_filter,
    ];
    for (settings, flag) in one_each.iter_mut().zip(flags) {
        *flag(settings) = true;
    }
    one_each
}

/// What is inserted is found again, to the last member, by identifier.
pub fn every_field_survives(stage: &Stage) {
    let mut modules =
        vec![module(7), Module { account_kinds: BTreeSet::new(), ..module(8) }, filled_module(9)];
    modules.extend((10..).zip(single_settings()).map(|(n, settings)| Module { settings, ..module(n) }));
    put(stage, modules.iter().rev().cloned());
    assert_eq!(all(stage), modules);
}

/// The catalogue is applied to what is there: a second row of one identifier is a defect.
pub fn a_taken_identifier_is_refused(stage: &Stage) {
    put(stage, [module(1)]);
    stage.refuse(|tx| Ok(tx.modules().insert(&filled_module(1))?));
    assert_eq!(all(stage), [module(1)]);
}

/// An update sets and clears every member.
pub fn an_update_replaces_everything(stage: &Stage) {
    put(stage, [module(1), module(2)]);
    for new in [filled_module(2), module(2)] {
        let update = new.clone();
        stage.change(move |tx| Ok(tx.modules().update(&update)?));
        assert_eq!(all(stage), [module(1), new]);
    }
    stage.refuse(|tx| Ok(tx.modules().update(&module(3))?));
}

/// An account's kind decides which modules its actors see.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    let open_to =
        |n, kinds: &[AccountKind]| Module { account_kinds: kinds.iter().copied().collect(), ..module(n) };
    let (client, vendor) = (AccountKind::Client, AccountKind::Vendor);
    put(stage, [open_to(1, &[client, vendor]), open_to(2, &[vendor]), filled_module(3), open_to(4, &[])]);
    let visible = |scope| {
        stage.look(move |tx| {
            let page = tx.modules().page(scope, &Query::everything(&FIELDS))?;
            assert_eq!(page.total, u64::try_from(page.items.len()).unwrap());
            Ok(numbers(page.items.into_iter().map(|module| module.id)))
        })
    };
    assert_eq!(visible(ModuleScope::All), [1, 2, 3, 4]);
    assert_eq!(visible(ModuleScope::Kind(client)), [1]);
    assert_eq!(visible(ModuleScope::Kind(vendor)), [1, 2, 3]);
    assert_eq!(visible(ModuleScope::Kind(AccountKind::Operations)), []);
    assert_eq!(visible(ModuleScope::Nothing), []);
}
