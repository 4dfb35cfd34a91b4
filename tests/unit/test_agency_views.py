"""Looking without having: what is seen names who looks, a line comes before the way, no byte of the evidence leaves."""

import urllib.parse

import pytest

from rtcc.access.model import Role, system
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.preview import telling
from rtcc.preview.model import COPIED, DRAWN, ENCODED, MOVIE, SHEET, Derivative, Preview, State
from rtcc.release.model import SHARE_DAYS, Method
from rtcc.roster import service as roster
from rtcc.vault import service as vault
from rtcc.vault.store import ItemRow
from tests.unit.doors import ROUTES
from tests.unit.showing import MOVED, marked

DOORS = {str(route): route for route in ROUTES}
DRAWING = Derivative(SHEET, 2_000, "5" * 64, "v-sheet", DRAWN)
MOVIES = {how: Derivative(MOVIE, 90_000, "6" * 64, "v-movie", how) for how in (COPIED, ENCODED)}


@pytest.fixture
def look(center):
    """Look at an item of a share."""
    for identity, badge in (("agency:recipient", "4411"), ("agency:colleague", "4412")):
        told = {"identity": identity, "name": identity, "badge": badge, "agency": "an agency", "ori": "TX1"}
        roster.enroll(system("seed"), **told, role=Role.RECIPIENT)

    def at(release, item, who="agency:recipient"):
        route = DOORS["agency:POST:/shares/{share_id}/view"]
        return route.knock(who=who, path={"share_id": release.id}, body={"item_id": item.id})

    return at


def seen(center, *made):
    """An item of which these derivatives were made."""
    item = center.item()
    state = State.READY if made else State.NONE
    transact(
        vault.previewing(item.id, telling.spell(Preview(state, why="" if made else "it is empty", derivatives=made)))
    )
    return item


@pytest.fixture
def share(center, monkeypatch):
    """An item that is shared to be looked at, and marked for that."""

    def of(item, *, is_marked=True):
        one = center.packed(item, method=Method.VIEW)
        if is_marked:
            marked(center, monkeypatch)
        return one

    return of


def test_a_look_is_written_down_on_both_chains_and_what_is_seen_names_who_looks(center, look, share):
    item = seen(center, DRAWING, MOVIES[ENCODED])
    one = share(item)

    answer = look(one, item)

    assert (answer.status, answer.body["kind"], answer.body["parent"]) == (200, "movie", item.sha256)
    mark = answer.body["watermark"]
    assert mark["text"].startswith(f"4411 · TX1 · {one.id} · 20")
    assert mark["is_burned_in"] is True
    for subject in (one.id, item.id):
        line = custody.last(subject)
        assert (line.event, line.badge, line.facts["sha256"]) == ("share.view", "4411", answer.body["sha256"])


def test_the_way_leads_to_the_marked_copy_for_minutes_and_to_nothing_else(center, look, share):
    item = seen(center, DRAWING, MOVIES[ENCODED])
    one = share(item)
    answer = look(one, item).body

    url = urllib.parse.urlsplit(answer["url"])

    asked = dict(urllib.parse.parse_qsl(url.query))
    at = f"/marked/{item.id}/{one.id}/{custody.lines(one.id)[0].at:%Y-%m-%d}/{answer['sha256']}-video.mp4"
    assert (url.netloc + url.path).endswith(at)
    assert (int(asked["X-Amz-Expires"]) <= 300, answer["bytes"]) == (True, len(MOVED))


@pytest.mark.parametrize("made", [(), (DRAWING, MOVIES[COPIED]), (DRAWING, MOVIES[ENCODED])])
def test_until_the_marked_copy_is_there_nothing_is_shown_and_the_page_is_told_to_wait(center, look, share, made):
    item = seen(center, *made)
    one = share(item, is_marked=False)

    answer = look(one, item)

    assert (answer.status, answer.body["type"]) == (409, "urn:rtcc:problem:preparing")
    assert ("share.view", "done") not in center.outcomes(one.id)


def test_what_cannot_be_marked_is_not_shown_and_it_says_why(center, look, monkeypatch):
    item = seen(center, DRAWING, MOVIES[ENCODED])
    one = center.packed(item, method=Method.VIEW)
    marked(center, monkeypatch, why="looking at it took too long")

    answer = look(one, item)

    assert (answer.status, answer.body["type"]) == (409, "urn:rtcc:problem:no-preview")
    assert "There is nothing to look at: looking at it took too long." in answer.body["detail"]
    assert ("share.view", "done") not in center.outcomes(one.id)


def test_who_may_fetch_the_evidence_sees_its_preview_and_the_page_lays_the_mark_over_it(center, look):
    item = seen(center, DRAWING, MOVIES[COPIED])

    answer = look(center.packed(item), item).body

    assert (answer["kind"], answer["sha256"], answer["watermark"]["is_burned_in"]) == ("movie", "6" * 64, False)


def test_nobody_else_looks_and_nothing_else_is_looked_at(center, look, share):
    item, other = seen(center, DRAWING), seen(center, DRAWING)
    one = share(item)

    assert look(one, item, who="agency:colleague").status == 404
    assert look(one, other).status == 404


def test_after_its_time_nothing_is_shown(center, look, share, later):
    item = seen(center, DRAWING)
    one = share(item)
    later(days=SHARE_DAYS, minutes=1)

    assert (look(one, item).status, custody.last(one.id).outcome.value) == (410, "refused")


@pytest.mark.parametrize("state", ["QUARANTINED", "EXPUNGED", "DISPOSED"])
def test_what_may_not_leave_any_more_is_not_shown(center, look, share, state):
    item = seen(center, DRAWING)
    one = share(item)
    ItemRow(item.id).update(actions=[ItemRow.state.set(type(item.state)[state])])

    assert look(one, item).status in {409, 410}
