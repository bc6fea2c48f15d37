//! Where a person goes on after signing in or out: a path of ours and nothing else.

/// The longest path that is kept.
const CHARS_MAX: usize = 1024;

/// The path, if it stays here whatever a browser makes of it: one slash before it, no second one, no backslash that
/// counts as one, and nothing that browsers leave out.
pub(super) fn local(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let is_local = path.len() <= CHARS_MAX && !rest.starts_with('/') && rest.bytes().all(is_plain);
    is_local.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_followed() {
        for good in ["/", "/sessions", "/accept-invite?code=T-wo_6"] {
            assert_eq!(local(good), Some(good));
        }
        let long = format!("/{}", "a".repeat(1024));
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "\\/evil.example",
            "https://evil.example",
            "sessions",
            "/a b",
            "/a\r\nset-cookie: x=1",
            "/å",
            &long,
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }
}
