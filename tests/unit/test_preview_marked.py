"""What is shown to look at bears the words in its pixels: every picture, whatever lies below, each share its own."""

import io

import av
import pytest

from rtcc.preview import marked, movie
from rtcc.preview.confinement import burn
from rtcc.preview.model import MOVIE, PICTURE, SHEET, Unreadable
from rtcc.preview.watermark import Watermark
from tests.unit.hostile import MP4, patched, picture, video
from tests.unit.marked import OTHERS, WORDS, frames, place, points, seen, some

PLAIN = 40  # of 255: how much lighter a letter is than the line around it, on the worst ground


def made(tmp_path, data, kind, *, minutes=5, words=WORDS):
    (tmp_path / "source").write_bytes(data)
    return burn(tmp_path / "source", kind, tmp_path, minutes=minutes, mark="Shown, not given.", words=words)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A movie that was made of an H.264 whose pictures go from black to white, three seconds of it."""
    folder = tmp_path_factory.mktemp("shown")
    said = made(folder, video(frames=45), "mp4")
    return folder, said


def test_what_could_be_copied_is_encoded_anew_behind_closed_doors(shown):
    folder, said = shown

    assert (said["name"], said["how"], said["seconds"], said["is_closed"]) == (MOVIE, "encoded", 0, True)
    with av.open(str(folder / MOVIE)) as found:
        assert found.streams.video[0].codec_context.name == "h264"
        assert found.metadata["comment"].startswith("Shown, not given. Made by PyAV ")


def test_every_picture_bears_the_words_plainly_on_dark_and_on_light_ground(shown):
    found = list(frames(shown[0] / MOVIE))
    marks = points(640, 480)

    first, later = place(found[0][2], marks), place(found[-1][2], marks)

    assert [size[:2] for size in found] == [(640, 480)] * 45
    assert all(max(seen(rows, marks, first), seen(rows, marks, later)) > PLAIN for _, _, rows in found)
    assert first != later  # what they cover now is seen two seconds later


def bare(path):
    """The sixteenths of the first picture that bear no words."""
    width, height, rows = some(path)[0]
    for left in range(0, width, width // 4):
        for top in range(0, height, height // 4):
            part = [light for row in rows[top : top + height // 4] for light in row[left : left + width // 4]]
            if max(part) - min(part) <= 60:
                yield left, top


def test_no_part_of_the_picture_is_without_words(shown):
    assert list(bare(shown[0] / MOVIE)) == []


def test_a_file_that_says_it_stands_askew_has_no_corner_without_words(tmp_path):
    made(tmp_path, video(turned=37), "mp4")

    assert list(bare(tmp_path / MOVIE)) == []


def test_another_share_bears_other_words(shown, tmp_path):
    made(tmp_path, MP4, "mp4", words=OTHERS)
    ours, theirs = some(shown[0] / MOVIE)[0][2], some(tmp_path / MOVIE)[0][2]
    marks, others = points(640, 480), points(640, 480, OTHERS)

    assert seen(theirs, others, place(theirs, others)) > 2 * seen(theirs, marks, place(theirs, marks))
    assert seen(ours, marks, place(ours, marks)) > 2 * seen(ours, others, place(ours, others))


@pytest.mark.parametrize("turned", [90, -90])
def test_what_a_telephone_recorded_upright_bears_words_that_are_turned_with_it(tmp_path, turned):
    made(tmp_path, video(turned=turned), "mp4")
    rows = some(tmp_path / MOVIE)[0][2]
    with av.open(str(tmp_path / MOVIE)) as found:
        rotation = next(found.decode(video=0)).rotation

    marks, unturned = points(640, 480, turned=rotation), points(640, 480)

    assert abs(rotation) == 90
    assert seen(rows, marks, place(rows, marks)) > 2 * seen(rows, unturned, place(rows, unturned))
    assert seen(rows, marks, place(rows, marks)) > PLAIN


@pytest.mark.parametrize(("codec", "kind"), [("mjpeg", "jpeg"), ("png", "png")])
def test_of_a_photo_a_picture_is_made_that_bears_them_too(tmp_path, codec, kind):
    said = made(tmp_path, picture(2000, 1500, codec=codec), kind)
    width, height, rows = some(tmp_path / PICTURE, form="jpeg_pipe")[0]

    assert (said["name"], said["how"], width, height) == (PICTURE, "drawn", 1440, 1080)
    assert seen(rows, points(width, height, room=132), (0, 0)) > PLAIN
    assert b"Shown, not given. Made by PyAV " in (tmp_path / PICTURE).read_bytes()


def test_where_no_movie_can_be_made_a_sheet_is_and_bears_them_too(tmp_path, monkeypatch):
    monkeypatch.setattr(movie, "_BURNING_SECONDS", -1)
    outs = {name: io.BytesIO() for name in (MOVIE, PICTURE, SHEET)}

    said = marked.make(io.BytesIO(MP4), "mp4", outs, minutes=5, mark="Shown.", words=Watermark(*WORDS))

    (tmp_path / SHEET).write_bytes(outs[SHEET].getvalue())
    width, height, rows = some(tmp_path / SHEET, form="jpeg_pipe")[0]
    assert (said, outs[PICTURE].getvalue()) == ({"name": SHEET, "how": "drawn"}, b"")
    assert seen(rows, points(width, height, room=68), (0, 0)) > PLAIN


def test_of_a_long_video_the_first_minutes_are_shown_and_it_says_how_much(tmp_path):
    said = made(tmp_path, video(frames=62, rate=1, width=32, height=24), "mp4", minutes=1)

    assert said["seconds"] == 60


def test_abuse_013_a_damaged_video_ends_this_child_too_and_nobody_else(tmp_path):
    for data in (b"", MP4[:700], patched(MP4, b"avcC", 5, b"\xff" * 20)):
        with pytest.raises(Unreadable):
            made(tmp_path, data, "mp4")
