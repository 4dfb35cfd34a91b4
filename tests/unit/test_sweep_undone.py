"""What was written down and whose stream record was lost is carried out all the same, once (abuse 88)."""

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import UpdateError

from functions.deliver_release import handler as deliver_release
from functions.invite_registrants import handler as invite_registrants
from rtcc.canvass.errands import DUE, ErrandRow
from rtcc.foundation import clock
from rtcc.release.model import State
from rtcc.release.rows import ReleaseRow
from rtcc.sweep import undone
from tests.unit.sweeping import stocked, swept, told
from tests.unit.test_functions import stream


@pytest.fixture
def shelf(city, monkeypatch):
    return stocked(city, monkeypatch)


@pytest.fixture
def asked(city, shelf, later):
    """A canvass that nobody carried out, an hour ago."""
    city.resident()
    one = city.canvass(city.call())
    assert swept() == {}
    later(hours=1)
    return one


def due(city):
    """The errands as the stream brings them: only those that are due."""
    return stream(row for row in ErrandRow.scan(ErrandRow.due == DUE))


def test_abuse_088_an_errand_whose_record_was_lost_is_asked_for_again_and_carried_out_once(city, asked):
    before = [row.asked_again_at for row in ErrandRow.scan(ErrandRow.kind == "errand")]

    assert [swept(), swept()] == [{"undone": 1}] * 2

    (row,) = ErrandRow.scan(ErrandRow.kind == "errand")
    assert before == [None]
    assert row.asked_again_at > asked.opened_at
    assert invite_registrants.handle(due(city), None) == {"batchItemFailures": []}
    assert [line.event for line in city.lines()].count("canvass.invite") == 1
    assert told(asked.id) == [("undone", True, "done")]
    assert swept() == {}


def test_an_errand_that_was_carried_out_is_not_due_and_not_found(city, asked):
    invite_registrants.handle(due(city), None)

    assert due(city) == {"Records": []}
    assert swept() == {}


def test_an_errand_that_failed_stays_due(city, asked, monkeypatch):
    monkeypatch.setitem(invite_registrants._carry_out, next(iter(invite_registrants._carry_out)), None)
    with pytest.raises(Exception, match="All records failed"):
        invite_registrants.handle(due(city), None)

    assert swept() == {"undone": 1}


def test_a_table_that_refuses_is_no_cure_and_its_line_says_so(city, asked, monkeypatch):
    def refuse(*_, **__):
        told = {"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}
        raise UpdateError("no", cause=ClientError(told, "UpdateItem"))

    monkeypatch.setattr(ErrandRow, "update", refuse)

    with pytest.raises(RuntimeError, match="UpdateError"):
        swept()

    assert told(asked.id) == [("undone", True, "failed")]


def test_what_was_carried_out_meanwhile_is_not_carried_out_again(city, asked):
    (found,) = undone.look()
    invite_registrants.handle(due(city), None)
    before = [line.event for line in city.lines()]

    found.cure()

    assert due(city) == {"Records": []}  # the stream wakes nobody for it
    assert [line.event for line in city.lines()] == before
    assert swept() == {}


def test_abuse_088_an_approved_release_whose_record_was_lost_is_packed_all_the_same(center, later):
    one = center.approved(center.item())
    assert list(undone.look()) == []
    later(hours=1)

    (found,) = undone.look()
    found.cure()

    row = ReleaseRow.get(one.id)
    assert (found.amiss.value, found.subject, found.reason) == ("undone", one.id, one.case)
    assert row.asked_again_at > one.decided_at
    assert clock.now() >= row.asked_again_at
    assert deliver_release.handle(stream([row]), None) == {"batchItemFailures": []}
    assert ReleaseRow.get(one.id).state is State.PACKED
    assert list(undone.look()) == []
    assert center.outcomes(one.id).count(("release.pack", "done")) == 1


def test_a_release_that_was_packed_meanwhile_is_not_packed_again(center, later):
    one = center.approved(center.item())
    later(hours=1)
    (found,) = undone.look()
    deliver_release.handle(stream([ReleaseRow.get(one.id)]), None)

    found.cure()

    row = ReleaseRow.get(one.id)
    assert deliver_release.handle(stream([row]), None) == {"batchItemFailures": []}
    assert row.state is State.PACKED
    assert center.outcomes(one.id).count(("release.pack", "done")) == 1
