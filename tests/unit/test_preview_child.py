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


def made(tmp_path, data, kind, minutes=5):
    (tmp_path / "source").write_bytes(data)
    return decode(tmp_path / "source", kind, tmp_path, minutes=minutes, mark="A preview.")


def pictures(path, form):
    with av.open(str(path), format=form) as found:
        return [(frame.width, frame.height) for frame in found.decode(video=0)], dict(found.metadata)


@pytest.mark.parametrize(
    ("form", "codec", "kind", "how"),
    [
        ("mp4", "libx264", "mp4", "copied"),
        ("matroska", "libx264", "mkv", "copied"),
        ("avi", "libx264", "avi", "copied"),
        ("avi", "mpeg4", "avi", "encoded"),
        ("mp4", "libx265", "mp4", "encoded"),
    ],
)
def test_a_sheet_and_a_movie_that_browsers_play_are_made_of_every_video(tmp_path, form, codec, kind, how):
    said = made(tmp_path, video(form, codec), kind)

    assert (said["frames"], said["width"], said["height"]) == (12, 64, 48)
    assert said["movie"] == {"how": how, "has_all_sound": True, "seconds": 0}
    assert pictures(tmp_path / SHEET, "jpeg_pipe")[0] == [(4 * 324, 3 * 184)]
    with av.open(str(tmp_path / MOVIE)) as found:
        assert found.streams.video[0].codec_context.name == "h264"
        assert len(list(found.decode(video=0))) == 30


def test_what_is_made_says_in_itself_that_it_is_no_evidence_and_who_made_it(tmp_path):
    made(tmp_path, MP4, "mp4")

    for name in (SHEET, MOVIE):
        assert b"A preview. Made by PyAV " in (tmp_path / name).read_bytes()


def test_a_movie_is_not_encoded_where_a_city_wants_none(tmp_path):
    assert made(tmp_path, video("avi", "mpeg4"), "avi", minutes=0)["movie"]["how"] == ""


def test_of_a_long_video_the_first_minutes_are_encoded_and_it_says_how_much(tmp_path):
    said = made(tmp_path, video("avi", "mpeg4", frames=15 * 90), "avi", minutes=1)

    assert said["movie"] == {"how": "encoded", "has_all_sound": True, "seconds": 60}
    with av.open(str(tmp_path / MOVIE)) as found:
        assert 880 < len(list(found.decode(video=0))) <= 902


def test_h_264_that_browsers_do_not_play_is_encoded_again(tmp_path):
    assert made(tmp_path, video(colors="yuv444p"), "mp4")["movie"]["how"] == "encoded"


def test_a_large_picture_becomes_a_small_movie_of_the_same_shape(tmp_path):
    made(tmp_path, video("avi", "mpeg4", frames=3, width=1920, height=1080), "avi")

    assert pictures(tmp_path / MOVIE, "mp4")[0] == [(1280, 720)] * 3


@pytest.mark.parametrize(("sound", "keeps"), [("aac", True), ("pcm_s16le", False)])
@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_sound_that_browsers_play_stays_and_other_sound_is_said_to_be_missing(tmp_path, codec, sound, keeps):
    said = made(tmp_path, video("matroska", codec, sound=sound), "mkv")

    assert said["movie"]["has_all_sound"] is keeps
    with av.open(str(tmp_path / MOVIE)) as found:
        assert [one.codec_context.name for one in found.streams.audio] == (["aac"] if keeps else [])


@pytest.mark.parametrize(("codec", "turned"), [("libx264", 90), ("libx265", 90), ("libx265", -90), ("libx265", 180)])
def test_what_a_telephone_recorded_upright_is_shown_upright(tmp_path, codec, turned):
    made(tmp_path, video(codec=codec, turned=turned), "mp4")

    with av.open(str(tmp_path / MOVIE)) as found:
        assert abs(next(found.decode(video=0)).rotation) == abs(turned)
    with av.open(str(tmp_path / SHEET), format="jpeg_pipe") as found:
        light = next(found.decode(video=0)).planes[0]
    last = 2 * 184 * light.line_size + 90 * light.line_size + 3 * 324  # the twelfth picture, half way down
    beside, inside = bytes(light)[last + 60], bytes(light)[last + 160]
    assert (beside < 40) is (turned != 180)  # held upright it is narrow, with black at its sides
    assert inside > 150


@pytest.mark.parametrize(("codec", "kind"), [("mjpeg", "jpeg"), ("png", "png")])
def test_a_picture_gets_a_sheet_of_one(tmp_path, codec, kind):
    said = made(tmp_path, picture(codec=codec), kind)

    assert (said["frames"], said["movie"]["how"]) == (1, "")


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
        made(tmp_path, picture(8192, 4336), "jpeg")
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
