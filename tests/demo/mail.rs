//! The e-mail of an invitation: waiting for its file, and reading the link in it.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_tests::{Failure, readable};
use serde_json::Value;
use tokio::time::{interval, timeout};

const MAIL_WITHIN: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What an invitation's link carries.
pub struct Link {
    /// The parameter as it stands in the link.
    pub parameter: String,
    /// The one-time code.
    pub code: String,
    /// The invited membership.
    pub membership: String,
}

/// Waits for the first `.eml` file of a folder and returns its head and its plain text.
pub async fn first(folder: &Path) -> Result<String, Failure> {
    let mut tick = interval(LOOK_EVERY);
    let wait = async {
        loop {
            tick.tick().await;
            let Ok(mut entries) = std::fs::read_dir(folder) else { continue };
            let is_mail = |path: &Path| path.extension() == Some(OsStr::new("eml"));
            if let Some(path) = entries.find_map(|entry| entry.ok().map(|e| e.path()).filter(|p| is_mail(p)))
            {
                return std::fs::read_to_string(path);
            }
        }
    };
    let raw = timeout(MAIL_WITHIN, wait)
        .await
        .map_err(|_| Failure::new("no mail was delivered within twenty seconds"))??;
    readable(&raw).ok_or_else(|| Failure::new("the mail has no plain text"))
}

/// Reads the link (R18): `…/accept-invite?code=<base64url of {"code":"…","accountUserId":"AUSR-…"}>`.
pub fn link(mail: &str) -> Result<Link, Failure> {
    let no_link = || Failure::new("the mail has no link to accept the invitation");
    let (_, rest) = mail.split_once("/accept-invite?code=").ok_or_else(no_link)?;
    let parameter = rest.split_whitespace().next().ok_or_else(no_link)?.to_owned();
    let json: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parameter)?)?;
    let member = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(no_link);
    let (code, membership) = (member("code")?, member("accountUserId")?);
    Ok(Link { parameter, code, membership })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_read_from_a_mail() {
        let json = r#"{"code":"abc-_1","accountUserId":"AUSR-0001-0002-0003"}"#;
        let parameter = URL_SAFE_NO_PAD.encode(json);
        let link = link(&format!("Hello,\n\nhttp://x/accept-invite?code={parameter}\n\nBye")).unwrap();
        assert_eq!(link.parameter, parameter);
        assert_eq!((link.code.as_str(), link.membership.as_str()), ("abc-_1", "AUSR-0001-0002-0003"));
        assert!(super::link("Dear you, no link here.").is_err());
    }
}
