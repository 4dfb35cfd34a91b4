"""What the topic rule makes of what a box publishes, handed to the function that hears boxes."""

import base64
import json

from functions.hear_box import handler
from rtcc.foundation import clock
from tests.unit.city import THING


def say(kind, thing=THING, **event):
    if kind == "gone":
        return handler.handle(event | {"thing": thing, "kind": kind}, None)
    return hand(json.dumps(event).encode(), kind, thing)


def hand(said, kind="lease", thing=THING, **more):
    """What the topic rule makes of the bytes that a box published."""
    heard = {"thing": thing, "kind": kind, "heard_ms": int(clock.now().timestamp() * 1000)}
    return handler.handle({"said": base64.b64encode(said).decode()} | heard | more, None)
