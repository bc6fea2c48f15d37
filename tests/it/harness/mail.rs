//! The mail folder, as a person reads it.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_tests::readable;
use serde_json::Value;

use super::wait::until;

/// What an invitation's link carries (R18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub url: String,
    pub code: String,
    pub membership: String,
}

impl Link {
    /// Reads `<portal>/accept-invite?code=<base64url of {"code":"…","accountUserId":"AUSR-…"}>`.
    #[track_caller]
    pub fn read(url: &str) -> Self {
        let (_, packed) = url.split_once("/accept-invite?code=").unwrap_or_else(|| panic!("{url}"));
        let packed: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(packed).unwrap()).unwrap();
        Self {
            url: url.to_owned(),
            code: packed["code"].as_str().unwrap().to_owned(),
            membership: packed["accountUserId"].as_str().unwrap().to_owned(),
        }
    }
}

/// Everything sent to an address, oldest first, decoded.
pub fn mails_to(folder: &Path, email: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    files.sort();
    let mails = files.iter().map(|path| readable(&fs::read_to_string(path).unwrap()).unwrap());
    let to = format!("To: {email}\n");
    mails.filter(|mail| mail.contains(&to)).collect()
}

/// The link of the newest invitation sent to an address, unless it has the `old` code; waits for it.
#[track_caller]
pub fn link_to(folder: &Path, email: &str, old: &str) -> Link {
    until("the invitation's mail", || {
        let newest = mails_to(folder, email).iter().rev().find_map(|mail| link_in(mail));
        newest.filter(|link| link.code != old)
    })
}

fn link_in(mail: &str) -> Option<Link> {
    let url = mail.split_whitespace().find(|word| word.contains("/accept-invite?code="))?;
    Some(Link::read(url))
}
