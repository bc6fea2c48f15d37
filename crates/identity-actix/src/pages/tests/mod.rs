//! The pages over the service in memory, as a browser without script sees them.

mod guarding;
mod invitations;
mod pins;
mod resets;
mod sessions;
mod showing;
mod signing_in;
mod stage;
