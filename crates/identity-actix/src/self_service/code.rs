//! Codes of invitations as people copy them: bare, or in the form that a link has (self-service.md §1.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// The longest text of a link's form that is looked at.
const CHARS_MAX: usize = 512;

/// The bare code; a text of another form stays as it is, and is nobody's code.
pub(crate) fn bare(text: &str) -> String {
    let text = text.trim();
    inner(text).unwrap_or_else(|| text.to_owned())
}

fn inner(text: &str) -> Option<String> {
    if text.len() > CHARS_MAX {
        return None;
    }
    let json: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    json.get("code")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_the_same_code() {
        let code = "T-wo6brvlprPin0pAsXKfqLGs6cpCPEoTZ7tWyiPD_I";
        let link =
            URL_SAFE_NO_PAD.encode(format!(r#"{{"code":"{code}","accountUserId":"AUSR-0001-0002-0003"}}"#));
        assert_eq!(bare(code), code);
        assert_eq!(bare(&format!(" {link}\n")), code);
        for other in ["", "rst_x", "e30", &URL_SAFE_NO_PAD.encode("[1]"), &"A".repeat(9000)] {
            assert_eq!(bare(other), other, "{other}");
        }
    }
}
