"""What probes share: one witness for all of functions, and one engine with the patches of the city."""

import pytest

from local import engine
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
