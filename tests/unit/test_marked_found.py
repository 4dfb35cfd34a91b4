"""Marked copies among everything else: each beside its act, none astray, and what was lost is asked for again."""

import json
from dataclasses import replace

import pytest

from rtcc.access.model import Role, system
from rtcc.aws import listing
from rtcc.inventory import acts
from rtcc.preview.model import MARKED
from rtcc.release import marking
from rtcc.release.model import Method
from rtcc.roster import service as roster
from rtcc.sweep import made as sweep_made
from rtcc.sweep import shown
from rtcc.sweep.model import Amiss
from tests.unit.doors import ROUTES
from tests.unit.showing import admitted, burned, made, marked

DOORS = {str(route): route for route in ROUTES}


@pytest.fixture
def share(center):
    """An item that was just shared to be looked at."""
    item = center.item()
    return center.packed(item, method=Method.VIEW), item


@pytest.fixture
def asked(center, monkeypatch):
    """What a sweep asks for, by the name of the queue."""
    monkeypatch.setenv("QUEUE_ADMIT_PREVIEW", "previews")
    return center.handed_over


def looked(item):
    """What a sweep finds that looks at shares now."""
    return list(shown.look({item.id: item}))


def test_each_marked_copy_stands_beside_the_act_that_made_it(center, share, monkeypatch):
    _one, item = share
    marked(center, monkeypatch)

    found = [acts.held("preview", each) for each in listing.versions("preview") if item.id in each.key]

    assert {(each.what, each.item_id, each.act.event) for each in found} == {("marked", item.id, "share.mark")}
    assert len(found) == 2  # the copy, and what is told of it


@pytest.mark.parametrize("part", [1, 2])
def test_a_copy_of_no_item_or_for_no_share_is_told_of_and_a_true_one_is_not(center, share, monkeypatch, later, part):
    _one, item = share
    marked(center, monkeypatch)
    (key,) = (each.key for each in listing.versions("preview") if item.id in each.key and MARKED in each.key)
    names = key.split("/")
    names[part] = names[part][:4] + "0" * 26
    later(hours=2)

    assert sweep_made._is_spoken_of(key, {item.id: item})
    assert not sweep_made._is_spoken_of("/".join(names), {item.id: item, names[1]: item})
    assert not sweep_made._is_spoken_of(key, {item.id: replace(item, disposed_at=item.received_at)})


def test_a_share_whose_order_was_lost_is_found_and_ordered_again(center, share, asked, later):
    one, item = share
    asked.clear()
    assert looked(item) == []  # it may still be on its way
    later(days=1, hours=4)

    found = [finding for _ in range(96) for finding in (looked(item), later(minutes=15))[0]]

    assert {(each.amiss, each.subject, each.about) for each in found} == {(Amiss.UNSHOWN, item.id, one.id)}
    assert len(found) == 1  # once a day
    found[0].cure()
    assert json.loads(asked[0])["mark"]["item_id"] == item.id


def test_what_was_marked_and_never_written_down_is_brought_to_whoever_writes_it(center, share, asked, monkeypatch):
    one, item = share
    burned(monkeypatch)
    (key,) = list(made(center))

    marking.order_again(one, item)

    assert json.loads(asked[0])["detail"]["object"]["key"] == key
    admitted(key)
    assert not marking.is_missing(one, item.id)


def test_what_was_marked_or_cannot_be_is_not_asked_for_again(center, share, monkeypatch, later):
    _one, item = share
    marked(center, monkeypatch, why="looking at it took too long")
    later(days=1, hours=4)

    assert [finding for _ in range(96) for finding in (looked(item), later(minutes=15))[0]] == []


def test_the_digest_of_a_marked_copy_leads_to_its_share_and_to_that_item_alone(center, monkeypatch):
    told = {"identity": "staff:auditor", "name": "an auditor", "badge": "70", "agency": "the city", "ori": "LA0"}
    roster.enroll(system("seed"), **told, role=Role.AUDITOR)
    item, beside = center.item(), center.item()
    one = center.packed(item, beside, method=Method.VIEW)
    (first, second), center.handed_over[:] = center.handed_over[:], []
    for n, order in enumerate((first, second)):
        center.handed_over.append(order)
        marked(center, monkeypatch, body=b"\0\0\0\x20ftypisom number %d" % n)
    digest = marking.shown(one, beside)[1].sha256

    answer = DOORS["console:GET:/evidence/by-digest/{sha256}"].knock(who="staff:auditor", path={"sha256": digest})

    assert (answer.status, [each["id"] for each in answer.body["releases"]]) == (200, [one.id])
    assert [(each["id"], each["matched"]) for each in answer.body["items"]] == [(beside.id, "marked")]
