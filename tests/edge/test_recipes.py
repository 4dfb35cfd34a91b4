"""A recipe gives a component what it needs to do its work, and nothing else (abuse 75)."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from edge_greengrass.guard.lease import VERSION
from rtcc.commands.model import Kind, command_topic, echo_topic, event_topic

FOLDERS = {"guard": "Guard", "recorder": "Recorder", "live_relay": "LiveRelay", "clip_cutter": "ClipCutter"}
EDGE = Path(__file__).parents[2] / "edge_greengrass"
THING = "{iot:thingName}"


def recipe(folder):
    return yaml.safe_load((EDGE / folder / "recipe.yaml").read_text())


def rights(folder, service, operation):
    access = recipe(folder)["ComponentConfiguration"]["DefaultConfiguration"]["accessControl"]
    policies = access.get(f"aws.greengrass.ipc.{service}", {}).values()
    return {
        topic for one in policies if one["operations"] == [f"aws.greengrass#{operation}"] for topic in one["resources"]
    }


@pytest.fixture(params=FOLDERS)
def folder(request):
    return request.param


def test_a_recipe_is_what_both_nuclei_understand(folder):
    found = recipe(folder)
    assert found["RecipeFormatVersion"] == "2020-01-25"
    assert found["ComponentName"] == f"org.openrtcc.{FOLDERS[folder]}"
    assert all(part.isdigit() for part in found["ComponentVersion"].split("."))
    needs = found["ComponentDependencies"]
    assert needs == {"aws.greengrass.TokenExchangeService": {"VersionRequirement": "^2.0.0", "DependencyType": "HARD"}}
    (manifest,) = found["Manifests"]
    assert manifest["Platform"] == {"os": "linux", "runtime": "*"}
    assert set(manifest["Lifecycle"]) == {"run"}  # lower case; no install, no bootstrap, no network
    assert f"exec python3 -u -m edge_greengrass.{folder}\n" in manifest["Lifecycle"]["run"]
    assert (EDGE / folder / "__main__.py").exists()


def test_abuse_075_nothing_runs_as_root_or_asks_to(folder):
    """Without a user of its own a component runs as the deployment's, which is never root unless a step asks for it."""
    told = (EDGE / folder / "recipe.yaml").read_text()
    assert not re.search(r"privilege|sudo|posixUser|\broot\b", told, re.I)


def test_abuse_074_all_components_are_of_the_version_that_the_lease_tells():
    assert {recipe(folder)["ComponentVersion"] for folder in FOLDERS} == {VERSION}


def test_abuse_074_a_version_never_goes_down(folder):
    """Not below anything that was ever committed: what is deployed by the templates is at least that."""
    log = ["git", "log", "--format=", "--patch", "--", f"edge_greengrass/{folder}/recipe.yaml"]
    said = subprocess.run(log, cwd=EDGE.parent, capture_output=True, text=True, check=True).stdout
    before = [parsed(one) for one in re.findall(r'^[+-]ComponentVersion: "([\d.]+)"$', said, re.M)]
    assert parsed(recipe(folder)["ComponentVersion"]) >= max(before, default=(0,))


def parsed(version):
    return tuple(int(part) for part in version.split("."))


def test_the_recorder_keeps_its_heaps():
    """Else glibc gives memory back to the system at every picture."""
    (manifest,) = recipe("recorder")["Manifests"]
    for name in ("MALLOC_MMAP_THRESHOLD_=268435456", "MALLOC_TRIM_THRESHOLD_=536870912", "MALLOC_TOP_PAD_=16777216"):
        assert name in manifest["Lifecycle"]["run"]


def test_only_the_guard_may_speak_to_the_center(folder):
    access = recipe(folder)["ComponentConfiguration"]["DefaultConfiguration"]["accessControl"]
    assert ("aws.greengrass.ipc.mqttproxy" in access) == (folder == "guard")
    assert set(access) <= {"aws.greengrass.ipc.mqttproxy", "aws.greengrass.ipc.pubsub"}


def test_no_right_is_wider_than_its_topics(folder):
    access = recipe(folder)["ComponentConfiguration"]["DefaultConfiguration"]["accessControl"]
    for service in access.values():
        for policy in service.values():
            assert set(policy) == {"policyDescription", "operations", "resources"}
            for text in policy["operations"] + policy["resources"]:
                assert "*" not in text
                assert not text.endswith("#")


def test_the_guard_speaks_and_hears_as_its_own_thing_alone():
    assert rights("guard", "mqttproxy", "SubscribeToIoTCore") == {command_topic(THING), echo_topic(THING)}
    said = {event_topic(THING, kind) for kind in Kind}
    assert rights("guard", "mqttproxy", "PublishToIoTCore") == said | {echo_topic(THING)}


def test_what_one_component_says_another_may_hear():
    says = {folder: rights(folder, "pubsub", "PublishToTopic") for folder in FOLDERS}
    hears = {folder: rights(folder, "pubsub", "SubscribeToTopic") for folder in FOLDERS}
    others = [folder for folder in FOLDERS if folder != "guard"]
    assert says["guard"] == set().union(*(hears[folder] for folder in others))
    assert hears["guard"] == set().union(*(says[folder] for folder in others))
    for folder in others:
        assert len(says[folder]) == 1
        assert len(hears[folder]) == (2 if folder == "clip_cutter" else 1)  # orders, and what may not leave any more


def test_the_probe_asks_for_no_more_than_it_tries():
    echo, commands = echo_topic(THING), command_topic(THING)
    assert rights("probe", "mqttproxy", "SubscribeToIoTCore") == {commands}
    access = recipe("probe")["ComponentConfiguration"]["DefaultConfiguration"]["accessControl"]
    assert {topic for service in access.values() for one in service.values() for topic in one["resources"]} == {
        *("rtcc/local/probe", echo, commands)
    }


def test_a_recipe_carries_no_secret():
    defaults = recipe("guard")["ComponentConfiguration"]["DefaultConfiguration"]
    assert (defaults["pin"], defaults["command_key"], defaults["camera_subnet"]) == ("", "", "")
    assert defaults["page_host"] == "127.0.0.1"
