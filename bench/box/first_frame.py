"""From the center's command to the first picture that a viewer's decoder gives out, through the whole box.

The clock starts before the signed command is handed to the broker, and stops when PyAV has decoded the first picture
of what AWS's own client reads with GetMedia. The camera sends a key frame a second, at no particular moment.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time

import av

from bench.box.whole import Whole, standing, stream, wait
from bench.report import Measure
from edge_greengrass.kit.mkv import Frame, Track
from edge_greengrass.kit.mkv_reader import Reader
from tests.engines.account import Account

_BAR = 1.0


def measure(*, rounds: int, quick: bool) -> list[Measure]:
    """The 95th percentile of 20 views a round, in seconds."""
    tries = 6 if quick else 20 * rounds
    with standing(1) as whole:
        took = sorted(_view(whole) for _ in range(tries))
    p50, p95 = took[len(took) // 2], took[min(len(took) - 1, int(0.95 * len(took)))]
    name = "command at the box to the first decoded picture, 1 s between key frames, s, p95"
    return [Measure(name, round(p95, 3), f"<= {_BAR:g}", p95 <= _BAR, f"p50 {p50:.3f} s, {tries} views")]


def _view(whole: Whole) -> float:
    (camera,) = whole.cameras
    name = stream(camera)
    control = Account(whole.streams, "test", "test").client("kinesisvideo")
    control.delete_stream(StreamARN=control.describe_stream(StreamName=name)["StreamInfo"]["StreamARN"])
    control.create_stream(StreamName=name, DataRetentionInHours=0)  # each first viewer gets a new one
    seen: list[float] = []
    reader = threading.Thread(target=_watch, args=(whole.streams, name, seen), daemon=True)
    time.sleep(random.uniform(0.3, 1.3))
    began = time.monotonic()
    reader.start()
    view = whole.view(camera)
    wait(lambda: seen, "the first picture")
    whole.end(view)
    wait(lambda: time.monotonic() - whole.tap.last[name] > 0.5, "the view's end")
    return seen[0] - began


def _watch(streams: str, name: str, seen: list[float]) -> None:
    """Read until a decoder gives out a picture."""
    client = Account(streams, "test", "test").client("kinesis-video-media")
    reader, decoder = Reader(), av.CodecContext.create("h264", "r")
    body = client.get_media(StreamName=name, StartSelector={"StartSelectorType": "NOW"})["Payload"]
    with contextlib.closing(body):
        while not seen and (piece := body._raw_stream.read1(65536)):  # what is there: the client would wait for all
            for event in reader.feed(piece):
                if isinstance(event, Track):
                    decoder.extradata = event.private
                elif isinstance(event, Frame) and not seen and decoder.decode(av.Packet(event.data)):
                    seen.append(time.monotonic())
