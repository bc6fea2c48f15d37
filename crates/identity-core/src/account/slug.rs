//! Slugs of accounts that were given none: made from the name, once (P-R33).

use super::Account;
use crate::error::Error;
use crate::id::AccountId;
use crate::port::Transaction;
use crate::value::AccountSlug;

/// What an account is called whose name has nothing in it that a slug may have.
const NAMELESS: &str = "account";
/// Numbers that are tried one after the other, before the search goes on in leaps.
const STEPS: u32 = 16;
/// Numbers there are at most: a parent has fewer children.
const NUMBER_MAX: u32 = 1 << 30;

/// Gives an account the slug that its name leads to, the first one that is free below its parent.
///
/// # Errors
/// Those of the store.
pub(crate) fn assign(tx: &mut dyn Transaction, account: &mut Account) -> Result<(), Error> {
    let base = base_of(account.name.as_str());
    account.slug = Some(free(tx, account.parent, &base)?);
    Ok(())
}

/// Gives an account that comes below another parent a new slug, if its own is taken there.
///
/// # Errors
/// Those of the store.
pub(super) fn settle(tx: &mut dyn Transaction, account: &mut Account) -> Result<(), Error> {
    match account.slug.take() {
        Some(slug) => account.slug = Some(free(tx, account.parent, slug.as_str())?),
        None => assign(tx, account)?,
    }
    Ok(())
}

/// Lower case, runs of other characters → `-`, stripped at both ends, cut.
fn base_of(name: &str) -> String {
    let mut base = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' {
            base.push(c);
        } else if !base.ends_with('-') {
            base.push('-');
        }
    }
    let base = cut(base.trim_matches(is_inner), AccountSlug::CHARS_MAX);
    if base.is_empty() { NAMELESS.into() } else { base.into() }
}

/// What stands inside a slug and never at its ends.
const fn is_inner(c: char) -> bool {
    matches!(c, '-' | '_')
}

/// As much of an ASCII text as that, without an end that a slug must not have.
fn cut(text: &str, chars_max: usize) -> &str {
    text.get(..chars_max).unwrap_or(text).trim_end_matches(is_inner)
}

/// The base itself as number 1, `base-2`, `base-3`…; none for what has the form of an identifier.
fn numbered(base: &str, number: u32) -> Option<AccountSlug> {
    if number == 1 {
        return base.parse().ok();
    }
    let suffix = format!("-{number}");
    format!("{}{suffix}", cut(base, AccountSlug::CHARS_MAX.saturating_sub(suffix.len()))).parse().ok()
}

/// The first free one, where that is near; beyond, a free one behind a taken one, found in few steps however many are
/// taken.
fn free(tx: &mut dyn Transaction, parent: Option<AccountId>, base: &str) -> Result<AccountSlug, Error> {
    for number in 1..=STEPS {
        if let Some(slug) = untaken(tx, parent, base, number)? {
            return Ok(slug);
        }
    }
    let (mut taken, mut number) = (STEPS, 2 * STEPS);
    let mut found = None;
    while found.is_none() && number <= NUMBER_MAX {
        found = untaken(tx, parent, base, number)?;
        if found.is_none() {
            (taken, number) = (number, 2 * number);
        }
    }
    while number - taken > 1 {
        let middle = taken.midpoint(number);
        match untaken(tx, parent, base, middle)? {
            Some(slug) => (found, number) = (Some(slug), middle),
            None => taken = middle,
        }
    }
    found.ok_or_else(|| Error::Internal("no free slug was found".into()))
}

fn untaken(
    tx: &mut dyn Transaction,
    parent: Option<AccountId>,
    base: &str,
    number: u32,
) -> Result<Option<AccountSlug>, Error> {
    let Some(slug) = numbered(base, number) else { return Ok(None) };
    let is_taken = tx.accounts().is_slug_taken(parent, &slug)?;
    Ok((!is_taken).then_some(slug))
}

