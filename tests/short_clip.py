"""A few seconds of the real clip, for tests that need no more: encoding all of it takes eight times as long."""

from itertools import islice
from pathlib import Path

import av

from local.play import footage

PICTURES = 120


def make(out: Path) -> Path:
    """The first pictures of the real clip, as they are."""
    with av.open(str(footage.clip()[0])) as found, av.open(str(out), "w") as made:
        source = found.streams.video[0]
        way = made.add_stream_from_template(source)
        for packet in islice(found.demux(source), PICTURES):
            packet.stream = way
            made.mux(packet)
    return out
