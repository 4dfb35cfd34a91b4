"""A patch of the engine: each stream mapping is followed by itself, so that a slow function holds back nobody else.

The engine serves all streams and asks all queues in one thread, one after the other: a busy city's queues waited behind
the sealing of its record. Lambda follows each mapping by itself. A mapping's batching window is waited for too, but
half a second of it at most: a demo waits for no minute. What the engine does not do stays so: a batch that fails is
tried for ever, and no window ends early because a batch is full.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Iterator
from typing import Any

_LONGEST_WINDOW_S = 0.5

Scoped = tuple[str, str, dict[str, Any]]  # account, region, mapping


class _Following:
    """The engine's own poll, made to see one mapping at a time, in a thread of the mapping's own."""

    def __init__(self, lambdas: Any, tables: Any) -> None:
        self._lambdas, self._tables = lambdas, tables
        self._every, self._poll = lambdas._iter_all_esms, lambdas._poll_dynamodb_streams
        self._only: contextvars.ContextVar[Scoped | None] = contextvars.ContextVar("only", default=None)
        self._lock = threading.Lock()
        self._is_called_again: dict[str, bool] = {}  # by mapping, while it is followed

    def mappings(self) -> Iterator[Scoped]:
        """What the engine's polls see: every mapping, and in a follower's thread its own, while there is such a one."""
        only = self._only.get()
        return (one for one in self._every() if only is None or one[2]["UUID"] == only[2]["UUID"])

    def poll(self) -> bool:
        """In place of the engine's poll of all streams. It never says that there may be more: a follower looks."""
        for scoped in self._every():
            mapping = scoped[2]
            if ":dynamodb:" not in mapping.get("EventSourceArn", "") or not self._has_more(scoped):
                continue
            with self._lock:
                is_followed = mapping["UUID"] in self._is_called_again
                self._is_called_again[mapping["UUID"]] = is_followed
            if not is_followed:
                threading.Thread(target=self._follow, args=(scoped,), daemon=True, name="city-stream").start()
        return False

    def _has_more(self, scoped: Scoped) -> bool:
        """Whether something may lie behind what this mapping has read."""
        account, region, mapping = scoped
        in_account = self._lambdas._request_account_id.set(account)
        in_region = self._lambdas._request_region.set(region)
        try:
            table = mapping["EventSourceArn"].split(":table/")[-1].split("/stream/")[0]
            read_to = self._lambdas._dynamodb_stream_positions.get(mapping["UUID"])
            return bool(read_to is None or read_to < self._tables.stream_end_position(table))
        finally:
            self._lambdas._request_account_id.reset(in_account)
            self._lambdas._request_region.reset(in_region)

    def _follow(self, scoped: Scoped) -> None:
        mapping = scoped[2]
        self._only.set(scoped)
        while True:
            time.sleep(min(_LONGEST_WINDOW_S, mapping.get("MaximumBatchingWindowInSeconds") or 0))
            try:
                is_done = not self._poll()
            except Exception:
                self._let_go(mapping)
                raise
            with self._lock:
                if is_done and not self._is_called_again[mapping["UUID"]]:
                    del self._is_called_again[mapping["UUID"]]
                    return
                self._is_called_again[mapping["UUID"]] = False

    def _let_go(self, mapping: dict[str, Any]) -> None:
        with self._lock:
            del self._is_called_again[mapping["UUID"]]


def follow_each_by_itself(lambdas: Any, tables: Any) -> None:
    """Have the engine's polling thread hand each stream mapping to a follower."""
    following = _Following(lambdas, tables)
    lambdas._iter_all_esms = following.mappings
    lambdas._poll_dynamodb_streams = following.poll
