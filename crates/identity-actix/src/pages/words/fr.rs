//! French.

use super::Words;

pub(in crate::pages) static FR: Words = Words {
    skip: "Aller au contenu",
    navigation: "Votre connexion",
    problem: "Problème",
    to_start: "Aller à la page d’accueil",
    sign_in: "Se connecter",
    sign_out: "Se déconnecter",
    to_sign_in: "Retour à la connexion",
    email: "Adresse e-mail",
    password: "Mot de passe",
    otp: "Code",
    otp_hint: "Les six chiffres de votre application d’authentification ou l’un de vos codes de secours.",
    otp_needed: "Saisissez à nouveau votre mot de passe, ainsi que le code de votre application d’authentification.",
    email_missing: "Saisissez votre adresse e-mail.",
    password_missing: "Saisissez un mot de passe.",
    sign_in_failed: "Cela n’a pas fonctionné. Vérifiez l’adresse e-mail et le mot de passe. Après plusieurs tentatives, attendez une minute avant de réessayer.",
    forgotten: "Mot de passe oublié ?",
    signed_out: "Vous êtes déconnecté.",
    new_password: "Nouveau mot de passe",
    new_password_again: "Confirmez le nouveau mot de passe",
    password_hint: |min| {
        format!("Au moins {min} caractères. Quelques mots sans rapport entre eux sont faciles à retenir.")
    },
    password_weak: "Ce mot de passe est trop court ou trop facile à deviner. Choisissez-en un plus long, qui ne soit pas seulement votre nom, votre adresse e-mail ou un mot courant.",
    passwords_differ: "Les deux mots de passe ne sont pas identiques.",
    set_password: "Enregistrer le mot de passe",
    password_set: "Votre mot de passe est enregistré. Vous pouvez maintenant vous connecter.",
    forgotten_title: "Mot de passe oublié ?",
    forgotten_intro: "Saisissez votre adresse e-mail : nous vous enverrons un lien pour choisir un nouveau mot de passe.",
    send_link: "Envoyer le lien",
    link_sent: "Si nous connaissons cette adresse e-mail, un message contenant un lien vous a été envoyé. Le lien est valable 15 minutes.",
    reset_title: "Choisir un nouveau mot de passe",
    reset_intro: "Vous serez déconnecté partout.",
    reset_invalid: "Ce lien n’est plus valable. Un lien ne fonctionne qu’une fois, pendant 15 minutes.",
    ask_again: "Demander un nouveau lien",
    invitation_title: "Votre invitation",
    hello: |name| format!("Bonjour {name}"),
    invited: |account| format!("Vous êtes invité à rejoindre {account}."),
    invited_by: |inviter, account| format!("{inviter} vous invite à rejoindre {account}."),
    join_intro: "Pour accepter, choisissez un mot de passe. Vous vous connecterez avec celui-ci et votre adresse e-mail.",
    terms: |product| format!("J’accepte les conditions d’utilisation de {product}."),
    terms_missing: "Acceptez les conditions d’utilisation pour continuer.",
    accept: "Accepter",
    decline: "Refuser",
    answer_as: |email| format!("Connectez-vous en tant que {email} pour accepter ou refuser."),
    sign_in_to_answer: "Se connecter pour répondre",
    other_person: |invited, own| {
        format!(
            "L’invitation est destinée à {invited}, mais vous êtes connecté en tant que {own}. Déconnectez-vous pour y répondre."
        )
    },
    invitation_unknown: "Cette invitation n’existe pas ou a été retirée. Si vous avez reçu plusieurs messages, utilisez le lien du plus récent.",
    invitation_expired: "Cette invitation a expiré. Demandez à la personne qui vous a invité de la renvoyer.",
    invitation_used: "Vous avez déjà répondu à cette invitation. Il vous suffit de vous connecter.",
    joined: "Vous avez accepté l’invitation. Bienvenue !",
    declined: "Vous avez refusé l’invitation.",
    signed_in_as: |email| format!("Vous êtes connecté en tant que {email}."),
    accounts: "Vos comptes",
    no_accounts: "Vous n’êtes membre d’aucun compte.",
    membership_active: "Membre",
    membership_invited: "Invité – répondez par le lien reçu par e-mail",
    security: "Sécurité",
    change_password: "Choisir un nouveau mot de passe",
    sessions: "Vos sessions",
    sessions_intro: "Vous êtes connecté ici. Si vous ne reconnaissez pas une session, fermez-la et choisissez un nouveau mot de passe.",
    this_session: "Ce navigateur",
    account: "Compte",
    address: "Adresse",
    last_used: "Dernière utilisation",
    since: "Connexion",
    end: "Fermer",
    end_of: |device| format!("Fermer {device}"),
    end_others: "Fermer toutes les autres",
    session_ended: "La session est fermée.",
    others_ended: "Toutes les autres sessions sont fermées.",
    browser_on: |browser, system| format!("{browser} sur {system}"),
    unknown_device: "Appareil inconnu",
    set_pin: "Choisir un code PIN",
    set_pin_in: |account| format!("Choisir un code PIN pour {account}"),
    pin_intro: |account, code| {
        format!(
            "Le code utilisateur {code} et ce code PIN servent à vous connecter aux appareils de {account}."
        )
    },
    new_pin: "Nouveau code PIN",
    new_pin_again: "Confirmez le nouveau code PIN",
    pin_hint: "Quatre à six chiffres, sans suite comme 1234 ni répétition comme 1111.",
    pin_weak: "Ce code PIN est trop facile à deviner. Choisissez-en un sans suite, répétition ni année.",
    pins_differ: "Les deux codes PIN ne sont pas identiques.",
    pin_set: "Votre code PIN est enregistré.",
    throttled: |secs| {
        if secs > 90 {
            format!("Il y a eu trop de tentatives. Réessayez dans {} minutes.", secs.div_ceil(60))
        } else {
            format!("Il y a eu trop de tentatives. Réessayez dans {secs} secondes.")
        }
    },
    overloaded: "Il y a beaucoup d’activité en ce moment. Rien n’a été modifié ; réessayez dans un instant.",
    failed_title: "Cela n’a pas fonctionné",
    failed: "Une erreur s’est produite de notre côté. Veuillez réessayer plus tard.",
    unreadable: "Le formulaire n’a pas pu être lu.",
    stale: "Cette page est restée ouverte trop longtemps, ou le formulaire n’en provenait pas. Rien n’a été modifié. Ouvrez la page à nouveau et recommencez.",
};
