"""Whatever a camera, or what stands where one should be, says and claims: it is given up, and nothing grows."""

import asyncio
import contextlib
import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.rtsp import Session
from edge_greengrass.recorder.wire import LARGEST_BODY, LARGEST_HEAD, Wire
from tests.edge.site import LOOPBACK

HEAD = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n"
SAID = [
    *(HEAD + b"Content-Length: %s\r\n\r\n" % size for size in (b"4", b"-1", b"65536", b"9999999999", b"\xd9\xa3", b"")),
    *(b"$\0\0\4abcd", b"$", b"\r\n", b"RTSP/1.0 200 OK\r\n", b"RTSP/1.0 2x0\r\n\r\n", b"X: " + b"y" * 5000 + b"\r\n"),
]


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


@given(st.lists(st.one_of(st.binary(max_size=300), st.sampled_from(SAID)), max_size=12), st.lists(st.integers(1, 400)))
@settings(max_examples=200, deadline=None)
def test_whatever_a_camera_says_is_read_or_refused_and_never_kept(said, cuts):
    wire, data = Wire(), b"".join(said)
    with contextlib.suppress(Refusal):
        for cut in [*cuts, len(data)]:
            wire.feed(data[:cut])
            data = data[cut:]
            assert len(wire._waiting) < LARGEST_HEAD + LARGEST_BODY + 4
