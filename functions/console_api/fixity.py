"""The report of fixity on the console: what was read again, when, and whether it still is what was sealed (P3.3)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.vault import fixity_report
from rtcc.vault.model import Item

door = Door("console", "fixity")


class Differing(Reply):
    """One item that was not what was sealed when it was read: `differs`, or `unreadable`."""

    id: str
    incident_number: str
    result: str
    checked_at: Instant
    sha256: str  # as sealed
    found: str  # as read; empty when it could not be


class FixityReport(Reply):
    """Items that are kept; how many were read again within 30 days, and never since admission; what differs.

    `oldest_checked_at` is of the item that was not read for longest, admission counted; `bytes_checked` of 30 days.
    """

    items: int
    checked_30_days: int
    never_checked: int
    oldest_checked_at: Instant | None
    bytes_checked: int
    differs: list[Differing]


@door.route("GET", "/fixity", action=Action.READ_FIXITY, sign_in=SignIn.STAFF, record=Record.WATCH, reply=FixityReport)
def report(_visit: Visit) -> FixityReport:
    """The report, as it is now."""
    told = fixity_report.report()
    names = FixityReport.model_fields.keys() - {"differs"}
    return FixityReport(
        **{name: getattr(told, name) for name in names}, differs=[_differing(one) for one in told.differs]
    )


def _differing(one: Item) -> Differing:
    found = one.fixity
    assert found is not None
    return Differing(
        id=one.id,
        incident_number=one.incident_number,
        result=found.result.value,
        checked_at=found.checked_at,
        sha256=one.sha256,
        found=found.sha256,
    )
