"""The conformance probe: green on our stand-in for the nucleus as it ships, red on one that is broken on purpose."""

import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from local.city_file import ROOT
from local.nucleus import plan
from tests.conformance import things
from tests.conformance.arrange import eventually
from tests.edge import small_box

THING = "rtcc-box-12"  # of its own: two boxes of one name would push each other off the line
PROBE = ROOT / "edge_greengrass" / "probe"


# A nucleus that lets everybody do everything, takes small messages only, and keeps nothing for itself.
BROKEN = """
from local.nucleus import __main__, broker, rights, token_exchange, wire
rights.may = lambda *_, **__: True
wire.MOST_BYTES, broker.MOST_BYTES = 8_000, 3_000
check = token_exchange.equals
token_exchange.equals = lambda token, other: token == "a guess" or check(token, other)
__main__.main()
"""


@pytest.fixture(scope="module")
def apart(cloud, known):
    return things.thing(cloud, THING), known[1]


def begun(running, apart, folder, *program, **deployed):
    """A box whose only component is the probe, from an archive that holds nothing but it."""
    package = folder / "archive" / "component" / "edge_greengrass"
    shutil.copytree(PROBE, package / "probe")
    shutil.copy(PROBE.parent / "__init__.py", package)
    told = small_box.planned(running, *apart, folder, runs={})
    component = plan.Deployed(str(PROBE / "recipe.yaml"), str(folder / "archive"), deployed)
    python = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    told = replace(told, components=[component], variables={"PATH": python})
    return small_box.begin(told, program=program or ("-m", "local.nucleus"))


def verdicts(box):
    """What its log says by the first time it has ended: lines, and how it ended."""
    log = box.folder / "nucleus.log"
    eventually(lambda: "org.openrtcc.Probe ended with" in log.read_text(), within=60)
    told = (box.folder / "org.openrtcc.Probe.log").read_text().splitlines()
    code = log.read_text().partition("org.openrtcc.Probe ended with ")[2].split()[0]
    return [tuple(part.strip() for part in line.split("  ", 1)) for line in told], int(code)


def test_all_that_the_components_rely_on_holds(running, apart, cloud, tmp_path):
    box = begun(running, apart, tmp_path, wildcard_seconds=60)
    stop = threading.Event()

    def command():
        while not stop.wait(0.1):
            cloud.client("iot-data").publish(topic=f"rtcc/box/{THING}/cmd/probe", qos=1, payload=b"{}")

    speaking = threading.Thread(target=command)
    speaking.start()
    try:
        (*lines, last), code = verdicts(box)
    finally:
        stop.set()
        speaking.join()
        box.stop()

    assert [line for line in lines if line[0] != "holds"] == []
    assert (len(lines), last, code) == (18, ("All that the components rely on holds.",), 0)


def test_what_is_broken_on_purpose_is_named_and_nothing_else(running, apart, tmp_path):
    box = begun(running, apart, tmp_path, "-c", BROKEN)
    try:
        (*lines, _), code = verdicts(box)
    finally:
        box.stop()

    missed = [told for verdict, told in lines if verdict == "DOES NOT HOLD"]
    assert missed == [
        "a local topic that the recipe does not name cannot be spoken on: it was allowed",
        "nor be heard: it was allowed",
        "the center's topics that the recipe does not name can be neither spoken on nor heard: it was allowed",
        "4000 bytes from the center arrive: the echo of 4000 bytes did not come within 5 s",
        "and to nobody who shows no token: somebody without a token got them",
        missed[5],
    ]
    assert missed[5].startswith("a local message of 9,800 bytes passes: ")
    assert ("not tried", lines[10][1]) == lines[10]  # nobody said a command
    assert code == 1


def test_without_a_nucleus_it_says_so(tmp_path):
    there_is_none = {
        "AWS_GG_NUCLEUS_DOMAIN_SOCKET_FILEPATH_FOR_COMPONENT": str(tmp_path / "none.sock"),
        "AWS_IOT_THING_NAME": THING,
        "SVCUID": "x",
    }
    command = [sys.executable, "-m", "edge_greengrass.probe"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | there_is_none, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stdout.startswith("DOES NOT HOLD  the nucleus lets a component in")
