"""The frames of event-stream RPC: prelude with checksum, typed headers, payload, checksum over all."""

from __future__ import annotations

import asyncio
import struct
import zlib
from dataclasses import dataclass
from typing import Final

APPLICATION, ERROR, PING, PONG, CONNECT, CONNECT_ACK = range(6)
ACCEPTED, TERMINATE = 1, 2
MOST_BYTES: Final = 10_000  # of one message, as Nucleus Lite has it; beyond it the connection dies

Value = str | int | bytes | bool
_SIZES: Final = {2: ">b", 3: ">h", 4: ">i", 5: ">q", 8: ">q"}
_INT32, _BYTES, _STRING, _UUID = 4, 6, 7, 9


class Broken(Exception):
    """What came is no frame, or too large a one: the connection cannot go on."""


@dataclass(frozen=True)
class Message:
    """One frame. Its type, flags and stream stand in headers that begin with a colon."""

    headers: dict[str, Value]
    payload: bytes = b""

    def number(self, name: str) -> int:
        """A header that is a whole number; 0 when it is missing."""
        return int(self.headers.get(name, 0))

    def text(self, name: str) -> str:
        """A header that is text; empty when it is missing."""
        return str(self.headers.get(name, ""))


def message(kind: int, flags: int, stream: int, *, model: str = "", payload: bytes = b"") -> Message:
    """A frame with the headers that every frame has; `model` names what the payload is."""
    headers: dict[str, Value] = {":message-type": kind, ":message-flags": flags, ":stream-id": stream}
    if model:
        headers |= {"service-model-type": model, ":content-type": "application/json"}
    return Message(headers, payload)


def encode(frame: Message) -> bytes:
    """The bytes of a frame; headers are text or 32-bit numbers."""
    headers = b"".join(_header(name, value) for name, value in frame.headers.items())
    total = 16 + len(headers) + len(frame.payload)
    prelude = struct.pack(">II", total, len(headers))
    body = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + frame.payload
    return body + struct.pack(">I", zlib.crc32(body))


async def read(reader: asyncio.StreamReader) -> Message:
    """The next frame. Raises Broken, and IncompleteReadError at the end."""
    prelude = await reader.readexactly(12)
    total, length, checksum = struct.unpack(">III", prelude)
    if checksum != zlib.crc32(prelude[:8]) or total < 16 + length:
        raise Broken("a prelude that does not hold")
    if total > MOST_BYTES:
        raise Broken(f"a message of {total} bytes")
    rest = await reader.readexactly(total - 12)
    if struct.unpack(">I", rest[-4:])[0] != zlib.crc32(prelude + rest[:-4]):
        raise Broken("a message that does not hold")
    return Message(_headers(rest[:length]), rest[length:-4])


def _header(name: str, value: Value) -> bytes:
    key = bytes([len(name)]) + name.encode()
    if isinstance(value, int):
        return key + bytes([_INT32]) + struct.pack(">i", value)
    text = value.encode() if isinstance(value, str) else value
    return key + bytes([_STRING]) + struct.pack(">H", len(text)) + text


def _headers(data: bytes) -> dict[str, Value]:
    found: dict[str, Value] = {}
    at = 0
    try:
        while at < len(data):
            end = at + 1 + data[at]
            value, after = _value(data[end], data, end + 1)
            found[data[at + 1 : end].decode()] = value
            at = after
    except (IndexError, struct.error, UnicodeDecodeError) as trouble:
        raise Broken("headers that do not hold") from trouble
    return found


def _value(kind: int, data: bytes, at: int) -> tuple[Value, int]:
    if kind in (0, 1):
        return kind == 0, at
    if kind in _SIZES:
        size = struct.calcsize(_SIZES[kind])
        return int(struct.unpack(_SIZES[kind], data[at : at + size])[0]), at + size
    if kind == _UUID:
        return data[at : at + 16], at + 16
    if kind not in (_BYTES, _STRING):
        raise Broken(f"a header of an unknown kind {kind}")
    end = at + 2 + struct.unpack(">H", data[at : at + 2])[0]
    return (data[at + 2 : end].decode() if kind == _STRING else data[at + 2 : end]), end
