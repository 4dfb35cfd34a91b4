"""Holds: one person puts one, two people take it off; the store follows, and every refusal has its sentence."""

from dataclasses import replace

import pytest

from rtcc.access.model import Actor, Role
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound, Refused
from rtcc.vault import ending, holds, keeping
from rtcc.vault import service as vault
from tests.unit.test_vault import admitted, received

DETECTIVE = Actor("usr_d", Role.DETECTIVE, badge="D-1", how="cognito+totp")
SUPERVISOR = Actor("usr_s", Role.SUPERVISOR, badge="S-1", how="cognito+totp")
OTHER = Actor("usr_o", Role.SUPERVISOR, badge="S-2", how="cognito+totp")
TRIAL = {"reason": "the trial", "authority": "District Attorney", "case": "26-77"}


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def put(item, key="key-00001", actor=DETECTIVE, **more):
    return holds.put(actor, item.id, key=key, **(TRIAL | more))[0]


def only(item):
    (hold,) = item.holds
    return hold


def last(item):
    line = custody.last(item.id)
    return line.event, line.outcome.value, line.reason, line.facts


def test_a_hold_is_put_beside_the_others_by_one_person_with_its_reason_and_authority(item):
    hold = put(item)

    assert vault.item(item.id).holds == (only(item), hold)
    assert (hold.reason, hold.authority, hold.case, hold.by) == ("the trial", "District Attorney", "26-77", "D-1")
    event, outcome, reason, facts = last(item)
    assert (event, outcome, reason) == ("evidence.hold", "done", "26-77")
    assert (facts["hold"], facts["authority"], facts["holds"]) == (hold.id, "District Attorney", 2)


def test_the_same_key_holds_once_and_another_key_holds_again(city, item):
    first, new = holds.put(DETECTIVE, item.id, key="key-00001", **TRIAL)
    before = city.contents()

    assert holds.put(DETECTIVE, item.id, key="key-00001", **TRIAL) == (first, False)
    assert (new, city.contents()) == (True, before)
    assert put(item, key="key-00002").id != first.id


def test_who_holds_at_the_same_moment_as_another_loses_nothing(item, monkeypatch):
    real, raced = holds.transact, []

    def race(*writes):
        if not raced:
            raced.append(put_by_another := keeping.holding(item, (*item.holds, replace(only(item), id="hld_9"))))
            real(put_by_another)
        real(*writes)

    monkeypatch.setattr(holds, "transact", race)
    hold = put(item)

    assert [one.id for one in vault.item(item.id).holds] == [only(item).id, "hld_9", hold.id]


def test_an_item_that_an_agency_has_and_one_in_quarantine_can_be_held(city, item):
    transact(vault.releasing(item.id, to="TX1", at=clock.now()))
    infected = admitted(city, received(city, 2), verdict="THREATS_FOUND")

    for one in (item, infected):
        assert put(one) in vault.item(one.id).holds


def test_a_hold_is_lifted_when_a_second_person_agrees_and_the_record_names_both(item):
    hold = put(item)
    asked = holds.ask_lift(DETECTIVE, item.id, hold.id, why="the case is closed")
    assert vault.item(item.id).holds[1] == asked

    after = holds.lift(SUPERVISOR, item.id, hold.id)

    assert after.holds == vault.item(item.id).holds == item.holds
    event, outcome, reason, facts = last(item)
    assert (event, outcome, reason) == ("hold.lift", "done", "26-77")
    assert (facts["asked_by"], facts["holds"], custody.last(item.id).badge) == ("D-1", 1, "S-1")


def test_the_hold_of_admission_is_lifted_like_any_other_also_when_an_agency_has_the_item(item):
    transact(vault.releasing(item.id, to="TX1", at=clock.now()))
    holds.ask_lift(DETECTIVE, item.id, only(item).id, why="the agency has it")

    assert holds.lift(SUPERVISOR, item.id, only(item).id).holds == ()


def test_asking_twice_asks_once_and_another_person_s_asking_is_a_conflict(city, item):
    first = holds.ask_lift(SUPERVISOR, item.id, only(item).id, why="closed")
    before = city.contents()

    assert holds.ask_lift(SUPERVISOR, item.id, only(item).id, why="again") == first
    assert city.contents() == before
    with pytest.raises(Conflict) as refused:
        holds.ask_lift(OTHER, item.id, only(item).id, why="me too")
    assert refused.value.slug == "already-asked"


@pytest.mark.parametrize(
    "same", [replace(SUPERVISOR, badge="another"), replace(OTHER, badge=SUPERVISOR.badge), SUPERVISOR]
)
def test_abuse_030_who_asked_to_lift_a_hold_never_agrees_to_it_by_id_or_by_badge(city, item, same):
    holds.ask_lift(SUPERVISOR, item.id, only(item).id, why="closed")
    before = city.contents()

    with pytest.raises(Refused) as refused:
        holds.lift(same, item.id, only(item).id)

    assert refused.value.slug == "own-request"
    assert city.contents() == before


