//! What every store must do, as plain functions, and the macro that makes each of them a test.
//!
//! An adapter's test says `store_contract!(fresh_store);` where `fresh_store` is a function without arguments that
//! returns a [`Fixture`] around an empty store. An adapter whose futures need a runtime names a [`Runner`] as well:
//! `store_contract!(fresh_store, run);`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "the suite is made of assertions"
)]

pub mod account;
pub mod api_token;
pub mod audit;
pub mod buyer;
mod check;
pub mod device;
pub mod forget;
pub mod group;
pub mod icon;
pub mod idempotency;
pub mod list;
pub mod membership;
pub mod module;
pub mod outbox;
pub mod pin;
pub mod profile;
pub mod replay;
pub mod reset;
pub mod second_factor;
pub mod session;
pub mod signing_key;
mod stage;
pub mod tenant;
pub mod throttle;
pub mod transaction;
pub mod user;

pub(in crate::testing) use list::{
    Dice, TENANTS, TEXTS, any_account, any_buyer, any_group, any_membership, any_module, any_record,
    any_token, any_user, digest_of,
};
pub use stage::{Fixture, Runner, Stage, block_on};

/// Makes every function of the contract suite a test: `store_contract!(fresh_store)` or
/// `store_contract!(fresh_store, runner)`; see [`contract`](crate::testing::contract).
#[macro_export]
macro_rules! store_contract {
    ($fresh:path) => {
        $crate::store_contract!($fresh, $crate::testing::contract::Stage::run_here);
    };
    ($fresh:path, $run:path) => {
        fn on_fresh_store(check: fn(&$crate::testing::contract::Stage)) {
            $crate::testing::contract::Stage::with($fresh(), $run, check);
        }

        $crate::store_contract! { @tests
            transaction: [
                a_fresh_store_is_empty,
                an_error_rolls_everything_back,
                a_panic_rolls_back_and_the_store_lives_on,
                a_swallowed_failure_is_never_committed,
                after_a_failure_every_statement_is_refused,
                a_read_changes_nothing,
                every_reading_finds_what_was_committed,
                a_write_sees_its_own_changes,
                nobody_sees_what_is_not_committed,
                concurrent_changes_all_take_effect,
                write_skew_is_impossible,
                a_read_sees_one_state,
                a_dropped_write_is_whole_or_nothing,
            ]
            forget: [
                done_before_the_writer_is_answered,
                not_done_when_nothing_is_committed,
                each_kind_reaches_its_own,
            ]
            account: [
                every_field_survives,
                wide_identifiers_survive,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything,
                an_update_of_nothing_is_refused,
                external_ids_are_unique_per_kind,
                slugs_are_unique_per_parent,
                taken_slugs_and_accounts_without_one,
                names_find_at_most_two,
                domains_are_ordered_by_full_name,
                scopes_show_no_more_than_they_say,
                lineage_and_height_follow_the_tree,
                operations_and_summaries,
            ]
            user: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything,
                an_update_of_nothing_is_refused,
                emails_are_unique_until_deletion,
                scopes_show_no_more_than_they_say,
                summaries_include_the_deleted,
            ]
            membership: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything,
                an_update_of_nothing_is_refused,
                pairs_are_unique_until_deletion,
                owners_are_unique_until_deletion,
                domain_users_come_by_email,
                memberships_of_a_person,
                administrators_are_counted_exactly,
                people_of_groups,
                expired_invitations_wait_until_they_are_noted,
                scopes_show_no_more_than_they_say,
            ]
            tenant: [
                members_are_narrowed_by_what_is_shown,
                members_are_sorted_and_counted,
                tokens_of_robots_are_no_api_tokens,
                codes_find_their_membership,
                usable_accounts_and_their_default_groups,
            ]
            profile: [
                the_last_profile_counts,
                a_profile_of_nobody_is_refused,
                codes_and_external_ids_are_unique,
                stores_of_members,
            ]
            group: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything,
                an_update_of_nothing_is_refused,
                a_removed_identifier_is_never_used_again,
                groups_of_an_account,
                summaries_and_modules,
                scopes_show_no_more_than_they_say,
            ]
            module: [
                every_field_survives,
                a_taken_identifier_is_refused,
                an_update_replaces_everything,
                scopes_show_no_more_than_they_say,
            ]
            api_token: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything_but_last_use,
                an_update_of_nothing_is_refused,
                later_uses_win,
                credentials_hold_what_authentication_needs,
                credentials_of_keys_have_their_secret,
                all_tokens_of_an_account,
                an_unusable_ancestor_shows,
                tokens_with_modules,
                sealed_copies_are_erased_by_account,
                summaries_include_the_deleted,
                scopes_show_no_more_than_they_say,
            ]
            buyer: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything,
                an_update_of_nothing_is_refused,
                company_contacts_are_unique_until_deletion,
                buyers_and_groups,
                scopes_show_no_more_than_they_say,
            ]
            audit: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                records_roll_back_with_their_change,
                the_newest_come_first,
                scopes_show_no_more_than_they_say,
            ]
            icon: [
                every_kind_survives,
                the_last_picture_counts,
                owners_do_not_share,
                a_removed_picture_is_gone,
                pictures_roll_back_with_their_change,
            ]
            idempotency: [
                answers_are_found_by_their_key,
                a_key_is_taken_until_it_expires,
                expired_answers_are_removed,
                answers_roll_back_with_their_effect,
            ]
            replay: [
                a_pair_is_admitted_once_or_only_read,
                of_many_at_once_one_writes,
                old_sightings_are_removed,
                a_later_reading_is_remembered_for_longer,
            ]
            reset: [
                requests_wait_once_per_email,
                a_person_has_one_reset,
                resets_that_are_over_are_removed,
            ]
            session: [
                every_field_survives,
                a_refresh_token_is_replaced_once,
                a_use_reaches_what_lives_in_it,
                sets_end_what_they_say,
                what_is_over_is_removed,
            ]
            pin: [
                the_last_pin_counts,
                a_removed_pin_is_gone,
                who_can_sign_in_at_a_device,
            ]
            device: [
                every_field_survives,
                a_taken_identifier_stores_nothing,
                an_update_replaces_everything_but_last_use,
                an_update_of_nothing_is_refused,
                numbers_and_codes_are_unique_until_removal,
                later_uses_win,
                unlinked_devices_wait_in_order,
                pages_of_an_account,
            ]
            throttle: [
                counters_are_replaced_and_removed,
                expired_counters_are_removed,
            ]
            second_factor: [
                the_last_enrolment_counts,
                steps_are_used_up_in_order,
                recovery_codes_are_used_once,
                removal_takes_recovery_codes_along,
            ]
            signing_key: [
                keys_survive_newest_first,
                one_key_is_active,
                a_retired_key_leaves_its_place,
                expired_keys_are_removed,
            ]
            outbox: [
                mail_is_due_in_the_order_it_was_queued,
                postponed_mail_waits,
                a_mail_is_claimed_by_one,
                removed_mail_is_gone,
                mail_rolls_back_with_its_change,
            ]
            list: [
                accounts,
                people,
                memberships_by_person,
                memberships_by_membership,
                groups,
                buyers,
                modules,
                tokens,
                records,
                worked_examples,
                absent_values,
                patterns_are_text,
                ignored_case,
                collections,
                hidden_elements,
                rows_that_come_or_go_hide_no_others,
            ]
        }
    };
    (@tests $($group:ident: [$($name:ident),* $(,)?])*) => {$(
        mod $group {$(
            #[test]
            fn $name() {
                super::on_fresh_store($crate::testing::contract::$group::$name);
            }
        )*}
    )*};
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Fixture;
    use crate::testing::MemoryStore;

    fn fresh_store() -> Fixture {
        let store = MemoryStore::default();
        let epochs = Arc::clone(store.epochs());
        Fixture { store: Arc::new(store), epochs, guard: Box::new(()) }
    }

    store_contract!(fresh_store);

    /// How far the macro indents the names of functions, and nothing else in the file is indented.
    const NAMED: &str = "                ";

    /// A function that the macro forgets would never run.
    #[test]
    fn the_macro_names_every_function() {
        let files = [
            include_str!("account.rs"),
            include_str!("api_token.rs"),
            include_str!("audit.rs"),
            include_str!("buyer.rs"),
            include_str!("device.rs"),
            include_str!("forget.rs"),
            include_str!("group.rs"),
            include_str!("icon.rs"),
            include_str!("idempotency.rs"),
            include_str!("list/account.rs"),
            include_str!("list/audit.rs"),
            include_str!("list/buyer.rs"),
            include_str!("list/collections.rs"),
            include_str!("list/examples.rs"),
            include_str!("list/group.rs"),
            include_str!("list/membership.rs"),
            include_str!("list/module.rs"),
            include_str!("list/token.rs"),
            include_str!("list/user.rs"),
            include_str!("list/walk.rs"),
            include_str!("membership.rs"),
            include_str!("module.rs"),
            include_str!("outbox.rs"),
            include_str!("profile.rs"),
            include_str!("pin.rs"),
            include_str!("replay.rs"),
            include_str!("reset.rs"),
            include_str!("second_factor.rs"),
            include_str!("session.rs"),
            include_str!("tenant.rs"),
            include_str!("throttle.rs"),
            include_str!("signing_key.rs"),
            include_str!("transaction.rs"),
            include_str!("user.rs"),
        ];
        let lines = files.iter().flat_map(|text| text.lines());
        let mut written: Vec<&str> = lines
            .filter_map(|line| line.strip_prefix("pub fn ")?.strip_suffix("(stage: &Stage) {"))
            .collect();
        let named =
            include_str!("mod.rs").lines().filter_map(|line| line.strip_prefix(NAMED)?.strip_suffix(','));
        let mut named: Vec<&str> = named.collect();
        written.sort_unstable();
        named.sort_unstable();
        assert_eq!(written, named);
    }
}
