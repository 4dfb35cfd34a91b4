"""From packets to frames: what is lost is waited out, and no frame gets a time that nobody told."""

import time

import pytest

from edge_greengrass.kit import mkv
from edge_greengrass.recorder import codec, h264, tape
from edge_greengrass.recorder.feed import Feed
from edge_greengrass.recorder.intake import Intake
from edge_greengrass.recorder.refusing import Refusal
from edge_greengrass.recorder.ring import Ring
from edge_greengrass.recorder.sdp import Video
from edge_greengrass.recorder.wire import Packet
from tests.edge.fake_camera import packets, report, stamp
from tests.edge.footage import film


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
