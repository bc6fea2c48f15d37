use std::collections::BTreeSet;
use std::fs;

use identity_core::secret::Secret;
use tempfile::TempDir;

use super::values::LETTERS;
use super::*;

const LINK: &str = "https://id.example.com/reset-password?code=rst_abc-_1&x='y'";

fn mail(language: Option<&str>, letter: Letter) -> Mail {
    Mail {
        id: "outbox-1".into(),
        to: "mara@example.com".parse().unwrap(),
        language: language.map(|code| code.parse().unwrap()),
        product: "Identity".into(),
        letter,
    }
}

fn removed(account: &str) -> Letter {
    Letter::Removed { account: account.into() }
}

fn reset() -> Letter {
    Letter::PasswordReset { link: Secret::new(LINK.into()), minutes: 15 }
}

/// The operator's folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn own(files: &[(&str, &str)]) -> Words {
    Words::load(Some(folder(files).path())).unwrap()
}

fn flaw(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let flaw = Words::load(Some(folder.path())).err().unwrap_or_else(|| panic!("{files:?} were taken"));
    flaw.to_string().replace(&folder.path().display().to_string(), "FOLDER")
}

#[test]
fn every_letter_is_whole_in_every_language() {
    let words = Words::load(None).unwrap();
    let mut subjects = BTreeSet::new();
    for language in embedded::LANGUAGES {
        for letter in samples() {
            let link = Content::of(&letter).link.map(str::to_owned);
            let name = Content::of(&letter).name;
            let written = words.write(&mail(Some(language), letter)).unwrap();
            let what = format!("{language} {name}: {}\n{}\n{}", written.subject, written.text, written.html);
            assert!(!written.subject.is_empty() && !written.subject.contains(char::is_control), "{what}");
            for unwanted in ["{{", "}}", "{%", "%}", "none", "  ", "\n\n\n"] {
                assert!(!written.text.contains(unwanted), "{unwanted:?} in {what}");
            }
            for unwanted in ["{{", "}}", "{%", "%}", "<script", "src=", "url(", ">none<"] {
                assert!(!written.html.contains(unwanted), "{unwanted:?} in {what}");
            }
            assert!(written.html.contains(&format!("<html lang=\"{language}\">")), "{what}");
            let lines = written.text.lines().filter(|line| Some(*line) == link.as_deref()).count();
            assert_eq!(lines, usize::from(link.is_some()), "{what}");
            let anchors = written.html.matches("<a href=\"https://identity.example.com/").count();
            assert_eq!(anchors, if link.is_some() { 2 } else { 0 }, "{what}");
            subjects.insert((name, written.subject));
        }
    }
    assert_eq!(
        subjects.len(),
        LETTERS.len() * embedded::LANGUAGES.len(),
        "each in words of its own: {subjects:?}"
    );
}

#[test]
fn what_a_letter_is_about_stands_in_it() {
    let words = Words::load(None).unwrap();
    for language in embedded::LANGUAGES {
        let text = |letter: Letter| words.write(&mail(Some(language), letter)).unwrap().text;
        let [by_kari, by_nobody, ..] = samples().map(text);
        assert!(by_kari.contains("Kari Nordmann") && !by_nobody.contains("Kari"), "{by_kari}");
        for text in [&by_kari, &by_nobody] {
            assert!(text.contains("Sport AS") && text.contains(" 7 ") && text.contains("Identity"), "{text}");
        }
        assert!(text(reset()).contains(" 15 "));
    }
}

#[test]
fn the_language_is_told_by_two_letters_and_is_english_if_unknown() {
    let words = Words::load(None).unwrap();
    for (code, language) in [
        (None, "en"),
        (Some("de"), "de"),
        (Some("de-AT"), "de"),
        (Some("FR_ca"), "fr"),
        (Some("es"), "es"),
        (Some("nb"), "nb"),
        (Some("nn-NO"), "nb"),
        (Some("no"), "nb"),
        (Some("en-GB"), "en"),
        (Some("sv"), "en"),
        (Some("d"), "en"),
        (Some("../.."), "en"),
        (Some("日本"), "en"),
    ] {
        let html = words.write(&mail(code, removed("Own"))).unwrap().html;
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{code:?}: {html}");
    }
}

