//! Pictures.

use super::Stage;
use crate::error::Error;
use crate::icon::{Icon, IconOwner};
use crate::id::{AccountId, BuyerId, UserId};
use crate::testing::fixture::{icon, jpeg, png, webp};

/// One owner of each kind, all of the same number.
const OWNERS: [IconOwner; 3] = [
    IconOwner::Account(AccountId::new(7)),
    IconOwner::User(UserId::new(7)),
    IconOwner::Buyer(BuyerId::new(7)),
];

fn put(stage: &Stage, owner: IconOwner, icon: &Icon) {
    let icon = icon.clone();
    stage.change(move |tx| Ok(tx.icons().put(owner, &icon)?));
}

fn find(stage: &Stage, owner: IconOwner) -> Option<Icon> {
    stage.look(move |tx| Ok(tx.icons().find(owner)?))
}

/// Whatever is stored is found again byte by byte, a large picture too.
pub fn every_kind_survives(stage: &Stage) {
    let mut large = png(9, 9);
    large.extend((0..=u8::MAX).cycle().take(1024 * 1024 - large.len()));
    for bytes in [png(1, 1), jpeg(1, 1), webp(1, 1), large] {
        let icon = Icon::read(bytes.clone(), bytes.len()).unwrap();
        for owner in OWNERS {
            put(stage, owner, &icon);
            assert_eq!(find(stage, owner).unwrap().bytes(), bytes);
            assert_eq!(find(stage, owner), Some(icon.clone()));
        }
    }
}

/// An owner has one picture: the one that was stored last.
pub fn the_last_picture_counts(stage: &Stage) {
    for n in [1, 2, 2, 1] {
        for owner in OWNERS {
            put(stage, owner, &icon(n));
            assert_eq!(find(stage, owner), Some(icon(n)));
        }
    }
}

/// Neither owners of other numbers nor owners of other kinds have anything in common.
pub fn owners_do_not_share(stage: &Stage) {
    for (owner, n) in OWNERS.into_iter().zip(1..) {
        assert_eq!(find(stage, owner), None);
        put(stage, owner, &icon(n));
    }
    for (owner, n) in OWNERS.into_iter().zip(1..) {
        assert_eq!(find(stage, owner), Some(icon(n)));
    }
    assert_eq!(find(stage, IconOwner::Account(AccountId::new(8))), None);
}

/// Removing takes one picture away, and none where there is none.
pub fn a_removed_picture_is_gone(stage: &Stage) {
    let [account, user, buyer] = OWNERS;
    put(stage, account, &icon(1));
    put(stage, user, &icon(2));
    for owner in [account, account, buyer] {
        stage.change(move |tx| Ok(tx.icons().remove(owner)?));
    }
    assert_eq!(OWNERS.map(|owner| find(stage, owner)), [None, Some(icon(2)), None]);
    put(stage, account, &icon(3));
    assert_eq!(find(stage, account), Some(icon(3)));
}

/// A change that was not made leaves the picture as it was.
pub fn pictures_roll_back_with_their_change(stage: &Stage) {
    let [account, user, _] = OWNERS;
    put(stage, account, &icon(1));
    let answer = stage.write(move |tx| {
        tx.icons().put(account, &icon(2))?;
        tx.icons().put(user, &icon(2))?;
        tx.icons().remove(account)?;
        Err::<(), _>(Error::NotFound)
    });
    assert_eq!(answer, Err(Error::NotFound));
    assert_eq!((find(stage, account), find(stage, user)), (Some(icon(1)), None));
}
