"""The streams that there are, each with its short buffer, its one producer and its few readers."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from edge_greengrass.kit import mkv
from local.aws import ACCOUNT, REGION
from local.streams import limits
from local.streams.limits import Rate


class Trouble(Exception):
    """What the service refuses: the vendor's own name of it, the status, and a sentence."""

    def __init__(self, kind: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.kind, self.sentence, self.status = kind, sentence, status


@dataclass(eq=False)
class Fragment:
    """One cluster as it grows. `pieces` are its bytes, `number` the vendor's own, growing."""

    number: int
    at: int  # as it was sent: ms since 1970, or since its producer began
    produced: int  # its producer's time, ms since 1970
    arrived: int  # our time, ms since 1970
    tracks: tuple[mkv.Track | mkv.Sound, ...]
    tags: tuple[tuple[str, str], ...] = ()
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    is_complete: bool = False

    @property
    def header(self) -> bytes:
        """What stands before the first fragment of these tracks."""
        pictures = next(one for one in self.tracks if isinstance(one, mkv.Track))
        return mkv.header(pictures, next((one for one in self.tracks if isinstance(one, mkv.Sound)), None))

    def add(self, frame: mkv.Frame) -> None:
        """One more frame."""
        piece = mkv.block(frame.at - self.at, frame.is_key, frame.data, track=frame.track)
        self.pieces.append(piece)
        self.size += len(piece)


class Stream:
    """One stream. Whoever waits for its news waits on `news`."""

    def __init__(self, name: str) -> None:
        self.name, self.created = name, time.time()
        self.news = threading.Condition()
        self.fragments: deque[Fragment] = deque()
        self.is_deleted = False
        self.has_producer = False
        self.readers = 0
        self._calls = defaultdict[str, Rate](lambda: Rate(limits.CALLS_A_SECOND))
        self._number = int(self.created * 1000) << 20

    @property
    def arn(self) -> str:
        """Its name in policies."""
        return f"arn:aws:kinesisvideo:{REGION}:{ACCOUNT}:stream/{self.name}/{int(self.created * 1000)}"

    def called(self, operation: str) -> None:
        """One call of an operation on this stream. Raises Trouble when there are too many."""
        if not self._calls[operation].take():
            raise Trouble("ClientLimitExceededException", f"{operation} takes {limits.CALLS_A_SECOND} calls a second.")

    def begin(
        self, at: int, produced: int, tracks: tuple[mkv.Track | mkv.Sound, ...], tags: tuple[tuple[str, str], ...]
    ) -> Fragment:
        """A new fragment; the one before is complete."""
        with self.news:
            self._number += 1
            self.complete()
            self.fragments.append(Fragment(self._number, at, produced, int(time.time() * 1000), tracks, tags))
            self._forget()
            self.news.notify_all()
            return self.fragments[-1]

    def add(self, fragment: Fragment, frame: mkv.Frame) -> None:
        """A frame of the newest fragment."""
        with self.news:
            fragment.add(frame)
            self.news.notify_all()

    def complete(self) -> None:
        """Nothing more comes for the newest fragment."""
        with self.news:
            if self.fragments:
                self.fragments[-1].is_complete = True
            self.news.notify_all()

    def _forget(self) -> None:
        oldest = int(time.time() * 1000) - limits.BUFFER_MS
        kept = sum(fragment.size for fragment in self.fragments)
        while len(self.fragments) > 1 and (self.fragments[0].arrived < oldest or kept > limits.BUFFER_BYTES):
            kept -= self.fragments.popleft().size


class Shelf:
    """All streams by name."""

    def __init__(self) -> None:
        self.url = ""
        self._streams: dict[str, Stream] = {}
        self._calls = {operation: Rate(most) for operation, most in limits.ACCOUNT_CALLS.items()}
        self._lock = threading.Lock()

    def called(self, operation: str) -> None:
        """One call of an operation of the account. Raises Trouble when there are too many."""
        if (rate := self._calls.get(operation)) and not rate.take():
            raise Trouble("ClientLimitExceededException", f"There are too many calls of {operation}.")

    def create(self, name: str, hours: int) -> Stream:
        """A new stream that keeps nothing."""
        if hours:
            raise Trouble("InvalidArgumentException", "Here a stream keeps nothing: DataRetentionInHours must be 0.")
        with self._lock:
            if name in self._streams:
                raise Trouble("ResourceInUseException", f"The stream {name} already exists.")
            return self._streams.setdefault(name, Stream(name))

    def find(self, name: str = "", arn: str = "") -> Stream:
        """The stream by its name or ARN."""
        found = self._streams.get(name or _name_in(arn))
        if found is None or (arn and found.arn != arn):
            raise Trouble("ResourceNotFoundException", "The requested stream is not found or not active.", 404)
        return found

    def delete(self, arn: str) -> None:
        """Take the stream away, its buffer with it; its producer and readers end."""
        with self._lock:
            gone = self._streams.pop(self.find(arn=arn).name)
        with gone.news:
            gone.is_deleted = True
            gone.fragments.clear()
            gone.news.notify_all()

    def all(self) -> list[Stream]:
        """Every stream, by name."""
        return [self._streams[name] for name in sorted(self._streams)]


def _name_in(arn: str) -> str:
    parts = arn.split("/")
    return parts[1] if len(parts) == 3 else ""
