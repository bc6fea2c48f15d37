//! What may be a picture, and how it is stored with its object's change, R13, R20, R31, R48.

use std::sync::Arc;

use super::*;
use crate::account::{AccountInput, update as update_account};
use crate::actor::Principal;
use crate::audit::{Event, Fact};
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::module::ACCESS_MANAGEMENT;
use crate::testing::fixture::{icon, jpeg, png, webp};
use crate::testing::{BILLING, World};
use crate::user::{UserInput, update as update_user};
use crate::value::Member;

const BYTES_MAX: usize = 1024;

fn read(bytes: &[u8]) -> Result<IconKind, String> {
    Icon::read(bytes.to_vec(), BYTES_MAX).map(|icon| icon.kind()).map_err(|bad| bad.0)
}

#[track_caller]
fn is_no_picture(bytes: &[u8]) {
    assert_eq!(read(bytes), Err("Must be a PNG, JPEG or WebP image.".into()), "{bytes:?}");
}

/// §1.5: the content decides.
#[test]
fn kinds_are_told_by_the_content() {
    assert_eq!(read(&png(1, 1)), Ok(IconKind::Png));
    assert_eq!(read(&jpeg(1, 1)), Ok(IconKind::Jpeg));
    assert_eq!(read(&webp(1, 1)), Ok(IconKind::Webp));
    for kind in IconKind::ALL {
        assert_eq!(IconKind::parse(kind.media_type()), Some(kind));
    }
}

/// §1.5: nothing else is a picture, whatever it is called.
#[test]
fn other_files_are_refused() {
    let html_in_front = [&b"<html>"[..], &png(1, 1)].concat();
    for bytes in [
        &b""[..],
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
        b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7 and enough to be read as a header",
        b"BM and enough bytes to be read as a header",
        b"RIFF\x1a\0\0\0WAVEfmt and enough to be read",
        &html_in_front,
        &[0; 100],
    ] {
        is_no_picture(bytes);
    }
}

/// §1.5: a size that cannot be read is no size.
#[test]
fn truncated_headers_are_refused() {
    for (bytes, header) in [(png(1, 1), 24), (jpeg(1, 1), 98), (webp(1, 1), 25)] {
        for length in 0..header {
            is_no_picture(&bytes[..length]);
        }
        assert!(read(&bytes[..header]).is_ok(), "the control: {header} bytes tell the size");
    }
    is_no_picture(&png(0, 1));
    is_no_picture(&jpeg(1, 0));
}

/// §1.5: at most 4096 by 4096 pixels.
#[test]
fn both_sides_are_bounded() {
    let too_large = Err("Must be at most 4096 by 4096 pixels.".to_owned());
    for (width, height) in [(4096, 4096), (4096, 1), (1, 4096)] {
        assert!(read(&png(width, height)).is_ok());
        assert!(read(&webp(width, height)).is_ok());
    }
    for (width, height) in [(4097, 1), (1, 4097), (u32::MAX, u32::MAX)] {
        assert_eq!(read(&png(width, height)), too_large);
    }
    assert_eq!(read(&jpeg(4096, 4096)), Ok(IconKind::Jpeg));
    assert_eq!(read(&jpeg(4097, 1)), too_large);
    assert_eq!(read(&webp(1, 4097)), too_large);
}

/// §1.5: `icon.maxBytes`.
#[test]
fn bytes_are_bounded() {
    let mut bytes = png(1, 1);
    bytes.resize(BYTES_MAX, 0);
    assert_eq!(read(&bytes), Ok(IconKind::Png));
    bytes.push(0);
    assert_eq!(read(&bytes), Err("Must be at most 1024 bytes.".into()));
}

/// What stands behind a picture does not change what it is served as.
#[test]
fn a_picture_with_a_page_in_it_stays_a_picture() {
    let both = [&png(1, 1)[..], b"<script>alert(1)</script>"].concat();
    assert_eq!(read(&both), Ok(IconKind::Png));
}

