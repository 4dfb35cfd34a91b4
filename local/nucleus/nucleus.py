"""Puts the parts of a nucleus together: its socket, its broker, its token exchange, its components."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shlex
import sys
import sysconfig
from pathlib import Path
from typing import Any

from local.listener import Listener
from local.nucleus import control, line, recipe, token_exchange, wire
from local.nucleus.broker import Address, Broker
from local.nucleus.component import Component
from local.nucleus.faults import Faults
from local.nucleus.operations import Operations
from local.nucleus.plan import Deployed, Plan

log = logging.getLogger("nucleus")


class Nucleus:
    """One box's nucleus."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._components: dict[str, Component] = {}
        self._lines: set[line.Line] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._operations = Operations(plan.thing, {})
        self._broker: Broker | None = None
        self._exchange: Listener | None = None
        self._ear: asyncio.AbstractServer | None = None

    async def start(self) -> None:
        """Listen, connect, then run the components."""
        told = self._plan
        purse = token_exchange.Purse(told.endpoint, role=told.role, thing=told.thing)
        self._exchange = token_exchange.start(purse, lambda token: self._owner(token) is not None)
        proof = Path(told.certificate), Path(told.key), Path(told.authority)
        address = Address(told.broker_host, told.broker_port, *proof, keep_alive=told.keep_alive)
        self._broker = Broker(address, thing=told.thing, heard=self._operations.hear_city)
        self._operations.uplink = self._broker
        await self._listen()
        told.control.unlink(missing_ok=True)
        faults = Faults(self._operations, self._broker, self._lines, self._listen, self._hang_up)
        await control.listen(told.control, {**faults.commands(), "status": self._status})
        self._tasks.append(asyncio.create_task(self._broker.keep()))
        python = _python(told.folder)
        for deployed in told.components:
            component = self._component(deployed, python)
            self._tasks.append(asyncio.create_task(component.keep()))

    async def end(self) -> None:
        """End the components, then everything else."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(each.end() for each in self._components.values()))
        if self._exchange:
            self._exchange.stop()
        if self._broker:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._broker.cut(), 2)

    def _component(self, deployed: Deployed, python: Path) -> Component:
        read, told = recipe.read(Path(deployed.recipe)), self._plan
        self._operations.configurations[read.name] = recipe.merged(read.configuration, deployed.configuration)
        component = Component(
            recipe=read,
            unpacked=Path(deployed.archive),
            work=told.folder / "work" / read.name,
            log=told.folder / f"{read.name}.log",
            environment=self._environment(python),
        )
        if read.gets_credentials and self._exchange:
            component.environment |= {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{self._exchange.url}{token_exchange.PATH}",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": component.token,
            }
        self._components[read.name] = component
        return component

    def _environment(self, python: Path) -> dict[str, str]:
        told = self._plan
        return {
            "PATH": f"{python}:{os.environ.get('PATH', '/usr/bin:/bin')}",
            "HOME": told.root,
            "LANG": "C.UTF-8",
            "AWS_GG_NUCLEUS_DOMAIN_SOCKET_FILEPATH_FOR_COMPONENT": str(told.socket),
            "AWS_IOT_THING_NAME": told.thing,
            "AWS_REGION": told.region,
            "AWS_DEFAULT_REGION": told.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            **told.variables,
        }

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted: line.Line | None = None
        try:
            accepted = await line.accept(reader, writer, self._owner)
            if accepted:
                self._lines.add(accepted)
                await line.serve(accepted, reader, self._operations.ask)
        except (wire.Broken, asyncio.IncompleteReadError, ConnectionError) as why:
            log.warning("a line was cut: %s", why)
        finally:
            if accepted:
                self._lines.discard(accepted)
                for stream in list(accepted.ended):
                    accepted.forget(stream)
            writer.close()

    def _owner(self, token: str) -> str | None:
        """The component whose token this is."""
        return next((name for name, each in self._components.items() if token_exchange.equals(token, each.token)), None)

    async def _listen(self) -> None:
        self._plan.socket.unlink(missing_ok=True)
        self._ear = await asyncio.start_unix_server(self._serve, str(self._plan.socket), limit=2 * wire.MOST_BYTES)

    async def _hang_up(self) -> None:
        assert self._ear is not None
        self._ear.close()
        self._plan.socket.unlink(missing_ok=True)

    async def _status(self) -> dict[str, Any]:
        assert self._broker is not None
        facts = {"online": self._broker.is_online, "connections": self._broker.connections}
        return {**facts, "components": self._states()}

    def _states(self) -> dict[str, Any]:
        states = self._operations.states
        return {
            name: {
                "pid": each.pid,
                "state": "BROKEN" if each.is_broken else states.get(name, "STARTING"),
                "crashes": len(each.crashes),
            }
            for name, each in self._components.items()
        }


def _python(folder: Path) -> Path:
    """A folder with a `python3` that sees the installed packages but not this repository, as on a box.

    Without `site` no .pth file is read, which would show the components what their archives do not hold.
    """
    out = folder / "bin"
    out.mkdir(parents=True, exist_ok=True)
    packages = shlex.quote(sysconfig.get_path("purelib"))
    command = f'#!/bin/sh\nPYTHONPATH="$PYTHONPATH:"{packages} exec {shlex.quote(sys.executable)} -S "$@"\n'
    (out / "python3").write_text(command, encoding="utf-8")
    (out / "python3").chmod(0o700)
    return out
