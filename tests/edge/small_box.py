"""A box of two small components on a real nucleus and a real broker, and AWS's own client to speak for each."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from awsiot.eventstreamrpc import ConnectionClosedError
from awsiot.greengrasscoreipc import connect, model
from awsiot.greengrasscoreipc.clientv2 import GreengrassCoreIPCClientV2

from local.city_file import ROOT
from local.engine import Engine
from local.nucleus import control, plan
from tests.conformance import things
from tests.conformance.arrange import eventually

THING = "rtcc-box-5"
IDLE = "env > environment; exec sleep 600"  # a component that only tells what it was given
RECIPE = """
RecipeFormatVersion: "2020-01-25"
ComponentName: {name}
ComponentVersion: "1.0.0"
ComponentDependencies:
  aws.greengrass.TokenExchangeService: {{VersionRequirement: "^2.0.0", DependencyType: HARD}}
ComponentConfiguration:
  DefaultConfiguration:
    days: 72
    strict: true
    deep: {{one: 1, two: 2}}
    accessControl: {access}
Manifests:
  - Platform: {{os: linux, runtime: "*"}}
    Lifecycle:
      setenv: {{COLOR: blue}}
      run: |
        {run}
"""
BY_THING = "rtcc/box/{iot:thingName}"


def access(local: str, *, city: bool) -> dict[str, Any]:
    """The rights of one component: one local topic, and the line to the city or not."""
    said = ["aws.greengrass#PublishToTopic", "aws.greengrass#SubscribeToTopic"]
    up = ["aws.greengrass#PublishToIoTCore", "aws.greengrass#SubscribeToIoTCore"]
    rights: dict[str, Any] = {"aws.greengrass.ipc.pubsub": {"local": {"operations": said, "resources": [local]}}}
    if city:
        resources = [f"{BY_THING}/evt/*", f"{BY_THING}/cmd/*", f"{BY_THING}/echo", "rtcc/box/rtcc-box-6/evt/*"]
        rights["aws.greengrass.ipc.mqttproxy"] = {"city": {"operations": up, "resources": resources}}
    return rights


@dataclass
class SmallBox:
    """A running nucleus. `stop` ends it as the city does."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def told(self) -> plan.Plan:
        return plan.read(self.folder)

    def ask(self, command: str) -> dict[str, Any]:
        return control.ask(self.told.control, command)

    def environment(self, name: str) -> dict[str, str]:
        """What a component found in its environment."""
        file = self.folder / "work" / f"org.test.{name}" / "environment"
        eventually(lambda: file.exists() and "SVCUID" in file.read_text())
        return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)

    def speaks_for(self, name: str) -> GreengrassCoreIPCClientV2:
        found = self.environment(name)
        socket = found["AWS_GG_NUCLEUS_DOMAIN_SOCKET_FILEPATH_FOR_COMPONENT"]
        return GreengrassCoreIPCClientV2(connect(ipc_socket=socket, authtoken=found["SVCUID"]))

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)


def start(engine: Engine, thing: things.Thing, role: str, folder: Path, *, runs: dict[str, str]) -> SmallBox:
    """Start a nucleus with one component a name; each runs its shell script."""
    return begin(planned(engine, thing, role, folder, runs=runs))


def planned(engine: Engine, thing: things.Thing, role: str, folder: Path, *, runs: dict[str, str]) -> plan.Plan:
    """What such a box is told."""
    for name, content in (("cert.pem", thing.certificate), ("key.pem", thing.key)):
        (folder / name).write_text(content)
    (folder / "ca.pem").write_bytes(things.authority(engine))
    components = []
    for name, run in runs.items():
        rights = json.dumps(access("rtcc/local/*" if name == "guard" else "rtcc/local/relay/evt", city=name == "guard"))
        recipe = folder / f"{name}.yaml"
        recipe.write_text(RECIPE.format(name=f"org.test.{name}", access=rights, run=run))
        components.append(plan.Deployed(str(recipe), str(folder), {"days": 9, "deep": {"two": "zwei"}}))
    return plan.Plan(
        root=str(folder),
        thing=thing.name,
        region="us-east-1",
        endpoint=engine.endpoint,
        role=role,
        broker_host="127.0.0.1",
        broker_port=engine.broker_port,
        certificate=str(folder / "cert.pem"),
        key=str(folder / "key.pem"),
        authority=str(folder / "ca.pem"),
        components=components,
    )


def begin(
    told: plan.Plan, *, program: tuple[str, ...] = ("-m", "local.nucleus"), within: tuple[str, ...] = ()
) -> SmallBox:
    """Start the nucleus of a plan. `program` is what a test puts in its place, `within` how to get into a namespace."""
    folder = told.folder
    plan.write(told)
    with (folder / "nucleus.log").open("wb") as log:
        process = subprocess.Popen(
            [*within, sys.executable, *program, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    box = SmallBox(folder, process)
    eventually(lambda: told.control.exists() and box.ask("status")["online"])
    return box


def heard(client: GreengrassCoreIPCClientV2, topic: str, *, city: bool = False) -> queue.Queue[Any]:
    """Subscribe, and give the queue that what comes is put into."""
    inbox: queue.Queue[Any] = queue.Queue()
    if city:
        client.subscribe_to_iot_core(
            topic_name=topic, qos=model.QOS.AT_LEAST_ONCE, on_stream_event=lambda event: inbox.put(event.message)
        )
    else:
        client.subscribe_to_topic(topic=topic, on_stream_event=inbox.put)
    return inbox


def is_gone(client: GreengrassCoreIPCClientV2) -> bool:
    """Whether the connection is lost for good: at first the runtime's own error comes, then this one for ever."""
    try:
        client.get_configuration(key_path=[])
    except ConnectionClosedError:
        return True
    except Exception:  # noqa: BLE001 - the runtime's errors are of many kinds while the connection is on its way down
        return False
    return False
