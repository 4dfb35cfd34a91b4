"""Reads what a camera says it sends (SDP, RFC 8866; H.264 in it, RFC 6184 section 8)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urljoin

from edge_greengrass.recorder.refusing import Refusal

LARGEST = 64 * 1024
_MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Video:
    """The H.264 track: where to set it up, its RTP payload type, its clock, the parameter sets told in advance."""

    control: str
    payload_type: int
    clock: int = 90_000
    parameter_sets: tuple[bytes, ...] = ()


def video(body: bytes, *, base: str) -> Video:
    """The first video track. Raises Refusal with what to set on the camera."""
    if len(body) > LARGEST:
        raise Refusal("The camera describes itself in more than 64 KB; that is no description.")
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
    if len(lines) > _MOST_LINES:
        raise Refusal("The camera describes itself in more than 1000 lines; that is no description.")
    starts = [n for n, line in enumerate(lines) if line.startswith("m=")]
    if (first := next((n for n in starts if lines[n].startswith("m=video ")), None)) is None:
        raise Refusal("The camera sends no video. Check the path of its address.")
    end = next((n for n in starts if n > first), len(lines))
    return _video(lines[first].split(), lines[first + 1 : end], _control(lines[: starts[0]], base))


def _video(media: list[str], lines: list[str], base: str) -> Video:
    maps = dict(pair for line in lines if line.startswith("a=rtpmap:") if (pair := _pair(line)))
    told = dict(pair for line in lines if line.startswith("a=fmtp:") if (pair := _pair(line)))
    offered = [kind for kind in media[3:] if kind.isdecimal() and kind.isascii() and len(kind) <= 3]
    spoken = {kind: maps.get(kind, "").split("/") for kind in offered}
    ours = next((kind for kind, codec in spoken.items() if codec[0].upper() == "H264"), None)
    if ours is None:
        codec = next((codec[0] for codec in spoken.values() if codec[0]), "something unknown")
        raise Refusal(f"The camera sends {_plain(codec)}. Set its video codec to H.264.")
    rate = spoken[ours][1] if len(spoken[ours]) > 1 else "90000"
    if rate != "90000":
        raise Refusal("The camera's H.264 clock is not 90 kHz; it cannot be recorded.")
    return Video(_control(lines, base), int(ours), 90_000, _parameter_sets(told.get(ours, "")))


def _pair(line: str) -> tuple[str, str] | None:
    kind, _, rest = line.partition(":")[2].partition(" ")
    return (kind, rest.strip()) if rest else None


def _control(lines: list[str], base: str) -> str:
    told = next((line[10:] for line in lines if line.startswith("a=control:")), "*")
    if told == "*":
        return base
    if told.lower().startswith("rtsp://"):
        return told
    # urljoin knows no rtsp, and cameras end their base with or without a slash alike.
    joined = urljoin("http://" + base.removeprefix("rtsp://").rstrip("/") + "/", told)
    return "rtsp://" + joined.removeprefix("http://")


def _parameter_sets(told: str) -> tuple[bytes, ...]:
    for part in told.split(";"):
        name, _, value = part.strip().partition("=")
        if name == "sprop-parameter-sets":
            try:
                return tuple(base64.b64decode(one, validate=True) for one in value.split(",") if one)
            except binascii.Error:
                return ()
    return ()


def _plain(codec: str) -> str:
    return "".join(letter for letter in codec if letter.isalnum() or letter in "-.")[:20]
