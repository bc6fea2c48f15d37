//! The HTTP dialects of identity-core over actix-web.
