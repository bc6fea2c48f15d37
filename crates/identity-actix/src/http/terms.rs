//! Changing requests: the terms they come on, and running their use cases (platform.md §1.6, §1.7).

use actix_web::http::header::IF_MATCH;
use identity_core::Error;
use identity_core::condition::Terms;
use identity_core::idempotency::Claimant;
use identity_core::port::{Reading, Transaction};
use identity_core::service::Call;

use super::answer::Reply;
use super::body::Body;
use super::condition::Tags;
use super::context::Context;
use super::failure::Failure;
use super::route::Answer;
use super::select::Selection;

/// What a changing request asks for.
pub(crate) struct Asked<I> {
    /// What core is handed.
    pub input: Result<I, Error>,
    /// On what terms.
    pub terms: Terms,
    /// What is shown.
    pub selection: Selection,
    /// What core cannot know.
    pub unread: Unread,
}

/// The reason why something could not be read, which only the dialect knows.
pub(crate) struct Unread(Option<Failure>);

impl Unread {
    /// The refusal, once core has asked for what could not be read.
    pub(crate) fn told(self, error: Error) -> Failure {
        match (error, self.0) {
            (Error::Unread, Some(failure)) => failure,
            (error, _) => Failure::Core(error),
        }
    }
}

impl Context {
    /// Collects what a changing request asks for. What is wrong with it is told once core opens the input or asks
    /// for the terms: visibility and rights come first.
    pub(crate) fn asked<I>(&self, selection: Result<Selection, Error>, body: Body<I>) -> Asked<I> {
        self.asked_with_code(selection, body, |_| None)
    }

    /// As [`asked`](Self::asked), where an invitation's code in the body may stand in for a credential (R29).
    pub(crate) fn asked_with_code<I>(
        &self,
        selection: Result<Selection, Error>,
        body: Body<I>,
        code: fn(&I) -> Option<&str>,
    ) -> Asked<I> {
        let (input, mut unread) = body.split();
        let mut terms = Terms::NONE;
        let selection = selection.unwrap_or_else(|error| {
            terms.refused = Some(error);
            Selection::default()
        });
        let mut refuse = |reason| {
            terms.refused = Some(Error::Unread);
            unread = unread.take().or(Some(Failure::Malformed(reason)));
        };
        let (mut expected, mut claim) = (None, None);
        match Tags::read(self.request.headers(), &IF_MATCH) {
            _ if self.reads() => {}
            Ok(tags) => expected = tags.and_then(Tags::strong),
            Err(_) => refuse("If-Match is no list of entity tags."),
        }
        let who = match &self.verified {
            Some(verified) => Some(Claimant::Principal(&verified.principal)),
            None => input.as_ref().ok().and_then(code).map(Claimant::Code),
        };
        match self.claim(who) {
            Ok(claimed) => claim = claimed,
            Err(_) => refuse("Idempotency-Key has to be one header of 1 to 255 visible ASCII characters."),
        }
        terms = Terms { expected, claim, ..terms };
        Asked { input, terms, selection, unread: Unread(unread) }
    }

    /// Runs a use case that changes something, and answers what it says.
    ///
    /// # Errors
    /// Those of the use case, of the body and of the terms.
    pub(crate) async fn change<I: Send + 'static>(
        &self,
        selection: Result<Selection, Error>,
        body: Body<I>,
        work: impl Use<I>,
    ) -> Answer {
        let Asked { input, terms, selection, unread } = self.asked(selection, body);
        let work = over(work, input, selection);
        let claim = terms.claim;
        let done = self.identity().write_on(terms, self.principal()?, self.origin(), work).await;
        self.settle(claim, unread, done).await
    }

    /// Runs a use case that tries something out without storing it, and answers what it says.
    ///
    /// # Errors
    /// As [`change`](Self::change).
    pub(crate) async fn try_out<I: Send + 'static>(
        &self,
        selection: Result<Selection, Error>,
        body: Body<I>,
        work: impl Use<I>,
    ) -> Answer {
        let Asked { input, terms, selection, unread } = self.asked(selection, body);
        let (claim, principal) = (terms.claim, self.principal()?);
        let work = over(work, input, selection);
        // An answer that is kept is written, even if nothing else is.
        let done = match claim {
            Some(_) => self.identity().write_on(terms, principal, self.origin(), work).await,
            None => self.identity().read_on(terms, principal, Reading::Snapshot, work).await,
        };
        self.settle(claim, unread, done).await
    }

    /// Runs a use case that takes something away.
    ///
    /// # Errors
    /// As [`change`](Self::change).
    pub(crate) async fn remove(
        &self,
        mut work: impl FnMut(&mut dyn Transaction, &Call) -> Result<(), Error> + Send + 'static,
    ) -> Answer {
        let work = move |tx: &mut dyn Transaction, call: &Call, _: Result<&(), Error>, _: &Selection| {
            work(tx, call).map(|()| Reply::gone())
        };
        self.change(Ok(Selection::default()), Body::none(), work).await
    }
}

/// A use case and what it shows.
pub(crate) trait Use<I>:
    FnMut(&mut dyn Transaction, &Call, Result<&I, Error>, &Selection) -> Result<Reply, Error> + Send + 'static
{
}

impl<I, F> Use<I> for F where
    F: FnMut(&mut dyn Transaction, &Call, Result<&I, Error>, &Selection) -> Result<Reply, Error>
        + Send
        + 'static
{
}

fn over<I: Send + 'static>(
    mut work: impl Use<I>,
    input: Result<I, Error>,
    selection: Selection,
) -> impl FnMut(&mut dyn Transaction, &Call) -> Result<Reply, Error> + Send + 'static {
    move |tx, call| {
        let reply = work(tx, call, call.admit(input.as_ref().map_err(Clone::clone)), &selection)?;
        call.keep(tx, || reply.kept())?;
        Ok(reply)
    }
}
