"""One component's connection: who it is, the streams it opened, and what is written to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from local.nucleus import wire

log = logging.getLogger("nucleus.line")
Asked = Callable[["Line", int, str, dict[str, Any]], Awaitable[None]]
_MODEL = "aws.greengrass#"


@dataclass(eq=False)
class Line:
    """A connection that was accepted. `ended` holds what is to be forgotten when a stream or the line ends."""

    component: str
    writer: asyncio.StreamWriter
    ended: dict[int, Callable[[], None]] = field(default_factory=dict)

    def answer(self, stream: int, operation: str, value: dict[str, Any], *, goes_on: bool = False) -> None:
        """Answer an operation; the stream ends with it unless it is a subscription."""
        flags = 0 if goes_on else wire.TERMINATE
        self._send(wire.APPLICATION, flags, stream, f"{_MODEL}{operation}Response", value)

    def event(self, stream: int, shape: str, value: dict[str, Any]) -> None:
        """Tell a subscription something. The stream may have ended meanwhile."""
        if stream in self.ended:
            self._send(wire.APPLICATION, 0, stream, f"{_MODEL}{shape}", value)

    def refuse(self, stream: int, error: str, why: str) -> None:
        """End a stream with an error of Greengrass' model."""
        self._send(wire.ERROR, wire.TERMINATE, stream, f"{_MODEL}{error}", {"message": why})

    def _send(self, kind: int, flags: int, stream: int, model: str, value: dict[str, Any]) -> None:
        frame = wire.encode(wire.message(kind, flags, stream, model=model, payload=json.dumps(value).encode()))
        if len(frame) > wire.MOST_BYTES:
            log.warning("a message of %d bytes to %s: the line is cut", len(frame), self.component)
            self.cut()
        elif not self.writer.is_closing():
            self.writer.write(frame)

    def cut(self) -> None:
        """End the connection at once."""
        self.writer.close()

    def forget(self, stream: int) -> None:
        """A stream has ended."""
        self.ended.pop(stream, lambda: None)()


async def accept(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, component: Callable[[str], str | None]
) -> Line | None:
    """Take the first message, which must show the token of a component."""
    first = await wire.read(reader)
    name = component(_token(first)) if first.number(":message-type") == wire.CONNECT else None
    flags = wire.ACCEPTED if name else 0
    writer.write(wire.encode(wire.message(wire.CONNECT_ACK, flags, 0)))
    await writer.drain()
    return Line(name, writer) if name else None


async def serve(line: Line, reader: asyncio.StreamReader, asked: Asked) -> None:
    """Read until the connection ends; what breaks the rules of the protocol ends it."""
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            frame = await wire.read(reader)
            stream, kind = frame.number(":stream-id"), frame.number(":message-type")
            if frame.number(":message-flags") & wire.TERMINATE:
                line.forget(stream)
            elif kind == wire.PING:
                line.writer.write(wire.encode(wire.message(wire.PONG, 0, 0)))
            elif kind == wire.APPLICATION and (operation := frame.text("operation")):
                await asked(line, stream, operation.removeprefix(_MODEL), _object(frame.payload))


def _token(first: wire.Message) -> str:
    return str(_object(first.payload).get("authToken", ""))


def _object(payload: bytes) -> dict[str, Any]:
    try:
        found = json.loads(payload or b"{}")
    except ValueError as trouble:
        raise wire.Broken("a payload that is no JSON") from trouble
    return found if isinstance(found, dict) else {}
