"""What was drawn is judged by an auditor, once, and never by whoever looked (abuse 41)."""

from dataclasses import replace

import pytest

from rtcc.access.model import Action, Actor, Role
from rtcc.access.permissions import PERMISSIONS
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused
from rtcc.roster import service as roster
from rtcc.sample import service as sample
from rtcc.sample import store
from rtcc.sample.model import Finding
from tests.unit.city import ANALYST
from tests.unit.sampling import AUDITOR, OTHER_AUDITOR, SELF, day_now, drawn, looked, next_day, to_noon
from tests.unit.watching import SUPERVISOR

PAGE, FINDING, COUNTS = "console:GET:/sample", "console:POST:/sample/{look_id}/finding", "citizen:GET:/counts"


@pytest.fixture(autouse=True)
def noon(later):
    to_noon(later)


@pytest.fixture
def auditor(city):
    roster.enroll(
        SELF, identity="staff:auditor", name="Au", badge="90", role=Role.AUDITOR, agency="PD", ori="LA0", site=""
    )
    return "staff:auditor"


def sampled(city, later, *who):
    """The drawn looks of a day on which these people looked once each."""
    city.call()
    for one in who or (ANALYST,):
        looked(one, purpose="call")
    day = day_now()
    next_day(later)
    drawn()
    return sample.looks(day)


def test_abuse_041_an_auditor_reads_what_was_drawn_and_judges_it(city, at, later, auditor):
    (look,) = sampled(city, later)

    told = at(PAGE, who=auditor).body

    assert (told["day"], told["waiting"]) == (look.day, [look.day])
    assert (told["draw"]["looks"], told["draw"]["drawn"]) == (1, 1)
    (one,) = told["looks"]
    assert (one["badge"], one["event"], one["reason"], one["asked"]) == (
        "7",
        "preview.read",
        "26-1",
        {"purpose": "call"},
    )
    assert (one["call_kind"], one["call_address"]) == ("robbery", "410 Alder Street")
    assert "finding" not in one
    said = at(FINDING, path={"look_id": one["id"]}, body={"finding": "in_order"}, who=auditor)
    assert (said.status, said.body["finding"], said.body["judged_by"]) == (200, "in_order", "90")
    assert at(PAGE, who=auditor, query={"day": [look.day]}).body["waiting"] == []
    line = custody.last(look.id)
    assert (line.event, line.badge) == ("sample.judge", "90")
    assert line.facts == {
        **{"finding": "in_order", "day": look.day, "by": "7", "look": "preview.read"},
        **{"of": look.subject, "line": 1},
    }


def test_a_day_that_is_no_day_and_one_that_is_not_drawn(at, auditor):
    assert at(PAGE, who=auditor, query={"day": ["2026-13-01"]}).status == 422
    assert at(PAGE, who=auditor, query={"day": ["../x"]}).status == 422
    told = at(PAGE, who=auditor, query={"day": ["2026-01-01"]}).body
    assert (told["looks"], "draw" in told) == ([], False)


def test_abuse_041_nobody_judges_their_own_look_by_whatever_account(city, later):
    (mine,) = sampled(city, later, AUDITOR)

    for same in (AUDITOR, replace(AUDITOR, id="usr_another"), replace(AUDITOR, badge="99")):
        with pytest.raises(Refused) as refused:
            sample.judge(same, mine.id, Finding.IN_ORDER)
        assert refused.value.slug == "own-look"
    assert store.find(mine.id) == mine


def test_the_table_itself_refuses_who_looked(city, later):
    (mine,) = sampled(city, later, AUDITOR)
    after = replace(mine, finding=Finding.IN_ORDER, judged_by="77", judged_at=mine.at)

    with pytest.raises(Conflict):
        transact(*store.judging(after, by_id=AUDITOR.id))
    with pytest.raises(Conflict):
        transact(*store.judging(replace(after, judged_by=AUDITOR.badge), by_id="usr_x"))
    assert store.counts().judged == 0


def test_supervisors_judge_auditors_and_nobody_else(city, later):
    mine, theirs = sorted(sampled(city, later, ANALYST, AUDITOR), key=lambda look: look.role)

    with pytest.raises(Refused) as refused:
        sample.judge(SUPERVISOR, mine.id, Finding.IN_ORDER)
    assert refused.value.slug == "auditors-only"
    assert sample.judge(SUPERVISOR, theirs.id, Finding.IN_ORDER).judged_by == SUPERVISOR.badge
    assert sample.judge(OTHER_AUDITOR, mine.id, Finding.IN_ORDER).judged_by == "91"


def test_what_is_not_in_order_needs_words_and_a_look_is_judged_once(city, later):
    (look,) = sampled(city, later)

    with pytest.raises(Invalid):
        sample.judge(AUDITOR, look.id, Finding.NOT_IN_ORDER)
    sample.judge(AUDITOR, look.id, Finding.NOT_IN_ORDER, words="no such call")
    with pytest.raises(Conflict) as again:
        sample.judge(OTHER_AUDITOR, look.id, Finding.IN_ORDER)

    assert again.value.slug == "judged"
    assert (store.find(look.id).words, store.find(look.id).judged_by) == ("no such call", "90")
    assert (store.counts().drawn, store.counts().judged, store.counts().not_in_order) == (1, 1, 1)
    assert "no such call" not in str([line.facts for line in city.lines()])


def test_what_was_not_drawn_cannot_be_judged(city):
    with pytest.raises(NotFound):
        sample.judge(AUDITOR, "smp_" + "0" * 26, Finding.IN_ORDER)


def test_a_look_of_a_draw_that_was_never_written_down_is_not_there(city, later, monkeypatch):
    looked()
    day = day_now()
    next_day(later)
    monkeypatch.setattr(store, "drawing", lambda _one: (_ for _ in ()).throw(RuntimeError("killed")))
    with pytest.raises(RuntimeError):
        sample.draw(SELF, day)
    (left,) = store.of_day(day)

    with pytest.raises(NotFound):
        sample.judge(AUDITOR, left.id, Finding.IN_ORDER)


def test_who_may_read_and_judge():
    assert PERMISSIONS[Action.READ_SAMPLE] == PERMISSIONS[Action.JUDGE_SAMPLE] == {Role.AUDITOR, Role.SUPERVISOR}
    assert PERMISSIONS[Action.DRAW_SAMPLE] == {Role.SYSTEM}
    assert not Actor("usr_1", Role.ANALYST).may(Action.READ_SAMPLE)


def test_the_public_reads_how_many_were_drawn_judged_and_not_in_order(city, at, later):
    assert at(COUNTS).body["audit"] == {"drawn": 0, "judged": 0, "not_in_order": 0}
    (look,) = sampled(city, later)
    sample.judge(AUDITOR, look.id, Finding.NOT_IN_ORDER, words="no such call")
    drawn()

    told = at(COUNTS).body["audit"]

    assert told.pop("at")
    assert told == {"drawn": 1, "judged": 1, "not_in_order": 1}
    assert custody.last("sample").facts == told
    drawn()
    assert len(custody.lines("sample")) == 2
