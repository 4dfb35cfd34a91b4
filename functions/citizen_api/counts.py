"""What is counted in public: delayed notices (P2.4), evidence that was read again (P3.3), looks that were audited."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit
from rtcc.live import notices
from rtcc.sample import service as sample
from rtcc.vault import fixity_report

door = Door("citizen", "counts")


class Delays(Reply):
    """Delays there ever were, of this year (UTC), and those that hold now."""

    total: int
    this_year: int
    open: int


class Fixity(Reply):
    """Items that are kept, those read again within 30 days, those that differed; as the record has had it since `at`.

    Zeros, and no `at`, before the first check.
    """

    items: int
    checked_30_days: int
    differs: int
    at: Instant | None = None


class Audit(Reply):
    """Looks that were drawn for audit, those of them judged, and those found not in order; as of `at`."""

    drawn: int
    judged: int
    not_in_order: int
    at: Instant | None = None


class CountsReply(Reply):
    """All of it."""

    delayed_notices: Delays
    fixity: Fixity
    audit: Audit


@door.route("GET", "/counts", action=Action.READ_COUNTS, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=CountsReply)
def counts(_visit: Visit) -> CountsReply:
    """The counts, as they are now. No name, no call, no camera."""
    told = notices.counts()
    read, audited = fixity_report.published(), sample.published()
    return CountsReply(
        delayed_notices=Delays(total=told.total, this_year=told.this_year, open=told.open),
        fixity=Fixity(items=read.items, checked_30_days=read.checked_30_days, differs=read.differs, at=read.at),
        audit=Audit(drawn=audited.drawn, judged=audited.judged, not_in_order=audited.not_in_order, at=audited.at),
    )
