"""The statement: the software drafts it, the sender signs it by name, the receipt follows (FRE 902(11))."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.aws.table import Put, transact
from rtcc.canvass import signatures, store
from rtcc.canvass.links import Holder
from rtcc.canvass.model import Submission, SubmissionState
from rtcc.canvass.signatures import Signed
from rtcc.canvass.submissions import number
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Field, Invalid
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import service as registry
from rtcc.registry.model import Kind

HOUSEHOLD, CUSTODIAN = "household", "custodian"
_LINKED = re.compile(r"://|www\.|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The statement that this sender may sign; `text` by language, as it is shown; `signed` the newest, if any."""

    kind: str
    version: str
    text: Mapping[str, str]
    unreviewed: tuple[str, ...]
    signed: Signed | None


def drafted(holder: Holder) -> Drafted:
    """A household's plain statement, or that of a custodian of records for a business or an institution."""
    kind, texts = _kind(holder), _texts()
    blanks = {"agency": settings.city().agency, "place": holder.request.block}
    text = {language: said.format(**blanks) for language, said in texts[kind].items()}
    before = signatures.of_request(holder.request.id)
    return Drafted(kind, texts["version"], text, tuple(texts["unreviewed"]), before[-1] if before else None)


def sign(holder: Holder, *, name: str, title: str, language: str, version: str) -> Signed:
    """Keep the statement as it was shown, over all files that arrived, and send the receipt. Twice is once (abuse 8).

    The digest of its exact words stands in the chain of the request and of every file that it speaks of. Raises
    Conflict for a text that was renewed meanwhile or while nothing arrived, Invalid for a custodian without a title.
    """
    draft = drafted(holder)
    if version != draft.version or language not in draft.text:
        raise Conflict("The text was renewed. Please read it again.", slug="statement-renewed")
    if draft.kind == CUSTODIAN and not title:
        sentence = "Please say what you are there: owner, manager, custodian of records."
        raise Invalid(sentence, fields=(Field("title", sentence),))
    files = [one for one in store.submissions(holder.request.id) if one.state is not SubmissionState.UPLOADING]
    if not files:
        raise Conflict("Nothing has arrived yet that could be signed for.", slug="nothing-to-sign")
    one = _signed(holder, draft, files, name=name, title=title, language=language)
    if draft.signed and _same(draft.signed, one):
        return draft.signed
    facts: dict[str, str | int | bool] = {
        "kind": one.kind,
        "version": one.version,
        "language": language,
        "text": one.sha256,
        "files": len(files),
    }
    subjects = [holder.request.id, *(number(file) for file in files)]
    lines = [
        custody.line(holder.actor, Action.SIGN_STATEMENT, subject, reason=holder.request.incident_number, facts=facts)
        for subject in subjects
    ]
    transact(signatures.adding(one), *_receipt(holder, one, files), *lines)
    return one


def _signed(holder: Holder, draft: Drafted, files: list[Submission], *, name: str, title: str, language: str) -> Signed:
    text = draft.text[language]
    return Signed(
        request_id=holder.request.id,
        kind=draft.kind,
        version=draft.version,
        language=language,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        name=name,
        title=title,
        files=tuple(
            {"id": one.id, "name": one.name, "sha256": one.declared, "custody_number": number(one)} for one in files
        ),
        at=clock.now(),
    )


def _same(before: Signed, after: Signed) -> bool:
    def said(one: Signed) -> list[Any]:
        return [one.kind, one.sha256, one.name, one.title, [file["id"] for file in one.files]]

    return said(before) == said(after)


def _receipt(holder: Holder, one: Signed, files: list[Submission]) -> list[Put]:
    """The e-mail with names, sizes, digests, and custody numbers; nothing to whoever has left the registry."""
    person = registry.registrant(holder.request.registrant_id)
    if person is None:
        return []
    told = "\n\n".join(
        f"{_unlinked(file.name)}\n{file.bytes:,} B\nSHA-256 {file.declared}\n{number(file)}" for file in files
    )
    return [
        messages.queued(
            Template.RECEIPT,
            Channel.EMAIL,
            person.email,
            language=person.language,
            about=one.request_id,
            safe_word=person.safe_word,
            files=told,
        )
    ]


def _unlinked(name: str) -> str:
    """A file's name for a mail of the city: a link that was passed on must not put another's link into it."""
    return "…" if _LINKED.search(name) else name[:80]


def _kind(holder: Holder) -> str:
    person = registry.registrant(holder.request.registrant_id)
    return HOUSEHOLD if person is None or person.kind is Kind.RESIDENT else CUSTODIAN


@lru_cache(maxsize=1)
def _texts() -> Any:
    """The texts that counsel approves, with their version: a file beside the code, so that a review is a change."""
    return json.loads(Path(__file__).with_name("statements.json").read_text(encoding="utf-8"))
