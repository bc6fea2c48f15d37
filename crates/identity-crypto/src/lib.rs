//! Passwords, token secrets, sealing, randomness and the clock of identity-core's ports.
