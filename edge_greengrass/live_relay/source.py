"""Reads one camera's live frames from the recorder's socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from pathlib import Path

from edge_greengrass.kit.mkv import Event
from edge_greengrass.kit.mkv_reader import Reader

_AT_ONCE = 256 * 1024


class Silent(Exception):
    """The recorder has no frames of this camera at the moment."""


async def events(frames_sock: Path, camera: str) -> AsyncGenerator[Event, None]:
    """The track, then clusters and frames as they come. Raises Silent when the recorder hangs up."""
    try:
        reader, writer = await asyncio.open_unix_connection(frames_sock, limit=_AT_ONCE)
    except OSError:
        raise Silent("the recorder does not run") from None
    try:
        writer.write(json.dumps({"camera": camera}).encode() + b"\n")
        stream = Reader()
        while data := await reader.read(_AT_ONCE):
            for event in stream.feed(data):
                yield event
    except OSError:
        pass
    finally:
        writer.close()
    raise Silent("the camera sends no frames")
