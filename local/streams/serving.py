"""Starts the stand-in for Kinesis Video."""

from __future__ import annotations

from local.listener import Listener, listen
from local.streams.door import door_of
from local.streams.shelf import Shelf


def start(engine_endpoint: str, *, longest_connection: float = 45 * 60.0) -> Listener:
    """Listen; `engine_endpoint` is the engine that judges signatures, the longest connection is in seconds."""
    shelf = Shelf()
    listener = listen(door_of(shelf, engine_endpoint, longest_connection=longest_connection))
    shelf.url = listener.url
    return listener
