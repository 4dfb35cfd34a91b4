"""The owner sees each camera's newest picture without a decoder on the box, and can take a camera away for good."""

import io

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_greengrass.guard import picture
from edge_greengrass.kit import holds, index, mkv
from rtcc.foundation.errors import NotFound
from tests.edge.footage import film
from tests.edge.guarding import NOON, OPEN, full_disk
from tests.edge.picturing import ring_of

NOW = int(NOON.timestamp() * 1000)


def rings(site):
    return site.home / "ring"


def look(site, camera, **more):
    return site.page("GET", f"/api/cameras/{camera}/picture", **more)


def remove(site, camera, footage="keep"):
    return site.page("POST", f"/api/cameras/{camera}/remove", {"footage": footage})


def tidy(site):
    site.do(site.box.keep_time())


def test_the_newest_key_frame_is_one_frame_that_a_player_shows(site):
    camera = site.camera()
    pictures = film(15, width=320, height=180)
    ring_of(rings(site) / camera, pictures, NOW)
    answer = look(site, camera)
    assert answer.headers["content-type"] == "video/mp4"
    with av.open(io.BytesIO(answer.content)) as film_of_one:
        (frame,) = film_of_one.decode(video=0)
    assert (frame.width, frame.height, frame.key_frame) == (320, 180, True)
    assert max(bytes(frame.planes[0])) > 100  # it is not black


@pytest.mark.parametrize(("codec", "sentence"), [("h265", "H.264"), (None, "nothing was recorded")])
def test_where_there_is_no_picture_a_sentence_says_why(site, codec, sentence):
    camera = site.camera()
    if codec:
        ring_of(rings(site) / camera, film(15, codec=codec), NOW)
    answer = look(site, camera)
    assert (answer.status_code, sentence in answer.json()["detail"]) == (404, True)


def test_a_picture_needs_the_pin_and_a_camera_of_this_box(site):
    camera = site.camera()
    ring_of(rings(site) / camera, film(15), NOW)
    assert look(site, camera, pin="000000").status_code == 403
    assert look(site, camera, pin=None).status_code == 403
    for odd in ("cam_" + "0" * 26, "..", "%2e%2e", camera + "/.."):
        assert site.page("GET", f"/api/cameras/{odd}/picture").status_code == 404


@given(st.data())
def test_a_damaged_ring_gives_no_picture_and_breaks_nothing(tmp_path_factory, data):
    ring = ring_of(tmp_path_factory.mktemp("ring") / "cam", film(3), NOW)
    for path in sorted(ring.iterdir()):
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(0, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        assert picture.newest(ring)[4:8] == b"ftyp"
    except NotFound:
        return


@given(st.integers(1, 8000), st.integers(1, 8000), st.binary(min_size=7, max_size=60), st.binary(max_size=200))
def test_every_box_of_a_picture_is_as_long_as_it_says(width, height, private, sample):
    whole = picture.still(mkv.Track(private, width, height), sample)
    at, kinds = 0, []
    while at < len(whole):
        kinds.append(whole[at + 4 : at + 8])
        at += int.from_bytes(whole[at : at + 4], "big")
    assert (at, kinds) == (len(whole), [b"ftyp", b"moov", b"mdat"])
    offset = int.from_bytes(whole[whole.index(b"stco") + 12 :][:4], "big")
    assert whole[offset : offset + len(sample)] == sample


def test_a_camera_that_is_taken_away_is_allowed_nothing_first_and_then_is_no_more(site):
    camera = site.camera(OPEN, name="Door")
    site.view(camera)
    assert remove(site, camera).status_code == 200
    assert site.watching() == []
    last = site.told("grant")[-1]
    assert (last["camera"], last["epoch"], last["grant"]["live"]) == (camera, 3, "never")
    assert site.box.lease.facts()["cameras"] == 0
    assert look(site, camera).status_code == 404
    site.view(camera)
    assert site.refused() == "no such camera"
    assert site.page("GET", "/api/log").json()["lines"][0]["name"] == "Door"


def test_its_footage_is_deleted_when_the_recorder_let_go_of_it(site):
    camera = site.camera()
    ring = ring_of(rings(site) / camera, film(3), NOW)
    site.says("recorder", {"cameras": [{"id": camera, "state": "recording"}]})
    remove(site, camera, "delete")
    tidy(site)
    assert ring.exists()
    site.later(8)
    tidy(site)
    assert not ring.exists()


def test_footage_that_is_kept_is_left_to_the_recorder_which_forgets_it_on_time(site):
    camera = site.camera()
    ring = ring_of(rings(site) / camera, film(3), NOW)
    remove(site, camera, "keep")
    site.start()
    tidy(site)
    assert index.newest(ring) is not None


def test_deleting_survives_a_restart(site):
    camera = site.camera()
    ring = ring_of(rings(site) / camera, film(3), NOW)
    remove(site, camera, "delete")
    site.start()
    tidy(site)
    assert not ring.exists()


def test_what_a_clip_needs_yet_is_not_deleted(site):
    camera = site.camera()
    ring = ring_of(rings(site) / camera, film(3), NOW)
    holds.hold(ring, "ord_1", NOW, NOW + 1000)
    remove(site, camera, "delete")
    tidy(site)
    assert index.newest(ring) is not None
    holds.let_go(ring, "ord_1")
    tidy(site)
    assert not ring.exists()


def test_a_disk_that_takes_nothing_leaves_the_camera_there_with_nothing_allowed(site, monkeypatch):
    camera = site.camera(OPEN)
    monkeypatch.setattr("edge_greengrass.guard.disk.write_whole", full_disk)
    assert remove(site, camera).status_code == 503
    assert site.box.grants.grant(camera).is_nothing
    assert [one.id for one in site.box.cameras.all()] == [camera]


@pytest.mark.parametrize("odd", [{}, {"footage": "burn"}, {"footage": None}])
def test_nothing_is_taken_away_without_a_word_on_its_footage(site, odd):
    camera = site.camera(OPEN)
    assert site.page("POST", f"/api/cameras/{camera}/remove", odd).status_code == 422
    assert not site.box.grants.grant(camera).is_nothing


def test_the_switch_is_turned_on_again_to_what_it_was(site):
    camera = site.camera(OPEN)
    site.page("POST", f"/api/cameras/{camera}/off", {})
    (shown,) = site.page("GET", "/api/cameras").json()["cameras"]
    site.page("POST", f"/api/cameras/{camera}/grant", {"grant": shown["last"]})
    assert site.box.grants.grant(camera) == OPEN


def test_the_owner_reads_the_whole_sentence_and_the_center_none_of_an_address(site):
    camera = site.camera(OPEN)
    why = "It sends MJPEG at rtsp://192.168.50.11/: set the stream to H.264 in the camera's own page, under Video."
    site.says("recorder", {"cameras": [{"id": camera, "state": "refused", "why": why}]})
    assert site.page("GET", "/api/cameras").json()["cameras"][0]["why"] == why
    (said,) = site.box.lease.facts()["states"]
    assert said["why"] == "It sends MJPEG at (withheld) set the stream to H.264 in the "[:60]
