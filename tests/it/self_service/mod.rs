//! The Self-service API over HTTP (self-service.md).

mod auth;
mod second_factor;
mod tokens;
