"""What unit tests stand on: one set of tables in memory, wiped before each test, and no gate that leads out."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import settings
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends

from rtcc.access.model import Role
from rtcc.aws import blobs, listing, locks, mail, places, queue, seals, texts, things, uploads
from rtcc.aws.clients import client
from rtcc.custody import sealing
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.release import package
from tests.conftest import hide_account
from tests.unit import quick_answers
from tests.unit.city import ROWS, TABLES, City
from tests.unit.doors import ROUTES
from tests.unit.fakes import Geocoder, Keys, Line, Providers, Store
from tests.unit.releasing import BUCKETS, FILMS, Center, plain_drafts, plain_report
from tests.unit.stamped import asked, clock_house, stamped  # noqa: F401 fixtures
from tests.unit.verifying import TOOL, Sample, verify_here  # noqa: F401 a fixture

settings.register_profile("unit", derandomize=True, deadline=None, database=None)  # the same cases on every machine
settings.load_profile("unit")

CONFIG = {
    "name": "Rivermark",
    "state": "LA",
    "agency": "Rivermark Police Department",
    "ori": "LA0",
    "phone": "318-555-0100",
    "zone": "America/Chicago",
    "country": "US",
    "bounds": [32.4, -93.8, 32.6, -93.6],
}
ENVIRONMENT = {
    "CITY": json.dumps(CONFIG),
    "SITE_ORIGIN": "https://rtcc.example.gov",
    "STAFF_CLIENT": "staff-client",
    "OWNER_CLIENT": "owner-client",
    "AGENCY_CLIENT": "agency-client",
    "AGENCIES": json.dumps(
        [{"ori": "TX1", "name": "Bexley County Sheriff"}, {"ori": "LA0", "name": "District Attorney"}]
    ),
    "BUCKET_INBOX": "inbox",
    "BUCKET_VAULT": "vault",
    "BUCKET_LOG": "log",
    "BUCKET_RELEASE": "release",
    "BUCKET_PREVIEW": "preview",
    "QUEUE_MARK_MEDIA": "marks",
    "LOG_ORIGIN": "rtcc.example.gov/custody",
    "LOCK_DAYS": "14",
    "TEXT_FROM": "+13185550101",
    "TEXTS_A_SECOND": "100",
    "MAILS_A_SECOND": "100",
    "ROLE_VIEWER": "arn:aws:iam::123456789012:role/Viewer",
    "POWERTOOLS_METRICS_NAMESPACE": "RTCC",
    "POWERTOOLS_SERVICE_NAME": "unit",
    "AWS_REGION": "us-east-1",
} | {f"TABLE_{name.upper()}": name for name in TABLES}


@pytest.fixture(scope="session")
def keys():
    """Keys for the whole run: making them is slow."""
    return Keys()


@pytest.fixture(scope="session", autouse=True)
def no_account_of_ours():
    """As for every other test, but once: there are thousands, and what one of them changes is put back behind it."""
    with pytest.MonkeyPatch.context() as patch:
        hide_account(patch)
        yield


@pytest.fixture(scope="session")
def environment():
    """What the deployment tells every function: told once, and whatever a test changes is put back behind it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def tables():
    """All tables, made once."""
    with pytest.MonkeyPatch.context() as patch, mock_aws(), quick_answers.installed():
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        hide_account(patch)  # again: moto has keys of its own
        client.cache_clear()  # clients from here on are moto's, and kept
        for row in ROWS:
            row.create_table(billing_mode="PAY_PER_REQUEST")
        yield dynamodb_backends["123456789012"]["us-east-1"]


@pytest.fixture(scope="session")
def remembered():
    """What took long to arrange."""
    return {}


