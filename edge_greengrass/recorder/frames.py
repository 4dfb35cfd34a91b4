"""The recorder's Unix socket: who names a camera in one line gets its live Matroska stream."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from pathlib import Path

from edge_greengrass.recorder.feed import Feed

_LONGEST_LINE = 1024
_PATIENCE = 5.0

log = logging.getLogger(__name__)


async def serve(path: Path, feeds: Mapping[str, Feed]) -> asyncio.Server:
    """Listen at `path`, for this user alone. The client sends `{"camera": id}` and a newline."""
    path.unlink(missing_ok=True)

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _serve(reader, writer, feeds)
        except (OSError, ValueError, TimeoutError) as failed:
            log.info("a reader of frames was let go: %s", failed)
        finally:
            writer.close()

    server = await asyncio.start_unix_server(met, path, limit=_LONGEST_LINE)
    path.chmod(0o600)
    return server


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, feeds: Mapping[str, Feed]) -> None:
    async with asyncio.timeout(_PATIENCE):
        asked = json.loads(await reader.readline())
    camera = asked.get("camera") if isinstance(asked, dict) else None
    feed = feeds.get(camera) if isinstance(camera, str) else None
    if feed is None or not feed.join(writer):
        return
    try:
        while await reader.read(1024):
            pass  # a reader has nothing more to say; when it goes, this ends
    finally:
        feed.leave(writer)
