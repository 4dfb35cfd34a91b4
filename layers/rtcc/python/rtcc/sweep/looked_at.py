"""The previews against the record: whatever is sealed was looked at, or somebody is asked to look again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from rtcc.aws import blobs, queue, settings
from rtcc.aws.blobs import Stored
from rtcc.preview.making import key_of
from rtcc.preview.model import TOLD
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_its_turn, is_settled
from rtcc.vault.model import Kept, State


def look(rows: Iterable[Kept]) -> Iterator[Finding]:
    """Sealed items that nobody looked at."""
    for row in rows:
        one = row.item
        is_due = is_settled(one.received_at) and is_its_turn(one.id, one.received_at)
        if one.state is State.SEALED and not row.is_probed and is_due:
            cure = partial(_ask_again, one.id, row.image)
            yield Finding(Amiss.UNPROBED, one.id, f"{one.key} {one.version_id}", one.incident_number, cure)


def _ask_again(item_id: str, image: dict[str, Any]) -> None:
    """What the probe left is brought to whoever writes it down; where it left nothing, it looks again."""
    left = blobs.held(settings.need("BUCKET_PREVIEW"), key_of(item_id, TOLD))
    if left is not None:
        queue.hand_over(settings.need("QUEUE_ADMIT_PREVIEW"), json.dumps({"detail": _created(left)}))
        return
    queue.hand_over(settings.need("QUEUE_PROBE_MEDIA"), json.dumps({"NewImage": image}))


def _created(what: Stored) -> dict[str, Any]:
    return {"bucket": {"name": what.bucket}, "object": {"key": what.key, "version-id": what.version_id}}
