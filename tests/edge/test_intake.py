"""From packets to frames: what is lost is waited out, and no frame gets a time that nobody told."""

import time

from edge_greengrass.recorder.intake import Intake
from edge_greengrass.recorder.sdp import Video
from edge_greengrass.recorder.wire import Packet
from tests.edge.fake_camera import packets, report, stamp
from tests.edge.footage import film


class Tape:
    """Takes what an intake gives."""

    def __init__(self):
        self.taken, self.breaks, self.clock_ms = [], 0, None

    def begin(self, setup):
        self.setup = setup

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
