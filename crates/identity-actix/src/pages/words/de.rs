//! German.

use super::Words;

pub(in crate::pages) static DE: Words = Words {
    skip: "Zum Inhalt springen",
    navigation: "Ihre Anmeldung",
    problem: "Problem",
    to_start: "Zur Startseite",
    sign_in: "Anmelden",
    sign_out: "Abmelden",
    to_sign_in: "Zur Anmeldung",
    email: "E-Mail-Adresse",
    password: "Passwort",
    otp: "Code",
    otp_hint: "Die sechs Ziffern aus Ihrer Authenticator-App oder einer Ihrer Wiederherstellungscodes.",
    otp_needed: "Geben Sie Ihr Passwort noch einmal ein und dazu den Code aus Ihrer Authenticator-App.",
    email_missing: "Geben Sie Ihre E-Mail-Adresse ein.",
    password_missing: "Geben Sie ein Passwort ein.",
    sign_in_failed: "Das hat nicht geklappt. Prüfen Sie E-Mail-Adresse und Passwort. Nach mehreren Versuchen warten Sie bitte eine Minute.",
    forgotten: "Passwort vergessen?",
    signed_out: "Sie sind abgemeldet.",
    new_password: "Neues Passwort",
    new_password_again: "Neues Passwort wiederholen",
    password_hint: |min| {
        format!(
            "Mindestens {min} Zeichen. Ein paar Wörter, die nicht zusammengehören, merkt man sich leicht."
        )
    },
    password_weak: "Dieses Passwort ist zu kurz oder zu leicht zu erraten. Wählen Sie ein längeres, das nicht nur aus Ihrem Namen, Ihrer E-Mail-Adresse oder einem gängigen Wort besteht.",
    passwords_differ: "Die beiden Passwörter stimmen nicht überein.",
    set_password: "Passwort festlegen",
    password_set: "Ihr Passwort ist festgelegt. Sie können sich jetzt damit anmelden.",
    forgotten_title: "Passwort vergessen?",
    forgotten_intro: "Geben Sie Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Link, mit dem Sie ein neues Passwort festlegen.",
    send_link: "Link senden",
    link_sent: "Wenn wir diese E-Mail-Adresse kennen, ist eine Nachricht mit einem Link unterwegs. Der Link ist 15 Minuten gültig.",
    reset_title: "Neues Passwort festlegen",
    reset_intro: "Damit werden Sie überall abgemeldet.",
    reset_invalid: "Dieser Link ist nicht mehr gültig. Links funktionieren nur einmal und nur 15 Minuten lang.",
    ask_again: "Neuen Link anfordern",
    invitation_title: "Ihre Einladung",
    hello: |name| format!("Guten Tag, {name}"),
    invited: |account| format!("Sie sind eingeladen, Mitglied von {account} zu werden."),
    invited_by: |inviter, account| format!("{inviter} lädt Sie ein, Mitglied von {account} zu werden."),
    join_intro: "Um anzunehmen, wählen Sie ein Passwort. Damit und mit Ihrer E-Mail-Adresse melden Sie sich künftig an.",
    terms: |product| format!("Ich akzeptiere die Nutzungsbedingungen von {product}."),
    terms_missing: "Akzeptieren Sie die Nutzungsbedingungen, um fortzufahren.",
    accept: "Annehmen",
    decline: "Ablehnen",
    answer_as: |email| format!("Melden Sie sich als {email} an, um anzunehmen oder abzulehnen."),
    sign_in_to_answer: "Anmelden und antworten",
    other_person: |invited, own| {
        format!(
            "Die Einladung ist für {invited}, Sie sind aber als {own} angemeldet. Melden Sie sich ab, um sie zu beantworten."
        )
    },
    invitation_unknown: "Diese Einladung gibt es nicht, oder sie wurde zurückgezogen. Haben Sie mehrere Nachrichten erhalten, verwenden Sie den Link in der neuesten.",
    invitation_expired: "Diese Einladung ist abgelaufen. Bitten Sie die Person, die Sie eingeladen hat, sie erneut zu senden.",
    invitation_used: "Diese Einladung wurde schon beantwortet. Sie können sich einfach anmelden.",
    joined: "Sie haben die Einladung angenommen. Willkommen!",
    declined: "Sie haben die Einladung abgelehnt.",
    signed_in_as: |email| format!("Sie sind als {email} angemeldet."),
    accounts: "Ihre Konten",
    no_accounts: "Sie sind in keinem Konto Mitglied.",
    membership_active: "Mitglied",
    membership_invited: "Eingeladen – antworten Sie über den Link in der E-Mail",
    security: "Sicherheit",
    change_password: "Neues Passwort festlegen",
    sessions: "Ihre Sitzungen",
    sessions_intro: "Hier sind Sie angemeldet. Wenn Sie etwas nicht wiedererkennen, beenden Sie es und legen Sie ein neues Passwort fest.",
    this_session: "Dieser Browser",
    account: "Konto",
    address: "Adresse",
    last_used: "Zuletzt benutzt",
    since: "Angemeldet",
    end: "Beenden",
    end_of: |device| format!("{device} beenden"),
    end_others: "Alle anderen beenden",
    session_ended: "Die Sitzung ist beendet.",
    others_ended: "Alle anderen Sitzungen sind beendet.",
    browser_on: |browser, system| format!("{browser} auf {system}"),
    unknown_device: "Unbekanntes Gerät",
    set_pin: "PIN festlegen",
    set_pin_in: |account| format!("PIN für {account} festlegen"),
    pin_intro: |account, code| {
        format!("Mit dem Benutzercode {code} und dieser PIN melden Sie sich an den Geräten von {account} an.")
    },
    new_pin: "Neue PIN",
    new_pin_again: "Neue PIN wiederholen",
    pin_hint: "Vier bis sechs Ziffern, keine Reihe wie 1234 und keine Wiederholung wie 1111.",
    pin_weak: "Diese PIN ist zu leicht zu erraten. Wählen Sie eine ohne Reihen, Wiederholungen oder Jahreszahlen.",
    pins_differ: "Die beiden PINs stimmen nicht überein.",
    pin_set: "Ihre PIN ist festgelegt.",
    throttled: |secs| {
        if secs > 90 {
            format!("Das waren zu viele Versuche. Versuchen Sie es in {} Minuten wieder.", secs.div_ceil(60))
        } else {
            format!("Das waren zu viele Versuche. Versuchen Sie es in {secs} Sekunden wieder.")
        }
    },
    overloaded: "Im Moment ist sehr viel los. Es wurde nichts geändert; bitte versuchen Sie es gleich noch einmal.",
    failed_title: "Das hat nicht geklappt",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.",
    unreadable: "Das Formular konnte nicht gelesen werden.",
    stale: "Diese Seite war zu lange offen, oder das Formular kam nicht von ihr. Es wurde nichts geändert. Öffnen Sie die Seite neu und wiederholen Sie Ihre Eingabe.",
};
