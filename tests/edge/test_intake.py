"""From packets to frames: what is lost is waited out, and no frame gets a time that nobody told."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv_reader import Reader
from edge_greengrass.recorder import codec, h264, tape
from edge_greengrass.recorder.clockwork import ClockJumped
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.intake import Intake
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.ring import Ring
from edge_greengrass.recorder.sdp import Sound, Video
from edge_greengrass.recorder.wire import Packet
from tests.edge.fake_camera import aac, packets, report, stamp
from tests.edge.footage import CODECS, film


class Tape:
    """Takes what an intake gives."""

    def __init__(self):
        self.taken, self.breaks, self.clock_ms = [], 0, None

    def begin(self, track, sound=None):
        self.track = track

    def take(self, at, *, is_key, data):
        self.taken.append((at, is_key))

    def finish(self):
        self.breaks += 1


def test_after_a_lost_packet_recording_waits_for_the_next_key_frame():
    now = int(time.time() * 1000)
    tape = Tape()
    intake = Intake(Video("", 96), tape, now_ms=lambda: now)
    intake.take(Packet(1, report(now, now)))
    sequence = 0
    for number, picture in enumerate(film(30)):
        for packet in packets(picture.nals, stamp(now + number * 67), sequence):
            sequence += 1
            if number != 5:
                intake.take(Packet(0, packet))
    numbers = [(at - now) // 67 for at, _ in tape.taken]
    assert numbers == [*range(5), *range(15, 30)]
    assert tape.breaks == 1


def test_frames_before_the_first_report_wait_for_it():
    now = int(time.time() * 1000)
    tape = Tape()
    intake = Intake(Video("", 96), tape, now_ms=lambda: now)
    sequence = 0
    for number, picture in enumerate(film(4)):
        if number == 2:
            assert tape.taken == []
            intake.take(Packet(1, report(now - 100, now)))
        for packet in packets(picture.nals, stamp(now + number * 67), sequence):
            sequence += 1
            intake.take(Packet(0, packet))
    assert next(at for at, _ in tape.taken) == now - 100
    assert tape.clock_ms == -100


def test_a_camera_cannot_fill_the_memory_between_two_key_frames(tmp_path, monkeypatch):
    monkeypatch.setattr(mkv, "LARGEST_ELEMENT", 10_000)
    ring = Ring(tmp_path / "ring", 1)
    real = tape.Tape(ring, Feed())
    real.begin(mkv.Track(b"\1\x42\xc0\x1e\xff\xe1\0\0\1\0\0", 640, 360))
    for at in range(3):  # a key frame begins anew
        real.take(at, is_key=True, data=bytes(4000))
    real.take(3, is_key=False, data=bytes(4000))

    with pytest.raises(Refusal, match="50 MB between two key frames"):
        real.take(4, is_key=False, data=bytes(4000))

    real.finish()
    ring.close()


@pytest.mark.parametrize("sets", [(b"\x67" + bytes(5000), b"\x68\0"), (b"\x67" + bytes(9), b"\x68" + bytes(70_000))])
def test_a_camera_s_parameter_sets_are_short(sets):
    found = codec.Sets(h264)
    found.meet(sets)
    with pytest.raises(ValueError, match="not parameter sets"):
        found.track()


class Shelf:
    """A ring that keeps nothing, and looks at what it gets."""

    def __init__(self):
        self.ends = []

    def append(self, cluster, *, at, duration, frames, header, clock):
        data = cluster if isinstance(cluster, bytes) else b"".join(cluster)
        found = Reader().feed(header + data)
        pictures = [one.at for one in found if isinstance(one, mkv.Frame) and one.track == mkv.PICTURES]
        assert (pictures[0], len(pictures), len(set(pictures))) == (at, frames, frames)
        assert duration > 0
        assert not self.ends or at >= max(self.ends) - duration
        self.ends.append(max(pictures))


def spoiled(draw, sent):
    """Packets as they were sent, but for what a camera or a line did to them."""
    for channel, packet in sent:
        match draw(st.integers(0, 30)):
            case 0:
                continue
            case 1:
                yield channel, packet[: draw(st.integers(0, len(packet)))]
            case 2:
                at = draw(st.integers(0, len(packet) - 1))
                yield channel, packet[:at] + bytes([draw(st.integers(0, 255))]) + packet[at + 1 :]
            case 3:
                yield draw(st.integers(0, 4)), packet
            case 4:
                yield draw(st.integers(0, 3)), draw(st.binary(max_size=60))
            case 5:
                yield channel, packet
                yield channel, packet
            case _:
                yield channel, packet


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_a_camera_sends_is_recorded_refused_or_left_out(data):
    """No other exception, no cluster that cannot be read, no two pictures at one time."""
    name = data.draw(st.sampled_from(["h264", "h265"]))
    now, sequence, sent = 1_790_000_000_000, 0, []
    for picture in film(24, gop=6, b_frames=2, codec=name, is_open=True):
        at = now + picture.counter * 67
        if data.draw(st.integers(0, 5)) == 0:
            sent.append((1, report(at + data.draw(st.sampled_from([0, 0, 40, 90_000_000])), at)))
        sent.append((2, aac(at, len(sent), b"sound")))
        for packet in packets(picture.nals, stamp(at), sequence, codec=picture.codec):
            sequence += 1
            sent.append((0, packet))
    taped = tape.Tape(Shelf(), Feed())
    sound = Sound("", 97, 48_000, 2, b"\x11\x90") if data.draw(st.booleans()) else None
    intake = Intake(Video("", 96, codec=CODECS[name]), taped, sound=sound, now_ms=lambda: now)
    with contextlib.suppress(Refusal, Absent, ClockJumped):
        for packet in spoiled(data.draw, sent):
            intake.take(packet)
    taped.finish()
