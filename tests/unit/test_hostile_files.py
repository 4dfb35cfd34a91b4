"""Files that are sent to hurt: each is received and sealed like any other, is flagged, and is never shown or opened."""

import re
import zipfile

import pytest

from rtcc.aws.blobs import digest
from rtcc.canvass import submissions
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Unavailable
from rtcc.preview import confinement, making, service
from rtcc.preview.making import place_of
from rtcc.preview.model import Derivative, State
from rtcc.roster import service as roster
from rtcc.vault import service as vault
from rtcc.vault.model import State as Standing
from tests.unit.city import ANALYST, INSTALLER
from tests.unit.hostile import HOSTILE, MP4
from tests.unit.test_doors_previews import LOOK, probed
from tests.unit.test_preview import probed as sealed
from tests.unit.test_vault import admitted, received

NAMES = (
    "../../../etc/passwd.mp4",
    "<img src=x onerror=alert(1)>.mp4",
    "a" * 200,
    "C:\\Windows\\x.mp4",
    "....",
    "%00.mp4",
)
TWO_THINGS = (
    "MP4 and page, behind",
    "MP4 and page, in a free box",
    "MP4 and archive",
    "GIF and script",
    "PDF and archive",
)
FETCHING = ("playlist", "playlist behind blanks", "concat", "playlist in an MP4")
TOO_LARGE = ("8192 by 8192", "65535 by 65535", "PNG of 30,000 by 30,000", "before its time", "endless table")


def is_kept_and_not_shown(item):
    """Sealed with its own bytes, flagged with a reason, and nothing made of it."""
    one = service.of(item)
    with pytest.raises(Conflict, match="There is no preview"):
        service.show(item)
    is_kept = vault.item(item.id).state is Standing.SEALED and digest(vault.stored(item)) == item.sha256
    return is_kept and one.state is State.NONE and bool(one.flags) and one.derivatives == ()


@pytest.mark.parametrize("name", ["page", "drawing", "XML"])
def test_abuse_010_what_a_browser_would_run_is_no_preview_and_leaves_as_bytes_alone(center, name):
    item = sealed(center, HOSTILE[name][0], name="video.svg")

    assert is_kept_and_not_shown(item)
    url, _ = vault.download(ANALYST, item.id, reason="26-1")
    assert "response-content-type=application%2Foctet-stream" in url
    assert f"attachment%3B%20filename%3D%22{item.id}.bin%22" in url


@pytest.mark.parametrize("name", TWO_THINGS)
def test_abuse_011_what_is_two_things_at_once_is_opened_as_neither(center, monkeypatch, name):
    monkeypatch.setattr(making, "decode", lambda *_, **__: pytest.fail("it was decoded"))

    assert is_kept_and_not_shown(sealed(center, HOSTILE[name][0], name="holiday.mp4"))


@pytest.mark.parametrize("name", ["archive", "bomb", "archive in an archive"])
def test_abuse_012_nothing_is_ever_unpacked(center, monkeypatch, name):
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_, **__: pytest.fail("it was unpacked"))

    assert is_kept_and_not_shown(sealed(center, HOSTILE[name][0], name="clips.mp4"))


@pytest.mark.parametrize("name", FETCHING)
def test_abuse_014_what_would_fetch_other_files_is_never_given_to_a_decoder(center, monkeypatch, name):
    monkeypatch.setattr(confinement.subprocess, "run", lambda *_, **__: pytest.fail("it was decoded"))

    assert is_kept_and_not_shown(sealed(center, HOSTILE[name][0], name="live.mp4"))


@pytest.mark.parametrize("name", TOO_LARGE)
def test_abuse_015_sizes_and_times_that_no_camera_makes_are_refused_before_anything_decodes(center, monkeypatch, name):
    monkeypatch.setattr(confinement.subprocess, "run", lambda *_, **__: pytest.fail("it was decoded"))

    assert is_kept_and_not_shown(sealed(center, HOSTILE[name][0], name="wide.mp4"))


@pytest.mark.parametrize("name", NAMES)
def test_abuse_017_a_name_is_a_word_and_never_a_way(city, name):
    holder, _ = city.asked()
    one, _ = submissions.begin(holder, key="key-00001", name=name, size=len(MP4))

    assert re.fullmatch(r"inbox/req_\w{26}/sub_\w{26}", one.object_key)
    assert one.name == name
    number = submissions.number(one)
    made = Derivative("sheet.jpg", 1, "0" * 64, "v1", "drawn")
    assert place_of(number, made) == f"previews/{number}/{'0' * 64}-sheet.jpg"


def test_abuse_017_a_name_does_not_reach_the_address_of_a_preview_or_of_a_download(center):
    item = sealed(center, MP4, name='../../x";\u202egpj.html.mp4')

    _, shown, _ = service.show(item)
    url, _ = vault.download(ANALYST, item.id, reason="26-1")

    assert not [one for one in (*(each.url for each in shown), url) if "gpj" in one or ".." in one]


def test_abuse_019_a_program_is_kept_is_never_opened_and_has_no_preview(center, monkeypatch):
    monkeypatch.setattr(making, "decode", lambda *_, **__: pytest.fail("it was decoded"))

    item = sealed(center, HOSTILE["program"][0], name="player.exe")

    assert is_kept_and_not_shown(item)
    assert service.of(item).why == "it is a program: it is kept, and must not be started"


def test_abuse_024_nobody_gets_a_way_whose_look_is_not_written_down(city, at, monkeypatch):
    item = admitted(city, received(city))
    probed(item)

    with monkeypatch.context() as busy:
        busy.setattr(custody, "transact", lambda *_: (_ for _ in ()).throw(Unavailable("The record is very busy.")))
        refused = at(LOOK, path={"item_id": item.id})

    assert refused.status == 503
    assert "https" not in str(refused.body)
    assert at(LOOK, path={"item_id": item.id}).body["sheet"]["url"].startswith("https")
    assert city.outcomes(item.id)[-1] == ("preview.read", "done")


def test_abuse_024_who_is_suspended_gets_no_way_from_the_next_request_on(city, at):
    item = admitted(city, received(city))
    probed(item)
    assert at(LOOK, path={"item_id": item.id}).status == 200

    roster.suspend(INSTALLER, "staff:someone", reason="a test")

    refused = at(LOOK, path={"item_id": item.id})
    assert refused.status == 403
    assert "https" not in str(refused.body)
