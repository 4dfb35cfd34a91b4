"""From a registrant's file to evidence with a preview: begun, finished, scanned, sealed, looked at."""

from __future__ import annotations

import hashlib
import json
import os
from functools import partial
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.world import World
from functions.admit_preview import handler as admit_preview
from functions.admit_upload import handler as admit_upload
from functions.probe_media import handler as probe_media
from rtcc.canvass import answers, statement, submissions, triage
from rtcc.canvass.model import RequestState
from rtcc.preview import making
from rtcc.preview.model import TOLD
from rtcc.vault import service as vault
from rtcc.vault.model import Item, Verdict
from rtcc.vault.store import ItemRow
from tests.unit.city import ANALYST
from tests.unit.hostile import MP4

_BESIDE = "it may not read what it wrote: a derivative of a run that died lies beside the next, and no record names it"
SHA = hashlib.sha256(MP4).hexdigest()


def holder(world: World) -> Any:
    """Somebody who holds the link of one request."""
    return world.city._asked(1)[0]


def _begin(world: World) -> Act:
    return partial(submissions.begin, holder(world), key="key-00001", name="a.mp4", size=len(MP4))


def _sent(world: World) -> tuple[Any, Any]:
    by = holder(world)
    one, _ = submissions.begin(by, key="key-00001", name="a.mp4", size=len(MP4))
    events.sent(world, one, MP4)
    return by, one


def _finish(world: World) -> Act:
    by, one = _sent(world)
    return partial(submissions.finish, by, one.id, sha256=SHA)


def received(world: World) -> tuple[str, str]:
    """A file that was sent whole: its key and version in the inbox."""
    by, one = _sent(world)
    submissions.finish(by, one.id, sha256=SHA)
    head = world.s3.head_object(Bucket=os.environ["BUCKET_INBOX"], Key=one.object_key)
    return one.object_key, head["VersionId"]


def _admit(world: World, **more: str) -> Act:
    return events.wake(admit_upload.handle, events.scanned(world, *received(world), **more))


def sealed(world: World) -> Item:
    """A file that is evidence."""
    key, version = received(world)
    events.wake(admit_upload.handle, events.scanned(world, key, version))()
    return vault.item(vault.id_for(key.rpartition("/")[2]))


def _probe(world: World) -> Act:
    sealed(world)
    return events.wake(probe_media.handle, events.stream(ItemRow.scan()))


def _admit_preview(world: World) -> Act:
    item = sealed(world)
    making.make(item)
    bucket, key = os.environ["BUCKET_PREVIEW"], making.key_of(item.id, TOLD)
    version = world.s3.head_object(Bucket=bucket, Key=key)["VersionId"]
    told = {"detail": {"bucket": {"name": bucket}, "object": {"key": key, "version-id": version}}}
    return events.wake(admit_preview.handle, events.queued(json.dumps(told)))


def _judge(world: World) -> Act:
    return partial(triage.judge, ANALYST, sealed(world).id, Verdict.ACCEPT, note="the red car")


def _sign(world: World) -> Act:
    by, one = _sent(world)
    submissions.finish(by, one.id, sha256=SHA)
    words = {"name": "A. Resident", "title": "", "language": "en", "version": statement.drafted(by).version}
    return partial(statement.sign, by, **words)


def _decline(world: World) -> Act:
    return partial(answers.answer, holder(world), RequestState.DECLINED)


SCENARIOS = (
    Scenario("submission begun", _begin, fresh=("inbox",)),
    Scenario("submission finished", _finish, afresh=True),
    Scenario("request declined", _decline),
    Scenario("statement signed", _sign),
    Scenario("admit_upload", _admit, fresh=("vault",)),
    Scenario("admit_upload, malware found", partial(_admit, verdict="THREATS_FOUND", threat="EICAR"), fresh=("vault",)),
    Scenario("probe_media", _probe, fresh=("preview",), leaves="object preview", why=_BESIDE),
    Scenario("admit_preview", _admit_preview),
    Scenario("item judged", _judge, afresh=True),
)