@pytest.fixture
def city(environment, tables, keys, remembered, monkeypatch):
    """An empty city whose gates lead to stand-ins."""
    one = City(Providers(), Geocoder(), keys, Store(), tables, remembered, Line(keys))
    one.empty()
    ways = {
        texts: {"send": one.providers.text},
        things: {"send": one.line.send},
        mail: {"send": one.providers.mail},
        places: {"find": one.geocoder.find},
        seals: {name: getattr(keys, name) for name in ("mac", "sign", "sign_command", "is_signed", "public_key")},
        uploads: {
            name: getattr(one.store, name)
            for name in ("begin_upload", "part_url", "parts_of", "finish_upload", "abort_upload")
        },
        locks: {name: getattr(one.store, name) for name in ("copy_locked", "proven", "hold_on", "hold_off")}
        | {"read": one.store.lock_of},
        listing: {"first_after": one.store.first_after},
        blobs: {
            name: getattr(one.store, name)
            for name in ("stored", "held", "read", "fetch", "fetch_piece", "put_locked", "tags", "written_at")
        },
    }
    for gate, replaced in ways.items():
        for name, way in replaced.items():
            monkeypatch.setattr(gate, name, way)
    return one


@pytest.fixture(scope="session")
def stores(tables):
    """Buckets and the seal key behind the real gates, made once."""
    for name in BUCKETS:
        client("s3").create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    made = client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEY_SEAL", made["KeyMetadata"]["Arn"])
        yield


@pytest.fixture
def printed():
    """Whoever looks at the papers of a package asks for this: they are set in type, as they are."""


@pytest.fixture
def center(environment, tables, stores, monkeypatch, request):
    """An empty center over real gates; a package's papers are not set in type, which takes longer than all the rest."""
    one = Center(tables)
    one.empty()
    if "printed" not in request.fixturenames:
        monkeypatch.setattr(package.report, "custody_report", plain_report)
        monkeypatch.setattr(package.certificates, "drafts", plain_drafts)
    monkeypatch.setattr(queue, "hand_over", lambda _url, words: one.handed_over.append(words))
    return one


@pytest.fixture(scope="session")
def sample(tables, stores):
    """A package of three items, two of them films, one a clip, with a head of the log in it."""
    center = Center(tables)
    center.empty()
    films = [center.item(FILMS[0], name="a b.mp4"), center.item(FILMS[1], name="c.mp4", clip=True)]
    items = [center.item(), *films]
    sealing.seal([line for item in items for line in custody.lines(item.id)])
    one = center.packed(*items)
    return Sample(center.fetch(one.package), one.id, seals.fingerprint(seals.public_key()))


@pytest.fixture
def verify(sample, tmp_path):
    """Run the tool as a court does; its exit code, and what it said."""

    def run(zipped=None, *, fingerprint=sample.fingerprint, path=None, more=()):
        place = path or tmp_path / "package.zip"
        if path is None:
            place.write_bytes(sample.zipped if zipped is None else zipped)
        pinned = ["--fingerprint", fingerprint] if fingerprint is not None else []
        command = [sys.executable, "-I", "-S", str(TOOL), str(place), *pinned, *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout

    return run


@pytest.fixture
def holder(city):
    """Somebody who holds the link of one request."""
    return city.asked()[0]


@pytest.fixture
def at(city):
    """Knock at a door by its name; everybody who may is enrolled."""
    who = {"console": "staff:someone", "dispatch": "iam:Cad", "agency": "agency:someone", "owner": "owner:someone"}
    city.enroll(who["console"], Role.SUPERVISOR)
    city.enroll(who["dispatch"], Role.DISPATCHER)
    city.enroll(who["agency"], Role.RECIPIENT)
    doors = {str(route): route for route in ROUTES}

    def knock(name, **how):
        route = doors[name]
        return route.knock(**({"who": who.get(route.declared.audience)} | how))

    return knock


@pytest.fixture
def later(monkeypatch):
    """Let time pass: `later(hours=25)`."""
    real, passed = clock.now, []

    def pass_(**spans):
        passed.append(timedelta(**spans))

    monkeypatch.setattr(clock, "now", lambda: real() + sum(passed, timedelta()))
    return pass_
