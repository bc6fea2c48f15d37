//! What stands in the paths of devices (self-service.md §1.1, S-R3, S-R42).

use std::borrow::Cow;
use std::str::FromStr;

use identity_core::Error;
use identity_core::id::Id;
use identity_core::value::Uid;

use crate::http::context::Context;

/// An identifier in the path. One that cannot be any is refused at once; one that is none of ours is that of nothing, so
/// that core refuses it in its turn, like one that is unknown.
pub(super) fn uid<I: Id + FromStr>(cx: &Context, n: usize, name: &str) -> Result<I, Error> {
    let text = cx.segment(n);
    let is_uid = text.parse::<Uid>().is_ok_and(|uid| uid.as_str() == text);
    if !is_uid {
        return Err(Error::invalid(name, "Must be 1 to 64 letters, digits, - and _."));
    }
    Ok(text.parse().unwrap_or_else(|_| I::from_number(0)))
}

/// The path as a log may show it: without the code of D5.
pub(crate) fn masked(path: &str) -> Cow<'_, str> {
    match path.strip_prefix("/device/") {
        Some(rest) if rest != "users" => {
            let (_, tail) = rest.split_once('/').unwrap_or((rest, ""));
            Cow::Owned(format!("/device/***/{tail}"))
        }
        _ => Cow::Borrowed(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_r42_codes_are_masked_in_paths() {
        assert_eq!(masked("/device/7K3M-Q9TX-B2WD/link"), "/device/***/link");
        assert_eq!(masked("/device/7K3MQ9TXB2WD"), "/device/***/");
        for path in ["/device", "/device/users", "/tenants/ACC-1671-0642/devices/DEV-6604-1182"] {
            assert_eq!(masked(path), path);
        }
    }
}
