//! Migrations are part of the binary, so a changed one is a reason to build.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
