//! The pages over the service in memory.
