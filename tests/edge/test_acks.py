"""What Kinesis Video says while we send is read however it is cut, and means what the service says."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.live_relay.acks import Ack, Acks, Means, Unreadable

ACKS = [
    {"EventType": "BUFFERING", "FragmentTimecode": 1, "FragmentNumber": "9"},
    {"EventType": "IDLE"},
    {"EventType": "ERROR", "ErrorId": 4008, "ErrorCode": 'ä "}{" \\'},
]


@given(st.lists(st.integers(0, 300), max_size=20), st.sampled_from([b"", b"\r\n", b"  "]))
@settings(max_examples=60, deadline=None)
def test_acknowledgments_are_read_the_same_however_they_are_cut(cuts, between):
    data, acks, found, last = between.join(json.dumps(one).encode() for one in ACKS), Acks(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += acks.feed(data[last:cut])
        last = max(last, cut)
    assert [one.kind for one in found] == ["BUFFERING", "IDLE", "ERROR"]
    assert found[0].timecode == 1
    assert found[2].means is Means.OVER


@pytest.mark.parametrize("data", [b"<html>", b"[1]", b'{"a":"' + b"x" * 20_000])
def test_what_are_no_acknowledgments_is_an_error(data):
    with pytest.raises(Unreadable):
        Acks().feed(data)


@pytest.mark.parametrize(
    ("errors", "means"),
    [
        ([4000, 5000, 5001, 0, 99999], Means.AGAIN),
        ([4001, 4002], Means.SHORTEN),
        ([4003], Means.PLANNED),
        ([4004], Means.ANCHOR),
        ([4005, 4006, 4009, 4010, 4011, 4012], Means.HEADER),
        ([4007], Means.CLOCK),
        ([4008, 4507], Means.OVER),
        (range(4500, 4507), Means.BLOCKED),
    ],
)
def test_each_error_means_what_the_service_says(errors, means):
    for error in errors:
        assert Ack("ERROR", error=error).means is means
        assert Ack("ERROR", error=error).why.endswith(".")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(["EventType", "FragmentTimecode", "FragmentNumber", "ErrorId", "ErrorCode"])


@given(st.lists(st.dictionaries(NAMES, VALUES)), st.binary(max_size=40), st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_as_acknowledgments_is_read_or_named_unreadable(said, noise, size):
    data, acks = b"".join(json.dumps(one).encode() for one in said) + noise, Acks()
    try:
        for at in range(0, len(data), size):
            for ack in acks.feed(data[at : at + size]):
                assert ack.timecode is None or isinstance(ack.timecode, int)
                assert ack.means in Means
    except Unreadable:
        return


def test_an_acknowledgment_nested_without_end_is_no_acknowledgment():
    with pytest.raises(Unreadable):
        Acks().feed(b'{"a":' * 100_000)
