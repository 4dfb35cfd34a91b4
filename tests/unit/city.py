"""A small city in memory: tables, providers and people, and the short ways by which a test arranges them."""

import copy
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from moto.kinesisvideo.models import kinesisvideo_backends

from rtcc.access.model import Actor, Role, box, system
from rtcc.access.store import StaffRow
from rtcc.aws.places import Place
from rtcc.aws.table import transact
from rtcc.canvass import errands, invitations, links
from rtcc.canvass import service as canvasses
from rtcc.canvass.errands import ErrandRow
from rtcc.canvass.model import Purpose, derived
from rtcc.canvass.rows import CanvassRow
from rtcc.clips.store import OrderRow
from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.foundation.geo import Point
from rtcc.grants.spelling import spell
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call, State
from rtcc.incidents.store import IncidentRow
from rtcc.inquiries.store import InquiryRow
from rtcc.inventory.store import StockRow
from rtcc.live.store import ViewRow
from rtcc.messages import secret, sending
from rtcc.messages.store import MessageRow
from rtcc.registry import consent, store, ways_in
from rtcc.registry import service as registry
from rtcc.registry.model import Form, Kind
from rtcc.registry.particulars import Cameras, Cover, Facing, Recording
from rtcc.registry.rows import RegistrantRow
from rtcc.release.store import ReleaseRow
from rtcc.retention.store import DisposalRow
from rtcc.roster import service as roster
from rtcc.sample.rows import LookRow
from rtcc.sites import hearing
from rtcc.sites import service as sites
from rtcc.sites.rows import BoxRow
from rtcc.vault.store import ItemRow
from tests.unit.fakes import Geocoder, Keys, Line, Providers, Store

ROWS = (
    StaffRow,
    LineRow,
    IncidentRow,
    MessageRow,
    RegistrantRow,
    CanvassRow,
    ItemRow,
    ReleaseRow,
    BoxRow,
    ViewRow,
    OrderRow,
    DisposalRow,
    InquiryRow,
    StockRow,
    LookRow,
)
TABLES = (
    "access",
    "custody",
    "incidents",
    "messages",
    "registry",
    "canvass",
    "vault",
    "release",
    "sites",
    "live",
    "clips",
    "retention",
    "inquiries",
    "inventory",
    "sample",
)
CENTER = Point(32.5, -93.7)
VISITOR = Actor("visitor", Role.VISITOR, how="none")
CAD = Actor("usr_cad", Role.DISPATCHER, how="iam")
ANALYST = Actor("usr_analyst", Role.ANALYST, badge="7", ori="LA0", how="cognito+totp")
INSTALLER = Actor("usr_installer", Role.ADMINISTRATOR, badge="1", how="cognito+totp")
THING = "rtcc-box-1"
PEER = "192.0.2.7 a browser"


