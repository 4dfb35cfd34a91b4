"""What a telephone may answer, and what it means. Anything else is no command: nobody acts on a text (abuse 82)."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

_STOPS = {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "alto", "parar"}
_STARTS = {"start", "unstop"}
_HELPS = {"help", "ayuda"}
_SPANISH = {"alto", "parar", "ayuda"}


class Word(StrEnum):
    """The three words that do something."""

    STOP = "stop"
    START = "start"
    HELP = "help"


def meaning(said: str) -> Word | None:
    """STOP in any case and punctuation, whatever follows; START and HELP only when they stand alone.

    Whoever might have meant STOP is stopped: the answer says so, and START undoes it.
    """
    spoken = _spoken(said)
    if not spoken:
        return None
    if spoken[0] in _STOPS or spoken[:2] == ["opt", "out"]:
        return Word.STOP
    if len(spoken) == 1 and spoken[0] in _STARTS | _HELPS:
        return Word.START if spoken[0] in _STARTS else Word.HELP
    return None


def is_spanish(said: str) -> bool:
    """Whether the word is one that only the Spanish texts name."""
    return bool(_SPANISH & set(_spoken(said)[:1]))


def _spoken(said: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", said[:1600]).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()
