//! JSON back into text, for what is kept as it was sent.

use super::parse::Json;
use crate::http::json::{plain, string};

impl Json {
    /// The text, without spaces; members come by name.
    pub(super) fn text(&self) -> String {
        let mut out = Vec::new();
        self.write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Flag(flag) => plain(out, flag),
            Self::Number(number) => plain(out, number),
            Self::Text(text) => string(out, text),
            Self::List(items) => enclosed(out, [b'[', b']'], items, |out, item| item.write(out)),
            Self::Object(members) => enclosed(out, [b'{', b'}'], members.iter(), |out, (name, value)| {
                string(out, name);
                out.push(b':');
                value.write(out);
            }),
        }
    }
}

fn enclosed<T>(
    out: &mut Vec<u8>,
    [open, close]: [u8; 2],
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut Vec<u8>, T),
) {
    out.push(open);
    for (n, item) in items.into_iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(close);
}
