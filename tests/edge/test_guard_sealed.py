"""How to sign in to a camera lies sealed on the disk, and opens for this box, this camera, this address (abuse 65)."""

import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_greengrass.guard import disk
from edge_greengrass.kit import sealing
from edge_greengrass.kit.sealing import Seal
from edge_greengrass.recorder import listed
from tests.edge.guarding import OPEN, full_disk

SECRET = "hunter2-secret"


def list_of(site):
    return site.home / "cameras.json"


def sign_in(site, camera, **more):
    return site.page("POST", f"/api/cameras/{camera}/sign-in", {"user": "root", "password": "new-secret"} | more)


def test_abuse_065_no_password_lies_on_the_disk_in_clear(site):
    site.camera(OPEN)
    for file in site.home.iterdir():
        assert SECRET.encode() not in file.read_bytes()
        assert b"admin" not in file.read_bytes()
    assert stat.S_IMODE((site.home / sealing.NAME).stat().st_mode) == 0o600


def test_abuse_065_a_new_password_is_sealed_with_a_new_key_and_the_old_seal_opens_no_more(site):
    camera, other = site.camera(), site.camera()
    old, keys = json.loads(list_of(site).read_text()), (site.home / sealing.NAME).read_bytes()
    assert sign_in(site, camera).status_code == 200

    known = listed.read(list_of(site))
    assert (known[camera].user, known[camera].password, known[other].password) == ("root", "new-secret", SECRET)
    assert (site.home / sealing.NAME).read_bytes() != keys
    list_of(site).write_text(json.dumps(old))
    with pytest.raises(ValueError, match="not sealed here"):
        listed.read(list_of(site))
    assert site.asked("recorder")[-1] == {"do": "cameras"}


def test_abuse_065_a_seal_that_was_moved_to_another_address_opens_nowhere(site):
    site.camera()
    (kept,) = json.loads(list_of(site).read_text())
    for change in ({"address": "rtsp://192.168.50.99:554/"}, {"id": "cam_" + "0" * 26}):
        list_of(site).write_text(json.dumps([kept | change]))
        with pytest.raises(ValueError, match="not sealed here"):
            listed.read(list_of(site))


def test_a_list_from_before_there_was_a_seal_is_sealed_at_the_next_start(site):
    camera = site.camera()
    one = listed.read(list_of(site))[camera]
    clear = {"id": one.id, "name": "Register", "address": one.address, "user": "admin", "password": SECRET}
    list_of(site).write_text(json.dumps([clear | {"days_stored": 3}]))
    (site.home / sealing.NAME).unlink()
    assert listed.read(list_of(site))[camera].password == SECRET

    site.start()

    assert SECRET not in list_of(site).read_text()
    assert listed.read(list_of(site))[camera].password == SECRET


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_power_cut_while_keys_change_locks_nobody_out(site, monkeypatch, dies_at):
    camera = site.camera()
    real, left = disk.write_whole, [dies_at]

    def dies(path, content):
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        real(path, content)

    monkeypatch.setattr(disk, "write_whole", dies)
    with pytest.raises(KeyboardInterrupt):
        site.box.cameras.sign_in(camera, user="root", password="new-secret")
    monkeypatch.setattr(disk, "write_whole", real)
    assert listed.read(list_of(site))[camera].password in (SECRET, "new-secret")
    site.start()
    assert sign_in(site, camera).status_code == 200


def test_a_disk_that_takes_no_new_password_keeps_the_old_one(site, monkeypatch):
    camera = site.camera()
    monkeypatch.setattr(disk, "write_whole", full_disk)
    assert sign_in(site, camera).status_code == 503
    assert listed.read(list_of(site))[camera].password == SECRET


@pytest.mark.parametrize("odd", [{"password": 5}, {"user": None}, {"password": "x" * 81}, {"user": "a\nb"}])
def test_a_password_that_cannot_be_is_not_kept(site, odd):
    assert sign_in(site, site.camera(), **odd).status_code == 422


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_was_sealed_opens(user, password):
    seal = Seal({}).with_new_key()
    facts = {"user": user, "password": password}
    assert seal.with_new_key().open(seal.close(facts, bound_to="a"), bound_to="a") == facts
    assert seal.close(facts, bound_to="a") != seal.close(facts, bound_to="a")


@given(st.data())
def test_a_seal_with_a_changed_character_opens_not(data):
    seal = Seal({}).with_new_key()
    sealed = seal.close({"password": SECRET}, bound_to="a")
    at = data.draw(st.integers(0, len(sealed) - 1))
    broken = sealed[:at] + data.draw(st.characters(codec="ascii").filter(lambda c: c != sealed[at])) + sealed[at + 1 :]
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        seal.open(broken, bound_to="a")


@pytest.mark.parametrize("left", [b"", b"[]", b'{"a": 5}', b'{"a": "QQ=="}', b"\x00" * 64])
def test_keys_that_cannot_be_read_are_no_keys(tmp_path, left):
    (tmp_path / sealing.NAME).write_bytes(left)
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with them
        Seal.read(tmp_path)


def test_short_and_long_passwords_look_alike():
    seal = Seal({}).with_new_key()
    assert len({len(seal.close({"user": "a", "password": "x" * n}, bound_to="a")) for n in range(60)}) == 1
