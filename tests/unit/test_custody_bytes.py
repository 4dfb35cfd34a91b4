"""How much went in or out stands in the line of the act (CJIS AU-3); the console tells from where, by which clock."""

import json

import pytest

from rtcc.access.model import Role
from rtcc.custody import service as custody
from rtcc.vault import service as vault
from tests.unit.city import ANALYST
from tests.unit.doors import ROUTES
from tests.unit.releasing import BODIES
from tests.unit.test_doors_previews import LOOK, probed
from tests.unit.test_vault import BODY, admitted, received


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def sizes(subject, event):
    """(in, out) of the newest line of that kind."""
    line = [one for one in custody.lines(subject) if one.event == event][-1]
    return line.facts.get("bytes_in"), line.facts.get("bytes_out")


def test_what_a_registrant_sent_and_what_was_admitted_came_in(item):
    assert sizes(item.id, "submission.finish") == (len(BODY), None)
    assert sizes(item.id, "evidence.admit") == (len(BODY), None)


def test_what_an_analyst_downloads_goes_out(item, monkeypatch):
    monkeypatch.setattr("rtcc.aws.blobs.download_url", lambda *_, **__: "https://x")

    vault.download(ANALYST, item.id, reason="case 7")

    assert sizes(item.id, "evidence.download") == (None, len(BODY))


def test_a_look_counts_the_derivatives_that_it_gives_a_way_to(city, at, item):
    probed(item)

    said = at(LOOK, path={"item_id": item.id})

    coming, going = sizes(item.id, "preview.read")
    assert (said.status, coming) == (200, 0)
    assert going == len(json.dumps(said.body, separators=(",", ":"))) + 2 * 9


def test_a_package_takes_its_items_in_and_goes_out_with_download_and_receipt(center):
    items = [center.item(body) for body in BODIES]
    one = center.transferred(*items)

    for subject in (one.id, items[0].id):
        assert sizes(subject, "release.pack") == (sum(map(len, BODIES)), one.package.bytes)
        assert sizes(subject, "share.receipt") == (None, one.package.bytes)
    assert sizes(one.id, "share.download") == (None, one.package.bytes)


def test_the_console_shows_from_where_and_by_whose_clock(city, item):
    city.enroll("staff:sub-1", Role.AUDITOR)
    (route,) = [one for one in ROUTES if one.declared.event == "custody.read"]
    route.knock(who="staff:sub-1", path={"subject": item.id})

    lines = route.knock(who="staff:sub-1", path={"subject": item.id}).body["lines"]

    assert {line["clock"] for line in lines} == {"host"}
    assert [line["address"] for line in lines if line["event"] == "custody.read"] == ["192.0.2.7"]
