"""Every route of every app, found by walking the apps themselves: a new route is tried without anyone remembering."""

import json
import re
from dataclasses import dataclass
from typing import get_args, get_origin

from pydantic import BaseModel

from functions.agency_api.app import app as agency
from functions.citizen_api.app import app as citizen
from functions.console_api.app import app as console
from functions.dispatch_api.app import app as dispatch
from functions.owner_api.app import app as owner
from rtcc.access.model import PERMISSIONS, Role
from rtcc.foundation import clock
from rtcc.http.declaration import Declaration, SignIn, declaration_of
from rtcc.http.entrance import Entrance
from rtcc.registry import consent

APPS = {"citizen": citizen, "console": console, "dispatch": dispatch, "agency": agency, "owner": owner}
HEADERS = {SignIn.LINK: "x-request-link", SignIn.MEMBER: "x-my-link"}
POOLS = {"staff": "staff-client", "owner": "owner-client", "agency": "agency-client"}
WAYS = {
    SignIn.STAFF: "staff:someone",
    SignIn.OWNER: "owner:someone",
    SignIn.AGENCY: "agency:someone",
    SignIn.SYSTEM: "iam:Someone",
}
STAFF = [Role.ANALYST, Role.SUPERVISOR, Role.DETECTIVE, Role.DISPATCHER, Role.ADMINISTRATOR, Role.AUDITOR]
NOTHING = "0" * 26  # after a prefix: the shape of an id, and nobody's

# What a body of each field may look like; a new field needs a line here, or its route cannot be tried.
SAMPLES = {
    "key": "0b5f6a1e-77aa-4c39-9d52-3a8f2f0f6b11",
    "name": "street.mp4",
    "bytes": 5,
    "number": 1,
    "parts": [{"number": 1, "bytes": 5, "sha256": "a" * 64}],
    "sha256": "a" * 64,
    "source": None,
    "clock": None,
    "trimmed": None,
    "title": "Manager",
    "version": "2026-11",
    "agreed": True,
    "kind": "resident",
    "email": "a.resident@example.org",
    "phone": "318-222-0199",
    "address": "410 Alder Street",
    "cameras": [
        {
            "count": 2,
            "facing": "n",
            "covers": ["street"],
            "recording": "motion",
            "days_kept": 14,
            "clock_checked": True,
        }
    ],
    "point": None,
    "authorized": None,
    "consent_language": None,
    "channels": {"text": True, "email": True},
    "quiet": None,
    "days": None,
    "sure": True,
    "language": "en",
    "safe_word": "bluebird",
    "consent": consent.VERSION,
    "channel": "email",
    "code": "123456",
    "radius_m": 300,
    "area": None,
    "from": clock.spell(clock.after(clock.now(), hours=-3)),  # of the time of a call that is open now
    "to": clock.spell(clock.after(clock.now(), hours=-2)),
    "purpose": "investigate",
    "authority": "District Attorney",
    "reason": "26-1",
    "priority": 1,
    "lat": 32.5,
    "lon": -93.7,
    "opened_at": clock.spell(clock.after(clock.now(), hours=-3)),
    "state": "open",
    "item_ids": [f"evi_{NOTHING}"],
    "ori": "TX1",
    "recipient": "4411",
    "case": "26-000123",
    "why": "not this case",
    "verdict": "accept",
    "of": "",
    "note": "",
    "grant": {"live": "never"},
    "answer": "later",
    "camera_id": f"cam_{NOTHING}",
    "token": NOTHING,
    "helpful": True,
    "speed": 2,
    "is_paused": True,
    "strict": True,
    "method": "download",
    "limits": "Not for the press.",
    "agrees": True,
    "with_programs": False,
    "item_id": f"evi_{NOTHING}",
    "place": "Alder Street and 5th",
    "words": "a gray van",
    "incident_number": "",
    "kinds": [{"kind": "felony", "title": "Felony", "days": 2192, "authority": "the state's rule"}],
    "is_early": False,
    "action": "custody.read",
    "subject": f"evi_{NOTHING}",
    "finding": "there was an emergency",
    "order_number": "26-CR-118",
    "court": "First District Court",
}
# Where one word means two things.
OTHERS = {
    "/incidents/{incident_id}/views": {"purpose": "call"},
    "/my/contact": {"to": "b.resident@example.org"},
    "/sample/{look_id}/finding": {"finding": "in_order"},
    "/inquiries/{inquiry_id}/assembly": {"note": "what was asked for"},
}


