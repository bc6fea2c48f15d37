//! Accounts, people, memberships, groups, modules and API tokens: entities, rules, use cases and ports.