#[test]
fn names_are_escaped_in_the_page_alone() {
    let written = Words::load(None).unwrap().write(&mail(None, removed("<b>&\"Ünïcode'/"))).unwrap();
    assert_eq!(written.subject, "You are no longer a member of <b>&\"Ünïcode'/");
    assert!(written.text.contains(" of <b>&\"Ünïcode'/ on Identity"), "{}", written.text);
    let escaped = "&lt;b&gt;&amp;&quot;Ünïcode&#x27;/";
    assert_eq!(written.html.matches(escaped).count(), 3, "{}", written.html);
    assert!(!written.html.contains("<b>"), "{}", written.html);
}

#[test]
fn a_name_is_no_template_and_begins_neither_a_line_nor_a_paragraph() {
    let hostile = "{{ link }}\r\nBcc: eve@example.com\n\nhttps://evil.example\u{85}";
    let written = Words::load(None).unwrap().write(&mail(None, removed(hostile))).unwrap();
    let in_one_line = "{{ link }}  Bcc: eve@example.com  https://evil.example ";
    assert_eq!(written.subject, format!("You are no longer a member of {in_one_line}").trim());
    assert!(written.text.contains(in_one_line), "{}", written.text);
    assert!(!written.html.contains("<a "), "{}", written.html);
}

#[test]
fn a_link_is_a_button_and_a_text_and_stays_readable() {
    let html = Words::load(None).unwrap().write(&mail(None, reset())).unwrap().html;
    let link = "https://id.example.com/reset-password?code=rst_abc-_1&amp;x=&#x27;y&#x27;";
    assert_eq!(html.matches(&format!("<a href=\"{link}\"")).count(), 2, "{html}");
    assert!(html.contains(">Set a new password</a>") && html.contains(&format!(">{link}</a>")), "{html}");
}

#[test]
fn the_operators_templates_win_and_what_they_lack_is_embedded() {
    let words = own(&[
        ("de/removed.txt", "\u{feff}Subject: Tschüss, {{ account }}\r\n\r\nDas war's.\r\n\r\nAdieu\r\n"),
        ("sv/removed.txt", "Subject: Hej då\n\nDu är inte längre medlem i {{ account }}.\n"),
        ("nn/removed.txt", "Subject: Hei\n\nDu er ikkje lenger medlem av {{ account }}.\n"),
        ("fr/removed.html", "<p lang='{{ language }}'>{{ subject }} | {{ account }}</p>"),
        (".git/config", "no business of ours"),
    ]);
    let written = |code, letter| words.write(&mail(Some(code), letter)).unwrap();
    let german = written("de", removed("Own"));
    assert_eq!((german.subject.as_str(), german.text.as_str()), ("Tschüss, Own", "Das war's.\n\nAdieu\n"));
    assert!(
        german.html.contains(">Adieu</p>") && german.html.contains("<html lang=\"de\">"),
        "{}",
        german.html
    );
    assert_eq!(written("de", Letter::PasswordChanged).subject, "Ihr Passwort für Identity wurde geändert");
    assert_eq!(written("sv", removed("Own")).subject, "Hej då");
    assert_eq!(written("sv", Letter::PasswordChanged).subject, "Your password for Identity was changed");
    assert_eq!(written("nn", removed("Own")).subject, "Hei");
    assert_eq!(written("nn", Letter::PasswordChanged).subject, "Passordet ditt for Identity er endret");
    let french = written("fr", removed("A&B"));
    assert_eq!(french.html, "<p lang='fr'>Vous n’êtes plus membre de A&amp;B | A&amp;B</p>");
    assert!(french.text.starts_with("Bonjour,"), "{}", french.text);
    let page = own(&[("mail.html", "<h1>{{ product }}</h1>{{ paragraphs | join('|') }}")]);
    let written = page.write(&mail(None, Letter::PasswordVoided)).unwrap();
    assert!(written.html.starts_with("<h1>Identity</h1>Hello,|There were"), "{}", written.html);
}

