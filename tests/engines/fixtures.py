"""The engines as pytest fixtures: one of each a session, shared by every test that asks."""

from collections.abc import Iterator

import pytest

from tests.engines import dynamodb_local, ministack, seaweedfs, sharing
from tests.engines.account import Account


def pytest_configure() -> None:
    """What clients of engines read alike is read once."""
    sharing.share()


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A seaweedfs with a key that has every right."""
    child, account = seaweedfs.start(tmp_path_factory.mktemp("seaweedfs"))
    yield account
    child.kill()


@pytest.fixture(scope="session")
def real_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A DynamoDB Local without tables."""
    child, account = dynamodb_local.start(tmp_path_factory.mktemp("dynamodb"))
    yield account
    child.stop()


@pytest.fixture(scope="session")
def bare_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A ministack as shipped, with its root key; nothing of the city is deployed in it."""
    child, account = ministack.start(tmp_path_factory.mktemp("ministack"))
    yield account
    child.stop()
