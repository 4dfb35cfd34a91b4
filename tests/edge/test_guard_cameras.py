"""Only a camera of the establishment's own camera network can be added, and no more than the box carries."""

import ipaddress
import json
import stat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edge_greengrass.guard.addresses import Rules
from edge_greengrass.recorder import listed
from rtcc.foundation.errors import Invalid
from tests.edge.guarding import OPEN, PIN

NAMES = {
    "camera.local": ["192.168.50.20"],
    "rebound.example": ["169.254.169.254"],
    "both.example": ["192.168.50.20", "10.0.0.1"],
    "home.example": ["127.0.0.1"],
    "six.example": ["::ffff:127.0.0.1"],
    "clothes.example": ["::ffff:192.168.50.20"],
}


def answers(host, port):
    if host in NAMES:
        return NAMES[host]
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        raise OSError("no such name") from None


def rules(subnet="192.168.50.0/24", ports="554,8000-8010"):
    made = Rules.read(subnet, ports)
    return Rules(made.subnet, made.ports, answers)


@pytest.mark.parametrize(
    ("address", "pinned"),
    [
        ("rtsp://192.168.50.11/stream1", "rtsp://192.168.50.11:554/stream1"),
        ("rtsp://192.168.50.11:8005/a?channel=1&sub=0", "rtsp://192.168.50.11:8005/a?channel=1&sub=0"),
        ("RTSP://camera.local", "rtsp://192.168.50.20:554/"),
        ("rtsp://clothes.example/", "rtsp://192.168.50.20:554/"),
    ],
)
def test_an_address_is_resolved_once_and_kept_as_a_number(address, pinned):
    assert rules().pinned(address) == pinned


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://169.254.169.254/latest/meta-data",
        "rtsp://127.0.0.1:554/",
        "rtsp://[::1]:554/",
        "rtsp://[::ffff:127.0.0.1]/",
        "rtsp://0.0.0.0/",
        "rtsp://192.168.51.11/",  # another network of the site
        "rtsp://192.168.50.0/",
        "rtsp://192.168.50.255/",
        "rtsp://239.0.0.1/",
        "rtsp://user:pass@192.168.50.11/",
        "rtsp://@192.168.50.11/",
        "rtsp://192.168.50.11@evil.example/",
        "rtsp://192.168.50.11:22/",
        "rtsp://192.168.50.11:8011/",
        "rtsp://192.168.50.11:99999/",
        "rtsp://192.168.50.11:0/",
        "rtsp://rebound.example/",
        "rtsp://both.example/",
        "rtsp://home.example/",
        "rtsp://six.example/",
        "rtsp://nowhere.example/",
        "rtsp://2130706433/",
        "rtsp:///stream1",
        "rtsps://192.168.50.11/",
        "http://192.168.50.11/",
        "file:///etc/passwd",
        "192.168.50.11",
        "rtsp://192.168.50.11/\r\nDESCRIBE x",
        "rtsp://192.168.50.11\\@evil.example/",
        "rtsp://192.168.50.11/ü",
        "rtsp://192.168.50.11/#x",
        "rtsp://192.168.50.11/" + "a" * 300,
        "",
    ],
)
def test_abuse_063_what_is_no_camera_of_this_site_is_refused(address):
    with pytest.raises(Invalid):
        rules().pinned(address)


def test_loopback_is_a_camera_network_only_where_the_configuration_names_it():
    assert rules("127.0.0.0/8").pinned("rtsp://127.0.0.1:554/a") == "rtsp://127.0.0.1:554/a"
    for everything in ("0.0.0.0/0", "::/0"):
        for address in ("rtsp://127.0.0.1/", "rtsp://169.254.169.254/", "rtsp://[::1]/", "rtsp://169.254.1.1/"):
            with pytest.raises(Invalid):
                rules(everything).pinned(address)


def test_the_metadata_address_stays_shut_in_a_link_local_camera_network():
    assert rules("169.254.0.0/16").pinned("rtsp://169.254.7.7/")
    with pytest.raises(Invalid):
        rules("169.254.0.0/16").pinned("rtsp://169.254.169.254/")


@given(st.text(max_size=40))
@example("[")
@example("[::1")
@example("192.168.50.11:")
@example("192.168.50.11%zone")
def test_whatever_is_typed_is_pinned_into_the_subnet_or_refused(text):
    try:
        pinned = rules().pinned("rtsp://" + text)
    except Invalid:
        return
    host = pinned.removeprefix("rtsp://").partition(":")[0]
    assert ipaddress.ip_address(host) in ipaddress.ip_network("192.168.50.0/24")


def _asked(host):
    return {"name": "Door", "address": f"rtsp://{host}/", "user": "admin", "password": "secret"}


def test_the_list_is_for_the_recorder_alone(site):
    camera = site.camera(OPEN, name="Register")
    file = site.home / "cameras.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (kept,) = listed.read(file).values()
    assert (kept.id, kept.user, kept.password, kept.days_stored) == (camera, "admin", "hunter2-secret", 3)
    assert site.asked("recorder")[-1] == {"do": "cameras"}


def test_the_box_refuses_more_cameras_than_its_model_carries(site):
    for _ in range(4):
        site.camera()
    answer = site.page("POST", "/api/cameras", _asked("192.168.50.12"))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rtcc:problem:model-limit")


def test_the_same_camera_is_not_added_twice(site):
    assert site.page("POST", "/api/cameras", _asked("192.168.50.12")).status_code == 201
    assert site.page("POST", "/api/cameras", _asked("192.168.50.12")).status_code == 409


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""},
        {"name": " \u202e "},
        {"name": "a\nb\x00"},
        {"name": "x" * 81},
        {"name": 5},
        {"password": "x" * 81},
        {"user": "a\r\nb"},
        {"address": None},
        {"address": "rtsp://127.0.0.1/"},
    ],
)
def test_a_camera_that_cannot_be_is_not_kept(site, odd):
    assert site.page("POST", "/api/cameras", _asked("192.168.50.12") | odd).status_code == 422
    assert not (site.home / "cameras.json").exists()


def test_p2_2_what_is_secret_is_nowhere_in_clear(site, caplog, capfd):
    camera = site.camera(OPEN)
    site.view(camera)
    site.says("recorder", {"cameras": [{"id": camera, "state": "refused", "why": "401 at 192.168.50.11:554 as admin"}]})
    lease = site.box.lease.facts()
    for kind in ("grant", "view", "clip", "refused"):
        site.told(kind)
    said = json.dumps([site.line.sent, site.line.said, lease]) + caplog.text + "".join(capfd.readouterr())
    shown = site.page("GET", "/api/cameras").text + site.page("GET", "/api/log").text
    others = [file.read_bytes().decode(errors="replace") for file in site.home.iterdir()]
    for secret in ("hunter2-secret", PIN):
        assert secret not in said + shown + "".join(others)
    assert "192.168.50" not in said  # an address may be shown on the box's own page, and nowhere else
