//! The identity-server binary: configuration, wiring, commands and telemetry.
