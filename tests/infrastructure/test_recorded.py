"""No route and no event function is deployed whose acts no custody line would tell of (P10.2)."""

import shutil
import sys
from importlib import import_module

import pytest

from infrastructure import app, recorded
from infrastructure.doors import chalice_apps
from infrastructure.recorded import ROOMS, UnrecordedError, judge, judge_function, judge_route, names_written
from rtcc.access.model import Action
from rtcc.http.declaration import Declaration, Record, SignIn
from tests.infrastructure.test_routes import Nothing

WRITTEN = names_written()


def declared(method="POST", *, action=Action.READ_ABOUT, sign_in=SignIn.STAFF, record=Record.ACT):
    return Declaration("console", method, "/things", action, sign_in, record, Nothing, None)


def test_all_that_is_deployed_is_recorded():
    judge(chalice_apps())


@pytest.mark.parametrize("folder", [name for name in recorded.event_functions() if name not in recorded.UNWRITTEN])
def test_a_function_that_no_longer_says_what_it_writes_is_not_deployed(folder, monkeypatch):
    monkeypatch.setattr(recorded, "names_written", lambda: WRITTEN)  # the rooms are read once, not once a function
    monkeypatch.delattr(import_module(f"functions.{folder}.handler"), "RECORDS")

    with pytest.raises(UnrecordedError, match=f"{folder} does not say what it writes down"):
        judge({}, [folder])


def test_synthesis_ends_with_a_sentence_when_one_function_no_longer_says_it(tmp_path, monkeypatch):
    monkeypatch.delattr(import_module("functions.sweep_stores.handler"), "RECORDS")
    monkeypatch.setattr(sys, "argv", ["infrastructure.app", "--without-vendor", "--out", str(tmp_path / "out")])

    # What a process ends with that says a sentence: it goes to stderr, and the exit status is 1.
    with pytest.raises(SystemExit, match=r"^sweep_stores does not say what it writes down: name its acts"):
        app.main()

    assert not (tmp_path / "out" / "manifest.json").exists()


def test_an_act_of_which_no_room_writes_a_line_is_not_deployed():
    with pytest.raises(UnrecordedError, match=r"POST /things is an act, and no room writes a line about\.read"):
        judge_route(declared(), WRITTEN)
    with pytest.raises(UnrecordedError, match=r"says it writes about\.read, and no room does"):
        judge_function("admit_upload", (Action.ADMIT_UPLOAD, Action.READ_ABOUT), WRITTEN)


def test_a_room_that_no_longer_writes_its_line_is_noticed(tmp_path):
    shutil.copytree(ROOMS, tmp_path / "rtcc")
    (tmp_path / "rtcc" / "canvass" / "triage.py").write_text("")

    with pytest.raises(UnrecordedError, match=r"no room writes a line evidence\.triage"):
        judge_route(declared(action=Action.TRIAGE_EVIDENCE), names_written(tmp_path / "rtcc"))


def test_to_be_allowed_an_act_is_not_to_write_it(tmp_path):
    (tmp_path / "room.py").write_text("from rtcc.access.model import Action\nASKED = Action.READ_SELF\n")

    assert names_written(tmp_path) == frozenset()


@pytest.mark.parametrize("sign_in", [SignIn.STAFF, SignIn.OWNER, SignIn.AGENCY, SignIn.SYSTEM])
def test_whoever_signed_in_does_nothing_unwritten(sign_in):
    with pytest.raises(UnrecordedError, match="is for who signed in"):
        judge_route(declared("GET", sign_in=sign_in, record=Record.OPEN), WRITTEN)


def test_a_public_route_that_takes_something_unwritten_is_one_that_is_listed():
    with pytest.raises(UnrecordedError, match="takes something and writes no line: list it"):
        judge_route(declared(sign_in=SignIn.NOBODY, record=Record.OPEN), WRITTEN)

    judge_route(declared("GET", sign_in=SignIn.NOBODY, record=Record.OPEN), WRITTEN)


def test_what_is_listed_as_writing_nothing_says_so():
    with pytest.raises(UnrecordedError, match="probe_media writes lines, and is listed as writing none"):
        judge_function("probe_media", (Action.ADMIT_PREVIEW,), WRITTEN)
    assert set(recorded.event_functions()) >= recorded.UNWRITTEN
