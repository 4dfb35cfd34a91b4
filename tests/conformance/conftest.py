"""What probes share: one witness for all of functions, and one engine with the patches of the city."""

import pytest
from botocore.credentials import Credentials

from local import engine
from local.streams import serving
from tests.conformance.arrange import role, statement
from tests.conformance.streaming import NAME
from tests.conformance.witness import Witness
from tests.engines.account import Account


@pytest.fixture(scope="session")
def witness(bare_cloud):
    """A function in the local city that writes down what reached it."""
    return Witness(bare_cloud)


@pytest.fixture(scope="session")
def patched_engine():
    """A ministack with the patches of the city; nothing is deployed in it."""
    running = engine.start(data=None, port=engine.free_port())
    yield running
    running.stop()


@pytest.fixture(scope="session")
def patched_cloud(patched_engine):
    """How to reach the patched engine."""
    return Account(patched_engine.endpoint, "test", "test")


@pytest.fixture(scope="session")
def service(patched_engine):
    """The stand-in for Kinesis Video, judged by the patched engine."""
    running = serving.start(patched_engine.endpoint)
    yield running
    running.stop()


@pytest.fixture
def control(service):
    """The root's client of the control plane; every stream is gone after the test."""
    client = Account(service.url, "test", "test").client("kinesisvideo")
    yield client
    for one in client.list_streams()["StreamInfoList"]:
        client.delete_stream(StreamARN=one["StreamARN"])


@pytest.fixture
def stream(control):
    """A stream that keeps nothing."""
    return control.create_stream(StreamName=NAME, DataRetentionInHours=0)["StreamARN"]


@pytest.fixture(scope="session")
def box(patched_cloud):
    """A box's session: it may push its own streams."""
    own = "arn:aws:kinesisvideo:us-east-1:000000000000:stream/rtcc-${credentials-iot:ThingName}-*/*"
    arn, _ = role(patched_cloud, "pushers", statement("Allow", "kinesisvideo:PutMedia", own))
    given = patched_cloud.client("sts").assume_role(RoleArn=arn, RoleSessionName="rtcc-box-1")["Credentials"]
    return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
