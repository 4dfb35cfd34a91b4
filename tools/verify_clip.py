#!/usr/bin/env python3
"""Checks one exported clip: one file, Python 3.8 or newer, no network, nothing written (ISO/IEC 14496-12, RFC 9559).

    python3 verify_clip.py CLIP.mp4 [--sha256 HEX] [--manifest HEX] [--first HEX] [--last HEX]

Says in plain words what holds and what does not: whether the recorder's hash chain goes through every cluster, whether
each frame that a player shows is one of the frames in that chain, at the time at which it was recorded. The clip alone
cannot prove where it is from: give the digest or the links that the center wrote down before the clip was sent. Ends
with 0 when all holds, 1 when something does not, 2 when the file cannot be read as a clip.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any, Iterator, NamedTuple  # noqa: UP035 an old Python knows no others

NAME = bytes.fromhex("6f7e0a2c52c6425b9a1d8f4e3b7c1d05")
MOST_HEAD, MOST_SAID, PIECE = 64 * 2**20, 20, 2**20
CLUSTER, TIMECODE, SIMPLE_BLOCK = 0x1F43B675, 0xE7, 0xA3


class Box(NamedTuple):
    """Its kind, and where its content begins and ends."""

    kind: bytes
    start: int
    end: int


class Frame(NamedTuple):
    """A recorded frame: its size, when it was recorded (ms), its track."""

    size: int
    at: int
    track: int


class Unreadable(Exception):
    """There is nothing to check: its text says why."""


class Checked:
    """What holds and what does not, as sentences."""

    def __init__(self) -> None:
        self.holds: list[str] = []
        self.faults: list[str] = []

    def say(self, is_so: bool, holds: str, fault: str) -> None:
        """One finding."""
        (self.holds if is_so else self.faults).append(holds if is_so else fault)


def main() -> int:
    """Check, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", type=Path)
    for name, of in (("sha256", "the file"), ("manifest", "its manifest"), ("first", "the link before it")):
        parser.add_argument("--" + name, default="", metavar="HEX", help=f"of {of}, as the center wrote it down")
    parser.add_argument("--last", default="", metavar="HEX", help="the last link, as the center wrote it down")
    asked = parser.parse_args()
    checked = Checked()
    try:
        with asked.clip.open("rb") as file:
            check(file, asked, checked)
    except (OSError, Unreadable, struct.error, ValueError, KeyError, TypeError, IndexError, RecursionError) as broken:
        print(f"This cannot be read as a clip: {broken or type(broken).__name__}.")
        return 2
    for said in checked.holds:
        print(f"holds:         {said}")
    for said in checked.faults[:MOST_SAID]:
        print(f"DOES NOT HOLD: {said}")
    if not any((asked.sha256, asked.manifest, asked.first, asked.last)):
        print("note:          nothing outside this file was given; that it holds does not say who made it.")
    print("The clip does not hold." if checked.faults else "The clip holds.")
    return 1 if checked.faults else 0


def check(file: IO[bytes], asked: argparse.Namespace, checked: Checked) -> None:
    """Everything, in the order in which one part stands on another. Raises Unreadable."""
    size = file.seek(0, 2)
    found = list(boxes(file, 0, size))
    kinds = [kind for kind, _, _ in found]
    if kinds != [b"ftyp", b"moov", b"uuid", b"mdat"]:
        raise Unreadable("it is not made of a type, a table, a manifest and the recording, in this order")
    head, told, media = found[1], found[2], found[3]
    content = whole(file, told)
    if content[:16] != NAME:
        raise Unreadable("its manifest has another name")
    manifest = json.loads(content[16:].decode())
    spelled = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    checked.say(spelled == content[16:], "the manifest is spelled in the one way", "the manifest is spelled otherwise")
    for line in facts(manifest):
        print(line)
    references(file, size, asked, manifest, hashlib.sha256(content[16:]).hexdigest(), checked)
    frames = chain(file, media, manifest, checked)
    if manifest["strict"]:
        early = [one for one in frames.values() if one.at < read_ms(manifest["from"])]
        checked.say(not early, "nothing in it is from before the in-point", f"{len(early)} frames are from before it")
    for track in tracks(file, head):
        pictures(track, frames, checked)


