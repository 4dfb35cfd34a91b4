"""What a share shows that is only to be looked at: ordered, marked for its recipient, written down."""

from __future__ import annotations

import json
import os
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.uploads import sealed
from drills.crash.world import World
from functions.admit_preview import handler as admit_preview
from functions.deliver_release import handler as deliver_release
from functions.probe_media import handler as probe_media
from rtcc.preview import marking as marker
from rtcc.preview.model import MARKED
from rtcc.release import delivery, marking, service
from rtcc.release.model import Method, Release
from rtcc.release.store import ReleaseRow
from rtcc.vault.model import Item
from tests.unit.releasing import PACKER, SUPERVISOR, Center

_CENTER = Center(None)


def _approved(world: World) -> tuple[Release, Item]:
    item = sealed(world)
    asked: Any = _CENTER.asked(item, key="key-00001", method=Method.VIEW)
    return service.approve(SUPERVISOR, asked.id), item


def _ordered(world: World) -> marker.Order:
    one, item = _approved(world)
    delivery.pack(PACKER, one.id)
    return marking.order_for(one, item, f"{one.decided_at:%Y-%m-%d}")


def _deliver(world: World) -> Act:
    _approved(world)
    return events.wake(deliver_release.handle, events.stream(ReleaseRow.scan(), "MODIFY"))


def _mark(world: World) -> Act:
    return events.wake(probe_media.handle, events.queued(_ordered(world).spell()))


def _admit(world: World) -> Act:
    order = _ordered(world)
    marker.make(order)
    bucket, key = os.environ["BUCKET_PREVIEW"], marker.place(order.item_id, order.share_id, order.day, MARKED)
    version = world.s3.head_object(Bucket=bucket, Key=key)["VersionId"]
    told = {"detail": {"bucket": {"name": bucket}, "object": {"key": key, "version-id": version}}}
    return events.wake(admit_preview.handle, events.queued(json.dumps(told)))


SCENARIOS = (
    Scenario("deliver_release, to look at", _deliver),
    Scenario("probe_media, a copy marked for one share", _mark, fresh=("preview",)),
    Scenario("admit_preview, a marked copy", _admit),
)
