//! A few queries with their answers written out, so that the reference itself is held to something.

use super::queries::quoted;
use crate::account::{Account, AccountKind, AccountScope, AccountState, FIELDS, Undisabled};
use crate::id::Id as _;
use crate::list::compile;
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, account, at, parsed, stamp};

fn put(stage: &Stage, accounts: impl IntoIterator<Item = Account>) {
    stage.put(Rows { accounts: accounts.into_iter().collect(), ..Rows::default() });
}

/// What the store finds, in its order.
fn found(stage: &Stage, raw: &str) -> Vec<u64> {
    let parsed = identity_rql::parse_query(raw).unwrap();
    let query = compile(&FIELDS, &parsed, &|_| None).unwrap();
    let page = stage.look(move |tx| Ok(tx.accounts().page(AccountScope::All, &query)?));
    page.items.iter().map(|account| account.id.number()).collect()
}

/// platform.md §2.3.
pub fn worked_examples(stage: &Stage) {
    let disabled = AccountState::Disabled { before: Undisabled::Active };
    put(
        stage,
        [
            Account { name: parsed("Harbour Lane"), kind: AccountKind::Vendor, ..account(1) },
            Account { name: parsed("harbour"), state: disabled, ..account(2) },
            Account { external_id: Some(parsed("C-1001")), state: AccountState::Enabled, ..account(3) },
            Account { state: AccountState::Deleted, ..account(4) },
            Account { name: parsed("Zebra"), kind: AccountKind::Operations, ..account(16_710_642) },
        ],
    );
    for (raw, expected) in [
        ("", &[1, 2, 3, 16_710_642][..]),
        ("type=Vendor&status=Active;externalId='C-1001'", &[1, 3]),
        ("(type=Vendor|type=Client)&status=Disabled", &[2]),
        ("and(or(eq(status,'active'),eq(status,'Enabled')),not(eq(type,'Client')))", &[1, 16_710_642]),
        ("in(status,(Active,Enabled))", &[1, 3, 16_710_642]),
        ("out(type,'Operations')", &[1, 2, 3]),
        ("like(name,'harb*')", &[2]),
        ("like(id,'ACC-1671-*')", &[16_710_642]),
        ("like(id,'*-0002')", &[2]),
        ("order=-name&limit=2", &[2, 16_710_642]),
        ("order=-name&limit=2&offset=1", &[16_710_642, 1]),
        ("eq(status,'Deleted')", &[]),
        ("ge(audit.created.at,'2026-03-02T10:15:00.005Z')", &[]),
    ] {
        assert_eq!(found(stage, raw), expected, "{raw}");
    }
}

/// An absent value is unequal to every value and below none, so `not` is a true complement; it comes last in both
/// directions.
pub fn absent_values(stage: &Stage) {
    let named = |n, name: &str| Account { external_name: Some(parsed(name)), ..account(n) };
    let mut late = named(4, "b");
    late.stamps.updated = stamp(10);
    put(stage, [account(1), named(2, "b"), named(3, "a"), late]);
    let moment = quoted(&at(10).to_string());
    for (raw, expected) in [
        ("eq(externalName,'b')".to_owned(), &[2, 4][..]),
        ("ne(externalName,'b')".into(), &[1, 3]),
        ("not(lt(externalName,'b'))".into(), &[1, 2, 4]),
        ("out(externalName,('a'))".into(), &[1, 2, 4]),
        ("not(like(externalName,'*'))".into(), &[1]),
        ("eq(externalName,null())".into(), &[1]),
        ("ne(externalName,description)".into(), &[1, 2, 3, 4]),
        ("order=externalName".into(), &[3, 2, 4, 1]),
        ("order=-externalName".into(), &[2, 4, 3, 1]),
        ("order=audit.updated.at,-externalName".into(), &[4, 2, 3, 1]),
        (format!("le(audit.updated.at,{moment})"), &[4]),
        (format!("not(le(audit.updated.at,{moment}))"), &[1, 2, 3]),
    ] {
        assert_eq!(found(stage, &raw), expected, "{raw}");
    }
}

/// Nothing but stars at the ends is special in a pattern, and nothing at all is special in a value; text orders by
/// code point.
pub fn patterns_are_text(stage: &Stage) {
    let names = [
        "50%",
        "50 percent",
        "a_b",
        "axb",
        "*star",
        "c:\\x",
        "O'Neil & \"Co\"",
        "\u{e4}pfel",
        "\u{1f600}",
        "z",
    ];
    put(stage, (1..).zip(names).map(|(n, name)| Account { name: parsed(name), ..account(n) }));
    for (raw, expected) in [
        ("like(name,'50%25*')", &[1][..]),
        ("like(name,'a_b')", &[3]),
        ("like(name,'A*')", &[]),
        ("like(name,'%5C**')", &[5]),
        ("like(name,'*%5Cx')", &[6]),
        ("like(name,\"*O'Neil %26*\")", &[7]),
        ("eq(name,'name')", &[]),
        ("gt(name,'z')", &[8, 9]),
        ("order=name&limit=3", &[5, 2, 1]),
        ("order=-name&limit=3", &[9, 8, 10]),
    ] {
        assert_eq!(found(stage, raw), expected, "{raw}");
    }
}

/// `ilike` ignores case by Unicode simple lower case, character by character; it does so on identifiers too, and `like`
/// does not (platform.md §2.2).
pub fn ignored_case(stage: &Stage) {
    let names = [
        "\u{c4}RGER",
        "\u{e4}rger",
        "Stra\u{df}e",
        "\u{39f}\u{394}\u{39f}\u{3a3}",
        "\u{130}stanbul",
        "O'Neil & Co",
    ];
    let email = Some(parsed("It@Harbour.example"));
    let mut accounts: Vec<Account> =
        (1..).zip(names).map(|(n, name)| Account { name: parsed(name), ..account(n) }).collect();
    accounts.push(Account { technical_support_email: email, ..account(16_710_642) });
    put(stage, accounts);
    for (raw, expected) in [
        ("ilike(name,'\u{e4}RG*')", &[1, 2][..]),
        ("like(name,'\u{e4}rg*')", &[2]),
        ("ilike(name,'*\u{c4}r*')", &[1, 2]),
        ("ilike(name,'STRA\u{1e9e}E')", &[3]),
        ("ilike(name,'strasse')", &[]),
        ("ilike(name,'*\u{3bf}\u{3c3}')", &[4]),
        ("ilike(name,'*\u{3bf}\u{3c2}')", &[]),
        ("ilike(name,'istan*')", &[5]),
        ("ilike(name,'*O'NEIL %26 co*')", &[6]),
        ("ilike(id,'acc-1671-*')", &[16_710_642]),
        ("like(id,'acc-1671-*')", &[]),
        ("like(technicalSupportEmail,'IT@*')", &[16_710_642]),
        ("eq(technicalSupportEmail,'it@HARBOUR.example')", &[16_710_642]),
        ("ilike(description,'*')", &[]),
    ] {
        assert_eq!(found(stage, raw), expected, "{raw}");
    }
}
