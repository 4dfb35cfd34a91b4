"""Looking at evidence without opening it, and saying what became of it, as the console does both."""

import pytest

from rtcc.aws.table import transact
from rtcc.messages import secret
from rtcc.preview import telling
from rtcc.preview.model import MOVIE, SHEET, Derivative, Preview, State
from rtcc.vault import service as vault
from tests.unit.test_vault import BODY, SHA, admitted, received

LOOK, JUDGE = "console:GET:/evidence/{item_id}/preview", "console:POST:/evidence/{item_id}/triage"
READ, FILE = "console:GET:/evidence/{item_id}", "citizen:GET:/request/files/{submission_id}"


@pytest.fixture
def item(city):
    return admitted(city, received(city))


def probed(item, state=State.READY, **more):
    """What the probe left of an item, written down."""
    made = tuple(Derivative(name, 9, "a" * 64, "v1") for name in (SHEET, MOVIE)) if state is State.READY else ()
    told = {"kind": "mp4", "codec": "h264", "width": 64, "height": 48, "duration_ms": 2040, "frames": 12} | more
    transact(vault.previewing(item.id, telling.spell(Preview(state, tool="a tool 1", derivatives=made, **told))))


def test_the_console_gets_ways_to_both_derivatives_and_who_looked_stands_there(city, at, item):
    probed(item)

    said = at(LOOK, path={"item_id": item.id})

    assert said.status == 200
    assert (said.body["parent"], said.body["tool"], said.body["probe"]["duration_s"]) == (SHA, "a tool 1", 2.0)
    for made in ("sheet", "movie"):
        assert f"/previews/{item.id}/" in said.body[made]["url"]
        assert item.key not in said.body[made]["url"]
    assert city.outcomes(item.id)[-1] == ("preview.read", "done")


@pytest.mark.parametrize("state", ["", State.NONE])
def test_an_item_without_a_preview_says_why_and_gives_no_way_to_anything(at, item, state):
    if state:
        probed(item, state, why="it is also a web page or a document", flags=("not what it should be",))

    said = at(LOOK, path={"item_id": item.id})
    probe = at(READ, path={"item_id": item.id}).body["probe"]

    assert (said.status, said.body["type"]) == (409, "urn:rtcc:problem:no-preview")
    assert "http" not in str(said.body["detail"])
    assert probe["state"] == (state or "pending")
    assert probe.get("why") == ("it is also a web page or a document" if state else None)


def test_a_verdict_is_on_the_item_and_on_its_sender_s_page_and_the_note_on_neither_s_record(city, at, item):
    token = secret.token(item.request_id, 1)
    path, sent = {"item_id": item.id}, {"submission_id": item.submission_id}
    assert "verdict" not in at(FILE, token=token, path=sent).body

    said = at(JUDGE, path=path, body={"verdict": "accept", "note": "shows the car"})

    assert (said.status, said.body["verdict"], said.body["by"]) == (200, "accept", "7")
    assert at(READ, path=path).body["triage"] == said.body
    assert at(FILE, token=token, path=sent).body["verdict"] == "accept"
    assert "the car" not in str(city.contents(without=("vault",)))


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "delete"},
        {"verdict": "duplicate"},
        {"verdict": "accept", "of": "../x"},
        {"verdict": "accept", "note": "a\u202eb"},
        {"verdict": "accept", "note": "x" * 201},
    ],
)
def test_a_verdict_that_nobody_gives_changes_nothing(at, item, body):
    path = {"item_id": item.id}

    assert at(JUDGE, path=path, body=body).status == 422
    assert "triage" not in at(READ, path=path).body
    assert vault.item(item.id) == item
    assert item.bytes == len(BODY)
