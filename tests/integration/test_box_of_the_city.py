"""The demo's box, as the city installs it: shipped components on the stand-in nucleus, and what the center knows."""

import json
from pathlib import Path

from local import aws, box_page
from local.nucleus import control


def test_each_component_runs_as_a_process_of_its_own_and_says_that_it_does(city):
    said = control.ask(Path(city["box"]["control"]), "status")["components"]

    assert {name: each["state"] for name, each in said.items()} == {
        f"org.openrtcc.{name}": "RUNNING" for name in ("Guard", "Recorder", "LiveRelay", "ClipCutter")
    }
    assert len({each["pid"] for each in said.values()}) == 4


def test_components_run_from_their_archives_and_not_from_this_repository(city):
    mapped = Path(f"/proc/{city['box']['pids']['guard']}/environ").read_bytes().decode().split("\0")
    found = dict(each.split("=", 1) for each in mapped if "=" in each)
    archives = Path(city["box"]["home"]).parent / "archives"

    assert found["PYTHONPATH"].startswith(str(archives))
    assert not {name for name in found if name.startswith("AWS_SECRET") or name == "AWS_ACCESS_KEY_ID"}


def test_both_cameras_are_on_the_box_and_one_is_allowed(city):
    listed = box_page.ask(city["box"]["page"], city["box"]["pin"], "/api/cameras")["cameras"]

    assert {each["name"]: each["is_allowed"] for each in listed} == {"Front door": True, "Office": False}


def test_the_center_knows_the_allowed_cameras_name_and_nothing_but_a_number_of_the_other(city):
    rows = aws.client("dynamodb", city["aws"]["endpoint"]).scan(TableName=city["tables"]["sites"])["Items"]
    text = json.dumps(rows)

    assert "Front door" in text
    assert "Office" not in text
    assert not any(camera["password"] in text or camera["address"] in text for camera in city["cameras"])


def test_what_the_box_keeps_is_for_its_owner_only(city):
    folder = Path(city["box"]["home"]).parent

    for name in ("private.key", "installed.json", "nucleus.json"):
        assert (folder / name).stat().st_mode & 0o077 == 0
