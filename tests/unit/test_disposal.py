"""Evidence ends by two people's hands, after hours to think, and never while anything keeps it (P3.4, P10.2)."""

from dataclasses import replace

import pytest

from rtcc.access.model import Role
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, Invalid, NotFound, Refused
from rtcc.retention import disposals, endings, service
from rtcc.retention.ending import MOST_ITEMS, State, What
from rtcc.vault import service as vault
from rtcc.vault.model import State as Standing
from rtcc.vault.model import admission_hold
from rtcc.vault.store import ItemRow
from tests.unit.retaining import NAMES, SECOND, SUPERVISOR, THE_SAME, THIRD, aged, approved, asked, ordered

OLD = 1_200  # days: longer than a misdemeanor's schedule keeps


@pytest.fixture
def item(center):
    """Evidence that nothing keeps any more."""
    return aged(center.item(), days=OLD)


def hold(item):
    """Somebody holds it, whatever else is going on."""
    one = admission_hold(item.id, case="26-1", at=clock.now())
    ItemRow.get(item.id).update([ItemRow.holds.set((one,))])


def test_what_nothing_keeps_is_due_and_nothing_else_is(center, item):
    aged(center.item(), days=OLD, held=True)
    aged(center.item(), days=OLD, kind="homicide")
    aged(center.item(), days=OLD, kind="")
    aged(center.item(), days=10)
    older = aged(center.item(), days=2 * OLD)

    assert [one.id for one in disposals.due()] == [older.id, item.id]
    approved(older)
    assert [one.id for one in disposals.due()] == [item.id]


def test_asking_writes_a_line_on_the_disposal_and_on_each_item_and_ends_nothing(center, item):
    other = aged(center.item(), days=OLD)

    one = asked(item, other)

    assert (one.what, one.state, one.asked_by) == (What.DISPOSAL, State.ASKED, "5")
    assert [(piece.sha256, piece.version_id) for piece in one.pieces] == [
        (each.sha256, each.version_id) for each in (item, other)
    ]
    assert center.outcomes(one.id) == [("disposal.ask", "done")]
    assert [center.outcomes(each.id)[-1] for each in (item, other)] == [("disposal.ask", "done")] * 2
    assert vault.item(item.id) == item


def test_a_double_click_is_one_disposal(center, item):
    first = asked(item, key="key-00001")

    again, is_new = disposals.ask(SUPERVISOR, key="key-00001", item_ids=[item.id], why="again", is_early=True)

    assert (again, is_new) == (first, False)
    assert len(custody.lines(first.id)) == 1
    assert len(disposals.disposals()) == 1


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ({"held": True}, "on hold (admission)"),
        ({"days": 10}, "schedule keeps it until"),
        ({"kind": ""}, "Nobody has said"),
        ({"kind": "homicide"}, "schedule keeps it until"),
    ],
    ids=["held", "its schedule runs", "unclassified", "no limit"],
)
def test_what_is_kept_is_not_asked_for(center, kept, words):
    one = aged(center.item(), **({"days": OLD} | kept))

    with pytest.raises(Conflict) as refused:
        asked(one)

    assert refused.value.slug == "kept"
    assert words in refused.value.detail
    assert disposals.disposals() == []


def test_two_people_may_end_it_before_its_schedule_does_but_never_what_is_held_or_unclassified(center):
    one = asked(aged(center.item(), days=10), is_early=True)
    assert one.is_early

    for kept in ({"held": True}, {"kind": ""}):
        with pytest.raises(Conflict):
            asked(aged(center.item(), **({"days": 10} | kept)), is_early=True)


def test_the_date_in_the_row_keeps_an_item_that_a_shorter_schedule_would_let_go(center, item):
    ItemRow.get(item.id).update([ItemRow.keep_until.set(clock.after(clock.now(), days=1))])

    with pytest.raises(Conflict):
        asked(item)


@pytest.mark.parametrize("ids", [[], ["x"] * 2, [f"evi_{n:026}" for n in range(MOST_ITEMS + 1)]])
def test_a_disposal_names_as_many_items_as_one_act_can_carry_each_once(center, ids):
    with pytest.raises(Invalid):
        disposals.ask(SUPERVISOR, key="key-00001", item_ids=ids, why="x", is_early=False)


def test_a_disposal_of_the_most_items_is_approved_in_one_transaction(center, item):
    items = [item]
    for n in range(MOST_ITEMS - 1):
        items.append(replace(item, id=f"evi_{n:026}"))
        ItemRow.of(items[-1]).save()

    one = approved(*items)

    assert one.state is State.COOLING
    assert {vault.item(each.id).disposal_id for each in items} == {one.id}


