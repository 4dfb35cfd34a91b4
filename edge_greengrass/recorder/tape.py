"""Gathers frames into groups of pictures: each goes to the live feed at once, and as one cluster into the ring."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge_greengrass.kit import mkv
from edge_greengrass.kit.index import LONGEST_CLUSTER_MS
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.refusing import Refusal
from edge_greengrass.recorder.ring import Ring

_USUAL_MS = 66  # how long a lone frame lasts when nothing else is known
_HOLE_MS = 1_000  # a frame that lasts longer than this is a gap


@dataclass(slots=True)
class Tape:
    """Frames go in as they are decoded, the first of them a key frame; each has the time at which it is shown."""

    ring: Ring
    feed: Feed
    frames: int = 0
    clock_ms: int | None = None  # what the camera's clock is ahead of the box's
    _header: bytes = b""
    _start: int = 0
    _times: list[int] = field(default_factory=list)  # of the pictures in the group that runs
    _blocks: list[bytes] = field(default_factory=list)
    _size: int = 0  # of the blocks

    def begin(self, track: mkv.Track, sound: mkv.Sound | None = None) -> None:
        """A codec setup begins: what ran before ends here."""
        self.finish()
        self._header = mkv.header(track, sound)
        self.feed.begin(self._header)

    def take(self, at: int, *, is_key: bool, data: bytes) -> None:
        """One picture. Raises Refusal when key frames are too far apart."""
        if is_key:
            self._close(until=at)
            self._start, self._size = at, 0
        elif not self._times:
            return
        elif at - self._start >= LONGEST_CLUSTER_MS:
            raise Refusal("The camera's key frames are over 20 seconds apart. Set its key-frame interval to 1 second.")
        self._add(mkv.block(at - self._start, is_key, data), is_key=is_key)
        self._times.append(at)
        self.frames += 1

    def hear(self, at: int, data: bytes) -> None:
        """One frame of sound; it lies in the group that runs when it comes, and outside of one nowhere."""
        if self._times and abs(at - self._start) < LONGEST_CLUSTER_MS:
            self._add(mkv.block(at - self._start, False, data, track=mkv.SOUND), is_key=False)

    def finish(self) -> None:
        """Close the group that runs: the frames end here, and the ring has a gap until the next."""
        self._close(until=None)

    def _add(self, block: bytes, *, is_key: bool) -> None:
        if self._size + len(block) > mkv.LARGEST_ELEMENT:
            raise Refusal("The camera sends over 50 MB between two key frames. Lower its bit rate.")
        self._blocks.append(block)
        self._size += len(block)
        if is_key:
            self.feed.push(mkv.open_cluster(self._start), is_key=True)
        self.feed.push(block, is_key=False)

    def _close(self, *, until: int | None) -> None:
        if not self._times:
            return
        blocks, times = self._blocks, sorted(self._times)
        self._blocks, self._times = [], []
        step = min(times[-1] - times[-2], _HOLE_MS) if len(times) > 1 else _USUAL_MS
        if until is None or until - times[-1] > _HOLE_MS:
            until = times[-1] + step
        self.ring.append(
            [mkv.cluster_head(self._start, self._size), *blocks],
            at=self._start,
            duration=until - self._start,
            frames=len(times),
            header=self._header,
            clock=self.clock_ms,
        )
