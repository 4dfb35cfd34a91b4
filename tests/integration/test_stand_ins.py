"""The stand-ins, asked by AWS's own unmodified clients and by a browser's kind of request."""

import json
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from infrastructure.page_headers import HEADERS
from local import front_door, geocoder, listener, outbox, pages, texts
from local.city_file import config
from local.city_plan import CityPlan
from local.public_log import Sealed
from tests.conformance.arrange import http, refused
from tests.engines.account import Account

TO = {"DestinationPhoneNumber": "+13185550123", "OriginationIdentity": "+13185550101"}


@pytest.fixture
def places():
    running = geocoder.start(CityPlan(tuple(config()["bounds"])), config())
    yield Account(running.url, "a", "b").client("geo-places")
    running.stop()


@pytest.fixture
def sent():
    return texts.Texts()


@pytest.fixture
def telephones(sent):
    running = texts.start(sent)
    yield Account(running.url, "a", "b").client("pinpoint-sms-voice-v2")
    running.stop()


class Echo(listener.Answering, BaseHTTPRequestHandler):
    """An API that says what reached it."""

    def do_POST(self):
        seen = {"path": self.path, "from": self.headers.get("X-Forwarded-For"), "body": self.body().decode()}
        self.answer_json(201, seen, **{"X-Frame-Options": "SAMEORIGIN"})

    do_GET = do_POST


@pytest.fixture
def site(tmp_path):
    for page in ("citizen", "console", "owner", "agency"):
        (tmp_path / page / "assets").mkdir(parents=True)
        (tmp_path / page / "index.html").write_text(page)
        (tmp_path / page / "assets" / "x-1.js").write_text("1")
    (tmp_path / "citizen" / "r.html").write_text("upload")
    (tmp_path / "citizen" / "key.html").write_text("fingerprint")
    (tmp_path / "citizen" / "log.html").write_text("the log")
    (tmp_path / "secret.txt").write_text("secret")
    api = listener.listen(Echo)
    apis = {"citizen": api.url, "console": "http://127.0.0.1:9", "dispatch": api.url}
    folders = {page: tmp_path / page for page in ("citizen", *pages.SIGNED_IN)}
    shown = pages.Site(
        **folders,
        apis=apis,
        documents={"/config.json": {"a": 1}},
        outbox=list,
        answer=lambda *said: None,
        connect=["http://s3"],
        previews=["http://previews"],
        log={"/log/checkpoint": Sealed(b"origin\n7\n", "Mon, 23 Nov 2026 04:00:00 GMT")}.get,
    )
    running = front_door.start(shown, port=0)
    yield running.url
    running.stop()
    api.stop()


def test_the_geocoder_answers_amazons_client(places):
    asked = {"BiasPosition": [-93.75, 32.5], "Filter": {"IncludeCountries": ["US"]}, "IntendedUse": "Storage"}

    found = places.geocode(QueryText="412 Alder Street", MaxResults=1, **asked)

    assert found["ResultItems"][0]["Address"]["AddressNumber"] == "412"
    assert len(found["ResultItems"][0]["Position"]) == 2
    assert places.geocode(QueryText="1 Unknown Road")["ResultItems"] == []
    with refused("ValidationException"):
        places.geocode(QueryText="x" * 201)


def test_the_text_provider_answers_amazons_client(telephones, sent):
    assert telephones.send_text_message(**TO, MessageBody="your code is 123456")["MessageId"]

    (kept,) = sent.all()
    assert (kept["channel"], kept["to"], kept["text"]) == ("text", "+13185550123", "your code is 123456")


@pytest.mark.parametrize("wrong", [{"DestinationPhoneNumber": "318 555 0123"}, {"MessageBody": "x" * 161}])
def test_the_text_provider_refuses_what_would_not_arrive_as_one_text(telephones, sent, wrong):
    with refused("ValidationException"):
        telephones.send_text_message(**(TO | {"MessageBody": "x"} | wrong))

    assert sent.all() == []


@pytest.mark.parametrize(
    ("path", "status", "shown"),
    [
        ("/", 200, b"citizen"),
        ("/r", 200, b"upload"),
        ("/key", 200, b"fingerprint"),
        ("/console/", 200, b"console"),
        ("/owner/", 200, b"owner"),
        ("/agency/shares/rel_1", 200, b"agency"),
        ("/agency/..%2fsecret.txt", 404, None),
        ("/console/incidents/inc_1", 200, b"console"),
        ("/console/assets/gone.js", 404, None),
        ("/%2e%2e/secret.txt", 404, None),
        ("/console/..%2f..%2fsecret.txt", 404, None),
        ("/config.json", 200, b'{"a": 1}'),
        ("/log", 200, b"the log"),
        ("/log/checkpoint", 200, b"origin\n7\n"),
        ("/log/batch/000000000000", 404, None),
        ("/outbox", 200, None),
        ("/outbox.json", 200, b"[]"),
    ],
)
def test_the_front_door_shows_pages_with_the_headers_of_the_cloud(site, path, status, shown):
    answer = http("GET", site + path)

    assert answer.status == status
    assert shown is None or answer.body == shown
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "connect-src 'self' http://s3;" in answer.headers["Content-Security-Policy"]
    shows_previews = "media-src 'self' blob: http://previews;" in answer.headers["Content-Security-Policy"]
    assert shows_previews is path.startswith(("/console/", "/agency/"))


def test_the_front_door_passes_a_request_on_and_says_from_whom(site):
    answer = http("POST", f"{site}/api/citizen/registrations?x=1", b"{}", {"X-Forwarded-For": "203.0.113.9"})

    assert answer.json == {"path": "/registrations?x=1", "from": "203.0.113.9, 127.0.0.1", "body": "{}"}
    assert (answer.status, answer.headers["X-Frame-Options"]) == (201, "DENY")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/console/me", b"", 502),
        ("/api/dispatch/calls/1", b"{}", 404),
        ("/api/citizen/about", b"x" * (front_door.MOST_BYTES + 1), 413),
        ("/outbox.json", b"{}", 405),
    ],
)
def test_the_front_door_refuses_with_a_problem(site, path, body, status):
    answer = http("POST", site + path, body)

    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["status"] == status


def test_the_outbox_page_has_nothing_inline_that_its_policy_would_stop():
    page = (outbox.PAGE / "outbox.html").read_text()

    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script") == page.count("<script src=")


def test_kept_texts_are_there_after_a_restart(tmp_path: Path):
    texts.Texts(tmp_path / "texts.json").add("+13185550123", "hello")

    assert texts.Texts(tmp_path / "texts.json").all()[0]["text"] == "hello"
    assert json.loads((tmp_path / "texts.json").read_text())[0]["channel"] == "text"


def test_the_text_provider_says_what_became_of_a_text_and_what_a_telephone_answers(sent):
    heard, told = [], threading.Event()
    running = texts.start(sent, lambda news: (heard.append(news), told.set()))
    client = Account(running.url, "a", "b").client("pinpoint-sms-voice-v2")

    client.send_text_message(**TO, MessageBody="hello", Context={"message": "msg_1"})
    assert told.wait(10)
    texts.answer_as(heard.append, "+13185550101", "+13185550123", "STOP")
    running.stop()

    assert (heard[0]["eventType"], heard[0]["context"]) == ("TEXT_DELIVERED", {"message": "msg_1"})
    assert (heard[1]["originationNumber"], heard[1]["messageBody"]) == ("+13185550123", "STOP")
    assert heard[1]["inboundMessageId"]
