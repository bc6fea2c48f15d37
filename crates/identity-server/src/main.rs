//! The identity-server binary.
fn main() {}
