"""Reviews for tests: a filled ring, what the guard asks of a review, and what arrived of it."""

import time
from dataclasses import dataclass

from edge_greengrass.kit import mkv, times
from edge_greengrass.live_relay.pace import Pace
from edge_greengrass.recorder.ring import Ring
from tests.edge import site
from tests.edge.footage import film
from tests.edge.relaying import NOW
from tests.edge.site import STEP

FAST = Pace(first_pause=0.005, longest_pause=0.01, told=0.0)
GROUP = 5  # frames a group of pictures: a third of a second
STREAM = "rtcc-b-cam_1-viw_1"


@dataclass
class Fragment:
    """One fragment as it came: its time on the stream, its tags, its frames' times there."""

    at: int
    said: dict
    frames: list

    @property
    def true(self):
        """Which frames of the film it shows, by their number."""
        first, speed = int(self.said["RTCC_AT"]), int(self.said["RTCC_SPEED"])
        return [round((first + (frame - self.at) * speed - NOW) / STEP) for frame in self.frames]


def fragments(put):
    """What a request carried, fragment by fragment."""
    found, said = [], {}
    for event in put.events:
        if isinstance(event, mkv.Tag):
            said[event.name] = event.value
        elif isinstance(event, mkv.Cluster):
            found.append(Fragment(event.at, said, []))
            said = {}
        elif isinstance(event, mkv.Frame):
            found[-1].frames.append(event.at)
    return found


def shown(world):
    """The numbers of all frames that arrived, in the order in which they came."""
    return [number for put in world.media.puts for one in fragments(put) for number in one.true]


def recorded(home, count=30, start=NOW, gop=GROUP, **how):
    """Fill the ring of cam_1."""
    ring = Ring(home / "ring" / "cam_1", 7)
    site.fill(ring, film(count, gop=gop, **how), start)
    ring.close()


def ask(world, start, *, stream=STREAM, seconds=30.0, **more):
    """A review as the guard asks for it; times are ms since 1970, the owner allows everything from NOW on."""
    facts = {"do": "review", "camera": "cam_1", "stream": stream, "view": "viw_1", "speed": 1}
    facts |= {"not_before": times.spell(NOW), "from": times.spell(start)}
    world.relays.hear(facts | {"until": times.spell((time.time() + seconds) * 1000)} | more)


def turn(world, stream=STREAM, **facts):
    """A turn as the guard says it."""
    world.relays.hear({"do": "turn", "stream": stream} | facts)
