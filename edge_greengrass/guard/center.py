"""Hears the center: every command is taken once, obeyed or refused, and a refusal says why (abuse 61, 62)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from edge_greengrass.guard import clips
from edge_greengrass.guard.allowing import Allowing
from edge_greengrass.guard.clock import BoxClock
from edge_greengrass.guard.commands import Commands
from edge_greengrass.guard.events import Events
from edge_greengrass.guard.grants_log import GrantsLog
from edge_greengrass.guard.handing import Handing
from edge_greengrass.guard.lease import Lease
from edge_greengrass.guard.looking import Looking
from edge_greengrass.guard.refreshing import Refreshing
from edge_greengrass.guard.visits import Visits
from rtcc.commands.model import MOST_BYTES, Command, Kind, Unacceptable, Verb, read
from rtcc.foundation.errors import Unavailable

# What opens something, or keeps it open; the rest only closes, narrows or heals, and is obeyed at any time.
OPENING = {Verb.START_VIEW, Verb.RENEW_VIEW, Verb.START_REVIEW, Verb.TURN_REVIEW, Verb.CUT_CLIP}

log = logging.getLogger(__name__)


class Center:
    """Obeys signed commands, one after the other, and passes the cutter's answers on."""

    def __init__(
        self,
        commands: Commands,
        grants: GrantsLog,
        handing: Handing,
        looking: Looking,
        allowing: Allowing,
        events: Events,
        box_time: BoxClock,
        refreshing: Refreshing,
        lease: Lease,
        visits: Visits,
        *,
        thing: str,
    ) -> None:
        self._commands, self._grants, self._handing, self._looking = commands, grants, handing, looking
        self._allowing, self._events, self._time, self._thing = allowing, events, box_time, thing
        self._refreshing, self._lease = refreshing, lease
        self._visits = visits
        self._acts: dict[Verb, Callable[[Command], Awaitable[None]]] = {
            Verb.START_VIEW: self._start_view,
            Verb.START_REVIEW: self._start_review,
            Verb.TURN_REVIEW: lambda command: looking.reviewing.turn(command.body),
            Verb.RENEW_VIEW: lambda command: looking.renew(command.body),
            Verb.STOP_VIEW: lambda command: looking.stop(command.body),
            Verb.TELL_NOTICE: self._tell_notice,
            Verb.CUT_CLIP: lambda command: self._cut(command.body),
            Verb.NARROW: allowing.narrow,
            Verb.REFRESH: self._refresh,
        }

    async def obey(self, sent: bytes) -> None:
        """Take one message from the command topic. Whatever is wrong with it becomes a `refused` event."""
        try:
            command = self._commands.take(sent, self._time)
        except Unacceptable as error:
            self._events.tell(Kind.REFUSED, _claimed(sent) | {"why": str(error)})
            return
        try:
            await self._do(command)
        except Unacceptable as error:
            self._refuse(command, str(error))
        except (KeyError, TypeError, ValueError):
            self._refuse(command, "unreadable")

    async def _do(self, command: Command) -> None:
        body = command.body
        if "camera" in body and self._grants.grant(str(body["camera"])).is_nothing:
            raise Unacceptable("no such camera")  # unknown or not allowed: the same words
        if command.verb in OPENING and (why := self._refreshing.why):
            raise Unacceptable(why)
        await self._acts[command.verb](command)

    async def _start_view(self, command: Command) -> None:
        await self._looking.watching.begin(command.body, stream=f"rtcc-{self._thing}-{command.body['camera']}")

    async def _start_review(self, command: Command) -> None:
        stream = f"rtcc-{self._thing}-{command.body['camera']}-{command.body['view']}"
        await self._looking.reviewing.begin(command.body, stream=stream)

    async def _tell_notice(self, command: Command) -> None:
        if not self._visits.tell(str(command.body["view"])):
            raise Unacceptable("no such view")

    async def _refresh(self, command: Command) -> None:
        """Let lapse what lapsed before this came, then let the rest hold for a day more."""
        if (asked := self._lease.asked(command.body.get("said"))) is not None:
            self._time.hear_answer(command.at, asked=asked)
        try:
            await self._allowing.void(at=command.at)
            self._refreshing.hear(command.at)
        except (OSError, Unavailable):
            raise Unacceptable("the box cannot write to its disk") from None

    async def _cut(self, body: Mapping[str, Any]) -> None:
        judged = clips.order(body, self._grants, thing=self._thing, at=self._time.now())
        await self._allowing.tell_cutter()
        await self._handing.hand(judged)

    async def hand_again(self) -> None:
        """Orders that the cutter did not answer yet, behind what may be fetched now; not before the time is known."""
        if self._refreshing.why or not self._time.is_signed or not self._handing.due():
            return
        await self._allowing.tell_cutter()
        await self._handing.again()

    def hear_cutter(self, facts: Mapping[str, Any]) -> None:
        """Pass the cutter's answer on, field by field: what has no place in a `clip` event stays here."""
        try:
            told = clips.answer(facts)
        except (KeyError, TypeError, ValueError):
            log.warning("an answer of the clip cutter could not be read and was dropped")
            return
        self._events.tell(Kind.CLIP, told)
        self._handing.hear(told)

    def _refuse(self, command: Command, why: str) -> None:
        facts = {"command": command.id, "verb": command.verb.value, "why": why}
        ids = {name: str(command.body[name])[:60] for name in ("view", "order", "camera") if name in command.body}
        self._events.tell(Kind.REFUSED, facts | ids)


def _claimed(sent: bytes) -> dict[str, Any]:
    """What a message that was not accepted says of itself: its id and verb alone, for nothing in it is proven."""
    try:
        command, _ = read(sent[: MOST_BYTES + 1])
    except Unacceptable:
        return {"command": "", "verb": ""}
    return {"command": command.id[:60], "verb": command.verb.value}
