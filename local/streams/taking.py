"""What one producer sends, fragment by fragment, held against the service's limits; errors by the vendor's numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from edge_greengrass.kit.mkv import Cluster, Event, Frame, Sound, Tag, Track, Unreadable
from edge_greengrass.kit.mkv_reader import Reader
from local.streams import limits
from local.streams.limits import Rate
from local.streams.shelf import Fragment, Stream


class Broken(Exception):
    """An error that ends the connection, by the vendor's number and word."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__(word)
        self.number, self.word = number, word


@dataclass(frozen=True)
class Timecodes:
    """How a connection counts: `start` (ms since 1970) is added to what is relative."""

    is_relative: bool
    start: int

    def produced(self, at: int) -> int:
        """The producer's time of a fragment, ms since 1970."""
        return self.start + at if self.is_relative else at


class Taking:
    """What one connection has sent so far. `tell` hears the kind of each acknowledgment and its fragment."""

    def __init__(self, stream: Stream, timecodes: Timecodes, tell: Callable[[str, Fragment], None]) -> None:
        self._stream, self._timecodes, self._tell = stream, timecodes, tell
        self._reader, self._fragments = Reader(), Rate(limits.FRAGMENTS_A_SECOND)
        self._tracks: list[Track | Sound] = []
        self._tags: list[tuple[str, str]] = []
        self._fragment: Fragment | None = None
        self._latest = 0

    def feed(self, chunk: bytes) -> None:
        """Take what these bytes complete. Raises Broken."""
        try:
            events = self._reader.feed(chunk)
        except Unreadable:
            raise Broken(4006, "INVALID_MKV_DATA") from None
        for event in events:
            self._take(event)

    def finish(self) -> None:
        """The producer has ended its body; one that never said what it sends has sent nothing."""
        if not self._tracks:
            raise Broken(4006, "INVALID_MKV_DATA")
        self._complete()

    def _complete(self) -> None:
        if self._fragment is not None:
            self._tell("RECEIVED", self._fragment)

    def _take(self, event: Event) -> None:
        if isinstance(event, Track | Sound):
            self._describe(event)
        elif isinstance(event, Tag):
            self._note(event)
        elif isinstance(event, Cluster):
            self._begin(event.at)
        elif isinstance(event, Frame):
            self._add(event)

    def _describe(self, track: Track | Sound) -> None:
        self._tracks.append(track)
        if len(self._tracks) > limits.MOST_TRACKS:
            raise Broken(4012, "MORE_THAN_ALLOWED_TRACKS_FOUND")

    def _note(self, tag: Tag) -> None:
        self._tags.append((tag.name, tag.value))
        too_long = len(tag.name) > limits.LONGEST_TAG_NAME or len(tag.value) > limits.LONGEST_TAG_VALUE
        if len(self._tags) > limits.MOST_TAGS or too_long or tag.name.upper().startswith("AWS"):
            raise Broken(4009, "FRAGMENT_METADATA_LIMIT_REACHED")

    def _begin(self, at: int) -> None:
        if not any(isinstance(one, Track) for one in self._tracks):
            raise Broken(4006, "INVALID_MKV_DATA")
        if at < self._latest:
            raise Broken(4004, "FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS")
        produced = self._timecodes.produced(at)
        if produced > time.time() * 1000 + limits.AHEAD_MS:
            raise Broken(4007, "INVALID_PRODUCER_TIMESTAMP")
        self._complete()
        self._fragments.wait()
        self._fragment = self._stream.begin(at, produced, tuple(self._tracks), tuple(self._tags))
        self._latest, self._tags = at, []
        self._tell("BUFFERING", self._fragment)

    def _add(self, frame: Frame) -> None:
        fragment = self._fragment
        if fragment is None or (not fragment.pieces and not frame.is_key):
            raise Broken(4006, "INVALID_MKV_DATA")
        if not 1 <= frame.track <= len(self._tracks):
            raise Broken(4010, "TRACK_NUMBER_MISMATCH")
        if frame.at - fragment.at > limits.LONGEST_FRAGMENT_MS:
            raise Broken(4002, "MAX_FRAGMENT_DURATION_REACHED")
        if fragment.size + len(frame.data) > limits.LARGEST_FRAGMENT:
            raise Broken(4001, "MAX_FRAGMENT_SIZE_REACHED")
        self._stream.add(fragment, frame)
