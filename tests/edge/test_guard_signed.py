"""What the owner allowed is signed by the box, each line over the one before; nothing else is believed."""

import base64
import contextlib
import hashlib
import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_greengrass.guard import disk
from edge_greengrass.guard.box_key import BoxKey
from edge_greengrass.guard.grants_log import GrantsLog
from rtcc.foundation import p256
from rtcc.grants import spelling
from rtcc.grants.model import Grant
from tests.edge.guarding import OPEN
from tests.edge.test_guard_disk import NOON, STEPS, written


def unsigned(path, grants=STEPS):
    """A log as boxes kept it before they signed."""
    for epoch, grant in enumerate(grants, start=1):
        facts = {"camera": "cam_1", "epoch": epoch, "at": "2026-11-22T12:00:00.00Z", "name": "Register"}
        line = json.dumps(facts | {"command": "", "grant": spelling.spell(grant)})
        with path.open("a") as file:
            file.write(line + "\n")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "grants.log"


def test_whoever_holds_the_public_half_can_check_every_line_without_the_box(path):
    log, before = written(path), b""
    for line in path.read_bytes().splitlines():
        facts = json.loads(line)
        signature = base64.b64decode(facts.pop("signature"))
        assert facts["before"] == hashlib.sha256(before).hexdigest()
        assert p256.is_signed(json.dumps(facts, separators=(",", ":")).encode(), signature, log.key)
        before = line


def test_the_private_half_is_for_the_guard_alone_and_stays(path):
    first = written(path).key
    assert stat.S_IMODE(path.with_name("box.key").stat().st_mode) == 0o600
    assert GrantsLog(path).key == first
    assert not path.with_name("box.key.fresh").exists()


@given(st.data())
def test_a_changed_byte_stops_the_guard_or_changes_nothing(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("log") / "grants.log"
    before = written(path).changes
    whole = bytearray(path.read_bytes())
    whole[data.draw(st.integers(0, 1_000_000)) % (len(whole) - 1)] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    with contextlib.suppress(ValueError):
        assert GrantsLog(path).changes == before


def test_lines_that_are_missing_twice_there_or_out_of_order_stop_the_guard(path):
    written(path)
    lines = path.read_bytes().splitlines(keepends=True)
    for wrong in (lines[1:], [lines[0], *lines[2:]], [*lines, lines[-1]], [lines[1], lines[0], *lines[2:]]):
        path.write_bytes(b"".join(wrong))
        with pytest.raises(ValueError, match="does not follow"):
            GrantsLog(path)


def test_the_log_of_another_box_is_none_of_ours(path, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    written(other / "grants.log", [OPEN])
    written(path, [Grant()])
    path.write_bytes((other / "grants.log").read_bytes())
    with pytest.raises(ValueError, match="this box did not sign it"):
        GrantsLog(path)


def test_a_key_that_is_gone_or_broken_is_not_made_again(path):
    written(path)
    key = path.with_name("box.key")
    for left in (b"", b"\x00" * 138, key.read_bytes()[:50]):
        key.write_bytes(left)
        with pytest.raises(ValueError, match="no key"):
            GrantsLog(path)
    key.unlink()
    with pytest.raises(ValueError, match="the key of this box is gone"):
        GrantsLog(path)


def test_a_log_from_before_boxes_signed_is_taken_over_once_and_marked(path):
    unsigned(path)
    log = GrantsLog(path)
    assert [change.grant for change in log.changes] == STEPS
    log.write(log.prepared("cam_1", OPEN, at=NOON))
    assert [json.loads(line).get("taken_over", False) for line in path.read_bytes().splitlines()] == [True] * 4 + [
        False
    ]
    assert GrantsLog(path).grant("cam_1") == OPEN

    path.unlink()
    unsigned(path, [OPEN])
    with pytest.raises(ValueError, match="not signed"):
        GrantsLog(path)


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_power_cut_while_a_log_is_taken_over_costs_nothing(path, monkeypatch, dies_at):
    unsigned(path)
    real, left = disk.sync_folder, [dies_at]

    def dies(folder):
        real(folder)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(disk, "sync_folder", dies)
    with pytest.raises(KeyboardInterrupt):
        GrantsLog(path)
    monkeypatch.undo()
    assert [change.grant for change in GrantsLog(path).changes] == STEPS
    assert [change.grant for change in GrantsLog(path).changes] == STEPS


def test_a_guard_whose_log_does_not_hold_does_not_start(site):
    site.camera(OPEN)
    log = site.home / "grants.log"
    log.write_bytes(log.read_bytes().replace(b'"radius_m":500', b'"radius_m":900'))
    with pytest.raises(ValueError, match=r"this box did not sign it|does not follow"):
        site.start()


def test_every_key_that_is_made_can_be_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "write_whole", lambda path, content: path.write_bytes(content))
    for _ in range(1500):  # one in 256 is spelled too short by the client's own export
        made = BoxKey.make(tmp_path / "box.key")
        assert BoxKey.read(tmp_path / "box.key").public == made.public
