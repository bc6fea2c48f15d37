//! Modules of the built-in catalogue, and identifiers that nothing has.

/// Access Management: who holds it administers an account (A+).
pub const ACCESS: &str = "MOD-1756";
/// Account Management: who holds it in the Operations account is the operator (O+).
pub const ACCOUNT: &str = "MOD-9042";
/// Billing: open to every account, a default, configurable.
pub const BILLING: &str = "MOD-8352";
/// Reporting: likewise.
pub const REPORTING: &str = "MOD-3615";
/// Marketplace: likewise.
pub const MARKETPLACE: &str = "MOD-0478";
/// Helpdesk: open to every account, no default, configurable.
pub const HELPDESK: &str = "MOD-5093";
/// Catalogue Management: for Vendor and Operations accounts.
pub const CATALOGUE: &str = "MOD-2240";
/// Procurement: for Client accounts.
pub const PROCUREMENT: &str = "MOD-6127";

/// An identifier of the right form that belongs to nothing: the generator draws each with a chance of one in a
/// hundred million.
pub fn unknown(prefix: &str) -> &'static str {
    match prefix {
        "ACC" => "ACC-9191-9191",
        "USR" => "USR-9191-9191",
        "AUSR" => "AUSR-9191-9191-9191",
        "UGR" => "UGR-9191-9191",
        "MOD" => "MOD-9191",
        "TKN" => "TKN-9191-9191",
        "BUY" => "BUY-9191-9191",
        "AUD" => "AUD-9191-9191-9191-9191",
        other => panic!("no identifier begins with {other}"),
    }
}
