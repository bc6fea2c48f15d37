//! The dialect in process: core over its in-memory store, behind the routes as they are registered.

mod accounts;
mod audit;
mod buyers;
mod check;
mod expansion;
mod groups;
mod images;
mod members;
mod otp;
mod paging;
mod protocol;
mod stage;
mod tokens;
mod users;
mod wire;
