//! Value types: they parse, so that a value that exists is valid.

mod address;
mod bound;
mod email;
mod fold;
mod form;
mod phone;
mod slug;
mod text;
mod texts;
mod uid;
mod uuid;

pub use address::{Address, AddressInput, CountryCode};
pub use bound::Bounded;
pub use email::EmailAddress;
pub use fold::{fold, fold_table};
pub use form::{Form, Member};
pub use phone::{Phone, PhoneInput, PhoneNumber};
pub use slug::AccountSlug;
pub use text::{BadText, LanguageCode, LanguageTag, LocalPath, Prose, Text, TokenName, WebAddress};
pub use texts::Texts;
pub use uid::Uid;
pub use uuid::Uuid;
