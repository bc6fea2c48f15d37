//! E-mail out of identity-core's outbox: SMTP, or a folder of .eml files.
