"""Watches a camera's pictures for what no camera films: a picture that never changes, or one that came before.

It looks at encoded bytes, never at a picture (abuse 66). A sensor has noise: two key frames of a camera that films are
never the same byte for byte, and even an empty room at night changes a little from frame to frame. What is played in
front of the lens, encoded anew, or frozen below a clock that runs, is not found: its bytes look like the street's.
"""

from __future__ import annotations

FROZEN_MS = 60_000  # nothing has changed for so long
_STILL_BYTES = 200  # a picture that repeats the one before in every block is smaller than this
_SAMPLE = 4096  # bytes of a key frame that are compared, from its middle: heads count on even in a loop
_EVERY = 16  # one in so many key frames is remembered, so that a loop of two hours comes around in little memory
_MOST = 512
_REPEATS = 3  # so many key frames that were known make a loop
_FORGIVEN = 3 * _EVERY  # so many others in a row end it


class Suspicion:
    """What one camera's pictures look like. `found` is `frozen`, `looped` or None; it heals by itself."""

    def __init__(self) -> None:
        self.found: str | None = None
        self._known: dict[int, None] = {}
        self._last: int | None = None
        self._keys = self._repeats = self._others = 0
        self._still_since = 0
        self._pictures, self._is_still = 0, True  # of the group that runs, without its key frame

    def see(self, at: int, *, is_key: bool, data: bytes) -> None:
        """One recorded picture, shown at `at` (ms)."""
        if not is_key:
            self._pictures += 1
            self._is_still = self._is_still and len(data) <= _STILL_BYTES
            return
        middle = max(0, (len(data) - _SAMPLE) // 2)
        key = hash((len(data), data[middle : middle + _SAMPLE]))
        is_same = key == self._last
        if self._last is None or not (is_same or (self._pictures and self._is_still)):
            self._still_since = at
        if not is_same:
            self._compare(key)
        self._last, self._pictures, self._is_still = key, 0, True
        is_looped = self._repeats >= _REPEATS
        self.found = "frozen" if at - self._still_since >= FROZEN_MS else "looped" if is_looped else None

    def _compare(self, key: int) -> None:
        if key in self._known:
            self._repeats, self._others = self._repeats + 1, 0
        elif self._others < _FORGIVEN:
            self._others += 1
        else:
            self._repeats = 0
        self._keys += 1
        if self._keys % _EVERY == 0:
            self._known[key] = None
            if len(self._known) > _MOST:
                del self._known[next(iter(self._known))]
