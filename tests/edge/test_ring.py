"""The ring keeps what it was given, in one chain, through cuts of the power; it forgets on time and not before."""

import asyncio
import random
import shutil
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.kit import index
from edge_greengrass.kit.index import HEAD, NO_LINK, RECORD
from edge_greengrass.recorder.ring import Ring
from local.city_file import ROOT

NOW = 1_790_000_000_000
DAY = 86_400_000
WRITER = """
import sys
from pathlib import Path
from edge_greengrass.recorder.ring import Ring
ring = Ring(Path(sys.argv[1]), 7)
for number in range(10_000):
    at = 1_790_000_000_000 + number * 1000
    ring.append(b"%d" % number * 500, at=at, duration=1000, frames=15, header=b"setup")
    print(number, flush=True)
"""


def fill(ring, count, *, first=0, step=1000, header=b"setup"):
    for number in range(first, first + count):
        ring.append(cluster(number), at=NOW + number * step, duration=step, frames=1, header=header)


def cluster(number):
    return random.Random(number).randbytes(50 + number % 7)


def whole(folder):
    """Every cluster, read back through the chain from its very beginning."""
    link, found = NO_LINK, []
    for piece in index.between(folder, 0, 1 << 60):
        assert piece.before == link
        found.append(piece.read())
        link = piece.entry.link
    return found


def test_what_was_written_is_read_back_in_one_chain(tmp_path):
    ring = Ring(tmp_path, 7)
    fill(ring, 150)
    ring.close()
    assert len(whole(tmp_path)) == 150
    assert len(index.segments(tmp_path)) == 3
    assert ring.oldest_at == NOW
    assert ring.newest_at == NOW + 150_000


def test_a_stretch_is_found_without_its_neighbors(tmp_path):
    ring = Ring(tmp_path, 7)
    fill(ring, 150)
    found = [piece.entry.start for piece in index.between(tmp_path, NOW + 58_500, NOW + 61_000)]
    assert found == [NOW + 58_000, NOW + 59_000, NOW + 60_000]


@given(
    count=st.integers(1, 70),
    media=st.integers(0, 5000),
    records=st.integers(0, 5000),
    is_zeroed=st.booleans(),
    is_index_lost=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_after_any_torn_tail_a_whole_chain_remains_and_goes_on(tmp_path_factory, count, media, records, **how):
    folder = tmp_path_factory.mktemp("ring")
    ring = Ring(folder, 7)
    fill(ring, count)
    ring.close()
    before, older = whole(folder), index.segments(folder)[:-1]
    untouched = {path: path.read_bytes() for one in older for path in (one.media, one.index)}
    newest = index.segments(folder)[-1]
    tear(newest.media, media, is_zeroed=how["is_zeroed"])
    tear(newest.index, HEAD.size + records if how["is_index_lost"] else records, is_zeroed=how["is_zeroed"])

    again = Ring(folder, 7)
    kept = whole(folder)
    assert kept == before[: len(kept)]
    assert len(kept) >= len(older) * 60
    assert {path: path.read_bytes() for path in untouched} == untouched
    fill(again, 5, first=count + 10)
    again.close()
    assert len(whole(folder)) == len(kept) + 5
    shutil.rmtree(folder)


@pytest.mark.parametrize("is_zeroed", [True, False])
def test_abuse_068_a_segment_that_had_just_ended_is_looked_at_too(tmp_path, is_zeroed):
    ring = Ring(tmp_path, 7)
    fill(ring, 70)
    ring.close()
    ended = index.segments(tmp_path)[0]
    tear(ended.media, 120, is_zeroed=is_zeroed)
    Ring(tmp_path, 7).close()
    served = [piece.read() for piece in index.between(tmp_path, 0, 1 << 60)]
    assert served == [cluster(number) for number in (*range(len(served) - 10), *range(60, 70))]
    assert 55 < len(served) - 10 < 60


def tear(path, lost, *, is_zeroed):
    """Lose the last bytes, as a file system may: cut off, or left as zeros."""
    size = path.stat().st_size
    kept = max(0, size - lost)
    data = path.read_bytes()[:kept]
    path.write_bytes(data + bytes(size - kept) if is_zeroed else data)


def test_a_killed_recorder_leaves_a_whole_ring(tmp_path):
    for turn in range(4):
        folder = tmp_path / str(turn)
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
        for _ in range(70 + 13 * turn):
            told = child.stdout.readline()
        child.kill()
        child.wait()
        child.stdout.close()
        ring = Ring(folder, 7)
        assert len(whole(folder)) > int(told)
        ring.close()


def test_another_codec_setup_gets_another_segment_and_header(tmp_path):
    ring = Ring(tmp_path, 7)
    fill(ring, 3)
    fill(ring, 3, first=3, header=b"other")
    pieces = list(index.between(tmp_path, NOW, NOW + DAY))
    assert [piece.setup for piece in pieces] == [index.setup_name(b"setup")] * 3 + [index.setup_name(b"other")] * 3
    assert index.header_path(tmp_path, pieces[-1].setup).read_bytes() == b"other"
    assert len(whole(tmp_path)) == 6


def test_a_clock_that_goes_back_loses_nothing(tmp_path):
    ring = Ring(tmp_path, 7)
    fill(ring, 3, first=5000)
    fill(ring, 3)
    ring.close()
    assert len(whole(tmp_path)) == 6
    assert [piece.entry.start for piece in index.between(tmp_path, NOW, NOW + 2000)] == [NOW, NOW + 1000]


def test_a_changed_byte_breaks_the_chain(tmp_path):
    ring = Ring(tmp_path, 7)
    fill(ring, 3)
    ring.close()
    media = index.segments(tmp_path)[0].media
    data = bytearray(media.read_bytes())
    data[60] ^= 1
    media.write_bytes(data)
    with pytest.raises(ValueError, match="chain"):
        whole(tmp_path)


def test_what_is_made_durable_is_on_disk_while_writing_goes_on(tmp_path):
    async def go():
        ring = Ring(tmp_path, 7)
        fill(ring, 70)
        await ring.sync()
        fill(ring, 5, first=70)
        await ring.sync()
        return ring

    ring = asyncio.run(go())
    assert len(whole(tmp_path)) == 75
    ring.close()


def test_abuse_070_what_the_disk_refuses_is_told_and_the_next_one_is_tried_anew(tmp_path, monkeypatch):
    ring = Ring(tmp_path, 7)
    fill(ring, 3)
    with monkeypatch.context() as broken:
        broken.setattr("edge_greengrass.recorder.writing.write", refuse)
        fill(ring, 2, first=3)
        assert "No space" in str(ring.trouble)
    fill(ring, 2, first=5)
    assert ring.trouble is None
    assert len(whole(tmp_path)) == 5
    starts = [piece.entry.start for piece in index.between(tmp_path, 0, 1 << 60)]
    assert starts == [NOW + second * 1000 for second in (0, 1, 2, 5, 6)]
    assert len(list(tmp_path.glob("*.mkvc"))) == len(index.segments(tmp_path)) == 2


def refuse(_to, _parts):
    raise OSError(28, "No space left on device")


def test_records_have_the_size_that_readers_count_on():
    assert (HEAD.size, RECORD.size) == (64, 64)
