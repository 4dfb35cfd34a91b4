"""The confined child: it makes pictures of what is good, and ends quietly over what is not."""

import io
import json
import subprocess
import sys

import av
import pytest

from rtcc.preview import confinement, model
from rtcc.preview.confinement import decode
from rtcc.preview.model import MOVIE, SHEET, Unreadable
from tests.unit.hostile import MP4, patched, picture, sized, video

# What a decoder that was taken over would try, once its doors are closed.
TRIES = {
    "open a file": "open('/etc/passwd')",
    "read its parent": "open('/proc/self/environ')",
    "reach a network": "socket.socket()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "start a copy of itself": "os.fork()",
    "delete a file": "os.rename('/tmp/h', '/tmp/i')",
}


def made(tmp_path, data, kind):
    (tmp_path / "source").write_bytes(data)
    return decode(tmp_path / "source", kind, tmp_path)


def pictures(path, form):
    with av.open(str(path), format=form) as found:
        return [(frame.width, frame.height) for frame in found.decode(video=0)], dict(found.metadata)


@pytest.mark.parametrize(
    ("form", "codec", "kind", "plays"),
    [
        ("mp4", "libx264", "mp4", True),
        ("matroska", "libx264", "mkv", True),
        ("avi", "libx264", "avi", True),
        ("avi", "mpeg4", "avi", False),
    ],
)
def test_a_sheet_is_made_of_every_video_and_a_movie_where_browsers_play_its_codec(tmp_path, form, codec, kind, plays):
    said = made(tmp_path, video(form, codec), kind)

    assert (said["frames"], said["width"], said["height"], said["is_playable"]) == (12, 64, 48, plays)
    assert pictures(tmp_path / SHEET, "jpeg_pipe")[0] == [(4 * 324, 3 * 184)]
    if plays:
        assert len(pictures(tmp_path / MOVIE, "mp4")[0]) == 30


@pytest.mark.parametrize(("codec", "kind"), [("mjpeg", "jpeg"), ("png", "png")])
def test_a_picture_gets_a_sheet_of_one(tmp_path, codec, kind):
    said = made(tmp_path, picture(codec=codec), kind)

    assert (said["frames"], said["is_playable"]) == (1, False)


def test_abuse_016_nothing_of_the_metadata_is_in_what_was_made(tmp_path):
    made(tmp_path, video(title="<script>32.5,-93.7 Jane</script>"), "mp4")

    for name in (SHEET, MOVIE):
        assert b"Jane" not in (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    "data",
    [b"", MP4[:700], b"\0" * 5000, patched(MP4, b"stco", 8, b"\xff" * 4), patched(MP4, b"avcC", 5, b"\xff" * 20)],
)
def test_abuse_013_a_damaged_video_ends_the_child_and_nobody_else(tmp_path, data):
    with pytest.raises(Unreadable):
        made(tmp_path, data, "mp4")


def test_abuse_013_a_child_that_dies_leaves_no_preview(tmp_path, monkeypatch):
    real = subprocess.run
    dies = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(confinement.subprocess, "run", lambda _, **how: real(dies, **how))

    with pytest.raises(Unreadable, match="damaged"):
        made(tmp_path, MP4, "mp4")


def test_abuse_013_a_child_that_never_ends_is_ended(tmp_path, monkeypatch):
    real = subprocess.run
    sleeps = [sys.executable, "-c", "import signal; signal.pause()"]
    monkeypatch.setattr(confinement, "_SECONDS", 0.3)
    monkeypatch.setattr(confinement.subprocess, "run", lambda _, **how: real(sleeps, **how))

    with pytest.raises(Unreadable, match="too long"):
        made(tmp_path, MP4, "mp4")


@pytest.mark.parametrize("tries", TRIES)
def test_abuse_014_behind_closed_doors_nothing_can_be_opened_reached_or_started(tries):
    code = f"import os, socket\nfrom rtcc.preview import sandbox\nassert sandbox.close()\n{TRIES[tries]}"
    ended = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=False
    )

    assert ended.returncode == 1
    assert b"PermissionError" in ended.stderr


def test_abuse_013_the_child_knows_no_key_and_may_not_use_memory_without_end(tmp_path, monkeypatch):
    seen = {}
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    monkeypatch.setattr(
        confinement.subprocess,
        "run",
        lambda command, **how: seen.update(how) or subprocess.CompletedProcess([], 1, b"", b""),
    )
    with pytest.raises(Unreadable):
        made(tmp_path, MP4, "mp4")
    code = "from rtcc.preview import sandbox\nsandbox.limit()\nx = bytearray(3 * 2**30)"
    monkeypatch.undo()
    ended = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=False
    )

    assert set(seen["env"]) == {"PYTHONPATH", "MALLOC_ARENA_MAX"}
    assert b"MemoryError" in ended.stderr


def test_abuse_015_a_picture_larger_than_its_header_says_is_not_decoded(tmp_path, monkeypatch):
    # The header of the container is small; the decoder's own says more than is allowed.
    big = picture(4096, 4096)
    monkeypatch.setattr(model, "MOST_PIXELS", 1)

    said = made(tmp_path, big, "jpeg")  # the child has limits of its own: 16 megapixels pass them
    with pytest.raises(Unreadable):
        made(tmp_path, picture(8192, 8192), "jpeg")
    assert said["frames"] == 1


def test_what_the_child_says_is_bounded_and_must_be_json(tmp_path, monkeypatch):
    for said in (b"not json", b"[]", b"{" + b" " * 5000 + b"}"):
        done = subprocess.CompletedProcess([], 0, stdout=said, stderr=b"")
        monkeypatch.setattr(confinement.subprocess, "run", lambda *_, done=done, **__: done)
        with pytest.raises(Unreadable):
            made(tmp_path, MP4, "mp4")


def test_a_header_that_lies_about_its_size_does_not_hurt_the_child(tmp_path):
    assert json.dumps(made(tmp_path, sized(600), "mp4"))
    assert io.BytesIO((tmp_path / SHEET).read_bytes()).read(2) == b"\xff\xd8"
