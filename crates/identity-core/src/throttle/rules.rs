//! The rules of the contract, as data.

use std::net::IpAddr;
use std::time::Duration;

use super::{Pause, Rule};

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

/// Wrong passwords of a person from one address prefix (S-R10).
pub const PASSWORD: Rule = Rule {
    name: "password",
    free: 5,
    pause: Pause::Doubling { first: Duration::from_secs(1), longest: Duration::from_secs(60) },
    window: None,
    void_at: None,
    kept: Duration::from_secs(DAY),
};

/// Wrong passwords of a person from anywhere: after a hundred in a row the password is void until it is reset (S-R10).
pub const PASSWORD_EVERYWHERE: Rule = Rule {
    name: "password-everywhere",
    free: 100,
    pause: Pause::Nothing,
    window: None,
    void_at: Some(100),
    kept: Duration::from_secs(365 * DAY),
};

/// Failed sign-ins of any kind from one address (S-R10, S-R18).
pub const ADDRESS: Rule = Rule {
    name: "address",
    free: 30,
    pause: Pause::Window,
    window: Some(Duration::from_secs(MINUTE)),
    void_at: None,
    kept: Duration::from_secs(MINUTE),
};

/// Resets of passwords that one address asks for.
pub const RESET_ADDRESS: Rule = Rule { name: "reset-address", ..ADDRESS };

/// Wrong PINs of a membership, on all devices together (S-R17).
pub const PIN: Rule = Rule {
    name: "pin",
    free: 5,
    pause: Pause::Every(Duration::from_secs(15 * MINUTE)),
    window: None,
    void_at: Some(20),
    kept: Duration::from_secs(365 * DAY),
};

/// Failed sign-ins at one device, whoever it was (S-R18).
pub const DEVICE: Rule = Rule {
    name: "device",
    free: 10,
    pause: Pause::Every(Duration::from_secs(5 * MINUTE)),
    window: Some(Duration::from_secs(5 * MINUTE)),
    void_at: None,
    kept: Duration::from_secs(10 * MINUTE),
};

/// Failed links with one device code (S-R18).
pub const DEVICE_CODE: Rule = Rule {
    name: "device-code",
    free: 5,
    pause: Pause::Nothing,
    window: None,
    void_at: Some(5),
    kept: Duration::from_secs(DAY),
};

/// The part of an address that one household or company shares: /24 of IPv4, /56 of IPv6 (S-R10). A text that is no
/// address stands for itself.
pub fn address_prefix(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Ok(IpAddr::V6(ip)) => {
            let prefix = u128::from(ip) & (u128::MAX << 72);
            format!("{}/56", std::net::Ipv6Addr::from(prefix))
        }
        Err(_) => address.to_owned(),
    }
}
