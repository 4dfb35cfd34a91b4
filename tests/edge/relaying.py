"""Relays for tests: live cameras without a recorder, a PutMedia, and what the guard is told."""

import asyncio
import time

from edge_greengrass.kit import mkv, times
from edge_greengrass.live_relay.pace import Pace
from edge_greengrass.live_relay.relays import Relays
from edge_greengrass.recorder import frames
from edge_greengrass.recorder.feed import Feed
from tests.edge.fake_media import FakeMedia
from tests.edge.footage import film
from tests.edge.site import STEP, until

NOW = 1_790_000_000_000
FAST = Pace(first_pause=0.005, longest_pause=0.01)


def at(number):
    return NOW + number * STEP


class Camera:
    """A live camera without a recorder: `show` passes on so many frames more."""

    def __init__(self, count=90):
        self.feed, self.film, self.shown = Feed(), film(count), 0
        self.begin()

    def begin(self):
        self.feed.begin(mkv.header(self.film[0].track))

    def show(self, count):
        for picture in self.film[self.shown : self.shown + count]:
            when = at(picture.counter)
            self.start = when if picture.is_key else self.start
            block = mkv.block(when - self.start, picture.is_key, picture.sample)
            self.feed.push(mkv.open_cluster(when) + block if picture.is_key else block, is_key=picture.is_key)
        self.shown += count


class World:
    """A relay between cameras and a PutMedia; `said` is what it told the guard."""

    def __init__(self, relays, media, cameras, said):
        self.relays, self.media, self.cameras, self.said = relays, media, cameras, said

    def start(self, camera="cam_1", stream="rtcc-b-cam_1", seconds=30.0):
        facts = {"do": "start", "camera": camera, "stream": stream}
        self.relays.hear(facts | {"until": times.spell((time.time() + seconds) * 1000)})

    async def flowing(self, count, put=0):
        await until(lambda: len(self.media.puts) > put and len(self.media.puts[put].frames) >= count)
        return self.media.puts[put]

    async def ended(self):
        return await until(lambda: next((one for one in self.said if one["state"] == "ended"), None))


def play(home, monkeypatch, scene, *, media=None, pace=FAST, cameras=("cam_1",)):
    async def go():
        said, shown = [], {name: Camera() for name in cameras}

        async def tell(facts):
            said.append(facts | {"heard": time.monotonic()})

        server = await frames.serve(home / "frames.sock", {name: one.feed for name, one in shown.items()})
        async with (media or FakeMedia()).open(monkeypatch) as served:
            relays = Relays(home, "us-east-1", tell, pace=pace)
            try:
                await asyncio.wait_for(scene(World(relays, served, shown, said)), 30)
            finally:
                await relays.close()
                server.close()

    asyncio.run(go())
