"""A release needs two people, one listed agency and whole evidence; every refusal says why, every act has its line."""

from dataclasses import replace

import pytest

from rtcc.access.model import Role
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused
from rtcc.release import drafting, service, store
from rtcc.release.drafting import Terms
from rtcc.release.model import MOST_ITEMS, State, file_name
from rtcc.vault import service as vault
from tests.unit.releasing import DETECTIVE, RECIPIENT, SUPERVISOR


def test_asking_writes_a_line_on_the_release_and_on_each_item(center):
    items = [center.item(name="a.mp4"), center.item(name="b.mp4")]

    one = center.asked(*items)

    assert (one.state, one.agency, one.asked_by) == (State.ASKED, "Bexley County Sheriff", "21")
    assert [piece.sha256 for piece in one.items] == [item.sha256 for item in items]
    assert center.outcomes(one.id) == [("release.ask", "done")]
    assert [center.outcomes(item.id)[-1] for item in items] == [("release.ask", "done")] * 2
    assert custody.last(items[0].id).facts["release"] == one.id


def test_the_same_key_asks_once(center):
    item = center.item()
    first = center.asked(item, key="key-00001")

    again = center.asked(item, key="key-00001")

    assert again == first
    assert len(custody.lines(first.id)) == 1


def test_an_item_in_quarantine_is_not_released(center):
    with pytest.raises(Conflict) as refused:
        center.asked(center.item(), center.item(flaw="the malware scan found EICAR"))

    assert refused.value.slug == "quarantined"
    assert store.newest() == []


def test_an_agency_that_is_not_listed_receives_nothing(center):
    with pytest.raises(Refused) as refused:
        center.asked(ori="TX999")

    assert refused.value.slug == "unknown-agency"
    assert store.newest() == []


def test_an_item_that_does_not_exist_is_not_found(center):
    missing = replace(center.item(), id="evi_" + "0" * 26)

    with pytest.raises(NotFound):
        center.asked(missing)


@pytest.mark.parametrize("count", [0, MOST_ITEMS + 1])
def test_a_release_carries_as_many_items_as_one_receipt_can_transfer(center, count):
    terms = Terms("TX1", "4411", "26-1", "r")
    with pytest.raises(Invalid):
        service.ask(DETECTIVE, key="key-00001", item_ids=[f"evi_{n:026}" for n in range(count)], terms=terms)


def test_the_same_item_twice_is_refused(center):
    item = center.item()

    with pytest.raises(Invalid):
        center.asked(item, item)