def facts(manifest: dict[str, Any]) -> Iterator[str]:
    """What the manifest says, for people."""
    yield f"order {manifest['order']}, camera {manifest['camera']}, {manifest['from']} to {manifest['to']}"
    strict = "strict: nothing before the in-point is in the file" if manifest["strict"] else "not strict"
    yield f"{strict}; {manifest['pre_roll_ms']} ms before it are in the file and not shown"
    for name, of in (
        ("clock_ms", "the camera's clock was ahead of the box's"),
        ("box_ahead_ms", "the box's was ahead"),
    ):
        if name in manifest:
            within = f", give or take {manifest['within_ms']} ms" if name == "box_ahead_ms" else ""
            yield f"{of} by {int(manifest[name])} ms{within}"
    for start, end in manifest["gaps"][:MOST_SAID]:
        yield f"nothing was recorded from {start} to {end}"


def references(
    file: IO[bytes], size: int, asked: argparse.Namespace, manifest: dict[str, Any], of_manifest: str, checked: Checked
) -> None:
    """Hold the file against what the center wrote down."""
    digest = hashlib.sha256()
    for piece in pieces(file, 0, size):
        digest.update(piece)
    last = manifest["links"][-1] if manifest["links"] else ""
    found = {"sha256": digest.hexdigest(), "manifest": of_manifest, "first": manifest["before"], "last": last}
    print(f"SHA-256 of the file {found['sha256']}, of the manifest {of_manifest}")
    for name, value in found.items():
        if given := getattr(asked, name).lower():
            checked.say(given == value, f"{name} is the one that was written down", f"{name} is {value}, not {given}")


def chain(file: IO[bytes], media: Box, manifest: dict[str, Any], checked: Checked) -> dict[int, Frame]:
    """Walk the clusters; the frames in them by their place in the file: size, time, track."""
    places, links = manifest["clusters"], manifest["links"]
    breaks = {int(number): before for number, before in manifest.get("breaks", [])}
    link, offset = bytes.fromhex(manifest["before"]), media[1]
    is_cover = len(places) == len(links)
    broken: list[int] = []
    frames: dict[int, Frame] = {}
    for number, ((start, length), told) in enumerate(zip(places, links)):  # noqa: B905
        if media[1] + start != offset or length <= 0 or offset + length > media[2]:
            raise Unreadable(f"the manifest has cluster {number} where it cannot be")
        digest = hashlib.sha256(bytes.fromhex(breaks[number]) if number in breaks else link)
        for piece in pieces(file, offset, offset + length):
            digest.update(piece)
        link = bytes.fromhex(told)  # so that one changed cluster is one fault
        if digest.digest() != link:
            broken.append(number)
        else:
            frames.update(blocks(file, offset, offset + length))
        offset += length
    checked.say(is_cover and offset == media[2], "the clusters fill the recording", "there is more than the clusters")
    for number in broken:
        checked.faults.append(f"cluster {number}, {places[number][1]} bytes, is not what its link says")
    checked.say(not broken, f"each of {len(links)} clusters is what its link says", f"{len(broken)} links do not hold")
    for number in sorted(breaks):
        print(f"the recording was interrupted before cluster {number}; the chain begins again there")
    return frames


def pictures(track: dict[str, Any], frames: dict[int, Frame], checked: Checked) -> None:
    """Hold what a player shows against what was recorded."""
    samples, is_video = track["samples"], track["kind"] == b"vide"
    what = "picture" if is_video else "piece of sound"
    found = [(shown, size, frames.get(place)) for place, size, shown in samples]
    kept = [(shown, known) for shown, size, known in found if known and known.size == size]
    there = len(kept) == len(samples)
    said = f"every {what} of the table ({len(samples)}) is one that was recorded"
    checked.say(there, said, f"{len(samples) - len(kept)} of {len(samples)} in the table are no recorded {what}")
    if is_video and kept:
        apart = {known.at - shown * 1000 // track["scale"] for shown, known in kept}
        checked.say(len(apart) == 1, "each is shown at its time", "pictures are shown at other times than recorded")


def tracks(file: IO[bytes], head: Box) -> Iterator[dict[str, Any]]:
    """The tracks of the table: kind, scale, and of each sample where it lies, its size, and when it is shown."""
    content = whole(file, head)
    for kind, start, end in inside(content, 0, len(content)):
        if kind == b"trak":
            media = within(content, start, end, b"mdia")
            table = within(content, *within(content, *media, b"minf"), b"stbl")
            made = {name: content[slice(*place)] for name, *place in inside(content, *table)}
            scale = struct.unpack_from(">I", content, within(content, *media, b"mdhd")[0] + 20)[0]
            handler = within(content, *media, b"hdlr")[0]
            sizes = struct.unpack_from(f">{struct.unpack_from('>I', made[b'stsz'], 8)[0]}I", made[b"stsz"], 12)
            places = struct.unpack_from(f">{struct.unpack_from('>I', made[b'co64'], 4)[0]}Q", made[b"co64"], 8)
            if len(places) != len(sizes) or not scale:
                raise Unreadable("its tables do not fit together")
            times = shown(made, len(sizes))
            yield {
                "kind": content[handler + 8 : handler + 12],
                "scale": scale,
                "samples": list(zip(places, sizes, times)),  # noqa: B905
            }


def read_ms(text: str) -> int:
    """A time of the manifest as ms since 1970."""
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)  # noqa: UP017
    return round(moment.timestamp() * 1000)


