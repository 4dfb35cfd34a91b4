"""Asks cameras of the own network what they stream, at install: ONVIF, in a child of its own that lives for seconds.

What a camera answers is read by the child alone (abuse 64): it has no secret of the box in its environment, a bound of
memory, of time, and of what it may say. The guard itself never loads the client.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, Protocol

from edge_greengrass.guard.addresses import Rules
from rtcc.foundation.errors import Field, Invalid, Unavailable

MOST_SAID = 64 * 1024  # bytes of a child's answer
PATIENCE = 20.0  # seconds of a child's life
LONGEST = 80  # characters of a user, a password, a name
MOST_STREAMS, MOST_FOUND = 8, 32


class Ask(Protocol):
    """Asks a child. Raises Unavailable when it gives no answer that can be read."""

    async def __call__(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """{do: "probe" | "streams" | "set", …} -> what it found."""
        ...


class Discovery:
    """What the owner's page asks while a camera is added. Nothing is kept, and nothing but cameras is asked."""

    def __init__(self, rules: Rules, *, ports: str, ask: Ask | None = None) -> None:
        self._rules, self._ask = rules, ask or child
        self._ports = [int(port) for port in ports.split(",")]
        self._one_at_a_time = asyncio.Lock()

    async def around(self) -> dict[str, Any]:
        """Who answers a call into the camera network: {found: [{host, name}]}. Raises Unavailable."""
        async with self._one_at_a_time:
            said = await self._ask({"do": "probe", "subnet": str(self._rules.subnet)})
        found = [
            {"host": host, "name": _text(one.get("name"))}
            for one in _list(said.get("found"))
            if (host := str(one.get("host"))) and self._rules.holds(host)
        ]
        return {"found": found[:MOST_FOUND]}

    async def streams(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What a camera offers: {host, port?, user, password, token?} -> {streams: [{token, name, address, …}]}.

        With a token that stream is first asked to be H.264 with a key frame each second and no B-frames. Addresses are
        pinned as those that an owner types. Raises Invalid, Unavailable with a sentence.
        """
        asked = {name: _word(facts, name) for name in ("host", "user", "password")}
        host = await asyncio.to_thread(self._rules.host, asked["host"])
        port = facts.get("port", self._ports[0])
        if type(port) is not int or port not in self._ports:
            raise Invalid(f"Cameras are asked at port {', '.join(map(str, self._ports))}.", slug="port")
        token = {"token": _word(facts, "token")} if facts.get("token") else {}
        async with self._one_at_a_time:
            said = await self._ask({"do": "streams", **asked, "host": host, "port": port, **token})
        if why := said.get("why"):
            raise Unavailable(_WHYS.get(str(why), _WHYS["silent"]), slug="camera")
        return {"streams": [one for each in _list(said.get("streams"))[:MOST_STREAMS] if (one := self._stream(each))]}

    def _stream(self, told: Mapping[str, Any]) -> dict[str, Any] | None:
        try:
            address = self._rules.pinned(str(told.get("address")))
        except Invalid:
            return None  # not in this network, or no RTSP: it is not shown
        facts: dict[str, Any] = {name: _text(told.get(name)) for name in ("token", "name", "encoding")}
        numbers = {name: told[name] for name in ("width", "height", "fps", "gop") if type(told.get(name)) is int}
        return {**facts, **numbers, "address": address}


_WHYS = {
    "password": "The camera does not take that user and password.",
    "silent": "No ONVIF camera answers there. Type the address of its stream, as its manual says it.",
    "unsettable": "The camera takes no settings. Set H.264, a key frame each second and no B-frames on its own page.",
}


async def child(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Start a child, tell it on its standard input, and take what it says before its time is up. Raises Unavailable."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-uPm", "edge_greengrass.guard.onvif_child",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "LANG": "C.UTF-8"}, limit=MOST_SAID,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            process.stdin.write(json.dumps(facts).encode() + b"\n")
            said = json.loads(await process.stdout.readline())
    except (OSError, TimeoutError, ValueError):
        said = None
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    if not isinstance(said, dict):
        raise Unavailable(_WHYS["silent"], slug="camera")
    return said


def _list(said: object) -> list[Mapping[str, Any]]:
    return [one for one in said if isinstance(one, Mapping)] if isinstance(said, list) else []


def _text(said: object) -> str:
    text = said if isinstance(said, str) else ""
    return "".join(char for char in text if char.isprintable())[:LONGEST]


def _word(facts: Mapping[str, Any], name: str) -> str:
    said = facts.get(name)
    if not isinstance(said, str) or len(said) > LONGEST or not said.isprintable():
        raise Invalid("Please check what you entered.", fields=(Field(name, "This must be a text."),))
    return said
