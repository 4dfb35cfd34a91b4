"""What a canvass that was written down still has to do: a row an errand, carried by the table's stream."""

from __future__ import annotations

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.table import Put, Row, touch
from rtcc.canvass.model import Canvass, Errand, Request
from rtcc.canvass.rows import CanvassTable
from rtcc.foundation import clock

STREAMED_KIND = "errand"  # the stream wakes invite_registrants for rows of this kind alone, while they are due
DUE = "yes"


class ErrandRow(Row):
    """One errand. It says what to do; whether it may still be done, the canvass says (its state, read strongly).

    It is `due` until somebody carried it out. `asked_again_at` says that the stream's word of it was lost (abuse 88).
    """

    class Meta(CanvassTable):
        """Where the rows are."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute(default=STREAMED_KIND)
    errand = OneOf(Errand)
    incident_id = UnicodeAttribute()
    canvass_id = UnicodeAttribute()
    request_id = UnicodeAttribute(null=True)
    due = UnicodeAttribute(null=True)  # no default: a row that lost it is not due
    given_at = Time(default=clock.now)
    asked_again_at = Time(null=True)


def giving(one: Canvass, errand: Errand) -> Put:
    """Have an errand done, once, with the act that asks for it."""
    row = ErrandRow(
        pk=f"errand#{one.id}",
        sk=errand.value,
        errand=errand,
        incident_id=one.incident_id,
        canvass_id=one.id,
        due=DUE,
    )
    return Put(row, ErrandRow.pk.does_not_exist())


def renewing(one: Request) -> Put:
    """Have a new issue of a request's link made and sent, once."""
    row = ErrandRow(
        pk=f"errand#{one.id}",
        sk=f"{Errand.RENEW.value}#{one.issue}",
        errand=Errand.RENEW,
        incident_id=one.incident_id,
        canvass_id=one.canvass_id,
        request_id=one.id,
        due=DUE,
    )
    return Put(row, ErrandRow.pk.does_not_exist())


def done(image: dict[str, dict[str, object]]) -> None:
    """Say that the errand inside a stream record was carried out. Again is the same."""
    row = ErrandRow()
    row.deserialize(image)
    row.update([ErrandRow.due.remove()], condition=ErrandRow.pk.exists())


def undone() -> Iterator[ErrandRow]:
    """Every errand that nobody carried out yet. Reads the whole table."""
    yield from ErrandRow.scan(filter_condition=ErrandRow.due == DUE)


def ask_again(row: ErrandRow) -> None:
    """Let the stream bring it once more; it wakes nobody for one that is not due any more.

    The request names nothing that says what to do, so that whoever asks need not be let write that.
    """
    touch(row, ErrandRow.asked_again_at.set(clock.now()), ErrandRow.pk.exists())


def request_of(image: dict[str, dict[str, object]]) -> str:
    """The id of the one request that the errand inside a stream record is for; empty when it is for a canvass."""
    row = ErrandRow()
    row.deserialize(image)
    return row.request_id or ""


def from_stream(image: dict[str, dict[str, object]]) -> tuple[Errand, str, str]:
    """The errand inside a DynamoDB stream record, the id of its call, and the id of its canvass."""
    row = ErrandRow()
    row.deserialize(image)
    return row.errand, row.incident_id, row.canvass_id
