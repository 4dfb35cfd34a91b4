"""A canvass on engines that run the conditions themselves: two people, invitations, a reminder, an answer, an end."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rtcc.access.model import Actor, Role, system
from rtcc.aws import places, seals, table, uploads
from rtcc.aws.places import Place
from rtcc.canvass import (
    answered,
    answers,
    asked,
    closing,
    deciding,
    errands,
    invitations,
    links,
    reminding,
    reviews,
    store,
)
from rtcc.canvass import rows as canvass_rows
from rtcc.canvass import service as canvasses
from rtcc.canvass.model import CanvassState, Purpose, RequestState
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, Refused
from rtcc.foundation.geo import Point
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call
from rtcc.incidents.store import IncidentRow
from rtcc.messages import secret
from rtcc.messages.silences import SilenceRow
from rtcc.messages.store import MessageRow
from rtcc.registry import atlas, consent, rows, ways_in
from rtcc.registry import service as registry
from rtcc.registry.model import Form, Kind
from rtcc.registry.particulars import Cameras, Cover, Facing, Recording
from tests.unit.conftest import ENVIRONMENT
from tests.unit.fakes import Keys

CENTER = Point(32.5, -93.7)
VISITOR = Actor("visitor", Role.VISITOR, how="none")
ANALYST = Actor("usr_analyst", Role.ANALYST, badge="7")
SUPERVISOR = Actor("usr_supervisor", Role.SUPERVISOR, badge="9")
ERRANDS = system("invite_registrants")
CAMERAS = (Cameras(2, Facing.N, (Cover.STREET,), Recording.MOTION, 14, True),)
ROOMS = ("registry", "messages", "custody", "canvass", "incidents")
MADE = (rows.RegistrantRow, MessageRow, LineRow, canvass_rows.CanvassRow, IncidentRow)
ROWS = (
    *MADE,
    rows.KeyRow,
    ways_in.WayRow,
    atlas.PlaceRow,
    atlas.CountRow,
    SilenceRow,
    canvass_rows.RequestRow,
    canvass_rows.LinkRow,
    canvass_rows.CodeRow,
    canvass_rows.SubmissionRow,
    asked.AskedRow,
    asked.MonthRow,
    errands.ErrandRow,
    reviews.SpotRow,
    reviews.ReviewRow,
    answered.AnswerRow,
)


def _forget_connections():
    table._connection.cache_clear()
    for row in ROWS:
        row._connection = None


# Not named `city`: who asks for that waits for a running one.
@pytest.fixture(params=["bare_cloud", "real_tables"], ids=["ministack", "DynamoDB Local"])
def residents(request, monkeypatch):
    """Tables of this test's own on a real engine, one person may ask nobody alone, and two residents."""
    account = request.getfixturevalue(request.param)
    told = ENVIRONMENT | {
        "AWS_ENDPOINT_URL_DYNAMODB": account.endpoint,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key,
        "AWS_DEFAULT_REGION": "us-east-1",
        "CANVASS": '{"most_asked": 0, "requests_a_month": 2, "same_place": 99}',
    }
    told |= {f"TABLE_{room.upper()}": f"{room}-{uuid4().hex}" for room in ROOMS}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    _forget_connections()
    for row in MADE:
        row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    monkeypatch.setattr(places, "find", lambda address: Place(address, CENTER))
    monkeypatch.setattr(seals, "mac", Keys().mac)
    monkeypatch.setattr(uploads, "abort_upload", lambda *_, **__: None)
    yield [resident(n) for n in (1, 2)]
    _forget_connections()


def resident(n):
    form = Form(
        Kind.RESIDENT,
        f"Resident {n}",
        f"resident{n}@example.org",
        f"+1318555{n:04d}",
        f"40{n} Alder Street",
        CAMERAS,
        "en",
        "bluebird",
        consent.VERSION,
    )
    one = registry.register(VISITOR, form)
    for channel, via in (("email", "email"), ("phone", "text")):
        registry.confirm(VISITOR, one.id, channel=channel, code=secret.code(one.id, via, 1))
    return one


def opened(number="26-1"):
    told = Call(number, 1, "robbery", "410 Alder Street", CENTER, clock.now() - timedelta(hours=1))
    call = incidents.take_call(Actor("usr_cad", Role.DISPATCHER), told)[0]
    window = {"from_at": clock.now() - timedelta(hours=1), "to_at": clock.now()}
    how = {"key": f"key-{number}", "radius_m": 300, "purpose": Purpose.INVESTIGATE}
    return canvasses.open_canvass(ANALYST, call.id, **how, **window)[0]


def approved(number="26-1"):
    one = opened(number)
    deciding.approve(SUPERVISOR, one.incident_id, one.id)
    return one


def now(one):
    return store.canvass(one.incident_id, one.id)


def held(one, person):
    (request,) = [request for request in asked.of_registrant(person.id) if request.canvass_id == one.id]
    return links.open_link(secret.token(request.id, request.issue), peer="192.0.2.7 a browser")


def test_a_second_person_and_no_other_lets_it_ask(residents, monkeypatch):
    one = opened()
    assert (one.state, invitations.invite_all(ERRANDS, one)) == (CanvassState.WAITING, 0)
    assert [found.id for found in canvasses.for_a_second_person()] == [one.id]
    with pytest.raises(Refused):
        deciding.approve(ANALYST, one.incident_id, one.id)
    with monkeypatch.context() as fooled:
        fooled.setattr(deciding, "_must_wait", lambda *_: None)
        with pytest.raises(Conflict):
            deciding.approve(ANALYST, one.incident_id, one.id)
    assert now(one).state is CanvassState.WAITING

    deciding.approve(SUPERVISOR, one.incident_id, one.id)

    assert [invitations.invite_all(ERRANDS, one) for _ in range(2)] == [2, 0]
    assert now(one).asked == 2


def test_answers_are_counted_a_reminder_goes_once_and_an_end_holds(residents):
    one = approved()
    invitations.invite_all(ERRANDS, one)
    first, second = (held(one, person) for person in residents)
    answers.answer(first, RequestState.LATER)
    answers.answer(held(one, residents[0]), RequestState.NOTHING_RECORDED)
    reminding.remind(ANALYST, one.incident_id, one.id)
    assert [reminding.remind_all(ERRANDS, one) for _ in range(2)] == [1, 0]

    closing.close(ANALYST, one.incident_id, one.id)
    with pytest.raises(Gone):
        answers.answer(second, RequestState.DECLINED)
    assert [closing.close_requests(ERRANDS, one) for _ in range(2)] == [1, 0]

    after = now(one)
    assert (after.state, after.nothing_recorded, after.later, after.unsent) == (CanvassState.CLOSED, 1, 0, 1)
    states = {row.template.value: row.state.value for row in MessageRow.scan(MessageRow.id.startswith("msg_"))}
    assert states["remind"] == "cancelled"


def test_nobody_is_asked_a_third_time_in_a_month(residents):
    invited = [invitations.invite_all(ERRANDS, approved(f"26-{n}")) for n in range(3)]

    assert invited == [2, 2, 0]
    assert [len(asked.of_registrant(person.id)) for person in residents] == [2, 2]


def test_who_is_invited_amid_an_end_is_not(residents, monkeypatch):
    one = approved()
    real = invitations.notices

    def notices(*said):
        closing.close(ANALYST, one.incident_id, one.id)
        return real(*said)

    monkeypatch.setattr(invitations, "notices", notices)

    assert invitations.invite_all(ERRANDS, one) == 0
    assert now(one).asked == 0
    assert list(asked.by_canvass(one.id)) == []
