//! Sellers of a buyer: stored references of which nothing is looked up (R47).

use crate::error::REFERENCE_NOT_FOUND;
use crate::id::SellerId;
use crate::value::{BadText, Form, Member, Text};

/// The most sellers a buyer has.
pub const SELLERS_MAX: usize = 100;

/// Who sells to a buyer, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    /// Identifier.
    pub id: SellerId,
    /// Name.
    pub name: Option<Text<500>>,
    /// Picture; never fetched.
    pub icon: Option<Text<2000>>,
    /// Identifier in the seller's books.
    pub external_id: Option<Text<250>>,
}

/// The members of a seller as a client sends them.
#[derive(Debug, Clone, Default)]
pub struct SellerInput {
    /// `id`
    pub id: Member<String>,
    /// `name`
    pub name: Member<String>,
    /// `icon`
    pub icon: Member<String>,
    /// `externalId`
    pub external_id: Member<String>,
}

fn seller_id(text: &str) -> Result<SellerId, BadText> {
    text.trim().parse().map_err(|_| BadText(REFERENCE_NOT_FOUND.into()))
}

impl SellerInput {
    /// The sent list replaces the stored one; `null` clears it.
    pub(super) fn read(
        member: &Member<Vec<Member<Self>>>,
        stored: Option<&[Seller]>,
        form: &mut Form,
    ) -> Vec<Seller> {
        match member {
            Member::Absent => stored.unwrap_or_default().to_vec(),
            Member::Null => Vec::new(),
            Member::Bad(message) => {
                form.reject("sellers", message);
                Vec::new()
            }
            Member::Value(sent) if sent.len() > SELLERS_MAX => {
                form.reject("sellers", "Must have at most 100 elements.");
                Vec::new()
            }
            Member::Value(sent) => {
                let one = |(n, member)| Self::one(&format!("sellers[{n}]"), member, form);
                sent.iter().enumerate().filter_map(one).collect()
            }
        }
    }

    fn one(path: &str, member: &Member<Self>, form: &mut Form) -> Option<Seller> {
        let input = match member {
            Member::Value(input) => input,
            Member::Bad(message) => {
                form.reject(path, message);
                return None;
            }
            Member::Absent | Member::Null => &Self::default(),
        };
        let id = form.required(&format!("{path}.id"), &input.id, None, seller_id);
        let name = form.optional(&format!("{path}.name"), &input.name, None, str::parse);
        let icon = form.optional(&format!("{path}.icon"), &input.icon, None, str::parse);
        let external_id = form.optional(&format!("{path}.externalId"), &input.external_id, None, str::parse);
        id.map(|id| Seller { id, name, icon, external_id })
    }
}
