"""A release from request to receipt, the log that seals every line, and the sweep that finds what was lost."""

from __future__ import annotations

from functools import partial
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.uploads import received, sealed
from drills.crash.world import World
from functions.deliver_release import handler as deliver_release
from functions.seal_custody import handler as seal_custody
from functions.sweep_stores import handler as sweep_stores
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.inquiries import service as inquiries
from rtcc.inquiries.service import Question
from rtcc.release import delivery, renewal, service, shares
from rtcc.release.drafting import Terms
from rtcc.release.store import ReleaseRow
from tests.unit.city import ANALYST
from tests.unit.releasing import DETECTIVE, PACKER, RECIPIENT, SUPERVISOR, Center, signature

_PACKED = ("package", "bytes", "bytes_out")
_BESIDE = "a package that no row names yet lies beside the next one, until the bucket forgets it"
_CENTER = Center(None)


def _ask(world: World) -> Act:
    item = sealed(world)
    return partial(_CENTER.asked, item, key="key-00001")


def _asked(world: World) -> Any:
    return _ask(world)()


def _approve(world: World) -> Act:
    return partial(service.approve, SUPERVISOR, _asked(world).id)


def _deny(world: World) -> Act:
    return partial(service.deny, SUPERVISOR, _asked(world).id, why="not yet")


def _deliver(world: World) -> Act:
    service.approve(SUPERVISOR, _asked(world).id)
    return events.wake(deliver_release.handle, events.stream(ReleaseRow.scan(), "MODIFY"))


def _receipt(world: World) -> Act:
    one = service.approve(SUPERVISOR, _asked(world).id)
    packed = delivery.pack(PACKER, one.id)
    assert packed is not None
    shares.download(RECIPIENT, one.id)
    return partial(shares.receipt, RECIPIENT, packed.id, signature(packed))


def _renew(world: World) -> Act:
    one = service.approve(SUPERVISOR, _asked(world).id)
    delivery.pack(PACKER, one.id)
    return partial(renewal.renew, SUPERVISOR, one.id)


def _question() -> Question:
    end = clock.now()
    return Question("26-000123", "Alder and 5th", clock.after(end, hours=-2), end, "a van")


def _inquire(_world: World) -> Act:
    return partial(inquiries.ask, DETECTIVE, key="key-00001", question=_question())


def _assemble(world: World) -> Act:
    item, (one, _) = sealed(world), inquiries.ask(DETECTIVE, key="key-00001", question=_question())
    terms = Terms("TX1", "4411", "26-000123", "burglary")
    return partial(inquiries.assemble, ANALYST, _id(one), item_ids=[item.id], terms=terms)


def _turn_down(_world: World) -> Act:
    one, _ = inquiries.ask(DETECTIVE, key="key-00001", question=_question())
    return partial(inquiries.decline, ANALYST, _id(one), why="there is nothing")


def _id(one: Any) -> str:
    """The id of an inquiry, alone or with what answers it."""
    return str(getattr(one, "id", "") or one[0].id)


def _seal(world: World) -> Act:
    world.city.call()
    world.city.call("26-2")
    return events.wake(seal_custody.handle, events.stream(LineRow.scan()))


def _seal_again(world: World) -> Act:
    """The second minute: the log holds something already."""
    _seal(world)()
    world.city.call("26-3")
    world.city.resident()
    return events.wake(seal_custody.handle, events.stream(LineRow.scan()))


def _sweep(world: World) -> Act:
    events.scanned(world, *received(world))
    world.pass_time(hours=2)
    return events.wake(sweep_stores.handle, {})


SCENARIOS = (
    Scenario("release asked for", _ask),
    Scenario("release approved", _approve),
    Scenario("release denied", _deny),
    Scenario("deliver_release", _deliver, fresh=("release",), blurred=_PACKED, leaves="object release", why=_BESIDE),
    Scenario("receipt given", _receipt),
    Scenario("release renewed", _renew),
    Scenario("inquiry asked", _inquire),
    Scenario("inquiry assembled", _assemble),
    Scenario("inquiry declined", _turn_down),
    Scenario("seal_custody, the first batch", _seal, fresh=("log",)),
    Scenario("seal_custody, the next batch", _seal_again, afresh=True),
    Scenario("sweep_stores", _sweep),
)
