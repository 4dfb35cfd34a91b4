"""The words of a registration: proving a channel, the consent as it was shown, a change, a way in, leaving.

What the caller gives as `what` is one sentence without its period, at most 60 characters where it goes by text.
"""

from __future__ import annotations

from rtcc.messages.model import Template

TEXTS: dict[tuple[Template, str], str] = {
    (Template.CONFIRM, "en"): "{city} camera registry: your code is {code}. If you did not sign up, do nothing.",
    (Template.CONFIRM, "es"): "Registro de {city}: su clave es {code}. Si no fue usted, no haga nada.",
    (
        Template.CONFIRM_NEW,
        "en",
    ): "{city} camera registry: {code} is the code for your new number. Not you? Do nothing.",
    (Template.CONFIRM_NEW, "es"): "Registro de {city}: {code} es la clave de su nuevo numero. Si no fue usted, nada.",
    (Template.CHANGED, "en"): "{city} camera registry: {what}. If that was not you, call {phone}.",
    (Template.CHANGED, "es"): "Registro de {city}: {what}. Si no fue usted, llame al {phone}.",
}

MAILS: dict[tuple[Template, str], tuple[str, str]] = {
    (Template.CONFIRM, "en"): (
        "Your code for the {city} camera registry",
        "Your code is {code}.\n\nEnter it on the sign-up page. If you did not sign up, do nothing: "
        "without this code nothing is registered.\n\n{agency}\nQuestions: {phone}",
    ),
    (Template.CONFIRM, "es"): (
        "Su código para el registro de cámaras de {city}",
        "Su código es {code}.\n\nEscríbalo en la página de registro. Si usted no se registró, no haga nada: "
        "sin este código nada queda registrado.\n\n{agency}\nPreguntas: {phone}",
    ),
    (Template.CONFIRM_NEW, "en"): (
        "Your code for the {city} camera registry",
        "Somebody, we think you, wants us to write to this address. The code is {code}.\n\n"
        "Enter it on the page of your registration. If that was not you, do nothing.\n\n{agency}\nQuestions: {phone}",
    ),
    (Template.CONFIRM_NEW, "es"): (
        "Su código para el registro de cámaras de {city}",
        "Alguien, creemos que usted, quiere que escribamos a esta dirección. El código es {code}.\n\n"
        "Escríbalo en la página de su registro. Si no fue usted, no haga nada.\n\n{agency}\nPreguntas: {phone}",
    ),
    (Template.ALREADY, "en"): (
        "You are already on the {city} camera registry",
        "Somebody, perhaps you, signed up again with this address. Nothing was changed.\n\n{agency}\n"
        "Questions: {phone}",
    ),
    (Template.ALREADY, "es"): (
        "Usted ya está en el registro de cámaras de {city}",
        "Alguien, quizás usted, se registró otra vez con esta dirección. Nada cambió.\n\n{agency}\nPreguntas: {phone}",
    ),
    (Template.WELCOME, "en"): (
        "You are on the {city} camera registry",
        "Thank you. We cannot see your camera. We only ask, and you may always say no.\n\n"
        "This is what you agreed to (version {consent_version}). Keep it:\n\n{consent_text}\n\n"
        "To change something, to pause, or to leave, type {site}/my into your browser. Leaving takes one click.\n\n"
        "{agency}\nQuestions: {phone}",
    ),
    (Template.WELCOME, "es"): (
        "Usted está en el registro de cámaras de {city}",
        "Gracias. No podemos ver su cámara. Solo pedimos, y usted siempre puede decir que no.\n\n"
        "Esto es lo que usted aceptó (versión {consent_version}). Guárdelo:\n\n{consent_text}\n\n"
        "Para cambiar algo, hacer una pausa o salir, escriba {site}/my en su navegador. Para salir basta un clic.\n\n"
        "{agency}\nPreguntas: {phone}",
    ),
    (Template.SIGN_IN, "en"): (
        "Your way in to the {city} camera registry",
        "Somebody, we think you, asked for a way in to your registration. This link is good for one hour:\n\n{link}\n\n"
        "If that was not you, do nothing. Give the link to nobody.\n\n{agency}\nQuestions: {phone}",
    ),
    (Template.SIGN_IN, "es"): (
        "Su entrada al registro de cámaras de {city}",
        "Alguien, creemos que usted, pidió entrar a su registro. Este enlace sirve una hora:\n\n{link}\n\n"
        "Si no fue usted, no haga nada. No le dé el enlace a nadie.\n\n{agency}\nPreguntas: {phone}",
    ),
    (Template.CHANGED, "en"): (
        "Your registration with the {city} police changed",
        "{what}.\n\nIf that was not you, call {phone} at once, or type {site}/my into your browser.\n\n{agency}",
    ),
    (Template.CHANGED, "es"): (
        "Su registro con la policía de {city} cambió",
        "{what}.\n\nSi no fue usted, llame enseguida al {phone} o escriba {site}/my en su navegador.\n\n{agency}",
    ),
    (Template.LEFT, "en"): (
        "You left the {city} camera registry",
        "What we held of you is deleted, and we will not ask you again. What you sent us before as evidence stays, as "
        "its receipt says. You may come back at any time.\n\nThank you.\n\n{agency}\nQuestions: {phone}",
    ),
    (Template.LEFT, "es"): (
        "Usted salió del registro de cámaras de {city}",
        "Lo que teníamos de usted está borrado y no le pediremos nada más. Lo que nos envió antes como evidencia se "
        "queda, como dice su recibo. Puede volver cuando quiera.\n\nGracias.\n\n{agency}\nPreguntas: {phone}",
    ),
}
