"""What people will read when they are asked, shown to whoever is about to ask them (P7.2)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit
from rtcc.messages import samples

door = Door("console", "words")


class Said(Reply):
    """The text and the e-mail in one language; what is each person's own stands in round brackets."""

    language: str
    text: str
    subject: str
    mail: str


class Words(Reply):
    """Every language that people may choose."""

    messages: list[Said]


@door.route("GET", "/canvass-words", action=Action.READ_CANVASS, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Words)
def of_canvass(_visit: Visit) -> Words:
    """The words of a request, as the template makes them. Nobody writes others."""
    return Words(
        messages=[
            Said(language=one.language, text=one.text, subject=one.subject, mail=one.mail)
            for one in samples.of_request()
        ]
    )
