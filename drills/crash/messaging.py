"""Messages and registrations: one text for one intent whoever dies on the way, and a STOP that is heard once."""

from __future__ import annotations

from functools import partial
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.world import World
from functions.hear_provider import handler as hear_provider
from functions.send_messages import handler as send_messages
from functions.wake_registrants import handler as wake_registrants
from rtcc.access.model import Actor, Role
from rtcc.canvass import leaving
from rtcc.messages import secret
from rtcc.messages.store import MessageRow
from rtcc.registry import membership, store
from rtcc.registry import service as registry
from rtcc.registry.membership import Changes
from tests.unit.city import VISITOR

_EVERY_MINUTE = {"source": "aws.events"}
_TURNS = "what may have gone out is not sent again, and ends as doubtful; a try that died counts toward a day's limit"


def _rows(channel: str = "") -> list[Any]:
    rows = [row for row in MessageRow.scan() if row.id.startswith("msg_")]
    return [row for row in rows if channel in ("", row.channel.value)]


def _hand_over(world: World) -> Act:
    world.city.sign_up()
    return events.wake(send_messages.handle, events.stream(_rows()))


def _send(world: World, channel: str) -> Act:
    world.city.sign_up()
    (row,) = _rows(channel)
    return events.wake(send_messages.handle, events.queued(row.id))


def _providers_tell(world: World) -> None:
    """What was taken was delivered, and says so; what was not taken is taken up when its lease has run out."""
    for _ in range(3):
        for one in world.outside.texts:
            told = {"eventType": "TEXT_DELIVERED", "context": {"message": one.mark}}
            events.wake(hear_provider.handle, events.news(**told))()
        for one in world.outside.mails:
            mark = {"tags": {"message": [one.mark]}}
            events.wake(hear_provider.handle, events.news(eventType="Delivery", mail=mark))()
        world.pass_time(minutes=12)
        events.wake(send_messages.handle, _EVERY_MINUTE)()
        events.wake(send_messages.handle, _EVERY_MINUTE)()


def _left(world: World) -> Act:
    world.city.sign_up()
    world.pass_time(minutes=6)
    return events.wake(send_messages.handle, _EVERY_MINUTE)


def _handed(world: World) -> Any:
    """A registrant whose messages have gone out."""
    one = world.city.sign_up()
    world.city.deliver()
    return one


def _text_delivered(world: World) -> Act:
    _handed(world)
    (sent,) = world.outside.texts
    told = {"eventType": "TEXT_DELIVERED", "context": {"message": sent.mark}}
    return events.wake(hear_provider.handle, events.news(**told))


def _mail_bounced(world: World) -> Act:
    _handed(world)
    mark = {"tags": {"message": [world.outside.mails[0].mark]}}
    told = {"eventType": "Bounce", "mail": mark, "bounce": {"bounceType": "Permanent"}}
    return events.wake(hear_provider.handle, events.news(**told))


def _said(world: World, word: str) -> Act:
    one = _handed(world)
    told = {"inboundMessageId": "in-1", "originationNumber": one.phone, "messageBody": word}
    return events.wake(hear_provider.handle, events.news(**told))


def _confirm(world: World) -> Act:
    one = world.city.sign_up()
    registry.confirm(VISITOR, one.id, channel="email", code=secret.code(one.id, "email", 1))
    code = secret.code(one.id, "text", 1)
    return partial(registry.confirm, VISITOR, one.id, channel="phone", code=code)


def _member(one: Any) -> Actor:
    return Actor(one.id, Role.MEMBER, how="link")


def _now(one: Any) -> Any:
    """The registrant as they are now: a door looks anew for every call."""
    found = store.find(one.id)
    assert found is not None
    return found


def _pause(world: World) -> Act:
    one = world.city.resident()
    return lambda: membership.pause(_member(one), _now(one), 0)


def _change(world: World) -> Act:
    one = world.city.resident()
    return lambda: membership.change(_member(one), _now(one), Changes(safe_word="heron"))


def _move(world: World) -> Act:
    one = world.city.resident()
    world.city.form(2, address="9 Elm Street")
    return lambda: membership.move(_member(one), _now(one), "9 Elm Street", None)


def _leave(world: World) -> Act:
    holder = world.city._asked(1)[0]
    one = store.find(holder.request.registrant_id)
    assert one is not None
    return lambda: leaving.leave(_member(one), found) if (found := store.find(one.id)) else None


def _wake(world: World) -> Act:
    one = world.city.resident()
    membership.pause(_member(one), one, 1)
    world.pass_time(days=2)
    return events.wake(wake_registrants.handle, {})


_SENDING: dict[str, Any] = {"settle": _providers_tell, "why": _TURNS}
_SENDING["instead"] = '"state": {"S": "doubtful"}'
_SENDING["lacks"] = "function:send_messages"  # the provider's own word came first, and its line stands
_SENDING["blurred"] = ("seq", "claimed_by", "lease_until", "taken", "provider_id", "sent_at")

SCENARIOS = (
    Scenario("send_messages, from the outbox to the queues", _hand_over),
    Scenario("send_messages, a text", partial(_send, channel="text"), **_SENDING),
    Scenario("send_messages, an e-mail", partial(_send, channel="email"), **_SENDING),
    Scenario("send_messages, what was left", _left, **_SENDING),
    Scenario("hear_provider, a text was delivered", _text_delivered),
    Scenario("hear_provider, an e-mail came back", _mail_bounced),
    Scenario("hear_provider, STOP", partial(_said, word="STOP")),
    Scenario("hear_provider, HELP", partial(_said, word="HELP")),
    Scenario("registration confirmed", _confirm, blurred=("tries",), why="a code that was tried twice was tried twice"),
    Scenario("registration paused", _pause),
    Scenario("registration changed", _change),
    Scenario("registration moved", _move),
    Scenario("registration left", _leave, blurred=("unsent",), why="a line counts what its own try took back"),
    Scenario("wake_registrants", _wake),
)
