"""What the service takes, and how fast: the vendor's own quotas (its pages on quotas and on PutMedia)."""

from __future__ import annotations

import threading
import time
from collections import deque

BUFFER_MS = 5 * 60 * 1000
BUFFER_BYTES = 200 << 20
MOST_READERS = 3
LONGEST_CONNECTION = 45 * 60.0  # seconds
LONGEST_FRAGMENT_MS = 20_000
LARGEST_FRAGMENT = 50 << 20
MOST_TRACKS = 3
MOST_TAGS, LONGEST_TAG_NAME, LONGEST_TAG_VALUE = 10, 128, 256
FRAGMENTS_A_SECOND = 5
BYTES_A_SECOND = 12_500_000
AHEAD_MS = 24 * 3_600_000  # how far a producer's time may lie in the future: ours, the vendor names no figure
CALLS_A_SECOND = 5  # of one operation on one stream
ACCOUNT_CALLS = {"createStream": 50, "listStreams": 50}  # of one account


class Rate:
    """So many a second."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._taken: deque[tuple[float, float]] = deque()
        self._lock = threading.Lock()

    def take(self, amount: float = 1.0) -> bool:
        """Whether this one still fits into the second that ends now; one that does not fit is not counted."""
        now = time.monotonic()
        with self._lock:
            while self._taken and self._taken[0][0] <= now - 1.0:
                self._taken.popleft()
            if self._taken and sum(size for _, size in self._taken) + amount > self._most:
                return False
            self._taken.append((now, amount))
            return True

    def wait(self, amount: float = 1.0) -> None:
        """Take it when it fits."""
        while not self.take(amount):
            time.sleep(0.01)
