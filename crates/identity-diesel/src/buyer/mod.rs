//! Stored buyers.

mod contact;
mod list;
mod parts;
mod row;

use diesel::prelude::*;
use identity_core::buyer::{Buyer, BuyerRepository, BuyerRow, BuyerScope, BuyerSummary};
use identity_core::error::StoreError;
use identity_core::id::{AccountId, BuyerId};
use identity_core::list::{Page, Query};
use identity_core::value::Text;

use row::StoredBuyer;

use crate::condition::LiveBuyer;
use crate::dialect::{Kept, Skip, or, padded};
use crate::row::{Place, key, keys};
use crate::schema::buyers;
use crate::unit::{Unit, one_row};

/// What a change of a buyer writes to.
const TABLES: [&str; 3] = ["buyers", "buyer_contacts", "buyer_sellers"];

impl BuyerRepository for Unit<'_> {
    fn find(&mut self, id: BuyerId) -> Result<Option<Buyer>, StoreError> {
        self.look(|any| {
            let row = buyers::table.find(key(id)).get_result::<StoredBuyer>(any).optional()?;
            parts::complete(any, row)
        })
    }

    fn find_in(&mut self, scope: BuyerScope, id: BuyerId) -> Result<Option<Buyer>, StoreError> {
        Ok(self.find_many_in(scope, &[id])?.pop())
    }

    fn find_many_in(&mut self, scope: BuyerScope, ids: &[BuyerId]) -> Result<Vec<Buyer>, StoreError> {
        list::some(self, scope, ids)
    }

    fn find_by_erp_company_contact(&mut self, contact: &Text<250>) -> Result<Option<BuyerId>, StoreError> {
        self.look(|any| {
            let id = buyers::table
                .filter(buyers::erp_company_contact.eq(contact.as_str()))
                .filter(LiveBuyer)
                .select(buyers::id)
                .get_result::<i64>(any)
                .optional()?;
            Ok(id.map(|id| Place::<BuyerId>::new("buyers", id).id("id", id)).transpose()?)
        })
    }

    fn insert(&mut self, buyer: &Buyer) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            let insert = diesel::insert_into(buyers::table).values(StoredBuyer::from(buyer));
            if or(Skip, insert).execute(any)? == 0 {
                return Ok(false);
            }
            parts::insert(any, buyer)?;
            Ok(true)
        })
    }

    fn update(&mut self, buyer: &Buyer) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let update = diesel::update(buyers::table.find(key(buyer.id))).set(StoredBuyer::from(buyer));
            one_row(Kept(update).execute(any)?, "buyers")?;
            parts::replace(any, buyer)
        })
    }

    fn among(&mut self, account: AccountId, ids: &[BuyerId]) -> Result<Vec<BuyerId>, StoreError> {
        self.look(|any| {
            let own = buyers::table
                .filter(buyers::id.eq_any(padded(keys(ids))))
                .filter(buyers::account_id.eq(key(account)))
                .filter(LiveBuyer)
                .select(buyers::id);
            let ids = Kept(own).load::<i64>(any)?.into_iter();
            Ok(ids.map(|id| Place::<BuyerId>::new("buyers", id).id("id", id)).collect::<Result<_, _>>()?)
        })
    }

    fn summaries(&mut self, ids: &[BuyerId]) -> Result<Vec<BuyerSummary>, StoreError> {
        self.look(|any| {
            let named =
                buyers::table.filter(buyers::id.eq_any(padded(keys(ids)))).select((buyers::id, buyers::name));
            let summary = |(id, name)| {
                let place = Place::<BuyerId>::new("buyers", id);
                Ok(BuyerSummary { id: place.id("id", id)?, name: Text::from_stored(name) })
            };
            Kept(named).load::<(i64, String)>(any)?.into_iter().map(summary).collect()
        })
    }

    fn page(&mut self, scope: BuyerScope, query: &Query<BuyerRow>) -> Result<Page<Buyer>, StoreError> {
        list::page(self, scope, query)
    }
}
