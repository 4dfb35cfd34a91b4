"""Takes orders, waits for the last group of pictures, cuts, tells the digest, sends, and answers every order."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from edge_greengrass.clip_cutter import cutting, order, sending
from edge_greengrass.clip_cutter.cutting import Clip, Nothing
from edge_greengrass.clip_cutter.memory import Memory, Remembered
from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.clip_cutter.sending import AlreadyThere, Final, Parcel
from edge_greengrass.kit import index, times, trusted
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.kit.mkv import H264, HEVC

Tell = Callable[[dict[str, Any]], Awaitable[None]]
REMEMBERED_S = 30 * 86_400.0  # far longer than any command is obeyed
MOST_TRIES = 10_000  # about five days: a line that is cut for three is no reason to lose a clip
_CODECS = {H264: "h264", HEVC: "h265"}
_CLOCKS = {"clock_ms": "offset_ms"}
MOST_GAPS = 20  # more would not fit into a message; the last of them then covers the rest

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks at the ring; for the newest group to be finished; between two tries to send."""

    look: float = 0.1
    newest: float = 25.0
    first_pause: float = 1.0
    longest_pause: float = 60.0


class Desk:
    """All orders of a box; two are cut at a time."""

    def __init__(self, home: Path, region: str, tell: Tell, *, pace: Pace | None = None) -> None:
        self._home, self._rings = home, home / "ring"
        self._region, self._tell, self._pace = region, tell, pace or Pace()
        self._memory, self._wallet = Memory(home / "orders"), Wallet()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._cameras: dict[str, str] = {}  # by order, while it runs
        self._two = asyncio.Semaphore(2)
        self._is_resumed = False

    def hear(self, facts: dict[str, Any]) -> None:
        """The guard says from which cameras nothing may be fetched now; its first word lets broken-off work go on."""
        if not self._is_resumed:
            self._is_resumed = True
            self.resume()
        refused = set(facts.get("refused") or ())
        for name, task in list(self._running.items()):
            if self._cameras[name] in refused and name not in self._leaving:
                task.cancel()  # at once: one that has not begun yet never does
                self._leaving[name] = asyncio.create_task(self._give_up(name, task), name=name)
                self._leaving[name].add_done_callback(lambda over: self._leaving.pop(over.get_name()))

    def resume(self) -> None:
        """Go on with what was broken off; forget what was done long ago."""
        self._memory.forget(before=time.time() - REMEMBERED_S)
        for facts in self._memory.unfinished():
            self.take(facts)

    def take(self, facts: dict[str, Any]) -> None:
        """One order of the guard; the same one again is answered again, and not cut again."""
        name = str(facts.get("order"))
        if name not in self._running:
            task = asyncio.create_task(self._serve(facts), name=name)
            self._running[name], self._cameras[name] = task, str(facts.get("camera"))
            task.add_done_callback(lambda _: (self._running.pop(name), self._cameras.pop(name)))

    async def close(self) -> None:
        """Stop; what is unfinished goes on at the next start."""
        tasks = [*self._running.values(), *self._leaving.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _give_up(self, name: str, task: asyncio.Task[None]) -> None:
        """The owner said no meanwhile: what was not sent yet stays in the box."""
        camera = self._cameras[name]
        await asyncio.wait({task})
        known = self._memory.recall(name)
        if known is None or known.is_done:
            return
        event = {"order": name, "camera": camera, "state": "refused", "why": "The owner no longer allows it."}
        self._memory.keep(name, replace(known, event=event))
        self._memory.clip(name).unlink(missing_ok=True)
        await self._tell(event)

    async def _serve(self, facts: dict[str, Any]) -> None:
        try:
            wanted = order.read(facts)
        except ValueError as wrong:
            told = {"order": str(facts.get("order")), "camera": str(facts.get("camera"))}
            await self._tell(told | {"state": "refused", "why": str(wrong)})
            return
        known = self._memory.recall(wanted.id) or Remembered(facts)
        if known.event is None:
            self._memory.keep(wanted.id, known)
            known = replace(known, event=await self._cut(wanted))
            self._memory.keep(wanted.id, known)
        assert known.event
        await self._tell(known.event)
        if not known.is_done:
            await self._send(wanted, known)

    async def _cut(self, wanted: Order) -> dict[str, Any]:
        ring = self._rings / wanted.camera
        await self._until_recorded(wanted, ring)
        told = {"order": wanted.id, "camera": wanted.camera}
        try:
            async with self._two:
                told_time = trusted.read(self._home)
                clip = await asyncio.to_thread(
                    cutting.cut, wanted, ring, self._memory.clip(wanted.id), trusted=told_time
                )
        except Nothing:
            return told | {"state": "none", "why": "There is no recording of that time."}
        except (OSError, ValueError) as failed:
            log.exception("order %s", wanted.id)
            self._memory.clip(wanted.id).unlink(missing_ok=True)
            return told | {"state": "failed", "why": f"The clip could not be cut: {_reason(failed)}."}
        return told | _facts(wanted, clip)

    async def _until_recorded(self, wanted: Order, ring: Path) -> None:
        """Wait until the ring has what comes up to the end of the order, but not for a camera that stopped."""
        left_ms = wanted.end - time.time() * 1000
        give_up = time.monotonic() + max(0.0, left_ms / 1000) + self._pace.newest
        while time.monotonic() < give_up:
            newest = await asyncio.to_thread(index.newest, ring)
            if newest is None or newest.end >= wanted.end or wanted.end - newest.end > index.SEGMENT_MS:
                return
            await asyncio.sleep(self._pace.look)

    async def _send(self, wanted: Order, known: Remembered) -> None:
        assert known.event
        clip, told = self._memory.clip(wanted.id), {"order": wanted.id, "camera": wanted.camera}
        parcel = Parcel(clip, known.event["sha256"], wanted.bucket, wanted.key)
        pause = self._pace.first_pause
        while not known.is_done:
            known = replace(known, tries=known.tries + 1)
            self._memory.keep(wanted.id, known)  # before the try: when the power fails in it, the object may be there
            try:
                event = told | await self._try(parcel, known.tries)
            except OSError as failed:
                log.warning("order %s was not sent: %s", wanted.id, failed)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - it spreads load
                pause = min(2 * pause, self._pace.longest_pause)
                continue
            known = replace(known, event=event)
            self._memory.keep(wanted.id, known)
            clip.unlink(missing_ok=True)
            await self._tell(event)

    async def _try(self, parcel: Parcel, tries: int) -> dict[str, Any]:
        if not parcel.file.exists():
            return {"state": "failed", "why": "The clip is gone from the box."}
        if tries > MOST_TRIES:
            return {"state": "failed", "why": "The inbox did not take the clip for days."}
        try:
            await sending.send(parcel, self._wallet, self._region)
        except Final as final:
            return {"state": "failed", "why": str(final)}
        except AlreadyThere:
            if tries == 1:
                return {"state": "failed", "why": "Something else lies where the clip shall go."}
        return {"state": "sent", "sha256": parcel.sha256, "bytes": parcel.file.stat().st_size}


def _facts(wanted: Order, clip: Clip) -> dict[str, Any]:
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


def _reason(failed: Exception) -> str:
    return (failed.strerror if isinstance(failed, OSError) else str(failed)) or type(failed).__name__
