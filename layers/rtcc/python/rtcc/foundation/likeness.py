"""Words that look alike: letters of other scripts, accents, and widths that pass for plain ones (abuse 96).

What is stored is what was said (NFC). Only comparing goes by the skeleton. Plain letters and digits that look alike
(`l` and `1`) stay apart: two honest neighbors may differ by just that.
"""

from __future__ import annotations

import unicodedata

# What passes for a Latin letter in an ordinary typeface, after folding case; from the confusables of UTS #39.
_CYRILLIC = dict(zip("авсԁеғԍһніјкӏмопԛргѕтуѵԝхьѡ", "abcdefghhijklmonqprstyvwxbw", strict=True))
_GREEK = dict(zip("αβεηικμνορτυχγζωσ", "abenikuvoptuxyzwo", strict=True))
_OTHERS = dict(zip("օոսհցզıȷɑɡɩʟøłđħŧəʏᴀᴄᴅᴇᴋᴍᴏᴘᴛᴜᴠᴡᴢ", "onuhgqijagiloldhteyacdekmoptuvwz", strict=True))
_LOOKS = str.maketrans(_CYRILLIC | _GREEK | _OTHERS)


def skeleton(text: str) -> str:
    """What remains of a text when what only looks different is taken away: compare by it, and store it nowhere."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    return bare.translate(_LOOKS)


def are_alike(one: str, other: str) -> bool:
    """Whether two names read the same to a person in a hurry, spaces and points left aside."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(letter for letter in skeleton(text) if letter.isalnum())