#[test]
fn equal_bytes_have_one_hash_and_others_another() {
    assert_eq!(icon(1).hash(), icon(1).hash());
    assert_ne!(icon(1).hash(), icon(2).hash());
    let shown = icon(1).hash().to_string();
    assert!(shown.len() == 64 && shown.bytes().all(|b| b.is_ascii_hexdigit()), "{shown}");
}

fn put_account(world: &World, who: &Arc<Principal>, id: AccountId, icon: Member<Icon>) -> Result<u32, Error> {
    let input = AccountInput { icon, ..AccountInput::default() };
    world.write(who, move |tx, call| Ok(update_account(tx, call, id, Ok(&input))?.revision))
}

fn put_user(world: &World, who: &Arc<Principal>, id: UserId, icon: Member<Icon>) -> Result<u32, Error> {
    let input = UserInput { icon, ..UserInput::default() };
    world.write(who, move |tx, call| Ok(update_user(tx, call, id, Ok(&input))?.revision))
}

fn of_account(world: &World, who: &Arc<Principal>, id: AccountId) -> Result<Option<Icon>, Error> {
    world.read(who, move |tx, call| crate::account::icon(tx, call, id))
}

fn of_user(world: &World, who: &Arc<Principal>, id: UserId) -> Result<Option<Icon>, Error> {
    world.read(who, move |tx, call| crate::user::icon(tx, call, id))
}

/// R48: one revision and one record, which names the picture by its hash.
#[test]
fn r48_a_picture_is_a_change_of_its_object() {
    let world = World::new();
    let id = world.client("Own").id;
    let operator = &world.operator;
    let before = world.audit_count();
    assert_eq!(put_account(&world, operator, id, Member::Value(icon(1))), Ok(2));
    let record = world.audit().remove(0);
    assert_eq!((record.event, record.object.revision), (Event::AccountUpdated, 2));
    let hash = Fact::Text(format!("sha256:{}", icon(1).hash()));
    assert_eq!(record.documents.before, [("icon".to_owned(), Fact::Null)]);
    assert_eq!(record.documents.after, [("icon".to_owned(), hash)]);
    for same in [Member::Absent, Member::Value(icon(1))] {
        assert_eq!(put_account(&world, operator, id, same), Ok(2), "equal values change nothing");
    }
    assert_eq!(world.audit_count(), before + 1);
    assert_eq!(put_account(&world, operator, id, Member::Value(icon(2))), Ok(3));
    assert_eq!(of_account(&world, operator, id), Ok(Some(icon(2))));
    for _ in 0..2 {
        assert_eq!(put_account(&world, operator, id, Member::Null), Ok(4), "removed once");
    }
    assert_eq!(of_account(&world, operator, id), Ok(None));
    assert_eq!(world.audit_count(), before + 3);
}

/// §1.5: a new account may come with its picture.
#[test]
fn r11_an_account_is_made_with_its_picture() {
    let world = World::new();
    let before = world.audit_count();
    let sent = |icon| AccountInput {
        name: Member::Value("Own".into()),
        kind: Member::Value("Client".into()),
        icon,
        ..AccountInput::default()
    };
    let create = |input: AccountInput| {
        world.write(&world.operator, move |tx, call| crate::account::create(tx, call, Ok(&input)))
    };
    let refused = create(sent(Member::Bad("Must be smaller.".into())));
    assert_eq!(refused, Err(Error::invalid("logo", "Must be smaller.")));
    assert_eq!(world.audit_count(), before);
    let account = create(sent(Member::Value(icon(1)))).unwrap();
    assert_eq!((account.revision, world.audit_count()), (1, before + 1));
    assert!(world.audit()[0].documents.after.iter().any(|(member, _)| member == "icon"));
    assert_eq!(of_account(&world, &world.operator, account.id), Ok(Some(icon(1))));
}

