"""Function workers are forked from one process, and are like any worker of a process of its own."""

import json
import os
from pathlib import Path

from local import engine
from tests.conformance.arrange import TRUST, eventually, policy, zipped
from tests.engines.account import Account

SOURCE = """
    import os, subprocess, sys

    def handle(event, context):
        if event.get("dies"):
            os._exit(7)
        child = subprocess.run([sys.executable, "-c", "import sys; sys.exit(3)"])
        return {
            "color": os.environ.get("COLOR"), "pid": os.getpid(), "forker": os.getppid(), "child": child.returncode,
            "is_read": "pynamodb.models" in sys.modules, "folder": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"],
            "open": sorted(int(name) for name in os.listdir("/proc/self/fd"))[:-1],
        }
"""


def made(cloud, name, **environment):
    """A function of that name, and a way to call it."""
    iam, functions = cloud.client("iam"), cloud.client("lambda")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(TRUST))["Role"]["Arn"]
    functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="probe.handle",
        Role=role,
        Code={"ZipFile": zipped(SOURCE)},
        Environment={"Variables": environment},
    )

    def call(**event):
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(event))
        return json.load(answer["Payload"]) | ({"failed": True} if "FunctionError" in answer else {})

    return call


def test_each_worker_has_its_own_surroundings_and_the_packages_are_read_already(patched_cloud):
    red, blue = (made(patched_cloud, color, COLOR=color)() for color in ("red", "blue"))

    assert (red["color"], blue["color"]) == ("red", "blue")
    assert red["forker"] == blue["forker"]
    assert red["pid"] != blue["pid"]
    for one in (red, blue):
        assert one["is_read"]
        assert one["folder"]
        assert one["child"] == 3
        assert one["open"] == [0, 1, 2]  # nobody else's pipe, or another worker would never see the end of its own


def test_a_worker_that_dies_is_replaced(patched_cloud):
    call = made(patched_cloud, "mortal")
    before = call()

    assert call(dies=True)["failed"]

    assert call()["pid"] != before["pid"]
    eventually(lambda: not _is_there(before["pid"]))


def test_no_worker_outlives_the_engine(tmp_path):
    running = engine.start(data=tmp_path, port=engine.free_port())
    try:
        one = made(Account(running.endpoint, "test", "test"), "orphan")()
        assert _is_there(one["forker"])
    finally:
        running.stop()

    eventually(lambda: not _is_there(one["forker"]) and not _is_there(one["pid"]))


def test_when_the_forking_process_dies_another_takes_its_place(tmp_path):
    running = engine.start(data=tmp_path, port=engine.free_port())
    try:
        cloud = Account(running.endpoint, "test", "test")
        forker = made(cloud, "first")()["forker"]
        os.kill(forker, 9)

        other = made(cloud, "second")
        eventually(lambda: other().get("forker") not in {None, forker})
    finally:
        running.stop()


def _is_there(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
