//! Stored pictures.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::icon::{ContentHash, Icon, IconKind, IconOwner, IconRepository};
use identity_core::id::{AccountId, BuyerId, Id, UserId};

use crate::row::{Place, key};
use crate::schema::icons;
use crate::unit::Unit;

/// A picture: media type, hash and file.
type Columns = (String, Vec<u8>, Vec<u8>);

/// The owner as it is stored.
fn owner_key(owner: IconOwner) -> (&'static str, i64) {
    match owner {
        IconOwner::Account(id) => ("Account", key(id)),
        IconOwner::User(id) => ("User", key(id)),
        IconOwner::Buyer(id) => ("Buyer", key(id)),
    }
}

fn icon(owner: IconOwner, columns: Columns) -> Result<Icon, StoreError> {
    let (_, number) = owner_key(owner);
    match owner {
        IconOwner::Account(_) => known::<AccountId>(number, columns),
        IconOwner::User(_) => known::<UserId>(number, columns),
        IconOwner::Buyer(_) => known::<BuyerId>(number, columns),
    }
}

fn known<I: Id>(number: i64, (kind, hash, bytes): Columns) -> Result<Icon, StoreError> {
    let place = Place::<I>::new("icons", number);
    let kind = place.known("kind", IconKind::parse(&kind))?;
    let hash = place.known("hash", hash.try_into().ok().map(ContentHash))?;
    Ok(Icon::from_stored(kind, hash, bytes))
}

impl IconRepository for Unit<'_> {
    fn find(&mut self, owner: IconOwner) -> Result<Option<Icon>, StoreError> {
        self.look(|any| {
            let columns = icons::table
                .find(owner_key(owner))
                .select((icons::kind, icons::hash, icons::bytes))
                .get_result::<Columns>(any)
                .optional()?;
            Ok(columns.map(|columns| icon(owner, columns)).transpose()?)
        })
    }

    fn put(&mut self, owner: IconOwner, icon: &Icon) -> Result<(), StoreError> {
        let content = (
            icons::kind.eq(icon.kind().media_type()),
            icons::hash.eq(icon.hash().0.to_vec()),
            icons::bytes.eq(icon.bytes()),
        );
        self.change(|any| {
            let place = icons::table.find(owner_key(owner));
            if diesel::update(place).set(content.clone()).execute(any)? == 0 {
                let (kind, number) = owner_key(owner);
                let row = (icons::owner_kind.eq(kind), icons::owner_id.eq(number), content);
                diesel::insert_into(icons::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn remove(&mut self, owner: IconOwner) -> Result<(), StoreError> {
        self.change(|any| {
            diesel::delete(icons::table.find(owner_key(owner))).execute(any)?;
            Ok(())
        })
    }
}
