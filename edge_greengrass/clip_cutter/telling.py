"""Spells what was cut as the event that the guard passes on to the center (P3.2)."""

from __future__ import annotations

from typing import Any

from edge_greengrass.clip_cutter.cutting import Clip
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.kit import times
from edge_greengrass.kit.mkv import H264, HEVC

MOST_GAPS = 20  # more would not fit into a message; the last of them then covers the rest. The manifest has them all
_CODECS = {H264: "h264", HEVC: "h265"}
_CLOCKS = {"clock_ms": "offset_ms"}


def cut(wanted: Order, clip: Clip) -> dict[str, Any]:
    """The facts of a `cut` event, less than 4 KB."""
    gaps = clip.gaps
    if len(gaps) > MOST_GAPS:
        gaps = [*gaps[: MOST_GAPS - 1], (gaps[MOST_GAPS - 1][0], gaps[-1][1])]
    facts: dict[str, Any] = {
        "state": "cut",
        "sha256": clip.sha256,
        "bytes": clip.bytes,
        "from": times.spell(wanted.first),
        "to": times.spell(wanted.end),
        "first_frame_at": times.spell(clip.first_at),
        "last_frame_at": times.spell(clip.last_at),
        "frames": clip.frames,
        "chain": {"first": clip.chain[0], "last": clip.chain[1]},
        "gaps": [[times.spell(start), times.spell(end)] for start, end in gaps],
        "strict": wanted.is_strict,
        "codec": _CODECS[clip.codec],
        "pre_roll_ms": clip.pre_roll_ms,
        "manifest_sha256": clip.manifest_sha256,
    }
    facts |= {_CLOCKS.get(name, name): value for name, value in clip.clocks.items()}
    return facts if clip.is_chain_whole else facts | {"why": "The chain of the recording is interrupted in this clip."}
