//! The language of a page: the person's own once it is known, else what the browser asks for, else English.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};

use super::words::{self, Words};

/// A language that there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// English.
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Norwegian.
    Nb,
}

impl Language {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::En, Self::De, Self::Es, Self::Fr, Self::Nb];

    /// Its tag.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Nb => "nb",
        }
    }

    /// Its texts.
    pub(super) const fn words(self) -> &'static Words {
        match self {
            Self::En => &words::EN,
            Self::De => &words::DE,
            Self::Es => &words::ES,
            Self::Fr => &words::FR,
            Self::Nb => &words::NB,
        }
    }

    /// The language of a tag, if there are texts in it.
    pub(super) fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        // Norwegian is asked for by any of its names.
        let primary = if matches!(primary.as_str(), "no" | "nn") { "nb" } else { &primary };
        Self::ALL.into_iter().find(|language| language.tag() == primary)
    }

    /// What a browser asks for most, of what there is.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(ACCEPT_LANGUAGE).filter_map(|line| line.to_str().ok());
        let mut best = (0.0, Self::En);
        for part in lines.flat_map(|line| line.split(',')) {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.parse::<f32>().ok());
            if let (Some(language), Some(weight)) = (Self::parse(tag), weight)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn what_is_asked_for_most_wins() {
        let of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            Language::of(&headers)
        };
        assert_eq!(of("de-CH,de;q=0.9,en;q=0.8"), Language::De);
        assert_eq!(of("it, en;q=0.3, fr;q=0.7"), Language::Fr);
        assert_eq!(of("nn-NO"), Language::Nb);
        assert_eq!(of("no;q=0.5, es;q=0.4"), Language::Nb);
        assert_eq!(of("es;q=0, *"), Language::En);
        for other in ["", "*", "zz", "q=1", ";;;", "de;q=x"] {
            assert_eq!(of(other), Language::En, "{other}");
        }
    }
}
