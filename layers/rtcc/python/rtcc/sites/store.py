"""Where sites rest: a box and its cameras under one key, an establishment under its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.table import Put, Row, Update
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.sites.model import Box, Camera, Establishment, Lease
from rtcc.sites.rows import BoxRow, CameraRow, ClaimRow, CountRow, SiteRow

HASH_KEY, RANGE_KEY = "pk", "sk"


def site(site_id: str) -> Establishment | None:
    """One establishment, read strongly."""
    try:
        return cast(Establishment, SiteRow.get(f"site#{site_id}", "site", consistent_read=True).to_entity())
    except SiteRow.DoesNotExist:
        return None


def box(thing: str) -> Box | None:
    """One box, read strongly: a lease counts in seconds."""
    try:
        return cast(Box, BoxRow.get(f"box#{thing}", "box", consistent_read=True).to_entity())
    except BoxRow.DoesNotExist:
        return None


def boxes() -> Iterator[Box]:
    """All boxes, as the index has them: who is here now must be asked of `box`."""
    for row in BoxRow.by_kind.query("box"):
        yield cast(Box, row.to_entity())


def camera(camera_id: str) -> Camera | None:
    """One camera, read strongly."""
    thing = claimed_by(camera_id)
    if not thing:
        return None
    try:
        row = CameraRow.get(f"box#{thing}", f"camera#{camera_id}", consistent_read=True)
    except CameraRow.DoesNotExist:
        return None
    return cast(Camera, row.to_entity())


def claimed_by(camera_id: str) -> str:
    """The box that a camera belongs to, or the empty string."""
    try:
        return ClaimRow.get(f"camera#{camera_id}", "claim", consistent_read=True).thing
    except ClaimRow.DoesNotExist:
        return ""


def cameras(thing: str) -> list[Camera]:
    """All cameras of a box, in the order of their ids, read strongly."""
    rows = CameraRow.query(f"box#{thing}", CameraRow.sk.startswith("camera#"), consistent_read=True)
    return [cast(Camera, row.to_entity()) for row in rows]


def next_number(thing: str) -> int:
    """Count one command more for a box, and say which it is: two callers never get the same. Raises NotFound."""
    row = CountRow(pk=f"box#{thing}")
    try:
        row.update([CountRow.number.add(1)], condition=CountRow.pk.exists())
    except UpdateError as refused:
        if refused.cause_response_code == "ConditionalCheckFailedException":
            raise NotFound("There is no such box.") from None
        raise
    return int(row.number)


def enrolling(one: Establishment, box_: Box) -> list[Put]:
    """Write an establishment with its box, whose commands are counted from 1."""
    taken = Conflict("This box is enrolled already.", slug="enrolled")
    return [
        Put(SiteRow.of(one, pk=f"site#{one.id}"), SiteRow.pk.does_not_exist()),
        Put(BoxRow.of(box_, pk=f"box#{box_.thing}", id=box_.thing), BoxRow.pk.does_not_exist(), taken),
        Put(CountRow(pk=f"box#{box_.thing}"), CountRow.pk.does_not_exist(), taken),
    ]


def let_in_with(serial: str, thing: str) -> str:
    """The certificate with which a machine of this serial number became this thing; empty when none did."""
    try:
        return ClaimRow.get(f"serial#{serial}#{thing}", "claim", consistent_read=True).certificate or ""
    except ClaimRow.DoesNotExist:
        return ""


def claiming(serial: str, thing: str, certificate: str) -> Put:
    """Write down that a machine of this serial number became this thing; nobody becomes it a second time."""
    row = ClaimRow(pk=f"serial#{serial}#{thing}", thing=thing, certificate=certificate or None)
    return Put(row, ClaimRow.pk.does_not_exist(), Conflict("This serial number was let in before.", slug="admitted"))


def renewing(before: Box, lease: Lease, *, now: datetime, until: datetime) -> Update:
    """Write a lease, unless a later one of the same start of the box is there, or it went or came since we looked."""
    row = BoxRow
    actions = [
        row.lease_until.set(until),
        row.seen_at.set(now),
        row.boot.set(lease.boot),
        row.said_at.set(lease.at),
        row.cameras_total.set(lease.total),
        row.cameras_allowed.set(lease.allowed),
        row.states.set(dict(lease.states)),
        row.health.set(dict(lease.health)),
    ]
    if before.boot and lease.boot != before.boot:
        actions.append(row.boot_before.set(before.boot))
    newer = (row.boot != lease.boot) | row.said_at.does_not_exist() | (row.said_at < lease.at)
    was = row.lease_until == before.lease_until if before.lease_until else row.lease_until.does_not_exist()
    same = newer & (row.lease_until.exists() if before.is_online(now) else was)
    return Update(_box(before), actions, same, Conflict("A later lease was heard."))


def renew(write: Update) -> bool:
    """Write a lease that changes nothing but the lease: it needs no line. False when a later one was heard."""
    return _unless_changed(write.row, write.actions, cast(Condition, write.condition))


def refreshed(before: Box, *, boot: str, at: datetime) -> None:
    """Remember that the grants of this start of the box were refreshed."""
    _box(before).update([BoxRow.refreshed_at.set(at), BoxRow.refreshed_boot.set(boot)])


def keying(before: Box, key: str) -> Update:
    """Write the box's key, the first and last time."""
    first = BoxRow.key.does_not_exist() | (BoxRow.key == "")
    return Update(_box(before), [BoxRow.key.set(key)], first, Conflict("This box has a key."))


