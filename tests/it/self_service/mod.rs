//! The Self-service API over HTTP (self-service.md).

mod auth;
mod tokens;