@dataclass
class City:
    """The city of one test."""

    providers: Providers
    geocoder: Geocoder
    keys: Keys
    store: Store
    backend: Any  # moto's own tables: reading them here spares a thousand requests
    remembered: dict  # what took long to arrange, for the next test that wants the same
    line: Line  # to the boxes

    def empty(self):
        """As it was when nobody had come yet."""
        for table in self.backend.tables.values():  # looked up each time: a cancelled transaction replaces them all
            table.items.clear()
        kinesisvideo_backends["123456789012"]["us-east-1"].streams.clear()
        for one in (self.providers, self.geocoder, self.store):
            one.__init__()
        self.line.__init__(self.keys)

    def contents(self, *, without=()):
        """Every item of every table, as it lies there."""
        tables = {name: self.backend.tables[name] for name in TABLES if name not in without}
        return {name: sorted(repr(item.attrs) for item in table.all_items()) for name, table in tables.items()}

    def lines(self):
        """Every custody line of the city."""
        return [row.to_entity() for row in LineRow.scan()]

    def enroll(self, identity, role, site=""):
        """Somebody with that role."""
        return roster.enroll(
            system("seed"), identity=identity, name=role.value, badge="7", role=role, agency="PD", ori="LA0", site=site
        )

    def enrolled(self, identity, role):
        """Somebody with that role in a city that is empty but for them. They are enrolled once."""
        return self.arranged((identity, role), lambda: self.enroll(identity, role))

    def box(self, thing=THING, at=CENTER, most=4):
        """An establishment whose box was let in and has not spoken yet."""
        place = sites.Place("Corner Store", "410 Alder Street", at, "America/Chicago")
        return sites.enroll_box(INSTALLER, place, thing=thing, model="four", most_cameras=most)

    def hears(self, kind, thing=THING, **event):
        """What the center makes of an event of a box."""
        return getattr(hearing, kind)(box(thing), thing, event)

    def lease(self, thing=THING, **more):
        """The box says that it is here, a moment after it last did."""
        told = {"boot": "b1", "at": clock.spell(clock.now()), "cameras": 2, "allowed": 1, "states": []}
        return self.hears("hear_lease", thing, **(told | more))

    def shares(self, grant, *, n=1, thing=THING, epoch=1, name="Front door", **more):
        """The box says what is in force for its n-th camera; the camera's id."""
        camera = f"cam_{n:026d}"
        told = {"name": name} if not grant.is_nothing else {}
        self.hears("hear_grant", thing, camera=camera, epoch=epoch, grant=spell(grant), **(told | more))
        return camera

    def call(self, number="26-1", state=State.OPEN, at=CENTER, kind="robbery"):
        """A call for service, as dispatch tells it."""
        told = Call(number, 1, kind, "410 Alder Street", at, clock.now() - timedelta(hours=1), state)
        return incidents.take_call(CAD, told)[0]

    def form(self, n=1, **more):
        """What the n-th person enters on the sign-up page, living at the center unless `at` says otherwise."""
        address = more.pop("address", f"{400 + n} Alder Street, Rivermark")
        self.geocoder.places[address] = Place(address, more.pop("at", CENTER))
        told = {
            "kind": Kind.RESIDENT,
            "name": f"Resident {n}",
            "email": f"resident{n}@example.org",
            "phone": f"+1318555{n:04d}",
            "cameras": (Cameras(2, Facing.N, (Cover.STREET,), Recording.MOTION, 14, True),),
            "language": "en",
            "safe_word": "bluebird",
            "consent": consent.VERSION,
        }
        return Form(address=address, **(told | more))

    def sign_up(self, n=1, **more):
        """A registrant whose codes are still on their way."""
        return registry.register(VISITOR, self.form(n, **more))

    def resident(self, n=1, **more):
        """A registrant who entered both codes."""
        one = self.sign_up(n, **more)
        for channel, via in (("email", "email"), ("phone", "text")):
            one = registry.confirm(VISITOR, one.id, channel=channel, code=secret.code(one.id, via, 1))
        return store.find(one.id)

    def canvass(self, call, *, key=None, radius_m=300, purpose=Purpose.INVESTIGATE, actor=ANALYST):
        """A canvass around a call over its first hour, not carried out yet."""
        window = {"from_at": call.opened_at, "to_at": call.opened_at + timedelta(hours=1)}
        key = key or str(uuid.uuid4())
        return canvasses.open_canvass(actor, call.id, key=key, radius_m=radius_m, purpose=purpose, **window)[0]

    def invite(self, one):
        """Carry a canvass out; how many were invited."""
        invited = invitations.invite_all(system("invite_registrants"), one)
        for row in ErrandRow.query(f"errand#{one.id}"):
            errands.done(row.serialize())
        return invited

    def deliver(self):
        """Send what was queued."""
        for row in list(MessageRow.scan(MessageRow.id.startswith("msg_"))):
            sending.send(system("send_messages"), row.id)

    def token(self, one):
        """The token of the newest link that reached this registrant by text."""
        links = [sent.text for sent in self.providers.texts if sent.to == one.phone and "/r#" in sent.text]
        return links[-1].split("/r#")[1].split()[0]

    def asked(self, n=1):
        """A resident who holds a link: the holder, and the link's token. The first is arranged once."""
        if n > 1 or any(self.contents().values()):
            return self._asked(n)
        return self.arranged("link", lambda: self._asked(n))

    def _asked(self, n):
        one = self.resident(n)
        canvass = self.canvass(self.call())
        self.invite(canvass)
        token = secret.token(derived("req", canvass.id, one.id), 1)
        return links.open_link(token, peer=PEER), token

    def member(self):
        """A resident who signed in to their registration, and their link's token. They are arranged once."""
        if any(self.contents().values()):
            return self.way_in(self.resident())
        return self.arranged("member", lambda: self.way_in(self.resident()))

    def way_in(self, one):
        """Somebody and the token of a link to their registration, as an e-mail would bring it."""
        token = secret.mine(one.id, 7)
        transact(ways_in.adding(secret.fingerprint(token), owner=one.id, contact=store.contact_key(one.email)))
        return one, token

    def arranged(self, name, arrange):
        """What `arrange` makes of an empty city: made once, then laid out again as it was, with what was sent."""
        if name not in self.remembered:
            self.remembered[name] = arrange()
            items = {table: copy.deepcopy(self.backend.tables[table].items) for table in TABLES}
            self.remembered[name, "as it was"] = items, tuple(self.providers.texts), tuple(self.providers.mails)
        items, self.providers.texts[:], self.providers.mails[:] = self.remembered[name, "as it was"]
        for table, rows in items.items():
            self.backend.tables[table].items = copy.deepcopy(rows)
        return self.remembered[name]

    def outcomes(self, subject):
        """What stands under a subject: event and outcome, line by line."""
        return [(line.event, line.outcome.value) for line in custody.lines(subject)]
