"""The stand-in's own switchboard: its state, and faults on demand. A real nucleus has no such door."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Do = Callable[..., Awaitable[Any]]


def ask(path: Path, command: str) -> dict[str, Any]:
    """Send one command, such as `status` or `slow 2.5` (`faults.py` has them all); gives the answer."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(10)
        link.connect(str(path))
        link.sendall(f"{command}\n".encode())
        with link.makefile() as answer:
            return dict(json.loads(answer.readline()))


async def listen(path: Path, commands: dict[str, Do]) -> asyncio.AbstractServer:
    """Serve commands, one a connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command, *given = (await reader.readline()).decode(errors="replace").split() or [""]
        answer = await commands[command](*given) if command in commands else {"error": f"no command {command!r}"}
        writer.write(json.dumps(answer or {}).encode() + b"\n")
        writer.close()

    return await asyncio.start_unix_server(serve, str(path))
