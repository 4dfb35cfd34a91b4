"""My registration at the door: what its page gets, what it may change, and what nobody learns by asking."""

import pytest

from rtcc.aws.table import transact
from rtcc.messages import secret
from rtcc.messages.addresses import STOPPED, closing
from rtcc.registry import consent, store
from rtcc.registry import service as registry
from tests.unit.city import VISITOR
from tests.unit.test_doors_sign_up import CAMERAS, KEEPER, SIGN_UP, body_of

MY, LINKS = "citizen:GET:/my", "citizen:POST:/my/links"


@pytest.fixture
def my(city, at):
    """A registrant's own page: `my("POST:/my/pause", days=3)`."""
    _, token = city.way_in(city.resident())

    def knock(name="GET:/my", /, **body):
        method = name.split(":")[0]
        return at(f"citizen:{name}", token=token, body=body if method == "POST" else None)

    return knock


def named(said):
    return [fault["name"] for fault in said.body.get("fields", [])]


def test_one_s_own_registration_is_shown_whole_and_no_more(city, my):
    said = my()

    one = store.holder("resident1@example.org")
    assert said.status == 200
    assert said.body == {
        "id": one.id,
        "kind": "resident",
        "name": "Resident 1",
        "email": "resident1@example.org",
        "phone": "+13185550001",
        "address": "401 Alder Street, Rivermark",
        "lat": 32.5,
        "lon": -93.7,
        "cameras": [CAMERAS],
        "language": "en",
        "safe_word": "bluebird",
        "channels": {"text": True, "email": True},
        "state": "active",
        "texts_stopped": False,
        "consent": {
            "version": consent.VERSION,
            "text": consent.TEXTS["en"],
            "language": "en",
            "agreed_at": said.body["consent"]["agreed_at"],
        },
        "made_at": said.body["made_at"],
    }
    assert one.salt not in str(said.body)


def test_looking_changes_nothing(city, my):
    my()
    before = city.contents()

    my()

    assert city.contents() == before


def test_who_speaks_for_a_business_is_shown(city, at):
    said = at(SIGN_UP, body={**body_of(SIGN_UP), "kind": "business", "authorized": KEEPER})
    for channel, via in (("email", "email"), ("phone", "text")):
        registry.confirm(VISITOR, said.body["id"], channel=channel, code=secret.code(said.body["id"], via, 1))
    _, token = city.way_in(store.find(said.body["id"]))

    assert at(MY, token=token).body["authorized"] == KEEPER


def test_that_texts_were_stopped_is_shown(city, my):
    transact(closing(secret.address("text", "+13185550001"), STOPPED))

    assert my().body["texts_stopped"] is True


def test_abuse_007_asking_for_a_link_is_answered_alike_whoever_is_asked_for(city, at):
    city.resident(1)
    city.sign_up(2)

    answers = [
        at(LINKS, body={"email": email})
        for email in ("resident1@example.org", "resident2@example.org", "nobody@example.org")
    ]

    assert {(one.status, str(one.body), str(sorted(one.headers.items()))) for one in answers} == {
        (202, "{}", str(sorted(answers[0].headers.items())))
    }


def test_abuse_052_beyond_five_a_day_the_answer_is_the_same_too(city, at):
    city.resident(1)

    answers = [at(LINKS, body={"email": "resident1@example.org"}) for _ in range(7)]

    assert {(one.status, str(one.body)) for one in answers} == {(202, "{}")}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"name": "Anna R\u00fcda"}, {"name": "Anna R\u00fcda"}),
        ({"language": "es"}, {"language": "es"}),
        ({"channels": {"text": False, "email": True}}, {"channels": {"text": False, "email": True}}),
        ({"quiet": {"from": "22:00", "to": "07:30"}}, {"quiet": {"from": "22:00", "to": "07:30"}}),
        ({"cameras": [CAMERAS | {"count": 9}]}, {"cameras": [CAMERAS | {"count": 9}]}),
        ({"safe_word": "porch swing"}, {"safe_word": "porch swing"}),
    ],
)
def test_what_is_changed_is_shown_at_once_and_the_rest_stays(my, body, shown):
    before = my().body

    said = my("POST:/my/changes", **body)

    assert (said.status, said.body) == (200, before | shown)
    assert my().body == said.body


def test_quiet_hours_are_taken_away_by_saying_none(my):
    my("POST:/my/changes", quiet={"from": "22:00", "to": "07:00"})

    assert "quiet" not in my("POST:/my/changes", quiet=None).body


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, []),
        ({"name": ""}, ["name"]),
        ({"name": None}, ["name"]),
        ({"safe_word": "{x}{y}"}, ["safe_word"]),
        ({"channels": {"text": False, "email": False}}, ["channels"]),
        ({"channels": {"text": True}}, ["channels.email"]),
        ({"quiet": {"from": "07:00", "to": "07:00"}}, ["quiet"]),
        ({"quiet": {"from": "24:00", "to": "07:00"}}, ["quiet.from"]),
        ({"quiet": {"from": "7:00", "to": "08:00"}}, ["quiet.from"]),
        ({"cameras": []}, ["cameras"]),
        ({"cameras": [CAMERAS | {"covers": ["interior"]}]}, ["cameras.0.covers.0"]),
        ({"consent": "2020-01"}, ["consent"]),
        ({"email": "b@example.org"}, ["email"]),
    ],
)
def test_a_change_that_cannot_be_is_named_and_changes_nothing(city, my, body, names):
    before = city.contents()

    said = my("POST:/my/changes", **body)

    assert (said.status, named(said)) == (422, names)
    assert city.contents() == before


@pytest.mark.parametrize(
    "field", ["id", "state", "salt", "kind", "verified", "role", "lat", "made_at", "email_confirmed_at", "version"]
)
def test_abuse_054_nobody_gives_themselves_what_is_not_theirs_to_give(city, my, field):
    before = city.contents()

    said = my("POST:/my/changes", **{"name": "Anna", field: "x"})

    assert (said.status, named(said)) == (422, [field])
    assert city.contents() == before
