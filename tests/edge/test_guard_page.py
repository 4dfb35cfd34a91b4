"""The box's own page: a PIN opens it, no other page can use it, and it works while the line is cut."""

import asyncio
from dataclasses import replace

import pytest

from rtcc.foundation.errors import RtccError
from rtcc.grants import spelling
from rtcc.grants.model import Grant
from tests.edge.guarding import OPEN, PIN

NOBODYS = "cam_" + "0" * 26  # the shape of an id, and no camera's


def test_the_page_itself_is_shown_without_a_pin_and_carries_nothing(site):
    site.camera(name="Register")
    page = site.page("GET", "/", pin=None)
    assert page.status_code == 200
    assert "Register" not in page.text
    assert "<script>" not in page.text
    assert " style=" not in page.text
    for path, kind in (("/page.js", "text/javascript"), ("/page.css", "text/css")):
        assert site.page("GET", path, pin=None).headers["content-type"].startswith(kind)


def test_nothing_from_elsewhere_and_nothing_inline_may_run(site):
    headers = site.page("GET", "/", pin=None).headers
    rules = headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/cameras"),
        ("GET", "/api/now"),
        ("GET", "/api/log"),
        ("POST", "/api/cameras"),
        ("POST", f"/api/cameras/{NOBODYS}/grant"),
        ("POST", f"/api/cameras/{NOBODYS}/off"),
        ("GET", "/api/nothing"),
    ],
)
def test_everything_else_needs_the_pin(site, method, path):
    assert site.page(method, path, {} if method == "POST" else None, pin=None).status_code == 403


@pytest.mark.parametrize("pin", ["", "1234", "12345"])
def test_a_pin_that_can_be_guessed_opens_nothing(site, pin):
    site.settings["pin"] = pin
    site.start()

    assert site.page("GET", "/api/now", pin=pin).status_code == 403


def test_five_wrong_pins_shut_the_page_for_a_quarter_of_an_hour(site):
    for _ in range(5):
        assert site.page("GET", "/api/now", pin="000000").status_code == 403
    assert site.page("GET", "/api/now", pin="000000").status_code == 429
    assert site.page("GET", "/api/now").status_code == 429  # else a guesser would learn that it was the right one
    site.later(15 * 60 - 1)
    assert site.page("GET", "/api/now").status_code == 429
    site.later(1)
    assert site.page("GET", "/api/now").status_code == 200


def test_the_right_pin_is_not_counted(site):
    for _ in range(8):
        assert site.page("GET", "/api/now").status_code == 200


def test_many_addresses_do_not_make_many_guesses(site):
    pins = site.box.page.pins
    outcomes = []
    for number in range(40):
        try:
            pins.check("000000", peer=f"192.168.50.{number}")
        except RtccError as error:
            outcomes.append(type(error).__name__)
    assert outcomes == ["Refused"] * 25 + ["TooMany"] * 15


def test_a_box_without_a_pin_opens_to_nobody(site):
    site.settings["pin"] = ""
    site.start()
    assert site.page("GET", "/api/now", pin="").status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://192.168.50.1"])
