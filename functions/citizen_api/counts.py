"""What is counted in public: how often a supervisor delayed an owner's notice of a view (P2.4)."""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit
from rtcc.live import notices

door = Door("citizen", "counts")


class Delays(Reply):
    """Delays there ever were, of this year (UTC), and those that hold now."""

    total: int
    this_year: int
    open: int


class CountsReply(Reply):
    """All of it."""

    delayed_notices: Delays


@door.route("GET", "/counts", action=Action.READ_COUNTS, sign_in=SignIn.NOBODY, record=Record.OPEN, reply=CountsReply)
def counts(_visit: Visit) -> CountsReply:
    """The counts, as they are now. No name, no call, no camera."""
    told = notices.counts()
    return CountsReply(delayed_notices=Delays(total=told.total, this_year=told.this_year, open=told.open))
