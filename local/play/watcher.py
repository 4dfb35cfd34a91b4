"""Somebody who watches a live view without a browser: reads the stream, decodes it, reads the burned-in counter back.

The reader is boto3's own GetMedia, with the credentials that the center gave for this one stream.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import av
import boto3

from edge_greengrass.kit.mkv import Frame, Tag, Track
from edge_greengrass.kit.mkv_reader import Reader
from local.cameras import code

Media = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """One decoded frame: its burned-in number and time of capture (ms), and when we saw it (monotonic seconds)."""

    counter: int
    ms: int
    at: float


class Watcher:
    """Reads one stream in a thread until it ends; `seen` grows while frames come, `tags` with what is said of them."""

    def __init__(self, media: Media) -> None:
        self.seen: list[Seen] = []
        self.tags: list[tuple[str, str, int]] = []  # name, text, and how many frames were seen before it
        self.ended = threading.Event()
        self._body: Any = get_media(media)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def newest(self) -> Seen | None:
        """The newest frame."""
        return self.seen[-1] if self.seen else None

    def stop(self) -> None:
        """Close the stream."""
        self._body.close()

    def quiet_for(self, seconds: float) -> bool:
        """Whether no frame came for so long."""
        return not self.seen or time.monotonic() - self.seen[-1].at >= seconds

    def _read(self) -> None:
        reader, decoder = Reader(), None
        try:
            for piece in self._body.iter_chunks(1 << 14):
                for event in reader.feed(piece):
                    if isinstance(event, Track):
                        decoder = _decoder(event.private)
                    elif isinstance(event, Tag):
                        self.tags.append((event.name, event.value, len(self.seen)))
                    elif isinstance(event, Frame) and decoder is not None:
                        self.seen += decode(decoder, event.data)
        except Exception:  # noqa: BLE001 whatever ends the stream, it is over
            pass
        finally:
            self.ended.set()


def get_media(media: Media) -> Any:
    """The body of GetMedia from now on."""
    given = media["credentials"]
    client = boto3.client(
        "kinesis-video-media",
        region_name=media["region"],
        endpoint_url=media["endpoint"],
        aws_access_key_id=given["access_key_id"],
        aws_secret_access_key=given["secret_access_key"],
        aws_session_token=given["session_token"],
    )
    return client.get_media(StreamName=media["stream"], StartSelector={"StartSelectorType": "NOW"})["Payload"]


def _decoder(private: bytes) -> Any:
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.extradata = private
    decoder.thread_count = 1
    return decoder


def decode(decoder: Any, data: bytes) -> Iterator[Seen]:
    """The frames that one sample gives, each with what was burned into it."""
    for frame in decoder.decode(av.Packet(data)):
        if found := read_back(frame):
            yield Seen(*found, time.monotonic())


def read_back(frame: Any) -> tuple[int, int] | None:
    """The counter and the time in milliseconds that the simulated camera burned into a frame."""
    plane = frame.planes[0]
    return code.read(bytes(plane), plane.line_size)


def frames_of(clip: IO[bytes]) -> list[tuple[int, int]]:
    """Counter and time of every frame that a player shows of a clip: those before its in-point are not shown."""
    opened: Any = av.open(clip)
    with opened as container:
        shown = [frame for frame in container.decode(video=0) if frame.pts is not None and frame.pts >= 0]
        return [found for frame in shown if (found := read_back(frame))]
