//! What a step does, and what it is answered.

use std::fmt::Debug;
use std::sync::Arc;

use super::site::Site;
use crate::actor::Principal;
use crate::audit::Origin;
use crate::error::Error;
use crate::id::UserId;
use crate::port::{Reading, Transaction};
use crate::service::{Call, Identity};
use crate::testing::contract::block_on;

/// Something that only its holder knows, learnt from an answer and used in later commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A code of an invitation.
    Invitation(String),
    /// A value of an API token.
    Token(String),
    /// A refresh token.
    Refresh(String),
    /// A code that links a device.
    DeviceCode(String),
    /// A value of a device's token.
    DeviceToken(String),
    /// The secret of a person's authenticator app.
    Factor(UserId, String),
    /// A token of a session.
    Jwt(String),
    /// A code of a password reset.
    Reset(String),
}

/// An answer: what it says, and what was learnt.
pub(super) struct Answer {
    pub text: String,
    pub is_accepted: bool,
    pub found: Vec<Found>,
}

impl Answer {
    /// One from which nothing is learnt.
    pub(super) fn to<T: Debug>(result: Result<T, Error>) -> Self {
        Self::of(result.map(|value| (value, Vec::new())))
    }

    fn of<T: Debug>(result: Result<(T, Vec<Found>), Error>) -> Self {
        let text = format!("{result:?}");
        let is_accepted = result.is_ok();
        Self { text, is_accepted, found: result.map(|(_, found)| found).unwrap_or_default() }
    }
}

/// Runs the same on every site.
pub(super) type Action = Box<dyn Fn(&Site, &Arc<Principal>) -> Answer>;

/// Where requests of the model come from.
pub(super) fn origin() -> Origin {
    Origin { ip: Some("192.0.2.7".into()), user_agent: None, correlation_id: None }
}

/// A writing use case.
pub(super) fn write<T: Debug + Send + 'static>(
    work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Clone + Send + 'static,
) -> Option<Action> {
    let mut work = work;
    write_and_find(move |tx, call| Ok((work(tx, call)?, Vec::new())))
}

/// A writing use case from whose answer something is learnt.
#[expect(clippy::unnecessary_wraps, reason = "whoever draws nothing says so in the same words")]
pub(super) fn write_and_find<T: Debug + Send + 'static>(
    work: impl FnMut(&mut dyn Transaction, &Call) -> Result<(T, Vec<Found>), Error> + Clone + Send + 'static,
) -> Option<Action> {
    Some(Box::new(move |site, who| Answer::of(block_on(site.identity().write(who, origin(), work.clone())))))
}

/// A reading use case, by an actor of this moment.
#[expect(clippy::unnecessary_wraps, reason = "whoever draws nothing says so in the same words")]
pub(super) fn read<T: Debug + Send + 'static>(
    work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Clone + Send + 'static,
) -> Option<Action> {
    Some(Box::new(move |site, who| {
        let read = site.verified(who).and_then(|who| {
            block_on(site.identity().read(&who, Reading::Scan, work.clone())).map(|value| (value, Vec::new()))
        });
        Answer::of(read)
    }))
}

/// An operation of the service itself, which takes as many transactions as it likes.
#[expect(clippy::unnecessary_wraps, reason = "whoever draws nothing says so in the same words")]
pub(super) fn ask<T: Debug>(
    work: impl AsyncFn(&Identity, Arc<Principal>) -> Result<(T, Vec<Found>), Error> + 'static,
) -> Option<Action> {
    Some(Box::new(move |site, who| {
        Answer::of(site.verified(who).and_then(|who| block_on(work(site.identity(), who))))
    }))
}

/// A job of the service, which nobody asks for.
#[expect(clippy::unnecessary_wraps, reason = "whoever draws nothing says so in the same words")]
pub(super) fn job<T: Debug>(
    work: impl AsyncFn(&Site) -> Result<(T, Vec<Found>), Error> + 'static,
) -> Option<Action> {
    Some(Box::new(move |site, _| Answer::of(block_on(work(site)))))
}
