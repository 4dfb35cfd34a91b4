"""Whatever a camera sends, the clip of it plays: B-frames, open groups, H.265, other codecs within a clip, sound."""

import subprocess

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edge.clipping import HEVC, STEP, at, cut, film, heard, record, shown_by_ffmpeg
from tests.edge.footage import counters, read

FILMS = {
    "H.264": {},
    "H.264 with B-frames": {"b_frames": 3},
    "H.264 with open groups": {"b_frames": 3, "is_open": True},
    "H.265": {"codec": HEVC},
    "H.265 with B-frames": {"codec": HEVC, "b_frames": 3},
    "H.265 with open groups": {"codec": HEVC, "b_frames": 3, "is_open": True},
}


@pytest.fixture(scope="module", params=FILMS.values(), ids=FILMS)
def ring(request, tmp_path_factory):
    """Four groups of pictures."""
    return record(tmp_path_factory.mktemp("ring"), film(**request.param))


@given(first=st.integers(0, 58), count=st.integers(1, 40))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_pictures_of_the_order_are_shown_each_at_its_time(ring, tmp_path, first, count):
    last = min(first + count, 60) - 1
    clip, file = cut(ring, tmp_path, at(first) - 3, at(last) + 3)
    wanted = list(range(first, last + 1))
    shown = counters(file.read_bytes(), "mp4")
    assert [counter for counter, _ in shown] == wanted
    assert all(abs(time - number * STEP / 1000) < 0.002 for number, (_, time) in enumerate(shown))
    assert (clip.frames, clip.first_at, clip.last_at, clip.gaps) == (len(wanted), at(first), at(last), [])


def test_other_programs_count_the_same_pictures(ring, tmp_path):
    _, file = cut(ring, tmp_path, at(20), at(43))
    assert shown_by_ffmpeg(file) == list(range(20, 43))
    asked = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"]
    counted = subprocess.run([*asked, str(file)], check=True, capture_output=True, text=True).stdout
    assert counted.strip() == "23"


def test_another_codec_within_a_clip_is_a_track_of_its_own(tmp_path):
    ring = record(tmp_path / "ring", film(), film(codec=HEVC, first=60))
    clip, file = cut(ring, tmp_path, at(50), at(70))
    with av.open(str(file)) as container:
        shown = {
            s.codec.name: [read(f) for f in container.decode(s)] for s in container.streams if not container.seek(0)
        }
    assert shown == {"h264": list(range(50, 60)), "hevc": list(range(60, 70))}
    assert (clip.frames, clip.gaps) == (20, [])


def test_other_settings_of_the_encoder_within_a_clip_are_played(tmp_path):
    ring = record(tmp_path / "ring", film(b_frames=3), film(b_frames=3, first=60, width=256, height=128))
    _, file = cut(ring, tmp_path, at(50), at(70))
    assert [counter for counter, _ in counters(file.read_bytes(), "mp4")] == list(range(50, 70))


def test_sound_is_heard_with_the_pictures_of_the_order(tmp_path):
    ring = record(tmp_path / "ring", film(), sound=True)
    _, file = cut(ring, tmp_path, at(20), at(45))
    assert shown_by_ffmpeg(file) == list(range(20, 45))
    samples, begins = heard(file)
    assert abs(samples - 25 * STEP * 48) <= 2048
    assert begins < 0.022


def test_what_is_shown_before_its_key_frame_is_older_than_the_grant_too(tmp_path):
    ring = record(tmp_path / "ring", film(b_frames=3, is_open=True))
    key = next(counter for counter, is_key, _ in film(b_frames=3, is_open=True).pictures if is_key and counter)
    clip, file = cut(ring, tmp_path, at(0), at(60), not_before=at(key))  # the group has pictures from before it
    assert clip.first_at > at(key)
    old = [data for counter, _, data in film(b_frames=3, is_open=True).pictures if counter < key]
    assert not any(data in file.read_bytes() for data in old)


@pytest.mark.parametrize("more", [{}, {"b_frames": 3}, {"b_frames": 3, "is_open": True}])
def test_nothing_from_before_a_strict_order_is_in_the_file(tmp_path, more):
    ring = record(tmp_path / "ring", film(**more))
    loose, file = cut(ring, tmp_path, at(20), at(50))
    before = [data for counter, _, data in film(**more).pictures if counter < 20]
    assert any(data in file.read_bytes() for data in before)
    assert loose.pre_roll_ms > 0
    strict, file = cut(ring, tmp_path, at(20), at(50), is_strict=True)
    assert not any(data in file.read_bytes() for data in before)
    assert strict.pre_roll_ms == 0
    shown = [counter for counter, _ in counters(file.read_bytes(), "mp4")]
    assert shown == list(range(shown[0], 50))
    assert strict.gaps == [(at(20), at(shown[0]))]
    assert shown[0] <= 45