def test_more_bytes_than_can_be_packed_are_refused(center, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_BYTES", 10)

    with pytest.raises(Invalid):
        center.asked()


def test_another_person_approves_once_however_often_they_say_so(center):
    one = center.asked()

    after = service.approve(SUPERVISOR, one.id)

    assert (after.state, after.decided_by) == (State.APPROVED, "5")
    assert service.approve(SUPERVISOR, one.id) == after
    assert center.outcomes(one.id) == [("release.ask", "done"), ("release.approve", "done")]


@pytest.mark.parametrize(
    "who",
    [
        replace(DETECTIVE, role=Role.SUPERVISOR),
        replace(DETECTIVE, role=Role.SUPERVISOR, badge="99"),
        replace(SUPERVISOR, badge=DETECTIVE.badge),
    ],
    ids=["themselves", "under another badge", "with another account"],
)
def test_whoever_asked_does_not_approve_though_their_role_would_allow_it(center, who):
    one = center.asked()

    with pytest.raises(Refused) as refused:
        service.approve(who, one.id)

    assert refused.value.slug == "own-request"
    assert store.find(one.id).state is State.ASKED


@pytest.mark.parametrize("who", [replace(DETECTIVE, badge="99"), replace(SUPERVISOR, badge=DETECTIVE.badge)])
def test_the_table_itself_refuses_self_approval_when_the_look_before_it_is_fooled(center, who, monkeypatch):
    one = center.asked()
    with monkeypatch.context() as fooled:
        fooled.setattr(service, "_must_wait", lambda *_: None)
        with pytest.raises(Conflict):
            service.approve(who, one.id)

    assert store.find(one.id) == one
    assert center.outcomes(one.id) == [("release.ask", "done")]


def test_self_approval_that_slips_past_a_stale_look_ends_in_the_plain_sentence(center, monkeypatch):
    one, real = center.asked(), service.release
    looks = iter([replace(one, asked_by_id="usr_other", asked_by="88")])
    monkeypatch.setattr(service, "release", lambda release_id: next(looks, None) or real(release_id))

    with pytest.raises(Refused) as refused:
        service.approve(replace(DETECTIVE, role=Role.SUPERVISOR), one.id)

    assert refused.value.slug == "own-request"
    assert real(one.id).state is State.ASKED


def test_of_two_who_approve_at_the_same_moment_one_does(center, monkeypatch):
    one = center.asked()
    other = replace(SUPERVISOR, id="usr_second", badge="6")
    real = store.approving

    def slow(after):
        if after.decided_by_id == SUPERVISOR.id:
            service.approve(other, one.id)
        return real(after)

    monkeypatch.setattr(store, "approving", slow)
    with pytest.raises(Conflict):
        service.approve(SUPERVISOR, one.id)

    assert store.find(one.id).decided_by == "6"
    assert center.outcomes(one.id).count(("release.approve", "done")) == 1


def test_an_agency_taken_off_the_list_is_not_approved(center, monkeypatch):
    one = center.asked()
    monkeypatch.setenv("AGENCIES", "[]")

    with pytest.raises(Refused):
        service.approve(SUPERVISOR, one.id)


def test_a_no_is_final_and_says_why(center):
    one = center.asked()

    after = service.deny(SUPERVISOR, one.id, why="wrong agency")

    assert (after.state, after.why) == (State.DENIED, "wrong agency")
    for again in (lambda: service.approve(SUPERVISOR, one.id), lambda: service.deny(SUPERVISOR, one.id, why="x")):
        with pytest.raises(Conflict):
            again()
    assert center.outcomes(one.id) == [("release.ask", "done"), ("release.deny", "done")]


def test_an_approved_release_is_not_denied(center):
    one = center.approved()

    with pytest.raises(Conflict):
        service.deny(SUPERVISOR, one.id, why="too late")


def test_the_list_shows_the_newest_first_whatever_their_state(center):
    first, second = center.asked(), center.approved()

    assert [one.id for one in service.releases()] == [second.id, first.id]


def test_custody_of_an_item_is_ours_until_the_receipt(center):
    item = center.item()
    center.packed(item)

    assert (vault.item(item.id).released_to, vault.item(item.id).released_at) == ("", None)


def test_a_release_of_the_most_items_is_transferred_in_one_transaction(center):
    items = [center.item() for _ in range(MOST_ITEMS)]

    after = center.transferred(*items)

    assert after.state is State.TRANSFERRED
    assert {vault.item(item.id).released_to for item in items} == {RECIPIENT.ori}


def test_no_act_without_its_line(center, monkeypatch):
    one = center.asked()
    with monkeypatch.context() as broken:
        broken.setattr("rtcc.custody.store.last", lambda _: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            service.approve(SUPERVISOR, one.id)

    assert store.find(one.id).state is State.ASKED


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("street.mp4", "street.mp4"),
        ("../../etc/passwd", "etc_passwd"),
        ("Кадр 1.mp4", "1.mp4"),
        ("con.mp4", "_con.mp4"),
        ("NUL", "_NUL"),
        ("\u202e\u0000", "item"),
        ("-rf", "rf"),
        ("x" * 300 + ".mp4", "x" * 96 + ".mp4"),
        ("a.mp4. ", "a.mp4"),
    ],
)
def test_a_file_gets_a_name_that_every_system_can_save(name, safe):
    assert file_name(name) == safe
