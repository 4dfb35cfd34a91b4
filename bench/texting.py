"""Texting many people at a provider's rate: the real claims, leases, and slots, in a world with a clock of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest import mock

from pynamodb.connection.base import Connection

from bench.memory import Memory
from bench.outside import Faults, Lane, Provider
from bench.world import World
from rtcc.access.model import system
from rtcc.aws import patience, seals, texts
from rtcc.aws.providers import Busy
from rtcc.foundation import clock
from rtcc.messages import pacing, sending
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, State, Template
from rtcc.messages.store import MessageRow

_SENDER = system("send_messages")
_CALLS = 20  # that one try makes: a dying function dies at one of them
_CITY = {"name": "Rivermark", "state": "US", "agency": "Police", "ori": "XX", "phone": "318-555-0100", "zone": "UTC"}
_ENVIRONMENT = {
    "CITY": json.dumps(_CITY | {"country": "US", "bounds": [32, -94, 33, -93]}),
    "SITE_ORIGIN": "https://rtcc.example.gov",
    "TABLE_MESSAGES": "messages",
    "TABLE_CUSTODY": "custody",
    "TEXT_FROM": "+13185550101",
    "TEXTS_A_DAY": "1000000",
    "AWS_DEFAULT_REGION": "us-east-1",
}
Table = Callable[[Callable[[], None]], Any]  # a client of DynamoDB, told what to do at each call


@dataclass(frozen=True, slots=True)
class Fanout:
    """What became of everybody."""

    contacts: int
    rate: int
    seconds: float  # until the provider took the last one whose sender lived
    all_seconds: float  # until it took the very last one
    twice: int  # people who got more than one
    reached: int
    named: int  # not reached, and said to be: doubtful, in a line
    lost: int  # neither
    deaths: int
    refused: int

    @property
    def over_floor(self) -> float:
        """The time beside what the provider's rate alone would take."""
        return self.seconds / (self.contacts / self.rate)


def run(rate: int, *, contacts: int, seed: int = 1, faults: Faults | None = None, table_of: Table = Memory) -> Fanout:
    """Text everybody, paced, claimed, and swept, as the functions do."""
    with city(rate, seed, faults or Faults(), table_of) as (world, provider):
        lane = Lane(world, lambda job: sending.send(_SENDER, job), _at_once(rate), provider.faults, _CALLS)
        for name in _queued(contacts):
            lane.put(name)
        _every_minute(world)
        world.run()
        return _told(provider, lane, contacts, named=set(_in(State.DOUBTFUL)))


def run_unpaced(rate: int, *, contacts: int, seed: int = 1, faults: Faults | None = None) -> Fanout:
    """The same people, queue, provider, and faults; each try sends at once and asks three times when told to wait."""
    with city(rate, seed, faults or Faults(), Memory) as (world, provider):

        def work(job: str) -> None:
            for wait in (0.1, 0.4, 1.6):
                try:
                    provider.send("", text="", mark=job)
                except Busy:
                    world.sleep(wait * world.chance.uniform(0.5, 1.5))
                else:
                    return
            raise Busy

        lane = Lane(world, work, _at_once(rate), provider.faults, 3)
        for n in range(contacts):
            lane.put(f"msg_{n}")
        world.run()
        return _told(provider, lane, contacts, named=set())


def _at_once(rate: int) -> int:
    """How many functions wait for their turns, as infrastructure/stacks/services.py sets it."""
    return max(20, rate)


def _queued(contacts: int) -> Iterator[str]:
    for n in range(contacts):
        to, request = f"+1318{2_220_000 + n}", f"req_{n}"
        write = messages.queued(Template.ASK, Channel.TEXT, to, language="en", about=request, safe_word="bluebird")
        write.row.save()
        yield str(write.row.attribute_values["id"])


def _every_minute(world: World) -> None:
    def sweep() -> None:
        if any(_in(state) for state in (State.QUEUED, State.CLAIMED, State.HANDED)):
            world.later(60, sweep)
        sending.reconcile(_SENDER)

    world.later(60, sweep)


def _in(state: State) -> list[str]:
    return [row.id for row in MessageRow.by_state.query(state)]


def _told(provider: Provider, lane: Lane, contacts: int, *, named: set[str]) -> Fanout:
    reached = len(provider.taken)
    lived = [at for name, at in provider.at.items() if not lane.died[name]]
    not_reached = named - set(provider.taken)
    return Fanout(
        contacts=contacts,
        rate=provider.rate,
        seconds=max(lived),
        all_seconds=max(provider.at.values()),
        twice=sum(n > 1 for n in provider.taken.values()),
        reached=reached,
        named=len(not_reached),
        lost=contacts - reached - len(not_reached),
        deaths=sum(lane.died.values()),
        refused=provider.refused,
    )


@contextmanager
def city(rate: int, seed: int, faults: Faults, table_of: Table) -> Iterator[tuple[World, Provider]]:
    """The real code over a clock, a table, and a provider of this world."""
    world = World(seed)
    provider, client = Provider(world, rate, faults), table_of(world.step)
    waits = SimpleNamespace(sleep=world.sleep)
    with (
        mock.patch.dict(os.environ, _ENVIRONMENT | {"TEXTS_A_SECOND": str(rate)}),
        mock.patch.object(Connection, "client", property(lambda _: client)),
        mock.patch.object(clock, "now", world.now),
        mock.patch.object(pacing, "time", waits),
        mock.patch.object(pacing, "_full", {}),
        mock.patch.object(patience, "time", waits),
        mock.patch.object(texts, "send", provider.send),
        mock.patch.object(seals, "mac", _mac),
    ):
        yield world, provider


def _mac(*words: str) -> bytes:
    return hmac.new(b"a key of this bench", "\n".join(words).encode(), hashlib.sha256).digest()
