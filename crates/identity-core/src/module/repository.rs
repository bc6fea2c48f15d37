//! The port to the stored catalogue.

use super::Module;
use crate::account::AccountKind;
use crate::error::StoreError;
use crate::list::{Page, Query};

/// Which modules an actor sees (platform.md §3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleScope {
    /// All.
    All,
    /// Those that accounts of the kind may have.
    Kind(AccountKind),
    /// None.
    Nothing,
}

/// The stored catalogue.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait ModuleRepository {
    /// All modules, by identifier.
    fn all(&mut self) -> Result<Vec<Module>, StoreError>;
    /// Stores a new module.
    fn insert(&mut self, module: &Module) -> Result<(), StoreError>;
    /// Replaces the stored module of the same identifier.
    fn update(&mut self, module: &Module) -> Result<(), StoreError>;
    /// One page of what the scope shows.
    fn page(&mut self, scope: ModuleScope, query: &Query<Module>) -> Result<Page<Module>, StoreError>;
}
