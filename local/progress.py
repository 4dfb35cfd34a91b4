"""Tells the person at the terminal what is happening and how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """The city cannot start or go on; the message is one sentence for the person who typed the command."""


class Progress:
    """Lines with the seconds since the start; silent when asked to be."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.began = time.monotonic()

    def say(self, text: str) -> None:
        """Print one line, with the seconds since the start before it."""
        if not self.quiet:
            print(f"  {time.monotonic() - self.began:5.1f} s  {text}", file=sys.stderr, flush=True)

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Announce what begins, so that a slow step is seen while it lasts."""
        self.say(f"{text} …")
        yield
