"""Signing up at the door: what is taken, what is named, and one answer for everybody."""

import hashlib

import pytest

from rtcc.aws.places import Place
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle
from rtcc.messages import secret
from rtcc.registry import consent, store
from rtcc.registry import service as registry
from tests.unit.city import CENTER
from tests.unit.doors import ROUTES, SAMPLES

BODY = b"video"
SHA = hashlib.sha256(BODY).hexdigest()
MARKUP = "<script>alert(1)</script>"
CAMERAS = SAMPLES["cameras"][0]
SIGN_UP, PLACE = "citizen:POST:/registrations", "citizen:POST:/registrations/place"
KEEPER = {"name": "A Keeper", "title": "Manager"}


def test_a_sign_up_at_the_door_ends_as_a_registrant(city, at):
    said = at("citizen:POST:/registrations")
    assert (said.status, said.body["state"], said.body["confirm"]) == (201, "pending", ["email", "phone"])

    for channel, via in (("email", "email"), ("phone", "text")):
        path, code = {"registrant_id": said.body["id"]}, secret.code(said.body["id"], via, 1)
        last = at(
            "citizen:POST:/registrations/{registrant_id}/confirmations",
            path=path,
            body={"channel": channel, "code": code},
        )

    assert (last.status, last.body["state"], last.body["confirmed"]) == (200, "active", ["email", "phone"])
    assert registry.count_within(Circle(CENTER, 50)) == 1


def test_a_duplicate_is_answered_exactly_alike(city, at):
    city.resident(1, email=SAMPLES["email"])

    known = at("citizen:POST:/registrations")
    unknown = at(
        "citizen:POST:/registrations", body={**body_of("citizen:POST:/registrations"), "email": "b@example.org"}
    )

    assert known.status == unknown.status == 201
    assert {**known.body, "id": 0} == {**unknown.body, "id": 0}


def body_of(name):
    return next(route for route in ROUTES if str(route) == name).body()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "+44 20 7946 0958"),
        ("phone", "+1 900 555 0199"),
        ("phone", "911"),
        ("phone", "call me"),
        ("email", "nobody"),
        ("email", "a@b@example.org"),
        ("safe_word", "ab"),
        ("safe_word", "a" * 17),
        ("safe_word", "{link}"),
        ("safe_word", "漢字漢字"),
        ("cameras", []),
        ("cameras", [CAMERAS] * 9),
        ("language", "fr"),
        ("kind", "spy"),
    ],
)
def test_what_cannot_be_on_a_sign_up_is_named(city, at, field, value):
    before = city.contents()

    said = at("citizen:POST:/registrations", body={**body_of("citizen:POST:/registrations"), field: value})

    assert (said.status, [fault["name"] for fault in said.body["fields"]]) == (422, [field])
    assert city.contents() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("count", 0),
        ("count", 65),
        ("count", 1.5),
        ("count", "2"),
        ("facing", "up"),
        ("covers", []),
        ("covers", ["street"] * 5),
        ("recording", "always"),
        ("days_kept", -1),
        ("days_kept", 366),
        ("clock_checked", "yes"),
        ("stream", "rtsp://192.0.2.7"),
        ("password", "secret"),
    ],
)
def test_a_camera_is_told_of_in_few_words_and_none_of_them_is_a_way_to_watch(city, at, field, value):
    before = city.contents()

    said = at(SIGN_UP, body={**body_of(SIGN_UP), "cameras": [CAMERAS | {field: value}]})

    assert (said.status, [fault["name"] for fault in said.body["fields"]]) == (422, [f"cameras.0.{field}"])
    assert city.contents() == before


def test_a_camera_that_looks_inside_is_refused_in_a_sentence(city, at):
    said = at(SIGN_UP, body={**body_of(SIGN_UP), "cameras": [CAMERAS | {"covers": ["street", "interior"]}]})

    (fault,) = said.body["fields"]
    assert (said.status, fault["name"]) == (422, "cameras.0.covers.1")
    assert "We take no cameras that look inside" in fault["message"]


def test_what_was_told_of_the_cameras_is_kept_as_it_was_told(city, at):
    other = CAMERAS | {"count": 1, "facing": "unknown", "covers": ["lot", "alley", "lot"], "days_kept": 0}
    said = at(SIGN_UP, body={**body_of(SIGN_UP), "cameras": [CAMERAS, other]})

    first, second = store.find(said.body["id"]).cameras
    assert (first.count, first.facing, first.covers, first.recording) == (2, "n", ("street",), "motion")
    assert (second.covers, second.days_kept, second.clock_checked) == (("lot", "alley"), 0, True)


