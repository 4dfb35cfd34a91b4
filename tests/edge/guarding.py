"""A guard on a line in memory: what it says lands in lists, time passes when the test says so."""

import asyncio
import base64
import json
import time
from datetime import UTC, datetime, timedelta
from itertools import count

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from edge_greengrass.guard.box import Box
from edge_greengrass.kit.line import LineDown
from edge_greengrass.kit.settings import Settings
from rtcc.commands.model import Command, Verb
from rtcc.foundation import clock, ids
from rtcc.grants import spelling
from rtcc.grants.model import Grant, Live, Recall

THING = "rtcc-box-1"
PIN = "482913"
NOON = datetime(2026, 11, 22, 18, tzinfo=UTC)  # noon in the establishment's zone
KEY, STRANGER = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
OPEN = Grant(live=Live.ANY_CALL, radius_m=500, recall=Recall.CASE, depth_hours=24)


class Line:
    """The line of a component, without a nucleus."""

    def __init__(self):
        self.said, self.sent, self.hears = [], [], {}
        self.is_cut = self.is_broken = False  # to the center; to the other components
        self.renewed = 0

    async def publish(self, topic, facts):
        if self.is_broken:
            raise LineDown("broken")
        self.said.append((topic, json.loads(json.dumps(facts)), time.perf_counter()))

    async def send(self, topic, payload):
        if self.is_cut:
            raise LineDown("offline")
        self.sent.append((topic, json.loads(payload)))

    async def hear(self, topic, heard):
        self.hears[topic] = heard

    async def hear_center(self, topic, heard):
        self.hears[topic] = heard

    async def renew(self):
        self.renewed += 1

    async def close(self):
        pass


class Site:
    """A box at an establishment, and everybody who speaks to it."""

    def __init__(self, home, **settings):
        self.home, self.settings = home, settings
        self.runner = asyncio.Runner()
        self.numbers = count(1)
        self.passed = 0.0
        self.start()

    def start(self, *, wall=NOON, refresh=True):
        """Start, or start again after a power cut: only what is on disk is left. The center refreshes what it meets."""
        facts = {"home": str(self.home), "command_key": base64.b64encode(PUBLIC).decode(), "pin": PIN}
        facts |= {"camera_subnet": "192.168.50.0/24", "camera_ports": "554,8000-8010", "most_cameras": "4"}
        facts |= {"zone": "America/Chicago", "page_port": "0", "lease_seconds": "4"} | self.settings
        if hasattr(self, "box"):
            self.do(self.box.server.close())
        self.line = Line()
        self.box = Box(
            self.line, Settings(facts), ticks=lambda: self.passed, wall=lambda: wall + timedelta(seconds=self.passed)
        )
        self.port = self.do(self.box.open())
        if refresh:
            self.command("grants.refresh", {})

    def end(self):
        self.do(self.box.server.close())
        self.runner.close()

    def do(self, work):
        return self.runner.run(work)

    # the owner

    def camera(self, grant=None, *, name="Register", host="192.168.50.11"):
        address = f"rtsp://{host}:554/{next(self.numbers)}"
        asked = {"name": name, "address": address, "user": "admin", "password": "hunter2-secret"}
        camera = self.page("POST", "/api/cameras", asked).json()["id"]
        if grant is not None:
            self.allow(camera, grant)
        return camera

    def allow(self, camera, grant, **more):
        answer = self.page("POST", f"/api/cameras/{camera}/grant", {"grant": spelling.spell(grant), **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def page(self, method, path, facts=None, *, pin=PIN, **more):
        return self.do(self._page(method, path, facts, pin, more))

    async def _page(self, method, path, facts, pin, more):
        headers = {"X-Box-Pin": pin, **more.pop("headers", {})} if pin is not None else more.pop("headers", {})
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", trust_env=False, verify=False) as client:
            return await client.request(method, path, json=facts, headers=headers, **more)

    # the center

    def command(self, verb, body, *, key=KEY, box=THING, number=None, late=0.0, good_for=30.0, pad=b""):
        """A command as it arrives; returns what was sent, so that it can be sent again."""
        at = self.now() - timedelta(seconds=late)
        number = number or next(self.numbers)
        one = Command(ids.new("cmd"), box, Verb(verb), number, at, at + timedelta(seconds=good_for), body)
        sent = one.sealed(key.sign(one.message, ec.ECDSA(hashes.SHA256()))) + pad
        self.hand(sent)
        return sent

    def hand(self, sent):
        self.do(self.box.center.obey(sent))

    def view(self, camera, **more):
        """Ask for a view; returns its id."""
        now = self.now()
        body = {
            "view": ids.new("viw"),
            "camera": camera,
            "stream": f"rtcc-{THING}-{camera}",
            "lease_until": clock.spell(now + timedelta(seconds=30)),
            "ends_at": clock.spell(now + timedelta(minutes=60)),
            "incident": "inc_1",
            "badge": "4711",
            "purpose": "call",
            "priority": 1,
            "distance_m": 100,
        } | more
        self.command("view.start", body)
        return body["view"]

    def review(self, camera, *, ago=3600, **more):
        """Ask to play what was recorded so many seconds ago; returns the review's id."""
        now = self.now()
        view = ids.new("viw")
        body = {
            "view": view,
            "camera": camera,
            "stream": f"rtcc-{THING}-{camera}-{view}",
            "from": clock.spell(now - timedelta(seconds=ago)),
            "speed": 1,
            "lease_until": clock.spell(now + timedelta(seconds=30)),
            "ends_at": clock.spell(now + timedelta(minutes=60)),
            "incident": "inc_1",
            "badge": "4711",
            "case": "26-001",
            "priority": 1,
        } | more
        self.command("review.start", body)
        return view

    def clip(self, camera, *, ago=60, seconds=10, **more):
        start = self.now() - timedelta(seconds=ago)
        order = ids.new("ord")
        body = {
            "order": order,
            "camera": camera,
            "from": clock.spell(start),
            "to": clock.spell(start + timedelta(seconds=seconds)),
            "case": "26-001",
            "incident": "inc_1",
            "badge": "4711",
            "bucket": "inbox",
            "key": f"clips/{THING}/{order}.mp4",
        } | more
        self.command("clip.cut", body, good_for=300)
        return body["order"]

    # what happens

    def now(self):
        return self.box.time.now()

    def later(self, seconds):
        self.passed += seconds
        self.do(self.box.tick())

    def says(self, component, facts):
        """Another component of the box speaks."""
        self.line.hears[f"rtcc/local/{component}/evt"](facts)

    def told(self, kind):
        """What the center heard, of one kind."""
        self.do(self.box.events.flush())
        return [facts for topic, facts in self.line.sent if topic == f"rtcc/box/{THING}/evt/{kind}"]

    def asked(self, component):
        """What the guard asked of another component."""
        return [facts for topic, facts, _ in self.line.said if topic == f"rtcc/local/{component}"]

    def refused(self):
        """The last reason that the center heard."""
        said = self.told("refused")
        return said[-1]["why"] if said else None

    def watching(self):
        return [view["id"] for view in self.page("GET", "/api/now").json()["views"]]


def full_disk(*_):
    raise OSError(28, "No space left on device")
