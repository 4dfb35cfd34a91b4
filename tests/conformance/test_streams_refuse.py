"""What the stand-in for Kinesis Video does not take, and how it says so: with the vendor's own words and numbers."""

import contextlib
import http.client
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Tag
from local.play.telling import wait_for
from local.streams import serving as streams
from tests.conformance.arrange import refused
from tests.conformance.streaming import AT, NAME, ROOT, TRACK, Producer, events, fragment, frames, reader
from tests.engines.account import Account


@pytest.mark.parametrize(
    ("more", "status", "kind"),
    [
        ({"spoil": True}, 403, "SignatureDoesNotMatch"),
        ({"payload": "f" * 64}, 403, "SignatureDoesNotMatch"),
        ({"region": "eu-west-1"}, 403, "SignatureDoesNotMatch"),
        ({"name": "rtcc-rtcc-box-2-cam_1"}, 403, "AccessDeniedException"),
    ],
    ids=["signature", "payload", "region", "a foreign stream"],
)
def test_a_producer_without_the_right_is_refused(service, control, stream, box, more, status, kind):
    control.create_stream(StreamName="rtcc-rtcc-box-2-cam_1")
    answer = Producer(service.url, box, **more).heard()

    assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (status, kind)


def test_a_stream_takes_one_producer_and_another_when_that_one_is_gone(service, stream):
    first = Producer(service.url, ROOT)
    first.send(mkv.header(TRACK), *fragment(AT, (0, b"key")))
    first.acks(1)
    second = Producer(service.url, ROOT).heard()
    first.end()
    third = Producer(service.url, ROOT)
    third.send(mkv.header(TRACK), *fragment(AT + 1000, (0, b"key")))

    assert second.headers["x-amzn-ErrorType"] == "ConnectionLimitExceededException"
    assert third.acks(1)[0]["EventType"] == "BUFFERING"
    third.end()


@pytest.mark.parametrize(
    ("pieces", "number"),
    [
        ([b"this is no Matroska at all"], 4006),
        ([mkv.header(TRACK), mkv.open_cluster(AT), mkv.block(0, False, b"no key frame")], 4006),
        ([mkv.header(TRACK), *fragment(AT, (0, b"key"), (20_001, b"too long"))], 4002),
        ([mkv.header(TRACK), *fragment(AT, (0, b"key")), *fragment(AT - 1, (0, b"earlier"))], 4004),
        ([mkv.open_cluster(AT)], 4006),
    ],
    ids=["garbage", "no key frame", "too long", "back in time", "no header"],
)
def test_what_cannot_be_taken_ends_with_the_vendors_number(service, stream, pieces, number):
    producer = Producer(service.url, ROOT)
    with contextlib.suppress(BrokenPipeError):
        producer.send(*pieces)

    last = producer.end()[-1]
    assert (last["EventType"], last["ErrorId"]) == ("ERROR", number)


def test_a_connection_is_cut_when_its_time_is_over(patched_engine, service, stream):
    short = streams.start(patched_engine.endpoint, longest_connection=0.0)
    try:
        Account(short.url, "test", "test").client("kinesisvideo").create_stream(StreamName=NAME)
        producer = Producer(short.url, ROOT)
        producer.send(mkv.header(TRACK))
        assert producer.end()[-1]["ErrorId"] == 4003
    finally:
        short.stop()


def test_a_producer_that_breaks_off_in_the_middle_leaves_room_for_the_next(service, stream):
    first = Producer(service.url, ROOT)
    first.send(mkv.header(TRACK), *fragment(AT, (0, b"key")))
    first.acks(1)
    first.line.sock.shutdown(2)
    first.line.close()

    body = reader(service.url)
    events(body, lambda found: any(isinstance(event, Tag) and "CONTINUATION" in event.name for event in found))
    again = Producer(service.url, ROOT)
    again.send(mkv.header(TRACK), *fragment(AT + 1000, (0, b"key2")))
    assert frames(events(body, lambda found: frames(found))) == [b"key2"]
    again.end()


def test_a_stream_has_three_readers_and_no_fourth(service, stream):
    producer = Producer(service.url, ROOT)
    producer.send(mkv.header(TRACK), *fragment(AT, (0, b"key")))
    producer.acks(1)
    three = [reader(service.url) for _ in range(3)]
    with refused("ConnectionLimitExceededException"):
        reader(service.url)
    for one in three:
        one.close()
    producer.end()


def test_readers_who_leave_while_nothing_comes_make_room(service, stream):
    for one in [reader(service.url) for _ in range(3)]:
        one.close()

    def comes_in():
        with contextlib.suppress(ClientError):
            return reader(service.url)
        return None

    wait_for("a place", comes_in).close()


def test_a_browser_is_told_before_it_asks(service):
    line = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=10)
    line.request("OPTIONS", "/getMedia", headers={"Access-Control-Request-Headers": "authorization,x-amz-date"})
    answer = line.getresponse()

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization,x-amz-date"