@pytest.mark.parametrize("kind", ["business", "institution"])
def test_a_business_says_who_may_speak_for_it(city, at, kind):
    without = at(SIGN_UP, body={**body_of(SIGN_UP), "kind": kind})
    assert (without.status, [fault["name"] for fault in without.body["fields"]]) == (422, ["authorized"])

    said = at(SIGN_UP, body={**body_of(SIGN_UP), "kind": kind, "authorized": KEEPER})
    kept = store.find(said.body["id"]).authorized
    assert (kept.name, kept.title) == ("A Keeper", "Manager")


def test_a_resident_speaks_for_themselves(city, at):
    said = at(SIGN_UP, body={**body_of(SIGN_UP), "authorized": KEEPER})

    assert (said.status, [fault["name"] for fault in said.body["fields"]]) == (422, ["authorized"])


@pytest.mark.parametrize(
    ("point", "status"),
    [
        ({"lat": 32.502, "lon": -93.7}, 201),  # 222 m to the north
        ({"lat": 32.503, "lon": -93.7}, 422),  # 334 m
        ({"lat": -93.7, "lon": 32.5}, 422),  # one in the other's place
        ({"lat": 0, "lon": 0}, 422),
        ({"lat": 32.5, "lon": 180.0000001}, 422),
        ({"lat": 32.5}, 422),
    ],
)
def test_the_pin_may_be_dragged_a_little(city, at, point, status):
    said = at(SIGN_UP, body={**body_of(SIGN_UP), "point": point})

    assert said.status == status
    if status == 201:
        kept = store.find(said.body["id"])
        assert (kept.lat, kept.lon) == (point["lat"], point["lon"])
    else:
        assert {fault["name"].split(".")[0] for fault in said.body["fields"]} == {"point"}


def test_the_pin_of_an_address_at_the_border_stays_in_the_city(city, at):
    city.geocoder.places["1 Border Street"] = Place("1 Border St", Point(32.5999, -93.7))
    body = {**body_of(SIGN_UP), "address": "1 Border Street"}

    said = at(SIGN_UP, body=body | {"point": {"lat": 32.6001, "lon": -93.7}})

    assert (said.status, [fault["name"] for fault in said.body["fields"]]) == (422, ["point"])
    assert at(SIGN_UP, body=body | {"point": {"lat": 32.5995, "lon": -93.7}}).status == 201


@pytest.mark.parametrize(("read", "shown"), [(None, "es"), ("en", "en")])
def test_consent_is_kept_in_the_words_that_were_shown(city, at, read, shown):
    said = at(SIGN_UP, body={**body_of(SIGN_UP), "language": "es", "consent_language": read})

    kept = store.find(said.body["id"])
    assert (kept.language, kept.consent, kept.consent_language) == ("es", consent.VERSION, shown)
    assert kept.consent_text == consent.TEXTS[shown]


def test_where_an_address_is_may_be_asked_before_signing_up_and_nothing_is_kept_of_it(city, at):
    city.resident(1, address="410 Alder Street")
    before = city.contents()

    said = at(PLACE, body={"address": "410 Alder Street"})
    city.geocoder.places["1 Far Street"] = Place("1 Far St", Point(33, -93.7))
    far = at(PLACE, body={"address": "1 Far Street"})

    assert (said.status, said.body) == (200, {"label": "410 Alder Street", "lat": 32.5, "lon": -93.7, "inside": True})
    assert (far.status, far.body["label"], far.body["inside"]) == (200, "1 Far St", False)
    assert city.contents() == before


def test_an_address_that_nobody_knows_is_asked_for_again(city, at, monkeypatch):
    monkeypatch.setattr("rtcc.aws.places.find", lambda _: None)

    said = at(PLACE, body={"address": "1 Nowhere Lane"})

    assert (said.status, said.body["type"]) == (422, "urn:rtcc:problem:address-not-found")
    assert [fault["name"] for fault in said.body["fields"]] == ["address"]


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "١٢٣٤٥٦", "123456\n"])
def test_a_code_is_six_digits(city, at, code):
    one = city.sign_up()

    said = at(
        "citizen:POST:/registrations/{registrant_id}/confirmations",
        path={"registrant_id": one.id},
        body={"channel": "email", "code": code},
    )

    assert (said.status, said.body["type"]) in {(422, "urn:rtcc:problem:invalid"), (422, "urn:rtcc:problem:wrong-code")}
