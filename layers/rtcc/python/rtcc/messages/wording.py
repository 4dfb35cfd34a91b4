"""The words of every message, English and Spanish. A text is one GSM-7 part and names no fact of the case."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rtcc.messages.model import Template

MOST_TEXT = 160  # characters of one GSM-7 part
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)

_TEXTS: dict[tuple[Template, str], str] = {
    (Template.CONFIRM, "en"): "{city} camera registry: your code is {code}. If you did not sign up, do nothing.",
    (Template.CONFIRM, "es"): "Registro de {city}: su clave es {code}. Si no fue usted, no haga nada.",
    (Template.ASK, "en"): "{safe_word}: {city} police ask for video. You may say no. {link} STOP to end",
    (Template.ASK, "es"): "{safe_word}: policia de {city} pide video. Puede decir no. {link} STOP: salir",
    (
        Template.STOPPED,
        "en",
    ): "{city} police: you get no more texts from us. E-mails still come. START to undo. {phone}",
    (Template.STOPPED, "es"): "Policia de {city}: no recibe mas textos. Los correos siguen. START: volver. {phone}",
    (Template.STARTED, "en"): "{city} police: you get texts from us again. STOP to end. HELP for help. {phone}",
    (Template.STARTED, "es"): "Policia de {city}: recibe textos otra vez. STOP: salir. AYUDA: ayuda. {phone}",
    (
        Template.HELP,
        "en",
    ): "{city} police camera registry: we only ask for video. Is it real? Call {phone}. STOP to end",
    (Template.HELP, "es"): "Registro de camaras, policia de {city}: solo pedimos video. Es real? {phone}. STOP: salir",
}

_MAILS: dict[tuple[Template, str], tuple[str, str]] = {
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
    (Template.ALREADY, "en"): (
        "You are already on the {city} camera registry",
        "Somebody, perhaps you, signed up again with this address. Nothing was changed.\n\n{agency}\n"
        "Questions: {phone}",
    ),
    (Template.ALREADY, "es"): (
        "Usted ya está en el registro de cámaras de {city}",
        "Alguien, quizás usted, se registró otra vez con esta dirección. Nada cambió.\n\n{agency}\nPreguntas: {phone}",
    ),
    (Template.ASK, "en"): (
        "{safe_word}: {city} police ask for video",
        "Your safe word is {safe_word}. You chose it, so you can tell that this is from us.\n\n"
        "Something happened near your camera. If you recorded the street, you can look at what we ask for here:\n\n"
        "{link}\n\nYou decide. We cannot see your camera. Saying no costs nothing, and nobody holds it against you.\n\n"
        "To check that this is real, call {phone}.\n\n{agency}",
    ),
    (Template.ASK, "es"): (
        "{safe_word}: la policía de {city} pide video",
        "Su palabra segura es {safe_word}. Usted la eligió, así sabe que este mensaje es nuestro.\n\n"
        "Algo pasó cerca de su cámara. Si grabó la calle, aquí puede ver lo que pedimos:\n\n{link}\n\n"
        "Usted decide. No podemos ver su cámara. Decir que no, no cuesta nada y nadie lo tomará en su contra.\n\n"
        "Para comprobar que esto es real, llame al {phone}.\n\n{agency}",
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail, ready to go."""

    subject: str
    text: str
    html: str


def text(template: Template, language: str, words: Mapping[str, str]) -> str:
    """The text message. Raises ValueError unless it is exactly one GSM-7 part (abuse 83)."""
    said = _plain(_TEXTS[template, language].format(**words))
    if len(said) > MOST_TEXT or not set(said) <= _GSM7:
        raise ValueError(f"the text {template.value}/{language} is not one GSM-7 part: {len(said)} characters")
    return said


def _plain(said: str) -> str:
    """The words without the accents that GSM-7 lacks: `Bogotá` costs no second part."""
    bare = (c if c in _GSM7 else unicodedata.normalize("NFKD", c)[0] for c in said)
    return "".join(bare)


def letter(template: Template, language: str, words: Mapping[str, str]) -> Letter:
    """The e-mail: subject, plain text, and the same as HTML with nothing in it but paragraphs and the link."""
    subject, body = (part.format(**words) for part in _MAILS[template, language])
    link = words.get("link", "")
    paragraphs = []
    for paragraph in body.split("\n\n"):
        safe = html.escape(paragraph).replace("\n", "<br>")
        if link and paragraph == link:
            safe = f'<a href="{html.escape(link)}">{html.escape(link)}</a>'
        paragraphs.append(f"<p>{safe}</p>")
    lead = f'<html lang="{language}"><body style="font-family:sans-serif;font-size:18px;max-width:36em">'
    return Letter(subject, body, lead + "".join(paragraphs) + "</body></html>")


def is_gsm7(words: str) -> bool:
    """Whether a word can stand in a text without making it three parts long."""
    return set(words) <= _GSM7
