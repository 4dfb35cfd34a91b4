"""A box in a network namespace of its own, the shipped guard on it, and the center on the other end of the cable."""

import base64
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local.city_file import ROOT
from local.network import mosquitto
from local.network.certificates import Authority
from local.network.namespaces import CITY_ADDRESS, Network
from local.nucleus import plan
from tests.conformance.things import POLICY
from tests.edge import small_box

THING, OTHER = "rtcc-box-5", "rtcc-box-6"
PIN = "604218"
GUARD = "org.openrtcc.Guard"
_ASK = """
import json, sys, urllib.request
path, body = sys.argv[1], sys.argv[2]
headers = {"X-Box-Pin": sys.argv[3], "Content-Type": "application/json"}
request = urllib.request.Request("http://127.0.0.1:8080" + path, body.encode() or None, headers)
print(urllib.request.urlopen(request, timeout=10).read().decode())
"""


def artifact(component, to):
    """What a component's archive holds, and nothing else of the repository."""
    edge, rtcc = to / "component" / "edge_greengrass", to / "component" / "rtcc"
    for part in ("kit", component):
        shutil.copytree(ROOT / "edge_greengrass" / part, edge / part)
    for part in ("foundation", "grants", "commands"):
        shutil.copytree(ROOT / "layers/rtcc/python/rtcc" / part, rtcc / part)
    for package, of in ((edge, ROOT / "edge_greengrass"), (rtcc, ROOT / "layers/rtcc/python/rtcc")):
        shutil.copy(of / "__init__.py", package)
    return to


class Client:
    """An MQTT client on one side of the cable."""

    def __init__(self, within, proof, *, name=None):
        paths = [str(path) for path in (proof.certificate, proof.key, proof.authority)]
        command = [sys.executable, "-m", "local.network.client", CITY_ADDRESS, str(mosquitto.PORT), *paths]
        self._process = subprocess.Popen(
            [*within, *command, name or proof.name], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.said = queue.Queue()
        threading.Thread(target=lambda: [self.said.put(json.loads(line)) for line in self._process.stdout]).start()
        self.next("connected")

    def next(self, kind, is_it=lambda _: True, within=15):
        """The next of a kind that is wanted; what comes before it is passed over."""
        ends = time.monotonic() + within
        while True:
            told = self.said.get(timeout=max(0.01, ends - time.monotonic()))
            if kind in told and is_it(told):
                return told

    def do(self, **what):
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def subscribe(self, topic):
        """Whether the broker takes it."""
        self.do(subscribe=topic)
        return self.next("taken")["yes"]

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)


class FarBox:
    """The whole arrangement. `end` lets it go."""

    def __init__(self, folder: Path) -> None:
        self.network = Network()
        authority = Authority(folder)
        self.proofs = {name: authority.issue(name) for name in (THING, OTHER, mosquitto.CENTER)}
        server = authority.issue("broker", address=CITY_ADDRESS)
        self.broker = mosquitto.Mosquitto(folder, server, host=CITY_ADDRESS, within=self.network.city)
        self.broker.start(POLICY, [THING, OTHER])
        self.center = self.client(mosquitto.CENTER)
        assert self.center.subscribe("rtcc/box/+/evt/+")
        self.box = small_box.begin(self._plan(folder, self.proofs[THING]), within=self.network.box)

    def client(self, proof, *, name=None):
        """Somebody on the city's side, with one of the certificates."""
        return Client(self.network.city, self.proofs[proof], name=name)

    def page(self, path, body=None):
        """Ask the box's page, from beside the box."""
        told = [path, "" if body is None else json.dumps(body), PIN]
        done = subprocess.run([*self.network.box, sys.executable, "-c", _ASK, *told], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def end(self) -> None:
        self.box.stop()
        self.center.end()
        self.broker.stop()
        self.network.end()

    def _plan(self, folder, proof):
        home = folder / "home"
        home.mkdir()
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        told = {
            "home": str(home),
            "command_key": base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode(),
            "camera_subnet": "10.77.0.0/24",
            "pin": PIN,
        }
        recipe = ROOT / "edge_greengrass" / "guard" / "recipe.yaml"
        return plan.Plan(
            root=str(folder),
            thing=THING,
            region="us-east-1",
            endpoint="http://127.0.0.1:9",  # nobody asks for credentials here
            role="none",
            broker_host=CITY_ADDRESS,
            broker_port=mosquitto.PORT,
            certificate=str(proof.certificate),
            key=str(proof.key),
            authority=str(proof.authority),
            components=[plan.Deployed(str(recipe), str(artifact("guard", folder / "archive")), told)],
            variables={"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            keep_alive=2,
        )
