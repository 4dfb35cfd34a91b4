"""The registry on engines that run the conditions themselves: sign up, sign in, move, pause, leave, and come back."""

from uuid import uuid4

import pytest

from rtcc.access.model import Actor, Role, system
from rtcc.aws import places, seals, table
from rtcc.aws.places import Place
from rtcc.custody.store import LineRow
from rtcc.foundation.errors import Conflict
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle
from rtcc.messages import secret
from rtcc.messages.silences import SilenceRow
from rtcc.messages.store import MessageRow
from rtcc.registry import atlas, consent, contacts, leaving, membership, naps, rows, signing_in, store, ways_in
from rtcc.registry import service as registry
from rtcc.registry.model import Form, Kind, State
from rtcc.registry.particulars import Cameras, Cover, Facing, Recording
from tests.unit.conftest import ENVIRONMENT
from tests.unit.fakes import Keys

CENTER, FAR, NEXT_DOOR = Point(32.5, -93.7), Point(32.52, -93.72), Point(32.5001, -93.7)
VISITOR = Actor("visitor", Role.VISITOR, how="none")
CAMERAS = (Cameras(2, Facing.N, (Cover.STREET,), Recording.MOTION, 14, True),)
ROWS = (
    rows.RegistrantRow,
    rows.KeyRow,
    atlas.PlaceRow,
    atlas.CountRow,
    naps.NapRow,
    ways_in.WayRow,
    ways_in.TallyRow,
    MessageRow,
    SilenceRow,
    LineRow,
)


def _forget_connections():
    table._connection.cache_clear()
    for row in ROWS:
        row._connection = None


@pytest.fixture(params=["bare_cloud", "real_tables"], ids=["ministack", "DynamoDB Local"])
def homes(request, monkeypatch):
    """Tables of this test's own on a real engine; where the geocoder finds which address."""
    account = request.getfixturevalue(request.param)
    told = ENVIRONMENT | {
        "AWS_ENDPOINT_URL_DYNAMODB": account.endpoint,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    told |= {f"TABLE_{room.upper()}": f"{room}-{uuid4().hex}" for room in ("registry", "messages", "custody")}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    _forget_connections()
    for row in (rows.RegistrantRow, MessageRow, LineRow):
        row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    known = {"9 Far Street": FAR, "403 Alder Street": NEXT_DOOR}
    monkeypatch.setattr(places, "find", lambda address: Place(address, known.get(address, CENTER)))
    monkeypatch.setattr(seals, "mac", Keys().mac)
    yield known
    _forget_connections()


def resident():
    form = Form(
        Kind.RESIDENT,
        "Anna",
        "anna@example.org",
        "+13182220199",
        "401 Alder Street",
        CAMERAS,
        "en",
        "bluebird",
        consent.VERSION,
    )
    one = registry.register(VISITOR, form)
    for channel, via in (("email", "email"), ("phone", "text")):
        one = registry.confirm(VISITOR, one.id, channel=channel, code=secret.code(one.id, via, 1))
    return store.find(one.id)


def me(one):
    return Actor(one.id, Role.MEMBER, how="link")


def near(at):
    return [one.id for one in registry.askable_within(Circle(at, 50))]


def test_a_registration_lives_through_all_that_its_member_may_do(homes, monkeypatch):
    one = resident()
    assert near(CENTER) == [one.id]

    signing_in.ask(VISITOR, "ANNA@example.org")
    signing_in.ask(VISITOR, "nobody@example.org")
    (link,) = (row for row in MessageRow.scan() if getattr(row, "template", "") == "sign_in")
    assert signing_in.open_link(secret.mine(one.id, int(link.issue))) == one

    one = membership.move(me(one), one, "403 Alder Street", None)  # in the same cell of the counts
    assert near(NEXT_DOOR) == [one.id]
    one = membership.move(me(one), one, "9 Far Street", None)
    assert (near(CENTER), near(FAR)) == ([], [one.id])

    one = membership.pause(me(one), one, 7)
    assert (near(FAR), store.find(one.id).state) == ([], State.PAUSED)
    one = membership.pause(me(one), one, 9)
    later = one.paused_until
    monkeypatch.setattr(membership.clock, "now", lambda: later)
    assert membership.wake(system("wake_registrants")) == 1
    assert near(FAR) == [one.id]


def test_contacts_change_and_who_leaves_is_gone(homes):
    one = resident()
    one = contacts.ask(me(one), one, channel="email", to="new@example.org")
    one = contacts.confirm(me(one), one, secret.code(one.id, "email", one.changing.issue))
    assert (store.holder("anna@example.org"), store.holder("new@example.org").id) == (None, one.id)

    leaving.leave(me(one), one)

    assert (store.find(one.id), store.holder("new@example.org"), near(CENTER)) == (None, None, [])
    assert resident().id != one.id


def test_of_two_at_one_moment_one_wins(homes):
    one = resident()
    membership.pause(me(one), one, None)

    for act in (lambda: membership.move(me(one), one, "9 Far Street", None), lambda: leaving.leave(me(one), one)):
        with pytest.raises(Conflict):
            act()

    assert store.find(one.id).state is State.PAUSED
    assert near(CENTER) == []
