//! Tests of the language as a whole; those of its parts stand beside the code.

mod build;
mod encoding;
mod errors;
mod examples;
mod hostile;
mod limits;
mod round_trip;
mod segments;
mod trees;
