"""The words of a request: asking, asking once more, a new link, thanks. No fact of the case stands in any of them."""

from __future__ import annotations

from rtcc.messages.model import Template

# A text has 160 characters, and 69 of them may be the link: every word here was weighed.
TEXTS: dict[tuple[Template, str], str] = {
    (Template.ASK, "en"): "{city} police ask for video. No is OK. {code} {link} STOP to end",
    (Template.ASK, "es"): "policia de {city} pide video, si quiere. {code} {link} STOP: fin",
    (Template.REMIND, "en"): "{city} police ask again for video. {code} {link} STOP to end",
    (Template.REMIND, "es"): "policia de {city} pide otra vez video. {code} {link} STOP: fin",
}

_REAL_EN = (
    "Is this real? The code of this request is {code}. Type {site}/real into your browser yourself and enter it there, "
    "or call {phone}."
)
_REAL_ES = (
    "¿Es real? La clave de esta petición es {code}. Escriba usted {site}/real en su navegador y póngala allí, "
    "o llame al {phone}."
)

MAILS: dict[tuple[Template, str], tuple[str, str]] = {
    (Template.ASK, "en"): (
        "{city} police ask for video",
        "Something happened near your camera. If you recorded the street, you can look at what we ask for here:\n\n"
        "{link}\n\nYou decide. We cannot see your camera. Saying no costs nothing, and nobody holds it against you.\n\n"
        f"{_REAL_EN}\n\n{{agency}}",
    ),
    (Template.ASK, "es"): (
        "La policía de {city} pide video",
        "Algo pasó cerca de su cámara. Si grabó la calle, aquí puede ver lo que pedimos:\n\n{link}\n\n"
        "Usted decide. No podemos ver su cámara. Decir que no, no cuesta nada y nadie lo tomará en su contra.\n\n"
        f"{_REAL_ES}\n\n{{agency}}",
    ),
    (Template.REMIND, "en"): (
        "{city} police ask once more for video",
        "We asked you for video and did not hear from you. This is the only reminder. What we ask for is here:\n\n"
        "{link}\n\nYou decide. You may say no there, and then you hear nothing more of this.\n\n"
        f"{_REAL_EN}\n\n{{agency}}",
    ),
    (Template.REMIND, "es"): (
        "La policía de {city} pide video otra vez",
        "Le pedimos video y no supimos de usted. Este es el único recordatorio. Lo que pedimos está aquí:\n\n"
        "{link}\n\nUsted decide. Allí puede decir que no, y no sabrá más de esto.\n\n"
        f"{_REAL_ES}\n\n{{agency}}",
    ),
    (Template.RENEWED, "en"): (
        "Your new link for the {city} police",
        "Your link had expired, and somebody, perhaps you, asked for a new one. This is it; the old one opens "
        f"nothing:\n\n{{link}}\n\nYou decide, and you may still say no.\n\n{_REAL_EN}\n\n{{agency}}",
    ),
    (Template.RENEWED, "es"): (
        "Su nuevo enlace para la policía de {city}",
        "Su enlace había vencido y alguien, quizás usted, pidió uno nuevo. Es este; el anterior ya no abre "
        f"nada:\n\n{{link}}\n\nUsted decide, y todavía puede decir que no.\n\n{_REAL_ES}\n\n{{agency}}",
    ),
    (Template.THANKS, "en"): (
        "We have what we need. Thank you",
        "We asked you for video a while ago. We have what we need now. You need not do anything, and the link is "
        "closed.\n\nThank you for being ready to help.\n\n{agency}\nQuestions: {phone}",
    ),
    (Template.THANKS, "es"): (
        "Tenemos lo que necesitamos. Gracias",
        "Hace un tiempo le pedimos video. Ya tenemos lo que necesitamos. No tiene que hacer nada, y el enlace está "
        "cerrado.\n\nGracias por estar dispuesto a ayudar.\n\n{agency}\nPreguntas: {phone}",
    ),
}
