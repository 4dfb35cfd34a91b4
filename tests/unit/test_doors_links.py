"""What a link, a code, and somebody who guesses at them get at the door."""

import json

import pytest

from rtcc.canvass import links
from rtcc.messages import secret
from tests.unit.doors import ROUTES

RENEW, REAL, QR, ASKED = (
    "citizen:POST:/links/renewal",
    "citizen:GET:/real/{code}",
    "citizen:GET:/request/qr",
    "citizen:GET:/request",
)


def missed(capsys):
    """How many misses were counted since this was asked last."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    return [line["service"] for line in lines if "Missed" in line]


def test_an_expired_link_offers_a_new_one_and_says_where_it_went(city, at, later):
    _, token = city.asked()
    later(days=10)

    told = at(ASKED, token=token)
    answer = at(RENEW, body={"token": token})

    assert (told.status, told.body["type"]) == (410, "urn:rtcc:problem:expired")
    assert (answer.status, answer.body) == (202, {"to": "r•••@example.org"})


def test_abuse_001_each_miss_is_counted_and_an_old_link_is_none(city, at, later, capsys):
    _, token = city.asked()
    capsys.readouterr()

    at(ASKED, token="0" * 26)
    at(RENEW, body={"token": "0" * 26})
    at(REAL, path={"code": "AAA-AAA"})
    assert missed(capsys) == ["unit"] * 3

    at(ASKED, token=token)
    later(days=10)
    at(ASKED, token=token)
    at(REAL, path={"code": secret.check(links.behind(token).id)})
    assert missed(capsys) == []


def test_abuse_001_every_miss_is_answered_alike(city, at):
    _, token = city.asked()

    answers = [at(ASKED, token=guess) for guess in ("0" * 26, token[:-1], token + "0", "x")]
    answers += [at(RENEW, body={"token": guess}) for guess in ("0" * 26, "x")]

    assert {answer.status for answer in answers} == {404}
    assert len({json.dumps(answer.body) for answer in answers}) == 1


def test_abuse_003_a_strangers_link_shows_window_and_block_and_no_name(city, at):
    holder, token = city.asked()

    shown = json.dumps(at(ASKED, token=token).body)

    assert holder.request.block in shown
    number = f'"{holder.request.incident_number}"'
    for secret_ in ("Resident", "resident1@", "+1318", number, "robbery", "401 Alder"):
        assert secret_ not in shown


def test_abuse_004_looking_at_all_that_a_link_opens_changes_nothing(city, at):
    holder, token = city.asked()
    code = secret.check(holder.request.id)
    before = city.contents()

    for _ in range(3):
        at(ASKED, token=token)
        at(QR, token=token)
        at(REAL, path={"code": code})
        at("citizen:GET:/faq")

    assert city.contents() == before


def test_abuse_005_no_route_takes_a_token_in_its_address():
    assert not [str(route) for route in ROUTES if {"token", "link"} & set(route.names)]


def test_abuse_009_the_picture_for_the_computer_leads_to_the_citys_own_site(city, at, monkeypatch):
    _, token = city.asked()
    drawn = []
    monkeypatch.setattr("functions.citizen_api.link.segno.make", lambda link, **how: drawn.append(link) or Drawn())

    assert at(QR, token=token).body == {"svg": "<svg/>"}
    assert drawn == [f"https://rtcc.example.gov/r#{token}"]


class Drawn:
    """Something that was drawn."""

    def svg_inline(self, **_how):
        return "<svg/>"


def test_the_picture_is_an_svg_without_script(city, at):
    _, token = city.asked()

    svg = at(QR, token=token).body["svg"]

    assert svg.startswith("<svg ")
    assert "script" not in svg
    assert token not in svg


def test_a_real_code_names_the_agency_its_phone_and_the_time_and_no_more(city, at):
    holder, _ = city.asked()
    code = secret.spelled(secret.check(holder.request.id))

    answer = at(REAL, path={"code": code})

    assert answer.status == 200
    assert set(answer.body) == {"real", "agency", "phone", "sent_at"}
    assert answer.body["agency"] == "Rivermark Police Department"


@pytest.mark.parametrize("code", ["AAA-AAA", "K7Q2M", "%00", "' OR 1=1"])
def test_abuse_082_a_false_code_is_unknown(city, at, code):
    city.asked()

    assert at(REAL, path={"code": code}).status == 404
