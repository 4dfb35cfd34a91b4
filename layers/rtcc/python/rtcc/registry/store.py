"""Where registrants rest: the registrant, the claim on each channel; their place is in the atlas."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from typing import cast

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.table import Delete, Put, Update, Write
from rtcc.foundation import likeness
from rtcc.foundation.errors import Conflict
from rtcc.registry import atlas
from rtcc.registry.model import Registrant, State
from rtcc.registry.rows import KeyRow, RegistrantRow

HASH_KEY, RANGE_KEY = "pk", "sk"
_CHANGED = "Your registration changed at the same moment. Please try again."


def find(registrant_id: str) -> Registrant | None:
    """One registrant, read strongly: consent is what it is now (abuse 90)."""
    try:
        row = RegistrantRow.get(_pk(registrant_id), "registrant", consistent_read=True)
    except RegistrantRow.DoesNotExist:
        return None
    return cast(Registrant, row.to_entity())


def find_all(registrant_ids: Iterable[str]) -> list[Registrant]:
    """These registrants, read strongly, in the order of their ids; who is gone is left out (abuse 90)."""
    keys = [(_pk(one), "registrant") for one in registrant_ids]
    rows = RegistrantRow.batch_get(keys, consistent_read=True)
    return sorted((cast(Registrant, row.to_entity()) for row in rows), key=lambda one: one.id)


def holder(contact: str) -> Registrant | None:
    """The active registrant who has this e-mail address or telephone."""
    for row in KeyRow.query(contact_key(contact), consistent_read=True):
        return find(row.owner)
    return None


def adding(one: Registrant) -> Put:
    """Write a new registrant."""
    return Put(RegistrantRow.of(one, pk=_pk(one.id)), RegistrantRow.pk.does_not_exist())


def take_a_try(one: Registrant, *, most: int) -> bool:
    """Count one more try at a code; False when there are none left."""
    row = RegistrantRow.of(one, pk=_pk(one.id))
    try:
        row.update([RegistrantRow.tries.add(1)], condition=RegistrantRow.tries < most)
    except UpdateError as refused:
        if refused.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def confirming(before: Registrant, after: Registrant) -> list[Write]:
    """Write a confirmed channel; the last one also claims both channels and puts the place on the map."""
    row = RegistrantRow
    actions: list[Action] = [row.state.set(after.state)]
    if after.email_confirmed_at:
        actions.append(row.email_confirmed_at.set(after.email_confirmed_at))
    if after.phone_confirmed_at:
        actions.append(row.phone_confirmed_at.set(after.phone_confirmed_at))
    if after.forget_at is None:
        actions.append(row.forget_at.remove())
    same = _confirmed_as(before)
    writes: list[Write] = [Update(row.of(before, pk=_pk(before.id)), actions, same, Conflict(_CHANGED))]
    if after.state is State.ACTIVE:
        writes += [
            claiming(after.email, after.id),
            claiming(after.phone, after.id),
            *atlas.placing(after.at, after.id),
        ]
    return writes


def _confirmed_as(before: Registrant) -> Condition:
    """Neither channel was confirmed since we looked: else two codes at one moment would leave both halves waiting."""
    row = RegistrantRow
    email, phone = before.email_confirmed_at, before.phone_confirmed_at
    same_email = row.email_confirmed_at == email if email else row.email_confirmed_at.does_not_exist()
    same_phone = row.phone_confirmed_at == phone if phone else row.phone_confirmed_at.does_not_exist()
    both: Condition = same_email & same_phone
    return both


def claiming(contact: str, registrant_id: str) -> Put:
    """Make an address or telephone this registrant's own. Raises Conflict when it is somebody else's."""
    taken = Conflict("This e-mail address or telephone is already registered.", slug="already-registered")
    row = KeyRow(pk=contact_key(contact), sk="contact", owner=registrant_id)
    return Put(row, KeyRow.pk.does_not_exist(), taken)


def releasing(contact: str, registrant_id: str) -> Delete:
    """Let an address or telephone be anybody's again."""
    return Delete(KeyRow(pk=contact_key(contact), sk="contact"), KeyRow.owner == registrant_id)


def changing(before: Registrant, after: Registrant) -> Update:
    """Write whatever is another now. Raises Conflict when something of it changed since we looked (abuse 91)."""
    row = RegistrantRow
    actions: list[Action] = [row.version.set(before.version + 1)]
    for name in (field.name for field in fields(Registrant) if field.name != "version"):
        value, column = getattr(after, name), getattr(row, name)
        if value != getattr(before, name):
            actions.append(column.remove() if value is None else column.set(value))
    return Update(row.of(before, pk=_pk(before.id)), actions, row.version == before.version, Conflict(_CHANGED))


def removing(one: Registrant) -> list[Write]:
    """Take a registrant off the registry: the row, and with it the salt; both claims; the place on the map."""
    row = RegistrantRow(pk=_pk(one.id))
    writes: list[Write] = [Delete(row, RegistrantRow.version == one.version, Conflict(_CHANGED))]
    writes += [releasing(contact, one.id) for contact in (one.email, one.phone)]
    return writes + (atlas.lifting(one.at, one.id) if one.state is State.ACTIVE else [])


def contact_key(contact: str) -> str:
    """What stands for an address or telephone among the claims: those that look alike are one (abuse 96)."""
    return f"contact#{hashlib.sha256(likeness.skeleton(contact).encode()).hexdigest()}"


def _pk(registrant_id: str) -> str:
    return f"registrant#{registrant_id}"