def shown(made: dict[bytes, bytes], count: int) -> list[int]:
    """When each sample is shown, on the track's own scale."""
    at, times = 0, []
    for step in runs(made[b"stts"], count):
        times.append(at)
        at += step
    later = runs(made[b"ctts"], count) if b"ctts" in made else [0] * count
    return [time + put_off for time, put_off in zip(times, later)]  # noqa: B905


def runs(table: bytes, count: int) -> list[int]:
    """The numbers of a table that says how often each comes."""
    made: list[int] = []
    for number in range(struct.unpack_from(">I", table, 4)[0]):
        often, value = struct.unpack_from(">II", table, 8 + 8 * number)
        if len(made) + often > count:
            break
        made += [value] * often
    if len(made) != count:
        raise Unreadable("its tables do not fit together")
    return made


def blocks(file: IO[bytes], at: int, end: int) -> Iterator[tuple[int, Frame]]:
    """The frames of a Matroska cluster: where each lies in the file, its size, its time in ms, its track."""
    kind, at, stop = element(file, at, end)
    time = 0
    while kind == CLUSTER and at < stop:
        inner, start, after = element(file, at, stop)
        file.seek(start)
        if inner == TIMECODE:
            time = int.from_bytes(file.read(min(8, after - start)), "big")
        elif inner == SIMPLE_BLOCK and after - start >= 4:
            number, relative, _ = struct.unpack(">BhB", file.read(4))
            yield start + 4, Frame(after - start - 4, time + relative, number & 0x7F)
        at = after


def element(file: IO[bytes], at: int, end: int) -> tuple[int, int, int]:
    """One element: its id, where its content begins and ends (RFC 8794)."""
    file.seek(at)
    head = file.read(12)
    wide = 9 - head[0].bit_length()
    long = 9 - head[wide].bit_length()
    start = at + wide + long
    stop = start + (int.from_bytes(head[wide : wide + long], "big") & (1 << 7 * long) - 1)
    if stop > end:
        raise Unreadable("an element of the recording does not fit into its place")
    return int.from_bytes(head[:wide], "big"), start, stop


def boxes(file: IO[bytes], at: int, end: int) -> Iterator[Box]:
    """The boxes at the top, which must cover the file."""
    while at < end:
        file.seek(at)
        head = file.read(16)
        size, kind = struct.unpack_from(">I4s", head)
        begins = 8
        if size == 1:
            size, begins = struct.unpack_from(">Q", head, 8)[0], 16
        if size < begins or at + size > end:
            raise Unreadable("its parts do not cover it")
        yield Box(kind, at + begins, at + size)
        at += size


def inside(content: bytes, at: int, end: int) -> Iterator[Box]:
    """The boxes in a box."""
    while at < end:
        size, kind = struct.unpack_from(">I4s", content, at)
        if size < 8 or at + size > end:
            raise Unreadable("a part of its table does not fit")
        yield Box(kind, at + 8, at + size)
        at += size


def within(content: bytes, start: int, end: int, kind: bytes) -> tuple[int, int]:
    """Where the box of that kind has its content."""
    for found, begins, ends in inside(content, start, end):
        if found == kind:
            return begins, ends
    raise Unreadable(f"its table lacks {kind.decode()}")


def whole(file: IO[bytes], box: Box) -> bytes:
    """The content of a box that is not the recording."""
    if box[2] - box[1] > MOST_HEAD:
        raise Unreadable("its table is larger than can be")
    file.seek(box[1])
    return file.read(box[2] - box[1])


def pieces(file: IO[bytes], at: int, end: int) -> Iterator[bytes]:
    """A stretch of the file, a megabyte at a time."""
    file.seek(at)
    while at < end:
        piece = file.read(min(PIECE, end - at))
        if not piece:
            raise Unreadable("it ends before it should")
        at += len(piece)
        yield piece


if __name__ == "__main__":
    sys.exit(main())
