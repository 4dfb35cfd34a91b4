"""Reads what a camera says it sends (SDP, RFC 8866): H.264 (RFC 6184), H.265 (RFC 7798), AAC (RFC 3640)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from edge_greengrass.recorder import h264, h265
from edge_greengrass.recorder.codec import Codec
from edge_greengrass.recorder.refusing import Refusal

LARGEST = 64 * 1024
_MOST_LINES = 1000
_CODECS: Mapping[str, Codec] = {"H264": h264, "H265": h265}
_SETS = ("sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets")
_SILENT = "The camera sends no sound as AAC. Set its audio codec to AAC, or switch its sound off on this box."
_INTERLEAVED = "The camera sends its pictures' parts out of order. Set its packetization mode to 1."


@dataclass(frozen=True, slots=True)
class Video:
    """The pictures: where to set them up, their RTP payload type, the parameter sets told in advance, their codec.

    RTP comes on `channel` of the connection, RTCP on the next one.
    """

    control: str
    payload_type: int
    parameter_sets: tuple[bytes, ...] = ()
    codec: Codec = h264
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound: as for the pictures; `rate` in Hz is its RTP clock, too; `config` is its AudioSpecificConfig."""

    control: str
    payload_type: int
    rate: int
    channels: int
    config: bytes
    channel: int = 2


@dataclass(frozen=True, slots=True)
class _Media:
    """One `m=` section: its first line in words, its other lines."""

    first: list[str]
    lines: list[str]
    base: str

    def of(self, *names: str) -> tuple[int, list[str], dict[str, str]] | None:
        """The first format with one of these names: its payload type, its rtpmap in parts, its parameters."""
        for kind, codec in self.spoken().items():
            if codec[0].upper() in names:
                return int(kind), codec, self._parameters(kind)
        return None

    def spoken(self) -> dict[str, list[str]]:
        """What is offered, by payload type."""
        maps = dict(pair for line in self.lines if line.startswith("a=rtpmap:") if (pair := _pair(line)))
        offered = [kind for kind in self.first[3:] if kind.isdecimal() and kind.isascii() and len(kind) <= 3]
        return {kind: maps.get(kind, "").split("/") for kind in offered if int(kind) < 128}

    def _parameters(self, kind: str) -> dict[str, str]:
        told = dict(pair for line in self.lines if line.startswith("a=fmtp:") if (pair := _pair(line)))
        parts = (part.strip().partition("=") for part in told.get(kind, "").split(";"))
        return {name.strip().lower(): value.strip() for name, _, value in parts}

    @property
    def control(self) -> str:
        return _control(self.lines, self.base)


def video(body: bytes, *, base: str) -> Video:
    """The first video track. Raises Refusal with what to set on the camera."""
    media = _media(body, "video", base)
    if media is None:
        raise Refusal("The camera sends no video. Check the path of its address.")
    if (found := media.of(*_CODECS)) is None:
        name = next((codec[0] for codec in media.spoken().values() if codec[0]), "something unknown")
        raise Refusal(f"The camera sends {_plain(name)}. Set its video codec to H.264.")
    kind, codec, told = found
    if (codec[1:2] or ["90000"]) != ["90000"]:
        raise Refusal("The camera's video clock is not 90 kHz; it cannot be recorded.")
    if told.get("packetization-mode") == "2" or told.get("sprop-max-don-diff", "0") != "0":
        raise Refusal(_INTERLEAVED)
    sets = [one for which in _SETS if which in told for one in _decoded(told[which])]
    return Video(media.control, kind, tuple(sets), _CODECS[codec[0].upper()])


def sound(body: bytes, *, base: str) -> Sound:
    """The first audio track. Raises Refusal with what to set on the camera when it is not AAC in its usual packing."""
    media = _media(body, "audio", base)
    if media is None or (found := media.of("MPEG4-GENERIC")) is None:
        raise Refusal(_SILENT)
    kind, codec, told = found
    usual = {"mode": "aac-hbr", "sizelength": "13", "indexlength": "3", "indexdeltalength": "3"}
    rate, channels = ([*codec[1:], "", ""])[:2]
    try:
        config = bytes.fromhex(told.get("config", ""))
        if any(told.get(name, "").lower() != value for name, value in usual.items()) or not 2 <= len(config) <= 64:
            raise ValueError
        if not (8_000 <= int(rate) <= 96_000 and 1 <= int(channels or "1") <= 8):
            raise ValueError
    except ValueError:
        raise Refusal(_SILENT) from None
    return Sound(media.control, kind, int(rate), int(channels or "1"), config)


def _media(body: bytes, kind: str, base: str) -> _Media | None:
    if len(body) > LARGEST:
        raise Refusal("The camera describes itself in more than 64 KB; that is no description.")
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
    if len(lines) > _MOST_LINES:
        raise Refusal("The camera describes itself in more than 1000 lines; that is no description.")
    starts = [n for n, line in enumerate(lines) if line.startswith("m=")]
    first = next((n for n in starts if lines[n].startswith(f"m={kind} ")), None)
    if first is None:
        return None
    end = next((n for n in starts if n > first), len(lines))
    return _Media(lines[first].split(), lines[first + 1 : end], _control(lines[: starts[0]], base))


def _pair(line: str) -> tuple[str, str] | None:
    kind, _, rest = line.partition(":")[2].partition(" ")
    return (kind, rest.strip()) if rest else None


def _control(lines: Sequence[str], base: str) -> str:
    told = next((line[10:].strip() for line in lines if line.startswith("a=control:")), "*")
    if told == "*":
        return base
    if told.lower().startswith("rtsp://"):
        return told
    # urljoin knows no rtsp, and cameras end their base with or without a slash alike.
    try:
        joined = urljoin("http://" + base.removeprefix("rtsp://").rstrip("/") + "/", told)
    except ValueError:
        raise Refusal("The camera names its stream in a way that is no address.") from None
    return "rtsp://" + joined.removeprefix("http://")


def _decoded(told: str) -> list[bytes]:
    try:
        return [base64.b64decode(one, validate=True) for one in told.split(",") if one]
    except (binascii.Error, ValueError):
        return []


def _plain(codec: str) -> str:
    return "".join(letter for letter in codec if letter.isalnum() or letter in "-.")[:20]
