"""Short ways to arrange what a view or a clip needs, and to say what a box says of it."""

import hashlib
from datetime import timedelta

from moto.kinesisvideo.models import kinesisvideo_backends

from rtcc.access.model import Actor, Role, box
from rtcc.clips import service as clips
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live, Purpose, Recall
from rtcc.live import service as live
from tests.unit.city import ANALYST, THING

OTHER = Actor("usr_other", Role.ANALYST, badge="8", ori="LA0", how="cognito+totp")
THIRD = Actor("usr_third", Role.ANALYST, badge="9", ori="LA0", how="cognito+totp")
FOURTH = Actor("usr_fourth", Role.ANALYST, badge="10", ori="LA0", how="cognito+totp")
SUPERVISOR = Actor("usr_supervisor", Role.SUPERVISOR, badge="1", ori="LA0", how="cognito+totp")
BOX = box(THING)
BODY = b"the ring's clusters, byte for byte"
SHA = hashlib.sha256(BODY).hexdigest()
ALL = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)


def shared(city, grant=ALL):
    """A box that is here, one camera of it shared; the camera's id."""
    city.box()
    city.lease()
    return city.shares(grant)


def opened(city, camera, actor=ANALYST, purpose=Purpose.CALL):
    """A view for the open call 26-1."""
    return live.open_view(actor, camera, incident_id=city.call().id, purpose=purpose)


def reviewed(city, camera, actor=ANALYST, *, key="key-00001", ago=600, speed=1, case="26-000123"):
    """A review of what was recorded ten minutes ago, for the open call 26-1."""
    start = clock.now() - timedelta(seconds=ago)
    wish = {"incident_id": city.call().id, "key": key, "start": start, "case": case, "speed": speed}
    return live.open_review(actor, camera, **wish)


def says(view, state, /, *, thing=THING, actor=BOX, **more):
    """What the center makes of a box's word about a view."""
    told = {"view": view.id, "camera": view.camera_id, "state": state, "at": clock.spell(clock.now())}
    return live.hear(actor, thing, told | more)


def sent(city, verb):
    """The bodies of the commands of one kind that went to boxes."""
    return [dict(one.body) for one in city.line.sent if one.verb.value == verb]


def streams():
    """The streams that there are now: name, and how many hours they keep."""
    made = kinesisvideo_backends["123456789012"]["us-east-1"].streams.values()
    return [(one.stream_name, one.data_retention_in_hours) for one in made]


def ordered(city, camera, *, key="key-00001", actor=ANALYST, case="26-000123", seconds=10, ago=60, strict=False):
    """An order of the last seconds but a minute, for the open call 26-1."""
    start = clock.now() - timedelta(seconds=ago)
    stretch = {"start": start, "end": start + timedelta(seconds=seconds)}
    return clips.order(actor, camera, incident_id=city.call().id, key=key, case=case, strict=strict, **stretch)


def claim(order, sha256, size, /, **more):
    """The box's word about what it cut."""
    told = {
        "order": order.id,
        "camera": order.camera_id,
        "state": "cut",
        "sha256": sha256,
        "bytes": size,
        "from": clock.spell(order.from_at),
        "to": clock.spell(order.to_at),
        "first_frame_at": clock.spell(order.from_at + timedelta(milliseconds=40)),
        "last_frame_at": clock.spell(order.to_at - timedelta(milliseconds=40)),
        "frames": 150,
        "offset_ms": -12,
        "chain": {"first": "a" * 64, "last": "b" * 64},
        "gaps": [],
    }
    return told | more


def cut(order, **more):
    return clips.hear(BOX, THING, claim(order, SHA, len(BODY), **more))
