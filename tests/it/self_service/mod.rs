//! The Self-service API: what people, devices and integrations do for themselves (self-service.md).

mod devices;
mod shop;
