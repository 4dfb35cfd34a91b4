"""What our components rely on, one function each; it returns when it holds, and raises when it does not."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime
from typing import Any, Final

from awsiot.greengrasscoreipc import model

from edge_greengrass.probe.core import LOCAL, WAIT, Check, Core, Untried, Wrong, next_of

DENIED: Final = "rtcc/local/denied"  # a topic that the probe's recipe does not name
_PASSES, _KILLS = 7_100, 7_600  # bytes that are 9,800 and 10,400 in one frame: they travel as base64
_SMALL, _LARGE = 4_000, 6_000  # bytes of a message from the center
_SUBSCRIPTIONS: Final = 10


def configuration(core: Core) -> None:
    """What the recipe sets is there, and its numbers can be read as numbers."""
    if str(_configured(core).get("number")) != "72" or not _configured(core).get("deep"):
        raise Wrong(f"the configuration is {_configured(core)}")


def scalars(core: Core) -> None:
    """Nucleus Lite gives text for each number and each yes or no of a recipe."""
    found = {name: _configured(core).get(name) for name in ("number", "flag")}
    if not all(isinstance(value, str) for value in found.values()):
        raise Wrong(f"they came as {found}")


def change(core: Core) -> None:
    """A component may change its own configuration, and says when."""
    now, mark = datetime.now(UTC), uuid.uuid4().hex
    core.ask(
        lambda client: client.update_configuration_async(
            key_path=["deep"], value_to_merge={"mark": mark}, timestamp=now
        )
    )
    if _configured(core)["deep"].get("mark") != mark:
        raise Wrong("the change was taken and is not there")


def state(core: Core) -> None:
    """A component says that it runs."""
    core.ask(lambda client: client.update_state_async(state=model.ReportedLifecycleState.RUNNING))


def local(core: Core) -> None:
    """What one component says, another hears, byte for byte."""
    inbox, said = core.hear(), uuid.uuid4().bytes + bytes(range(256))
    core.say(said)
    if next_of(inbox, "the message").binary_message.message != said:
        raise Wrong("other bytes came than were said")


def many(core: Core) -> None:
    """Each of several subscriptions hears."""
    inboxes = [core.hear() for _ in range(_SUBSCRIPTIONS)]
    core.say(b"many")
    for number, inbox in enumerate(inboxes, 1):
        next_of(inbox, f"the message to subscription {number}")


def speaks(core: Core) -> None:
    """A local topic that the recipe does not name takes nothing."""
    _denied(lambda: core.say(b"x", topic=DENIED))


def listens(core: Core) -> None:
    """Nor can it be heard, by its name or by a wildcard around it."""
    for topic in (DENIED, "rtcc/local/#"):
        _denied(lambda topic=topic: core.hear(topic))


def tells(core: Core) -> None:
    """The same toward the center: the nucleus refuses before the broker would hang up."""
    _denied(lambda: core.send(f"rtcc/box/{core.thing}/evt/probe", b"{}"))
    _denied(lambda: core.hear_center("rtcc/box/+/cmd/+"))


def echo(core: Core) -> None:
    """A message goes to the broker and comes back."""
    inbox = core.hear_center(core.echo)
    _there_and_back(core, inbox, 100)


def wildcard(core: Core) -> None:
    """One subscription hears every command. The box may not say one itself, so somebody else must."""
    inbox = core.hear_center(f"rtcc/box/{core.thing}/cmd/+")
    seconds = float(str(_configured(core).get("wildcard_seconds", 0)))
    if not seconds:
        raise Untried(
            "it is taken; set wildcard_seconds, and publish to the box's cmd/probe meanwhile, to see one come"
        )
    if not next_of(inbox, "a command", seconds).message.topic_name.endswith("/cmd/probe"):
        raise Wrong("another topic came")


def small(core: Core) -> None:
    """A command is below 4 KB."""
    _there_and_back(core, core.hear_center(core.echo), _SMALL)


def large(core: Core) -> None:
    """Above 5,000 bytes nothing comes from the center, and nobody is told."""
    inbox = core.hear_center(core.echo)
    core.send(core.echo, b"L" * _LARGE)
    _there_and_back(core, inbox, 100)
    time.sleep(1)  # a message may overtake another
    while not inbox.empty():
        if len(inbox.get().message.payload) == _LARGE:
            raise Wrong("it came")


def credentials(_: Core) -> None:
    """The token exchange gives the role's credentials."""
    found = json.loads(_exchanged(os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")))
    if not {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"} <= found.keys():
        raise Wrong(f"what came has only {sorted(found)}")
    if datetime.fromisoformat(found["Expiration"].replace("Z", "+00:00")) <= datetime.now(UTC):
        raise Wrong("they have ended already")


def strangers(_: Core) -> None:
    """It gives them to nobody who does not show a component's token."""
    try:
        _exchanged("a guess")
    except urllib.error.HTTPError as refused:
        refused.close()
    else:
        raise Wrong("somebody without a token got them")


def passes(core: Core) -> None:
    """Our largest local message is 8,000 bytes with its envelope."""
    inbox = core.hear()
    core.say(b"x" * _PASSES)
    next_of(inbox, "the message")


def kills(core: Core) -> None:
    """Above 10,000 bytes the connection dies, so our components refuse to say it."""
    _lose(core)
    core.open()


def lost(core: Core) -> None:
    """The old client never works again, and a new one speaks and hears."""
    try:
        _lose(core)
    except Wrong:
        raise Untried("a large message does not break the connection here") from None
    try:
        state(core)
    except Exception:  # noqa: BLE001 - at first the runtime's own error, then ConnectionClosedError for ever
        core.close()
    else:
        raise Wrong("the old client works again by itself")
    core.open()
    local(core)


CHECKS: Final = (
    Check("the configuration of the recipe arrives", configuration),
    Check("numbers and flags of a recipe arrive as text", scalars, is_needed=False),
    Check("a component can change its configuration, with a time stamp", change, is_needed=False),
    Check("a component can say that it runs", state),
    Check(f"what is said on {LOCAL} is heard there", local),
    Check(f"each of {_SUBSCRIPTIONS} subscriptions hears", many),
    Check("a local topic that the recipe does not name cannot be spoken on", speaks),
    Check("nor be heard", listens),
    Check("the center's topics that the recipe does not name can be neither spoken on nor heard", tells),
    Check("a message to the center comes back on the own echo (QoS 1)", echo),
    Check("one wildcard hears every command", wildcard),
    Check(f"{_SMALL} bytes from the center arrive", small),
    Check(f"{_LARGE} bytes from the center never arrive", large, is_needed=False),
    Check("the token exchange gives credentials", credentials),
    Check("and to nobody who shows no token", strangers),
    Check("a local message of 9,800 bytes passes", passes),
    Check("one of more than 10,000 kills the connection", kills, is_needed=False),
    Check("after a lost connection a new client works", lost),
)


def _configured(core: Core) -> dict[str, Any]:
    return dict(core.ask(lambda client: client.get_configuration_async(key_path=[])).value or {})


def _denied(act: Any) -> None:
    try:
        act()
    except model.UnauthorizedError:
        return
    raise Wrong("it was allowed")


def _there_and_back(core: Core, inbox: Any, size: int) -> None:
    mark = uuid.uuid4().hex.encode().ljust(size, b".")
    core.send(core.echo, mark)
    deadline = time.monotonic() + WAIT
    while next_of(inbox, f"the echo of {size} bytes", max(0.1, deadline - time.monotonic())).message.payload != mark:
        pass  # the guard's own echo comes on the same topic


def _exchanged(token: str) -> bytes:
    where = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    asked = urllib.request.Request(where, headers={"Authorization": token})  # noqa: S310 - the nucleus says where
    with urllib.request.urlopen(asked, timeout=WAIT) as answer:  # noqa: S310
        return bytes(answer.read())


def _lose(core: Core) -> None:
    """Break the connection by saying too much. Raises Wrong when it does not break."""
    try:
        core.say(b"x" * _KILLS)
        state(core)
    except Exception:  # noqa: BLE001 - the client throws what its runtime throws
        return
    raise Wrong("it passed")
