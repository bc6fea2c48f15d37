//! The members of an API token as a client sends them (platform.md §3.6).

use super::ApiToken;
use crate::error::Error;
use crate::id::TokenId;
use crate::timestamp::Timestamp;
use crate::value::{BadText, Form, Member, TokenName};

/// Members of create and update.
#[derive(Debug, Clone, Default)]
pub struct TokenInput {
    /// `name`
    pub name: Member<String>,
    /// `description`
    pub description: Member<String>,
    /// `icon`
    pub icon: Member<String>,
    /// `account.id`, read at creation only.
    pub account: Member<String>,
    /// `modules[].id`
    pub modules: Member<Vec<String>>,
    /// `expiresAt`
    pub expires_at: Member<String>,
    /// `retrievable`, read at creation only.
    pub retrievable: Member<bool>,
    /// `holder.id`
    pub holder: Member<String>,
}

/// Seconds that an old secret may go on working after a rotation: a week (platform.md §3.6).
pub const GRACE_SECS_MAX: u64 = 604_800;

impl TokenInput {
    /// What the token becomes, modules and holder aside. A cleared name is the identifier again, which the caller
    /// puts in as `unnamed`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong.
    pub(super) fn merge_into(&self, stored: &ApiToken, now: Timestamp) -> Result<ApiToken, Error> {
        let mut form = Form::default();
        let name = form.optional("name", &self.name, Some(&stored.name), str::parse);
        let description =
            form.optional("description", &self.description, stored.description.as_ref(), str::parse);
        let icon = form.optional("icon", &self.icon, stored.icon.as_ref(), str::parse);
        let expires_at = form.optional("expiresAt", &self.expires_at, stored.expires_at.as_ref(), |text| {
            let moment = Timestamp::parse(text.trim()).ok_or_else(|| BadText("Must be a date.".into()))?;
            let is_fine = moment > now || stored.expires_at == Some(moment);
            if is_fine { Ok(moment) } else { Err(BadText("Must lie in the future.".into())) }
        });
        let name = name.unwrap_or_else(|| unnamed(stored));
        form.finish(Some(ApiToken { name, description, icon, expires_at, ..stored.clone() }))
    }
}

/// The name of a token that was given none.
pub(super) fn unnamed(token: &ApiToken) -> TokenName {
    name_of(token.id)
}

/// The name of a token of that identifier that was given none.
pub(super) fn name_of(id: TokenId) -> TokenName {
    TokenName::from_stored(id.to_string())
}
