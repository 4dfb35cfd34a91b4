"""A camera that can be recorded is set up; one that cannot is refused in a sentence that helps its owner."""

import asyncio
import base64
import contextlib
import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder import sdp
from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.rtsp import Session
from edge_greengrass.recorder.wire import LARGEST_BODY, LARGEST_HEAD, Response, Wire
from tests.edge.fake_camera import FakeCamera
from tests.edge.footage import film
from tests.edge.site import LOOPBACK

NOW = 1_790_000_000_000
FILM = [(NOW + 67 * number, picture) for number, picture in enumerate(film(15))]
HEAD = b"RTSP/1.0 200 OK\r\nCSeq: {cseq}\r\n"


SAID = [
    *(HEAD + b"Content-Length: %s\r\n\r\n" % size for size in (b"4", b"-1", b"65536", b"9999999999", b"\xd9\xa3", b"")),
    *(b"$\0\0\4abcd", b"$", b"\r\n", b"RTSP/1.0 200 OK\r\n", b"RTSP/1.0 2x0\r\n\r\n", b"X: " + b"y" * 5000 + b"\r\n"),
]
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


def play(camera, password="pass"):
    async def go():
        async with camera.open(), Session(camera.address, Login("owner", password), LOOPBACK, patience=5) as session:
            video = await session.play()
            return video, await some(session)

    return asyncio.run(go())


class First:
    """Takes the packets that come together first."""

    def __init__(self, found):
        self.found, self.packets = found, []

    def begin(self):
        pass

    def packet(self, *packet):
        self.packets.append(packet)

    def sweep(self, _data, at, _stride):
        return at

    def end(self):
        if self.packets and not self.found.done():
            self.found.set_result(self.packets)


async def some(session):
    """The first packets that come."""
    found = asyncio.get_running_loop().create_future()
    pouring = asyncio.ensure_future(session.pour(First(found)))
    try:
        await asyncio.wait({pouring, found}, return_when=asyncio.FIRST_COMPLETED)
        return found.result() if found.done() else pouring.result()
    finally:
        pouring.cancel()


@pytest.mark.parametrize("algorithm", [None, "Basic", "MD5", "SHA-256", "MD5-sess"])
def test_we_sign_in_the_way_the_camera_asks(algorithm):
    video, packets = play(FakeCamera(FILM, algorithm=algorithm))
    assert video.control.endswith("/live/track1")
    assert (video.payload_type, len(video.parameter_sets)) == (96, 2)
    assert packets[0][0] in (0, 1)


def test_a_wrong_password_is_tried_once_and_named():
    camera = FakeCamera(FILM)
    with pytest.raises(Refusal, match="password"):
        play(camera, password="wrong")
    assert camera.asked == ["OPTIONS", "OPTIONS"]