#[test]
fn a_broken_template_is_refused_with_its_file_and_line() {
    const HEAD: &str = "Subject: Hello\n\n";
    for (name, text, told) in [
        ("de/removed.txt", "Subject: A\n\nB\n{% if account %}C", "de/removed.txt line 4: "),
        ("de/removed.txt", "Subject: A\n\nB {{ acount }}", "de/removed.txt line 3: undefined value"),
        (
            "de/removed.txt",
            "Subject: A\n\n{{ account | shout }}",
            "de/removed.txt line 3: filter shout is unknown",
        ),
        (
            "de/removed.txt",
            "Hello {{ account }}",
            "de/removed.txt line 1: the first line must be `Subject: …`",
        ),
        ("de/removed.txt", "Subject: A\nB", "de/removed.txt line 2: an empty line"),
        ("en/pin-set.txt", "Subject: A\n\n{{ link }}", "en/pin-set.txt line 3: undefined value"),
        ("en/pin-set.html", "<p>\n{{ lnk }}", "en/pin-set.html line 2: undefined value"),
        ("es/password-reset.txt", HEAD, "es/password-reset.txt line 3: there is no text"),
        ("es/password-reset.txt", "Subject: A\n\nB", "es/password-reset.txt: the letter needs {{ link }}"),
        ("es/password-reset.html", "<p>B</p>", "es/password-reset.html: the letter needs {{ link }}"),
        ("mail.html", "<p>{{ subject }}</p>", "mail.html: the letter needs {{ link }}"),
        ("mail.html", "<p>\n\n{{ paragraph }}", "mail.html line 3: undefined value"),
        (
            "nb/invitation.txt",
            "Subject: A\n\n{% if inviter %}B{% else %}{{ link }}{% endif %}",
            "nb/invitation.txt: the",
        ),
        ("removed.txt", HEAD, "FOLDER/removed.txt: must be mail.html or a folder"),
        ("deutsch/removed.txt", HEAD, "FOLDER/deutsch: must be mail.html or a folder"),
        ("de/remove.txt", HEAD, "FOLDER/de/remove.txt: must be one of invitation, added, removed,"),
        ("de/removed.md", HEAD, "FOLDER/de/removed.md: must be one of"),
    ] {
        let flaw = flaw(&[(name, text)]);
        assert!(flaw.starts_with(told), "{name} {text:?}: {flaw}");
        assert_eq!(flaw.lines().count(), 1, "{flaw}");
    }
    let nowhere = Words::load(Some(Path::new("/nowhere/at/all"))).err().unwrap().to_string();
    assert!(nowhere.starts_with("/nowhere/at/all: "), "{nowhere}");
}

#[test]
fn a_file_that_is_no_text_is_refused_by_name() {
    let folder = folder(&[("de/removed.txt", "")]);
    fs::write(folder.path().join("de/removed.txt"), [0xff, 0xfe]).unwrap();
    let flaw = Words::load(Some(folder.path())).err().unwrap().to_string();
    assert!(flaw.contains("de/removed.txt: ") && flaw.contains("UTF-8"), "{flaw}");
}

#[test]
fn the_document_lists_letters_and_their_values() {
    let document = include_str!("../../../../docs/MAIL.md");
    for letter in samples() {
        let Content { name, values, .. } = Content::of(&letter);
        let row = document.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).expect(name);
        let cell = row.rsplit(" | ").next().unwrap_or_default();
        let documented: BTreeSet<_> = cell.split('`').skip(1).step_by(2).collect();
        assert_eq!(documented, values.into_keys().collect::<BTreeSet<_>>(), "{row}");
    }
}
