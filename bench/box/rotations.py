"""Three rotations of a live view's request, the clock sixty times faster: which pictures of the camera arrive.

The service cuts a request after 45 minutes and the relay begins another after 40: here after 45 and 40 seconds. Frames
pass from the recorder's socket through the relay and the streams to AWS's own client, at the camera's own rate; what
the reader gets is compared with what the camera sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from bench.box import film
from bench.box.tap import Tap
from bench.report import Measure
from edge_greengrass.kit import mkv, times
from edge_greengrass.kit.mkv import Cluster, Frame
from edge_greengrass.kit.mkv_reader import Reader
from edge_greengrass.live_relay.pace import Pace
from edge_greengrass.live_relay.relays import Relays
from edge_greengrass.recorder import frames, h264
from edge_greengrass.recorder.feed import Feed
from local import engine
from local.listener import Answering, listen
from local.streams import serving
from rtcc.foundation import clock
from tests.engines.account import Account

_CAMERA, _STREAM = "cam_rotated", "rtcc-rtcc-box-9-cam_rotated"
_ROTATIONS = 3
_SETS = (7, 8)


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """Pictures that were sent and did not arrive, or arrived twice; more `rounds` are no other figure."""
    del rounds
    faster = 200 if quick else 60  # a group of pictures must still end between 40 and 45
    with _city(45 * 60 / faster) as (streams, tap), tempfile.TemporaryDirectory() as home:
        seen = _Seen(streams)
        sent = asyncio.run(_carry(Path(home), Pace(rotate=40 * 60 / faster), seen))
    requests = tap.requests[_STREAM]
    sent = [at for at in sent if at >= min(seen.pictures)]
    lost, twice = set(sent) - seen.pictures.keys(), seen.pictures.total() - len(seen.pictures)
    is_whole = not lost and not twice and requests > _ROTATIONS
    told = f"{len(sent)} pictures in {seen.fragments} fragments, {requests} requests, {twice} twice"
    name = f"pictures lost in {_ROTATIONS} rotations of a request, the clock {faster} times faster"
    return [Measure(name, len(lost), "0", is_whole, told)]


@dataclass
class _Seen:
    """What AWS's own client reads."""

    streams: str
    pictures: Counter[int] = field(default_factory=Counter)
    fragments: int = 0

    def read(self) -> None:
        """Until the stream is gone."""
        client, reader = Account(self.streams, "test", "test").client("kinesis-video-media"), Reader()
        body = client.get_media(StreamName=_STREAM, StartSelector={"StartSelectorType": "NOW"})["Payload"]
        with contextlib.suppress(OSError), contextlib.closing(body):
            while piece := body._raw_stream.read1(65536):
                for event in reader.feed(piece):
                    self.fragments += isinstance(event, Cluster)
                    self.pictures.update([event.at] if isinstance(event, Frame) else [])


async def _carry(home: Path, pace: Pace, seen: _Seen) -> list[int]:
    """Show a camera and watch it through as many rotations; the times of the pictures that it showed."""
    feed, sent = Feed(), list[int]()
    server = await frames.serve(home / "frames.sock", {_CAMERA: feed})
    camera = asyncio.create_task(_show(feed, sent))

    async def tell(_: dict[str, Any]) -> None:
        """Nobody listens here."""

    relays = Relays(home, "us-east-1", tell, pace=pace)
    threading.Thread(target=seen.read, daemon=True).start()
    ends = time.monotonic() + (_ROTATIONS + 0.5) * pace.rotate
    while time.monotonic() < ends:
        lease = times.spell((time.time() + 30) * 1000)
        relays.hear({"do": "start", "camera": _CAMERA, "stream": _STREAM, "until": lease})
        await asyncio.sleep(1)
    camera.cancel()
    async with asyncio.timeout(20):
        while not seen.pictures[sent[-1]]:
            await asyncio.sleep(0.05)
    await relays.close()
    server.close()
    return sent


async def _show(feed: Feed, sent: list[int]) -> None:
    """The film, picture by picture in real time, for ever."""
    sps, pps = film.sets()
    feed.begin(mkv.header(h264.track(([sps], [pps]))))
    pictures, began, start = film.pictures(), time.time(), 0
    for number in itertools.count():
        await asyncio.sleep(max(0.0, began + number / film.FPS - time.time()))
        picture, at = pictures[number % len(pictures)], int((began + number / film.FPS) * 1000)
        data = b"".join(len(nal).to_bytes(4, "big") + nal for nal in picture.nals if nal[0] & 31 not in _SETS)
        start = at if picture.is_key else start
        block = mkv.block(at - start, picture.is_key, data)
        feed.push(mkv.open_cluster(at) + block if picture.is_key else block, is_key=picture.is_key)
        sent.append(at)


@contextlib.contextmanager
def _city(longest: float) -> Iterator[tuple[str, Tap]]:
    """Streams whose connections last so long (seconds), a tap before them, and a nucleus that gives credentials."""
    running = engine.start(data=None, port=engine.free_port())
    with contextlib.ExitStack() as undo:
        undo.callback(running.stop)
        listener = serving.start(running.endpoint, longest_connection=longest)
        undo.callback(listener.stop)
        tap = Tap(listener.port)
        undo.callback(tap.close)
        getattr(listener.server.RequestHandlerClass, "shelf").url = tap.url  # noqa: B009
        nucleus = listen(_Role)
        undo.callback(nucleus.stop)
        told = {"AWS_ENDPOINT_URL_KINESIS_VIDEO": tap.url, "AWS_CONTAINER_CREDENTIALS_FULL_URI": nucleus.url}
        undo.enter_context(mock.patch.dict(os.environ, told))
        control = Account(listener.url, "test", "test").client("kinesisvideo")
        control.create_stream(StreamName=_STREAM, DataRetentionInHours=0)
        yield listener.url, tap


class _Role(Answering):
    """The box's credentials, as the nucleus gives them."""

    def do_GET(self) -> None:
        """Good for a day."""
        ends = clock.spell(datetime.now(UTC) + timedelta(days=1))
        self.answer_json(200, {"AccessKeyId": "test", "SecretAccessKey": "test", "Token": "", "Expiration": ends})
