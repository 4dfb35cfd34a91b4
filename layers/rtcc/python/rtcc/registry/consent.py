"""The consent text, versioned: what a registrant agreed to is the text of its day."""

from __future__ import annotations

from collections.abc import Mapping

from rtcc.foundation.errors import Field, Invalid

VERSION = "2026-11-22"

TEXTS: Mapping[str, str] = {
    "en": (
        "I have a camera that faces the street. The center may write to me by text and e-mail to ask for footage "
        "when something happened near it. The center cannot see my camera. I decide each time, and I may say no. "
        "I can leave at any time, on the registry's page or by calling the center. What I chose to send stays as "
        "evidence."
    ),
    "es": (
        "Tengo una cámara que da a la calle. El centro puede escribirme por mensaje de texto y correo electrónico "
        "para pedir video cuando algo pasó cerca. El centro no puede ver mi cámara. Yo decido cada vez "
        "y puedo decir que no. Puedo salirme en cualquier momento, en la página del registro o llamando al centro. "
        "Lo que elegí enviar queda como evidencia."
    ),
}


def check(version: str) -> None:
    """Raises Invalid for consent to another text than today's."""
    if version != VERSION:
        sentence = "The consent text was renewed. Please read it again."
        raise Invalid(sentence, slug="consent-renewed", fields=(Field("consent", sentence),))
