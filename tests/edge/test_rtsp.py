"""A camera that can be recorded is set up; one that cannot is refused in a sentence that helps its owner."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.rtsp import Session
from edge_greengrass.recorder.wire import Response, Wire
from tests.edge.fake_camera import FakeCamera
from tests.edge.footage import film
from tests.edge.site import LOOPBACK

NOW = 1_790_000_000_000
FILM = [(NOW + 67 * number, picture) for number, picture in enumerate(film(15))]
HEAD = b"RTSP/1.0 200 OK\r\nCSeq: {cseq}\r\n"


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
