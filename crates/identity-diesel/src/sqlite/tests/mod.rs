//! What an SQLite store owes beyond the contract suite.

mod commit;
mod explain;
mod full;
mod functions;
mod group;
mod migrate;
mod open;
mod read;
mod schema;
mod statements;
mod totals;
mod touched;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Waker};

use diesel::connection::SimpleConnection as _;
use identity_core::auth::Epochs;
use identity_core::error::Error;
use identity_core::testing::contract::block_on;
use tempfile::TempDir;

use super::{SqliteOptions, SqliteStore};
use crate::any::AnyConnection;
use crate::job::{Answer, pack, unpack};
use crate::unit::Unit;

/// A store in a folder of its own.
struct Bench {
    store: SqliteStore,
    epochs: Arc<Epochs>,
    folder: TempDir,
}

/// A write that was handed over and not answered yet.
type Waiting<'a> = Pin<Box<dyn Future<Output = Answer> + 'a>>;

impl Bench {
    fn new(options: SqliteOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let epochs = Arc::new(Epochs::default());
        let path = folder.path().join("identity.db");
        let store = SqliteStore::open(&path, options, Arc::clone(&epochs)).unwrap();
        Self { store, epochs, folder }
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Unit<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        unpack(block_on(self.store.writer.run(pack(work)))?)
    }

    /// Hands a write over; when this returns, it is in the queue or was refused.
    fn queue<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Unit<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Waiting<'_> {
        let mut write: Waiting<'_> = Box::pin(self.store.writer.run(pack(work)));
        match write.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            std::task::Poll::Ready(answer) => Box::pin(std::future::ready(answer)),
            std::task::Poll::Pending => write,
        }
    }

    /// Keeps the writer busy until the sender is dropped.
    fn hold(&self) -> (Waiting<'_>, Sender<()>) {
        let (release, released) = channel::<()>();
        let (tell, begun) = channel();
        let held = self.queue(move |_| {
            tell.send(()).unwrap();
            // The sender is dropped, never used.
            released.recv().unwrap_err();
            Ok(())
        });
        begun.recv().unwrap();
        (held, release)
    }
}

/// Options under which everything that is queued while the writer is held shares its batch.
fn one_batch() -> SqliteOptions {
    SqliteOptions { batch_span: std::time::Duration::from_secs(600), ..SqliteOptions::default() }
}

fn sql(unit: &mut Unit<'_>, statement: &str) -> Result<(), Error> {
    Ok(unit.look(|any| Ok(any.batch_execute(statement)?))?)
}

/// The SQLite connection inside.
fn inner(any: &mut AnyConnection) -> &mut diesel::SqliteConnection {
    match any {
        AnyConnection::Sqlite(conn) => conn,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => panic!("an SQLite store has SQLite connections"),
    }
}