/// §1.7: what is wrong with the picture is told with everything else, and nothing is stored.
#[test]
fn a_bad_picture_changes_nothing() {
    let world = World::new();
    let id = world.client("Own").id;
    let before = world.audit_count();
    let input = AccountInput {
        name: Member::Null,
        icon: Member::Bad("Must be smaller.".into()),
        ..AccountInput::default()
    };
    let answer = world.write(&world.operator, move |tx, call| update_account(tx, call, id, Ok(&input)));
    let Err(Error::Invalid(violations)) = answer else { panic!("{answer:?}") };
    assert_eq!(violations.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["logo", "name"]);
    let user = put_user(&world, &world.operator, world.administrator, Member::Bad("Must be smaller.".into()));
    assert_eq!(user, Err(Error::invalid("icon", "Must be smaller.")));
    assert_eq!(world.audit_count(), before);
}

/// R13: A+ writes its own account's picture, and nobody else's.
#[test]
fn r13_an_administrator_writes_the_own_accounts_picture() {
    let world = World::new();
    let (own, other) = (world.client("Own").id, world.client("Other").id);
    let admin = world.actor(own, &[ACCESS_MANAGEMENT]);
    assert_eq!(put_account(&world, &admin, own, Member::Value(icon(1))), Ok(2));
    assert_eq!(put_account(&world, &admin, other, Member::Value(icon(1))), Err(Error::NotFound));
    let member = world.actor(own, &[BILLING]);
    assert_eq!(put_account(&world, &member, own, Member::Value(icon(2))), Err(Error::Forbidden));
    assert_eq!(of_account(&world, &member, own), Ok(Some(icon(1))));
    assert_eq!(of_account(&world, &admin, other), Err(Error::NotFound), "R3");
}

/// R31: the person and O+ write a person's picture; A+ does not.
#[test]
fn r31_a_persons_picture_is_the_persons_and_the_operators() {
    let world = World::new();
    let account = world.client("Own");
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let session = world.person(mara.id, Some(account.id));
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT]);
    let revision = put_user(&world, &session, mara.id, Member::Value(icon(1))).unwrap();
    assert_eq!(world.audit()[0].event, Event::UserUpdated);
    assert_eq!(put_user(&world, &world.operator, mara.id, Member::Value(icon(2))), Ok(revision + 1));
    assert_eq!(put_user(&world, &admin, mara.id, Member::Null), Err(Error::Forbidden));
    assert_eq!(of_user(&world, &admin, mara.id), Ok(Some(icon(2))));
    assert_eq!(put_user(&world, &session, mara.id, Member::Null), Ok(revision + 2));
    assert_eq!(of_user(&world, &session, mara.id), Ok(None));
}

/// R20: whoever is not shown the person is not shown the picture.
#[test]
fn r20_a_guarded_persons_picture_is_shown_to_the_operator_and_the_person_alone() {
    let world = World::new();
    let (first, second) = (world.client("First"), world.client("Second"));
    let (_, mara) = world.join(first.id, "mara@example.com", &[world.default_group(first.id).id]);
    put_user(&world, &world.operator, mara.id, Member::Value(icon(1))).unwrap();
    let stranger = world.actor(second.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(of_user(&world, &stranger, mara.id), Err(Error::NotFound));
    world.invite(second.id, "mara@example.com", &[world.default_group(second.id).id]);
    assert_eq!(of_user(&world, &stranger, mara.id), Ok(None), "invited there");
    let session = world.person(mara.id, Some(first.id));
    for who in [&world.operator, &session, &world.actor(first.id, &[BILLING, ACCESS_MANAGEMENT])] {
        assert_eq!(of_user(&world, who, mara.id), Ok(Some(icon(1))));
    }
    let key = crate::membership::MembershipKey::Pair(second.id, mara.id);
    let person = world.person(mara.id, None);
    world.write(&person, move |tx, call| crate::membership::accept(tx, call, key)).unwrap();
    assert_eq!(of_user(&world, &stranger, mara.id), Ok(Some(icon(1))), "accepted");
}
