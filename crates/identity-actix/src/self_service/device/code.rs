//! Codes in the paths of devices (S-R42).

use std::borrow::Cow;

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