def doubting(before: Box, *, at: datetime) -> Update:
    """Write that two boxes seem to speak under this name, unless somebody wrote it since we looked."""
    same = (BoxRow.twin_at == before.twin_at) if before.twin_at else BoxRow.twin_at.does_not_exist()
    return Update(_box(before), [BoxRow.twin_at.set(at)], same, Conflict("This is known."))


def losing(before: Box) -> Update:
    """Take a box's lease away at once, unless it has spoken since we looked."""
    return Update(_box(before), [BoxRow.lease_until.remove()], BoxRow.lease_until == before.lease_until)


def meeting(one: Camera) -> list[Put]:
    """Write a camera that was not known, and whose it is for good."""
    return [
        Put(ClaimRow(pk=f"camera#{one.id}", thing=one.thing), ClaimRow.pk.does_not_exist()),
        Put(CameraRow.of(one, pk=f"box#{one.thing}", sk=f"camera#{one.id}"), CameraRow.pk.does_not_exist()),
    ]


def changing(before: Camera, after: Camera) -> Update:
    """Write what changed of a camera's grant, name or hold, unless somebody changed one of them since we looked."""
    row = CameraRow
    actions = [
        row.name.set(after.name),
        row.grant.set(after.grant),
        row.epoch.set(after.epoch),
        row.in_force_at.set(after.in_force_at),
        row.hold_command.set(after.hold_command),
        row.hold.set(after.hold) if after.hold is not None else row.hold.remove(),
        row.hold_sent_at.set(after.hold_sent_at) if after.hold_sent_at else row.hold_sent_at.remove(),
    ]
    same = (row.epoch == before.epoch) & (row.hold_command == before.hold_command)
    key = row(pk=f"box#{before.thing}", sk=f"camera#{before.id}")
    return Update(key, actions, same, Conflict("This camera changed at the same moment. Please look again."))


def told(one: Camera, *, at: datetime) -> None:
    """Remember that the box was told of a hold, unless that hold fell meanwhile."""
    row = CameraRow(pk=f"box#{one.thing}", sk=f"camera#{one.id}")
    _unless_changed(row, [CameraRow.hold_sent_at.set(at)], CameraRow.hold_command == one.hold_command)


def _unless_changed(row: Row, actions: Sequence[Action], condition: Condition) -> bool:
    try:
        row.update(list(actions), condition=condition)
    except UpdateError as refused:
        if refused.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _box(one: Box) -> BoxRow:
    return BoxRow(pk=f"box#{one.thing}", id=one.thing)