@pytest.mark.parametrize(
    ("replies", "sentence"),
    ids=[
        "redirect",
        "codec",
        "no stream",
        "UDP only",
        "endless header",
        "negative",
        "huge",
        "HTTP",
        "huge SDP",
        "junk",
    ],
    argvalues=[
        (
            {"DESCRIBE": b"RTSP/1.0 302 Moved\r\nCSeq: {cseq}\r\nLocation: rtsp://169.254.169.254/\r\n\r\n"},
            "another addr",
        ),
        ({"DESCRIBE": HEAD + b"Content-Length: 45\r\n\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 JPEG/90000\r\n"}, "H.264"),
        ({"DESCRIBE": b"RTSP/1.0 404 None\r\nCSeq: {cseq}\r\n\r\n"}, "path"),
        ({"SETUP": b"RTSP/1.0 461 No\r\nCSeq: {cseq}\r\n\r\n"}, "TCP"),
        ({"OPTIONS": b"RTSP/1.0 200 OK\r\n" + b"X: y\r\n" * 4000}, "no camera"),
        ({"DESCRIBE": HEAD + b"Content-Length: -1\r\n\r\n"}, "impossible length"),
        ({"DESCRIBE": HEAD + b"Content-Length: 99999999\r\n\r\n"}, "impossible length"),
        ({"OPTIONS": b"\x15\x03\x01\x00\x02\x02\x28"}, "no camera"),
        ({"DESCRIBE": HEAD + b"Content-Length: 60000\r\n\r\n" + b"a=\r\n" * 15_000}, "1000 lines"),
        ({"DESCRIBE": HEAD + b"Content-Length: 4\r\n\r\n\xff\xfe\0\0"}, "no video"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_a_sentence(replies, sentence):
    with pytest.raises(Refusal, match=sentence):
        play(FakeCamera(FILM, algorithm=None, replies=replies))


def test_nobody_at_the_address_is_absent():
    async def go():
        camera = FakeCamera(FILM)
        async with camera.open():
            pass
        async with Session(camera.address, Login("", ""), LOOPBACK, patience=5):
            pass

    with pytest.raises(Absent):
        asyncio.run(go())


def test_a_camera_that_never_answers_is_absent():
    async def go():
        camera = FakeCamera(FILM, replies={"OPTIONS": b""})
        async with camera.open(), Session(camera.address, Login("", ""), LOOPBACK, patience=0.05) as session:
            await session.play()

    with pytest.raises(Absent, match="too long"):
        asyncio.run(go())


@pytest.mark.parametrize(
    "drip", [b"RTSP/1.0 200 OK\r\nX: ", b"$\0\xff\xff", b"\r\n"], ids=["head", "packet", "nothing"]
)
def test_abuse_064_a_camera_that_answers_byte_by_byte_is_given_up(drip):
    async def met(reader, writer):
        writer.write(drip)
        with contextlib.suppress(OSError):
            while not writer.is_closing():
                writer.write(b"\n" if drip == b"\r\n" else b"x")
                await writer.drain()
                await asyncio.sleep(0.01)

    with pytest.raises(Absent, match="too long"):
        asyncio.run(meeting(met, patience=0.3))


def test_abuse_064_pictures_instead_of_an_answer_fill_no_memory():
    async def met(reader, writer):
        with contextlib.suppress(OSError):
            while not writer.is_closing():
                writer.write(b"$\0\x10\0" + bytes(4096))
                await writer.drain()

    with pytest.raises(Absent, match="no answer"):
        asyncio.run(meeting(met, patience=10))


async def meeting(met, *, patience):
    """Ask a camera that does nothing but `met` to play."""
    server = await asyncio.start_server(met, "127.0.0.1", 0)
    address = f"rtsp://127.0.0.1:{server.sockets[0].getsockname()[1]}/live"
    try:
        async with Session(address, Login("", ""), LOOPBACK, patience=patience) as session:
            await session.play()
    finally:
        server.close()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("rtsp://127.0.0.1:1/", "192.168.50.0/24"),
        ("rtsp://127.0.0.1:1/", "0.0.0.0/0"),
        ("rtsp://[::1]:1/", "::/0"),
        ("rtsp://169.254.169.254/", "0.0.0.0/0"),
        ("rtsp://169.254.7.7/", "169.0.0.0/8"),
        ("rtsp://192.168.51.7/", "192.168.50.0/24"),
        ("rtsp://192.168.50.255/", "192.168.50.0/24"),
        ("rtsp://[::ffff:127.0.0.1]/", "0.0.0.0/0"),
        ("rtsp://localhost/", "127.0.0.0/8"),
        ("rtsp://2130706433/", "127.0.0.0/8"),
        ("rtsp://224.0.0.1/", "0.0.0.0/0"),
        ("rtsp://0.0.0.0/", "0.0.0.0/0"),
    ],
)
def test_abuse_063_the_recorder_itself_connects_only_within_the_camera_network(address, network):
    async def go():
        async with Session(address, Login("", ""), ipaddress.ip_network(network)):
            pass

    with pytest.raises(Refusal, match="camera network"):
        asyncio.run(go())


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "rtsp://", "rtsp://[x/", "rtsp://127.0.0.1:99999/", ""])
def test_an_address_that_is_none_is_refused(address):
    async def go():
        async with Session(address, Login("", ""), LOOPBACK):
            pass

    with pytest.raises(Refusal, match="rtsp://"):
        asyncio.run(go())


def test_the_session_is_kept_alive_and_taken_down():
    camera = FakeCamera(FILM)

    async def go():
        async with camera.open():
            async with Session(camera.address, Login("owner", "pass"), LOOPBACK, keep_alive_s=0.01) as session:
                await session.play()
                while camera.asked.count("GET_PARAMETER") < 3:
                    await some(session)
            while "TEARDOWN" not in camera.asked:
                await asyncio.sleep(0)

    camera.gate = None
    asyncio.run(asyncio.wait_for(with_echo(go, camera), 20))


async def with_echo(go, camera):
    """Each sign of life is answered behind a packet, so that the reader has something to wait for."""
    packet = b"$\1\0\x04" + b"\x80\xc9\0\0"
    camera.replies["GET_PARAMETER"] = packet + HEAD + b"\r\n"
    await go()


@given(st.lists(st.integers(0, 400), max_size=20))
@settings(max_examples=40, deadline=None)
def test_the_wire_is_read_the_same_however_it_is_cut(cuts):
    data = b"$\0\0\x03abcRTSP/1.0 200 OK\r\nCSeq: 7\r\nContent-Length: 5\r\n\r\n$$$$$$\1\0\0"
    data += b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n$\0\0\1x"
    wire, found, at = Wire(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += wire.feed(data[at:cut])
        at = max(at, cut)
    assert [type(one).__name__ for one in found] == ["tuple", "Response", "tuple", "Asked", "tuple"]
    assert isinstance(found[1], Response)
    assert found[1].body == b"$$$$$"


@given(st.lists(st.one_of(st.binary(max_size=300), st.sampled_from(SAID)), max_size=12), st.lists(st.integers(1, 400)))
@settings(max_examples=200, deadline=None)
def test_whatever_a_camera_says_is_read_or_refused_and_never_kept(said, cuts):
    wire, data = Wire(), b"".join(said)
    with contextlib.suppress(Refusal):
        for cut in [*cuts, len(data)]:
            wire.feed(data[:cut])
            data = data[cut:]
            assert len(wire._waiting) < LARGEST_HEAD + LARGEST_BODY + 4


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
