"""The simulated camera: what it burns in is read back after coding, and nobody watches without a password."""

import hashlib

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.cameras import code
from local.cameras.canvas import HEIGHT, WIDTH, Canvas
from local.cameras.encoder import FPS, Coding, Encoder, Picture
from local.cameras.film import Shot
from local.cameras.password import Password
from local.cameras.rtp import Packets, stamp
from local.cameras.scene import Scene


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**48 - 1))
def test_a_number_and_a_time_are_read_back_from_the_picture(counter, ms):
    canvas = Canvas()
    code.write(canvas.y, WIDTH, counter, ms)

    assert code.read(bytes(canvas.y), WIDTH) == (counter, ms)


def test_a_picture_without_the_code_says_nothing():
    spoiled = Canvas()
    code.write(spoiled.y, WIDTH, 7, 8)
    spoiled.box(8, 0, 8, 8, (235, 128, 128))

    assert code.read(bytes(spoiled.y), WIDTH) is None
    assert code.read(b"", WIDTH) is None


CODINGS = [Coding(), Coding(profile="main"), Coding(b_frames=2), Coding("h265"), Coding("h265", b_frames=2)]


@pytest.mark.parametrize("coding", CODINGS, ids=str)
def test_every_frame_survives_the_encoder_with_its_number(coding):
    scene, encoder = Scene("Front door"), Encoder(coding)
    decoder = av.CodecContext.create({"h265": "hevc"}.get(coding.codec, "h264"), "r")
    pictures, found = [], []
    for counter in range(2 * FPS + 1):
        pictures += encoder.encode(scene.draw(counter, 1_795_000_000_000 + counter))
    pictures += encoder.end()
    for picture in pictures:
        stream = b"".join(b"\0\0\0\1" + nal for nal in picture.nals)
        found += [code.read(bytes(f.planes[0]), f.planes[0].line_size) for f in decoder.decode(av.Packet(stream))]
    found += [code.read(bytes(f.planes[0]), f.planes[0].line_size) for f in decoder.decode(None)]

    assert all(picture.is_key == (picture.number % FPS == 0) for picture in pictures)
    assert ([one.number for one in pictures] == list(range(2 * FPS + 1))) == (not coding.b_frames)
    assert found == [(counter, 1_795_000_000_000 + counter) for counter in range(2 * FPS + 1)]


def test_another_profile_has_other_parameter_sets():
    scene = Scene("Front door")
    first, second = (Encoder(coding).encode(scene.draw(0, 0))[0].sets for coding in CODINGS[:2])

    assert len(first) == len(second) == 2
    assert first != second


def test_two_cameras_do_not_look_alike_and_one_looks_the_same_again():
    one, other, again = (
        bytes(Scene(name).draw(0, 0).y[64 * WIDTH :]) for name in ("Front door", "Office", "Front door")
    )

    assert one == again
    assert one != other
    assert len(one) == (HEIGHT - 64) * WIDTH


def answer(user, password, method, uri, nonce, algorithm=hashlib.md5):
    def h(text):
        return algorithm(text.encode()).hexdigest()

    secret, act = h(f"{user}:street camera:{password}"), h(f"{method}:{uri}")
    response = h(f"{secret}:{nonce}:00000001:abc:auth:{act}")
    return (
        f'Digest username="{user}", realm="street camera", nonce="{nonce}", uri="{uri}", '
        f'response="{response}", qop=auth, nc=00000001, cnonce="abc"'
    )


@pytest.mark.parametrize(("name", "algorithm"), [("MD5", hashlib.md5), ("SHA-256", hashlib.sha256)])
def test_the_right_password_opens_once_and_for_one_method(name, algorithm):
    door = Password("viewer", "secret", name)
    header = answer("viewer", "secret", "DESCRIBE", "rtsp://cam/x", "n1", algorithm)

    assert door.is_known(header, "DESCRIBE", "n1")
    assert not door.is_known(header, "PLAY", "n1")
    assert not door.is_known(header, "DESCRIBE", "n2")


@pytest.mark.parametrize(("user", "password"), [("viewer", "wrong"), ("other", "secret")])
def test_another_password_or_name_opens_nothing(user, password):
    header = answer(user, password, "DESCRIBE", "rtsp://cam/x", "n1")

    assert not Password("viewer", "secret", "MD5").is_known(header, "DESCRIBE", "n1")
    assert not Password("viewer", "secret", "MD5").is_known("", "DESCRIBE", "n1")
    assert not Password("viewer", "secret", "MD5").is_known("Basic dmlld2VyOnNlY3JldA==", "DESCRIBE", "n1")


@given(st.lists(st.binary(min_size=2, max_size=5000), min_size=1, max_size=4))
def test_a_picture_in_packets_can_be_put_together_again(bodies):
    nals = tuple(bytes([0x41]) + body for body in bodies)
    packets = list(Packets().of(Shot(1, 1000, Picture(nals))))
    whole, parts = [], b""
    for packet in packets:
        payload = packet[12:]
        if payload[0] & 31 != 28:
            whole.append(payload)
            continue
        parts = (bytes([payload[0] & 0xE0 | payload[1] & 31]) if payload[1] & 0x80 else parts) + payload[2:]
        if payload[1] & 0x40:
            whole.append(parts)

    assert tuple(whole) == nals
    assert [packet[1] & 0x80 for packet in packets] == [0] * (len(packets) - 1) + [0x80]
    assert {packet[4:8] for packet in packets} == {stamp(1000).to_bytes(4, "big")}
