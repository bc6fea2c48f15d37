//! What a handler is given: the request, who asks, and the ways into core.

use std::str::FromStr;
use std::sync::Arc;

use actix_web::{HttpRequest, web};
use identity_core::actor::Principal;
use identity_core::audit::Origin;
use identity_core::auth::Verified;
use identity_core::list::Cursors;
use identity_core::port::{Reading, Transaction};
use identity_core::secret::Digest;
use identity_core::service::{Call, Identity};
use identity_core::{Error, error::Violations, list};

use super::credential;
use super::dialect::Dialect;
use super::list::{List, Position};
use super::origin;
use super::route::{Captures, reads};
use super::select::{Selection, Shape};
use super::trace::Trace;
use crate::Api;

/// One authenticated request.
pub(crate) struct Context {
    /// The API that serves it.
    pub api: web::Data<Api>,
    /// The request; its body is kept with it until it is read.
    pub request: HttpRequest,
    /// What tells the body from others, once it was read, if the request is to have its effect once.
    pub sent: Option<Digest>,
    /// The verified credential; absent only where an invitation's code opens the route.
    pub verified: Option<Arc<Verified>>,
    /// The API that the path belongs to.
    pub dialect: Dialect,
    /// Its trace.
    pub trace: Trace,
    /// Where the variable segments are, counted from the end of the base.
    pub captures: Captures,
    /// Length of the base.
    pub base: usize,
}

impl Context {
    /// The service.
    pub(crate) fn identity(&self) -> &Identity {
        &self.api.identity
    }

    /// Whether the request only reads.
    pub(crate) fn reads(&self) -> bool {
        reads(self.request.method())
    }

    /// Who asks.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] without a credential.
    pub(crate) fn principal(&self) -> Result<&Arc<Principal>, Error> {
        self.verified.as_ref().map(|verified| &verified.principal).ok_or(Error::Unauthenticated)
    }

    /// The value of the credential as it was sent.
    pub(crate) fn presented(&self) -> Option<&str> {
        credential::presented(self.request.headers()).ok().flatten()
    }

    /// A variable segment of the path as it was sent.
    pub(crate) fn segment(&self, n: usize) -> &str {
        let below = self.request.path().get(self.base..).unwrap_or_default();
        self.captures.get(n).and_then(|span| below.get(span.clone())).unwrap_or_default()
    }

    /// An identifier in the path.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is malformed.
    pub(crate) fn id<I: FromStr>(&self, n: usize) -> Result<I, Error> {
        self.segment(n).parse().map_err(|_| Error::NotFound)
    }

    /// The `select` of a request for a single object.
    ///
    /// # Errors
    /// [`Error::Query`].
    pub(crate) fn selection<V>(&self, shape: &Shape<V>) -> Result<Selection, Error> {
        let query = self.request.query_string();
        if query.is_empty() {
            return Ok(Selection::default());
        }
        let parsed = identity_rql::parse_select_only(query).map_err(refused)?;
        parsed.map_or_else(|| Ok(Selection::default()), |select| shape.selection(&select))
    }

    /// The query of a list.
    ///
    /// # Errors
    /// [`Error::Query`].
    pub(crate) fn list<V>(&self, shape: &Shape<V>) -> Result<List<V>, Error> {
        let parsed = identity_rql::parse_query(self.request.query_string()).map_err(refused)?;
        let selection = shape.selection(&parsed.select)?;
        let minter = &self.identity().tools().minter;
        let digest = |text: &str| -> Option<Digest> { Some(minter.read_token(text)?.digest) };
        let mut query = list::compile(shape.registry, &parsed, &digest)?;
        let path = self.request.path().get(self.base..).unwrap_or_default();
        let cursors = Cursors::new(&self.principal()?.actor, path, &parsed, &query);
        if let Some(cursor) = &parsed.cursor {
            self.call(|call| cursors.resume(call, cursor, &mut query))?;
        }
        let position = Position { limit: query.limit, offset: query.offset, cursors };
        Ok(List { query, selection, position, renders: parsed.render })
    }

    /// Runs a reading use case.
    ///
    /// # Errors
    /// Those of the use case.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        reading: Reading,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.identity().read(self.principal()?, reading, work).await
    }

    /// Runs a use case that needs no store.
    ///
    /// # Errors
    /// Those of the use case.
    pub(crate) fn call<T>(&self, work: impl FnOnce(&Call) -> Result<T, Error>) -> Result<T, Error> {
        let identity = self.identity();
        work(&Call::new(self.principal()?, identity.now(), &Origin::default(), identity.tools()))
    }

    /// Runs a writing use case that a reading request needs.
    ///
    /// # Errors
    /// Those of the use case.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.identity().write(self.principal()?, self.origin(), work).await
    }

    /// Where the request came from; collected for writes only.
    pub(crate) fn origin(&self) -> Origin {
        origin::of(&self.request, &self.api.settings.trusted_proxies, self.trace)
    }
}

fn refused(error: identity_rql::Error) -> Error {
    Error::Query(Violations::one(error.key, error.message))
}
