"""The statement: drafted by the software, signed by the sender's name, answered by a receipt (FRE 902(11))."""

from __future__ import annotations

from typing import Literal

from rtcc.access.model import Action
from rtcc.canvass import statement
from rtcc.canvass.links import Holder
from rtcc.canvass.signatures import Signed
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply, Text
from rtcc.http.visit import Visit

door = Door("citizen", "statement")


class Signature(Body):
    """Who signs, which text, and that they do."""

    name: Text
    title: Text | Literal[""] = ""
    language: Literal["en", "es"]
    version: Text
    agreed: Literal[True]


class SignedBy(Reply):
    """By whom it was signed, and when."""

    name: str
    title: str | None = None
    at: Instant
    files: int


class Statement(Reply):
    """The text that this sender may sign, by language; in `unreviewed` ones nobody has certified the translation."""

    kind: str
    version: str
    text: dict[str, str]
    unreviewed: list[str]
    signed: SignedBy | None = None


class Covered(Reply):
    """One file that the statement speaks of."""

    id: str
    name: str
    sha256: str
    custody_number: str


class Receipt(Reply):
    """What was signed, and for which files."""

    signed_at: Instant
    name: str
    files: list[Covered]


@door.route(
    "POST",
    "/request/statement",
    action=Action.SIGN_STATEMENT,
    sign_in=SignIn.LINK,
    record=Record.ACT,
    body=Signature,
    reply=Receipt,
)
def sign(visit: Visit, *, body: Signature) -> Receipt:
    """Sign for everything that arrived."""
    signed = statement.sign(visit.held, name=body.name, title=body.title, language=body.language, version=body.version)
    covered = [Covered.model_validate(dict(file)) for file in signed.files]
    return Receipt(signed_at=signed.at, name=signed.name, files=covered)


def statement_reply(holder: Holder) -> Statement:
    """The statement as its sender may see it."""
    draft = statement.drafted(holder)
    return Statement(
        kind=draft.kind,
        version=draft.version,
        text=dict(draft.text),
        unreviewed=list(draft.unreviewed),
        signed=_by(draft.signed) if draft.signed else None,
    )


def _by(signed: Signed) -> SignedBy:
    return SignedBy(name=signed.name, title=signed.title or None, at=signed.at, files=len(signed.files))
