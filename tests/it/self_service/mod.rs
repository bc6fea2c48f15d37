//! The Self-service API over HTTP (self-service.md).

mod auth;
mod effects;
mod second_factor;
mod tokens;
