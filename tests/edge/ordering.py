"""Clip orders for tests: an inbox that answers as it is told, and a desk that takes orders."""

import contextlib
import json
from datetime import UTC, datetime, timedelta

from edge_greengrass.clip_cutter.desk import Desk
from edge_greengrass.clip_cutter.sending import Pauses
from edge_greengrass.clip_cutter.working import Pace
from edge_greengrass.kit import times
from rtcc.foundation import clock, ids
from tests.edge.answering import answering

FAST = Pace(look=0.005, newest=5, pauses=Pauses(0.005, 0.01))


class Inbox:
    """An S3 that answers with these statuses in turn, and a nucleus that gives credentials."""

    def __init__(self, *statuses):
        self.statuses, self.puts = list(statuses), []

    def answer(self, _, asked):
        if asked.method == "GET":
            ends = clock.spell(datetime.now(UTC) + timedelta(hours=1))
            role = {"AccessKeyId": "k", "SecretAccessKey": "s", "Token": "t", "Expiration": ends}
            return 200, json.dumps(role).encode()
        self.puts.append(asked)
        return self.statuses.pop(0) if self.statuses else 200, b""


@contextlib.asynccontextmanager
async def desk(home, inbox, monkeypatch, pace=FAST, **more):
    told = []

    async def tell(facts):
        told.append(dict(facts) | {"puts": len(inbox.puts)})

    async with answering(inbox.answer) as (port, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{port}/role")
        opened = Desk(home, "us-east-1", tell, pace=pace, **more)
        yield opened, told
        await opened.close()


def word(*cameras, since=0, hours=72, is_sure=True):
    """What the guard says of recall: of these cameras, from then on (ms since 1970), so far back, and of no other."""
    return {"allowed": {one: {"from": times.spell(since), "hours": hours} for one in cameras}, "is_sure": is_sure}


def order(camera, start, end, **changes):
    name = ids.new("ord")
    facts = {"order": name, "camera": camera, "from": times.spell(start), "to": times.spell(end)}
    facts |= {"asked_at": times.spell(end)}
    return facts | {"bucket": "inbox", "key": f"clips/rtcc-box-1/{name}.mp4"} | changes