/// Names accounts that have no slug, as accounts of older databases have none; at most `limit`, how many it were. The
/// slug is no change of theirs.
///
/// # Errors
/// Those of the store.
pub fn name_the_unnamed(tx: &mut dyn Transaction, limit: u32) -> Result<usize, Error> {
    let unnamed = tx.accounts().unnamed(limit)?;
    let count = unnamed.len();
    for mut account in unnamed {
        assign(tx, &mut account)?;
        tx.accounts().update(&account)?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountInput;
    use crate::account::{AccountState, create, update};
    use crate::testing::World;
    use crate::value::Member;

    #[test]
    fn p_r33_a_name_leads_to_a_slug() {
        let long = "x".repeat(62) + " y";
        for (name, slug) in [
            ("Harbour Lane Foods", "harbour-lane-foods"),
            ("  Ängström & Söhne GmbH. ", "ngstr-m-s-hne-gmbh"),
            ("snake_case - and__more", "snake_case-and__more"),
            ("_-ends-_", "ends"),
            ("日本", "account"),
            ("!", "account"),
            (&long, &"x".repeat(62)),
            (&"y".repeat(80), &"y".repeat(63)),
        ] {
            assert_eq!(base_of(name), slug, "{name}");
        }
    }

    #[test]
    fn p_r33_numbers_never_make_a_slug_too_long_or_an_identifier() {
        let text = |base: &str, number| numbered(base, number).map(|slug| slug.to_string());
        assert_eq!(text("acme", 1).as_deref(), Some("acme"));
        assert_eq!(text("acme", 12).as_deref(), Some("acme-12"));
        assert_eq!(text(&"x".repeat(63), 2), Some("x".repeat(61) + "-2"));
        assert_eq!(text(&("x".repeat(60) + "-zz"), 2), Some("x".repeat(60) + "-2"));
        assert_eq!(text("acc-1671-0642", 1), None);
        assert_eq!(text("acc-1671-0642", 2).as_deref(), Some("acc-1671-0642-2"));
        assert_eq!(text("acc-1671", 1024), None);
    }

    fn slug_of(world: &World, name: &str, parent: Option<AccountId>) -> String {
        account_of(world, name, parent).slug.unwrap().to_string()
    }

    fn account_of(world: &World, name: &str, parent: Option<AccountId>) -> Account {
        let input = AccountInput {
            name: Member::Value(name.into()),
            kind: Member::Value("Client".into()),
            parent: parent.map_or(Member::Absent, |parent| Member::Value(parent.to_string())),
            ..AccountInput::default()
        };
        world.write(&world.operator, move |tx, call| create(tx, call, Ok(&input))).unwrap()
    }

    #[test]
    fn p_r33_a_slug_is_the_first_free_one_below_its_parent() {
        let world = World::new();
        let parent = account_of(&world, "MSP", None).id;
        assert_eq!(slug_of(&world, "Acme", None), "acme");
        assert_eq!(slug_of(&world, "ACME!", None), "acme-2");
        assert_eq!(slug_of(&world, "acme", Some(parent)), "acme");
        let third = account_of(&world, "Acme", None);
        assert_eq!(third.slug.as_ref().unwrap().as_str(), "acme-3");
        let gone = Account { state: AccountState::Deleted, ..third };
        world.write(&world.operator, move |tx, _| Ok(tx.accounts().update(&gone)?)).unwrap();
        assert_eq!(slug_of(&world, "Acme", None), "acme-4", "a deleted account keeps its slug");
        assert_eq!(slug_of(&world, "Acc 1671 0642", None), "acc-1671-0642-2");
    }

    #[test]
    fn p_r33_many_of_one_name_are_numbered_without_a_gap() {
        let world = World::new();
        let mut slugs: Vec<String> = (0..70).map(|_| slug_of(&world, "Twin", None)).collect();
        let expected = (2..=70).map(|number| format!("twin-{number}"));
        assert_eq!(slugs.remove(0), "twin");
        assert_eq!(slugs, expected.collect::<Vec<_>>());
    }

    #[test]
    fn p_r33_renaming_keeps_the_slug_and_moving_keeps_it_where_it_is_free() {
        let world = World::new();
        let (one, two) = (account_of(&world, "One", None).id, account_of(&world, "Two", None).id);
        let moved = account_of(&world, "Acme", Some(one));
        account_of(&world, "Acme", Some(two));
        let change = |input: AccountInput| {
            let id = moved.id;
            let update = world.write(&world.operator, move |tx, call| update(tx, call, id, Ok(&input)));
            update.unwrap().slug.unwrap().to_string()
        };
        let to = |parent: Option<AccountId>| AccountInput {
            parent: parent.map_or(Member::Null, |parent| Member::Value(parent.to_string())),
            ..AccountInput::default()
        };
        let renamed = AccountInput { name: Member::Value("Other".into()), ..AccountInput::default() };
        assert_eq!(change(renamed), "acme");
        assert_eq!(change(to(Some(two))), "acme-2");
        assert_eq!(change(to(None)), "acme-2");
    }

    #[test]
    fn p_r33_accounts_of_older_databases_are_named_once_and_in_batches() {
        let world = World::new();
        let ids: Vec<AccountId> = (0..5).map(|_| account_of(&world, "Old", None).id).collect();
        let forget = ids.clone();
        world
            .write(&world.operator, move |tx, _| {
                for id in &forget {
                    let account = tx.accounts().find(*id)?.unwrap();
                    tx.accounts().update(&Account { slug: None, ..account })?;
                }
                Ok(())
            })
            .unwrap();
        let step = || world.write(&world.operator, |tx, _| name_the_unnamed(tx, 3)).unwrap();
        assert_eq!([step(), step(), step()], [3, 2, 0]);
        let revision = world
            .read(&world.operator, move |tx, _| {
                let slugs = ids.iter().map(|id| tx.accounts().find(*id).unwrap().unwrap().slug.unwrap());
                let mut slugs: Vec<String> = slugs.map(|slug| slug.to_string()).collect();
                slugs.sort();
                assert_eq!(slugs, ["old", "old-2", "old-3", "old-4", "old-5"]);
                Ok(tx.accounts().find(ids[0])?.unwrap().revision)
            })
            .unwrap();
        assert_eq!(revision, 1);
    }
}
