"""A camera says itself what it streams while it is added; what it answers is read by a child that may do little."""

import asyncio
import time

import pytest

from edge_greengrass.guard import discovery, onvif_child
from edge_greengrass.guard.addresses import Rules
from edge_greengrass.guard.discovery import Discovery
from rtcc.foundation.errors import Invalid, Unavailable
from tests.edge.onvif_camera import camera

SIGN_IN = {"user": "admin", "password": "hunter2"}


def streams(one, **more):
    found = Discovery(Rules.read("127.0.0.1/32", "554,8554"), ports=f"{one.server_port},80")
    return asyncio.run(found.streams({"host": "127.0.0.1", "port": one.server_port} | SIGN_IN | more))["streams"]


def test_a_camera_tells_its_streams_and_their_addresses_are_pinned_into_the_network():
    with camera() as one:
        first, second = streams(one)
    assert first == {
        "token": "pro_0",
        "name": "Stream 0",  # without what would turn the text around
        "encoding": "H265",
        "width": 1920,
        "height": 1080,
        "fps": 15,
        "gop": 60,
        "address": "rtsp://127.0.0.1:8554/pro_0?profile=1",
    }
    assert (second["encoding"], second["width"]) == ("H264", 960)


def test_a_camera_is_asked_for_h264_a_key_frame_each_second_and_no_b_frames():
    with camera() as one:
        first, _ = streams(one, token="pro_0")
        assert one.set_to == {"enc_0": {"encoding": "H264", "gop": 15, "profile": "Baseline"}}
    assert (first["encoding"], first["gop"]) == ("H264", 15)


def test_the_password_travels_as_a_digest_alone():
    with camera() as one:
        streams(one)
        assert all("hunter2" not in body for _, body in one.asked)
        assert any("PasswordDigest" in body for _, body in one.asked)


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("password", "does not take that user"),
        ("redirect", "No ONVIF camera answers"),
        ("endless", "No ONVIF camera answers"),
        ("bomb", "No ONVIF camera answers"),
        ("deep", "No ONVIF camera answers"),
        ("garbage", "No ONVIF camera answers"),
    ],
)
def test_abuse_064_a_camera_that_means_no_good_costs_a_sentence(fault, word):
    with camera(fault) as one:
        with pytest.raises(Unavailable, match=word):
            streams(one)
        assert one.asked


def test_abuse_064_a_camera_that_never_answers_is_left_and_its_child_ended(monkeypatch):
    monkeypatch.setattr(discovery, "PATIENCE", 1.5)
    begun = time.monotonic()
    with camera("slow") as one, pytest.raises(Unavailable, match="No ONVIF camera answers"):
        streams(one)
    assert time.monotonic() - begun < 10


def test_a_camera_that_cannot_be_set_says_what_to_do_by_hand():
    with camera("stubborn") as one:
        for token in ("pro_0", "pro_9"):
            with pytest.raises(Unavailable, match="on its own page"):
                streams(one, token=token)


def test_abuse_063_a_stream_that_lies_elsewhere_is_not_offered():
    with camera("elsewhere") as one:
        assert streams(one) == []


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "", "a b", "user@127.0.0.1", "127.0.0.1/x", "::1"])
def test_abuse_063_only_a_host_of_the_camera_network_is_asked(host):
    with camera() as one:
        with pytest.raises(Invalid):
            streams(one, host=host)
        assert one.asked == []


@pytest.mark.parametrize("odd", [{"port": 22}, {"port": "80"}, {"user": 5}, {"password": "x" * 81}, {"token": "a\nb"}])
def test_what_no_camera_is_asked(odd):
    with camera() as one:
        with pytest.raises(Invalid):
            streams(one, **odd)
        assert one.asked == []


@pytest.mark.parametrize("said", [b"", b"[]\n", b"{\n", b"5\n", b'"' + b"x" * 200_000 + b'"\n'])
def test_a_child_that_says_nonsense_is_no_answer(said, monkeypatch, tmp_path):
    nonsense = tmp_path / "edge_greengrass" / "guard"
    nonsense.mkdir(parents=True)
    for folder in (nonsense.parent, nonsense):
        (folder / "__init__.py").write_text("")
    (nonsense / "onvif_child.py").write_text(f"import sys; sys.stdout.buffer.write({said!r})")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(Unavailable):
        asyncio.run(discovery.child({"do": "probe"}))


def test_the_child_knows_no_secret_of_the_box(monkeypatch, tmp_path):
    spy = tmp_path / "edge_greengrass" / "guard"
    spy.mkdir(parents=True)
    for folder in (spy.parent, spy):
        (folder / "__init__.py").write_text("")
    (spy / "onvif_child.py").write_text("import json, os; print(json.dumps({'names': sorted(os.environ)}))")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("SVCUID", "secret")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret")
    names = asyncio.run(discovery.child({"do": "probe"}))["names"]
    assert set(names) <= {"PYTHONPATH", "LANG", "LC_CTYPE"}


def test_who_answers_a_call_is_shown_when_it_lies_in_the_camera_network():
    async def ask(facts):
        assert facts == {"do": "probe", "subnet": "192.168.50.0/24"}
        hosts = ["192.168.50.11", "192.168.51.1", "169.254.169.254", "camera.example", "", None]
        return {"found": [{"host": host, "name": "Dome\u202e"} for host in hosts] + [5, None]}

    found = asyncio.run(Discovery(Rules.read("192.168.50.0/24", "554"), ports="80", ask=ask).around())
    assert found == {"found": [{"host": "192.168.50.11", "name": "Dome"}]}


def test_a_call_leaves_by_the_interface_of_the_camera_network_and_goes_no_router_further(monkeypatch):
    called = {}

    def discover(**how):
        called.update(how)
        return [
            onvif_child.wsdiscovery.DiscoveredDevice("", xaddrs=["http://127.0.0.1/x", "http://10.0.0.9/"], name="Dome")
        ]

    monkeypatch.setattr(onvif_child.wsdiscovery, "discover", discover)
    assert onvif_child.probe("127.0.0.0/8") == {"found": [{"host": "127.0.0.1", "name": "Dome"}]}
    assert (called["interface_ip"].startswith("127."), called["ttl"]) == (True, 1)


def test_the_page_asks_with_the_pin_alone(site):
    assert site.page("POST", "/api/streams", {"host": "192.168.50.11"} | SIGN_IN, pin=None).status_code == 403
    assert site.page("POST", "/api/streams", {"host": "10.0.0.1"} | SIGN_IN).status_code == 422
    assert site.page("POST", "/api/streams", {"host": 5} | SIGN_IN).status_code == 422
