"""The limits of the stand-in for Kinesis Video, by the vendor's own numbers, and what a fragment brings along."""

import time
from contextlib import suppress

import pytest

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Cluster, Sound, Tag
from local.streams import limits
from local.streams import serving as streams
from local.streams.shelf import Shelf, Trouble
from tests.conformance.arrange import refused
from tests.conformance.streaming import AT, NAME, ROOT, TRACK, Producer, events, fragment, frames, reader
from tests.engines.account import Account

HEADER = mkv.header(TRACK)


def told(found, name):
    return [event.value for event in found if isinstance(event, Tag) and event.name == name]


def last_error(service, *pieces, **how):
    producer = Producer(service.url, ROOT, **how)
    with suppress(BrokenPipeError):  # it may hang up before the last piece has left; its reason is there to read
        producer.send(*pieces)
    return producer.end()[-1].get("ErrorId")


def test_the_tags_of_a_fragment_reach_its_reader_before_it(service, stream):
    producer = Producer(service.url, ROOT)
    producer.send(HEADER, mkv.tags([("RTCC_AT", "1"), ("RTCC_SPEED", "2")]), *fragment(AT, (0, b"key")))
    producer.send(mkv.tags([("RTCC_AT", "3")]), *fragment(AT + 1000, (0, b"key2")))
    producer.acks(3)
    found = events(reader(service.url, kind="EARLIEST"), lambda found: len(frames(found)) == 2)
    producer.end()

    assert told(found, "RTCC_AT") == ["1", "3"]
    assert told(found, "RTCC_SPEED") == ["2"]
    kinds = [type(event) for event in found]
    assert kinds.index(Tag) < kinds.index(Cluster)


@pytest.mark.parametrize(
    "pairs",
    [[(f"T{number}", "x") for number in range(11)], [("AWS_OURS", "x")], [("T" * 129, "x")], [("T", "x" * 257)]],
    ids=["eleven", "the vendor's name", "a long name", "a long value"],
)
def test_tags_beyond_the_limits_end_the_connection(service, stream, pairs):
    assert last_error(service, HEADER, mkv.tags(pairs), *fragment(AT, (0, b"key"))) == 4009


def test_relative_times_count_from_the_start_that_was_told(service, stream):
    producer = Producer(service.url, ROOT, kind="RELATIVE", start=f"{AT / 1000:.3f}")
    producer.send(HEADER, *fragment(2_000, (0, b"key")))
    (ack,) = producer.acks(1)
    found = events(reader(service.url), frames)
    producer.end()

    assert ack["FragmentTimecode"] == 2_000
    assert told(found, "AWS_KINESISVIDEO_PRODUCER_TIMESTAMP") == [f"{AT / 1000 + 2:.3f}"]


@pytest.mark.parametrize(("kind", "start"), [("SOMEHOW", None), ("RELATIVE", "noon"), ("RELATIVE", "nan")])
def test_timecodes_of_another_kind_are_refused(service, stream, kind, start):
    answer = Producer(service.url, ROOT, kind=kind, start=start).heard()

    assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (400, "InvalidArgumentException")


def test_a_time_in_the_far_future_is_no_producer_s_time(service, stream):
    ahead = int(time.time() * 1000) + 2 * limits.AHEAD_MS

    assert last_error(service, HEADER, *fragment(ahead, (0, b"key"))) == 4007


def test_sound_passes_and_a_block_of_no_track_does_not(service, stream):
    producer = Producer(service.url, ROOT)
    producer.send(mkv.header(TRACK, Sound(b"\x12\x10", 44_100, 2)), *fragment(AT, (0, b"key")))
    producer.send(mkv.block(10, False, b"heard", track=mkv.SOUND))
    found = events(reader(service.url), lambda found: len(frames(found)) == 2)
    producer.send(mkv.block(20, False, b"what", track=3))

    assert [event for event in found if isinstance(event, Sound)] == [Sound(b"\x12\x10", 44_100, 2)]
    assert producer.end()[-1]["ErrorId"] == 4010


def test_a_fourth_track_is_one_too_many(service, stream):
    entry = mkv.element(mkv.TRACK_ENTRY, mkv.element(mkv.CODEC_ID, b"V_MPEG4/ISO/AVC"))

    assert last_error(service, mkv.element(mkv.TRACKS, entry * 4)) == 4012


def test_a_fragment_has_a_largest_size(service, stream, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_FRAGMENT", 1000)

    assert last_error(service, HEADER, *fragment(AT, (0, b"k" * 600), (67, b"k" * 600))) == 4001


def test_more_than_five_fragments_a_second_wait(service, stream):
    producer, began = Producer(service.url, ROOT), time.monotonic()
    producer.send(HEADER, *(piece for number in range(11) for piece in fragment(AT + number, (0, b"key"))))
    acks = producer.end()

    assert sum(ack["EventType"] == "BUFFERING" for ack in acks) == 11
    assert time.monotonic() - began >= 2.0


def test_more_bytes_a_second_than_it_reads_wait(service, stream, monkeypatch):
    monkeypatch.setattr(limits, "BYTES_A_SECOND", 10_000)
    producer, began = Producer(service.url, ROOT), time.monotonic()
    producer.send(HEADER, *fragment(AT, (0, b"k" * 8_000), (67, b"k" * 8_000)))
    producer.end()

    assert time.monotonic() - began >= 1.0


@pytest.mark.parametrize("what", ["describe_stream", "get_data_endpoint"])
def test_more_than_five_calls_a_second_on_one_stream_are_refused(service, control, stream, what):
    more = {"APIName": "PUT_MEDIA"} if what == "get_data_endpoint" else {}
    for _ in range(limits.CALLS_A_SECOND):
        getattr(control, what)(StreamName=NAME, **more)
    with refused("ClientLimitExceededException"):
        for _ in range(limits.CALLS_A_SECOND):
            getattr(control, what)(StreamName=NAME, **more)


def test_the_account_s_calls_are_limited_too():
    shelf = Shelf()
    for _ in range(limits.ACCOUNT_CALLS["listStreams"]):
        shelf.called("listStreams")

    with pytest.raises(Trouble, match="too many"):
        shelf.called("listStreams")


@pytest.mark.parametrize(("name", "value"), [("BUFFER_BYTES", 2_000), ("BUFFER_MS", -1)])
def test_what_is_beyond_the_buffer_is_forgotten(service, stream, monkeypatch, name, value):
    monkeypatch.setattr(limits, name, value)
    producer = Producer(service.url, ROOT)
    for number in range(4):
        producer.send(*([HEADER] if not number else []), *fragment(AT + number * 1000, (0, b"%d" % number * 900)))
    producer.acks(7)
    found = events(reader(service.url, kind="EARLIEST"), frames)
    producer.end()

    assert frames(found)[0][:1] != b"0"


def test_one_that_relays_whole_fragments_shows_none_before_it_is_complete(patched_engine):
    whole = streams.start(patched_engine.endpoint, whole_fragments=True)
    try:
        Account(whole.url, "test", "test").client("kinesisvideo").create_stream(StreamName=NAME)
        producer = Producer(whole.url, ROOT)
        producer.send(HEADER, *fragment(AT, (0, b"key"), (67, b"two")), *fragment(AT + 1000, (0, b"key2")))
        producer.acks(3)
        body = reader(whole.url)
        first = events(body, lambda found: told(found, "AWS_KINESISVIDEO_CONTINUATION_TOKEN"))
        producer.end()
        second = events(body, frames)
    finally:
        whole.stop()

    assert frames(first) == [b"key", b"two"]
    assert frames(second) == [b"key2"]
