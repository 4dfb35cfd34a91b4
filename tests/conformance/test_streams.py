"""The stand-in for Kinesis Video, spoken to by boto3 unmodified and by a producer that signs as the vendor's own do."""

import threading

import pytest

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Tag, Track
from tests.conformance.arrange import refused
from tests.conformance.streaming import AT, EMPTY, NAME, ROOT, TRACK, Producer, events, fragment, frames, reader


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
