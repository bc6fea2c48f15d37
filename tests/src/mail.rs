//! Messages as a person reads them.

/// The head of a message that the server wrote, an empty line, and its plain text, decoded.
pub fn readable(message: &str) -> Option<String> {
    let (head, parts) = message.split_once("\r\n\r\n")?;
    let (_, part) = parts.split_once("Content-Type: text/plain; charset=utf-8\r\n")?;
    let (_, body) = part.split_once("\r\n\r\n")?;
    // Quoted-printable writes a line of two dashes as it is, but none of the server's texts begins one so.
    let (text, _) = body.split_once("\r\n--")?;
    Some(format!("{}\n\n{}", head.replace("\r\n", "\n"), quoted_printable(text)))
}

/// Decodes quoted-printable text (RFC 2045 §6.7); the messages that the server writes use nothing else.
fn quoted_printable(body: &str) -> String {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body.replace("\r\n", "\n").replace("=\n", "").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let digits = String::from_utf8_lossy(&digits).into_owned();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_text_is_found_and_its_lines_are_joined() {
        let message = "To: mara@example.com\r\nSubject: Hi\r\n\r\n--a\r\n\
            Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Gr=C3=BC=C3=9Fe\r\nhttp://x/?code=3Dabc=\r\ndef\r\n--a\r\n\
            Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hi</p>\r\n--a--\r\n";
        let expected = "To: mara@example.com\nSubject: Hi\n\nGrüße\nhttp://x/?code=abcdef";
        assert_eq!(readable(message).as_deref(), Some(expected));
        assert_eq!(readable("To: mara@example.com\r\n\r\nHi"), None);
    }
}
