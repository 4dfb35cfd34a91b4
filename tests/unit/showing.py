"""Marking in unit tests: what waits in the queue is done, and written down, as the functions do it."""

import json

from functions.admit_preview import handler as admit_preview
from functions.probe_media import handler as probe_media
from rtcc.aws.blobs import stored
from rtcc.preview import marking
from rtcc.preview.model import MARKED, MOVIE, Unreadable

MOVED = b"\0\0\0\x20ftypisom" + b"a movie with a mark" * 20


def queued(body):
    """A message as a queue hands it over."""
    record = {"messageId": "m1", "receiptHandle": "r1", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    return {"Records": [record | {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:0:marks"}]}


def burned(monkeypatch, *, why="", body=MOVED, name=MOVIE, seconds=0):
    """Let the child make this, at once; or let it fail, and say `why`."""

    def burn(_source, _kind, folder, **_told):
        if why:
            raise Unreadable(why)
        (folder / name).write_bytes(body)
        made = {"name": name, "how": marking.MADE[name], "has_all_sound": True, "seconds": seconds}
        return made | {"tool": "a decoder", "is_closed": True}

    monkeypatch.setattr(marking, "burn", burn)
    monkeypatch.setattr(marking.sniff, "look", lambda *_: marking.Look("mp4", 64, 48, 2_000))


def made(center):
    """Do what was ordered; where each of the findings lies."""
    orders, center.handed_over[:] = center.handed_over[:], []
    for order in orders:
        probe_media.handle(queued(order), None)
        told = json.loads(order)["mark"]
        yield marking.place(told["item_id"], told["share_id"], told["day"], MARKED)


def admitted(key):
    """Let what lies there be written down."""
    what = {"key": key, "version-id": stored("preview", key).version_id}
    return admit_preview.handle(queued(json.dumps({"detail": {"bucket": {"name": "preview"}, "object": what}})), None)


def marked(center, monkeypatch, **how):
    """All of it, for every share that waits."""
    burned(monkeypatch, **how)
    for key in list(made(center)):
        admitted(key)
