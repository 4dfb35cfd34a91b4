"""The vault's own life: held, let go by two people, prolonged, read again, and ended when nothing keeps it any more."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from drills.crash import events
from drills.crash.scenario import Act, Scenario
from drills.crash.uploads import sealed
from drills.crash.world import World
from functions.check_fixity import handler as check_fixity
from functions.draw_sample import handler as draw_sample
from functions.prolong_locks import handler as prolong_locks
from functions.retire_evidence import handler as retire_evidence
from functions.settle_holds import handler as settle_holds
from rtcc.access.model import Action, system
from rtcc.custody import sealing
from rtcc.custody import service as custody
from rtcc.retention import disposals, expunging
from rtcc.retention import service as schedules
from rtcc.vault import holds
from rtcc.vault.model import Item
from rtcc.vault.store import ItemRow
from tests.unit.hostile import MP4
from tests.unit.retaining import SECOND, SUPERVISOR, aged, asked, ordered, proposed

_WORDS = {"key": "key-00001", "reason": "appeal", "authority": "the court's order", "case": "26-1"}


def _hold(world: World) -> Act:
    return partial(holds.put, SUPERVISOR, sealed(world).id, **_WORDS)


def _asked_to_lift(world: World) -> Item:
    item = sealed(world)
    holds.ask_lift(SUPERVISOR, item.id, item.holds[0].id, why="settled")
    return item


def _ask_lift(world: World) -> Act:
    item = sealed(world)
    return partial(holds.ask_lift, SUPERVISOR, item.id, item.holds[0].id, why="settled")


def _lift(world: World) -> Act:
    item = _asked_to_lift(world)
    return partial(holds.lift, SECOND, item.id, item.holds[0].id)


def _refuse_lift(world: World) -> Act:
    item = _asked_to_lift(world)
    return partial(holds.refuse_lift, SECOND, item.id, item.holds[0].id, why="not yet")


def _settle(world: World) -> Act:
    _lift(world)()
    return events.wake(settle_holds.handle, events.stream(ItemRow.scan(), "MODIFY"))


def _settle_what_was_lost(world: World) -> Act:
    _lift(world)()
    world.pass_time(hours=2)
    return events.wake(settle_holds.handle, {})


def _prolong(world: World) -> Act:
    sealed(world)
    world.pass_time(days=8)
    return events.wake(prolong_locks.handle, {})


def _check(world: World) -> Act:
    sealed(world)
    return events.wake(check_fixity.handle, {})


def _free(world: World) -> Item:
    """An item that nothing keeps any more: its time is over, its lock ran out, its hold is off."""
    item = sealed(world)
    kept = world.s3.put_object(Bucket=os.environ["BUCKET_VAULT"], Key=item.key, Body=MP4)
    row = ItemRow.get(item.id)
    row.version_id = kept["VersionId"]
    row.save()
    free: Item = aged(item, days=5_000)
    return free


def _dispose(world: World) -> Act:
    item = _free(world)
    told = {"key": "key-00001", "item_ids": [item.id], "why": "its time is over", "is_early": False}
    wish: dict[str, Any] = told
    return partial(disposals.ask, SUPERVISOR, **wish)


def _approve(world: World) -> Act:
    return partial(disposals.approve, SECOND, asked(_free(world)).id)


def _stop(world: World) -> Act:
    return partial(disposals.stop, SUPERVISOR, asked(_free(world)).id, why="wait")


def _retire(world: World) -> Act:
    _approve(world)()
    world.pass_time(days=4)
    return events.wake(retire_evidence.handle, {})


def _order(world: World) -> Act:
    item = sealed(world)
    return partial(ordered, item, key="key-00001")


def _expunge(world: World) -> Act:
    return partial(expunging.approve, SECOND, ordered(sealed(world)).id)


def _retire_expunged(world: World) -> Act:
    expunging.approve(SECOND, ordered(_free(world)).id)
    return events.wake(retire_evidence.handle, {})


def _propose(_world: World) -> Act:
    return partial(proposed, misdemeanor=400)


def _approve_schedule(_world: World) -> Act:
    return partial(schedules.approve, SECOND, proposed(misdemeanor=400).version)


def _enforce(world: World) -> Act:
    sealed(world)
    schedules.approve(SECOND, proposed(misdemeanor=400).version)
    world.pass_time(days=4)
    return events.wake(retire_evidence.handle, {})


def _draw(world: World) -> Act:
    """A day of looks, two days ago; the log goes on after it."""
    world.turn_to(datetime.now(UTC) - timedelta(days=2))
    item = f"evi_{0:026d}"
    for n in range(8):
        custody.note((SUPERVISOR, SECOND)[n % 2], Action.READ_PREVIEW, item, reason="26-1")
    world.turn_to(datetime.now(UTC))
    custody.note(system("prolong_locks"), Action.PROLONG_LOCK, "locks")
    sealing.seal([*custody.lines(item), *custody.lines("locks")])
    return events.wake(draw_sample.handle, {})


SCENARIOS = (
    Scenario("hold put", _hold),
    Scenario("lift of a hold asked for", _ask_lift),
    Scenario("hold lifted", _lift),
    Scenario("lift of a hold refused", _refuse_lift),
    Scenario("settle_holds, from the stream", _settle, afresh=True),
    Scenario("settle_holds, what the stream lost", _settle_what_was_lost, afresh=True),
    Scenario("prolong_locks", _prolong, afresh=True),
    Scenario("check_fixity", _check),
    Scenario("disposal asked for", _dispose),
    Scenario("disposal approved", _approve),
    Scenario("disposal stopped", _stop),
    Scenario("retire_evidence, a disposal", _retire, afresh=True),
    Scenario("expunging asked for", _order),
    Scenario("expunging approved", _expunge, afresh=True),
    Scenario("retire_evidence, an expunging", _retire_expunged, afresh=True),
    Scenario("draw_sample", _draw),
    Scenario("schedule proposed", _propose),
    Scenario("schedule approved", _approve_schedule),
    Scenario("retire_evidence, a schedule comes into force", _enforce),
)
