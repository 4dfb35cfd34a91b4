"""One file proves itself: a court's own Python says whether what a clip shows is what was recorded."""

import ast
import json
import struct
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edge_greengrass.kit import index
from rtcc.foundation import canonical
from tests.edge.clipping import HEVC, at, cut, film, record
from tools import verify_clip as tool

FILMS = {
    "H.264": {},
    "H.264 with open groups": {"b_frames": 3, "is_open": True},
    "H.265 with B-frames": {"codec": HEVC, "b_frames": 3},
}


@pytest.fixture(scope="module", params=FILMS.values(), ids=FILMS)
def clip(request, tmp_path_factory):
    """A clip of two groups, with sound, and its file."""
    folder = tmp_path_factory.mktemp("clip")
    return cut(record(folder / "ring", film(**request.param), sound=True), folder, at(20), at(43))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The plainest clip, and its bytes."""
    folder = tmp_path_factory.mktemp("clip")
    made, file = cut(record(folder / "ring", film()), folder, at(20), at(43))
    return made, file.read_bytes()


@pytest.fixture
def say(capsys, tmp_path, monkeypatch):
    """What the verifier ends with and says of a file, or of bytes."""

    def run(what, *arguments):
        if isinstance(what, bytes):
            (tmp_path / "given.mp4").write_bytes(what)
            what = tmp_path / "given.mp4"
        monkeypatch.setattr(sys, "argv", ["verify_clip.py", str(what), *arguments])
        return tool.main(), capsys.readouterr().out

    return run


def content(data, kind):
    """Where the content of a top-level box begins and ends."""
    where = 0
    while data[where + 4 : where + 8] != kind:
        size = int.from_bytes(data[where : where + 4], "big")
        where += size if size != 1 else int.from_bytes(data[where + 8 : where + 16], "big")
    size, head = int.from_bytes(data[where : where + 4], "big"), 8
    if size == 1:
        size, head = int.from_bytes(data[where + 8 : where + 16], "big"), 16
    return where + head, where + size


def manifest(data):
    start, end = content(data, b"uuid")
    return json.loads(data[start + 16 : end])


def with_manifest(data, facts):
    """The clip with another manifest, its tables moved to where the recording then lies: a forger takes this care."""
    start, end = content(data, b"uuid")
    spelled = canonical.spell(facts)
    data = data[: start - 8] + struct.pack(">I", len(spelled) + 24) + b"uuid" + tool.NAME + spelled + data[end:]
    place = data.index(b"co64") + 8
    count = int.from_bytes(data[place : place + 4], "big")
    offsets = struct.unpack_from(f">{count}Q", data, place + 4)
    moved = struct.pack(f">{count}Q", *(one + len(spelled) + 16 - (end - start) for one in offsets))
    return data[: place + 4] + moved + data[place + 4 + len(moved) :]


def test_a_clip_holds_and_is_told_in_plain_words(clip, say):
    made, file = clip
    status, said = say(file, "--sha256", made.sha256, "--first", made.chain[0], "--last", made.chain[1].upper())
    assert status == 0
    assert said.endswith("The clip holds.\n")
    assert "DOES NOT" not in said
    assert f"the manifest {made.manifest_sha256}" in said
    assert f"{made.pre_roll_ms} ms before it are in the file and not shown" in said
    assert "every piece of sound of the table" in said


def test_the_tool_stands_alone(plain, tmp_path):
    (tmp_path / "a.mp4").write_bytes(plain[1])
    (tmp_path / "b.mp4").write_bytes(plain[1][:-9] + b"!" + plain[1][-8:])
    command = [sys.executable, "-I", "-S", tool.__file__]
    runs = [subprocess.run([*command, tmp_path / name], capture_output=True, text=True) for name in ("a.mp4", "b.mp4")]
    assert [run.returncode for run in runs] == [0, 1]
    assert "nothing outside this file was given" in runs[0].stdout
    assert "cluster 1, " in runs[1].stdout
    source = Path(tool.__file__).read_text()
    ast.parse(source, feature_version=(3, 8))
    imports = {node.module or "" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    assert imports <= sys.stdlib_module_names | {"__future__"}


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_byte_of_the_recording_is_found_wherever_it_is(plain, say, data):
    start, end = content(plain[1], b"mdat")
    where, bit = data.draw(st.integers(start, end - 1)), 1 << data.draw(st.integers(0, 7))
    changed = bytearray(plain[1])
    changed[where] ^= bit
    status, said = say(bytes(changed))
    assert status == 1
    number = next(n for n, (at_, size) in enumerate(manifest(plain[1])["clusters"]) if where < start + at_ + size)
    assert f"cluster {number}, " in said


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_byte_anywhere_is_found_by_the_digest(plain, say, data):
    changed = bytearray(plain[1])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert say(bytes(changed), "--sha256", plain[0].sha256)[0] != 0


def test_a_chain_made_anew_holds_and_is_not_the_one_that_was_written_down(plain, say):
    made, data = plain
    facts, (start, _) = manifest(data), content(data, b"mdat")
    link = bytes.fromhex(facts["before"])
    forged = bytearray(data)
    forged[start + facts["clusters"][0][1] // 2] ^= 1
    for number, (offset, size) in enumerate(facts["clusters"]):
        link = index.link(link, bytes(forged[start + offset : start + offset + size]))
        facts["links"][number] = link.hex()
    assert say(with_manifest(bytes(forged), facts))[0] == 0
    status, said = say(with_manifest(bytes(forged), facts), "--last", made.chain[1])
    assert (status, "last is " in said) == (1, True)
    assert say(with_manifest(bytes(forged), facts), "--manifest", made.manifest_sha256)[0] == 1


def test_pictures_that_are_shown_at_another_time_or_are_none_are_told(plain, say):
    _, data = plain
    steps = data.index(b"stts") + 12
    status, said = say(data[: steps + 7] + b"\x99" + data[steps + 8 :])
    assert (status, "at other times than recorded" in said) == (1, True)
    place = data.index(b"co64") + 12
    status, said = say(data[: place + 7] + bytes([data[place + 7] ^ 1]) + data[place + 8 :])
    assert (status, "are no recorded picture" in said) == (1, True)


def test_a_strict_clip_that_holds_something_earlier_is_told(tmp_path, say):
    ring = record(tmp_path / "ring", film())
    _, file = cut(ring, tmp_path, at(20), at(43), is_strict=True)
    status, said = say(file)
    assert (status, "nothing in it is from before the in-point" in said) == (0, True)
    _, file = cut(ring, tmp_path, at(20), at(43))
    data = file.read_bytes()
    status, said = say(with_manifest(data, manifest(data) | {"strict": True}))
    assert (status, "5 frames are from before it" in said) == (1, True)


def test_an_interruption_of_the_recording_is_told_and_both_sides_hold(tmp_path, say):
    ring = record(tmp_path / "ring", film(), film(first=1000), film(first=2000))
    middle = index.segments(ring)[1]
    middle.media.unlink()
    middle.index.unlink()
    made, file = cut(ring, tmp_path, at(0), at(2010))
    assert not made.is_chain_whole
    status, said = say(file)
    assert (status, "interrupted before cluster 4" in said, "nothing was recorded from" in said) == (0, True, True)


@given(st.binary(max_size=200), st.integers(0, 4000), st.booleans())
@example(struct.pack(">I4sQ", 1, b"mdat", 1 << 63), 0, True)
@example(struct.pack(">I4s", 0xFFFFFFFF, b"trak"), 100, True)
@example(b"\xff" * 64, 300, True)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_given_is_answered(plain, say, piece, where, is_within):
    """Hostile lengths, splits, and what is no clip at all: a status, and no error of the program."""
    data = plain[1][:where] + piece + plain[1][where + len(piece) :] if is_within else piece
    status, said = say(data)
    assert status in (0, 1, 2)
    assert said.strip()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(["clusters", "links", "before", "breaks", "gaps", "strict", "from", "pre_roll_ms", "order"]),
)
@example([[0, 1 << 70]], "clusters")
@example([[-5, 5]], "clusters")
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_manifest_says_is_answered(plain, say, value, name):
    status, said = say(with_manifest(plain[1], manifest(plain[1]) | {name: value}))
    assert status in (0, 1, 2)
    assert said.strip()


def test_the_digest_of_the_manifest_is_that_of_its_words(plain):
    start, end = content(plain[1], b"uuid")
    assert sha256(plain[1][start + 16 : end]).hexdigest() == plain[0].manifest_sha256
