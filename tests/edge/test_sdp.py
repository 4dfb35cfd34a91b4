"""What a camera says that it sends is understood, or refused in a sentence that says what to set on it."""

import base64
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder import sdp
from edge_greengrass.recorder.refusing import Refusal
from tests.edge.footage import film

DESCRIBED = [
    *(
        "m=video 0 RTP/AVP 96",
        "m=audio 0 RTP/AVP 97",
        "m=",
        "a=rtpmap:96 H265/90000",
        "a=rtpmap:96 H264/",
        "a=control:",
    ),
    *("a=control://[", "a=control:track1", "a=fmtp:96 sprop-vps=AAAA;sprop-sps=!;sprop-pps", "a=rtpmap:", "a=fmtp:96"),
    *("a=rtpmap:97 MPEG4-GENERIC/48000/2", "a=fmtp:97 mode=AAC-hbr;config=1190;sizelength=13;indexlength=3"),
]


@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(DESCRIBED)), max_size=15), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_whatever_a_camera_describes_is_understood_or_refused(lines, base):
    body = "\r\n".join(lines).encode("utf-8", "surrogatepass")
    for read in (sdp.video, sdp.sound):
        with contextlib.suppress(Refusal):
            read(body, base=base)


def test_h265_is_described_by_its_three_sets():
    sets = [base64.b64encode(nal).decode() for nal in film(1, codec="h265")[0].sets]
    told = ";".join(f"sprop-{kind}={one}" for kind, one in zip(("vps", "sps", "pps"), sets, strict=True))
    video = sdp.video(
        f"m=video 0 RTP/AVP 98\r\na=rtpmap:98 H265/90000\r\na=fmtp:98 {told}\r\n".encode(), base="rtsp://c"
    )
    assert (video.codec.NAME, video.payload_type) == ("h265", 98)
    assert list(video.parameter_sets) == film(1, codec="h265")[0].sets


@pytest.mark.parametrize("fmtp", ["packetization-mode=2", "sprop-max-don-diff=1"])
def test_pictures_that_come_out_of_order_are_refused_with_what_to_set(fmtp):
    body = f"m=video 0 RTP/AVP 98\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 {fmtp}\r\n"
    with pytest.raises(Refusal, match="packetization mode"):
        sdp.video(body.encode(), base="rtsp://c")


@pytest.mark.parametrize(
    "audio", ["", "m=audio 0 RTP/AVP 0\r\n", "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/48000\r\n"]
)
def test_sound_that_we_do_not_speak_is_refused_with_what_to_set(audio):
    with pytest.raises(Refusal, match="Set its audio codec to AAC"):
        sdp.sound(audio.encode(), base="rtsp://c")


@pytest.mark.parametrize(
    ("base", "control", "whole"),
    [
        ("rtsp://c:554/live", "track1", "rtsp://c:554/live/track1"),
        ("rtsp://c/live/", "track1", "rtsp://c/live/track1"),
        ("rtsp://c/live?x=1", "rtsp://c/other", "rtsp://c/other"),
        ("rtsp://c/live", "*", "rtsp://c/live"),
    ],
)
def test_the_track_is_found_where_the_camera_says(base, control, whole):
    body = f"m=video 0 RTP/AVP 97\r\na=rtpmap:97 h264/90000\r\na=control:{control}\r\n"
    assert sdp.video(body.encode(), base=base).control == whole
