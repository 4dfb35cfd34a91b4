"""Carries one camera to its stream while its lease holds: frame by frame, rotated in time, ended at once when told."""

from __future__ import annotations

import logging
from contextlib import aclosing

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Event, Frame, Sound, Track
from edge_greengrass.live_relay import source
from edge_greengrass.live_relay.carriage import Carriage
from edge_greengrass.live_relay.refusing import Over
from edge_greengrass.live_relay.upload import SHORTEST_MS

log = logging.getLogger(__name__)

MOST_BEHIND = 512 * 1024  # bytes: a line this far behind at a key frame is given no more until it has caught up
CAUGHT_UP = 64 * 1024


class Live:
    """One camera on its way as it is seen. Nothing is sent twice: after a fault it goes on at the newest key frame."""

    def __init__(self, carriage: Carriage) -> None:
        self.carriage, self._upload = carriage, carriage.upload
        self._track: Track | None = None
        self._header, self._before = b"", b""  # of the request; of the next frame: its cluster's beginning
        self._cluster, self._size = 0, 0
        self._is_skipping = True  # until the next key frame
        self._is_fresh = True  # the group that a decoder begins with: what leads it needs the group before

    async def run(self) -> None:
        """Carry until the lease is over, or the stream is gone."""
        await self.carriage.run(self._pump())

    async def _pump(self) -> str:
        """Carry until the stream is gone; the answer says why. Everything else is tried again."""
        way = self.carriage.way
        while True:
            self._is_skipping = True
            try:
                async with aclosing(source.events(way.home / "frames.sock", way.camera)) as events:
                    async for event in events:
                        await self._carry(event)
            except Over as over:
                return str(over)
            except source.Silent:
                await self._upload.end()
                await self._upload.recover()
            except (OSError, mkv.Unreadable, ValueError) as failed:
                log.warning("relay of %s: %s", way.camera, failed)
                await self._upload.recover(failed)

    async def _carry(self, event: Event) -> None:
        if isinstance(event, Track):
            await self._upload.end()  # another setup needs another header
            self._track, self._header = event, mkv.header(event)
        elif isinstance(event, Sound) and self._track:
            self._header = mkv.header(self._track, event)
        elif isinstance(event, Frame):
            if event.is_key:
                await self._begin(event.at)
            if not self._is_skipping:
                self._send(event)

    async def _begin(self, at: int) -> None:
        """A group of pictures begins: the next fragment, unless this one is very short or the line is behind."""
        was_skipping, lag = self._is_skipping, self._upload.backlog
        self._is_fresh = was_skipping
        self._is_skipping = lag > (CAUGHT_UP if was_skipping else MOST_BEHIND)
        if self._is_skipping or (not was_skipping and 0 <= at - self._cluster < SHORTEST_MS and self._upload.is_open):
            return
        if at < self._cluster:
            await self._upload.end()  # the clock was set back: in one request times only grow (error 4004)
        await self._upload.ready(self._header, start_ms=at + self._upload.shift_ms)
        self._before = mkv.open_cluster(at + self._upload.shift_ms)
        self._cluster, self._size = at, 0

    def _send(self, frame: Frame) -> None:
        upload, since = self._upload, frame.at - self._cluster
        if since < 0 and self._is_fresh:
            return
        self._size += len(frame.data)
        if since > upload.longest_ms or self._size > upload.largest:
            self._is_skipping = True  # the service takes no longer fragment: the rest of this one is left out
            return
        before, self._before = self._before, b""
        upload.send(before + mkv.block(since, frame.is_key, frame.data, track=frame.track))
        if frame.track == mkv.PICTURES:
            self.carriage.count(frame.at)
