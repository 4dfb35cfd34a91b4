"""Starts the stand-in for Kinesis Video."""

from __future__ import annotations

from local.listener import Listener, listen
from local.streams.door import door_of
from local.streams.limits import LONGEST_CONNECTION
from local.streams.shelf import Shelf


def start(
    engine_endpoint: str, *, longest_connection: float = LONGEST_CONNECTION, whole_fragments: bool = False
) -> Listener:
    """Listen; `engine_endpoint` is the engine that judges signatures, the longest connection is in seconds.

    With `whole_fragments` a reader gets each fragment when it is complete, else frames as they come.
    """
    shelf = Shelf()
    door = door_of(shelf, engine_endpoint, longest_connection=longest_connection, whole_fragments=whole_fragments)
    listener = listen(door)
    shelf.url = listener.url
    return listener
