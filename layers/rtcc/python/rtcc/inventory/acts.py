"""Which act made an object: found from its key, and shown by the line that names its exact version (P3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.aws.listing import Listed
from rtcc.custody import service as custody
from rtcc.custody.model import Line, Outcome
from rtcc.foundation import ids
from rtcc.inventory.model import Act, Held
from rtcc.preview.marking import is_place
from rtcc.vault import service as vault

# The buckets that hold footage or what is made of it, in the order in which they are shown. The log holds none.
BUCKETS = ("BUCKET_VAULT", "BUCKET_PREVIEW", "BUCKET_RELEASE", "BUCKET_INBOX")
MARKER = "marker"
_MAKING = {
    "evidence": {Action.ADMIT_UPLOAD, Action.ADMIT_CLIP},
    "preview": {Action.ADMIT_PREVIEW},
    "marked": {Action.MARK_SHARE},
    "package": {Action.PACK_RELEASE},
    "upload": {Action.FINISH_SUBMISSION, Action.ADMIT_UPLOAD},
    "clip": {Action.CUT_CLIP, Action.ADMIT_CLIP},
}


def held(bucket: str, one: Listed) -> Held:
    """An object beside its act."""
    what, subjects = _spoken(bucket, one.key)
    item_id = next((each for each in subjects if ids.is_id(each, "evi")), "")
    act = next(_acts(what, subjects, one.version_id), None)
    what = MARKER if one.is_marker else what
    return Held(bucket, one.key, one.version_id, one.bytes, one.written_at, what, item_id, act)


def _spoken(bucket: str, key: str) -> tuple[str, Sequence[str]]:
    """What an object is by its key, and whose chains may tell of it; `unknown` for a key that is none of ours."""
    names = key.split("/")
    name = names[-1].rpartition(".")[0] or names[-1]
    if bucket == settings.need("BUCKET_VAULT") and names[0] == "evidence" and len(names) == 2:
        return "evidence", [name]
    if bucket == settings.need("BUCKET_PREVIEW") and names[0] == "previews" and len(names) == 3:
        return "preview", [names[1]]
    if bucket == settings.need("BUCKET_PREVIEW") and is_place(key) and len(names) == 5:
        return "marked", [names[1]]
    if bucket == settings.need("BUCKET_RELEASE") and names[0] == "releases" and len(names) == 2:
        return "package", [name]
    if bucket == settings.need("BUCKET_INBOX") and len(names) == 3 and names[0] in {"inbox", "clips"}:
        return ("upload" if names[0] == "inbox" else "clip"), [vault.id_for(name), name]
    return "unknown", []


def _acts(what: str, subjects: Sequence[str], version_id: str) -> Iterator[Act]:
    """The lines that may have made it: first those that name the very version, then those of its kind."""
    lines = [line for subject in subjects for line in custody.lines(subject) if line.outcome is Outcome.DONE]
    of_kind = [line for line in lines if line.event in _MAKING[what]]
    yield from (_act(line) for line in of_kind if version_id in line.facts.values())
    if what != "evidence":  # an item has one version: another one beside it is nobody's act (abuse 25)
        yield from (_act(line) for line in of_kind)


def _act(line: Line) -> Act:
    return Act(line.event, line.at, line.actor, line.badge, line.subject, line.seq)
