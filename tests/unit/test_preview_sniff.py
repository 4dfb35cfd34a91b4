"""What a file is by its own bytes: what may be decoded, and the words for whatever may not."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtcc.preview import sniff
from tests.unit.hostile import HOSTILE, LIST, MP4, PAGE, archive, picture, sized, video


def look(data, name="street.mp4"):
    return sniff.look(io.BytesIO(data), len(data), name)


@pytest.mark.parametrize(
    ("form", "codec", "kind"),
    [("mp4", "libx264", "mp4"), ("mov", "libx264", "mov"), ("matroska", "libx264", "mkv"), ("avi", "mpeg4", "avi")],
)
def test_a_video_is_known_by_its_bytes_with_its_dimensions_and_time(form, codec, kind):
    found = look(video(form, codec), f"a.{kind}")

    assert (found.kind, found.width, found.height, found.why, found.flags) == (kind, 64, 48, "", ())
    assert 1900 <= found.duration_ms <= 2100


@pytest.mark.parametrize(("codec", "kind"), [("mjpeg", "jpeg"), ("png", "png")])
def test_a_picture_is_known_by_its_bytes(codec, kind):
    assert (found := look(picture(codec=codec), f"a.{kind}")).why == ""
    assert (found.kind, found.width, found.height) == (kind, 64, 48)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_must_not_be_decoded_is_not_and_says_why_in_plain_words(name):
    data, word = HOSTILE[name]

    assert word in look(data).why


@pytest.mark.parametrize("data", [PAGE, b"<svg/>", b"<?xml version='1.0'?>"])
def test_abuse_010_a_page_or_a_drawing_is_no_video_whatever_its_name(data):
    assert "web page" in look(data, "street.mp4").why


@pytest.mark.parametrize("name", [name for name in HOSTILE if " and " in name])
def test_abuse_011_a_file_that_is_two_things_is_opened_as_neither(name):
    assert look(HOSTILE[name][0]).why


@pytest.mark.parametrize("name", ["archive", "bomb"])
def test_abuse_012_an_archive_is_never_unpacked(name, monkeypatch):
    monkeypatch.setattr("zipfile.ZipFile", lambda *_: pytest.fail("an archive was opened"))

    assert "not unpacked" in look(HOSTILE[name][0]).why


@pytest.mark.parametrize("data", [LIST, b"ffconcat version 1.0\n", MP4[:32] + LIST])
def test_abuse_014_a_list_of_other_files_is_refused_whatever_its_name(data):
    assert look(data, "clip.mp4").why


@pytest.mark.parametrize("side", [8192, 16384, 65535])
def test_abuse_015_a_picture_that_no_camera_makes_is_refused_by_its_header_alone(side):
    assert f"{side} by {side}" in look(sized(side)).why


@pytest.mark.parametrize("name", ["empty", "cut off", "one byte short", "still growing"])
def test_abuse_018_a_file_that_is_not_whole_is_said_to_be_so(name):
    assert look(HOSTILE[name][0]).why


def test_a_name_that_says_something_else_is_flagged_and_the_bytes_decide():
    found = look(video("matroska"), "holiday.jpg")

    assert (found.kind, found.why) == ("mkv", "")
    assert found.flags == ("its name says .jpg, its bytes say mkv",)


def test_a_box_s_own_stream_with_clusters_of_no_length_is_read():
    out = video("matroska")
    segment = out.index(b"\x18\x53\x80\x67") + 4
    width = 9 - out[segment].bit_length()
    unknown = bytes([(1 << (8 - width)) | ((1 << (8 - width)) - 1)]) + b"\xff" * (width - 1)

    assert look(out[:segment] + unknown + out[segment + width :], "a.mkv").why == ""


STARTS = (b"", MP4[:40], b"RIFF\x00\x00\x00\x00AVI ", b"\x1a\x45\xdf\xa3", b"\xff\xd8\xff", archive()[:30])


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_the_reading_fail(data):
    for start in STARTS:
        assert look(start + data).why


@given(st.integers(0, len(MP4) - 1), st.binary(min_size=1, max_size=8))
def test_a_video_with_some_bytes_changed_is_read_or_refused_and_nothing_else(at, new):
    changed = MP4[:at] + new + MP4[at + len(new) :]

    assert look(changed).why or look(changed).kind in ("mp4", "mov")
