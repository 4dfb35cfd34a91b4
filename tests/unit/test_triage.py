"""Triage: what is accepted is kept longer, what is not needed is not, and nothing is ever taken away."""

import pytest

from rtcc.aws.blobs import Lock
from rtcc.canvass import store, triage
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Unavailable
from rtcc.vault import service as vault
from rtcc.vault.model import Verdict
from tests.unit.city import ANALYST
from tests.unit.test_vault import admitted, received


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def verdict_of(one):
    return store.submission(one.request_id, one.submission_id).verdict


def test_what_is_accepted_is_locked_for_thirty_days_and_its_sender_can_see_it(city, item):
    after = triage.judge(ANALYST, item.id, Verdict.ACCEPT, note="shows the car")

    days = (after.locked_until - clock.now()).total_seconds() / 86400
    assert 29.9 < days <= 30
    assert vault.lock_of(after) == Lock("COMPLIANCE", after.locked_until, True)
    assert (after.verdict, after.judged_by, after.judged_note) == (Verdict.ACCEPT, "7", "shows the car")
    assert verdict_of(item) == "accept"
    line = custody.last(item.id)
    assert (line.event, line.reason, line.facts["verdict"]) == ("evidence.triage", item.incident_number, "accept")
    assert "car" not in str(line)


def test_what_is_not_needed_keeps_its_first_lock_and_its_hold(city, item):
    before = vault.lock_of(item)

    after = triage.judge(ANALYST, item.id, Verdict.NOT_NEEDED)

    assert after.locked_until == item.locked_until
    assert vault.lock_of(item) == before
    assert before.hold
    assert verdict_of(item) == "not_needed"


def test_a_duplicate_names_the_item_that_it_is_of(city, item):
    triage.judge(ANALYST, item.id, Verdict.NOT_NEEDED)

    with pytest.raises(Invalid):
        triage.judge(ANALYST, item.id, Verdict.DUPLICATE)
    with pytest.raises(Invalid):
        triage.judge(ANALYST, item.id, Verdict.DUPLICATE, of=item.id)
    with pytest.raises(NotFound):
        triage.judge(ANALYST, item.id, Verdict.DUPLICATE, of="evi_" + "0" * 26)
    with pytest.raises(Invalid):
        triage.judge(ANALYST, item.id, Verdict.ACCEPT, of="evi_" + "0" * 26)
    assert vault.item(item.id).verdict is Verdict.NOT_NEEDED


def test_a_lock_is_never_made_shorter(city, item, later):
    kept = triage.judge(ANALYST, item.id, Verdict.ACCEPT)

    assert triage.judge(ANALYST, item.id, Verdict.NOT_NEEDED).locked_until == kept.locked_until


def test_a_store_that_does_not_confirm_is_a_line_of_its_own_and_may_be_asked_again(city, item):
    city.store.confirms = False
    with pytest.raises(Unavailable) as refused:
        triage.judge(ANALYST, item.id, Verdict.ACCEPT)
    assert refused.value.slug == "not-prolonged"
    assert city.outcomes(item.id)[-2:] == [("evidence.triage", "done"), ("evidence.triage", "failed")]

    city.store.confirms = True
    assert vault.lock_of(triage.judge(ANALYST, item.id, Verdict.ACCEPT)).hold


def test_what_an_agency_has_is_not_judged_here(city, item, monkeypatch):
    from rtcc.aws.table import transact

    transact(vault.releasing(item.id, to="TX1", at=clock.now()))

    with pytest.raises(Conflict) as refused:
        triage.judge(ANALYST, item.id, Verdict.NOT_NEEDED)
    assert refused.value.slug == "released"


def test_abuse_085_a_verdict_whose_judge_never_heard_of_it_is_one_verdict_when_said_again(city, item, later):
    first = triage.judge(ANALYST, item.id, Verdict.ACCEPT, note="the red car")
    before = city.contents()

    assert triage.judge(ANALYST, item.id, Verdict.ACCEPT, note="the red car") == first
    assert city.contents() == before

    later(hours=1)
    triage.judge(ANALYST, item.id, Verdict.ACCEPT, note="the red car")
    assert city.outcomes(item.id)[-2:] == [("evidence.triage", "done")] * 2
