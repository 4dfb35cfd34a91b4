"""The words of every message, English and Spanish. A text is one GSM-7 part and names no fact of the case."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rtcc.messages.model import Template
from rtcc.messages.phrases import answers, receipts, registrations, requests

MOST_TEXT = 160  # characters of one GSM-7 part
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)

_NOUNS = (answers, receipts, registrations, requests)
_TEXTS = {kind: said for noun in _NOUNS for kind, said in noun.TEXTS.items()}
_MAILS = {kind: said for noun in _NOUNS for kind, said in noun.MAILS.items()}
_KNOWN_BY = {
    "en": "Your safe word is {safe_word}. You chose it, so you can tell that this is from us.",
    "es": "Su palabra segura es {safe_word}. Usted la eligió, así sabe que este mensaje es nuestro.",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail, ready to go."""

    subject: str
    text: str
    html: str


def text(template: Template, language: str, words: Mapping[str, str]) -> str:
    """The text message, behind the safe word where there is one.

    Raises ValueError unless it is exactly one GSM-7 part (abuse 83).
    """
    lead = "{safe_word}: " if words.get("safe_word") else ""
    said = _plain((lead + _TEXTS[template, language]).format(**words))
    if len(said) > MOST_TEXT or not set(said) <= _GSM7:
        raise ValueError(f"the text {template.value}/{language} is not one GSM-7 part: {len(said)} characters")
    return said


def _plain(said: str) -> str:
    """The words without the accents that GSM-7 lacks: `Bogotá` costs no second part."""
    bare = (c if c in _GSM7 else unicodedata.normalize("NFKD", c)[0] for c in said)
    return "".join(bare)


def letter(template: Template, language: str, words: Mapping[str, str]) -> Letter:
    """The e-mail, behind the safe word where there is one: subject, plain text, and the same as HTML, with one link."""
    subject, body = _MAILS[template, language]
    if words.get("safe_word"):
        subject, body = "{safe_word}: " + subject, f"{_KNOWN_BY[language]}\n\n{body}"
    subject, body = subject.format(**words), body.format(**words)
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
