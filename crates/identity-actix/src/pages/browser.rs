//! A browser by the words of its `User-Agent`, as people know it.

use super::words::Words;

/// What is looked for, in this order, because most name others beside themselves.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Browser and system; what has neither is a program or unknown.
pub(super) fn describe(agent: &str, words: &Words) -> String {
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => (words.browser_on)(browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => words.unknown_device.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::EN;

    #[test]
    fn browsers_are_known_by_what_they_call_themselves() {
        let of = |agent: &str| describe(agent, &EN);
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(of(chrome), "Chrome on Linux");
        assert_eq!(of(&format!("{chrome} Edg/156.0")), "Edge on Linux");
        assert_eq!(
            of(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
            ),
            "Safari on iPhone"
        );
        assert_eq!(
            of("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox on Windows"
        );
        assert_eq!(of("curl/8.0"), EN.unknown_device);
        assert_eq!(of(""), EN.unknown_device);
    }
}