def test_abuse_030_who_takes_over_the_request_between_look_and_act_does_not_lift_alone(item, monkeypatch):
    hold = only(item)
    holds.ask_lift(SUPERVISOR, item.id, hold.id, why="closed")
    real = holds.transact

    def race(*writes):
        asked = vault.item(item.id)
        mine = replace(only(asked), lift=replace(only(asked).lift, asked_by="S-2", asked_by_id="usr_o"))
        real(keeping.holding(asked, (mine,)))
        real(*writes)

    with monkeypatch.context() as raced:
        raced.setattr(holds, "transact", race)
        with pytest.raises(Conflict, match="changed"):
            holds.lift(OTHER, item.id, hold.id)

    assert vault.item(item.id).holds[0].id == hold.id


def test_nobody_lifts_what_nobody_asked_to_lift(item):
    for act in (holds.lift, lambda *who: holds.refuse_lift(*who, why="no")):
        with pytest.raises(Conflict) as refused:
            act(SUPERVISOR, item.id, only(item).id)
        assert refused.value.slug == "not-asked"


def test_a_refused_lifting_leaves_the_hold_and_can_be_asked_again(item):
    holds.ask_lift(DETECTIVE, item.id, only(item).id, why="closed")

    assert holds.refuse_lift(SUPERVISOR, item.id, only(item).id, why="an appeal is pending") == only(item)
    event, outcome, _, facts = last(item)
    assert (event, outcome, facts["why"], facts["asked_by"]) == (
        "hold.refuse_lift",
        "done",
        "an appeal is pending",
        "D-1",
    )
    assert holds.ask_lift(SUPERVISOR, item.id, only(item).id, why="now it is").lift.asked_by == "S-1"


def test_what_never_held_the_item_is_not_found(city, item):
    other = put(admitted(city, received(city, 2)))
    for hold_id in ("hld_" + "0" * 26, other.id, ""):
        with pytest.raises(NotFound):
            holds.ask_lift(DETECTIVE, item.id, hold_id, why="x")
        with pytest.raises(NotFound):
            holds.lift(SUPERVISOR, item.id, hold_id)
        with pytest.raises(NotFound):
            holds.refuse_lift(SUPERVISOR, item.id, hold_id, why="x")


def test_a_hold_that_was_lifted_is_lifted_once_and_its_id_never_comes_back(city, item):
    hold = put(item)
    holds.ask_lift(DETECTIVE, item.id, hold.id, why="closed")
    holds.lift(SUPERVISOR, item.id, hold.id)
    before = city.contents()

    assert holds.lift(SUPERVISOR, item.id, hold.id).holds == item.holds
    again = (
        lambda: holds.lift(OTHER, item.id, hold.id),
        lambda: holds.ask_lift(DETECTIVE, item.id, hold.id, why="x"),
        lambda: holds.refuse_lift(OTHER, item.id, hold.id, why="x"),
        lambda: put(item),
    )
    for act in again:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.slug == "already-lifted"
    assert city.contents() == before


def test_an_item_carries_a_limited_number_of_holds(item, monkeypatch):
    monkeypatch.setattr(holds, "MOST_HOLDS", 2)
    put(item)

    with pytest.raises(Conflict) as refused:
        put(item, key="key-00002")
    assert refused.value.slug == "too-many-holds"


@pytest.mark.parametrize("slug", ["expunged", "disposed"])
def test_what_ended_takes_no_hold_and_gives_none_away(city, item, slug):
    hold = only(item)
    if slug == "expunged":
        transact(ending.expunging(item, disposal_id="dsp_1", at=clock.now()))
    else:
        transact(keeping.holding(item, ()))
        (row,) = city.backend.tables["vault"].all_items()
        row.attrs["state"].value = "disposed"
    acts = (
        lambda: put(item),
        lambda: holds.ask_lift(DETECTIVE, item.id, hold.id, why="x"),
        lambda: holds.lift(SUPERVISOR, item.id, hold.id),
        lambda: holds.refuse_lift(SUPERVISOR, item.id, hold.id, why="x"),
        lambda: vault.download(SUPERVISOR, item.id, reason="26-1"),
        lambda: vault.released(item.id),
    )
    for act in acts:
        with pytest.raises(Gone) as refused:
            act()
        assert refused.value.slug == slug
    assert vault.known(item.id).standing == slug


def test_an_item_that_does_not_exist_is_not_held(city):
    with pytest.raises(NotFound):
        holds.put(DETECTIVE, "evi_" + "0" * 26, key="key-00001", **TRIAL)
