//! End-to-end tests: one server for all of them, each on accounts of its own.

#[cfg(test)]
mod account_users;
#[cfg(test)]
mod accounts;
#[cfg(test)]
mod api_doc;
#[cfg(test)]
mod api_tokens;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod auth_check;
#[cfg(test)]
mod buyers;
#[cfg(test)]
mod conditional;
#[cfg(test)]
mod conventions;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod images;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod modules;
#[cfg(test)]
#[cfg(feature = "postgres-tests")]
mod nodes;
#[cfg(test)]
mod provisioning;
#[cfg(test)]
mod races;
#[cfg(test)]
mod representations;
#[cfg(test)]
mod revocation;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod self_service;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod user_groups;
#[cfg(test)]
mod users;
