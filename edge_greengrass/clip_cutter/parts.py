"""Sends a large file in parts, each with its SHA-256 verified by S3 on receipt; what went out is on disk (resumes)."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, unescape

from edge_greengrass.clip_cutter.inbox import AlreadyThere, Body, Final, Inbox, Later

_UPLOAD = re.compile(rb"<UploadId>([^<]{1,1024})</UploadId>")
_AT_ONCE = 1 << 20


class Yielded(Exception):
    """Something more urgent waits; what went out so far is kept."""


@dataclass(slots=True)
class Sent:
    """What is known of an upload in parts: S3's name for it, and tag and checksum (base64) of each part."""

    upload: str
    part: int
    parts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parts:
    """One file on its way in parts of `part` bytes; `known` is where what went out is written down."""

    inbox: Inbox
    whole: Body
    part: int
    known: Path

    async def send(self, *, may_go_on: Callable[[], bool], about_to_be_there: Callable[[], None]) -> None:
        """Send what is missing, and join it. Raises Yielded between two parts; AlreadyThere, Final, Later, OSError."""
        sent = self._read() or await self._begin()
        try:
            while len(sent.parts) * sent.part < self.whole.length:
                if sent.parts and not may_go_on():
                    raise Yielded
                sent.parts.append(await self._put(sent))
                self._keep(sent)
            about_to_be_there()
            await self._join(sent)
        except Later as no:
            if no.status == 404:  # S3 no longer knows the upload: it was joined, or given up
                self.known.unlink(missing_ok=True)
            raise
        self.known.unlink(missing_ok=True)

    async def give_up(self) -> None:
        """Have S3 drop the parts that went out. One try: the bucket drops what nobody joins after a day."""
        sent = self._read()
        if sent is None:
            return
        with contextlib.suppress(OSError, Final, AlreadyThere):
            await self.inbox.ask("DELETE", {}, query=f"?uploadId={quote(sent.upload, safe='')}")
        self.known.unlink(missing_ok=True)

    async def _begin(self) -> Sent:
        if await asyncio.to_thread(_digest, self.whole) != self.whole.sha256:
            raise Final("The clip on the box's disk is not the one that was cut.")
        told = {"content-type": "video/mp4", "x-amz-checksum-algorithm": "SHA256"}
        answer = await self.inbox.ask("POST", told, query="?uploads=")
        found = _UPLOAD.search(answer.body)
        if found is None:
            raise Later("the inbox did not say under which name it takes parts")
        sent = Sent(unescape(found[1].decode()), self.part)
        self._keep(sent)
        return sent

    async def _put(self, sent: Sent) -> tuple[str, str]:
        start = len(sent.parts) * sent.part
        body = Body(self.whole.file, start, min(sent.part, self.whole.length - start), "")
        digest = await asyncio.to_thread(_digest, body)
        body = Body(body.file, body.start, body.length, digest)
        checksum = base64.b64encode(bytes.fromhex(digest)).decode()
        query = f"?partNumber={len(sent.parts) + 1}&uploadId={quote(sent.upload, safe='')}"
        answer = await self.inbox.ask("PUT", {"x-amz-checksum-sha256": checksum}, body, query=query)
        if "etag" not in answer.headers:
            raise Later("the inbox took a part and gave it no tag")
        return answer.headers["etag"], checksum

    async def _join(self, sent: Sent) -> None:
        parts = (
            f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(tag)}</ETag>"
            f"<ChecksumSHA256>{checksum}</ChecksumSHA256></Part>"
            for number, (tag, checksum) in enumerate(sent.parts, 1)
        )
        name = "CompleteMultipartUpload"
        body = f'<{name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{"".join(parts)}</{name}>'.encode()
        told = {"content-type": "application/xml", "if-none-match": "*"}
        answer = await self.inbox.ask("POST", told, body, query=f"?uploadId={quote(sent.upload, safe='')}")
        if b"<Error>" in answer.body:  # S3 may begin with 200 and say no later
            raise Later("the inbox did not join the parts")

    def _read(self) -> Sent | None:
        try:
            told = json.loads(self.known.read_bytes())
            return Sent(str(told["upload"]), int(told["part"]), [(str(tag), str(sum_)) for tag, sum_ in told["parts"]])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, sent: Sent) -> None:
        new = self.known.with_suffix(".parts-new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(sent), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.known)


def _digest(body: Body) -> str:
    digest, left = hashlib.sha256(), body.length
    with body.file.open("rb") as source:
        source.seek(body.start)
        while left and (piece := source.read(min(left, _AT_ONCE))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()
