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


def test_each_error_means_what_the_service_says():
    assert Ack("ERROR", error=4000).means is Means.AGAIN
    assert Ack("ERROR", error=4003).means is Means.AGAIN
    assert Ack("ERROR", error=4504).means is Means.BLOCKED
    assert Ack("ERROR", error=4507).means is Means.OVER