def test_another_sites_page_cannot_write(site, origin):
    camera = site.camera(OPEN)
    answer = site.page("POST", f"/api/cameras/{camera}/off", {}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert not site.box.grants.grant(camera).is_nothing


def test_its_own_page_can_write(site):
    camera = site.camera(OPEN)
    own = {"Origin": f"http://127.0.0.1:{site.port}"}
    assert site.page("POST", f"/api/cameras/{camera}/off", {}, headers=own).status_code == 200


def test_a_name_that_another_site_lets_point_here_is_refused(site):
    assert site.page("GET", "/api/now", headers={"Host": "evil.example"}).status_code == 403


def test_the_owner_names_and_allows_and_sees_it(site):
    camera = site.camera(name="Camera 1")
    shown = site.page("GET", "/api/cameras").json()
    assert [(one["name"], one["is_allowed"], one["epoch"]) for one in shown["cameras"]] == [("Camera 1", False, 1)]
    after = site.allow(camera, OPEN, name="Register")
    assert (after["name"], after["is_allowed"], after["epoch"]) == ("Register", True, 2)
    assert after["grant"] == spelling.spell(OPEN)
    said = site.told("grant")
    assert [("name" in one, one["epoch"]) for one in said] == [(False, 1), (True, 2)]
    assert said[-1]["name"] == "Register"


def test_the_owner_sees_who_watches(site):
    camera = site.camera(OPEN)
    view = site.view(camera)
    (watched,) = site.page("GET", "/api/cameras").json()["cameras"]
    (now,) = site.page("GET", "/api/now").json()["views"]
    assert watched["watching"] == [now]
    assert (now["id"], now["badge"], now["incident"], now["purpose"]) == (view, "4711", "inc_1", "call")


def test_switching_off_keeps_what_the_box_keeps(site):
    camera = site.camera(replace(OPEN, days_stored=9))
    after = site.page("POST", f"/api/cameras/{camera}/off", {}).json()
    assert not after["is_allowed"]
    assert after["grant"]["days_stored"] == 9


def test_every_change_stands_in_the_log_with_who_made_it(site):
    camera = site.camera(OPEN)
    site.command("camera.narrow", {"camera": camera, "grant": spelling.spell(Grant())}, good_for=300)
    lines = site.page("GET", "/api/log").json()["lines"]
    assert [(line["epoch"], line["by"]) for line in lines] == [(3, "owner page"), (2, "this page"), (1, "this page")]
    assert lines[1]["grant"] == spelling.spell(OPEN)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/cameras/cam_1/off", {}, 404),
        (f"/api/cameras/{NOBODYS}/off", {}, 404),
        (f"/api/cameras/{NOBODYS}/delete", {}, 404),
        ("/api/cameras//grant", {}, 404),
        ("/api/../etc/passwd", {}, 404),
        ("/api/cameras", [], 422),
        ("/api/cameras", {}, 422),
    ],
)
def test_what_is_not_there_or_cannot_be_read_changes_nothing(site, path, body, status):
    assert site.page("POST", path, body).status_code == status


@pytest.mark.parametrize(
    "body", [{}, {"grant": 5}, {"grant": {"live": "any_call"}}, {"grant": {}, "more": 1}, {"grant": {}, "name": 5}]
)
def test_a_grant_that_cannot_be_meant_is_refused_with_a_sentence(site, body):
    camera = site.camera()
    answer = site.page("POST", f"/api/cameras/{camera}/grant", body)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert site.box.grants.in_force(camera).epoch == 1


def test_it_all_works_while_the_line_is_cut(site):
    site.line.is_cut = True
    camera = site.camera(OPEN)
    assert site.page("GET", "/api/cameras").json()["cameras"][0]["is_allowed"]
    site.page("POST", f"/api/cameras/{camera}/off", {})
    assert not site.page("GET", "/api/cameras").json()["is_online"]
    site.line.is_cut = False
    assert [said["epoch"] for said in site.told("grant")] == [1, 2, 3]


RIGHT = f"X-Box-Pin: {PIN}\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("GET / HTTP/1.1\r\n" + "A: " + "a" * 9000, b"431"),
        ("POST /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 16385\r\n\r\n", b"413"),
        ("POST /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n", b"413"),
        ("POST /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", b"400"),
        ("POST /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"400"),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: localhost\r\n\r\n", b"400"),
        ("GET /\r\n\r\n", b"400"),
        ("GET / SPDY/9\r\n\r\n", b"400"),
        ("GET / HTTP/1.1\r\n\r\n", b"403"),
        ("\xff\xfe / HTTP/1.1\r\n\r\n", b"400"),
        (f"POST /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\n{RIGHT}Content-Length: 1\r\n\r\n{{", b"422"),
        (f"PUT /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\n{RIGHT}\r\n", b"404"),
    ],
)
def test_what_is_no_request_is_answered_and_forgotten(site, sent, status):
    async def say():
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(sent.encode("latin-1"))
        await writer.drain()
        answer = await reader.read()
        writer.close()
        return answer

    assert site.do(say()).split(b" ")[1] == status
    assert site.page("GET", "/api/now").status_code == 200


def test_who_hangs_up_in_the_middle_stops_nobody(site):
    async def leave():
        _, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"POST /api/cameras HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
        await writer.drain()
        writer.close()

    site.do(leave())
    assert site.page("GET", "/api/now").status_code == 200
