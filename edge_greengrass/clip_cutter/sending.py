"""Sends one file to the inbox by one PUT: its digest signed, verified by S3 on receipt, nothing overwritten."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.kit import signing, web
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.kit.signing import Signer

_AT_ONCE = 256 * 1024
_SILENCE = 30.0  # seconds in which the line must take the next piece, or S3 answer
_WORTH_ANOTHER_TRY = {400, 403, 404, 408, 409, 429}  # expired credentials and late deployments show as 400, 403, 404


class Final(Exception):
    """It will never be taken; the text says why."""


class AlreadyThere(Exception):
    """An object lies at this key."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file, its SHA-256 (hex), and where it goes."""

    file: Path
    sha256: str
    bucket: str
    key: str


async def send(parcel: Parcel, wallet: Wallet, region: str) -> None:
    """One try. Raises AlreadyThere, Final, or OSError when another try may succeed."""
    to = signing.object_url(parcel.bucket, parcel.key, region)
    told = {
        "content-length": str(parcel.file.stat().st_size),
        "content-type": "video/mp4",
        "if-none-match": "*",
        "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(parcel.sha256)).decode(),
    }
    signer = Signer(await wallet.credentials(), region, "s3")
    signed = signer.headers("PUT", to, told, payload=parcel.sha256)
    exchange = await web.Exchange.open(to)
    try:
        exchange.begin("PUT", to.path, {**signed, "connection": "close"})
        answer = await _carry(exchange, parcel.file)
    finally:
        await exchange.close()
    if answer.status == 200:
        return
    if answer.status == 403:
        wallet.forget()
    if answer.status == 412:
        raise AlreadyThere
    if answer.status >= 500 or answer.status in _WORTH_ANOTHER_TRY:
        raise web.Unanswered(f"the inbox answered {answer.status}")
    raise Final(f"The inbox does not take the clip (status {answer.status}).")


async def _carry(exchange: web.Exchange, file: Path) -> web.Answer:
    """Stream the file, and hear an early no: S3 may refuse before the last byte."""
    early = asyncio.create_task(exchange.head())
    try:
        with file.open("rb") as source:
            while not early.done() and (piece := await asyncio.to_thread(source.read, _AT_ONCE)):
                exchange.writer.write(piece)
                async with asyncio.timeout(_SILENCE):
                    await exchange.writer.drain()
        async with asyncio.timeout(_SILENCE):
            return await early
    except ConnectionError:
        async with asyncio.timeout(1):
            return await early  # the answer may have come before the line broke
    finally:
        early.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await early