def test_what_does_not_exist_is_not_found(center):
    nothing = "dsp_" + "0" * 26
    with pytest.raises(NotFound):
        disposals.ask(SUPERVISOR, key="key-00001", item_ids=["evi_" + "0" * 26], why="x", is_early=False)
    for act in (disposals.approve, lambda who, known: disposals.stop(who, known, why="x")):
        with pytest.raises(NotFound):
            act(SECOND, nothing)


def test_what_ended_is_not_asked_for_again(center, item):
    ItemRow.get(item.id).update([ItemRow.state.set(Standing.DISPOSED)])

    with pytest.raises(Gone):
        asked(item)


def test_another_person_approves_once_however_often_they_say_so_and_the_item_is_claimed(center, item):
    one = asked(item)

    after = disposals.approve(SECOND, one.id)

    assert disposals.approve(SECOND, one.id) == after
    assert (after.state, after.decided_by, after.schedule_version) == (State.COOLING, "6", service.in_force().version)
    assert after.cooling_until == clock.after(after.decided_at, hours=72)
    assert vault.item(item.id).disposal_id == one.id
    assert center.outcomes(one.id) == [("disposal.ask", "done"), ("disposal.approve", "done")]
    assert center.outcomes(item.id)[-1] == ("disposal.approve", "done")
    with pytest.raises(Conflict) as refused:
        disposals.approve(THIRD, one.id)
    assert refused.value.slug == "not-waiting"


@pytest.mark.parametrize("who", THE_SAME, ids=NAMES)
def test_abuse_042_whoever_asked_does_not_approve(center, item, who):
    one = asked(item)

    with pytest.raises(Refused) as refused:
        disposals.approve(who, one.id)

    assert refused.value.slug == "own-request"
    assert endings.find(one.id).state is State.ASKED


@pytest.mark.parametrize("who", THE_SAME, ids=NAMES)
def test_abuse_042_the_table_itself_refuses_self_approval_when_the_look_before_it_is_fooled(
    center, item, who, monkeypatch
):
    one = asked(item)
    with monkeypatch.context() as fooled:
        fooled.setattr(disposals, "must_wait", lambda *_: None)
        with pytest.raises(Conflict):
            disposals.approve(who, one.id)

    assert endings.find(one.id) == one
    assert vault.item(item.id).disposal_id == ""
    assert center.outcomes(one.id) == [("disposal.ask", "done")]


def test_of_two_who_approve_at_the_same_moment_one_does(center, item, monkeypatch):
    one, real = asked(item), endings.approving

    def slow(after):
        if after.decided_by_id == SECOND.id:
            disposals.approve(THIRD, one.id)
        return real(after)

    monkeypatch.setattr(endings, "approving", slow)
    with pytest.raises(Conflict):
        disposals.approve(SECOND, one.id)

    assert endings.find(one.id).decided_by == "8"
    assert center.outcomes(one.id).count(("disposal.approve", "done")) == 1


@pytest.mark.parametrize("is_approved", [False, True])
def test_one_person_stops_it_for_good_and_the_item_is_kept_as_before(center, item, is_approved):
    one = approved(item) if is_approved else asked(item)

    after = disposals.stop(SUPERVISOR, one.id, why="the appeal")

    assert (after.state, after.stopped_by, after.refusal) == (State.STOPPED, "5", "the appeal")
    assert vault.item(item.id) == item
    assert list(endings.due(clock.after(clock.now(), days=99))) == []
    assert center.outcomes(item.id)[-1] == ("disposal.stop", "done")
    for act in (disposals.approve, lambda who, known: disposals.stop(who, known, why="x")):
        with pytest.raises(Conflict):
            act(SECOND, one.id)
    assert approved(item).state is State.COOLING


def test_a_court_s_order_is_not_decided_on_as_a_disposal(center, item):
    one = ordered(item)

    for act in (disposals.approve, lambda who, known: disposals.stop(who, known, why="x")):
        with pytest.raises(NotFound):
            act(SECOND, one.id)


def test_no_act_without_its_line(center, item, monkeypatch):
    one = asked(item)
    with monkeypatch.context() as broken:
        broken.setattr("rtcc.custody.store.last", lambda _: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            disposals.approve(SECOND, one.id)

    assert endings.find(one.id).state is State.ASKED
    assert vault.item(item.id).disposal_id == ""


def test_only_a_supervisor_asks_and_approves():
    from rtcc.access.model import Action, Actor

    for action in (Action.ASK_DISPOSAL, Action.APPROVE_DISPOSAL, Action.ASK_EXPUNGING, Action.APPROVE_EXPUNGING):
        assert [role for role in Role if Actor("usr", role).may(action)] == [Role.SUPERVISOR]
    assert [role for role in Role if Actor("usr", role).may(Action.RETIRE_EVIDENCE)] == [Role.SYSTEM]
