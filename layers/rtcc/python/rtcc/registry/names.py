"""What nobody may call themselves: the city's own agency, in any letters that read like it (abuse 96)."""

from __future__ import annotations

from rtcc.aws import settings
from rtcc.foundation import likeness
from rtcc.foundation.errors import Field, Invalid


def check(name: str, *, field: str = "name") -> None:
    """Raises Invalid for a name that reads like that of the center's agency."""
    if likeness.are_alike(name, settings.city().agency):
        sentence = "This is our own name. Please give yours."
        raise Invalid(sentence, fields=(Field(field, sentence),))
