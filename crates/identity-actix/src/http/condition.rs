//! `If-Match`, `If-None-Match` and `ETag` (platform.md §1.6, RFC 9110 §8.8.3 and §13.1).

use actix_web::http::header::{HeaderMap, HeaderName};

/// A malformed list of tags.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MalformedTags;

/// What a header names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Tags {
    /// `*`: any state at all.
    Any,
    /// These.
    Listed(Vec<Listed>),
}

/// One tag of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// What stands between the quotes.
    pub text: String,
    /// Whether it claims equivalence only.
    pub is_weak: bool,
}

impl Tags {
    /// Reads a header; `None` without one. A header sent more than once is one list.
    ///
    /// # Errors
    /// [`MalformedTags`] unless it is `*` or a list of at least one entity tag.
    pub(crate) fn read(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Self>, MalformedTags> {
        if !headers.contains_key(name) {
            return Ok(None);
        }
        let mut lines = Vec::new();
        for value in headers.get_all(name) {
            lines.push(value.to_str().map_err(|_| MalformedTags)?);
        }
        let text = lines.join(",");
        if text.trim() == "*" {
            return Ok(Some(Self::Any));
        }
        let listed = list(&text)?;
        if listed.is_empty() { Err(MalformedTags) } else { Ok(Some(Self::Listed(listed))) }
    }

    /// Weak comparison, which is enough to leave a body out.
    pub(crate) fn match_weakly(&self, tag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(listed) => listed.iter().any(|listed| listed.text == tag),
        }
    }

    /// The texts that a strong comparison can equal, or `None` for any: a weak tag equals none (RFC 9110 §8.8.3.2).
    pub(crate) fn strong(self) -> Option<Vec<String>> {
        match self {
            Self::Any => None,
            Self::Listed(listed) => {
                Some(listed.into_iter().filter(|listed| !listed.is_weak).map(|listed| listed.text).collect())
            }
        }
    }
}

/// Reads `"a", W/"b"`. Empty elements are skipped (RFC 9110 §5.6.1.2).
fn list(text: &str) -> Result<Vec<Listed>, MalformedTags> {
    let mut listed = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Ok(listed);
        }
        let strong = rest.strip_prefix("W/");
        let (inner, is_weak) = (strong.unwrap_or(rest), strong.is_some());
        let inner = inner.strip_prefix('"').ok_or(MalformedTags)?;
        let (text, after) = inner.split_once('"').ok_or(MalformedTags)?;
        let after = after.trim_start_matches([' ', '\t']);
        if !text.bytes().all(|b| b.is_ascii_graphic()) || !(after.is_empty() || after.starts_with(',')) {
            return Err(MalformedTags);
        }
        listed.push(Listed { text: text.to_owned(), is_weak });
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderValue, IF_MATCH};

    fn read(lines: &[&str]) -> Result<Option<Tags>, MalformedTags> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(IF_MATCH, HeaderValue::from_str(line).unwrap());
        }
        Tags::read(&headers, &IF_MATCH)
    }

    fn strong(lines: &[&str]) -> Option<Vec<String>> {
        read(lines).unwrap().unwrap().strong()
    }

    #[test]
    fn tags_come_alone_in_lists_and_in_several_lines() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[" * "]), Ok(Some(Tags::Any)));
        assert_eq!(strong(&["*"]), None);
        assert_eq!(strong(&["\"3\""]), Some(vec!["3".into()]));
        assert_eq!(strong(&["\"3\" ,, \"3x\",\"a,b\""]), Some(vec!["3".into(), "3x".into(), "a,b".into()]));
        assert_eq!(strong(&["\"1\"", "\"2\""]), Some(vec!["1".into(), "2".into()]));
        assert_eq!(strong(&["\"\""]), Some(vec![String::new()]));
    }

    #[test]
    fn a_weak_tag_is_equal_weakly_only() {
        let tags = read(&["W/\"3\", \"4\""]).unwrap().unwrap();
        assert!(tags.match_weakly("3") && tags.match_weakly("4") && !tags.match_weakly("5"));
        assert_eq!(tags.strong(), Some(vec!["4".into()]));
        assert!(Tags::Any.match_weakly("3"));
    }

    #[test]
    fn what_is_no_list_of_tags_is_malformed() {
        for bad in
            ["", ",", "3", "\"3", "3\"", "\"3\" \"4\"", "w/\"3\"", "W/3", "\"3\", *", "*, *", "\"a b\""]
        {
            assert_eq!(read(&[bad]), Err(MalformedTags), "{bad}");
        }
    }
}
