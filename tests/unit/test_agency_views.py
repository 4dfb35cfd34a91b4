"""Looking without having: a mark names who looks, a line comes before the way, no byte of the evidence leaves."""

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


def test_a_look_is_written_down_on_both_chains_and_marked_with_who_looks(center, look):
    item = seen(center, DRAWING, MOVIES[ENCODED])
    one = center.packed(item, method=Method.VIEW)

    answer = look(one, item)

    assert (answer.status, answer.body["kind"], answer.body["parent"]) == (200, "movie", item.sha256)
    mark = answer.body["watermark"]
    assert mark["text"].startswith(f"4411 · TX1 · {one.id} · 20")
    assert mark["is_burned_in"] is False
    for subject in (one.id, item.id):
        line = custody.last(subject)
        assert (line.event, line.badge, line.facts["sha256"]) == ("share.view", "4411", "6" * 64)


def test_the_way_leads_to_what_was_made_for_minutes_and_never_to_the_evidence(center, look):
    item = seen(center, DRAWING)
    one = center.packed(item, method=Method.VIEW)

    url = urllib.parse.urlsplit(look(one, item).body["url"])

    asked = dict(urllib.parse.parse_qsl(url.query))
    assert ("preview" in url.netloc + url.path, item.key in url.path) == (True, False)
    assert (asked["versionId"], int(asked["X-Amz-Expires"]) <= 300) == ("v-sheet", True)


@pytest.mark.parametrize(
    ("how", "method", "kind"),
    [(COPIED, Method.VIEW, "sheet"), (ENCODED, Method.VIEW, "movie"), (COPIED, Method.DOWNLOAD, "movie")],
)
def test_the_evidence_s_own_pictures_are_shown_to_those_alone_who_get_them_anyway(center, look, how, method, kind):
    item = seen(center, DRAWING, MOVIES[how])

    assert look(center.packed(item, method=method), item).body["kind"] == kind


@pytest.mark.parametrize("made", [(), (MOVIES[COPIED],)], ids=["nothing was made", "only its own pictures"])
def test_what_nothing_was_made_of_is_not_shown_and_no_look_is_written(center, look, made):
    item = seen(center, *made)
    one = center.packed(item, method=Method.VIEW)

    answer = look(one, item)

    assert (answer.status, answer.body["type"]) == (409, "urn:rtcc:problem:no-preview")
    assert ("share.view", "done") not in center.outcomes(one.id)


def test_nobody_else_looks_and_nothing_else_is_looked_at(center, look):
    item, other = seen(center, DRAWING), seen(center, DRAWING)
    one = center.packed(item, method=Method.VIEW)

    assert look(one, item, who="agency:colleague").status == 404
    assert look(one, other).status == 404


def test_after_its_time_nothing_is_shown(center, look, later):
    item = seen(center, DRAWING)
    one = center.packed(item, method=Method.VIEW)
    later(days=SHARE_DAYS, minutes=1)

    assert (look(one, item).status, custody.last(one.id).outcome.value) == (410, "refused")


@pytest.mark.parametrize("state", ["QUARANTINED", "EXPUNGED", "DISPOSED"])
def test_what_may_not_leave_any_more_is_not_shown(center, look, state):
    item = seen(center, DRAWING)
    one = center.packed(item, method=Method.VIEW)
    ItemRow(item.id).update(actions=[ItemRow.state.set(type(item.state)[state])])

    assert look(one, item).status in {409, 410}
