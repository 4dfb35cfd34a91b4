"""The shapes that bodies and replies are made of: unknown fields are refused, text is normal, times carry an offset."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer, StringConstraints

from rtcc.foundation import clock

MOST_TEXT = 200
_MOST_MARKS = 8  # on one letter; no living script stacks more


def _normal(text: str) -> str:
    """NFC, one line, no character that hides or turns what follows, no storm of marks (abuse 17, 96)."""
    text = unicodedata.normalize("NFC", text)
    if _is_storm(text):
        raise ValueError("has more marks on a letter than can be shown")
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text):
        raise ValueError("contains a character that cannot be shown")
    return text


def _is_storm(text: str) -> bool:
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if run > _MOST_MARKS:
            return True
    return False


def _of_our_age(at: datetime) -> datetime:
    """Years that every clock here can add to and spell; nothing recorded lies outside."""
    if not 2000 <= at.year < 2100:
        raise ValueError("is not a time between the years 2000 and 2100")
    return at


class Body(BaseModel):
    """What comes in. A field that nobody asked for is an error, not a gift (abuse 54)."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True, allow_inf_nan=False)


class Reply(BaseModel):
    """What goes out."""

    model_config = ConfigDict(frozen=True)


# Counted in code points, before and after: some letters grow in their normal form.
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_TEXT),
    AfterValidator(_normal),
    StringConstraints(max_length=MOST_TEXT),
]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{8,64}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Instant = Annotated[datetime, PlainSerializer(clock.spell, return_type=str)]
Moment = Annotated[AwareDatetime, AfterValidator(_of_our_age)]
