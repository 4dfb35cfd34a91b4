"""Gathers frames into groups of pictures: each goes to the live feed at once, and as one cluster into the ring."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge_greengrass.kit import mkv
from edge_greengrass.kit.index import LONGEST_CLUSTER_MS
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.h264 import Setup
from edge_greengrass.recorder.refusing import Refusal
from edge_greengrass.recorder.ring import Ring

_USUAL_MS = 66  # how long a lone frame lasts when nothing else is known
_HOLE_MS = 1_000  # a frame that lasts longer than this is a gap


@dataclass(slots=True)
class Tape:
    """Frames go in, in their order, the first of them a key frame."""

    ring: Ring
    feed: Feed
    frames: int = 0
    clock_ms: int | None = None  # what the camera's clock is ahead of the box's
    _header: bytes = b""
    _start: int = 0
    _last: int = 0
    _step: int = _USUAL_MS
    _blocks: list[bytes] = field(default_factory=list)
    _size: int = 0  # of the blocks

    def begin(self, setup: Setup) -> None:
        """A codec setup begins: what ran before ends here."""
        self.finish()
        self._header = mkv.header(mkv.Track(setup.avcc, setup.width, setup.height))
        self.feed.begin(self._header)

    def take(self, at: int, *, is_key: bool, data: bytes) -> None:
        """One frame. Raises Refusal when key frames are too far apart, OSError when the disk does not take it."""
        if is_key:
            self._close(until=at)
            self._start, self._last, self._size = at, at, 0
        elif not self._blocks:
            return
        elif at - self._start >= LONGEST_CLUSTER_MS:
            raise Refusal("The camera's key frames are over 20 seconds apart. Set its key-frame interval to 1 second.")
        elif self._size + len(data) > mkv.LARGEST_ELEMENT:
            raise Refusal("The camera sends over 50 MB between two key frames. Lower its bit rate.")
        else:
            self._step = at - self._last
        self._last = at
        block = mkv.block(at - self._start, is_key, data)
        self._blocks.append(block)
        self._size += len(block)
        self.frames += 1
        self.feed.push(mkv.open_cluster(at) + block if is_key else block, is_key=is_key)

    def finish(self) -> None:
        """Close the group that runs: the frames end here, and the ring has a gap until the next."""
        self._close(until=self._last + self._step)

    def _close(self, *, until: int) -> None:
        if not self._blocks:
            return
        blocks, self._blocks = self._blocks, []
        if until - self._last > _HOLE_MS:
            until = self._last + self._step
        self.ring.append(
            mkv.cluster(self._start, blocks),
            at=self._start,
            duration=until - self._start,
            frames=len(blocks),
            header=self._header,
            clock=self.clock_ms,
        )
