//! Spanish.

use super::Words;

pub(in crate::pages) static ES: Words = Words {
    skip: "Saltar al contenido",
    navigation: "Su sesión",
    problem: "Problema",
    to_start: "Ir a la página de inicio",
    sign_in: "Iniciar sesión",
    sign_out: "Cerrar sesión",
    to_sign_in: "Volver al inicio de sesión",
    email: "Correo electrónico",
    password: "Contraseña",
    otp: "Código",
    otp_hint: "Los seis dígitos de su aplicación de autenticación o uno de sus códigos de recuperación.",
    otp_needed: "Introduzca de nuevo su contraseña y el código de su aplicación de autenticación.",
    email_missing: "Introduzca su correo electrónico.",
    password_missing: "Introduzca una contraseña.",
    sign_in_failed: "No ha funcionado. Compruebe el correo electrónico y la contraseña. Después de varios intentos, espere un minuto antes de volver a probar.",
    forgotten: "¿Ha olvidado su contraseña?",
    signed_out: "Ha cerrado la sesión.",
    new_password: "Nueva contraseña",
    new_password_again: "Repita la nueva contraseña",
    password_hint: |min| {
        format!(
            "Al menos {min} caracteres. Unas cuantas palabras sin relación entre sí son fáciles de recordar."
        )
    },
    password_weak: "Esta contraseña es demasiado corta o demasiado fácil de adivinar. Elija una más larga que no sea solo su nombre, su correo electrónico o una palabra común.",
    passwords_differ: "Las dos contraseñas no coinciden.",
    set_password: "Guardar contraseña",
    password_set: "Su contraseña se ha guardado. Ya puede iniciar sesión con ella.",
    forgotten_title: "¿Ha olvidado su contraseña?",
    forgotten_intro: "Introduzca su correo electrónico y le enviaremos un enlace para elegir una nueva contraseña.",
    send_link: "Enviar enlace",
    link_sent: "Si conocemos este correo electrónico, le hemos enviado un mensaje con un enlace. El enlace es válido durante 15 minutos.",
    reset_title: "Elegir una nueva contraseña",
    reset_intro: "Al hacerlo se cerrarán todas sus sesiones.",
    reset_invalid: "Este enlace ya no es válido. Los enlaces funcionan una sola vez y durante 15 minutos.",
    ask_again: "Pedir un enlace nuevo",
    invitation_title: "Su invitación",
    hello: |name| format!("Hola, {name}"),
    invited: |account| format!("Le han invitado a unirse a {account}."),
    invited_by: |inviter, account| format!("{inviter} le invita a unirse a {account}."),
    join_intro: "Para aceptar, elija una contraseña. Iniciará sesión con ella y con su correo electrónico.",
    terms: |product| format!("Acepto las condiciones de uso de {product}."),
    terms_missing: "Acepte las condiciones de uso para continuar.",
    accept: "Aceptar",
    decline: "Rechazar",
    answer_as: |email| format!("Inicie sesión como {email} para aceptar o rechazar."),
    sign_in_to_answer: "Iniciar sesión para responder",
    other_person: |invited, own| {
        format!(
            "La invitación es para {invited}, pero usted ha iniciado sesión como {own}. Cierre la sesión para responder."
        )
    },
    invitation_unknown: "Esta invitación no existe o fue retirada. Si ha recibido varios mensajes, use el enlace del más reciente.",
    invitation_expired: "Esta invitación ha caducado. Pida a quien le invitó que se la envíe de nuevo.",
    invitation_used: "Esta invitación ya fue respondida. Puede iniciar sesión directamente.",
    joined: "Ha aceptado la invitación. ¡Le damos la bienvenida!",
    declined: "Ha rechazado la invitación.",
    signed_in_as: |email| format!("Ha iniciado sesión como {email}."),
    accounts: "Sus cuentas",
    no_accounts: "No es miembro de ninguna cuenta.",
    membership_active: "Miembro",
    membership_invited: "Con invitación: responda con el enlace del correo",
    security: "Seguridad",
    change_password: "Elegir una nueva contraseña",
    sessions: "Sus sesiones",
    sessions_intro: "Aquí tiene sesiones abiertas. Si no reconoce alguna, ciérrela y elija una nueva contraseña.",
    this_session: "Este navegador",
    account: "Cuenta",
    address: "Dirección",
    last_used: "Último uso",
    since: "Inicio",
    end: "Cerrar",
    end_of: |device| format!("Cerrar {device}"),
    end_others: "Cerrar todas las demás",
    session_ended: "La sesión se ha cerrado.",
    others_ended: "Las demás sesiones se han cerrado.",
    browser_on: |browser, system| format!("{browser} en {system}"),
    unknown_device: "Dispositivo desconocido",
    set_pin: "Elegir PIN",
    set_pin_in: |account| format!("Elegir PIN para {account}"),
    pin_intro: |account, code| {
        format!("Con el código de usuario {code} y este PIN inicia sesión en los dispositivos de {account}.")
    },
    new_pin: "Nuevo PIN",
    new_pin_again: "Repita el nuevo PIN",
    pin_hint: "De cuatro a seis cifras, sin series como 1234 ni repeticiones como 1111.",
    pin_weak: "Este PIN es demasiado fácil de adivinar. Elija uno sin series, repeticiones ni años.",
    pins_differ: "Los dos PIN no coinciden.",
    pin_set: "Su PIN se ha guardado.",
    throttled: |secs| {
        if secs > 90 {
            format!("Ha habido demasiados intentos. Vuelva a probar dentro de {} minutos.", secs.div_ceil(60))
        } else {
            format!("Ha habido demasiados intentos. Vuelva a probar dentro de {secs} segundos.")
        }
    },
    overloaded: "Ahora mismo hay mucha actividad. No se ha hecho ningún cambio; vuelva a probar dentro de un momento.",
    failed_title: "No ha funcionado",
    failed: "Algo ha fallado por nuestra parte. Vuelva a intentarlo más tarde.",
    unreadable: "No se ha podido leer el formulario.",
    stale: "Esta página ha estado abierta demasiado tiempo o el formulario no procedía de ella. No se ha hecho ningún cambio. Abra la página de nuevo y repita la operación.",
};
