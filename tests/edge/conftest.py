"""What the tests of a box share: an engine, and a small box of two components on a nucleus of its own."""

import pytest
from hypothesis import HealthCheck, settings

from local import engine
from tests.conformance import things
from tests.conformance.test_engine_patches import policy
from tests.edge import guarding, small_box
from tests.edge.small_box import THING
from tests.engines.account import Account

# The same cases on every machine, however slow it is for a moment.
slow = [HealthCheck.too_slow]
settings.register_profile("edge", derandomize=True, deadline=None, database=None, suppress_health_check=slow)
settings.load_profile("edge")


@pytest.fixture(scope="session")
def running():
    """An engine with the patches of the city."""
    started = engine.start(data=None, port=engine.free_port())
    yield started
    started.stop()


@pytest.fixture(scope="session")
def cloud(running):
    """How to reach it."""
    return Account(running.endpoint, "test", "test")


@pytest.fixture(scope="session")
def known(cloud):
    """The thing and the role that boxes assume."""
    trust = {"Effect": "Allow", "Principal": {"Service": "credentials.iot.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = cloud.client("iam").create_role(RoleName="boxes", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    cloud.client("s3").create_bucket(Bucket="inbox")
    own = "arn:aws:s3:::inbox/clips/${credentials-iot:ThingName}/*"
    allow = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": own}
    cloud.client("iam").put_role_policy(RoleName="boxes", PolicyName="may", PolicyDocument=policy(allow))
    return things.thing(cloud, THING), role


@pytest.fixture(scope="session")
def box(running, known, tmp_path_factory):
    """A box that runs for all tests of the nucleus."""
    folder = tmp_path_factory.mktemp("box")
    started = small_box.start(running, *known, folder, runs={"guard": small_box.IDLE, "relay": small_box.IDLE})
    yield started
    started.stop()


@pytest.fixture
def guard(box):
    """AWS's client, speaking for this component."""
    client = box.speaks_for("guard")
    yield client
    client.close()


@pytest.fixture
def relay(box):
    """AWS's client, speaking for this component."""
    client = box.speaks_for("relay")
    yield client
    client.close()


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A guard on a line in memory."""
    monkeypatch.setenv("AWS_IOT_THING_NAME", guarding.THING)
    one = guarding.Site(tmp_path / "home")
    yield one
    one.end()
