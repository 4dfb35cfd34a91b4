"""The stand-in for Kinesis Video, spoken to by boto3 unmodified and by a producer that signs as the vendor's own do."""

import contextlib
import http.client
import json
import threading
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Frame, Tag, Track
from edge_greengrass.kit.mkv_reader import Reader
from local import streams
from local.play.telling import wait_for
from tests.conformance.arrange import refused
from tests.conformance.test_engine_patches import role, statement
from tests.engines.account import Account

TRACK = Track(b"\1\x42\xc0\x1e\xff\xe1\0\0\1\0\0", 640, 360)
AT = 1_795_000_000_000
NAME = "rtcc-rtcc-box-1-cam_1"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(scope="module")
def service(patched_engine):
    running = streams.start(patched_engine.endpoint)
    yield running
    running.stop()


@pytest.fixture
def control(service):
    """The root's client of the control plane; every stream is gone after the test."""
    client = Account(service.url, "test", "test").client("kinesisvideo")
    yield client
    for one in client.list_streams()["StreamInfoList"]:
        client.delete_stream(StreamARN=one["StreamARN"])


@pytest.fixture
def stream(control):
    return control.create_stream(StreamName=NAME, DataRetentionInHours=0)["StreamARN"]


@pytest.fixture(scope="module")
def box(patched_cloud):
    """A box's session: it may push its own streams."""
    own = "arn:aws:kinesisvideo:us-east-1:000000000000:stream/rtcc-${credentials-iot:ThingName}-*/*"
    arn, _ = role(patched_cloud, "pushers", statement("Allow", "kinesisvideo:PutMedia", own))
    given = patched_cloud.client("sts").assume_role(RoleArn=arn, RoleSessionName="rtcc-box-1")["Credentials"]
    return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


ROOT = Credentials("test", "test")


def _spoiled(value):
    """The header with another last digit, whichever it was."""
    return value[:-1] + ("1" if value.endswith("0") else "0")


class Producer:
    """One PutMedia request: sends what it is told, hears acknowledgments."""

    def __init__(self, url, credentials, *, name=NAME, payload=EMPTY, spoil=False, region="us-east-1"):
        signed = AWSRequest(
            "POST", f"{url}/putMedia", headers={"x-amzn-stream-name": name, "host": urlsplit(url).netloc}
        )
        signed.headers["x-amzn-fragment-timecode-type"] = "ABSOLUTE"
        auth = SigV4Auth(credentials, "kinesisvideo", region)
        auth.payload = lambda request: payload
        auth.add_auth(signed)
        self.line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        self.line.putrequest("POST", "/putMedia", skip_host=True, skip_accept_encoding=True)
        for header, value in signed.headers.items():
            self.line.putheader(header, _spoiled(value) if spoil and header == "Authorization" else value)
        self.line.putheader("transfer-encoding", "chunked")
        self.line.endheaders()
        self.answer = None

    def send(self, *pieces):
        for piece in pieces:
            self.line.send(b"%x\r\n%s\r\n" % (len(piece), piece))

    def heard(self):
        """The answer's head, then each acknowledgment until the service hangs up."""
        self.answer = self.answer or self.line.getresponse()
        return self.answer

    def acks(self, count):
        return [json.loads(self.heard().readline()) for _ in range(count)]

    def end(self):
        with contextlib.suppress(OSError):
            self.line.send(b"0\r\n\r\n")
        rest = self.heard().read()
        self.line.close()
        return [json.loads(line) for line in rest.splitlines()]


def fragment(at, *frames):
    blocks = [mkv.block(offset, offset == 0, data) for offset, data in frames]
    return [mkv.open_cluster(at), *blocks]


def reader(url, name=NAME, kind="NOW"):
    client = Account(url, "test", "test").client("kinesis-video-media")
    return client.get_media(StreamName=name, StartSelector={"StartSelectorType": kind})["Payload"]


def events(body, enough):
    """What a reader gets, until `enough` says so or the stream ends."""
    read, found = Reader(), []
    while not enough(found):
        piece = body.read(1)
        if not piece:
            break
        found += read.feed(piece)
    return found


def frames(found):
    return [event.data for event in found if isinstance(event, Frame)]


def test_a_stream_is_made_described_and_taken_away(control, stream):
    info = control.describe_stream(StreamName=NAME)["StreamInfo"]

    assert (info["StreamARN"], info["DataRetentionInHours"], info["Status"]) == (stream, 0, "ACTIVE")
    with refused("ResourceInUseException"):
        control.create_stream(StreamName=NAME)
    control.delete_stream(StreamARN=stream)
    for ask in (lambda: control.describe_stream(StreamName=NAME), lambda: control.delete_stream(StreamARN=stream)):
        with refused("ResourceNotFoundException"):
            ask()


def test_a_stream_that_would_keep_something_is_refused(control):
    with refused("InvalidArgumentException"):
        control.create_stream(StreamName=NAME, DataRetentionInHours=1)


@pytest.mark.parametrize("payload", [EMPTY, "UNSIGNED-PAYLOAD"])
def test_what_is_pushed_is_read_frame_by_frame_and_acknowledged(service, stream, box, payload):
    producer = Producer(service.url, box, payload=payload)
    producer.send(mkv.header(TRACK), *fragment(AT, (0, b"key"), (67, b"two")))

    assert [ack["EventType"] for ack in producer.acks(1)] == ["BUFFERING"]
    body = reader(service.url)
    first = events(body, lambda found: len(frames(found)) == 2)
    producer.send(*fragment(AT + 1000, (0, b"key2")))
    more = events(body, lambda found: len(frames(found)) == 1)
    assert [ack["EventType"] for ack in producer.end()] == ["RECEIVED", "BUFFERING", "RECEIVED"]

    assert [event for event in first if isinstance(event, Track)] == [TRACK]
    assert frames(first) == [b"key", b"two"]
    assert frames(more) == [b"key2"]
    names = [event.name for event in first + more if isinstance(event, Tag)]
    assert names[:3] == [
        f"AWS_KINESISVIDEO_{what}" for what in ("FRAGMENT_NUMBER", "SERVER_TIMESTAMP", "PRODUCER_TIMESTAMP")
    ]
    assert "AWS_KINESISVIDEO_MILLIS_BEHIND_NOW" in names


def test_a_late_reader_begins_at_the_newest_key_frame_or_at_the_oldest(service, stream):
    producer = Producer(service.url, ROOT)
    for number in range(3):
        producer.send(
            *([mkv.header(TRACK)] if number == 0 else []), *fragment(AT + number * 1000, (0, b"key%d" % number))
        )
    producer.acks(5)

    assert frames(events(reader(service.url), lambda found: frames(found))) == [b"key2"]
    assert frames(events(reader(service.url, kind="EARLIEST"), lambda found: len(frames(found)) == 3))[0] == b"key0"
    producer.end()


def test_a_deleted_stream_ends_its_reader_and_its_producer_and_keeps_nothing(service, control, stream):
    producer = Producer(service.url, ROOT)
    producer.send(mkv.header(TRACK), *fragment(AT, (0, b"key")))
    body = reader(service.url)
    events(body, lambda found: frames(found))
    ended = threading.Thread(target=lambda: events(body, lambda found: False))
    ended.start()
    control.delete_stream(StreamARN=stream)
    ended.join(10)
    producer.send(mkv.block(67, False, b"late"))

    assert not ended.is_alive()
    assert producer.end()[-1]["ErrorId"] == 4008
    with refused("ResourceNotFoundException"):
        reader(service.url)


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
    with refused("ClientLimitExceededException"):
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
