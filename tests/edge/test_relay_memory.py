"""What a stream or a line does, a relay's memory stays small: each case in a process of its own, its peak measured."""

import asyncio
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from edge_greengrass.kit import mkv
from local.city_file import ROOT
from tests.edge.fake_media import FakeMedia
from tests.edge.relaying import play
from tests.edge.site import until
from tests.edge.test_relay_faults import film

MOST_KB = 48 << 10
LARGE = 400_000  # bytes a frame; 300 of them are 120 MB


class Endless(FakeMedia):
    """A service that never stops talking, and does not listen."""

    def __init__(self, begin, piece):
        super().__init__()
        self.begin, self.piece, self.met = begin, piece, 0

    async def _put(self, _asked, _reader, writer):
        self.met += 1
        writer.write(self.begin)
        for _ in range(2_000):
            writer.write(self.piece)
            await writer.drain()


ACKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
WORDS = b'{"EventType":"' + b"x" * 60_000
CASES = {
    "a line that takes nothing": FakeMedia,
    "a head without an end": lambda: Endless(b"HTTP/1.1 200 OK\r\n", b"x-more: " + b"y" * 60_000 + b"\r\n"),
    "an acknowledgment without an end": lambda: Endless(ACKS, b"%x\r\n%b\r\n" % (len(WORDS), WORDS)),
    "a chunk of a gigabyte": lambda: Endless(ACKS + b"40000000\r\n", b"z" * 60_000),
}


def carry(case, home):
    """Carry 120 MB of pictures; the growth of this process at its peak, in KB, goes to stdout."""
    media = CASES[case]()

    async def scene(world):
        if isinstance(media, FakeMedia) and not isinstance(media, Endless):
            media.reads = asyncio.Event()
        camera = world.cameras["cam_1"]
        camera.feed.begin(mkv.header(mkv.Track(b"\1", 64, 64)))
        film(camera, 1)
        world.start()
        await until(lambda: media.puts or getattr(media, "met", 0))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for number in range(1, 301):
            film(camera, 1, start=number, large=LARGE)
            await asyncio.sleep(0.002)
        sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before))

    with pytest.MonkeyPatch.context() as patched:
        play(Path(home), patched, scene, media=media)


@pytest.mark.parametrize("case", CASES)
def test_the_memory_of_a_relay_stays_small_with(tmp_path, case):
    program = f"from tests.edge.test_relay_memory import carry; carry({case!r}, {str(tmp_path)!r})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < MOST_KB