@dataclass(frozen=True)
class Route:
    """One route, and how to knock at it."""

    app: Entrance
    declared: Declaration

    def __str__(self):
        return f"{self.declared.audience}:{self.declared.method}:{self.declared.path}"

    @property
    def names(self):
        return re.findall(r"{(\w+)}", self.declared.path)

    @property
    def fields(self):
        """The body's fields as they are sent, with what pydantic knows of them."""
        body = self.declared.body
        return {field.alias or name: field for name, field in body.model_fields.items()} if body else {}

    @property
    def admitted(self):
        return PERMISSIONS[self.declared.action]

    def body(self, **more):
        others = OTHERS.get(self.declared.path, {})
        return {name: others.get(name, SAMPLES[name]) for name in self.fields} | more

    def knock(self, *, who=None, path=None, body=..., raw=None, kind="application/json", query=None, token=None):
        """The app's answer: its status, and its body."""
        values = path or dict.fromkeys(self.names, f"abc_{NOTHING}")
        said = raw if raw is not None else self._said(body)
        header = HEADERS.get(self.declared.sign_in, "x-request-link")
        headers = {"content-type": kind, "user-agent": "a browser"} | ({header: token} if token else {})
        event = {
            "httpMethod": self.declared.method,
            "resource": self.declared.path,
            "path": self.declared.path.format(**values),
            "headers": headers,
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": query,
            "pathParameters": values,
            "body": said,
            "isBase64Encoded": False,
            "stageVariables": None,
            "requestContext": {"resourcePath": self.declared.path, "httpMethod": self.declared.method} | context(who),
        }
        return Answer(self.app(event, None))

    def _said(self, body):
        if body is ...:
            body = self.body() if self.declared.body else None
        return None if body is None else json.dumps(body)


class Answer:
    """What came back."""

    def __init__(self, said):
        self.status = said["statusCode"]
        self.kind = said["headers"]["Content-Type"]
        self.headers = said["headers"]
        self.body = json.loads(said["body"])

    @property
    def is_problem(self):
        told = self.body.get("status") == self.status and self.body["type"].startswith("urn:rtcc:problem:")
        return self.kind == "application/problem+json" and told and bool(self.body["title"] and self.body["detail"])


def context(who):
    """What the gateway says of whoever it let through: `staff:…` (a pool), `iam:…`, or nobody."""
    identity = {"sourceIp": "192.0.2.7"}
    if who and who.startswith("iam:"):
        return {"identity": identity | {"userArn": f"arn:aws:sts::0:assumed-role/{who[4:]}/session"}}
    pool, _, sub = (who or "").partition(":")
    claims = {"sub": sub, "token_use": "id", "aud": POOLS.get(pool)}
    return {"identity": identity} | ({"authorizer": {"claims": claims}} if who else {})


def identity_for(declared):
    """The identity that a route's gateway would prove."""
    return WAYS.get(declared.sign_in)


def _routes():
    for app in APPS.values():
        for methods in app.routes.values():
            for entry in methods.values():
                yield Route(app, declaration_of(entry.view_function))


def is_text(field):
    """Whether a field takes whatever words somebody writes."""
    return field.annotation is str and not any(getattr(rule, "pattern", None) for rule in field.metadata)


def inner(field):
    """The shapes inside a list."""
    if get_origin(field.annotation) is not list:
        return []
    return [shape for shape in get_args(field.annotation) if isinstance(shape, type) and issubclass(shape, BaseModel)]


ROUTES = list(_routes())
SIGNED_IN = [route for route in ROUTES if route.declared.sign_in in WAYS]
MEMBERS = [route for route in ROUTES if route.declared.sign_in is SignIn.MEMBER]
LINKED = [route for route in ROUTES if route.declared.sign_in is SignIn.LINK]
TAKING = [route for route in ROUTES if route.declared.body]
