"""A bad line: 400 kbit/s, cut three times in the middle of a file. What arrives is what was sent, and one item."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
from playwright.sync_api import Page, expect

from local.play import footage
from local.play.telling import wait_for
from tests.journeys import steps
from tests.journeys.judge import Line
from tests.running import People

_KBIT = 400
_PACKETS = 40  # of a fixed surveillance camera: some seconds, some hundred kilobytes


def piece(folder: Path) -> Path:
    """The first seconds of a real camera's clip, in a container of its own, packet by packet as they are."""
    clip, _ = footage.clip()
    made = folder / "front-door.avi"
    with av.open(str(clip)) as source, av.open(str(made), "w", format="avi") as target:
        video = source.streams.video[0]
        stream = target.add_stream_from_template(video)
        for count, packet in enumerate(source.demux(video)):
            if count == _PACKETS or packet.dts is None:
                break
            packet.stream = stream
            target.mux(packet)
    return made


def sent(page: Page) -> float:
    """How many percent of the file the page says are sent."""
    return float(page.evaluate("Math.max(0, ...[...document.querySelectorAll('progress')].map((one) => one.value))"))


def test_a_file_arrives_whole_over_a_slow_line_that_is_cut_three_times(people: People, open_screen, tmp_path):
    person = people.resident(address="829 Hickory St")
    token = people.asked(person, people.incident("827 Hickory St"))
    screen, clip = open_screen("phone"), piece(tmp_path)
    screen.forgiven += ["net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
    page = screen.page
    page.goto(f"/r#{token}")
    expect(page.get_by_text("800 block of Hickory St").first).to_be_visible()
    line = Line(page, kbit=_KBIT)

    steps.choose(screen, clip)
    for percent in (15, 30, 45):
        wait_for(f"{percent} percent", lambda: sent(page) >= percent, seconds=60)  # noqa: B023 asked at once
        line.cut()
        expect(page.get_by_text("The connection was lost").first).to_be_visible()
        if percent == 45:
            screen.shot("line-lost")
        line.restore()

    expect(page.get_by_text("Custody number").first).to_be_visible(timeout=90_000)
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    assert digest in page.inner_text("body").replace("\n", "").replace(" ", "")
    screen.shot("receipt-slow-line")
